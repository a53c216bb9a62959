"""Which columns of the published tables the pictures and tables of a text print.

Pure: a column is a pair of its name and the reference of its criterion, empty where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspectorate.prose.manuscript import Manuscript

from .pictures import ChartData

Printed = tuple[str, str]
GRADES, INSPECTED, PLACE = "grades", "inspected", "place"
# What each kind of picture and of table prints of a criterion: a cell without a grade says who was
# not inspected.
_PRINTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("chart", "grid"): (GRADES, INSPECTED),
    ("chart", "distribution"): (GRADES, INSPECTED),
    ("chart", "tiles"): (GRADES, INSPECTED, PLACE),
    ("table", "grades"): (GRADES, INSPECTED),
    ("table", "coverage"): (INSPECTED,),
    # A cause of concern tells of the lowest grade.
    ("table", "outcomes"): (GRADES,),
}


def printed_columns(manuscript: Manuscript, board: ChartData) -> Iterator[tuple[Printed, str]]:
    """Yield each column that a text prints, with what the picture or table is called there."""
    for block in manuscript.blocks:
        if block.kind in ("chart", "table"):
            called = block.fields.get("caption") or block.fields.get("kind", "") or block.kind
            for column in _of_block(block.kind, block.fields, board):
                yield column, called


def _of_block(block: str, fields: Mapping[str, str], board: ChartData) -> Iterator[Printed]:
    kind, area, ref = (fields.get(name, "") for name in ("kind", "area", "criterion"))
    columns = _PRINTS.get((block, kind), ())
    for one in _chosen(board, area, ref, graded=GRADES in columns) if columns else ():
        yield from ((column, "" if column == PLACE else one) for column in columns)


def _chosen(board: ChartData, area: str, ref: str, *, graded: bool) -> list[str]:
    try:
        return [one.ref for one in board.chosen(area, ref, graded=graded)]
    except ValueError:  # it cannot be drawn, and prints nothing
        return []
