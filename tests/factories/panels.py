"""Small builders for consistency panels, through actions only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments.models import ConsistencyPanel, Submission
from inspectorate.domain.judgments.panels import actions
from inspectorate.domain.judgments.panels.models import PanelCell, PanelDecision
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_grade, answers
from tests.factories.rooms import TO, a_key, member


def a_panel(
    inspection: Inspection, members: Sequence[Person] = (), **given: Any
) -> ConsistencyPanel:
    """A panel of the moderator, who chairs it, and the lead; or of ``members``, the first of whom
    chairs it.
    """
    people = list(members) or [member(inspection, Role.MODERATOR), member(inspection, Role.LEAD)]
    fields: dict[str, Any] = {
        "title": "Where inspectors differ",
        "sits_on": TO,
        "chair": people[0],
        "quorum": 2,
        "at": LATER,
        **given,
    }
    return actions.convene_panel(
        by=people[0], key=a_key(), inspection=inspection, members=people, **fields
    )


def on_agenda(
    panel: ConsistencyPanel,
    body: ScopeBody,
    of: Criterion,
    *,
    by: Person | None = None,
    at: datetime = LATER,
) -> PanelCell:
    """A judgment on its agenda."""
    return actions.put_on_agenda(
        by=by or panel.chair, at=at, key=a_key(), panel=panel, scope_body=body, criterion=of
    )


def sitting(panel: ConsistencyPanel, absent: Sequence[Person] = ()) -> ConsistencyPanel:
    """The panel with its sitting open, all but ``absent`` present."""
    there = panel.seats.exclude(person__in=[one.pk for one in absent])
    present = list(there.values_list("pk", flat=True))
    actions.open_panel(by=panel.chair, at=LATER, key=a_key(), panel=panel, present=present)
    return panel


def decided(
    cell: PanelCell,
    grade: str = "Good",
    *,
    by: Person | None = None,
    at: datetime = LATER,
    dissents: Mapping[int, str] | None = None,
    **given: Any,
) -> PanelDecision:
    """What the panel decided on it, on the evidence that was cited."""
    first = Submission.objects.filter(
        assignment__scope_body=cell.scope_body, assignment__criterion=cell.criterion
    ).first()
    assert first is not None
    fields: dict[str, Any] = {"reasons": "The panel weighed the records.", **given}
    return actions.decide_in_panel(
        by=by or cell.panel.chair,
        at=at,
        key=a_key(),
        cell=cell,
        grade=a_grade(cell.criterion, grade),
        findings=answers(cell.criterion),
        cited=[one.item for one in first.citations.all()],
        dissents=dissents,
        **fields,
    )
