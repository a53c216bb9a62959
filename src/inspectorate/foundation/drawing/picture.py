"""What every drawing answers with, and the pen it is drawn with.

The SVG uses presentation attributes only (no ``style``, no CSS variable, no foreign object), so
that the same bytes work in a page under a strict content policy, in Typst, and as a file of their
own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from inspectstats.drawing.tokens import COLOUR, DRAWING_WIDTH, FACE

FACES = f"'{FACE}', Arial, sans-serif"
INK, SOFT, RULE, PAPER = (COLOUR[name] for name in ("ink", "soft", "rule", "paper"))
ACCENT, BAND = COLOUR["accent"], COLOUR["focus"]
RAMP = tuple(COLOUR[f"g{step}"] for step in range(1, 7))
WIDTH = DRAWING_WIDTH
SIZE = 13.0
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and its table: ``svg`` has no XML declaration; ``header`` and ``rows`` say
    everything the picture shows.
    """

    svg: str
    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One state a thing can be in: a short ``code`` printed on it, its name, and its step on the
    ramp (1 to 6; 0: hatched).
    """

    code: str
    label: str
    step: int

    def __post_init__(self) -> None:
        if not 0 <= self.step <= len(RAMP):
            raise ValueError(
                f"Level {self.label!r}: step is {self.step}, must be 0 (hatched) to {len(RAMP)}"
            )


def ramp(
    pairs: Sequence[tuple[str, str]], absent: tuple[str, str] = ("–", "Not inspected")
) -> tuple[Level, ...]:
    """Spread (code, name) pairs over the ramp, lightest first, and add the hatched level for what
    is absent.
    """
    if len(pairs) > len(RAMP):
        raise ValueError(f"{len(pairs)} levels: the ramp tells at most {len(RAMP)} apart")
    last = max(len(pairs) - 1, 1)
    steps = [1 + round(place * (len(RAMP) - 2) / last) for place in range(len(pairs))]
    if len(pairs) == len(RAMP):
        steps = list(range(1, len(RAMP) + 1))
    return (
        *(Level(code, label, step) for (code, label), step in zip(pairs, steps, strict=True)),
        Level(*absent, 0),
    )


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
    """Break a label into lines that fit ``width`` pixels; the face averages 0.52 em a character,
    reckoned here as 0.55.
    """
    return textwrap.wrap(text, max(4, int(width / (0.55 * size)))) or [""]


@dataclass(slots=True)
class Pen:
    """Collects SVG elements; ``prefix`` makes every id unique on a page that holds several
    pictures.
    """

    prefix: str
    parts: list[str] = field(default_factory=list)
    hatched: bool = False

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(
                f"prefix {self.prefix!r}: must begin with a letter and hold letters, "
                f"digits, '-' and '_' only"
            )

    def element(self, name: str, body: str = "", **attributes: str | float) -> str:
        """Return one element; underscores in attribute names become hyphens."""
        said = "".join(
            f" "
            f"{key.rstrip('_').replace('_', '-')}={quoteattr(printable(value) if isinstance(value, str) else number(value))}"
            for key, value in attributes.items()
        )
        return f"<{name}{said}>{body}</{name}>" if body else f"<{name}{said}/>"

    def add(self, name: str, body: str = "", **attributes: str | float) -> None:
        """Draw one element."""
        self.parts.append(self.element(name, body, **attributes))

    def fill(self, level: Level) -> str:
        """Return the paint of a level: a step of the ramp, or the hatch."""
        if level.step:
            return RAMP[level.step - 1]
        self.hatched = True
        return f"url(#{self.prefix}-hatch)"

    def cell(
        self, x: float, y: float, width: float, height: float, level: Level, tip: str = ""
    ) -> None:
        """Draw a box in a level's paint; ``tip`` names it under the pointer."""
        body = f"<title>{escape(printable(tip))}</title>" if tip else ""
        self.add(
            "rect",
            body,
            x=x,
            y=y,
            width=width,
            height=height,
            fill=self.fill(level),
            stroke=SOFT,
            stroke_width=0.75,
        )

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

    def key(self, levels: Sequence[Level], y: float, width: float = WIDTH) -> float:
        """Draw the key from the left at ``y`` and return the height it took."""
        x, row = 0.0, 0
        for level in levels:
            need = 26 + 0.6 * SIZE * len(level.label) + 18
            if x and x + need > width:
                x, row = 0.0, row + 1
            top = y + row * 24
            self.cell(x, top, 18, 18, level)
            self.text(
                x + 9, top + 13, level.code, anchor="middle", size=11, fill=on(level), bold=True
            )
            self.text(x + 24, top + 13.5, level.label)
            x += need
        return 24.0 * (row + 1) + 8

    def finish(
        self, width: float, height: float, title: str, description: str, *, group: bool = False
    ) -> str:
        """Close the drawing: the whole SVG with its title and description, ``role`` img (group when
        parts are links).
        """
        head = [
            self.element("title", escape(printable(title)), id=f"{self.prefix}-title"),
            self.element("desc", escape(printable(description)) or " ", id=f"{self.prefix}-desc"),
        ]
        if self.hatched:
            head.append(
                f'<defs><pattern id="{self.prefix}-hatch" width="6" height="6" '
                f'patternUnits="userSpaceOnUse">'
                f'<rect width="6" height="6" fill="{PAPER}"/><path d="M-1 7 7 -1M-1 1 1 '
                f'-1M5 7 7 5" stroke="{COLOUR["hatch"]}" '
                'stroke-width="1"/></pattern></defs>'
            )
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


def on(level: Level) -> str:
    """Return the text colour that reads on a level's paint."""
    return PAPER if level.step >= 4 else INK


def by_code(levels: Sequence[Level], code: str, where: str) -> Level:
    """Return the level with that code; raises ValueError naming the place and the codes there are."""
    for level in levels:
        if level.code == code:
            return level
    raise ValueError(
        f"{where}: {code!r} is not a level; there are {', '.join(level.code for level in levels)}"
    )
