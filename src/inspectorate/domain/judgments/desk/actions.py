"""Writers of the desk: a sample of undisputed judgments, and a look at one of them."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..models import AgreementSample, SampledCell, SampleLook
from ..permissions import TABLE
from ..queries import undisputed
from ..verbs import JudgmentVerb
from . import policies, sampling


@action(JudgmentVerb.DRAW_SAMPLE, streams=lambda *, inspection, **_: [inspection.stream])
def draw_sample(*, by: Person, at: datetime, key: str, inspection: Inspection) -> AgreementSample:
    """Draw a sample of what ``by`` could agree as it was submitted, to look at first."""
    require(by, inspection, TABLE, JudgmentVerb.DRAW_SAMPLE)
    alike = undisputed(by, inspection).alike
    refuse_if(policies.drawable(by, inspection, alike))
    cells = {one.signed: one for one in alike}
    number = AgreementSample.objects.filter(inspection=inspection).count() + 1
    seed = sampling.seed_of(inspection.slug, number, list(cells))
    sample = AgreementSample.objects.create(
        inspection=inspection, number=number, population=len(cells), seed=seed, by=by, at=at
    )
    SampledCell.objects.bulk_create(
        SampledCell(
            sample=sample,
            place=place,
            scope_body=cells[name].scope_body,
            criterion=cells[name].criterion,
        )
        for place, name in enumerate(sampling.drawn(list(cells), seed), 1)
    )
    write(of=sample, stream=inspection.stream, detail={"population": len(cells)})
    return sample


@action(JudgmentVerb.LOOK, streams=lambda *, cell, **_: [cell.sample.inspection.stream])
def look(*, by: Person, at: datetime, key: str, cell: SampledCell, stands: bool) -> SampleLook:
    """Record that a judgment of one's own sample was looked at, and whether it stands."""
    inspection = cell.sample.inspection
    require(by, inspection, TABLE, JudgmentVerb.LOOK)
    if cell.sample.by_id != by.pk:
        raise Forbidden(JudgmentVerb.LOOK)
    refuse_if(policies.lookable(by, cell))
    made = SampleLook.objects.create(cell=cell, stands=stands, by=by, at=at)
    write(of=made, stream=inspection.stream)
    return made
