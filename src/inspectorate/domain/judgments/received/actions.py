"""The only writer of what becomes of a received grade: its author's own draft."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.evidence.arrivals import actions as arrivals
from inspectorate.domain.evidence.arrivals.models import Arrival, ArrivalDecision
from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..actions import save_draft
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .loading import load
from .said import grade_said


@action(JudgmentVerb.TAKE_GRADE, streams=lambda *, arrival, **_: [arrival.inspection.stream])
def take_grade(
    *, by: Person, at: datetime, key: str, arrival: Arrival, version: int
) -> ArrivalDecision:
    """Take what its author wrote on a visit into their own draft, in the place of its words; what
    that draft cites stays cited. ``version`` is that of the draft which they were shown.

    Raises Conflict with both texts where the draft was saved meanwhile, Forbidden for anybody else.
    """
    inspection = arrival.inspection
    require(by, inspection, TABLE, JudgmentVerb.TAKE_GRADE)
    if arrival.author_id != by.pk or not arrival.private:
        raise Forbidden(JudgmentVerb.TAKE_GRADE)
    said, faults = grade_said(arrival.given)
    refuse_if(faults)
    assert said is not None
    loaded = load(by, inspection, said)
    refuse_if(policies.takeable(loaded))
    assert loaded is not None
    draft = save_draft(
        by=by,
        at=at,
        key="draft",
        assignment=loaded.assignment,
        grade=loaded.grade,
        findings=dict(said.findings),
        reasons=said.reasons,
        cited=list(loaded.draft.cited.all()) if loaded.draft else [],
        marking=said.marking,
        borderline=said.borderline,
        version=version,
    )
    made = arrivals.use_received(by=by, at=at, key="used", arrival=arrival, version=draft.version)
    # Of the decision, which exists for nobody else: that a grade came is told no more than what.
    write(of=made, stream=inspection.stream)
    return made
