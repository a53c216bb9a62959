"""The only writers of debriefs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import not_relied_on
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.access import reading, require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import cells
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .models import Debrief, DebriefSource


@action(JudgmentVerb.DEBRIEF, streams=lambda *, visit, **_: [visit.inspection.stream])
def debrief(
    *,
    by: Person,
    at: datetime,
    key: str,
    visit: Visit,
    debrief: str,
    heard_by: str,
    said_on: date,
    cited: Sequence[Item] = (),
    marking: str = BASELINE,
    version: int,
) -> Debrief:
    """End a visit with its hot debrief: what was said, who heard it, and what it was made from.

    The visit is ended by the act of fieldwork that ends one, under its rules.
    """
    inspection = visit.inspection
    require(by, inspection, TABLE, JudgmentVerb.DEBRIEF)
    cells.refuse_unreadable(by, inspection, cited)
    reader = reading(by, inspection)
    fallen = not_relied_on((one.pk for one in cited), reader)
    refuse_if(policies.debriefable(visit, heard_by, said_on, cited, fallen, marking, at, reader))
    ended = fieldwork.end_visit(
        by=by, at=at, key="end", visit=visit, debrief=debrief, marking=marking, version=version
    )
    made = Debrief.objects.create(
        visit=ended, heard_by=heard_by.strip(), said_on=said_on, by=by, at=at
    )
    once = dict.fromkeys(one.pk for one in cited)
    DebriefSource.objects.bulk_create([DebriefSource(debrief=made, item_id=pk) for pk in once])
    write(of=made, stream=inspection.stream, detail={"visit": visit.pk, "sources": len(once)})
    return made
