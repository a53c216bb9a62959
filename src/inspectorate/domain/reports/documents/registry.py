"""Every kind of document, in the order in which documents are listed and published."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from .committee import COMMITTEE
from .easy_read import EASY_READ
from .kind import DocumentType
from .letter import LETTER
from .letters import LETTERS
from .minister import MINISTER
from .release import RELEASE
from .report import REPORT
from .statement import STATEMENT
from .summary import SUMMARY
from .variant import VARIANT


class DocumentKind(StrEnum):
    """A kind of document, as documents and editions store it."""

    REPORT = "report"
    SUMMARY = "summary"
    RELEASE = "release"
    LETTER = "letter"
    LETTERS = "letters"
    EASY_READ = "easy-read"
    MINISTER = "minister"
    COMMITTEE = "committee"
    STATEMENT = "statement"
    VARIANT = "variant"

    @property
    def type(self) -> DocumentType:
        """What is known of the kind."""
        return DOCUMENT_TYPES[self]

    @property
    def place(self) -> int:
        """The kind's place in the order of publication, from 0."""
        return list(DocumentKind).index(self)


DOCUMENT_TYPES: Mapping[DocumentKind, DocumentType] = {
    DocumentKind.REPORT: REPORT,
    DocumentKind.SUMMARY: SUMMARY,
    DocumentKind.RELEASE: RELEASE,
    DocumentKind.LETTER: LETTER,
    DocumentKind.LETTERS: LETTERS,
    DocumentKind.EASY_READ: EASY_READ,
    DocumentKind.MINISTER: MINISTER,
    DocumentKind.COMMITTEE: COMMITTEE,
    DocumentKind.STATEMENT: STATEMENT,
    DocumentKind.VARIANT: VARIANT,
}


def choices() -> list[tuple[str, str]]:
    """Return each kind's code and label, for a form and for the column."""
    return [(kind.value, kind.type.label) for kind in DocumentKind]


def to_begin() -> list[tuple[str, str]]:
    """Return those of a form that begins a document: a translation is opened from its original."""
    return [(kind.value, kind.type.label) for kind in DocumentKind if not kind.type.variant]
