"""Properties of funnels, pooling, ordinal spread and the two sentences "some inconsistency" and
"consistent".
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inspectstats.records import InputError
from inspectstats.variation.funnel import flag_limits, funnel, limits, mid_p_value
from inspectstats.variation.multiplicity import benjamini_hochberg
from inspectstats.variation.ordinal import consistent, leik, some_inconsistency
from inspectstats.variation.pooling import pool

ERROR = [[0.8, 0.2, 0, 0], [0.1, 0.8, 0.1, 0], [0, 0.1, 0.8, 0.1], [0, 0, 0.2, 0.8]]


def test_leik_at_its_ends_and_between() -> None:
    assert leik([0, 46, 0, 0]) == 0
    assert leik([23, 0, 0, 23]) == 1
    assert leik([10, 10, 10, 10]) == pytest.approx(2 * (0.25 + 0.5 + 0.25) / 3)
    assert leik([0, 0, 0]) is None


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_leik_scale_reversed_is_the_same_and_within_zero_and_one(counts: list[int]) -> None:
    found = leik(counts)
    assert found == (None if sum(counts) == 0 else pytest.approx(leik(counts[::-1])))
    assert found is None or 0 <= found <= 1


def test_some_inconsistency_supported_only_when_spread_beats_rater_error() -> None:
    spread = some_inconsistency([0] * 3 + [1] * 10 + [2] * 25 + [3] * 8, 4, ERROR)
    assert (spread.supported, spread.p) == (True, pytest.approx(0.0001))
    noise = some_inconsistency([2] * 40 + [1] * 3 + [3] * 3, 4, ERROR)
    assert (noise.supported, noise.two_grades) == (False, True)
    lonely = some_inconsistency([2] * 44 + [0] * 2, 4, np.eye(4))
    assert lonely.p is not None
    assert (lonely.p < 0.05, lonely.supported) == (True, False)


def test_some_inconsistency_false_alarms_at_most_as_often_as_alpha() -> None:
    stream = np.random.default_rng(7)
    alarms = sum(
        some_inconsistency(
            stream.choice(4, size=46, p=ERROR[2]).tolist(), 4, ERROR, simulations=399
        ).supported
        for _ in range(200)
    )
    assert alarms <= 200 * 0.05 + 3 * (200 * 0.05 * 0.95) ** 0.5


def test_some_inconsistency_same_seed_same_answer_other_seed_another() -> None:
    grades = [1] * 15 + [2] * 31
    one, same, other = (some_inconsistency(grades, 4, ERROR, seed=seed) for seed in ("a", "a", "b"))
    assert one == same
    assert one.expected != other.expected


def test_consistent_needs_more_than_a_large_p_value() -> None:
    many, few = consistent([200] * 46, [400] * 46, 0.3), consistent([2, 3, 2], [5, 6, 4], 0.3)
    assert (many.supported, few.supported) == (True, False)
    assert consistent([50, 350] * 20, [400] * 40, 0.3).supported is False
    assert consistent([0, 0], [9, 9], 0.3).reason == "no_variation"


def test_pooling_recovers_a_known_spread() -> None:
    """46 bodies of 200 cases with sd 0.5 in logits: recovered within its own limits, shrunk values
    nearer the truth.
    """
    stream = np.random.default_rng(11)
    truth = 1 / (1 + np.exp(-stream.normal(-1, 0.5, 46)))
    cases = stream.binomial(40, truth)
    found = pool(cases.tolist(), [40] * 46)
    assert found.sigma_low is not None
    assert found.sigma_high is not None
    assert found.sigma_low < 0.5 < found.sigma_high
    assert np.mean((np.array(found.shrunk) - truth) ** 2) < np.mean((cases / 40 - truth) ** 2)


def test_pooling_order_of_bodies_does_not_matter() -> None:
    x, n = [3, 9, 14, 2], [20, 22, 31, 18]
    one, two = pool(x, n), pool(x[::-1], n[::-1])
    assert one.sigma == pytest.approx(two.sigma, abs=1e-5)
    assert one.shrunk == pytest.approx(two.shrunk[::-1], abs=1e-6)


def test_funnel_flags_the_body_that_differs_and_no_other() -> None:
    x, n = [20] * 20 + [45], [100] * 21
    plot = funnel([f"f{i}" for i in range(21)], x, n, target=0.2)
    assert [point.name for point in plot.points if point.outlier] == ["f20"]


def test_funnel_body_without_cases_is_kept_and_said() -> None:
    plot = funnel(["a", "b", "c"], [1, 2, 0], [10, 11, 0])
    assert (plot.points[2].share, plot.points[2].z, plot.warnings) == (
        None,
        None,
        ("1 without cases",),
    )


def test_funnel_all_none_has_no_variation() -> None:
    assert funnel(["a", "b"], [0, 0], [10, 11]).reason == "no_variation"


def test_funnel_trimming_is_the_other_published_variant() -> None:
    names, x, n = (
        list("ABCDEFGHIJKL"),
        [0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24],
        [47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360],
    )
    wins, trim = funnel(names, x, n), funnel(names, x, n, trim=True)
    assert trim.phi_winsorised is not None
    assert wins.phi_winsorised is not None
    assert trim.phi_winsorised < wins.phi_winsorised


@pytest.mark.parametrize("n", [5, 20, 50, 200])
def test_exact_limits_hold_at_least_the_level_once_counts_inside_are_taken(n: int) -> None:
    low, high = limits(n, 0.1, 0.95)
    inside = [k for k in range(n + 1) if low <= k / n <= high]
    assert 0.9 < stats.binom.pmf(inside, n, 0.1).sum() <= 1
    assert limits(n, 0.1, tau2=0.01)[1] > high - 0.1


def test_finite_population_limits_are_narrower_and_close_at_a_census() -> None:
    assert limits(20, 0.5, population=40)[0] > limits(20, 0.5)[0]
    assert mid_p_value(5, 10, 0.5, population=10) == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_benjamini_hochberg_does_not_depend_on_order_and_never_beats_raw(
    p: list[float], random: object
) -> None:
    found = benjamini_hochberg(p, 0.1)
    order = list(range(len(p)))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = benjamini_hochberg([p[i] for i in order], 0.1)
    assert [mixed.rejected[order.index(i)] for i in range(len(p))] == list(found.rejected)
    assert all(adjusted >= raw - 1e-12 for adjusted, raw in zip(found.adjusted, p, strict=True))


def test_unusable_input_names_row_and_column() -> None:
    with pytest.raises(InputError) as caught:
        funnel(["a", "b"], [1, 12], [10, 11])
    assert caught.value.where == "row 2, column x"
    with pytest.raises(InputError, match="error matrix"):
        some_inconsistency([0, 1], 2, [[0.5, 0.4], [0, 1]])
    with pytest.raises(InputError, match="0 to 1"):
        benjamini_hochberg([0.5, float("nan")])


def test_surgical_hospitals_nobody_stands_out_once_over_dispersion_is_allowed_for() -> None:
    x, n = (
        [0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24],
        [47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360],
    )
    plot = funnel(list("ABCDEFGHIJKL"), x, n)
    h = plot.points[7]
    assert h.p_exact is not None
    assert h.p_exact < 0.001
    assert not any(point.outlier for point in plot.points)
    assert pool(x, n).middle == pytest.approx((0.0418, 0.1239), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(
        st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=2,
        max_size=12,
    ),
    target=st.one_of(st.none(), st.floats(0.05, 0.95)),
    q=st.sampled_from([0.05, 0.1, 0.3]),
)
def test_funnel_limits_that_are_drawn_are_those_that_flag(
    bodies: list[tuple[int, int]], target: float | None, q: float
) -> None:
    x, n = [a for a, _ in bodies], [b for _, b in bodies]
    found = funnel([f"f{i}" for i in range(len(bodies))], x, n, target=target, q=q)
    if found.cut is None:
        return
    for point in found.points:
        low, high = flag_limits(found, point.n)
        p = point.p_adjusted if found.tau2 else point.p_exact
        assert p is not None
        assert point.share is not None
        assert point.outlier == (p <= found.cut)
        # At a limit itself rounding decides.
        if min(abs(point.share - low), abs(point.share - high)) > 1e-9:
            assert point.outlier == (not low <= point.share <= high)
    assert found.cut >= q / len(bodies)


@pytest.mark.parametrize("target", [0.02, 0.2, 0.5])
def test_funnel_without_over_dispersion_has_limits_by_the_exact_tails(target: float) -> None:
    found = funnel(
        [f"f{i}" for i in range(30)], [round(100 * target)] * 30, [100] * 30, target=target
    )
    assert found.tau2 == 0
    low, high = flag_limits(found, 100)
    assert found.cut is not None
    flagged = [x for x in range(101) if mid_p_value(x, 100, target) <= found.cut]
    assert flagged == [x for x in range(101) if not low <= x / 100 <= high]
