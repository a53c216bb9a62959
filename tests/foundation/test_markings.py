"""Markings: what is made carries the highest of its parts; above a ceiling nothing passes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.foundation.markings.reading import (
    Read,
    Reading,
    highest_read,
    is_withheld,
    noting_reads,
    withheld,
)
from inspectorate.foundation.markings.scheme import (
    BASELINE,
    CEILING,
    ORDER,
    VETTED,
    Marking,
    above,
    highest,
    lowest,
    up_to,
)

RISING = ["PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET"]
marks = st.sampled_from(RISING)


def test_levels_rise_in_the_order_of_the_scheme() -> None:
    assert sorted(Marking.values, key=ORDER.__getitem__) == RISING


@given(st.lists(marks, min_size=1))
def test_thing_made_from_several_carries_the_highest(several: list[str]) -> None:
    assert highest(several) == max(several, key=RISING.index)


@given(st.lists(marks), marks)
def test_one_more_source_never_lowers_a_marking(several: list[str], more: str) -> None:
    assert not above(highest(several), highest([*several, more]))


@given(st.lists(marks, min_size=1))
def test_lowest_of_several_is_what_each_of_them_reaches(several: list[str]) -> None:
    assert lowest(several) == min(several, key=RISING.index)


@pytest.mark.parametrize("ceiling", RISING)
def test_marks_up_to_a_ceiling_are_those_not_above_it_in_rising_order(ceiling: str) -> None:
    assert up_to(ceiling) == RISING[: RISING.index(ceiling) + 1]


def test_clearance_is_given_for_exactly_what_is_above_the_baseline() -> None:
    assert list(VETTED) == [mark for mark in RISING if above(mark, BASELINE)]


def test_thing_made_from_nothing_is_public() -> None:
    assert highest([]) == "PUBLIC"


@given(marks, marks)
def test_mark_is_above_a_ceiling_exactly_when_it_is_higher(mark: str, ceiling: str) -> None:
    assert above(mark, ceiling) == (RISING.index(mark) > RISING.index(ceiling))


@pytest.mark.parametrize(
    ("edition", "passes"),
    [
        ("public", ["PUBLIC"]),
        ("body", ["PUBLIC", "OFFICIAL"]),
        ("full", ["PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE"]),
    ],
)
def test_ceiling_of_an_edition_lets_pass_only_what_is_at_or_below_it(
    edition: str, passes: list[str]
) -> None:
    assert [mark for mark in RISING if not above(mark, CEILING[edition])] == passes


def test_secret_is_above_every_ceiling() -> None:
    assert all(above("SECRET", ceiling) for ceiling in CEILING.values())


@pytest.mark.parametrize("unknown", ["", "public", "TOP SECRET", "OFFICIAL SENSITIVE"])
def test_unknown_mark_is_an_error_and_never_taken_for_a_low_one(unknown: str) -> None:
    with pytest.raises(KeyError):
        highest(["PUBLIC", unknown])
    with pytest.raises(KeyError):
        above(unknown, "PUBLIC")


class _Row:
    _meta = SimpleNamespace(label_lower="judgments.agreed")
    pk = 12

    def __init__(self) -> None:
        self.reasons, self.outcome = "What the sergeant said.", ""


class TestReading:
    def test_words_up_to_what_the_reader_may_read_stay_and_are_noted_above_official(self) -> None:
        reader = Reading("prevent", ["PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE"])
        with noting_reads() as reads:
            low = reader.of(_Row(), "OFFICIAL", "reasons")
            high = reader.of(_Row(), "OFFICIAL-SENSITIVE", "reasons")
        assert low.reasons == high.reasons == "What the sergeant said."
        assert low.withheld == high.withheld == ""
        assert list(reads) == [Read("prevent", "OFFICIAL-SENSITIVE", "judgments.agreed:12")]

    def test_words_above_the_reader_are_replaced_and_not_noted(self) -> None:
        reader = Reading("prevent", ["PUBLIC", "OFFICIAL"])
        with noting_reads() as reads:
            row = reader.of(_Row(), "OFFICIAL-SENSITIVE", "reasons", "outcome")
        assert row.reasons == row.withheld == withheld("OFFICIAL-SENSITIVE")
        assert "sergeant" not in row.reasons
        assert row.outcome == ""  # what was never written is not said to be withheld
        assert list(reads) == []

    def test_writer_is_given_their_own_words_whatever_their_marking_and_that_is_noted(self) -> None:
        reader = Reading("prevent", ["PUBLIC", "OFFICIAL"])
        with noting_reads() as reads:
            row = reader.own(_Row(), "OFFICIAL-SENSITIVE")
            reader.own(_Row(), "OFFICIAL")
        assert (row.reasons, row.withheld) == ("What the sergeant said.", "")
        assert [one.marking for one in reads] == ["OFFICIAL-SENSITIVE"]

    def test_page_is_marked_as_the_highest_that_was_laid_open_and_official_at_least(self) -> None:
        reader = Reading("prevent", ORDER)
        assert highest_read() == "OFFICIAL"
        with noting_reads():
            assert highest_read() == "OFFICIAL"
            for marking, told in (("PUBLIC", "OFFICIAL"), ("SECRET", "SECRET")):
                reader.of(_Row(), marking, "reasons")
                assert highest_read() == told
        assert highest_read() == "OFFICIAL"

    def test_row_is_withheld_only_where_its_words_were(self) -> None:
        reader = Reading("prevent", ["PUBLIC", "OFFICIAL"])
        rows = [reader.of(_Row(), one, "reasons") for one in ("OFFICIAL", "SECRET")]
        assert [is_withheld(one) for one in (*rows, _Row())] == [False, True, False]

    def test_several_rows_of_one_marking_are_each_given_as_the_reader_may_have_them(self) -> None:
        reader = Reading("prevent", ["PUBLIC", "OFFICIAL"])
        rows = reader.all([_Row(), _Row()], "SECRET", "reasons")
        assert [row.reasons for row in rows] == [withheld("SECRET")] * 2

    def test_reads_are_noted_for_one_answer_and_not_for_what_comes_after_it(self) -> None:
        reader = Reading("prevent", ["SECRET"])
        with noting_reads() as outer:
            with noting_reads() as inner:
                reader.noted(_Row(), "SECRET")
            assert (len(inner), len(outer)) == (1, 0)
            reader.noted(_Row(), "SECRET")
        reader.noted(_Row(), "SECRET")
        assert (len(inner), len(outer)) == (1, 1)

    def test_nothing_is_noted_where_nobody_asked(self) -> None:
        Reading("prevent", ["SECRET"]).noted(_Row(), "SECRET")
