"""Says an agreement figure in a sentence anybody can follow, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass

from inspectstats.agreement.figures import ac2, adjacent_agreement, alpha, percent_agreement
from inspectstats.agreement.needed import TENTATIVE, Doubles, doubles_to_decide
from inspectstats.agreement.ratings import Ratings
from inspectstats.intervals.counts import tail
from inspectstats.records import OK, Record, Result

RELY = 0.80
# No more of the pairs may lie more than a step apart where a low alpha is put down to sameness.
FEW_APART = 0.05
_WHY = {
    "no_pairable_units": "Nothing was judged by two inspectors, so their agreement is not known",
    "no_variation": "Everything judged twice got the same grade, so agreement cannot be told from "
    "everybody being alike",
}


@dataclass(frozen=True, slots=True)
class Summary(Record):
    """The figures a report prints together, on the same ratings (made before moderation).

    ``doubles`` says how many more double judgments would decide whether alpha reaches 0.667; None
    where the limits are for these inspectors only.
    """

    alpha: Result
    ac2: Result
    percent: Result
    adjacent: Result
    reading: str
    doubles: Doubles | None = None

    def parts(self) -> dict[str, Result]:
        """Return the figures by name, the rows of the frame."""
        return {
            "alpha": self.alpha,
            "ac2": self.ac2,
            "percent": self.percent,
            "adjacent": self.adjacent,
        }


def summary(
    ratings: Ratings,
    *,
    interval: str | None = "jackknife",
    level: float = 0.95,
    cells: int | None = None,
) -> Summary:
    """Return alpha (ordinal), AC2 (quadratic), percent and adjacent agreement, and their plain
    reading.

    For a person who is not a statistician: what a report prints of agreement, with a sentence that
    says what it means and what to do.

    Parameters
    ----------
    ratings : made before moderation.
    interval : as for :func:`~inspectstats.agreement.figures.alpha`. "two_way" gives limits for any
        bodies and inspectors like these; where alpha has none (too few inspectors), all four are
        given the jackknife's, and the reading says that they hold for these inspectors only.
    level : level of the limits.
    cells : how many things could be judged twice, where known.

    Returns
    -------
    Summary.

    Raises
    ------
    InputError : where the interval is unknown or the scale has no order.

    Examples
    --------
    >>> from inspectstats.agreement.inspecting import Inspecting, inspected, stream
    >>> found = summary(inspected(Inspecting(across=True), stream("guide", 5)), interval="two_way")
    >>> f"{found.alpha.value:.2f}", found.doubles.more
    ('0.58', 223)
    """
    tail(level)
    found = alpha(ratings, "ordinal", interval, level=level)
    alone = interval == "two_way" and found.reason == OK and found.interval_reason != OK
    if alone:
        interval = "jackknife"
        found = alpha(ratings, "ordinal", interval, level=level)
    percent = percent_agreement(ratings, interval=interval, level=level)
    adjacent = adjacent_agreement(ratings, interval, level=level)
    beside = ac2(ratings, "quadratic", interval, level=level)
    doubles = (
        doubles_to_decide(ratings, cells=cells, level=level) if interval == "two_way" else None
    )
    said = plain_reading(found, percent, adjacent, beside=beside, doubles=doubles, alone=alone)
    return Summary(found, beside, percent, adjacent, said, doubles)


def plain_reading(
    found: Result,
    percent: Result,
    adjacent: Result | None = None,
    *,
    beside: Result | None = None,
    doubles: Doubles | None = None,
    alone: bool = False,
) -> str:
    """Return the sentences printed under a figure: how often inspectors agreed, then what the
    figure allows.

    For a person who is not a statistician: the sentences to read first.

    Parameters
    ----------
    found : alpha or another figure corrected for chance.
    percent : percent agreement.
    adjacent : agreement within a step, left out for scales of two grades.
    beside : AC2 (or AC1), which decides whether a low alpha comes from disagreement or from
        everybody being alike.
    doubles : how many more double judgments would decide.
    alone : whether the limits hold for these inspectors only.

    Returns
    -------
    str.

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> told = plain_reading(Result("a", 0.9, 0.85, 0.95), Result("p", 0.9))
    >>> told.partition("): ")[2]
    'single judgments can be relied upon.'
    """
    if percent.value is None:
        return f"{_WHY.get(percent.reason, 'Agreement could not be computed')}."
    said = (
        f"Two inspectors judging the same thing gave the same grade in {_often(percent.value)} "
        f"cases"
    )
    steps = percent.counts.get("n_categories", 0) > 2
    if adjacent is not None and adjacent.value is not None and steps:
        said += f", and grades more than one step apart in {_hundred(1 - adjacent.value)} of 100"
    alike = nearly_alike(found, beside, adjacent if steps else None)
    return f"{said}. {_advice(found, doubles, alike=alike, alone=alone)}"


def nearly_alike(found: Result, beside: Result | None, adjacent: Result | None = None) -> bool:
    """Is a low alpha there because nearly all gave the same grade, and not because they disagreed?

    Where alpha's upper limit is under 0.667 but AC2's lower limit is 0.80 or more and at most 5 %
    of pairs lie more than a step apart: the prevalence paradox (Gwet 2008). ``adjacent`` is the
    share of pairs within a step, None where the scale has but two grades.
    """
    if found.high is None or found.high >= TENTATIVE or beside is None or beside.low is None:
        return False
    near = 1.0 if adjacent is None or adjacent.value is None else adjacent.value
    return beside.low >= RELY and 1 - near <= FEW_APART + 1e-9


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


def _advice(found: Result, doubles: Doubles | None, *, alike: bool, alone: bool) -> str:
    if found.value is None:
        return f"{_WHY.get(found.reason, 'Agreement beyond chance could not be computed')}."
    shown = f"Beyond chance that is {found.value:.2f} on a scale where 1 is perfect and 0 is luck"
    if found.low is None or found.high is None:
        return (
            f"{shown}; there are too few bodies, or too little disagreement, to say how exact "
            f"the figure is."
        )
    whose = ", for any inspectors like these" if found.interval_method == "two_way" else ""
    if alone:
        whose = ", for these inspectors only: there are too few of them to tell of others"
    shown += f" (likely between {found.low:.2f} and {found.high:.2f}{whose})"
    if alike:
        return (
            f"{shown}, but nearly all gave the same grade; too little variety to tell how well "
            f"inspectors separate bodies. Go by how often the grades were the same."
        )
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
        f"conclusions from. Moderate the judgments flagged, {_more(doubles)}."
    )


def _more(doubles: Doubles | None) -> str:
    """How many more double judgments would decide, as the end of a sentence."""
    told = (OK, "too_few_cells", "inspectors_differ", "bodies_differ")
    if doubles is None or doubles.reason not in told:
        return "have more things judged twice, and compute again"
    if doubles.reason == OK and doubles.more is not None:
        return (
            f"have about {_round(doubles.more)} more things judged twice, which would decide it if "
            f"the figure stays, and compute again"
        )
    why = {
        "too_few_cells": "all that is judged is too little",
        "inspectors_differ": "the number of inspectors keeps the range wide",
        "bodies_differ": "the number of bodies keeps the range wide",
    }[doubles.reason]
    return (
        f"and compare no single bodies: more double judgments alone will hardly decide it, since "
        f"{why}"
    )


def _round(number: int) -> int:
    """Two leading digits, rounded up: a forecast is no more exact."""
    step = int(10 ** max(len(str(number)) - 2, 0))
    return -(-number // step) * step
