"""Whether more of one group than of another would meet, and which bodies come last or first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.joint.fit import JointFit
from inspectstats.joint.sayable import LEAST_PAIRS, more_needed, why_not
from inspectstats.records import InputError, Record

COMPARISON = "joint.comparison/3"
RANKING = "joint.ranking/3"
LEAST_BODIES = 5
# Fewer readings by people who read in both groups hardly tell who looked from what was seen: one
# such reading let a difference of severity pass for one of bodies at 0.99.
LEAST_COMMON = 10
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """The chance that a greater share of A than of B would be placed so; about these bodies.

    ``value`` is a proportion in [0, 1] or ``None`` with a ``reason``: ``too_few_bodies`` below five
    in a group, ``no_common_inspectors`` where on a side fewer than ten readings are by people who
    read in both: what differs may then be who looked. ``holds`` from 0.95.
    ``difference`` is the mean difference of the shares with ``low`` and ``high``.
    """

    value: float | None
    holds: bool
    difference: float | None
    low: float | None
    high: float | None
    of_a: int
    of_b: int
    pairs: int
    needed: int
    reason: str = "ok"
    method: str = COMPARISON
    input_sha256: str = ""


def compare(
    fit: JointFit,
    met: NDArray[np.bool_],
    a: Sequence[str],
    b: Sequence[str],
    *,
    sure: float = SURE,
    least: int = LEAST_PAIRS,
) -> Comparison:
    """Compare how many of bodies ``a`` and of bodies ``b`` are such as ``met`` says.

    Parameters
    ----------
    fit : JointFit
        The joint fit that ``met`` comes from.
    met : array of bool, shape (draws, bodies)
        For all bodies of the fit, in its order.
    a, b : sequence of str
        Names of the bodies; no body in both.
    sure : float
        From which chance the comparison holds.
    least : int
        The fewest double judgments from which it is told.

    Returns
    -------
    Comparison
        About these bodies, not a larger population they stand for.

    Raises
    ------
    InputError
        An unknown body, or one in both groups.
    """
    first, second = (_once(_places(fit, one, where)) for one, where in ((a, "a"), (b, "b")))
    if set(first) & set(second):
        shared = fit.data.force.names[min(set(first) & set(second))]
        raise InputError(f"{shared!r} is in both", where="a, b", mend="Put it in one of them.")
    reason = why_not(fit, least)
    if reason == "ok" and min(len(first), len(second)) < LEAST_BODIES:
        reason = "too_few_bodies"
    if reason == "ok" and min(_common(fit, first, second)) < LEAST_COMMON:
        reason = "no_common_inspectors"
    value = difference = low = high = None
    if reason == "ok":
        apart = met[:, first].mean(axis=1) - met[:, second].mean(axis=1)
        value, difference = float((apart > 1e-12).mean()), float(apart.mean())
        low, high = (float(end) for end in np.quantile(apart, [0.025, 0.975]))
    return Comparison(
        value,
        value is not None and value >= sure,
        difference,
        low,
        high,
        len(first),
        len(second),
        fit.pairs,
        more_needed(fit, least),
        reason,
        input_sha256=fit.input_sha256,
    )


@dataclass(frozen=True, slots=True)
class Ranking(Record):
    """The chance that a set of bodies is the lowest, and an interval for each body's rank.

    ``value`` is the chance that every body outside ``named`` stands higher than every body in it;
    ``holds`` from 0.95. ``ranks`` gives by body the limits that hold 95 % of its ranks, 1 the
    lowest, ties at their mean: what to print where no set holds.
    """

    value: float | None
    holds: bool
    named: tuple[str, ...]
    ranks: Mapping[str, tuple[float, float]]
    pairs: int
    needed: int
    reason: str = "ok"
    method: str = RANKING
    input_sha256: str = ""


def rank(
    fit: JointFit,
    criteria: Sequence[str],
    named: Sequence[str],
    *,
    highest: bool = False,
    sure: float = SURE,
    least: int = LEAST_PAIRS,
) -> Ranking:
    """Whether ``named`` are the lowest (or ``highest``) bodies on the mean of their grades.

    Parameters
    ----------
    fit : JointFit
        The joint fit.
    criteria : sequence of str
        The criteria whose grades are averaged.
    named : sequence of str
        The bodies that the sentence names; a set, in no order.
    highest : bool
        Rank from the top.
    sure : float
        From which chance the ranking holds.
    least : int
        The fewest double judgments from which it is told.

    Returns
    -------
    Ranking
        With the interval of every body's rank.

    Raises
    ------
    InputError
        An unknown body or criterion, no body or all of them.
    """
    chosen = _once(_places(fit, named, "named"))
    everybody = len(fit.data.force.names)
    if not 0 < len(set(chosen)) < everybody:
        raise InputError(
            f"names {len(set(chosen))} of {everybody} bodies",
            where="named",
            mend="Name some, not all.",
        )
    columns = [fit.criteria[name] for name in criteria if name in fit.criteria]
    if len(columns) != len(criteria) or not columns:
        raise InputError("was not read", where="criteria", mend="Use criteria of the readings.")
    reason = why_not(fit, least)
    value, ranks = None, {}
    if reason == "ok":
        score = fit.grades[:, :, columns].astype(np.int64).sum(axis=2) * (-1 if highest else 1)
        inside = np.zeros(everybody, dtype=np.bool_)
        inside[chosen] = True
        value = float((score[:, inside].max(axis=1) < score[:, ~inside].min(axis=1)).mean())
        ranks = _ranks(fit, score)
    return Ranking(
        value,
        value is not None and value >= sure,
        tuple(named),
        ranks,
        fit.pairs,
        more_needed(fit, least),
        reason,
        input_sha256=fit.input_sha256,
    )


def _ranks(fit: JointFit, score: NDArray[np.int64]) -> dict[str, tuple[float, float]]:
    """Limits of each body's rank: bodies below it, and half of those beside it."""
    found = {}
    for place, name in enumerate(fit.data.force.names):
        own = score[:, [place]]
        drawn = 0.5 + (score < own).sum(axis=1) + 0.5 * (score == own).sum(axis=1)
        low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
        found[name] = (float(low), float(high))
    return found


def _places(fit: JointFit, names: Sequence[str], where: str) -> list[int]:
    unknown = [name for name in names if name not in fit.bodies]
    if unknown:
        raise InputError(
            f"{unknown[0]!r} was not read", where=where, mend="Use bodies of the readings."
        )
    return [fit.bodies[name] for name in names]


def _once(places: Sequence[int]) -> list[int]:
    """Each body once: one named twice counts once."""
    return list(dict.fromkeys(places))


def _common(fit: JointFit, first: Sequence[int], second: Sequence[int]) -> tuple[int, int]:
    """How many readings of each group are by inspectors who read in both."""
    who, bodies = fit.data.inspector.codes, fit.data.force.codes
    inside = [np.isin(bodies, places) for places in (first, second)]
    both = np.intersect1d(who[inside[0]], who[inside[1]])
    counts = [int(np.isin(who[rows], both).sum()) for rows in inside]
    return counts[0], counts[1]
