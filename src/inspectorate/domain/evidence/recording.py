"""What a person sends to be recorded as evidence, one value for recording and for superseding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import ADDED, APART
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person

from .documents import Document
from .models import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where the words of a recording are said to stand: a document, and the number of the page of
    its text that was read (:class:`foundation.documents.models.TextPage`). ``at`` are anchors on it
    that were chosen, within which they must stand; without any they may stand anywhere on it.
    """

    document: Document
    page: int
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How words came from a device: the time on its clock when they were kept, by how many seconds
    that clock is ahead of ours, and who brought them where they came in a rescue file.
    """

    device_time: datetime | None = None
    skew: int | None = None
    brought_by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One piece of evidence as it was sent, before any of it is checked.

    ``written_at`` is when the words were written; where it is left out, when they reach the system.
    ``files`` lie in the store already. ``passage`` makes it a citation: its words must stand there.
    ``rebuilt``: their author says that they were written again from memory. ``came`` is no part of
    what was said: the same words may come a second time another way.
    """

    scope_body: ScopeBody
    kind: str
    method: str
    origin: str
    words: str
    direction: str
    criteria: Sequence[Criterion]
    observed_at: datetime
    written_at: datetime | None = None
    session: Session | None = None
    practice: bool = False
    marking: str = Marking.OFFICIAL.value
    stub: str = ""
    files: Sequence[StoredFile] = ()
    passage: Passage | None = None
    rebuilt: bool = field(default=False, metadata={ADDED: True})
    came: Came | None = field(default=None, metadata={APART: True})


def recording_of(item: Item) -> Recording:
    """Return what was sent for an item, without its files: where a fuller record begins."""
    return Recording(
        scope_body=item.scope_body,
        kind=item.kind,
        method=item.method,
        origin=item.origin,
        words=item.words,
        direction=item.direction,
        criteria=list(item.criteria.all()),
        observed_at=item.observed_at,
        written_at=item.written_at,
        session=item.session,
        practice=item.practice,
        marking=item.marking,
        stub=item.stub,
        rebuilt=bool(item.rebuilt),
    )
