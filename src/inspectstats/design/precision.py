"""How exact severities and fair measures will be under a double-rating plan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.ratings import Floats, Grouping
from inspectstats.design.planner import Assignment, Plan
from inspectstats.records import InputError, Record
from inspectstats.severity.measuring import fit
from inspectstats.severity.model import block_sums, blocks, layout_of, probabilities
from inspectstats.severity.observations import Observations


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the precision rests on: spreads in logits of forces, inspectors and criteria, and the
    steps between grades.
    """

    sigma_force: float = 1.0
    sigma_inspector: float = 0.4
    sigma_criterion: float = 0.6
    steps: tuple[float, ...] = (-1.2, 0.0, 1.2)


@dataclass(frozen=True, slots=True)
class Precision(Record):
    """Expected error, in logits, of inspectors' severity and of bodies' fair measures.

    ``runs`` 0 when by formula.
    """

    severity: float
    body: float
    extra: int
    runs: int
    assumptions: Assumptions


def _observed(assignments: tuple[Assignment, ...]) -> Observations:
    force = Grouping.of([a.force for a in assignments], where="force")
    criterion = Grouping.of([a.criterion for a in assignments], where="criterion")
    inspector = Grouping.of([a.inspector for a in assignments], where="inspector")
    return Observations(force, criterion, inspector, np.zeros(len(assignments), dtype=np.int64), ())


def _with_grades(data: Observations, grade: Floats, steps: int) -> Observations:
    scale = tuple(str(code) for code in range(steps + 1))
    return Observations(data.force, data.criterion, data.inspector, grade.astype(np.int64), scale)


def expected_precision(plan: Plan, assumptions: Assumptions | None = None) -> Precision:
    """Standard errors the plan would give, by formula: the Laplace posterior at average bodies and
    inspectors.

    For a person who is not a statistician: how large a difference between two inspectors the plan
    could show.

    Notes
    -----
    The information of every planned judgment is taken at eta = 0; the inverse with the assumed
    spreads gives the variance of the centred severities and of theta - its mean. Bodies further out
    inform less: :func:`simulated_precision` draws them.
    """
    chosen = assumptions or Assumptions()
    _check(plan, chosen)
    data = _with_grades(
        _observed((*plan.primary, *plan.extra)),
        np.zeros(len(plan.primary) + len(plan.extra)),
        len(chosen.steps),
    )
    layout = layout_of(data)
    small = np.zeros(layout.size)
    small[layout.step] = chosen.steps
    # The weak penalty that the fit itself puts on criteria and steps (a standard deviation of 5
    # logits).
    penalty = np.full(layout.size, 1.0 / 25)
    penalty[layout.inspector] = chosen.sigma_inspector**-2
    matrix = np.diag(penalty)
    own, slope = np.empty(layout.forces), np.empty((layout.forces, layout.size))
    for part in blocks(data):
        sums = block_sums(part, layout, small, np.zeros(layout.forces))
        rows = slice(part.first, part.first + part.n_forces)
        own[rows] = 1.0 / (sums.force_information + chosen.sigma_force**-2)
        slope[rows] = sums.cross * own[rows, None]
        matrix += sums.information - slope[rows].T @ sums.cross
    covariance = np.linalg.inv(matrix)
    between = covariance[layout.inspector, layout.inspector]
    centre = np.eye(layout.inspectors) - 1.0 / layout.inspectors
    severity = np.sqrt(np.diag(centre @ between @ centre).mean())
    lean = slope - slope.mean(axis=0)
    spread = (
        own * (1 - 2 / layout.forces)
        + own.sum() / layout.forces**2
        + ((lean @ covariance) * lean).sum(axis=1)
    )
    return Precision(
        round(float(severity), 9),
        round(float(np.sqrt(spread.mean())), 9),
        len(plan.extra),
        0,
        chosen,
    )


def simulated_precision(
    plan: Plan, assumptions: Assumptions | None = None, *, runs: int = 50, seed: str = ""
) -> Precision:
    """Root mean square errors over ``runs`` simulated inspections judged by ``plan`` and fitted by
    :func:`fit`.

    Errors are of severities about their mean and of bodies about theirs. The same seed gives the
    same figures.
    """
    chosen = assumptions or Assumptions()
    _check(plan, chosen)
    data = _observed((*plan.primary, *plan.extra))
    key = int.from_bytes(hashlib.sha256(f"precision {seed}".encode()).digest()[:8], "big")
    severity, body = [], []
    for run in range(runs):
        rng = np.random.Generator(np.random.Philox(key=np.array([key, run], dtype=np.uint64)))
        theta = rng.normal(0, chosen.sigma_force, len(data.force.names))
        harsh = rng.normal(0, chosen.sigma_inspector, len(data.inspector.names))
        hard = rng.normal(0, chosen.sigma_criterion, len(data.criterion.names))
        eta = theta[data.force.codes] - harsh[data.inspector.codes] - hard[data.criterion.codes]
        p = probabilities(eta, np.array(chosen.steps))
        grade = (np.cumsum(p, axis=0)[:-1] < rng.random(len(eta))).sum(axis=0).astype(np.float64)
        found = fit(_with_grades(data, grade, len(chosen.steps)))
        if found.posterior is None:
            continue
        estimate = found.posterior.small[found.posterior.layout.inspector]
        severity.append(np.mean((estimate - estimate.mean() - harsh + harsh.mean()) ** 2))
        body.append(
            np.mean(
                (found.posterior.theta - found.posterior.theta.mean() - theta + theta.mean()) ** 2
            )
        )
    if not severity:
        raise InputError("no run could be fitted", where="plan", mend="Plan more judgments.")
    return Precision(
        round(float(np.sqrt(np.mean(severity))), 9),
        round(float(np.sqrt(np.mean(body))), 9),
        len(plan.extra),
        runs,
        chosen,
    )


def _check(plan: Plan, assumptions: Assumptions) -> None:
    if not plan.primary:
        raise InputError("has no cells", where="plan", mend="Give cells to judge.")
    if min(assumptions.sigma_force, assumptions.sigma_inspector) <= 0 or not assumptions.steps:
        raise InputError(
            "must be above 0, with at least one step",
            where="assumptions",
            mend="Use spreads in logits, such as 0.4.",
        )
