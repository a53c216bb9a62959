"""The interval for any inspectors: what it takes apart, never narrower, and right as often."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats import agreement as ag
from inspectstats.agreement.influence import entries_of, influence
from inspectstats.agreement.inspecting import (
    Inspecting,
    expected_pairs,
    inspected,
    stream,
    true_alpha_of,
)
from inspectstats.agreement.makers import Maker, maker_of
from inspectstats.agreement.patterns import patterns, total
from inspectstats.agreement.ratings import MISSING
from inspectstats.agreement.two_way import (
    Parts,
    double_counted,
    inspectors_add,
    parts_of,
    smaller_df,
)
from inspectstats.records import InputError, Result

KINDS: dict[str, Callable[..., Result]] = {
    "alpha": ag.alpha,
    "ac2": ag.ac2,
    "fleiss": ag.fleiss,
    "brennan_prediger": ag.brennan_prediger,
    "percent": ag.percent_agreement,
}
SEVERE = Inspecting(double=1.0, sigma_severity=0.8, across=True)


def _makers(ratings: ag.Ratings) -> dict[str, Maker]:
    return {name: maker_of(ratings, name) for name in ("alpha", "ac2", "percent_agreement")}


def _many(seed: int = 3, people: int = 6, units: int = 90) -> ag.Ratings:
    """Units of one to five ratings in 12 bodies, by named inspectors."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, units)
    codes = np.clip(truth[:, None] + rng.integers(-1, 2, (units, people)), 0, 3)
    codes[rng.random((units, people)) < 0.5] = MISSING
    return ag.from_codes(codes, 4, force=[f"B{unit % 12}" for unit in range(units)])


@pytest.mark.parametrize("name", ["alpha", "ac2", "percent_agreement"])
def test_pairs_of_units_sum_to_what_the_figure_is_computed_from(name: str) -> None:
    ratings = _many()
    data, maker = patterns(ratings), _makers(ratings)[name]
    made, entries = entries_of(data, maker)
    weight = data.weight[entries.pattern] * entries.share
    np.testing.assert_allclose(weight @ entries.vectors[entries.kind], total(data, made.stat))


@pytest.mark.parametrize("name", ["alpha", "ac2", "percent_agreement"])
def test_inspector_left_out_of_double_judgments_gives_the_figure_without_his_columns(
    name: str,
) -> None:
    ratings = inspected(Inspecting(across=True), stream("left", 1))
    found = influence(ratings, _makers(ratings)[name])
    kind = {"alpha": ag.alpha, "ac2": ag.ac2, "percent_agreement": ag.percent_agreement}[name]
    for person in found.present[:5].tolist():
        without = ratings.select(ratings.codes[:, person] == MISSING)
        assert found.without_inspector[person] == pytest.approx(
            kind(without, interval=None).value, abs=1e-12
        )


def test_influence_of_a_pair_is_the_slope_of_the_figure() -> None:
    """Small in size and against leaving the pair out, for the first twenty pairs."""
    ratings = inspected(Inspecting(double=1.0, across=True), stream("slope", 1))
    found = influence(ratings, _makers(ratings)["alpha"])
    for row in range(20):
        alone = ratings.select(np.arange(ratings.n_units) != row)
        left = ag.alpha(alone, interval=None).value
        assert left is not None
        assert ratings.force is not None
        one, two = np.flatnonzero(ratings.codes[row] != MISSING).tolist()
        same = (
            (found.body == ratings.force.codes[row])
            & (np.minimum(found.first, found.second) == min(one, two))
            & (np.maximum(found.first, found.second) == max(one, two))
        )
        if same.sum() == 1 and _units_of(ratings, row, one, two) == 1:
            assert found.value - left == pytest.approx(float(found.moves[same][0]), abs=3e-4)


def _units_of(ratings: ag.Ratings, row: int, one: int, two: int) -> int:
    assert ratings.force is not None
    of_body = ratings.force.codes == ratings.force.codes[row]
    both = (ratings.codes[:, [one, two]] != MISSING).all(axis=1)
    return int((of_body & both).sum())


