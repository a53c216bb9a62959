"""One table by every way in gives the same ratings, whatever its make and the order of its rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectstats import agreement as ag
from inspectstats import severity as sv

NAMES = ["anna", "ben", "carl", "dora"]
Cells = list[list[int | None]]


@st.composite
def judged(draw: st.DrawFn) -> Cells:
    """Grades 1 to 5 by two to four inspectors, with gaps."""
    width = draw(st.integers(2, 4))
    cell = st.one_of(st.none(), st.integers(1, 5))
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=4, max_size=12))


def columns(grades: Cells) -> dict[str, list[object]]:
    """The grades as columns, with a unit, a body and a criterion."""
    held: dict[str, list[object]] = {
        "unit": [f"u{i}" for i in range(len(grades))],
        "force": [f"b{i // 2}" for i in range(len(grades))],
        "criterion": [f"c{i % 2}" for i in range(len(grades))],
    }
    return held | {NAMES[j]: [row[j] for row in grades] for j in range(len(grades[0]))}


@settings(max_examples=50, deadline=None)
@given(grades=judged())
def test_wide_table_of_any_make_gives_one_digest(grades: Cells) -> None:
    held = columns(grades)
    frame = pl.DataFrame(held, schema_overrides=dict.fromkeys(NAMES[: len(grades[0])], pl.Int64))
    rows = [dict(zip(held, line, strict=True)) for line in zip(*held.values(), strict=True)]
    ways = [
        frame,
        frame.lazy(),
        frame.with_columns(pl.col("force").cast(pl.Categorical)),
        pd.DataFrame(held),
        pd.DataFrame(held).convert_dtypes(),
        held,
        {name: np.array(cells, dtype=object) for name, cells in held.items()},
        rows,
    ]
    digests = {ag.from_table(way, scale=[1, 2, 3, 4, 5]).input_sha256 for way in ways}
    by_matrix = ag.from_matrix(grades, scale=[1, 2, 3, 4, 5], force=held["force"])
    assert digests == {by_matrix.input_sha256}


@settings(max_examples=50, deadline=None)
@given(grades=judged(), order=st.randoms(use_true_random=False))
def test_long_table_in_any_order_gives_the_alpha_of_the_wide_one(
    grades: Cells, order: np.random.RandomState
) -> None:
    held = columns(grades)
    rows = [
        {"unit": held["unit"][i], "force": held["force"][i], "rater": NAMES[j], "rating": grade}
        for i, row in enumerate(grades)
        for j, grade in enumerate(row)
    ]
    order.shuffle(rows)
    wanted = ag.alpha(ag.from_table(held, scale=[1, 2, 3, 4, 5]))
    for way in (rows, pl.DataFrame(rows, infer_schema_length=None), pd.DataFrame(rows)):
        found = ag.alpha(ag.from_long(way, scale=[1, 2, 3, 4, 5]))
        assert found.reason == wanted.reason
        for one, other in ((found.value, wanted.value), (found.low, wanted.low)):
            # Bodies in another order are added in another order: the last digit may differ.
            assert one == (None if other is None else pytest.approx(other, abs=1e-12))


@settings(max_examples=40, deadline=None)
@given(grades=judged())
def test_severity_sees_the_same_ratings_wide_and_long(grades: Cells) -> None:
    held = columns(grades)
    wide = sv.from_ratings(ag.from_table(held, scale=[1, 2, 3, 4, 5]))
    rows = [
        {
            "Body": held["force"][i],
            "Unit": held["unit"][i],
            "Criterion": held["criterion"][i],
            "Inspector": NAMES[j],
            "Grade": grade,
        }
        for i, row in enumerate(grades)
        for j, grade in enumerate(row)
        if grade is not None
    ]
    if not rows:
        return
    long = sv.from_rows(pl.DataFrame(rows), scale=[1, 2, 3, 4, 5])

    def told(data: sv.Observations) -> list[tuple[str, str, str, int]]:
        groups = (data.force, data.criterion, data.inspector)
        names = [[group.names[code] for code in group.codes] for group in groups]
        return sorted(zip(*names, data.grade.tolist(), strict=True))

    assert told(wide) == told(long)
