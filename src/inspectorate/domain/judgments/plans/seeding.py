"""What a plan of judging is drawn from, as it is stored, and the seed that follows from it. Pure.

Nobody chooses the seed: it is a digest of what is drawn from, so that nobody tries seeds until one
pleases, and whoever holds what is stored draws the same plan again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from inspectstats.design.balancing import Cell, Frame

# A cell for which a reader is wanted, and whether it is for a second reading.
Wanted = tuple[Cell, bool]


def seed_of(slug: str, number: int, drawn_from: Mapping[str, Any]) -> str:
    """The seed of the plan of this number on the inspection of this slug."""
    digest = hashlib.sha256(as_text(drawn_from)).hexdigest()
    return f"{slug}, plan of judging {number}, {digest}"


def stored(frame: Frame, wanted: Sequence[Wanted]) -> dict[str, Any]:
    """What is drawn from, as it is stored: readers by their numbers, nobody by name."""
    return {
        "cells": sorted([*cell] for cell in frame.cells),
        "teams": dict(frame.teams),
        "first": {body: list(who) for body, who in frame.first.items()},
        "second": {body: list(who) for body, who in frame.second.items()},
        "given": sorted([*cell, who] for cell, who in frame.given.items()),
        "load": dict(frame.load),
        "experienced": list(frame.experienced),
        "wanted": sorted([*cell, second] for cell, second in wanted),
    }


def as_text(value: Any) -> bytes:
    """A value as JSON that is the same wherever it is made."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
