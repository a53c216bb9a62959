"""Every result becomes a dictionary and a frame, and says in short what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from inspectstats import agreement as ag
from inspectstats import severity as sv
from inspectstats.design import expected_precision, plan
from inspectstats.estimates.sizes import for_share
from inspectstats.intervals.proportion import proportion
from inspectstats.ordering import comparisons, contradictions, order
from inspectstats.quantity import DEFAULT
from inspectstats.quantity.flips import flips
from inspectstats.records import InputError, Record, Result, frame_of
from inspectstats.sampling.draw import draw
from inspectstats.sampling.frame import Case, frame
from inspectstats.severity.simulating import World, simulate
from inspectstats.triangulation import Item, triangulate
from inspectstats.variation.between import between
from inspectstats.variation.funnel import funnel
from inspectstats.variation.multiplicity import benjamini_hochberg
from inspectstats.variation.pooling import pool

RATINGS = ag.from_matrix([[1, 2], [2, 2], [3, 3], [1, 1], [3, 2]], scale=[1, 2, 3])
DATA = simulate(World(8, 4, 5), seed="results").data
CELLS = [(f"f{i}", "c") for i in range(6)]
TEAMS = {"A": ["a1", "a2"], "B": ["b1", "b2"]}
PLAN = plan(CELLS, TEAMS, {cell: ["a1", "b1"][i % 2] for i, cell in enumerate(CELLS)}, 0.5, "s")
ORDER = order(comparisons(["N"] * 19, ["S"] * 19))
X, N = [3, 8, 5, 9], [20, 30, 25, 40]
RESULTS: list[tuple[str, Callable[[], Any], int]] = [
    ("figure", lambda: ag.alpha(RATINGS), 1),
    ("figure without a value", lambda: ag.alpha(ag.from_matrix([[1, None], [None, 2]])), 1),
    ("summary", lambda: ag.summary(RATINGS), 4),
    ("flags", lambda: ag.flags(RATINGS), 1),
    ("severity", lambda: sv.fit(DATA), 5 + 8 + 4 + 8),
    ("error matrices", lambda: sv.error_matrices_of(RATINGS), 2 * 3),
    ("proportion", lambda: proportion(3, 10), 1),
    ("size", lambda: for_share(0.05), 1),
    ("flips", lambda: flips(DEFAULT, "most", 36, 46), 1),
    ("funnel", lambda: funnel(list("abcd"), X, N), 4),
    ("pooled", lambda: pool(X, N), 1),
    ("between", lambda: between([0.1, 0.5, 0.2], [0.01, 0.02, 0.01]), 1),
    ("rejections", lambda: benjamini_hochberg([0.001, 0.2, 0.5]), 3),
    ("plan", lambda: PLAN, len(PLAN.extra)),
    ("precision", lambda: expected_precision(PLAN), 1),
    ("order", lambda: ORDER, 2),
    ("contradiction", lambda: contradictions(ORDER, {"N": 1, "S": 2})[0], 1),
    ("draw", lambda: draw(frame([Case("c1", "a"), Case("c2", "a")]), {"a": 1}, "s"), 1),
    ("triangulated", lambda: triangulate([Item("N", "t", "interview", "p1")], 2), 1),
]


@pytest.mark.parametrize(("made", "rows"), [r[1:] for r in RESULTS], ids=[r[0] for r in RESULTS])
def test_result_becomes_a_dictionary_and_a_frame_and_is_short(
    made: Callable[[], Any], rows: int
) -> None:
    found = made()
    assert isinstance(found, Record)
    whole = found.to_dict()
    assert json.loads(json.dumps(whole, allow_nan=False)) == whole
    held = found.to_frame()
    assert isinstance(held, pl.DataFrame)
    assert held.height == rows
    assert held.width >= 2
    assert len(repr(found)) < 250
    assert "array" not in repr(found)


def test_frame_of_figures_by_name_keeps_values_and_counts() -> None:
    ratings = ag.from_table(
        {
            "unit": list("abcdef"),
            "criterion": ["c1", "c2"] * 3,
            "ann": [1, 2, 3, 1, 2, 2],
            "bob": [1, 2, 2, 1, 3, 2],
        },
        scale=[1, 2, 3],
    )
    by_name = ag.by_criterion(ratings, ag.percent_agreement, fewest=1)
    held = frame_of(by_name)
    assert held["name"].to_list() == ["c1", "c2"]
    assert held["value"].to_list() == [each.value for each in by_name.values()]
    assert held["n_units"].to_list() == [3, 3]


def test_what_is_not_finite_is_nothing_in_a_dictionary() -> None:
    assert Result("x/1", float("nan")).to_dict()["value"] is None


def test_ratings_and_observations_print_what_they_are() -> None:
    assert repr(RATINGS) == "<Ratings: 5 units by 2 raters on 1, 2, 3; 10 given>"
    assert repr(DATA).startswith("<Observations: ")
    big = ag.from_codes(np.zeros((1000, 9), dtype=int), 4, force=list(range(1000)))
    assert len(repr(big)) < 120
    assert len(repr(big.force)) < 120


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_ratings_written_to_a_frame_are_read_back_as_they_were(kind: str) -> None:
    ratings = ag.from_table(
        {
            "unit": list("abcdef"),
            "force": ["N", "N", "S", "S", "W", "W"],
            "criterion": ["c1", "c2"] * 3,
            "ann": ["bad", "good", None, "bad", "fair", "fair"],
            "bob": ["bad", "fair", "good", None, "good", "fair"],
        },
        scale=["bad", "fair", "good"],
    )
    held = ratings.to_frame(kind)
    assert type(held).__module__.startswith(kind)
    again = ag.from_table(held, scale=ratings.scale)
    assert again.input_sha256 == ratings.input_sha256
    assert again.raters == ratings.raters


def test_figure_goes_to_pandas_and_another_kind_is_refused() -> None:
    found = ag.alpha(RATINGS)
    assert found.to_frame("pandas")["value"].tolist() == [found.value]
    with pytest.raises(InputError, match="kind: 'arrow' is unknown"):
        found.to_frame("arrow")
