"""Loads what the versions of now are pinned to, and the last word of a referencer on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from django.db.models import F

from inspectorate.domain.evidence.models import Item

from .evidence_base import EvidenceBase
from .models import Claim, Excerpt, Pin, Reference
from .what_stands import ClaimPins, Place, ReleasedExcerpt, SeenItem


@lru_cache(maxsize=4_096)
def _saying(item: SeenItem, stance: str) -> SeenItem:
    return replace(item, stance=stance)


@dataclass
class Pins:
    """The pins of every claim of an inspection, or of one; each part is read once."""

    base: EvidenceBase
    claim: int | None = None

    def of(self, claim: int) -> ClaimPins:
        """Return what the claim with this key is pinned to."""
        return self._pinned.get(claim, ClaimPins())

    @cached_property
    def _pinned(self) -> dict[int, ClaimPins]:
        places: dict[int, dict[int, Place]] = defaultdict(dict)
        keys: dict[int, dict[int, str]] = defaultdict(dict)
        for claim, _, item, stance, judgment, body, criterion in self._rows:
            if judgment is not None:
                places[claim][judgment] = (body, criterion)
            else:
                keys[claim][item] = stance
        items = self._items(set(chain.from_iterable(keys.values())))
        return {
            claim: ClaimPins(
                places[claim],
                tuple(
                    _saying(items[key], stance) if stance else items[key]
                    for key, stance in keys[claim].items()
                ),
            )
            for claim in {*places, *keys}
        }

    def same_items_as(self, claim: Claim) -> tuple[str, ...]:
        """Return the keys of other claims that are pinned to the very same items."""
        own = frozenset(self.of(claim.pk).item_keys)
        others = [one for one in self._by_items.get(own, ()) if one != claim.key] if own else []
        return tuple(sorted(others))

    @cached_property
    def _by_items(self) -> dict[frozenset[int], list[str]]:
        names = {row[0]: row[1] for row in self._rows}
        found: dict[frozenset[int], list[str]] = defaultdict(list)
        for claim, pinned in self._pinned.items():
            found[frozenset(pinned.item_keys)].append(names[claim])
        return found

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        rows = Pin.objects.filter(
            claim__inspection=self.base.inspection, claim_version=F("claim__version")
        )
        rows = rows if self.claim is None else rows.filter(claim=self.claim)
        columns = ("claim", "claim__key", "item", "stance", "agreed", "agreed__scope_body")
        return list(rows.order_by("pk").values_list(*columns, "agreed__criterion"))

    def _items(self, wanted: set[int]) -> dict[int, SeenItem]:
        """Return items by key, each read once.

        The claims of an inspection rest on much of what its judgments cite, which is read for the
        claims that count; one claim rests on few items.
        """
        held = self.base.cited_items if self.claim is None else {}
        rest = Item.objects.filter(pk__in=wanted - held.keys())
        return held | {item.pk: item for item in self.base.seen(rest)}

    def excerpts_of(self, claim: int) -> tuple[ReleasedExcerpt, ...]:
        """Return what may be printed behind a claim: of items it names that are relied on."""
        named = {one.pk: one for one in self.of(claim).items if one.pk not in self.base.gone}
        return tuple(
            ReleasedExcerpt(pk, text, rendering, named[item].kind, named[item].stance)
            for pk, item, text, rendering in self._excerpts.get(claim, ())
            if item in named
        )

    @cached_property
    def _excerpts(self) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        rows = Excerpt.standing().filter(claim__inspection=self.base.inspection)
        columns = ("claim", "pk", "item", "text", "rendering")
        for claim, *row in rows.order_by("at", "pk").values_list(*columns):
            found[claim].append(tuple(row))
        return found

    def named(self, keys: Collection[str]) -> list[Claim]:
        """Return the claims with these keys; all of the inspection are read at the first asking."""
        return [self._by_key[key] for key in keys]

    @cached_property
    def _by_key(self) -> dict[str, Claim]:
        return {one.key: one for one in self.base.inspection.claims.all()}

    @cached_property
    def last_words(self) -> dict[int, Reference]:
        """By claim, the newest reference of the version that stands."""
        rows = Reference.objects.filter(
            claim__inspection=self.base.inspection, claim_version=F("claim__version")
        )
        return {one.claim_id: one for one in rows.select_related("by").order_by("at", "pk")}
