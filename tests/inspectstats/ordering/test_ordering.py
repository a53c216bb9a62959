"""An order from pairwise comparisons: published figures, known orders, intervals that hold, and
what is refused by name.
"""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from tests.sizes import sized

from inspectstats.ordering import Order, comparisons, contradictions, order
from inspectstats.records import InputError

TEAMS = ["Milwaukee", "Detroit", "Toronto", "NewYork", "Boston", "Cleveland", "Baltimore"]
# Agresti (2002), Categorical Data Analysis, table 10.10: American League East 1987, wins of the
# row over the column.
WINS = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
]
# Strength less that of Baltimore and its standard error, as Firth (2005), J. Stat. Softw. 12(1),
# and the package BradleyTerry2 print them.
PRINTED = {
    "Milwaukee": (1.5814, 0.3433),
    "Detroit": (1.4364, 0.3396),
    "Toronto": (1.2945, 0.3367),
    "NewYork": (1.2476, 0.3359),
    "Boston": (1.1077, 0.3339),
    "Cleveland": (0.6839, 0.3319),
}


def played(wins: list[list[int]], names: list[str]) -> tuple[list[str], list[str]]:
    rows = [
        (names[i], names[j])
        for i, of in enumerate(wins)
        for j, number in enumerate(of)
        for _ in range(number)
    ]
    return [one for one, _ in rows], [other for _, other in rows]


def test_unpenalised_order_gives_the_published_strengths_and_errors() -> None:
    found = order(comparisons(*played(WINS, TEAMS)), penalised=False)
    assert found.names == tuple(TEAMS)
    for name, (value, se) in PRINTED.items():
        apart = found.difference(name, "Baltimore")
        assert (round(apart.value or 0, 4), round(apart.se or 0, 4)) == (value, se)


def test_penalty_draws_strengths_together_and_leaves_the_order() -> None:
    plain = order(comparisons(*played(WINS, TEAMS)), penalised=False)
    penalised = order(comparisons(*played(WINS, TEAMS)))
    assert penalised.names == plain.names
    for name in PRINTED:
        less = penalised.difference(name, "Baltimore").value or 0
        assert 0 < less < (plain.difference(name, "Baltimore").value or 0)


def test_penalty_equals_adding_half_a_win_each_where_there_are_two() -> None:
    # Firth (1993): with one logit the penalty adds a half to both counts.
    found = order(comparisons(["A"] * 9, ["B"] * 9))
    assert found.difference("A", "B").value == pytest.approx(math.log(9.5 / 0.5), abs=1e-8)


def test_always_better_is_finite_with_the_penalty_and_refused_without() -> None:
    rows = [*[("A", "B"), ("A", "C")] * 5, *[("B", "C"), ("C", "B")] * 4]
    data = comparisons(*zip(*rows, strict=True))
    found = order(data)
    assert found.names[0] == "A"
    assert found.difference("A", "B").value is not None
    assert order(data, penalised=False).reason == "no_finite_order"


def test_tie_counts_half_to_each() -> None:
    rest = ["B", "C", "C"], ["C", "B", "A"]
    tied = [True] * 4 + [False] * 8
    one = order(comparisons(["A"] * 9 + rest[0], ["B"] * 9 + rest[1], tied=tied))
    other = order(comparisons(["A"] * 7 + ["B"] * 2 + rest[0], ["B"] * 7 + ["A"] * 2 + rest[1]))
    for pair in combinations("ABC", 2):
        assert one.difference(*pair).value == other.difference(*pair).value


def test_error_of_a_strength_is_that_against_the_average() -> None:
    found = order(comparisons(["A"] * 7 + ["B"] * 2, ["B"] * 7 + ["A"] * 2))
    apart = found.difference("A", "B").se or 0
    assert found.of["A"].strength.se == pytest.approx(apart / 2, abs=1e-8)


def test_places_are_those_that_all_differences_at_once_leave() -> None:
    found = order(comparisons(*played(WINS, TEAMS)))
    z = NormalDist().inv_cdf(1 - 0.05 / (2 * 6))
    for name, one in found.of.items():
        others = [found.difference(name, other) for other in found.names if other != name]
        sure = [(apart.value or 0) / (apart.se or 1) for apart in others]
        assert one.best == 1 + sum(each < -z for each in sure)
        assert one.worst == 7 - sum(each > z for each in sure)
    assert (found.of["Milwaukee"].worst, found.of["Baltimore"].best) == (5, 6)


def test_ties_alone_place_all_alike() -> None:
    pairs = list(combinations("ABCD", 2)) * 3
    found = order(comparisons(*zip(*pairs, strict=True), tied=[True] * len(pairs)))
    assert {one.strength.value for one in found.of.values()} == {0.0}
    assert {(one.best, one.worst) for one in found.of.values()} == {(1, 4)}


