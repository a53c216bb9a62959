"""What a passage asserts, and of which side of its claim: what is true is quiet, what is false is
an error, and what cannot be told is named as not read.
"""

from __future__ import annotations

import pytest

from inspectorate.prose.quantities.assertions import Passage, assertions
from inspectorate.prose.quantities.judging import Answer, Counts, judged
from inspectorate.prose.quantities.proposals import moved, proposal
from inspectstats.quantity.shipped import DEFAULT

TRAINING = "Prevent training is mandatory for frontline officers and staff"
PLAN = "The school has a fire plan"
NO_PLAN = "The school has no fire plan"
KNOWN = "The force can say how many have completed the training"
OVERLOOKED = "The force overlooks the insider risk from its own staff"


def passage(text: str, statement: str = TRAINING, stem: str = "", span: str = "") -> Passage:
    start = text.index(span) if span else 0
    end = start + len(span) if span else len(text)
    nouns = ("forces", "schools")
    return Passage(text, start, end, 0, len(text), statement, nouns, stem, (46,))


def answers(one: Passage, met: int, inspected: int = 46, scope: int = 46) -> tuple[Answer, ...]:
    return judged(one, Counts(met, inspected, scope), DEFAULT)


def states(text: str, met: int, statement: str = TRAINING, **more: str) -> set[str]:
    return {one.state for one in answers(passage(text, statement, **more), met)}


# True where 38 of 46 met "training is mandatory".
TRUE = """
Eight of the 46 had no mandatory training
Eight of the 46 forces did not have mandatory training
8 forces lacked mandatory training
Eight forces were without mandatory training
In eight forces there was no mandatory training
Training was not mandatory in eight forces
Most forces had mandatory training (38 of the 46 forces inspected)
38 of the 46 forces had mandatory training and the other eight had none
38 forces had mandatory training; eight did not
Thirty-eight of the 46 forces inspected had mandatory training, but eight had none
All but eight forces had mandatory training
With the exception of eight, every force had mandatory training
Every force except eight had mandatory training
The vast majority of forces had mandatory training
More than three-quarters of forces had mandatory training
More than four in five forces had mandatory training
At least four-fifths of the 46 forces had mandatory training
Just over 80 per cent of forces had mandatory training
83% of forces had mandatory training
83 percent of the forces had mandatory training
Nearly 40 forces had mandatory training
Between 35 and 40 forces had mandatory training
Fewer than one in five of the 46 forces had no mandatory training
Just under a fifth of forces had no mandatory training
Fewer than ten forces had no mandatory training
A few forces, eight in all, had no mandatory training; in 38 training was mandatory
We found mandatory training in 38 of the 46 forces
Not all forces had mandatory training
Some forces, but not all, had mandatory training
It is not so that all forces had mandatory training
It is not true that most forces had no mandatory training
Eight forces hadn't mandatory training
Only eight forces had no mandatory training
No fewer than 38 forces had mandatory training
As many as 38 forces had mandatory training
Three dozen forces or more had mandatory training
One in six forces had no mandatory training
No more than one in five forces had no mandatory training
Of the 46 forces inspected, 38 had mandatory training
Across the 46 forces inspected, training was mandatory in 38
Eight forces had yet to make training mandatory
All but a few forces had mandatory training
All but a few of the 46 forces had mandatory training
With few exceptions, forces had mandatory training
38 forces out of 46 had mandatory training
Forces in which training was mandatory numbered 38, out of 46
Of the 46 forces we went to, more than 35 made training mandatory
Of the 46 forces inspected, 38 require mandatory training
38 of the 46 forces had mandatory training and the other eight relied on goodwill
Training was mandatory in 38 forces and left to choice in the other eight
All but eight of the 46 strategic leads had made training mandatory
Training had been made mandatory by 38 of the 46 strategic leads
Thirty-odd forces had mandatory training
""".strip().splitlines()

