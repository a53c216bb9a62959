"""The only writer of joint figures."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..models import JointFigures, JointSeverity
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies
from .answering import Worked
from .questions import METHODS
from .readings import read


@action(JudgmentVerb.WORK_OUT, streams=lambda *, inspection, **_: [inspection.stream])
def keep(
    *, by: Person, at: datetime, key: str, inspection: Inspection, worked: Worked
) -> JointFigures:
    """Keep what was worked out of the readings of an inspection, in the name of who asked for it.

    The work is done before and outside the act, which holds a lock: seconds of it would keep others
    from judging. Refused where the readings are others by now.
    """
    require(by, inspection, TABLE, JudgmentVerb.WORK_OUT)
    readings = read(inspection)
    refuse_if(policies.keepable(inspection, readings, worked))
    newest = inspection.joint_figures.last()
    # Of the same readings an earlier answer stands: the claim that asked for it still rests on it.
    same = newest and (newest.read_sha256, newest.method) == (worked.read_sha256, METHODS)
    earlier = newest.answers if newest and same else []
    asked = [one["question"] for one in worked.answers]
    figures = JointFigures.objects.create(
        inspection=inspection,
        number=newest.number + 1 if newest else 1,
        read_sha256=worked.read_sha256,
        method=METHODS,
        readings=worked.readings,
        cells=dict(worked.cells),
        answers=[*(one for one in earlier if one["question"] not in asked), *worked.answers],
        by=by,
        at=at,
    )
    JointSeverity.objects.bulk_create(
        [
            JointSeverity(
                figures=figures,
                scale_id=one.scale,
                person_id=readings.people[one.inspector],
                value=one.value,
                low=one.low,
                high=one.high,
                reason="" if one.value is not None else one.reason,
            )
            for one in worked.severities
        ]
    )
    # No number of readings: it would tell a judge that another cell is complete.
    write(of=figures, stream=inspection.stream, detail={"number": figures.number})
    return figures
