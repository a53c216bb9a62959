"""Assignments as a person may know of them: one's own, those of others as far as blindness allows,
and those that ended.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from . import cells, policies
from .blindness import judging_together, sights
from .marking import of_draft
from .models import Assignment, Draft
from .permissions import TABLE
from .verbs import JudgmentVerb


def my_assignments(person: Person, inspection: Inspection) -> QuerySet[Assignment]:
    """What ``person`` is to judge on an inspection, with draft and submission if there is one."""
    rows = Assignment.standing().filter(scope_body__inspection=inspection, inspector=person)
    return rows.select_related(
        "scope_body__inspection",
        "criterion__area",
        "criterion__scale",
        "draft",
        "submission__grade",
    ).order_by("due_on", "scope_body__order", "criterion__area__order", "criterion__order")


def still_to_judge(person: Person, inspection: Inspection) -> list[str]:
    """What ``person`` was given and has not judged, or may take back and judge anew since others
    have still to judge it, each by its body and criterion, as long as any judging may still come;
    what is left out meanwhile too, since it may be taken back.
    """
    if inspection.phase in JUDGED:
        return []
    others = Assignment.standing().filter(
        scope_body=OuterRef("scope_body"), criterion=OuterRef("criterion"), submission=None
    )
    own = my_assignments(person, inspection)
    rows = own.filter(Q(submission=None) | Exists(others.exclude(inspector=person)))
    return [f"{row.scope_body.label} on {row.criterion.ref}" for row in rows]


def own_draft(person: Person, assignment: Assignment) -> Draft | None:
    """Return what ``person`` has written so far; withheld where a clearance ended since."""
    draft = Draft.objects.filter(assignment=assignment, assignment__inspector=person).first()
    return as_read(person, assignment.scope_body.inspection, draft)


def judged_together(person: Person, assignment: Assignment) -> bool:
    """Does ``person`` judge this cell together with others, so that they see one another's?"""
    rows = Assignment.standing().filter(
        scope_body=assignment.scope_body_id, criterion=assignment.criterion_id
    )
    return person.pk in judging_together(rows)


def every_assignment(person: Person, inspection: Inspection) -> QuerySet[Assignment]:
    """Return all that ``person`` was ever given to judge, also what has ended."""
    rows = Assignment.objects.filter(scope_body__inspection=inspection, inspector=person)
    return rows.select_related("scope_body__inspection", "criterion__area", "criterion__scale")


def open_assignments(person: Person, inspection: Inspection, of: Person) -> list[Assignment]:
    """What ``of`` has still to judge, as far as ``person`` may know how far judging is."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PROGRESS):
        return []
    given = Assignment.standing().filter(scope_body__inspection=inspection)
    seen = sights(
        person,
        inspection,
        given.order_by().values_list("scope_body", "criterion", "inspector", "submission__pk"),
    )
    rows = given.filter(inspector=of, submission=None).select_related(
        "scope_body__inspection", "criterion__area", "inspector"
    )
    return [
        row
        for row in rows.order_by("scope_body__order", "criterion__area__order", "criterion__order")
        if of.pk == person.pk or seen[row.scope_body_id, row.criterion_id].progress
    ]


def ended_assignments(person: Person, inspection: Inspection) -> QuerySet[Assignment]:
    """What was taken back from ``person``, or they withdrew, newest first."""
    rows = Assignment.objects.filter(scope_body__inspection=inspection, inspector=person)
    return (
        rows.exclude(ended_at=None)
        .select_related("scope_body__inspection", "criterion__area", "submission")
        .order_by("-ended_at")
    )


def reasons_not_to_withdraw(assignment: Assignment) -> list[Reason]:
    """Why its inspector may not withdraw what they submitted, whatever reason they will give."""
    cell = cells.load(assignment.scope_body, assignment.criterion)
    return policies.withdrawable(cell, assignment, "any")


def as_read(person: Person, inspection: Inspection, draft: Draft | None) -> Draft | None:
    """Return a draft as its writer may read it now."""
    return reading(person, inspection).of(draft, of_draft(draft), "reasons") if draft else None
