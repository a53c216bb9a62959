"""How ratings are read, and what is said when they cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from inspectstats import agreement as ag
from inspectstats.records import InputError

WIDE = [
    {"unit": "a", "force": "F1", "criterion": "C1", "team": "T1", "ann": "1", "bob": 1},
    {"unit": "b", "force": "F1", "criterion": "C2", "team": "T1", "ann": "2.0", "bob": None},
    {"unit": "c", "force": "F2", "criterion": "C1", "team": "T2", "ann": " ", "bob": 3},
]


def test_wide_table_columns_are_read_by_meaning() -> None:
    ratings = ag.from_table(WIDE, scale=[1, 2, 3])
    assert ratings.raters == ("ann", "bob")
    assert ratings.codes.tolist() == [[0, 0], [1, -1], [-1, 2]]
    assert ratings.force is not None
    assert (ratings.force.names, ratings.force.codes.tolist()) == (("F1", "F2"), [0, 0, 1])
    assert ratings.team is not None
    assert ratings.team.names == ("T1", "T2")


def test_long_table_gives_the_same_ratings_as_wide() -> None:
    long = [
        {
            **{key: row[key] for key in ("unit", "force", "criterion", "team")},
            "rater": who,
            "rating": row[who],
        }
        for row in WIDE
        for who in ("ann", "bob")
    ]
    wide, narrow = ag.from_table(WIDE, scale=[1, 2, 3]), ag.from_long(long, scale=[1, 2, 3])
    assert wide.codes.tolist() == narrow.codes.tolist()
    assert wide.input_sha256 == narrow.input_sha256


def test_words_on_a_declared_scale_keep_its_order() -> None:
    ratings = ag.from_matrix([["met", "partly"], ["not", "met"]], scale=["not", "partly", "met"])
    assert ratings.codes.tolist() == [[2, 1], [0, 2]]
    assert not ratings.numeric
    assert any("not numbers" in warning for warning in ag.ac2(ratings).warnings)
    with pytest.raises(InputError, match="needs numbers of 0 or more"):
        ag.alpha(ratings, "ratio")


def test_undeclared_scale_is_said_with_every_figure() -> None:
    assert any(
        "scale not declared" in warning for warning in ag.alpha(ag.from_matrix([[1, 2]])).warnings
    )
    assert not ag.alpha(ag.from_matrix([[1, 2]], scale=[1, 2])).warnings


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2], [9, 2]], "row 2, column rater 1: 9 is not on the scale"),
        ([[1, 2], [1]], "row 2: 1 cells where row 1 has 2"),
    ],
)
def test_bad_cells_name_row_column_and_mend(matrix: list[list[int]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        ag.from_matrix(matrix, scale=[1, 2, 3])


def test_unit_given_twice_names_both_rows() -> None:
    with pytest.raises(InputError, match=r"row 3: .*unit a.* already in row 1"):
        ag.from_table(
            [
                {"unit": "a", "x": 1, "y": 1},
                {"unit": "b", "x": 1, "y": 2},
                {"unit": "a", "x": 2, "y": 2},
            ]
        )


def test_rater_rating_a_unit_twice_names_both_rows() -> None:
    row = {"unit": "a", "rater": "x", "rating": 1}
    with pytest.raises(InputError, match=r"row 2: x already rated a in row 1"):
        ag.from_long([row, row])


def test_force_without_name_names_the_row() -> None:
    with pytest.raises(InputError, match="row 2, column force: is empty"):
        ag.from_matrix([[1, 2], [1, 1]], force=["F1", ""])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda r: ag.alpha(r, "ordinalish"), "metric: 'ordinalish' is unknown"),
        (lambda r: ag.ac2(r, "ordinal"), "'ordinal' names two things"),
        (lambda r: ag.alpha(r, interval="wald"), "interval: 'wald' is unknown"),
        (lambda r: ag.alpha(r, level=95), "level: 95 is not between 0 and 1"),
        (
            lambda r: ag.alpha(r, interval="force_bootstrap", replicates=5),
            "replicates: 5 is too few",
        ),
        (lambda r: ag.icc(r, "4,1"), "kind: '4,1' is unknown"),
        (lambda r: ag.cohen(r), r"compares two raters, not 3.*pair=\(name, name\)"),
        (ag.by_criterion, "criterion: was not given"),
    ],
)
def test_wrong_arguments_name_themselves_and_the_mend(call: object, words: str) -> None:
    ratings = ag.from_matrix([[1, 2, 1], [2, 2, 3], [3, 3, 3], [1, 1, 2], [2, 1, 2]])
    with pytest.raises(InputError, match=words):
        call(ratings)  # type: ignore[operator]


def test_counts_know_no_raters_so_figures_needing_them_answer_why() -> None:
    ratings = ag.from_counts([[3, 0], [1, 2], [0, 3]])
    for figure in (ag.conger, ag.cohen, ag.icc):
        assert (figure(ratings).value, figure(ratings).reason) == (None, "raters_not_named")
    assert ag.alpha(ratings).value is not None


def test_same_data_has_one_hash_and_one_changed_cell_another() -> None:
    one, same, other = (
        ag.from_codes(np.array(codes), 3)
        for codes in ([[0, 1], [2, 2]], [[0, 1], [2, 2]], [[0, 1], [2, 1]])
    )
    assert one.input_sha256 == same.input_sha256 != other.input_sha256


def test_no_ratings_at_all_are_answered_not_raised() -> None:
    found = ag.summary(ag.from_codes(np.empty((0, 3), dtype=int), 4))
    assert found.alpha.reason == "no_pairable_units"
    assert found.reading == "Nothing was judged by two inspectors, so their agreement is not known."


def test_icc_drops_incomplete_units_and_says_how_many() -> None:
    found = ag.icc(ag.from_matrix([[9, 2, 5], [6, 1, 3], [8, 4, 6], [7, None, 2]]))
    assert [(drop.reason, drop.count) for drop in found.dropped] == [("incomplete_unit", 1)]
    assert found.counts["n_units"] == 3
