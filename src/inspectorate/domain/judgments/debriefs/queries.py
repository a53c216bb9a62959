"""Reads of debriefs: who heard them, and what they were made from, as a reader may have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import laid_open, not_relied_on, relied_on, visible_to
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person

from .models import Debrief


@dataclass(frozen=True, slots=True)
class DebriefView:
    """A debrief as one reader has it; evidence above the reader is not among ``items``.

    ``fallen`` says what became of evidence that it was made from and that is no longer relied on.
    """

    debrief: Debrief
    items: tuple[Item, ...]
    fallen: tuple[str, ...]


def debriefs(person: Person, visit: Visit) -> dict[datetime | None, DebriefView]:
    """The debriefs of a visit, by when it ended with each; more than one where it was reopened.

    What was ended before who heard it was recorded has none. Three queries past the reader's own.
    """
    if not fieldwork.can(person, visit.inspection, FieldworkVerb.SEE):
        return {}
    found = list(visit.debriefs.select_related("by").prefetch_related("sources"))
    keys = {one.item_id for made in found for one in made.sources.all()}
    rows = visible_to(person, visit.inspection).filter(pk__in=keys)
    items = {one.pk: one for one in rows.select_related("inspection")}
    fallen = not_relied_on(items, reading(person, visit.inspection)) if items else {}
    return {
        made.at: DebriefView(
            made,
            tuple(items[pk] for pk in _sources(made) if pk in items),
            tuple(fallen[pk] for pk in _sources(made) if pk in fallen),
        )
        for made in found
    }


def made_from(person: Person, inspection: Inspection, items: QuerySet[Item]) -> list[Debrief]:
    """The debriefs of an inspection that were made from one of some items. One query.

    Their words are read with their visit; that a visit has one, its state tells.
    """
    if not fieldwork.can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = Debrief.objects.filter(visit__inspection=inspection)
    rows = rows.filter(sources__item__in=items.values("pk")).distinct()
    return list(rows.select_related("visit__scope_body"))


def sayable(person: Person, visit: Visit) -> QuerySet[Item]:
    """The evidence of a visit that a debrief may be made from by ``person``, in its order.

    Their words are shown, which is noted. What is SECRET is said in no debrief.
    """
    found = relied_on(visible_to(person, visit.inspection)).filter(session__visit=visit)
    found = found.exclude(marking=Marking.SECRET).select_related("inspection", "session")
    found = found.prefetch_related("criteria__area").order_by("number")
    return laid_open(person, visit.inspection, found)


def _sources(made: Debrief) -> list[int]:
    return [one.item_id for one in made.sources.all()]
