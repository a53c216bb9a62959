"""G19, G20, G21: false-discovery control, the surgical funnel, the BCG trials; edges of
between-body variation.
"""

from __future__ import annotations

import csv
import math
from functools import cache

import pytest
from tests.inspectstats.golden import Row, rows
from tests.shared import shared

from inspectstats.variation.between import Between, between, log_risk_ratios
from inspectstats.variation.funnel import Funnel, funnel
from inspectstats.variation.multiplicity import benjamini_hochberg, bonferroni
from inspectstats.variation.ordinal import some_inconsistency
from inspectstats.variation.pooling import Pooled, median_odds_ratio, pool

COVERED = {"G19", "G20", "G21"}
EDGES = {"all_forces_same", "one_force"}

# BUGS Examples vol. 1, Surgical: hospitals A to L, operations and deaths
N = [47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360]
X = [0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24]
# Benjamini & Hochberg (1995), section 4.1
P = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]
# Colditz et al. (1994): tuberculosis cases and others, vaccinated and not
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]


@cache
def _surgical() -> Funnel:
    return funnel(list("ABCDEFGHIJKL"), X, N)


@cache
def _trials(method: str) -> Between:
    return between(
        *log_risk_ratios(*zip(*[(a, a + b, c, c + d) for a, b, c, d in BCG], strict=True)), method
    )


@cache
def _pooled() -> Pooled:
    return pool(X, N)


def _value(row: Row) -> float:
    plot, spread = _surgical(), _pooled()
    dl, pm = _trials("dersimonian_laird"), _trials("paule_mandel")
    found = {
        "pooled_proportion": plot.target,
        "logit_normal_mu": spread.mu,
        "logit_normal_sigma": spread.sigma,
        "phi": plot.phi,
        "phi_winsorised_10pct": plot.phi_winsorised,
        "tau2_additive": plot.tau2,
        "Q": dl.q,
        "tau2_dl": dl.tau2,
        "mu_logRR": dl.mean,
        "se": dl.se,
        "tau2_paule_mandel": pm.tau2,
    }
    if row.statistic == "n_rejected":
        return (benjamini_hochberg if row.given["method"] == "bh" else bonferroni)(P).count
    value = found[row.statistic]
    assert value is not None
    return value


@pytest.mark.parametrize("row", rows(COVERED), ids=str)
def test_golden_row_matches(row: Row) -> None:
    assert _value(row) == pytest.approx(float(row.expected), abs=row.tolerance)


def test_typed_data_are_those_of_the_shared_files() -> None:
    held = list(csv.DictReader(shared("data/stats/surgical12.csv").open()))
    assert ([int(line["n"]) for line in held], [int(line["r"]) for line in held]) == (N, X)
    assert [
        float(line["p"])
        for line in csv.DictReader(shared("data/stats/benjamini_hochberg1995.csv").open())
    ] == P
    trials = csv.DictReader(shared("data/stats/bcg_dl.csv").open())
    assert [
        tuple(int(line[name]) for name in ("tpos", "tneg", "cpos", "cneg")) for line in trials
    ] == BCG


def test_surgical_every_column_of_the_file_G20() -> None:
    plot, spread = _surgical(), pool(X, N)
    for place, line in enumerate(csv.DictReader(shared("data/stats/surgical12.csv").open())):
        point = plot.points[place]
        assert point.z == pytest.approx(float(line["z_score"]), abs=5e-5)
        assert point.z_adjusted == pytest.approx(float(line["z_adjusted_tau2"]), abs=5e-5)
        assert spread.modes[place] == pytest.approx(float(line["p_shrunk_mode"]), abs=2e-5)
        assert spread.shrunk[place] == pytest.approx(float(line["p_shrunk_mean"]), abs=2e-5)


def test_surgical_typed_values_G20() -> None:
    spread = pool(X, N)
    assert (spread.mu, spread.sigma) == (
        pytest.approx(-2.54396, abs=2e-4),
        pytest.approx(0.3577, abs=2e-4),
    )
    assert spread.median_odds_ratio == pytest.approx(1.41, abs=0.005)
    assert spread.shrunk[0] == pytest.approx(0.055, abs=5e-4)
    assert spread.shrunk[7] == pytest.approx(0.123, abs=5e-4)
    assert median_odds_ratio(0) == 1


def test_bcg_typed_values_by_three_methods_G21() -> None:
    """R metafor's documentation: DL 0.3088, REML 0.3132 (mean -0.7145, SE 0.1798), Q-profile 0.1197
    to 1.1115.
    """
    dl, reml = _trials("dersimonian_laird"), _trials("reml")
    assert (dl.tau2, dl.mean, dl.se) == pytest.approx((0.3088, -0.7141, 0.1787), abs=5e-5)
    assert (reml.tau2, reml.mean, reml.se) == pytest.approx((0.3132, -0.7145, 0.1798), abs=5e-5)
    assert (dl.low_tau2, dl.high_tau2) == pytest.approx((0.1197, 1.1115), abs=5e-5)
    assert dl.i2 == pytest.approx(0.9212, abs=5e-5)


def test_benjamini_hochberg_adjusted_values_of_the_file_G19() -> None:
    expected = [
        float(line["p_bh"])
        for line in csv.DictReader(shared("data/stats/benjamini_hochberg1995.csv").open())
    ]
    assert list(benjamini_hochberg(P).adjusted) == pytest.approx(expected, abs=1e-9)
    assert (benjamini_hochberg(P).count, bonferroni(P).count) == (4, 3)


def test_edge_all_forces_same_has_no_variation() -> None:
    plot = funnel([f"f{i}" for i in range(46)], [5] * 46, [10] * 46)
    assert (plot.tau2, plot.reason) == (0.0, "no_variation")
    assert plot.phi is not None
    assert plot.phi <= 1
    assert not any(point.outlier for point in plot.points)
    assert (pool([5] * 46, [10] * 46).sigma, pool([5] * 46, [10] * 46).reason) == (
        0.0,
        "no_variation",
    )
    assert (between([0.3] * 5, [0.1] * 5).tau2, between([0.3] * 5, [0.1] * 5).reason) == (
        0.0,
        "no_variation",
    )


def test_edge_one_force_is_undefined() -> None:
    assert (pool([5], [10]).sigma, pool([5], [10]).reason) == (None, "too_few_forces")
    assert (between([0.3], [0.1]).tau2, between([0.3], [0.1]).reason) == (None, "too_few_forces")
    assert (funnel(["a"], [5], [10]).tau2, funnel(["a"], [5], [10]).reason) == (
        None,
        "too_few_forces",
    )
    assert some_inconsistency([1], 2, [[0.9, 0.1], [0.1, 0.9]]).reason == "too_few_forces"


def test_nothing_returned_is_nan() -> None:
    for point in _surgical().points:
        assert not any(
            isinstance(value, float) and math.isnan(value)
            for value in (point.z, point.z_adjusted, point.p_exact)
        )