def test_independent_pairs_leave_nothing_for_inspectors_to_add() -> None:
    """By hand: four pairs by eight people in four bodies, each moving the figure by 1 or -1."""
    ratings = inspected(Inspecting(), stream("hand", 1))
    found = influence(ratings, _makers(ratings)["alpha"])
    hand = type(found)(
        0.5,
        np.arange(4),
        np.array([0, 2, 4, 6]),
        np.array([1, 3, 5, 7]),
        np.array([1.0, -1.0, 1.0, -1.0]),
        np.ones(4, dtype=np.int64),
        4.0,
        4,
        np.zeros(8),
        np.arange(8),
    )
    # node 8 = each pair at both of its inspectors; 4 of that is the pairs', 4 the bodies' already.
    assert double_counted(hand) == (4.0, 4.0)
    left = np.array([1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0]) * math.sqrt(8 / 7)
    # Nothing but the floor: (node 8 - dyad 4) over the root of seven.
    assert inspectors_add(left, double_counted(hand)) == pytest.approx(4 / math.sqrt(7))
    parts = parts_of(hand, 4.0, 4)
    assert (parts.pair, parts.lasting) == (pytest.approx(4.0), pytest.approx(0.0))


def test_degrees_of_freedom_never_exceed_the_smaller_count() -> None:
    assert smaller_df((1.0, 45.0), (0.0, 5.0)) == 5.0
    assert smaller_df((1.0, 45.0), (1.0, 45.0)) == 45.0
    assert smaller_df((1.0, 45.0), (1.0, 24.0)) == 24.0


def test_each_inspector_brings_half_a_degree_where_squares_of_differences_are_not_offset() -> None:
    """AC2 yes; alpha, whose chance disagreement moves with the spread, and plain shares no."""
    ratings = inspected(Inspecting(inspectors=6, teams=2, double=1.0), stream("half", 1))
    names = ("alpha", "ac2", "percent_agreement")
    freedom = {name: maker_of(ratings, name).freedom for name in names}
    assert freedom == {"alpha": 1.0, "ac2": 0.5, "percent_agreement": 1.0}
    parts = Parts(1.0, 1.0, 1.0, 0.0, 46, 6, 552, freedom=0.5)
    assert parts.df <= 2.5 < replace(parts, freedom=1.0).df


def test_two_way_interval_of_ac2_holds_with_few_very_different_inspectors() -> None:
    """With a whole degree for each inspector 0.86 of 2,000 runs held it."""
    runs = sized(80, 200)
    design = Inspecting(inspectors=6, teams=2, across=True, double=1.0, sigma_severity=0.8)
    chances = expected_pairs(design)
    steps = np.subtract.outer(np.arange(4), np.arange(4))
    found = float((chances * (1 - steps**2 / 9)).sum())
    margins = chances.sum(axis=1)
    by_luck = (1 - steps**2 / 9).sum() / 12 * float((margins * (1 - margins)).sum())
    truth, held = (found - by_luck) / (1 - by_luck), 0
    for run in range(runs):
        told = ag.ac2(inspected(design, stream("ac2", run)), interval="two_way")
        assert told.low is not None
        assert told.high is not None
        held += told.low <= truth <= told.high
    assert held / runs >= 0.90


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(6))
def test_two_way_interval_is_never_inside_the_jackknife(kind: str, number: int) -> None:
    people, teams = ((25, 5), (6, 2))[number % 2]
    design = Inspecting(double=(0.05, 0.2, 1.0)[number % 3], inspectors=people, teams=teams)
    ratings = inspected(design, stream("inside", number))
    inner, outer = (KINDS[kind](ratings, interval=name) for name in ("jackknife", "two_way"))
    assert outer.value == inner.value
    if inner.low is None or inner.high is None:
        assert outer.interval_reason == inner.interval_reason
        return
    assert outer.low is not None
    assert outer.high is not None
    assert outer.low <= inner.low
    assert outer.high >= inner.high
    assert outer.se is not None
    assert inner.se is not None
    assert outer.se >= inner.se


