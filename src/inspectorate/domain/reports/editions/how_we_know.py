"""Builds the "How do we know?" record of each claim that an edition carries."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures, Support
from inspectorate.domain.claims.kinds.quotation import printable
from inspectorate.domain.claims.what_stands import MOST_EXCERPTS, Rendering, Stance
from inspectorate.foundation.markings.scheme import DESCRIBABLE, up_to
from inspectorate.prose.quantities.assertions import Side
from inspectorate.prose.quantities.judging import Counts
from inspectstats.quantity.flips import flips
from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.vocabulary import Vocabulary

from ..facts import Facts
from .model import ClaimInfo, ExcerptInfo
from .pictures import ChartData


def claim_info(
    key: str,
    facts: Facts,
    board: ChartData,
    *,
    withheld: bool = False,
    outside: bool = False,
    ceiling: str = DESCRIBABLE,
    printed: tuple[str, Side] | None = None,
) -> ClaimInfo:
    """Return what a reader is shown of a claim: with its number, unless that is ``withheld``.

    Of evidence marked above ``ceiling`` not even the number is told, and to a reader ``outside`` no
    number of an item.
    """
    claim = (facts.claims or {}).get(key) or ClaimFacts(key)
    ref = board.claim_refs.get(key, "")
    vocabulary = facts.vocabulary
    figures = _in_print(claim)
    nouns = claim.kind.counts or board.nouns
    support, described = figures.support.marked(up_to(ceiling)), ceiling == DESCRIBABLE
    info = ClaimInfo(
        key=key,
        kind=claim.kind.code,
        statement=claim.statement,
        word=figures.word,
        band=_band(figures.word, vocabulary),
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
            balance="" if withheld else _balance(claim, support),
            tested=_tested(claim, figures, board, withheld=withheld),
            cautions=_cautions(figures, withheld=withheld),
        ),
        coverage=coverage(figures, nouns),
        source_kinds=support.source_kinds,
        evidence_count=support.item_count or 0,
        criterion=ref,
        margin=figures.margin
        or (margin(figures, vocabulary, nouns, printed) if vocabulary else ""),
        # A kind of claim that rests on no items has no number of them.
        evidence_ceiling=DESCRIBABLE.value if described and support.item_count is not None else "",
        excerpts=_excerpts(claim),
        of_those=_of_those(figures),
    )
    return info.withheld() if withheld else info


def _excerpts(claim: ClaimFacts) -> tuple[ExcerptInfo, ...]:
    """Words of items that may be described: nothing else is released."""
    return tuple(
        ExcerptInfo(
            one.text,
            one.rendering == Rendering.PARAPHRASE,
            one.kind,
            one.stance == Stance.SAYS_OTHERWISE,
        )
        for one in claim.excerpts[:MOST_EXCERPTS]
    )


def _of_those(figures: Figures) -> str:
    """What follows the number counted among; empty of bodies inspected."""
    return "" if figures.looked == "inspected" else figures.words.that


def _tested(claim: ClaimFacts, figures: Figures, board: ChartData, *, withheld: bool) -> str:
    """What a test showed of it, or how likely its word is; of a withheld number nothing but that
    no test was made.
    """
    if withheld and (figures.tested is not None or figures.chance is not None):
        return ""
    return claim.kind.told_by_test(figures, noun=board.noun, nouns=board.noun_plural)


def _cautions(figures: Figures, *, withheld: bool) -> tuple[str, ...]:
    """What is to be known beside it; it says how many, and so tells of a withheld number."""
    return () if withheld else figures.cautions


def _balance(claim: ClaimFacts, support: Support) -> str:
    """What its items say one by one; of a withheld number it would say how small that is."""
    return support.balance if claim.kind.pins_items else ""


def _band(word: str, vocabulary: Vocabulary | None) -> str:
    """Return what a word means, in words; empty where it has no band."""
    band = vocabulary.band(word) if vocabulary and word else None
    return band.in_words() if band else ""


def _in_print(claim: ClaimFacts) -> Figures:
    """Return its figures without counts of items: those alone are told that may be described."""
    if not claim.kind.pins_items:
        return claim.figures
    return replace(claim.figures, met=None, not_met=None, inspected=None, scope=None)


def coverage(figures: Figures, nouns: tuple[str, str]) -> str:
    """Say how many in scope were not inspected on what the claim counts.

    ``nouns`` are what one and what many of those counted are called.
    """
    if figures.inspected is None or figures.scope is None:
        return ""
    if figures.looked == "returned":
        return _response(figures, nouns)
    left, unplaced = figures.scope - figures.inspected, len(figures.bodies.unplaced)
    scope = f"{figures.scope} {nouns[figures.scope != 1]}"
    among = f"counted among ({figures.among})" if figures.among else "in scope"
    if not left:
        said = f"All {scope} {among} were inspected on this."
    else:
        verbs = ("was", "counts") if left == 1 else ("were", "count")
        said = f"{left} of the {scope} {among} {verbs[0]} not inspected on this and {verbs[1]} "
        said += "neither way."
    if unplaced:
        more = f"{unplaced} more {nouns[unplaced != 1]}"
        said += f" Of {more} it is not known whether they belong."
    return said


def _response(figures: Figures, nouns: tuple[str, str]) -> str:
    """Say how many of those asked are in neither number: nothing came, or no answer to this."""
    asked, silent = figures.scope or 0, len(figures.bodies.not_inspected)
    waiting = len(figures.bodies.pending)
    whole = f"{asked} {nouns[asked != 1]} asked"
    if not silent and not waiting:
        return f"All {whole} returned."
    parts = [f"{silent} did not return"] if silent else []
    parts += [f"{waiting} gave no answer to this that is certified"] if waiting else []
    said = " and ".join(parts)
    counts = "it counts" if silent + waiting == 1 else "they count"
    return f"Of the {whole}, {said}; {counts} neither way."


def margin(
    figures: Figures,
    vocabulary: Vocabulary,
    nouns: tuple[str, str],
    printed: tuple[str, Side] | None = None,
) -> str:
    """Say how many findings would have to change before the word for the count is another.

    ``printed`` is the word that the text says and the side it says it of; where it says none, the
    vocabulary's word for the count is told of.
    """
    counts, word = figures.counts, figures.word
    if counts is None or not counts[1]:
        return ""
    if printed is not None:
        word, side = printed
        fewest = _fewest(word, *Counts(*counts, figures.scope or counts[1]).on(side), vocabulary)
    elif not word or vocabulary.band(word) is None:
        return ""
    else:
        # A counted claim knows it; what was read from a file does not.
        fewest = (figures.flips or flips(vocabulary, word, *counts)).fewest
    if fewest is None:
        return f"No change of findings would make “{word}” wrong."
    if fewest == 0:
        return ""
    some = f"one {nouns[0]}" if fewest == 1 else f"{fewest} {nouns[1]}"
    return f"If {some} had been found otherwise, “{word}” would no longer be the word."


@lru_cache(maxsize=1_024)
def _fewest(word: str, k: int, n: int, vocabulary: Vocabulary) -> int | None:
    """The fewest findings to change before a word is no longer true; 0 where it has no meaning."""
    found = meaning(word, vocabulary)
    if found is None or not found.holds(k, n):
        return 0
    return min(
        (abs(other - k) for other in range(n + 1) if not found.holds(other, n)), default=None
    )
