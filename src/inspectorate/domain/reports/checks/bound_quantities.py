"""What the amounts of bound passages come to: judged once for the checks that tell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.agreement import Edit, applied
from inspectorate.prose.quantities.assertions import Passage, Side, assertions
from inspectorate.prose.quantities.definitions import printed
from inspectorate.prose.quantities.estimates import estimated
from inspectorate.prose.quantities.judging import Answer, Counts, judged
from inspectorate.prose.quantities.phrases import Phrase
from inspectorate.prose.quantities.proposals import proposal

from ..facts import Facts
from .places import bound, place


@dataclass(frozen=True, slots=True)
class Told:
    """One amount of a bound passage with what the claim's counts say of it.

    ``start`` and ``end`` are offsets into the block; ``replacement`` is what one press puts in the
    place of ``where``, where there is a mend.
    """

    block: TextBlock
    span: Span
    claim: ClaimFacts
    answer: Answer
    start: int
    end: int
    where: Place
    replacement: str | None = None

    @property
    def phrase(self) -> Phrase:
        """The phrase told of; its offsets are of its sentence."""
        return self.answer.phrase

    def problem(self, check: ReasonCode) -> Problem:
        """Return the problem that a false amount is."""
        words = self.answer.mend if self.replacement is None else f"Write `{self.replacement}`."
        return Problem(
            check,
            self.where,
            self.answer.what,
            Mend.words(words),
            replacement=self.replacement,
        )

    def warning(self, check: ReasonCode, what: str, mend: str) -> Problem:
        """Return a problem that blocks nothing."""
        severity: Severity = "warns"
        return Problem(check, self.where, what, Mend.words(mend), severity)


def told(manuscript: Manuscript, facts: Facts) -> Iterator[Told]:
    """Yield each amount of each passage whose claim counts bodies, in order."""
    stems = _stems(manuscript)
    for block, span, claim in bound(manuscript, facts):
        stem = stems.get(id(block), "")
        if claim.figures.estimate is not None:
            yield from _told_of_share(manuscript, block, span, claim, facts, stem)
            continue
        if claim.counts is None or claim.counts[1] < 1:
            continue
        passage, at = passage_of(block, span, claim, facts, stem)
        counts = _counts(claim)
        answers = judged(passage, counts, facts.vocabulary)
        edits = proposal(passage, answers, counts, facts.vocabulary)
        window = _window(block, edits, at)
        for answer in answers:
            start, end = at + answer.phrase.start, at + answer.phrase.end
            if answer.state == "false" and window is not None:
                where = place(manuscript, block, *window, span.key)
                words = _replacement(passage, edits, window, at)
                yield Told(block, span, claim, answer, start, end, where, words)
            else:
                where = place(manuscript, block, start, end, span.key)
                yield Told(block, span, claim, answer, start, end, where)


def _told_of_share(
    manuscript: Manuscript,
    block: TextBlock,
    span: Span,
    claim: ClaimFacts,
    facts: Facts,
    stem: str,
) -> Iterator[Told]:
    """Amounts of cases, held to the whole interval of their share; no press mends one."""
    share = claim.figures.estimate
    assert share is not None
    passage, at = passage_of(block, span, claim, facts, stem)
    passage = replace(passage, nouns=(claim.figures.population,), wholes=(share.answered,))
    for answer in estimated(passage, share, facts.vocabulary):
        start, end = at + answer.phrase.start, at + answer.phrase.end
        where = place(manuscript, block, start, end, span.key)
        yield Told(block, span, claim, answer, start, end, where)


def _counts(claim: ClaimFacts) -> Counts:
    met, inspected = claim.counts or (0, 0)
    silent = len(claim.figures.bodies.not_inspected) if claim.figures.bodies.pending else None
    apart = silent if claim.figures.looked == "returned" else None
    return Counts(met, inspected, claim.figures.scope or inspected, apart)


def passage_of(
    block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts, stem: str = ""
) -> tuple[Passage, int]:
    """Return the span in its sentences, and where these begin in the block."""
    around = [one for one in block.sentences if one.start < span.end and one.end > span.start]
    start = min([one.start for one in around] + [span.start])
    end = max([one.end for one in around] + [span.end])
    others = [one for one in block.spans if one.kind == "claim" and one is not span]
    since = max([one.end for one in others if one.end <= span.start] + [start])
    until = min([one.start for one in others if one.start >= span.end] + [end])
    passage = Passage(
        text=block.text[start:end],
        start=span.start - start,
        end=span.end - start,
        since=since - start,
        until=until - start,
        statement=claim.statement,
        nouns=tuple(
            one for one in (facts.population, claim.figures.population, *facts.nouns) if one
        ),
        stem=stem,
        wholes=_wholes(claim),
        looked=claim.figures.looked,
    )
    return passage, start


def _wholes(claim: ClaimFacts) -> tuple[int, ...]:
    return tuple(one for one in (claim.figures.inspected, claim.figures.scope) if one)


def _stems(manuscript: Manuscript) -> dict[int, str]:
    """The words under which each item of a list stands, by the item."""
    found: dict[int, str] = {}
    stem = ""
    for block in manuscript.worded():
        if block.kind == "item":
            if stem:
                found[id(block)] = stem
            continue
        last = block.sentences[-1].text if block.sentences else block.text
        stem = last if last.rstrip().endswith(":") else ""
    return found


def _window(block: TextBlock, edits: Sequence[Edit], at: int) -> tuple[int, int] | None:
    """The stretch of the block that a press replaces; none where it would cut through markup."""
    if not edits:
        return None
    start, end = at + min(one.start for one in edits), at + max(one.end for one in edits)
    spans = [(one.start, one.end) for one in block.spans]
    styles = [(one.start, one.end) for one in block.styles]
    edges = {edge for places in (spans, styles) for one in places for edge in one}
    return None if any(start < edge < end for edge in edges) else (start, end)


def _replacement(passage: Passage, edits: Sequence[Edit], window: tuple[int, int], at: int) -> str:
    start, end = window[0] - at, window[1] - at
    whole = applied(passage.text, list(edits))
    return whole[start : len(whole) - (len(passage.text) - end)]


def unread(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, Span, int, Phrase]]:
    """Yield the amounts of bodies in passages whose claim counts none, with their offset."""
    for block, span, claim in bound(manuscript, facts):
        if claim.counts is not None or claim.is_figure or claim.figures.quoted:
            continue
        passage, at = passage_of(block, span, claim, facts)
        if claim.figures.estimate is not None:
            # Of the cases it is told above; a number of bodies is none of them.
            passage = replace(passage, nouns=(facts.population, *facts.nouns))
        for one in assertions(passage):
            if one.amount.role == "own" and one.amount.noun is not None and one.amount.noun.own:
                yield block, span, at, one.amount.phrase


def words_used(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, int, str]]:
    """Yield each quantity word of a passage whose claim counts: its block, its offset, the word."""
    for one in told(manuscript, facts):
        if word := printed(one.phrase):
            yield one.block, one.start, word


def prints_words(manuscript: Manuscript) -> bool:
    """Whether a text prints the table of the quantity words."""
    tables = (one for one in manuscript.blocks if one.kind == "table")
    return any(one.fields.get("kind") == "vocabulary" for one in tables)


def printed_words(
    manuscript: Manuscript, facts: Facts, removed: Callable[[TextBlock, int], bool]
) -> dict[str, tuple[str, Side]]:
    """Return the first quantity word printed of each claim that is true, with the side it is of.

    ``removed`` says whether the words at an offset of a block are left out of the edition.
    """
    found: dict[str, tuple[str, Side]] = {}
    for one in told(manuscript, facts):
        reading = one.answer.assertion.one
        true = one.answer.state == "true" and one.phrase.kind == "word"
        if (
            true
            and reading is not None
            and not reading.denied
            and not removed(one.block, one.start)
        ):
            found.setdefault(one.span.key, (one.phrase.word, reading.side))
    return found
