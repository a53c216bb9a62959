"""A grid of levels: rows down, columns across, each cell its code on its paint."""

from __future__ import annotations

from collections.abc import Sequence

from .picture import WIDTH, Level, Pen, Picture, by_code, how_many, on

TALL = 17.0


def heatmap(
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[str],
    levels: Sequence[Level],
    *,
    prefix: str,
    title: str,
    description: str = "",
    heading: str = "",
) -> Picture:
    """Draw (label, one level code per column).

    A row of another length, or a code that is no level, raises ValueError.
    """
    pen = Pen(prefix)
    left = 10 + 7.2 * max((len(label) for label, _ in rows), default=4)
    wide = min(44.0, (WIDTH - left) / max(len(columns), 1))
    # Never narrower than its key, which would otherwise run past the edge.
    width = max(left + wide * len(columns) + 2, 320)
    y = pen.key(levels, 2, width) + 16
    for place, column in enumerate(columns):
        pen.text(left + (place + 0.5) * wide, y - 5, column, anchor="middle", size=11, bold=True)
    for label, codes in rows:
        if len(codes) != len(columns):
            raise ValueError(f"{label!r}: {len(codes)} cells for {len(columns)} columns")
        pen.text(left - 8, y + TALL - 4.5, label, anchor="end", size=11)
        for place, code in enumerate(codes):
            level = by_code(levels, code, f"{label}, {columns[place]}")
            x = left + place * wide
            pen.cell(x, y, wide, TALL, level, f"{label}, {columns[place]}: {level.label}")
            pen.text(
                x + wide / 2,
                y + TALL - 4.5,
                level.code,
                anchor="middle",
                size=11,
                fill=on(level),
                bold=True,
            )
        y += TALL
    table = tuple(
        (label, *(by_code(levels, code, label).label for code in codes)) for label, codes in rows
    )
    said = description or _say(rows, columns, levels)
    return Picture(pen.finish(width, y + 4, title, said), title, said, (heading, *columns), table)


def _say(
    rows: Sequence[tuple[str, Sequence[str]]], columns: Sequence[str], levels: Sequence[Level]
) -> str:
    """How many rows there are and, of each column, how many cells of each level."""
    told = (
        f"{column}: {how_many((codes[place] for _, codes in rows), levels)}"
        for place, column in enumerate(columns)
    )
    return ". ".join([f"{len(rows)} row{'s' * (len(rows) != 1)}", *told]) + "."
