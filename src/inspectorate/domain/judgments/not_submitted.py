"""Who has not submitted, for whoever runs an inspection and is not blind to the cell.

What a reader has still to judge is in no name and no count: neither theirs nor another's of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.foundation.people.models import Person

from .blindness import sights
from .models import Assignment
from .permissions import TABLE
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class AwaitedJudge:
    """What one inspector was asked to judge and has not submitted, what is due first before; and
    whether they are still on the team.
    """

    inspector: Person
    rows: tuple[Assignment, ...]
    on_team: bool

    @property
    def first_due(self) -> date | None:
        """The first day by which something is due; None where nothing has a day."""
        return self.rows[0].due_on

    def late(self, today: date) -> int:
        """How many are past their day."""
        return sum(one.due_on is not None and one.due_on < today for one in self.rows)


def not_submitted(person: Person, inspection: Inspection) -> list[AwaitedJudge]:
    """Who has not submitted what, by name, as far as ``person`` may know it. Four queries."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PROGRESS):
        return []
    standing = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    seen = sights(
        person,
        inspection,
        standing.values_list("scope_body", "criterion", "inspector", "submission__pk"),
    )
    left_out = NotInspected.standing().filter(scope_body__inspection=inspection)
    gone = set(left_out.values_list("scope_body", "criterion"))
    found: dict[Person, list[Assignment]] = defaultdict(list)
    rows = standing.filter(submission=None).select_related("scope_body", "criterion", "inspector")
    for row in rows:
        place = (row.scope_body_id, row.criterion_id)
        if seen[place].progress and place not in gone:
            found[row.inspector].append(row)
    team = set(inspection.team.filter(left_at=None).values_list("person", flat=True))
    return [
        AwaitedJudge(one, tuple(sorted(found[one], key=_by_day)), one.pk in team)
        for one in sorted(found, key=lambda each: (each.name, each.pk))
    ]


def _by_day(row: Assignment) -> tuple[date, int, int]:
    return (row.due_on or date.max, row.scope_body.order, row.pk)
