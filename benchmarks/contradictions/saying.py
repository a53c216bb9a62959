"""Quantities said in words, each with what it means: the sower's own grammar, whose oracle is the
count.

A *saying* is a noun phrase made for (met, inspected). ``true`` answers whether it may be said of a
count; it is strict both ways: ``None`` where a fair reader could hold either, and such a saying is
neither sown nor called a paraphrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Holds = Callable[[int, int], bool | None]

_ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_BELOW_TWENTY = (*_ONES, *_TEENS, "eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(number: int) -> str:
    """A number below a hundred in words: 21 is ``twenty-one``, 0 is ``no``."""
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def percent(met: int, n: int) -> int:
    """The whole per cent nearest to a share, a half rounded up."""
    return (200 * met + n) // (2 * n)


@dataclass(frozen=True, slots=True)
class Saying:
    """``text``: what stands before the predicate, with ``{noun}`` where the noun goes; ``one``: the
    noun is singular; ``base``: the number inspected is said.
    """

    form: str
    text: str
    holds: Holds
    one: bool = False
    base: bool = False


def share(low: float, high: float, *, least: float = 0.0, most: float = 1.0) -> Holds:
    """True between ``low`` and ``high``, false outside ``least`` to ``most``, open between."""

    def holds(met: int, n: int) -> bool | None:
        found = Fraction(met, n)
        if Fraction(str(low)) <= found <= Fraction(str(high)):
            return True
        return None if Fraction(str(least)) <= found <= Fraction(str(most)) else False

    return holds


def upward(low: str, high: str, *, strict: bool = False) -> Holds:
    """A word for many: false below its band; above it true and says less, so open."""

    def holds(met: int, n: int) -> bool | None:
        found = Fraction(met, n)
        if found < Fraction(low) or (strict and found == Fraction(low)):
            return False
        return True if found < Fraction(high) else None

    return holds


def downward(low: str, high: str, *, strict: bool = False) -> Holds:
    """A word for not many: false above its band; below it true and says less, so open."""

    def holds(met: int, n: int) -> bool | None:
        found = Fraction(met, n)
        if found >= Fraction(high):
            return False
        return None if found < Fraction(low) or (strict and found == Fraction(low)) else True

    return holds


def exactly(number: int) -> Holds:
    """Met is this number."""
    return lambda met, _n: met == number


# What the report's own table of words says, and words no vocabulary defines, with margins.
WORDS: dict[str, tuple[str, Holds]] = {
    "all": ("all {nouns}", lambda met, n: met == n),
    "every": ("every {noun}", lambda met, n: met == n),
    "each": ("each of the {nouns}", lambda met, n: met == n),
    "without exception": ("without exception {nouns}", lambda met, n: met == n),
    "almost all": ("almost all {nouns}", upward("9/10", "1")),
    "most": ("most {nouns}", upward("3/4", "9/10")),
    "a majority": ("a majority of {nouns}", upward("1/2", "3/4", strict=True)),
    "half": ("half of the {nouns}", share(0.5, 0.5, least=0.475, most=0.525)),
    "a minority": ("a minority of {nouns}", downward("1/4", "1/2")),
    "a few": ("a few {nouns}", downward("1/10", "1/4")),
    "very few": ("very few {nouns}", downward("0", "1/10", strict=True)),
    "no": ("no {noun}", lambda met, _n: met == 0),
    "none": ("none of the {nouns}", lambda met, _n: met == 0),
    "not one": ("not one of the {nouns}", lambda met, _n: met == 0),
    "not a single": ("not a single {noun}", lambda met, _n: met == 0),
    "only one": ("only one {noun}", exactly(1)),
    "only two": ("only two {nouns}", exactly(2)),
    "nearly all": ("nearly all {nouns}", share(0.9, 0.99, least=0.75)),
    "the vast majority": ("the vast majority of {nouns}", share(0.85, 0.99, least=0.6)),
    "the majority": ("the majority of {nouns}", upward("1/2", "3/4", strict=True)),
    "hardly any": ("hardly any {nouns}", share(0.01, 0.08, most=0.25)),
    "a handful": ("only a handful of {nouns}", share(0.04, 0.12, most=0.3)),
    "few": ("few {nouns}", share(0.1, 0.2, least=0.01, most=0.45)),
    "many": ("many {nouns}", share(0.5, 0.9, least=0.12)),
    "two": ("a couple of {nouns}", exactly(2)),
    "a third": ("a third of {nouns}", share(0.323, 0.343, least=0.28, most=0.38)),
    "two-thirds": ("two-thirds of {nouns}", share(0.656, 0.676, least=0.61, most=0.72)),
    "a quarter": ("a quarter of {nouns}", share(0.24, 0.26, least=0.2, most=0.3)),
    "three-quarters": ("three-quarters of {nouns}", share(0.74, 0.76, least=0.7, most=0.8)),
    "one in ten": ("one in ten {nouns}", share(0.09, 0.11, least=0.06, most=0.14)),
    "nine in ten": ("nine in ten {nouns}", share(0.89, 0.91, least=0.85, most=0.94)),
    "nearly half": ("nearly half of {nouns}", share(0.45, 0.499, least=0.38, most=0.499)),
    "more than half": ("more than half of the {nouns}", lambda met, n: 2 * met > n),
    "fewer than half": ("fewer than half of the {nouns}", lambda met, n: 2 * met < n),
    "fewer than a quarter": ("fewer than a quarter of the {nouns}", lambda met, n: 4 * met < n),
    "over three-quarters": ("over three-quarters of the {nouns}", lambda met, n: 4 * met > 3 * n),
    "at least two-thirds": (
        "at least two-thirds of the {nouns}",
        lambda met, n: 3 * met >= 2 * n,
    ),
    "at most a third": ("at most a third of the {nouns}", lambda met, n: 3 * met <= n),
}


def numbers(k: int) -> Iterator[Saying]:
    """Ways to say a number ``k`` of ``n``; ``{n}`` stands for the base."""
    yield Saying("digits", f"{k} of the {{n}} {{nouns}} inspected", exactly(k), base=True)
    yield Saying("spelled", f"{spelled(k)} of the {{n}} {{nouns}} inspected", exactly(k), base=True)
    yield Saying("out of", f"{k} out of the {{n}} {{nouns}} inspected", exactly(k), base=True)
    yield Saying("exactly", f"exactly {k} of the {{n}} {{nouns}} inspected", exactly(k), base=True)
    yield Saying("turned", f"of the {{n}} {{nouns}} inspected, {k}", exactly(k), base=True)


def bounds(k: int) -> Iterator[Saying]:
    """Ways to say a bound at ``k``."""
    tail = "of the {n} {nouns} inspected"
    for form, words, holds in (
        ("at least", f"at least {k}", lambda met, _n: met >= k),
        ("more than", f"more than {k}", lambda met, _n: met > k),
        ("over", f"over {spelled(k)}", lambda met, _n: met > k),
        ("no fewer than", f"no fewer than {k}", lambda met, _n: met >= k),
        ("at most", f"at most {k}", lambda met, _n: met <= k),
        ("fewer than", f"fewer than {k}", lambda met, _n: met < k),
        ("no more than", f"no more than {spelled(k)}", lambda met, _n: met <= k),
        ("up to", f"up to {k}", lambda met, _n: met <= k),
    ):
        yield Saying(form, f"{words} {tail}", holds, base=True)


def but(k: int) -> Iterator[Saying]:
    """All but ``k``."""
    tail = "{n} {nouns} inspected"
    holds: Holds = lambda met, n: met == n - k  # noqa: E731
    yield Saying("all but", f"all but {spelled(k)} of the {tail}", holds, base=True)
    yield Saying("all except", f"all except {k} of the {tail}", holds, base=True)
