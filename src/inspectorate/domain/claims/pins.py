"""Loads what the versions of now are pinned to, and the last word of a referencer on each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db.models import F

from inspectorate.domain.evidence.models import Item

from .evidence_base import EvidenceBase
from .models import Pin, Reference
from .what_stands import ClaimPins, Place, SeenItem


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
        rows = Pin.objects.filter(
            claim__inspection=self.base.inspection, claim_version=F("claim__version")
        )
        rows = rows if self.claim is None else rows.filter(claim=self.claim)
        places: dict[int, dict[int, Place]] = defaultdict(dict)
        keys: dict[int, list[int]] = defaultdict(list)
        columns = ("claim", "item", "agreed", "agreed__scope_body", "agreed__criterion")
        for claim, item, judgment, body, criterion in rows.order_by("pk").values_list(*columns):
            if judgment is not None:
                places[claim][judgment] = (body, criterion)
            else:
                keys[claim].append(item)
        items = self._items(set(chain.from_iterable(keys.values())))
        return {
            claim: ClaimPins(places[claim], tuple(items[key] for key in keys[claim]))
            for claim in {*places, *keys}
        }

    def _items(self, wanted: set[int]) -> dict[int, SeenItem]:
        """Return items by key, each read once.

        The claims of an inspection rest on much of what its judgments cite, which is read for the
        claims that count; one claim rests on few items.
        """
        held = self.base.cited_items if self.claim is None else {}
        rest = Item.objects.filter(pk__in=wanted - held.keys())
        return held | {item.pk: item for item in self.base.seen(rest)}

    @cached_property
    def last_words(self) -> dict[int, Reference]:
        """By claim, the newest reference of the version that stands."""
        rows = Reference.objects.filter(
            claim__inspection=self.base.inspection, claim_version=F("claim__version")
        )
        return {one.claim_id: one for one in rows.select_related("by").order_by("at", "pk")}
