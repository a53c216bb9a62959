"""A text that rests on data returns says who did not return, and counts among those that did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Bodies
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.editions.how_we_know import coverage
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import SIGNED, facts_of


def _returned(key: str, met: int | None, returned: int, asked: int, **more: object) -> ClaimFacts:
    not_met = None if met is None else returned - met
    counted = {"met": met, "not_met": not_met, "inspected": returned, "scope": asked}
    sound = {"last_word": SIGNED, "drafted_by": "analyst", "small_number_decision": "Printed."}
    made = facts_of(key, "return", "The force has a plan", **sound, **counted, **more)
    return replace(made, figures=replace(made.figures, looked="returned", population="forces"))


CLAIMS = {
    "plan": _returned("plan", 30, 38, 43, word="most"),
    "whole": _returned("whole", 30, 43, 43, word="most"),
    "calls": _returned(
        "calls",
        None,
        38,
        43,
        values={"calls": "12345", "returned": "38", "did not return": "5", "asked": "43"},
    ),
}
FACTS = Facts(claims=CLAIMS, vocabulary=DEFAULT, population="forces")


def problems(sentences: str) -> list[str]:
    text = f"---\ntitle: T\npublished: 2020-03-09\n---\n\n{sentences}\n"
    return [one.check for one in run(from_markdown(text), FACTS).problems]


@pytest.mark.parametrize(
    "sentences",
    [
        "[Thirty of the 38 forces that returned data have a plan; five did not return any]{#plan}.",
        "[Of the 43 forces asked, 38 returned data and 30 of these have a plan]{#plan}.",
        "[Five of the 43 forces did not reply. 30 of the 38 that did have a plan]{#plan}.",
        "[30 of the 38 forces that returned (43 were asked) have a plan]{#plan}.",
        "[30 of the 43 forces have a plan]{#whole}.",
        "[The 38 forces that returned data took 12,345 calls; five did not return any]{#calls}.",
    ],
)
def test_text_that_says_who_did_not_return_is_left_alone(sentences: str) -> None:
    assert problems(sentences) == []


@pytest.mark.parametrize(
    ("sentences", "check"),
    [
        ("[30 of the 38 forces that returned data have a plan]{#plan}.", "non_response_stated"),
        ("[Thirty forces have a plan]{#plan}.", "non_response_stated"),
        ("[The forces took 12,345 calls]{#calls}.", "non_response_stated"),
        (
            "[30 of the 38 that returned have a plan; four did not return]{#plan}.",
            "non_response_stated",
        ),
        ("[30 of the 43 forces have a plan; five did not return]{#plan}.", "number_matches"),
        ("[38 of the 43 forces have a plan; five did not return]{#plan}.", "number_matches"),
        ("[Of the 43 asked, 30 have a plan]{#plan}.", "number_matches"),
        ("[All forces have a plan; five did not return]{#plan}.", "quantity_word_holds"),
        ("[The 38 took 12,346 calls; five did not return]{#calls}.", "number_matches"),
    ],
)
def test_text_silent_or_wrong_about_who_returned_is_caught(sentences: str, check: str) -> None:
    assert check in problems(sentences)


def test_reader_is_told_how_many_of_those_asked_did_not_return() -> None:
    figures = replace(
        CLAIMS["plan"].figures,
        bodies=Bodies(not_inspected=("A", "B", "C", "D"), pending=("E",)),
    )
    assert coverage(figures, ("force", "forces")) == (
        "Of the 43 forces asked, 4 did not return and 1 gave no answer to this that is certified; "
        "they count neither way."
    )
    assert coverage(CLAIMS["whole"].figures, ("force", "forces")) == "All 43 forces asked returned."
