"""Who was shown the draft is bound to the records, and "each" is said only where all were asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.figure import KIND
from inspectorate.domain.reports.checks.draft_shown import check
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.known_facts import KnownFacts
from inspectorate.prose.reading.markdown import from_markdown


def found(text: str, asked: int = 3, scope: int = 46, here: int | None = None) -> list[str]:
    """What is wrong with a text, where so many of ``scope`` were asked, and ``here`` about it."""
    figures = Figures(values={"bodies asked": str(asked)})
    claim = ClaimFacts("asked", kind=KIND, figures=figures)
    other = ClaimFacts("forces", kind=KIND, figures=Figures(values={"forces": "46"}))
    opened = ClaimFacts("open", kind=KIND, figures=Figures(values={"points open": "0"}))
    labels = {number: f"Force {number:02d}" for number in range(scope)}
    facts = replace(
        Facts(claims={"asked": claim, "forces": other, "open": opened}, population="forces"),
        asked_here=here,
        known=KnownFacts(labels=labels),
        nouns=("force",),
    )
    return [one.what for one in check(from_markdown(text), facts)]


@pytest.mark.parametrize(
    "text",
    [
        "Each force was shown the draft.",
        "The draft was sent to all forces.",
        "[Every force]{#forces} was asked to check the facts.",
        "Forces read a factual accuracy check of the report.",
        "[Each force]{#open} was shown the draft.",
        "Each force was shown the draft, and [no points]{#open} are open.",
        "We showed each force the draft.",
        "Each force reviewed the draft.",
        "The draft went to each force.",
        "The draft was circulated to all forces.",
        "Each force had sight of the draft.",
        "We consulted each force on the draft.",
        "We invited every force to correct errors of fact.",
        "Each force had the chance to comment on our findings.",
        "We asked each force to review this report for accuracy.",
        "They were all shown the draft.",
        "Each constabulary was shown the draft.",
    ],
)
def test_sentence_that_is_bound_to_no_such_figure_is_named(text: str) -> None:
    (what,) = found(text)
    assert "no figure of the records" in what


@pytest.mark.parametrize("word", ["Each force", "Every force", "All forces"])
def test_each_is_stopped_while_some_were_not_asked_and_stands_once_all_were(word: str) -> None:
    text = f"[{word}]{{#asked}} was shown the draft."
    assert found(text) == ["3 of 46 forces were asked, and not all."]
    assert found(text, asked=46) == []


@pytest.mark.parametrize(
    "text",
    [
        "[Forces]{#asked} were shown the draft.",
        "[The forces]{#asked} were shown the draft.",
        "No force went without sight of the [draft]{#asked}.",
        "[They]{#asked} were all shown the draft.",
    ],
)
def test_plural_without_a_number_says_it_of_all(text: str) -> None:
    assert found(text) == ["3 of 46 forces were asked, and not all."]
    assert found(text, asked=46) == []


def test_asked_about_other_documents_does_not_count_for_this_one() -> None:
    assert found("[Each force]{#asked} was shown the draft.", asked=46, here=3) == [
        "3 of 46 forces were asked, and not all."
    ]
    assert found("[46 forces]{#asked} were shown the draft.", asked=46, here=3) == [
        "46 forces were asked in all, and 3 about this text."
    ]
    assert found("[46 forces]{#asked} were shown the draft.", asked=46, here=46) == []


def test_word_that_gives_no_number_asks_for_it() -> None:
    assert found("[Most forces]{#asked} were shown the draft.") == [
        "the text does not say how many: 3 were asked."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[Three forces]{#asked} were shown the draft.",
        "A draft strategy was shown to us.",
        "Forces drafted plans and showed them to their partners.",
        "Each force reviewed its draft policy.",
        "[Three forces]{#asked} were shown the draft, and all points are decided.",
    ],
)
def test_bound_number_and_other_drafts_are_let_be(text: str) -> None:
    assert found(text) == []
