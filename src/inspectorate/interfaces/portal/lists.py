"""What concerns a contact's bodies, with its days: as a table (CSV) and as a calendar (ICS).

It holds what the first page shows, recommendations in full, and nothing that was handed in or
answered. What is of a rehearsal says so in each row and entry: a file has no band above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.accuracy import queries as accuracy
from inspectorate.domain.reports.accuracy.ending.queries import said_all
from inspectorate.foundation.people.models import Person

from ..calendar_files import MEDIA_TYPE, Entry, written
from ..cells import csv_lines, guarded
from . import access

if TYPE_CHECKING:
    from inspectorate.domain.fieldwork.queries import RequestRow, VisitRow
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.recommendations.queries import AddresseeState
    from inspectorate.domain.reports.models import FactCheck

    from .access import AskedWords, DraftRow, NumberedRow, Part

HEADS = ("What", "Title", "Body", "Inspection", "First day", "Last day", "State", "Address")
REHEARSAL = "Rehearsal, simulated: "
_TO_COME = {VisitState.PLANNED, VisitState.UNDER_WAY, VisitState.PAUSED}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with its days, both None where it has none now; ``open``: it waits on the body or
    is still to come, so that it stands in the calendar.
    """

    what: str
    title: str
    body: str
    inspection: str
    state: str
    address: str
    first: date | None = None
    last: date | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Things:
    """What concerns a contact's bodies; of each fact check its address and whether it is over."""

    visits: Sequence[NumberedRow[VisitRow]]
    requests: Sequence[NumberedRow[RequestRow]]
    checks: Sequence[tuple[NumberedRow[FactCheck] | DraftRow, str, bool]]
    parts: Sequence[tuple[Part, AddresseeState]]
    words: Sequence[AskedWords]

    def rows(self) -> list[Row]:
        """Each with its days, as it is taken along."""
        return [
            *of_requests(self.requests),
            *of_checks(self.checks),
            *of_parts(self.parts),
            *of_words(self.words),
            *of_visits(self.visits),
        ]

    def inspections(self) -> list[Inspection]:
        """The inspection of each."""
        found = [row.inspection for row in (*self.visits, *self.requests)]
        found += [row.inspection for row, _, _ in self.checks]
        found += [one.inspection for one in self.words]
        return found + [part.addressee.recommendation.inspection for part, _ in self.parts]

    def notice(self) -> str:
        """The rehearsal's sentence where one of them is of a rehearsal, or nothing."""
        return next((one.notice for one in self.inspections() if one.notice), "")


def things_of(person: Person, on: date) -> Things:
    """Everything that concerns the bodies of a contact."""
    return Things(
        visits=access.visits(person, on),
        requests=access.requests(person, on),
        checks=[
            *(
                (row, row.url("portal-fact-check"), reports.has_ended(row.row, on))
                for row in access.checks(person)
            ),
            *(
                (row, row.url("portal-draft"), reports.has_ended(row.row, on))
                for row in access.drafts(person, on)
            ),
        ],
        parts=[
            (part, recommendations.standing(part.addressee, on))
            for part in access.parts(person, on)
        ],
        words=access.asked_words(person, on),
    )


def of_requests(rows: Iterable[NumberedRow[RequestRow]]) -> list[Row]:
    """What was asked for, each with the day it is due."""
    return [
        Row(
            "Asked for",
            _named(one.row.request.title, one.inspection),
            one.scope_body.label,
            one.inspection.title,
            f"{one.row.state.label}{', return taken back' if one.row.taken_back else ''}",
            one.url("portal-request"),
            one.row.request.due_on,
            one.row.request.due_on,
            not (one.row.received or one.row.withdrawn),
        )
        for one in rows
    ]


