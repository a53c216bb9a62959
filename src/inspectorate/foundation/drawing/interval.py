"""Estimates with their intervals on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspectstats.drawing.pen import INK, SIZE, wrap

from .picture import ACCENT, RULE, SOFT, WIDTH, Pen, Picture

LEFT, RIGHT = 220.0, 130.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the two ends of its interval, all in the unit of the axis."""

    label: str
    value: float
    low: float
    high: float


def intervals(
    estimates: Sequence[Estimate],
    *,
    prefix: str,
    title: str,
    description: str = "",
    heading: str = "",
    bottom: float = 0.0,
    top: float = 100.0,
    unit: str = "%",
) -> Picture:
    """Draw each estimate as a dot on its interval; the axis runs from ``bottom`` to ``top``.

    Low ≤ value ≤ high, all on the axis, else ValueError.
    """
    pen, y = Pen(prefix), 22.0
    span = WIDTH - LEFT - RIGHT
    heights = [max(28.0, len(wrap(one.label, LEFT - 14)) * SIZE * 1.2 + 8) for one in estimates]
    for tick in range(5):
        x, mark = LEFT + span * tick / 4, bottom + (top - bottom) * tick / 4
        pen.add(
            "path",
            d=f"M{x:g} 18V{y + sum(heights):g}",
            stroke=INK if mark == 0 else RULE,
            stroke_width=1,
        )
        pen.text(x, 12, f"{mark:g}{unit}", anchor="middle", size=11, fill=SOFT)
    rows = []
    for one, height in zip(estimates, heights, strict=True):
        if not bottom <= one.low <= one.value <= one.high <= top:
            raise ValueError(
                f"{one.label!r}: needs {bottom:g} ≤ {one.low} ≤ {one.value} ≤ {one.high} ≤ {top}"
            )
        middle = y + height / 2
        left, at, right = (
            LEFT + span * (value - bottom) / (top - bottom)
            for value in (one.low, one.value, one.high)
        )
        pen.lines(LEFT - 12, middle, wrap(one.label, LEFT - 14), anchor="end")
        ends = (
            f"M{left:.2f} {middle - 5:.2f}V{middle + 5:.2f}M{right:.2f} "
            f"{middle - 5:.2f}V{middle + 5:.2f}"
        )
        pen.add(
            "path", d=f"M{left:.2f} {middle:.2f}H{right:.2f}{ends}", stroke=INK, stroke_width=1.5
        )
        pen.add("circle", cx=at, cy=middle, r=5, fill=ACCENT, stroke=INK)
        said = f"{one.value:g}{unit} ({one.low:g} to {one.high:g})"
        pen.text(LEFT + span + 12, middle + SIZE * 0.35, said)
        rows.append(
            (one.label, f"{one.value:g}{unit}", f"{one.low:g}{unit}", f"{one.high:g}{unit}")
        )
        y += height
    told = description or "; ".join(
        f"{row[0]} {row[1]}, interval {row[2]} to {row[3]}" for row in rows
    )
    header = (heading, "Estimate", "Low", "High")
    return Picture(pen.finish(WIDTH, y + 6, title, told), title, told, header, tuple(rows))
