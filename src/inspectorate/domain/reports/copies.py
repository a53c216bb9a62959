"""Copies of a text that are taken away: an edition as a Word file, the editors' own copy, Markdown,
and what another room prints.

Whoever asks may read the text: that is asked, and noted, where the text is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if
from inspectorate.prose.origin import Origin

from . import queries
from .editions.layout import NotSet
from .editions.markdown import as_markdown
from .editions.model import EditionData
from .editions.pdf import laid_out
from .editions.picture_files import as_words
from .editions.picture_store import stored
from .editions.setting import typeset_apart
from .editions.word.comments import Comment, comments_of
from .editions.word.making import word_apart
from .models import Document, Edition
from .proof import Proof
from .reasons import ReportReason
from .remarks.telling import ToldComment, told
from .turns import turn

# Seconds in which a turn to have it made is waited for.
WAITS = 2


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


def for_the_press(data: EditionData, way: str) -> bytes:
    """Return a copy for the press as ``pdf``, ``docx`` or ``md``; raises Refused where it cannot
    be made.
    """
    if way == "md":
        return as_markdown(data).encode()
    return _written(data) if way == "docx" else printed(laid_out(data), data.slug)


def standing_alone(data: EditionData) -> EditionData:
    """Return an edition with the pictures in it, for a page that is one file and leads to no page
    of ours; raises Refused where one is not in the store.
    """
    try:
        files = as_words(stored((one.file for one in data.blocks), data.slug))
    except NotSet as fault:
        mend = Mend.outside("Tell whoever keeps the server.")
        raise Refused([Reason(ReportReason.NOT_WRITTEN, f"{fault}.", mend)]) from fault
    blocks = (
        replace(one, svg=f"data:{one.media_type};base64,{files[one.file]}") if one.file else one
        for one in data.blocks
    )
    return replace(data, blocks=tuple(blocks))


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


def printed(data: Mapping[str, Any], name: str) -> bytes:
    """Return what the house's template reads (``editions.pdf``) as a PDF, for a text that is no
    document of this room; raises Refused with its ``name`` where it cannot be set.
    """
    try:
        with turn("Ask again in a minute.", seconds=WAITS):
            return typeset_apart(data, name)
    except NotSet as fault:
        mend = Mend.words("Change what is named there.")
        raise Refused([Reason(ReportReason.NOT_SET, f"{fault}.", mend)]) from fault


def _marked(laid: Proof, remarks: Sequence[ToldComment]) -> tuple[EditionData, tuple[Comment, ...]]:
    """The full edition that tells markings, and a comment for each problem and each comment of the
    team that is open. It is marked as high as anything in it.
    """
    made = laid.marked()
    stand = queries.waived(laid.document)
    open_now = [
        one for one in laid.problems().problems if (one.check, one.place.excerpt) not in stand
    ]
    marking = highest([laid.marking, *(one.marking for one in remarks)])
    said = [(one.line, one.words) for one in remarks]
    return replace(made.edition, marking=marking), comments_of(made.lines, open_now, said)


def _written(
    data: EditionData, comments: tuple[Comment, ...] = (), copy: str = "", origin: str = ""
) -> bytes:
    try:
        with turn("Ask again in a minute, or take the PDF or the Markdown.", seconds=WAITS):
            return word_apart(data, comments, copy, origin)
    except NotSet as fault:
        mend = Mend.words("Change what is named there, or take the PDF or the Markdown.")
        raise Refused([Reason(ReportReason.NOT_WRITTEN, f"{fault}.", mend)]) from fault
