"""Each coefficient as a value of sums over units: what to sum, and what the sums say.

Because every sum is over units, leaving a force out or drawing forces again needs only the forces'
own sums. The sums are kept as whole numbers (scaled by a common multiple of the denominators), so
that adding them in another order, on any number of threads, gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inspectstats.agreement.patterns import Patterns, Stat
from inspectstats.agreement.ratings import MISSING, Floats, Ints
from inspectstats.agreement.weights import Metric, metric_named

_EXACT = float(1 << 52)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """``stat`` gives (P, d) sums a unit adds.

    ``value`` turns (B, d) totals into (B,) figures, NaN where undefined.

    ``why`` names the reason code for an undefined figure from one total (d,); ``lowest`` and
    ``highest`` bound it.
    """

    method: str
    stat: Stat
    value: Callable[[Floats], Floats]
    why: Callable[[Floats], str]
    lowest: float = -math.inf
    highest: float = 1.0


def common_multiple(numbers: Ints, units: int) -> int:
    """Least common multiple of ``numbers``, or a power of two where sums over ``units`` would leave
    exact integers.
    """
    out = 1
    for number in np.unique(numbers[numbers > 0]).tolist():
        out = math.lcm(out, int(number))
        if out * max(units, 1) * max(int(numbers.max()), 1) ** 2 > _EXACT:
            # Rounded to this fraction of a pair, the sums stay whole and the order of adding stays
            # immaterial.
            return 1 << max(
                0, int(math.log2(_EXACT / max(units, 1) / max(int(numbers.max()), 1) ** 2))
            )
    return out


def _pairs(counts: Ints) -> Ints:
    """Ordered pairs of ratings by category, (P, q, q): n_c n_k - [c = k] n_c."""
    pairs = counts[:, :, None] * counts[:, None, :]
    index = np.arange(counts.shape[1])
    pairs[:, index, index] -= counts
    return pairs


def alpha_coefficient(data: Patterns, delta: Floats | None, metric: Metric) -> Coefficient:
    """Krippendorff's alpha: 1 - (n - 1) sum o d2 / sum n_c n_k d2 over coincidences o_ck = sum_u
    pairs/(m_u - 1).
    """
    # Coincidences are alike both ways round: those of one half tell the other.
    first, second = np.tril_indices(data.q)
    rated = (data.codes != MISSING).sum(axis=1)
    unit = common_multiple(rated[rated > 1] - 1, int(data.weight.sum()))

    def stat(part: Patterns) -> Floats:
        counts = part.counts
        share = np.maximum(counts.sum(axis=1) - 1, 1)
        pairs = counts[:, first] * counts[:, second] - (first == second) * counts[:, first]
        return np.asarray(np.rint(pairs * (unit / share)[:, None]), dtype=np.float64)

    def value(sums: Floats) -> Floats:
        # Categories first: each step then runs along all the sums at once.
        o = np.ascontiguousarray(sums.T / unit)
        margins = np.zeros((data.q, len(sums)))
        for c, k, both in zip(first.tolist(), second.tolist(), o, strict=True):
            margins[c] += both
            if c != k:
                margins[k] += both
        n = margins.sum(axis=0)
        observed, expected = _disagreement(o, margins, delta)
        return _ratio_or_nan((n - 1) * observed, expected, np.maximum(n * n, 1))

    def why(sums: Floats) -> str:
        return "no_variation" if sums.sum() > 0 else "no_pairable_units"

    return Coefficient(f"krippendorff_alpha.{metric_named(metric, delta)}/1", stat, value, why)


def _disagreement(o: Floats, margins: Floats, delta: Floats | None) -> tuple[Floats, Floats]:
    """Sums over pairs of categories of o d2 and of n_c n_k d2, (B,), from o of the lower half."""
    middle = np.cumsum(margins, axis=0) - margins / 2
    observed, expected = np.zeros(o.shape[1]), np.zeros(o.shape[1])
    for both, c, k in zip(o, *np.tril_indices(len(margins)), strict=True):
        if c != k:
            apart = (middle[c] - middle[k]) ** 2 if delta is None else delta[c, k]
            observed += 2 * both * apart
            expected += 2 * margins[c] * margins[k] * apart
    return observed, expected


def _ratio_or_nan(observed: Floats, expected: Floats, size: Floats) -> Floats:
    # Chance disagreement is a sum of non-negative terms: zero only when every pairable rating is
    # the same.
    out = np.full(len(observed), np.nan)
    some = expected > 1e-12 * size
    out[some] = 1.0 - observed[some] / expected[some]
    return out


@dataclass(frozen=True, slots=True)
class Agreement:
    """The sums behind the chance-corrected family and how to read them.

    Columns: q*q weighted pairs over m(m-1), pairable units, q category shares n_k/m, rated units,
    then R*q ratings by rater when ``by_rater``.
    """

    q: int
    pair_unit: int
    share_unit: int
    raters: int = 0

    def stat(self, part: Patterns) -> Floats:
        """Sums one unit of each pattern adds, (P, d)."""
        counts = part.counts
        m = counts.sum(axis=1)
        pairs = (
            _pairs(counts).reshape(len(counts), self.q**2)
            * (self.pair_unit / np.maximum(m * (m - 1), 1))[:, None]
        )
        shares = counts * (self.share_unit / np.maximum(m, 1))[:, None]
        columns = [np.rint(pairs), (m >= 2)[:, None], np.rint(shares), (m >= 1)[:, None]]
        for rater in range(self.raters):
            columns += [part.codes[:, rater, None] == np.arange(self.q)]
        return np.concatenate(columns, axis=1, dtype=np.float64)

    def observed(self, sums: Floats, weights: Floats) -> Floats:
        """p_a: mean over pairable units of the weighted share of agreeing pairs, (B,); NaN without
        pairable units.
        """
        pairs = sums[:, : self.q**2] / self.pair_unit
        units = sums[:, self.q**2]
        out = np.full(len(sums), np.nan)
        np.divide((pairs * weights.reshape(1, -1)).sum(axis=1), units, out=out, where=units > 0)
        return out

    def shares(self, sums: Floats) -> Floats:
        """pi_k: mean over rated units of n_k/m, (B, q)."""
        start = self.q**2 + 1
        units = sums[:, start + self.q]
        return sums[:, start : start + self.q] / self.share_unit / np.maximum(units, 1)[:, None]

    def rater_shares(self, sums: Floats) -> Floats:
        """p_gk: share of rater g's ratings in category k, (B, R, q); zero rows for raters without
        ratings.
        """
        counts = sums[:, self.q**2 + self.q + 2 :].reshape(len(sums), self.raters, self.q)
        return counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)


def agreement_sums(data: Patterns, *, by_rater: bool = False) -> Agreement:
    """Choose the common multiples for ``data`` and whether raters are told apart."""
    m = (data.codes != MISSING).sum(axis=1)
    units = int(data.weight.sum())
    return Agreement(
        data.q,
        common_multiple(m * (m - 1), units),
        common_multiple(m, units),
        data.codes.shape[1] if by_rater else 0,
    )


def corrected(
    method: str,
    data: Patterns,
    weights: Floats,
    chance: Callable[[Agreement, Floats], Floats],
    *,
    by_rater: bool = False,
) -> Coefficient:
    """(p_a - p_e)/(1 - p_e) with the chance agreement p_e of one author."""
    sums_of = agreement_sums(data, by_rater=by_rater)

    def value(sums: Floats) -> Floats:
        expected = chance(sums_of, sums)
        out = np.full(len(sums), np.nan)
        np.divide(
            sums_of.observed(sums, weights) - expected,
            1.0 - expected,
            out=out,
            where=1.0 - expected > 1e-12,
        )
        return out

    return Coefficient(method, sums_of.stat, value, lambda sums: _reason(sums, data.q))


def observed_only(method: str, data: Patterns, weights: Floats) -> Coefficient:
    """p_a by itself: a share of pairs, in [0, 1]."""
    sums_of = agreement_sums(data)
    return Coefficient(
        method,
        sums_of.stat,
        lambda sums: sums_of.observed(sums, weights),
        lambda sums: _reason(sums, data.q),
        0.0,
    )


def _reason(sums: Floats, q: int) -> str:
    return "no_variation" if sums[q * q] > 0 else "no_pairable_units"


def gwet_chance(weights: Floats) -> Callable[[Agreement, Floats], Floats]:
    """T_w/(q(q-1)) sum pi_k (1 - pi_k), q of the *declared* scale; NaN where q = 1."""

    def chance(family: Agreement, sums: Floats) -> Floats:
        shares = family.shares(sums)
        factor = weights.sum() / (family.q * (family.q - 1)) if family.q > 1 else math.nan
        return np.asarray(factor * (shares * (1 - shares)).sum(axis=1), dtype=np.float64)

    return chance


def fleiss_chance(weights: Floats) -> Callable[[Agreement, Floats], Floats]:
    """sum w_kl pi_k pi_l."""

    def chance(family: Agreement, sums: Floats) -> Floats:
        shares = family.shares(sums)
        return np.asarray(
            (shares[:, :, None] * shares[:, None, :] * weights).sum(axis=(1, 2)), dtype=np.float64
        )

    return chance


def uniform_chance(weights: Floats) -> Callable[[Agreement, Floats], Floats]:
    """T_w/q^2: every category equally likely."""
    return lambda family, sums: np.full(len(sums), weights.sum() / family.q**2)


def conger_chance(weights: Floats) -> Callable[[Agreement, Floats], Floats]:
    """Chance that two *different* raters agree, each keeping his own habits: sum w_kl (p_k p_l -
    s2_kl/R).
    """

    def chance(family: Agreement, sums: Floats) -> Floats:
        shares = family.rater_shares(sums)
        total = shares.sum(axis=1)
        together = total[:, :, None] * total[:, None, :] - (
            shares[:, :, :, None] * shares[:, :, None, :]
        ).sum(axis=1)
        active = (shares.sum(axis=2) > 0).sum(axis=1)
        out = np.full(len(sums), np.nan)
        np.divide(
            (together * weights).sum(axis=(1, 2)), active * (active - 1), out=out, where=active > 1
        )
        return out

    return chance


def cohen_coefficient(data: Patterns, weights: Floats, name: str) -> Coefficient:
    """Cohen's kappa of two raters on the units both rated: weighted table against the product of
    its margins.
    """
    q = data.q

    def stat(part: Patterns) -> Floats:
        both = (part.codes != MISSING).all(axis=1)
        cell = np.where(both, part.codes[:, 0] * q + part.codes[:, 1], -1)
        return np.asarray(cell[:, None] == np.arange(q * q), dtype=np.float64)

    def value(sums: Floats) -> Floats:
        n = np.maximum(sums.sum(axis=1), 1)
        table = sums.reshape(-1, q, q) / n[:, None, None]
        expected = (table.sum(axis=2)[:, :, None] * table.sum(axis=1)[:, None, :] * weights).sum(
            axis=(1, 2)
        )
        out = np.full(len(sums), np.nan)
        some = (sums.sum(axis=1) > 0) & (1.0 - expected > 1e-12)
        np.divide(
            (table * weights).sum(axis=(1, 2)) - expected, 1.0 - expected, out=out, where=some
        )
        return out

    def why(sums: Floats) -> str:
        return "no_variation" if sums.sum() > 0 else "no_pairable_units"

    return Coefficient(f"cohen_kappa.{name}/1", stat, value, why)