FALSE = """
Eight of the 46 had mandatory training
38 of the 46 had no mandatory training
Thirty-eight forces lacked mandatory training
No force had mandatory training
Not one force lacked mandatory training
Not a single force was without mandatory training
All but nine forces had mandatory training
Most forces had no mandatory training
It is not so that most forces had mandatory training
It was not the case that most forces had mandatory training
It is wrong to say that most forces had mandatory training
Most forces had mandatory training (39 of the 46 forces inspected)
38 of the 45 forces had mandatory training
38 of the 46 forces had mandatory training and the other nine had none
Fewer than three-quarters of forces had mandatory training
Just under four-fifths of forces had mandatory training
Between 25 and 30 forces had mandatory training
Two dozen forces had mandatory training
Nine in ten forces had mandatory training
Half of the forces had mandatory training
More than a quarter of forces had no mandatory training
A handful of forces had mandatory training
Hardly any force had mandatory training
Few, if any, forces had mandatory training
None but eight forces had mandatory training
Every force had mandatory training
All but a few forces had no mandatory training
With few exceptions, forces had no mandatory training
Forces, with only a few exceptions, lacked mandatory training
Without exception, forces had no mandatory training
Without exception, forces did not
In every force training was not mandatory
In every force (38 of the 46), training was not mandatory
38 forces out of 45 had mandatory training
Of the 46 forces we went to, no more than 30 gave mandatory training
38 of the 46 forces had mandatory training and the other nine relied on goodwill
Half a dozen forces had mandatory training
All but three of the 46 strategic leads had made training mandatory
Training had been made mandatory by 15 of the 46 strategic leads
Twenty-odd forces had mandatory training
""".strip().splitlines()

UNREAD = """
Half as many forces had mandatory training
Dozens of forces had mandatory training
Whether most forces had mandatory training is not known
More forces had mandatory training
Eight forces neglected mandatory training
""".strip().splitlines()


@pytest.mark.parametrize("text", TRUE)
def test_true_sentence_is_quiet(text: str) -> None:
    assert states(text, 38) == {"true"}


@pytest.mark.parametrize("text", FALSE)
def test_false_sentence_is_an_error(text: str) -> None:
    assert "false" in states(text, 38)


@pytest.mark.parametrize(
    ("left", "state"), [(0, "false"), (1, "true"), (4, "true"), (10, "true"), (16, "false")]
)
def test_all_but_a_few_leaves_out_one_at_least_and_no_more_than_a_few(
    left: int, state: str
) -> None:
    assert states("All but a few forces had mandatory training", 46 - left) == {state}


@pytest.mark.parametrize(("met", "state"), [(6, "true"), (12, "false")])
def test_half_a_dozen_is_six_and_no_dozen(met: int, state: str) -> None:
    assert states("Half a dozen of the 46 forces had mandatory training", met) == {state}


RECENT = "The local profile was less than twelve months old"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ten of the 46 forces did not have a local profile less than twelve months old", "false"),
        ("Ten of the 46 forces had a local profile less than twelve months old", "true"),
        ("36 of the 46 forces did not have a local profile less than twelve months old", "true"),
        ("Ten forces had a local profile less than twelve months old (36 of the 46)", "false"),
    ],
)
def test_amounts_of_the_statement_do_not_hide_the_side(text: str, state: str) -> None:
    """Its "less than" is no word that turns the meaning where both have it."""
    assert state in states(text, 10, RECENT)
    assert "unread" not in states(text, 10, RECENT)


@pytest.mark.parametrize("text", UNREAD)
def test_what_cannot_be_told_is_not_read_and_no_error(text: str) -> None:
    assert states(text, 38) == {"unread"}


@pytest.mark.parametrize(
    ("text", "statement", "met", "state"),
    [
        # Of a claim that is stated negatively a negative passage is the same side.
        ("A majority could not say (25 of the 46 forces inspected)", KNOWN, 21, "true"),
        ("25 of the 46 forces could not say how many had completed it", KNOWN, 21, "true"),
        ("21 of the 46 forces could not say how many had completed it", KNOWN, 21, "false"),
        ("12 schools had no fire plan", NO_PLAN, 12, "true"),
        ("34 schools had a fire plan", NO_PLAN, 12, "true"),
        ("12 schools had a fire plan", NO_PLAN, 12, "false"),
        ("No school was without a fire plan", PLAN, 46, "true"),
        ("No school was without a fire plan", PLAN, 45, "false"),
        ("None of the schools lacked a fire plan", NO_PLAN, 0, "true"),
        ("28 forces overlooked the insider risk", OVERLOOKED, 28, "true"),
        ("18 forces did not overlook the insider risk", OVERLOOKED, 28, "true"),
        ("28 forces did not overlook the insider risk", OVERLOOKED, 28, "false"),
        # Another verb: its side cannot be told.
        ("18 forces considered the insider risk", OVERLOOKED, 28, "unread"),
        ("19 forces considered the insider risk", OVERLOOKED, 28, "false"),
        # "All did not": none of them, or not all.
        ("All forces did not have mandatory training", TRAINING, 0, "true"),
        ("All forces did not have mandatory training", TRAINING, 38, "true"),
        ("All forces did not have mandatory training", TRAINING, 46, "false"),
    ],
)
def test_side_is_relative_to_the_statement(text: str, statement: str, met: int, state: str) -> None:
    assert states(text, met, statement) == {state}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Two forces were not inspected", "true"),
        ("Three forces were not inspected", "false"),
        ("We did not inspect two forces", "true"),
        ("We inspected 44 of the 46 forces", "true"),
        ("44 forces were inspected", "true"),
        ("43 forces were inspected", "false"),
        ("38 of the 44 forces inspected had mandatory training", "true"),
        ("38 of the 46 forces had mandatory training", "false"),
        ("Six of the 44 had no mandatory training", "true"),
        ("Eight had no mandatory training", "false"),
    ],
)
def test_those_not_inspected_are_a_side_of_their_own(text: str, state: str) -> None:
    assert {one.state for one in answers(passage(text), 38, 44)} == {state}


