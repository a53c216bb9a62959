"""The pictures of a Word file, drawn by the typesetter that draws them in the PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import typst

from ..layout import FACES, NotSet, millimetres, printed_width
from ..model import Block
from ..picture_files import ending
from .markup import value
from .package import Relations

TEMPLATE = Path(__file__).parents[1] / "typst" / "picture.typ"
# Dots an inch: sharp on paper, and a picture of a full page stays below half a megabyte.
SHARP = 200
# Drawn at once: each picture is held in memory, dot by dot, until all are drawn.
AT_ONCE = 8
# In the place of a picture in a file that nobody looks at.
NOT_DRAWN = bytes(24)
_MILLIMETRE = 36_000  # the unit in which Word measures a picture
_INCH = 25.4


def drawn(svgs: Iterable[str], name: str) -> dict[str, bytes]:
    """Return each picture as PNG by its SVG; raises NotSet with the document's ``name``."""
    every = list(dict.fromkeys(svgs))
    found: dict[str, bytes] = {}
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        found.update(zip(some, _compiled(some, name), strict=True))
    return found


def _compiled(svgs: Sequence[str], name: str) -> list[bytes]:
    wanted = [{"svg": svg, "width": millimetres(svg)} for svg in svgs]
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[FACES],
            ignore_system_fonts=True,
            sys_inputs={"pictures": json.dumps(wanted, ensure_ascii=False)},
            format="png",
            ppi=SHARP,
        )
    except typst.TypstError as fault:
        raise NotSet(f"{name}: a picture was not drawn: {fault}") from fault
    return made if isinstance(made, list) else [made]


def picture(
    svg: str, alternative: str, number: int, made: Mapping[str, bytes], relations: Relations
) -> str:
    """Return a picture within a line of text, with its alternative text."""
    content = made[svg]
    return _inline(relations.picture(content), alternative, number, *_size(content))


def own_picture(block: Block, content: bytes, number: int, relations: Relations) -> str:
    """Return an editor's own picture within a line of text, with its alternative text."""
    wide = printed_width(block.width, block.height)
    sides = round(wide * _MILLIMETRE), round(wide * _MILLIMETRE * block.height / block.width)
    named = relations.picture(content, ending(block.media_type))
    return _inline(named, block.alternative, number, *sides)


def _inline(related: str, alternative: str, number: int, wide: int, tall: int) -> str:
    extent = f'cx="{wide}" cy="{tall}"'
    name = f'id="{number}" name="Picture {number}" descr="{value(alternative)}"'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr {name}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{drawing}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="{related}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _size(png: bytes) -> tuple[int, int]:
    """How wide and tall a picture is, in Word's unit, from its head."""
    wide, tall = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    return round(wide / SHARP * _INCH * _MILLIMETRE), round(tall / SHARP * _INCH * _MILLIMETRE)
