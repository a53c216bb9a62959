"""Debriefs and hand-ins that are marked: who reads them, at either door."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Receipt, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.reasons import InspectionReason
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Refused
from tests.factories import rooms
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, a_key, member

pytestmark = pytest.mark.django_db
SENSITIVE, ON = "OFFICIAL-SENSITIVE", date(2018, 10, 9)
PDF = b"%PDF-1.4\n%%EOF\n"


def _handed(inspection: Inspection, by: Person, marking: str = SENSITIVE) -> Receipt:
    return actions.receive(
        by=by,
        at=AT,
        key=a_key(),
        request=rooms.a_request(inspection),
        note="About a person.",
        file=store.take(PDF, name="person.pdf"),
        marking=marking,
    )


def _ended(inspection: Inspection, marking: str = SENSITIVE) -> Visit:
    visit = rooms.a_visit(inspection, starts_on=date(2018, 10, 1), ends_on=date(2018, 10, 2))
    return actions.end_visit(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        visit=visit,
        debrief="We heard about a person.",
        marking=marking,
        version=visit.version,
    )


class TestHandIn:
    def test_hand_in_above_the_reader_has_neither_note_nor_name_nor_digest(self) -> None:
        inspection = rooms.an_inspection()
        request = _handed(inspection, rooms.a_contact(rooms.scope_body(inspection).body)).request
        with noting_reads() as reads:
            (seen,) = queries.receipts(member(inspection, Role.EDITOR), request)
        assert {seen.note, seen.name, seen.digest} == {seen.note}
        assert seen.note.startswith("Marked Official-sensitive.")
        assert reads == {}
        with noting_reads() as reads:
            (seen,) = queries.receipts(member(inspection, Role.LEAD), request)
        assert (seen.note, seen.name) == ("About a person.", "person.pdf")
        assert [one.of for one in reads] == [f"fieldwork.receipt:{seen.pk}"]

    def test_list_of_requests_reads_no_words_of_hand_ins(self) -> None:
        inspection = rooms.an_inspection()
        _handed(inspection, rooms.a_contact(rooms.scope_body(inspection).body))
        (row,) = queries.requests(member(inspection, Role.LEAD), inspection, ON)
        assert row.received
        assert row.receipts[0].get_deferred_fields() == {"note", "name", "digest"}

    def test_contact_reads_what_they_handed_in_and_nothing_higher_of_others(self) -> None:
        inspection = rooms.an_inspection()
        body = rooms.scope_body(inspection).body
        contact, colleague = rooms.a_contact(body), rooms.a_contact(body)
        _handed(inspection, contact)
        (row,) = queries.requests_for_contact(contact, ON)
        with noting_reads() as reads:
            (own,) = queries.read_by_contact(contact, row)
        assert own.note == "About a person."
        assert [one.of for one in reads] == [f"fieldwork.receipt:{own.pk}"]
        (row,) = queries.requests_for_contact(colleague, ON)
        (other,) = queries.read_by_contact(colleague, row)
        assert other.note.startswith("Marked Official-sensitive.")

    def test_contact_may_say_public_and_staff_may_not(self) -> None:
        inspection = rooms.an_inspection()
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        assert _handed(inspection, contact, "PUBLIC").marking == "PUBLIC"
        with pytest.raises(Refused) as refused:
            _handed(inspection, member(inspection, Role.LEAD), "PUBLIC")
        assert codes_of(refused) == [InspectionReason.MARKING_UNKNOWN]
        with pytest.raises(Refused) as refused:
            _handed(inspection, contact, "SECRET")
        assert codes_of(refused) == [InspectionReason.SECRET_WORDS]


class TestDebrief:
    def test_debrief_above_the_reader_is_withheld_and_the_visit_stays(self) -> None:
        inspection = rooms.an_inspection()
        visit = _ended(inspection)
        with noting_reads() as reads:
            seen = queries.visit(member(inspection, Role.EDITOR), inspection, visit.pk)
        assert seen is not None
        assert seen.debrief.startswith("Marked Official-sensitive.")
        assert reads == {}
        with noting_reads() as reads:
            seen = queries.visit(member(inspection, Role.LEAD), inspection, visit.pk)
        assert seen is not None
        assert seen.debrief == "We heard about a person."
        assert [one.of for one in reads] == [f"fieldwork.visit:{visit.pk}"]

    @pytest.mark.parametrize(("marking", "shown"), [("OFFICIAL", True), (SENSITIVE, False)])
    def test_contact_is_shown_a_debrief_up_to_official(self, marking: str, shown: bool) -> None:
        inspection = rooms.an_inspection()
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        _ended(inspection, marking)
        (row,) = queries.visits_for_contact(contact, ON)
        assert (row.visit.debrief == "We heard about a person.") is shown

    def test_stale_page_shows_no_debrief_above_who_sent_it(self) -> None:
        inspection = rooms.an_inspection()
        visit = _ended(inspection)
        (lead,) = rooms.reads_no_more(member(inspection, Role.LEAD))
        with pytest.raises(Conflict) as conflict:
            actions.cancel_visit(
                by=lead, at=AT, key=a_key(), visit=visit, reason="Ill.", version=visit.version - 1
            )
        assert conflict.value.theirs == "It was ended with its hot debrief."
