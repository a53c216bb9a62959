"""Edge cases of the shared file: what agreement answers where it is undefined, and what may not
change it.
"""

from __future__ import annotations

import numpy as np
import pytest

from inspectstats import agreement as ag
from inspectstats.records import Dropped, Result

EDGES = {
    "one_rater",
    "no_overlap",
    "all_same",
    "perfect",
    "one_pairable_unit",
    "unit_without_ratings",
    "all_missing_unit_column",
    "category_unused",
    "rater_relabelled",
    "scale_reversed",
    "alpha_negative",
}
DATA = [
    [1, 1, None],
    [2, 3, 2],
    [4, 4, 3],
    [1, 2, 1],
    [None, 2, 2],
    [3, 3, 4],
    [2, 2, 2],
    [4, 3, 4],
    [1, 1, 1],
    [3, None, 2],
]
SCALE = [1, 2, 3, 4]
EVERY = [
    ag.alpha,
    ag.ac1,
    ag.ac2,
    ag.conger,
    ag.fleiss,
    ag.brennan_prediger,
    ag.percent_agreement,
    ag.adjacent_agreement,
]


def _values(matrix: list[list[int | None]], scale: list[int] | None = None) -> list[float | None]:
    ratings = ag.from_matrix(matrix, scale=scale or SCALE)
    return [figure(ratings).value for figure in EVERY]


@pytest.mark.parametrize(
    "matrix", [[[1], [2], [3]], [[1, None], [2, None], [None, 3]]], ids=["one_rater", "no_overlap"]
)
def test_undefined_without_pairable_units(matrix: list[list[int | None]]) -> None:
    ratings = ag.from_matrix(matrix, scale=SCALE)
    for figure in EVERY:
        found = figure(ratings)
        assert (found.value, found.low, found.reason) == (None, None, "no_pairable_units")
    assert ag.alpha(ratings).dropped == (Dropped("single_rating", 3),)


def test_all_same_alpha_has_no_variation_and_percent_is_one() -> None:
    ratings = ag.from_matrix([[2, 2, 2]] * 5, scale=SCALE)
    for figure in (ag.alpha, ag.fleiss, ag.conger):
        assert (figure(ratings).value, figure(ratings).reason) == (None, "no_variation")
    assert ag.percent_agreement(ratings).value == 1
    assert ag.ac1(ratings).value == 1
    undeclared = ag.from_matrix([[2, 2, 2]] * 5)
    assert (ag.ac1(undeclared).value, ag.ac1(undeclared).reason) == (None, "no_variation")


def test_perfect_agreement_is_exactly_one_without_a_false_interval() -> None:
    found = ag.alpha(ag.from_matrix([[1, 1], [2, 2], [3, 3], [1, 1]]))
    assert (found.value, found.low, found.high, found.interval_reason) == (
        1.0,
        None,
        None,
        "no_variation_between_forces",
    )


def test_one_pairable_unit_gives_zero_and_no_interval() -> None:
    found = ag.alpha(ag.from_matrix([[1, 2], [3, None]]))
    assert found.value == pytest.approx(0, abs=1e-15)
    assert (found.reason, found.low, found.interval_reason) == ("ok", None, "too_few_forces")


def test_unit_without_ratings_changes_nothing() -> None:
    """R irrCAC 1.4 answers NaN for AC1 here."""
    before = [_without_hash(figure(ag.from_matrix(DATA, scale=SCALE))) for figure in EVERY]
    after = [
        _without_hash(figure(ag.from_matrix([*DATA, [None] * 3], scale=SCALE))) for figure in EVERY
    ]
    assert after == before


def _without_hash(found: Result) -> tuple[object, ...]:
    return found.value, found.low, found.high, found.se, found.reason, dict(found.counts)


def test_all_missing_unit_column_leaves_complete_data_unchanged() -> None:
    """R irr 0.84.1 moves from 0.5812 to 0.5883 when an all-missing unit is appended: only the
    second is right.
    """
    complete = [[1, 1, 2], [2, 2, 2], [3, 4, 3], [1, 1, 1], [4, 4, 3]]
    assert _values([*complete, [None] * 3]) == _values(complete)


def test_category_unused_leaves_alpha_and_counts_for_ac() -> None:
    matrix = [[1, 1, 3], [3, 3, 3], [1, 1, 1], [3, 1, 3]]
    full, narrow = ag.from_matrix(matrix, scale=SCALE), ag.from_matrix(matrix, scale=[1, 3])
    assert ag.alpha(full).value == pytest.approx(ag.alpha(narrow).value, abs=1e-14)
    assert ag.ac1(full).value != pytest.approx(ag.ac1(narrow).value, abs=1e-3)
    p = ag.percent_agreement(full).value
    chance = 2 * 0.5 * 0.5 / 3  # half the ratings 1, half 3; divided by q - 1 of the four declared
    assert p is not None
    assert ag.ac1(full).value == pytest.approx((p - chance) / (1 - chance))


def test_rater_relabelled_within_units_leaves_interchangeable_figures() -> None:
    rng = np.random.default_rng(7)
    mixed = [[row[i] for i in rng.permutation(3)] for row in DATA]
    for figure in (ag.alpha, ag.ac1, ag.ac2, ag.fleiss, ag.brennan_prediger, ag.percent_agreement):
        assert (
            figure(ag.from_matrix(mixed, scale=SCALE)).value
            == figure(ag.from_matrix(DATA, scale=SCALE)).value
        )


@pytest.mark.parametrize("metric", ["ordinal", "interval", "nominal", "gwet_ordinal", "linear"])
def test_scale_reversed_leaves_alpha(metric: str) -> None:
    turned = [[None if cell is None else 5 - cell for cell in row] for row in DATA]
    one, other = ag.from_matrix(DATA, scale=SCALE), ag.from_matrix(turned, scale=SCALE)
    assert ag.alpha(one, metric).value == pytest.approx(ag.alpha(other, metric).value, abs=1e-14)


def test_alpha_negative_is_reported_not_clipped() -> None:
    found = ag.alpha(ag.from_matrix([[1, 4], [4, 1], [1, 4], [4, 1], [2, 3], [3, 2]]))
    assert found.value is not None
    assert found.value < -0.4
    assert found.reason == "ok"
