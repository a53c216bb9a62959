"""A cell to judge, and what is done to it in several tests."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions
from inspectorate.domain.judgments.models import Moderation
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_grade, answers
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body


def a_cell(ref: str = "1.1") -> tuple[Inspection, ScopeBody, Criterion, Person]:
    inspection = an_inspection(phase="judging")
    return (
        inspection,
        scope_body(inspection),
        criterion(inspection, ref),
        member(inspection, Role.INSPECTOR),
    )


def declare_interest(person: Person, body: ScopeBody) -> None:
    people.declare(by=person, at=AT, key=a_key(), about_code=body.body.code, nature="Worked there")


def moderate(
    inspection: Inspection,
    body: ScopeBody,
    of: Criterion,
    grade: str = "Good",
    by: Person | None = None,
    **given: Any,
) -> Moderation:
    said = {
        "grade": a_grade(of, grade),
        "findings": answers(of),
        "reasons": "The records weigh more.",
        **given,
    }
    by = by or member(inspection, Role.MODERATOR)
    return actions.moderate(by=by, at=LATER, key=a_key(), scope_body=body, criterion=of, **said)
