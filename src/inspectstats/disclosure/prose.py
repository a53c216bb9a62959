"""Small numbers in sentences: found, replaced by a bound, and kept from being worked out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from inspectstats.disclosure.cells import cells
from inspectstats.disclosure.suppress import suppress
from inspectstats.quantity.numerals import number

_WORDS = (
    "zero|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_NUMBER = rf"(?:\d[\d,]*|(?:{_WORDS})(?:[- ](?:{_WORDS}))*)"
_OF = re.compile(
    rf"\b(?P<k>{_NUMBER}) (?:out )?of (?:the |all |these |those |all of the )?(?P<n>{_NUMBER})\b",
    re.IGNORECASE,
)
# Sets of statements double with each: 12 are 4,096.
_MOST_STATEMENTS = 12


@dataclass(frozen=True, slots=True)
class Statement:
    """A count in a text, ``k`` of ``n``, with the place of its ``k`` (``start``, ``end``) in
    characters.
    """

    start: int
    end: int
    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """One count taken out: what stood there, what stands now, and the reason.

    ``small`` (the count), ``small_rest`` (what is left of n is small), or ``complementary`` (others
    could be worked out from it).
    """

    statement: Statement
    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """The text safe to print, and every replacement made."""

    text: str
    replaced: tuple[Replaced, ...]


def identifies(k: int, n: int, threshold: int) -> bool:
    """May ``k of n`` tell on somebody: is the count, or what it leaves of n, above 0 and below the
    threshold?
    """
    return 0 < k < threshold or 0 < n - k < threshold


def statements(text: str) -> list[Statement]:
    """Every ``k of n`` written in digits or words, in order; ``n`` at least ``k``."""
    found = []
    for match in _OF.finditer(text):
        k, n = (0 if match[name].lower() == "no" else number(match[name]) for name in ("k", "n"))
        if k is not None and n is not None and 0 <= k <= n and n > 0:
            found.append(Statement(match.start("k"), match.end("k"), k, n))
    return found


def guard(text: str, threshold: int) -> Guarded:
    """Replace every identifying count in a text by a bound, and those that would give one away.

    ``3 of 46`` becomes ``fewer than 5 of 46``, ``44 of 46`` becomes ``more than 41 of 46``. Counts
    of one n that add up to n are taken for a partition (30, 13 and 3 of 46): the small one can be
    worked out from the others, so another is replaced too, after the same attack as for tables.
    """
    found = statements(text)
    reasons: dict[int, str] = {}
    for place, each in enumerate(found):
        if 0 < each.k < threshold:
            reasons[place] = "small"
        elif 0 < each.n - each.k < threshold:
            reasons[place] = "small_rest"
    for group in _partitions(found):
        if any(reasons.get(place) == "small" for place in group):
            for place in _complements(found, group, threshold):
                reasons.setdefault(place, "complementary")
    replaced, parts, last = [], [], 0
    for place, each in enumerate(found):
        if place not in reasons:
            continue
        now = _bound(each, reasons[place], threshold)
        if text[: each.start].rstrip()[-1:] in ("", ".", "!", "?"):
            now = now[0].upper() + now[1:]
        replaced.append(Replaced(each, text[each.start : each.end], now, reasons[place]))
        parts += [text[last : each.start], now]
        last = each.end
    return Guarded("".join(parts) + text[last:], tuple(replaced))


def _bound(each: Statement, reason: str, threshold: int) -> str:
    if reason == "small":
        return f"fewer than {threshold}"
    if reason == "small_rest":
        return f"more than {each.n - threshold}"
    # Multiples of the threshold: a bound centred on the count would give it away.
    low = each.k // threshold * threshold
    return f"between {max(low - threshold, 0)} and {min(low + 2 * threshold, each.n)}"


def _partitions(found: Sequence[Statement]) -> list[tuple[int, ...]]:
    """Sets of two or more statements about the same n that add up to it.

    At most the first 12 of an n are tried.
    """
    groups: list[tuple[int, ...]] = []
    for n in sorted({each.n for each in found}):
        places = [place for place, each in enumerate(found) if each.n == n and each.k > 0][
            :_MOST_STATEMENTS
        ]
        for size in range(2, len(places) + 1):
            groups += [
                chosen
                for chosen in combinations(places, size)
                if sum(found[place].k for place in chosen) == n
            ]
    return groups


def _complements(found: Sequence[Statement], group: Sequence[int], threshold: int) -> list[int]:
    values = {str(place): found[place].k for place in group} | {"n": found[group[0]].n}
    tied = cells(values, [("n", [str(place) for place in group])])
    return [int(key) for key in suppress(tied, threshold, keep=["n"]).complementary]
