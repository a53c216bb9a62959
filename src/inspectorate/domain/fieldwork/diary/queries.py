"""A person's own sessions and visits: for the page of their diary, and for their calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import OVER
from inspectorate.foundation.people.models import Person

from ..interruptions.kinds import Halt
from ..interruptions.standing import Absence, away_of
from ..models import Session, Visit
from ..queries import can
from ..verbs import FieldworkVerb

# How far back a calendar still holds what was.
BEHIND = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Hours:
    """A session or a visit in a calendar: when, at which body, and whether it is off.

    ``name`` is the same for as long as there is one, ``changed`` counts how often it was.
    """

    name: str
    label: str
    inspection: str
    visit: int
    starts: datetime | date
    ends: datetime | date
    changed: int
    off: bool


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day of a person's visit, and whether the visit is paused on it."""

    on: date
    visit: Visit
    paused: bool


def own_sessions(person: Person, first: date, last: date) -> list[Session]:
    """Sessions of a person that are held on some days and not off, the earliest first.

    None of a time in which its visit stands still, or that came after its inspection was over.
    """
    rows = _sessions(person, _seen(person)).filter(
        starts_at__gte=_morning(first), starts_at__lt=_morning(last + timedelta(days=1))
    )
    standing = rows.filter(cancellation=None, visit__cancelled_reason="")
    found = list(standing.exclude(visit__halted=Halt.DEFERRED))
    away = away_of({one.visit_id for one in found})
    return [one for one in found if not away[one.visit_id].holds(one.starts_at, one.ends_at)]


def own_days(person: Person, first: date, last: date) -> list[OwnDay]:
    """Each of some days with each visit of a person then, the earliest first.

    A visit of their field team, or at which they hold a session. One that is paused stands on its
    days to come, and says so; one that was left incomplete has none of them.
    """
    rows = _visits(person, _seen(person)).filter(starts_on__lte=last, ends_on__gte=first)
    visits = list(rows.filter(cancelled_reason="").exclude(halted=Halt.DEFERRED))
    away = away_of([one.pk for one in visits])
    found = []
    for visit in visits:
        there = max(first, visit.starts_on), min(last, visit.ends_on)
        found += [OwnDay(day, visit, paused=False) for day in _each(away[visit.pk].days(*there))]
        if visit.halted == Halt.PAUSED and visit.inspection.phase not in OVER:
            here = {one.on for one in found if one.visit == visit}
            if_it_went_on = _each(away[visit.pk].days(*there, going_on=True))
            found += [OwnDay(day, visit, paused=True) for day in if_it_went_on if day not in here]
    return sorted(found, key=lambda one: (one.on, one.visit.starts_on, one.visit.pk))


def own_visits(person: Person, first: date, last: date) -> list[Visit]:
    """Visits of a person that take place on some days, the earliest first."""
    return list(dict.fromkeys(one.visit for one in own_days(person, first, last)))


def calendar_of(person: Person, today: date) -> list[Hours]:
    """What a person's calendar holds: own sessions and visits of two months and all to come, those
    that are off too. A fixed number of queries for each inspection.
    """
    seen, since = _seen(person), today - BEHIND
    visits = list(_visits(person, seen, off_too=True).filter(ends_on__gte=since))
    sessions = list(_sessions(person, seen).filter(ends_at__gte=_morning(since)))
    still_there = set(_visits(person, seen).values_list("pk", flat=True))
    away = away_of({*(one.pk for one in visits), *(one.visit_id for one in sessions)})
    return [
        *(_of_visit(one, away[one.pk], there=one.pk in still_there) for one in visits),
        *(_of_session(one, away[one.visit_id]) for one in sessions),
    ]


def _seen(person: Person) -> list[Inspection]:
    """The inspections whose fieldwork a person may see now, on the team."""
    found = inspections.visible_to(person)
    return [one for one in found if can(person, one, FieldworkVerb.SEE)]


def _sessions(person: Person, seen: list[Inspection]) -> QuerySet[Session]:
    rows = Session.objects.filter(inspectors=person, visit__inspection__in=seen)
    return rows.select_related("visit__inspection", "visit__scope_body", "cancellation").annotate(
        moved=Count("moves")
    )


def _visits(person: Person, seen: list[Inspection], *, off_too: bool = False) -> QuerySet[Visit]:
    """Visits of the teams a person is on, and those at which they hold a session.

    With ``off_too`` also where each such session was cancelled.
    """
    theirs = Session.objects.filter(inspectors=person).order_by()
    own = Q(pk__in=(theirs if off_too else theirs.filter(cancellation=None)).values("visit"))
    for one in seen:
        teams = one.team.filter(person=person, left_at=None).exclude(team="")
        own |= Q(inspection=one, team__in=teams.order_by().values("team"))
    rows = Visit.objects.filter(own, inspection__in=seen)
    gone = Q(sessions__inspectors=person, sessions__cancellation__isnull=False)
    return rows.select_related("inspection", "scope_body").annotate(
        gone=Count("sessions", filter=gone, distinct=True)
    )


def _each(runs: Iterable[tuple[date, date]]) -> list[date]:
    return [
        first + timedelta(days=more)
        for first, last in runs
        for more in range((last - first).days + 1)
    ]


def _of_visit(visit: Visit, away: Absence, *, there: bool) -> Hours:
    """A visit from the first to the last day on which it takes place, as things stand."""
    runs = away.days(visit.starts_on, visit.ends_on)
    gone: int = getattr(visit, "gone")  # noqa: B009 (annotated)
    off = bool(visit.cancelled_reason) or visit.halted == Halt.DEFERRED or not there or not runs
    first, last = (runs[0][0], runs[-1][1]) if runs else (visit.starts_on, visit.ends_on)
    return Hours(
        f"{visit.inspection.slug}/visit/{visit.pk}",
        visit.scope_body.label,
        visit.inspection.slug,
        visit.pk,
        first,
        last + timedelta(days=1),
        # Each is an act of its own that may take days away: so is the end of the inspection.
        visit.version - 1 + gone + (visit.inspection.phase in OVER),
        off,
    )


def _of_session(session: Session, away: Absence) -> Hours:
    visit, gone = session.visit, hasattr(session, "cancellation")
    moved: int = getattr(session, "moved")  # noqa: B009 (annotated)
    return Hours(
        f"{visit.inspection.slug}/session/{session.pk}",
        visit.scope_body.label,
        visit.inspection.slug,
        visit.pk,
        session.starts_at,
        session.ends_at,
        # Each act on the session or on its visit is later than the one before.
        moved + visit.version - 1 + gone + (visit.inspection.phase in OVER),
        gone
        or bool(visit.cancelled_reason)
        or visit.halted == Halt.DEFERRED
        or away.holds(session.starts_at, session.ends_at),
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
