"""Figures of an exercise: counts always, a share from 25 answers, a lean only beyond chance; each
with what it means and what to do next.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspectorate.domain.judgments.exercises.figures import (
    Distance,
    Lean,
    Nearby,
    Pair,
    beside,
    nearby,
)
from inspectorate.domain.judgments.exercises.models import Nearness, PassMark

GUIDE = Path(__file__).resolve().parents[4] / "docs/guide/judging.md"


def pairs(*given: tuple[int, int], cases: int = 5) -> list[Pair]:
    """Answers beside the panel's on a scale of four, each of the next case."""
    return [
        Pair(place % cases, 1, place // cases, one, panel, 4)
        for place, (one, panel) in enumerate(given)
    ]


def test_counts_tell_same_step_further_and_both_ways() -> None:
    found = nearby(pairs((2, 2), (1, 2), (3, 2), (0, 2)))
    assert (found.same, found.one_step, found.further) == (1, 2, 1)
    assert (found.harsher, found.milder) == (2, 1)
    assert found.counts == (
        "Of 4 answers, 1 gave the panel's grade, 2 lay a step away and 1 further. "
        "2 lower, 1 higher."
    )


@pytest.mark.parametrize(
    ("given", "distance"),
    [
        ([], Distance.NONE),
        ([(2, 2)], Distance.SAME),
        ([(2, 2), (1, 2)], Distance.STEP),
        ([(2, 2), (0, 2)], Distance.FURTHER),
    ],
)
def test_distance_is_that_of_the_furthest(given: list[tuple[int, int]], distance: Distance) -> None:
    assert nearby(pairs(*given)).distance is distance


@pytest.mark.parametrize(
    ("lower", "higher", "lean"),
    [
        (0, 0, Lean.NONE),
        (5, 0, Lean.UNTOLD),
        (6, 0, Lean.HARSHER),
        (0, 6, Lean.MILDER),
        (7, 1, Lean.UNTOLD),
        (8, 1, Lean.HARSHER),
    ],
)
def test_lean_is_told_where_chance_alone_would_hardly_do_it(
    lower: int, higher: int, lean: Lean
) -> None:
    given = [(1, 2)] * lower + [(3, 2)] * higher + [(2, 2)]
    assert nearby(pairs(*given, cases=20)).lean is lean
    # Of several inspectors each counts once, however many answers lean with them.
    several = [
        Pair(case, 1, person, one, panel, 4)
        for person, (one, panel) in enumerate(given)
        for case in range(4)
    ]
    assert nearby(several).lean is lean


def test_one_inspector_who_leans_makes_no_lean_of_several() -> None:
    lone = [Pair(case, 1, 1, 0, 2, 4) for case in range(10)]
    alike = [Pair(case, 1, 2, 2, 2, 4) for case in range(10)]
    assert nearby(lone).lean is Lean.HARSHER
    assert nearby([*lone, *alike]).lean is Lean.UNTOLD


def test_share_is_told_from_25_answers_and_never_below() -> None:
    below = nearby(pairs(*[(2, 2)] * 14, *[(1, 2)] * 10))
    assert below.share is None
    assert "Fewer than 25" in below.figure
    found = nearby(pairs(*[(2, 2)] * 15, *[(1, 2)] * 10))
    assert found.share is not None
    assert found.share.value == pytest.approx(0.6)
    assert found.figure.startswith("60 in a hundred gave the panel's grade")


def test_every_reading_says_what_it_means_and_what_to_do_next() -> None:
    for distance in Distance:
        assert distance.means.endswith(".")
        assert distance.next.endswith(".")
    for lean in (Lean.HARSHER, Lean.MILDER):
        assert lean.means.endswith(".")
        assert lean.next.endswith(".")
    for given in ([], [(2, 2)], [(1, 2)], [(0, 2)], [(1, 2)] * 6, [(3, 2)] * 6):
        found = nearby(pairs(*given, cases=20))
        assert found.counts
        assert found.figure
        assert found.means
        assert found.next


@pytest.mark.parametrize(
    ("share", "nearness", "near", "needed", "reached"),
    [
        (70, Nearness.SAME, 6, 7, False),
        (60, Nearness.SAME, 6, 6, True),
        (61, Nearness.SAME, 6, 7, False),
        (70, Nearness.STEP, 9, 7, True),
        (1, Nearness.SAME, 6, 1, True),
    ],
)
def test_pass_mark_is_counted_in_whole_answers(
    share: int, nearness: Nearness, near: int, needed: int, reached: bool
) -> None:
    given = pairs(*[(2, 2)] * 6, *[(1, 2)] * 3, (0, 2), cases=10)
    found = beside(PassMark(share=share, nearness=nearness), given)
    assert (found.near, found.needed, found.reached) == (near, needed, reached)


def test_numbers_of_the_guide_are_those_that_come_out() -> None:
    words = " ".join(GUIDE.read_text("utf-8").split())
    said = re.search(r"of (\w+) that differ, all \w+", words)
    assert said is not None
    assert said[1] == "six"
    five, six = (nearby(pairs(*[(1, 2)] * number, cases=20)).lean for number in (5, 6))
    assert (five, six) == (Lean.UNTOLD, Lean.HARSHER)
    assert "beside the pass mark: 7 of 10, 7 needed" in words
    ten = pairs(*[(2, 2)] * 7, *[(1, 2)] * 3, cases=10)
    found = beside(PassMark(share=70, nearness=Nearness.SAME), ten)
    assert (found.near, found.cases, found.needed) == (7, 10, 7)


def test_nothing_beside_the_panel_is_said_and_not_failed_on() -> None:
    assert nearby([]) == Nearby(0, 0, 0, 0, 0, 0, None)
