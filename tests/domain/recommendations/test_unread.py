"""Reading words and signing as a second person: who may, when, and how each is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from inspectorate.domain.recommendations import actions, queries, unread
from inspectorate.domain.recommendations.models import Acceptance, Addressee, Confirmation
from inspectorate.domain.recommendations.removal import only_removes
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.rooms import a_contact, a_key, a_person, join

from .following import (
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

PHONE = "action/telephone/020 7946 0958"


@pytest.fixture
def part(db: None) -> Addressee:
    return asked()


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("wrote", "left"),
    [
        ("We shall do it.", "We shall do it."),
        ("Ask DS Smith now.", "Ask [removed] now."),
        ("Ask DS Smith now.", "[removed]"),
        ("Ask DS Smith or DC Khan.", "Ask [removed] or [removed]."),
        ("Line one.\r\nLine two.", "Line one.\nLine two."),
        ("Line one.\nLine two.", "Line one.\r\n[removed]"),
        ("aXbXc", "a[removed]c"),
        ("abcabc", "[removed]bc"),
        ("They wrote [removed] here.", "They wrote [removed] here."),
    ],
)
def test_words_with_pieces_removed_pass(wrote: str, left: str) -> None:
    assert only_removes(wrote, left)


@pytest.mark.parametrize(
    ("wrote", "left"),
    [
        ("We shall do it.", "We shall not do it."),
        ("We shall not do it.", "We shall do it."),
        ("We shall do it.", "We shall do it.[removed]"),
        ("We shall do it.", "We shall[removed] do it."),
        ("Ask DS Smith now.", "Ask [removed] soon."),
        ("Ask DS Smith now.", "Ask [removed] now now."),
        ("Ask DS Smith now.", "now [removed] Ask"),
        ("Ask DS Smith now.", "Ask [Removed] now."),
        ("Ask DS Smith now.", ""),
        ("", "Words."),
        ("aba", "ab[removed]ba"),
    ],
)
def test_words_changed_added_or_cut_unseen_are_refused(wrote: str, left: str) -> None:
    assert not only_removes(wrote, left)


class TestAccepting:
    def test_words_changed_are_refused_and_nothing_is_written(self, part: Addressee) -> None:
        reply = replied(part)
        for given in (
            {"action": "We shall not."},
            {"why_none": "No."},
            {"link": "https://a.example"},
        ):
            with pytest.raises(Refused) as refusal:
                accepted(reply, **given)
            assert codes(refusal) == ["not_their_words"]
        assert not Acceptance.objects.exists()

    def test_passage_found_is_removed_or_given_a_reason(self, part: Addressee) -> None:
        reply = replied(part, action="Ring 020 7946 0958 for it.")
        for reasons in ({}, {PHONE: "  "}, {"action/telephone/999": "Another."}):
            with pytest.raises(Refused) as refusal:
                accepted(reply, reasons=reasons)
            assert codes(refusal) == ["found_without_reason"]
        assert "a telephone number: “020 7946 0958”" in str(refusal.value)
        made = accepted(reply, reasons={PHONE: "The public line.", "stale": "Not found."})
        assert made.stays == [["action", "telephone", "020 7946 0958", "The public line."]]

    def test_entry_holds_codes_and_numbers_and_no_word(self, part: Addressee) -> None:
        reply = replied(part, action="Ring 020 7946 0958 or write to jo@college.example.")
        key = "action/email/jo@college.example"
        accepted(
            reply, action="Ring [removed] or write to jo@college.example.", reasons={key: "It"}
        )
        detail = Entry.objects.get(verb=RecommendationVerb.ACCEPT).detail
        assert (detail["removed"], detail["stays"]) == (1, ["email"])
        assert set(detail) == {"recommendation", "addressee", "removed", "stays"}

    def test_roles_that_read_may_and_others_may_not(self, part: Addressee) -> None:
        reply = replied(part)
        for role in (Role.INSPECTOR, Role.ANALYST, Role.MODERATOR, Role.REFERENCER):
            with pytest.raises(Forbidden):
                accepted(reply, by=who(part, role))
        for outsider in (a_contact(part.body), a_person(Role.PRESS)):
            with pytest.raises(Forbidden):
                accepted(reply, by=outsider)
        for role in (Role.LEAD, Role.PRESS, Role.SIGNING, Role.EDITOR):
            taken_back(accepted(reply, by=who(part, role)), 13)

    def test_person_with_an_interest_in_the_body_does_not_read_for_the_public(
        self, part: Addressee
    ) -> None:
        press = who(part, Role.PRESS)
        people.declare(
            by=press, at=later(1), key=a_key(), about_code=part.body.code, nature="Worked there."
        )
        with pytest.raises(Refused) as refusal:
            accepted(replied(part))
        assert codes(refusal) == ["own_body"]

    def test_accepted_is_not_accepted_again_before_it_is_withdrawn(self, part: Addressee) -> None:
        reply = replied(part)
        first = accepted(reply)
        with pytest.raises(Refused) as refusal:
            accepted(reply)
        assert codes(refusal) == ["already_accepted"]
        with pytest.raises(Refused) as refusal:
            taken_back(first, 13, " ")
        assert codes(refusal) == ["text_missing"]
        taken_back(first, 13)
        with pytest.raises(Refused) as refusal:
            taken_back(first, 14)
        assert codes(refusal) == ["withdrawn_already"]
        accepted(reply, 15)
        assert reply.acceptances.count() == 2

    def test_sent_twice_the_act_accepts_once(self, part: Addressee) -> None:
        reply, by = replied(part), who(part, Role.PRESS)
        given = {"by": by, "at": later(12), "key": "once", "response": reply}
        made = [actions.accept(action=reply.action, **given) for _ in range(2)]
        assert made[0] == made[1]
        assert Acceptance.objects.count() == 1


class TestConfirming:
    def test_nobody_confirms_what_they_recorded_themselves(self, part: Addressee) -> None:
        for record in (moved(part), verified(part), closed(part, "overtaken")):
            with pytest.raises(Refused) as refusal:
                signed(record, 45, who(part, Role.LEAD))
            assert codes(refusal) == ["own_record"]

    def test_second_lead_approver_and_inspector_may_and_others_may_not(
        self, part: Addressee
    ) -> None:
        record = moved(part)
        for role in (Role.PRESS, Role.EDITOR, Role.ANALYST, Role.MODERATOR):
            with pytest.raises(Forbidden):
                signed(record, 21, who(part, role))
        with pytest.raises(Forbidden):
            signed(record, 21, a_contact(part.body))
        second = join(part.recommendation.inspection, Role.LEAD)
        for by in (second, who(part, Role.SIGNING), who(part, Role.INSPECTOR)):
            taken_back(signed(record, 21, by), 21)

    def test_person_with_an_interest_in_the_body_does_not_confirm(self, part: Addressee) -> None:
        signing = who(part, Role.SIGNING)
        people.declare(
            by=signing, at=later(1), key=a_key(), about_code=part.body.code, nature="Worked there."
        )
        with pytest.raises(Refused) as refusal:
            signed(moved(part), 21)
        assert codes(refusal) == ["own_body"]

    def test_confirmed_is_not_confirmed_again(self, part: Addressee) -> None:
        record = moved(part)
        signed(record, 21)
        with pytest.raises(Refused) as refusal:
            signed(record, 22)
        assert codes(refusal) == ["already_confirmed"]

    def test_day_that_came_with_the_recommendation_needs_nobody(self, part: Addressee) -> None:
        with pytest.raises(Refused) as refusal:
            signed(part.due_dates.get(), 21)
        assert codes(refusal) == ["as_recommended"]

    def test_older_record_is_not_confirmed_after_a_later_one(self, part: Addressee) -> None:
        first, second = moved(part), moved(part, date(2021, 3, 31), 23)
        signed(second, 24)
        with pytest.raises(Refused) as refusal:
            signed(first, 25)
        assert codes(refusal) == ["superseded"]

    def test_closure_as_implemented_waits_for_its_verification_and_holds_it(
        self, part: Addressee
    ) -> None:
        look, closure = verified(part), closed(part)
        with pytest.raises(Refused) as refusal:
            signed(closure, 45)
        assert codes(refusal) == ["verification_unconfirmed"]
        under = signed(look, 45)
        over = signed(closure, 46)
        with pytest.raises(Refused) as refusal:
            taken_back(under, 47)
        assert codes(refusal) == ["holds_closure"]
        taken_back(over, 48)
        taken_back(under, 49)

    def test_confirmation_of_two_records_or_none_is_refused_by_the_database(
        self, part: Addressee
    ) -> None:
        by, at = who(part, Role.SIGNING), later(50)
        for given in ({}, {"verification": verified(part), "due_date": part.due_dates.get()}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Confirmation.objects.create(addressee=part, by=by, at=at, **given)

    def test_signatures_never_change(self, part: Addressee) -> None:
        first, second = accepted(replied(part)), signed(moved(part), 21)
        taken_back(first, 22)
        taken_back(second, 22)
        for row in (first, second, first.withdrawal, second.withdrawal):
            with pytest.raises(DatabaseError), transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(at=later(90))


class TestWaiting:
    def test_reply_waits_on_those_who_may_read_it_until_one_has(self, part: Addressee) -> None:
        inspection, reply = part.recommendation.inspection, replied(part)

        def waits(role: Role) -> list[tuple[str, tuple[str | int, ...], bool]]:
            return [
                (one.what, one.args, one.mine)
                for one in queries.waiting(who(part, role), inspection)
                if one.verb is RecommendationVerb.ACCEPT
            ]

        ref = part.recommendation.ref
        told = f"Read the reply to {ref} by {part.label}: not public yet"
        assert waits(Role.PRESS) == [(told, (part.pk, reply.pk), True)]
        assert waits(Role.INSPECTOR) == []
        accepted(reply)
        assert waits(Role.PRESS) == []

    def test_record_waits_on_a_second_person_and_for_its_maker_on_others(
        self, part: Addressee
    ) -> None:
        inspection, record = part.recommendation.inspection, moved(part)

        def waits(role: Role) -> list[tuple[bool, str]]:
            return [
                (one.mine, one.waits_on)
                for one in queries.waiting(who(part, role), inspection)
                if one.verb is RecommendationVerb.CONFIRM
            ]

        assert waits(Role.SIGNING) == [(True, "")]
        assert waits(Role.LEAD) == [(False, "a second person")]
        assert waits(Role.PRESS) == []
        signed(record, 22)
        assert waits(Role.SIGNING) == []

    def test_only_the_newest_of_a_kind_waits_and_the_first_day_never(self, part: Addressee) -> None:
        assert unread.to_confirm(part) == []
        moved(part)
        newest = moved(part, date(2021, 3, 31), 23)
        look, closure = verified(part), closed(part)
        again = Addressee.objects.get(pk=part.pk)
        assert unread.to_confirm(again) == [newest, look, closure]
