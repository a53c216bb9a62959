"""How exactly agreement will be known under a plan, against inspections judged by it."""

from __future__ import annotations

import pytest

from inspectstats import agreement as ag
from inspectstats.agreement.inspecting import Inspecting, inspected, stream
from inspectstats.design import plan
from inspectstats.design.expected_agreement import (
    expected_agreement,
    expected_doubles,
    pairs_of,
)
from inspectstats.records import InputError

TEAMS = {f"T{team}": tuple(f"I{team}{one}" for one in range(5)) for team in range(5)}
FIRST = {
    (f"B{body}", f"C{criterion}"): f"I{body % 5}{(body + criterion) % 5}"
    for body in range(46)
    for criterion in range(12)
}


def _pairs(share: float) -> tuple[tuple[str, str, str, str], ...]:
    return pairs_of(plan(FIRST, TEAMS, FIRST, share=share, seed="a seed"))


def test_pairs_of_a_plan_are_each_extra_judgment_with_the_first() -> None:
    for body, criterion, first, second in _pairs(0.2):
        assert FIRST[body, criterion] == first != second
    assert len(_pairs(0.2)) == 111


def test_expected_width_is_that_of_inspections_so_judged() -> None:
    """Against 60 of the other generator, in which the doubles are drawn by chance."""
    found = expected_agreement(_pairs(0.2), runs=60)
    widths = []
    for run in range(60):
        made = ag.alpha(inspected(Inspecting(across=True), stream("plan", run)), interval="two_way")
        assert made.low is not None
        assert made.high is not None
        widths.append(made.high - made.low)
    assert found.width == pytest.approx(sorted(widths)[30], abs=0.06)
    assert found.pairs == 111


def test_fewer_doubles_are_expected_to_tell_less() -> None:
    wide, narrow = (expected_agreement(_pairs(share), runs=40) for share in (0.05, 0.4))
    assert wide.width is not None
    assert narrow.width is not None
    assert wide.width > 1.5 * narrow.width


def test_doubles_for_a_width_are_about_those_of_a_plan_that_has_it() -> None:
    wanted = expected_agreement(_pairs(0.4), runs=60).width
    assert wanted is not None
    found = expected_doubles(_pairs(0.2), wanted, runs=60)
    assert found is not None
    # 221 pairs are 40 % of 552.
    assert 150 < found < 330
    assert expected_doubles(_pairs(0.2), 0.01, runs=20) is None


def test_same_seed_gives_the_same_expectation() -> None:
    one, same, other = (
        expected_agreement(_pairs(0.1), runs=10, seed=seed) for seed in ("a", "a", "b")
    )
    assert one == same != other


def test_plan_of_two_inspectors_is_told_why_nothing_can_be_expected() -> None:
    pairs = [(f"B{body}", "C", "one", "other") for body in range(20)]
    found = expected_agreement(pairs, runs=10)
    assert (found.value, found.width, found.reason) == (None, None, "too_few_inspectors")
    assert expected_doubles(pairs, 0.3, runs=10) is None


def test_plan_without_pairs_or_with_one_inspector_twice_is_refused() -> None:
    with pytest.raises(InputError, match="pairs"):
        expected_agreement([])
    with pytest.raises(InputError, match="pair 2"):
        expected_agreement([("B", "C", "a", "b"), ("B", "D", "a", "a")])
