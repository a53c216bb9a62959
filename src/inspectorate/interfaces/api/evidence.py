"""Evidence: read in the order of its numbers, and recorded by the act of every door."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Header, Router, Schema, Status
from pydantic import Field, GetJsonSchemaHandler, RootModel, field_validator
from pydantic.json_schema import JsonSchemaValue

from inspectorate.domain.evidence import queries
from inspectorate.domain.evidence.arrivals import queries as arrivals
from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, refuse_if

from .. import received_meanings
from ..notes import ItemIn, NoteReader, holding_nothing
from .cursor import Cursor, Limit, Page, after, paged
from .problems import ALWAYS, OF_ACTS, SaidReason
from .tokens import BearerToken, asked_by, asked_of

router = Router(tags=["evidence"])
READS = BearerToken(Scope.READ_EVIDENCE, can=queries.can, verb=EvidenceVerb.SEE)
# Also for who has left the team since: no rule leaves words on a device.
RECORDS = BearerToken(Scope.RECORD_EVIDENCE, there=arrivals.sendable)
BY_API = Arriving(via=Door.API)
_KEY = re.compile("[!-~]{1,100}")
# Made by the program for each thing it does; the same sent again changes nothing.
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern="^[!-~]+$",
        description="Made by the program for this one item. Sent again with the same words, it "
        "records nothing more and answers as the first time.",
    ),
]


class FileOut(Schema):
    """A file of an item: its name and SHA-256."""

    name: str
    digest: str


class ItemOut(Schema):
    """One item. ``late``: written, or come here, over a day after what it tells of; ``rebuilt``:
    written again from memory. ``received_at`` is when its words came here. Where a person decided
    on them before they were recorded, ``decided_by`` names them, and ``changed`` the fields that
    they mended.
    """

    number: int
    ref: str
    body: str
    label: str
    session: int | None
    kind: str
    method: str
    origin: str
    words: str
    stub: str
    direction: str
    practice: bool
    marking: str
    criteria: list[str]
    observed_at: datetime
    written_at: datetime
    received_at: datetime
    recorded_at: datetime
    recorded_by: str
    decided_by: str | None
    changed: list[str]
    late: bool
    rebuilt: bool
    after_reopening: bool
    state: str
    files: list[FileOut]

    @staticmethod
    def of(item: Item) -> ItemOut:
        decided = getattr(item, "decided", None)
        return ItemOut(
            number=item.number,
            ref=item.ref,
            body=item.scope_body.code,
            label=item.scope_body.label,
            session=item.session_id,
            kind=item.kind,
            method=item.method,
            origin=item.origin,
            words=item.words,
            stub=item.stub,
            direction=item.direction,
            practice=item.practice,
            marking=item.marking,
            criteria=[one.ref for one in item.criteria.all()],
            observed_at=item.observed_at,
            written_at=item.written_at,
            received_at=item.came_at,
            recorded_at=item.recorded_at,
            recorded_by=item.recorded_by.name,
            decided_by=decided.by.name if decided else None,
            changed=list(decided.changes) if decided else [],
            late=item.late,
            rebuilt=bool(item.rebuilt),
            after_reopening=item.after_reopening,
            state=item.state.value,
            files=[FileOut(name=one.name, digest=one.blob_id) for one in item.attachments.all()],
        )


def _key_of(sent: object) -> str:
    """The key of an item of a batch as it was sent, whatever that is; "" where there is none."""
    key = sent.get("key") if isinstance(sent, dict) else None
    return key if isinstance(key, str) else ""


class NoteIn(RootModel[dict[str, Any]]):
    """An item as :class:`ItemIn` describes it; what is written otherwise is received all the same,
    and told so.
    """

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        as_described = handler(ItemIn.__pydantic_core_schema__)
        received = {"type": "object", "description": "Anything else is received, not recorded."}
        return {"anyOf": [as_described, received]}


class KeyedItemIn(ItemIn):
    """An item of a batch, with the key that a single one has in its header."""

    key: str = Field(min_length=1, max_length=100, pattern="^[!-~]+$")


class BatchIn(Schema):
    """Several items, each as a single one is sent, with its ``key`` beside its fields. One that is
    not as described stops no other.
    """

    model_config = {"extra": "forbid"}

    items: list[Any] = Field(min_length=1, max_length=25)

    @field_validator("items")
    @classmethod
    def keys_differ(cls, items: list[Any]) -> list[Any]:
        """Refuse a key that comes twice: nobody could tell which answer is whose."""
        keys = [key for one in items if (key := _key_of(one))]
        if len(set(keys)) < len(keys):
            raise ValueError("a key comes twice: give each item a key of its own")
        return items


class RecordedOut(Schema):
    """The receipt of an item: the number under which it was recorded, and when."""

    number: int
    ref: str
    recorded_at: datetime


class ReceivedOut(Schema):
    """The receipt of an item that the rules refused: it is kept as it was sent, under this number,
    until a person records it or sets it aside. ``recorded`` is what became of it since.
    ``left_out``: SECRET words or files came with it and were not kept; keep your own.
    """

    number: int
    ref: str
    received_at: datetime
    left_out: bool
    reasons: list[SaidReason]
    recorded: RecordedOut | None = None


class OutcomeOut(Schema):
    """What became of one item of a batch: recorded, received with its reasons, or, where nothing
    was in it, why it was not taken.
    """

    key: str
    recorded: RecordedOut | None = None
    received: ReceivedOut | None = None
    reasons: list[SaidReason] = Field(default_factory=list)

    @staticmethod
    def of(key: str, taken: Taken) -> OutcomeOut:
        received = _received(taken)
        told = received.reasons if received else []
        return OutcomeOut(key=key, recorded=_recorded(taken), received=received, reasons=told)


def _recorded(taken: Taken) -> RecordedOut | None:
    item = taken.item
    if item is None:
        return None
    return RecordedOut(number=item.number, ref=item.ref, recorded_at=item.recorded_at)


def _received(taken: Taken) -> ReceivedOut | None:
    arrival = taken.arrival
    if arrival is None:
        return None
    return ReceivedOut(
        number=arrival.number,
        ref=arrival.ref,
        received_at=arrival.received_at,
        left_out=arrival.left_out,
        reasons=[SaidReason(**one._asdict()) for one in taken.told],
        recorded=_recorded(taken),
    )


class BatchOut(Schema):
    """What became of each, in the order in which they were sent."""

    outcomes: list[OutcomeOut]


def items_of(request: HttpRequest, inspection: Inspection) -> Iterable[ItemOut]:
    """Every item that the person may read, by number, read some hundred at a time."""
    person, behind = asked_by(request), 0
    while numbers := queries.numbers_above(person, inspection, behind, 200):
        yield from map(ItemOut.of, queries.of_numbers(person, inspection, numbers))
        behind = numbers[-1]


@router.get(
    "/{slug}/evidence/",
    auth=READS,
    response={200: Page[ItemOut], **ALWAYS},
)
def list_evidence(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[ItemOut]:
    """The items that the person may read, withdrawn ones too, by number; new ones come last."""
    person, inspection = asked_by(request), asked_of(request)
    numbers = queries.numbers_above(person, inspection, after(cursor), limit + 1)
    read = partial(queries.of_numbers, person, inspection)
    return Page[ItemOut](**paged(cursor, limit, numbers, read, ItemOut.of))


@router.get(
    "/{slug}/evidence/{int:number}/",
    auth=READS,
    response={200: ItemOut, **ALWAYS},
)
def item(request: HttpRequest, slug: str, number: int) -> ItemOut:
    """One item."""
    inspection = asked_of(request)
    found = queries.item(asked_by(request), inspection, number)
    if found is None:
        raise Http404
    return ItemOut.of(found)


@router.post(
    "/{slug}/evidence/",
    auth=RECORDS,
    response={201: RecordedOut, 202: ReceivedOut, **OF_ACTS},
)
def record(
    request: HttpRequest, slug: str, sent: NoteIn, idempotency_key: Key
) -> Status[RecordedOut | ReceivedOut]:
    """Record one item. It cannot be changed; it can be withdrawn or superseded.

    One that a rule refuses is received (202): kept as it was sent, with every reason and its field,
    until a person records it or sets it aside. Sent again, it is answered alike.
    """
    inspection, said = asked_of(request), sent.root
    refuse_if(holding_nothing(said))
    by, at = asked_by(request), timezone.now()
    one = Incoming(f"api/{idempotency_key}", NoteReader(inspection).read(said), BY_API)
    one = received_meanings.coming(by, inspection, one)
    taken = take_in(
        by=by, at=at, key=one.key, inspection=inspection, note=one.note, arriving=BY_API
    )
    taken = received_meanings.settled(by, at, one, taken)
    if received := _received(taken):
        return Status(202, received)
    recorded = _recorded(taken)
    assert recorded is not None
    return Status(201, recorded)


@router.post("/{slug}/evidence/batch/", auth=RECORDS, response={200: BatchOut, **OF_ACTS})
def record_batch(request: HttpRequest, slug: str, sent: BatchIn) -> BatchOut:
    """Record several items in one transaction, each under its own key and with its own answer.

    What a rule refuses stops no other: it leaves the batch, and is received with its reasons.
    """
    inspection, person = asked_of(request), asked_by(request)
    reader = NoteReader(inspection)
    reader.look_up(sent.items)
    outcomes: dict[int, OutcomeOut] = {}
    incoming: dict[int, Incoming] = {}
    for place, one in enumerate(sent.items):
        if nothing := holding_nothing(one):
            told = SaidReason.all_of(nothing)
            outcomes[place] = OutcomeOut(key=_key_of(one), reasons=told)
        else:
            incoming[place] = _incoming(reader, one)
    # The same words without a key, sent twice in a batch, are one note.
    once = list({one.key: one for one in incoming.values()}.values())
    taken = received_meanings.taken_in(
        by=person, at=timezone.now(), inspection=inspection, incoming=dict(enumerate(once))
    )
    of = {one.key: taken[place] for place, one in enumerate(once)}
    for place, one in incoming.items():
        outcomes[place] = OutcomeOut.of(_key_of(sent.items[place]), of[one.key])
    return BatchOut(outcomes=[outcomes[place] for place in range(len(sent.items))])


def _incoming(reader: NoteReader, sent: dict[str, Any]) -> Incoming:
    """One item of a batch; without a key that can be kept it has one of its own words."""
    key = sent.get("key")
    said = {name: value for name, value in sent.items() if name != "key"}
    note = reader.read(said)
    if isinstance(key, str) and _KEY.fullmatch(key):
        return Incoming(f"api/{key}", note, BY_API)
    text = "The key is missing, or none that can be kept."
    mend = Mend.words("Send a key of its own with each item: up to 100 signs of ASCII.")
    reason = Reason(EvidenceReason.NOT_AS_DESCRIBED, text, mend, "key")
    keyless = replace(note, recording=None, reasons=[reason, *note.reasons])
    return Incoming(f"api-without-key/{note.digest}", keyless, BY_API)
