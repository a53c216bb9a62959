"""Evidence: read in the order of its numbers, and recorded by the act of every door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from django.db.models import TextChoices
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Header, Router, Schema, Status
from pydantic import AwareDatetime, Field

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, refuse_if

from ..act_forms import UNPRINTABLE
from .cursor import Cursor, Limit, Page, after, cut
from .problems import ALWAYS, OF_ACTS
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
    criteria: list[int] = Field(max_length=500)
    observed_at: AwareDatetime
    written_at: AwareDatetime | None = None
    session: int | None = Field(None, ge=1, le=2**63 - 1)
    practice: bool = False
    marking: str = _one_of(Marking, Marking.OFFICIAL)


class RecordedOut(Schema):
    """The receipt of an item: the number under which it was recorded, and when."""

    number: int
    ref: str
    recorded_at: datetime


def items_of(request: HttpRequest, inspection: Inspection) -> Iterable[ItemOut]:
    """Every item that the person may read, by number, read some hundred at a time."""
    person, behind = asked_by(request), 0
    while rows := queries.following(person, inspection, behind, 200):
        yield from map(ItemOut.of, rows)
        behind = rows[-1].number


@router.get(
    "/{slug}/evidence/",
    auth=READS,
    response={200: Page[ItemOut], **ALWAYS},
)
def list_evidence(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[ItemOut]:
    """The items that the person may read, withdrawn ones too, by number; new ones come last."""
    inspection = asked_of(request)
    rows = queries.following(asked_by(request), inspection, after(cursor), limit + 1)
    kept, following = cut(rows, limit, lambda one: one.number)
    return Page[ItemOut](items=[ItemOut.of(one) for one in kept], next=following)


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

    Every reason why it may not be recorded is given at once, each with its field.
    """
    inspection = asked_of(request)
    person = asked_by(request)
    made = actions.record(
        by=person,
        at=timezone.now(),
        key=f"api/{idempotency_key}",
        inspection=inspection,
        recording=_recording(person, inspection, sent),
    )
    told = RecordedOut(number=made.number, ref=made.ref, recorded_at=made.recorded_at)
    return Status(201, told)


def _recording(person: Person, inspection: Inspection, sent: ItemIn) -> Recording:
    """What was sent, with the things that it names. Raises Refused with what it names wrongly."""
    body = inspections.scope(inspection).filter(code=sent.body).first()
    session = None
    if sent.session is not None:
        session = fieldwork.session(person, inspection, sent.session)
    criteria = _criteria(inspection, sent.criteria)
    wrong = [*_unprintable(sent), *(_unknown(one) for one in sent.criteria if one not in criteria)]
    if body is None:
        text = f"No body in the scope of this inspection has the code {sent.body!r}."
        mend = Mend.words("The inspection's own address lists them.")
        wrong.append(Reason(EvidenceReason.BODY_OUT_OF_SCOPE, text, mend, "body"))
    if sent.session is not None and session is None:
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
        criteria=list(criteria.values()),
        observed_at=sent.observed_at,
        written_at=sent.written_at,
        session=session,
        practice=sent.practice,
        marking=sent.marking,
    )


def _criteria(inspection: Inspection, sent: list[int]) -> dict[int, Criterion]:
    """The criteria of the framework that were named, in the order in which they were."""
    known = {one.pk: one for one in programmes.criteria(inspection.framework)}
    return {one: known[one] for one in sent if one in known}


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
