"""Means, totals and shares from stratified, weighted and clustered samples, by linearisation, with
the finite correction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from inspectstats.intervals.counts import tail
from inspectstats.records import InputError, Result, digest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """How the sample was drawn, one entry per sampled case.

    ``weights`` are the cases of the frame each stands for; ``stratum`` and ``cluster`` are labels
    coded 0..; ``sizes`` is the number of sampling units (clusters, or cases where there are none)
    in the frame, per stratum, or ``None`` where the sample is a vanishing part; ``within`` the
    cases each case's cluster has, where only some of them were drawn (two stages). ``singletons``
    is ``refuse`` or ``centre`` (a single unit then varies about the mean of all units, a declared
    rule).
    """

    weights: Floats
    stratum: Ints
    cluster: Ints
    sizes: Floats | None
    names: tuple[str, ...]
    singletons: str = "refuse"
    within: Floats | None = None

    @property
    def clusters(self) -> int:
        """Sampling units over all strata."""
        return len({(int(s), int(c)) for s, c in zip(self.stratum, self.cluster, strict=True)})

    @property
    def df(self) -> int:
        """Degrees of freedom: sampling units less strata."""
        return self.clusters - len(set(self.stratum.tolist()))


def design(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: Sequence[object] | None = None,
    clusters: Sequence[object] | None = None,
    sizes: Sequence[float] | None = None,
    within: Sequence[float] | None = None,
    singletons: str = "refuse",
) -> Design:
    """Describe a sample of ``n`` cases.

    Parameters
    ----------
    weights : array of n, optional
        Frame cases per sampled case; without them ``sizes`` gives N_h/n_h, and without either 1.
    strata, clusters : sequences of n labels, optional
    sizes : sequence of n, optional
        The size N_h of each case's stratum in the frame (number of clusters where clusters were
        drawn).
    within : sequence of n, optional
        The number of cases in each case's cluster, where not all of them were drawn; needs
        ``clusters`` and ``sizes``.
    """
    columns = {
        "weights": weights,
        "strata": strata,
        "clusters": clusters,
        "sizes": sizes,
        "within": within,
    }
    for name, column in columns.items():
        if column is not None and len(column) != n:  # type: ignore[arg-type]
            raise InputError(
                f"{name} do not have {n} entries",
                where=name,
                mend="Give one entry per sampled case.",
            )
    if singletons not in ("refuse", "centre"):
        raise InputError(
            f"singletons {singletons!r}", where="singletons", mend="Use refuse or centre."
        )
    names, stratum = _coded(strata, n)
    _, cluster = _coded(clusters, n) if clusters is not None else ((), np.arange(n))
    per_stratum = None if sizes is None else _per_stratum(sizes, names, stratum, cluster)
    inner = None
    if within is not None:
        if clusters is None or per_stratum is None:
            raise InputError(
                "there are no clusters or no sizes",
                where="within",
                mend="Give clusters and sizes too.",
            )
        inner = np.asarray(within, dtype=np.float64)
        cluster = _apart(stratum, cluster)
        taken = np.bincount(cluster)[cluster]
        short = np.flatnonzero(inner < taken)
        if len(short):
            what = f"{taken[short[0]]} cases drawn of {inner[short[0]]:g}"
            raise InputError(
                what, where=f"row {short[0] + 1}, within", mend="Correct the size of the cluster."
            )
    if weights is not None:
        given = np.asarray(weights, dtype=np.float64)
        if not np.all(given > 0):
            raise InputError(
                "a weight is not above 0",
                where="weights",
                mend="Leave cases that stand for nothing out.",
            )
    elif per_stratum is not None:
        drawn_units = np.array(
            [len(set(cluster[stratum == code].tolist())) for code in range(len(names))]
        )
        given = (per_stratum / drawn_units)[stratum]
        given = given if inner is None else given * inner / np.bincount(cluster)[cluster]
    else:
        given = np.ones(n)
    return Design(given, stratum, cluster, per_stratum, names, singletons, inner)


def _per_stratum(
    sizes: Sequence[float], names: tuple[str, ...], stratum: Ints, cluster: Ints
) -> Floats:
    """N_h by stratum; refuses sizes that differ within a stratum or are smaller than what was
    drawn.
    """
    found = np.zeros(len(names))
    for row, size in enumerate(sizes):
        if found[stratum[row]] not in (0.0, float(size)):
            raise InputError(
                "its size differs within the stratum",
                where=f"row {row + 1}",
                mend="One N_h per stratum.",
            )
        found[stratum[row]] = float(size)
    for code, name in enumerate(names):
        drawn = len(set(cluster[stratum == code].tolist()))
        if found[code] < drawn:
            raise InputError(
                f"{drawn} drawn of {found[code]:g}", where=f"stratum {name}", mend="Correct N_h."
            )
    return found


def _apart(stratum: Ints, cluster: Ints) -> Ints:
    """Cluster codes that differ between strata, although two strata may use one label."""
    _, codes = np.unique(np.column_stack([stratum, cluster]), axis=0, return_inverse=True)
    return codes.reshape(-1).astype(np.int64)


def _coded(labels: Sequence[object] | None, n: int) -> tuple[tuple[str, ...], Ints]:
    if labels is None:
        return ("all",), np.zeros(n, dtype=np.int64)
    names = tuple(sorted({str(label) for label in labels}))
    place = {name: code for code, name in enumerate(names)}
    return names, np.array([place[str(label)] for label in labels], dtype=np.int64)


def variance_of_total(scores: Floats, plan: Design) -> tuple[float | None, str]:
    """Variance of the weighted total of ``scores`` and a reason: ``ok`` or ``singleton_stratum``.

    Formula: sum over strata of (1 - n_h/N_h) n_h/(n_h - 1) sum of (z_hi - mean z_h)^2, z_hi the
    weighted total of sampling unit i; with two stages plus n_h/N_h times the same sum within each
    cluster. Assumes units drawn without replacement with equal chance in a stratum (with
    ``sizes``), otherwise with replacement.
    """
    weighted = plan.weights * scores
    units = []
    for code in range(len(plan.names)):
        inside = plan.stratum == code
        _, place = np.unique(plan.cluster[inside], return_inverse=True)
        units.append(np.bincount(place, weights=weighted[inside]))
    grand = float(np.concatenate(units).mean())
    total = 0.0
    for code, totals in enumerate(units):
        found = _spread(
            totals, None if plan.sizes is None else float(plan.sizes[code]), plan.singletons, grand
        )
        if found is None:
            return None, "singleton_stratum"
        total += found
    return _second_stage(weighted, plan, total)


def _spread(totals: Floats, size: float | None, singletons: str, grand: float) -> float | None:
    """(1 - n/N) n/(n-1) sum of squares of one stratum's (or cluster's) totals; ``None`` for one
    unit that is not all.
    """
    drawn = len(totals)
    rest = 1.0 if size is None else 1.0 - drawn / size
    if rest == 0.0:
        return 0.0
    if drawn == 1:
        return None if singletons == "refuse" else rest * float((totals[0] - grand) ** 2)
    return rest * drawn * float(totals.var(ddof=1))


def _second_stage(weighted: Floats, plan: Design, total: float) -> tuple[float | None, str]:
    """Add what drawing cases within clusters contributes: the share of clusters drawn times the
    spread within each.
    """
    if plan.within is None or plan.sizes is None:
        return total, "ok"
    for cluster in np.unique(plan.cluster):
        held = np.flatnonzero(plan.cluster == cluster)
        code = plan.stratum[held[0]]
        share = len(set(plan.cluster[plan.stratum == code].tolist())) / float(plan.sizes[code])
        found = _spread(
            weighted[held],
            float(plan.within[held[0]]),
            plan.singletons,
            float(weighted[held].mean()),
        )
        if found is None:
            return None, "singleton_stratum"
        total += share * found
    return total, "ok"


def mean(
    y: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """Weighted mean with a t interval on the design's degrees of freedom. Golden G12 (api00:
    662.2874, SE 9.4089).

    Formula: sum w y / sum w; its variance by linearisation of that ratio. ``domain`` marks the
    cases of a part of the frame (one kind of body): the others stay in the design with score 0, as
    they must. Reference: Lumley (2010), Complex Surveys, chapter 2. For a reader: what the average
    over all cases would be, had every one been read.
    """
    values, inside = _values(y, plan, domain)
    held = float(plan.weights[inside].sum())
    counts = _counts(plan, int(inside.sum()))
    if held == 0:
        return _refused("survey.mean/1", "no_cases", level, counts, values, plan)
    estimate = float((plan.weights * values)[inside].sum() / held)
    scores = np.where(inside, (values - estimate) / held, 0.0)
    return _with_t("survey.mean/1", estimate, scores, level, counts, values, plan)


def total(
    y: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """Weighted total with a t interval. Golden G12 (enroll: 3,687,177.5, SE 114,641.7)."""
    values, inside = _values(y, plan, domain)
    scores = np.where(inside, values, 0.0)
    counts = _counts(plan, int(inside.sum()))
    return _with_t(
        "survey.total/1", float((plan.weights * scores).sum()), scores, level, counts, values, plan
    )


def ratio(
    y: ArrayLike, x: ArrayLike, plan: Design, level: float = 0.95, domain: ArrayLike | None = None
) -> Result:
    """The ratio of two weighted totals (cases per officer) with a t interval; ``zero_size`` when
    the lower total is 0.
    """
    upper, inside = _values(y, plan, domain)
    lower, _ = _values(x, plan, domain)
    counts = _counts(plan, int(inside.sum()))
    below = float((plan.weights * lower)[inside].sum())
    if below == 0:
        return _refused("survey.ratio/1", "zero_size", level, counts, upper, plan)
    estimate = float((plan.weights * upper)[inside].sum()) / below
    scores = np.where(inside, (upper - estimate * lower) / below, 0.0)
    return _with_t("survey.ratio/1", estimate, scores, level, counts, upper, plan)


def _values(
    y: ArrayLike, plan: Design, domain: ArrayLike | None
) -> tuple[Floats, NDArray[np.bool_]]:
    values = np.asarray(y, dtype=np.float64)
    if values.shape != plan.weights.shape:
        raise InputError(
            f"{values.shape} values for {plan.weights.shape} cases",
            where="y",
            mend="One value per case.",
        )
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        raise InputError(
            "is missing or no number",
            where=f"row {bad[0] + 1}",
            mend="Leave the case out, or state a rule.",
        )
    inside = np.ones(len(values), dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    return values, inside


def _counts(plan: Design, n: int) -> dict[str, int]:
    return {"n": n, "n_units": plan.clusters, "n_strata": len(plan.names), "df": plan.df}


def _with_t(
    method: str,
    estimate: float,
    scores: Floats,
    level: float,
    counts: dict[str, int],
    values: Floats,
    plan: Design,
) -> Result:
    variance, reason = variance_of_total(scores, plan)
    sha = digest(
        [values.tobytes(), plan.weights.tobytes(), plan.stratum.tobytes(), plan.cluster.tobytes()]
    )
    if variance is None or (plan.df < 1 and variance > 0):
        why = reason if variance is None else "too_few_units"
        return Result(
            method, estimate, level=level, interval_reason=why, counts=counts, input_sha256=sha
        )
    se = math.sqrt(variance)
    spread = se * float(stats.t.isf(tail(level), plan.df)) if plan.df > 0 else 0.0
    return Result(
        method,
        estimate,
        estimate - spread,
        estimate + spread,
        level,
        se=se,
        interval_method="t/1",
        counts=counts,
        interval_reason="census"
        if plan.sizes is not None and se == 0 and plan.weights.max() == 1
        else "ok",
        input_sha256=sha,
    )


def _refused(
    method: str, reason: str, level: float, counts: dict[str, int], values: Floats, plan: Design
) -> Result:
    sha = digest([values.tobytes(), plan.weights.tobytes()])
    return Result(
        method,
        None,
        level=level,
        reason=reason,
        interval_reason=reason,
        counts=counts,
        input_sha256=sha,
    )
