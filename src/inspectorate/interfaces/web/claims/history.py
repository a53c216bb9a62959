"""What the history of a claim tells beyond who did what."""

from __future__ import annotations

from inspectorate.domain.claims.models import Reference
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.ledger.models import Entry


def more_of(entry: Entry) -> str:
    """Say what a reference found, which version of the claim it was, and its count."""
    detail, told = entry.detail, ""
    if entry.verb == ClaimVerb.REFERENCE:
        told = f"; it was found {'supported' if detail.get('supported') else 'not supported'}"
    if "version" in detail and entry.verb != ClaimVerb.DRAFT:
        told += f" (version {detail['version']})"
    figures = detail.get("figures") or {}
    if figures.get("inspected"):
        told += f": {figures['met']} of {figures['inspected']} inspected"
    return told


def looked_at(reference: Reference) -> str:
    """Say how far the reference looked, and close its sentence."""
    figures = reference.figures or {}
    if not figures.get("inspected"):
        return "."
    return f", looking at {figures['met']} of {figures['inspected']} inspected."
