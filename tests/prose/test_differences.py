"""What differs between two texts is told by paragraphs and words, and one paragraph is undone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.prose.differences import brought_back, differences, paragraphs

ONE = "Nine of the twelve forces train their staff.\n\n"
TWO = "Three do not, and two of them plan to.\n\n"
THREE = "We saw the records of all of them.\n"
TEXT = st.lists(
    st.sampled_from(
        ("a b c\n", "d e\n", "\n", "\n\n", " ", "f", "# G\n", "é", "\t\n", "\r", "<b>")
    ),
    max_size=25,
).map("".join)


def told(old: str, new: str) -> list[list[tuple[str, str]]]:
    """The pieces of each paragraph that changed."""
    return [
        [(piece.kind, piece.words) for piece in one.pieces]
        for one in differences(old, new)
        if one.changed
    ]


def test_word_that_was_changed_is_told_within_its_paragraph() -> None:
    assert told(ONE + TWO + THREE, ONE + TWO.replace("Three", "Four") + THREE) == [
        [
            ("gone", "Three "),
            ("come", "Four "),
            ("same", "do not, and two of them plan to."),
        ]
    ]


def test_paragraph_that_was_taken_out_and_one_that_came_are_told_whole() -> None:
    assert told(ONE + TWO + THREE, ONE + THREE) == [[("gone", TWO.strip())]]
    assert told(ONE + THREE, ONE + TWO + THREE) == [[("come", TWO.strip())]]


def test_paragraph_changed_beside_one_that_came_is_told_as_the_one_it_was() -> None:
    changed = TWO.replace("Three", "Four")
    assert [one.changed for one in differences(ONE + TWO, ONE + "New.\n\n" + changed)] == [
        False,
        True,
        True,
    ]
    assert told(ONE + TWO, ONE + "New.\n\n" + changed)[0] == [("come", "New.")]


def test_blank_lines_alone_are_no_difference() -> None:
    assert told(ONE + TWO, ONE + "\n\n" + TWO.strip()) == []


@pytest.mark.parametrize("end", ["", " ", "\n"])
def test_last_word_is_the_same_when_others_follow_it(end: str) -> None:
    short, more = "Two of them plan to.", " One does not."
    assert told(short + end, short + more) == [[("same", f"{short} "), ("come", more.strip())]]
    assert told(short + more, short + end) == [[("same", f"{short} "), ("gone", more.strip())]]


def test_long_paragraph_is_told_whole() -> None:
    old, new = "word " * 900 + "old", "word " * 900 + "new"
    assert told(old, new) == [[("gone", old), ("come", new)]]


@settings(max_examples=120, deadline=None)
@given(TEXT, TEXT)
def test_nothing_of_either_text_is_lost(old: str, new: str) -> None:
    found = differences(old, new)
    assert "".join(one.old for one in found) == old
    assert "".join(one.new for one in found) == new
    assert "".join(paragraphs(old)) == old


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        (ONE + TWO + THREE, ONE + TWO.replace("Three", "Four") + THREE, ONE + TWO + THREE),
        (ONE + TWO + THREE, ONE + THREE, ONE + TWO + THREE),
        (ONE + THREE, ONE + TWO + THREE, ONE + THREE),
        (ONE + THREE, ONE + TWO, ONE + THREE),
        (ONE + THREE, ONE.strip(), ONE + THREE),
        (ONE + TWO.strip(), ONE, ONE + TWO.strip()),
    ],
)
def test_one_paragraph_is_brought_back_as_it_was(old: str, new: str, back: str) -> None:
    found = differences(old, new)
    (place,) = [at for at, one in enumerate(found) if one.changed]
    assert brought_back(found, place) == back


def test_paragraph_brought_back_leaves_the_others_as_they_are() -> None:
    old, new = ONE + TWO + THREE, ONE.replace("Nine", "Ten") + TWO.replace("Three", "Four") + THREE
    found = differences(old, new)
    assert brought_back(found, 1) == ONE.replace("Nine", "Ten") + TWO + THREE


@pytest.mark.parametrize("paragraph", ["a #\n\n", "same\n\n", "word # " * 20 + "\n\n"])
def test_texts_of_many_paragraphs_are_compared_in_little_time(paragraph: str) -> None:
    old = "".join(paragraph.replace("#", str(n)) for n in range(590))
    new = "".join(paragraph.replace("#", str(-n)) for n in range(590))
    begun = time.process_time()
    for one, other in ((old, new), (old * 2, new * 2)):
        assert "".join(each.new for each in differences(one, other)) == other
    assert time.process_time() - begun < 10


def distinct(name: str, paragraph: int) -> str:
    """A paragraph of 400 words of which none stands anywhere else."""
    return "start " + " ".join(f"{name}{paragraph}x{at}" for at in range(399))


HOSTILE = {
    "rewritten": [(distinct("a", at), distinct("b", at)) for at in range(20)],
    "two words in turn": [("a b " * 200, "b a " * 199 + "c")] * 20,
    "one word": [("a " * 400 + str(at), "a " * 300 + f"z{at}") for at in range(20)],
    "one of two": [(f"s{at} " + "a " * 397, f"s{at} x " + "a b " * 190) for at in range(20)],
    "alike alone": [("".join(f"a x{at} " for at in range(390)), "a y " * 390)] * 20,
    "the same line": [("a", "ab"[at % 2]) for at in range(599)],
    "many that look alike": [("a a b " * 33 + str(at), "b a a " * 33) for at in range(20)],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_text_made_to_take_long_is_compared_in_little_time(name: str) -> None:
    old, new = ("\n\n".join(side) for side in zip(*HOSTILE[name], strict=True))
    begun = time.process_time()
    found = differences(old, new)
    # Of the processor, on a slow machine: each of them took from 3 to 46 seconds.
    assert time.process_time() - begun < 2.5
    assert "".join(one.old for one in found) == old
    assert "".join(one.new for one in found) == new


def test_honest_paragraphs_are_told_by_words_beside_ones_that_take_too_long() -> None:
    hostile = [("a b " * 390, "b a " * 389 + "c")] * 5
    old, new = ("\n\n".join([ONE.strip(), *side]) for side in zip(*hostile, strict=True))
    end = f"\n\n{TWO}"
    last = told(old + end, new + end.replace("Three", "Four"))[-1]
    assert last[:2] == [("gone", "Three "), ("come", "Four ")]
