"""The exact bytes of an edition, and the figures it was frozen with."""

from __future__ import annotations

import json
from typing import Any

from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from .model import EditionData


def edition_bytes(edition: EditionData) -> bytes:
    """Return an edition as canonical JSON (sorted keys, UTF-8, one line end): what its digest is
    taken over.
    """
    return canonical(edition.as_json())


def canonical(data: object) -> bytes:
    """Return plain data as canonical JSON."""
    return (
        json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()


def figures_of(facts: Facts, manuscript: Manuscript) -> dict[str, dict[str, Any]]:
    """Return the figures of every claim the text carries, by key: what the claim said when the
    edition was frozen.
    """
    claims, carried = facts.claims or {}, manuscript.keys()
    return {
        key: {
            "statement": claims[key].statement,
            "met": claims[key].met,
            "inspected": claims[key].inspected,
            "scope": claims[key].scope,
            "word": claims[key].word,
            "figure": dict(claims[key].figure),
        }
        for key in carried
        if key in claims
    }
