"""Small builders for outcomes in words, through actions only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.outcomes import actions
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.models import OutcomeMove, WrittenOutcome
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER
from tests.factories.rooms import a_key, member

WORDS = "Risk assessments are written late and nobody reads them again."


def an_outcome(
    inspection: Inspection,
    body: ScopeBody,
    of: Criterion,
    kind: str = OutcomeKind.IMPROVEMENT,
    *,
    text: str = WORDS,
    cited: Sequence[Item] | None = None,
    by: Person | None = None,
    at: datetime = LATER,
    marking: str = "OFFICIAL",
) -> WrittenOutcome:
    """An outcome of an agreed judgment, on the evidence that the judgment rests on."""
    if cited is None:
        agreed = Agreed.objects.filter(scope_body=body, criterion=of).latest("number")
        cited = [one.item for one in agreed.citations.all()]
    return actions.write_outcome(
        by=by or member(inspection, Role.LEAD),
        at=at,
        key=a_key(),
        scope_body=body,
        criterion=of,
        kind=kind,
        text=text,
        cited=cited,
        marking=marking,
    )


def withdrawn(outcome: WrittenOutcome, reason: str = "It was put too broadly.") -> OutcomeMove:
    """The outcome withdrawn by the lead."""
    lead = member(outcome.inspection, Role.LEAD)
    return actions.withdraw_outcome(by=lead, at=LATER, key=a_key(), outcome=outcome, reason=reason)
