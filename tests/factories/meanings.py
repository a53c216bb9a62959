"""What a device sends that is meant for a draft or for a debrief, as it is described."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.domain.evidence.arrivals.taking import Incoming, take_in
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.interfaces import received_meanings
from inspectorate.interfaces.notes import NoteReader
from tests.factories.findings import LATER, answers
from tests.factories.rooms import a_key


def grade_said(own: Assignment, **instead: Any) -> dict[str, Any]:
    """A provisional grade of what its author is to judge, written upon no draft."""
    graded = own.criterion.scale is not None
    return {
        "meant": "grade",
        "body": own.scope_body.code,
        "criterion": own.criterion_id,
        "grade": "Good" if graded else None,
        "findings": answers(own.criterion),
        "reasons": "Seen at night.",
        "borderline": False,
        "marking": "OFFICIAL",
        "version": 0,
        "assignment": own.pk,
        "written_at": "2020-03-09T10:20:00+00:00",
        **instead,
    }


def debrief_said(visit: Visit, **instead: Any) -> dict[str, Any]:
    """A note of the hot debrief of a visit, said on its first day."""
    return {
        "meant": "debrief",
        "body": visit.scope_body.code,
        "visit": visit.pk,
        "said_on": visit.starts_on.isoformat(),
        "heard_by": "Chief officer",
        "words": "Strengths\n- Calls are answered at once.",
        "marking": "OFFICIAL",
        "written_at": "2020-03-09T16:20:00+00:00",
        **instead,
    }


def a_received_grade(
    own: Assignment, *, files: tuple[tuple[str, bytes], ...] = (), **instead: Any
) -> Arrival:
    """A grade that waits for its author: it was written upon a draft that there never was."""
    said = grade_said(own, **{"version": 9, **instead})
    return _taken(own.scope_body.inspection, own.inspector, said, files)


def a_debrief_note(visit: Visit, by: Person, **instead: Any) -> Arrival:
    """A note of the debrief of a visit, which waits."""
    return _taken(visit.inspection, by, debrief_said(visit, **instead), ())


def _taken(
    inspection: Inspection, by: Person, said: Any, files: tuple[tuple[str, bytes], ...]
) -> Arrival:
    note = NoteReader(inspection).read(
        said, [store.take(content, name=name) for name, content in files]
    )
    one = Incoming(a_key(), note, Arriving(via=Door.DEVICE))
    one = received_meanings.coming(by, inspection, one)
    taken = take_in(
        by=by,
        at=LATER,
        key=one.key,
        inspection=inspection,
        note=one.note,
        arriving=one.arriving,
    )
    received_meanings.settled(by, LATER, one, taken)
    assert taken.arrival is not None
    return Arrival.objects.get(pk=taken.arrival.pk)
