"""Reads of evidence, filtered for the reader: a team's items, up to each member's clearance."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import DataReturnWithdrawal, Receipt, Session, Visit
from inspectorate.domain.fieldwork.returns.queries import withdrawal_of
from inspectorate.domain.inspections.access import cleared_for, may, reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import DESCRIBABLE, up_to
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.search import port as search_port
from inspectorate.foundation.search.highlights import Segment, marks
from inspectorate.foundation.search.terms import terms

from . import policies
from . import search as port
from .arrivals import queries as arrivals
from .citing import citable_still
from .documents import Document
from .models import Attachment, Citation, Item, Withdrawal
from .permissions import TABLE
from .reopening import after_reopening
from .states import ItemState
from .verbs import EvidenceVerb

PAGE_SIZE = 25
_AT_ONCE = 500
_DOCUMENT = re.compile(r"(hand-in|file)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to narrow a list to.

    ``mine``: recorded by the reader; days are those of observation; ``standing``: still relied on.
    """

    body: ScopeBody | None = None
    criterion: Criterion | None = None
    kind: str | None = None
    method: str | None = None
    marking: str | None = None
    mine: bool = False
    from_on: date | None = None
    to_on: date | None = None
    direction: str | None = None
    practice: bool = False
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items, newest first or most relevant first (``ranked``).

    ``total`` is exact unless ``capped``: then there are more than that many. ``marks`` gives, by
    item key, its words in segments with what was found marked; ``newer`` what it is superseded by,
    "" where the reader may not read that.
    """

    items: tuple[Item, ...]
    total: int
    capped: bool
    ranked: bool
    number: int
    pages: int
    marks: dict[int, tuple[Segment, ...]] = field(default_factory=dict)
    newer: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the hits fall to each kind, method, marking, direction and body.

    Where there are more than 20,000, the newest of them are counted.
    """

    kinds: dict[str, int]
    methods: dict[str, int]
    markings: dict[str, int]
    directions: dict[str, int]
    bodies: dict[int, int]


def can(person: Person, inspection: Inspection, verb: EvidenceVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def reasons_not_to_withdraw(person: Person, item: Item) -> list[Reason]:
    """Return why ``person`` may not withdraw an item now, once a reason is written."""
    of_others = can(person, item.inspection, EvidenceVerb.WITHDRAW_OF_OTHERS)
    return policies.withdrawable(
        item,
        "given",
        reading(person, item.inspection),
        own=item.recorded_by_id == person.pk,
        of_others=of_others,
    )


def reasons_not_to_supersede(person: Person, item: Item) -> list[Reason]:
    """Return why ``person`` may not supersede an item now, once a fuller record is written."""
    return policies.changeable(item, reading(person, item.inspection))


def reasons_against_files(marking: str, files: int) -> list[Reason]:
    """Return why a number of files may not come with words of ``marking``, before any is taken."""
    return policies.fileable(marking, files)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Item]:
    """The items of ``inspection`` that ``person`` may read, oldest first; none off the team."""
    return Item.objects.filter(inspection=inspection, marking__in=_readable(person, inspection))


def apart_from_sessions(person: Person, visit: Visit) -> QuerySet[Item]:
    """Items from sessions of a visit that were mended since: outside the times, or cancelled.

    Each keeps its own time and its session. Only those that ``person`` may read.
    """
    of_visit = visible_to(person, visit.inspection).filter(session__visit=visit)
    outside = Q(observed_at__lt=F("session__starts_at")) | Q(observed_at__gt=F("session__ends_at"))
    apart = of_visit.filter(outside | Q(session__cancellation__isnull=False))
    return apart.select_related("inspection", "session")


def closed_to(person: Person, inspection: Inspection) -> tuple[QuerySet[Any], ...]:
    """What ``person`` may not read, items and notes, and what withdrew or decided on them: of none
    may they so much as know that it is there.
    """
    items = Item.objects.filter(inspection=inspection)
    above = items.exclude(marking__in=_readable(person, inspection)).order_by()
    notes = arrivals.hidden_from(person, inspection)
    return above, Withdrawal.objects.filter(item__in=above.values("pk")), *notes


