"""A test item, sealed to every opening key and opened again: does what devices send still open?"""

from __future__ import annotations

import json
import secrets

from . import keys, opening
from .coding import CannotOpen, coded


def try_all() -> list[str]:
    """Seal a test to each key and open it; return one sentence for each that does not open."""
    try:
        every = keys.every()
    except keys.KeysFault as fault:
        return [str(fault)]
    return [said for one in every.values() if (said := _tried(one))]


def _tried(key: keys.OpeningKey) -> str:
    made, device = coded(secrets.token_bytes(16)), coded(secrets.token_bytes(16))
    text = json.dumps({"said": coded(b"test"), "signature": coded(bytes(64))}).encode()
    info = opening.info_of(made, device, "test")
    enc, sealed = opening.sealed_to(key.private.public_key(), text, info)
    sent = opening.Envelope(
        id=made, device=device, about="test", opening_key=key.id, enc=enc, sealed=sealed
    )
    try:
        return "" if opening.opened(sent).said == b"test" else f"Key {key.id} opens other words."
    except CannotOpen as fault:
        return f"Key {key.id} does not open what is sealed to it: {fault}."
