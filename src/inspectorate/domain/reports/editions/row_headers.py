"""The first cell of each row of a table in a PDF, made the row's header. Pure.

A page has a header for each row (``scope="row"``). The typesetter tags those of the columns alone:
what would tell it of the others cannot be reached from here. So its structure is amended: plain
objects in a form that its output has always, each named by the table of objects at the end. What
has another form stays as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ROW = re.compile(rb"/S/TR/P \d+ 0 R(?:/Pg \d+ 0 R)?/K\[((?:\d+ 0 R ?)+)\]")
_CELL = re.compile(rb"/S/TD(/P \d+ 0 R)/A\[<</O/Table/Headers\[((?:\([^)]*\))*)\]>>")
_EMPTY = b"/K[]"
_NAMES = re.compile(rb"(/IDTree<</Names\[[^\]]*)\]")
_ENTRY = 20  # bytes of a line in the table of objects


def with_row_headers(content: bytes) -> bytes:
    """Return the PDF with a header for each row of its tables, named by each cell of the row."""
    begun = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    bounds = _bounds(content, begun)
    objects = [content[start:end] for start, end in bounds]
    named = b"".join(_headed(objects))
    if not named:
        return content
    for place, one in enumerate(objects):
        if b"/Type/StructTreeRoot" in one[:60]:
            objects[place] = _NAMES.sub(lambda found: found[1] + named + b"]", one, count=1)
    return _joined(content[: bounds[0][0]], objects, content[begun:])


def _bounds(content: bytes, begun: int) -> list[tuple[int, int]]:
    """Where each object begins and ends, by number, which is the order in which they stand;
    ``begun`` is where the table of objects begins.
    """
    count = int(content[begun:].split(None, 3)[2])
    first = content.index(b"\n", begun + len(b"xref\n")) + 1
    lines = range(first + _ENTRY, first + count * _ENTRY, _ENTRY)
    starts = [int(content[at : at + 10]) for at in lines]
    return list(zip(starts, [*starts[1:], begun], strict=True))


def _headed(objects: list[bytes]) -> Iterator[bytes]:
    """Make the headers; yield the name of each with its object, in the order of the names."""
    rows = [one for one in objects if b"/StructElem/S/TR" in one[:50]]
    for number, row in enumerate(rows):
        found = _ROW.search(row)
        cells = [int(kid) for kid in found[1].replace(b" 0 R", b"").split()] if found else []
        if not cells or not _CELL.search(objects[cells[0] - 1]) or _EMPTY in objects[cells[0] - 1]:
            continue
        # After every name that the typesetter gives, as such names must stand in order.
        name = b"(V%08d)" % number
        head = rb"/S/TH\1/ID" + name + rb"/A[<</O/Table/Scope/Row/Headers[\2]>>"
        under = rb"/S/TD\1/A[<</O/Table/Headers[\2" + name + rb"]>>"
        for place, cell in enumerate(cells):
            objects[cell - 1] = _CELL.sub(under if place else head, objects[cell - 1], count=1)
        yield name + b"%d 0 R" % cells[0]


def _joined(head: bytes, objects: Sequence[bytes], end: bytes) -> bytes:
    """The file of these objects; ``end`` is its table of objects as it was, and its trailer."""
    starts, at = [], len(head)
    for one in objects:
        starts.append(at)
        at += len(one)
    table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n\r\n" % start for start in starts)
    trailer = end[end.index(b"trailer") : end.rindex(b"startxref")]
    return b"".join([head, *objects, table, trailer, b"startxref\n%d\n%%%%EOF" % at])
