"""The only writers of modes and plans of judging: choose, accept, add by grade, redraw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectstats.design.balancing import Cell
from inspectstats.design.drawing_plan import Reading

from .. import bulk_assignment
from ..models import (
    Assignment,
    Ground,
    MadeFrom,
    Mode,
    ModeChoice,
    PlanOfJudging,
    PlanReader,
    Seconds,
)
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies, proposing
from .drawing import Proposal
from .loading import Basis
from .modes import mode_of


@action(JudgmentVerb.CHOOSE_MODE, streams=lambda *, inspection, **_: [inspection.stream])
def choose_mode(
    *, by: Person, at: datetime, key: str, inspection: Inspection, mode: str, reason: str
) -> ModeChoice:
    """Choose how the cells of an inspection are judged, before anything is given out."""
    require(by, inspection, TABLE, JudgmentVerb.CHOOSE_MODE)
    refuse_if(policies.choosable(inspection, mode, reason))
    chosen = ModeChoice.objects.create(
        inspection=inspection,
        number=inspection.modes.count() + 1,
        mode=Mode(mode),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"mode": chosen.mode, "number": chosen.number}
    write(of=chosen, stream=inspection.stream, detail=detail)
    return chosen


@action(JudgmentVerb.ACCEPT_PLAN, streams=lambda *, inspection, **_: [inspection.stream])
def accept(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    share: int,
    seconds: str,
    shown: str,
    ceiling: int = 0,
    due_on: date | None = None,
) -> PlanOfJudging:
    """Accept a plan that was drawn: give out all its readings at once, or none.

    ``share`` is in a hundred; ``shown`` the digest of the plan that ``by`` looked at.
    """
    require(by, inspection, TABLE, JudgmentVerb.ACCEPT_PLAN)
    exact, mode = proposing.share_of(share), mode_of(inspection)
    refuse_if(policies.drawable(inspection, mode, exact, seconds, ceiling))
    basis, proposal = proposing.of_plan(inspection, share, Seconds(seconds), ceiling)
    refuse_if(policies.acceptable(proposal, shown))
    together = proposing.together(basis, proposal.drawn) if mode is Mode.TOGETHER else ()
    plan = _stored(basis, proposal, by, at, "")

    def of(reading: Reading) -> dict[str, Any]:
        if reading in together:
            return {"ground": Ground.TOGETHER, "made_from": MadeFrom.SITE}
        if reading.second:
            return {
                "ground": Ground.DRAWN,
                "chance": plan.chance,
                "made_from": proposing.second_from(basis, reading.body),
            }
        return {"ground": Ground.FIRST, "made_from": proposing.first_from(basis, reading.body)}

    readings = (*proposal.drawn.readings, *together)
    _give_out(basis, plan, readings, of, by, at, due_on)
    write(of=plan, stream=inspection.stream, detail=_told(plan, readings))
    return plan


@action(JudgmentVerb.READ_BY_GRADE, streams=lambda *, inspection, **_: [inspection.stream])
def read_by_grade(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    seconds: str,
    ceiling: int = 0,
    due_on: date | None = None,
) -> PlanOfJudging:
    """Give out a second reading of every lowest grade and borderline judgment that has none.

    They serve moderation alone: none of them was drawn by chance.
    """
    require(by, inspection, TABLE, JudgmentVerb.READ_BY_GRADE)
    refuse_if(policies.addable(inspection, mode_of(inspection), seconds))
    basis, proposal = proposing.of_grades(inspection, Seconds(seconds), ceiling)
    refuse_if(policies.carriable(proposal))
    plan = _stored(basis, proposal, by, at, "")

    def of(reading: Reading) -> dict[str, Any]:
        made_from = proposing.second_from(basis, reading.body)
        return {"ground": Ground.GRADE, "made_from": made_from}

    _give_out(basis, plan, proposal.drawn.readings, of, by, at, due_on)
    write(of=plan, stream=inspection.stream, detail=_told(plan, proposal.drawn.readings))
    return plan


@action(JudgmentVerb.REDRAW, streams=lambda *, inspection, **_: [inspection.stream])
def redraw(
    *, by: Person, at: datetime, key: str, inspection: Inspection, reason: str
) -> PlanOfJudging:
    """Find readers, by the rule of the plan, for what those who left have not submitted.

    What is read twice stays as it was drawn, with its chance: only who reads it is found anew.
    """
    require(by, inspection, TABLE, JudgmentVerb.REDRAW)
    basis, proposal, left = proposing.of_leavers(inspection)
    refuse_if(policies.redrawable(inspection, reason, proposing.blind(basis, by)))
    refuse_if(policies.carriable(proposal))
    plan = _stored(basis, proposal, by, at, reason.strip())
    for one in left:
        one.ended_at, one.ended_reason = at, reason.strip()
        one.save(update_fields=["ended_at", "ended_reason"])
    instead: dict[tuple[Cell, bool], list[Assignment]] = defaultdict(list)
    for one in proposing.replaced(left):
        instead[basis.cell_of(one), one.second].append(one)

    def of(reading: Reading) -> dict[str, Any]:
        kept = bulk_assignment.carried(instead[reading.cell, reading.second].pop())
        return {name: kept[name] for name in ("ground", "chance", "made_from", "due_on")}

    _give_out(basis, plan, proposal.drawn.readings, of, by, at, None)
    write(of=plan, stream=inspection.stream, detail=_told(plan, proposal.drawn.readings))
    return plan


def _stored(
    basis: Basis, proposal: Proposal, by: Person, at: datetime, reason: str
) -> PlanOfJudging:
    terms, drawn = proposal.terms, proposal.drawn
    plan = PlanOfJudging.objects.create(
        inspection=basis.inspection,
        number=proposal.number,
        kind=terms.kind,
        share=str(terms.share),
        chance=str(drawn.chance),
        seconds=terms.seconds,
        ceiling=terms.ceiling,
        seed=proposal.seed,
        drawn_from=proposal.drawn_from,
        reason=reason,
        by=by,
        at=at,
    )
    PlanReader.objects.bulk_create(
        [
            PlanReader(plan=plan, number=one.number, person=one.person, team=one.team)
            for one in basis.readers
        ]
    )
    return plan


def _give_out(
    basis: Basis,
    plan: PlanOfJudging,
    readings: tuple[Reading, ...],
    of: Callable[[Reading], Mapping[str, Any]],
    by: Person,
    at: datetime,
    due_on: date | None,
) -> None:
    """Make an assignment of each reading, all or none; each is asked what one by hand is asked."""
    people = {one.name: one.person for one in basis.readers}
    cells: dict[Cell, Any] = basis.cells
    rows = [(*cells[one.cell], people[one.reader], one.second) for one in readings]
    refuse_if(bulk_assignment.assignable(basis.inspection, by.pk, rows))
    Assignment.objects.bulk_create(
        [
            Assignment(
                scope_body=body,
                criterion=criterion,
                inspector=person,
                second=second,
                plan=plan,
                assigned_at=at,
                **{"due_on": due_on, **of(reading)},
            )
            for reading, (body, criterion, person, second) in zip(readings, rows, strict=True)
        ]
    )


def _told(plan: PlanOfJudging, readings: tuple[Reading, ...]) -> dict[str, Any]:
    """What the entry says of a plan: numbers and codes. Its rows are proven with it."""
    return {
        "number": plan.number,
        "kind": plan.kind,
        "assigned": len(readings),
        "second": sum(one.second for one in readings),
        "chance": plan.chance,
    }
