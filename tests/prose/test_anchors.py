"""Words that were pointed at are found again in a changed text, or said to be gone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.prose.anchors import CONTEXT, Anchor, ChangedText, anchor_of, places_of
from inspectorate.prose.differences import shared

TEXT = st.lists(
    st.sampled_from(("a b c\n", "the the ", "\n\n", " ", "f", "# G\n", "é", "\r", "x", "the")),
    max_size=20,
).map("".join)
WORDS = st.sampled_from(("«here»", "«two words»", "«over\n\nparagraphs»"))
FIRST = "# One\n\nNine of the twelve forces train their staff.\n\n"
SECOND = "Three of the twelve forces do not, and two of them plan to.\n"


def place(then: str, quote: str, now: str) -> int | None:
    """Where words that stand once in ``then`` stand in ``now``."""
    start = then.index(quote)
    return ChangedText(then, now).place_of(Anchor(start, quote))


def test_anchor_keeps_what_stands_beside_its_words() -> None:
    text = "b" * 200 + "words" + "a" * 200
    anchor = anchor_of(text, 200, 205)
    assert (anchor.quote, anchor.before, anchor.after) == ("words", "b" * CONTEXT, "a" * CONTEXT)


def test_words_in_unchanged_text_stand_where_they_stood() -> None:
    assert place(FIRST + SECOND, "two of them", FIRST + SECOND) == (FIRST + SECOND).index("two of")


@settings(max_examples=50, deadline=None)
@given(TEXT, TEXT, WORDS, TEXT, TEXT)
def test_change_before_and_after_moves_no_anchor_and_loses_none(
    before: str, changed_before: str, quote: str, after: str, changed_after: str
) -> None:
    then = before + quote + after
    for now, start in (
        (changed_before + quote + after, len(changed_before)),
        (before + quote + changed_after, len(before)),
    ):
        assert ChangedText(then, now).place_of(Anchor(len(before), quote)) == start
    both = ChangedText(then, changed_before + quote + changed_after)
    assert both.place_of(Anchor(len(before), quote)) in (None, len(changed_before))


@settings(max_examples=50, deadline=None)
@given(TEXT, WORDS, TEXT, st.integers(0, 3), TEXT)
def test_change_within_the_words_is_said(
    before: str, quote: str, after: str, at: int, come: str
) -> None:
    changed = quote[: at + 1] + f"{come}!" + quote[at + 2 :]
    then, now = before + quote + after, before + changed + after
    assert ChangedText(then, now).place_of(Anchor(len(before), quote)) is None


@settings(max_examples=50, deadline=None)
@given(TEXT, TEXT, st.data())
def test_what_is_found_has_the_words_whatever_was_changed(
    then: str, now: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(then)))
    end = data.draw(st.integers(start, len(then)))
    anchor = anchor_of(then, start, end)
    found = ChangedText(then, now).place_of(anchor)
    assert found is None or (0 <= found <= len(now) and now[found:].startswith(anchor.quote))


@settings(max_examples=50, deadline=None)
@given(TEXT, TEXT)
def test_shared_stretches_are_alike_and_in_the_order_of_both(old: str, new: str) -> None:
    last = (0, 0)
    for here, there, length in shared(old, new):
        assert old[here : here + length] == new[there : there + length]
        assert last[0] <= here
        assert last[1] <= there
        assert length > 0
        last = here + length, there + length


def test_words_that_read_alike_elsewhere_are_not_taken_for_those_that_were_changed() -> None:
    now = FIRST.replace("twelve", "eleven") + SECOND
    start = FIRST.index("twelve")
    assert ChangedText(FIRST + SECOND, now).place_of(Anchor(start, "twelve")) is None
    other = len(FIRST) + SECOND.index("twelve")
    assert ChangedText(FIRST + SECOND, now).place_of(Anchor(other, "twelve")) == other


def test_words_of_a_paragraph_that_was_moved_are_found_where_they_stand_once() -> None:
    text = f"{FIRST}{SECOND}\nLast.\n"
    moved = f"{SECOND}\n{FIRST}Last.\n"
    assert place(text, "two of them", moved) == moved.index("two of them")
    start = text.index("twelve")  # it stands in both paragraphs
    found = ChangedText(text, moved).place_of(Anchor(start, "twelve"))
    assert found in (None, moved.rindex("twelve"))


def test_number_of_another_sentence_is_not_that_of_the_sentence_that_was_changed() -> None:
    then = "# Vans\n\nIn 38 forces the vans are clean.\n\nLast.\n"
    now = "# Vans\n\nThe phones of 38 forces are old.\n\nIn 41 forces the vans are clean.\n"
    for changed in (now, then.replace("38", "41").replace("Last", "The phones of 38 are old")):
        assert place(then, "38", changed) is None


def test_words_to_replace_stand_between_the_same_words_and_are_not_followed() -> None:
    then = "In 38 forces the vans are clean.\n\nLast.\n"
    anchor = Anchor(3, "38")
    for now, start in (
        (f"First.\n\n{then}", 11),
        ("In 38 forces the vans were clean.\n", 3),
        ("In 41 forces.\n\nOf 38 forces the vans are clean.\n\nLast.\n", None),
    ):
        assert ChangedText(then, now).place_to_replace(anchor) == start, now
    long = "A paragraph of many words.\n\nAnother that stays.\n\nAnd a third that does.\n\n"
    moved = ChangedText(f"{then}{long}End.\n", f"Start.\n\n{long}{then}End, now.\n")
    assert moved.place_of(anchor) == moved.now.index("38")
    assert moved.place_to_replace(anchor) is None


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("one two three four", 8),
        ("zero one two three four", 13),
        ("one two ten three four", 8),
        ("one two! three? four.", 9),
        ("five", None),
    ],
)
def test_point_between_words_stays_behind_what_stood_before_it(now: str, start: int | None) -> None:
    found = ChangedText("one two three four", now).place_of(Anchor(8, ""))
    assert found == start


def test_anchor_of_another_text_is_nowhere() -> None:
    assert ChangedText("some words", "some words").place_of(Anchor(5, "others")) is None
    assert ChangedText("some", "some").place_of(Anchor(3, "e more")) is None


def test_places_of_words_are_told_twice_at_most() -> None:
    assert places_of("a", "a-a-a") == [0, 4]
    assert (places_of("", "a"), places_of("b", "a"), places_of("a", "a")) == ([], [], [0])


def test_long_section_that_was_written_anew_is_compared_in_bounded_time() -> None:
    then = "".join(f"Force {n} of the twelve was seen on day {n % 7}. " for n in range(1_500))
    now = "".join(f"On day {n % 5} the twelve saw force {n}, of the others. " for n in range(1_500))
    began = time.process_time()
    ChangedText(then, now).place_of(Anchor(then.index("Force 700"), "Force 700"))
    assert time.process_time() - began < 2
