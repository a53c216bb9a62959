"""The checks of a text hold for every kind of claim that counts: over bodies, criteria or items."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import SIGNED, facts_of

SOUND = {
    "last_word": SIGNED,
    "drafted_by": "analyst",
    "small_number_decision": "Printed.",
    "item_count": 40,
    "body_count": 9,
    "source_kinds": ("interview", "document"),
}


def counts(met: int, inspected: int, scope: int, population: str) -> dict[str, object]:
    word = DEFAULT.word_for(met, inspected)
    found = {"met": met, "not_met": inspected - met, "inspected": inspected, "scope": scope}
    return {**SOUND, **found, "population": population, "word": str(word)}


CLAIMS = {
    "met": facts_of("met", "criteria", "Met", **counts(9, 12, 12, "criteria")),
    "left": facts_of("left", "criteria", "Met", **counts(9, 10, 12, "criteria")),
    "balance": facts_of("balance", "balance", "So", **counts(31, 40, 40, "items of evidence")),
    "among": facts_of("among", "counted", "Tested", **counts(20, 25, 25, "forces")),
}
FACTS = Facts(claims=CLAIMS, vocabulary=DEFAULT, counts={"police forces": 46}, population="forces")


def problems(sentence: str) -> list[str]:
    """The checks that have something to say of a sentence."""
    text = f"---\ntitle: T\npublished: 2020-03-09\n---\n\n{sentence}.\n"
    return [problem.check for problem in run(from_markdown(text), FACTS).problems]


@pytest.mark.parametrize(
    "sentence",
    [
        "[This force met nine of the twelve criteria]{#met}",
        "[This force met most of the criteria]{#met}",
        "[This force met nine of the ten criteria inspected]{#left}",
        "[Partners were mostly positive]{#balance}",
        "[Of the 25 forces that had a plan, most had tested it]{#among}",
        "[Of the 25 forces that had a plan, 20 had tested it]{#among}",
    ],
)
def test_sentence_that_says_what_the_claim_counts_is_left_alone(sentence: str) -> None:
    assert problems(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("[This force met ten of the twelve criteria]{#met}", "number_matches"),
        ("[This force met almost all of the criteria]{#met}", "quantity_word_holds"),
        ("[This force met nine criteria]{#left}", "coverage_stated"),
        ("[Almost all partners were positive]{#balance}", "quantity_word_holds"),
        ("[Of the 25 forces that had a plan, 21 had tested it]{#among}", "number_matches"),
        ("[Of the 26 forces that had a plan, 20 had tested it]{#among}", "number_matches"),
    ],
)
def test_sentence_that_says_another_count_is_caught(sentence: str, check: str) -> None:
    assert problems(sentence) == [check]
