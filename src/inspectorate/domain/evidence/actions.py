"""The only writers of evidence: record, withdraw, supersede. Nothing is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections.access import held_on, require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.chain import lock
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import allowed
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from . import policies, search
from .models import Attachment, Item, ItemCriterion, Supersession, Withdrawal
from .permissions import TABLE, cleared_for
from .verbs import EvidenceVerb


@action(EvidenceVerb.RECORD)
def record(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    scope_body: ScopeBody,
    kind: str,
    method: str,
    origin: str,
    words: str,
    direction: str,
    criteria: Sequence[Criterion],
    observed_at: datetime,
    written_at: datetime | None = None,
    session: Session | None = None,
    practice: bool = False,
    marking: str = Marking.OFFICIAL.value,
    stub: str = "",
    files: Sequence[tuple[str, bytes]] = (),
) -> Item:
    """Record one item with its files; ``written_at`` is when the words were written (``at`` where
    not told).

    Raises Refused with every reason at once, Forbidden when ``by`` may not record on this
    inspection.
    """
    require(by, inspection, TABLE, EvidenceVerb.RECORD)
    sent = policies.Sent(
        inspection,
        scope_body,
        session,
        kind,
        method,
        origin,
        words,
        direction,
        marking,
        stub,
        list(criteria),
        observed_at,
        written_at or at,
        list(files),
    )
    refuse_if(policies.recordable(sent, at))
    item = _store(sent, by=by, at=at, practice=practice)
    write(of=item, stream=inspection.stream, detail=_detail(item, sent))
    return item


@action(EvidenceVerb.WITHDRAW)
def withdraw(*, by: Person, at: datetime, key: str, item: Item, reason: str) -> Withdrawal:
    """Say that an item is no longer relied on, and why; what rests on it becomes stale."""
    inspection = item.inspection
    require(by, inspection, TABLE, EvidenceVerb.WITHDRAW)
    held = _readable(by, item)
    of_others = allowed(TABLE, EvidenceVerb.WITHDRAW_OF_OTHERS, held)
    item = Item.objects.select_related(
        "inspection", "withdrawal", "supersession__by_item__inspection"
    ).get(pk=item.pk)
    refuse_if(
        policies.withdrawable(item, reason, own=item.recorded_by_id == by.pk, of_others=of_others)
    )
    withdrawal = Withdrawal.objects.create(item=item, reason=reason, by=by, at=at)
    write(of=withdrawal, stream=inspection.stream, detail={"item": item.ref, "reason": reason})
    return withdrawal


@action(EvidenceVerb.SUPERSEDE)
def supersede(
    *,
    by: Person,
    at: datetime,
    key: str,
    item: Item,
    reason: str,
    scope_body: ScopeBody,
    kind: str,
    method: str,
    origin: str,
    words: str,
    direction: str,
    criteria: Sequence[Criterion],
    observed_at: datetime,
    written_at: datetime | None = None,
    session: Session | None = None,
    practice: bool = False,
    marking: str = Marking.OFFICIAL.value,
    stub: str = "",
    files: Sequence[tuple[str, bytes]] = (),
) -> Item:
    """Replace an item by a fuller or corrected record of the same thing, and say why; both stay
    readable.
    """
    inspection = item.inspection
    require(by, inspection, TABLE, EvidenceVerb.SUPERSEDE)
    _readable(by, item)
    item = Item.objects.select_related(
        "inspection", "withdrawal", "supersession__by_item__inspection"
    ).get(pk=item.pk)
    sent = policies.Sent(
        inspection,
        scope_body,
        session,
        kind,
        method,
        origin,
        words,
        direction,
        marking,
        stub,
        list(criteria),
        observed_at,
        written_at or at,
        list(files),
    )
    refuse_if(policies.supersedable(item, reason, sent, at))
    newer = _store(sent, by=by, at=at, practice=practice)
    Supersession.objects.create(item=item, by_item=newer, reason=reason, by=by, at=at)
    write(
        of=newer,
        stream=inspection.stream,
        detail=_detail(newer, sent) | {"supersedes": item.ref, "reason": reason},
    )
    return newer


def _readable(by: Person, item: Item) -> frozenset[str]:
    """The roles of ``by`` on the item's inspection; an item above the clearance does not exist for
    ``by``.
    """
    held = held_on(by, item.inspection)
    if item.marking not in cleared_for(held):
        raise Forbidden(EvidenceVerb.SEE)
    return frozenset(held)


def _store(sent: policies.Sent, *, by: Person, at: datetime, practice: bool) -> Item:
    lock(sent.inspection.stream)
    number = (
        Item.objects.filter(inspection=sent.inspection).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    item = Item.objects.create(
        inspection=sent.inspection,
        number=number,
        scope_body=sent.scope_body,
        session=sent.session,
        kind=sent.kind,
        method=sent.method,
        origin=sent.origin,
        words=sent.words,
        direction=sent.direction,
        practice=practice,
        marking=sent.marking,
        stub=sent.stub,
        observed_at=sent.observed_at,
        written_at=sent.written_at,
        recorded_at=at,
        recorded_by=by,
    )
    criteria = {criterion.pk: criterion for criterion in sent.criteria}
    ItemCriterion.objects.bulk_create(
        [ItemCriterion(item=item, criterion=criterion) for criterion in criteria.values()]
    )
    for name, content in sent.files:
        Attachment.objects.create(
            item=item, blob=store.put(content, name=name, at=at), name=name, at=at
        )
    search.index([(item, list(criteria))])
    return item


def _detail(item: Item, sent: policies.Sent) -> dict[str, object]:
    """What the ledger keeps of an item: where it belongs and its files' digests, never its words."""
    return {
        "ref": item.ref,
        "body": item.scope_body.code,
        "kind": item.kind,
        "marking": item.marking,
        "criteria": [criterion.ref for criterion in sent.criteria],
        "files": list(item.attachments.values_list("blob_id", flat=True)) if sent.files else [],
    }
