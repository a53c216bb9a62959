"""Small builders for notes that were received, through actions only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspectorate.domain.evidence.arrivals import actions
from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.mending import as_said
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.domain.evidence.arrivals.taking import take_in
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.notes import NoteReader
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import a_key, member


def a_note(
    inspection: Inspection,
    *,
    by: Person | None = None,
    at: datetime = LATER,
    files: tuple[tuple[str, bytes], ...] = (),
    **instead: Any,
) -> Arrival:
    """A note that was received, since no kind of source is called so."""
    said = as_said(a_recording(inspection)) | {"kind": "gossip"} | instead
    taken = take_in(
        by=by or member(inspection, Role.INSPECTOR),
        at=at,
        key=a_key(),
        inspection=inspection,
        note=NoteReader(inspection).read(
            said, [store.take(content, name=name) for name, content in files]
        ),
        arriving=Arriving(via=Door.DEVICE),
    )
    assert taken.arrival is not None
    return taken.arrival


def decided_each_way(inspection: Inspection, by: Person) -> None:
    """Notes of one person: one set aside, taken up again and recorded; one whose file waits."""
    did = {"by": by, "at": LATER}
    note = a_note(inspection, by=by, words="Seen at the back door", files=(("a.txt", b"Seen"),))
    actions.set_aside(key=a_key(), arrival=note, reason="It was sent twice", **did)
    actions.take_up(key=a_key(), arrival=note, reason="It was sent once", **did)
    recording = a_recording(inspection, words="What was seen there", origin="Who saw it")
    actions.record_received(key=a_key(), arrival=note, recording=recording, **did)
    a_note(inspection, by=by, words="Seen at the gate", files=(("b.txt", b"Seen again"),))
