"""Whether bodies differ, are mixed, or alike; comparisons and ranks."""

from __future__ import annotations

import numpy as np
import pytest
from tests.inspectstats.joint.made import FEW, SMALL, Made, inspection

from inspectstats.joint import (
    JointFit,
    alike,
    compare,
    differing,
    fit,
    mixed,
    range_of,
    rank,
)
from inspectstats.joint.variation import dispersion_of
from inspectstats.records import InputError
from inspectstats.variation.ordinal import leik

CRITERIA = [f"1.{one}" for one in range(1, 9)]


@pytest.fixture(scope="module")
def apart() -> tuple[Made, JointFit]:
    made = inspection(1, spread=1.5, noise=0.5)
    return made, fit(made.data, effort=SMALL)


@pytest.fixture(scope="module")
def same() -> tuple[Made, JointFit]:
    made = inspection(2, spread=0.0, severity=0.8)
    return made, fit(made.data, effort=SMALL)


def test_bodies_that_differ_are_found_to_and_the_criteria_are_named(
    apart: tuple[Made, JointFit],
) -> None:
    made, drawn = apart
    found = differing(drawn, CRITERIA, made.first)
    assert found.supported
    assert found.p is not None
    assert found.p < 0.05
    assert found.two_grades == tuple(CRITERIA)
    assert (found.dispersion or 0) > (found.expected or 1)


def test_identical_bodies_read_by_unlike_inspectors_are_not_found_to_differ(
    same: tuple[Made, JointFit],
) -> None:
    made, drawn = same
    found = differing(drawn, CRITERIA, made.first)
    assert not found.supported
    assert found.p is not None
    assert found.p > 0.05
    # Their grades do differ: counting grades alone would have called them inconsistent.
    assert (found.dispersion or 0) > 0.2


def test_dispersion_is_leiks() -> None:
    codes = np.array([0, 0, 1, 2, 3, 3])
    assert dispersion_of(codes, 4) == pytest.approx(leik([2, 1, 1, 2]))


def test_few_double_judgments_are_not_tested() -> None:
    made = inspection(3, twice=0.05)
    found = differing(fit(made.data, effort=FEW), CRITERIA, made.first)
    assert (found.p, found.supported, found.reason) == (None, False, "too_few_double_judgments")
    assert found.needed > 0


def test_first_of_another_length_is_refused(apart: tuple[Made, JointFit]) -> None:
    with pytest.raises(InputError, match="first: has shape"):
        differing(apart[1], CRITERIA, np.ones(3, dtype=bool))
    with pytest.raises(InputError, match="criteria: '9' was not read"):
        differing(apart[1], ["9"], apart[0].first)


def test_mixed_asks_a_quarter_on_each_side(apart: tuple[Made, JointFit]) -> None:
    found = differing(apart[1], CRITERIA, apart[0].first)
    assert mixed(found, 12, 46)
    assert mixed(found, 34, 46)
    assert not mixed(found, 11, 46)
    assert not mixed(found, 36, 46)


def test_bodies_nearly_all_in_one_grade_are_alike_and_spread_ones_are_not() -> None:
    one = fit(inspection(4, spread=0.05, noise=0.15, severity=0.05, bodies=40).data, effort=SMALL)
    spread = fit(inspection(5).data, effort=SMALL)
    near, far = alike(one, CRITERIA, margin=0.6), alike(spread, CRITERIA)
    assert near.high is not None
    assert far.low is not None
    assert far.low > 0.2
    assert far.warnings == ("bodies may differ in more than 20% of pairs",)
    assert near.high < far.low
    assert alike(fit(inspection(3, twice=0.05).data, effort=FEW), CRITERIA).value is None


def test_range_widens_with_how_far_bodies_lie_apart(
    apart: tuple[Made, JointFit], same: tuple[Made, JointFit]
) -> None:
    wide, narrow = range_of(apart[1], "1.1", 2), range_of(same[1], "1.1", 2)
    assert wide is not None
    assert narrow is not None
    assert wide.high - wide.low > narrow.high - narrow.low
    assert wide.odds_ratio > narrow.odds_ratio >= 1
    with pytest.raises(InputError, match="'0' is not a grade above the lowest"):
        range_of(apart[1], "1.1", 0)


def test_comparison_holds_where_one_group_is_far_above_the_other(
    apart: tuple[Made, JointFit],
) -> None:
    _, drawn = apart
    met = drawn.met("1.1", [2, 3])
    order = [drawn.data.force.names[place] for place in np.argsort(met.mean(axis=0))]
    found = compare(drawn, met, order[-12:], order[:12])
    assert found.holds
    assert (found.value or 0) > 0.99
    assert (found.low or 0) > 0
    turned = compare(drawn, met, order[:12], order[-12:])
    assert not turned.holds
    mingled = compare(drawn, met, order[0::2], order[1::2])
    assert 0 < (mingled.value or 0) < 0.95
    assert not mingled.holds


def test_comparison_of_few_bodies_or_without_common_inspectors_is_refused(
    apart: tuple[Made, JointFit],
) -> None:
    _, drawn = apart
    names = drawn.data.force.names
    met = drawn.met("1.1", [2, 3])
    assert compare(drawn, met, names[:4], names[4:20]).reason == "too_few_bodies"
    with pytest.raises(InputError, match="is in both"):
        compare(drawn, met, names[:6], names[5:20])
    with pytest.raises(InputError, match="a: 'Atlantis' was not read"):
        compare(drawn, met, ["Atlantis"], names[:6])


def test_ranking_holds_for_a_body_far_below_and_gives_ranks_to_all(
    apart: tuple[Made, JointFit],
) -> None:
    _, drawn = apart
    total = drawn.grades.astype(int).sum(axis=2)
    order = [drawn.data.force.names[place] for place in np.argsort(total.mean(axis=0))]
    middle = rank(drawn, CRITERIA, order[20:23])
    assert (middle.holds, middle.value) == (False, 0.0)
    low, high = middle.ranks[order[0]]
    assert 1 <= low <= high <= 10
    top = rank(drawn, CRITERIA, [order[-1]], highest=True)
    bottom = rank(drawn, CRITERIA, [order[0]], highest=True)
    assert (top.value or 0) > (bottom.value or 0)
    with pytest.raises(InputError, match="names 0 of 46"):
        rank(drawn, CRITERIA, [])
