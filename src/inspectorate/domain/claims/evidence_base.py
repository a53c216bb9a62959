"""What the claims of one inspection stand on, read once in a fixed number of queries and held as
plain values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import cast

from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Group
from inspectorate.domain.evidence.models import Item, ItemCriterion
from inspectorate.domain.evidence.queries import fallen_of
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.judgments.agreement import Rated, complete_submissions
from inspectorate.domain.judgments.models import AgreedCitation
from inspectorate.domain.judgments.queries import current
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import vocabulary_of
from inspectstats.quantity.vocabulary import Vocabulary

from .models import Pin, Reference
from .shapes import Known, KnownCriterion

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BodyAt:
    """A body of the scope: its label and what a population may ask of it."""

    pk: int
    label: str
    kind: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The agreed judgment that stands for a cell, and the items it cites."""

    pk: int
    grade: str
    order: int | None
    meets: bool
    findings: Mapping[str, bool]
    moved: bool
    on: date
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An evidence item, as far as a claim asks."""

    pk: int
    ref: str
    body: int
    kind: str
    marking: str
    on: date


@dataclass(frozen=True, slots=True)
class Pinned:
    """What one version of a claim is pinned to."""

    agreed: frozenset[int]
    items: tuple[Seen, ...]
    places: Mapping[int, Place]


@dataclass
class EvidenceBase:
    """Read lazily, each part once, for as many claims as one likes; ``claim`` (a key) when only one
    is asked for.
    """

    inspection: Inspection
    claim: int | None = None
    _found: dict[str, object] = field(default_factory=dict)

    def once[T](self, name: str, work: Callable[[], T]) -> T:
        """Do a piece of work once for this ground, whoever asks."""
        if name not in self._found:
            self._found[name] = work()
        return cast(T, self._found[name])

    @cached_property
    def bodies(self) -> tuple[BodyAt, ...]:
        groups: dict[int, set[str]] = defaultdict(set)
        for body, code in Group.members.through.objects.values_list("body_id", "group__code"):
            groups[body].add(code)
        rows = self.inspection.scope.order_by("order").values_list(
            "pk", "label", "body_id", "body__kind"
        )
        return tuple(
            BodyAt(pk, label, kind, frozenset(groups[body])) for pk, label, body, kind in rows
        )

    @cached_property
    def labels(self) -> dict[int, str]:
        return {body.pk: body.label for body in self.bodies}

    @cached_property
    def criteria(self) -> dict[int, Criterion]:
        rows = Criterion.objects.filter(
            area__framework=self.inspection.framework_id
        ).select_related("area", "scale")
        rows = rows.prefetch_related("findings", "scale__grades").order_by("area__order", "order")
        return {one.pk: one for one in rows}

    @cached_property
    def known(self) -> Known:
        criteria: dict[str, list[KnownCriterion]] = defaultdict(list)
        for one in self.criteria.values():
            grades = tuple(grade.name for grade in one.scale.grades.all()) if one.scale else ()
            codes = frozenset(finding.code for finding in one.findings.all())
            criteria[one.ref].append(KnownCriterion(one.pk, one.ref, one.area.code, codes, grades))
        return Known(
            criteria=dict(criteria),
            kinds=frozenset(body.kind for body in self.bodies),
            groups=frozenset(Group.objects.values_list("code", flat=True)),
            registers=frozenset(self.register(self.inspection.fieldwork_to)),
            fieldwork_to=self.inspection.fieldwork_to,
        )

    @cached_property
    def left_out(self) -> frozenset[Place]:
        rows = NotInspected.objects.filter(scope_body__inspection=self.inspection)
        return frozenset(rows.values_list("scope_body", "criterion"))

    @cached_property
    def judged(self) -> dict[Place, Judged]:
        cited: dict[int, list[int]] = defaultdict(list)
        standing = current(self.inspection)
        rows = AgreedCitation.objects.filter(agreed__in=[one.pk for one in standing.values()])
        for agreed, item in rows.order_by("pk").values_list("agreed", "item"):
            cited[agreed].append(item)
        return {
            place: Judged(
                one.pk,
                one.grade.name if one.grade else "",
                one.grade.order if one.grade else None,
                bool(one.grade and one.grade.meets),
                one.findings,
                one.moved,
                day(one.at),
                tuple(cited[one.pk]),
            )
            for place, one in standing.items()
        }

    @cached_property
    def cited_items(self) -> dict[int, Seen]:
        """The items cited by any judgment of the inspection, by key."""
        cited = AgreedCitation.objects.filter(
            agreed__scope_body__inspection=self.inspection
        ).values("item")
        return {one.pk: one for one in self.seen(Item.objects.filter(pk__in=cited))}

    @cached_property
    def rated(self) -> list[Rated]:
        return complete_submissions(self.inspection)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.inspection.vocabulary)

    @cached_property
    def pins(self) -> dict[int, Pinned]:
        """By claim key, what its version of now is pinned to."""
        rows = Pin.objects.filter(
            claim__inspection=self.inspection, claim_version=F("claim__version")
        )
        rows = rows if self.claim is None else rows.filter(claim=self.claim)
        items_pinned = {
            one.pk: one
            for one in self.seen(Item.objects.filter(pk__in=rows.exclude(item=None).values("item")))
        }
        found: dict[int, tuple[set[int], list[Seen], dict[int, Place]]] = defaultdict(
            lambda: (set(), [], {})
        )
        columns = ("claim", "item", "agreed", "agreed__scope_body", "agreed__criterion")
        for claim, item, judgment, body, criterion in rows.order_by("pk").values_list(*columns):
            agreed, items, places = found[claim]
            if judgment is not None:
                agreed.add(judgment)
                places[judgment] = (body, criterion)
            else:
                items.append(items_pinned[item])
        return {
            claim: Pinned(frozenset(agreed), tuple(items), places)
            for claim, (agreed, items, places) in found.items()
        }

    @cached_property
    def gone(self) -> dict[int, str]:
        """Items of the inspection that no longer stand, each with what became of it."""
        return fallen_of(self.inspection)

    @cached_property
    def references(self) -> dict[int, Reference]:
        """By claim key, the last word of a referencer on its version of now."""
        rows = Reference.objects.filter(
            claim__inspection=self.inspection, claim_version=F("claim__version")
        )
        return {one.claim_id: one for one in rows.select_related("by").order_by("at", "pk")}

    @cached_property
    def visited(self) -> tuple[date | None, date | None, int]:
        rows = Visit.objects.filter(inspection=self.inspection, cancelled_reason="")
        found = rows.aggregate(first=Min("starts_on"), last=Max("ends_on"))
        return found["first"], found["last"], rows.count()

    @cached_property
    def sessions(self) -> int:
        return Session.objects.filter(
            visit__inspection=self.inspection, visit__cancelled_reason=""
        ).count()

    @cached_property
    def standing_items(self) -> int:
        return Item.objects.filter(
            inspection=self.inspection, withdrawal=None, supersession=None
        ).count()

    def register(self, on: date) -> dict[str, int]:
        """The register's counts on a day, each day read once."""
        key = f"register {on}"
        if key not in self._found:
            self._found[key] = bodies.counts(on)
        return self._found[key]  # type: ignore[return-value]  # put there two lines above

    def items_on(
        self, criteria: Collection[int], practice: bool | None, direction: str
    ) -> list[Seen]:
        """The standing items that speak to one of ``criteria`` and are of the kind asked for,
        oldest first.
        """
        linked = ItemCriterion.objects.filter(
            criterion__in=criteria, item__inspection=self.inspection
        ).values("item")
        rows = Item.objects.filter(pk__in=linked, withdrawal=None, supersession=None)
        if practice is not None:
            rows = rows.filter(practice=practice)
        if direction:
            rows = rows.filter(direction=direction)
        return self.seen(rows)

    def seen(self, items: QuerySet[Item]) -> list[Seen]:
        """Items as a claim asks for them, without their words; ``on`` is the day each was observed."""
        found = []
        for item in items.only(
            "number", "scope_body_id", "kind", "marking", "observed_at", "inspection_id"
        ).order_by("number"):
            item.inspection = self.inspection
            found.append(
                Seen(
                    item.pk,
                    item.ref,
                    item.scope_body_id,
                    item.kind,
                    item.marking,
                    day(item.observed_at),
                )
            )
        return found


def day(moment: datetime) -> date:
    """The day of a moment, where the inspectorate is."""
    return timezone.localtime(moment).date()
