"""Visits and requests as they are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from inspectorate.domain.fieldwork.days import later
from inspectorate.domain.fieldwork.queries import RequestRow, VisitRow
from inspectorate.domain.fieldwork.states import VisitState

from ...calendar_files import Entry
from ..lists.listing import Column, Listing

_VISITS = (
    Column("Body", lambda row: row.visit.scope_body.label),
    Column("Starts", lambda row: row.starts_on),
    Column("Ends", lambda row: row.ends_on),
    Column("Team", lambda row: row.visit.team),
    Column("State", lambda row: str(row.state).capitalize()),
    Column("Sessions", lambda row: row.sessions),
)
_REQUESTS = (
    Column("Request", lambda row: row.request.title),
    Column("Body", lambda row: row.request.scope_body.label),
    Column("Asked", lambda row: row.request.sent_at),
    Column("Due", lambda row: row.request.due_on),
    Column("State", lambda row: str(row.state).capitalize()),
    Column("Days late", lambda row: row.late_by if row.late else None),
    Column("Handed in", lambda row: len(row.receipts)),
    Column("Return taken back", lambda row: "yes" if row.taken_back else None),
)


def _visit(row: VisitRow) -> Entry:
    visit = row.visit
    # What a program holds already is taken from it by name: what is left out it goes on showing.
    return Entry(
        f"{visit.inspection.slug}/visit/{visit.pk}",
        f"Visit: {visit.scope_body.label}",
        visit.starts_on,
        later(visit.ends_on, timedelta(days=1)),
        changed=visit.version - 1,
        off=row.state in (VisitState.CANCELLED, VisitState.DEFERRED),
    )


def _due(row: RequestRow) -> Entry:
    request = row.request
    off = row.received or row.withdrawn
    return Entry(
        f"{request.inspection.slug}/request/{request.pk}",
        f"Due: {request.title}, {request.scope_body.label}",
        request.due_on,
        later(request.due_on, timedelta(days=1)),
        # Each act that moved its day, and what answered it or took it back.
        changed=row.moved + off,
        off=off,
    )


def visits(rows: Sequence[VisitRow], state: str) -> Listing:
    """The calendar of visits, of one state where one was chosen."""
    said = f"state {state}" if state else ""
    return Listing("visits", "Visits", _VISITS, rows, said, entry=_visit)


def requests(rows: Sequence[RequestRow]) -> Listing:
    """Requests for documents and data."""
    return Listing("requests", "Requests", _REQUESTS, rows, entry=_due)
