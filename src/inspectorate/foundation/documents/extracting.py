"""The text of a stored file with its places, or the reason why it has none."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from inspectorate.foundation.files import kinds, store

from . import limited, ocr
from .child import READERS
from .limited import Failed
from .places import Page, Part
from .reasons import DocumentReason

logger = logging.getLogger(__name__)

PDF, CALENDAR = "application/pdf", "text/calendar"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = ("image/png", "image/jpeg")
_REASONS = {one.value: one for one in DocumentReason}
READABLE = (*READERS, *PICTURES)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read of a file: its pages by a method, or ``refused`` and no page.

    ``machine_read``: by a program that guesses letters from pictures, and may guess wrong.
    """

    method: str = ""
    pages: tuple[Page, ...] = ()
    machine_read: bool = False
    refused: DocumentReason | None = None


def extracted(digest: str, media_type: str, tell: Callable[[float], object] = float) -> Extraction:
    """Read a stored file in a process under limits; raises Missing where it is not in the store.

    ``tell`` is told which share of a scan is read so far.
    """
    if media_type not in READABLE:
        return Extraction(refused=DocumentReason.NO_READER)
    with store.opened(digest) as stream:
        try:
            if media_type in PICTURES:
                return _of_picture(stream)
            read = _answered(limited.python(["text", media_type], stream))
            if read.refused or any(part.text for page in read.pages for part in page.parts):
                return read
            if media_type == PDF:
                return _of_scan(stream, len(read.pages), tell)
            return Extraction(read.method, refused=DocumentReason.NO_TEXT)
        except Failed as failure:
            logger.warning("document %s was not read: %s %s", digest, failure.reason, failure.kind)
            return Extraction(refused=failure.reason)


def sheets_of(digest: str, media_type: str) -> list[dict[str, Any]]:
    """The sheets of a stored table with their cells, read in a process under limits.

    Raises Failed where it cannot be read, Missing.
    """
    with store.opened(digest) as stream:
        return sheets_in(stream, media_type)


def sheets_in(stream: IO[bytes], media_type: str = XLSX) -> list[dict[str, Any]]:
    """The sheets of an open table, as :func:`sheets_of` reads one that is stored."""
    read = json.loads(limited.python(["cells", media_type], stream))
    if "refused" in read:
        raise Failed(_REASONS[read["refused"]])
    found: list[dict[str, Any]] = read["sheets"]
    return found


def busy_days(stream: IO[bytes], first: date, last: date, zone: str) -> dict[str, Any]:
    """What a calendar file, open and not stored, says of busy days between two, both included:
    ``days``, each with ``from``, ``to`` and ``names``; ``parts``, how many are busy in part; and
    ``unread``, of how many entries no sense could be made.

    Read in a process under limits. Raises Failed where it cannot be read.
    """
    asked = ["busy", CALENDAR, first.isoformat(), last.isoformat(), zone]
    read: dict[str, Any] = json.loads(limited.python(asked, stream))
    if "refused" in read:
        raise Failed(_REASONS[read["refused"]])
    return read


def picture(digest: str, number: int) -> bytes:
    """A page of a stored PDF as a PNG; raises Failed where it cannot be drawn, Missing."""
    with store.opened(digest) as stream:
        return _drawn(stream, number, "shown")


def _drawn(stream: IO[bytes], number: int, use: str) -> bytes:
    _begin(stream)
    found = limited.python(["picture", PDF, str(number), use], stream)
    if not found.startswith(b"\x89PNG"):
        raise Failed(_answered(found).refused or DocumentReason.DAMAGED)
    return found


def _answered(said: bytes) -> Extraction:
    read = json.loads(said)
    if "refused" in read:
        return Extraction(refused=_REASONS[read["refused"]])
    pages = tuple(
        Page(one["title"], tuple(Part(**part) for part in one["parts"]), one["sheet"])
        for one in read["pages"]
    )
    return Extraction(read["method"], pages)


def _of_scan(stream: IO[bytes], number: int, tell: Callable[[float], object]) -> Extraction:
    """The text of a PDF that holds pictures alone, read off them where the program is there.

    A page that cannot be read takes none of the others away: its title says so.
    """
    if not ocr.present():
        return Extraction(refused=DocumentReason.NO_TEXT_NO_OCR)
    pages = []
    for page in range(1, number + 1):
        title, text = f"page {page}", ""
        if page > ocr.MOST_PAGES:
            title = f"page {page}, not read: only the first {ocr.MOST_PAGES} of a scan are"
        else:
            try:
                text = ocr.read(_drawn(stream, page, "read"))
            except Failed as failure:
                title = f"page {page}, not read: {failure.reason.sentence}"
        pages.append(Page(title, (Part(f"page-{page}", text),)))
        tell(page / number)
    return _by_ocr(pages)


def _of_picture(stream: IO[bytes]) -> Extraction:
    if kinds.pixels(stream, "") > kinds.PIXELS:
        return Extraction(refused=DocumentReason.TOO_MANY_PIXELS)
    if not ocr.present():
        return Extraction(refused=DocumentReason.NO_TEXT_NO_OCR)
    return _by_ocr([Page("page 1", (Part("page-1", ocr.read_stream(stream)),))])


def _by_ocr(pages: Sequence[Page]) -> Extraction:
    if not any(part.text for page in pages for part in page.parts):
        return Extraction(refused=DocumentReason.NO_TEXT_BY_OCR)
    return Extraction(ocr.method(), tuple(pages), machine_read=True)


def _begin(stream: IO[bytes]) -> None:
    """Put the file of a stream at its start, also for a process that is handed it."""
    stream.seek(0)
    os.lseek(stream.fileno(), 0, os.SEEK_SET)
