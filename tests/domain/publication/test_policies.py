"""The rules of publishing: which edition may be prepared, and until when the embargo lasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from inspectorate.domain.publication import policies
from inspectorate.domain.publication.policies import Candidate, Site
from inspectorate.domain.publication.states import END, NEXT, State
from inspectorate.foundation.reasons.reasons import Reason
from tests.factories.publishing import EMBARGO, SIGNED

SECOND = timedelta(seconds=1)
LONDON = ZoneInfo("Europe/London")


FORWARD = datetime(2020, 3, 29, 1, 0, tzinfo=UTC)  # 01:00 GMT becomes 02:00 BST


BACK = datetime(2020, 10, 25, 1, 0, tzinfo=UTC)  # 02:00 BST becomes 01:00 GMT


def signed(**given: Any) -> list[Reason]:
    """What stands against a release whose contents two people signed."""
    fields = {"state": State.APPROVED, "candidates": (), "contents": "c", "approved": "c", **given}
    return policies.releasable(**fields)


class TestEmbargoOnTheNightsTheClocksChange:
    def told(self, until: datetime, at: datetime) -> list[str]:
        return [one.code for one in signed(embargo_until=until, at=at)]

    @pytest.mark.parametrize(
        "until",
        [
            datetime(2020, 3, 29, 0, 59, 59, tzinfo=LONDON),
            datetime(2020, 3, 29, 2, 0, tzinfo=LONDON),
            datetime(2020, 10, 25, 1, 30, fold=0, tzinfo=LONDON),
            datetime(2020, 10, 25, 1, 30, fold=1, tzinfo=LONDON),
            FORWARD,
            BACK,
        ],
    )
    def test_second_before_is_refused_and_the_second_itself_is_not(self, until: datetime) -> None:
        moment = until.astimezone(UTC)
        assert (self.told(until, moment - SECOND), self.told(until, moment)) == (["embargo"], [])
        local = (moment - SECOND).astimezone(LONDON)
        assert self.told(until, local) == ["embargo"]

    def test_both_moments_told_by_london_s_clock_are_compared_as_moments(self) -> None:
        skipped = datetime(2020, 3, 29, 1, 0, 1, tzinfo=LONDON)  # as 02:00:01 BST
        assert self.told(skipped, (skipped.astimezone(UTC) - SECOND).astimezone(LONDON)) == [
            "embargo"
        ]
        first = datetime(2020, 10, 25, 1, 30, tzinfo=LONDON)
        second = first.replace(fold=1)
        assert self.told(second, first) == ["embargo"]
        assert self.told(first, second) == []

    def test_first_half_past_one_of_the_long_night_is_an_hour_before_the_second(self) -> None:
        first, second = (
            datetime(2020, 10, 25, 1, 30, fold=fold, tzinfo=LONDON).astimezone(UTC)
            for fold in (0, 1)
        )
        assert second - first == timedelta(hours=1)
        assert self.told(second, first) == ["embargo"]

    def test_refusal_tells_the_end_of_the_embargo_by_london_s_clocks(self) -> None:
        until = datetime(2020, 6, 30, 23, 30, tzinfo=UTC)
        (reason,) = signed(embargo_until=until, at=until - SECOND)
        assert reason.text == "The embargo ends on 1 July 2020, 00:30:00 BST."

    def test_day_of_publication_is_london_s(self) -> None:
        assert policies.day(datetime(2020, 6, 30, 23, 30, tzinfo=UTC)) == date(2020, 7, 1)
        assert policies.day(datetime(2020, 12, 31, 23, 30, tzinfo=UTC)) == date(2020, 12, 31)


ZONES = st.sampled_from([UTC, LONDON, ZoneInfo("Pacific/Auckland")])


@settings_of_hypothesis(max_examples=500)
@given(st.datetimes(timezones=ZONES), st.integers(-7200, 7200))
def test_release_is_refused_exactly_while_the_embargo_lasts(until: datetime, seconds: int) -> None:
    until = until.replace(year=2018 + until.year % 12, day=min(until.day, 28))
    at = (until.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(LONDON)
    # Once it has ended, on the day that everything prints and on no other.
    passed = ["day_passed"] if policies.day(at) > policies.day(until) else []
    assert [one.code for one in signed(embargo_until=until, at=at)] == (
        ["embargo"] if seconds < 0 else passed
    )


GOOD = Candidate("report", "A report", "public", 1, 1, date(2020, 3, 9))


class TestRules:
    def prepare(self, *candidates: Candidate, **given: Any) -> list[str]:
        fields: dict[str, Any] = {
            "embargo_until": EMBARGO,
            "at": SIGNED,
            "correction": False,
            "reason": "",
            "corrected": None,
            **given,
        }
        return [one.code for one in policies.preparable(candidates=candidates, **fields)]

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({}, ""),
            ({"kind": "full"}, "edition_not_public"),
            ({"newest": 2}, "edition_not_newest"),
            ({"here": False}, "edition_elsewhere"),
            ({"stale": ("a-claim",)}, "claim_moved"),
            ({"released": True}, "released_already"),
            ({"printed_on": date(2020, 3, 10)}, "published_on_differs"),
            ({"printed_on": date(2020, 3, 8)}, "published_on_differs"),
            ({"printed_on": None}, ""),
            ({"planned_at": EMBARGO}, ""),
            ({"planned_at": EMBARGO.replace(hour=9)}, "embargo_differs"),
        ],
    )
    def test_edition_is_fit_or_refused_with_its_reason(
        self, given: dict[str, Any], code: str
    ) -> None:
        fields = {name: getattr(GOOD, name) for name in Candidate.__dataclass_fields__}
        assert self.prepare(Candidate(**{**fields, **given})) == ([code] if code else [])

    def test_no_edition_or_one_document_twice_is_refused(self) -> None:
        assert (self.prepare(), self.prepare(GOOD, GOOD)) == (["no_edition"], ["document_twice"])

    def test_each_claim_that_moved_is_named(self) -> None:
        moved = Candidate("report", "A report", "public", 1, 1, None, stale=("one", "two"))
        found = policies.preparable(
            candidates=[moved],
            embargo_until=EMBARGO,
            at=SIGNED,
            correction=False,
            reason="",
            corrected=None,
        )
        assert [one.text.split("`")[1] for one in found] == ["one", "two"]

    def test_embargo_may_end_at_the_moment_of_preparing_and_not_a_second_before(self) -> None:
        undated = Candidate("report", "A report", "public", 1, 1, None)
        assert self.prepare(undated, at=EMBARGO) == []
        assert self.prepare(undated, at=EMBARGO + SECOND) == ["embargo_past"]

    def test_embargo_without_a_zone_is_told_once_and_compared_with_nothing(self) -> None:
        unzoned = datetime(2020, 3, 8)  # noqa: DTZ001 - that is the fault
        assert self.prepare(GOOD, embargo_until=unzoned) == ["embargo_without_zone"]

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"correction": True, "corrected": State.RELEASED, "reason": "A figure was wrong."},
        ],
    )
    def test_one_new_edition_is_enough_beside_one_that_is_out(self, given: dict[str, Any]) -> None:
        out = Candidate("press-release", "A release", "public", 1, 1, None, released=True)
        assert self.prepare(GOOD, out, **given) == []

    def test_correction_needs_a_reason_a_released_one_and_something_new(self) -> None:
        old = Candidate("report", "A report", "public", 1, 1, None, released=True)
        assert self.prepare(old, correction=True, corrected=State.APPROVED) == [
            "not_released",
            "text_missing",
            "nothing_corrected",
        ]
        assert (
            self.prepare(
                GOOD, correction=True, corrected=State.RELEASED, reason="A figure was wrong."
            )
            == []
        )

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (State.PREPARED, ""),
            (State.APPROVED, "is_approved"),
            (State.RELEASED, "is_released"),
            (State.CANCELLED, "is_cancelled"),
        ],
    )
    def test_release_is_approved_once_and_never_by_who_prepared_it(
        self, state: State, code: str
    ) -> None:
        contents = {"signed": "c", "contents": "c"}
        by_another = policies.approvable(state=state, prepared_by_self=False, **contents)
        by_self = policies.approvable(state=state, prepared_by_self=True, **contents)
        assert [one.code for one in by_another] == ([code] if code else [])
        assert [one.code for one in by_self] == ["same_person"]

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (State.PREPARED, ""),
            (State.APPROVED, ""),
            (State.RELEASED, "is_released"),
            (State.CANCELLED, "is_cancelled"),
        ],
    )
    def test_release_is_stopped_while_it_is_not_out_and_with_a_reason_only(
        self, state: State, code: str
    ) -> None:
        codes = [code] if code else []
        given = policies.cancellable(state=state, reason="A court order.")
        missing = policies.cancellable(state=state, reason="")
        assert [one.code for one in given] == codes
        assert [one.code for one in missing] == [*codes, "text_missing"]

    @pytest.mark.parametrize(
        ("contents", "approved", "code"),
        [
            ("c", "c", ""),
            ("", "", "not_signed"),
            ("c", "", "other_contents"),
            ("c", "d", "other_contents"),
        ],
    )
    def test_only_contents_that_two_people_signed_go_out(
        self, contents: str, approved: str, code: str
    ) -> None:
        found = signed(embargo_until=EMBARGO, at=EMBARGO, contents=contents, approved=approved)
        assert [one.code for one in found] == ([code] if code else [])

    def test_each_thing_that_moved_since_it_was_signed_is_named_twenty_at_most(self) -> None:
        found = policies.switchable([f"the claim c{number}" for number in range(30)])
        assert {one.code for one in found} == {"facts_moved"}
        assert (len(found), "the claim c7" in found[7].text) == (20, True)
        assert policies.switchable([]) == []

    def test_register_is_published_beside_what_is_out(self) -> None:
        assert [one.code for one in policies.refreshable(out=False)] == ["nothing_out"]
        assert policies.refreshable(out=True) == []

    @pytest.mark.parametrize(
        ("rehearsal", "site", "code"),
        [
            (True, True, ""),
            (False, False, ""),
            (True, False, "rehearsal_to_live_site"),
            (False, True, "live_to_rehearsal_site"),
        ],
    )
    def test_rehearsal_goes_to_a_rehearsal_site_and_nothing_else_does(
        self, rehearsal: bool, site: bool, code: str
    ) -> None:
        found = policies.placeable(rehearsal=rehearsal, site=Site("https://x.example/", site))
        assert [one.code for one in found] == ([code] if code else [])

    def test_every_state_has_a_way_out_or_is_an_end(self) -> None:
        assert {state for state in State if not NEXT[state]} == END


@pytest.mark.parametrize(
    ("ahead", "right"),
    [
        (timedelta(minutes=-5, seconds=-1), False),
        (timedelta(minutes=-5), True),
        (timedelta(0), True),
        (timedelta(hours=1, minutes=10, seconds=-1), True),
        (timedelta(hours=1, minutes=10), False),
        (timedelta(days=1), False),
    ],
)
def test_clock_is_confirmed_by_the_hour_a_person_read_elsewhere(
    ahead: timedelta, right: bool
) -> None:
    said = datetime(2020, 3, 9, 12, 0, tzinfo=LONDON)
    told = policies.confirmable(said=said, clock=said.astimezone(UTC) + ahead)
    assert [one.code for one in told] == ([] if right else ["clock_not_so"])


def test_hour_without_a_zone_confirms_nothing() -> None:
    told = policies.confirmable(said=datetime(2020, 3, 9, 12, 0), clock=EMBARGO)  # noqa: DTZ001
    assert [one.code for one in told] == ["embargo_without_zone"]
