"""The agreed judgments that one reader may know of, all of an inspection at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from .blindness import NOTHING, sights
from .models import Agreed, Assignment
from .queries import can, current, laid_open
from .verbs import JudgmentVerb


def agreed_in_sight(person: Person, inspection: Inspection) -> dict[int, Agreed]:
    """The agreed judgments that stand and that ``person`` may know of, by their keys, in the order
    they came.

    None of a cell that they have still to judge, whatever their role, nor of one that somebody was
    given anew. Without their reasons: :func:`opened` lays those open. A fixed number of queries.
    """
    if not can(person, inspection, JudgmentVerb.SEE):
        return {}
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    columns = ("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, given.values_list(*columns))
    standing = current(inspection).items()
    kept = [one for place, one in standing if seen.get(place, NOTHING).agreed]
    return {one.pk: one for one in sorted(kept, key=lambda one: one.pk)}


def opened(person: Person, inspection: Inspection, rows: Sequence[Agreed]) -> list[Agreed]:
    """Some of these as ``person`` may have them: reasons marked above them are withheld."""
    prefetch_related_objects(rows, "scope_body", "criterion")
    return laid_open(person, inspection, rows)