def item(person: Person, inspection: Inspection, number: int) -> Item | None:
    """Return one item with its files and criteria, None where ``person`` may not read it."""
    found = _whole(visible_to(person, inspection)).filter(number=number).first()
    return reading(person, inspection).of(found, found.marking) if found else None


def numbers_above(person: Person, inspection: Inspection, number: int, most: int) -> list[int]:
    """The numbers above ``number`` of the first ``most`` items that ``person`` may read."""
    found = visible_to(person, inspection).filter(number__gt=number).order_by("number")
    return list(found.values_list("number", flat=True)[:most])


def of_numbers(person: Person, inspection: Inspection, numbers: Collection[int]) -> list[Item]:
    """Those items of these numbers that ``person`` may read, whole, in their order."""
    found = _whole(visible_to(person, inspection)).filter(number__in=numbers).order_by("number")
    reader = reading(person, inspection)
    return [reader.of(one, one.marking) for one in found]


def laid_open(person: Person, inspection: Inspection, items: QuerySet[Item]) -> QuerySet[Item]:
    """Read those of ``items`` that ``person`` may read, and note that their words are shown."""
    found = items.filter(pk__in=visible_to(person, inspection).order_by().values("pk"))
    found = found.annotate(reopened_before=after_reopening())
    reader = reading(person, inspection)
    for one in found:
        reader.of(one, one.marking)
    return found


