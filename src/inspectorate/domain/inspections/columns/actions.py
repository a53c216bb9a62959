"""The only writers of suppressed columns: suppress one, publish it again."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..access import require
from ..models import Inspection, Suppression, SuppressionEnd
from ..permissions import TABLE
from ..verbs import InspectionVerb
from . import policies


@action(InspectionVerb.SUPPRESS, streams=lambda *, inspection, **_: [inspection.stream])
def suppress(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    column: str,
    reason: str,
    criterion: Criterion | None = None,
) -> Suppression:
    """Suppress a column of the published tables, with the reason: no release holds it any more.

    What was signed and is not out goes out no more where it holds the column.
    """
    require(by, inspection, TABLE, InspectionVerb.SUPPRESS)
    refuse_if(policies.suppressible(inspection, column, criterion, reason))
    suppression = Suppression.objects.create(
        inspection=inspection,
        column=column,
        criterion=criterion,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"column": column, "criterion": criterion.ref if criterion else None}
    write(of=suppression, stream=inspection.stream, detail=detail)
    return suppression


@action(
    InspectionVerb.UNSUPPRESS, streams=lambda *, suppression, **_: [suppression.inspection.stream]
)
def unsuppress(
    *, by: Person, at: datetime, key: str, suppression: Suppression, reason: str
) -> SuppressionEnd:
    """Publish a column again that was suppressed, with the reason; from the next release on."""
    require(by, suppression.inspection, TABLE, InspectionVerb.UNSUPPRESS)
    refuse_if(policies.unsuppressible(suppression, reason))
    end = SuppressionEnd.objects.create(
        suppression=suppression, reason=reason.strip(), by=by, at=at
    )
    criterion = suppression.criterion
    detail = {"column": suppression.column, "criterion": criterion.ref if criterion else None}
    write(of=end, stream=suppression.inspection.stream, detail=detail)
    return end
