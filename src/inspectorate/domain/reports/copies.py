"""Copies of a text that are taken away: an edition as a Word file, the editors' own copy, Markdown.

Whoever asks may read the text: that is asked, and noted, where the text is read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if
from inspectorate.prose.origin import Origin

from . import queries
from .editions.layout import NotSet
from .editions.model import EditionData
from .editions.word.comments import Comment, comments_of
from .editions.word.making import word_apart
from .models import Document, Edition
from .proof import Proof
from .reasons import ReportReason
from .remarks.telling import told

# Each may need a gigabyte: no more are made at once by one process of the server, and who comes
# then waits so many seconds for a turn.
_TURNS, _WAITS = threading.BoundedSemaphore(2), 2


def edition_in_word(edition: Edition) -> bytes:
    """Return a frozen edition as a Word file; raises Refused where it cannot be written."""
    return _written(queries.data_of(edition))


def editors_copy(person: Person, document: Document, on: date) -> bytes:
    """Return the text as the editors' own Word file: all of it, with what the checks find beside
    it, and with the marking of each passage that another edition leaves out.

    Raises Refused for who may not read all of it, and where it cannot be written. A read is noted.
    """
    laid, unread = queries.laid_out(person, document, on)
    refuse_if(unread)
    copy = copy_words(document.version)
    said = _marked(laid, told(person, document))
    return _written(*said, copy, origin_of(document, document.version).words)


def copy_words(version: int) -> str:
    """Return what an editors' own copy calls itself."""
    return f"Editors’ own copy of version {version}"


def origin_of(document: Document, version: int) -> Origin:
    """Return what an editors' own copy says of the text it was made from."""
    return Origin(document.inspection.slug, document.slug, version)


def markdown(person: Person, document: Document) -> bytes:
    """Return the text as it was written, byte for byte; raises Refused for who may not read all of
    it. A read is noted.
    """
    refuse_if(queries.reasons_unread(person, document))
    return document.text.encode()


def _marked(
    laid: Proof, remarks: Iterable[tuple[int, str]]
) -> tuple[EditionData, tuple[Comment, ...]]:
    """The full edition that tells markings, and a comment for each problem and each comment of the
    team that is open.
    """
    made = laid.marked()
    stand = queries.waived(laid.document)
    open_now = [
        one for one in laid.problems().problems if (one.check, one.place.excerpt) not in stand
    ]
    edition = replace(made.edition, marking=laid.marking)
    return edition, comments_of(made.lines, open_now, remarks)


def _written(
    data: EditionData, comments: tuple[Comment, ...] = (), copy: str = "", origin: str = ""
) -> bytes:
    try:
        with turn():
            return word_apart(data, comments, copy, origin)
    except NotSet as fault:
        mend = Mend.words("Change what is named there, or take the PDF or the Markdown.")
        raise Refused([Reason(ReportReason.NOT_WRITTEN, f"{fault}.", mend)]) from fault


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn in which a copy is made or read; raises Refused where none came in time."""
    if not _TURNS.acquire(timeout=_WAITS):
        what = ReportReason.OTHERS_FIRST
        mend = Mend.words("Ask again in a minute, or take the PDF or the Markdown.")
        raise Refused([Reason(what, what.sentence, mend)])
    try:
        yield
    finally:
        _TURNS.release()