def of_checks(rows: Iterable[tuple[NumberedRow[FactCheck] | DraftRow, str, bool]]) -> list[Row]:
    """Facts to check, each with the last day for points."""
    return [
        Row(
            "Facts to check",
            _named(one.row.document.get_kind_display(), one.inspection),
            one.row.recipient,
            one.inspection.title,
            _of_check(one.row, over=over),
            url,
            one.row.due_on,
            one.row.due_on,
            not (over or said_all(one.row) or accuracy.recalled(one.row)),
        )
        for one, url, over in rows
    ]


def _of_check(check: FactCheck, *, over: bool) -> str:
    """The state of a copy as the first page tells it."""
    if accuracy.recalled(check):
        return "Recalled"
    if said_all(check):
        return "Nothing more to say"
    return "Ended" if over else "Open"


def of_parts(rows: Iterable[tuple[Part, AddresseeState]]) -> list[Row]:
    """Recommendations, each with the day by which a reply is wanted, then that by which it is to be
    done.
    """
    return [_of_part(part, found) for part, found in rows]


def _of_part(part: Part, found: AddresseeState) -> Row:
    day = found.due_on if found.response else part.addressee.reply_by
    asked = part.addressee.recommendation
    return Row(
        "Recommendation",
        _named(f"{asked.ref}: {asked.text}", asked.inspection),
        part.addressee.label,
        asked.inspection.title,
        str(found.state).capitalize(),
        part.url("portal-recommendation"),
        day,
        day,
        part.answerable and found.closure is None,
    )


def of_words(rows: Iterable[AskedWords]) -> list[Row]:
    """Words to approve as one's own, each with the last day to open them."""
    return [
        Row(
            "Words to approve",
            _named(f"Your words in a {one.kind}", one.inspection),
            one.row.quotation.office,
            one.inspection.title,
            "Open",
            one.url("portal-quotation"),
            one.row.until,
            one.row.until,
        )
        for one in rows
    ]


def of_visits(rows: Iterable[NumberedRow[VisitRow]]) -> list[Row]:
    """Visits, each with its days; one that is deferred has none."""
    return [
        Row(
            "Visit",
            _named(f"Visit to {one.scope_body.label}", one.inspection),
            one.scope_body.label,
            one.inspection.title,
            _told(one.row.state),
            one.url("portal-visit"),
            one.row.starts_on,
            one.row.ends_on,
            one.row.state in _TO_COME,
        )
        for one in rows
    ]


def _named(title: str, inspection: Inspection) -> str:
    return f"{REHEARSAL}{title}" if inspection.rehearsal else title


def _told(state: VisitState) -> str:
    """The state of a visit as the first page tells it."""
    late = state is VisitState.OVERDUE
    return "Hot debrief to follow" if late else str(state).capitalize()


def taken_out(request: HttpRequest, rows: Sequence[Row]) -> HttpResponse | None:
    """The file that was asked for; None where the page itself was. How many rows stands in it."""
    way = request.GET.get("out", "")
    if way not in ("csv", "ics"):
        return None
    name = f"your-body-{len(rows)}-rows-{timezone.localdate().isoformat()}.{way}"
    if way == "csv":
        text = "".join(csv_lines(HEADS, (_cells(request, one) for one in rows), guarded))
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    else:
        entries = [_entry(request, one) for one in rows if one.open and one.first and one.last]
        made = written(entries, title="Inspections of your body", at=timezone.now())
        answer = HttpResponse(made, content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cells(request: HttpRequest, one: Row) -> list[str]:
    days = [day.isoformat() if day else "" for day in (one.first, one.last)]
    address = request.build_absolute_uri(one.address)
    return [one.what, one.title, one.body, one.inspection, *days, one.state, address]


def _entry(request: HttpRequest, one: Row) -> Entry:
    assert one.first is not None
    assert one.last is not None
    simulated = REHEARSAL if one.title.startswith(REHEARSAL) else ""
    summary = f"{simulated}{one.what}, {one.body}"
    address = request.build_absolute_uri(one.address)
    after = one.last + timedelta(days=1)
    return Entry(f"portal {one.address}", summary, one.first, after, address)
