"""Whether an override of a judgment stands: until it is withdrawn nobody else settles the cell."""

from __future__ import annotations

from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .models import Override


def standing_override(scope_body: ScopeBody, criterion: Criterion) -> Override | None:
    """The override of a cell that stands, None where there is none. A query."""
    rows = Override.objects.filter(
        agreed__scope_body=scope_body, agreed__criterion=criterion, withdrawal=None
    )
    return rows.select_related("agreed", "overridden", "by").order_by("-pk").first()


def not_overridden(scope_body: ScopeBody, criterion: Criterion) -> list[Reason]:
    """Require that no override of the cell stands. A query."""
    if standing_override(scope_body, criterion) is None:
        return []
    text = f"An approving inspector overrode {scope_body.label} on {criterion.ref}."
    mend = Mend.by_another(
        JudgmentVerb.WITHDRAW_OVERRIDE, "The approving inspector may withdraw the override."
    )
    return [Reason(JudgmentReason.OVERRIDDEN, text, mend)]