@pytest.mark.parametrize(
    ("stem", "state"),
    [
        ("", "true"),
        ("Inspectors found that:", "true"),
        ("Inspectors found no evidence that:", "false"),
        ("We did not find that:", "false"),
        ("It is not true that inspectors found no evidence that:", "true"),
    ],
)
def test_stem_of_a_list_denies_its_items(stem: str, state: str) -> None:
    assert states("most forces had mandatory training", 38, stem=stem) == {state}


def test_words_before_the_span_deny_it_and_after_a_contrast_do_not() -> None:
    span = "most forces had mandatory training"
    assert states(f"It is not so that {span}.", 38, span=span) == {"false"}
    assert states(f"It is not so that we were idle, but {span}.", 38, span=span) == {"true"}


def test_amount_alone_in_its_span_is_read_with_the_words_around_it() -> None:
    assert states("38 forces had no mandatory training.", 38, span="38 forces") == {"false"}
    assert states("Most forces had mandatory training.", 38, span="had mandatory training") == {
        "true"
    }


@pytest.mark.parametrize(
    "text",
    [
        "All forces gave officers three modules over two days",
        "All forces used version 2.1 of section 26 on 9 March 2020",
        "All forces trained those aged 16 to 18 for 24 hours",
        "All forces knew their first and second duties, both in law and in practice",
        "All forces gave each officer a plan with no gap, one to another",
    ],
)
def test_other_units_are_no_amounts_of_bodies(text: str) -> None:
    spoken = [one.amount.phrase.text for one in assertions(passage(text, "It gives a plan"))]
    assert spoken == ["All"]


@pytest.mark.parametrize(
    ("text", "met", "mended"),
    [
        ("Nine of the 46 had no mandatory training", 38, "eight of the 46"),
        ("Nine forces had no mandatory training", 45, "One force"),
        ("No force was without mandatory training", 38, "A few forces were"),
        ("Every force has mandatory training", 38, "Most forces have"),
        ("At least 40 forces had mandatory training", 38, "At least 38"),
        ("More than 40 forces had mandatory training", 38, "38"),
        ("Two-thirds of forces had mandatory training", 38, "83 per cent"),
        ("All but nine forces had mandatory training", 38, "All but eight"),
        ("Most forces (35 of 46) had mandatory training", 25, "The majority of forces (25"),
    ],
)
def test_mend_keeps_its_side_and_agrees(text: str, met: int, mended: str) -> None:
    one = passage(text)
    counts = Counts(met, 46, 46)
    edits = proposal(one, judged(one, counts, DEFAULT), counts, DEFAULT)
    after = moved(one, edits)
    assert after is not None
    assert after.text.lower().startswith(mended.lower())
    assert {answer.state for answer in judged(after, counts, DEFAULT)} == {"true"}


@pytest.mark.parametrize(
    "text",
    [
        "Nine forces neglected mandatory training",
        "All forces did not have mandatory training",
        "It is not so that most forces had mandatory training",
        "Half as many forces had mandatory training",
        "38 of the 46 had mandatory training",
    ],
)
def test_nothing_is_mended_where_two_readings_exist_or_nothing_is_wrong(text: str) -> None:
    one, counts = passage(text), Counts(38, 46, 46)
    assert proposal(one, judged(one, counts, DEFAULT), counts, DEFAULT) == ()


def test_word_that_understates_is_cautioned_unless_its_count_stands_beside_it() -> None:
    (one,) = answers(passage("Not all forces could say how many had completed it", KNOWN), 21)
    assert one.caution == "readers infer that most did, but it is 21 of 46"
    beside = passage("Not all forces could say how many had completed it (21 of 46 could)", KNOWN)
    assert [each.caution for each in answers(beside, 21)] == ["", ""]
    (more,) = answers(passage("Not all forces could say how many had completed it", KNOWN), 31)
    assert more.caution == ""
