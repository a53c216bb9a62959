"""How exactly agreement will be known under a plan of judging, before anybody has judged."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inspectstats.agreement.coefficients import Coefficient
from inspectstats.agreement.inspecting import Inspecting, stream
from inspectstats.agreement.makers import maker_of
from inspectstats.agreement.needed import MOST_TIMES, with_pairs
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import MISSING, Grouping, Ratings, from_codes
from inspectstats.agreement.two_way import Apart, outer_limits, taken_apart
from inspectstats.design.planner import Plan
from inspectstats.intervals.counts import tail
from inspectstats.records import OK, InputError, Record

# Body, criterion, and the two inspectors who judge it.
Pair = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class ExpectedAgreement(Record):
    """What may be expected of agreement when ``pairs`` of judgments are made as planned.

    ``value`` is the figure and ``low`` and ``high`` the limits, for any bodies and inspectors like
    these, each the middle one of ``runs`` made-up inspections; None with a ``reason`` where most of
    them have no limits (``too_few_inspectors``, ``too_few_forces``).
    """

    pairs: int
    value: float | None
    low: float | None
    high: float | None
    runs: int
    reason: str = OK

    @property
    def width(self) -> float | None:
        """Distance from limit to limit."""
        return None if self.low is None or self.high is None else self.high - self.low


def pairs_of(plan: Plan) -> tuple[Pair, ...]:
    """The pairs of judgments of a plan: each extra judgment with the first one of its cell.

    For a person who is not a statistician: who will judge what together.

    Parameters
    ----------
    plan : as :func:`~inspectstats.design.planner.plan` gives it.

    Returns
    -------
    tuple of (body, criterion, first inspector, second inspector).

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> from inspectstats.design.planner import plan
    >>> first = {("North", "1.1"): "Ann"}
    >>> pairs_of(plan(first, {"A": ["Ann"], "B": ["Ben"]}, first, share=1))
    (('North', '1.1', 'Ann', 'Ben'),)
    """
    first = {(one.force, one.criterion): one.inspector for one in plan.primary}
    return tuple(
        (one.force, one.criterion, first[one.force, one.criterion], one.inspector)
        for one in plan.extra
    )


def expected_agreement(
    pairs: Sequence[Pair],
    spreads: Inspecting | None = None,
    *,
    figure: str = "alpha",
    level: float = 0.95,
    runs: int = 100,
    seed: str = "",
) -> ExpectedAgreement:
    """The figure of agreement and its limits that a plan may be expected to give.

    For a person who is not a statistician: how exactly you will know how far inspectors agree, if
    these things are judged twice by these people.

    Parameters
    ----------
    pairs : body, criterion and two inspectors each (:func:`pairs_of` a plan gives them).
    spreads : what bodies, inspectors and noise are assumed to be like; only the ``sigma_`` and
        ``cuts`` are read. Taken from an earlier inspection where there is one.
    figure : "alpha", "ac2" or "percent_agreement".

    Returns
    -------
    ExpectedAgreement; the same seed gives the same.

    Raises
    ------
    InputError : where there are no pairs, or an inspector is paired with himself.

    Notes
    -----
    Made-up inspections as in :mod:`inspectstats.agreement.inspecting`, judged by the plan and
    counted by the two-way interval.

    Examples
    --------
    >>> from inspectstats.design.planner import plan
    >>> teams = {"A": ["Ann", "Ben", "Cem"], "B": ["Dee", "Eve"]}
    >>> first = {(f"body {n // 4}", f"1.{n % 4}"): teams["A"][n % 3] for n in range(80)}
    >>> pairs = pairs_of(plan(first, teams, first, share=0.5, seed="20 May"))
    >>> found = expected_agreement(pairs, runs=20)
    >>> found.pairs, found.low < found.value < found.high
    (40, True)
    """
    tail(level)
    found = _made_up(pairs, spreads or Inspecting(), figure, level, runs, seed)
    told = [(apart, made) for apart, made in found if apart.parts is not None]
    if len(told) * 2 <= runs:
        reasons = [apart.reason for apart, _ in found if apart.parts is None]
        often = max(sorted(set(reasons)), key=reasons.count)
        return ExpectedAgreement(len(pairs), None, None, None, runs, often)
    limits = np.array([_limits(apart, made, len(pairs), level) for apart, made in told])
    value = float(np.median([apart.value for apart, _ in told]))
    low, high = (round(float(one), 9) for one in np.median(limits, axis=0))
    return ExpectedAgreement(len(pairs), round(value, 9), low, high, runs)


def expected_doubles(
    pairs: Sequence[Pair],
    width: float,
    spreads: Inspecting | None = None,
    *,
    figure: str = "alpha",
    level: float = 0.95,
    runs: int = 100,
    seed: str = "",
) -> int | None:
    """How many pairs, drawn as these are, would make the interval ``width`` wide; None where no
    number would, since what bodies and inspectors share keeps it wider.

    For a person who is not a statistician: how many things to judge twice for agreement to be known
    as exactly as you want.

    Parameters
    ----------
    pairs, spreads, figure, level, runs, seed : as for :func:`expected_agreement`.
    width : the distance wanted from limit to limit, above 0.

    Returns
    -------
    int or None.

    Raises
    ------
    InputError : where the width is not above 0, or for :func:`expected_agreement`'s reasons.

    Examples
    --------
    >>> people = [(f"I{n % 7}", f"I{(n + 3) % 7}") for n in range(60)]
    >>> pairs = [(f"body {n % 20}", f"1.{n // 20}", *both) for n, both in enumerate(people)]
    >>> expected_doubles(pairs, 0.5, runs=20) < expected_doubles(pairs, 0.4, runs=20)
    True
    """
    tail(level)
    if not width > 0:
        raise InputError(f"{width} is not above 0", where="width", mend="Use 0.2 for 0.1 each way.")
    found = _made_up(pairs, spreads or Inspecting(), figure, level, runs, seed)
    told = [(apart, made) for apart, made in found if apart.parts is not None]
    if len(told) * 2 <= runs:
        return None

    def middle(number: int) -> float:
        limits = np.array([_limits(apart, made, number, level) for apart, made in told])
        return float(np.median(limits[:, 1] - limits[:, 0]))

    return _fewest(lambda number: middle(number) <= width, len(pairs) * MOST_TIMES)


def _fewest(enough: Callable[[int], bool], most: int) -> int | None:
    """The smallest number up to ``most`` that is enough, where more always is as well."""
    if not enough(most):
        return None
    few, many = 0, most
    while many - few > 1:
        between = (few + many) // 2
        few, many = (few, between) if enough(between) else (between, many)
    return many


def _limits(apart: Apart, made: Coefficient, pairs: int, level: float) -> tuple[float, float]:
    assert apart.parts is not None
    low, high = outer_limits(apart.value, with_pairs(apart.parts, pairs), made, level)
    return max(low, made.lowest), min(high, made.highest)


def _made_up(
    pairs: Sequence[Pair], spreads: Inspecting, figure: str, level: float, runs: int, seed: str
) -> list[tuple[Apart, Coefficient]]:
    if not pairs:
        raise InputError("there is no pair", where="pairs", mend="Plan something judged twice.")
    for row, (body, criterion, one, other) in enumerate(pairs, start=1):
        if one == other:
            raise InputError(
                f"{one} judges {criterion} at {body} twice",
                where=f"pair {row}",
                mend="Name another inspector for the second judgment.",
            )
    out = []
    for run in range(runs):
        ratings = _judged(pairs, spreads, stream(f"expected agreement {seed}", run))
        maker = maker_of(ratings, figure)
        made = maker.build(patterns(ratings))
        out.append((taken_apart(ratings, made, maker, level), made))
    return out


def _judged(pairs: Sequence[Pair], spreads: Inspecting, rng: np.random.Generator) -> Ratings:
    """One made-up inspection by the plan, one column an inspector."""
    body = Grouping.of([one[0] for one in pairs], where="body")
    cell = Grouping.of([f"{one[0]}\x1f{one[1]}" for one in pairs], where="criterion")
    people = Grouping.of([name for one in pairs for name in one[2:]], where="inspector")
    both = people.codes.reshape(-1, 2)
    quality = rng.normal(0, spreads.sigma_body, len(body.names))[body.codes]
    quality = quality + rng.normal(0, spreads.sigma_cell, len(cell.names))[cell.codes]
    harsh = rng.normal(0, spreads.sigma_severity, len(people.names))
    halo = rng.normal(0, spreads.sigma_halo, (len(body.names), len(people.names)))
    bounds = stats.norm.ppf(spreads.cuts) * math.sqrt(spreads.variance)
    codes = np.full((len(pairs), len(people.names)), MISSING, dtype=np.int64)
    for who in both.T:
        seen = quality - harsh[who] + halo[body.codes, who]
        seen = seen + rng.normal(0, spreads.sigma_noise, len(pairs))
        codes[np.arange(len(pairs)), who] = np.digitize(seen, bounds)
    return from_codes(codes, len(spreads.cuts) + 1, force=body, raters=people.names)
