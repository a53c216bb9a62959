"""Whether a phrase is true of a count, and what would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.quantities.phrases import Phrase, read
from inspectorate.prose.quantities.verdicts import verdict
from inspectstats.quantity.shipped import DEFAULT, EDUCATION_SCOTLAND, ETI
from inspectstats.quantity.vocabulary import Vocabulary


def first(text: str) -> Phrase:
    return read(text, lenient=True)[0]


def test_most_at_25_of_46_is_refused_with_the_word_that_fits() -> None:
    told = verdict(first("Most forces"), 25, 46, DEFAULT, text="Most forces")
    assert not told.holds
    assert told.what == "`most` needs at least 75 % (35 of 46); 25 of 46 met it."
    assert told.mend == "Write `The majority of`."
    assert told.words == "The majority of"


@pytest.mark.parametrize("vocabulary", [DEFAULT, EDUCATION_SCOTLAND, ETI])
def test_32_of_43_is_a_majority_and_not_most(vocabulary: Vocabulary) -> None:
    assert not verdict(first("most forces"), 32, 43, vocabulary).holds
    assert verdict(first("a majority of forces"), 32, 43, vocabulary).holds


@pytest.mark.parametrize(
    ("text", "met", "inspected", "holds"),
    [
        ("all forces", 46, 46, True),
        ("all forces", 45, 46, False),
        ("almost all forces", 42, 46, True),
        ("almost all forces", 41, 46, False),
        ("most forces", 35, 46, True),
        ("most forces", 42, 46, False),
        ("half of forces", 23, 46, True),
        ("half of forces", 22, 45, False),
        ("not all forces", 45, 46, True),
        ("not all forces", 46, 46, False),
        ("some forces", 1, 46, True),
        ("some forces", 46, 46, False),
        ("no force", 0, 46, True),
        ("no force", 1, 46, False),
        ("only one force", 1, 46, True),
        ("only one force", 2, 46, False),
        ("only two forces", 2, 46, True),
        ("32 of 43 forces", 32, 43, True),
        ("32 of 43 forces", 33, 43, False),
        ("32 of 43 forces", 32, 44, False),
        ("three-quarters of forces", 33, 44, True),
        ("three-quarters of forces", 32, 44, False),
        ("62 % of files", 44, 71, True),
        ("62 % of files", 43, 71, False),
        ("all 46 forces", 46, 46, True),
        ("all 46 forces", 45, 46, False),
        ("the 46 forces", 3, 46, True),
        ("at least 12 forces", 12, 46, True),
        ("at least 12 forces", 11, 46, False),
        ("more than half of forces", 24, 46, True),
        ("more than half of forces", 23, 46, False),
        ("nearly three-quarters of forces", 34, 46, True),
        ("nearly three-quarters of forces", 36, 46, False),
        ("all but two forces", 44, 46, True),
        ("all but two forces", 45, 46, False),
        ("in general", 35, 46, True),
        ("in general", 30, 46, False),
        ("a minority of forces", 12, 46, True),
        ("a minority of forces", 23, 46, False),
        ("few forces", 5, 46, True),
        ("very few forces", 4, 46, True),
        ("very few forces", 5, 46, False),
    ],
)
def test_phrase_holds_exactly_where_the_default_vocabulary_says(
    text: str, met: int, inspected: int, holds: bool
) -> None:
    assert verdict(first(text), met, inspected, DEFAULT, text=text).holds is holds


def test_word_of_another_vocabulary_is_sent_back_with_one_of_this() -> None:
    told = verdict(
        first("a minority of forces"), 12, 46, EDUCATION_SCOTLAND, text="a minority of forces"
    )
    assert (told.holds, told.words) == (False, "less than half")


def test_word_of_few_bodies_is_refused_for_the_count() -> None:
    told = verdict(first("most forces"), 4, 5, DEFAULT)
    assert (told.holds, told.mend) == (False, "Write the count: `4 of the 5`.")
    assert verdict(first("all forces"), 5, 5, DEFAULT).holds


def test_without_a_vocabulary_only_what_no_reader_would_accept_is_refused() -> None:
    assert verdict(first("most forces"), 25, 46).holds
    assert not verdict(first("most forces"), 23, 46).holds
    assert not verdict(first("a minority of forces"), 30, 46).holds


@pytest.mark.parametrize(("met", "holds"), [(0, False), (1, True), (22, True), (23, False)])
def test_minority_without_a_vocabulary_is_more_than_none_and_less_than_half(
    met: int, holds: bool
) -> None:
    assert verdict(first("a minority of forces"), met, 46).holds is holds


def test_nothing_inspected_nothing_can_be_said() -> None:
    assert not verdict(first("most forces"), 0, 0, DEFAULT).holds


def test_mend_fits_the_grammar_of_its_place() -> None:
    text = "The majority of the forces"
    assert verdict(first(text), 40, 46, DEFAULT, text=text).words == "Most of"
    text = "most of the forces"
    assert verdict(first(text), 25, 46, DEFAULT, text=text).words == "the majority"


@given(st.integers(10, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_word_offered_always_holds(count: tuple[int, int]) -> None:
    met, inspected = count
    text = "many forces"
    told = verdict(first(text), met, inspected, DEFAULT, text=text)
    assert not told.holds
    mended = f"{told.words} forces" if told.words != "no" else "no forces"
    assert verdict(first(mended), met, inspected, DEFAULT, text=mended).holds
