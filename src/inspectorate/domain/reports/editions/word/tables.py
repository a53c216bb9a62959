"""A table of a Word file: its columns shared as in the PDF, its header row marked as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..layout import widths
from .comments import Margin
from .markup import paragraph, run, value

# Twentieths of a point between the margins of the page.
COLUMN = 8_730


def facts(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], margin: Margin
) -> str:
    """Return a table; its ``caption`` is kept as its title, which a screen reader says first."""
    even = [[*row[: len(header)], *[""] * (len(header) - len(row))] for row in rows]
    shares = widths(header, even)
    wide = [round(COLUMN * share / sum(shares)) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    title = f'<w:tblCaption w:val="{value(caption)}"/>' if caption else ""
    head = _row(header, wide, margin, "TableHead", "<w:cantSplit/><w:tblHeader/>")
    body = "".join(_row(row, wide, margin, "TableText") for row in even)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Facts"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{title}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    wide: Sequence[int],
    margin: Margin,
    style: str,
    marks: str = "<w:cantSplit/>",
) -> str:
    said = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(margin.beside(run(cell)), style)}</w:tc>"
        for cell, width in zip(cells, wide, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{said}</w:tr>"
