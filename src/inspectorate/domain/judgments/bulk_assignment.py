"""Assigning by hand: what is stored, and the rule in bulk, in a fixed number of queries, each fault
named with its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inspectorate.domain.inspections.access import held_on
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Declaration, Person, RoleHeld
from inspectorate.foundation.people.roles import Role, allowed
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .cells import GIVEN, Given, conflicted, who
from .marking import Place
from .models import Agreed, Assignment, Ground, MadeFrom, Moderation, ToldGrade
from .permissions import JUDGES, TABLE
from .policies import Cell
from .policies import assignable as assignable_one
from .reasons import JudgmentReason
from .verbs import JudgmentVerb

Row = tuple[ScopeBody, Criterion, Person, bool]


def by_hand(second: bool, chance: str, made_from: str) -> dict[str, Any]:
    """What is stored of a reading that a person gave out, by the names of the columns.

    Of a first reading nothing but that it is the first: who gives it out was not there.
    """
    if not second:
        return {"second": False, "ground": Ground.FIRST}
    return {
        "second": True,
        "ground": Ground.DRAWN if chance.strip() else Ground.OTHER,
        "chance": chance.strip(),
        "made_from": MadeFrom(made_from),
    }


CARRIED = ("scope_body", "criterion", "inspector", "second", "due_on", "ground", "chance")


def carried(assignment: Assignment) -> dict[str, Any]:
    """What an assignment that takes the place of another keeps of it: the same reading is wanted,
    on the same ground.
    """
    return {name: getattr(assignment, name) for name in (*CARRIED, "made_from", "plan")}


def assignable_to(cell: Cell, inspector: Person, by: int) -> list[Reason]:
    """Ask :func:`policies.assignable` of one cell and one inspector."""
    held = held_on(inspector, cell.inspection)
    of = {"submission__assignment__scope_body": cell.scope_body}
    told = ToldGrade.objects.filter(submission__assignment__criterion=cell.criterion, **of)
    return assignable_one(
        cell,
        inspector.pk,
        inspector.name,
        by=by,
        judges=bool(held & JUDGES),
        conflicted=conflicted(inspector, cell.scope_body),
        has_seen=_may_have_seen(held, told=told.exists()),
    )


def _may_have_seen(held: Collection[Role], *, told: bool) -> bool:
    """May somebody who holds these roles have read what was submitted, or what of it a body was
    ``told``? Also what is not told after all was shown.
    """
    verbs = [JudgmentVerb.SEE_SUBMISSIONS, *([JudgmentVerb.SAY_DIFFERENCE] if told else [])]
    return any(allowed(TABLE, verb, held) for verb in verbs)


def assignable(inspection: Inspection, by: int, rows: Sequence[Row]) -> list[Reason]:
    """Require of every row, the first being row 1, what ``policies.assignable`` requires of one."""
    if not rows:
        return [
            Reason(
                JudgmentReason.ROWS_MISSING,
                "Nothing is listed to be assigned.",
                Mend.words("Give at least one row."),
                "rows",
            )
        ]
    roles = roles_on(inspection)
    declared = interests()
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
        faults = _outside(body, criterion, codes, criteria)
        if criterion.pk in criteria:
            held = roles[person.pk]
            cell = state.cell(body, criteria[criterion.pk])
            faults += assignable_one(
                cell,
                person.pk,
                person.name,
                by=by,
                judges=bool(held & JUDGES),
                conflicted=(person.pk, codes.get(body.pk)) in declared,
                has_seen=_may_have_seen(held, told=(body.pk, criterion.pk) in state.told),
            )
            faults += state.listed_before(cell, person)
        reasons += [
            replace(fault, text=f"Row {number}: {fault.text}", field=f"row {number}, {fault.field}")
            for fault in faults
        ]
    return reasons


def _outside(
    body: ScopeBody,
    criterion: Criterion,
    codes: Mapping[int, str],
    criteria: Mapping[int, Criterion],
) -> list[Reason]:
    """Require a body in scope (``codes`` by its key) and a criterion of the framework."""
    faults = []
    if body.pk not in codes:
        text = f"{body.label} is not in the scope of this inspection."
        mend = Mend.words("Choose a body in scope.")
        faults.append(Reason(JudgmentReason.BODY_OUT_OF_SCOPE, text, mend, "scope_body"))
    if criterion.pk not in criteria:
        code = JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK
        text = f"{criterion} is not in the framework of this inspection."
        mend = Mend.words("Choose a criterion of its framework.")
        faults.append(Reason(code, text, mend, "criterion"))
    return faults


def interests() -> set[tuple[int, str]]:
    """Who has an open interest in which body: (key of the person, code of the body). A query."""
    return set(Declaration.objects.filter(ended_at=None).values_list("person", "about"))


def roles_on(inspection: Inspection) -> dict[int, frozenset[Role]]:
    """Return the roles each member has on the team and still holds, as ``held_on`` for one."""
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
        self.given: dict[Place, list[Given]] = defaultdict(list)
        rows = Assignment.objects.filter(scope_body__inspection=inspection)
        for body, criterion, *given in rows.values_list("scope_body", "criterion", *GIVEN):
            self.given[body, criterion].append(tuple(given))
        self.listed: dict[Place, set[int]] = defaultdict(set)
        within = {"scope_body__inspection": inspection}
        self.moderated = set(
            Moderation.objects.filter(**within).values_list("scope_body", "criterion")
        )
        self.agreed = set(Agreed.objects.filter(**within).values_list("scope_body", "criterion"))
        of = "submission__assignment__"
        told = ToldGrade.objects.filter(**{f"{of}scope_body__inspection": inspection}).order_by()
        self.told = set(told.values_list(f"{of}scope_body", f"{of}criterion"))
        self.left_out = set(
            NotInspected.standing().filter(**within).values_list("scope_body", "criterion")
        )

    def listed_before(self, cell: Cell, person: Person) -> list[Reason]:
        """Require that no earlier row of the list gives the cell to the same person."""
        listed = self.listed[cell.scope_body.pk, cell.criterion.pk]
        if person.pk not in listed:
            listed.add(person.pk)
            return []
        text = f"{cell} is listed for {person.name} in an earlier row."
        mend = Mend.words("Remove one of them.")
        return [Reason(JudgmentReason.ASSIGNED_ALREADY, text, mend, "inspector")]

    def cell(self, body: ScopeBody, criterion: Criterion) -> Cell:
        place = (body.pk, criterion.pk)
        return Cell(
            self.inspection,
            body,
            criterion,
            **who(self.given[place]),
            moderations=int(place in self.moderated),
            agreed=int(place in self.agreed),
            inspected=place not in self.left_out,
        )
