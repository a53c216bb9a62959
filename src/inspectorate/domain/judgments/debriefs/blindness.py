"""Who may read the words of a debrief, and the grades that were told.

Whoever is still to judge a body learns nothing of what was told there. Words may tell a grade: so
where an inspection tells grades, or ever did, all words of debriefs at that body are withheld from
them, whether a grade was told there or not, which would tell by itself. Only who wrote the words
reads them on. A told grade is seen by whoever sees the judgments of its cell (``..blindness``).
"""

from __future__ import annotations

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..models import Assignment
from .models import GradesTelling, Telling

WITHHELD = "Withheld until you have judged all that you are given of this body."


def tells_or_told(inspection: Inspection) -> bool:
    """May bodies be told provisional grades here, or might they ever? A query."""
    return (
        GradesTelling.objects.filter(inspection=inspection).exclude(telling=Telling.NEVER).exists()
    )


def bodies_dark_to(person: Person, inspection: Inspection) -> frozenset[int]:
    """The bodies in scope, by their keys, whose debriefs ``person`` may not read. Two queries."""
    name = ("bodies whose debriefs are dark", inspection.pk)
    return person.once(name, lambda: _dark(person, inspection))


def _dark(person: Person, inspection: Inspection) -> frozenset[int]:
    if not tells_or_told(inspection):
        return frozenset()
    waits = Assignment.standing().filter(
        scope_body__inspection=inspection, inspector=person, submission=None
    )
    return frozenset(waits.order_by().values_list("scope_body", flat=True))
