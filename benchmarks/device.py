"""A device that keeps notes, as the drills drive it: it signs, seals to the inspectorate's key and
sends as the page for notes without a network does.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# How much of a file is sealed and sent at once.
PIECE = 1024 * 1024


def encoded(content: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.b64encode(content).decode()


def new_signing_key() -> tuple[ec.EllipticCurvePrivateKey, str]:
    """A signing key, and its public half as it is enrolled."""
    made = ec.generate_private_key(ec.SECP256R1())
    raw = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return made, encoded(raw)


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device: its name, its signing key, and the opening key that it seals to."""

    name: str
    signing_key: ec.EllipticCurvePrivateKey
    opening_key: str
    opening_public: bytes

    def seal(self, said: bytes, place: str) -> bytes:
        """Seal bytes so that nobody opens them but the inspectorate, and only as this place's."""
        curve = ec.SECP256R1()
        public = ec.EllipticCurvePublicKey.from_encoded_point(curve, self.opening_public)
        return SUITE.encrypt(said, public, info=self.info(place))

    def info(self, place: str) -> bytes:
        """What is bound into a seal: the keys and the place."""
        return f"inspectorate/1/{self.opening_key}/{self.name}/{place}".encode()

    def envelope(self, note_id: str, told: dict[str, Any]) -> dict[str, Any]:
        """What is ``told`` under the id of a note, signed and sealed."""
        said = json.dumps(told)
        signed = self.signing_key.sign(
            self.info(note_id) + b"\n" + said.encode(), ec.ECDSA(SHA256())
        )
        r, s = decode_dss_signature(signed)
        signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        inner = json.dumps({"said": said, "signature": signature}).encode()
        return {
            "v": 1,
            "key": self.opening_key,
            "device": self.name,
            "id": note_id,
            "sealed": encoded(self.seal(inner, note_id)),
        }

    def pieces(self, file_id: str, content: bytes) -> list[bytes]:
        """A file in its sealed pieces, in order."""
        starts = range(0, max(len(content), 1), PIECE)
        return [
            self.seal(content[start : start + PIECE], f"{file_id}/{number}")
            for number, start in enumerate(starts)
        ]


def id_of(key: str) -> str:
    """The id that a drill gives a note or a file, the same whenever it is sent."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def note(
    inspection: str, fields: dict[str, Any], files: Sequence[tuple[str, bytes]] = ()
) -> dict[str, Any]:
    """What a device says of one note with its files, by name and bytes."""
    return {
        "what": "note",
        "inspection": inspection,
        "sealed_at": datetime.now(UTC).isoformat(),
        "note": fields,
        "files": [
            {
                "file": id_of(name),
                "name": name,
                "size": len(content),
                "digest": hashlib.sha256(content).hexdigest(),
                "pieces": max(1, -(-len(content) // PIECE)),
            }
            for name, content in files
        ],
    }
