"""Requests, what was handed in for them, visits and sessions in the search over everything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from inspectorate.domain.inspections.access import cleared_for, reading
from inspectorate.domain.inspections.searched import OfInspection, OneByOneOfInspection
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Facts, Shown
from inspectorate.foundation.search.port import token, week_of

from . import queries
from .methods import Method
from .models import Receipt, Request, ReturnTemplate, Session, SessionCancellation, Visit
from .permissions import TABLE
from .states import RequestState, VisitState
from .verbs import FieldworkVerb


class _OfFieldwork(OfInspection):
    table, see = TABLE, FieldworkVerb.SEE


class SearchedRequest(_OfFieldwork):
    """A request to a body: found by its title and text."""

    code, number = "request", 2
    label, several = "Request", "Requests"
    model = Request

    def rows(self) -> QuerySet[Request]:
        """Return every request with its criteria."""
        return Request.objects.prefetch_related("criteria")

    def words(self, row: Request) -> str:
        """Return its title and text."""
        return f"{row.title} {row.text}"

    def within(self, row: Request) -> int:
        """Return the key of its inspection."""
        return row.inspection_id

    def tokens(self, row: Request) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        about = sorted(one.pk for one in row.criteria.all())
        return (
            self.marked(),
            token("b", row.scope_body_id),
            token("o", week_of(row.sent_at)),
            *(token("c", pk) for pk in about),
        )

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some requests belongs. Two queries."""
        rows = Request.objects.filter(pk__in=things).prefetch_related("criteria")
        for one in rows:
            about = tuple(criterion.pk for criterion in one.criteria.all())
            yield Facts(one.pk, one.inspection_id, one.sent_at, one.scope_body_id, about)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Show requests of inspections whose fieldwork ``person`` may see."""
        for inspection in places:
            for one in queries.visible_to(person, inspection).filter(pk__in=things):
                withdrawn = hasattr(one, "withdrawal")
                until = RequestState.WITHDRAWN.label if withdrawn else f"Due {_day(one.due_on)}"
                said = (one.scope_body.label, until)
                address = (inspection.slug, one.pk)
                words = one.text or one.title
                yield Shown(one.pk, one.title, words, one.sent_at, BASELINE, address, said)


class SearchedReceipt(_OfFieldwork):
    """What a body handed in: found by the note with it and the name of its file."""

    code, number = "receipt", 3
    label, several = "Document handed in", "Documents handed in"
    model = Receipt
    place = "request__inspection"

    def rows(self) -> QuerySet[Receipt]:
        """Return everything handed in."""
        return Receipt.objects.select_related("request")

    def words(self, row: Receipt) -> str:
        """Return the note and the name of the file."""
        return f"{row.note} {row.name}"

    def within(self, row: Receipt) -> int:
        """Return the key of its request's inspection."""
        return row.request.inspection_id

    def tokens(self, row: Receipt) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return (
            self.marked(row.marking),
            token("b", row.request.scope_body_id),
            token("r", row.by_id),
            token("o", week_of(row.at)),
        )

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some hand-ins belongs. One query."""
        columns = ("pk", "request__inspection", "at", "request__scope_body", "by")
        rows = Receipt.objects.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, at, body, by in rows:
            yield Facts(pk, within, at, body, person=by)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open what was handed in, up to what its reader is cleared for."""
        for inspection in places:
            reader, asked = reading(person, inspection), queries.visible_to(person, inspection)
            rows = Receipt.objects.filter(pk__in=things, request__in=asked)
            rows = rows.select_related("request__scope_body", "by", "data_return__withdrawal")
            for one in rows.defer("data_return__rows", "data_return__soft"):
                reader.of(one, one.marking)
                if not is_withheld(one):
                    name = one.name or f"Note for {one.request.title}"
                    said = [one.request.scope_body.label, one.request.title, one.by.name]
                    returned = getattr(one, "data_return", None)
                    said += ["Taken back"] if hasattr(returned, "withdrawal") else []
                    address = (inspection.slug, one.request_id)
                    words = one.note or one.name
                    yield Shown(one.pk, name, words, one.at, one.marking, address, tuple(said))


class SearchedVisit(_OfFieldwork):
    """A visit: found by its team and by why it was cancelled or lies outside the window."""

    code, number = "visit", 4
    label, several = "Visit", "Visits"
    model = Visit
    # The column that says how high what it is found by is marked.
    marking = ""

    def rows(self) -> QuerySet[Visit]:
        """Return every visit."""
        return Visit.objects.all()

    def words(self, row: Visit) -> str:
        """Return its team and its reasons."""
        return f"{row.team} {row.window_reason} {row.cancelled_reason}"

    def within(self, row: Visit) -> int:
        """Return the key of its inspection."""
        return row.inspection_id

    def tokens(self, row: Visit) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return (
            self.marked(getattr(row, self.marking) if self.marking else BASELINE),
            token("b", row.scope_body_id),
            token("o", week_of(_morning(row.starts_on))),
        )

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some visits belongs. One query."""
        columns = ("pk", "inspection", "starts_on", "scope_body")
        rows = Visit.objects.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, starts_on, body in rows:
            yield Facts(pk, within, _morning(starts_on), body)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Show visits of inspections whose fieldwork ``person`` may see."""
        for inspection in places:
            for one in queries.visits_visible_to(person, inspection).filter(pk__in=things):
                yield self._shown(
                    one, one.cancelled_reason or one.window_reason, BASELINE, "Visit to"
                )

    def _shown(self, one: Visit, words: str, marking: str, named: str) -> Shown:
        said = [f"Team {one.team}"] if one.team else []
        said += [VisitState.CANCELLED.label] if one.cancelled_reason else []
        said += [one.get_halted_display()] if one.halted else []
        at, address = _morning(one.starts_on), (one.inspection.slug, one.pk)
        name = f"{named} {one.scope_body.label}"
        return Shown(one.pk, name, words, at, marking, address, tuple(said))


