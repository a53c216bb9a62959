"""The rule for assigning many cells at once, in a fixed number of queries; every fault names its
row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Declaration, Person, RoleHeld
from inspectorate.foundation.people.roles import Role, allowed
from inspectorate.foundation.reasons.reasons import Reason

from .models import Agreed, Assignment, Moderation
from .permissions import JUDGES, TABLE
from .policies import Cell
from .policies import assignable as assignable_one
from .reasons import JudgmentReason
from .verbs import JudgmentVerb

Row = tuple[ScopeBody, Criterion, Person, bool]


def assignable(inspection: Inspection, rows: Sequence[Row]) -> list[Reason]:
    """Every fault of every row (row 1 is the first), as :func:`policies.assignable` finds it; also
    a cell given twice.
    """
    if not rows:
        return [
            Reason(
                JudgmentReason.ROWS_MISSING,
                "No cell is assigned.",
                "Give at least one row.",
                "rows",
            )
        ]
    roles = _roles(inspection)
    interests = set(Declaration.objects.filter(ended_at=None).values_list("person", "about"))
    codes = dict(inspection.scope.values_list("pk", "body__code"))
    state = _State(inspection)
    criteria = {
        one.pk: one
        for one in Criterion.objects.filter(area__framework=inspection.framework_id).select_related(
            "area"
        )
    }
    reasons: list[Reason] = []
    for number, (body, criterion, person, _) in enumerate(rows, start=1):
        found: list[Reason] = []
        if body.pk not in codes:
            found.append(
                Reason(
                    JudgmentReason.BODY_OUT_OF_SCOPE,
                    f"{body.label} is not in the scope.",
                    "Choose a body of the scope.",
                    "scope_body",
                )
            )
        if criterion.pk not in criteria:
            text = f"{criterion} is not in the framework of this inspection."
            found.append(
                Reason(
                    JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK,
                    text,
                    "Choose a criterion of its framework.",
                    "criterion",
                )
            )
        else:
            held, cell = roles[person.pk], state.cell(body, criteria[criterion.pk])
            found += assignable_one(
                cell,
                person.pk,
                person.name,
                judges=bool(held & JUDGES),
                conflicted=(person.pk, codes.get(body.pk)) in interests,
                has_seen=allowed(TABLE, JudgmentVerb.SEE_SUBMISSIONS, held),
            )
        state.assigned[body.pk, criterion.pk].add(person.pk)
        reasons += [
            replace(
                reason, text=f"Row {number}: {reason.text}", field=f"row {number}, {reason.field}"
            )
            for reason in found
        ]
    return reasons


def _roles(inspection: Inspection) -> dict[int, frozenset[Role]]:
    """The roles each member of the team has on it and still holds, as ``held_on`` tells for one."""
    held: dict[int, set[str]] = defaultdict(set)
    for person, role in RoleHeld.objects.filter(ended_at=None).values_list("person", "role"):
        held[person].add(role)
    found: dict[int, frozenset[Role]] = defaultdict(frozenset)
    for person, role in inspection.team.filter(left_at=None).values_list("person", "role"):
        if role in held[person]:
            found[person] |= {Role(role)}
    return found


class _State:
    """What is assigned, submitted, settled and left out, for the whole inspection."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.assigned: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.submitted: dict[tuple[int, int], set[int]] = defaultdict(set)
        rows = Assignment.objects.filter(scope_body__inspection=inspection)
        for body, criterion, person, submission in rows.values_list(
            "scope_body", "criterion", "inspector", "submission__pk"
        ):
            self.assigned[body, criterion].add(person)
            if submission is not None:
                self.submitted[body, criterion].add(person)
        within = {"scope_body__inspection": inspection}
        self.moderated = set(
            Moderation.objects.filter(**within).values_list("scope_body", "criterion")
        )
        self.agreed = set(Agreed.objects.filter(**within).values_list("scope_body", "criterion"))
        self.left_out = set(
            NotInspected.objects.filter(**within).values_list("scope_body", "criterion")
        )

    def cell(self, body: ScopeBody, criterion: Criterion) -> Cell:
        place = (body.pk, criterion.pk)
        return Cell(
            self.inspection,
            body,
            criterion,
            frozenset(self.assigned[place]),
            frozenset(self.submitted[place]),
            moderations=int(place in self.moderated),
            agreed=int(place in self.agreed),
            inspected=place not in self.left_out,
        )
