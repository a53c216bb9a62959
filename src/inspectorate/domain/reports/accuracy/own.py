"""What is so of one body behind each printed count, for ourselves alone.

Its side may be withheld from it, and that it changed is asked all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.judgments.models import Agreed

_SIDES = ("met", "not_met", "not_inspected")


def own_of(
    printed: Collection[str],
    claims: Mapping[str, ClaimFacts],
    label: str,
    agreed: Mapping[int, Agreed],
) -> dict[str, Any]:
    """Return the true side of the body called ``label`` of each count printed, and its reasons.

    Each is ``{"side", "reasons"}`` by the claim's key; ``agreed`` is what was agreed of the body by
    criterion, and of each that the claim asks ``reasons`` has ``[criterion, number, digest]``.
    """
    found = {}
    for key in sorted(printed):
        claim = claims.get(key)
        side = _side(claim, label) if claim is not None and claim.figures.met is not None else ""
        if claim is None or not side:
            continue
        found[key] = {"side": side, "reasons": reasons_told(claim.figures.asked, agreed)}
    return found


def reasons_told(asked: Iterable[int], agreed: Mapping[int, Agreed]) -> list[list[Any]]:
    """Which reasons stand behind a count, and by a digest, what they say."""
    return [
        [criterion, agreed[criterion].number, _digest(agreed[criterion])]
        for criterion in sorted(asked)
        if criterion in agreed
    ]


def _side(claim: ClaimFacts, label: str) -> str:
    bodies = claim.figures.bodies
    return next((name for name in _SIDES if label in getattr(bodies, name)), "")


def _digest(row: Agreed) -> str:
    # What was agreed as submitted says what was submitted, and that never changes.
    said = f"as submitted: {row.pk}" if row.as_submitted else row.reasons
    return hashlib.sha256(said.encode()).hexdigest()
