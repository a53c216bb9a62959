"""Who may read marked words: cleared as a person, needing to know on the inspection, and both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.access import cleared, cleared_for
from inspectorate.domain.inspections.models import Inspection, NeedToKnow, TeamMember
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people import queries as people_queries
from inspectorate.foundation.people.models import Clearance, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms
from tests.factories.findings import LATER, an_item
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, a_key, member

pytestmark = pytest.mark.django_db
LOW = ["PUBLIC", "OFFICIAL"]
MIDDLE = [*LOW, "OFFICIAL-SENSITIVE"]


@pytest.fixture
def inspection() -> Inspection:
    return rooms.an_inspection(reading=None)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert code in [one.rpartition(": ")[2] for one in codes_of(refusal)]


def _need(inspection: Inspection, *who: Person, level: str = "OFFICIAL-SENSITIVE") -> NeedToKnow:
    return actions.give_need_to_know(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        people=list(who),
        level=level,
        reason="Judges on it.",
    )


class TestBoth:
    def test_without_either_a_member_of_the_team_reads_up_to_official(
        self, inspection: Inspection
    ) -> None:
        for role in (Role.LEAD, Role.INSPECTOR, Role.SIGNING, Role.EDITOR):
            assert cleared_for(member(inspection, role), inspection) == LOW

    def test_clearance_alone_opens_nothing(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        assert inspector.clearance == "OFFICIAL-SENSITIVE"
        assert cleared_for(inspector, inspection) == LOW

    def test_need_is_given_to_somebody_and_for_a_reason(self, inspection: Inspection) -> None:
        with refused("nobody_chosen"):
            _need(inspection)
        lead = member(inspection, Role.LEAD)
        with refused("text_missing"):
            actions.give_need_to_know(
                by=lead,
                at=AT,
                key=a_key(),
                inspection=inspection,
                people=[lead],
                level="OFFICIAL-SENSITIVE",
                reason=" ",
            )
        assert not NeedToKnow.objects.exists()

    def test_need_of_another_opens_nothing_to_who_is_only_cleared(
        self, inspection: Inspection
    ) -> None:
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        rooms.a_clearance(inspector, lead)
        _need(inspection, lead)
        assert cleared_for(lead, inspection) == MIDDLE
        assert cleared_for(inspector, inspection) == LOW

    def test_need_that_was_ended_opens_nothing_and_one_given_again_does(
        self, inspection: Inspection
    ) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        end = {"at": AT, "inspection": inspection, "person": inspector, "reason": "No more."}
        actions.end_need_to_know(by=member(inspection, Role.LEAD), key=a_key(), **end)
        assert cleared_for(inspector, inspection) == LOW
        _need(inspection, inspector)
        assert cleared_for(inspector, inspection) == MIDDLE

    def test_needs_that_last_are_listed_and_those_that_were_ended_are_not(
        self, inspection: Inspection
    ) -> None:
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        rooms.a_clearance(inspector, lead)
        _need(inspection, inspector, lead)
        actions.end_need_to_know(
            by=lead, at=AT, key=a_key(), inspection=inspection, person=inspector, reason="Done."
        )
        assert [one.person for one in queries.needs_to_know(inspection)] == [lead]

    def test_rights_read_once_are_those_of_each_inspection_apart(
        self, inspection: Inspection
    ) -> None:
        other, third = rooms.an_inspection(reading=None), rooms.an_inspection(reading=None)
        inspector = member(inspection, Role.INSPECTOR)
        actions.join(
            by=member(other, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=other,
            person=inspector,
            role=Role.INSPECTOR,
        )
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        inspector.read_rights_once()
        for _ in range(2):
            assert cleared_for(inspector, inspection) == MIDDLE
            assert cleared_for(inspector, other) == LOW
            assert cleared_for(inspector, third) == []
            assert not cleared(inspector, third, "PUBLIC")

    def test_need_to_know_alone_opens_nothing(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        _need(inspection, inspector)
        assert cleared_for(inspector, inspection) == LOW

    @pytest.mark.parametrize(
        ("clearance", "need", "reads"),
        [
            ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE", MIDDLE),
            ("SECRET", "OFFICIAL-SENSITIVE", MIDDLE),
            ("OFFICIAL-SENSITIVE", "SECRET", MIDDLE),
            ("SECRET", "SECRET", [*MIDDLE, "SECRET"]),
        ],
    )
    def test_of_both_the_lower_counts(
        self, inspection: Inspection, clearance: str, need: str, reads: list[str]
    ) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector, level=clearance)
        _need(inspection, inspector, level=need)
        assert cleared_for(inspector, inspection) == reads
        assert cleared(inspector, inspection, reads[-1])
        assert [cleared(inspector, inspection, one) for one in Marking.values] == [
            one in reads for one in Marking.values
        ]

    def test_need_on_one_inspection_opens_no_other(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        other = rooms.an_inspection(reading=None)
        actions.join(
            by=member(other, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=other,
            person=inspector,
            role=Role.INSPECTOR,
        )
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        assert cleared_for(inspector, inspection) == MIDDLE
        assert cleared_for(inspector, other) == LOW

    def test_off_the_team_nothing_is_read_whatever_was_recorded(
        self, inspection: Inspection
    ) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        people.end_role(
            by=rooms.an_admin(), at=AT, key=a_key(), person=inspector, role=Role.INSPECTOR
        )
        assert cleared_for(inspector, inspection) == []
        assert not cleared(inspector, inspection, "PUBLIC")


class TestClearance:
    def test_one_act_clears_a_team(self, inspection: Inspection) -> None:
        everyone = [one.person for one in inspection.team.select_related("person")]
        before = Entry.objects.count()
        rooms.a_clearance(*everyone)
        assert Entry.objects.count() == before + 1
        assert {one.clearance for one in everyone} == {"OFFICIAL-SENSITIVE"}

    def test_it_holds_on_its_last_day_and_not_on_the_next(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        people.clear(
            by=rooms.an_admin(),
            at=AT,
            key=a_key(),
            people=[inspector],
            level="SECRET",
            sponsor="Vetting unit",
            expires_on=date(2021, 6, 30),
        )
        # Half past eleven at night in London, by summer time, and half an hour past midnight.
        with time_machine.travel(datetime(2021, 6, 30, 22, 30, tzinfo=UTC), tick=False):
            assert inspector.clearance == "SECRET"
        with time_machine.travel(datetime(2021, 6, 30, 23, 30, tzinfo=UTC), tick=False):
            assert inspector.clearance == "OFFICIAL"

    def test_another_takes_the_place_of_the_one_before(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector, level="SECRET")
        rooms.a_clearance(inspector)
        assert inspector.clearance == "OFFICIAL-SENSITIVE"
        assert [(one.level, one.ended_at is None) for one in inspector.clearances.all()] == [
            ("OFFICIAL-SENSITIVE", True),
            ("SECRET", False),
        ]

    def test_ended_it_is_gone_at_once_and_stays_on_record(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        people.end_clearance(
            by=rooms.an_admin(), at=AT, key=a_key(), person=inspector, reason="Withdrawn."
        )
        assert inspector.clearance == "OFFICIAL"
        assert Clearance.objects.get(person=inspector).ended_reason == "Withdrawn."

    def test_who_leaves_the_house_keeps_none(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        people.leave(by=rooms.an_admin(), at=AT, key=a_key(), person=inspector)
        assert inspector.clearance == "OFFICIAL"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"people": []}, "nobody_chosen"),
            ({"level": "OFFICIAL"}, "level_unknown"),
            ({"level": "COSMIC"}, "level_unknown"),
            ({"sponsor": "  "}, "text_missing"),
            ({"expires_on": date(2018, 9, 30)}, "expires_too_soon"),
        ],
    )
    def test_a_clearance_that_says_too_little_is_refused(
        self, inspection: Inspection, given: dict[str, Any], code: str
    ) -> None:
        right = {
            "people": [member(inspection, Role.INSPECTOR)],
            "level": "SECRET",
            "sponsor": "Vetting unit",
            "expires_on": date(2030, 1, 1),
        }
        admin = rooms.an_admin()
        with refused(code):
            people.clear(by=admin, at=AT, key=a_key(), **{**right, **given})
        assert not Clearance.objects.exists()

    def test_nobody_clears_themself(self) -> None:
        admin = rooms.an_admin()
        with refused("cleared_by_oneself"):
            rooms.a_clearance(admin, by=admin)

    def test_no_contact_of_a_body_is_cleared(self) -> None:
        with refused("cleared_outside"):
            rooms.a_clearance(rooms.a_contact(rooms.a_body()))

    @pytest.mark.parametrize("role", [Role.LEAD, Role.SIGNING, Role.INSPECTOR])
    def test_only_an_administrator_records_one(self, inspection: Inspection, role: Role) -> None:
        with pytest.raises(Forbidden):
            rooms.a_clearance(member(inspection, Role.ANALYST), by=member(inspection, role))

    def test_it_is_seen_by_administrators_and_by_whose_it_is(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        seen = people_queries.clearances
        assert seen(inspector, inspector).count() == 1
        assert seen(rooms.an_admin(), inspector).count() == 1
        assert seen(member(inspection, Role.LEAD), inspector).count() == 0


class TestNeedToKnow:
    def test_one_act_gives_it_to_a_team(self, inspection: Inspection) -> None:
        everyone = [one.person for one in inspection.team.select_related("person")]
        before = Entry.objects.filter(stream=inspection.stream).count()
        _need(inspection, *everyone)
        assert Entry.objects.filter(stream=inspection.stream).count() == before + 1
        assert inspection.needs_to_know.count() == len(set(everyone))

    def test_it_is_for_the_team_only(self, inspection: Inspection) -> None:
        with refused("not_on_team"):
            _need(inspection, rooms.a_person(Role.INSPECTOR))

    def test_it_ends_with_a_reason(self, inspection: Inspection) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        ended = {"at": AT, "inspection": inspection, "person": inspector}
        lead = member(inspection, Role.LEAD)
        with refused("text_missing"):
            actions.end_need_to_know(by=lead, key=a_key(), reason=" ", **ended)
        actions.end_need_to_know(by=lead, key=a_key(), reason="Moved on.", **ended)
        assert cleared_for(inspector, inspection) == LOW
        with refused("no_need_to_know"):
            actions.end_need_to_know(by=lead, key=a_key(), reason="Again.", **ended)

    def test_who_leaves_the_team_and_comes_back_is_asked_again(
        self, inspection: Inspection
    ) -> None:
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        there = TeamMember.objects.get(inspection=inspection, person=inspector)
        actions.leave(by=lead, at=AT, key=a_key(), member=there, reason="Ill.")
        actions.join(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            person=inspector,
            role=Role.INSPECTOR,
        )
        assert cleared_for(inspector, inspection) == LOW

    def test_who_leaves_in_one_of_two_roles_keeps_it(self, inspection: Inspection) -> None:
        lead = member(inspection, Role.LEAD)
        people.grant(by=rooms.an_admin(), at=AT, key=a_key(), person=lead, role=Role.ANALYST)
        actions.join(
            by=lead, at=AT, key=a_key(), inspection=inspection, person=lead, role=Role.ANALYST
        )
        rooms.a_clearance(lead)
        _need(inspection, lead)
        as_analyst = TeamMember.objects.get(inspection=inspection, person=lead, role=Role.ANALYST)
        actions.leave(by=lead, at=AT, key=a_key(), member=as_analyst, reason="Enough to do.")
        assert cleared_for(lead, inspection) == MIDDLE

    def test_who_administers_accounts_does_not_say_who_needs_to_know(
        self, inspection: Inspection
    ) -> None:
        admin, lead = rooms.an_admin(), member(inspection, Role.LEAD)
        inspector = member(inspection, Role.INSPECTOR)
        people.grant(by=admin, at=AT, key=a_key(), person=lead, role=Role.ADMIN)
        with refused("clears_people"):
            _need(inspection, inspector)
        # Nor once they gave the role up that they had when it was recorded.
        rooms.a_clearance(inspector)
        people.end_role(by=admin, at=AT, key=a_key(), person=lead, role=Role.ADMIN)
        with refused("clears_people"):
            _need(inspection, inspector)
        rooms.needs_to_know(inspection, "OFFICIAL-SENSITIVE", inspector, by=Role.SIGNING)
        assert cleared_for(inspector, inspection) == MIDDLE

    def test_need_given_by_who_could_then_record_the_clearance_opens_nothing(
        self, inspection: Inspection
    ) -> None:
        admin, lead = rooms.an_admin(), member(inspection, Role.LEAD)
        inspector, other = (member(inspection, role) for role in (Role.INSPECTOR, Role.MODERATOR))
        rooms.a_clearance(other)
        _need(inspection, inspector, other)
        people.grant(by=admin, at=LATER, key=a_key(), person=lead, role=Role.ADMIN)
        rooms.a_clearance(inspector, at=LATER)
        assert cleared_for(inspector, inspection) == LOW
        # Of who was cleared before, it holds.
        assert cleared_for(other, inspection) == MIDDLE
        told = {one.person: one.opens_nothing for one in queries.needs_to_know(inspection)}
        assert told == {inspector: True, other: False}

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ANALYST, Role.MODERATOR, Role.EDITOR])
    def test_only_who_runs_the_inspection_gives_it(
        self, inspection: Inspection, role: Role
    ) -> None:
        with pytest.raises(Forbidden):
            actions.give_need_to_know(
                by=member(inspection, role),
                at=AT,
                key=a_key(),
                inspection=inspection,
                people=[member(inspection, role)],
                level="SECRET",
                reason="I should like to.",
            )


class TestEvidence:
    def test_item_above_what_one_reads_does_not_exist_and_is_recorded_nonetheless(
        self, inspection: Inspection
    ) -> None:
        inspector = member(inspection, Role.INSPECTOR)
        item = an_item(inspection, by=inspector, marking="OFFICIAL-SENSITIVE")
        assert evidence.item(inspector, inspection, item.number) is None
        assert evidence.search(inspector, inspection).total == 0
        assert evidence.facets(inspector, inspection).markings == {}
        rooms.a_clearance(inspector)
        _need(inspection, inspector)
        assert evidence.item(inspector, inspection, item.number) == item
        assert evidence.search(inspector, inspection).total == 1

    def test_refusals_read_as_sentences(self, inspection: Inspection) -> None:
        with pytest.raises(Refused) as refusal:
            _need(inspection, rooms.a_person(Role.INSPECTOR), level="OFFICIAL")
        assert all(
            one.text.endswith(".") and one.mend.endswith(".") for one in refusal.value.reasons
        )
