"""How much of one text stands in another, and which texts of two lists are one another's.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Each text of one list with each of the other: how alike they are, from 0 to 1.
type Scores = Sequence[Sequence[float]]
# Texts of two lists that are compared each with each: what lies beyond is not sought.
MOST_PAIRS = 10_000
_WORD = re.compile(r"\w+")
_STEPS = 4  # likeness is told in quarters, so that what is nearly as alike counts as alike


def likeness(olds: Sequence[str], news: Sequence[str]) -> Scores:
    """Return how much of the shorter of two texts stands in the longer, in quarters.

    Three words in a row are looked for together: single words are shared by any two texts.
    """
    there = [_threes(one) for one in news]
    return [[_shared(_threes(old), one) for one in there] for old in olds]


def _shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    few, many = sorted((one, other), key=len)
    if not few:
        return 0.0 if many else 1.0
    return round(_STEPS * len(few & many) / len(few)) / _STEPS


def _threes(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def aligned(scores: Scores, *, least: float = 0.0) -> list[tuple[int, int]]:
    """Pair two lists without crossing, so that the pairs are most alike together.

    Returns places, ascending. None is paired that is less than ``least`` alike. Of pairings that
    are equally good the one whose texts come first is taken.
    """
    width = len(scores[0]) if scores else 0
    best = [[(0.0, 0)] * (width + 1) for _ in range(len(scores) + 1)]
    # From the end, so that a tie is decided where the first texts are looked at.
    for row in reversed(range(len(scores))):
        for column in reversed(range(width)):
            found = max(best[row + 1][column], best[row][column + 1])
            if scores[row][column] >= least:
                found = max(found, _with(best, scores, row, column))
            best[row][column] = found
    pairs, row, column = [], 0, 0
    while row < len(scores) and column < width:
        took = scores[row][column] >= least and _with(best, scores, row, column)
        if took == best[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            row += 1
    return pairs


def _with(
    best: Sequence[Sequence[tuple[float, int]]], scores: Scores, row: int, column: int
) -> tuple[float, int]:
    """How alike the pairs are, and how many, if these two are one."""
    score, pairs = best[row + 1][column + 1]
    return score + scores[row][column], pairs + 1
