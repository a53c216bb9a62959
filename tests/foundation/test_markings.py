"""Markings: what is made carries the highest of its parts; above a ceiling nothing passes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.foundation.markings.reading import Read, Reading, noting_reads, withheld
from inspectorate.foundation.markings.scheme import CEILING, ORDER, Marking, above, highest

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

    def test_nothing_is_noted_where_nobody_asked(self) -> None:
        Reading("prevent", ["SECRET"]).noted(_Row(), "SECRET")
