"""The streams behind a checkpoint: a salted leaf each, and one root over all of them.

Whoever holds one stream is shown its leaf and can compute the root; of the others the leaves tell
nothing, since nobody can guess at a leaf without its nonce.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

SCHEMA = "inspectorate-leaf/1"


class Leaf(NamedTuple):
    """The head of one stream: its number, its digest, and what hides them."""

    stream: str
    number: int
    digest: str
    nonce: str

    @property
    def hidden(self) -> str:
        """SHA-256 over nonce, stream, number and digest, with a tab between and a newline last."""
        told = f"{self.nonce}\t{self.stream}\t{self.number}\t{self.digest}\n"
        return hashlib.sha256(told.encode()).hexdigest()


def leaf_of(stream: str, number: int, digest: str) -> Leaf:
    """Make the leaf of a head, with a nonce of its own."""
    return Leaf(stream, number, digest, secrets.token_hex(32))


def root_of(hidden: Iterable[str]) -> str:
    """SHA-256 over the leaves as lines, in their own order."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(hidden)).encode()).hexdigest()


def shown(leaves: Iterable[Leaf], stream: str, note: str) -> dict[str, Any] | None:
    """What the holder of ``stream`` is shown: its leaf, the others hidden, and the signed note.

    None where the checkpoint holds no such stream.
    """
    every = list(leaves)
    own = next((leaf for leaf in every if leaf.stream == stream), None)
    if own is None:
        return None
    hidden = sorted(leaf.hidden for leaf in every)
    return {"schema": SCHEMA, **own._asdict(), "leaves": hidden, "note": note}


def as_text(shown_leaf: dict[str, Any]) -> str:
    """The file of a shown leaf, as the stand-alone ``verify_chain.py`` reads it."""
    return json.dumps(shown_leaf, ensure_ascii=False, indent=1) + "\n"
