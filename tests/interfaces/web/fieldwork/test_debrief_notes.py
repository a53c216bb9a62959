"""Debrief notes from devices on the page on which a visit ends, and their own page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.evidence.arrivals.models import ArrivalFile
from inspectorate.domain.evidence.models import Arrival
from inspectorate.domain.evidence.states import ArrivalState
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.judgments.debriefs.blindness import WITHHELD
from inspectorate.domain.judgments.debriefs.models import Debrief, Telling
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import assigned
from tests.factories.meanings import a_debrief_note
from tests.factories.rooms import (
    a_key,
    a_visit,
    an_inspection,
    criterion,
    member,
    reads_no_more,
    scope_body,
)
from tests.factories.telling import set_telling
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(settings: Any) -> Visit:
    settings.SECOND_FACTOR_REQUIRED = False
    return a_visit(an_inspection(bodies=2))


def _note(visit: Visit, **instead: Any) -> Arrival:
    return a_debrief_note(visit, member(visit.inspection, Role.INSPECTOR), **instead)


def _end(visit: Visit, query: str = "") -> str:
    return reverse("fieldwork-end-visit", args=[visit.inspection.slug, visit.pk]) + query


def _sent(client: Client, visit: Visit, **given: Any) -> Any:
    form = {
        "version": visit.version,
        "key": a_key(),
        "debrief": "What was said, as it was said.",
        "heard_by": "Chief officer",
        "said_on": visit.starts_on.isoformat(),
        "marking": "OFFICIAL",
        **given,
    }
    return client.post(_end(visit), form)


class TestEnd:
    def test_note_that_waits_is_offered_and_fills_the_form_by_a_link(self, visit: Visit) -> None:
        note, lead = _note(visit), signed_in(member(visit.inspection, Role.LEAD))
        text = lead.get(_end(visit)).content.decode()
        assert f'href="?note={note.number}"' in text
        assert "Calls are answered at once.</textarea>" not in text
        form = lead.get(_end(visit, f"?note={note.number}")).context["form"]
        assert form["debrief"].value() == "Strengths\n- Calls are answered at once."
        assert form["heard_by"].value() == "Chief officer"
        assert form["note"].value() == note.number

    def test_visit_that_ends_with_it_decides_on_the_note_in_the_same_act(
        self, visit: Visit
    ) -> None:
        note, lead = _note(visit), signed_in(member(visit.inspection, Role.LEAD))
        assert _sent(lead, visit, note=note.number).status_code == 302
        assert Debrief.objects.get().visit == visit
        decision = Arrival.objects.get().decision
        assert decision is not None
        assert (decision.kind, decision.visit) == ("debriefed", visit)
        assert Arrival.objects.get().state is ArrivalState.DEBRIEFED
        page = reverse("evidence-arrival", args=[visit.inspection.slug, note.named])
        assert "Used in a debrief" in lead.get(page).content.decode()

    def test_same_sent_again_for_the_answer_was_lost_is_answered_alike(self, visit: Visit) -> None:
        note, lead = _note(visit), signed_in(member(visit.inspection, Role.LEAD))
        sent = {"note": note.number, "key": a_key()}
        first, again = _sent(lead, visit, **sent), _sent(lead, visit, **sent)
        assert (first.status_code, again.status_code) == (302, 302)
        assert first.headers["Location"] == again.headers["Location"]
        assert Debrief.objects.count() == 1
        anew = _sent(lead, visit, note=note.number)
        assert anew.status_code in (409, 422)
        assert Debrief.objects.count() == 1

    def test_note_that_ended_another_visit_ends_none(self, visit: Visit) -> None:
        other = a_visit(visit.inspection, 1)
        note, lead = _note(other), signed_in(member(visit.inspection, Role.LEAD))
        assert _sent(lead, other, note=note.number).status_code == 302
        answer = _sent(lead, visit, note=note.number)
        assert "does not wait any more" in answer.content.decode()

    def test_visit_that_ends_without_it_leaves_it_waiting_to_be_set_aside(
        self, visit: Visit
    ) -> None:
        note, lead = _note(visit), signed_in(member(visit.inspection, Role.LEAD))
        assert _sent(lead, visit).status_code == 302
        assert Arrival.objects.get().state is ArrivalState.WAITING
        page = reverse("evidence-arrival", args=[visit.inspection.slug, note.named])
        assert "Read the debrief of the visit" in lead.get(page).content.decode()
        aside = reverse("evidence-set-aside", args=[visit.inspection.slug, note.named])
        lead.post(aside, {"reason": "The visit has ended.", "key": a_key()})
        assert Arrival.objects.get().state is ArrivalState.SET_ASIDE

    def test_note_set_aside_meanwhile_ends_no_visit_and_no_word_is_lost(self, visit: Visit) -> None:
        note, lead = _note(visit), signed_in(member(visit.inspection, Role.LEAD))
        aside = reverse("evidence-set-aside", args=[visit.inspection.slug, note.named])
        lead.post(aside, {"reason": "Sent twice.", "key": a_key()})
        answer = _sent(lead, visit, note=note.number)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "does not wait any more" in text
        assert "What was said, as it was said." in text
        assert not Debrief.objects.exists()

    def test_note_of_another_visit_is_not_offered(self, visit: Visit) -> None:
        _note(a_visit(visit.inspection, 1))
        lead = signed_in(member(visit.inspection, Role.LEAD))
        assert "Debrief notes from devices" not in lead.get(_end(visit)).content.decode()

    def test_note_marked_above_its_reader_is_not_offered(self, visit: Visit) -> None:
        _note(visit, marking="OFFICIAL-SENSITIVE")
        lead = member(visit.inspection, Role.LEAD)
        assert "Debrief notes" in signed_in(lead).get(_end(visit)).content.decode()
        reads_no_more(lead)
        assert "Debrief notes" not in signed_in(lead).get(_end(visit)).content.decode()


def _with_a_file(note: Arrival) -> str:
    file = store.take(b"Seen", name="graded-good.txt")
    blob = store.put(file, at=note.received_at)
    ArrivalFile.objects.create(arrival=note, blob=blob, name="graded-good.txt")
    return "graded-good"


class TestBlindness:
    """Where grades are told, what was said to a body may tell one to whoever is still to judge."""

    @pytest.mark.parametrize("telling", [Telling.NEVER, Telling.AT_DEBRIEF])
    def test_words_are_withheld_from_whoever_is_still_to_judge_the_body_where_grades_are_told(
        self, visit: Visit, telling: Telling
    ) -> None:
        inspection = visit.inspection
        other = member(inspection, Role.INSPECTOR, 1)
        assigned(inspection, scope_body(inspection), criterion(inspection, "1.1"), other)
        note = _note(visit)
        name = _with_a_file(note)
        if telling is not Telling.NEVER:
            set_telling(inspection, telling)
        page = reverse("evidence-arrival", args=[inspection.slug, note.named])
        text = signed_in(other).get(page).content.decode()
        hidden = telling is not Telling.NEVER
        assert ("answered at once" in text) is not hidden
        assert (WITHHELD in text) is hidden
        assert (name in text) is not hidden
        offered = signed_in(other).get(_end(visit)).content.decode()
        assert ("answered at once" in offered) is not hidden
        author = signed_in(member(inspection, Role.INSPECTOR)).get(page).content.decode()
        assert "answered at once" in author
