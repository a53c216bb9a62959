"""What a reader is told behind a bound sentence ("How do we know?"): one plain record per claim an
edition carries.
"""

from __future__ import annotations

from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts
from inspectstats.quantity.flips import flips
from inspectstats.quantity.vocabulary import Vocabulary

from ..facts import Facts
from .pictures import ChartData


def told(key: str, facts: Facts, board: ChartData, *, withheld: bool) -> dict[str, Any]:
    """Return the record for ``key``, shaped as ``publication.schema.ClaimInfo`` without its key.
    ``withheld`` hides counts.
    """
    claim = (facts.claims or {}).get(key) or ClaimFacts(key)
    ref = board.claim_refs.get(key, "")
    vocabulary = facts.vocabulary
    band = vocabulary.band(claim.word) if vocabulary and claim.word else None
    on = f" on criterion {ref}" if ref else ""
    method = claim.kind.how_we_know(
        noun=board.noun,
        nouns=board.noun_plural,
        on=on,
        values=claim.figure,
        source=claim.quotation_source,
    )
    return {
        "kind": claim.kind.code,
        "statement": claim.statement,
        "word": "" if withheld else claim.word,
        "band": "" if withheld or band is None else band.in_words(),
        "met": None if withheld else claim.met,
        "inspected": None if withheld else claim.inspected,
        "scope": None if withheld else claim.scope,
        "method": method,
        "coverage": "" if withheld else coverage(claim, board),
        "source_kinds": list(claim.source_kinds),
        "evidence_count": 0 if withheld else claim.evidence_count or claim.cited_count,
        "criterion": ref,
        "suppressed": withheld,
        "margin": "" if withheld or vocabulary is None else margin(claim, vocabulary, board),
    }


def coverage(claim: ClaimFacts, board: ChartData) -> str:
    """Say how many in scope were not inspected on what the claim counts."""
    if claim.inspected is None or claim.scope is None:
        return ""
    left = claim.scope - claim.inspected
    if not left:
        return f"All {claim.scope} {board.noun_plural} in scope were inspected on this."
    verbs = ("was", "counts") if left == 1 else ("were", "count")
    return (
        f"{left} of the {claim.scope} {board.noun_plural} in scope {verbs[0]} not inspected on "
        f"this and {verbs[1]} neither way."
    )


def margin(claim: ClaimFacts, vocabulary: Vocabulary, board: ChartData) -> str:
    """Say how many findings would have to change before the word for the count is another."""
    if (
        claim.counts is None
        or not claim.counts[1]
        or not claim.word
        or vocabulary.band(claim.word) is None
    ):
        return ""
    fewest = flips(vocabulary, claim.word, *claim.counts).fewest
    if fewest is None:
        return f"No change of findings would make “{claim.word}” wrong."
    if fewest == 0:
        return ""
    some = f"one {board.noun}" if fewest == 1 else f"{fewest} {board.noun_plural}"
    return f"If {some} had been found otherwise, “{claim.word}” would no longer be the word."
