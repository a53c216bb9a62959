"""What is late in an inspection, of the reader's own and of others, as their own work tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.not_submitted import AwaitedJudge, not_submitted
from inspectorate.foundation.people.models import Person

from ..dashboard import place_of, waiting_on


@dataclass(frozen=True, slots=True)
class Late:
    """One thing past its day: whom it waits on is empty where it is the reader."""

    due_on: date
    what: str
    url: str
    waits_on: str
    days: int

    @property
    def whose(self) -> str:
        """Whom it waits on, in words."""
        return self.waits_on or "You"


def late_in(person: Person, inspection: Inspection, today: date) -> tuple[list[Late], list[Late]]:
    """What is past its day: the reader's own, then that of others; the oldest first.

    As many queries whatever is late. Judgments of others are among it for whoever is told who has
    not submitted (:func:`inspectorate.domain.judgments.not_submitted.not_submitted`).
    """
    mine: list[Late] = []
    others: list[Late] = []
    for task in waiting_on(person, inspection):
        if task.due_on is not None and task.late(today):
            days = (today - task.due_on).days
            one = Late(task.due_on, task.what, place_of(task), task.waits_on, days)
            (mine if task.mine else others).append(one)
    for who in not_submitted(person, inspection):
        for row in who.rows:
            if row.due_on is not None and row.due_on < today:
                place = [inspection.slug, row.scope_body.code, row.criterion_id]
                what = f"Judge {row.scope_body.label} on {row.criterion.ref}"
                days, url = (today - row.due_on).days, reverse("judgments-cell", args=place)
                others.append(Late(row.due_on, what, url, _named(who), days))
    return sorted(mine, key=_oldest), sorted(others, key=_oldest)


def _named(who: AwaitedJudge) -> str:
    name = who.inspector.name
    return name if who.on_team else f"{name}, no longer on the team"


def _oldest(one: Late) -> tuple[date, str, str]:
    return (one.due_on, one.waits_on, one.what)
