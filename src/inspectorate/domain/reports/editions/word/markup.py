"""Words as the markup of a Word file: literally, or refused where XML has no place for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.prose.characters import NEVER, number_of

_BREAKS = re.compile("(\r\n|[\n\r\t])")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# White space in a value would become a blank, so it is written by its number.
_IN_VALUE = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


class NotAllowed(ValueError):
    """A character that no XML may hold, by its number."""


def literal(text: str) -> str:
    """Return words that stand in XML as they are; raises NotAllowed naming the character."""
    if found := NEVER.search(text):
        raise NotAllowed(number_of(found[0]))
    return text.translate(_MARKS)


def value(text: str) -> str:
    """Return words that stand in an attribute as they are."""
    return literal(text).translate(_IN_VALUE)


def run(text: str, style: str = "", **marks: bool) -> str:
    """Return words as one run; ``marks`` are elements of its properties (``b``, ``i``)."""
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    named += "".join(f"<w:{mark}/>" for mark, wanted in marks.items() if wanted)
    properties = f"<w:rPr>{named}</w:rPr>" if named else ""
    return f"<w:r>{properties}{''.join(_pieces(text))}</w:r>"


def _pieces(text: str) -> Iterator[str]:
    for piece in _BREAKS.split(text):
        if piece == "\t":
            yield "<w:tab/>"
        elif piece in ("\n", "\r", "\r\n"):
            yield "<w:br/>"
        elif piece:
            yield f'<w:t xml:space="preserve">{literal(piece)}</w:t>'


def paragraph(content: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of runs; ``more`` are properties that follow its style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{content}</w:p>"
