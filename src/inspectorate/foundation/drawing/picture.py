"""What every drawing answers with, the levels it shows, and the pen with their paint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from inspectstats.drawing import pen
from inspectstats.drawing.pen import INK, SIZE, printable
from inspectstats.drawing.tokens import COLOUR, DRAWING_WIDTH

SOFT, RULE, PAPER = (COLOUR[name] for name in ("soft", "rule", "paper"))
ACCENT, BAND = COLOUR["accent"], COLOUR["focus"]
RAMP = tuple(COLOUR[f"g{step}"] for step in range(1, 7))
WIDTH = DRAWING_WIDTH


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and its table: ``svg`` has no XML declaration.

    ``header`` and ``rows`` say everything the picture shows.
    """

    svg: str
    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One state a thing can be in: a short ``code`` printed on it, its name, its step on the ramp.

    Steps run from 1 to 6; 0 is the hatch.
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
    """Spread (code, name) pairs over the ramp, lightest first, and add the hatched level."""
    if len(pairs) > len(RAMP):
        raise ValueError(f"{len(pairs)} levels: the ramp tells at most {len(RAMP)} apart")
    last = max(len(pairs) - 1, 1)
    # The darkest step is kept for scales that need all six.
    steps = [1 + round(place * (len(RAMP) - 2) / last) for place in range(len(pairs))]
    if len(pairs) == len(RAMP):
        steps = list(range(1, len(RAMP) + 1))
    return (
        *(Level(code, label, step) for (code, label), step in zip(pairs, steps, strict=True)),
        Level(*absent, 0),
    )


def how_many(codes: Iterable[str], levels: Sequence[Level]) -> str:
    """Say how many there are of each level of which there is any: "Good 31, Inadequate 2"."""
    found = Counter(codes)
    return ", ".join(f"{one.label} {found[one.code]}" for one in levels if found[one.code])


@dataclass(slots=True)
class Pen(pen.Pen):
    """The pen with the paint of levels: the ramp, and a hatch for what is absent."""

    hatched: bool = False

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

    def definitions(self) -> list[str]:
        """Return the hatch, where it was used."""
        if not self.hatched:
            return []
        return [
            f'<defs><pattern id="{self.prefix}-hatch" width="6" height="6" '
            f'patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{PAPER}"/>'
            f'<path d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" stroke="{COLOUR["hatch"]}" '
            'stroke-width="1"/></pattern></defs>'
        ]


def on(level: Level) -> str:
    """Return the text colour that reads on a level's paint."""
    return PAPER if level.step >= 4 else INK


def by_code(levels: Sequence[Level], code: str, where: str) -> Level:
    """Return the level with that code; raises ValueError naming the place and the known codes."""
    for level in levels:
        if level.code == code:
            return level
    raise ValueError(
        f"{where}: {code!r} is not a level; there are {', '.join(level.code for level in levels)}"
    )
