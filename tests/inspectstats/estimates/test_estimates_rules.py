"""Properties of the estimators and of planned sizes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectstats.estimates.sample_design import design
from inspectstats.estimates.shares import METHODS, Stratum, stratified_share, weighted_share
from inspectstats.estimates.sizes import allocate, discovery, for_share
from inspectstats.estimates.survey import mean, ratio, total
from inspectstats.intervals.proportion import proportion
from inspectstats.records import InputError


def test_counts_per_stratum_and_case_by_case_give_the_same_share() -> None:
    strata = [Stratum("a", 40, 10, 4), Stratum("b", 60, 20, 5), Stratum("c", 200, 15, 14)]
    has = [i < s.x for s in strata for i in range(s.n)]
    plan = design(
        len(has),
        strata=[s.name for s in strata for _ in range(s.n)],
        sizes=[s.population for s in strata for _ in range(s.n)],
    )
    for method in METHODS:
        whole, single = stratified_share(strata, method), weighted_share(has, plan, method)
        assert (whole.value, whole.se, whole.low, whole.high) == pytest.approx(
            (single.value, single.se, single.low, single.high)
        )


@given(
    st.lists(
        st.tuples(st.integers(2, 30), st.integers(0, 30), st.floats(0, 1)), min_size=2, max_size=5
    )
)
def test_stratified_share_always_answers_within_zero_and_one(
    parts: list[tuple[int, int, float]],
) -> None:
    strata = [
        Stratum(str(i), n + more, n, round(share * n)) for i, (n, more, share) in enumerate(parts)
    ]
    for method in METHODS:
        found = stratified_share(strata, method)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 1


def test_share_of_none_and_of_all_has_limits_where_others_give_nan() -> None:
    strata = [Stratum("a", 40, 10, 0), Stratum("b", 60, 20, 0)]
    found = stratified_share(strata, "logit")
    assert (found.low, found.interval_method) == (0.0, "korn_graubard/1")
    assert 0 < (found.high or 0) < 0.2
    assert found.warnings


def test_one_stratum_is_the_exact_finite_interval() -> None:
    assert (
        stratified_share([Stratum("a", 150, 50, 45)]).low == proportion(45, 50, population=150).low
    )


def test_census_of_every_stratum_has_no_width() -> None:
    found = stratified_share([Stratum("a", 10, 10, 4), Stratum("b", 5, 5, 5)])
    assert (found.low, found.high, found.interval_reason) == (0.6, 0.6, "census")


def test_clusters_are_the_units_that_vary() -> None:
    """Cases that repeat their cluster's value add no information: the error is that of the cluster
    means.
    """
    values = [v for v in (1.0, 2.0, 3.0, 6.0) for _ in range(5)]
    found = mean(values, design(20, clusters=[i // 5 for i in range(20)]))
    assert found.se == pytest.approx(np.std([1, 2, 3, 6], ddof=1) / math.sqrt(4))
    assert found.counts["df"] == 3


def test_domain_keeps_the_design() -> None:
    plan = design(6, strata=list("aaabbb"), sizes=[30] * 3 + [60] * 3)
    found = mean([1, 2, 3, 4, 5, 6], plan, domain=[True, True, False, True, True, False])
    assert found.value == pytest.approx((10 * (1 + 2) + 20 * (4 + 5)) / 60)
    assert found.counts["df"] == 4
    assert mean([1.0] * 6, plan, domain=[False] * 6).reason == "no_cases"
    assert ratio([1.0] * 6, [0.0] * 6, plan).reason == "zero_size"
    assert total([1.0] * 6, plan).value == pytest.approx(90)


@pytest.mark.parametrize(
    ("half_width", "population"), [(0.05, None), (0.1, 100), (0.05, 200), (0.08, 60)]
)
def test_planned_size_reaches_the_width_and_one_fewer_does_not(
    half_width: float, population: int | None
) -> None:
    size = for_share(half_width, population=population)
    reached = proportion(round(size.n * 0.5), size.n, population=population)
    assert ((reached.high or 0) - (reached.low or 0)) / 2 <= half_width
    if size.n > 1:
        short = proportion(round((size.n - 1) * 0.5), size.n - 1, population=population)
        assert ((short.high or 0) - (short.low or 0)) / 2 > half_width


def test_discovery_of_a_rate_smaller_than_what_is_allowed_reads_everything() -> None:
    assert discovery(0.01, 0.05, allowed=1, population=50).n == 50


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 60), min_size=1),
    st.sampled_from(["equal", "proportional"]),
    st.data(),
)
def test_allocation_adds_up_and_stays_within_the_strata(
    populations: dict[str, int], rule: str, data: st.DataObject
) -> None:
    least = sum(min(2, size) for size in populations.values())
    wanted = data.draw(st.integers(least, sum(populations.values())))
    given_out = allocate(wanted, populations, rule)
    assert sum(given_out.values()) == wanted
    assert all(min(2, populations[name]) <= n <= populations[name] for name, n in given_out.items())


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: design(2, sizes=[3, 4]), "row 2"),
        (lambda: design(2, weights=[1, 0]), "weights"),
        (lambda: design(3, strata=["a"] * 3, sizes=[2] * 3), "stratum a"),
        (lambda: mean([1.0, float("nan")], design(2)), "row 2"),
        (lambda: weighted_share([0, 2], design(2)), "has"),
        (lambda: stratified_share([]), "strata"),
        (lambda: for_share(5), "half_width"),
        (lambda: allocate(1, {"a": 5, "b": 5}), "total"),
    ],
)
def test_unusable_input_names_row_or_argument(call: object, where: str) -> None:
    with pytest.raises(InputError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.where == where


def test_domain_error_is_that_of_a_ratio_with_scores_of_zero_outside() -> None:
    """Simple random sample: se^2 = n/(n-1) sum over the domain of (y - mean)^2 / n_d^2."""
    y = np.array([1.0, 4.0, 2.0, 9.0, 5.0])
    found = mean(y, design(5), domain=[True, True, True, False, False])
    part = y[:3]
    assert found.se == pytest.approx(math.sqrt(5 / 4 * ((part - part.mean()) ** 2).sum() / 9))


@pytest.mark.parametrize("two_stages", [False, True])
def test_variance_is_right_on_average_over_every_sample_there_is(two_stages: bool) -> None:
    """Every sample of 2 of 3 clusters (and 2 of 3 cases in each): the mean of the variances is the
    variance of the totals.
    """
    population = {"a": [1.0, 5.0, 2.0], "b": [7.0, 3.0, 3.0], "c": [0.0, 4.0, 9.0]}
    totals, variances = [], []
    parts = list(itertools.combinations(range(3), 2)) if two_stages else [(0, 1, 2)]
    for one, two in itertools.combinations(population, 2):
        for first, second in itertools.product(parts, parts):
            y = [population[one][i] for i in first] + [population[two][i] for i in second]
            names = [one] * len(first) + [two] * len(second)
            within = [3] * len(y) if two_stages else None
            found = total(y, design(len(y), clusters=names, sizes=[3] * len(y), within=within))
            totals.append(found.value)
            variances.append((found.se or 0.0) ** 2)
    assert np.mean(np.array(totals, dtype=float)) == pytest.approx(34)
    assert np.mean(variances) == pytest.approx(np.var(np.array(totals, dtype=float)))


def test_two_stages_with_one_case_of_several_has_no_variance() -> None:
    plan = design(3, clusters=["a", "b", "b"], sizes=[9, 9, 9], within=[4, 5, 5])
    assert mean([1.0, 2.0, 3.0], plan).interval_reason == "singleton_stratum"
    with pytest.raises(InputError, match="2 cases drawn of 1"):
        design(3, clusters=["a", "b", "b"], sizes=[9, 9, 9], within=[4, 1, 1])
