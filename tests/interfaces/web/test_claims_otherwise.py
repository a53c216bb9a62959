"""A claim asked again under other choices, as its page tells it: every reading says what it means
and what to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.claims.otherwise import told
from inspectstats.quantity import DEFAULT, multiverse
from tests.factories.findings import a_claim, agreed
from tests.factories.keeping import kept
from tests.factories.rooms import an_inspection, criterion, scope_body
from tests.factories.upper import door, words

MOST = [True] * 36 + [False] * 8


def test_sentence_that_holds_under_every_choice_asks_for_nothing() -> None:
    found = told(multiverse("most", MOST, unmoderated=MOST, others=()))
    assert (found.means, found.do) == (
        "“Most” stays true under the one other choice.",
        "Nothing: it does not hang on how these choices were made.",
    )
    assert [row.holds for row in found.rows] == ["Holds", "Holds"]


def test_sentence_that_hangs_on_choices_names_them_and_says_what_to_do() -> None:
    agreed_on = [*MOST, None, None]
    fewer: list[bool | None] = [one if place > 8 else False for place, one in enumerate(agreed_on)]
    found = told(
        multiverse("most", agreed_on, unmoderated=fewer, without={"001": fewer, "002": agreed_on})
    )
    assert found.means.endswith("it hangs on what moderation changed, what one inspector read.")
    assert "choose a word that holds under these too" in found.do
    last = found.rows[-1]
    assert (last.choice, last.counted, last.holds) == (
        "Each of 2 inspectors left out in turn",
        "27 of 44 to 36 of 44",
        "Holds 1 of 2 times",
    )


def test_word_that_cannot_be_asked_elsewhere_says_so() -> None:
    found = told(multiverse("most", MOST, others=(), without={"001": [None] * 44}))
    assert found.means == "There is no other choice under which this word can be asked."
    assert found.rows[-1].holds == "Not asked: nothing is judged then"


def test_other_vocabularies_are_called_by_their_titles_and_ones_own_by_its_name() -> None:
    found = told(multiverse("most", MOST), "Words of quantity")
    assert [row.choice for row in found.rows] == [
        "As it is written, by the vocabulary Words of quantity",
        "By the vocabulary Education Scotland, holes closed",
        "By the vocabulary ETI Northern Ireland, holes closed",
    ]


def test_own_vocabulary_that_ships_otherwise_now_says_so() -> None:
    adopted = replace(DEFAULT, version="of last year")
    rows = told(multiverse("most", MOST, vocabulary=adopted)).rows
    assert [row.choice for row in rows][:2] == [
        "As it is written",
        "By the vocabulary Proposed default as it ships now",
    ]


def test_picture_holds_each_choice_that_counts_otherwise_and_the_span_of_inspectors() -> None:
    without: dict[str, Any] = {"001": MOST[:20], "002": MOST[10:]}
    without = {name: [*said, *[None] * (44 - len(said))] for name, said in without.items()}
    rows = told(multiverse("most", MOST, unmoderated=MOST, without=without)).picture.rows
    assert [row[0] for row in rows] == [
        "As it is written",
        "By first readings, before moderation",
        "Each inspector left out: lowest to highest",
    ]
    assert rows[-1][2:] == ("76%", "100%")


@pytest.fixture
@kept
def judged() -> Inspection:
    """Ten bodies, eight good."""
    inspection = an_inspection(bodies=10, phase="judging")
    for number in range(10):
        grade = "Good" if number < 8 else "Inadequate"
        agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
    return inspection


@pytest.mark.django_db
def test_page_of_a_claim_tells_its_other_choices_and_names_no_inspector(
    judged: Inspection, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    a_claim(judged, {"criterion": "1.1"}, name="most-are-good")
    page = words(door(judged, Role.EDITOR).get("claims/claim/most-are-good/"))
    told_of = page[page.index("Had it been chosen otherwise") : page.index("What it rests on")]
    assert "Without its inspector" in told_of
    assert f"As it is written, by the vocabulary {judged.vocabulary.name}" in told_of
    assert "By the vocabulary ETI Northern Ireland, holes closed" in told_of
    assert "What to do:" in told_of
    assert "Inspector " not in told_of
