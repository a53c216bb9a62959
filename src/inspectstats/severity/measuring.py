"""Fits the severity model and puts its results into records."""

from __future__ import annotations

import numpy as np

from inspectstats.agreement.ratings import Floats, Ints
from inspectstats.intervals.counts import tail
from inspectstats.records import OK, Result
from inspectstats.severity.connectivity import components
from inspectstats.severity.contrasts import Contrasts, Kind, centred_steps
from inspectstats.severity.fitting import MOST_PASSES, Posterior, fit_posterior
from inspectstats.severity.model import blocks, linear, probabilities
from inspectstats.severity.observations import Observations, observed
from inspectstats.severity.record import METHOD, Fit, SeverityFit, fit_statistics

# Up to so many inspectors that are compared with one another are few.
FEW = 6


def fit(data: Observations, *, level: float = 0.95) -> SeverityFit:
    """Separate the severity of inspectors from the performance of bodies (many-facet rating-scale
    model).

    For a person who is not a statistician: says who marks harshly or mildly, and what each body
    would have got from an average inspector, with an honest margin on both.

    Parameters
    ----------
    data : one row a rating; gaps are no matter, an inspector needs only some of the bodies.

    Returns
    -------
    SeverityFit; when there is nothing to fit its results are None with ``no_ratings``,
    ``no_variation`` (all grades the same) or ``too_few_inspectors``.

    Notes
    -----
    log P(Y=k)/P(Y=k-1) = mu + theta_f - delta_c - lambda_r - tau_k; theta ~ N(0, s_F^2), lambda ~
    N(0, s_R^2), weak normal penalties on mu, delta, tau. Newton on the penalised likelihood, forces
    eliminated; s_F, s_R by empirical Bayes. Standard errors are those of the Laplace posterior for
    the *centred* severities, shrinkage included: on data from the model the error and the stated
    error agree. They take ratings as independent given the model: where raters of one cell share
    its evidence beyond theta and delta, they are too small (see ``benchmarks/drill_coverage.py``),
    and where few inspectors are compared, which the warnings say (:func:`few_inspectors`).
    Reference: Andrich (1978); Linacre (1994). Golden G25.
    """
    tail(level)
    reason = _unusable(observed(data))
    if reason != OK:
        return _empty(data, reason, level)
    posterior = fit_posterior(data)
    force_part, inspector_part = components(
        data.force.codes, data.inspector.codes, len(data.force.names), len(data.inspector.names)
    )
    mean, variance = _moments(data, posterior)
    over = data.grade - mean
    standard = over / np.sqrt(np.maximum(variance, 1e-12))
    alike, certain = shared_evidence(data, standard)
    warnings = _warnings(data, posterior, inspector_part)
    # A size that matters and a z that chance rarely reaches; either alone would warn too often.
    if alike > 0.05 and certain > 3:
        warnings += (
            f"raters of one cell are more alike than the model allows (residual "
            f"correlation {alike:.2f}): they share "
            "evidence, severities are drawn together and their standard errors too small",
        )
    contrasts = Contrasts(data, posterior, level, warnings)
    return SeverityFit(
        data,
        posterior,
        contrasts.severities(inspector_part),
        contrasts.bodies(force_part, inspector_part),
        contrasts.criteria(),
        contrasts.fair_grades(force_part, inspector_part),
        tuple(round(float(step), 9) for step in centred_steps(posterior)),
        posterior.sigma_force,
        posterior.sigma_inspector,
        standard,
        over,
        variance,
        fit_statistics(data.inspector.codes, data.inspector.names, over, variance),
        fit_statistics(data.force.codes, data.force.names, over, variance),
        fit_statistics(data.criterion.codes, data.criterion.names, over, variance),
        (
            dict(zip(data.force.names, force_part.tolist(), strict=True)),
            dict(zip(data.inspector.names, inspector_part.tolist(), strict=True)),
        ),
        OK,
        warnings,
    )


