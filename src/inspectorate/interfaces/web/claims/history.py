"""What happened to a claim, in words."""

from __future__ import annotations

from inspectorate.domain.claims.models import Reference
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.ledger.models import Entry

_DONE = {
    ClaimVerb.DRAFT: "drafted it",
    ClaimVerb.EDIT: "changed it",
    ClaimVerb.REFRESH: "refreshed it",
}


def in_words(entry: Entry) -> str:
    """Say what one entry of the ledger did to the claim, with its version and its count."""
    detail = entry.detail
    if entry.verb == ClaimVerb.REFERENCE:
        done = "found it supported" if detail.get("supported") else "found it not supported"
    else:
        done = next((words for verb, words in _DONE.items() if verb == entry.verb), entry.verb)
    if "version" in detail and entry.verb != ClaimVerb.DRAFT:
        done += f" (version {detail['version']})"
    figures = detail.get("figures") or {}
    if figures.get("inspected"):
        done += f": {figures['met']} of {figures['inspected']} inspected"
    return done


def looked_at(reference: Reference) -> str:
    """Say how far the reference looked, and close its sentence."""
    figures = reference.figures or {}
    if not figures.get("inspected"):
        return "."
    return f", looking at {figures['met']} of {figures['inspected']} inspected."
