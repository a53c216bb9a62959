"""How much of one text stands in another, and which texts of two lists are one another's.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_WORD = re.compile(r"\w+")
_STEPS = 4  # likeness is told in quarters, so that what is nearly as alike counts as alike


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter text stands in the longer, from 0 to 1 in quarters.

    Three words in a row are looked for together: single words are shared by any two texts.
    """
    few, many = sorted((_threes(one), _threes(other)), key=len)
    if not few:
        return 1.0 if one.split() == other.split() else 0.0
    return round(_STEPS * len(few & many) / len(few)) / _STEPS


def _threes(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def aligned(
    olds: Sequence[str],
    news: Sequence[str],
    *,
    by: Callable[[str, str], float] = likeness,
    least: float = 0.0,
) -> list[tuple[int, int]]:
    """Pair two lists of texts without crossing, so that the pairs are most alike together.

    Returns places, ascending. None is paired that is less than ``least`` alike. Of pairings that
    are equally good the one whose texts come first is taken.
    """
    if not least and len(olds) == len(news) == 1:
        return [(0, 0)]
    scores = [[by(old, new) for new in news] for old in olds]
    best = [[(0, 0.0)] * (len(news) + 1) for _ in range(len(olds) + 1)]
    # From the end, so that a tie is decided where the first texts are looked at.
    for row in reversed(range(len(olds))):
        for column in reversed(range(len(news))):
            found = max(best[row + 1][column], best[row][column + 1], key=_worth)
            if scores[row][column] >= least:
                pairs, score = best[row + 1][column + 1]
                found = max(found, (pairs + 1, score + scores[row][column]), key=_worth)
            best[row][column] = found
    return _walked(scores, best, least)


def _worth(found: tuple[int, float]) -> tuple[float, int]:
    pairs, score = found
    return score, pairs


def _walked(
    scores: Sequence[Sequence[float]], best: Sequence[Sequence[tuple[int, float]]], least: float
) -> list[tuple[int, int]]:
    found, row, column = [], 0, 0
    while row < len(scores) and column < len(scores[0]):
        pairs, score = best[row + 1][column + 1]
        took = (pairs + 1, score + scores[row][column])
        if scores[row][column] >= least and best[row][column] == took:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            row += 1
    return found
