"""Provisional grades and debrief notes from a device: into their author's own draft, or received
for their author alone; and what whoever carries them is told.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.arrivals import queries as arrivals
from inspectorate.domain.evidence.models import Arrival, Quarantined
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.interfaces import quarantined
from inspectorate.interfaces.intake import Intake
from inspectorate.interfaces.note_outcomes import Outcome
from inspectorate.interfaces.rescue import bring
from tests.factories.devices import Browser, a_browser, an_id, device_of, enrolled
from tests.factories.findings import a_grade, answers, assigned, submitted
from tests.factories.meanings import debrief_said, grade_said
from tests.factories.rooms import (
    a_key,
    a_visit,
    an_admin,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Assignment:
    inspection = an_inspection(bodies=2, phase="fieldwork")
    inspector = member(inspection, Role.INSPECTOR)
    return assigned(inspection, scope_body(inspection), criterion(inspection, "1.1"), inspector)


def _inspection(own: Assignment) -> Inspection:
    return own.scope_body.inspection


def _send(browser: Browser, inspection: Inspection, said: Any, note: str = "") -> Outcome:
    envelope = browser.note(inspection.slug, said, note=note)
    (got,) = Intake(device=device_of(browser)).take([envelope], timezone.now())
    return got


def _save(own: Assignment, reasons: str, version: int = 0) -> Draft:
    return judgments.save_draft(
        by=own.inspector,
        at=timezone.now(),
        key=a_key(),
        assignment=own,
        grade=a_grade(own.criterion),
        findings=answers(own.criterion),
        reasons=reasons,
        version=version,
    )


def _codes(got: Outcome) -> set[str]:
    return {one.code for one in got.told}


class TestGrades:
    def test_grade_stands_in_its_authors_draft_and_is_recorded_by_its_number(
        self, own: Assignment
    ) -> None:
        got = _send(enrolled(own.inspector), _inspection(own), grade_said(own))
        assert (got.state, got.number, got.told) == ("recorded", 1, [])
        assert str(got.ref).endswith("-G0001")
        draft = Draft.objects.get()
        assert draft.assignment == own
        assert (draft.reasons, str(draft.grade), draft.version) == ("Seen at night.", "Good", 1)
        assert draft.findings == answers(own.criterion)
        assert Arrival.objects.get().decision.version == 1  # type: ignore[union-attr]

    def test_grade_written_upon_the_draft_as_it_is_keeps_what_that_cites(
        self, own: Assignment
    ) -> None:
        _save(own, "Before the visit.")
        got = _send(enrolled(own.inspector), _inspection(own), grade_said(own, version=1))
        assert got.state == "recorded"
        assert Draft.objects.get().version == 2

    def test_draft_saved_elsewhere_meanwhile_is_never_written_over(self, own: Assignment) -> None:
        _save(own, "Written at the desk.")
        got = _send(enrolled(own.inspector), _inspection(own), grade_said(own, version=0))
        assert (got.state, _codes(got)) == ("received", {"draft_saved_since"})
        assert got.number == 1
        assert Draft.objects.get().reasons == "Written at the desk."
        assert not any("Written at the desk." in one.text + one.mend for one in got.told)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"criterion": 10**9}, "grade_not_given"),
            ({"body": "elsewhere"}, "grade_not_given"),
            ({"grade": "Splendid"}, "grade_of_another_scale"),
            ({"findings": {"no-such": True}}, "finding_unknown"),
            ({"marking": "SECRETISH"}, "secret_text"),
            ({"marking": "CONFIDENTIAL"}, "marking_unknown"),
            ({"reasons": 7}, "not_as_described"),
            ({"version": "1"}, "not_as_described"),
            ({"more": "Words that are of no field."}, "not_as_described"),
            ({"meant": "Grade"}, "not_as_described"),
            ({"body": "force\u0000one"}, "not_as_described"),
            ({"reasons": "Seen\u0000."}, "text_unstorable"),
            ({"meant": "grades!"}, "not_as_described"),
        ],
    )
    def test_what_a_draft_does_not_take_waits_for_its_author_with_the_reason(
        self, own: Assignment, change: dict[str, Any], code: str
    ) -> None:
        got = _send(enrolled(own.inspector), _inspection(own), grade_said(own) | change)
        assert got.state == "received"
        assert code in _codes(got), got.told
        arrival = Arrival.objects.get()
        assert arrival.private
        assert not Draft.objects.exists()
        inspection = _inspection(own)
        assert arrivals.arrival(own.inspector, inspection, arrival.named) == arrival
        lead = member(inspection, Role.LEAD)
        assert arrivals.arrival(lead, inspection, arrival.named) is None

    def test_same_grade_sent_again_is_answered_alike_and_saved_once(self, own: Assignment) -> None:
        browser, note = enrolled(own.inspector), an_id()
        first = _send(browser, _inspection(own), grade_said(own), note)
        _save(own, "Changed since.", version=1)
        again = _send(browser, _inspection(own), grade_said(own), note)
        assert (first.state, first.ref) == (again.state, again.ref) == ("recorded", first.ref)
        assert Draft.objects.get().reasons == "Changed since."
        (asked,) = Intake(device=device_of(browser)).asked([note])
        assert (asked.state, asked.number) == ("recorded", 1)

    def test_grade_of_what_is_submitted_already_is_received(self, own: Assignment) -> None:
        submitted(own)
        got = _send(enrolled(own.inspector), _inspection(own), grade_said(own))
        assert (got.state, _codes(got)) == ("received", {"submitted_already"})

    def test_words_marked_secret_are_stored_nowhere(self, own: Assignment) -> None:
        said = grade_said(own, marking="SECRET", reasons="Words of no file here.")
        got = _send(enrolled(own.inspector), _inspection(own), said)
        assert "secret_text" in _codes(got)
        arrival = Arrival.objects.get()
        assert arrival.private
        assert arrival.left_out
        assert "no file here" not in arrival.sent
        assert "Good" not in arrival.sent

    def test_numbers_of_grades_are_each_authors_own_and_no_gap_tells_of_them(
        self, own: Assignment
    ) -> None:
        inspection = _inspection(own)
        other = member(inspection, Role.INSPECTOR, 1)
        first = enrolled(own.inspector)
        for _ in range(3):
            _send(first, inspection, grade_said(own, version=9))
        theirs = assigned(inspection, own.scope_body, criterion(inspection, "2.1"), other)
        got = _send(enrolled(other), inspection, grade_said(theirs))
        note = _send(first, inspection, {"words": "A note with no body."})
        assert (got.number, note.number) == (1, 1)
        assert str(note.ref).endswith("-N0001")


class TestDebriefs:
    def test_debrief_note_is_received_and_waits_for_its_visit_to_end(self, own: Assignment) -> None:
        visit = a_visit(_inspection(own))
        got = _send(enrolled(own.inspector), visit.inspection, debrief_said(visit))
        assert (got.state, got.told) == ("received", [])
        arrival = Arrival.objects.get()
        lead = member(visit.inspection, Role.LEAD)
        assert arrivals.arrival(lead, visit.inspection, arrival.named) == arrival

    @pytest.mark.parametrize("change", [{"visit": 10**9}, {"said_on": "today"}, {"words": None}])
    def test_debrief_note_of_no_visit_is_received_with_the_reason(
        self, own: Assignment, change: dict[str, Any]
    ) -> None:
        visit = a_visit(_inspection(own))
        got = _send(enrolled(own.inspector), visit.inspection, debrief_said(visit) | change)
        assert got.state == "received"
        assert got.told

    def test_what_is_meant_for_nothing_known_is_a_note_that_is_not_as_described(
        self, own: Assignment
    ) -> None:
        said = {"meant": "poem", "words": "Kept all the same."}
        got = _send(enrolled(own.inspector), _inspection(own), said)
        assert (got.state, _codes(got)) == ("received", {"not_as_described"})
        arrival = Arrival.objects.get()
        assert arrival.meant == "note"
        assert "Kept all the same." in arrival.sent


class TestCarried:
    """Rescue files and the quarantine carry a judgment past others, who learn nothing of it."""

    def _rescued(self, browser: Browser, own: Assignment, by: Any) -> Outcome:
        note = browser.note(_inspection(own).slug, grade_said(own, version=4))
        lines = "".join(browser.rescued({"envelope": note}))
        (got,) = bring(io.BytesIO(lines.encode()), by=by, at=timezone.now()).outcomes
        return got

    def test_whoever_brings_a_rescue_file_is_told_neither_number_nor_reason_of_a_grade(
        self, own: Assignment
    ) -> None:
        browser, lead = enrolled(own.inspector), member(_inspection(own), Role.LEAD)
        got = self._rescued(browser, own, lead)
        assert (got.state, got.number, got.ref, list(got.told)) == ("received", None, None, [])
        by_author = self._rescued(enrolled(own.inspector), own, own.inspector)
        assert by_author.ref
        assert _codes(by_author) == {"draft_saved_since"}
        assert {one.author for one in Arrival.objects.all()} == {own.inspector}

    def test_grade_of_a_lost_device_is_accepted_unread_and_waits_for_its_author_alone(
        self, own: Assignment
    ) -> None:
        browser, inspection = enrolled(own.inspector), _inspection(own)
        lost: Any = {"devices": [device_of(browser)], "reason": "Left on a train."}
        devices.lose_device(
            by=an_admin(), at=timezone.now(), key=a_key(), person=own.inspector, **lost
        )
        assert _send(browser, inspection, grade_said(own)).state == "quarantined"
        lead = member(inspection, Role.LEAD)
        quarantined.accept(
            by=lead,
            at=timezone.now() + timedelta(seconds=1),
            key=a_key(),
            quarantined=Quarantined.objects.get(),
            reason="Its author says so.",
        )
        arrival = Arrival.objects.get()
        assert (arrival.author, arrival.private) == (own.inspector, True)
        assert not Draft.objects.exists()
        assert {one.code for one in arrival.told} == {"accepted_first"}
        assert arrivals.arrival(lead, inspection, arrival.named) is None

    def test_unsigned_grade_is_accepted_by_nobody(self, own: Assignment) -> None:
        inspection, device = _inspection(own), device_of(enrolled(own.inspector))
        stranger = a_browser()
        stranger.id = device.known_as
        Intake(device=device).take(
            [stranger.note(inspection.slug, grade_said(own))], timezone.now()
        )
        with pytest.raises(Refused) as refused:
            quarantined.accept(
                by=member(inspection, Role.LEAD),
                at=timezone.now(),
                key=a_key(),
                quarantined=Quarantined.objects.get(),
                reason="I was told so.",
            )
        assert {str(one.code) for one in refused.value.reasons} == {"grade_unsigned"}
        assert not Arrival.objects.exists()
