"""What a severity fit tells: inspectors, bodies, criteria, fit, and what cannot be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import stats

from inspectstats.agreement.ratings import Floats, Ints
from inspectstats.intervals.counts import tail
from inspectstats.plain import plain
from inspectstats.records import InputError, Record, Result
from inspectstats.severity.fitting import Posterior
from inspectstats.severity.observations import Observations

METHOD = "severity.rating_scale_map_eb/1"


@dataclass(frozen=True, slots=True)
class Fit(Record):
    """How well the model foresees the ratings of one inspector, body or criterion.

    1 is as expected.

    ``infit`` = sum (x - E)^2 / sum V, ``outfit`` = mean (x - E)^2 / V: above about 1.4 erratic,
    below 0.6 too regular (Linacre 1994). ``n`` ratings.
    """

    infit: float | None
    outfit: float | None
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class SeverityFit(Record):
    """Severity of inspectors, fair measures of bodies, and the means to check both.

    Build with :func:`fit`.

    ``severity``, ``bodies`` and ``criteria`` hold a Result in logits by name: inspectors against
    the average inspector they can be compared with (positive harsher), bodies under that average
    inspector on the average criterion, criteria against the average (positive harder).
    ``fair_grades`` are the grades, in steps 0..q-1 of the scale, an average inspector would be
    expected to give, averaged over criteria. ``residuals`` (n,) are standardised, ``raw_residuals``
    in grades, ``variances`` the model's, all in the order of ``data``. ``components`` says which
    inspectors and bodies can be compared: those with the same number.
    """

    data: Observations
    posterior: Posterior | None
    severity: Mapping[str, Result]
    bodies: Mapping[str, Result]
    criteria: Mapping[str, Result]
    fair_grades: Mapping[str, Result]
    steps: tuple[float, ...]
    sigma_body: float | None
    sigma_inspector: float | None
    residuals: Floats
    raw_residuals: Floats
    variances: Floats
    inspector_fit: Mapping[str, Fit]
    body_fit: Mapping[str, Fit]
    criterion_fit: Mapping[str, Fit]
    components: tuple[Mapping[str, int], Mapping[str, int]]
    reason: str = "ok"
    warnings: tuple[str, ...] = field(default=())

    OWN_DICT = True

    def __repr__(self) -> str:
        spread = "none" if self.sigma_inspector is None else f"{self.sigma_inspector:.2f} logits"
        return (
            f"<SeverityFit: {len(self.severity)} inspectors (spread {spread}), {len(self.bodies)} "
            f"bodies, {len(self.data.grade):,} ratings, {self.reason}>"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON has: neither the data nor their residuals."""
        return {
            "severity": plain(self.severity),
            "bodies": plain(self.bodies),
            "criteria": plain(self.criteria),
            "fair_grades": plain(self.fair_grades),
            "steps": list(self.steps),
            "sigma_body": self.sigma_body,
            "sigma_inspector": self.sigma_inspector,
            "inspector_fit": plain(self.inspector_fit),
            "components": {"bodies": self.components[0], "inspectors": self.components[1]},
            "reason": self.reason,
            "warnings": list(self.warnings),
            "input_sha256": self.data.input_sha256,
        }

    def parts(self) -> dict[tuple[str, str], Result]:
        """Return each measure by what it is of and its name, the rows of the frame."""
        kinds = {
            "inspector": self.severity,
            "body": self.bodies,
            "criterion": self.criteria,
            "fair grade": self.fair_grades,
        }
        return {(kind, name): each for kind, held in kinds.items() for name, each in held.items()}

    def contrast(self, one: str, other: str, *, level: float = 0.95) -> Result:
        """Severity of inspector ``one`` less that of ``other``, with the standard error of the
        difference.

        The error of a difference is *not* the two errors added: what both share cancels. Refused
        with ``not_connected`` where nothing links the two.
        """
        tail(level)
        names = self.data.inspector.names
        parts = self.components[1]
        first, second = _index(names, one, "inspector"), _index(names, other, "inspector")
        post = self.posterior
        if post is None or parts[one] != parts[other]:
            return self._refused(
                "contrast", "not_connected" if post is not None else self.reason, level
            )
        vector = np.zeros(post.layout.size)
        vector[post.layout.inspector.start + first] += 1.0
        vector[post.layout.inspector.start + second] -= 1.0
        return normal_result(
            float(vector @ post.small),
            float(vector @ post.covariance @ vector),
            self,
            level,
            "contrast",
        )

    def body_contrast(self, one: str, other: str, *, level: float = 0.95) -> Result:
        """Fair measure of body ``one`` less that of ``other`` in logits.

        ``not_connected`` where nothing links them.
        """
        tail(level)
        names = self.data.force.names
        parts = self.components[0]
        f, g = _index(names, one, "body"), _index(names, other, "body")
        post = self.posterior
        if post is None or parts[one] != parts[other]:
            return self._refused(
                "body_contrast", "not_connected" if post is not None else self.reason, level
            )
        vector = post.slope[g] - post.slope[f]
        own = 0.0 if f == g else float(post.own[f] + post.own[g])
        variance = own + float(vector @ post.covariance @ vector)
        return normal_result(
            float(post.theta[f] - post.theta[g]), variance, self, level, "body_contrast"
        )

    def _refused(self, what: str, reason: str, level: float) -> Result:
        return Result(
            f"{METHOD}.{what}",
            None,
            level=level,
            unit="logits",
            reason=reason,
            interval_reason=reason,
            warnings=self.warnings,
            input_sha256=self.data.input_sha256,
        )


def _index(names: tuple[str, ...], name: str, what: str) -> int:
    if name not in names:
        raise InputError(
            f"{name!r} is not among the {len(names)}",
            where=what,
            mend=f"Use one of {', '.join(names[:8])} …",
        )
    return names.index(name)


def normal_result(
    value: float, variance: float, fit: SeverityFit, level: float, what: str
) -> Result:
    """Return a normal-theory Result in logits, rounded far below its error so that no summation
    order shows.
    """
    se = math.sqrt(max(variance, 0.0))
    margin = float(stats.norm.ppf(0.5 + level / 2)) * se
    low, high = (round(value - margin, 9), round(value + margin, 9)) if se > 1e-9 else (None, None)
    return Result(
        f"{METHOD}.{what}",
        round(value, 9),
        low,
        high,
        level,
        round(se, 9),
        "laplace",
        "logits",
        interval_reason="ok" if low is not None else "no_uncertainty",
        warnings=fit.warnings,
        input_sha256=fit.data.input_sha256,
    )


def fit_statistics(
    codes: Ints, names: tuple[str, ...], over: Floats, variances: Floats
) -> dict[str, Fit]:
    """Infit and outfit for each group of ratings."""
    number = np.bincount(codes, minlength=len(names))
    squared = np.bincount(codes, over**2, minlength=len(names))
    spread = np.bincount(codes, variances, minlength=len(names))
    standard = np.bincount(codes, over**2 / np.maximum(variances, 1e-12), minlength=len(names))
    out = {}
    for code, name in enumerate(names):
        n = int(number[code])
        known = n > 0 and spread[code] > 1e-9
        out[name] = Fit(
            round(float(squared[code] / spread[code]), 9) if known else None,
            round(float(standard[code] / n), 9) if known else None,
            n,
        )
    return out
