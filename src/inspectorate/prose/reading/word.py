"""Reads a Word file (DOCX): headings, paragraphs, list items, table rows, passages bound to claims.

A file that is none is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from inspectorate.foundation import zip_directory
from inspectorate.foundation.zip_directory import LongDirectory

from ..manuscript import LIMIT_CHARACTERS, BlockKind, Manuscript, TextBlock
from ..reasons import ProseReason
from .assemble import Draft, assembled, refuse
from .plain import is_stamp
from .word_runs import CONTROL, bound_to, told

LIMIT_BYTES = 50_000_000
LIMIT_UNPACKED = 200_000_000
LIMIT_ENTRIES = 1_000
LIMIT_RATIO = 100
_PARAGRAPH, _TABLE, _VALUE = qn("w:p"), qn("w:tbl"), qn("w:val")
_CONTENT = qn("w:sdtContent")
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
# Words that were put in, taken out or moved with tracking.
_CHANGES = " | ".join(f".//w:{one}[.//w:r]" for one in ("ins", "del", "moveFrom", "moveTo"))
_BLANKS = re.compile(r"\s+")


def from_docx(data: bytes, name: str = "", known: Collection[str] = ()) -> Manuscript:
    """Read a Word file; ``line`` is the paragraph's number.

    A key that was too long for a Word file is found among the keys ``known``. What tracked changes
    put in is not read, nor what they took out: the manuscript says how many there are.

    Raises :class:`Refused` for no Word file, or one too large.
    """
    refuse_bad_package(data)
    try:
        document = Document(BytesIO(data))
        blocks = list(_blocks(document, known))
        changes = len(document.element.body.xpath(_CHANGES))
        title = (document.core_properties.title or "").strip()
    # python-docx answers bad files with KeyError, ValueError, lxml's and zipfile's errors and its
    # own: all mean "no Word file".
    except Exception as error:
        raise refuse(
            ProseReason.NOT_A_WORD_FILE,
            f"This is not a Word file that can be read ({type(error).__name__}).",
            "Save it again as .docx, or as plain text.",
        ) from error
    if sum(len(block.text) for block in blocks) > LIMIT_CHARACTERS:
        raise refuse(
            ProseReason.TOO_LARGE,
            f"The text has more than {LIMIT_CHARACTERS:,} characters.",
            "Split the document.",
        )
    headline = next((block.text.strip() for block in blocks if block.kind == "heading"), "")
    meta = {}
    if title or headline:
        meta["title"] = headline or title
    if headline:
        meta["headline"] = headline
    stamp = next((block.text.strip() for block in blocks[:4] if is_stamp(block.text)), "")
    if stamp:
        meta["stamp"] = stamp
    return replace(assembled(meta, blocks, _source(blocks), name), changes_unread=changes)


def _source(blocks: list[TextBlock]) -> str:
    """Return one line a paragraph, so that a problem's line is the paragraph's number."""
    lines = [""] * max((block.line for block in blocks), default=0)
    for block in blocks:
        lines[block.line - 1] = block.text
    return "\n".join(lines)


def refuse_bad_package(data: bytes) -> None:
    """Raise :class:`Refused` for what is no Word file, or unpacks to more than a document needs."""
    if len(data) > LIMIT_BYTES:
        raise refuse(
            ProseReason.TOO_LARGE,
            f"The file has {len(data):,} bytes; at most {LIMIT_BYTES:,} are read.",
            "Split the document.",
        )
    try:
        entries = zip_directory.members(BytesIO(data), LIMIT_ENTRIES * 1024)
    except LongDirectory as error:
        raise refuse(
            ProseReason.PACKAGE_TOO_LARGE,
            f"The file has more than {LIMIT_ENTRIES:,} parts, more than a document needs.",
            "Save the words as plain text and check that.",
        ) from error
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refuse(
            ProseReason.NOT_A_WORD_FILE,
            "This is not a Word file (.docx).",
            "Save it again as .docx, or as plain text.",
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if (
        len(entries) > LIMIT_ENTRIES
        or unpacked > LIMIT_UNPACKED
        # A small document of one repeated word may pack better than the ratio.
        or (unpacked > 5_000_000 and unpacked / packed > LIMIT_RATIO)
    ):
        raise refuse(
            ProseReason.PACKAGE_TOO_LARGE,
            f"The file unpacks to {unpacked:,} bytes in {len(entries):,} parts, more than "
            f"a document needs.",
            "Save the words as plain text and check that.",
        )


def _blocks(document: Any, known: Collection[str]) -> Iterator[TextBlock]:
    line = 0
    for index, (element, key) in enumerate(_parts(document.element.body, known)):
        if element.tag == _PARAGRAPH:
            line += 1
            if (draft := _paragraph(Paragraph(element, document._body), line, known, key)).size:
                yield draft.finish()
            continue
        for row in Table(element, document._body).rows:
            line += 1
            draft = Draft("row", line, group=index + 1)
            draft.marks.append((0, line, 1))
            for at, cell in enumerate(row.cells):
                draft.fields[str(at)] = _cell(draft, cell._tc, known, key, first=not at)
            yield draft.finish()


def _cell(draft: Draft, cell: Any, known: Collection[str], key: str, *, first: bool) -> str:
    """Add the words of a cell, one blank behind the cell before it; return them."""
    if not first:
        draft.join(" ")
    begun, before = len(draft.parts), draft.size
    for element, around in _parts(cell, known, key):
        if element.tag == _PARAGRAPH:
            for text, bound in told(element, known, around):
                _join(draft, text, bound)
            if draft.size > before:
                _join(draft, " ", "")
    _end(draft, before)
    return "".join(draft.parts[begun:])


def _parts(holder: Any, known: Collection[str], key: str = "") -> Iterator[tuple[Any, str]]:
    """Yield paragraphs and tables with the claim that a control around them is bound to.

    Contents are filled from the headings, and none of the words.
    """
    for one in holder:
        if one.tag in (_PARAGRAPH, _TABLE):
            yield one, key
        elif one.tag == CONTROL:
            gallery = one.find(_GALLERY)
            if gallery is None or gallery.get(_VALUE) != "Table of Contents":
                for inner in one.findall(_CONTENT):
                    yield from _parts(inner, known, bound_to(one, known) or key)


def _paragraph(part: Paragraph, line: int, known: Collection[str], key: str) -> Draft:
    style = (part.style.name if part.style is not None else "") or ""
    kind: BlockKind = "paragraph"
    level = 0
    if style == "Title" or style.startswith("Heading"):
        kind = "heading"
        level = int(style[-1]) if style[-1].isdigit() else 1
    elif style.startswith("List") or part._p.xpath("./w:pPr/w:numPr"):
        kind, level = "item", 1
    elif "Quote" in style:
        kind = "quote"
    draft = Draft(kind, line, level=level, group=1 if kind == "item" else 0)
    draft.marks.append((0, line, 1))
    for text, bound in told(part._p, known, key):
        _join(draft, text, bound)
    _end(draft)
    return draft


def _end(draft: Draft, begun: int = 0) -> None:
    """Take away the blank behind the last of the words that begin there."""
    if draft.size > begun and draft.parts[-1].endswith(" "):
        draft.parts[-1] = draft.parts[-1][:-1]
        draft.size -= 1


def _join(draft: Draft, text: str, key: str) -> None:
    """Add words with one blank for each stretch of white space, none before the first of a block.

    A claim stands from the first word that is bound to it to the last.
    """
    said = _BLANKS.sub(" ", text)
    if not draft.size or draft.parts[-1].endswith(" "):
        said = said.removeprefix(" ")
    if not said:
        return
    start, last = draft.size, draft.spans[-1] if draft.spans else None
    draft.join(said)
    end = start + len(said.rstrip())
    if not key or not said.strip():
        return
    if last and last[1] == key and last[3] >= start - 1:
        start = draft.spans.pop()[2]
    draft.spans.append(("claim", key, start, end, {}))