def simulated(
    n: int, each: int, seed: int, strengths: np.ndarray | None = None
) -> tuple[np.ndarray, Order]:
    """Strengths and the order fitted to comparisons made with them: a ring, then any pairs."""
    made = np.random.default_rng(seed)
    strengths = made.normal(size=n) if strengths is None else strengths
    better, worse = [], []
    for number in range(n * each // 2):
        pair = (number, (number + 1) % n) if number < n else made.choice(n, 2, replace=False)
        i, j = int(pair[0]), int(pair[1])
        if made.random() > 1 / (1 + math.exp(strengths[j] - strengths[i])):
            i, j = j, i
        better.append(f"b{i}")
        worse.append(f"b{j}")
    return strengths, order(comparisons(better, worse))


def test_known_order_is_recovered_where_comparisons_are_many() -> None:
    strengths, found = simulated(8, 200, 3, np.array([4, 1, 3, 7, 0, 6, 2, 5]) / 2)
    assert found.names == tuple(f"b{at}" for at in np.argsort(-strengths))


@pytest.mark.parametrize(("n", "each"), [(8, 8), (20, 20)])
def test_intervals_hold_about_as_often_as_they_say(n: int, each: int) -> None:
    differences, strengths_held, places = [], [], []
    for seed in range(sized(50, 120)):
        strengths, found = simulated(n, each, seed)
        place = {f"b{at}": 1 + int((strengths > strengths[at]).sum()) for at in range(n)}
        for i, j in combinations(range(n), 2):
            apart = found.difference(f"b{i}", f"b{j}")
            assert apart.low is not None
            assert apart.high is not None
            differences.append(apart.low <= strengths[i] - strengths[j] <= apart.high)
        for name, one in found.of.items():
            told, true = one.strength, strengths[int(name[1:])] - strengths.mean()
            strengths_held.append((told.low or 0) <= true <= (told.high or 0))
            places.append(one.best <= place[name] <= one.worst)
    # A little wide where comparisons are few; a place holds at least as often as it says.
    assert 0.94 <= np.mean(differences) <= 0.995
    assert 0.94 <= np.mean(strengths_held) <= 0.995
    assert np.mean(places) >= 0.95


def test_places_narrow_as_comparisons_grow() -> None:
    few, many = simulated(8, 8, 5)[1], simulated(8, 200, 5)[1]
    width = [sum(one.worst - one.best for one in each.of.values()) for each in (few, many)]
    assert width[1] < width[0] / 2


def test_comparisons_that_do_not_connect_are_refused_with_their_groups() -> None:
    rows = [("A", "B")] * 9 + [("C", "D")] * 9
    data = comparisons(*zip(*rows, strict=True), bodies=["A", "B", "C", "D", "E"])
    found = order(data)
    assert (found.reason, found.groups) == ("not_connected", (("A", "B"), ("C", "D"), ("E",)))
    assert found.names == ()
    assert found.difference("A", "B").reason == "not_connected"
    assert found.to_dict()["reason"] == "not_connected"


def test_too_few_comparisons_are_refused_and_few_are_warned_of() -> None:
    ring = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "A")]
    assert order(comparisons(*zip(*ring, strict=True))).reason == "too_few_comparisons"
    found = order(comparisons(*zip(*ring * 2, strict=True)))
    assert (found.reason, len(found.warnings)) == ("ok", 1)
    assert order(comparisons(*zip(*ring * 4, strict=True))).warnings == ()


@pytest.mark.parametrize(
    ("better", "worse", "bodies", "where", "what"),
    [
        ([], [], None, "comparisons", "empty"),
        (["A", "B"], ["B", "B"], None, "row 2", "'B' is compared with itself"),
        (["A", "X"], ["B", "A"], ["A", "B"], "row 2", "'X' is not among the bodies"),
        (["A"], ["B", "A"], None, "comparisons", "1, 2 and 1 rows"),
    ],
)
def test_unusable_table_is_refused_by_row_with_a_mend(
    better: list[str], worse: list[str], bodies: list[str] | None, where: str, what: str
) -> None:
    with pytest.raises(InputError, match=what) as refusal:
        comparisons(better, worse, bodies=bodies)
    assert refusal.value.where == where
    assert refusal.value.mend


def test_difference_of_an_unknown_body_is_refused() -> None:
    with pytest.raises(InputError, match="'Z' is not among the bodies"):
        order(comparisons(*played(WINS, TEAMS))).difference("Z", "Boston")


def test_rows_in_another_order_give_the_same_bytes() -> None:
    better, worse = played(WINS, TEAMS)
    turned = order(comparisons(better[::-1], worse[::-1]))
    assert turned.to_dict() == order(comparisons(better, worse)).to_dict()


def test_contradiction_is_told_where_the_interval_is_away_from_zero_alone() -> None:
    rows = [("A", "B")] * 18 + [("B", "A")] * 2 + [("B", "C")] * 7 + [("C", "B")] * 5
    found = order(comparisons(*zip(*rows, strict=True)))
    assert contradictions(found, {"A": 3, "B": 2, "C": 1}) == ()
    [one] = contradictions(found, {"A": 1, "B": 2, "C": 1})
    assert (one.graded_better, one.ordered_better) == ("B", "A")
    assert one.difference.low is not None
    assert one.difference.low > 0
    # B and C are told apart by chance alone: to grade C above B contradicts nothing.
    assert contradictions(found, {"B": 1, "C": 3}) == ()
    assert contradictions(found, {"A": 2, "B": 2}) == ()


def test_contradictions_among_bodies_alike_are_rare_whatever_is_looked_at() -> None:
    told = 0
    for seed in range(100):
        made = np.random.default_rng(seed)
        pairs = [made.choice(8, 2, replace=False) for _ in range(64)]
        rows = [(f"b{i}", f"b{j}") for i, j in pairs]
        found = order(comparisons(*zip(*rows, strict=True)))
        grades = {name: int(made.integers(1, 5)) for name in found.names}
        told += bool(contradictions(found, grades))
    assert told <= 10
