"""Whether an inspector grew harsher or milder over the fieldwork, from the quick severity fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from inspectstats.agreement.ratings import Floats
from inspectstats.intervals.counts import tail
from inspectstats.records import InputError, Result
from inspectstats.severity.record import SeverityFit

METHOD = "severity.drift_of_residuals/1"
# With fewer bodies a line through their days says nothing of the inspector.
LEAST_BODIES = 5


def drift(
    fit: SeverityFit, times: Sequence[float] | Floats, *, confidence: float = 0.95
) -> Mapping[str, Result]:
    """How much harsher each inspector grew from the first day of all to the last, in logits.

    Parameters
    ----------
    fit : SeverityFit, of n readings.
    times : (n,) when each was made, in the order of the readings, in days or any other unit.
    confidence : of the limits, as a share.

    Returns
    -------
    Results by inspector, above 0 harsher. Without a value, and with a ``reason``, where nothing was
    fitted; ``no_times`` where an inspector judged all on one day; ``too_few_bodies`` below five.

    Raises
    ------
    InputError, for times that are not as many as the readings, or not finite, and a ``confidence``
    that is no share.

    Examples
    --------
    >>> from inspectstats.severity import fit, simulate, World
    >>> data = simulate(World(12, 6, 4), seed="days").data
    >>> found = drift(fit(data), [float(body) for body in data.force.codes])
    >>> all(one.low < one.value < one.high for one in found.values())
    True

    Notes
    -----
    Of each body an inspector read: its measure by that inspector's readings (the working response
    of the fit), less what others' readings and the spread of bodies foretell of it; a weighted line
    through these over the days. Its variance holds the spread of bodies as far as others do not
    tell it, so limits are wide where one inspector alone reads a body: then a drift and the order
    in which bodies were visited are told apart by nothing but their number. Normal limits; the
    spread and the other effects of the fit are taken as known.
    """
    tail(confidence, "confidence")
    at = np.asarray(times, dtype=np.float64)
    names = fit.data.inspector.names
    if at.shape != fit.data.grade.shape or not np.isfinite(at).all():
        raise InputError(
            f"{at.size} for {len(fit.data.grade)} readings, or one is missing",
            where="times",
            mend="Give one number a reading, in their order.",
        )
    if fit.posterior is None:
        return {name: _refused(fit, fit.reason, confidence) for name in names}
    width = float(at.max() - at.min())
    scaled = (at - at.min()) / width if width > 0 else np.zeros(len(at))
    return {
        name: _of_one(fit, fit.data.inspector.codes == code, scaled, confidence)
        for code, name in enumerate(names)
    }


def _of_one(fit: SeverityFit, own: np.ndarray, at: Floats, confidence: float) -> Result:
    post = fit.posterior
    assert post is not None  # asked by who calls
    bodies = fit.data.force.codes
    variances = np.maximum(fit.variances, 1e-9)
    size = len(fit.data.force.names)

    def summed(weights: Floats, rows: np.ndarray) -> Floats:
        return np.bincount(bodies[rows], weights[rows], minlength=size)

    response = post.theta[bodies] + fit.raw_residuals / variances
    weight, others = summed(variances, own), summed(variances, ~own)
    read = np.flatnonzero(weight > 0)
    if len(read) < LEAST_BODIES:
        return _refused(fit, "too_few_bodies", confidence)
    known = others + 1 / max(post.sigma_force**2, 1e-9)
    centre = float(post.theta.mean())
    foretold = centre + summed(variances * (response - centre), ~own) / known
    apart = (summed(variances * response, own)[read] / weight[read]) - foretold[read]
    when = summed(variances * at, own)[read] / weight[read]
    sure = 1 / (1 / known[read] + 1 / weight[read])
    off = when - float((sure * when).sum() / sure.sum())
    told = float((sure * off**2).sum())
    if told < 1e-9:
        return _refused(fit, "no_times", confidence)
    # A body's measure falls where its reader grows harsher.
    value, se = -float((sure * off * apart).sum()) / told, 1 / math.sqrt(told)
    margin = float(stats.norm.isf((1 - confidence) / 2)) * se
    return Result(
        METHOD,
        round(value, 9),
        round(value - margin, 9),
        round(value + margin, 9),
        confidence,
        round(se, 9),
        "normal",
        "logits",
        counts={"n_bodies": len(read), "n_ratings": int(own.sum())},
        warnings=fit.warnings,
        input_sha256=fit.data.input_sha256,
    )


def _refused(fit: SeverityFit, reason: str, confidence: float) -> Result:
    return Result(
        METHOD,
        None,
        level=confidence,
        unit="logits",
        reason=reason,
        interval_reason=reason,
        input_sha256=fit.data.input_sha256,
    )
