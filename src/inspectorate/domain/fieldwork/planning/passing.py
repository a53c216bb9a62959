"""What clashes with one visit or session, and that it was gone past, for the acts that plan one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations

from ..models import Session, SessionInspector, Visit
from .clashes import Clash, ClashKind
from .lines import Draft
from .loading import found_by, sitting, stay, teams_of
from .models import ClashPassed, VisitPlan


def of_visit(
    visit: Visit,
    starts_on: date,
    ends_on: date,
    at: datetime,
    sessions: Sequence[tuple[Session, datetime, datetime]] = (),
) -> list[Clash]:
    """Return what clashes with a visit on these days, and with sessions that come along.

    What is over is recorded as it was.
    """
    if ends_on < starts_on or ends_on < timezone.localdate(at):
        return []
    team = teams_of([visit.inspection_id]).get((visit.inspection_id, visit.team), ())
    then = Visit(
        pk=visit.pk,
        inspection=visit.inspection,
        scope_body=visit.scope_body,
        team=visit.team,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    inspectors = inspectors_of([one.pk for one, _, _ in sessions])
    sittings = [
        sitting(_then(one, visit, starts, ends), inspectors.get(one.pk, ()))
        for one, starts, ends in sessions
    ]
    found = found_by(visit.inspection, [stay(then, team)], sittings)
    return [*_unfit(visit.inspection, [one for one, _, _ in sessions], inspectors), *found]


def of_session(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    inspectors: Collection[Person],
    at: datetime,
) -> list[Clash]:
    """Return what clashes with a session at these times; one that has begun is a record of it."""
    if ends_at <= starts_at or starts_at <= at:
        return []
    then = _then(session, session.visit, starts_at, ends_at)
    who = [one.pk for one in inspectors]
    found = found_by(session.visit.inspection, (), [sitting(then, who)])
    # Of one that is new the rule of a single session asks it, and refuses.
    unfit = _unfit(session.visit.inspection, [session], {session.pk: who}) if session.pk else []
    return [*unfit, *found]


def of_draft(draft: Draft) -> list[Clash]:
    """Return what clashes with and among the visits and sessions of a table."""
    team_of = teams_of([draft.inspection.pk])
    stays = [
        stay(
            line.visit,
            team_of.get((draft.inspection.pk, line.visit.team), ()),
            place=line.place,
            key=line.place,
        )
        for line in draft.visits
    ]
    sittings = [
        sitting(line.session, [one.pk for one in line.inspectors], place=line.place, key=line.place)
        for line in draft.sessions
    ]
    return found_by(draft.inspection, stays, sittings)


def of_moved(
    visits: Collection[tuple[Visit, date, date]],
    sessions: Collection[tuple[Session, datetime, datetime]],
) -> list[Clash]:
    """Return what clashes when visits of one inspection move together, with their sessions."""
    inspection = next(iter(visits))[0].inspection
    team_of = teams_of([inspection.pk])
    inspectors = inspectors_of([one.pk for one, _, _ in sessions])
    stays = []
    for visit, first, last in visits:
        then = Visit(
            pk=visit.pk,
            inspection=inspection,
            scope_body=visit.scope_body,
            team=visit.team,
            starts_on=first,
            ends_on=last,
        )
        stays.append(stay(then, team_of.get((inspection.pk, visit.team), ())))
    sittings = [
        sitting(_then(one, one.visit, starts, ends), inspectors.get(one.pk, ()))
        for one, starts, ends in sessions
    ]
    found = found_by(inspection, stays, sittings)
    return [*_unfit(inspection, [one for one, _, _ in sessions], inspectors), *found]


def _unfit(
    inspection: Inspection,
    sessions: Collection[Session],
    inspectors: Mapping[int, Collection[int]],
) -> list[Clash]:
    """Who may not hold a session that gets other times: people leave, and declare interests.

    Of a new session it is asked as well (``sittable``). A query, and one for each body.
    """
    keys = {pk for one in sessions for pk in inspectors.get(one.pk, ())}
    people = Person.objects.in_bulk(keys)
    on_team = inspections.members(inspection, people.values()) if people else set()
    bodies: dict[Body, list[Session]] = {}
    for one in sessions:
        bodies.setdefault(one.visit.scope_body.body, []).append(one)
    found = []
    for body, those in bodies.items():
        who = {pk for one in those for pk in inspectors.get(one.pk, ())}
        declared = open_declarations([people[pk] for pk in who], body.code)
        kept_away = set(declared.values_list("person", flat=True))
        for one in those:
            for pk in inspectors.get(one.pk, ()):
                name = people[pk].name
                if pk in kept_away:
                    text = f"{name} has declared an interest in this body."
                    found.append(Clash(ClashKind.INTEREST, f"“{one.title}”", text))
                elif pk not in on_team:
                    text = f"{name} is no longer on the team."
                    found.append(Clash(ClashKind.NOT_ON_TEAM, f"“{one.title}”", text))
    return found


def inspectors_of(sessions: Collection[int]) -> dict[int, list[int]]:
    """Return the keys of who holds each session. One query."""
    found: dict[int, list[int]] = {}
    rows = SessionInspector.objects.filter(session__in=sessions).order_by("pk")
    for session, person in rows.values_list("session", "person"):
        found.setdefault(session, []).append(person)
    return found


def _then(session: Session, visit: Visit, starts_at: datetime, ends_at: datetime) -> Session:
    return Session(
        pk=session.pk, visit=visit, title=session.title, starts_at=starts_at, ends_at=ends_at
    )


def keep_passed(
    found: Collection[Clash],
    gone_past: str,
    *,
    inspection: Inspection,
    by: Person,
    at: datetime,
    plan: VisitPlan | None = None,
    visit: Visit | None = None,
    session: Session | None = None,
) -> None:
    """Keep why clashes were gone past, where there were any, within the act that plans."""
    if found:
        ClashPassed.objects.create(
            inspection=inspection,
            plan=plan,
            visit=visit,
            session=session,
            number=len(found),
            reason=gone_past.strip(),
            by=by,
            at=at,
        )
