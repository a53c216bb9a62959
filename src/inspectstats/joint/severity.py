"""How severe each inspector is beside the average one, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from inspectstats.intervals.counts import tail
from inspectstats.joint.fit import JointFit
from inspectstats.joint.keeping import Kept
from inspectstats.joint.layout import Floats
from inspectstats.records import Record, Result

METHOD = "joint.severity/3"
DRIFT = "joint.drift/3"


@dataclass(frozen=True, slots=True)
class Severity(Record):
    """One inspector beside the average of these inspectors.

    ``shift`` is in spreads of one reading, positive harsher; ``grades`` is how many grades lower
    than the average inspector's his readings of the same things are on average.
    """

    shift: Result
    grades: Result


def severities(fit: JointFit, *, confidence: float = 0.95) -> Mapping[str, Severity]:
    """Severity of each inspector by name, with intervals that hold the uncertainty of the spreads.

    Parameters
    ----------
    fit : JointFit
        The joint fit.
    confidence : float
        The share of draws between the limits.

    Returns
    -------
    mapping of str to Severity
        ``value`` is ``None`` with ``not_connected`` where nothing links the inspectors: what one
        group found low may be its bodies. No double judgments are asked for; without them the
        intervals are as wide as the data leave them.

    Notes
    -----
    The mean of lambda_r - mean(lambda) over the draws, and its quantiles. In grades: the mean over
    criteria of the sum over edges of Phi((edge + lambda)/s) - Phi(edge/s), s the spread of all
    readings.
    Linacre (1994), Many-Facet Rasch Measurement, for the use of severity. For a reader: given the
    same evidence, would this inspector tend to give a lower grade than the others, and by how much?
    """
    tail(confidence, "confidence")
    names = fit.data.inspector.names
    if fit.kept is None or not fit.linked:
        reason = fit.reason if fit.kept is None else "not_connected"
        refused = Result(METHOD, None, reason=reason, input_sha256=fit.input_sha256)
        return {name: Severity(refused, refused) for name in names}
    readings = np.bincount(fit.data.inspector.codes, minlength=len(names))
    found = {}
    for place, name in enumerate(names):
        drawn = fit.kept.severity[:, place].astype(np.float64)
        counts = {"n_ratings": int(readings[place])}
        found[name] = Severity(
            interval(METHOD, drawn, fit, confidence, "spreads of one reading", counts),
            interval(METHOD, _in_grades(drawn, fit.kept), fit, confidence, "grades", counts),
        )
    return found


def drifts(fit: JointFit, *, confidence: float = 0.95) -> Mapping[str, Result]:
    """How much harsher each inspector grew from the first day to the last, beside all others.

    In spreads of one reading; ``None`` with ``no_times`` where the fit was given no days.
    """
    tail(confidence, "confidence")
    names = fit.data.inspector.names
    drawn = None if fit.kept is None else fit.kept.drift
    if drawn is None or not fit.linked:
        reason = "no_times" if drawn is None else "not_connected"
        refused = Result(DRIFT, None, reason=reason, input_sha256=fit.input_sha256)
        return dict.fromkeys(names, refused)
    return {
        name: interval(
            DRIFT, drawn[:, place].astype(np.float64), fit, confidence, "spreads of one reading", {}
        )
        for place, name in enumerate(names)
    }


def interval(
    method: str,
    drawn: Floats,
    fit: JointFit,
    confidence: float,
    unit: str,
    counts: Mapping[str, int],
) -> Result:
    """The mean of the draws and the limits that hold ``confidence`` of them."""
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Result(
        method,
        float(drawn.mean()),
        float(low),
        float(high),
        confidence,
        float(drawn.std()),
        "quantiles of joint draws",
        unit,
        counts={**counts, "n_draws": len(drawn), "n_pairs": fit.pairs},
        input_sha256=fit.input_sha256,
    )


def _in_grades(severity: Floats, kept: Kept) -> Floats:
    """How many grades lower than the average inspector's, one figure a draw."""
    # Of all readings: bodies, evidence and noise (together 1), halo and bias.
    wide = (kept.spreads[name] ** 2 for name in ("body", "halo", "bias"))
    spread = np.sqrt(1 + sum(wide))
    edges = kept.edges.astype(np.float64) / spread[:, None, None]
    moved = ndtr(edges + (severity / spread)[:, None, None]) - ndtr(edges)
    return np.asarray(moved.sum(axis=2).mean(axis=1))
