"""Read the two tables of a plan, visits and sessions, into rows that could be stored.

Nothing is stored here. Every fault is named by table, row and column, those of both tables at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.spreadsheets.reading import Faults, Row, SheetRefused, read

from ..days import MEND, told_far
from ..methods import Method
from ..models import Session, Visit
from ..reasons import FieldworkReason

VISITS, SESSIONS = "Visits", "Sessions"
OF_VISITS = ("body", "first_day", "last_day")
OF_SESSIONS = ("body", "day", "from", "to", "method", "title", "with", "inspectors")
# More than any inspection plans; each row is asked of the database.
MOST_VISITS, MOST_SESSIONS = 400, 2_500
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit of the table, not stored, and where it stands."""

    place: str
    visit: Visit


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session of the table, not stored, of a visit of the table or of one that stands."""

    place: str
    session: Session
    inspectors: tuple[Person, ...]


@dataclass(slots=True)
class Draft:
    """What two tables would plan."""

    inspection: Inspection
    visits: list[VisitLine] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)


def draft(inspection: Inspection, bodies: Sequence[ScopeBody], visits: str, sessions: str) -> Draft:
    """Read both tables; raises SheetRefused with every fault of both."""
    found, reasons = Draft(inspection), []
    labels = _by_name(bodies)
    if not visits.strip() and not sessions.strip():
        mend = Mend.words("Paste a table of visits, of sessions, or both.")
        raise SheetRefused([Reason(FieldworkReason.PLAN_EMPTY, "Nothing to plan.", mend, "visits")])
    try:
        rows, faults = _read(visits, VISITS, OF_VISITS, MOST_VISITS)
        found.visits = [one for row in rows if (one := _visit(row, faults, inspection, labels))]
        reasons += faults.reasons
    except SheetRefused as refusal:
        reasons += refusal.reasons
    try:
        rows, faults = _read(sessions, SESSIONS, OF_SESSIONS, MOST_SESSIONS)
        reader = _Sessions(found, labels, faults, visits_read=not reasons)
        found.sessions = [line for row in rows if (line := reader.line(row))]
        reasons += faults.reasons
    except SheetRefused as refusal:
        reasons += refusal.reasons
    if reasons:
        raise SheetRefused(reasons)
    return found


def _read(text: str, name: str, required: Sequence[str], most: int) -> tuple[list[Row], Faults]:
    if not text.strip():
        return [], Faults(name)
    return read(text.encode(), name=name, required=required, most_rows=most + 12)


def _squeezed(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", name.casefold()).split())


def _by_name(bodies: Iterable[ScopeBody]) -> Mapping[str, ScopeBody | None]:
    """Find a body by its label or code; in no rehearsal by its names too. None for two of a name.

    In a rehearsal the names of real bodies are nobody's to type.
    """
    found: dict[str, ScopeBody | None] = {}
    for one in bodies:
        names = {one.label, one.code}
        if not one.inspection.rehearsal:
            names |= {one.body.name, one.body.short_name, one.body.code}
        for name in {_squeezed(name) for name in names if name}:
            found[name] = None if name in found else one
    return found


def _body(row: Row, faults: Faults, labels: Mapping[str, ScopeBody | None]) -> ScopeBody | None:
    named = row.line("body")
    found = labels.get(_squeezed(named))
    if found is None:
        known = _squeezed(named) in labels
        text = (
            f"{named!r} is the name of two bodies."
            if known
            else (f"{named!r} is no body in the scope of this inspection.")
        )
        _wrong(faults, row, "body", text, "Write its code, or its name as the plan shows it.")
    return found


def _wrong(faults: Faults, row: Row, column: str, text: str, mend: str) -> None:
    faults.add(FieldworkReason.PLAN_CELL_WRONG, row.where(column), text, Mend.words(mend))


def _day(row: Row, column: str, faults: Faults, inspection: Inspection) -> date | None:
    if not row[column]:
        _wrong(faults, row, column, "the day is missing.", "Write it as YYYY-MM-DD.")
        return None
    day = faults.day(row, column)
    if day is not None and (text := told_far(inspection, day)):
        _wrong(faults, row, column, text, MEND)
        return None
    return day


def _visit(
    row: Row, faults: Faults, inspection: Inspection, labels: Mapping[str, ScopeBody | None]
) -> VisitLine | None:
    body = _body(row, faults, labels)
    first = _day(row, "first_day", faults, inspection)
    last = _day(row, "last_day", faults, inspection)
    team = row.line("team")
    if len(team) > 20:
        _wrong(faults, row, "team", "that is no letter of a team.", "Write the letter alone.")
    if body is None or first is None or last is None:
        return None
    if last < first:
        text = "the last day is before the first."
        _wrong(faults, row, "last_day", text, "Swap the two days, or correct them.")
        return None
    visit = Visit(
        inspection=inspection, scope_body=body, team=team[:20], starts_on=first, ends_on=last
    )
    return VisitLine(f"{VISITS}, row {row.number}", visit)


class _Sessions:
    """Reads rows of sessions: each finds its visit by body and day."""

    def __init__(
        self,
        found: Draft,
        labels: Mapping[str, ScopeBody | None],
        faults: Faults,
        *,
        visits_read: bool,
    ) -> None:
        self.faults, self.labels, self.visits_read = faults, labels, visits_read
        self.inspection = found.inspection
        there = Visit.with_days().filter(inspection=found.inspection, ended_at=None)
        # Every row is asked whether its visit stood still then.
        there = there.prefetch_related("interruptions", "resumptions")
        self.visits = [
            *(line.visit for line in found.visits),
            *there.select_related("scope_body__body", "inspection").defer("debrief"),
        ]
        self.people = _by_account(member.person for member in inspections.team(found.inspection))

    def line(self, row: Row) -> SessionLine | None:
        """Return the session of a row; None where a fault was noted."""
        before = len(self.faults.reasons)
        body = _body(row, self.faults, self.labels)
        day = _day(row, "day", self.faults, self.inspection)
        starts, ends = self._moment(row, "from", day), self._moment(row, "to", day)
        method = self._method(row)
        inspectors = self._inspectors(row)
        visit = self._visit(row, body, day) if body and day else None
        noted = len(self.faults.reasons) > before
        if noted or visit is None or starts is None or ends is None:
            return None
        session = Session(
            visit=visit,
            method=method,
            title=row.line("title"),
            origin=row.line("with"),
            starts_at=starts,
            ends_at=ends,
        )
        return SessionLine(f"{SESSIONS}, row {row.number}", session, inspectors)

    def _visit(self, row: Row, body: ScopeBody, day: date) -> Visit | None:
        for one in self.visits:
            if one.scope_body_id == body.pk and one.starts_on <= day <= one.ends_on:
                return one
        # While rows of visits are at fault, theirs may be among them.
        if self.visits_read:
            text = f"{body.label} has no visit on {day}."
            mend = "Correct the day or the body, or add the visit to the table of visits."
            _wrong(self.faults, row, "day", text, mend)
        return None

    def _moment(self, row: Row, column: str, day: date | None) -> datetime | None:
        parts = _TIME.fullmatch(row[column])
        if parts is None or int(parts[1]) > 23 or int(parts[2]) > 59:
            text = f"{row[column]!r} is no time."
            _wrong(self.faults, row, column, text, "Write it as HH:MM, for example 09:30.")
            return None
        if day is None:
            return None
        found = at_clock(day, time(int(parts[1]), int(parts[2])))
        if found is None:
            text = f"there is no {row[column]} on {day}: the clocks go forward then."
            _wrong(self.faults, row, column, text, "Choose a time an hour later.")
        return found

    def _method(self, row: Row) -> str:
        said = _squeezed(row.line("method"))
        for one in Method:
            if said in {_squeezed(one.value), _squeezed(one.label)}:
                return one.value
        text = f"{row.line('method')!r} is no method."
        names = ", ".join(one.label.lower() for one in Method)
        _wrong(self.faults, row, "method", text, f"Write one of: {names}.")
        return ""

    def _inspectors(self, row: Row) -> tuple[Person, ...]:
        found: dict[int, Person] = {}
        for named in re.split(r"[;,/|]", row.line("inspectors")):
            if not named.strip():
                continue
            person = self.people.get(named.strip().casefold())
            if person is None:
                two = named.strip().casefold() in self.people
                what = "is the name of two people" if two else "is nobody on the team"
                text = f"{named.strip()!r} {what}."
                mend = "Write the e-mail address with which the person signs in, or the name."
                _wrong(self.faults, row, "inspectors", text, mend)
            else:
                found[person.pk] = person
        return tuple(found.values())


def _by_account(people: Iterable[Person]) -> Mapping[str, Person | None]:
    """Find people by address, and by a name that only one has."""
    found: dict[str, Person | None] = {}
    those: Collection[Person] = {one.pk: one for one in people}.values()
    for one in those:
        name = one.name.casefold()
        found[name] = None if name in found else one
    return {**found, **{one.email.casefold(): one for one in those}}


def at_clock(day: date, clock: time) -> datetime | None:
    """Return the moment at which the inspectorate's clocks show ``clock``; None where none does.

    Of an hour that is shown twice it is the first.
    """
    found = timezone.make_aware(datetime.combine(day, clock))
    shown = found.astimezone(UTC).astimezone(timezone.get_current_timezone())
    return found if (shown.date(), shown.time()) == (day, clock) else None


def days_on(moment: datetime, days: int) -> datetime:
    """Return the moment so many days on at which the clocks show the same."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=days)
    there = at_clock(day, local.time())
    return there or timezone.make_aware(datetime.combine(day, local.time())) + timedelta(hours=1)
