"""What must hold for any ratings: order, names and empty units do not matter; brute force gives the
same figures.
"""

from __future__ import annotations

import itertools
import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats import inter_rater
from tests.sizes import sized

from inspectstats import agreement as ag
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.resampling import generator

Matrix = list[list[int | None]]
QUICK = settings(max_examples=sized(30, 60), deadline=None)


@st.composite
def matrices(draw: st.DrawFn, least: int = 0) -> tuple[Matrix, int]:
    """Ratings of 1 to 12 units by 2 to 5 raters on 2 to 6 grades, gaps allowed where ``least`` is
    0.
    """
    q, raters, units = draw(st.integers(2, 6)), draw(st.integers(2, 5)), draw(st.integers(1, 12))
    cell = st.integers(0, q - 1) if least else st.one_of(st.none(), st.integers(0, q - 1))
    return [[draw(cell) for _ in range(raters)] for _ in range(units)], q


def _alpha_by_pairs(matrix: Matrix, values: list[float], metric: str) -> float | None:
    """Krippendorff's alpha the slow way: every pair of values written out."""
    units = [[cell for cell in row if cell is not None] for row in matrix]
    units = [unit for unit in units if len(unit) > 1]
    pool = [cell for unit in units for cell in unit]
    n = {c: pool.count(c) for c in set(pool)}

    def apart(c: int, k: int) -> float:
        if metric == "nominal":
            return float(c != k)
        if metric == "ordinal":
            low, high = min(c, k), max(c, k)
            return float((sum(n.get(g, 0) for g in range(low, high + 1)) - (n[c] + n[k]) / 2) ** 2)
        if metric == "interval":
            return (values[c] - values[k]) ** 2
        return (
            0.0
            if values[c] == values[k]
            else ((values[c] - values[k]) / (values[c] + values[k])) ** 2
        )

    observed = sum(
        sum(apart(c, k) for c, k in itertools.permutations(unit, 2)) / (len(unit) - 1)
        for unit in units
    )
    expected = sum(apart(c, k) for c, k in itertools.permutations(pool, 2)) / max(len(pool) - 1, 1)
    return None if expected == 0 else 1 - observed / expected


