"""The exact bytes of an edition, and the figures it pins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts

from .model import EditionData, EditionKind


def canonical(data: object) -> bytes:
    """Return plain data as canonical JSON, which the digest of an edition is taken over.

    Keys are sorted, the text is UTF-8 and ends in one line end.
    """
    return (
        json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()


@dataclass(frozen=True, slots=True)
class PinnedClaim:
    """What a claim said when an edition that carries it was frozen."""

    statement: str
    met: int | None
    inspected: int | None
    scope: int | None
    word: str
    figure: Mapping[str, str] = field(default_factory=dict)

    def still_says(self, claim: ClaimFacts) -> bool:
        """Does the claim count the same now, in the same word?"""
        now = claim.figures
        return (self.met, self.inspected, self.scope, self.word) == (
            now.met,
            now.inspected,
            now.scope,
            now.word,
        )


def pinned_in(edition: EditionData, claims: Mapping[str, ClaimFacts]) -> dict[str, dict[str, Any]]:
    """Return what both editions pin: the record of each claim of the full edition, by key.

    Raises ValueError for another edition, whose records may be withheld: what is withheld would
    seem to have moved for ever.
    """
    # A claim withheld from the public has no count in its public record (decision 16).
    if edition.edition != EditionKind.FULL:
        raise ValueError(f"{edition.slug}: figures are pinned from a full edition only")
    return {
        key: asdict(_pinned(info.statement, info.word, claims[key]))
        for key, info in edition.claims.items()
    }


def _pinned(statement: str, word: str, claim: ClaimFacts) -> PinnedClaim:
    """The counts are the claim's own: no record tells how many items say so."""
    now = claim.figures
    return PinnedClaim(statement, now.met, now.inspected, now.scope, word, dict(claim.values))


def read_pinned(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, PinnedClaim]:
    """Return what a frozen edition pinned, by key, from its stored data."""
    return {key: PinnedClaim(**row) for key, row in facts.items()}
