"""The only writers of devices. What a device sends as its token is in no row, only its digest."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from inspectorate.foundation.envelopes.coding import coded
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import devices as browsers

from .. import signed_in
from ..access import require
from ..actions import STREAM
from ..models import AccessToken, CaptureDevice, DeviceEnding, DeviceLoss, PackTaken, Person
from ..permissions import TABLE
from ..roles import Role
from ..verbs import PersonVerb
from . import policies


@action(PersonVerb.ENROL_DEVICE, streams=lambda **_: [STREAM])
def enrol_device(
    *,
    by: Person,
    at: datetime,
    key: str,
    name: str,
    signing_key: Mapping[str, str],
    test: Mapping[str, Any],
    digest: str,
) -> CaptureDevice:
    """Enrol a device of one's own: its notes are then taken in as signed by their author.

    ``signing_key`` is its public key as a JSON Web Key, ``test`` an envelope that it sealed and
    signed, which must open here; ``digest`` is that of its upload token.
    """
    require(by, TABLE, PersonVerb.ENROL_DEVICE)
    refuse_if(policies.enrollable(by, name, signing_key, test, digest))
    made = CaptureDevice.objects.create(
        person=by,
        known_as=coded(secrets.token_bytes(16)),
        name=name.strip(),
        signing_key=policies.key_text(signing_key),
        digest=digest,
        enrolled_at=at,
    )
    write(of=made, stream=STREAM, detail={"person": by.pk})
    _noted(SecurityEvent.CAPTURE_ENROLLED, by, [made], by=by)
    return made


@action(PersonVerb.END_DEVICE, streams=lambda **_: [STREAM])
def end_device(*, by: Person, at: datetime, key: str, device: CaptureDevice) -> CaptureDevice:
    """End a device: one's own, or as an administrator anybody's.

    What it sends from now on waits in the quarantine until a person accepts it.
    """
    require(by, TABLE, PersonVerb.END_DEVICE)
    if device.person_id != by.pk and Role.ADMIN not in by.roles:
        raise Forbidden(PersonVerb.END_DEVICE)
    refuse_if(policies.device_endable(device))
    _end(device, DeviceEnding.ENDED, at)
    write(of=device, stream=STREAM, detail={"person": device.person_id})
    _noted(SecurityEvent.CAPTURE_ENDED, device.person, [device], by=by)
    return device


@action(PersonVerb.LOSE_DEVICE, streams=lambda **_: [STREAM])
def lose_device(
    *,
    by: Person,
    at: datetime,
    key: str,
    person: Person,
    devices: Sequence[CaptureDevice],
    reason: str,
) -> DeviceLoss:
    """Record that devices of ``person`` were lost or stolen, and end what opens from them.

    Sessions, tokens of the API and calendar addresses end with it, and the browsers that were
    remembered. What the lost ones send still comes no further than the quarantine.
    """
    require(by, TABLE, PersonVerb.LOSE_DEVICE)
    refuse_if(policies.losable(person, devices, reason))
    # Calendar addresses, and whatever else was given before, are believed no more after this row
    # (``trust.trusted_since``).
    made = DeviceLoss.objects.create(person=person, reason=reason.strip(), lost_at=at)
    for one in devices:
        _end(one, DeviceEnding.LOST, one.ended_at or at)
    tokens = AccessToken.objects.filter(person=person, ended_at=None).update(ended_at=at)
    signed_in.end(person, by=by.pk)
    browsers.forget(person, by=by.pk)
    detail = {"person": person.pk, "devices": [one.pk for one in devices], "tokens": tokens}
    write(of=made, stream=STREAM, detail=detail)
    _noted(SecurityEvent.CAPTURE_LOST, person, devices, by=by)
    return made


@action(PersonVerb.NOTE_PACK, streams=lambda **_: [STREAM])
def note_pack(
    *,
    by: Person,
    at: datetime,
    key: str,
    device: CaptureDevice,
    about_code: str,
    title: str,
    holds: str,
) -> PackTaken:
    """Note that one's own device took a pack along, and what is in it: asked when it is lost."""
    require(by, TABLE, PersonVerb.NOTE_PACK)
    refuse_if(policies.pack_notable(by, device, title, holds))
    made = PackTaken.objects.create(
        device=device, about=about_code, title=title, holds=holds, at=at
    )
    write(of=made, stream=STREAM, detail={"device": device.pk, "about": about_code})
    return made


def _end(device: CaptureDevice, how: DeviceEnding, at: datetime) -> None:
    device.ended_at, device.ending = at, how
    device.save(update_fields=["ended_at", "ending"])


def _noted(
    event: SecurityEvent, person: Person, devices: Sequence[CaptureDevice], *, by: Person
) -> None:
    named = [f"people.capturedevice:{one.pk}" for one in devices]
    transaction.on_commit(lambda: note(event, person=person.pk, by=by.pk, objects=named))
