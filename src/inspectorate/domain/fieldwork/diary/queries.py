"""A person's own sessions and visits: for the page of their diary, and for their calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..interruptions.kinds import Halt
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


def own_sessions(person: Person, first: date, last: date) -> list[Session]:
    """Sessions of a person that are held on some days and not off, the earliest first."""
    rows = _sessions(person, _seen(person)).filter(
        starts_at__gte=_morning(first), starts_at__lt=_morning(last + timedelta(days=1))
    )
    standing = rows.filter(cancellation=None, visit__cancelled_reason="")
    return list(standing.exclude(visit__halted=Halt.DEFERRED))


def own_visits(person: Person, first: date, last: date) -> list[Visit]:
    """Visits of a person's field team that touch some days and are not off, the earliest first."""
    rows = _visits(person, _seen(person)).filter(starts_on__lte=last, ends_on__gte=first)
    return list(rows.filter(cancelled_reason="").exclude(halted=Halt.DEFERRED))


def calendar_of(person: Person, today: date) -> list[Hours]:
    """What a person's calendar holds: own sessions and visits of two months and all to come, those
    that are off too. A fixed number of queries for each inspection.
    """
    seen, since = _seen(person), today - BEHIND
    visits = _visits(person, seen).filter(ends_on__gte=since)
    sessions = _sessions(person, seen).filter(ends_at__gte=_morning(since))
    return [*map(_of_visit, visits), *map(_of_session, sessions)]


def _seen(person: Person) -> list[Inspection]:
    """The inspections whose fieldwork a person may see now, on the team."""
    found = inspections.visible_to(person)
    return [one for one in found if can(person, one, FieldworkVerb.SEE)]


def _sessions(person: Person, seen: list[Inspection]) -> QuerySet[Session]:
    rows = Session.objects.filter(inspectors=person, visit__inspection__in=seen)
    return rows.select_related("visit__inspection", "visit__scope_body", "cancellation").annotate(
        moved=Count("moves")
    )


def _visits(person: Person, seen: list[Inspection]) -> QuerySet[Visit]:
    """Visits of the teams a person is on, and those at which they hold a session."""
    own = Q(sessions__inspectors=person)
    for one in seen:
        teams = one.team.filter(person=person, left_at=None).exclude(team="")
        own |= Q(inspection=one, team__in=teams.order_by().values("team"))
    rows = Visit.objects.filter(own, inspection__in=seen)
    keys = rows.order_by().values("pk")
    return Visit.objects.filter(pk__in=keys).select_related("inspection", "scope_body")


def _of_visit(visit: Visit) -> Hours:
    return Hours(
        f"{visit.inspection.slug}/visit/{visit.pk}",
        visit.scope_body.label,
        visit.inspection.slug,
        visit.pk,
        visit.starts_on,
        visit.ends_on + timedelta(days=1),
        visit.version - 1,
        bool(visit.cancelled_reason) or visit.halted == Halt.DEFERRED,
    )


def _of_session(session: Session) -> Hours:
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
        moved + visit.version - 1 + gone,
        gone or bool(visit.cancelled_reason) or visit.halted == Halt.DEFERRED,
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
