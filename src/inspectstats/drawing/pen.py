"""The pen that every picture is drawn with.

The SVG uses presentation attributes only (no ``style``, no CSS variable, no foreign object), so
that the same bytes work in a page under a strict content policy, in Typst, and as a file of their
own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from .tokens import COLOUR, FACE

FACES = f"'{FACE}', Arial, sans-serif"
INK = COLOUR["ink"]
SIZE = 13.0
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Write a coordinate with at most two decimals and no idle zeros, so that equal drawings are
    equal bytes.
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def printable(text: str) -> str:
    """Return the text with characters that XML forbids replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a label into lines that fit ``width`` pixels.

    The face averages 0.52 em a character, reckoned here as 0.55.
    """
    return textwrap.wrap(text, max(4, int(width / (0.55 * size)))) or [""]


# A grid writes the same fills and places thousands of times.
@lru_cache(maxsize=8192, typed=True)
def _attribute(name: str, value: str | float) -> str:
    text = printable(value) if isinstance(value, str) else number(value)
    return f" {name.rstrip('_').replace('_', '-')}={quoteattr(text)}"


@dataclass(slots=True)
class Pen:
    """Collects SVG elements.

    ``prefix`` makes every id unique on a page that holds several pictures.
    """

    prefix: str
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(
                f"prefix {self.prefix!r}: must begin with a letter and hold letters, "
                f"digits, '-' and '_' only"
            )

    def element(self, name: str, body: str = "", **attributes: str | float) -> str:
        """Return one element; underscores in attribute names become hyphens."""
        written = "".join(_attribute(key, value) for key, value in attributes.items())
        return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"

    def add(self, name: str, body: str = "", **attributes: str | float) -> None:
        """Draw one element."""
        self.parts.append(self.element(name, body, **attributes))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = SIZE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write one line; ``y`` is its base line."""
        attributes: dict[str, str | float] = {
            "x": x,
            "y": y,
            "font_family": FACES,
            "font_size": size,
            "fill": fill,
        }
        if anchor != "start":
            attributes["text_anchor"] = anchor
        if bold:
            attributes["font_weight"] = "700"
        self.add("text", escape(printable(words)), **attributes)

    def lines(
        self, x: float, y: float, words: Iterable[str], *, anchor: str = "start", size: float = SIZE
    ) -> None:
        """Write several lines, the block centred on ``y``."""
        rows = list(words)
        top = y - (len(rows) - 1) * size * 0.6 + size * 0.35
        for place, row in enumerate(rows):
            self.text(x, top + place * size * 1.2, row, anchor=anchor, size=size)

    def definitions(self) -> list[str]:
        """Return what the drawing refers to by id; a plain pen refers to nothing."""
        return []

    def finish(
        self, width: float, height: float, title: str, description: str, *, group: bool = False
    ) -> str:
        """Close the drawing: the whole SVG with its title and description, ``role`` img (group when
        parts are links).
        """
        head = [
            self.element("title", escape(printable(title)), id=f"{self.prefix}-title"),
            self.element("desc", escape(printable(description)) or " ", id=f"{self.prefix}-desc"),
            *self.definitions(),
        ]
        return self.element(
            "svg",
            "".join(head + self.parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            role="group" if group else "img",
            aria_labelledby=f"{self.prefix}-title {self.prefix}-desc",
        )
