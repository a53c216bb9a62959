"""Frames and arrays that callers bring: answered as their rows say, never turned, or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.inspectstats.doors.written_out import HEADER, RIGHT, ROWS, WORDS, columns, long_rows

from inspectstats import agreement as ag
from inspectstats import severity as sv
from inspectstats.design import plan
from inspectstats.intervals import proportion
from inspectstats.records import InputError
from inspectstats.sampling import Case, draw, frame
from inspectstats.variation import some_inconsistency

GRADES = [list(row[3:]) for row in ROWS]
COLUMNS = columns()
POLARS = pl.DataFrame(COLUMNS)
PANDAS = pd.DataFrame(COLUMNS)
ONLY = ["anna", "ben", "carl"]
LONG = pl.DataFrame(long_rows())
FLOATS = np.array(GRADES, dtype=float)
ENUM = pl.Enum(list(WORDS.values()))
IN_WORDS = POLARS.with_columns(
    pl.col(ONLY).cast(pl.String).replace({str(k): word for k, word in WORDS.items()})
)


class Stream:
    """Anything with the Arrow stream interface, and nothing else."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


class Wrapped:
    """A frame of a wrapper, such as narwhals."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def to_native(self) -> pl.DataFrame:
        return self.frame


ORDERED = pd.CategoricalDtype(list(WORDS.values()), ordered=True)
ANSWERED: list[tuple[str, Callable[[], ag.Ratings]]] = [
    ("polars wide", lambda: ag.from_table(POLARS)),
    ("polars lazy", lambda: ag.from_table(POLARS.lazy())),
    ("polars long", lambda: ag.from_long(LONG)),
    ("polars matrix", lambda: ag.from_matrix(POLARS.select(ONLY), force=POLARS["force"])),
    ("polars categorical bodies", lambda: ag.from_table(POLARS.cast({"force": pl.Categorical}))),
    ("polars Enum of grades", lambda: ag.from_table(IN_WORDS.cast(dict.fromkeys(ONLY, ENUM)))),
    ("polars floats", lambda: ag.from_table(POLARS.cast(dict.fromkeys(ONLY, pl.Float64)))),
    ("polars words, scale", lambda: ag.from_table(IN_WORDS, scale=list(WORDS.values()))),
    ("polars sliced", lambda: ag.from_table(pl.concat([POLARS, POLARS])[8:])),
    ("pandas wide", lambda: ag.from_table(PANDAS)),
    ("pandas long", lambda: ag.from_long(pd.DataFrame(long_rows()))),
    ("pandas matrix", lambda: ag.from_matrix(PANDAS[ONLY], force=PANDAS["force"])),
    ("pandas nullable", lambda: ag.from_table(PANDAS.astype(dict.fromkeys(ONLY, "Int64")))),
    ("pandas NA", lambda: ag.from_table(PANDAS.astype(object).where(PANDAS.notna(), pd.NA))),
    ("pandas filtered", lambda: ag.from_table(pd.concat([PANDAS, PANDAS]).iloc[8:])),
    ("pandas indexed", lambda: ag.from_table(PANDAS.set_index(["unit", "force"]))),
    (
        "pandas ordered categories",
        lambda: ag.from_table(
            PANDAS.assign(**{n: PANDAS[n].map(WORDS).astype(ORDERED) for n in ONLY})
        ),
    ),
    ("Arrow stream", lambda: ag.from_table(Stream(POLARS))),
    ("Arrow stream, long", lambda: ag.from_long(Stream(LONG))),
    ("wrapped frame", lambda: ag.from_table(Wrapped(POLARS))),
    ("columns", lambda: ag.from_table(COLUMNS)),
    ("columns of arrays", lambda: ag.from_long({n: LONG[n].to_numpy() for n in LONG.columns})),
    ("columns of Series", lambda: ag.from_table({n: PANDAS[n] for n in PANDAS})),
    ("rows", lambda: ag.from_table(POLARS.to_dicts())),
    (
        "rows, some cells absent",
        lambda: ag.from_table(
            [{n: c for n, c in row.items() if c is not None} for row in POLARS.to_dicts()]
        ),
    ),
    ("records of numpy", lambda: ag.from_table(PANDAS.fillna(np.nan).to_records(index=False))),
    ("array", lambda: ag.from_matrix(FLOATS, force=COLUMNS["force"])),
    (
        "array with a mask",
        lambda: ag.from_matrix(
            np.ma.masked_invalid(np.nan_to_num(FLOATS, nan=np.inf)), force=COLUMNS["force"]
        ),
    ),
    ("array of objects", lambda: ag.from_matrix(np.array(GRADES), force=COLUMNS["force"])),
    (
        "array of text",
        lambda: ag.from_matrix(
            np.array([[str(c or "") for c in row] for row in GRADES]), force=COLUMNS["force"]
        ),
    ),
    (
        "array turned, raters named",
        lambda: ag.from_matrix(FLOATS.T.T, raters=ONLY, force=np.array(COLUMNS["force"])),
    ),
    ("tuples", lambda: ag.from_matrix([tuple(row) for row in GRADES], force=COLUMNS["force"])),
    ("generator of rows", lambda: ag.from_matrix(iter(GRADES), force=COLUMNS["force"])),
    (
        "true and false",
        lambda: ag.from_matrix(
            [[None if c is None else np.int8(c) for c in row] for row in GRADES]
        ),
    ),
]
REFUSED: list[tuple[str, Callable[[], object], str]] = [
    (
        "a scale against the order of an Enum",
        lambda: ag.from_table(
            IN_WORDS.cast(dict.fromkeys(ONLY, ENUM)), scale=list(reversed(WORDS.values()))
        ),
        "scale, column anna: the column declares another order",
    ),
    (
        "an inspector in other capitals",
        lambda: sv.observations(list("NNSS"), list("cccc"), ["X", "y", "x", "y"], [1, 2, 1, 2]),
        "'x' and 'X' differ only in capitals",
    ),
    (
        "raters in other capitals, names only",
        lambda: ag.from_table(IN_WORDS.with_columns(pl.col("anna").str.to_titlecase())),
        "differ only in capitals",
    ),
    ("polars turned", lambda: ag.from_table(POLARS.transpose()), "column"),
    (
        "polars grades turned",
        lambda: ag.from_matrix(POLARS.select(ONLY).transpose()),
        "may be turned",
    ),
    (
        "polars turned, units named",
        lambda: ag.from_matrix(
            POLARS.select(ONLY).transpose(column_names=COLUMNS["unit"]), scale=[1, 2, 3, 4]
        ),
        "has 3 rows and 8 columns",
    ),
    (
        "polars turned, raters in a column of units",
        lambda: ag.from_table(
            POLARS.select(ONLY).transpose(
                include_header=True, header_name="unit", column_names=COLUMNS["unit"]
            )
        ),
        "has 3 rows and 8 columns",
    ),
    ("pandas turned", lambda: ag.from_table(PANDAS.T), "column"),
    ("pandas grades turned", lambda: ag.from_table(PANDAS[ONLY].T), "may be raters by number"),
    ("pandas matrix turned", lambda: ag.from_matrix(PANDAS[ONLY].T), "may be turned"),
    ("array turned", lambda: ag.from_matrix(FLOATS.T), "has 3 rows and 8 columns"),
    (
        "array turned, bodies given",
        lambda: ag.from_matrix(
            FLOATS.T, force=COLUMNS["force"], raters=[f"r{i}" for i in range(8)]
        ),
        "8 labels for 3 units",
    ),
    ("rows of krippendorff's program", lambda: ag.from_matrix(FLOATS.T.tolist()), "may be turned"),
    ("long as wide", lambda: ag.from_table(LONG), "has one row a rating"),
    ("long as a matrix", lambda: ag.from_matrix(LONG), "means the unit"),
    ("wide as matrix", lambda: ag.from_matrix(POLARS), "Use from_table"),
    ("wide as long", lambda: ag.from_long(POLARS), "no column 'rater'"),
    ("wide as severity", lambda: sv.from_rows(POLARS), "no column 'inspector'"),
    ("array as a table", lambda: ag.from_table(FLOATS), "without column names"),
    ("a path as a table", lambda: ag.from_table("ratings.csv"), "is text, not a table"),
    ("numbers as a table", lambda: ag.from_table([1, 2]), "row 1: is an int, not a mapping"),
    ("a number as a table", lambda: ag.from_table(7), "is an int, not a table"),
    ("text as a matrix", lambda: ag.from_matrix(["12", "23"]), "row 1: is str"),
    ("rows with names as a matrix", lambda: ag.from_matrix(POLARS.to_dicts()), "from_table"),
    ("a column alone", lambda: ag.from_table(PANDAS["anna"]), "is one column"),
    ("columns of two lengths", lambda: ag.from_table({"unit": [1, 2], "a": [1]}), "equally long"),
    (
        "a column of text",
        lambda: ag.from_table({"unit": "ab", "a": [1, 2]}),
        "is text, not a column",
    ),
    (
        "pandas header twice",
        lambda: ag.from_table(PANDAS[["unit", "anna", "anna"]]),
        "occurs twice",
    ),
    (
        "pandas header of two levels",
        lambda: ag.from_table(PANDAS.set_axis(pd.MultiIndex.from_product([["x"], HEADER]), axis=1)),
        "several levels",
    ),
    ("dates", lambda: ag.from_table(POLARS.with_columns(z=pl.date(2024, 1, 1))), "is not a grade"),
    ("lists", lambda: ag.from_table(POLARS.with_columns(z=pl.concat_list("anna"))), "not a grade"),
    ("infinite", lambda: ag.from_matrix([[1.0, float("inf")]]), "an infinite number"),
    ("a scale in one text", lambda: ag.from_table(POLARS, scale="1234"), "scale: is str"),
    ("a scale as a number", lambda: ag.from_table(POLARS, scale=4), "scale: is int"),
    (
        "Enums that differ",
        lambda: ag.alpha(
            ag.from_table(
                IN_WORDS.cast(
                    {"anna": ENUM, "ben": pl.Enum([*WORDS.values(), "none"]), "carl": ENUM}
                )
            )
        ),
        "words whose order nobody declared",
    ),
    ("words without an order", lambda: ag.alpha(ag.from_table(IN_WORDS)), "nobody declared"),
    ("words, AC2", lambda: ag.ac2(ag.from_table(IN_WORDS)), "nobody declared"),
    ("words, severity", lambda: sv.from_ratings(ag.from_table(IN_WORDS)), "nobody declared"),
    ("counts with a fraction", lambda: ag.from_counts([[1.5, 2]]), "row 1, column 1: 1.5 is not"),
    ("counts with a gap", lambda: ag.from_counts([[None, 2]]), "row 1, column 1: None is not"),
    (
        "counts below zero",
        lambda: ag.from_counts(np.array([[1, -2]])),
        "row 1, column 2: -2 is not",
    ),
    ("counts in one row", lambda: ag.from_counts([1, 2]), "units x categories"),
    (
        "counts and a short scale",
        lambda: ag.from_counts([[1, 2]], scale=["a"]),
        "1 categories for 2",
    ),
    (
        "counts with a region",
        lambda: ag.from_counts({"region": [1], "yes": [2]}),
        "names no category",
    ),
    ("table that is not square", lambda: ag.from_confusion([[1, 2]]), "needs a square table"),
    (
        "square table with halves",
        lambda: ag.from_confusion([[0.5, 1], [1, 2]]),
        "0.5 is not a count",
    ),
    (
        "square frame, other rows",
        lambda: ag.from_confusion({"r": ["b", "a"], "a": [1, 2], "b": [3, 4]}),
        "rows are b, a, columns are a, b",
    ),
    (
        "counts with their sum",
        lambda: ag.from_counts({"unit": [1, 2], "yes": [2, 1], "no": [1, 2], "marks": [3, 3]}),
        "column 'marks' is the sum of the others",
    ),
    ("an array for ratings", lambda: ag.alpha(FLOATS), "is ndarray, not Ratings"),
    ("an array for AC2", lambda: ag.ac2(FLOATS), "is ndarray, not Ratings"),
    ("an array for kappa", lambda: ag.cohen(FLOATS), "is ndarray, not Ratings"),
    ("a frame for ratings", lambda: ag.percent_agreement(POLARS), "is DataFrame, not Ratings"),
    ("an array for severity", lambda: sv.from_ratings(FLOATS), "is ndarray, not Ratings"),
    (
        "a number for a seed",
        lambda: ag.alpha(
            ag.from_table(POLARS),
            interval="force_bootstrap",
            seed=1,
        ),
        "seed: 1 is int, not text",
    ),
    ("an array for a fit", lambda: sv.fit(FLOATS), "is ndarray, not Observations"),
    ("ratings for a fit", lambda: sv.fit(ag.from_table(POLARS)), "is Ratings, not Observations"),
    ("an array for flags", lambda: ag.flags(FLOATS), "is ndarray, not Ratings"),
    ("an array by criterion", lambda: ag.by_criterion(FLOATS), "is ndarray, not Ratings"),
    ("words, ICC", lambda: ag.icc(ag.from_table(IN_WORDS)), "nobody declared"),
    ("weights of another size", lambda: ag.ac2(ag.from_table(POLARS), np.eye(3)), "(3, 3)"),
    (
        "weights one-sided",
        lambda: ag.ac2(ag.from_table(POLARS), np.triu(np.ones((4, 4)))),
        "is not symmetric",
    ),
    (
        "distances with a diagonal",
        lambda: ag.alpha(ag.from_table(POLARS), np.ones((4, 4))),
        "other numbers than 0 on the diagonal",
    ),
    (
        "codes turned",
        lambda: ag.from_codes(np.zeros((3, 8), dtype=int), 2),
        "has 3 rows and 8 columns",
    ),
    ("codes as floats", lambda: ag.from_codes(FLOATS, 5), "array of integers"),
    ("empty rows", lambda: ag.from_table([]), "no rater column"),
    ("empty columns", lambda: ag.from_long({}), "no column 'rater'"),
]


@pytest.mark.parametrize("made", [row[1] for row in ANSWERED], ids=[row[0] for row in ANSWERED])
def test_frame_is_answered_as_written_out(made: Callable[[], ag.Ratings]) -> None:
    assert ag.alpha(made()).value == pytest.approx(RIGHT, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_frame_is_refused_by_name(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(InputError) as refusal:
        call()
    assert words in str(refusal.value)


def test_frames_keep_bodies_and_raters_of_the_rows() -> None:
    by_hand = ag.from_table(POLARS.to_dicts())
    for made in (ag.from_table(POLARS), ag.from_table(PANDAS), ag.from_long(LONG)):
        assert made.raters == ("anna", "ben", "carl")
        assert made.force is not None
        assert made.force.names == ("North", "South", "West", "East")
        assert made.input_sha256 == by_hand.input_sha256


@pytest.mark.parametrize("made", [pd.Categorical, pl.Series, pd.Series])
def test_order_that_a_column_of_grades_declares_is_its_scale(made: Callable[..., Any]) -> None:
    given = ["good", "bad", "good", None]
    order = ["good", "bad"]
    kind = pl.Enum(order) if made is pl.Series else pd.CategoricalDtype(order, ordered=True)
    held = made(given, dtype=kind)
    found = sv.observations(list("NNSS"), ["c"] * 4, list("xyxy"), held)
    assert found.scale == ("good", "bad")
    assert found.grade.tolist() == [0, 1, 0]
    with pytest.raises(InputError, match="declares another order"):
        sv.observations(list("NNSS"), ["c"] * 4, list("xyxy"), held, scale=["bad", "good"])


def test_accent_in_one_sign_or_two_is_one_grade_one_body_and_one_header() -> None:
    one, two = "Qualit\u00e9", "Qualite\u0301"
    held = {"unit": [1, 2, 3], "force": [one, two, "N"], "anna": [one, "b", two], "ben": [two] * 3}
    made = ag.from_table(held)
    assert sorted(made.scale) == [one, "b"]
    assert made.force is not None
    assert made.force.names == (one, "N")
    with pytest.raises(InputError, match="differ only in capitals or blanks"):
        ag.from_table({"unit": [1, 2], one: [1, 2], two: [1, 2]})


def test_severity_reads_a_frame_and_rows_alike() -> None:
    rows = [{k: v for k, v in row.items() if k != "unit"} for row in long_rows()]
    one, two = sv.from_rows(pl.DataFrame(rows)), sv.from_rows(rows)
    assert one.input_sha256 == two.input_sha256
    assert sv.from_rows(pd.DataFrame(rows)).grade.tolist() == two.grade.tolist()


def test_two_units_of_one_number_are_one_and_of_two_texts_two() -> None:
    mixed = ag.from_long(
        {"unit": [7, 7.0, "07"], "rater": ["a", "b", "b"], "rating": [1, 2, 3]}, scale=[1, 2, 3]
    )
    assert mixed.codes.tolist() == [[0, 1], [-1, 2]]


def test_teams_that_share_a_unit_leave_no_figure_by_team() -> None:
    rows = [
        {"unit": 1, "rater": "a", "rating": 1, "team": "A"},
        {"unit": 1, "rater": "b", "rating": 1, "team": "B"},
    ]
    ratings = ag.from_long(rows, scale=[1, 2])
    assert ratings.team is None
    assert any("more than one team" in warning for warning in ratings.warnings)


def test_counts_and_square_frames_go_by_names_of_the_scale() -> None:
    counts = ag.from_counts(
        pl.DataFrame({"subject": ["s1", "s2"], "good": [3, 1], "bad": [0, 2]}),
        scale=["bad", "good"],
    )
    assert counts.codes.tolist() == [[1, 1, 1], [0, 0, 1]]
    table = pd.DataFrame({"r": ["a", "b"], "a": [4, 1], "b": [2, 3]})
    held = ag.from_confusion(table, scale=["b", "a"])
    assert np.bincount(held.codes[:, 0] * 2 + held.codes[:, 1], minlength=4).tolist() == [
        3,
        1,
        2,
        4,
    ]


CELLS = [("N", "c"), ("S", "c")]
WHO = {("N", "c"): "a", ("S", "c"): "b"}
CASES = frame([Case("c1", "a"), Case("c2", "a")])
ERROR = np.full((2, 2), 0.1) + 0.8 * np.eye(2)
SEEDED: list[tuple[str, Callable[[object], object]]] = [
    ("bootstrap", lambda s: ag.alpha(ag.from_table(POLARS), interval="unit_bootstrap", seed=s)),
    ("plan", lambda s: plan(CELLS, {"A": ["a"], "B": ["b"]}, WHO, 0.5, s)),
    ("draw", lambda s: draw(CASES, {"a": 1}, s)),
    ("variation", lambda s: some_inconsistency([0, 1, 1, 0, 1, 0], 2, ERROR, seed=s)),
    ("simulation", lambda s: sv.simulate(sv.World(4, 2, 3), seed=s)),
]


@pytest.mark.parametrize("call", [row[1] for row in SEEDED], ids=[row[0] for row in SEEDED])
def test_seed_that_is_a_number_is_refused_everywhere(call: Callable[[object], object]) -> None:
    assert call("7") is not None
    with pytest.raises(InputError, match="seed"):
        call(7)


@pytest.mark.parametrize("count", [np.array([3]), "3", None, float("nan"), 3.5, True, POLARS])
def test_count_that_is_none_is_refused_by_name(count: object) -> None:
    with pytest.raises(InputError, match=r"x: (.|\n)* is not a whole number"):
        proportion(count, 10)


def test_error_matrices_and_components_read_columns_and_frames_or_refuse() -> None:
    unit, who = ["u1", "u1", "u2", "u2"], ["a", "b", "a", "b"]
    held = sv.error_matrices(np.array(unit), pl.Series(who), [1, "NA", 2, 2], scale=[1, 2])
    assert held.scale == ("1", "2")
    with pytest.raises(InputError, match="nobody declared"):
        sv.error_matrices(unit, who, ["a", "b", "c", "a"])
    with pytest.raises(InputError, match="'x' is a word among numbers"):
        sv.error_matrices(unit, who, [1, 2, "x", 2])
    with pytest.raises(InputError, match="nobody declared"):
        sv.error_matrices_of(ag.from_table(IN_WORDS))
    scores = {"Force": ["N", "N", "S", "S"], "rater": who, "score": [1.0, 2.0, 3.0, 3.0]}
    by_frame = sv.g_study(pl.DataFrame(scores), object="force", facets=["rater"])
    by_rows = sv.g_study(pl.DataFrame(scores).to_dicts(), object="Force", facets=["rater"])
    assert [each.variance for each in by_frame.components] == [
        each.variance for each in by_rows.components
    ]
    with pytest.raises(InputError, match="row 2, column score: 'NA' is not a number"):
        sv.g_study({**scores, "score": [1, "NA", 3, 3]}, object="force", facets=["rater"])


def test_own_weights_and_distances_repeat_the_named_ones() -> None:
    ratings = ag.from_table(POLARS)
    steps = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    for named, own in (("identity", np.eye(4)), ("linear", 1 - steps / 3)):
        for figure in (ag.ac2, ag.fleiss, ag.conger, ag.brennan_prediger, ag.percent_agreement):
            one, other = figure(ratings, named), figure(ratings, own)
            assert other.value == pytest.approx(one.value, abs=1e-12)
            assert other.low == pytest.approx(one.low, abs=1e-12)
            assert ".custom-" in other.method
    for metric, own in (("interval", steps**2), ("interval", lambda a, b: (a - b) ** 2)):
        assert ag.alpha(ratings, own).value == pytest.approx(
            ag.alpha(ratings, metric).value, abs=1e-12
        )
    assert ag.alpha(ratings, steps**2).method == ag.alpha(ratings, lambda a, b: (a - b) ** 2).method
