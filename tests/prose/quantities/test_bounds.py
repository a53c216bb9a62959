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
from inspectstats.quantity.shipped import AS_PRINTED, DEFAULT, ETI
from inspectstats.quantity.vocabulary import Band, Vocabulary

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
    assert not verdict(first("about half of forces", "about"), 551, 1000).holds


@pytest.mark.parametrize(
    ("met", "holds"), [(37, False), (38, True), (40, True), (42, True), (43, False)]
)
def test_about_a_number_is_within_five_per_cent_of_it(met: int, holds: bool) -> None:
    assert verdict(first("about 40 forces", "about"), met, 60).holds is holds
    assert not verdict(first("about 38 forces", "about"), 40, 60).holds
    assert not verdict(first("40 forces"), 41, 60).holds


@pytest.mark.parametrize(("met", "of", "holds"), [(0, 46, True), (1, 200, False)])
def test_nothing_at_all_is_a_number_and_a_share_like_another(
    met: int, of: int, holds: bool
) -> None:
    assert verdict(first("at most 0 % of forces", "at most"), met, of).holds is holds
    assert verdict(Phrase("number", "0", 0, 1, n=0), met, of).holds is holds


@pytest.mark.parametrize(
    ("met", "holds"), [(614, False), (615, True), (618, True), (625, True), (626, False)]
)
def test_percentage_holds_of_every_count_that_rounds_to_it(met: int, holds: bool) -> None:
    assert verdict(first("62 % of files"), met, 1000).holds is holds


def test_number_of_a_whole_group_that_is_another_is_refused() -> None:
    assert not verdict(first("the 46 forces", "the"), 45, 45).holds


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
        ("at least 5 forces", 3, 46, "at least 3"),
        ("2 of 3 forces", 1, 4, "1 of 4"),
        ("two of 30 forces", 3, 30, "3 of 30"),
        ("only two of three forces", 1, 3, ""),
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
        ("all but two forces", 45, 46, "of 46 is 44; 45 met it", "Write `all but one`."),
        ("62% of files", 43, 71, "does not agree with 43 of 71", "Write `61%`."),
        ("12 forces", 11, 46, "the text says 12; 11 of 46 met it", "Write `11`."),
        ("Two of three forces", 1, 3, "1 of 3 met it", "Write `One of three`."),
        ("only two of three forces", 1, 3, "1 of 3 met it", "Write `one of three`."),
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
        ("mostly", "none", "none"),
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
    assert fitting(DEFAULT, 40, 46) == "most"
    assert fitting(ETI, 12, 46) == "a minority of"
    assert fitting(THREE, 30, 46) == "the bulk of"
    assert fitting(DEFAULT, 4, 5) == ""


# "Half" is wide in it, and it has a word that is spelt with an article and "of" beside the band's.
THREE = Vocabulary(
    code="three",
    version="1",
    bands=(
        Band.parse("bulk", "(0.60,1]", "the bulk of"),
        Band.parse("half", "[0.40,0.60]"),
        Band.parse("little", "[0,0.40)"),
    ),
    smallest_n=10,
)
NOT_ALL = Vocabulary(
    code="two",
    version="1",
    bands=(Band.parse("all", "[1,1]"), Band.parse("not all", "[0,1)", "not every")),
    smallest_n=10,
)


@pytest.mark.parametrize(
    ("word", "met", "not_met", "of", "vocabulary"),
    [
        ("half", 2, 1, 4, DEFAULT),
        ("all", 3, 2, 3, DEFAULT),
        ("every", 1, 0, 1, DEFAULT),
        ("none", 0, 1, 3, DEFAULT),
        ("no", 0, 1, 3, DEFAULT),
        ("not one", 0, 1, 3, DEFAULT),
        ("not all", 2, 3, 3, NOT_ALL),
        ("not every", 2, 3, 3, NOT_ALL),
    ],
)
def test_word_that_leaves_no_share_open_is_true_of_a_few_bodies_as_of_many(
    word: str, met: int, not_met: int, of: int, vocabulary: Vocabulary
) -> None:
    said = Phrase("word", word, 0, len(word), word=word)
    assert verdict(said, met, of, vocabulary, text=word).holds
    assert not verdict(said, not_met, of, vocabulary, text=word).holds


