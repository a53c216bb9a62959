"""What is taken along to a visit, as plain data: each part by its room's query, for its reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from inspectorate.domain.evidence.kinds import OF_METHOD, Direction, SourceKind
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.queries import RequestRow
from inspectorate.domain.fieldwork.samples import queries as samples
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Draft
from inspectorate.domain.judgments.to_judge import OwnCell, own_cells
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Grade
from inspectorate.domain.publication.public_of import public_of
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person


def offer_of(visit: Visit) -> dict[str, Any]:
    """What a list says of a visit that can be taken along."""
    return {
        "slug": visit.inspection.slug,
        "visit": visit.pk,
        "label": visit.scope_body.label,
        "starts": visit.starts_on.isoformat(),
        "ends": visit.ends_on.isoformat(),
    }


def pack_of(person: Person, inspection: Inspection, visit: Visit) -> dict[str, Any]:
    """All that is taken along to ``visit``. A fixed number of queries, and four a request."""
    on = timezone.localdate()
    body = visit.scope_body
    asked = [one for one in fieldwork.requests(person, inspection, on) if _to(one, visit)]
    return {
        **offer_of(visit),
        "body": body.code,
        "title": inspection.title,
        "question": inspection.question,
        "taken": timezone.now().isoformat(),
        "sessions": [_session(one) for one in fieldwork.sessions(person, visit) if _stands(one)],
        "criteria": list(_criteria(inspection)),
        "requests": [_request(person, one) for one in asked],
        "mine": [_mine(one) for one in own_cells(person, inspection, visit.scope_body)],
        "questions": list(_questions(person, inspection)),
        "history": _history(inspection, visit),
        "kinds": SourceKind.choices,
        "methods": Method.choices,
        "directions": Direction.choices,
        "markings": Marking.choices,
    }


def holds_of(pack: dict[str, Any]) -> str:
    """What a pack holds, in words for whoever must tell what a lost device could have held."""
    told = [
        f"{len(pack['sessions'])} sessions: {'; '.join(one['title'] for one in pack['sessions'])}",
        f"{len(pack['criteria'])} criteria",
        f"{len(pack['requests'])} requests: {'; '.join(one['title'] for one in pack['requests'])}",
        f"{len(pack['questions'])} questions for case files",
        f"what is public of the body from {len(pack['history'])} inspections",
        # Not how many, and not of what: that is for who judges alone.
        "what whoever took it along is to judge of the body, with their own drafts",
        "no document itself, only names and sizes; and the notes written on it",
    ]
    return "\n".join(told)[:20_000]


def _stands(session: Session) -> bool:
    return not hasattr(session, "cancellation")


def _to(row: RequestRow, visit: Visit) -> bool:
    return row.request.scope_body_id == visit.scope_body_id and not row.withdrawn


def _session(one: Session) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": one.title,
        "method": one.method,
        "kind": OF_METHOD[Method(one.method)],
        "origin": one.origin,
        "starts": one.starts_at.isoformat(),
        "ends": one.ends_at.isoformat(),
    }


def _criteria(inspection: Inspection) -> Iterable[dict[str, Any]]:
    looks_like = programmes.characteristics(inspection.framework_id)
    for one in programmes.criteria_offered(inspection.framework_id):
        yield {
            "id": one.pk,
            "ref": one.ref,
            "name": one.name,
            "text": one.text,
            "characteristics": looks_like.get(one.pk, ()),
        }


def _mine(one: OwnCell) -> dict[str, Any]:
    """What its reader is to judge, with their own draft; nothing of whoever else judges it."""
    of = one.assignment.criterion
    return {
        "criterion": of.pk,
        "ref": of.ref,
        "name": of.name,
        "grades": [grade.name for grade in one.grades],
        "findings": [{"key": each.code, "text": each.text} for each in of.findings.all()],
        "draft": _draft(one.draft, one.grades) if one.draft else None,
        "submitted": one.submitted,
    }


def _draft(draft: Draft, grades: Iterable[Grade]) -> dict[str, Any]:
    return {
        "grade": next((one.name for one in grades if one.pk == draft.grade_id), None),
        "findings": draft.findings,
        "reasons": draft.reasons,
        "borderline": draft.borderline,
        "marking": draft.marking,
        "version": draft.version,
    }


def _request(person: Person, row: RequestRow) -> dict[str, Any]:
    # A document is named with its size, and stays where it is; what the reader may not read is not
    # even named.
    given = [one for one in fieldwork.receipts(person, row.request) if not is_withheld(one)]
    return {
        "title": row.request.title,
        "text": row.request.text,
        "due": row.request.due_on.isoformat(),
        "state": row.state.value,
        "documents": [
            {"name": one.name, "size": fieldwork.size_of(one) or 0} for one in given if one.digest
        ],
    }


def _questions(person: Person, inspection: Inspection) -> Iterable[dict[str, str]]:
    for form in samples.forms(person, inspection):
        for one in form.questions.all():
            yield {"form": form.title, "text": one.text}


def _history(inspection: Inspection, visit: Visit) -> list[dict[str, Any]]:
    """What is public of the body: agreed and published, and nothing else."""
    if inspection.rehearsal:
        return []
    return [
        {"inspection": one.inspection, "lines": [f"{ref}: {grade}" for ref, grade in one.grades]}
        for one in public_of(visit.scope_body.body)
    ]
