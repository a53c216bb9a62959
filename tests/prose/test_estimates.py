"""What is said of a share holds over its whole interval, or says "about" or prints the limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from inspectorate.prose.quantities.assertions import Passage
from inspectorate.prose.quantities.estimates import Estimate, estimated
from inspectstats.quantity.shipped import DEFAULT

SHARE = Estimate(Fraction(62, 100), Fraction(512, 1000), Fraction(722, 1000), 37, 60, "files")
HIGH = Estimate(Fraction(82, 100), Fraction(765, 1000), Fraction(87, 100), 164, 200, "files")


def states(text: str, share: Estimate = SHARE) -> list[tuple[str, str]]:
    passage = Passage(
        text,
        0,
        len(text),
        0,
        len(text),
        statement="The file holds a plan",
        nouns=("files",),
        wholes=(share.answered,),
    )
    return [(one.phrase.text, one.state) for one in estimated(passage, share, DEFAULT)]


def answers(text: str, share: Estimate = SHARE) -> list[str]:
    return [state for _, state in states(text, share)]


@pytest.mark.parametrize(
    "text",
    [
        "62 % of files held a plan (51 to 72)",
        "62 per cent of files (between 51 and 72 per cent) held a plan",
        "62 % of files, 51 to 72, held a plan",
        "About 62 % of files held a plan",
        "About 60 % of files held a plan",
        "At least half of files held a plan",
        "At least 51 % of files held a plan",
        "More than half of files held a plan",
        "Fewer than three-quarters of files held a plan",
        "Between 51 and 72 per cent of files held a plan",
        "Between 50 and 75 per cent of files held a plan",
        "37 of the 60 files held a plan",
        "23 of the 60 files held no plan",
        "Not all files held a plan",
        "Some files held a plan",
        "At least a quarter of files held no plan",
        "The majority of files held a plan",
    ],
)
def test_what_holds_over_the_whole_interval_is_true(text: str) -> None:
    assert set(answers(text)) == {"true"}, states(text)


@pytest.mark.parametrize(
    "text",
    [
        "62 % of files held a plan",
        "64 % of files held a plan (51 to 72)",
        "62 % of files held a plan (55 to 72)",
        "Most files held a plan",
        "Few files held a plan",
        "All files held a plan",
        "No files held a plan",
        "At least 60 % of files held a plan",
        "Fewer than 70 % of files held a plan",
        "More than two-thirds of files held a plan",
        "About three-quarters of files held a plan",
        "Between 55 and 70 per cent of files held a plan",
        "38 of the 60 files held a plan",
        "37 files held a plan",
        "At least half of files held no plan",
        "The majority of files held no plan",
    ],
)
def test_what_does_not_hold_over_the_whole_interval_is_false(text: str) -> None:
    assert "false" in answers(text), states(text)


def test_word_holds_where_the_whole_interval_lies_in_its_band() -> None:
    assert answers("Most files held a plan", HIGH) == ["true"]
    assert answers("Most files held no plan", HIGH) == ["false"]


def test_mend_of_a_word_that_does_not_hold_is_about_or_at_least_or_both_limits() -> None:
    passage = Passage("Most files held a plan", 0, 22, 0, 22, "The file holds a plan", ("files",))
    (answer,) = estimated(passage, SHARE, DEFAULT)
    assert answer.mend == "Write `about 62 %`, `at least 51 %` or `62 % (51 to 72)`."


def test_share_of_files_read_whole_needs_no_limits() -> None:
    census = Estimate(Fraction(3, 4), Fraction(3, 4), Fraction(3, 4), 30, 40, "files")
    assert answers("75 % of files held a plan", census) == ["true"]
