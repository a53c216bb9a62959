"""The intervals cover the truth as often as they say: counted over every truth, not simulated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from inspectstats.intervals.difference import difference, paired_difference
from inspectstats.intervals.finite import finite_counts
from inspectstats.intervals.proportion import METHODS, proportion
from inspectstats.records import InputError


@pytest.mark.parametrize(("mid_p", "least", "mean"), [(False, 0.95, 0.98), (True, 0.91, 0.961)])
def test_hypergeometric_limits_coverage_over_every_truth_60_20(
    mid_p: bool, least: float, mean: float
) -> None:
    """Figures of the method notes: 0.957 / 0.980 for the exact, 0.916 / 0.961 for mid-P."""
    limits = [finite_counts(x, 20, 60, mid_p=mid_p) for x in range(21)]
    covered = []
    for truth in range(61):
        chances = stats.hypergeom.pmf(np.arange(21), 60, truth, 20)
        covered.append(
            sum(chances[x] for x, (low, high) in enumerate(limits) if low <= truth <= high)
        )
    assert min(covered) >= least
    assert np.mean(covered) == pytest.approx(mean, abs=0.003)


def test_clopper_pearson_never_covers_less_than_its_level() -> None:
    limits = [METHODS["clopper_pearson"](x, 25, 0.95) for x in range(26)]
    for p in np.linspace(0.01, 0.99, 99):
        chances = stats.binom.pmf(np.arange(26), 25, p)
        assert sum(chances[x] for x, (low, high) in enumerate(limits) if low <= p <= high) >= 0.95


@given(st.sampled_from(sorted(METHODS)), st.integers(1, 300), st.data())
def test_interval_holds_its_point_and_mirrors(method: str, n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n))
    found, mirror = proportion(x, n, method), proportion(n - x, n, method)
    assert found.low is not None
    assert found.high is not None
    assert mirror.low is not None
    assert 0 <= found.low <= x / n <= found.high <= 1
    assert found.high == pytest.approx(1 - mirror.low, abs=1e-9)


@given(st.integers(1, 40), st.integers(0, 60), st.data())
def test_finite_interval_is_never_wider_than_all_there_is(
    n: int, unread: int, data: st.DataObject
) -> None:
    x = data.draw(st.integers(0, n))
    low, high = finite_counts(x, n, n + unread)
    assert x <= low <= high <= x + unread


def test_difference_swapped_samples_change_only_the_sign() -> None:
    one, two = difference(9, 10, 3, 10), difference(3, 10, 9, 10)
    assert one.low == pytest.approx(-(two.high or 0))


def test_paired_difference_uses_the_pairs() -> None:
    """Newcombe (1998c), method 10: 36, 12, 2, 0 of 50: 0.0569 to 0.3404; and no difference with all
    pairs alike.
    """
    found = paired_difference(36, 12, 2, 0)
    assert (found.value, found.low, found.high) == (
        pytest.approx(0.2),
        pytest.approx(0.0569, abs=5e-5),
        pytest.approx(0.3404, abs=5e-5),
    )
    alike = paired_difference(25, 0, 0, 25)
    assert (alike.value, alike.high) == (0, pytest.approx(-(alike.low or 0)))


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ((5, 4), "x"),
        ((-1, 4), "x"),
        ((1, 4, "wald"), "method"),
        ((1, 4, "wilson", 95), "level"),
        ((1.5, 4), "x"),
        ((1, 4, "exact", 0.95, 3), "population"),
        ((1, 4, "wilson", 0.95, 30), "method"),
    ],
)
def test_unusable_input_names_the_argument(arguments: tuple[object, ...], where: str) -> None:
    with pytest.raises(InputError) as caught:
        proportion(*arguments)  # type: ignore[arg-type]
    assert caught.value.where == where
    assert caught.value.mend


def test_finite_limits_of_all_but_one_in_a_small_part_of_a_large_pile() -> None:
    assert finite_counts(19, 20, 2000) == (1505, 1997)
    assert finite_counts(1, 20, 2000) == (3, 495)


def test_paired_difference_corrects_the_correlation_for_continuity() -> None:
    """25 twice met, 25 never: phi = (625 - 25)/625 = 0.96, so +- 0.1336 sqrt(2 (1 - 0.96)) and not
    0.
    """
    found = paired_difference(25, 0, 0, 25)
    assert (found.low, found.high) == (
        pytest.approx(-0.0378, abs=5e-5),
        pytest.approx(0.0378, abs=5e-5),
    )
