"""What else an inspector's readings show: halo, bias on a criterion, keeping to the middle."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import stats

from inspectstats.intervals.counts import tail
from inspectstats.joint.fit import JointFit
from inspectstats.joint.keeping import Moments
from inspectstats.records import Result

HALO = "joint.halo/3"
BIAS = "joint.criterion_bias/3"
MIDDLE = "joint.central_tendency/3"
_UNIT = "spreads of one reading"


def halos(fit: JointFit, *, confidence: float = 0.95) -> Mapping[str, Result]:
    """How far each inspector lifts or lowers whole bodies over all criteria.

    A root mean square over the bodies an inspector read, in spreads of one reading; its limits from
    the moments of the draws, on the logarithm since it is above 0. For a reader: does one strong or
    weak point of a body colour all that this inspector says of it? (Thorndike 1920, J. Appl.
    Psychol. 4:25.)
    """
    tail(confidence, "confidence")
    names = fit.data.inspector.names
    if fit.kept is None:
        return dict.fromkeys(names, _refused(HALO, fit))
    z = float(stats.norm.isf((1 - confidence) / 2))
    found = {}
    for place, name in enumerate(names):
        mean, spread = float(fit.kept.halo.mean[place]), float(fit.kept.halo.spread[place])
        wide = np.sqrt(np.log1p((spread / mean) ** 2)) if mean > 0 else 0.0
        middle = mean / np.sqrt(1 + (spread / mean) ** 2) if mean > 0 else 0.0
        low, high = float(middle * np.exp(-z * wide)), float(middle * np.exp(z * wide))
        found[name] = _told(HALO, mean, low, high, confidence, spread, fit)
    return found


def biases(fit: JointFit, *, confidence: float = 0.95) -> Mapping[tuple[str, str], Result]:
    """How much harsher each inspector is on one criterion than on all, by (inspector, criterion).

    Only pairs that were read; in spreads of one reading, positive harsher; limits from the moments
    of the draws. Many are looked at: pick from them with
    :func:`inspectstats.agreement.false_discovery`, not by the largest.
    """
    tail(confidence, "confidence")
    if fit.kept is None or fit.at is None:
        return {}
    criteria = len(fit.data.criterion.names)
    seen = np.unique(fit.data.inspector.codes * criteria + fit.data.criterion.codes)
    z = float(stats.norm.isf((1 - confidence) / 2))
    held: Moments = fit.kept.bias
    found = {}
    for place, code in enumerate(seen.tolist()):
        inspector, criterion = divmod(code, criteria)
        mean, spread = float(held.mean[place]), float(held.spread[place])
        name = (fit.data.inspector.names[inspector], fit.data.criterion.names[criterion])
        found[name] = _told(
            BIAS, mean, mean - z * spread, mean + z * spread, confidence, spread, fit
        )
    return found


def middles(fit: JointFit, *, confidence: float = 0.95) -> Mapping[str, Result]:
    """How much more often each inspector keeps to the middle grades than the model foresees.

    A difference of shares, in [-1, 1]: the share of his readings that are not at an end of the
    scale, less that share in readings drawn again from the model for the same bodies and criteria.
    Refused with ``two_grades`` where the scale has no middle. For a reader: does this inspector
    avoid the best and the worst grade?
    """
    tail(confidence, "confidence")
    names = fit.data.inspector.names
    if fit.kept is None or fit.data.q < 3:
        reason = "two_grades" if fit.kept is not None else fit.reason
        refused = Result(MIDDLE, None, reason=reason, input_sha256=fit.input_sha256)
        return dict.fromkeys(names, refused)
    middle = (fit.data.grade > 0) & (fit.data.grade < fit.data.q - 1)
    readings = np.bincount(fit.data.inspector.codes, minlength=len(names))
    given = np.bincount(fit.data.inspector.codes, weights=middle, minlength=len(names)) / readings
    found = {}
    for place, name in enumerate(names):
        apart = given[place] - fit.kept.middle[:, place]
        low, high = np.quantile(apart, [(1 - confidence) / 2, (1 + confidence) / 2])
        found[name] = Result(
            MIDDLE,
            float(apart.mean()),
            float(low),
            float(high),
            confidence,
            float(apart.std()),
            "readings drawn again",
            "share",
            counts={"n_ratings": int(readings[place])},
            input_sha256=fit.input_sha256,
        )
    return found


def _told(
    method: str,
    value: float,
    low: float,
    high: float,
    confidence: float,
    se: float,
    fit: JointFit,
) -> Result:
    return Result(
        method,
        value,
        low,
        high,
        confidence,
        se,
        "moments of joint draws",
        _UNIT,
        counts={"n_pairs": fit.pairs},
        input_sha256=fit.input_sha256,
    )


def _refused(method: str, fit: JointFit) -> Result:
    return Result(method, None, reason=fit.reason, input_sha256=fit.input_sha256)
