"""G10, G11, G13: published and twice-computed limits for shares, differences and finite
populations; edges of proportions.
"""

from __future__ import annotations

import pytest
from tests.inspectstats.golden import Row, rows

from inspectstats.intervals.difference import METHODS, difference, paired_difference
from inspectstats.intervals.finite import finite_counts
from inspectstats.intervals.proportion import proportion

COVERED = {"G10", "G11", "G13"}
EDGES = {"n_zero", "n_equals_N", "x_zero"}


def _value(row: Row) -> float | int | None:
    if row.statistic.startswith("prop_ci"):
        found = proportion(
            row.number("x"), row.number("n"), row.given["method"], float(row.given["conf"])
        )
    elif row.statistic.startswith("prop_diff_ci"):
        four = [row.number(name) for name in ("x1", "n1", "x2", "n2")]
        found = difference(*four, row.given["method"], float(row.given["conf"]))
    else:
        low, high = finite_counts(
            row.number("x"), row.number("n"), row.number("N"), float(row.given["conf"])
        )
        return low if "low" in row.statistic else high
    return found.low if "low" in row.statistic else found.high


@pytest.mark.parametrize("row", rows(COVERED), ids=str)
def test_golden_row_matches(row: Row) -> None:
    assert _value(row) == pytest.approx(float(row.expected), abs=row.tolerance)


# Newcombe (1998a), Table I: 81/263, 15/148, 0/20, 1/29 by methods 3 to 6
TABLE_I = [
    ("wilson", [(0.2553, 0.3662), (0.0624, 0.1605), (0.0000, 0.1611), (0.0061, 0.1718)]),
    ("wilson_continuity", [(0.2535, 0.3682), (0.0598, 0.1644), (0.0000, 0.2005), (0.0018, 0.1963)]),
    ("clopper_pearson", [(0.2527, 0.3676), (0.0578, 0.1617), (0.0000, 0.1684), (0.0009, 0.1776)]),
    ("mid_p", [(0.2544, 0.3658), (0.0601, 0.1581), (0.0000, 0.1391), (0.0017, 0.1585)]),
]


@pytest.mark.parametrize(
    ("method", "expected"), TABLE_I, ids=[f"G10-{method}" for method, _ in TABLE_I]
)
def test_newcombe_1998a_table_matches(method: str, expected: list[tuple[float, float]]) -> None:
    for (x, n), (low, high) in zip([(81, 263), (15, 148), (0, 20), (1, 29)], expected, strict=True):
        found = proportion(x, n, method)
        assert (found.low, found.high) == (
            pytest.approx(low, abs=5e-5),
            pytest.approx(high, abs=5e-5),
        )


# Newcombe (1998b), Table II, eight contrasts, method 10 (hybrid score) and 6 (Miettinen-Nurminen
# with N/(N-1))
PAIRS = [
    (56, 70, 48, 80),
    (9, 10, 3, 10),
    (6, 7, 2, 7),
    (5, 56, 0, 29),
    (0, 10, 0, 20),
    (0, 10, 0, 10),
    (10, 10, 0, 20),
    (10, 10, 0, 10),
]
TABLE_II = {
    "newcombe_hybrid_score": [
        (0.0524, 0.3339),
        (0.1705, 0.8090),
        (0.0582, 0.8062),
        (-0.0381, 0.1926),
        (-0.1611, 0.2775),
        (-0.2775, 0.2775),
        (0.6791, 1.0),
        (0.6075, 1.0),
    ],
    "mee": [
        (0.0533, 0.3377),
        (0.1821, 0.8370),
        (0.0544, 0.8478),
        (-0.0313, 0.1926),
        (-0.1611, 0.2775),
        (-0.2775, 0.2775),
        (0.7225, 1.0),
        (0.6777, 1.0),
    ],
    "miettinen_nurminen_1985": [
        (0.0528, 0.3382),
        (0.1700, 0.8406),
        (0.0342, 0.8534),
        (-0.0326, 0.1933),
        (-0.1658, 0.2844),
        (-0.2879, 0.2879),
        (0.7156, 1.0),
        (0.6636, 1.0),
    ],
}


@pytest.mark.parametrize("method", TABLE_II, ids=lambda method: f"G11-{method}")
def test_newcombe_1998b_eight_pairs_match(method: str) -> None:
    for four, (low, high) in zip(PAIRS, TABLE_II[method], strict=True):
        found = difference(*four, method)
        assert (found.low, found.high) == (
            pytest.approx(low, abs=5e-5),
            pytest.approx(high, abs=5e-5),
        ), four


def test_fagerland_2015_figures_match_G11() -> None:
    for method, low, high in [
        ("newcombe_hybrid_score", 0.019, 0.34),
        ("agresti_caffo", 0.012, 0.32),
        ("miettinen_nurminen", 0.028, 0.34),
    ]:
        found = difference(7, 34, 1, 34, method)
        assert (found.low, found.high) == (
            pytest.approx(low, abs=5e-4),
            pytest.approx(high, abs=5e-3),
        )


def test_finite_population_typed_values_match_G13() -> None:
    assert finite_counts(0, 20, 50) == (0, 6)
    assert finite_counts(3, 20, 60) == (3, 20)
    assert finite_counts(45, 50, 150) == (121, 143)
    assert finite_counts(4, 10, 10) == (4, 4)


def test_edge_n_zero_is_undefined_with_no_cases() -> None:
    found = proportion(0, 0)
    assert (found.value, found.low, found.high, found.reason) == (None, None, None, "no_cases")
    assert difference(0, 0, 1, 2).reason == "no_cases"
    assert paired_difference(0, 0, 0, 0).reason == "no_cases"


def test_edge_n_equals_N_is_a_census() -> None:
    found = proportion(4, 10, population=10)
    assert (found.low, found.high, found.interval_reason) == (0.4, 0.4, "census")


def test_edge_x_zero_of_20_among_50() -> None:
    found = proportion(0, 20, population=50)
    assert (found.low, found.high, found.reason) == (0.0, 0.12, "ok")


def test_every_method_answers_at_the_ends_without_nan() -> None:
    for method in METHODS:
        for four in [(0, 5, 0, 5), (5, 5, 5, 5), (5, 5, 0, 5), (0, 5, 5, 5), (1, 1, 0, 1)]:
            found = difference(*four, method)
            assert found.low is not None
            assert found.high is not None
            assert -1 <= found.low <= found.high <= 1
