"""May a column of the published tables be suppressed, or published again? Each with its reasons."""

from __future__ import annotations

from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Column, Inspection, Suppression
from ..policies import workable
from ..reasons import InspectionReason
from ..verbs import InspectionVerb


def suppressible(
    inspection: Inspection, column: str, criterion: Criterion | None, reason: str
) -> list[Reason]:
    """Require a column that is published, its criterion where it has one, and a reason."""
    found = [*workable(inspection), *storable(reason, "reason", needed=True)]
    if column not in Column.values:
        text = f"There is no column {column!r} in what is published."
        mend = Mend.words(f"Choose one of: {', '.join(Column.labels)}.")
        return [*found, Reason(InspectionReason.COLUMN_UNKNOWN, text, mend, "column")]
    found += _criterion(inspection, Column(column), criterion)
    standing = Suppression.standing().filter(inspection=inspection)
    if standing.filter(column=column, criterion=criterion).exists():
        text = f"Already suppressed: {_named(column, criterion)}."
        found.append(Reason(InspectionReason.SUPPRESSED_ALREADY, text, NOTHING_TO_DO, "column"))
    return found


def unsuppressible(suppression: Suppression, reason: str) -> list[Reason]:
    """Require a column that is suppressed still, and a reason."""
    found = [*workable(suppression.inspection), *storable(reason, "reason", needed=True)]
    if not Suppression.standing().filter(pk=suppression.pk).exists():
        text = f"Published again already: {_named(suppression.column, suppression.criterion)}."
        mend = Mend.by(InspectionVerb.SUPPRESS, "Suppress it anew if it must not be published.")
        found.append(Reason(InspectionReason.PUBLISHED_AGAIN, text, mend, ""))
    return found


def _criterion(inspection: Inspection, column: Column, criterion: Criterion | None) -> list[Reason]:
    if not column.of_criterion:
        if criterion is None:
            return []
        text = f"It is no column of one criterion: {column.label}."
        mend = Mend.words("Name no criterion, or choose a column of a criterion.")
        return [Reason(InspectionReason.COLUMN_CRITERION, text, mend, "criterion")]
    if criterion is None:
        text = "It is not said of which criterion."
        mend = Mend.words("Choose the criterion.")
        return [Reason(InspectionReason.COLUMN_CRITERION, text, mend, "criterion")]
    if criterion.area.framework_id != inspection.framework_id:
        text = f"{criterion.ref} is not in the framework of this inspection."
        mend = Mend.words("Choose a criterion of its framework.")
        code = InspectionReason.CRITERION_OF_ANOTHER_FRAMEWORK
        return [Reason(code, text, mend, "criterion")]
    if column is Column.GRADES and criterion.scale_id is None:
        text = f"Nothing is graded on {criterion.ref}, so that no grades of it are published."
        mend = Mend.words("Choose a graded criterion.")
        return [Reason(InspectionReason.COLUMN_CRITERION, text, mend, "criterion")]
    return []


def _named(column: str, criterion: Criterion | None) -> str:
    on = f" {criterion.ref}" if criterion else ""
    return f"{Column(column).label}{on}"
