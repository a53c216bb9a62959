"""Reads of sections: the outline of a document, what a section was, who may write one.

What is told of a text is what its reader has of it (``sections.reading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import above
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Problem, Reason
from inspectorate.prose.manuscript import Coverage
from inspectorate.prose.readability import words_of
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.sections import Part, part_of, parts

from ..marking import of_manuscript, taken_apart
from ..marking_loading import bears_of
from ..models import Document, Revision, Section
from ..permissions import TABLE
from ..queries import markings_of
from ..remarks.counting import open_on_section
from ..states import SectionStatus
from ..verbs import ReportVerb
from . import policies
from .reading import TextAsRead, as_read, earlier_as_read
from .standing import (
    StandingSection,
    joined_since,
    last_texts,
    place_of,
    sections_in,
    standing_of,
    versions_of,
)

BEFORE = "Before the first heading"
UNNAMED = "a section marked higher"
# Sections that ended, under the outline: those before are in the history of the document.
MOST_ENDED = 50


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section as the outline tells of it.

    ``level`` is 0 for what stands before the first heading; ``line`` is its first, from 1;
    ``words`` are those that are printed, its heading too; ``problems`` block freezing or warn;
    ``remarks`` are open. ``closed`` says that its reader has not all of it: ``text`` is what is
    left.
    """

    identity: str
    version: int
    heading: str
    level: int
    line: int
    text: str
    words: int
    problems: int
    status: SectionStatus
    assigned_to: Person | None
    changed_at: datetime
    closed: bool = False
    remarks: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What is recorded of a document's sections: the rows, those that ended too, and the layout and
    the time of the newest text.
    """

    rows: Sequence[Section]
    layout: Any
    saved_at: datetime


def held(document: Document) -> Held:
    """Read what is recorded of a document's sections; a page asks once."""
    newest = Revision.objects.filter(
        document=OuterRef("document"), number=OuterRef("document__version")
    )
    rows = list(
        document.sections.select_related("assigned_to").annotate(
            layout=Subquery(newest.values("layout")[:1]),
            saved_at=Subquery(newest.values("at")[:1]),
            remarks=open_on_section(),
        )
    )
    if rows:
        return Held(rows, rows[0].layout, rows[0].saved_at or document.opened_at)
    # Saved before documents had sections, or never.
    last = document.revisions.filter(number=document.version)
    layout, at = last.values_list("layout", "at").first() or (None, document.opened_at)
    return Held([], layout, at)


def outline(
    document: Document,
    problems: Iterable[Problem] = (),
    known: Held | None = None,
    read: TextAsRead | None = None,
) -> list[OutlineSection]:
    """Return the sections of the newest text, in order, each with the problems found in it.

    Given what somebody has ``read``, it tells of that alone, and ``problems`` were found in that.
    """
    known = known or held(document)
    rows = {one.identity: one for one in known.rows}
    lines = [one.place.line for one in problems]
    found, line = [], 1
    closed = {one.identity for one in read.sections if one.unread} if read else set()
    text, stands = _as_told(document, known, read if closed else None)
    apart = taken_apart(text)
    for one, part in zip(stands, _parts(text, stands), strict=True):
        after = line + one.text.count("\n")
        here = sum(line <= place < after for place in lines)
        last = one is stands[-1]
        words = part.words if apart is None else words_of(apart, line, None if last else after)
        told = _told(one, part, rows.get(one.identity), line, words, here, known.saved_at)
        found.append(replace(told, closed=one.identity in closed))
        line = after
    return found


def _as_told(
    document: Document, known: Held, read: TextAsRead | None
) -> tuple[str, Sequence[StandingSection]]:
    """The text with its sections, or what somebody has of it."""
    if read is None:
        return document.text, sections_in(document.text, known.layout, document.version)
    found = [StandingSection(one.identity, one.version, one.told) for one in read.sections]
    return read.text, found


def _parts(text: str, stands: Sequence[StandingSection]) -> list[Part]:
    """The headings of sections: from the whole text, which was read just before, where it is cut
    today as it was when it was saved.
    """
    found = parts(text)
    alike = [one.text for one in found] == [one.text for one in stands]
    return found if alike else [part_of(one.text) for one in stands]


def _told(
    one: StandingSection,
    part: Part,
    row: Section | None,
    line: int,
    words: int,
    problems: int,
    made_at: datetime,
) -> OutlineSection:
    return OutlineSection(
        identity=one.identity,
        version=one.version,
        heading=_heading(part),
        level=part.level,
        line=line,
        text=one.text,
        words=words,
        problems=problems,
        status=SectionStatus(row.status if row else SectionStatus.WRITING),
        assigned_to=row.assigned_to if row else None,
        changed_at=row.changed_at if row else made_at,
        remarks=getattr(row, "remarks", 0),
    )


def _heading(part: Part) -> str:
    return " ".join(part.heading.split()) or (BEFORE if not part.level else "No words")


def coverage(
    person: Person, inspection: Inspection, documents: Sequence[Document]
) -> list[Coverage]:
    """Count for each document its sentences bound, context, narrative and unbound, of what this
    person may read. Only of a text that is closed in part more is asked.
    """
    reader, texts = reading(person, inspection), [from_markdown(one.text) for one in documents]
    bears = bears_of(inspection, texts)
    return [
        text.coverage()
        if reader.may(of_manuscript(text, bears))
        else from_markdown(as_read(person, one, noted=False).text).coverage()
        for one, text in zip(documents, texts, strict=True)
    ]


