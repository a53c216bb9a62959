"""Devices enrolled, ended and lost, and what a lost one sent, decided on each way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from inspectorate.domain.evidence.arrivals.mending import as_said
from inspectorate.domain.evidence.models import Quarantined
from inspectorate.domain.evidence.quarantine import actions as quarantine
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.intake import Intake
from inspectorate.interfaces.quarantined import accept
from tests.factories.devices import a_file, device_of, enrolled
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import a_key, an_admin, member


def devices_told(inspection: Inspection, person: Person) -> None:
    """A device that took a pack along and was lost; what it sends afterwards, decided each way."""
    devices.end_device(by=person, at=LATER, key=a_key(), device=device_of(enrolled(person)))
    browser = enrolled(person)
    device, photo = device_of(browser), a_file("seen.txt", b"Seen by a device.", "text/plain")
    devices.note_pack(
        by=person,
        at=LATER,
        key=a_key(),
        device=device,
        about_code="fieldwork.visit/1",
        title="A visit",
        holds="Its schedule",
    )
    lost: Any = {"person": person, "devices": [device], "reason": "Left on a train."}
    devices.lose_device(by=an_admin(), at=LATER, key=a_key(), **lost)
    device.refresh_from_db()
    said, one = photo.said, pieces.Piece(photo.said["id"], 0, 1, photo.pieces[0])
    pieces.keep(device.sender, one, most=said["size"] + 100)
    sent = browser.note(inspection.slug, as_said(a_recording(inspection)), files=[photo])
    Intake(device=device, skew=3).take([sent], LATER)
    kept: Any = {"quarantined": Quarantined.objects.get(note=sent["id"])}
    did: Any = {"by": member(inspection, Role.LEAD), "at": LATER + timedelta(hours=1), **kept}
    quarantine.set_quarantined_aside(key=a_key(), reason="Nobody knows it.", **did)
    quarantine.take_quarantined_up(key=a_key(), reason="Its author asked.", **did)
    accept(key=a_key(), reason="Its author says so.", **did)
