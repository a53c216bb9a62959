"""Load what clashes are looked for in: visits, sessions, days off, travel. A few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.foundation.people.days_off.queries import days_off_between
from inspectorate.foundation.people.models import Person

from ..interruptions.standing import Absence, away_of
from ..models import Session, SessionInspector, Visit
from .clashes import Clash, Facts, Sitting, Stay, clashes
from .travelling import minutes_between

# A person who travels overnight has a session the day before.
_AROUND = timedelta(days=1)


def found_by(
    inspection: Inspection,
    stays: Collection[Stay] = (),
    sittings: Collection[Sitting] = (),
) -> list[Clash]:
    """Return what clashes when these visits and sessions are planned.

    What is moved counts as it would stand, and no longer as it does. Rehearsals are apart: a
    rehearsal visits nobody. What stands still, or stood still, is not at the body meanwhile. Ten
    queries.
    """
    days = [
        *(day for one in stays for day in (one.first, one.last)),
        *(day for one in sittings for day in (one.start.date(), one.end.date())),
    ]
    if not days:
        return []
    those = [*(one.people for one in stays), *(one.people for one in sittings)]
    people = frozenset[int]().union(*those)
    facts = _around(inspection, people, min(days) - _AROUND, max(days) + _AROUND)
    new = {one.key for one in stays} | {one.key for one in sittings}
    return clashes(
        replace(
            facts,
            stays=[*(one for one in facts.stays if one.key not in new), *_going_on(stays)],
            sittings=[*(one for one in facts.sittings if one.key not in new), *sittings],
        ),
        new,
    )


def _stored(one: Stay) -> int | None:
    """The key of the visit that is stored, if it is; else it stands in a table only."""
    kind, _, key = one.key.partition("/")
    return int(key) if kind == "visit" and key.isdigit() else None


def _runs(one: Stay, away: Mapping[int, Absence], *, going_on: bool = False) -> list[Stay]:
    """A visit without the days on which it stands still or stood still, as several if need be."""
    pk = _stored(one)
    if pk is None or pk not in away:
        return [one]
    runs = away[pk].days(one.first, one.last, going_on=going_on)
    return [replace(one, first=first, last=last) for first, last in runs]


def _going_on(stays: Collection[Stay]) -> list[Stay]:
    """Visits as they are planned, without days on which they stood still before."""
    away = away_of([pk for pk in map(_stored, stays) if pk is not None])
    return [run for one in stays for run in _runs(one, away, going_on=True)]


def _around(inspection: Inspection, people: frozenset[int], first: date, last: date) -> Facts:
    """What stands in some days, as far as it is of ``people``: others are not asked of."""
    return Facts(
        [_of(people, one) for one in _stays(inspection, first, last)],
        [_of(people, one) for one in _sittings(inspection, first, last)],
        dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        days_off_between(people, first, last),
        minutes_between(inspection),
    )


def _of[T: (Stay, Sitting)](people: frozenset[int], one: T) -> T:
    return replace(one, people=one.people & people)


def stay(
    visit: Visit, people: Iterable[int], *, ours: bool = True, place: str = "", key: str = ""
) -> Stay:
    """Return a visit, stored or not, as clashes see it."""
    return Stay(
        key or f"visit/{visit.pk}",
        visit.scope_body.body_id,
        visit.scope_body.label,
        visit.inspection_id,
        visit.team,
        visit.starts_on,
        visit.ends_on,
        frozenset(people),
        ours,
        place,
    )


def sitting(
    session: Session, people: Iterable[int], *, ours: bool = True, place: str = "", key: str = ""
) -> Sitting:
    """Return a session, stored or not, as clashes see it."""
    return Sitting(
        key or f"session/{session.pk}",
        session.visit.scope_body.body_id,
        session.visit.scope_body.label,
        session.title,
        timezone.localtime(session.starts_at),
        timezone.localtime(session.ends_at),
        frozenset(people),
        ours,
        place,
    )


def teams_of(inspections: Collection[int]) -> dict[tuple[int, str], set[int]]:
    """Return who is in each field team, by inspection and letter. One query."""
    members = TeamMember.objects.filter(inspection__in=inspections, left_at=None).exclude(team="")
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for inspection, letter, person in members.values_list("inspection", "team", "person"):
        found[inspection, letter].add(person)
    return found


def _alike(inspection: Inspection) -> Q:
    return Q(inspection__rehearsal=inspection.rehearsal)


def _stays(inspection: Inspection, first: date, last: date) -> list[Stay]:
    visits = Visit.with_days().filter(_alike(inspection), starts_on__lte=last, ends_on__gte=first)
    rows = list(visits.select_related("scope_body").defer("debrief"))
    teams = teams_of({one.inspection_id for one in rows})
    away = away_of([one.pk for one in rows])
    found = [
        stay(
            one,
            teams.get((one.inspection_id, one.team), ()),
            ours=one.inspection_id == inspection.pk,
        )
        for one in rows
    ]
    return [
        run for one in found for run in _runs(one, away) if run.first <= last and run.last >= first
    ]


def _sittings(inspection: Inspection, first: date, last: date) -> list[Sitting]:
    sessions = Session.objects.filter(
        visit__in=Visit.with_days().filter(_alike(inspection)),
        cancellation=None,
        starts_at__lt=_midnight(last + _AROUND),
        ends_at__gt=_midnight(first),
    )
    rows = list(sessions.select_related("visit__scope_body").defer("visit__debrief"))
    by_session: dict[int, set[int]] = defaultdict(set)
    holding = SessionInspector.objects.filter(session__in=sessions.order_by())
    for session, person in holding.values_list("session", "person"):
        by_session[session].add(person)
    away = away_of({one.visit_id for one in rows})
    return [
        sitting(one, by_session[one.pk], ours=one.visit.inspection_id == inspection.pk)
        for one in rows
        if not away[one.visit_id].holds(one.starts_at, one.ends_at)
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
