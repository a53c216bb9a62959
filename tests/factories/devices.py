"""A browser in Python: it makes its keys, signs, seals and cuts files into pieces as one does."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.utils import timezone

from inspectorate.domain.evidence.models import Quarantined
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.envelopes import keys, opening, pieces
from inspectorate.foundation.envelopes.coding import coded
from inspectorate.foundation.people.devices import actions
from inspectorate.foundation.people.devices.known import digest_of, secret_of
from inspectorate.foundation.people.models import CaptureDevice, Person
from inspectorate.interfaces.intake import Intake


def an_id() -> str:
    """An id as a device makes one."""
    return coded(secrets.token_bytes(16))


def an_opening_key() -> keys.OpeningKey:
    """The inspectorate's newest opening key; one is made where there is none."""
    try:
        return keys.newest()
    except keys.KeysFault:
        return keys.add()


@dataclass(slots=True)
class SentFile:
    """A file of a note: what the note says of it, and its sealed pieces by their number."""

    said: dict[str, Any]
    pieces: list[bytes]


def a_file(name: str, content: bytes, media_type: str = "image/jpeg") -> SentFile:
    """Cut a content into pieces, each sealed under a key of this file alone."""
    key, own = secrets.token_bytes(32), an_id()
    cut = [content[at : at + pieces.PIECE] for at in range(0, len(content), pieces.PIECE)]
    sealed = [pieces.sealed_piece(key, own, n, len(cut), one) for n, one in enumerate(cut)]
    said = {
        "id": own,
        "name": name,
        "type": media_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "key": coded(key),
        "pieces": len(cut),
    }
    return SentFile(said, sealed)


@dataclass(slots=True)
class Browser:
    """A device: the key by which it signs, the key it seals to, what it was given at enrolment."""

    opening_id: str
    opening_jwk: Mapping[str, str]
    signing: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: str = ""
    token: str = ""

    @property
    def jwk(self) -> dict[str, str]:
        """The public half of the key by which it signs."""
        return keys.jwk_of(self.signing.public_key())

    def signature(self, said: bytes) -> bytes:
        """Sign what was said, as browsers do: r and s, 32 bytes each."""
        der = self.signing.sign(opening.SIGNED_AS + said, ec.ECDSA(hashes.SHA256()))
        r, s = utils.decode_dss_signature(der)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def sealed(self, note: str, about: str, said: bytes, **instead: Any) -> dict[str, Any]:
        """The envelope of what was said; ``instead`` takes the place of what it would say."""
        signature = instead.pop("signature", None) or self.signature(said)
        text = json.dumps({"said": coded(said), "signature": coded(signature)}).encode()
        device = instead.pop("device", self.id)
        key = opening.public_key(self.opening_jwk)
        enc, sealed = opening.sealed_to(key, text, opening.info_of(note, device, about))
        return {
            "v": 1,
            "id": note,
            "device": device,
            "inspection": about,
            "opening_key": self.opening_id,
            "enc": coded(enc),
            "sealed": coded(sealed),
        } | instead

    def note(
        self,
        about: str,
        item: Any,
        *,
        note: str = "",
        files: list[SentFile] | None = None,
        device_time: datetime | None = None,
        **instead: Any,
    ) -> dict[str, Any]:
        """The envelope of a note; ``instead`` takes the place of what it would say inside."""
        own = note or an_id()
        return self.sealed(own, about, self.said(own, about, item, files, device_time, **instead))

    def said(
        self,
        note: str,
        about: str,
        item: Any,
        files: list[SentFile] | None = None,
        device_time: datetime | None = None,
        **instead: Any,
    ) -> bytes:
        """The bytes that a note says, which are signed."""
        told = {
            "v": 1,
            "id": note,
            "device": self.id,
            "inspection": about,
            "device_time": (device_time or timezone.now()).isoformat(),
            "item": item,
            "files": [one.said for one in files or []],
        }
        return json.dumps(told | instead).encode()

    def test(self) -> dict[str, Any]:
        """The test that is sent at enrolment: its device has no id yet, and makes one up."""
        device, own = an_id(), an_id()
        said = self.said(own, "test", {}, device=device, kind="test")
        return self.sealed(own, "test", said, device=device)

    def rescued(self, *lines: dict[str, Any]) -> Iterator[str]:
        """The lines of a rescue file that holds these envelopes and pieces."""
        first = {"v": 1, "kind": "rescue", "device": self.id}
        for one in (first | {"made_at": timezone.now().isoformat()}, *lines):
            yield json.dumps(one) + "\n"


def a_browser() -> Browser:
    """A browser that has the inspectorate's opening key, and is not enrolled."""
    key = an_opening_key()
    return Browser(key.id, key.jwk)


def piece_lines(note: str, file: SentFile) -> list[dict[str, Any]]:
    """The pieces of a file as lines of a rescue file."""
    said = file.said
    return [
        {
            "piece": {
                "file": said["id"],
                "n": n,
                "of": said["pieces"],
                "note": note,
                "bytes": coded(content),
            }
        }
        for n, content in enumerate(file.pieces)
    ]


def enrolled(person: Person, name: str = "Own laptop") -> Browser:
    """A browser that ``person`` enrolled just now, with its upload token."""
    browser = a_browser()
    test = browser.test()
    browser.token = secret_of(person, test["id"])
    made = actions.enrol_device(
        by=person,
        at=timezone.now(),
        key=test["id"],
        name=name,
        signing_key=browser.jwk,
        test=test,
        digest=digest_of(browser.token),
    )
    browser.id = made.known_as
    return browser


def device_of(browser: Browser) -> CaptureDevice:
    """The row of an enrolled browser."""
    return CaptureDevice.objects.get(known_as=browser.id)


def own_device(person: Person) -> CaptureDevice:
    """A device that a person enrolled; one is where there is none."""
    return person.capture_devices.first() or device_of(enrolled(person))


def in_quarantine(inspection: Inspection, by: Person) -> Quarantined:
    """A note that names ``inspection`` and is nobody's: it bears no signature of its device."""
    if found := inspection.quarantined.first():
        return found
    device = own_device(by)
    stranger = a_browser()
    stranger.id = device.known_as
    Intake(device=device).take([stranger.note(inspection.slug, {"words": "x"})], timezone.now())
    return Quarantined.objects.get(inspection=inspection)
