"""Hand-ins replaced by later ones, and looked at; each rule refusing and passing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.models import Receipt, Request
from inspectorate.domain.fieldwork.requests import actions
from inspectorate.domain.fieldwork.requests import queries as terms
from inspectorate.domain.fieldwork.requests.models import ReceiptLook, ReceiptReplacement
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.domain.fieldwork.acting import AT, receive, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def inspection() -> Inspection:
    return rooms.an_inspection()


@pytest.fixture
def request_(inspection: Inspection) -> Request:
    return rooms.a_request(inspection)


@pytest.fixture
def contact(inspection: Inspection) -> Person:
    return rooms.a_contact(rooms.scope_body(inspection).body)


def sent(by: Person, request: Request, content: bytes = b"1", **given: Any) -> Receipt:
    return receive(by, request, file=store.take(content, name="plan.txt"), **given)


def look(by: Person, request: Request, *receipts: Receipt) -> Request:
    return actions.look_at_receipts(
        by=by, at=LATER, key=rooms.a_key(), request=request, receipts=receipts
    )


class TestReplaced:
    def test_later_document_replaces_an_earlier_one_and_both_stay(
        self, request_: Request, contact: Person
    ) -> None:
        first = sent(contact, request_)
        second = sent(contact, request_, b"2", replaces=first)
        made = ReceiptReplacement.objects.get()
        assert (made.earlier, made.receipt) == (first, second)
        assert store.get(first.digest) == b"1"
        assert terms.in_order(request_.receipts.all()) == [(1, first, 0, 2), (2, second, 1, 0)]
        assert terms.replaceable_receipts(contact, request_, outside=True) == [(2, second)]
        with pytest.raises(DatabaseError), transaction.atomic():
            ReceiptReplacement.objects.all().delete()

    def test_document_is_replaced_once_by_a_document_of_the_same_request(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        first, note = sent(contact, request_), receive(contact, request_, note="A note.")
        elsewhere = sent(contact, rooms.a_request(inspection, title="Others"))
        wrong = ["not_replaceable"]
        assert refused(sent, contact, request_, replaces=note) == wrong
        assert refused(sent, contact, request_, replaces=elsewhere) == wrong
        assert refused(receive, contact, request_, note="Only words.", replaces=first) == wrong
        sent(contact, request_, replaces=first)
        first = Receipt.objects.get(pk=first.pk)
        assert refused(sent, contact, request_, replaces=first) == wrong

    def test_contact_is_offered_no_marked_document_of_a_colleague(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        colleague = rooms.a_contact(rooms.scope_body(inspection).body)
        marked = sent(colleague, request_, marking="OFFICIAL-SENSITIVE")
        assert terms.replaceable_receipts(contact, request_, outside=True) == []
        assert terms.replaceable_receipts(colleague, request_, outside=True) == [(1, marked)]


class TestLookedAt:
    def test_hand_in_of_a_contact_waits_on_the_team_until_somebody_looked(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        receipt = sent(contact, request_)
        looks = [Role.LEAD, Role.ANALYST, Role.INSPECTOR]

        def waits(role: Role) -> list[str]:
            waiting = queries.waiting(rooms.member(inspection, role), inspection)
            return [one.what for one in waiting if one.verb is FieldworkVerb.LOOK_AT_RECEIPTS]

        told = ["New from Force 01: Training records"]
        assert [waits(role) for role in (*looks, Role.EDITOR)] == [told, told, told, []]
        inspector = rooms.member(inspection, Role.INSPECTOR)
        look(inspector, request_, receipt)
        assert [waits(role) for role in looks] == [[], [], []]
        seen = ReceiptLook.objects.get()
        assert (seen.receipt, seen.by, seen.at) == (receipt, inspector, LATER)
        entry = Entry.objects.get(verb=FieldworkVerb.LOOK_AT_RECEIPTS)
        assert entry.detail == {"receipts": [receipt.pk]}

    def test_what_one_of_the_team_recorded_is_not_new(
        self, inspection: Inspection, request_: Request
    ) -> None:
        lead = rooms.member(inspection, Role.LEAD)
        receive(lead, request_, note="By post.")
        assert not terms.new_receipts(lead, inspection).exists()

    def test_first_look_stands_and_a_second_is_refused(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        first, second = sent(contact, request_), sent(contact, request_)
        lead, analyst = (rooms.member(inspection, one) for one in (Role.LEAD, Role.ANALYST))
        look(lead, request_, first)
        look(analyst, request_, *Receipt.objects.order_by("pk"))
        kept = ReceiptLook.objects.order_by("receipt").values_list("receipt", "by")
        assert list(kept) == [(first.pk, lead.pk), (second.pk, analyst.pk)]
        everything = list(Receipt.objects.all())
        assert refused(look, lead, request_, *everything) == ["looked_at_already"]

    def test_receipt_of_another_request_is_not_looked_at_by_this_one(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        other = sent(contact, rooms.a_request(inspection, title="Others"))
        lead = rooms.member(inspection, Role.LEAD)
        assert refused(look, lead, request_, other) == ["looked_at_already"]
        assert refused(look, lead, request_) == ["looked_at_already"]

    def test_marked_hand_in_waits_on_the_cleared_alone_and_others_cannot_have_looked(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        marked = sent(contact, request_, marking="OFFICIAL-SENSITIVE")
        uncleared = rooms.join(inspection, Role.INSPECTOR, reading=False)
        assert not terms.new_receipts(uncleared, inspection).exists()
        assert terms.new_receipts(rooms.member(inspection, Role.LEAD), inspection).exists()
        with pytest.raises(Forbidden):
            look(uncleared, request_, marked)

    def test_editor_and_contact_record_no_look(
        self, inspection: Inspection, request_: Request, contact: Person
    ) -> None:
        receipt = sent(contact, request_)
        for one in (rooms.member(inspection, Role.EDITOR), contact):
            with pytest.raises(Forbidden):
                look(one, request_, receipt)
