"""Who may read remarks: whoever may read the words that they are about.

Whether a section may be read, as it stands and in a version that a remark was made on, is asked
here and nowhere else of this package.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.marked_words import not_cleared
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .. import queries
from ..models import Document
from ..sections.reading import SectionAsRead, all_earlier_as_read, as_read, reasons_unread
from ..sections.standing import sections_in, versions_of


def reasons_section_unread(person: Person, document: Document, identity: str) -> list[Reason]:
    """Why this person may not read a section as it stands; where they may, the read is noted."""
    return reasons_unread(person, document, identity)


@dataclass(frozen=True, slots=True)
class VersionAsRead:
    """A version of a section for one person: its ``text``, which is told to nobody whom ``unread``
    gives reasons; ``marking`` is how high it counts today.
    """

    text: str
    marking: str
    unread: tuple[Reason, ...]


def versions_as_read(
    person: Person, document: Document, identity: str, versions: Collection[int]
) -> dict[int, VersionAsRead]:
    """Return versions of a section as this person reads them; those that no revision holds are left
    out.

    A claim may be marked higher than it was, and words of an earlier version may be closed today
    where they stand now.
    """
    if not versions:
        return {}
    made = {row.number: one for row, one in versions_of(document, identity) if one in versions}
    texts = {
        row.number: one.text
        for row in document.revisions.filter(number__in=made)
        for one in sections_in(row.text, row.layout, row.number)
        if one.identity == identity
    }
    marked = queries.markings_of(document.inspection, list(texts.values()))
    closed: dict[int, SectionAsRead] = {}
    if texts and not as_read(person, document).whole:
        # Each is read within its document, which is dear, and asked only where it may matter.
        closed = all_earlier_as_read(person, document, identity, texts)
    reader = reading(person, document.inspection)
    return {
        made[number]: _version(reader, text, marking, closed.get(number))
        for (number, text), marking in zip(texts.items(), marked, strict=True)
    }


def _version(reader: Reading, text: str, marking: str, read: SectionAsRead | None) -> VersionAsRead:
    if read is not None and read.unread:
        return VersionAsRead(text, highest([marking, read.marking]), read.unread)
    unread = () if reader.may(marking) else (not_cleared("This section", marking),)
    return VersionAsRead(text, marking, unread)


def reasons_version_unread(
    person: Person, document: Document, identity: str, version: int
) -> list[Reason]:
    """Why this person may not read a version of a section, on which a remark was made."""
    found = versions_as_read(person, document, identity, [version]).get(version)
    return list(found.unread) if found else []
