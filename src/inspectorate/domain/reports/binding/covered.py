"""How much of each section is bound and signed, in numbers. Pure but for what a proof has read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.bodies import quantities
from inspectorate.prose.manuscript import Manuscript, Span, standing
from inspectorate.prose.passages import Signing

from ..checks import no_unbound_body_name, no_unbound_quantity
from ..checks.names import bodies_named
from ..checks.places import sentence_at
from ..facts import Facts
from ..proof import Proof
from ..sections.queries import OutlineSection
from .offers import ASKED_OF

_BINDS = ("claim", "quotation")
_CHECKS = (no_unbound_quantity, no_unbound_body_name)


@dataclass(frozen=True, slots=True)
class Covered:
    """Of the quantities and names of a section how many are bound; of its passages, signed.

    ``quantities`` counts those that are bound or should be, ``passages`` what is signed singly or
    with its source.
    """

    bound: int = 0
    quantities: int = 0
    signed: int = 0
    passages: int = 0

    @property
    def words(self) -> str:
        """The numbers in words: "12 of 14 bound; 9 of 11 signed"."""
        told = f"{self.bound} of {self.quantities} bound" if self.quantities else "Nothing to bind"
        signed = f"{self.signed} of {self.passages} signed"
        return f"{told}; {signed if self.passages else 'nothing to sign'}"


def section_covered(
    laid: Proof, outline: Sequence[OutlineSection], identity: str
) -> Covered | None:
    """Return how much of one section is covered, without checking the others."""
    at = next((at for at, one in enumerate(outline) if one.identity == identity), None)
    if at is None:
        return None
    first, after = outline[at].line, outline[at + 1].line if at + 1 < len(outline) else None
    here = [
        one for one in laid.manuscript.blocks if first <= one.line and one.line < (after or inf)
    ]
    part = replace(laid.manuscript, blocks=tuple(here))
    problems = [one for check in _CHECKS for one in check.check(part, laid.facts)]
    return by_section(laid, outline, problems, part)[identity]


def by_section(
    laid: Proof,
    outline: Sequence[OutlineSection],
    problems: Iterable[Problem],
    part: Manuscript | None = None,
) -> dict[str, Covered]:
    """Return for each section of the outline of a text, by its identity, how much is covered.

    ``problems`` are what the checks found in the whole text, or in a ``part`` of it.
    """
    lines = [one.line for one in outline]

    def section(line: int) -> int:
        return max(0, bisect_right(lines, line) - 1)

    bound = Counter(map(section, _bound(part or laid.manuscript, laid.facts)))
    missing = Counter(section(one.place.line) for one in problems if one.check in ASKED_OF)
    singly: list[dict[str, bool]] = [{} for _ in outline]
    for one in laid.wording.passages:
        if one.passage.signing is not Signing.SECTION and outline:
            line, _ = one.passage.block.at(one.passage.start)
            singly[section(line)][one.passage.identity] = one.wording.stands
    return {
        here.identity: Covered(bound[at], bound[at] + missing[at], sum(there.values()), len(there))
        for at, (here, there) in enumerate(zip(outline, singly, strict=True))
    }


def _bound(manuscript: Manuscript, facts: Facts) -> Iterator[int]:
    """Yield the line of each quantity and each name that stands in a bound passage."""
    for block in manuscript.prose():
        spans = [one for one in block.spans if one.kind in _BINDS]
        for sentence in block.sentences if spans else ():
            for phrase in quantities(sentence.text, facts.called_anywhere):
                start = sentence.start + phrase.start
                if _over(spans, start, sentence.start + phrase.end):
                    yield block.at(start)[0]
    for block, start, _, _ in bodies_named(manuscript, facts.body_names):
        found = sentence_at(block, start)
        if found is not None and standing(block, found) == "bound":
            yield block.at(start)[0]


def _over(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(one.start < end and one.end > start for one in spans)
