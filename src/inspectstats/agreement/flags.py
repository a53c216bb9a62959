"""What should go to moderation: flags held to a false-discovery rate and to a size that matters.

Agreement is only ever computed on ratings made before moderation; keep both sets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from inspectstats.agreement.breakdown import by_criterion
from inspectstats.agreement.figures import ac2, adjacent_agreement, alpha
from inspectstats.agreement.ratings import MISSING, Floats, Ratings, rated
from inspectstats.agreement.reading import nearly_alike
from inspectstats.records import Record, Result
from inspectstats.variation.multiplicity import benjamini_hochberg

if TYPE_CHECKING:
    from inspectstats.severity.record import SeverityFit


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of the flags, as STATISTICS section 2.7 sets them.

    Change them for the whole inspection, never for one table.
    """

    target: float = 0.667
    wide_gap_share: float = 0.05
    false_discovery: float = 0.10
    material_logits: float = 0.5
    residual: float = 2.0
    gap: int = 2


@dataclass(frozen=True, slots=True)
class CriterionFlag:
    """A criterion judged too unevenly: ``why`` holds alpha_below_target, ac2_below_target,
    wide_gaps.
    """

    criterion: str
    why: tuple[str, ...]
    alpha: Result
    ac2: Result
    wide_gap_share: float | None


@dataclass(frozen=True, slots=True)
class InspectorFlag:
    """An inspector harsher (severity above 0) or milder than colleagues by a size that matters, in
    logits.
    """

    inspector: str
    severity: float
    se: float
    adjusted_p: float


@dataclass(frozen=True, slots=True)
class CellFlag:
    """One thing judged by several with grades ``gap`` steps apart, or a rating far from expected
    (``residual``).
    """

    unit: int
    force: str
    criterion: str
    why: tuple[str, ...]
    gap: int
    residual: float | None


@dataclass(frozen=True, slots=True)
class TeamFlag:
    """A team harsher or milder on one criterion than its inspectors are elsewhere: mean residual in
    grades.
    """

    team: str
    criterion: str
    mean_residual: float
    z: float
    adjusted_p: float


@dataclass(frozen=True, slots=True)
class Flags(Record):
    """Everything that should be moderated, by kind."""

    criteria: tuple[CriterionFlag, ...]
    inspectors: tuple[InspectorFlag, ...]
    cells: tuple[CellFlag, ...]
    teams: tuple[TeamFlag, ...]
    rules: Rules


def false_discovery(p: Sequence[float] | Floats) -> Floats:
    """Benjamini-Hochberg adjusted p values: flag those at or below the rate, and at most that share
    are false alarms.

    Reference: Benjamini and Hochberg (1995). Golden G19. Assumes tests independent or positively
    dependent.
    """
    return np.array(benjamini_hochberg(p).adjusted, dtype=np.float64)


def flags(ratings: Ratings, fit: SeverityFit | None = None, rules: Rules | None = None) -> Flags:
    """Return what to moderate: criteria and cells from ``ratings``, inspectors and teams from a
    severity ``fit``.

    For a person who is not a statistician: a short list of judgments to look at again, chosen so
    that few of them are there by chance and none is there for a trifle.
    """
    chosen = rules or Rules()
    criteria = _criteria(ratings, chosen) if rated(ratings).criterion is not None else ()
    if fit is None:
        return Flags(criteria, (), _cells(ratings, {}, chosen), (), chosen)
    return Flags(
        criteria,
        inspector_flags(fit, chosen),
        _cells(ratings, _worst(fit), chosen),
        _teams(fit, chosen),
        chosen,
    )


def _criteria(ratings: Ratings, rules: Rules) -> tuple[CriterionFlag, ...]:
    out = []
    seconds, near = (
        by_criterion(ratings, ac2),
        by_criterion(ratings, adjacent_agreement, interval=None),
    )
    for name, first in by_criterion(ratings, alpha).items():
        share = None if near[name].value is None else 1 - (near[name].value or 0.0)
        why = [
            f"{label}_below_target"
            for label, found in (("alpha", first), ("ac2", seconds[name]))
            # The upper limit: flagged only where the data rule the target out, not where they
            # merely miss it.
            if found.high is not None
            and found.high < rules.target
            # Nor where alpha is low only because nearly all gave one grade.
            and not (label == "alpha" and nearly_alike(first, seconds[name], near[name]))
        ]
        if share is not None and share > rules.wide_gap_share:
            why.append("wide_gaps")
        if why:
            out.append(CriterionFlag(name, tuple(why), first, seconds[name], share))
    return tuple(out)


