"""The text of a Word file by paragraph: those of its body, with what stands in its tables, and its
footnotes and endnotes behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ..places import Page
from ..reasons import DocumentReason
from .bounds import PARAGRAPHS_A_PAGE, Counted, Unread, plain, refuse_bomb
from .gathered import gathered

METHOD = f"word-text 2, python-docx {docx.__version__}"
# XML_ERR_NO_MEMORY of libxml2.
_NO_MEMORY = 2
_NOTES = ("footnote", "endnote")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")
# Words that tracked changes took from here to another place.
_MOVED_AWAY = qn("w:moveFrom")
# The same words once more, for programs that cannot draw the first.
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def pages(stream: IO[bytes]) -> Iterator[Page]:
    """Paragraphs that hold something, numbered from 1. What was deleted under tracked changes, or
    moved from there, is left out; what was inserted or moved there is there. Notes are numbered
    from 1 in the order in which the file holds them.
    """
    refuse_bomb(stream)
    try:
        document = docx.Document(stream)
        body = document.element.body
        notes = [(kind, _notes(document, kind)) for kind in _NOTES]
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError) as fault:
        # How lxml says that no memory is left: as a fault of the text.
        spent = getattr(fault, "code", None) == _NO_MEMORY
        raise Unread(DocumentReason.TOO_MUCH_MEMORY if spent else DocumentReason.DAMAGED) from fault
    counted, number = Counted(), 0

    def parts() -> Iterator[tuple[str, str]]:
        nonlocal number
        for paragraph in _said_once(body):
            if text := plain(_words(paragraph)):
                number += 1
                yield f"para-{number}", text

    yield from gathered(parts(), counted, PARAGRAPHS_A_PAGE, "paragraphs")
    for kind, texts in notes:
        numbered = ((f"{kind}-{number}", text) for number, text in enumerate(texts, 1) if text)
        yield from gathered(numbered, counted, PARAGRAPHS_A_PAGE, f"{kind}s")


def _notes(document: Any, kind: str) -> list[str]:
    """The notes of a kind in their order, without the lines that part them from the text."""
    found = []
    for related in document.part.rels.values():
        if not related.is_external and related.reltype.endswith(f"/{kind}s"):
            try:
                root = parse_xml(related.target_part.blob)
            except SyntaxError as fault:
                if getattr(fault, "code", None) == _NO_MEMORY:
                    raise
                continue  # what cannot be read of the notes takes nothing of the text with it
            found += [
                plain("\n".join(map(_words, _said_once(note))))
                for note in root.iter(qn(f"w:{kind}"))
                if note.get(qn("w:type"), "normal") == "normal"
            ]
    return found


def _said_once(part: Any) -> Iterator[Any]:
    """The paragraphs of a part, without those that only say another once more."""
    for paragraph in part.iter(_PARAGRAPH):
        if not any(above.tag == _AGAIN for above in paragraph.iterancestors()):
            yield paragraph


def _words(paragraph: object) -> str:
    words = []
    for one in paragraph.iter():  # type: ignore[attr-defined]
        # Of a text box within a paragraph: its own paragraphs say it.
        if next((up for up in one.iterancestors(_PARAGRAPH)), None) is not paragraph:
            continue
        if next((up for up in one.iterancestors(_MOVED_AWAY)), None) is not None:
            continue
        words.append(one.text or "" if one.tag == _TEXT else _SIGNS.get(one.tag, ""))
    return "".join(words)
