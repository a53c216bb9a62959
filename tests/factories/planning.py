"""Tables of visits and sessions to plan, as people paste them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from inspectorate.domain.fieldwork.models import VisitPlan
from inspectorate.domain.fieldwork.planning import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms

FIRST = date(2018, 11, 5)
VISITS = "body\tteam\tfirst_day\tlast_day\n"
SESSIONS = "body\tday\tfrom\tto\tmethod\ttitle\twith\tinspectors\n"


def visit_line(inspection: Inspection, number: int = 0, team: str = "A", **given: Any) -> str:
    """A visit of two days to the ``number``-th body, a week later for each."""
    first = given.get("first", FIRST + timedelta(weeks=number))
    last = given.get("last", first + timedelta(days=1))
    return f"{rooms.scope_body(inspection, number).label}\t{team}\t{first}\t{last}\n"


def session_line(inspection: Inspection, number: int = 0, **given: Any) -> str:
    """An interview at the ``number``-th body on the first day of its visit."""
    day = given.get("day", FIRST + timedelta(weeks=number))
    who = given.get("who") or rooms.member(inspection, Role.INSPECTOR).email
    cells = (
        rooms.scope_body(inspection, number).label,
        f"{day}",
        given.get("starts", "09:30"),
        given.get("ends", "10:30"),
        "Interview",
        given.get("title", "The lead"),
        "Head of training",
        who,
    )
    return "\t".join(cells) + "\n"


def plan_many(
    inspection: Inspection, visits: str = "", sessions: str = "", **given: Any
) -> VisitPlan:
    """Plan what two tables say, by the lead."""
    fields = {
        "by": rooms.member(inspection, Role.LEAD),
        "at": rooms.AT,
        "key": rooms.a_key(),
        "bodies": list(inspection.scope.order_by("order")),
        **given,
    }
    return actions.plan_many(inspection=inspection, visits=visits, sessions=sessions, **fields)


def a_plan(inspection: Inspection, bodies: int = 2, **given: Any) -> VisitPlan:
    """A plan of a visit with an interview to each of the first bodies."""
    visits = VISITS + "".join(visit_line(inspection, number) for number in range(bodies))
    sessions = SESSIONS + "".join(session_line(inspection, number) for number in range(bodies))
    return plan_many(inspection, visits, sessions, **given)
