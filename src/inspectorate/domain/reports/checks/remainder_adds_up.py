"""What was counted and the remainder are together the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.numbers import NUMBER, values
from inspectorate.prose.quantities.phrases import Phrase, read
from inspectorate.prose.quantities.verdicts import spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, place

NAME = CheckName.REMAINDER_ADDS_UP
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

_SENTENCE = re.compile(r"[.?!][”’\"')]*\s+(?=[A-Z\d“‘\"'(])")
# Bounded, so that no paragraph can hang the check; the parts of a whole stand near.
_LOOK_BACK = 1_500
_REMAINING = re.compile(
    rf"\b(?:the (?:remaining|other)\s+(?P<a>{NUMBER})\b|the "
    rf"(?:remainder|rest|others)\s*\((?P<b>{NUMBER})\b)",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Add up the numbers printed, and the counts of claims where a passage says "the remainder"."""
    found = _claims(manuscript, facts)
    for block in manuscript.worded():
        found += _printed(manuscript, block)
    return found


def _printed(manuscript: Manuscript, block: TextBlock) -> list[Problem]:
    """ "30 of the 46 forces … the remaining 15": the parts before it in the block, and the whole
    they are parts of.
    """
    found = []
    for match in _REMAINING.finditer(block.text):
        group = "a" if match.group("a") else "b"
        left = numerals.number(match.group(group))
        before = block.text[max(0, match.start() - _LOOK_BACK) : match.start()]
        parts = [one for one in read(before) if one.kind in ("of", "number")]
        whole, counted = _whole(parts)
        if left is None or not whole or not counted:
            continue
        right = whole - sum(counted)
        if left == right or right <= 0 or _otherwise(before, counted, whole, left):
            continue
        if any(whole - sum(later) == left for later in _of_later_sentences(before, parts, whole)):
            continue
        start, end = match.span(group)
        words = str(right) if match.group(group)[0].isdigit() else spoken(right)
        what = (
            f"{' + '.join(map(str, counted))} and {left} make {sum(counted) + left}, not {whole}."
        )
        found.append(
            Problem(
                NAME,
                place(manuscript, block, start, end),
                what,
                Mend.words(f"Write `{words}`."),
                replacement=words,
            )
        )
    return found


def _of_later_sentences(before: str, parts: list[Phrase], whole: int) -> Iterator[list[int]]:
    """The parts of the same whole from the beginning of each later sentence on: what an earlier
    sentence counted may be of something else.
    """
    for begun in _SENTENCE.finditer(before):
        since = [one for one in parts if one.start >= begun.end()]
        again, counted = _whole(since)
        if again == whole and counted:
            yield counted


def _otherwise(before: str, counted: list[int], whole: int, left: int) -> bool:
    """Whether other numbers before make the sum come out: then nothing is said against it.

    As in "…, and 9 (15 per cent) poor".
    """
    others = [
        int(number) for number, _, _ in values(before) if number.isdigit() and int(number) < whole
    ]
    for number in counted:
        if number in others:
            others.remove(number)
    missing = whole - sum(counted) - left
    return any(
        # Eight numbers in threes are 92 sums; more would let anything come out right.
        sum(chosen) == missing
        for size in (1, 2, 3)
        for chosen in combinations(others[-8:], size)
    )


def _whole(parts: list[Phrase]) -> tuple[int, list[int]]:
    """The last whole named ("of the 46", "the 46 forces") and the parts counted since."""
    whole = 0
    counted: list[int] = []
    for part in parts:
        if part.kind == "of" and part.of and part.n is not None:
            counted = [*counted, part.n] if part.of == whole else [part.n]
            whole = part.of
        elif part.definite and part.n:
            whole, counted = part.n, []
        elif whole and part.n and not part.bound:
            counted.append(part.n)
    return whole, counted


def _claims(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    found = []
    before: dict[int, list[tuple[int, int, str]]] = {}
    for block, span, claim in bound(manuscript, facts):
        if claim.counts is None:
            continue
        met, inspected = claim.counts
        earlier = before.setdefault(block.line, [])
        remainder = next(
            (one for one in read(span.text, lenient=True) if one.kind == "remainder"), None
        )
        if remainder is None:
            earlier.append((met, inspected, span.key))
            continue
        same = [(count, key) for count, total, key in earlier if total == inspected]
        if not same:
            what = "nothing is counted before `the remainder`."
            mend = Mend.words("Say first how many did, or give the number.")
        elif any(
            sum(count for count, _ in same[index:]) + met == inspected for index in range(len(same))
        ):
            continue
        else:
            count, key = same[-1]
            what = (
                f"`{key}` is {count} of {inspected}, so the remainder is {inspected - count}; "
                f"the claim has {met}."
            )
            mend = Mend.words("Give the number, or count what is left over.")
        where = place(
            manuscript, block, span.start + remainder.start, span.start + remainder.end, span.key
        )
        found.append(Problem(NAME, where, what, mend))
    return found
