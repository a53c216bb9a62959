"""Text made to make a reader hang: every one is checked, or refused, in seconds."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.outside import run_outside
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.plain import from_text
from inspectorate.prose.reading.web import from_html
from tests.domain.reports.checks.flood import FACTS
from tests.shared import shared
from tests.sizes import drilled, sized

SECONDS = 10
# A tenth of the length in the run, and a tenth of the seconds.
PART = sized(10, 1)


@pytest.mark.parametrize(
    "unit",
    drilled(
        [
            ".",
            "'a’",
            "“",
            '"',
            "9",
            "1,111",
            "12 forces ",
            "most forces, ",
            "yesterday ",
            "the remaining 5 of 46 forces ",
            "a-",
            "1.",
            "all of the ",
            "one hundred and ",
            "three of four of ",
            "(",
            "of the ",
            "9 March 2020 ",
            "between May 2019 and ",
            "Home Office ",
            "43 Home Office police forces ",
            "eight recommendations ",
            "a b of c d e f ",
            "Mr. ",
            "e.g. ",
            "\u0301",
            "‘a",
            "the most best ",
            "of the 46 forces we went to, ",
            "38 forces out of 46 ",
            "half a dozen ",
            "all but a few ",
            "with few exceptions, ",
            "the local plan ",
            "part-time local plan ",
            "Its strands are Prepare, Protect, ",
            "Protect is one of its strands; the others are Repair, ",
            "this report appears on 11 March ",
            "adopted on 21 May 2018 ",
            "A public group told us. ",
            "Three groups advised us. ",
            "five months from October 2018 to February 2019 ",
        ],
        6,
    ),
)
def test_endless_paragraph_is_checked_in_seconds(unit: str) -> None:
    text = "A title ‘of' one\n\n9 March 2020\n\n" + unit * (190_000 // PART // len(unit))
    begun = time.process_time()
    run_outside(from_text(text))
    run(from_markdown(f"[Most]{{#plans}} {text}"), FACTS)
    assert time.process_time() - begun < SECONDS / PART


def test_two_million_characters_of_lines_that_look_like_titles_are_checked_in_seconds() -> None:
    line = "An inspection of the contribution of the police to the programme"
    text = "\n\n".join(f"{line} {number % 700}" for number in range(28_000 // PART))
    begun = time.process_time()
    run_outside(from_text(text[: 2_000_000 // PART]))
    assert time.process_time() - begun < SECONDS * 3 / PART


def test_page_without_a_paragraph_in_a_megabyte_is_refused() -> None:
    with pytest.raises(Refused, match="Cut the text into paragraphs"):
        from_html("<p>" + "yesterday " * 100_000)


def test_naughty_strings_are_checked_without_a_crash() -> None:
    naughty = json.loads(shared("badinput/naughty-strings/blns.json").read_text("utf-8"))
    for text in naughty[:: sized(6, 1)]:
        run_outside(from_text(f"{text}\n\n{text}\n\nMost forces {text}"))
        run(from_markdown(f"[Most {text} forces]{{#plans}}\n\n> {text}\n\n{text}"), FACTS)


_PIECES = [
    "most",
    "forces",
    "35 of 46",
    "all",
    "the remaining 5",
    "76%",
    "[",
    "]{#plans}",
    "yesterday",
    "9 March 2020",
    "“",
    "”",
    "'",
    ":",
    ".",
    "\n\n",
    "- ",
    "> ",
    "recommendations",
    "eight",
    "half",
    "# ",
    "to",
    "of",
    "the police's",
]


@settings(max_examples=sized(50, 500), deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join))
def test_any_mixture_is_checked_and_every_place_lies_in_the_text(text: str) -> None:
    lines = text.split("\n")
    for findings in (run(from_markdown(text), FACTS), run_outside(from_text(text), FACTS)):
        for problem in findings.problems:
            assert 1 <= problem.place.line <= len(lines)
            assert problem.what
            assert problem.mend
