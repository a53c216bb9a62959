"""An envelope: read, opened by the key it names, and its signature compared with a device's.

HPKE in base mode (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Signatures are
ECDSA on P-256 with SHA-256, 64 bytes as browsers make them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, utils

from . import keys
from .coding import BadSignature, CannotOpen, NotAnEnvelope, coded, decoded, is_id

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
# Bytes of the sender's half of the key exchange, which stands before what is sealed.
ENC = 65
# Bytes of one envelope as JSON: the longest words that a note may have, and its frame.
MOST = 2 * 1024 * 1024
SIGNED_AS = b"inspectorate note 1\n"
# Characters of whatever an envelope is about.
ABOUT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What came, read and not opened. ``about`` is what the device says it is about."""

    id: str
    device: str
    about: str
    opening_key: str
    enc: bytes
    sealed: bytes

    @property
    def info(self) -> bytes:
        """What the seal is bound to: the same words under another id or device do not open."""
        return info_of(self.id, self.device, self.about)

    @property
    def sent(self) -> dict[str, object]:
        """As it came."""
        return {
            "v": 1,
            "id": self.id,
            "device": self.device,
            "inspection": self.about,
            "opening_key": self.opening_key,
            "enc": coded(self.enc),
            "sealed": coded(self.sealed),
        }


@dataclass(frozen=True, slots=True)
class Signed:
    """What was sealed: the bytes that were said, and the signature over them."""

    said: bytes
    signature: bytes


def info_of(note: str, device: str, about: str) -> bytes:
    """What the seal of a note is bound to."""
    return f"inspectorate/note/1\n{note}\n{device}\n{about}".encode("utf-8", "surrogatepass")


def read(sent: object) -> Envelope:
    """Return an envelope as it was sent. Raises NotAnEnvelope, which says what it lacks."""
    if not isinstance(sent, dict):
        raise NotAnEnvelope("it is no object")
    if sent.get("v") != 1:
        raise NotAnEnvelope("its version is not 1")
    for name in ("id", "device", "opening_key"):
        if not is_id(sent.get(name)):
            raise NotAnEnvelope(f"its {name} is none")
    about = sent.get("inspection")
    if not isinstance(about, str) or not about.isprintable() or not 0 < len(about) <= ABOUT:
        raise NotAnEnvelope("it does not say which inspection it is about")
    try:
        enc, sealed = decoded(sent.get("enc")), decoded(sent.get("sealed"))
    except ValueError as fault:
        raise NotAnEnvelope("what is sealed is no base64url") from fault
    if len(enc) != ENC or not sealed:
        raise NotAnEnvelope("what is sealed is no sealed text")
    if len(sealed) > MOST:
        raise NotAnEnvelope(f"it is larger than {MOST // 1024 // 1024} MB")
    return Envelope(
        id=sent["id"],
        device=sent["device"],
        about=about,
        opening_key=sent["opening_key"],
        enc=enc,
        sealed=sealed,
    )


def opened(envelope: Envelope) -> Signed:
    """Open an envelope by the key it names.

    Raises CannotOpen, KeyMissing where that key is not here, and KeysFault where none can be read.
    """
    key = keys.every().get(envelope.opening_key)
    if key is None:
        raise keys.KeyMissing(envelope.opening_key)
    try:
        content = SUITE.decrypt(envelope.enc + envelope.sealed, key.private, envelope.info)
    # A point that is not on the curve is refused before anything is decrypted.
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen("its seal does not open") from fault
    try:
        found = json.loads(content)
        return Signed(decoded(found["said"]), decoded(found["signature"]))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise CannotOpen("what is sealed holds nothing that was said and signed") from fault


def sealed_to(key: ec.EllipticCurvePublicKey, content: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Seal ``content``, as a device does: the sender's half, and what is sealed."""
    made = SUITE.encrypt(content, key, info)
    return made[:ENC], made[ENC:]


def check_signature(signed: Signed, jwk: Mapping[str, Any]) -> None:
    """Require the signature of the device whose public key ``jwk`` is. Raises BadSignature."""
    try:
        key = public_key(jwk)
    except ValueError as fault:
        raise BadSignature("the device has no key to sign by") from fault
    if len(signed.signature) != 64:
        raise BadSignature("the signature is none")
    r, s = (int.from_bytes(one, "big") for one in (signed.signature[:32], signed.signature[32:]))
    try:
        key.verify(
            utils.encode_dss_signature(r, s), SIGNED_AS + signed.said, ec.ECDSA(hashes.SHA256())
        )
    except (InvalidSignature, ValueError) as fault:
        raise BadSignature("the signature is not that of the device") from fault


def public_key(jwk: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    """The key that a JSON Web Key on P-256 is. Raises ValueError where it is none."""
    if not isinstance(jwk, Mapping) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
        raise ValueError("it is no key on P-256")
    x, y = (int.from_bytes(decoded(jwk.get(name)), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