class SearchedDebrief(SearchedVisit, OneByOneOfInspection):
    """What was said to the body at the end of a visit.

    It is found through the room above, which knows who may not learn what was told
    (``judgments.debriefs.searched``).
    """

    code, number = "debrief", 5
    label, several = "Hot debrief", "Hot debriefs"
    marking = "debrief_marking"

    def rows(self) -> QuerySet[Visit]:
        """Return the visits that were ended."""
        return Visit.objects.exclude(ended_at=None)

    def words(self, row: Visit) -> str:
        """Return the feedback that was given."""
        return row.debrief

    def in_sight(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Collection[int]:
        """Return those of some visits that ended with words that ``person`` is cleared for."""
        found: set[int] = set()
        for inspection in places:
            rows = queries.visits_visible_to(person, inspection).filter(pk__in=things)
            rows = rows.filter(debrief_marking__in=cleared_for(person, inspection))
            found |= set(rows.exclude(ended_at=None).order_by().values_list("pk", flat=True))
        return found

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open the feedback of visits, up to what its reader is cleared for."""
        for inspection in places:
            reader = reading(person, inspection)
            rows = queries.visits_visible_to(person, inspection).defer(None)
            for one in rows.filter(pk__in=things).exclude(ended_at=None):
                reader.of(one, one.debrief_marking)
                if not is_withheld(one):
                    yield self._shown(one, one.debrief, one.debrief_marking, "Hot debrief at")


class SearchedSession(_OfFieldwork):
    """A session: found by its title, who or what was heard, and why it was cancelled."""

    code, number = "session", 6
    label, several = "Session", "Sessions"
    model = Session
    place = "visit__inspection"
    beside = {SessionCancellation: "session_id"}

    def rows(self) -> QuerySet[Session]:
        """Return every session."""
        return Session.objects.select_related("visit", "cancellation")

    def words(self, row: Session) -> str:
        """Return its title, its origin and why it was cancelled."""
        gone = row.cancellation.reason if hasattr(row, "cancellation") else ""
        return f"{row.title} {row.origin} {gone}"

    def within(self, row: Session) -> int:
        """Return the key of its visit's inspection."""
        return row.visit.inspection_id

    def tokens(self, row: Session) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return (
            self.marked(),
            token("b", row.visit.scope_body_id),
            token("m", row.method),
            token("o", week_of(row.starts_at)),
        )

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some sessions belongs. One query."""
        columns = ("pk", "visit__inspection", "starts_at", "visit__scope_body", "method")
        rows = Session.objects.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, at, body, method in rows:
            yield Facts(pk, within, at, body, method=method)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Show sessions of inspections whose fieldwork ``person`` may see."""
        for inspection in places:
            visits = queries.visits_visible_to(person, inspection).order_by()
            rows = Session.objects.filter(pk__in=things, visit__in=visits.values("pk"))
            for one in rows.select_related("visit__scope_body", "cancellation"):
                said = [one.visit.scope_body.label, f"{Method(one.method).label}: {one.origin}"]
                said += [one.state.label] if hasattr(one, "cancellation") else []
                address = (inspection.slug, one.visit_id)
                words = f"{one.title}. {one.origin}"
                yield Shown(one.pk, one.title, words, one.starts_at, BASELINE, address, tuple(said))


class SearchedTemplate(_OfFieldwork):
    """The template of a data return: found by its title, its text and the names of its columns."""

    code, number = "return_template", 12
    label, several = "Template of a data return", "Templates of data returns"
    model = ReturnTemplate

    def rows(self) -> QuerySet[ReturnTemplate]:
        """Return every template with its columns."""
        return ReturnTemplate.objects.prefetch_related("columns")

    def words(self, row: ReturnTemplate) -> str:
        """Return its title, its text and the names of its columns."""
        return " ".join([row.title, row.text, *(one.name for one in row.columns.all())])

    def within(self, row: ReturnTemplate) -> int:
        """Return the key of its inspection."""
        return row.inspection_id

    def tokens(self, row: ReturnTemplate) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return self.marked(), token("r", row.by_id), token("o", week_of(row.at))

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some templates belongs. One query."""
        rows = ReturnTemplate.objects.filter(pk__in=things).order_by()
        for pk, within, at, by in rows.values_list("pk", "inspection", "at", "by"):
            yield Facts(pk, within, at, person=by)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Show templates of inspections whose fieldwork ``person`` may see."""
        for inspection in places:
            if not queries.can(person, inspection, FieldworkVerb.SEE):
                continue
            rows = ReturnTemplate.objects.filter(pk__in=things, inspection=inspection)
            for one in rows.select_related("by", "replaced", "withdrawal"):
                gone = "Withdrawn" if hasattr(one, "withdrawal") else ""
                gone = "Replaced" if hasattr(one, "replaced") else gone
                said = tuple(word for word in (gone, one.by.name) if word)
                address = (inspection.slug, one.number)
                words = one.text or one.title
                yield Shown(one.pk, one.title, words, one.at, BASELINE, address, said)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


REQUEST, RECEIPT, VISIT = SearchedRequest(), SearchedReceipt(), SearchedVisit()
DEBRIEF, SESSION, TEMPLATE = SearchedDebrief(), SearchedSession(), SearchedTemplate()