def test_two_way_interval_of_severe_inspectors_is_wider_than_the_jackknife() -> None:
    wider = []
    for number in range(9):
        ratings = inspected(SEVERE, stream("severe", number))
        inner, outer = ag.alpha(ratings), ag.alpha(ratings, interval="two_way")
        assert outer.counts["n_inspectors"] == 25
        assert outer.counts["n_pairs"] == 552
        wider.append((outer.se or 0.0) / (inner.se or 1.0))
    assert sorted(wider)[4] > 1.1


def test_two_way_interval_is_the_same_whatever_the_order_of_units_and_raters() -> None:
    ratings = inspected(Inspecting(double=1.0), stream("order", 1))
    assert ratings.force is not None
    rows = np.random.default_rng(1).permutation(ratings.n_units)
    columns = np.random.default_rng(2).permutation(ratings.n_raters)
    turned = ag.from_codes(
        ratings.codes[rows][:, columns].astype(int),
        4,
        force=[ratings.force.names[code] for code in ratings.force.codes[rows]],
    )
    one, other = (ag.alpha(held, interval="two_way") for held in (ratings, turned))
    assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))


def test_two_way_interval_without_bodies_takes_each_unit_as_one() -> None:
    ratings = inspected(Inspecting(double=1.0), stream("units", 1))
    bare = ag.from_codes(ratings.codes.astype(int), 4)
    named = ag.from_codes(ratings.codes.astype(int), 4, force=list(range(ratings.n_units)))
    one, other = (ag.ac2(held, interval="two_way") for held in (bare, named))
    assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))


@pytest.mark.parametrize(
    ("ratings", "figure", "reason"),
    [
        (_many(people=2), ag.alpha, "too_few_inspectors"),
        (_many(), ag.conger, "no_two_way_interval"),
        (ag.from_counts([[1, 1], [0, 2], [2, 0], [1, 1]]), ag.alpha, "raters_not_named"),
        (ag.from_codes(np.array([[0, 1, 1], [1, 1, 0]]), 2), ag.alpha, "too_few_forces"),
    ],
    ids=["two inspectors", "named panel", "counts only", "two bodies"],
)
def test_two_way_interval_that_cannot_be_had_says_why(
    ratings: ag.Ratings, figure: Callable[..., Result], reason: str
) -> None:
    found = figure(ratings, interval="two_way")
    assert (found.low, found.high, found.interval_reason) == (None, None, reason)
    assert found.value is not None


def test_unknown_interval_is_refused_and_names_the_two_way_one() -> None:
    with pytest.raises(InputError, match="two_way"):
        ag.alpha(_many(), interval="both")


def test_population_alpha_equals_that_of_a_very_large_made_up_inspection() -> None:
    wide = Inspecting(
        bodies=sized(1_500, 4_000),
        criteria=6,
        inspectors=400,
        teams=8,
        double=1.0,
        across=True,
    )
    found = ag.alpha(inspected(wide, stream("population", 1)), interval=None)
    assert found.value == pytest.approx(true_alpha_of(wide), abs=0.02)
    assert expected_pairs(wide).sum() == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("design", "least", "most_of_jackknife"),
    [(SEVERE, 0.91, 0.93), (Inspecting(inspectors=6, teams=2, sigma_severity=0.8), 0.90, 0.90)],
    ids=["all judged twice, severity 0.8", "six inspectors"],
)
def test_two_way_interval_holds_the_truth_where_the_jackknife_does_not(
    design: Inspecting, least: float, most_of_jackknife: float
) -> None:
    """300 runs in `./run drill simulations`; the long table is `./run drill coverage`."""
    truth, runs = true_alpha_of(design), sized(80, 300)
    held = {"jackknife": 0, "two_way": 0}
    for run in range(runs):
        ratings = inspected(design, stream("holds", run))
        for interval in held:
            found = ag.alpha(ratings, interval=interval)
            if found.low is not None and found.high is not None:
                held[interval] += found.low <= truth <= found.high
    assert held["two_way"] / runs >= least
    assert held["jackknife"] / runs <= most_of_jackknife
