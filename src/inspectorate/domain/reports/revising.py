"""The next text of a document: what is asked of whoever sends one, and how it is written.

Acts that change the text come here; nothing else writes a revision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inspectorate.domain.inspections.marked_words import readable
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, Reason, refuse_if

from . import queries
from .marking import taken_apart
from .models import Document
from .sections.keeping import write_revision


def at_the_door(text: str) -> str:
    """Return a text as it is stored: line feeds alone, and no NUL. After that it stays as it is.

    Forms send other line ends, and places of problems count lines of what is stored.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def require_read(by: Person, document: Document, text: str = "", *, field: str = "text") -> None:
    """Refuse who may not read the text as it stands, or as they send it.

    Before a conflict is told, which shows the text that stands.
    """
    refuse_if(queries.reasons_unread(by, document))
    refuse_if(reasons_above(by, document, text, field=field) if text else [])


def reasons_above(
    by: Person, document: Document, text: str, *, field: str = "text"
) -> list[Reason]:
    """Why somebody may not send a text: it would be marked above them."""
    sent = queries.marking_of(document.inspection, text)
    found = readable(by, document.inspection, sent, "The text that you send")
    return [replace(one, field=field) for one in found]


def at_version(document: Document, version: int, yours: str) -> Document:
    """Return the document where it is at ``version``; else raise Conflict with both texts."""
    if document.version != version:
        raise Conflict(theirs=document.text, yours=yours, version=document.version)
    return document


def conflict(
    by: Person, document: Document, *, theirs: str, yours: str, version: int, base: str | None
) -> Conflict:
    """Return what is raised where a text moved on: both texts, and ``base`` from which both began.

    ``version`` is the one that stands. What they began from is shown to who may read it now.
    """
    inspection = document.inspection
    # It is shown with the conflict, which is a read as any other.
    if base and (taken_apart(base) is None or _unread(by, document, base)):
        base = None
    return Conflict(
        theirs=theirs,
        yours=yours,
        version=version,
        field="text",
        base=base,
        marking=highest(queries.markings_of(inspection, [theirs, yours, base or ""])),
    )


def _unread(by: Person, document: Document, text: str) -> bool:
    (marking,) = queries.markings_of(document.inspection, [text])
    return bool(queries.unread(by, document, marking))


def revise(by: Person, at: datetime, document: Document, text: str, version: int) -> Document:
    """Write the text as the next revision; Conflict when the document is past ``version``.

    The act writes its entry.
    """
    if document.version != version:
        raise conflict(
            by,
            document,
            theirs=document.text,
            yours=text,
            version=document.version,
            base=_began_from(document, version),
        )
    return write_revision(by, at, document, at_the_door(text))


def _began_from(document: Document, version: int) -> str | None:
    if version == 1:
        return ""
    revision = document.revisions.filter(number=version).first()
    return None if revision is None else revision.text
