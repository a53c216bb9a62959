"""Requests and what is handed in for them; each rule with a refusing and a passing case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.fieldwork import actions, policies, queries
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.domain.fieldwork.acting import AT, receive, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


class TestRequests:
    def test_request_is_late_by_the_days_past_its_due_day_until_something_is_received(self) -> None:
        inspection = rooms.an_inspection()
        lead, request = (
            rooms.member(inspection, Role.LEAD),
            rooms.a_request(inspection, due_on=date(2018, 10, 15)),
        )

        def row(on: date) -> tuple[bool, bool, int]:
            (one,) = queries.requests(lead, inspection, on)
            return one.received, one.late, one.late_by

        assert row(date(2018, 10, 15)) == (False, False, 0)
        assert row(date(2018, 10, 18)) == (False, True, 3)
        receive(lead, request, note="By post.")
        assert row(date(2018, 10, 18)) == (True, False, 0)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"title": " "}, "text_missing"),
            ({"title": "x" * 201}, "text_too_long"),
            ({"due_on": date(2018, 9, 30)}, "due_in_the_past"),
        ],
    )
    def test_request_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        assert refused(rooms.a_request, rooms.an_inspection(), **given) == [code]

    def test_request_due_on_the_day_it_is_sent_is_taken(self) -> None:
        assert rooms.a_request(rooms.an_inspection(), due_on=date(2018, 10, 1)).due_on == date(
            2018, 10, 1
        )

    def test_request_out_of_scope_out_of_framework_or_out_of_phase_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        foreign = rooms.a_framework(
            rooms.FRAMEWORK_CSV.replace("Test framework", "Other framework")
        )
        criterion = foreign.areas.all()[0].criteria.all()[0]
        lead = rooms.member(inspection, Role.LEAD)
        given = {
            "by": lead,
            "at": AT,
            "inspection": inspection,
            "title": "T",
            "due_on": date(2018, 10, 9),
        }
        assert refused(
            actions.ask, key=rooms.a_key(), scope_body=rooms.scope_body(other), **given
        ) == ["body_out_of_scope"]
        mine = rooms.scope_body(inspection)
        assert refused(
            actions.ask, key=rooms.a_key(), scope_body=mine, criteria=[criterion], **given
        ) == ["criterion_of_another_framework"]
        asked = actions.ask(
            key=rooms.a_key(), scope_body=mine, criteria=[rooms.criterion(inspection)], **given
        )
        assert [one.ref for one in asked.criteria.all()] == ["1.1"]
        rooms.move_to(inspection, "drafting")
        assert refused(rooms.a_request, inspection) == ["not_in_phase"]


class TestReceipts:
    def test_file_handed_in_by_a_contact_of_that_body_is_kept_by_its_digest(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        receipt = receive(contact, request, file=store.take(b"a,b\n1,2\n", name="training.csv"))
        assert (receipt.by, receipt.name, store.get(receipt.digest)) == (
            contact,
            "training.csv",
            b"a,b\n1,2\n",
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Receipt.objects.update(note="other")

    def test_as_many_are_taken_as_one_page_can_show_and_no_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "MOST_RECEIPTS", 2)
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        for _ in range(2):
            receive(contact, request, note="Hello.")
        assert refused(receive, contact, request, note="Hello.") == ["enough_there"]

    def test_files_of_one_request_stay_together_under_a_bound(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "MOST_BYTES", 5)
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        receive(contact, request, file=store.take(b"1234", name="a.txt"))
        more = store.take(b"56", name="b.txt")
        assert refused(receive, contact, request, file=more) == ["files_too_large"]
        receive(contact, request, note="A note has no size.")
        receive(contact, rooms.a_request(inspection, title="Others"), file=more)

    def test_contact_of_another_body_and_staff_of_another_inspection_hand_in_nothing(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        other = rooms.a_contact(rooms.scope_body(inspection, 1).body)
        stranger = rooms.member(rooms.an_inspection(), Role.LEAD)
        for someone in (other, stranger, rooms.an_admin(), rooms.member(inspection, Role.PRESS)):
            with pytest.raises(Forbidden):
                receive(someone, request, note="Hello.")
        assert Receipt.objects.count() == 0

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"note": " "}, "nothing_received"),
            ({"name": ""}, "text_missing"),
            ({"name": "x" * 200 + ".txt"}, "text_too_long"),
        ],
    )
    def test_receipt_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        inspection = rooms.an_inspection()
        if "name" in given:
            given = {"file": replace(store.take(b"x", name="x.txt"), **given)}
        assert refused(
            receive, rooms.member(inspection, Role.LEAD), rooms.a_request(inspection), **given
        ) == [code]
        assert Receipt.objects.count() == 0

    def test_receipt_for_an_inspection_that_is_over_is_refused(self) -> None:
        inspection = rooms.an_inspection()
        request, lead = rooms.a_request(inspection), rooms.member(inspection, Role.LEAD)
        rooms.move_to(inspection, "closed")
        request.refresh_from_db()
        assert refused(receive, lead, request, note="Late.") == ["inspection_over"]
