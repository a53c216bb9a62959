"""Versions of a section as one person reads them today."""

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
from .reading import SectionAsRead, all_earlier_as_read, as_read
from .standing import sections_in, versions_of


@dataclass(frozen=True, slots=True)
class VersionAsRead:
    """A version of a section for one person: its ``text``, which is told to nobody whom ``unread``
    gives reasons. They have what is ``told``; ``marking`` is how high it counts today.
    """

    text: str
    told: str
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
    reader = reading(person, document.inspection)
    whole = not texts or as_read(person, document).whole
    # Read within its document, which is dear: asked only where it may matter.
    asked = [one for one, marking in zip(texts, marked, strict=True) if not reader.may(marking)]
    closed = all_earlier_as_read(person, document, identity, asked if whole else texts)
    return {
        made[number]: _version(reader, text, marking, closed.get(number))
        for (number, text), marking in zip(texts.items(), marked, strict=True)
    }


def _version(reader: Reading, text: str, marking: str, read: SectionAsRead | None) -> VersionAsRead:
    if read is not None and read.unread:
        marking = highest([marking, read.marking])
        return VersionAsRead(text, read.told, marking, read.unread)
    if reader.may(marking):
        return VersionAsRead(text, text, marking, ())
    return VersionAsRead(text, "", marking, (not_cleared("This section", marking),))
