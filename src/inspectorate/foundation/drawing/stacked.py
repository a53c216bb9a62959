"""How many stand at each level, one bar per row, all to the same scale from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectstats.drawing.pen import SIZE, wrap

from .picture import WIDTH, Level, Pen, Picture, on

LEFT, BAR = 250.0, 24.0


def stacked(
    rows: Sequence[tuple[str, Mapping[str, int]]],
    levels: Sequence[Level],
    *,
    prefix: str,
    title: str,
    description: str = "",
    heading: str = "",
) -> Picture:
    """Draw (label, {level code: count}) as stacked bars in the order of ``levels``.

    The scale is the largest total.

    A code that is no level raises ValueError. Counts are printed in their part; a part too thin for
    its count is in the table.
    """
    codes = {level.code for level in levels}
    for label, counts in rows:
        if strange := sorted(set(counts) - codes):
            raise ValueError(
                f"{label!r}: {', '.join(strange)} is not a level; choose {', '.join(sorted(codes))}"
            )
    pen = Pen(prefix)
    y = pen.key(levels, 2)
    most = max((sum(counts.values()) for _, counts in rows), default=1) or 1
    for label, counts in rows:
        words = wrap(label, LEFT - 14)
        height = max(BAR + 8, len(words) * SIZE * 1.2 + 8)
        pen.lines(LEFT - 12, y + height / 2, words, anchor="end")
        x = LEFT
        for level in levels:
            count = counts.get(level.code, 0)
            width = (WIDTH - LEFT - 2) * count / most
            if count:
                pen.cell(
                    x, y + (height - BAR) / 2, width, BAR, level, f"{label}: {level.label} {count}"
                )
            # A count that does not fit is left to the table.
            if width >= 9 * len(str(count)) + 3:
                pen.text(
                    x + width / 2,
                    y + height / 2 + 4.5,
                    str(count),
                    anchor="middle",
                    fill=on(level),
                    bold=True,
                )
            x += width
        y += height
    table = tuple(
        (label, *(str(counts.get(level.code, 0)) for level in levels)) for label, counts in rows
    )
    header = (heading, *(level.label for level in levels))
    said = description or _say(rows, levels)
    return Picture(pen.finish(WIDTH, y + 4, title, said), title, said, header, table)


def _say(rows: Sequence[tuple[str, Mapping[str, int]]], levels: Sequence[Level]) -> str:
    return ". ".join(
        f"{label}: "
        + ", ".join(
            f"{level.label} {counts[level.code]}" for level in levels if counts.get(level.code)
        )
        for label, counts in rows
    )