def inspector_flags(fit: SeverityFit, rules: Rules | None = None) -> tuple[InspectorFlag, ...]:
    """Return the inspectors harsher or milder than colleagues by a size that matters.

    The largest first; at most the rules' share of them are there by chance.
    """
    rules = rules or Rules()
    found = [
        (name, result)
        for name, result in fit.severity.items()
        if result.value is not None and result.se
    ]
    p = [2 * float(stats.norm.sf(abs((r.value or 0.0) / (r.se or math.inf)))) for _, r in found]
    flagged = []
    for (name, result), adjusted in zip(found, false_discovery(p), strict=True):
        severity = result.value or 0.0
        # Both: with many ratings a trifle is significant, and with few a chance is large.
        if adjusted <= rules.false_discovery and abs(severity) >= rules.material_logits:
            flagged.append(InspectorFlag(name, severity, result.se or 0.0, float(adjusted)))
    return tuple(sorted(flagged, key=lambda flag: -abs(flag.severity)))


def _worst(fit: SeverityFit) -> dict[tuple[str, str], float]:
    out: dict[tuple[str, str], float] = {}
    force, criterion = fit.data.force, fit.data.criterion
    for f, c, z in zip(
        force.codes.tolist(), criterion.codes.tolist(), fit.residuals.tolist(), strict=True
    ):
        key = force.names[f], criterion.names[c]
        if abs(z) > abs(out.get(key, 0.0)):
            out[key] = z
    return out


def _cells(
    ratings: Ratings, worst: dict[tuple[str, str], float], rules: Rules
) -> tuple[CellFlag, ...]:
    codes = ratings.codes
    if not codes.size:
        return ()
    rated = codes != MISSING
    top = np.where(rated, codes, -1).max(axis=1).astype(int)
    bottom = np.where(rated, codes, ratings.q).min(axis=1).astype(int)
    gaps = np.where(rated.sum(axis=1) >= 2, top - bottom, 0)
    out = []
    for unit in range(ratings.n_units):
        force = "" if ratings.force is None else ratings.force.names[ratings.force.codes[unit]]
        criterion = (
            ""
            if ratings.criterion is None
            else ratings.criterion.names[ratings.criterion.codes[unit]]
        )
        z = worst.get((force, criterion))
        why = []
        if gaps[unit] >= rules.gap:
            why.append("wide_gap")
        if z is not None and abs(z) > rules.residual:
            why.append("unexpected_grade")
        if why:
            out.append(CellFlag(unit, force, criterion, tuple(why), int(gaps[unit]), z))
    return tuple(out)


def _teams(fit: SeverityFit, rules: Rules) -> tuple[TeamFlag, ...]:
    if fit.data.team is None:
        return ()
    team, criterion = fit.data.team, fit.data.criterion
    size = len(team.names) * len(criterion.names)
    group = team.codes * len(criterion.names) + criterion.codes
    number = np.bincount(group, minlength=size)
    summed = np.bincount(group, fit.raw_residuals, minlength=size)
    spread = np.bincount(group, fit.variances, minlength=size)
    some = np.flatnonzero((number > 0) & (spread > 0))
    z = summed[some] / np.sqrt(spread[some])
    adjusted = false_discovery(2 * stats.norm.sf(np.abs(z)))
    out = [
        TeamFlag(
            team.names[place // len(criterion.names)],
            criterion.names[place % len(criterion.names)],
            float(summed[place] / number[place]),
            float(score),
            float(p),
        )
        for place, score, p in zip(some.tolist(), z.tolist(), adjusted.tolist(), strict=True)
        if p <= rules.false_discovery
    ]
    return tuple(sorted(out, key=lambda flag: flag.adjusted_p))
