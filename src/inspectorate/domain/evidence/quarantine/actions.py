"""The only writers of the quarantine. What a person accepts goes on as every note does.

Their entries stand with those of people and devices, and in no inspection's stream: what is here
may name one falsely.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.actions import STREAM, Anybody
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.foundation.people.roles import STAFF
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note as note_event

from ..arrivals.kinds import Door
from ..arrivals.models import Told
from ..models import Arrival, Item, Quarantined, QuarantineDecision, QuarantinedFile
from ..verbs import EvidenceVerb
from . import policies
from .access import require_settling
from .grounds import Ground, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    """What came and is nobody's yet. ``envelope`` is empty where it was SECRET (``left_out``).

    ``told`` says what is wrong with its files.
    """

    ground: Ground
    note: str
    named: str
    digest: str
    envelope: Mapping[str, Any]
    left_out: bool = False
    files: tuple[StoredFile, ...] = ()
    told: tuple[Told, ...] = ()


@action(EvidenceVerb.QUARANTINE, streams=lambda **_: [STREAM])
def quarantine(
    *,
    by: Person | Anybody,
    at: datetime,
    key: str,
    strange: Strange,
    sent_by: CaptureDevice | None,
    signed_by: CaptureDevice | None,
    inspection: Inspection | None,
    via: str,
    device_time: datetime | None,
    skew: int | None,
) -> Quarantined:
    """Keep what came from a device and is nobody's yet, until a person decides on it.

    ``by`` is nobody in particular where a device sent it, and who brought a rescue file where it
    came in one.
    """
    if not isinstance(by, Anybody) and not by.roles & STAFF:
        raise Forbidden(EvidenceVerb.QUARANTINE)
    # Asked behind the lock: two people may bring one rescue file at one moment.
    same = Quarantined.objects.filter(note=strange.note, named=strange.named, sent_by=sent_by)
    refuse_if(policies.keepable(lies_here=same.filter(digest=strange.digest).exists()))
    made = Quarantined.objects.create(
        number=(Quarantined.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        ground=strange.ground,
        note=strange.note,
        named=strange.named,
        digest=strange.digest,
        envelope=json.dumps(strange.envelope) if strange.envelope else "",
        left_out=strange.left_out,
        reasons=json.dumps([one._asdict() for one in strange.told]),
        device_time=device_time,
        skew=skew,
        sent_by=sent_by,
        signed_by=signed_by,
        inspection=inspection,
        via=Door(via),
        brought_by=None if isinstance(by, Anybody) else by,
        received_at=at,
    )
    for file in sorted(strange.files, key=lambda one: one.digest):
        blob = store.put(file, at=at)
        QuarantinedFile.objects.create(quarantined=made, blob=blob, name=file.name)
    detail = {"ref": made.ref, "ground": made.ground, "files": len(strange.files), "via": made.via}
    write(of=made, stream=STREAM, detail=detail)
    told = {"device": sent_by.pk if sent_by else None, "by": by.pk, "why": made.ground}
    transaction.on_commit(
        lambda: note_event(
            SecurityEvent.CAPTURE_QUARANTINED, objects=[f"evidence.quarantined:{made.pk}"], **told
        )
    )
    return made


@action(EvidenceVerb.ACCEPT_QUARANTINED, streams=lambda **_: [STREAM])
def accept(
    *,
    by: Person,
    at: datetime,
    key: str,
    quarantined: Quarantined,
    reason: str,
    item: Item | None,
    arrival: Arrival | None,
) -> QuarantineDecision:
    """Record that a note in the quarantine was accepted, and as what it was taken in.

    The door took it in a moment before, in the same transaction: a note is taken in by no act.
    """
    require_settling(by, quarantined, EvidenceVerb.ACCEPT_QUARANTINED)
    refuse_if(policies.acceptable(quarantined, reason))
    return _settle(quarantined, Settled.ACCEPTED, reason, by=by, at=at, item=item, arrival=arrival)


@action(EvidenceVerb.SET_QUARANTINED_ASIDE, streams=lambda **_: [STREAM])
def set_quarantined_aside(
    *, by: Person, at: datetime, key: str, quarantined: Quarantined, reason: str
) -> QuarantineDecision:
    """Set a note in the quarantine aside, and say why; it stays as it came."""
    require_settling(by, quarantined, EvidenceVerb.SET_QUARANTINED_ASIDE)
    refuse_if(policies.quarantined_aside_settable(quarantined, reason))
    return _settle(quarantined, Settled.SET_ASIDE, reason, by=by, at=at)


@action(EvidenceVerb.TAKE_UP_QUARANTINED, streams=lambda **_: [STREAM])
def take_quarantined_up(
    *, by: Person, at: datetime, key: str, quarantined: Quarantined, reason: str
) -> QuarantineDecision:
    """Take up again a note that was set aside; it waits for a person anew."""
    require_settling(by, quarantined, EvidenceVerb.TAKE_UP_QUARANTINED)
    refuse_if(policies.quarantined_up_takeable(quarantined, reason))
    return _settle(quarantined, Settled.TAKEN_UP, reason, by=by, at=at)


def _settle(
    quarantined: Quarantined,
    kind: Settled,
    reason: str,
    *,
    by: Person,
    at: datetime,
    item: Item | None = None,
    arrival: Arrival | None = None,
) -> QuarantineDecision:
    made = QuarantineDecision.objects.create(
        quarantined=quarantined,
        kind=kind,
        item=item,
        arrival=arrival,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    write(of=made, stream=STREAM, detail={"ref": quarantined.ref})
    return made
