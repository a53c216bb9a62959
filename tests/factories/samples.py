"""Small builders for samples of cases, through actions only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from inspectorate.domain.fieldwork.models import (
    CaseDraw,
    CaseList,
    CaseReview,
    CaseSample,
    DrawnCase,
    ReviewForm,
)
from inspectorate.domain.fieldwork.samples import actions, queries
from inspectorate.domain.fieldwork.samples.kinds import AnswerCode
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER
from tests.factories.rooms import AT, a_key, criterion, member, scope_body

SECRET, SALT = "5" * 64, "7" * 64
DICE = "1234561234561234561234"


def a_form(inspection: Inspection, **given: Any) -> ReviewForm:
    """A form with two questions on criterion 1.1."""
    of = criterion(inspection)
    fields = {
        "title": "Review of case files",
        "unit": "file",
        "called": "files",
        "questions": [(of, "Does the file hold a plan?"), (of, "Was the plan reviewed?")],
        **given,
    }
    return actions.make_form(
        by=member(inspection, Role.LEAD), at=AT, key=a_key(), inspection=inspection, **fields
    )


def a_sample(form: ReviewForm, body: ScopeBody | None = None, **given: Any) -> CaseSample:
    """A sample of the first body, begun."""
    fields = {"seeding": "commit", "secret": SECRET, **given}
    return actions.begin(
        by=member(form.inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        form=form,
        scope_body=body or scope_body(form.inspection),
        **fields,
    )


def references(count: int, *more: str) -> str:
    """So many references, one a row; ``more`` is repeated beside them in turn."""
    rows = [f"CF-{number:04d}" for number in range(1, count + 1)]
    if not more:
        return "\n".join(rows)
    return "\n".join(f"{row},{more[place % len(more)]}" for place, row in enumerate(rows))


def a_list(sample: CaseSample, text: str = "", **given: Any) -> CaseList:
    """The list closed: of 40 where nothing is given, 10 wanted."""
    fields = {"rule": "simple", "wanted": 10, "salt": SALT, **given}
    return actions.close_list(
        by=member(sample.inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        sample=sample,
        references=text or references(40),
        **fields,
    )


def drawn(sample: CaseSample, body_number: str = "") -> CaseDraw:
    """The draw of a sample whose list is closed."""
    return actions.draw(
        by=member(sample.inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        sample=sample,
        body_number=body_number,
    )


def reviewed(
    case: DrawnCase, answer: str = "yes", by: Person | None = None, **answers: str
) -> CaseReview:
    """A case reviewed: every question answered alike, but for those given as ``q2="no"``."""
    inspection = case.draw.case_list.sample.inspection
    form = case.draw.case_list.sample.form
    given = {one.number: answers.get(f"q{one.number}", answer) for one in form.questions.all()}
    return actions.review(
        by=by or member(inspection, Role.INSPECTOR),
        at=LATER,
        key=a_key(),
        case=case,
        answers=given,
        notes={1: "Notebook 3"},
    )


def all_reviewed(draw: CaseDraw, answer: Callable[[int], str]) -> list[CaseReview]:
    """Every case that waits reviewed, with the answer for its place in the draw from 0."""
    rows: Sequence[DrawnCase] = [one.case for one in queries.cases_of(draw) if one.waits]
    return [reviewed(case, answer(place)) for place, case in enumerate(rows)]


def a_read_sample(
    form: ReviewForm, body: ScopeBody | None = None, yes: int = 6, text: str = "", **given: Any
) -> CaseDraw:
    """A sample listed, drawn and reviewed whole, so many of its cases with yes."""
    sample = a_sample(form, body)
    a_list(sample, text, **given)
    draw = drawn(sample)
    all_reviewed(draw, lambda place: AnswerCode.YES.value if place < yes else AnswerCode.NO.value)
    return draw
