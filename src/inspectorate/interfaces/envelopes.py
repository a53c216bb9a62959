"""What a device sent, opened: whose it is, or why it is nobody's yet.

Only what is named here makes a note nobody's; whatever else goes wrong is a fault of ours, and is
raised.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from inspectorate.domain.evidence.quarantine.grounds import Ground
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import opening, said
from inspectorate.foundation.envelopes.coding import BadSignature, CannotOpen, NotAnEnvelope, is_id
from inspectorate.foundation.envelopes.keys import KeyMissing
from inspectorate.foundation.envelopes.opening import Envelope
from inspectorate.foundation.envelopes.said import NotAsDescribed, Said, SaidFile
from inspectorate.foundation.markings import loosely
from inspectorate.foundation.people.devices.known import enrolled_as
from inspectorate.foundation.people.models import CaptureDevice, Person

from .notes import may_be_kept

# Of what is no note, whatever may have been meant for its mark.
_MARK = re.compile(r"(?:mark|classif|protect)[^:=]{0,40}[:=]([^,}\n]{0,160})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An envelope and what is known of it. ``ground`` says why it is nobody's; None where the
    person of ``signed_by`` is its author. ``digest`` knows the same words again, sealed anew.
    ``may_be_kept``: no byte of words or files is stored where not, for they are SECRET, however
    that is spelt.
    """

    envelope: Envelope
    digest: str
    ground: Ground | None = None
    said: Said | None = None
    signed_by: CaptureDevice | None = None
    inspection: Inspection | None = None
    may_be_kept: bool = True

    @property
    def author(self) -> Person | None:
        """Who wrote it; None where nobody is taken for its author."""
        if self.ground is not None or self.signed_by is None:
            return None
        return self.signed_by.person

    @property
    def key(self) -> str:
        """The key under which it is taken in."""
        return key_of(self.envelope.device, self.envelope.id)

    @property
    def files(self) -> Sequence[SaidFile]:
        """The files that it names."""
        return self.said.files if self.said else ()

    @property
    def device_time(self) -> datetime | None:
        """When it was written, by the clock of its device."""
        return self.said.device_time if self.said else None

    @property
    def item(self) -> Any:
        """What it says. Where a mark beside it says SECRET, so does it."""
        item = self.said.item if self.said else None
        if self.may_be_kept or not may_be_kept(item):
            return item
        return {**(item if isinstance(item, Mapping) else {"words": item}), "marking": "S3CRET"}


def key_of(device: str, note: str) -> str:
    """The key of the act by which a note of a device is taken in."""
    return f"device/{device}/{note}"


def key_beside(key: str, note: str) -> str | None:
    """The key of another note of the device that sent the one of ``key``; None where no device sent
    that one, or where no device gives such an id.
    """
    space, _, rest = key.partition("/")
    device, _, own = rest.partition("/")
    if space != "device" or not (is_id(device) and is_id(own) and is_id(note)):
        return None
    return key_of(device, note)


class Opener:
    """Opens envelopes, each thing that they name looked up once.

    ``sent_by`` is the device whose token they came with; None where a person brings them.
    """

    def __init__(self, sent_by: CaptureDevice | None) -> None:
        self.sent_by = sent_by
        self._devices: dict[str, CaptureDevice] = {}
        self._inspections: dict[str, Inspection] = {}

    def open_all(self, sent: Iterable[object]) -> list[Opened | NotAnEnvelope | KeyMissing]:
        """Open what was sent, in its order. Raises KeysFault where our own keys cannot be read."""
        read = [self._read(one) for one in sent]
        envelopes = [one for one in read if isinstance(one, Envelope)]
        self._look_up(envelopes)
        return [self._opened(one) if isinstance(one, Envelope) else one for one in read]

    @staticmethod
    def _read(sent: object) -> Envelope | NotAnEnvelope:
        try:
            return opening.read(sent)
        except NotAnEnvelope as fault:
            return fault

    def _look_up(self, envelopes: Sequence[Envelope]) -> None:
        devices = {one.device for one in envelopes} - set(self._devices)
        self._devices |= {one.known_as: one for one in enrolled_as(sorted(devices))}
        slugs = {one.about for one in envelopes} - set(self._inspections)
        self._inspections |= {one.slug: one for one in inspections.named(sorted(slugs))}

    def _opened(self, envelope: Envelope) -> Opened | KeyMissing:
        inspection = self._inspections.get(envelope.about)
        try:
            signed = opening.opened(envelope)
        except KeyMissing as fault:
            return fault
        except CannotOpen:
            digest = hashlib.sha256(envelope.enc + envelope.sealed).hexdigest()
            return Opened(
                envelope=envelope, digest=digest, ground=Ground.UNOPENED, inspection=inspection
            )
        found = Opened(
            envelope=envelope,
            digest=hashlib.sha256(signed.said).hexdigest(),
            inspection=inspection,
        )
        try:
            read = said.read(signed.said)
            kept = may_be_kept(read.item) and may_be_kept(read.more)
            found = replace(found, said=read, may_be_kept=kept)
        except NotAsDescribed:
            kept = not _says_secret(signed.said)
            found = replace(found, ground=Ground.NOT_A_NOTE, may_be_kept=kept)
        device = self._devices.get(envelope.device)
        if device is None:
            return replace(found, ground=found.ground or Ground.UNKNOWN_DEVICE)
        try:
            opening.check_signature(signed, device.jwk)
        except BadSignature:
            return replace(found, ground=found.ground or Ground.UNSIGNED)
        found = replace(found, signed_by=device)
        return replace(found, ground=found.ground or self._ground(found, device))

    def _ground(self, found: Opened, device: CaptureDevice) -> Ground | None:
        """Why a note that its device signed is nobody's yet."""
        inside, outside = found.said, found.envelope
        assert inside is not None
        told = (inside.id, inside.device, inside.about, inside.kind)
        if told != (outside.id, outside.device, outside.about, said.NOTE):
            return Ground.NOT_AS_SEALED
        if self.sent_by is not None and self.sent_by.pk != device.pk:
            return Ground.OTHER_DEVICE
        if not device.trusted:
            return Ground.ENDED
        return None if found.inspection is not None else Ground.NOT_OF_TEAM


def _says_secret(content: bytes) -> bool:
    """Is there a mark in what is no note that says SECRET, or may have been meant to?"""
    text = content.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(content), ensure_ascii=False)
    return any(loosely.says_secret(one[1]) for one in _MARK.finditer(text))
