"""The public record: nothing unread, nothing that one person signed, all else by itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.publication.register import build, first_format_until
from inspectorate.domain.recommendations import actions
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.domain.recommendations.opening.made import as_they_open
from inspectorate.domain.recommendations.public_record import (
    PublicPart,
    public_part,
    public_record,
)
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import REPORT, a_story, frozen, released, saved
from tests.factories.rooms import a_key

from .following import (
    ON,
    PUBLISHED,
    accepted,
    asked,
    closed,
    later,
    moved,
    replied,
    signed,
    taken_back,
    verified,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def part() -> Addressee:
    return asked()


def public(part: Addressee, on: date = ON, before: datetime | None = None) -> PublicPart:
    return public_part(part, on, public_before=before)


def lines(part: Addressee, before: datetime | None = None) -> list[str]:
    return [f"{line.on:%d %m} {line.what}" for line in public(part, before=before).history]


class TestReply:
    def test_reply_unread_shows_receipt_code_and_link_but_no_word(self, part: Addressee) -> None:
        replied(part, link="https://college.example/reply")
        found = public(part)
        assert (found.received_on, found.being_read, found.agreement) == (
            date(2020, 3, 19),
            True,
            "Agreed",
        )
        assert (found.response, found.why_none, found.state) == ("", "", "answered")
        assert found.link == "https://college.example/reply"
        assert lines(part) == ["19 03 Answered: agreed"]

    def test_reply_accepted_shows_its_words_and_the_day(self, part: Addressee) -> None:
        accepted(replied(part))
        found = public(part)
        assert (found.response, found.being_read, found.by_one) == (
            "We shall set it down.",
            False,
            (),
        )
        assert lines(part) == [
            "19 03 Answered: agreed",
            "21 03 Words of the reply of 19 March 2020 published",
        ]

    def test_piece_removed_is_removed_in_public_and_the_history_says_so(
        self, part: Addressee
    ) -> None:
        reply = replied(part, action="Ring 020 7946 0958 for it.")
        accepted(reply, action="Ring [removed] for it.")
        assert public(part).response == "Ring [removed] for it."
        assert lines(part)[-1].endswith("published, with pieces removed")

    def test_second_reply_unread_leaves_the_words_of_the_first(self, part: Addressee) -> None:
        accepted(replied(part))
        replied(part, 15, agreement="not", action="", why_none="No money.")
        found = public(part)
        assert (found.response, found.why_none, found.being_read) == (
            "We shall set it down.",
            "",
            True,
        )
        assert (found.agreement, found.received_on) == ("Not agreed", date(2020, 3, 24))

    def test_acceptance_withdrawn_takes_words_and_link_out_and_says_so(
        self, part: Addressee
    ) -> None:
        taken_back(accepted(replied(part, link="https://college.example/reply")), 14)
        found = public(part)
        assert (found.response, found.link, found.being_read) == ("", "", True)
        assert lines(part)[-1] == "23 03 Words of the reply of 19 March 2020 taken out"

    def test_accepted_anew_after_a_withdrawal_is_public_again(self, part: Addressee) -> None:
        reply = replied(part, action="Ring 020 7946 0958 for it.")
        taken_back(accepted(reply, reasons={PHONE: "A public line."}), 14)
        accepted(reply, 16, action="Ring [removed] for it.")
        assert public(part).response == "Ring [removed] for it."

    def test_link_in_which_a_check_finds_something_waits_like_words(self, part: Addressee) -> None:
        reply = replied(part, link="https://college.example/r?token=abc123")
        assert public(part).link == ""
        accepted(reply, link="")
        assert public(part).link == ""
        assert public(part).response == "We shall set it down."


PHONE = "action/telephone/020 7946 0958"


class TestSecondPerson:
    def test_moved_day_unconfirmed_is_the_old_day_and_its_state(self, part: Addressee) -> None:
        moved(part)
        found = public(part, date(2020, 10, 1))
        assert (found.due_on, found.state, found.history) == (date(2020, 9, 30), "overdue", ())

    def test_moved_day_confirmed_stands_with_its_reason(self, part: Addressee) -> None:
        signed(moved(part), 22)
        found = public(part, date(2020, 10, 1))
        assert (found.due_on, found.state, found.by_one) == (date(2020, 12, 31), "open", ())
        assert lines(part) == [
            "31 03 Due day moved from 30 September 2020 to 31 December 2020: "
            "More time was asked for."
        ]

    def test_confirmation_of_a_moved_day_withdrawn_brings_the_old_day_back_without_words(
        self, part: Addressee
    ) -> None:
        taken_back(signed(moved(part), 22), 25)
        assert public(part).due_on == date(2020, 9, 30)
        assert lines(part) == [
            "31 03 Due day moved from 30 September 2020 to 31 December 2020",
            "03 04 Due day moved back from 31 December 2020 to 30 September 2020: the move is no "
            "longer confirmed",
        ]

    def test_move_confirmed_over_an_unconfirmed_one_tells_the_public_day_before(
        self, part: Addressee
    ) -> None:
        moved(part)
        signed(moved(part, date(2021, 3, 31), 23), 24)
        assert lines(part)[0].startswith("02 04 Due day moved from 30 September 2020 to 31 March")

    def test_verification_unconfirmed_is_nothing_in_public(self, part: Addressee) -> None:
        verified(part)
        assert (public(part).confirmed, lines(part)) == ("", [])

    def test_verification_confirmed_is_public_on_the_day_it_was_confirmed(
        self, part: Addressee
    ) -> None:
        signed(verified(part), 33)
        assert (public(part).confirmed, public(part).by_one) == ("Confirmed complete", ())
        assert lines(part) == ["11 04 Inspectorate: confirmed complete"]

    def test_older_verification_stands_while_the_newer_waits(self, part: Addressee) -> None:
        signed(verified(part, "partly"), 31)
        verified(part, "complete", 35)
        assert public(part).confirmed == "Partly confirmed"

    def test_closure_unconfirmed_is_still_open_in_public(self, part: Addressee) -> None:
        replied(part)
        closed(part, "overtaken")
        found = public(part)
        assert (found.state, lines(part)) == ("answered", ["19 03 Answered: agreed"])
        (entry,) = public_record(part.recommendation.inspection, ON)
        assert entry.state == "answered"

    def test_closure_confirmed_closes_in_public_with_its_reasons(self, part: Addressee) -> None:
        signed(closed(part, "overtaken"), 42)
        assert public(part).state == "overtaken by events"
        assert lines(part) == ["20 04 Closed, overtaken by events: It was set down."]
        (entry,) = public_record(part.recommendation.inspection, ON)
        assert entry.state == "closed"

    def test_confirmation_of_a_closure_withdrawn_opens_it_again_without_its_reasons(
        self, part: Addressee
    ) -> None:
        taken_back(signed(closed(part, "overtaken"), 42), 44)
        assert public(part).state == "open"
        assert lines(part) == [
            "20 04 Closed, overtaken by events",
            "22 04 Open again: the closure is no longer confirmed",
        ]


class TestBefore:
    """What went out before reading and second signatures were asked for."""

    def test_all_recorded_before_is_public_on_one_persons_word(self, part: Addressee) -> None:
        replied(part)
        moved(part)
        verified(part)
        closed(part)
        found = public(part, before=later(50))
        assert (found.response, found.being_read, found.due_on) == (
            "We shall set it down.",
            False,
            date(2020, 12, 31),
        )
        assert (found.confirmed, found.state) == ("Confirmed complete", "implemented")
        assert found.by_one == ("reply", "due", "confirmed", "closed")
        assert [(line.what, line.by_one) for line in found.history] == [
            ("Answered: agreed", False),
            (
                "Due day moved from 30 September 2020 to 31 December 2020: "
                "More time was asked for.",
                True,
            ),
            ("Inspectorate: confirmed complete", True),
            ("Closed, implemented: It was set down.", True),
        ]

    def test_recorded_after_that_moment_waits(self, part: Addressee) -> None:
        replied(part)
        moved(part)
        found = public(part, before=later(15))
        assert (found.response, found.due_on, found.by_one) == (
            "We shall set it down.",
            date(2020, 9, 30),
            ("reply",),
        )

    def test_signed_since_the_mark_goes_and_no_line_comes_twice(self, part: Addressee) -> None:
        row = verified(part)
        signed(row, 60)
        found = public(part, before=later(50))
        assert (found.confirmed, found.by_one) == ("Confirmed complete", ())
        assert [(line.on, line.by_one) for line in found.history] == [(date(2020, 4, 8), False)]

    def test_read_since_with_pieces_removed_loses_them(self, part: Addressee) -> None:
        reply = replied(part, action="Ring 020 7946 0958 for it.")
        accepted(reply, 60, action="Ring [removed] for it.")
        found = public(part, before=later(50))
        assert (found.response, found.by_one) == ("Ring [removed] for it.", ())
        assert lines(part, later(50))[-1].endswith("pieces removed")


def test_codes_days_and_states_follow_by_themselves(part: Addressee) -> None:
    replied(part)
    actions.claim_progress(
        by=who(part, Role.LEAD),
        at=later(14),
        key=a_key(),
        addressee=part,
        claimed="most",
        text="Words of the owner.",
    )
    found = public(part, date(2020, 10, 1))
    assert (found.claimed, found.state) == ("Substantial", "overdue")
    assert lines(part)[-1] == "23 03 Owner says: substantial"


def test_public_record_takes_a_fixed_number_of_queries() -> None:
    story = a_story()
    block = REPORT[REPORT.index("```recommendation") :].split("```\n")[0] + "```\n"
    more = "\n".join(block.replace("number: 1", f"number: {n}") for n in range(2, 9))
    counts = []
    for text in (REPORT, f"{REPORT}\n{more}"):
        saved(story.report, text)
        edition = frozen(story.report)
        opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=edition)
        for part in Addressee.objects.filter(responses=None):
            accepted(replied(part))
            signed(moved(part), 22)
            signed(verified(part), 33)
            signed(closed(part), 42)
        with CaptureQueriesContext(connection) as captured:
            entries = public_record(story.inspection, ON)
        counts.append((len(entries), len(captured)))
    assert [one[0] for one in counts] == [1, 8]
    assert counts[0][1] == counts[1][1]


def test_day_set_where_none_was_recommended_waits_and_opens_nowhere_else(
    part: Addressee,
) -> None:
    inspection, edition = part.recommendation.inspection, part.recommendation.edition
    moved(part)
    (asked_again,) = as_they_open(inspection, [edition], ON)
    assert asked_again.to[0].due_on == date(2020, 9, 30)


def test_register_of_a_signed_release_knows_no_moment_before() -> None:
    story = a_story()
    released(story)
    assert first_format_until(story.inspection) is None
    (found,) = build(story.inspection, ON).recommendations
    assert (found.state, found.addressees[0].agreement) == ("open", "No reply")
