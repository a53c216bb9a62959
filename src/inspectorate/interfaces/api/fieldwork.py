"""Visits, sessions and requests of an inspection, as they stand today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.fieldwork.queries import RequestRow, VisitRow
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.tokens.scopes import Scope

from .cursor import Cursor, Limit, Page, after, paged
from .problems import ALWAYS
from .tokens import BearerToken, asked_by, asked_of

router = Router(tags=["fieldwork"])
OPENS = BearerToken(Scope.READ_FIELDWORK, can=fieldwork.can, verb=FieldworkVerb.SEE)


class VisitOut(Schema):
    """A visit; without days while it is deferred."""

    id: int
    body: str
    label: str
    team: str
    starts_on: date | None
    ends_on: date | None
    state: str
    sessions: int

    @staticmethod
    def of(row: VisitRow) -> VisitOut:
        return VisitOut(
            id=row.visit.pk,
            body=row.visit.scope_body.code,
            label=row.visit.scope_body.label,
            team=row.visit.team,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=row.state.value,
            sessions=row.sessions,
        )


class SessionOut(Schema):
    """One sitting of a visit; ``own`` is true where the person holds it."""

    id: int
    visit: int
    body: str
    method: str
    title: str
    origin: str
    starts_at: datetime
    ends_at: datetime
    state: str
    own: bool


class RequestOut(Schema):
    """Something asked of a body; ``hand_ins`` counts what came."""

    id: int
    body: str
    label: str
    title: str
    text: str
    sent_at: datetime
    due_on: date
    state: str
    late_by: int
    hand_ins: int

    @staticmethod
    def of(row: RequestRow) -> RequestOut:
        one = row.request
        return RequestOut(
            id=one.pk,
            body=one.scope_body.code,
            label=one.scope_body.label,
            title=one.title,
            text=one.text,
            sent_at=one.sent_at,
            due_on=one.due_on,
            state=row.state.value,
            late_by=row.late_by,
            hand_ins=len(row.receipts),
        )


def visits_of(request: HttpRequest, inspection: Inspection) -> list[VisitOut]:
    """Every visit that the person sees, by their keys."""
    rows = fieldwork.visits(asked_by(request), inspection, timezone.localdate())
    return [VisitOut.of(row) for row in sorted(rows, key=lambda row: row.visit.pk)]


def requests_of(request: HttpRequest, inspection: Inspection) -> list[RequestOut]:
    """Every request that the person sees, by their keys."""
    rows = fieldwork.requests(asked_by(request), inspection, timezone.localdate())
    return [RequestOut.of(row) for row in sorted(rows, key=lambda row: row.request.pk)]


@router.get(
    "/{slug}/visits/",
    auth=OPENS,
    response={200: Page[VisitOut], **ALWAYS},
)
def list_visits(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[VisitOut]:
    """Visits, cancelled ones too, in the order in which they were planned."""
    inspection = asked_of(request)
    rows = visits_of(request, inspection)
    return Page[VisitOut](**_of_these(cursor, limit, rows))


@router.get(
    "/{slug}/sessions/",
    auth=OPENS,
    response={200: Page[SessionOut], **ALWAYS},
)
def list_sessions(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[SessionOut]:
    """Sessions of every visit that stand, in the order in which they were planned."""
    inspection = asked_of(request)
    person = asked_by(request)
    seen = fieldwork.sessions_of(person, inspection)
    keys = seen.filter(pk__gt=after(cursor)).order_by("pk").values_list("pk", flat=True)

    def read(some: Sequence[int]) -> Iterable[Session]:
        return seen.filter(pk__in=some).order_by("pk")

    shown = partial(_session, person=person.pk)
    return Page[SessionOut](**paged(cursor, limit, list(keys[: limit + 1]), read, shown))


@router.get(
    "/{slug}/requests/",
    auth=OPENS,
    response={200: Page[RequestOut], **ALWAYS},
)
def list_requests(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[RequestOut]:
    """Requests to bodies, withdrawn ones too, in the order in which they were asked."""
    inspection = asked_of(request)
    rows = requests_of(request, inspection)
    return Page[RequestOut](**_of_these(cursor, limit, rows))


def _of_these(
    cursor: str, limit: int, rows: Sequence[VisitOut] | Sequence[RequestOut]
) -> dict[str, Any]:
    """A page of rows that were read whole: how they stand on a day is told of all together."""
    behind = after(cursor)
    following = {one.id: one for one in rows if one.id > behind}
    numbers = list(following)[: limit + 1]
    return paged(cursor, limit, numbers, lambda some: map(following.__getitem__, some), _itself)


def _itself[T: Schema](row: T) -> T:
    return row


def _session(one: Session, person: int) -> SessionOut:
    return SessionOut(
        id=one.pk,
        visit=one.visit_id,
        body=one.visit.scope_body.code,
        method=one.method,
        title=one.title,
        origin=one.origin,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        state=one.state.value,
        own=any(each.pk == person for each in one.inspectors.all()),
    )
