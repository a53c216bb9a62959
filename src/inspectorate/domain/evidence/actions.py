"""The only writers of evidence: record, withdraw, supersede. Nothing is ever changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import cleared, may, reading, require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.batches import Done, batch
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, Refused, refuse_if
from inspectorate.foundation.search import keeping

from . import citing, policies, queries, search
from .models import Attachment, Item, ItemCriterion, Supersession, Withdrawal
from .permissions import TABLE
from .recording import Came, Recording
from .verbs import EvidenceVerb


@action(EvidenceVerb.RECORD, streams=lambda *, inspection, **_: [inspection.stream])
def record(
    *, by: Person, at: datetime, key: str, inspection: Inspection, recording: Recording
) -> Item:
    """Record one item with its files, or with the passage of a document in which its words stand.

    Raises Refused with every reason at once, Forbidden when ``by`` may not record on this
    inspection.
    """
    require(by, inspection, TABLE, EvidenceVerb.RECORD)
    _require_readable(by, inspection, recording)
    refuse_if(citing.citable(recording))
    refuse_if(policies.recordable(inspection, recording, at))
    item = keep_item(inspection, recording, by=by, at=at)
    write(of=item, stream=inspection.stream, detail=detail_of(item, recording))
    return item


@batch(EvidenceVerb.RECORD, each="recording")
def record_many(
    *, by: Person, at: datetime, inspection: Inspection, recording: Sequence[Recording]
) -> list[Done | Refused]:
    """Record several items, none with files or a passage; each is answered alone.

    Raises Forbidden when ``by`` may not record on this inspection.
    """
    require(by, inspection, TABLE, EvidenceVerb.RECORD)
    if any(one.files or one.passage for one in recording):
        raise AssertionError("files and passages are recorded one by one, where they are asked for")
    refused = [policies.recordable(inspection, one, at) for one in recording]
    kept = [one for one, reasons in zip(recording, refused, strict=True) if not reasons]
    made = iter(_store_many(inspection, kept, by=by, at=at))
    return [Refused(reasons) if reasons else next(made) for reasons in refused]


@action(EvidenceVerb.WITHDRAW, streams=lambda *, item, **_: [item.inspection.stream])
def withdraw(*, by: Person, at: datetime, key: str, item: Item, reason: str) -> Withdrawal:
    """Say that an item is no longer relied on, and why; what rests on it becomes stale."""
    inspection = item.inspection
    require(by, inspection, TABLE, EvidenceVerb.WITHDRAW)
    _require_cleared(by, item)
    of_others = may(by, inspection, TABLE, EvidenceVerb.WITHDRAW_OF_OTHERS)
    refuse_if(
        policies.withdrawable(
            item,
            reason,
            reading(by, inspection),
            own=item.recorded_by_id == by.pk,
            of_others=of_others,
        )
    )
    withdrawal = Withdrawal.objects.create(item=item, reason=reason, by=by, at=at)
    write(of=withdrawal, stream=inspection.stream, detail={"item": item.ref})
    return withdrawal


@action(EvidenceVerb.SUPERSEDE, streams=lambda *, item, **_: [item.inspection.stream])
def supersede(
    *, by: Person, at: datetime, key: str, item: Item, reason: str, recording: Recording
) -> Item:
    """Replace an item by a fuller record of the same thing, and say why; both stay readable."""
    inspection = item.inspection
    require(by, inspection, TABLE, EvidenceVerb.SUPERSEDE)
    _require_cleared(by, item)
    _require_readable(by, inspection, recording)
    refuse_if(citing.citable(recording))
    refuse_if(policies.supersedable(item, reason, recording, at, reading(by, inspection)))
    newer = keep_item(inspection, recording, by=by, at=at)
    Supersession.objects.create(item=item, by_item=newer, reason=reason, by=by, at=at)
    write(
        of=newer,
        stream=inspection.stream,
        detail=detail_of(newer, recording) | {"supersedes": item.ref},
    )
    return newer


def _require_cleared(by: Person, item: Item) -> None:
    if not cleared(by, item.inspection, item.marking):
        raise Forbidden(EvidenceVerb.SEE)


def _require_readable(by: Person, inspection: Inspection, recording: Recording) -> None:
    """A passage is cited by who may read the document, of this inspection and of no other."""
    passage = recording.passage
    if passage is not None and queries.document(by, inspection, passage.document.key) is None:
        raise Forbidden(EvidenceVerb.SEE)


def _last(inspection: Inspection) -> int:
    """The last number given: under the act's lock, so that no two recorders read the same."""
    return next(iter(_numbers(inspection)), 0)


