"""The items of evidence that the form of a claim lists, so that each can be marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item, ItemCriterion
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from .kinds.asking import OfferedItem, OfferedItems

# Each is a list to choose from, with the item's words: more on one page is not read.
LISTED = 60
_SHOWN = 600  # characters of an item's words


@dataclass(frozen=True, slots=True)
class ItemSearch:
    """What items are looked for: on criteria, of one sort or direction, with words in them.

    ``marked`` are the numbers of those marked already: they stay listed whatever is looked for.
    """

    criteria: Collection[int] = ()
    practice: bool = False
    direction: str = ""
    having: str = ""
    marked: Collection[int] = ()


def offered(person: Person, inspection: Inspection, wanted: ItemSearch) -> OfferedItems:
    """Return the items to list, those marked first, and how many fit; as ``person`` may read."""
    standing = evidence.relied_on(evidence.visible_to(person, inspection))
    fitting = _fitting(standing, wanted) if wanted.criteria else standing.none()
    fresh = fitting.exclude(number__in=wanted.marked).order_by("scope_body__order", "number")
    keys = list(fresh.values_list("pk", flat=True))
    marked = standing.filter(number__in=wanted.marked)
    listed = [*marked.values_list("pk", flat=True), *keys[:LISTED]]
    rows = Item.objects.filter(pk__in=listed).select_related("scope_body", "inspection")
    found = {one.pk: one for one in evidence.laid_open(person, inspection, rows)}
    items = tuple(OfferedItem(found[pk].number, _label(found[pk])) for pk in listed)
    return OfferedItems(items, len(listed) - len(keys[:LISTED]) + len(keys))


def _fitting(standing: QuerySet[Item], wanted: ItemSearch) -> QuerySet[Item]:
    linked = ItemCriterion.objects.filter(criterion__in=wanted.criteria).values("item")
    rows = standing.filter(pk__in=linked)
    if wanted.practice:
        rows = rows.filter(practice=True)
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    for word in wanted.having.split():
        rows = rows.filter(words__icontains=word)
    return rows


def _label(item: Item) -> str:
    words = " ".join((item.words or item.stub).split())
    if len(words) > _SHOWN:
        words = f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"{item.ref}, {item.scope_body.label}, {item.get_kind_display().lower()}: {words}"
