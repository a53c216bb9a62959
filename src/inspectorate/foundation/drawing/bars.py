"""Horizontal bars from zero, each with its label on the left and its value at the end."""

from __future__ import annotations

from collections.abc import Sequence

from inspectstats.drawing.pen import INK, SIZE, wrap

from .picture import ACCENT, WIDTH, Pen, Picture

LEFT, RIGHT, BAR = 240.0, 70.0, 18.0


def bars(
    items: Sequence[tuple[str, float]],
    *,
    prefix: str,
    title: str,
    description: str = "",
    heading: tuple[str, str] = ("", "Count"),
    unit: str = "",
    top: float | None = None,
) -> Picture:
    """Draw one bar per (label, value).

    The axis runs from 0 to ``top`` (the largest value when not given).

    Values must not be negative (ValueError names the label); ``unit`` is printed after each value.
    """
    for label, value in items:
        if value < 0:
            raise ValueError(f"{label!r}: a bar cannot show {value}, values start at 0")
    pen, y = Pen(prefix), 4.0
    limit = top or max((value for _, value in items), default=1) or 1
    shown = [(label, f"{value:g}{unit}") for label, value in items]
    for (label, value), (_, said) in zip(items, shown, strict=True):
        words = wrap(label, LEFT - 12)
        height = max(BAR + 10, len(words) * SIZE * 1.2 + 8)
        length = (WIDTH - LEFT - RIGHT) * min(value, limit) / limit
        pen.lines(LEFT - 12, y + height / 2, words, anchor="end")
        pen.add("rect", x=LEFT, y=y + (height - BAR) / 2, width=length, height=BAR, fill=ACCENT)
        pen.text(LEFT + length + 6, y + height / 2 + SIZE * 0.35, said, bold=True)
        y += height
    pen.add("path", d=f"M{LEFT:g} 2V{y + 2:g}", stroke=INK, stroke_width=1)
    said_all = description or "; ".join(f"{label} {said}" for label, said in shown)
    return Picture(
        pen.finish(WIDTH, y + 6, title, said_all), title, said_all, heading, tuple(shown)
    )
