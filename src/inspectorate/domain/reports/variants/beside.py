"""The section of an original that is read while that of its variant is written."""

from __future__ import annotations

from dataclasses import dataclass

from inspectorate.foundation.people.models import Person

from ..models import Document
from ..sections.reading import as_read
from .queries import variant_of


@dataclass(frozen=True, slots=True)
class OriginalSection:
    """A section of an original as one person has it: empty where it has none in that place.

    ``language`` is that of the variant beside it.
    """

    document: Document
    text: str
    language: str


def original_beside(person: Person, document: Document, place: int) -> OriginalSection | None:
    """Return the original's section in a place, from 0; None of a document that is no variant."""
    found = variant_of(document)
    if found is None:
        return None
    sections = as_read(person, found.original).sections
    text = sections[place].told.strip() if place < len(sections) else ""
    return OriginalSection(found.original, text, found.language)
