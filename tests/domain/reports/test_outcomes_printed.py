"""Outcomes in words as a report prints them: frozen with it, redacted, and to a body its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.judgments.outcomes import actions as outcomes
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.models import WrittenOutcome
from inspectorate.domain.reports.accuracy.copies import shown_to
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.runs import words
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.queries import data_of
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, agreed
from tests.factories.outcomes import an_outcome, withdrawn
from tests.factories.publishing import REPORT, Story, a_document, a_story, frozen
from tests.factories.rooms import a_key, criterion, member

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

PRINTS = f"{REPORT}\n# What we found\n\n```table\nkind: outcomes\n```\n"
ONE, OTHER = "Risk assessments are written late.", "New officers are shown each case."
NEWER = "Risk assessments are written after the visit."


def a_told(**given: Any) -> tuple[Story, WrittenOutcome, WrittenOutcome]:
    """A report that prints a cause of concern of the first body and a practice of the second."""
    story = a_story(first="Inadequate", report=PRINTS, **{"names_bodies": True, **given})
    inspection, of = story.inspection, criterion(story.inspection)
    first = an_outcome(inspection, story.body(), of, OutcomeKind.CAUSE, text=ONE)
    other = an_outcome(inspection, story.body(1), of, OutcomeKind.PRACTICE, text=OTHER)
    return story, first, other


def reword(outcome: WrittenOutcome, marking: str = Marking.OFFICIAL) -> None:
    outcomes.reword_outcome(
        by=member(outcome.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        outcome=outcome,
        text=NEWER,
        cited=[one.item for one in outcome.wordings.latest("number").citations.all()],
        reason="Seen again",
        marking=marking,
        version=1,
    )


def edition(document: Document, kind: EditionKind = EditionKind.PUBLIC) -> EditionData:
    return proof_of(document).edition(kind)


def paragraphs(found: EditionData) -> list[str]:
    return [words(one.runs) for one in found.blocks if one.kind in ("paragraph", "note")]


def said_of(found: EditionData, outcome: WrittenOutcome) -> str:
    return next((one for one in paragraphs(found) if f"{outcome.ref}:" in one), "")


def test_report_prints_each_outcome_with_its_body_criterion_and_kind() -> None:
    story, first, other = a_told()
    found = edition(story.report)
    label, of = story.body().label, criterion(story.inspection)
    start = f"{label} ({of.ref} {of.name}), cause of concern {first.ref}:"
    assert said_of(found, first) == f"{start} {ONE}"
    assert said_of(found, other).endswith(f"promising practice {other.ref}: {OTHER}")
    file = PdfDocument(pdf(found))
    read = " ".join(" ".join(one.get_textpage().get_text_range() for one in file).split())
    assert ONE in read
    assert OTHER in read


def test_what_was_frozen_says_what_it_said_however_it_is_reworded() -> None:
    story, first, other = a_told()
    made = frozen(story.report)
    reword(first)
    withdrawn(other)
    assert ONE in said_of(data_of(made), first)
    assert OTHER in said_of(data_of(made), other)
    now = edition(story.report)
    assert NEWER in said_of(now, first)
    assert said_of(now, other) == ""


def test_words_marked_above_an_edition_are_removed_and_the_outcome_stays() -> None:
    story, first, _ = a_told()
    reword(first, Marking.SENSITIVE)
    public, full = edition(story.report), edition(story.report, EditionKind.FULL)
    assert NEWER not in json.dumps(public.as_json())
    assert "[removed: what it rests on is marked above this edition]" in said_of(public, first)
    assert NEWER in said_of(full, first)
    assert full.marking == Marking.SENSITIVE
    editor = member(story.inspection, Role.EDITOR)
    seen = proof_of(story.report).as_read(reading(editor, story.inspection))
    assert NEWER not in json.dumps(seen.as_json())
    assert said_of(seen, first)


def test_outcome_that_no_longer_fits_is_not_printed_and_the_check_says_so() -> None:
    story, first, _ = a_told()
    agreed(story.inspection, story.body(), criterion(story.inspection), "Good")
    assert said_of(edition(story.report), first) == ""
    problems = proof_of(story.report).problems().problems
    told = [str(one.what) for one in problems if one.check == "outcomes_in_words"]
    assert any(first.ref in one and "is not printed" in one for one in told)


def test_inspection_that_names_no_body_prints_none_outside() -> None:
    story, first, _ = a_told(names_bodies=False)
    public = edition(story.report)
    assert said_of(public, first) == ""
    assert "[removed: outcomes: this inspection does not name forces]" in paragraphs(public)
    assert ONE in said_of(edition(story.report, EditionKind.FULL), first)


@pytest.mark.parametrize("names_bodies", [True, False])
def test_body_is_shown_its_own_outcomes_to_check_and_no_other_bodys(names_bodies: bool) -> None:
    story, _, _ = a_told(names_bodies=names_bodies)
    one, other = (json.dumps(shown_to(story.report, story.body(number))) for number in (0, 1))
    assert ONE in one
    assert OTHER not in one
    assert OTHER in other
    assert ONE not in other


def test_letter_to_a_body_prints_its_own_outcomes_alone() -> None:
    story, first, other = a_told()
    text = "# To you\n\n```table\nkind: outcomes\n```\n"
    letter = a_document(
        story.inspection, "letter", "letter", "A letter", text, scope_body=story.body(1)
    )
    found = edition(letter)
    assert said_of(found, first) == ""
    assert OTHER in said_of(found, other)
    assert ONE not in json.dumps(shown_to(letter, story.body(1)))


def test_kind_of_outcome_is_asked_for_by_its_code_and_a_wrong_one_is_named() -> None:
    story, first, other = a_told()
    asked = "# One kind\n\n```table\nkind: outcomes\nof: promising-practice\n```\n"
    some = a_document(story.inspection, "some", "summary", "Some", asked)
    assert said_of(edition(some), first) == ""
    assert OTHER in said_of(edition(some), other)
    wrong = a_document(story.inspection, "wrong", "summary", "W", asked.replace("promising", "bad"))
    told = [str(one) for one in proof_of(wrong).compiled(EditionKind.PUBLIC).problems]
    assert any("'bad-practice' is not an outcome" in one for one in told)
