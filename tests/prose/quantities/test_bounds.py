"""Each bound before a number or a share, each word without a vocabulary, at the count where it
turns; and the words that are offered instead.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest

from inspectorate.prose.quantities.phrases import Phrase, read
from inspectorate.prose.quantities.verdicts import (
    cased,
    fitting,
    percent,
    reworded,
    spoken,
    verdict,
)
from inspectstats.quantity.shipped import DEFAULT

BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "at least": operator.ge,
    "no fewer than": operator.ge,
    "more than": operator.gt,
    "over": operator.gt,
    "at most": operator.le,
    "up to": operator.le,
    "no more than": operator.le,
    "not more than": operator.le,
    "fewer than": operator.lt,
    "less than": operator.lt,
    "under": operator.lt,
}


def first(text: str, bound: str = "") -> Phrase:
    found = read(text, lenient=True)[0]
    assert found.bound == bound
    return found


@pytest.mark.parametrize("met", [11, 12, 13])
@pytest.mark.parametrize("bound", BOUNDS)
def test_bound_before_a_number_holds_exactly_as_it_reads(bound: str, met: int) -> None:
    said = first(f"{bound} 12 forces", bound)
    assert verdict(said, met, 46).holds is BOUNDS[bound](met, 12)


@pytest.mark.parametrize("met", [22, 23, 24])
@pytest.mark.parametrize("bound", BOUNDS)
def test_bound_before_a_share_holds_exactly_as_it_reads(bound: str, met: int) -> None:
    said = first(f"{bound} 50 % of forces", bound)
    assert verdict(said, met, 46).holds is BOUNDS[bound](met, 23)


@pytest.mark.parametrize("met", [0, 11, 46])
@pytest.mark.parametrize("bound", ["the remaining", "the other"])
def test_number_that_is_left_over_is_asked_of_the_parts_and_not_here(bound: str, met: int) -> None:
    assert verdict(first(f"{bound} 12 forces", bound), met, 46).holds


@pytest.mark.parametrize("bound", ["nearly", "almost"])
@pytest.mark.parametrize(
    ("met", "holds"), [(44, False), (45, True), (49, True), (50, False), (55, False)]
)
def test_nearly_a_share_is_below_it_by_no_more_than_five_per_cent(
    bound: str, met: int, holds: bool
) -> None:
    assert verdict(first(f"{bound} half of forces", bound), met, 100).holds is holds


@pytest.mark.parametrize(
    ("met", "holds"), [(44, False), (45, True), (50, True), (55, True), (56, False)]
)
def test_about_a_share_is_within_five_per_cent_of_it(met: int, holds: bool) -> None:
    assert verdict(first("about half of forces", "about"), met, 100).holds is holds


@pytest.mark.parametrize(
    ("met", "holds"), [(37, False), (38, True), (40, True), (42, True), (43, False)]
)
def test_about_a_number_is_within_five_per_cent_of_it(met: int, holds: bool) -> None:
    assert verdict(first("about 40 forces", "about"), met, 60).holds is holds


# Of ten: the counts with which each word holds where no vocabulary says what it means.
PLAIN = {
    "all forces": range(10, 11),
    "every force": range(10, 11),
    "none of the forces": range(1),
    "no force": range(1),
    "not all forces": range(10),
    "not every force": range(10),
    "most forces": range(6, 11),
    "some forces": range(1, 11),
    "almost all forces": range(8, 11),
    "nearly all forces": range(8, 11),
    "few forces": range(5),
    "a few forces": range(5),
    "very few forces": range(3),
    "several forces": range(3, 11),
    "the majority of forces": range(6, 11),
    "a minority of forces": range(1, 5),
    "in general": range(6, 11),
    "generally": range(6, 11),
    "largely": range(6, 11),
    "mostly": range(6, 11),
    "mainly": range(6, 11),
    "in the main": range(6, 11),
    "for the most part": range(6, 11),
    "typically": range(6, 11),
    "many forces": range(11),
    "one force": range(1, 2),
}


@pytest.mark.parametrize("text", PLAIN)
def test_word_without_a_vocabulary_is_refused_only_where_every_reader_would(text: str) -> None:
    said = read(text, lenient=True)[0]
    held = [met for met in range(11) if verdict(said, met, 10).holds]
    assert held == list(PLAIN[text])


@pytest.mark.parametrize(
    ("word", "met", "of", "holds"),
    [
        ("almost all", 3, 4, False),
        ("nearly all", 3, 4, False),
        ("very few", 1, 4, False),
        ("few", 2, 4, False),
        ("not one", 0, 4, True),
        ("not one", 1, 4, False),
    ],
)
def test_word_without_a_vocabulary_is_refused_at_its_very_edge(
    word: str, met: int, of: int, holds: bool
) -> None:
    assert verdict(Phrase("word", word, 0, len(word), word=word), met, of).holds is holds


@pytest.mark.parametrize(
    ("text", "met", "of", "words"),
    [
        ("at least 12 forces", 3, 46, "at least 3"),
        ("at least twelve forces", 3, 46, "at least three"),
        ("At least twelve forces", 3, 46, "At least three"),
        ("only two forces", 11, 46, "only 11"),
        ("12 forces", 0, 46, ""),
        ("62% of files", 43, 71, "61%"),
        ("62 % of files", 43, 71, "61 %"),
        ("62 per cent of files", 43, 71, "61 per cent"),
        ("62.0 % of files", 43, 71, "60.6 %"),
        ("over 62 % of files", 43, 71, ""),
        ("a third of forces", 3, 4, ""),
        ("12 of 46 forces", 13, 46, "13 of 46"),
        ("12 of the 46 forces", 13, 46, "13 of the 46"),
        ("Two of three forces", 1, 3, "One of three"),
        ("two of three forces", 2, 4, "two of four"),
        ("all but two forces", 45, 46, "all but one"),
        ("All but two forces", 43, 46, "All but three"),
        ("all but two forces", 46, 46, ""),
    ],
)
def test_mend_is_written_as_its_author_writes(text: str, met: int, of: int, words: str) -> None:
    told = verdict(read(text, lenient=True)[0], met, of)
    assert (told.holds, told.words) == (False, words)
    assert told.mend.startswith("Write `") or told.mend.startswith("Leave")


@pytest.mark.parametrize(
    ("text", "met", "of", "what", "mend"),
    [
        ("the 46 forces", 3, 45, "does not agree with the 45 inspected", "Write `45`."),
        ("all 46 forces", 45, 46, "means every one; 45 of 46 met it", "Write `45 of the 46`."),
        ("12 forces", 0, 46, "the text says 12; 0 of 46 met it", "Write `none`."),
        ("all but two forces", 46, 46, "of 46 is 44; 46 met it", "Write `all`."),
        ("over 62 % of files", 43, 71, "does not agree with 43 of 71", "Write `61 per cent`."),
        ("few forces", 8, 10, "`few` does not fit 8 of 10", "Change the word or the count."),
    ],
)
def test_refusal_says_what_was_found_and_how_to_mend_it(
    text: str, met: int, of: int, what: str, mend: str
) -> None:
    told = verdict(read(text, lenient=True)[0], met, of)
    assert what in told.what
    assert told.mend == mend


@pytest.mark.parametrize(("text", "met"), [("all of the 46 forces", 46), ("the 46 forces", 0)])
def test_number_of_a_whole_group_is_how_many_were_inspected(text: str, met: int) -> None:
    assert verdict(read(text, lenient=True)[0], met, 46).holds


def test_remainder_is_of_somebody() -> None:
    said = Phrase("remainder", "the rest", 0, 8)
    assert verdict(said, 1, 46).holds
    assert not verdict(said, 0, 46).holds


@pytest.mark.parametrize("met", [0, 3])
def test_nothing_inspected_leaves_nothing_to_say_and_one_does(met: int) -> None:
    said = first("some forces")
    assert verdict(said, met, 0).mend == "Leave the sentence out."
    assert verdict(said, 1, 1).holds


def test_half_alone_is_a_word_of_a_vocabulary_and_exact_and_another_share_is_rounded() -> None:
    assert not verdict(first("half of forces"), 22, 45, DEFAULT).holds
    assert verdict(first("Half of forces"), 22, 44, DEFAULT).holds
    assert verdict(first("a third of forces"), 15, 46, DEFAULT).holds


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "no"), (1, "one"), (7, "seven"), (10, "ten"), (11, "11"), (46, "46"), (-1, "-1")],
)
def test_numbers_up_to_ten_are_words(n: int, words: str) -> None:
    assert spoken(n) == words


def test_shares_are_printed_without_needless_digits() -> None:
    half = read("50 % of forces", lenient=True)[0].percent
    assert half is not None
    assert (percent(half / 100), percent(half / 400)) == ("50 %", "12.5 %")


@pytest.mark.parametrize(
    ("like", "word", "given"),
    [("Most", "few", "Few"), ("most", "few", "few"), ("", "few", "few"), ("Most", "", "")],
)
def test_word_takes_the_capital_of_what_it_replaces(like: str, word: str, given: str) -> None:
    assert cased(like, word) == given


@pytest.mark.parametrize(
    ("text", "word", "given"),
    [
        ("most of the forces", "a minority of", "a minority"),
        ("Most of the forces", "few", "Few"),
        ("most forces", "a minority of", "a minority of"),
        ("a majority of the forces", "most", "most of"),
        ("a majority of forces", "most", "most"),
        ("a majority of these forces", "most of", "most of"),
        ("many forces", "none", "no"),
        ("many of the forces", "none", "none"),
        ("mostly", "a minority of", "a minority"),
    ],
)
def test_word_offered_fits_between_what_stands_before_and_after(
    text: str, word: str, given: str
) -> None:
    assert reworded(read(text, lenient=True)[0], word, text) == given


def test_word_that_fits_a_count_is_given_as_prose_writes_it() -> None:
    assert [fitting(DEFAULT, met, 46) for met in (46, 25, 12, 0)] == [
        "all",
        "the majority of",
        "a minority of",
        "none",
    ]


@pytest.mark.parametrize(
    ("text", "met", "what"),
    [
        ("most forces", 25, "`most` needs at least 75 % (35 of 46); 25 of 46 met it."),
        ("most forces", 42, "`most` needs under 90 % (no more than 41 of 46); 42 of 46 met it."),
        ("all forces", 45, "`all` means"),
        ("many forces", 25, "`many` has no meaning in the vocabulary"),
    ],
)
def test_refusal_by_a_vocabulary_names_the_bound_that_is_missed(
    text: str, met: int, what: str
) -> None:
    assert verdict(first(text), met, 46, DEFAULT, text=text).what.startswith(what)
