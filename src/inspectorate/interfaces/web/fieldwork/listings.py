"""Visits and requests as they are taken out."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.fieldwork.queries import RequestRow, VisitRow

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
)


def visits(rows: Sequence[VisitRow], state: str) -> Listing:
    """The calendar of visits, of one state where one was chosen."""
    return Listing("visits", "Visits", _VISITS, rows, f"state {state}" if state else "")


def requests(rows: Sequence[RequestRow]) -> Listing:
    """Requests for documents and data."""
    return Listing("requests", "Requests", _REQUESTS, rows)
