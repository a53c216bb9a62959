"""How an edition is laid out on paper, whatever sets it: PDF and Word file alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectstats.drawing.tokens import DRAWING_WIDTH

from .model import EditionData
from .typesetting import FACES as FACES
from .typesetting import NotSet as NotSet

# A longer table would bury the picture it explains.
LONGEST_PICTURE_TABLE = 14
COLUMN_WIDE, PICTURE_TALL = 154.0, 205.0  # millimetres
PIXELS_A_MILLIMETRE = 6  # 150 an inch, below which a picture is seen to be made of squares
# A word that fills a line breaks where the line ends, and is not lost off the paper; an address of
# the web is broken by the typesetter, at places of its own, and one of mail is copied whole.
_LONG_WORD = re.compile(r"(?<!\S)(?!\S{0,9}(?:https?://|www\.))(?!\S*@)\S{25,}")
_PIECE = re.compile(r"\S{12}(?=\S)")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def require_alternatives(edition: EditionData) -> None:
    """Raise NotSet naming the block where a chart or a picture has no alternative text."""
    for place, block in enumerate(edition.blocks, 1):
        if block.kind in ("chart", "picture") and not block.alternative.strip():
            raise NotSet(
                f"{edition.slug}, block {place}, field alternative: the {block.kind} "
                f"{block.caption!r} has no alternative text"
            )


def edition_words(edition: EditionData) -> str:
    """Say which edition it is, or that it is a draft of one."""
    kind = "Full" if edition.edition == "full" else "Public"
    return f"{kind} edition {edition.number}" if edition.number else f"{kind} edition, draft"


def breakable(text: str) -> str:
    """Return words with places at which a very long one may be broken, which show nothing."""
    return _LONG_WORD.sub(lambda found: _PIECE.sub("\\g<0>\u200b", found[0]), text)


def widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width of a table by what its columns hold.

    A column is as wide as its longest word, or as the square root of its longest text asks.
    """
    widths = []
    for place, head in enumerate(header):
        cells = [head, *(row[place] for row in rows if place < len(row))]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=1)
        longest = max((len(cell) for cell in cells), default=1)
        widths.append(round(max(float(longest_word), 4 * longest**0.5, 4.0), 2))
    return widths


def millimetres(svg: str) -> float:
    """Return how wide a picture is printed, in millimetres, and never taller than a page holds.

    All pictures have the scale of a full-width one.
    """
    found = _BOX.search(svg)
    if found is None:
        return COLUMN_WIDE
    wide, tall = float(found.group(1)), float(found.group(2))
    width = min(COLUMN_WIDE, COLUMN_WIDE * wide / DRAWING_WIDTH)
    return round(min(width, PICTURE_TALL * wide / tall) if tall else width, 2)


def printed_width(width: int, height: int) -> float:
    """Return how wide a picture of so many pixels is printed, in millimetres: sharp, within the
    column, and never taller than a page holds.
    """
    wide = min(COLUMN_WIDE, width / PIXELS_A_MILLIMETRE)
    return round(min(wide, PICTURE_TALL * width / height), 2)
