"""Every quantity word that counts is explained: by a table, by the text, or by a pointer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS, counted

TABLE = "```table\nkind: vocabulary\ncaption: Words\n```\n"
REPORT = replace(FACTS, slug="letter", documents={"report": from_markdown(TABLE)})
USED = (
    "[Most forces]{#plans} had a plan, [not all forces]{#plans} a boat, [only one force]{#boats} a "
    "pump and [35 of the 46 forces]{#plans} a lead.\n\n"
)


def problems(text: str, facts: Facts = REPORT) -> list[Problem]:
    return list(run(from_markdown(text), facts, only=("quantity_words_defined",)).problems)


def test_word_is_named_once_and_a_plain_count_is_no_word() -> None:
    found = problems(USED + USED)
    assert [one.place.excerpt.lower() for one in found] == ["most", "not all", "only one"]
    assert {one.severity for one in found} == {"warns"}


@pytest.mark.parametrize(
    ("more", "left"),
    [
        (TABLE, 0),
        ("{.narrative}\nWords of quantity have fixed meanings, printed in the report.", 0),
        ("{.narrative}\nThe annex of our report says what our words for quantities mean.", 3),
        ("{.narrative}\nWhat quantity words mean stands in the annex to the report.", 0),
        (
            "{.narrative}\n*Most* is three-quarters or more. *Not all* means at least one did not.",
            1,
        ),
        ("{.narrative}\n“Most” means three-quarters or more, and “only one” means one.", 1),
        ("{.narrative}\nMost of this is new.", 3),
    ],
)
def test_word_is_defined_by_the_table_the_text_or_a_pointer_to_the_report(
    more: str, left: int
) -> None:
    assert len(problems(USED + more)) == left


def test_pointer_to_a_report_that_prints_no_table_defines_nothing() -> None:
    pointer = "{.narrative}\nWords of quantity have fixed meanings, printed in the report."
    bare = replace(REPORT, documents={"report": from_markdown("We say no more.")})
    assert len(problems(USED + pointer, bare)) == 3


def test_word_of_a_passage_that_counts_nothing_needs_no_definition() -> None:
    assert problems("{.narrative}\nMost of us were glad.") == []
    facts = replace(REPORT, claims={"plans": counted("plans", 35)})
    assert problems("[Mostly good, and some of it new]{#other}.", facts) == []
