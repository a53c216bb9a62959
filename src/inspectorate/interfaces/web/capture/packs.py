"""What is taken along to a visit, as plain data: each part by its room's query, for its reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone

from inspectorate.domain.evidence.kinds import OF_METHOD, Direction, SourceKind
from inspectorate.domain.evidence.models import document_key
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Receipt, Session, Visit
from inspectorate.domain.fieldwork.queries import RequestRow
from inspectorate.domain.fieldwork.samples import queries as samples
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Draft
from inspectorate.domain.judgments.to_judge import OwnCell, own_cells
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Grade
from inspectorate.domain.publication.public_of import public_of
from inspectorate.foundation.documents import layers, scanning
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person

# As many letters of what a pack holds are written down in one record.
_LETTERS = 20_000
# What a client takes of the documents of one pack, texts and all; "MB" as people read it there.
MOST_OF_DOCUMENTS = 200


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
    """All that is taken along to ``visit``. A fixed number of queries, and a few a request."""
    on = timezone.localdate()
    body = visit.scope_body
    asked = [one for one in fieldwork.requests(person, inspection, on) if _to(one, visit)]
    given = [list(_given(person, one)) for one in asked]
    named = _named([one for each in given for one, _ in each])
    return {
        **offer_of(visit),
        "body": body.code,
        "title": inspection.title,
        "question": inspection.question,
        "taken": timezone.now().isoformat(),
        "sessions": [_session(one) for one in fieldwork.sessions(person, visit) if _stands(one)],
        "criteria": list(_criteria(inspection)),
        "requests": [
            {
                **_request(one),
                "documents": [{**named[each.pk], "gone": gone} for each, gone in came],
            }
            for one, came in zip(asked, given, strict=True)
        ],
        "mine": [_mine(one) for one in own_cells(person, inspection, visit.scope_body)],
        "questions": list(_questions(person, inspection)),
        "history": _history(inspection, visit),
        "kinds": SourceKind.choices,
        "methods": Method.choices,
        "directions": Direction.choices,
        "markings": Marking.choices,
    }


def holds_of(pack: dict[str, Any]) -> list[str]:
    """What a pack holds, in words for whoever must tell what a lost device could have held.

    As many texts as it takes, each no longer than one record has room for: none is cut off.
    """
    documents = [one for each in pack["requests"] for one in each["documents"]]
    told = [
        f"{len(pack['sessions'])} sessions: {'; '.join(one['title'] for one in pack['sessions'])}",
        f"{len(pack['criteria'])} criteria",
        f"{len(pack['requests'])} requests: {'; '.join(one['title'] for one in pack['requests'])}",
        f"{len(pack['questions'])} questions for case files",
        f"what is public of the body from {len(pack['history'])} inspections",
        # Not how many, and not of what: that is for who judges alone.
        "what whoever took it along is to judge of the body, with their own drafts",
        "the notes written on it",
        f"{len(documents)} documents, of which a device takes up to {MOST_OF_DOCUMENTS} MB"
        f"{':' if documents else ''}",
        *(_held(one) for one in documents),
    ]
    return list(_in_records(told))


def _held(one: dict[str, Any]) -> str:
    if one["why"]:
        return f"{one['name']}, its name only: {one['why']}"
    text = ", with its text" if one["text"] else ""
    return f"{one['name']}, {one['size']:,} bytes{text}, SHA-256 {one['sha256']}"


def _in_records(lines: Iterable[str]) -> Iterator[str]:
    """Lines, and parts of a line that is longer, together as far as one record has room."""
    together = ""
    for line in lines:
        for at in range(0, len(line) or 1, _LETTERS):
            part = line[at : at + _LETTERS]
            if together and len(together) + 1 + len(part) > _LETTERS:
                yield together
                together = ""
            together = f"{together}\n{part}" if together else part
    yield together


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
        "assignment": one.assignment.pk,
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


def _request(row: RequestRow) -> dict[str, Any]:
    return {
        "title": row.request.title,
        "text": row.request.text,
        "due": row.request.due_on.isoformat(),
        "state": row.state.value,
    }


def _given(person: Person, row: RequestRow) -> Iterator[tuple[Receipt, str]]:
    """The documents that came for a request, each with what became of it; what the reader may not
    read is not even named.
    """
    came = {one.pk: one for one in fieldwork.receipts(person, row.request)}
    for one in came.values():
        if one.digest and not is_withheld(one):
            yield one, _gone(one, came)


def _gone(one: Receipt, came: Mapping[int, Receipt]) -> str:
    """What became of a hand-in that stands no more, and nothing of one that does: one that was
    taken back replaces none. ``came`` are all of its request.
    """
    if fieldwork.is_taken_back(one):
        return "taken back"
    while hasattr(one, "replaced"):
        one = came[one.replaced.receipt_id]
        if not fieldwork.is_taken_back(one):
            return "replaced by a later one"
    return ""


def _named(given: Sequence[Receipt]) -> dict[int, dict[str, Any]]:
    """Documents by the keys of their hand-ins, each as a pack names it: ``why`` says of one that
    cannot be had what stands against it, and is empty of any other. Three queries.
    """
    digests = {one.digest for one in given}
    files = Blob.objects.in_bulk(digests)
    standings, read = scanning.standings(digests), layers.read_of(digests)
    return {
        one.pk: {
            "id": document_key(receipt=one.pk),
            "name": one.name,
            "size": files[one.digest].size,
            "type": files[one.digest].media_type,
            "sha256": one.digest,
            "text": one.digest in read,
            "why": "" if standings[one.digest].openable else standings[one.digest].words,
        }
        for one in given
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
