"""The draw of a plan of judging: equal chances, limits that hold, and the same plan from the same
seed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from inspectstats.design import drawing_plan
from inspectstats.design.balancing import Frame, ticket
from inspectstats.design.bearing import (
    PAIRS_FOR_A_CHANCE,
    PAIRS_FOR_A_CRITERION,
    offered_share,
)
from inspectstats.design.drawing_plan import draw, fill
from inspectstats.records import InputError

TEAMS = {name: name[0] for name in ("a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3")}
CELLS = [(f"body {n}", f"1.{m}") for n in range(12) for m in range(5)]


def a_frame(**given: object) -> Frame:
    who = {body: tuple(TEAMS) for body, _ in CELLS}
    plain = Frame(CELLS, TEAMS, who, who)
    return replace(plain, **given)  # type: ignore[arg-type]


def test_over_all_starts_each_cell_is_drawn_with_exactly_its_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, drawn = 13, Counter[tuple[str, str]]()
    for start in range(len(CELLS)):
        monkeypatch.setattr(
            "inspectstats.design.drawing_plan.ticket",
            lambda seed, *parts, start=start: (
                start if parts == ("start",) else ticket(seed, *parts)
            ),
        )
        chosen = drawing_plan._chosen(CELLS, number, "seed")
        assert len(chosen) == number
        drawn.update(chosen)
    assert set(drawn.values()) == {number}
    assert len(drawn) == len(CELLS)


def test_each_criterion_gets_its_share_but_for_one() -> None:
    plan = draw(a_frame(), Fraction(1, 4), "seed")
    assert plan.pairs == 15
    assert set(plan.pairs_by_criterion.values()) == {3}


def test_order_in_which_things_are_listed_changes_nothing() -> None:
    shuffled, names = list(CELLS), list(TEAMS)
    random.Random(1).shuffle(shuffled)
    random.Random(2).shuffle(names)
    who = {body: tuple(names) for body, _ in shuffled}
    other = a_frame(cells=shuffled, teams={n: TEAMS[n] for n in names}, first=who, second=who)
    share = Fraction(1, 3)
    assert draw(a_frame(), share, "seed") == draw(other, share, "seed")
    assert draw(a_frame(), share, "seed") != draw(a_frame(), share, "another")


def test_cells_that_nobody_may_read_twice_are_not_drawn_from() -> None:
    second = {body: tuple(TEAMS) if body != "body 0" else () for body, _ in CELLS}
    plan = draw(a_frame(second=second), Fraction(1, 5), "seed")
    assert {cell[0] for cell in plan.alone} == {"body 0"}
    assert (plan.drawable, plan.pairs, plan.chance) == (55, 11, Fraction(1, 5))


def test_ceiling_holds_and_what_cannot_be_held_is_told() -> None:
    plan = draw(a_frame(), Fraction(1, 5), "seed", ceiling=9)
    assert max(plan.load.values()) <= 9
    short = draw(a_frame(), Fraction(1, 5), "seed", ceiling=7)
    assert max(short.load.values()) <= 7
    # Nine readers of seven hold 63 of 72.
    assert len(short.full) == 9


def test_who_has_more_to_read_already_is_given_less() -> None:
    plan = draw(a_frame(load={"a1": 6}), Fraction(0), "seed")
    assert min(plan.load.values()) == plan.load["a1"]
    assert plan.load["a1"] + 6 <= max(plan.load.values()) + 1


def test_pair_in_which_nobody_judged_before_is_avoided() -> None:
    experienced = ("a1", "b1", "c1")
    plan = draw(a_frame(experienced=experienced), Fraction(1, 2), "seed")
    firsts = {one.cell: one.reader for one in plan.readings if not one.second}
    pairs = [{one.reader, firsts[one.cell]} for one in plan.readings if one.second]
    assert all(pair & {*experienced} for pair in pairs)


def test_another_team_is_needed_or_only_preferred() -> None:
    who = {body: ("a1", "a2") for body, _ in CELLS}
    frame = a_frame(first=who, second=who)
    assert len(draw(frame, Fraction(1), "seed").alone) == len(CELLS)
    assert draw(frame, Fraction(1), "seed", across=False).pairs == len(CELLS)


def test_found_anew_is_neither_who_reads_the_cell_nor_of_their_team() -> None:
    given = dict.fromkeys(CELLS, "a1")
    plan = fill(a_frame(given=given), [(cell, True) for cell in CELLS], "seed")
    assert {one.reader[0] for one in plan.readings} == {"b", "c"}
    firsts = fill(a_frame(given=given), [(cell, False) for cell in CELLS], "seed")
    assert "a1" not in firsts.load


def test_share_that_is_none_and_a_reader_without_a_team_are_refused() -> None:
    with pytest.raises(InputError, match="not between 0 and 1"):
        draw(a_frame(), Fraction(6, 5), "seed")
    with pytest.raises(InputError, match="joe is in no team"):
        draw(a_frame(first={"body 0": ("joe",)}), Fraction(1, 5), "seed")


def test_share_that_is_offered_is_the_smallest_that_draws_enough() -> None:
    cells = 46 * 12
    assert offered_share(PAIRS_FOR_A_CHANCE, cells) == Fraction(1, 5)
    assert offered_share(PAIRS_FOR_A_CRITERION, cells) == Fraction(1, 20)
    assert offered_share(PAIRS_FOR_A_CRITERION, 46) == Fraction(11, 20)
    assert offered_share(PAIRS_FOR_A_CRITERION, 24) is None
