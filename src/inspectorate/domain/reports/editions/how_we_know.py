"""Builds the "How do we know?" record of each claim that an edition carries."""

from __future__ import annotations

from inspectorate.domain.claims.facts import ClaimFacts
from inspectstats.quantity.flips import flips
from inspectstats.quantity.vocabulary import Vocabulary

from ..facts import Facts
from .model import ClaimInfo
from .pictures import ChartData


def claim_info(key: str, facts: Facts, board: ChartData) -> ClaimInfo:
    """Return what a reader is shown of a claim, its number included."""
    claim = (facts.claims or {}).get(key) or ClaimFacts(key)
    ref = board.claim_refs.get(key, "")
    vocabulary = facts.vocabulary
    band = vocabulary.band(claim.word) if vocabulary and claim.word else None
    return ClaimInfo(
        key=key,
        kind=claim.kind.code,
        statement=claim.statement,
        word=claim.word,
        band=band.in_words() if band else "",
        met=claim.met,
        inspected=claim.inspected,
        scope=claim.scope,
        method=claim.kind.how_we_know(
            noun=board.noun,
            nouns=board.noun_plural,
            on=f" on criterion {ref}" if ref else "",
            values=claim.figure,
            source=claim.quotation_source,
        ),
        coverage=coverage(claim, board),
        source_kinds=claim.source_kinds,
        evidence_count=claim.evidence_count or claim.cited_count,
        criterion=ref,
        margin=margin(claim, vocabulary, board) if vocabulary else "",
    )


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
