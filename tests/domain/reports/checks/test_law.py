"""What a manuscript says of law has its statute as its source."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown

FACTS = Facts(claims={})
STATED = """\
A council is required by law to plan for floods.
Under section 55 of the Police Act the report is laid before a minister.
Each authority has a statutory duty to co-operate.
The law allows us to leave words out.
National bodies have no such duty.
The council has a duty to reply within 56 days.
Since the Floods Act 2010 councils have had plans.
It is unlawful to give such a name.
They are obliged by statute to answer.
The Act requires a plan.
This is a legal requirement.
""".splitlines()
NOT_STATED = """\
The duty officer takes urgent calls.
A member of staff may have broken the law.
Officers on duty were kind.
We act on what we find.
The plan requires more work.
In law schools the subject is taught.
They act as a team under the lead.
Part of the work falls under section heads.
""".splitlines()


def problems(text: str) -> list[str]:
    found = run(from_markdown(text), FACTS, only=("law_has_source",)).problems
    return [one.place.excerpt for one in found]


@pytest.mark.parametrize("mark", ["", "{.narrative}\n"], ids=["unmarked", "narrative"])
@pytest.mark.parametrize("text", STATED)
def test_law_in_a_narrative_or_on_nothing_is_named(text: str, mark: str) -> None:
    (excerpt, *_) = problems(mark + text)
    assert excerpt in text


@pytest.mark.parametrize("text", STATED)
def test_law_with_its_source_is_quiet(text: str) -> None:
    assert problems(f'{{.context source="Floods Act 2010, section 1"}}\n{text}') == []


@pytest.mark.parametrize("text", NOT_STATED)
def test_words_that_only_look_like_law_are_quiet(text: str) -> None:
    assert problems("{.narrative}\n" + text) == []


def test_law_in_a_narrative_span_of_a_bound_sentence_is_named() -> None:
    text = "[The law requires it]{.narrative}, and [most forces knew]{#known}."
    assert problems(text) == ["law requires"]
