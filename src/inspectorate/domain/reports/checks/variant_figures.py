"""The figures of a translation are those of its original: of the same claim, else in that place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.numbers import canonical, values

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from ..wording.rules import slot_of
from .places import by_section, in_front_matter, place

NAME = CheckName.VARIANT_FIGURES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_DRAWN = frozenset({"chart", "table", "recommendation"})


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each number in digits that is not one of the original's, and each passage that gives
    other figures of its claim than the original gives in any place.

    Words of a claim are held to its words in the original; all others to the original's section in
    the same place, and the headline to the headline.
    """
    original = facts.documents.get(facts.variant_of)
    if original is None:
        return []
    return [*_bound(manuscript, original, facts.claims or {}), *_others(manuscript, original)]


def _bound(
    manuscript: Manuscript, original: Manuscript, claims: Mapping[str, ClaimFacts]
) -> Iterator[Problem]:
    theirs: defaultdict[str, list[str]] = defaultdict(list)
    for _, span in _spans(original):
        theirs[span.key].append(span.text)
    for block, span in _spans(manuscript):
        if span.key not in theirs:
            continue  # the check of keys says so
        claim = claims.get(span.key)
        known = _numbers(theirs[span.key])
        for match in _DIGITS.finditer(span.text):
            if canonical(match[0]) in known or (claim and slot_of(claim, match[0])):
                continue
            start = span.start + match.start()
            where = place(manuscript, block, start, span.start + match.end(), span.key)
            yield Problem(NAME, where, f"{match[0]} is no figure of the original.", _MEND)
        if claim and _slots(span.text, claim) not in [
            _slots(text, claim) for text in theirs[span.key]
        ]:
            where = place(manuscript, block, span.start, span.end, span.key)
            what = "the original gives other figures of this claim, in digits, than these words."
            yield Problem(NAME, where, what, _MEND)


def _others(manuscript: Manuscript, original: Manuscript) -> Iterator[Problem]:
    """Words without a claim: taken out of their key, they may say no other number either."""
    texts: defaultdict[Hashable, list[str]] = defaultdict(list)
    for section, line in _printed(original):
        texts[section].append(line.text)
    known = {section: _numbers(held) for section, held in texts.items()}
    for section, line in _printed(manuscript):
        held = [one for one in line.spans if one.kind == "claim"]
        for match in _DIGITS.finditer(line.text):
            start, end = match.span()
            if any(one.start <= start < one.end for one in held):
                continue
            if canonical(match[0]) in known.get(section, ()):
                continue
            where = place(manuscript, line, start, end)
            if not line.marks:
                where = replace(in_front_matter(manuscript, line.text), excerpt=match[0])
            what = f"{match[0]} is no figure of the original in this place."
            yield Problem(NAME, where, what, _MEND)


def _spans(manuscript: Manuscript) -> Iterator[tuple[TextBlock, Span]]:
    """Yield the words of each claim, those in captions and recommendations too."""
    for line in manuscript.lines():
        yield from ((line, span) for span in line.spans if span.kind == "claim")


def _printed(manuscript: Manuscript) -> Iterator[tuple[Hashable, TextBlock]]:
    """Yield each stretch of words that is printed, by the number of its section or "headline"."""
    for name, value in manuscript.meta.items():
        if name not in manuscript.inline:
            line = TextBlock("paragraph", str(value), 1)
            yield ("headline" if name == "headline" else 0), line
    for number, block in by_section(manuscript):
        if block.inline or block.kind not in _DRAWN:
            yield from ((number, line) for line in block.inline.values() or (block,))


_MEND = Mend.by(ReportVerb.SAVE, "Write the figures as the original has them, in digits.")


def _numbers(texts: Sequence[str]) -> set[str]:
    """Every number that the original's words give, in digits and in English words."""
    said = {canonical(one[0]) for text in texts for one in _DIGITS.finditer(text)}
    return said | {number for text in texts for number, _, _ in values(text)}


def _slots(text: str, claim: ClaimFacts) -> Mapping[str, int]:
    """What the numbers in digits are of the claim, each with how often it is said."""
    found: dict[str, int] = {}
    for match in _DIGITS.finditer(text):
        if what := slot_of(claim, match[0]):
            found[what] = found.get(what, 0) + 1
    return found
