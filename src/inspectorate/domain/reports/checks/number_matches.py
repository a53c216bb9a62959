"""A number in a bound passage is the claim's number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import dates, first_date
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.amounts import amounts
from inspectorate.prose.quantities.numbers import is_plain_number, values
from inspectorate.prose.quantities.phrases import Phrase
from inspectorate.prose.quantities.truth import TOLERANCE, bounded
from inspectorate.prose.quantities.units import singular

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import told
from .places import bound, place

NAME = CheckName.NUMBER_MATCHES
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

_COUNTABLE = ("number", "of")
_PER_CENT = re.compile(r"\s?(?:%|per\s?cent)$", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare the numbers of each bound passage with its claim."""
    found = []
    for block, span, claim in bound(manuscript, facts):
        if claim.is_figure:
            found += _figure(manuscript, block, span, claim)
    for one in told(manuscript, facts):
        counted = one.phrase.kind in _COUNTABLE and not one.claim.is_figure
        if counted and one.answer.state == "false":
            found.append(one.problem(NAME))
    return found


def _figure(
    manuscript: Manuscript, block: TextBlock, span: Span, claim: ClaimFacts
) -> list[Problem]:
    """Require that every number is one of the figure's, as printed or rounded as printed."""
    exact = _numbers_of(claim)
    only = exact[0] if len(set(exact)) == 1 else ""
    mend = Mend.words(f"Write `{only}`.") if only else Mend.words("Write the figure.")
    said = ", ".join(f"{n}: {v}" for n, v in claim.values.items())
    rough = [*_rough(span.text, claim)]
    wrong = [(one.start, one.end, False) for one, true in rough if not true]
    read = [(one.start, one.end) for one in dates(span.text)]
    read += [(one.start, one.end) for one, _ in rough]
    for number, start, end in values(span.text):
        taken = any(first <= start < last for first, last in read)
        if not taken and not _is_figure(span.text, number, start, end, claim):
            wrong.append((start, end, bool(only)))
    found = []
    for start, end, mended in wrong:
        written = span.text[start:end]
        what = f"the text says {written}; the figure is {said}."
        where = place(manuscript, block, span.start + start, span.start + end, span.key)
        right = _like(written, only, claim.values.values()) if mended else None
        found.append(Problem(NAME, where, what, mend, replacement=right))
    return found


def _is_figure(text: str, number: str, start: int, end: int, claim: ClaimFacts) -> bool:
    """Whether a number is one of the figure's, or counts nothing of it."""
    if _reference(text, start, text[start:end]) and not _counts_one(text, end, claim):
        return True
    if _OF_TIME.match(text, end) and all(first_date(one) for one in claim.values.values()):
        return True  # "the five months from …": the check of lengths answers for it
    share = claim.values.get(_SHARE, "") if _is_share(text, start, end) else ""
    return _is_one_of(number, [share] if share else _numbers_of(claim))


def _numbers_of(claim: ClaimFacts) -> list[str]:
    """The numbers in the figure's values, and its counts."""
    exact = [number for text in claim.values.values() for number, _, _ in values(text)]
    counts = (claim.figures.met, claim.figures.inspected, claim.figures.scope)
    return exact + [str(count) for count in counts if count is not None]


def _is_one_of(number: str, exact: list[str]) -> bool:
    return number in exact or any(_rounds(value, number) for value in exact)


def _reference(text: str, start: int, written: str) -> bool:
    """A number that counts nothing here: the pronoun "one", a section, a year."""
    if written.lower() == "one":
        return True
    digits = re.match(r"[\w,.]+", written)
    end = start + (digits.end() if digits else 0)
    year = re.fullmatch(r"(?:19|20)\d\d", written) is not None
    return (
        not year
        and not is_plain_number(text, start, end)
        and "." not in written
        and not written[:1].isalpha()
    )


_SHARE = "per cent"
_OF_TIME = re.compile(r"[\s-](?:day|week|month|year)s?\b", re.I)


