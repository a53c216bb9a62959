"""A number in a bound passage is the claim's number."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.dates import dates
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.quantities.numbers import is_plain_number, values

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
        if claim.values:
            found += _figure(manuscript, block, span, claim)
    for one in told(manuscript, facts):
        counted = one.phrase.kind in _COUNTABLE and not one.claim.values
        if counted and one.answer.state == "false":
            found.append(one.problem(NAME))
    return found


def _figure(
    manuscript: Manuscript, block: TextBlock, span: Span, claim: ClaimFacts
) -> list[Problem]:
    """Require that every number is one of the figure's, as printed or rounded as printed."""
    exact = _numbers_of(claim)
    dated = [(one.start, one.end) for one in dates(span.text)]
    only = exact[0] if len(set(exact)) == 1 else ""
    mend = Mend.words(f"Write `{only}`.") if only else Mend.words("Write the figure.")
    found = []
    for number, start, end in values(span.text):
        written = span.text[start:end]
        if any(first <= start < last for first, last in dated):
            continue
        if _reference(span.text, start, written) or _is_one_of(number, exact):
            continue
        what = (
            f"the text says {written}; the figure is "
            f"{', '.join(f'{n}: {v}' for n, v in claim.values.items())}."
        )
        where = place(manuscript, block, span.start + start, span.start + end, span.key)
        right = _like(written, only, claim.values.values()) if only else None
        found.append(Problem(NAME, where, what, mend, replacement=right))
    return found


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
