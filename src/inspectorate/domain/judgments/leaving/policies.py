"""May a judgment that is not submitted be handed to another inspector now?"""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .. import cells, policies
from ..bulk_assignment import assignable_to
from ..models import Assignment


def handable(assignment: Assignment, to: Person, by: Person, reason: str) -> list[Reason]:
    """Require what taking it back and giving it to ``to`` require, and the reason.

    So nobody gets a second judgment of a cell that they judge or judged, and nobody blind to the
    cell touches it.
    """
    cell = cells.load(assignment.scope_body, assignment.criterion)
    refused = policies.endable(cell, assignment, by.pk, reason)
    return refused or assignable_to(cell, to, by.pk)
