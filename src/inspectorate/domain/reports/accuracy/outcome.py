"""What became of one recipient's points: each decision, and what changed in what they were shown.

The effect is read off, and not promised: their copy as it would be drawn up now, beside the one
they were sent. Nothing of another's copy is in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from inspectorate.prose.alike import MOST_PAIRS, aligned
from inspectorate.prose.differences import Difference, differences

from ..fact_check import Shown
from ..models import FactCheck, Point
from ..wording.standing import alike
from .copies import Copies, Copy
from .ending.queries import is_recalled
from .recipients import recipient_of

# Below this share of words two passages are not one that was changed.
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Effect:
    """A passage as it was shown and as it stands: the difference, none where it is as it was.

    ``old`` is empty of a passage that came, ``new`` of one that is no longer shown.
    """

    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Do the words differ?"""
        return self.old != self.new

    @property
    def pieces(self) -> Sequence[Difference]:
        """The difference, word by word: worked out for who is shown it."""
        return differences(self.old, self.new) if self.changed else ()


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """A point, and what became of the passage that it is about; None where it is of none shown."""

    point: Point
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class CountChange:
    """A printed count that moved: what it says, and what was and is told of it."""

    statement: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that became of one copy. ``others`` are changes that no point is about."""

    points: Sequence[PointOutcome]
    others: Sequence[Effect]
    counts: Sequence[CountChange]


def outcome_of(check: FactCheck, points: Sequence[Point], copies: Copies) -> Outcome:
    """Return what became of a copy; ``points`` are as their reader may have them.

    Who had a copy that was recalled is told what was decided, and nothing of what the text says.
    """
    if is_recalled(check):
        return Outcome([PointOutcome(one, None) for one in points], [], [])
    now = copies.of(recipient_of(check))
    effects = effects_of(check.shown, now.shown)
    by_words = {one.old: one for one in effects if one.old}
    found = [PointOutcome(one, by_words.get(_bare(one.about))) for one in points]
    told = {id(one.effect) for one in found}
    others = [one for one in effects if one.changed and id(one) not in told]
    return Outcome(found, others, counts_moved(check, now))


def effects_of(then: Shown, now: Shown) -> list[Effect]:
    """Pair the passages of two copies, the likest with each other, in their order. Pure.

    Those that stand in both are one another's wherever they stand. Of the rest so many are compared
    as ``MOST_PAIRS`` allows: where it is more, those that stand at about the same place.
    """
    olds, news = ([_bare(str(one["text"])) for one in copy] for copy in (then, now))
    pairs = _equal(olds, news)
    left = [place for place in range(len(olds)) if place not in pairs]
    taken = set(pairs.values())
    came = [place for place in range(len(news)) if place not in taken]
    for some, those in _at_the_same_place(left, came):
        scores = [[alike(olds[old], news[new]) for new in those] for old in some]
        pairs |= {some[old]: those[new] for old, new in aligned(scores, least=_LIKE)}
    taken = set(pairs.values())
    found = [
        Effect(old, news[pairs[place]] if place in pairs else "") for place, old in enumerate(olds)
    ]
    return found + [Effect("", new) for place, new in enumerate(news) if place not in taken]


def _equal(olds: Sequence[str], news: Sequence[str]) -> dict[int, int]:
    """The places of passages that stand in both, each taken once."""
    there: dict[str, deque[int]] = {}
    for place, new in enumerate(news):
        there.setdefault(new, deque()).append(place)
    return {place: there[old].popleft() for place, old in enumerate(olds) if there.get(old, ())}


def _at_the_same_place(
    olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Cut two lists into as many parts, so that what is compared within them stays in bounds."""
    parts = max(1, ceil(len(olds) * len(news) / MOST_PAIRS))
    for part in range(parts):
        some, those = (
            one[len(one) * part // parts : len(one) * (part + 1) // parts] for one in (olds, news)
        )
        yield some, those


def counts_moved(check: FactCheck, now: Copy) -> list[CountChange]:
    """The counts of which something else is told now."""
    sides = {one["key"]: one for one in now.sides}
    found = []
    for old in check.sides:
        new = sides.get(old["key"])
        was, told = _told(old), _told(new) if new else ""
        if was != told:
            found.append(CountChange(old["statement"], was, told))
    return found


def _bare(text: str) -> str:
    return " ".join(text.split())


def _told(side: dict[str, str]) -> str:
    words = {"met": "it is so of you", "not_met": "it is not so of you"}
    word = words.get(side["side"], side["side"].replace("_", " "))
    return f"{side['count']}, {word}" if side["count"] else word
