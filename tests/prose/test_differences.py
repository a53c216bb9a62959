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
            ("gone", "Three"),
            ("come", "Four"),
            ("same", " do not, and two of them plan to."),
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