@prepared
def _numbers(inspection: Inspection) -> QuerySet[Item, int]:
    given = Item.objects.filter(inspection=inspection).order_by("-number")
    return given.values_list("number", flat=True)[:1]


def _item(
    inspection: Inspection,
    recording: Recording,
    number: int,
    *,
    by: Person,
    at: datetime,
    received_at: datetime | None = None,
) -> Item:
    came = recording.came or Came()
    return Item(
        inspection=inspection,
        number=number,
        scope_body=recording.scope_body,
        session=recording.session,
        kind=recording.kind,
        method=recording.method,
        origin=recording.origin,
        words=recording.words,
        direction=recording.direction,
        practice=recording.practice,
        marking=recording.marking,
        stub=recording.stub,
        observed_at=recording.observed_at,
        written_at=recording.written_at or received_at or at,
        recorded_at=at,
        recorded_by=by,
        rebuilt=recording.rebuilt or None,
        device_time=came.device_time,
        skew=came.skew,
        brought_by=came.brought_by,
        received_at=received_at,
    )


def _store_many(
    inspection: Inspection, recordings: Sequence[Recording], *, by: Person, at: datetime
) -> Iterator[Done]:
    """Keep items without files, in their order."""
    first = _last(inspection) + 1
    items = Item.objects.bulk_create(
        _item(inspection, one, number, by=by, at=at)
        for number, one in enumerate(recordings, start=first)
    )
    links = ItemCriterion.objects.bulk_create(
        ItemCriterion(item=item, criterion=criterion)
        for item, one in zip(items, recordings, strict=True)
        for criterion in dict.fromkeys(one.criteria)
    )
    of: dict[int, list[ItemCriterion]] = defaultdict(list)
    for link in links:
        of[link.item_id].append(link)
    search.index([(item, [one.criterion_id for one in of[item.pk]]) for item in items])
    for item, one in zip(items, recordings, strict=True):
        yield Done(item, detail_of(item, one), [item, *of[item.pk]])


def keep_item(
    inspection: Inspection,
    recording: Recording,
    *,
    by: Person,
    at: datetime,
    received_at: datetime | None = None,
) -> Item:
    """Keep one item in the name of ``by``; inside an act only, which has asked every rule.

    ``received_at`` is when its words came, where a person decided on them first.
    """
    number = _last(inspection) + 1
    item = _item(inspection, recording, number, by=by, at=at, received_at=received_at)
    item.save()
    criteria = {criterion.pk: criterion for criterion in recording.criteria}
    ItemCriterion.objects.bulk_create(
        [ItemCriterion(item=item, criterion=criterion) for criterion in criteria.values()]
    )
    # In one order, since an act on another inspection may bring in the same contents.
    blobs = {
        file.digest: store.put(file, at=at)
        for file in sorted(recording.files, key=lambda one: one.digest)
    }
    for file in recording.files:
        made = Attachment.objects.create(item=item, blob=blobs[file.digest], name=file.name, at=at)
        keeping.tell(made)
    if recording.passage is not None:
        citing.cite(item, recording.passage)
    search.index([(item, list(criteria))])
    return item


def detail_of(item: Item, recording: Recording) -> dict[str, object]:
    """What an entry keeps of an item: where it belongs; its words and files are proven as rows."""
    return {
        "ref": item.ref,
        "scope_body": item.scope_body_id,
        "kind": item.kind,
        "marking": item.marking,
        "criteria": [criterion.ref for criterion in recording.criteria],
        "files": len(recording.files),
        **({"cites": recording.passage.document.key} if recording.passage else {}),
    }