@pytest.mark.parametrize(
    ("met", "of", "holds"), [(4, 9, False), (3, 6, True), (4, 10, True), (5, 12, True)]
)
def test_word_that_leaves_no_share_open_is_the_vocabulary_s_where_there_are_enough_bodies(
    met: int, of: int, holds: bool
) -> None:
    said = first("half of the forces")
    assert verdict(said, met, of, THREE, text="half of the forces").holds is holds


def test_share_named_half_is_a_share_where_no_vocabulary_is_given() -> None:
    assert verdict(first("half"), 23, 46).holds
    assert verdict(first("half"), 22, 45).holds
    assert not verdict(first("half"), 10, 45).holds


def test_variation_is_of_any_count() -> None:
    said = first("some variation in how forces train")
    assert (said.kind, verdict(said, 3, 46, DEFAULT).holds) == ("variation", True)


@pytest.mark.parametrize(
    ("word", "met", "fits"),
    [
        ("no", 1, "very few"),
        ("every", 45, "almost all"),
        ("not every", 46, "all"),
        ("not one", 1, "very few"),
        ("almost every", 40, "most"),
        ("nearly every", 40, "most"),
    ],
)
def test_word_beside_a_singular_is_told_and_not_put_in_its_place(
    word: str, met: int, fits: str
) -> None:
    said = Phrase("word", word, 0, len(word), word=word, noun="force")
    told = verdict(said, met, 46, DEFAULT, text=f"{word} force")
    assert (told.holds, told.words, told.mend) == (False, "", f"Write `{fits}`.")


@pytest.mark.parametrize(
    ("text", "met", "of", "vocabulary", "words", "mend"),
    [
        ("a number of the forces", 3, 4, DEFAULT, "", "3 of 4"),
        ("many forces", 25, 46, DEFAULT, "the majority of", "the majority of"),
        ("most forces", 32, 43, AS_PRINTED["education_scotland"], "", "32 of 43"),
    ],
)
def test_word_that_does_not_hold_is_mended_by_the_one_that_fits_or_else_the_count(
    text: str, met: int, of: int, vocabulary: Vocabulary, words: str, mend: str
) -> None:
    told = verdict(first(text), met, of, vocabulary, text=text)
    assert (told.holds, told.words, told.mend) == (False, words, f"Write `{mend}`.")


@pytest.mark.parametrize(
    ("met", "caution"), [(40, "readers infer a minority, but it is 40 of 46"), (10, "")]
)
def test_true_word_that_readers_take_more_from_is_cautioned(met: int, caution: str) -> None:
    told = verdict(first("some forces"), met, 46, DEFAULT, text="some forces")
    assert (told.holds, told.caution) == (True, caution)


@pytest.mark.parametrize(
    ("text", "met", "what"),
    [
        ("most forces", 25, "`most` needs at least 75 % (35 of 46); 25 of 46 met it."),
        ("most forces", 42, "`most` needs under 90 % (no more than 41 of 46); 42 of 46 met it."),
        ("all forces", 45, "`all` means"),
        ("many forces", 25, "`many` has no meaning in the vocabulary"),
        (
            "a majority of forces",
            20,
            "`a majority` needs more than 50 % (24 of 46); 20 of 46 met it.",
        ),
    ],
)
def test_refusal_by_a_vocabulary_names_the_bound_that_is_missed(
    text: str, met: int, what: str
) -> None:
    assert verdict(first(text), met, 46, DEFAULT, text=text).what.startswith(what)


def test_refusal_by_a_vocabulary_names_a_bound_that_is_still_within() -> None:
    told = verdict(first("most forces"), 45, 46, ETI, text="most forces")
    assert told.what == "`most` needs at most 90 % (no more than 41 of 46); 45 of 46 met it."


def test_word_that_fits_no_count_of_so_many_is_refused_for_that() -> None:
    told = verdict(first("very few forces"), 1, 10, DEFAULT, text="very few forces")
    assert told.what == (
        "`very few` needs more than 0 % and under 10 %, which no count of 10 is; 1 of 10 met it."
    )
