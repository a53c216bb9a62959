"""Builds the "How do we know?" record of each claim that an edition carries."""

from __future__ import annotations

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.quotation import printable
from inspectorate.foundation.markings.scheme import DESCRIBABLE, up_to
from inspectstats.quantity.flips import flips
from inspectstats.quantity.vocabulary import Vocabulary

from ..facts import Facts
from .model import ClaimInfo
from .pictures import ChartData


def claim_info(
    key: str,
    facts: Facts,
    board: ChartData,
    *,
    withheld: bool = False,
    outside: bool = False,
    ceiling: str = DESCRIBABLE,
) -> ClaimInfo:
    """Return what a reader is shown of a claim: with its number, unless that is ``withheld``.

    Of evidence marked above ``ceiling`` not even the number is told, and to a reader ``outside`` no
    number of an item.
    """
    claim = (facts.claims or {}).get(key) or ClaimFacts(key)
    ref = board.claim_refs.get(key, "")
    vocabulary = facts.vocabulary
    figures = claim.figures
    band = vocabulary.band(figures.word) if vocabulary and figures.word else None
    support, described = figures.support.marked(up_to(ceiling)), ceiling == DESCRIBABLE
    info = ClaimInfo(
        key=key,
        kind=claim.kind.code,
        statement=claim.statement,
        word=figures.word,
        band=band.in_words() if band else "",
        met=figures.met,
        inspected=figures.inspected,
        scope=figures.scope,
        method=claim.kind.how_we_know(
            noun=board.noun,
            nouns=board.noun_plural,
            on=f" on criterion {ref}" if ref else "",
            # The method of a figure names its numbers.
            values={} if withheld else {**claim.values, **({} if described else figures.whole)},
            source=printable(figures.source) if outside else figures.source,
        ),
        coverage=coverage(figures, board),
        source_kinds=support.source_kinds,
        evidence_count=support.item_count or 0,
        criterion=ref,
        margin=margin(figures, vocabulary, board) if vocabulary else "",
        # A kind of claim that rests on no items has no number of them.
        evidence_ceiling=DESCRIBABLE.value if described and support.item_count is not None else "",
    )
    return info.withheld() if withheld else info


def coverage(figures: Figures, board: ChartData) -> str:
    """Say how many in scope were not inspected on what the claim counts."""
    if figures.inspected is None or figures.scope is None:
        return ""
    left = figures.scope - figures.inspected
    if not left:
        return f"All {figures.scope} {board.noun_plural} in scope were inspected on this."
    verbs = ("was", "counts") if left == 1 else ("were", "count")
    return (
        f"{left} of the {figures.scope} {board.noun_plural} in scope {verbs[0]} not inspected on "
        f"this and {verbs[1]} neither way."
    )


def margin(figures: Figures, vocabulary: Vocabulary, board: ChartData) -> str:
    """Say how many findings would have to change before the word for the count is another."""
    counts, word = figures.counts, figures.word
    if counts is None or not counts[1] or not word or vocabulary.band(word) is None:
        return ""
    # A counted claim knows it; what was read from a file does not.
    fewest = (figures.flips or flips(vocabulary, word, *counts)).fewest
    if fewest is None:
        return f"No change of findings would make “{word}” wrong."
    if fewest == 0:
        return ""
    some = f"one {board.noun}" if fewest == 1 else f"{fewest} {board.noun_plural}"
    return f"If {some} had been found otherwise, “{word}” would no longer be the word."
