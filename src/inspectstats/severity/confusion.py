"""What an inspector's grades mean: error matrices, refused where data are thin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.grades import graded, read_cells
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import MISSING, Floats, Grouping, Ints, Ratings
from inspectstats.records import InputError, Record, Result, digest
from inspectstats.tables.opening import column_of

# Below this a row of rates is noise about a named person.
ENOUGH = 20
METHOD = "error_matrix.dawid_skene"


@dataclass(frozen=True, slots=True)
class ErrorRow(Record):
    """P(inspector gives each grade | the true grade is ``true``), by grade in scale order.

    None where refused.

    ``expected_ratings`` is the number of ratings the row rests on: its ratings of units weighted by
    the probability that their true grade is ``true``.
    """

    inspector: str
    true: str
    rates: tuple[float, ...] | None
    reason: str
    expected_ratings: float


@dataclass(frozen=True, slots=True, eq=False)
class ErrorMatrices(Record):
    """Error matrices of all inspectors, prevalence of each true grade, and P(true grade) of each
    unit (n_units, q).
    """

    rows: Mapping[tuple[str, str], ErrorRow]
    prevalence: Mapping[str, float]
    posterior: Floats
    units: tuple[str, ...]
    scale: tuple[str, ...]
    loglik: float
    steps: int
    converged: bool
    method: str
    reason: str = "ok"
    input_sha256: str = ""

    PARTS = "rows"

    def rate(self, inspector: str, true: str, given: str) -> Result:
        """P(``inspector`` gives ``given`` | true grade ``true``), a proportion, or None with
        ``too_few_ratings``.
        """
        if (inspector, true) not in self.rows or given not in self.scale:
            what = f"{inspector!r}, {true!r}, {given!r}"
            raise InputError(
                f"{what} is not among them",
                where="rate",
                mend=f"Grades are {', '.join(self.scale)}.",
            )
        row = self.rows[inspector, true]
        value = None if row.rates is None else row.rates[self.scale.index(given)]
        return Result(
            self.method,
            value,
            unit="proportion",
            reason=row.reason,
            interval_reason="not_given",
            counts={"n_units": len(self.units)},
            input_sha256=self.input_sha256,
        )


def error_matrices(
    unit: Sequence[object],
    inspector: Sequence[object],
    grade: Sequence[object],
    *,
    scale: Sequence[object] | None = None,
    prior: str | None = "dirichlet",
    enough: int = ENOUGH,
    steps: int = 1000,
    tolerance: float = 1e-9,
) -> ErrorMatrices:
    """Estimate each inspector's error matrix and each unit's true grade from ratings alone (Dawid
    and Skene 1979).

    For a person who is not a statistician: how often this inspector says "partly met" when the
    truth is "met", worked out from cases several inspectors judged.

    Parameters
    ----------
    unit, inspector, grade : one entry a rating; an inspector may rate a unit more than once.
        Missing grades are left out.
    prior : "dirichlet" adds pseudo-ratings to each row (2 on the true grade, 0.5 on its neighbours,
        0.1 elsewhere, and 1 to each prevalence), so that no rate runs to 0 or 1; None is the plain
        EM of 1979, whose rates do.
    enough : rows resting on fewer ratings are refused as ``too_few_ratings`` (use the severity
        model there); 0 shows all.

    Notes
    -----
    EM: T_ij proportional to p_j prod_kl pi_kjl^n_ikl; p_j = mean T_ij; pi_kjl = sum_i T_ij n_ikl /
    sum_il T_ij n_ikl, started at the share of labels of each unit. Assumes inspectors err
    independently given the true grade. Golden G08 (plain). ``loglik`` is that of the observed
    ratings, natural logarithm.
    """
    if prior not in (None, "dirichlet"):
        raise InputError(f"{prior!r} is unknown", where="prior", mend='Use "dirichlet" or None.')
    held = {"unit": unit, "inspector": inspector, "grade": grade}
    columns = {name: column_of(cells, name) for name, cells in held.items()}
    if len({len(cells) for cells in columns.values()}) != 1:
        raise InputError(
            "are not equally long",
            where="columns",
            mend="Give one unit, inspector and grade a row.",
        )
    cells = read_cells("grade", columns["grade"], label="")
    found = graded([cells], scale, len(columns["grade"]))
    if prior and not found.ordered:
        _refuse_unordered([str(label) for label in found.scale])
    shown, codes = tuple(str(label) for label in found.scale), found.codes[:, 0].astype(np.int64)
    rated = codes != MISSING
    units, raters = (
        Grouping.of(columns["unit"], where="unit"),
        Grouping.of(columns["inspector"], where="inspector"),
    )
    n, r, q = len(units.names), len(raters.names), len(shown)
    flat = ((units.codes * r + raters.codes) * q + codes)[rated]
    counts = np.bincount(flat, minlength=n * r * q).reshape(n, r * q)
    distinct, back, weight = np.unique(counts, axis=0, return_inverse=True, return_counts=True)
    sha = digest(
        [flat.tobytes(), *(label.encode() for label in (*shown, *units.names, *raters.names))]
    )
    alike = _Alike(
        distinct.astype(np.float64),
        weight.astype(np.float64),
        back.reshape(-1),
        units.names,
        raters.names,
        shown,
        sha,
    )
    return _fit(alike, prior, enough, steps, tolerance)


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Units rated alike share one row: ``counts`` (D, raters x q), ``weight`` (D,) units, ``back``
    (n_units,) into rows.
    """

    counts: Floats
    weight: Floats
    back: Ints
    units: tuple[str, ...]
    raters: tuple[str, ...]
    scale: tuple[str, ...]
    sha: str


