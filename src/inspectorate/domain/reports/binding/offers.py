"""What is offered where words rest on nothing: the claim that they say, to be bound by one press.

Pure: the claims are those that whoever is told may read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.reasons import Place, Problem
from inspectorate.prose.manuscript import Manuscript, Sentence

from ..facts import Facts
from ..mend import Lines, span_of
from ..reasons import CheckName
from .fitting import bindable, offered

ASKED_OF = frozenset({CheckName.NO_UNBOUND_QUANTITY, CheckName.NO_UNBOUND_BODY_NAME})
MOST = 2  # offers beside one problem
# So many problems of a section are offered something: each is held to several claims.
MOST_PROBLEMS = 25
_KINDS = ("paragraph", "item")
_CLAUSE = re.compile(r";\s+|,\s+(?:but|and|while|whereas|although|though|yet)\s+")
_ENDS = ".!?:;,"


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim that words may be bound to by one press.

    ``words`` stand in the source as they are, and begin with ``before`` in front of the problem.
    ``figure`` is what the record says in short ("38/46"); empty where nothing short is, or where
    the number is withheld from print.
    """

    key: str
    figure: str
    before: str
    words: str


def figure_of(claim: ClaimFacts) -> str:
    """What stands on record of a claim, where that is short and not withheld: "38/46"."""
    if claim.withheld:
        return ""
    if claim.counts:
        met, inspected = claim.counts
        return f"{met}/{inspected}"
    return next(iter(claim.values.values())) if len(claim.values) == 1 else ""


def offers(
    manuscript: Manuscript,
    problems: Sequence[Problem],
    facts: Facts,
    claims: Mapping[str, ClaimFacts],
) -> list[tuple[Offer, ...]]:
    """Return what is offered beside each problem; nothing beside those that binding mends not.

    ``manuscript`` is the text in which they were found, ``claims`` those that may be told of.
    """
    if not claims:
        return [() for _ in problems]
    left = MOST_PROBLEMS
    found: list[tuple[Offer, ...]] = []
    stretches = _Stretches(manuscript)
    known: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for problem in problems:
        asked = problem.check in ASKED_OF and left > 0
        left -= asked
        found.append(_of(stretches, problem, facts, claims, known) if asked else ())
    return found


def _of(
    stretches: _Stretches,
    problem: Problem,
    facts: Facts,
    claims: Mapping[str, ClaimFacts],
    known: dict[tuple[int, int], list[tuple[str, str]]],
) -> tuple[Offer, ...]:
    source = stretches.source
    at = stretches.lines.offset_of(problem.place)
    if at is None:
        return ()
    for start, end in stretches.around(at):
        if (start, end) not in known:
            words = source[start:end]
            fits = offered(words, facts, claims.values(), MOST) if bindable(words) else []
            known[start, end] = [(one.claim.key, figure_of(one.claim)) for one in fits]
        if known[start, end]:
            before, words = source[start:at], source[start:end]
            return tuple(Offer(key, figure, before, words) for key, figure in known[start, end])
    return ()


class _Stretches:
    """The sentences of a text in its source, sought once for all problems of an answer."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript, self.source = manuscript, manuscript.source
        self.lines = Lines(self.source)

    def around(self, at: int) -> Iterator[tuple[int, int]]:
        """The sentence around a character of the source, and then its clause, without what ends
        them.

        None where marks stand in it: what a press would write into them could cross one.
        """
        place = bisect_right(self._sentences, at, key=lambda span: span[0]) - 1
        start, end = self._sentences[place] if place >= 0 else (0, 0)
        if not start <= at < end:
            return
        yield _trimmed(self.source, start, end)
        cuts = [one.span() for one in _CLAUSE.finditer(self.source, start, end)]
        begins, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
        for first, last in zip(begins, ends, strict=True) if cuts else ():
            if first <= at < last:
                yield _trimmed(self.source, first, last)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        """From which character to which each stands, in the order of the source."""
        spans = (
            span_of(_place(sentence), self.source, lines=self.lines)
            for block in self.manuscript.prose()
            if block.kind in _KINDS
            for sentence in block.sentences
            if not sentence.spans
        )
        return sorted(span for span in spans if span is not None)


def _place(sentence: Sentence) -> Place:
    return Place(sentence.line, sentence.column, sentence.text)


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without its end; a search for it would begin anew at each of many full stops."""
    while end > start and (source[end - 1] in _ENDS or source[end - 1].isspace()):
        end -= 1
    return start, end
