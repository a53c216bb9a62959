"""The only writers of evidence: record, withdraw, supersede. Nothing is ever changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from inspectorate.domain.inspections.access import cleared, may, reading, require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if
from inspectorate.foundation.search import keeping

from . import citing, policies, queries, search
from .models import Attachment, Item, ItemCriterion, Supersession, Withdrawal
from .permissions import TABLE
from .recording import Recording
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
    item = _store(inspection, recording, by=by, at=at)
    write(of=item, stream=inspection.stream, detail=_detail(item, recording))
    return item


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
    newer = _store(inspection, recording, by=by, at=at)
    Supersession.objects.create(item=item, by_item=newer, reason=reason, by=by, at=at)
    write(
        of=newer,
        stream=inspection.stream,
        detail=_detail(newer, recording) | {"supersedes": item.ref},
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


def _store(inspection: Inspection, recording: Recording, *, by: Person, at: datetime) -> Item:
    # The number is the next one: two recorders at the same moment must not both read the same last.
    last = Item.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    item = Item.objects.create(
        inspection=inspection,
        number=last + 1,
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
        written_at=recording.written_at or at,
        recorded_at=at,
        recorded_by=by,
    )
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


def _detail(item: Item, recording: Recording) -> dict[str, object]:
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
