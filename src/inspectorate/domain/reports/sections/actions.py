"""The writers of one section: its text, an earlier text of it, whose it is, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.sections import begins, with_part

from .. import policies as of_texts
from ..models import Document, Section
from ..permissions import TABLE
from ..revising import at_the_door, conflict
from ..verbs import ReportVerb
from . import policies
from .keeping import rows_of, write_revision
from .placing import reasons_not_to_place
from .queries import joined_into, writes
from .reading import TextAsRead, as_read, base_as_read, earlier_as_read, reasons_unread
from .standing import StandingSection, place_of, standing_of


@action(ReportVerb.SAVE_SECTION, streams=lambda *, document, **_: [document.inspection.stream])
def save_section(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    identity: str,
    text: str,
    version: int,
) -> Document:
    """Save the text of one section as the document's next revision.

    ``version`` is the section's: where it moved on, Conflict tells both texts; where only others
    did, it is saved beside them. Refused where the section ended or has these words already, and
    where the next one would no longer begin where it does.
    """
    require(by, document.inspection, TABLE, ReportVerb.SAVE_SECTION)
    refuse_if(of_texts.savable(text))
    read = as_read(by, document)
    refuse_if(read.reasons(identity))
    found = standing_of(document)
    now = _standing(found, identity)
    refuse_if(policies.section_savable(was=now.text, text=at_the_door(text)))
    sent = _Sent(found, now, text, version)
    return _written(by, at, document, read, sent, {"words": len(text.split())})


@action(ReportVerb.RESTORE_SECTION, streams=lambda *, document, **_: [document.inspection.stream])
def restore_section(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    identity: str,
    revision: int,
    version: int,
) -> Document:
    """Bring back the text that a section had in ``revision``, as its next version.

    ``version`` is the one the page showed; Conflict where it moved on. Refused where others were
    joined to it since: their words would go with its own.
    """
    require(by, document.inspection, TABLE, ReportVerb.RESTORE_SECTION)
    read = as_read(by, document)
    refuse_if(read.reasons(identity))
    found = standing_of(document)
    now = _standing(found, identity)
    then = earlier_as_read(by, document, identity, revision)
    refuse_if(then.unread if then else ())
    earlier = then.told if then else None
    refuse_if(policies.section_restorable(earlier=earlier, now=now.text))
    joined = joined_into(document, identity, revision, named=read.whole)
    refuse_if(policies.section_revertible(joined, revision))
    sent = _Sent(found, now, earlier or "", version)
    return _written(by, at, document, read, sent, {"from": revision})


@action(ReportVerb.ASSIGN_SECTION, streams=lambda *, document, **_: [document.inspection.stream])
def assign_section(
    *, by: Person, at: datetime, key: str, document: Document, identity: str, to: Person | None
) -> Section:
    """Say who writes a section; ``None`` where nobody does."""
    require(by, document.inspection, TABLE, ReportVerb.ASSIGN_SECTION)
    refuse_if(reasons_unread(by, document, identity))
    section = _row(document, identity)
    may_write = to is None or writes(to, document.inspection)
    same = section.assigned_to_id == (to.pk if to else None)
    refuse_if(policies.section_assignable(writes=may_write, same=same))
    return _noted(section, {"to": to.pk if to else None}, assigned_to=to)


@action(ReportVerb.MARK_SECTION, streams=lambda *, document, **_: [document.inspection.stream])
def mark_section(
    *, by: Person, at: datetime, key: str, document: Document, identity: str, status: str
) -> Section:
    """Say how far a section is: being written, ready to be read, done."""
    require(by, document.inspection, TABLE, ReportVerb.MARK_SECTION)
    refuse_if(reasons_unread(by, document, identity))
    section = _row(document, identity)
    refuse_if(policies.section_markable(status=status, now=section.status))
    return _noted(section, {"status": status}, status=status)


def _standing(found: list[StandingSection], identity: str) -> StandingSection:
    place = place_of(found, identity)
    refuse_if(policies.section_reachable(place is not None))
    return found[place or 0]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A text sent for one of the sections that stand, at a version of it."""

    found: list[StandingSection]
    now: StandingSection
    text: str
    version: int


def _written(
    by: Person,
    at: datetime,
    document: Document,
    read: TextAsRead,
    sent: _Sent,
    detail: Mapping[str, object],
) -> Document:
    """Put a text in the place of a section; what is asked of a whole text is asked of the whole."""
    now, whole = sent.now, _whole(document, sent)
    refuse_if(reasons_not_to_place(by, document, read, now.identity, at_the_door(sent.text)))
    if now.version != sent.version:
        raise conflict(
            by,
            document,
            theirs=now.text,
            yours=at_the_door(sent.text),
            version=now.version,
            base=base_as_read(by, document, now.identity, sent.version),
        )
    saved = write_revision(by, at, document, whole)
    said = {"document": saved.slug, "revision": saved.version, "section": now.identity, **detail}
    write(of=saved, stream=saved.inspection.stream, detail=said)
    return saved


def _whole(document: Document, sent: _Sent) -> str:
    """The text of the document with what was sent; refused where no whole text may be so."""
    place, text = sent.found.index(sent.now), at_the_door(sent.text)
    whole = with_part([one.text for one in sent.found], place, text)
    # Line ends may have been put back to what was sent: then nothing of the text is new.
    refuse_if(policies.section_savable(was=document.text, text=whole))
    refuse_if(of_texts.savable(whole))
    refuse_if(of_texts.keepable(from_markdown(whole)))
    after = "".join(one.text for one in sent.found[place + 1 :])
    refuse_if(policies.section_closable(begins(whole, after)))
    return whole


def _row(document: Document, identity: str) -> Section:
    found = standing_of(document)
    _standing(found, identity)
    return rows_of(document)[identity]


def _noted(section: Section, detail: Mapping[str, object], **changed: object) -> Section:
    document = section.document
    Section.objects.filter(pk=section.pk).update(**changed)
    write(
        of=section,
        stream=document.inspection.stream,
        detail={"document": document.slug, "section": section.identity, **detail},
    )
    return Section.objects.get(pk=section.pk)
