"""What a passage says of data returns: who was asked, who returned, and what those said who did."""

from __future__ import annotations

import pytest

from inspectorate.prose.quantities.assertions import Passage
from inspectorate.prose.quantities.judging import Counts, judged
from inspectstats.quantity.shipped import DEFAULT

# 43 were asked, 38 returned, 30 of these have a plan.
COUNTS = Counts(30, 38, 43)
PLAN = "The force has a plan"

TRUE = """
30 of the 38 forces that returned data have a plan
Of the 43 forces we asked, 38 returned data; 30 of these have a plan
38 of the 43 forces returned data, and 30 of them have a plan
We asked 43 forces for data and 38 replied; 30 had a plan
Thirty of the 38 forces that responded had a plan; five did not respond
Five forces did not return data. Of the 38 that did, 30 had a plan
Data from 38 of the 43 forces show that 30 have a plan
43 forces were asked; 38 returned; eight of these had no plan
Eight of the 38 that replied had no plan
30 of the 38 that returned (43 were asked) have a plan
Thirty of the 38 forces that responded (out of 43) had a plan
38 forces out of 43 replied, and 30 had a plan
38 forces replied and five did not; 30 had a plan
Of the 38 forces that returned data, 30 have a plan
Most forces that returned data had a plan (30 of 38)
We received no return from five forces
30 of 38 forces have a plan; five forces sent no data
79% of the forces that returned had a plan
We did not hear from five of the 43 forces; 30 of those that replied have one
""".strip().splitlines()

FALSE = """
30 of the 43 forces have a plan
38 of the 43 forces have a plan
Of the 43 forces we asked, 30 have a plan
Of the 43 forces that returned data, 30 have a plan
30 of the 43 forces that returned data have a plan
30 forces (out of 43) have a plan
70% of forces have a plan
43 forces returned data; 30 have a plan
Four forces did not return data; 30 of 38 have a plan
40 of the 43 forces returned data
38 of the 43 forces had a plan and five did not
Of the 43 forces, 30 had a plan and 13 did not
In 38 forces there was a plan
Five forces had no plan
All 43 forces had a plan
38 forces have a plan
Of the 43 forces asked, 38 have a plan
Of the 43 forces asked, 30 told us they had a plan and five did not respond
Of the 43 forces asked, 30 have a plan and 38 returned data
Of the 43 forces, 30 have a plan, five did not return data
30 forces of the 43 have a plan and five did not reply
Most of the 43 forces have a plan; five did not return data
30 of the 38 forces asked have a plan; five did not return data
""".strip().splitlines()

# What is said of all asked, and how many of 24 that returned met it.
OPEN_ENDED = [
    ("Almost all of the 43 forces have a plan; 19 did not return data", 23),
    ("All forces have a plan; 19 did not return data", 24),
    ("None of the 43 forces has a plan; 19 did not return data", 0),
    ("Half of forces have a plan; 19 did not return data", 12),
]
OF_THOSE = [
    ("All forces that returned data have a plan; 19 did not return data", 24),
    ("All 24 forces that replied have a plan", 24),
    ("24 forces returned data; all of them have a plan", 24),
]


def states(text: str, looked: str = "returned", counts: Counts = COUNTS) -> set[str]:
    whole = (counts.inspected, counts.scope)
    one = Passage(text, 0, len(text), 0, len(text), PLAN, ("forces",), "", whole, looked)
    return {answer.state for answer in judged(one, counts, DEFAULT)}


@pytest.mark.parametrize("text", TRUE)
def test_sentence_true_of_what_was_returned_is_left_alone(text: str) -> None:
    assert "false" not in states(text)


@pytest.mark.parametrize("text", FALSE)
def test_sentence_false_of_what_was_returned_is_an_error(text: str) -> None:
    assert "false" in states(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("We inspected 38 of the 43 forces", "true"),
        ("30 of the 38 forces inspected had a plan", "true"),
        ("38 of the 43 forces had a plan", "false"),
        ("Of the 43 forces inspected, 30 had a plan", "false"),
    ],
)
def test_of_how_many_were_inspected_nothing_is_said_by_what_was_found(
    text: str, state: str
) -> None:
    found = states(text, looked="inspected")
    assert ("false" in found) is (state == "false")


def test_verbs_of_returning_say_nothing_of_who_was_inspected() -> None:
    assert states("38 of the 43 forces replied", looked="inspected") == {"false"}


@pytest.mark.parametrize(("text", "met"), OPEN_ENDED)
def test_share_said_of_all_is_an_error_where_the_silent_could_undo_it(text: str, met: int) -> None:
    assert "false" in states(text, counts=Counts(met, 24, 43))


@pytest.mark.parametrize(("text", "met"), OF_THOSE)
def test_share_said_of_those_that_returned_is_left_alone(text: str, met: int) -> None:
    assert "false" not in states(text, counts=Counts(met, 24, 43))


def test_share_that_holds_whatever_the_silent_would_say_is_left_alone() -> None:
    assert states("Almost all forces have a plan", counts=Counts(41, 42, 43)) == {"true"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Five forces did not return data", "true"),
        ("Seven forces did not return data", "false"),
        ("38 of the 43 forces returned data", "true"),
        ("36 of the 43 forces returned data", "false"),
        ("30 of the 36 forces that returned data have a plan", "true"),
    ],
)
def test_who_returned_and_answers_nothing_is_not_said_to_be_silent(text: str, state: str) -> None:
    # Two of 38 left the cell empty.
    assert states(text, counts=Counts(30, 36, 43, 5)) == {state}
