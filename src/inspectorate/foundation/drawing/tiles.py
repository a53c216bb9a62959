"""A tile map: one equal tile per member in its rough place, however large its area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .picture import PAPER, SOFT, Level, Pen, Picture, by_code, how_many, on

SIDE, GAP = 50.0, 3.0


@dataclass(frozen=True, slots=True)
class Tile:
    """One member: its place, a short ``label``, its ``code`` and full name.

    ``row`` counts from the top, ``column`` from the left.
    """

    row: int
    column: int
    label: str
    code: str
    name: str = ""


def tiles(
    members: Sequence[Tile],
    levels: Sequence[Level],
    *,
    prefix: str,
    title: str,
    description: str = "",
    heading: tuple[str, str] = ("", "State"),
) -> Picture:
    """Draw each tile with its label and level code.

    Two tiles in one place, or an unknown code, raise ValueError.
    """
    places: dict[tuple[int, int], str] = {}
    for tile in members:
        if (other := places.setdefault((tile.row, tile.column), tile.label)) != tile.label:
            raise ValueError(
                f"row {tile.row}, column {tile.column}: both {other!r} and {tile.label!r} "
                f"stand there"
            )
    pen = Pen(prefix)
    width = (max((tile.column for tile in members), default=0) + 1) * (SIDE + GAP)
    y = pen.key(levels, 2, width) + 4
    for tile in members:
        level = by_code(levels, tile.code, tile.name or tile.label)
        x, top = tile.column * (SIDE + GAP), y + tile.row * (SIDE + GAP)
        pen.cell(x + 1, top, SIDE, SIDE, level, f"{tile.name or tile.label}: {level.label}")
        pen.add(
            "rect",
            x=x + 1,
            y=top,
            width=SIDE,
            height=15,
            fill=PAPER,
            stroke=SOFT,
            stroke_width=0.75,
        )
        pen.text(x + 1 + SIDE / 2, top + 11.5, tile.label, anchor="middle", size=10.5)
        pen.text(
            x + 1 + SIDE / 2,
            top + 38,
            level.code,
            anchor="middle",
            size=17,
            fill=on(level),
            bold=True,
        )
    height = y + (max((tile.row for tile in members), default=0) + 1) * (SIDE + GAP)
    table = tuple(
        (tile.name or tile.label, by_code(levels, tile.code, tile.label).label) for tile in members
    )
    counts = how_many((tile.code for tile in members), levels)
    said = description or f"{len(members)} tiles of equal size in their rough places. {counts}."
    return Picture(pen.finish(width + 2, height, title, said), title, said, heading, table)
