"""How near answers lie to the panel's: counts always, a figure from 25 pairs, and which way they
lean; each with what it means and what to do next.

A pair is one answer of an inspector beside the panel's answer to the same case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from inspectstats.agreement import from_long, pair_counts, percent_agreement
from inspectstats.agreement.breakdown import FEWEST_PAIRS
from inspectstats.intervals.proportion import clopper_pearson
from inspectstats.records import Result

from .models import Nearness, PassMark

_HUNDRED = 100
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer beside the panel's: keys of case, criterion and inspector, and the places of both
    grades on their scale of ``grades``, the lowest 0.
    """

    case: int
    criterion: int
    inspector: int
    given: int
    panel: int
    grades: int


class Distance(Enum):
    """How far apart answers lie at most: what that means, and what to do next."""

    NONE = ("There is nothing to compare.", "Have answers handed in.")
    SAME = ("Every answer is the panel's.", "Nothing is to be cleared up here.")
    STEP = (
        "Some answers lie a step from the panel's, none further.",
        "Read the panel's reasons on those, and say what would have had to be seen for its grade.",
    )
    FURTHER = (
        "Some answers lie further than a step from the panel's.",
        "Talk those cases through first, with what each grade looks like beside them.",
    )

    @property
    def means(self) -> str:
        """What it means."""
        return self.value[0]

    @property
    def next(self) -> str:
        """What to do next."""
        return self.value[1]


class Lean(Enum):
    """Which way answers that differ lean, where chance alone would hardly do it.

    Of one inspector each answer counts; of several each inspector counts once, by the way most of
    their answers that differ lie: answers of one inspector lean together.
    """

    NONE = ("", "")
    UNTOLD = ("They are too few, or too even, to say that they lean one way.", "")
    HARSHER = (
        "They lean lower than the panel's, further than chance alone easily would.",
        "Look at what was taken as missing that the panel saw.",
    )
    MILDER = (
        "They lean higher than the panel's, further than chance alone easily would.",
        "Look at what was taken as enough that the panel missed.",
    )

    @property
    def means(self) -> str:
        """What it means."""
        return self.value[0]

    @property
    def next(self) -> str:
        """What to do next, beside what the distance asks."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Nearby:
    """How near some answers lie to the panel's.

    ``share`` is the proportion that gave the panel's grade, for these inspectors on any cases like
    these; None below 25 pairs. ``leaning`` are how many lean lower and how many higher: answers of
    one inspector, or inspectors where there are several.
    """

    pairs: int
    same: int
    one_step: int
    further: int
    harsher: int
    milder: int
    share: Result | None
    leaning: tuple[int, int] = (0, 0)

    @property
    def distance(self) -> Distance:
        """How far apart they lie at most."""
        if not self.pairs:
            return Distance.NONE
        if self.further:
            return Distance.FURTHER
        return Distance.STEP if self.one_step else Distance.SAME

    @property
    def lean(self) -> Lean:
        """Which way they lean: an exact interval (Clopper and Pearson) of the share of those lower
        lies on one side of a half, or it is not told.
        """
        if not self.harsher + self.milder:
            return Lean.NONE
        lower, higher = self.leaning
        if not lower + higher:
            return Lean.UNTOLD
        low, high = clopper_pearson(lower, lower + higher)
        if low > _EVEN:
            return Lean.HARSHER
        return Lean.MILDER if high < _EVEN else Lean.UNTOLD

    @property
    def counts(self) -> str:
        """The counts as a sentence."""
        if not self.pairs:
            return "No answer beside the panel's."
        of = "the one answer" if self.pairs == 1 else f"{self.pairs} answers"
        apart = self.harsher + self.milder
        said = (
            f"Of {of}, {self.same} gave the panel's grade, {self.one_step} lay a step away and "
            f"{self.further} further."
        )
        return f"{said} {self.harsher} lower, {self.milder} higher." if apart else said

    @property
    def figure(self) -> str:
        """The share as a sentence; why there is none where there is none."""
        if self.share is None or self.share.value is None:
            return (
                f"Fewer than {FEWEST_PAIRS} answers bear no share: the counts are what can be said."
            )
        value = f"{self.share.value * _HUNDRED:.0f} in a hundred gave the panel's grade"
        if self.share.low is None or self.share.high is None:
            return f"{value}; how exact that is cannot be told from so few cases."
        low, high = self.share.low * _HUNDRED, self.share.high * _HUNDRED
        return (
            f"{value}, likely {low:.0f} to {high:.0f} where these inspectors judge other cases "
            "like these."
        )

    @property
    def means(self) -> str:
        """What the counts mean."""
        return " ".join(one for one in (self.distance.means, self.lean.means) if one)

    @property
    def next(self) -> str:
        """What to do next."""
        return " ".join(one for one in (self.distance.next, self.lean.next) if one)


def nearby(pairs: Sequence[Pair]) -> Nearby:
    """Count some pairs, and give the share where they bear one."""
    lower = sum(one.given < one.panel for one in pairs)
    higher = sum(one.given > one.panel for one in pairs)
    if not pairs:
        return Nearby(0, 0, 0, 0, 0, 0, None)
    rows: list[dict[str, object]] = [
        {"force": one.case, "criterion": one.inspector, "rater": rater, "rating": rating}
        for one in pairs
        for rater, rating in (("panel", one.panel), ("inspector", one.given))
    ]
    ratings = from_long(rows, scale=list(range(max(one.grades for one in pairs))))
    found = pair_counts(ratings)
    share = percent_agreement(ratings) if len(pairs) >= FEWEST_PAIRS else None
    return Nearby(
        found["n_pairs"],
        found["n_same"],
        found["n_one_step"],
        found["n_further"],
        lower,
        higher,
        share,
        _leaning(pairs),
    )


def _leaning(pairs: Sequence[Pair]) -> tuple[int, int]:
    """How many lean lower and how many higher."""
    of_each: dict[int, int] = defaultdict(int)
    for one in pairs:
        of_each[one.inspector] += (one.given > one.panel) - (one.given < one.panel)
    if len(of_each) == 1:
        return sum(one.given < one.panel for one in pairs), sum(
            one.given > one.panel for one in pairs
        )
    return sum(way < 0 for way in of_each.values()), sum(way > 0 for way in of_each.values())


@dataclass(frozen=True, slots=True)
class Beside:
    """One inspector's answers beside the pass mark: ``near`` of ``cases`` are as near as it asks,
    ``needed`` would reach it.
    """

    near: int
    cases: int
    needed: int

    @property
    def reached(self) -> bool:
        """Is the mark reached? It decides nothing."""
        return self.near >= self.needed

    @property
    def words(self) -> str:
        """The same as a sentence, with what it means and what to do next."""
        said = f"{self.near} of {self.cases} answers are as near as the pass mark asks; "
        if self.reached:
            return f"{said}{self.needed} reach it. It is reached."
        return f"{said}{self.needed} would reach it. It is not reached."


def beside(mark: PassMark, pairs: Sequence[Pair]) -> Beside:
    """Lay one inspector's answers beside a pass mark. Whole numbers: nothing is rounded down."""
    steps = 1 if mark.nearness == Nearness.STEP else 0
    near = sum(abs(one.given - one.panel) <= steps for one in pairs)
    return Beside(near, len(pairs), -(-mark.share * len(pairs) // _HUNDRED))