def _is_share(text: str, start: int, end: int) -> bool:
    """Whether a number is the share itself, not the level of its interval: "81 per cent"."""
    level = re.match(r"\s+(?:confidence\s+)?(?:interval|certain|level)", text[end:], re.I)
    return level is None and _PER_CENT.search(text[start:end]) is not None


_LIMITS = ("more than", "fewer than", "at least", "at most", "about", "nearly", "just over")
_DOZEN = re.compile(r"\b(?:half\s+a|two|three|four|five|six)\s+dozen$|\b(?:couple|pair)\b", re.I)
_NONE = re.compile(r"\b(?:no|not\s+one|not\s+a\s+single|a\s+(?:single|lone))(?=\s)", re.I)


def _rough(text: str, claim: ClaimFacts) -> Iterator[tuple[Phrase, bool]]:
    """Numbers with a bound ("more than 300", "between 20 and 30"), and those written in other words
    ("half a dozen", "no", "a single"): each, and whether it is true of one of the figure's values.
    """
    exact = [Fraction(one) for one in claim.values.values() if re.fullmatch(r"\d+(\.\d+)?", one)]
    if not exact:
        return
    for one in amounts(text):
        said = one.phrase.n if one.phrase.kind == "number" else one.phrase.percent
        if said is None or one.phrase.of is not None:
            continue
        if (one.noun or said == 1) and not _noun_follows(text, one.end, claim):
            continue
        true = _within(one.phrase, Fraction(said), exact)
        if true is not None:
            yield one.phrase, true
    for match in _NONE.finditer(text):
        if _noun_follows(text, match.end(), claim):
            n = int(match[0].lower().startswith("a"))
            yield Phrase("number", match[0], match.start(), match.end(), n=n), n in exact


def _within(phrase: Phrase, said: Fraction, exact: list[Fraction]) -> bool | None:
    """Whether a bound is true of one of the values; None of a number that has none."""
    bound, upper = phrase.bound, phrase.upper
    if upper is not None:
        # Of a figure with several values the ends are two of them, as those of an interval.
        return {said, upper} <= set(exact) or (len(exact) == 1 and said <= exact[0] <= upper)
    if bound in _LIMITS:
        slack = max(TOLERANCE * said, Fraction(1))
        true = any(bounded(bound, value, said, slack) for value in exact)
        # What is about another number is told of as that number.
        return None if bound == "about" and not true else true
    return said in exact if _DOZEN.search(phrase.text) else None


_NEXT = re.compile(r"(?:\s+[\w’'-]+){1,4}")


def _counts_one(text: str, end: int, claim: ClaimFacts) -> bool:
    """Whether "one" is a number: the noun of the figure follows it, in either number."""
    return text[:end][-3:].lower() == "one" and _noun_follows(text, end, claim)


def _noun_follows(text: str, end: int, claim: ClaimFacts) -> bool:
    """Whether the next words are of what the figure counts."""
    nouns = {
        form
        for value in (*claim.values, *claim.values.values(), claim.statement)
        for word in re.findall(r"[a-z]{3,}s\b", value.lower())
        for form in (word, singular(word))
    }
    match = _NEXT.match(text, end)
    return match is not None and any(word in nouns for word in match[0].lower().split())


def _rounds(exact: str, printed: str) -> bool:
    try:
        value, shown = Fraction(exact), Fraction(printed)
    except (ValueError, ZeroDivisionError):
        return False
    digits = len(printed.partition(".")[2])
    if len(exact.partition(".")[2]) <= digits:
        return value == shown
    unit = Fraction(1, 2 * 10**digits)
    # The second: a share of 0.62 may be printed as 62 per cent.
    return abs(value - shown) <= unit or (0 <= value <= 1 and abs(value * 100 - shown) <= unit)


def _like(written: str, number: str, printed: Collection[str]) -> str:
    """Return the number with the sign or words that followed the one written.

    A share printed as 0.62 is then so many of a hundred.
    """
    tail = _PER_CENT.search(written)
    if tail is None:
        return number
    if number.startswith("0.") and not any(map(_PER_CENT.search, printed)):
        number = f"{float(Fraction(number) * 100):g}"
    return number + tail.group()
