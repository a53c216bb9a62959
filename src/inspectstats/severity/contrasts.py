"""Measures of inspectors, bodies and criteria as contrasts of the severity model's posterior."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy import stats

from inspectstats.agreement.ratings import Floats, Ints
from inspectstats.records import OK, Result
from inspectstats.severity.fitting import Posterior
from inspectstats.severity.model import probabilities
from inspectstats.severity.observations import Observations
from inspectstats.severity.record import METHOD

Kind = Literal["severity", "body", "criterion", "fair_grade"]


def centred_steps(posterior: Posterior) -> Floats:
    """Step difficulties against their mean, in logits; shape (q - 1,)."""
    steps = posterior.small[posterior.layout.step]
    return np.asarray(steps - steps.mean())


class Contrasts:
    """Results from the posterior: each the value and the variance of one contrast."""

    def __init__(
        self, data: Observations, posterior: Posterior, level: float, warnings: tuple[str, ...]
    ) -> None:
        self.data, self.post, self.level, self.warnings = data, posterior, level, warnings
        self.z = float(stats.norm.ppf(0.5 + level / 2))
        self.ratings = {
            "n_ratings": len(data.grade),
            "n_forces": len(data.force.names),
            "n_inspectors": len(data.inspector.names),
            "n_criteria": len(data.criterion.names),
        }

    def result(
        self, kind: Kind, value: float, variance: float, n: int, unit: str = "logits"
    ) -> Result:
        """One measure with its limits; without them where the contrast has no variance."""
        se = float(np.sqrt(max(variance, 0.0)))
        # A contrast without variance (one inspector against himself) has no limits.
        known = se > 1e-9
        return Result(
            f"{METHOD}.{kind}",
            round(value, 9),
            round(value - self.z * se, 9) if known else None,
            round(value + self.z * se, 9) if known else None,
            self.level,
            round(se, 9),
            "laplace",
            unit,
            interval_reason=OK if known else "no_uncertainty",
            counts={**self.ratings, "n_own_ratings": n},
            dropped=self.data.dropped,
            warnings=self.warnings,
            input_sha256=self.data.input_sha256,
        )

    def severities(self, part: Ints) -> dict[str, Result]:
        """Each inspector against the mean of the inspectors linked to him."""
        layout, post = self.post.layout, self.post
        values, covariance = (
            post.small[layout.inspector],
            post.covariance[layout.inspector, layout.inspector],
        )
        own = np.bincount(self.data.inspector.codes, minlength=layout.inspectors)
        out = {}
        for r, name in enumerate(self.data.inspector.names):
            # Against those he is linked to: between unlinked parts no severity can be told from
            # quality.
            peers = part == part[r]
            if peers.sum() < 2:
                out[name] = Result(
                    f"{METHOD}.severity",
                    None,
                    level=self.level,
                    unit="logits",
                    reason="not_connected",
                    interval_reason="not_connected",
                    warnings=self.warnings,
                    input_sha256=self.data.input_sha256,
                )
                continue
            vector = -peers.astype(np.float64) / peers.sum()
            vector[r] += 1.0
            out[name] = self.result(
                "severity", float(vector @ values), float(vector @ covariance @ vector), int(own[r])
            )
        return out

    def _average(self, force: int, part: tuple[Ints, Ints]) -> Floats:
        """Weights on the small vector that put body ``force`` under its average inspector on the
        average criterion.
        """
        layout = self.post.layout
        vector = np.zeros(layout.size)
        vector[0] = 1.0
        vector[layout.criterion] = -1.0 / layout.criteria
        peers = part[1] == part[0][force]
        vector[layout.inspector] = -peers.astype(np.float64) / peers.sum()
        # Steps that all move together are the same as another level: the measure is against their
        # mean.
        vector[layout.step] = -1.0 / layout.steps
        return vector

    def bodies(self, force_part: Ints, inspector_part: Ints) -> dict[str, Result]:
        """Fair measure of each body, in logits."""
        post = self.post
        own = np.bincount(self.data.force.codes, minlength=post.layout.forces)
        vectors = {
            p: self._average(f, (force_part, inspector_part))
            for p, f in _first_of(force_part).items()
        }
        out = {}
        for f, name in enumerate(self.data.force.names):
            vector = vectors[int(force_part[f])]
            lean = vector - post.slope[f]
            value = float(post.theta[f] + vector @ post.small)
            out[name] = self.result(
                "body", value, float(post.own[f] + lean @ post.covariance @ lean), int(own[f])
            )
        return out

    def fair_grades(self, force_part: Ints, inspector_part: Ints) -> dict[str, Result]:
        """Expected grade under an average inspector, averaged over criteria.

        Error by the delta method.
        """
        layout, post = self.post.layout, self.post
        measures = self.bodies(force_part, inspector_part)
        delta = post.small[layout.criterion]
        delta = delta - delta.mean()
        grades = np.arange(layout.steps + 1, dtype=np.float64)
        out = {}
        for name, measure in measures.items():
            p = probabilities((measure.value or 0.0) - delta, centred_steps(post))
            mean = grades @ p
            slope = float((grades**2 @ p - mean**2).mean())
            se = slope * (measure.se or 0.0)
            out[name] = self.result(
                "fair_grade", float(mean.mean()), se**2, measure.counts["n_own_ratings"], "grades"
            )
        return out

    def criteria(self) -> dict[str, Result]:
        """Difficulty of each criterion against the average, in logits."""
        layout, post = self.post.layout, self.post
        values, covariance = (
            post.small[layout.criterion],
            post.covariance[layout.criterion, layout.criterion],
        )
        own = np.bincount(self.data.criterion.codes, minlength=layout.criteria)
        out = {}
        for c, name in enumerate(self.data.criterion.names):
            vector = np.full(layout.criteria, -1.0 / layout.criteria)
            vector[c] += 1.0
            out[name] = self.result(
                "criterion",
                float(vector @ values),
                float(vector @ covariance @ vector),
                int(own[c]),
            )
        return out


def _first_of(part: Ints) -> dict[int, int]:
    labels, first = np.unique(part, return_index=True)
    return dict(zip(labels.tolist(), first.tolist(), strict=True))
