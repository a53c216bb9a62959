"""A counted set as squares in a row, with the band of a word over them to show the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from inspectstats.drawing.pen import INK, printable

from .picture import ACCENT, BAND, PAPER, SOFT, WIDTH, Level, Pen, Picture

State = Literal["met", "not met", "not inspected"]
ORDER: tuple[State, ...] = ("met", "not met", "not inspected")
ABSENT = Level("–", "Not inspected", 0)


@dataclass(frozen=True, slots=True)
class Band:
    """The counts for which a word holds, both ends included, of those inspected."""

    word: str
    low: int
    high: int


def strip(
    members: Sequence[tuple[str, State]],
    *,
    prefix: str,
    title: str,
    description: str = "",
    band: Band | None = None,
    links: Mapping[str, str] | None = None,
    heading: tuple[str, str] = ("", "Finding"),
    words: Mapping[State, str] | None = None,
) -> Picture:
    """Draw one square per (label, state): met, then not met, then not inspected (hatched).

    ``band`` is drawn as a bracket over the squares ``low`` to ``high``. ``links`` (label to
    address) makes each square a link that names its member on focus. ``words`` puts other words on
    the three states.
    """
    said_as = dict(zip(ORDER, ORDER, strict=True)) | dict(words or {})
    ordered = sorted(members, key=lambda one: ORDER.index(one[1]))
    counts = {state: sum(1 for _, is_ in members if is_ == state) for state in ORDER}
    pen, step = Pen(prefix), min(26.0, (WIDTH - 4) / max(len(members), 1))
    top = 34.0 if band else 4.0
    if band:
        _bracket(pen, band, step, counts["met"] + counts["not met"])
    for place, (label, state) in enumerate(ordered):
        _square(
            pen,
            2 + place * step,
            top,
            step - 2,
            state,
            f"{label}: {said_as[state]}",
            (links or {}).get(label, ""),
        )
    y, x = top + step + 18, 0.0
    for state in ORDER:
        if counts[state]:
            _square(pen, x + 2, y - 11, 12, state, "", "")
            said = f"{counts[state]} {said_as[state]}"
            pen.text(x + 20, y, said, bold=state == "met")
            x += 46 + 7.6 * len(said)
    told = description or _say(counts, said_as, band)
    table = tuple((label, said_as[state]) for label, state in ordered)
    svg = pen.finish(max(step * len(members) + 4, 360), y + 8, title, told, group=bool(links))
    return Picture(svg, title, told, heading, table)


def _square(pen: Pen, x: float, y: float, side: float, state: State, tip: str, link: str) -> None:
    fill = {
        "met": ACCENT,
        "not met": PAPER,
        "not inspected": pen.fill(ABSENT) if state == "not inspected" else "",
    }[state]
    body = f"<title>{escape(printable(tip))}</title>" if tip and not link else ""
    square = pen.element(
        "rect",
        body,
        x=x,
        y=y,
        width=side,
        height=side,
        fill=fill,
        stroke=INK if state != "not inspected" else SOFT,
    )
    pen.parts.append(pen.element("a", square, href=link, aria_label=tip) if link else square)


def _bracket(pen: Pen, band: Band, step: float, inspected: int) -> None:
    low, high = max(band.low, 0), min(band.high, inspected)
    left, right = 2 + max(low - 0.5, 0) * step - 1, 2 + min(high + 0.5, inspected) * step - 1
    pen.add(
        "rect",
        x=left,
        y=22,
        width=max(right - left, 4),
        height=7,
        fill=BAND,
        stroke=INK,
        stroke_width=0.75,
    )
    said = (
        f"“{band.word}” holds for {low}"
        + (f" to {high}" if high != low else "")
        + f" of {inspected}"
    )
    middle, half = (left + right) / 2, 3.7 * len(said)
    pen.text(min(max(middle, half), max(WIDTH - half, half)), 15, said, anchor="middle")


def _say(counts: Mapping[State, int], said_as: Mapping[State, str], band: Band | None) -> str:
    inspected = counts["met"] + counts["not met"]
    said = f"{counts['met']} of {inspected} inspected: {said_as['met']}."
    if counts["not inspected"]:
        said += f" {counts['not inspected']} {said_as['not inspected']}."
    return said + (
        f" The word “{band.word}” holds for {band.low} to {min(band.high, inspected)}."
        if band
        else ""
    )
