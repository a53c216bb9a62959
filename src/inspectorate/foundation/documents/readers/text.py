"""Plain text by paragraph, CSV by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.spreadsheets import reading

from ..places import Page
from ..reasons import DocumentReason
from .bounds import CHARACTERS, PARAGRAPHS_A_PAGE, ROWS_A_PAGE, Counted, Unread, plain
from .gathered import gathered

PARAGRAPHS, ROWS = "paragraph-text 1", "row-text 1"
_GAP = re.compile(r"\n[ \t]*\n")
# A paragraph past this is taken line by line: nobody points at a whole file.
_LONGEST = 4_000


def paragraphs(stream: IO[bytes]) -> Iterator[Page]:
    """Paragraphs between empty lines, numbered from 1."""

    def parts() -> Iterator[tuple[str, str]]:
        number = 0
        for block in _GAP.split(_decoded(stream)):
            for one in [block] if len(block) <= _LONGEST else block.split("\n"):
                if text := plain(one):
                    number += 1
                    yield f"para-{number}", text

    yield from gathered(parts(), Counted(), PARAGRAPHS_A_PAGE, "paragraphs")


def rows(stream: IO[bytes]) -> Iterator[Page]:
    """Rows as a spreadsheet numbers them, their cells with a tab between; empty ones left out."""
    text = _decoded(stream)
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    csv.field_size_limit(CHARACTERS)

    def parts() -> Iterator[tuple[str, str]]:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        for number, cells in enumerate(table, start=1):
            if any(cell.strip() for cell in cells):
                yield f"row-{number}", "\t".join(" ".join(plain(one).split()) for one in cells)

    try:
        yield from gathered(parts(), Counted(), ROWS_A_PAGE, "rows")
    except csv.Error as fault:
        raise Unread(DocumentReason.DAMAGED) from fault


def _decoded(stream: IO[bytes]) -> str:
    try:
        text = reading.decoded(stream.read(), reading.Faults(""))
    except (Refused, UnicodeError) as fault:
        raise Unread(DocumentReason.DAMAGED) from fault
    if "\x00" in text:
        raise Unread(DocumentReason.DAMAGED)
    return text.replace("\r\n", "\n").replace("\r", "\n")