def section_of(
    document: Document, identity: str, read: TextAsRead | None = None
) -> OutlineSection | None:
    """Return one section of the newest text, as it was ``read`` where that is given; ``None`` where
    it is not, or no longer, there.
    """
    found = outline(document, read=read)
    return next((one for one in found if one.identity == identity), None)


def ever_had(document: Document, identity: str) -> bool:
    """Did the document ever have this section?"""
    if document.sections.filter(identity=identity).exists():
        return True
    return place_of(standing_of(document), identity) is not None


@dataclass(frozen=True, slots=True)
class EndedSection:
    """A section that stands in the text no longer; ``name`` quotes its last heading."""

    identity: str
    name: str
    ended_at: datetime


def ended(document: Document, marking: str, known: Held | None = None) -> list[EndedSection]:
    """Return the sections that ended last, newest first, for who may read up to ``marking``."""
    over = [(one.ended_at, one.pk, one.identity) for one in (known or held(document)).rows]
    gone = sorted(((at, pk, one) for at, pk, one in over if at is not None), reverse=True)
    found = [(one, at) for at, _, one in gone[:MOST_ENDED]]
    names = _names(document.inspection, last_texts(document, [one for one, _ in found]), marking)
    return [EndedSection(identity, names.get(identity, UNNAMED), at) for identity, at in found]


def joined_into(
    document: Document, identity: str, revision: int, *, named: bool = True
) -> list[str]:
    """Return by name the sections that an earlier text of this one may take out of the document.

    None is ``named`` to who does not read all of the document.

    They were joined to it or taken out beside it since ``revision``, and no other section is headed
    as they were. What is marked above the text that stands is not named.
    """
    joined = joined_since(document, identity, revision)
    last = last_texts(document, joined)
    others = {_heading(part_of(one.text)) for one in standing_of(document)}
    lost = {one: last[one] for one in joined if _heading(part_of(last[one])) not in others}
    if not named:
        return [UNNAMED for _ in lost]
    (marking,) = markings_of(document.inspection, [document.text])
    return list(_names(document.inspection, lost, marking).values())


def _names(inspection: Inspection, texts: Mapping[str, str], marking: str) -> dict[str, str]:
    marked = markings_of(inspection, list(texts.values()))
    return {
        identity: UNNAMED if above(mark, marking) else f"“{_heading(part_of(text))}”"
        for (identity, text), mark in zip(texts.items(), marked, strict=True)
    }


def reasons_gone(document: Document, identity: str) -> list[Reason]:
    """Why nothing can be done to a section: it is in the text no longer."""
    return policies.section_reachable(place_of(standing_of(document), identity) is not None)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A revision, without its text, in which a section changed, and the ``version`` it made.

    ``before`` is the number of the revision that made the one before, 0 for the first.
    """

    revision: Revision
    version: int
    before: int


def history(document: Document, identity: str) -> list[SectionChange]:
    """Return the changes of a section, newest first."""
    found: list[SectionChange] = []
    for row, version in versions_of(document, identity):
        found.append(SectionChange(row, version, found[-1].revision.number if found else 0))
    return found[::-1]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """An earlier text of a section beside another: what stands now, or what stood before it.

    ``then`` is that text; ``old`` and ``new`` are compared. ``now`` is the section as it stands,
    ``None`` where it ended. All are what their reader has of them, and ``unread`` says why they
    have not all.
    """

    change: SectionChange
    now: OutlineSection | None
    before: bool
    then: str = ""
    old: str = ""
    new: str = ""
    unread: tuple[Reason, ...] = ()

    @property
    def stands(self) -> bool:
        """Is it the text that stands now?"""
        return self.now is not None and self.now.version == self.change.version


def compared(
    person: Person, document: Document, identity: str, revision: int, *, before: bool
) -> ComparedSection | None:
    """Compare what a section became in a revision; ``None`` where it did not change in it.

    Beside what stands now, or ``before``: beside the version before it, as is done with the text
    that stands and with a section that ended.
    """
    changes = history(document, identity)
    change = next((one for one in changes if one.revision.number == revision), None)
    if change is None:
        return None
    read = as_read(person, document)
    now = section_of(document, identity, read)
    found = ComparedSection(change, now, before)
    then = earlier_as_read(person, document, identity, revision)
    other = read.of(identity)
    if now is None or before or found.stands:
        found = replace(found, before=True)
        other, then = then, earlier_as_read(person, document, identity, change.before)
    unread = [one for each in (then, other) if each for one in each.unread]
    old, new = (each.told if each else "" for each in (then, other))
    shown = new if found.before else old
    unique = tuple(dict.fromkeys(unread))
    return replace(found, then=shown, old=old, new=new, unread=unique)


def text_read_by(
    person: Person, document: Document, identity: str, revision: int
) -> tuple[str | None, list[Reason]]:
    """Return the text that a section had in a revision, and why this person may not read it.

    Where they may, the read is noted.
    """
    found = earlier_as_read(person, document, identity, revision)
    if found is None:
        return None, []
    return (None, list(found.unread)) if found.unread else (found.told, [])


def writes(person: Person, inspection: Inspection) -> bool:
    """May this person write a section here?"""
    return may(person, inspection, TABLE, ReportVerb.SAVE_SECTION)


def writers(inspection: Inspection) -> QuerySet[Person]:
    """Return the members of the team to whom a section may be given, by name."""
    roles = [one.value for one in TABLE[ReportVerb.SAVE_SECTION]]
    on_team = inspection.team.filter(left_at=None, role__in=roles)
    named = Person.objects.filter(pk__in=on_team.values("person")).order_by("name", "pk")
    held = [one.pk for one in named if writes(one, inspection)]
    return named.filter(pk__in=held)
