"""Evidence items in the search over everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.searched import OfInspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Facts, Narrowing, Shown
from inspectorate.foundation.search.port import Entry

from . import search
from .kinds import SourceKind
from .models import Item, ItemCriterion
from .permissions import TABLE
from .queries import visible_to
from .reopening import after_reopening
from .states import ItemState
from .verbs import EvidenceVerb


class SearchedItem(OfInspection):
    """An evidence item, in the room's own index: found by its words, stub and origin."""

    code, number = "item", 1
    label, several = "Evidence item", "Evidence"
    model = Item
    index = search.EVIDENCE
    table, see = TABLE, EvidenceVerb.SEE

    def key(self, thing: int) -> int:
        """Return the key of an item's entry: its own."""
        return thing

    def thing(self, key: int) -> int:
        """Return the item of an entry."""
        return key

    def rows(self) -> QuerySet[Item]:
        """Return every item with its criteria."""
        return Item.objects.prefetch_related("links")

    def entry(self, row: Item) -> Entry:
        """Return what an item is found by, as the room's own act writes it."""
        return search.entry(row, [link.criterion_id for link in row.links.all()])

    def words(self, row: Item) -> str:
        """Return its words, its stub and where it comes from."""
        return self.entry(row).words

    def within(self, row: Item) -> int:
        """Return the key of its inspection."""
        return row.inspection_id

    def tokens(self, row: Item) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return self.entry(row).tokens

    def narrowed(self, narrowing: Narrowing) -> tuple[str, tuple[Any, ...]] | None:
        """Return the condition that an item is from a session of a visit, where one is asked."""
        if narrowing.visit is None:
            return "", ()
        # Which session an item is from no token says.
        of_visit = (
            "IN (SELECT one.id FROM evidence_item AS one JOIN fieldwork_session AS held "
            "ON held.id = one.session_id WHERE held.visit_id = %s)"
        )
        return f"AND {{key}} {of_visit}", (narrowing.visit,)

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some items belongs. Two queries."""
        criteria: dict[int, list[int]] = defaultdict(list)
        links = ItemCriterion.objects.filter(item__in=things).order_by()
        for item, criterion in links.values_list("item", "criterion"):
            criteria[item].append(criterion)
        columns = ("pk", "inspection", "observed_at", "scope_body", "kind", "method", "recorded_by")
        rows = Item.objects.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, at, body, kind, method, person in rows:
            yield Facts(pk, within, at, body, tuple(criteria[pk]), kind, method, person)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open items, asked again for what their reader may see."""
        for inspection in places:
            reader = reading(person, inspection)
            rows = visible_to(person, inspection).filter(pk__in=things)
            rows = rows.annotate(reopened_before=after_reopening())
            for one in rows.select_related(
                "inspection", "scope_body", "recorded_by", "withdrawal", "supersession"
            ):
                reader.of(one, one.marking)
                yield Shown(
                    one.pk,
                    one.ref,
                    one.words or one.stub,
                    one.observed_at,
                    one.marking,
                    (inspection.slug, one.number),
                    self._said(one),
                )

    @staticmethod
    def _said(one: Item) -> tuple[str, ...]:
        how = dict.fromkeys([SourceKind(one.kind).label, Method(one.method).label])
        said = [
            one.scope_body.label,
            f"{', '.join(how)}: {one.origin}",
            f"Recorded by {one.recorded_by.name}",
        ]
        if one.state is not ItemState.RELIED_ON:
            said.append(one.state.label)
        if one.after_reopening:
            said.append("Recorded after its visit was reopened")
        return tuple(said)


ITEM = SearchedItem()