@QUICK
@given(matrices(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_equals_every_pair_written_out(case: tuple[Matrix, int], metric: str) -> None:
    matrix, q = case
    values = [0.5 + 1.25 * k + 0.1 * k * k for k in range(q)]
    ratings = ag.from_matrix(
        [[None if c is None else values[c] for c in row] for row in matrix], scale=values
    )
    slow, found = _alpha_by_pairs(matrix, values, metric), ag.alpha(ratings, metric, None).value
    if slow is None:
        assert found is None
    else:
        assert found == pytest.approx(slow, abs=1e-11)


@QUICK
@given(matrices(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_equals_the_krippendorff_package_where_that_answers(
    case: tuple[Matrix, int], metric: str
) -> None:
    matrix, q = case
    ratings = ag.from_matrix(
        [[None if c is None else c + 1 for c in row] for row in matrix], scale=list(range(1, q + 1))
    )
    found = ag.alpha(ratings, metric, None).value
    assume(found is not None)
    wide = np.array([[np.nan if c is None else c + 1 for c in row] for row in matrix]).T
    assert found == pytest.approx(krippendorff.alpha(wide, level_of_measurement=metric), abs=1e-11)


@QUICK
@given(matrices(least=1))
def test_fleiss_and_cohen_equal_statsmodels_on_complete_data(case: tuple[Matrix, int]) -> None:
    matrix, q = case
    ratings = ag.from_matrix(matrix, scale=list(range(q)))
    table, _ = inter_rater.aggregate_raters(np.array(matrix), n_cat=None)
    found = ag.fleiss(ratings, interval=None).value
    if found is not None:
        assert found == pytest.approx(inter_rater.fleiss_kappa(table), abs=1e-11)
    pair = np.array(matrix)[:, :2]
    counts = np.zeros((q, q))
    np.add.at(counts, (pair[:, 0], pair[:, 1]), 1)
    cohen = ag.cohen(ratings, "linear", None, pair=("rater 1", "rater 2")).value
    if cohen is not None:
        assert cohen == pytest.approx(
            inter_rater.cohens_kappa(counts, wt="linear", return_results=False), abs=1e-11
        )


@QUICK
@given(matrices(), st.randoms(use_true_random=False))
def test_order_of_units_and_raters_and_empty_units_change_nothing(
    case: tuple[Matrix, int], rng: object
) -> None:
    matrix, q = case
    scale = list(range(q))
    shuffled = [list(row) for row in matrix]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    columns = list(range(len(matrix[0])))
    rng.shuffle(columns)  # type: ignore[attr-defined]
    moved = [[row[i] for i in columns] for row in shuffled] + [[None] * len(columns)]
    for figure in (
        ag.alpha,
        ag.ac1,
        ag.ac2,
        ag.conger,
        ag.fleiss,
        ag.brennan_prediger,
        ag.percent_agreement,
    ):
        one, other = (
            figure(ag.from_matrix(matrix, scale=scale)),
            figure(ag.from_matrix(moved, scale=scale)),
        )
        assert (one.value is None) == (other.value is None)
        if one.value is not None:
            assert other.value == pytest.approx(one.value, abs=1e-12)
            assert (one.low is None) == (other.low is None)
            if one.low is not None:
                assert other.low == pytest.approx(one.low, abs=1e-9)


@QUICK
@given(matrices())
def test_no_figure_is_ever_nan_and_reasons_go_with_none(case: tuple[Matrix, int]) -> None:
    matrix, q = case
    ratings = ag.from_matrix(
        matrix, scale=list(range(q)), force=[i // 2 for i in range(len(matrix))]
    )
    figures = [
        ag.alpha(ratings),
        ag.ac1(ratings),
        ag.ac2(ratings),
        ag.conger(ratings),
        ag.fleiss(ratings, "linear"),
        ag.brennan_prediger(ratings, "radical"),
        ag.percent_agreement(ratings),
        ag.adjacent_agreement(ratings),
        ag.icc(ratings),
        ag.alpha(ratings, "nominal", "analytic"),
        ag.conger(ratings, interval="analytic"),
    ]
    for found in figures:
        assert (found.value is None) == (found.reason != "ok")
        assert (found.low is None) == (found.high is None) == (found.interval_reason != "ok")
        for number in (found.value, found.low, found.high, found.se):
            assert number is None or math.isfinite(number)


@QUICK
@given(matrices())
def test_patterns_count_every_unit_once_however_they_are_found(one: tuple[Matrix, int]) -> None:
    """Few categories take the histogram, many a sort, very many whole rows: all must agree."""
    matrix, q = one
    for width in (q, 2000, 10**15):
        codes = np.array([[-1 if c is None else c for c in row] for row in matrix])
        ratings = ag.from_codes(codes, min(width, 5000))
        found = patterns(ratings)
        assert found.weight.sum() == len(matrix)
        assert (found.codes[found.index] == codes).all()


def test_conger_is_cohen_for_two_raters_without_gaps() -> None:
    ratings = ag.from_matrix([[1, 2], [2, 2], [3, 1], [1, 1], [3, 3], [2, 3]])
    for weights in ("identity", "linear", "quadratic", "gwet_ordinal"):
        assert ag.conger(ratings, weights).value == pytest.approx(
            ag.cohen(ratings, weights).value, abs=1e-14
        )


def test_interval_alpha_of_many_values_equals_the_krippendorff_package() -> None:
    rng = np.random.default_rng(3)
    scores = np.round(rng.normal(50, 10, (60, 1)) + rng.normal(0, 3, (60, 4)), 1)
    found = ag.alpha(ag.from_matrix(scores.tolist()), "interval")
    assert found.value == pytest.approx(
        krippendorff.alpha(scores.T, level_of_measurement="interval"), abs=1e-10
    )
    assert found.low is not None


def test_jackknife_equals_leaving_each_force_out_by_hand() -> None:
    rng = np.random.default_rng(5)
    codes = np.clip(rng.integers(0, 4, (40, 1)) + rng.integers(-1, 2, (40, 3)), -1, 3)
    force = [f"F{i % 8}" for i in range(40)]
    whole = ag.alpha(ag.from_codes(codes, 4, force=force))
    left = []
    for name in sorted(set(force)):
        keep = [i for i, f in enumerate(force) if f != name]
        value = ag.alpha(ag.from_codes(codes[keep], 4), interval=None).value
        assert value is not None
        left.append(value)
    spread = np.array(left)
    assert whole.se == pytest.approx(
        math.sqrt(7 / 8 * ((spread - spread.mean()) ** 2).sum()), abs=1e-12
    )
    assert whole.counts["n_forces"] == 8


@pytest.mark.parametrize("interval", ["force_bootstrap", "unit_bootstrap"])
def test_bootstrap_gives_the_same_bytes_on_any_thread_count(interval: str) -> None:
    rng = np.random.default_rng(9)
    codes = np.clip(rng.integers(0, 4, (600, 1)) + rng.integers(-1, 2, (600, 3)), -1, 3)
    ratings = ag.from_codes(codes, 4, force=[f"F{i % 30}" for i in range(600)])
    one, many, other = (
        ag.alpha(ratings, interval=interval, seed=seed, replicates=300, threads=threads)
        for seed, threads in (("report 1", 1), ("report 1", 4), ("report 2", 1))
    )
    assert (one.low, one.high, one.se) == (many.low, many.high, many.se)
    assert one.low != other.low
    assert one.value == other.value


def test_force_bootstrap_without_forces_draws_units() -> None:
    ratings = ag.from_matrix([[1, 1], [2, 2], [1, 2], [3, 3], [2, 3], [1, 1], [3, 3], [2, 2]] * 5)
    one, other = (
        ag.alpha(ratings, interval=name, replicates=2000)
        for name in ("force_bootstrap", "unit_bootstrap")
    )
    assert one.low is not None
    assert other.low is not None
    assert one.low == pytest.approx(other.low, abs=0.05)


@pytest.mark.parametrize("level", [0.95, 0.8])
def test_jackknife_limits_are_student_t_on_forces_less_one(level: float) -> None:
    rng = np.random.default_rng(5)
    codes = np.clip(rng.integers(0, 4, (40, 1)) + rng.integers(-1, 2, (40, 3)), -1, 3)
    found = ag.alpha(ag.from_codes(codes, 4, force=[f"F{i % 8}" for i in range(40)]), level=level)
    reach = {0.95: 2.3646, 0.8: 1.4149}[level]  # Student's t on 7 degrees of freedom, from tables
    assert found.value is not None
    assert found.se is not None
    assert (found.low, found.high) == pytest.approx(
        (found.value - reach * found.se, found.value + reach * found.se), abs=1e-4
    )


def test_force_bootstrap_is_the_percentiles_of_forces_drawn_by_number_of_replicate() -> None:
    rng = np.random.default_rng(2)
    codes = np.clip(rng.integers(0, 4, (90, 1)) + rng.integers(-1, 2, (90, 3)), -1, 3)
    force = np.arange(90) % 15
    found = ag.alpha(
        ag.from_codes(codes, 4, force=force.tolist()),
        interval="force_bootstrap",
        seed="by hand",
        replicates=100,
    )
    draws = []
    for replicate in range(100):
        drawn = generator("by hand", replicate).integers(0, 15, 15, dtype=np.uint32)
        rows = np.concatenate([np.flatnonzero(force == f) for f in drawn])
        draws.append(ag.alpha(ag.from_codes(codes[rows], 4), interval=None).value)
    assert len(set(draws)) > 90
    assert (found.low, found.high) == pytest.approx(
        tuple(np.quantile(np.array(draws, dtype=float), [0.025, 0.975])), abs=1e-12
    )


@pytest.mark.parametrize("units", [70_000, 70_001])
def test_large_ratings_are_counted_as_small_ones_are(units: int) -> None:
    """From 65,536 units on two keys are counted at once; odd numbers leave one over."""
    rng = np.random.default_rng(units)
    codes = rng.integers(-1, 4, (units, 3))
    codes[-1] = [3, 3, 3]
    found = patterns(ag.from_codes(codes, 4))
    rows, counts = np.unique(codes, axis=0, return_counts=True)
    assert (found.codes == rows).all()
    assert (found.weight == counts).all()


def test_very_uneven_numbers_of_raters_keep_alpha_exact() -> None:
    """The common multiple of the denominators would be too large here; the sums are rounded, not
    the figure.
    """
    rng = np.random.default_rng(4)
    matrix = [
        [int(rng.integers(0, 4)) if place < 2 + unit else None for place in range(45)]
        for unit in range(40)
    ]
    found = ag.alpha(ag.from_matrix(matrix, scale=[0, 1, 2, 3]), "interval").value
    assert found == pytest.approx(_alpha_by_pairs(matrix, [0, 1, 2, 3], "interval"), abs=1e-8)
