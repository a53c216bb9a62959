"""What a device sent, opened by code that shares nothing with ours: written from the description of
envelopes alone (ADR 74).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def read(text: str) -> bytes:
    """Bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A public key as browsers write it."""
    numbers = key.public_numbers()
    x, y = (written(one.to_bytes(32, "big")) for one in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def key_of(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """The public key that a browser wrote."""
    x, y = (int.from_bytes(read(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


@dataclass
class Opener:
    """The inspectorate's secret key, and what devices sign by."""

    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    signing: dict[str, ec.EllipticCurvePublicKey] = field(default_factory=dict)

    @property
    def public(self) -> dict[str, Any]:
        """What a device seals to."""
        return {"id": written(bytes(16)), "jwk": jwk_of(self.secret.public_key())}

    def unsealed(self, envelope: dict[str, Any]) -> tuple[bytes, bytes]:
        """What was said, and its signature. Raises where the seal does not open."""
        names = ("id", "device", "inspection")
        info = "\n".join(["inspectorate/note/1", *(envelope[one] for one in names)]).encode()
        sealed = read(envelope["enc"]) + read(envelope["sealed"])
        signed = json.loads(SUITE.decrypt(sealed, self.secret, info))
        return read(signed["said"]), read(signed["signature"])

    def note(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """The note of an envelope, its signature verified. Raises where either is wrong."""
        said, signature = self.unsealed(envelope)
        verify(self.signing[envelope["device"]], said, signature)
        note: dict[str, Any] = json.loads(said)
        for name in ("id", "device", "inspection"):
            assert note[name] == envelope[name], name
        return note


def verify(key: ec.EllipticCurvePublicKey, said: bytes, signature: bytes) -> None:
    """Raise where the signature, 64 bytes, is not over what was said."""
    assert len(signature) == 64
    r, s = (int.from_bytes(one, "big") for one in (signature[:32], signature[32:]))
    key.verify(
        utils.encode_dss_signature(r, s),
        b"inspectorate note 1\n" + said,
        ec.ECDSA(hashes.SHA256()),
    )


def file_of(said: dict[str, Any], pieces: dict[int, bytes]) -> bytes:
    """A file from its pieces, as the note says it; fails where it is not that file."""
    key = AESGCM(read(said["key"]))
    parts = []
    for n in range(said["pieces"]):
        about = f"{said['id']}/{n}/{said['pieces']}".encode()
        parts.append(key.decrypt(bytes(4) + n.to_bytes(8, "big"), pieces[n], about))
    whole = b"".join(parts)
    assert hashlib.sha256(whole).hexdigest() == said["sha256"]
    assert len(whole) == said["size"]
    return whole
