"""Each requirement of ASVS 5.0, levels 1 and 2, has one answer, and each pass is shown."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest

from inspectorate.interfaces.cli import asvs_page
from inspectorate.interfaces.cli.asvs_page import FAIL, NOT_APPLICABLE, PASS, VERDICTS
from tests.shared import ROOT

EVERY = asvs_page.answers()


def test_each_requirement_is_answered_once_and_nothing_else_is() -> None:
    told = tomllib.loads(asvs_page.ANSWERS.read_text("utf-8"))
    one, two = told["levels"]["one"], told["levels"]["two"]
    # As the standard has it; TOML itself refuses an answer given twice.
    assert (len(one), len(two), len({*one, *two})) == (70, 183, 253)
    assert set(one) | set(two) == set(told["answers"])
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", number) for number in told["answers"])


@pytest.mark.parametrize("answer", EVERY, ids=lambda one: str(one.number))
def test_pass_is_shown_and_everything_else_says_why(answer: asvs_page.Answer) -> None:
    assert answer.verdict in VERDICTS
    assert re.fullmatch(r"[A-Z0-9].{14,400}\.", answer.what), "say it in a sentence"
    assert "|" not in answer.what
    assert "verify that" not in answer.what.casefold(), "in our own words"
    assert bool(answer.shown_by) or answer.verdict != PASS, "what shows it?"
    assert not answer.shown_by or answer.verdict == PASS, "what is shown is a pass"
    for pointer in answer.shown_by:
        path, line, name = asvs_page.place(pointer)
        assert (ROOT / path).is_file()
        assert line or path.startswith("tests/")
        assert name


@pytest.mark.parametrize(
    "pointer",
    [
        "tests/house/test_asvs.py::test_that_is_not_there",
        "tests/house/test_asvs.py::PASS",
        "tests/house/nowhere.py::test_x",
        "SECURITY.md :: no such words stand here",
        "NOWHERE.md :: x",
    ],
)
def test_pointer_that_leads_nowhere_is_told(pointer: str) -> None:
    with pytest.raises(LookupError):
        asvs_page.place(pointer)


def test_nineteen_of_twenty_pass_and_of_level_one_all_that_needs_no_network() -> None:
    counts = Counter(one.verdict for one in EVERY)
    # That no part has a known weakness is shown by ./run audit where a network reaches a source.
    assert {one.number for one in EVERY if one.level == 1 and one.verdict == FAIL} <= {"15.2.1"}
    assert counts[PASS] >= 0.95 * (counts[PASS] + counts[FAIL])
    # What is set aside is set aside for what is not here at all.
    assert counts[NOT_APPLICABLE] <= 75


def test_page_holds_each_answer_with_its_place() -> None:
    page = asvs_page.asvs_page()
    for one in EVERY:
        assert page.count(f"\n| {one.number} | {one.level} |") == 1
    assert f"| **all** | {Counter(one.verdict for one in EVERY)[PASS]} |" in page
    assert re.search(r"\[SECURITY\.md:\d+\]\(\.\./SECURITY\.md#L\d+\)", page)
