"""One week of a person's diary: what they hold, whom they visit, what is due from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.fieldwork.diary.queries import OwnDay, own_days, own_sessions
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import queries as inspections
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.waiting import Waiting

from ..dashboard import place_of, waiting_on

_WEEK = re.compile(r"(\d{4})-W(\d\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day: ``starts`` and ``ends`` are empty for what has no hour."""

    on: date
    what: str
    label: str
    url: str
    starts: datetime | None = None
    ends: datetime | None = None
    tag: str = ""


def monday_of(asked: str, today: date) -> date:
    """The Monday of the week that an address names ("2018-W41"), or else of this one."""
    found = _WEEK.fullmatch(asked)
    if found:
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            monday = None
        # Weeks about the first and the last year have no day before or after them.
        if monday is not None and date.min.year < monday.year < date.max.year:
            return monday
    return today - timedelta(days=today.weekday())


def named(monday: date) -> str:
    """A week as an address names it."""
    year, week, _ = monday.isocalendar()
    return f"{year:04}-W{week:02}"


def lines_of(person: Person, monday: date) -> list[Line]:
    """Everything of one week, by day and hour. What is due is what *Your work* tells of."""
    last = monday + timedelta(days=6)
    found = [_of_session(one) for one in own_sessions(person, monday, last)]
    found += [_of_day(one) for one in own_days(person, monday, last)]
    for inspection in inspections.visible_to(person):
        found += _due(waiting_on(person, inspection), monday, last)
    return sorted(found, key=_by_hour)


def by_day(lines: Iterable[Line], monday: date) -> list[tuple[date, list[Line]]]:
    """Every day of the week with its lines, empty ones too."""
    days: dict[date, list[Line]] = {monday + timedelta(days=more): [] for more in range(7)}
    for one in lines:
        days[one.on].append(one)
    return list(days.items())


def _by_hour(one: Line) -> tuple[date, time, str]:
    hour = timezone.localtime(one.starts).time() if one.starts else time.min
    return one.on, hour, one.what


def _of_session(one: Session) -> Line:
    return Line(
        timezone.localdate(one.starts_at),
        f"{Method(one.method).label}: {one.title}",
        one.visit.scope_body.label,
        reverse("fieldwork-visit", args=[one.visit.inspection.slug, one.visit_id]),
        one.starts_at,
        one.ends_at,
        tag="Session",
    )


def _of_day(one: OwnDay) -> Line:
    """A visit stands on each of its days."""
    visit, what = one.visit, "Visit, paused" if one.paused else "Visit"
    url = reverse("fieldwork-visit", args=[visit.inspection.slug, visit.pk])
    return Line(one.on, what, visit.scope_body.label, url, tag="Visit")


def _due(tasks: Iterable[Waiting], monday: date, last: date) -> list[Line]:
    return [
        Line(one.due_on, one.what, "", place_of(one), tag="Due")
        for one in tasks
        if one.mine and one.due_on is not None and monday <= one.due_on <= last
    ]
