"""Evidence: read in the order of its numbers, and recorded by the act of every door."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import cached_property, partial
from typing import Annotated, Any

from django.db.models import Model, TextChoices
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Header, Router, Schema, Status
from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    field_validator,
)

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from ..act_forms import UNPRINTABLE
from .cursor import Cursor, Limit, Page, after, paged
from .problems import ALWAYS, OF_ACTS, SaidReason, reason_of
from .reasons import ApiReason
from .tokens import BearerToken, asked_by, asked_of

router = Router(tags=["evidence"])
READS = BearerToken(Scope.READ_EVIDENCE, can=queries.can, verb=EvidenceVerb.SEE)
RECORDS = BearerToken(Scope.RECORD_EVIDENCE, can=queries.can, verb=EvidenceVerb.RECORD)
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


def _one_of(choices: type[StrEnum] | type[TextChoices], usual: str | None = None) -> Any:
    """A field that the description says the choices of; the room's own rule refuses others, so
    that every reason is told at once.
    """
    said: dict[str, Any] = {"enum": [str(one.value) for one in choices]}
    if usual is None:
        return Field(max_length=40, json_schema_extra=said)
    return Field(str(usual), max_length=40, json_schema_extra=said)


def _written_out(sent: object) -> object:
    """Require a moment as RFC 3339 writes it; a number could be a day, a year or seconds."""
    if not isinstance(sent, str) or not _MOMENT.fullmatch(sent):
        raise ValueError("it is no moment: write it as 2026-10-05T10:20:00+01:00")
    return sent


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]


class FileOut(Schema):
    """A file of an item: its name and SHA-256."""

    name: str
    digest: str


class ItemOut(Schema):
    """One item. ``late``: written, or come here, over a day after what it tells of."""

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
    recorded_at: datetime
    recorded_by: str
    late: bool
    after_reopening: bool
    state: str
    files: list[FileOut]

    @staticmethod
    def of(item: Item) -> ItemOut:
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
            recorded_at=item.recorded_at,
            recorded_by=item.recorded_by.name,
            late=item.late,
            after_reopening=item.after_reopening,
            state=item.state.value,
            files=[FileOut(name=one.name, digest=one.blob_id) for one in item.attachments.all()],
        )


class ItemIn(Schema):
    """What is recorded. ``body`` is a code in scope, ``criteria`` are ids of the framework.

    ``written_at`` is when the words were written; without it, when they come here.
    """

    model_config = {"extra": "forbid"}

    body: str = Field(max_length=80)
    kind: str = _one_of(SourceKind)
    method: str = _one_of(Method)
    origin: str = Field(max_length=160)
    words: str = Field("", max_length=100_000)
    stub: str = Field("", max_length=2_000)
    direction: str = _one_of(Direction)
    criteria: list[StrictInt] = Field(max_length=500)
    observed_at: Moment
    written_at: Moment | None = None
    session: StrictInt | None = Field(None, ge=1, le=2**63 - 1)
    practice: StrictBool = False
    marking: str = _one_of(Marking, Marking.OFFICIAL)


def _key_of(sent: object) -> str:
    """The key of an item of a batch as it was sent, whatever that is; "" where there is none."""
    key = sent.get("key") if isinstance(sent, dict) else None
    return key if isinstance(key, str) else ""


class KeyedItemIn(ItemIn):
    """An item of a batch, with the key that a single one has in its header."""

    key: str = Field(min_length=1, max_length=100, pattern="^[!-~]+$")


class BatchIn(Schema):
    """Several items, each under its own key. One that is not as described stops no other."""

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


class OutcomeOut(Schema):
    """What became of one item of a batch: its receipt, or why it was not recorded."""

    key: str
    recorded: RecordedOut | None = None
    reasons: list[SaidReason] = Field(default_factory=list)

    @staticmethod
    def of(key: str, made: Model | Refused) -> OutcomeOut:
        if isinstance(made, Refused):
            return OutcomeOut.refused(key, made)
        assert isinstance(made, Item)
        told = RecordedOut(number=made.number, ref=made.ref, recorded_at=made.recorded_at)
        return OutcomeOut(key=key, recorded=told)

    @staticmethod
    def refused(key: str, refusal: Refused) -> OutcomeOut:
        return OutcomeOut(key=key, reasons=SaidReason.all_of(refusal.reasons))


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
    response={201: RecordedOut, **OF_ACTS},
)
def record(
    request: HttpRequest, slug: str, sent: ItemIn, idempotency_key: Key
) -> Status[RecordedOut]:
    """Record one item. It cannot be changed; it can be withdrawn or superseded.

    Every rule that refuses it is told at once, each reason with its field.
    """
    inspection = asked_of(request)
    person = asked_by(request)
    made = actions.record(
        by=person,
        at=timezone.now(),
        key=f"api/{idempotency_key}",
        inspection=inspection,
        recording=ItemReader(person, inspection).recording(sent),
    )
    told = RecordedOut(number=made.number, ref=made.ref, recorded_at=made.recorded_at)
    return Status(201, told)


@router.post("/{slug}/evidence/batch/", auth=RECORDS, response={200: BatchOut, **OF_ACTS})
def record_batch(request: HttpRequest, slug: str, sent: BatchIn) -> BatchOut:
    """Record several items in one transaction, each under its own key and with its own answer.

    What a rule refuses stops no other; its reasons are told, and its key is free still.
    """
    inspection, person = asked_of(request), asked_by(request)
    reader = ItemReader(person, inspection)
    outcomes: dict[int, OutcomeOut] = {}
    keyed: dict[int, tuple[str, Recording]] = {}
    for place, one in enumerate(sent.items):
        try:
            item = _as_described(one)
            keyed[place] = item.key, reader.recording(item)
        except Refused as refusal:
            outcomes[place] = OutcomeOut.refused(_key_of(one), refusal)
    made = actions.record_many(
        by=person,
        at=timezone.now(),
        keys=[f"api/{key}" for key, _ in keyed.values()],
        inspection=inspection,
        recording=[recording for _, recording in keyed.values()],
    )
    for (place, (key, _)), found in zip(keyed.items(), made, strict=True):
        outcomes[place] = OutcomeOut.of(key, found)
    return BatchOut(outcomes=[outcomes[place] for place in range(len(sent.items))])


def _as_described(sent: object) -> KeyedItemIn:
    """One item of a batch; raises Refused with every field that is not as described."""
    try:
        return KeyedItemIn.model_validate(sent)
    except ValidationError as fault:
        said = [{**one, "loc": ("body", "", *one["loc"])} for one in fault.errors()]
        raise Refused([reason_of(one) for one in said]) from fault


class ItemReader:
    """What items that are sent name on one inspection, each looked up once."""

    def __init__(self, person: Person, inspection: Inspection) -> None:
        self.person, self.inspection = person, inspection
        self.sessions: dict[int, Session | None] = {}

    @cached_property
    def bodies(self) -> dict[str, ScopeBody]:
        """The bodies in scope by their codes."""
        return {one.code: one for one in inspections.scope(self.inspection)}

    @cached_property
    def criteria(self) -> dict[int, Criterion]:
        """The criteria of the framework by their keys."""
        return {one.pk: one for one in programmes.criteria(self.inspection.framework)}

    def session(self, pk: int) -> Session | None:
        """A session of the inspection, cancelled or not."""
        if pk not in self.sessions:
            self.sessions[pk] = fieldwork.session(self.person, self.inspection, pk)
        return self.sessions[pk]

    def recording(self, sent: ItemIn) -> Recording:
        """What was sent, with the things it names. Raises Refused with what it names wrongly."""
        body, session = self.bodies.get(sent.body), None
        wrong = [*_unprintable(sent)]
        wrong += [_unknown(one) for one in sent.criteria if one not in self.criteria]
        if body is None:
            text = f"No body in the scope of this inspection has the code {sent.body!r}."
            mend = Mend.words("The inspection's own address lists them.")
            wrong.append(Reason(EvidenceReason.BODY_OUT_OF_SCOPE, text, mend, "body"))
        if sent.session is not None and (session := self.session(sent.session)) is None:
            text = f"This inspection has no session {sent.session}."
            mend = Mend.words("Choose one of its sessions, or none.")
            wrong.append(Reason(EvidenceReason.SESSION_ELSEWHERE, text, mend, "session"))
        refuse_if(wrong)
        assert body is not None
        return Recording(
            scope_body=body,
            kind=sent.kind,
            method=sent.method,
            origin=sent.origin,
            words=sent.words,
            stub=sent.stub,
            direction=sent.direction,
            criteria=[self.criteria[one] for one in dict.fromkeys(sent.criteria)],
            observed_at=sent.observed_at,
            written_at=sent.written_at,
            session=session,
            practice=sent.practice,
            marking=sent.marking,
        )


def _unknown(criterion: int) -> Reason:
    text = f"The framework of this inspection has no criterion {criterion}."
    mend = Mend.words("The inspection's own address lists them.")
    return Reason(ApiReason.CRITERION_UNKNOWN, text, mend, "criteria")


def _unprintable(sent: ItemIn) -> list[Reason]:
    """Refuse characters that no page, feed or document can carry, as every form does."""
    found = []
    for name in ("origin", "words", "stub"):
        there = UNPRINTABLE.search(getattr(sent, name))
        if there is not None:
            where = f"Character {there.start() + 1} of {name} (U+{ord(there[0]):04X})"
            mend = Mend.words("Delete it and send again.")
            text = f"{where} cannot be printed."
            found.append(Reason(ApiReason.CANNOT_BE_PRINTED, text, mend, name))
    return found
