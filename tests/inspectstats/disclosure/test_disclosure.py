"""Suppressed tables and sentences withstand the attack; unsuppressed ones do not, so the attack is
worth something.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized

from inspectstats.disclosure.attack import attack
from inspectstats.disclosure.cells import Cells, cells, table
from inspectstats.disclosure.prose import guard, identifies, statements
from inspectstats.disclosure.suppress import MARK, small, suppress
from inspectstats.records import InputError

COUNTS = [[20, 3, 40], [15, 22, 31], [9, 12, 17], [30, 8, 6]]
TABLE = table(list("abcd"), list("xyz"), COUNTS)


def test_attack_recovers_a_cell_suppressed_alone() -> None:
    found = attack(TABLE, ["a|y"])["a|y"]
    assert (found.low, found.high, found.exact) == (3, 3, True)


def test_attack_recovers_two_cells_of_one_row_by_their_columns() -> None:
    found = attack(TABLE, ["a|y", "a|x"])
    assert found["a|y"].exact
    assert found["a|x"].exact


def test_suppression_protects_with_a_ring_of_four_cells() -> None:
    found = suppress(TABLE, 5)
    assert (found.primary, found.safe) == (("a|y",), True)
    assert len(found.complementary) == 3
    assert found.recovered[0].width >= 4
    assert (found.text("a|y"), found.text("b|x")) == (MARK, "15")


@settings(max_examples=sized(10, 25), deadline=None)
@given(st.integers(2, 5), st.integers(2, 4), st.data())
def test_suppressed_table_withstands_the_attack(
    rows: int, columns: int, data: st.DataObject
) -> None:
    counts = data.draw(
        st.lists(
            st.lists(st.integers(0, 25), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
    held = table([f"r{i}" for i in range(rows)], [f"c{i}" for i in range(columns)], counts)
    found = suppress(held, 5)
    hidden = [*found.primary, *found.complementary]
    for key, known in attack(held, hidden, least=1, only=found.primary).items():
        assert known.low <= held.values[key]
        assert known.high is None or held.values[key] <= known.high
        assert not found.safe or known.width >= 4
        assert not found.safe or not known.exact


def test_attack_bounds_are_those_of_trying_every_table() -> None:
    """A 2 x 2 table by brute force: the program finds exactly the counts that some table with these
    margins has.
    """
    held = table(["a", "b"], ["x", "y"], [[2, 5], [4, 3]])
    hidden = ["a|x", "a|y", "b|x", "b|y"]
    possible = [
        p
        for p in itertools.product(range(10), repeat=4)
        if p[0] + p[1] == 7 and p[2] + p[3] == 7 and p[0] + p[2] == 6 and p[1] + p[3] == 8
    ]
    for place, key in enumerate(hidden):
        found = attack(held, hidden)[key]
        assert (found.low, found.high) == (
            min(p[place] for p in possible),
            max(p[place] for p in possible),
        )


def test_suppression_that_cannot_protect_says_so() -> None:
    tied = cells({"met": 44, "not": 2, "all": 46}, [("all", ["met", "not"])])
    assert suppress(tied, 5, keep=["met", "all"]).safe is False
    assert suppress(tied, 5, keep=["all"]).complementary == ("met",)


def test_linked_tables_are_attacked_together() -> None:
    """Two tables share a total: what one hides the other must not give away."""
    values = {"n": 30, "a": 3, "b": 27, "c": 3, "d": 27, "a_again": 3}
    tied = cells(values, [("n", ["a", "b"]), ("n", ["c", "d"]), ("a_again", ["a"])])
    assert attack(tied, ["a", "b"])["a"].exact
    assert suppress(tied, 5).safe


def test_zeros_are_small_only_when_asked() -> None:
    tied = Cells({"a": 0, "b": 4, "c": 5}, ())
    assert (small(tied, 5), small(tied, 5, zeros=True)) == (("b",), ("a", "b"))


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: table(["a"], ["x", "y"], [[1]]), "counts"),
        (lambda: cells({"a": -1}), "cell a"),
        (lambda: cells({"a": 1, "t": 3}, [("t", ["a"])]), "cell t"),
        (lambda: cells({"a": 1}, [("t", ["a"])]), "cell t"),
        (lambda: attack(TABLE, ["q"]), "cell q"),
        (lambda: suppress(TABLE, 1), "threshold"),
    ],
)
def test_unusable_input_names_the_cell(call: object, where: str) -> None:
    with pytest.raises(InputError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.where == where


def test_statements_in_digits_and_words() -> None:
    found = statements(
        "Thirty-two of the 43 forces met it; 3 out of 46 did not, and none of those 12 "
        "said why. 50 of 46 is no count."
    )
    assert [(each.k, each.n) for each in found] == [(32, 43), (3, 46)]


def test_guard_small_and_nearly_all_become_bounds() -> None:
    text = "Three of 46 had none. 44 of 46 had a plan; 20 of 46 had two."
    found = guard(text, 5)
    assert (
        found.text
        == "Fewer than 5 of 46 had none. More than 41 of 46 had a plan; 20 of 46 had two."
    )
    assert [each.reason for each in found.replaced] == ["small", "small_rest"]


def test_guard_partition_protects_the_small_part_from_subtraction() -> None:
    found = guard("30 of 46 were good, 13 of 46 adequate and 3 of 46 poor.", 5)
    assert [each.reason for each in found.replaced] == ["complementary", "small"]
    assert [(each.k, each.n) for each in statements(found.text)] == [(30, 46), (20, 46), (5, 46)]


def test_guard_text_without_small_numbers_is_untouched() -> None:
    text = "32 of 43 met it, and 11 of 43 did not."
    assert guard(text, 5).text == text
    assert guard(text, 5).replaced == ()


@given(st.integers(1, 200), st.data())
def test_identifies_is_symmetric(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    assert identifies(k, n, 5) == identifies(n - k, n, 5)
    assert not identifies(0, n, 5) or 0 < n < 5


def test_suppression_goes_on_until_small_cells_are_not_even_narrowed_down() -> None:
    """No small cell is known outright after the first round, but one is known to within two."""
    counts = [[6, 3, 9, 20], [2, 1, 20, 7], [6, 6, 20, 20], [12, 3, 6, 3]]
    found = suppress(table(list("abcd"), list("wxyz"), counts), 5)
    assert found.safe
    assert min(each.width for each in found.recovered) >= 4