def relied_on(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those of ``items`` that are neither withdrawn nor superseded."""
    return items.filter(withdrawal=None, supersession=None)


def describable(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those of ``items`` relied on that may be described, and so counted, outside."""
    return relied_on(items).filter(marking__in=up_to(DESCRIBABLE))


@dataclass(frozen=True, slots=True)
class OfMethod:
    """What a method left: sessions, the bodies they were at, items; all that can be described."""

    method: str
    sessions: int
    bodies: int
    items: int


def by_method(inspection: Inspection) -> list[OfMethod]:
    """Return what each method left, the most used first. One query."""
    held = Session.objects.filter(
        visit__in=Visit.with_days().filter(inspection=inspection), cancellation=None
    )
    items = Item.objects.filter(pk__in=describable(inspection.evidence.all()).values("pk"))
    rows = (
        items.filter(session__in=held)
        .order_by()
        .values_list("session__method")
        .annotate(Count("session", distinct=True), Count("scope_body", distinct=True), Count("pk"))
    )
    return sorted((OfMethod(*row) for row in rows), key=lambda one: (-one.sessions, one.method))


def search(
    person: Person,
    inspection: Inspection,
    text: str = "",
    filters: Filters | None = None,
    page: int = 1,
) -> Page:
    """Find items; without ``text`` list them, newest first.

    The number of queries is the same whatever is found.

    ``text`` may hold words, "phrases", begin* and -without; no text is an error. A text without any
    word finds nothing.
    """
    asked = terms(text)
    scope = _scope(person, inspection, filters or Filters())
    # Beyond the cap hits are not counted, so there is no page to show.
    number = max(1, min(page, search_port.counted_to(asked) // PAGE_SIZE))
    if text.strip() and not asked:
        return Page((), 0, False, False, 1, 1)
    hits = port.find(scope, asked, start=(number - 1) * PAGE_SIZE, size=PAGE_SIZE)
    # Asked again by id: an index that named a row too many must not show it.
    found = {
        one.pk: one
        for one in _whole(
            Item.objects.filter(pk__in=hits.ids, inspection=inspection, marking__in=scope.markings)
        )
    }
    reader = Reading(inspection.slug, scope.markings)
    items = tuple(reader.of(found[pk], found[pk].marking) for pk in hits.ids if pk in found)
    marked = marks({one.pk: one.words or one.stub for one in items}, asked)
    return Page(
        items,
        hits.total,
        hits.capped,
        hits.ranked,
        number,
        max(1, -(-hits.total // PAGE_SIZE)),
        marked,
        {
            one.pk: _named(one.supersession.by_item, reader)
            for one in items
            if one.state is ItemState.SUPERSEDED
        },
    )


@dataclass(frozen=True, slots=True)
class FoundItems:
    """Items that leave all together, in the order of their search, read a few hundred at a time.

    ``capped``: there are more, and these are the newest.
    """

    ids: tuple[int, ...]
    capped: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Item]:
        for some in batched(self.ids, _AT_ONCE):
            found = {one.pk: one for one in _whole(Item.objects.filter(pk__in=some))}
            yield from (found[pk] for pk in some if pk in found)


def every(
    person: Person, inspection: Inspection, text: str = "", filters: Filters | None = None
) -> FoundItems:
    """All items that :func:`search` finds, at most 20,000; that they are read is noted at once.

    What is read later, piece by piece, is read when the door no longer listens.
    """
    asked = terms(text)
    scope = _scope(person, inspection, filters or Filters())
    if text.strip() and not asked:
        return FoundItems(())
    hits = port.find(scope, asked, start=0, size=search_port.CAP, cap=search_port.CAP)
    reader = Reading(inspection.slug, scope.markings)
    # Asked again by id, as a search does.
    rows = Item.objects.filter(inspection=inspection, marking__in=scope.markings)
    readable = {}
    for some in batched(hits.ids, _AT_ONCE):
        for one in rows.filter(pk__in=some).only("pk", "marking"):
            readable[one.pk] = reader.of(one, one.marking)
    return FoundItems(tuple(pk for pk in hits.ids if pk in readable), hits.capped)


def facets(
    person: Person, inspection: Inspection, text: str = "", filters: Filters | None = None
) -> Facets:
    """Count the hits of a search by kind, method, marking, direction and body.

    Nothing hidden is counted.
    """
    asked = terms(text)
    scope = _scope(person, inspection, filters or Filters())
    counts = Facets({}, {}, {}, {}, {})
    if not scope.markings or (text.strip() and not asked):
        return counts
    ids, parameters = port.hit_ids(scope, asked)
    five = "kind, method, marking, direction, scope_body_id"
    # The text is the search port's own; every value is a parameter.
    sql = (
        f"SELECT {five}, count(*) FROM evidence_item "  # nosec B608
        # One grouping by all five and five sums in Python cost one pass over the hits instead of
        # five.
        f"WHERE id IN (SELECT * FROM ({ids}) AS hits) GROUP BY 1, 2, 3, 4, 5"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for kind, method, marking, direction, body, number in cursor.fetchall():
            for counted, value in (
                (counts.kinds, kind),
                (counts.methods, method),
                (counts.markings, marking),
            ):
                counted[value] = counted.get(value, 0) + number
            counts.directions[direction] = counts.directions.get(direction, 0) + number
            counts.bodies[body] = counts.bodies.get(body, 0) + number
    return counts


def attachment(person: Person, inspection: Inspection, pk: int) -> Attachment | None:
    """A file of an item this person may read, or None."""
    found = (
        Attachment.objects.filter(pk=pk, item__in=visible_to(person, inspection))
        .select_related("item__inspection", "blob")
        .first()
    )
    return reading(person, inspection).of(found, found.item.marking) if found else None


def document(person: Person, inspection: Inspection, key: str) -> Document | None:
    """Return a document that ``person`` may read, None for any other; that it was is noted."""
    found = _DOCUMENT.fullmatch(key)
    if found is None:
        return None
    pk = int(found[2])
    if found[1] == "file":
        file = attachment(person, inspection, pk)
        return Document(attachment=file) if file else None
    receipt = fieldwork.handed_in_file(person, inspection, pk)
    return Document(receipt=receipt) if receipt else None


def newer(person: Person, of: Document) -> Receipt | None:
    """The hand-in that stands in the place of this one: that which was said to replace it, or else
    the newest of the same name for the same request, where this one is not it and ``person`` may
    read it: another's name would be told. None that was taken back.
    """
    if of.receipt is None:
        return None
    if replacing := fieldwork.replacing(of.receipt):
        return replacing
    later = Receipt.objects.filter(
        request=of.receipt.request_id, name=of.receipt.name, pk__gt=of.receipt.pk
    )
    stands = later.filter(data_return__withdrawal=None)
    read = stands.filter(marking__in=cleared_for(person, of.receipt.request.inspection))
    return read.exclude(digest__in=("", of.digest)).order_by("-pk").first()


def taken_back(receipt: Receipt | None) -> DataReturnWithdrawal | None:
    """The record by which the data return that a document is was taken back; None of any other."""
    return withdrawal_of(receipt) if receipt is not None else None


def reasons_not_to_cite(of: Document) -> list[Reason]:
    """Why no more words of a document are cited, whichever they are. One query."""
    return citable_still(of)


def newer_than_cited(person: Person, item: Item) -> Receipt | None:
    """The hand-in that stands in the place of the document an item cites, where that is another."""
    citation = getattr(item, "citation", None)
    if citation is None or citation.receipt is None:
        return None
    return newer(person, Document(receipt=citation.receipt))


def citations_of(person: Person, inspection: Inspection, of: Document) -> list[Citation]:
    """The citations of a document whose items ``person`` may read, in the order of its places."""
    rows = Citation.objects.filter(
        receipt=of.receipt,
        attachment=of.attachment,
        item__in=visible_to(person, inspection),
    )
    return list(rows.select_related("item__inspection").order_by("page", "item__number"))


def became(person: Person, item: Item) -> str:
    """What became of an item that is withdrawn or superseded, as ``person`` may know it; or ""."""
    return not_relied_on([item.pk], reading(person, item.inspection)).get(item.pk, "")


def not_relied_on(items: Iterable[int], reader: Reading | None = None) -> dict[int, str]:
    """Return the withdrawn or superseded of items by primary key, each with what became of it.

    ``reader`` is told no name of an item that they may not read. One query.
    """
    return _not_relied_on(Item.objects.filter(pk__in=list(items)), reader)


def not_relied_on_in(inspection: Inspection, reader: Reading | None = None) -> dict[int, str]:
    """Return the withdrawn or superseded items of an inspection, as :func:`not_relied_on`."""
    return _not_relied_on(Item.objects.filter(inspection=inspection), reader)


def _not_relied_on(items: QuerySet[Item], reader: Reading | None) -> dict[int, str]:
    rows = items.exclude(withdrawal=None, supersession=None).select_related(
        "inspection", "withdrawal", "supersession__by_item__inspection"
    )
    return {item.pk: _became(item, reader) for item in rows}


def _became(item: Item, reader: Reading | None) -> str:
    name = _named(item, reader) or "Evidence that you may not read"
    if item.state is ItemState.WITHDRAWN:
        return f"{name} was withdrawn"
    newer = _named(item.supersession.by_item, reader) or "other evidence that you may not read"
    return f"{name} was superseded by {newer}"


def _named(item: Item, reader: Reading | None) -> str:
    return item.ref if reader is None or reader.may(item.marking) else ""


def _readable(person: Person, inspection: Inspection) -> list[str]:
    if not may(person, inspection, TABLE, EvidenceVerb.SEE):
        return []
    return cleared_for(person, inspection)


def _scope(person: Person, inspection: Inspection, filters: Filters) -> port.Scope:
    markings = _readable(person, inspection)
    if filters.marking is not None:
        markings = [mark for mark in markings if mark == filters.marking]
    return port.Scope(
        inspection=inspection.pk,
        markings=markings,
        body=filters.body.pk if filters.body else None,
        criterion=filters.criterion.pk if filters.criterion else None,
        kind=filters.kind or None,
        method=filters.method or None,
        direction=filters.direction or None,
        practice=filters.practice,
        recorder=person.pk if filters.mine else None,
        observed_from=_midnight(filters.from_on) if filters.from_on else None,
        observed_before=_midnight(filters.to_on + timedelta(days=1))
        if filters.to_on and filters.to_on < date.max
        else None,
        standing=filters.standing,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _whole(items: QuerySet[Item]) -> QuerySet[Item]:
    return (
        items.annotate(reopened_before=after_reopening())
        .select_related(
            "inspection",
            "scope_body",
            "session",
            "recorded_by",
            "withdrawal",
            "supersession__by_item__inspection",
            "supersedes__item__inspection",
            "citation",
            "decided__by",
            "decided__arrival__inspection",
            "brought_by",
        )
        .prefetch_related(
            Prefetch("criteria", Criterion.objects.order_by("area__order", "order")),
            "attachments__blob",
        )
    )
