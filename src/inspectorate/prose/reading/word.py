"""Reads a Word file (DOCX): headings, paragraphs, list items, table rows, passages bound to claims.

A file that is none is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from inspectorate.foundation import zip_directory
from inspectorate.foundation.zip_directory import LongDirectory

from ..controls import CLAIM, name_of
from ..manuscript import LIMIT_CHARACTERS, BlockKind, Manuscript, TextBlock
from ..reasons import ProseReason
from .assemble import Draft, assembled, refuse
from .plain import is_stamp

LIMIT_BYTES = 50_000_000
LIMIT_UNPACKED = 200_000_000
LIMIT_ENTRIES = 1_000
LIMIT_RATIO = 100
_RUN, _CONTROL = qn("w:r"), qn("w:sdt")
# What holds runs and is none of its own. As before, what tracked changes put in is not read.
_HOLDERS = {qn("w:hyperlink"), qn("w:sdtContent")}
_TAG = f"{qn('w:sdtPr')}/{qn('w:tag')}"
_NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_BLANKS = re.compile(r"\s+")


def from_docx(data: bytes, name: str = "") -> Manuscript:
    """Read a Word file; ``line`` is the paragraph's number.

    Raises :class:`Refused` for no Word file, or one too large.
    """
    _refuse_bad_package(data)
    try:
        document = Document(BytesIO(data))
        blocks = list(_blocks(document))
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
    return assembled(meta, blocks, _source(blocks), name)


def _source(blocks: list[TextBlock]) -> str:
    """Return one line a paragraph, so that a problem's line is the paragraph's number."""
    lines = [""] * max((block.line for block in blocks), default=0)
    for block in blocks:
        lines[block.line - 1] = block.text
    return "\n".join(lines)


def _refuse_bad_package(data: bytes) -> None:
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


def _blocks(document: Any) -> Iterator[TextBlock]:
    line = 0
    for index, part in enumerate(document.iter_inner_content()):
        if isinstance(part, Paragraph):
            line += 1
            if (draft := _paragraph(part, line)).size:
                yield draft.finish()
        elif isinstance(part, Table):
            for row in part.rows:
                line += 1
                draft = Draft("row", line, group=index + 1)
                cells = [cell.text.strip() for cell in row.cells]
                draft.fields.update({str(at): words for at, words in enumerate(cells)})
                draft.add(" ".join(cells), line, 1)
                yield draft.finish()


def _paragraph(part: Paragraph, line: int) -> Draft:
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
    for text, key in _told(part._p):
        _join(draft, text, key)
    if draft.size and draft.parts[-1].endswith(" "):
        draft.parts[-1] = draft.parts[-1][:-1]
        draft.size -= 1
    return draft


def _told(holder: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph with the claim that each is bound to, empty for none.

    A note's number is none of the words.
    """
    for one in holder:
        if one.tag == _RUN:
            if all(one.find(mark) is None for mark in _NOTES):
                yield one.text, key
        elif one.tag in _HOLDERS:
            yield from _told(one, key)
        elif one.tag == _CONTROL:
            tag = one.find(_TAG)
            bound = name_of(tag.get(qn("w:val"), ""), CLAIM) if tag is not None else ""
            yield from _told(one, bound or key)


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