def shared_evidence(data: Observations, standard: Floats) -> tuple[float, float]:
    """Mean product of standardised residuals of two raters of one force and criterion, and its z
    score.

    Near 0 when the model holds; positive when raters of a cell share what the model does not know
    (the cell's own evidence, or talking to one another). (0, 0) when no cell has two raters.
    """
    cell = data.force.codes * len(data.criterion.names) + data.criterion.codes
    _, place = np.unique(cell, return_inverse=True)
    place = place.reshape(-1)
    m = np.bincount(place)
    pairs = float((m * (m - 1) / 2).sum())
    if not pairs:
        return 0.0, 0.0
    product = (np.bincount(place, standard) ** 2 - np.bincount(place, standard**2)).sum() / 2
    return float(product / pairs), float(product / np.sqrt(pairs))


def _unusable(data: Observations) -> str:
    if not len(data.grade):
        return "no_ratings"
    if len(data.inspector.names) < 2:
        return "too_few_inspectors"
    return "no_variation" if data.grade.min() == data.grade.max() else OK


def _empty(data: Observations, reason: str, level: float) -> SeverityFit:
    def nothing(names: tuple[str, ...], kind: Kind) -> dict[str, Result]:
        return {
            name: Result(
                f"{METHOD}.{kind}",
                None,
                level=level,
                unit="grades" if kind == "fair_grade" else "logits",
                reason=reason,
                interval_reason=reason,
                dropped=data.dropped,
                input_sha256=data.input_sha256,
            )
            for name in names
        }

    none = np.empty(0)
    no_fit: dict[str, Fit] = {}
    parts = components(
        data.force.codes, data.inspector.codes, len(data.force.names), len(data.inspector.names)
    )
    return SeverityFit(
        data,
        None,
        nothing(data.inspector.names, "severity"),
        nothing(data.force.names, "body"),
        nothing(data.criterion.names, "criterion"),
        nothing(data.force.names, "fair_grade"),
        (),
        None,
        None,
        none,
        none,
        none,
        no_fit,
        no_fit,
        no_fit,
        (
            dict(zip(data.force.names, parts[0].tolist(), strict=True)),
            dict(zip(data.inspector.names, parts[1].tolist(), strict=True)),
        ),
        reason,
    )


def _moments(data: Observations, posterior: Posterior) -> tuple[Floats, Floats]:
    """Mean and variance of each rating under the model, in the order of the data."""
    order = np.argsort(data.force.codes, kind="stable")
    mean, variance = np.empty(len(order)), np.empty(len(order))
    start, grades = 0, np.arange(posterior.layout.steps + 1, dtype=np.float64)
    for part in blocks(data):
        rows = order[start : start + len(part.grade)]
        p = probabilities(
            linear(part, posterior.layout, posterior.small, posterior.theta),
            posterior.small[posterior.layout.step],
        )
        mean[rows] = grades @ p
        variance[rows] = grades**2 @ p - mean[rows] ** 2
        start += len(part.grade)
    return mean, variance


def few_inspectors(data: Observations, inspector_part: Ints | None = None) -> str:
    """Say that the limits hold less often than stated where few inspectors are compared.

    Empty where they are more than :data:`FEW` in each group that is linked. For two to six, 95 per
    cent limits held in 47 to 80 of 100 simulated inspections: the spread of so few severities is
    hardly known, and the standard errors take it as known.
    """
    if inspector_part is None:
        _, inspector_part = components(
            data.force.codes, data.inspector.codes, len(data.force.names), len(data.inspector.names)
        )
    sizes = np.bincount(inspector_part)
    compared = sizes[sizes > 1]
    if not len(compared) or compared.min() > FEW:
        return ""
    return (
        f"few inspectors ({compared.min()}): limits hold less often than they say; with two to "
        "six 95 per cent limits held in 47 to 80 of 100 simulated inspections"
    )


def _warnings(data: Observations, posterior: Posterior, inspector_part: Ints) -> tuple[str, ...]:
    out = []
    if not posterior.converged:
        out.append(f"not converged after {MOST_PASSES} passes")
    parts = int(inspector_part.max()) + 1
    if parts > 1:
        out.append(
            f"{parts} unlinked groups of inspectors and bodies: figures hold within a group only"
        )
    if few := few_inspectors(data, inspector_part):
        out.append(few)
    unused = np.flatnonzero(np.bincount(data.grade, minlength=data.q) == 0)
    if len(unused):
        out.append(f"grades never given: {', '.join(data.scale[code] for code in unused.tolist())}")
    return tuple(out)
