"""How sure an agreed judgment is, through actions only."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.certainty import actions
from inspectorate.domain.judgments.models import Certainty
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER
from tests.factories.rooms import a_key, criterion, member, scope_body


def said_how_sure(
    inspection: Inspection,
    level: str = "low",
    *,
    number: int = 0,
    ref: str = "1.1",
    by: Person | None = None,
    **given: Any,
) -> Certainty:
    """How sure the agreed judgment of a body by its number is."""
    fields = {"reasons": [] if level == "high" else ["few"], "at": LATER, **given}
    return actions.say_how_sure(
        by=by or member(inspection, Role.MODERATOR),
        key=a_key(),
        scope_body=scope_body(inspection, number),
        criterion=criterion(inspection, ref),
        level=level,
        **fields,
    )
