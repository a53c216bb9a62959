"""Inspections, their teams and their fieldwork."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from benchmarks.at_once import Call
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody, TeamMember
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role

from .ground import WINDOW, Ground, Pair, again, call, twice


def set_scope_or_leave_out(on: Ground) -> Pair:
    lead, inspection = on.lead(on.planned), on.planned
    everything = [(one.body, one.label) for one in inspection.scope.order_by("order")]
    if len(everything) < 3:
        everything.append((rooms.a_body(), f"Force {next(on.numbers) + 10}"))
        inspections.set_scope(by=lead, at=AT, key=a_key(), inspection=inspection, bodies=everything)
    last = inspection.scope.order_by("order").last()
    return (
        call(inspections.set_scope, by=lead, inspection=inspection, bodies=everything[:2]),
        call(
            inspections.leave_out,
            by=lead,
            inspection=inspection,
            scope_body=last,
            criterion=rooms.criterion(inspection, "2.1"),
            reason="No time was left",
        ),
    )


def join_or_end_the_role(on: Ground) -> Pair:
    person = rooms.a_person(Role.ANALYST)
    join = call(
        inspections.join,
        by=on.lead(on.fieldwork),
        inspection=on.fieldwork,
        person=person,
        role=Role.ANALYST,
    )
    return join, call(people.end_role, by=rooms.an_admin(), person=person, role=Role.ANALYST)


def joined_twice(on: Ground) -> Pair:
    return twice(
        inspections.join,
        by=on.lead(on.fieldwork),
        inspection=on.fieldwork,
        person=rooms.a_person(Role.ANALYST),
        role=Role.ANALYST,
    )


def join_or_leave(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.ANALYST)
    lead, seat = on.lead(on.fieldwork), TeamMember.objects.get(person=person)
    return (
        call(inspections.join, by=lead, inspection=on.fieldwork, person=person, role=Role.ANALYST),
        call(inspections.leave, by=lead, member=seat, reason="Moved away"),
    )


def need_to_know_given_or_its_person_leaves(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.ANALYST)
    lead, seat = on.lead(on.fieldwork), TeamMember.objects.get(person=person)
    return (
        call(
            inspections.give_need_to_know,
            by=lead,
            inspection=on.fieldwork,
            people=[person],
            level=Marking.SENSITIVE,
            reason="Reads the interviews",
        ),
        call(inspections.leave, by=lead, member=seat, reason="Moved away"),
    )


def need_to_know_ended_twice(on: Ground) -> Pair:
    person = rooms.join(on.fieldwork, Role.ANALYST)
    given = {"by": on.lead(on.fieldwork), "inspection": on.fieldwork}
    inspections.give_need_to_know(
        at=AT,
        key=a_key(),
        people=[person],
        level=Marking.SENSITIVE,
        reason="Reads the interviews",
        **given,
    )
    return twice(
        inspections.end_need_to_know, person=person, reason="Works on another part", **given
    )


def _opening(on: Ground, **given: Any) -> dict[str, Any]:
    number = next(on.numbers)
    return {
        "slug": f"rival-{number}",
        "prefix": f"RV{number}",
        "title": "An inspection",
        "question": "How well?",
        "framework": rooms.a_framework(),
        "vocabulary": rooms.a_vocabulary(),
        "rehearsal": True,
        "basis": "programme",
        "fieldwork_from": rooms.FROM,
        "fieldwork_to": rooms.TO,
        **given,
    }


def opened_twice_under_one_slug(on: Ground) -> Pair:
    return twice(inspections.open, by=rooms.a_person(Role.LEAD), **_opening(on))


def opened_twice_under_one_prefix(on: Ground) -> Pair:
    by, first = rooms.a_person(Role.LEAD), _opening(on)
    second = _opening(on, prefix=first["prefix"])
    return call(inspections.open, by=by, **first), call(inspections.open, by=by, **second)


def _visit(on: Ground, inspection: Inspection, body: ScopeBody, day: date) -> Call:
    return call(
        fieldwork.plan_visit,
        by=on.lead(inspection),
        inspection=inspection,
        scope_body=body,
        team="A",
        starts_on=day,
        ends_on=day,
        gone_past="Planned so",
    )


def visits_of_two_inspections(on: Ground) -> Pair:
    # Two inspections that visit one body.
    first = rooms.scope_body(on.fieldwork)
    second = _other(on)
    day = rooms.FROM + timedelta(days=next(on.days_of_two))
    return (
        _visit(on, on.fieldwork, first, day),
        _visit(on, second.inspection, second, day),
    )


def _other(on: Ground) -> ScopeBody:
    body = rooms.scope_body(on.fieldwork).body
    there = ScopeBody.objects.filter(body=body).exclude(inspection=on.fieldwork).first()
    if there is not None:
        return there
    return rooms.scope_body(rooms.an_inspection(bodies=[(body, "Force 01")]))


def _planned_visit(on: Ground) -> Any:
    body = rooms.scope_body(on.fieldwork, 1)
    return _visit(on, on.fieldwork, body, rooms.FROM + timedelta(days=next(on.days)))()


def move_or_cancel_a_visit(on: Ground) -> Pair:
    visit, lead = _planned_visit(on), on.lead(on.fieldwork)
    given = {"by": lead, "visit": visit, "version": visit.version, "reason": "The chief is away"}
    day = visit.starts_on + timedelta(days=1)
    return (
        call(fieldwork.move_visit, starts_on=day, ends_on=day, gone_past="Moved so", **given),
        call(fieldwork.cancel_visit, **given),
    )


def _session(on: Ground, visit: Any) -> Call:
    inspector = member(on.fieldwork, Role.INSPECTOR)
    start = AT.replace(year=visit.starts_on.year, month=visit.starts_on.month, hour=9)
    start = start.replace(day=visit.starts_on.day)
    return call(
        fieldwork.hold_session,
        by=inspector,
        visit=visit,
        method="interview",
        title="The lead",
        origin="Prevent lead",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        inspectors=[inspector],
        gone_past="Planned so",
    )


def hold_a_session_or_cancel_the_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    return _session(on, visit), call(
        fieldwork.cancel_visit,
        by=on.lead(on.fieldwork),
        visit=visit,
        version=visit.version,
        reason="The roads are shut",
    )


def hold_a_session_or_end_the_visit(on: Ground) -> Pair:
    visit = _planned_visit(on)
    end = call(
        fieldwork.end_visit,
        by=on.lead(on.fieldwork),
        at=AT + timedelta(days=WINDOW),
        visit=visit,
        version=visit.version,
        debrief="What we heard",
    )
    return _session(on, visit), end


def asked_twice(on: Ground) -> Pair:
    return twice(
        fieldwork.ask,
        by=on.lead(on.fieldwork),
        inspection=on.fieldwork,
        scope_body=rooms.scope_body(on.fieldwork),
        title="Training records",
        due_on=AT.date() + timedelta(days=14),
    )


def received_twice(on: Ground) -> Pair:
    request = rooms.a_request(on.fieldwork)
    return twice(fieldwork.receive, by=on.lead(on.fieldwork), request=request, note="Here it is")


def visit_ended_twice(on: Ground) -> Pair:
    return again(hold_a_session_or_end_the_visit(on)[1])