def error_matrices_of(
    ratings: Ratings,
    *,
    prior: str | None = "dirichlet",
    enough: int = ENOUGH,
    steps: int = 1000,
    tolerance: float = 1e-9,
) -> ErrorMatrices:
    """As :func:`error_matrices`, from units x raters :class:`Ratings`."""
    data = patterns(ratings)
    if prior and not ratings.ordered:
        _refuse_unordered(ratings.scale)
    given = data.codes[:, :, None] == np.arange(ratings.q)
    names = tuple(str(unit + 1) for unit in range(ratings.n_units))
    alike = _Alike(
        given.reshape(len(data.codes), -1).astype(np.float64),
        data.weight.astype(np.float64),
        data.index,
        names,
        ratings.raters,
        ratings.scale,
        ratings.input_sha256,
    )
    return _fit(alike, prior, enough, steps, tolerance)


def _refuse_unordered(scale: Sequence[str]) -> None:
    """The prior expects neighbours of the true grade, so that it has to know which they are."""
    raise InputError(
        f"the grades are words whose order nobody declared ({', '.join(scale[:4])})",
        where="scale",
        mend="Declare the scale, lowest first, or use prior=None.",
    )


def _pseudo(q: int, prior: str | None) -> tuple[Floats, float]:
    if prior is None:
        return np.zeros((q, q)), 0.0
    apart = np.abs(np.subtract.outer(np.arange(q), np.arange(q)))
    return np.asarray(np.select([apart == 0, apart == 1], [2.0, 0.5], 0.1)), 1.0


def _fit(
    alike: _Alike, prior: str | None, enough: int, steps: int, tolerance: float
) -> ErrorMatrices:
    r, q = len(alike.raters), len(alike.scale)
    method = f"{METHOD}.{'map' if prior else 'ml'}/1"
    some = alike.counts.sum(axis=1) > 0
    if not some.any():
        nothing = np.empty((len(alike.units), q))
        return ErrorMatrices(
            {}, {}, nothing, alike.units, alike.scale, 0.0, 0, True, method, "no_ratings", alike.sha
        )
    counts, weight = alike.counts[some], alike.weight[some]
    by_label = counts.reshape(-1, r, q).sum(axis=1)
    truth = by_label / by_label.sum(axis=1, keepdims=True)
    truth, rates, share, loglik, taken, converged = _em(
        counts, weight, truth, r, _pseudo(q, prior), steps, tolerance
    )
    resting = ((weight[:, None] * truth).T @ counts).reshape(q, r, q).sum(axis=2)
    rows = {}
    for k, name in enumerate(alike.raters):
        for j, true in enumerate(alike.scale):
            thin = resting[j, k] < enough or resting[j, k] <= 0
            shown = None if thin else tuple(round(float(rate), 12) for rate in rates[j, k])
            reason = "too_few_ratings" if thin else "ok"
            rows[name, true] = ErrorRow(name, true, shown, reason, float(resting[j, k]))
    # Units nobody rated are known only by the prevalence.
    by_row = np.tile(share, (len(some), 1))
    by_row[some] = truth
    prevalence = {
        label: float(value) for label, value in zip(alike.scale, share.tolist(), strict=True)
    }
    return ErrorMatrices(
        rows,
        prevalence,
        by_row[alike.back],
        alike.units,
        alike.scale,
        loglik,
        taken,
        converged,
        method,
        "ok",
        alike.sha,
    )


def _em(
    counts: Floats,
    weight: Floats,
    truth: Floats,
    raters: int,
    pseudo: tuple[Floats, float],
    steps: int,
    tolerance: float,
) -> tuple[Floats, Floats, Floats, float, int, bool]:
    q = truth.shape[1]
    last = -np.inf
    rates, share, loglik, taken = np.empty((q, raters, q)), np.empty(q), last, 0
    for taken in range(1, steps + 1):
        mass = weight[:, None] * truth
        share = mass.sum(axis=0) + pseudo[1]
        share = share / share.sum()
        rates = (mass.T @ counts).reshape(q, raters, q) + pseudo[0][:, None, :]
        total = rates.sum(axis=2, keepdims=True)
        rates = np.divide(rates, total, out=np.zeros_like(rates), where=total > 0)
        # A rate of exactly 0 is kept as the smallest number, so that 0 x log 0 counts as 0 and
        # impossible stays so.
        log_rates = np.log(np.maximum(rates, 1e-300)).reshape(q, -1)
        logs = counts @ log_rates.T + np.log(np.maximum(share, 1e-300))
        top = logs.max(axis=1, keepdims=True)
        odds = np.exp(logs - top)
        norm = odds.sum(axis=1, keepdims=True)
        truth = odds / norm
        loglik = float((weight * (top + np.log(norm))[:, 0]).sum())
        penalty = float((pseudo[0][:, None, :] * np.log(np.maximum(rates, 1e-300))).sum())
        now = loglik + penalty + pseudo[1] * float(np.log(np.maximum(share, 1e-300)).sum())
        if abs(now - last) <= tolerance * max(1.0, abs(now)):
            return truth, rates, share, loglik, taken, True
        last = now
    return truth, rates, share, loglik, taken, False
