"""The agreed judgments that one reader may know of, all of an inspection at once."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from .blindness import NOTHING, sights
from .models import Agreed, Assignment
from .queries import can, current, laid_open
from .verbs import JudgmentVerb


def agreed_in_sight(person: Person, inspection: Inspection) -> list[Agreed]:
    """The agreed judgments that stand and that ``person`` may know of, in the order they came.

    None of a cell that they have still to judge, whatever their role, nor of one that somebody was
    given anew. Reasons marked above them are withheld. A fixed number of queries.
    """
    if not can(person, inspection, JudgmentVerb.SEE):
        return []
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    columns = ("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, given.values_list(*columns))
    standing = current(inspection).items()
    kept = [one for place, one in standing if seen.get(place, NOTHING).agreed]
    prefetch_related_objects(kept, "scope_body", "criterion")
    return laid_open(person, inspection, sorted(kept, key=lambda one: one.pk))
