"""A sentence asked again under every choice that could have been made otherwise."""

from __future__ import annotations

import pytest

from inspectstats.quantity import DEFAULT, EDUCATION_SCOTLAND, ETI, multiverse
from inspectstats.records import InputError

AGREED = [True] * 36 + [False] * 10


def test_written_choice_stands_first_with_its_count() -> None:
    found = multiverse("most", AGREED)
    first = found.universes[0]
    assert (first.kind, first.choice, first.met, first.bodies) == (
        "as_written",
        DEFAULT.code,
        36,
        46,
    )
    assert (first.holds, first.word) == (True, "most")


def test_other_vocabularies_are_asked_and_the_written_one_only_once() -> None:
    found = multiverse("most", AGREED, vocabulary=ETI, others=(DEFAULT, EDUCATION_SCOTLAND, ETI))
    assert [one.choice for one in found.universes if one.kind == "vocabulary"] == [
        DEFAULT.code,
        EDUCATION_SCOTLAND.code,
    ]


def test_word_that_a_vocabulary_does_not_know_is_not_counted_against_the_sentence() -> None:
    found = multiverse("a few", [True] * 8 + [False] * 38, others=(ETI,))
    (other,) = [one for one in found.universes if one.kind == "vocabulary"]
    assert (other.holds, other.reason) == (None, "unknown_word")
    assert (found.asked, found.broken) == (0, ())


def test_missing_bodies_are_counted_as_met_and_as_not() -> None:
    found = multiverse("most", [True] * 34 + [False] * 10 + [None] * 2, others=())
    by_kind = {one.kind: one for one in found.universes}
    assert (by_kind["as_written"].met, by_kind["as_written"].bodies) == (34, 44)
    assert (by_kind["missing_met"].met, by_kind["missing_met"].bodies) == (36, 46)
    assert by_kind["missing_met"].holds
    assert by_kind["missing_not_met"].met == 34
    assert not by_kind["missing_not_met"].holds
    assert [one.kind for one in found.broken] == ["missing_not_met"]
    assert (found.holding, found.asked) == (1, 2)


def test_nothing_missing_asks_nothing_of_missing_bodies() -> None:
    kinds = {one.kind for one in multiverse("most", AGREED, others=()).universes}
    assert kinds == {"as_written"}


def test_each_inspector_is_left_out_and_one_who_carries_the_sentence_is_named() -> None:
    without = {
        "inspector 1": [True] * 20 + [False] * 10 + [None] * 16,
        "inspector 2": [True] * 36 + [False] * 9 + [None],
    }
    found = multiverse("most", AGREED, others=(), without=without)
    assert [(one.choice, one.holds) for one in found.universes[1:]] == [
        ("inspector 1", False),
        ("inspector 2", True),
    ]
    assert [one.choice for one in found.broken] == ["inspector 1"]
    assert found.broken[0].word == "a majority of"


def test_unmoderated_readings_are_asked() -> None:
    found = multiverse("most", AGREED, others=(), unmoderated=[True] * 33 + [False] * 13)
    (other,) = found.others
    assert (other.kind, other.holds, other.word) == ("unmoderated", False, "a majority of")


def test_nobody_left_to_judge_is_told_and_counts_nowhere() -> None:
    found = multiverse("most", AGREED, others=(), without={"only one": [None] * 46})
    assert found.universes[-1].reason == "no_judgments"
    assert found.asked == 0


def test_verdicts_of_another_length_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="without_inspector inspector 3: 2 verdicts of 46 bodies"):
        multiverse("most", AGREED, without={"inspector 3": [True, False]})


def test_the_same_choices_have_the_same_digest() -> None:
    assert multiverse("most", AGREED).input_sha256 == multiverse("most", AGREED).input_sha256
    assert multiverse("most", AGREED).to_dict()["phrase"] == "most"
