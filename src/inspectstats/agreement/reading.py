"""Says an agreement figure in a sentence anybody can follow, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass

from inspectstats.agreement.figures import ac2, adjacent_agreement, alpha, percent_agreement
from inspectstats.agreement.ratings import Ratings
from inspectstats.records import Result

RELY, TENTATIVE = 0.80, 0.667
_WHY = {
    "no_pairable_units": "Nothing was judged by two inspectors, so their agreement is not known",
    "no_variation": "Everything judged twice got the same grade, so agreement cannot be told from "
    "everybody being alike",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures a report prints together, on the same ratings (made before moderation)."""

    alpha: Result
    ac2: Result
    percent: Result
    adjacent: Result
    reading: str


def summary(
    ratings: Ratings, *, interval: str | None = "jackknife", level: float = 0.95
) -> Summary:
    """Return alpha (ordinal), AC2 (quadratic), percent and adjacent agreement, and their plain
    reading.
    """
    found = alpha(ratings, "ordinal", interval, level=level)
    percent = percent_agreement(ratings, interval=interval, level=level)
    adjacent = adjacent_agreement(ratings, interval, level=level)
    beside = ac2(ratings, "quadratic", interval, level=level)
    return Summary(found, beside, percent, adjacent, plain_reading(found, percent, adjacent))


def plain_reading(found: Result, percent: Result, adjacent: Result | None = None) -> str:
    """Return the sentences printed under a figure: how often inspectors agreed, then what the
    figure allows.

    ``found`` is alpha or another figure corrected for chance; ``adjacent`` is left out for scales
    of two grades.
    """
    if percent.value is None:
        return f"{_WHY.get(percent.reason, 'Agreement could not be computed')}."
    said = (
        f"Two inspectors judging the same thing gave the same grade in {_often(percent.value)} "
        f"cases"
    )
    if (
        adjacent is not None
        and adjacent.value is not None
        and percent.counts.get("n_categories", 0) > 2
    ):
        said += f", and grades more than one step apart in {_hundred(1 - adjacent.value)} of 100"
    return f"{said}. {_advice(found)}"


def _often(share: float) -> str:
    if share in (0.0, 1.0):
        return "all" if share else "none of the"
    tenths = round(share * 10)
    return (
        f"{tenths} of 10"
        if 0 < tenths < 10 and abs(share - tenths / 10) < 0.03
        else f"{_hundred(share)} of 100"
    )


def _hundred(share: float) -> str:
    if share <= 1e-12:
        return "none"
    return (
        "fewer than 1"
        if share < 0.005
        else "more than 99"
        if 0.995 < share < 1
        else str(round(share * 100))
    )


def _advice(found: Result) -> str:
    if found.value is None:
        return f"{_WHY.get(found.reason, 'Agreement beyond chance could not be computed')}."
    shown = f"Beyond chance that is {found.value:.2f} on a scale where 1 is perfect and 0 is luck"
    if found.low is None or found.high is None:
        return (
            f"{shown}; there are too few bodies, or too little disagreement, to say how exact "
            f"the figure is."
        )
    shown += f" (likely between {found.low:.2f} and {found.high:.2f})"
    if found.low >= RELY:
        return f"{shown}: single judgments can be relied upon."
    if found.low >= TENTATIVE:
        return (
            f"{shown}: good enough for findings about many bodies; have single judgments "
            f"checked by a second inspector."
        )
    if found.high < TENTATIVE:
        return (
            f"{shown}: too little to publish comparisons. Moderate the judgments flagged, and "
            f"clear up the criteria."
        )
    return (
        f"{shown}: these data cannot say whether it reaches {TENTATIVE}, the least to draw "
        f"conclusions from. "
        "Moderate the judgments flagged, have more things judged twice, and compute again."
    )
