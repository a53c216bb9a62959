"""An edition as PDF/UA-1, by Typst from one fixed template of ours that reads the edition as data.

Text given as data is set literally. The compiler opens no network and reads no file but the
template and our typefaces; no clock is read, so the same edition gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

import inspectorate.foundation.typefaces as faces
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.outline import outlined
from inspectstats.drawing.tokens import DRAWING_WIDTH, TOKENS

from .model import Block, EditionData, Run
from .notes import Notes

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
FACES = str(Path(str(faces.__file__)).parent)
# A longer table would bury the picture it explains.
LONGEST_PICTURE_TABLE = 14
COLUMN_WIDE, PICTURE_TALL = 154.0, 205.0  # millimetres
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class NotSet(Exception):
    """The edition could not be set as a PDF, or written as a Word file.

    The words name the document, and the block or what the compiler says.
    """


def pdf(edition: EditionData) -> bytes:
    """Return the tagged PDF of an edition, with contents, notes and alternative texts.

    Raises NotSet naming the document when a field cannot be set (a picture that is no SVG, a chart
    without alternative text).
    """
    require_alternatives(edition)
    return typeset(_Setter(edition, Notes(edition)).data(), edition.slug)


def require_alternatives(edition: EditionData) -> None:
    """Raise NotSet naming the block where a chart has no alternative text."""
    for place, block in enumerate(edition.blocks, 1):
        if block.kind == "chart" and not block.alternative.strip():
            raise NotSet(
                f"{edition.slug}, block {place}, field alternative: the chart "
                f"{block.caption!r} has no alternative text"
            )


def typeset(data: Mapping[str, Any], name: str) -> bytes:
    """Set what the template reads as a tagged PDF; raises NotSet with the document's ``name``."""
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[FACES],
            # A machine's own faces would make its PDFs other bytes.
            ignore_system_fonts=True,
            # As data and never as part of the template: nothing an author writes is read as code.
            sys_inputs={
                "edition": json.dumps(data, ensure_ascii=False),
                "tokens": json.dumps(TOKENS),
            },
            # Typst then refuses what PDF/UA-1 forbids, such as a picture without alternative text.
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as fault:
        raise NotSet(f"{name}: the PDF was not made: {fault}") from fault
    assert isinstance(made, bytes)
    return made


@dataclass(slots=True)
class _Setter:
    """Lays an edition out for the template.

    Heading levels in order, notes numbered per claim, column widths, days in words.
    """

    edition: EditionData
    notes: Notes

    def data(self) -> dict[str, Any]:
        """Return all the template reads."""
        edition = self.edition
        blocks = [self._block(block) for block in edition.blocks]
        headings = [block for block in blocks if block["kind"] == "heading"]
        levels = [block.level for block in edition.blocks if block.kind == "heading"]
        for block, level in zip(headings, outlined(levels, deepest=5), strict=True):
            block["level"] = level
        language, _, region = edition.language.partition("-")
        return {
            "title": edition.title,
            "subtitle": edition.subtitle,
            "long": edition.kind.type.long,
            "kind_word": edition.kind.type.label,
            "edition": edition_words(edition),
            "marking": "" if edition.marking == "PUBLIC" else edition.marking,
            "publisher": edition.publisher,
            "inspection": edition.inspection,
            "published": iso_in_words(edition.published_on),
            "notice": edition.notice,
            "contact": edition.contact,
            "report_at": edition.report_at,
            "language": language,
            "region": region,
            "contents": edition.kind.type.long and len(levels) > 2,
            "blocks": blocks,
            "notes": [{"number": number, **note._asdict()} for number, note in self.notes.told()],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        return {
            "kind": block.kind,
            "level": 0,
            "runs": self._runs(block.runs),
            "ordered": block.ordered,
            "items": [self._runs(item) for item in block.items],
            "caption": block.caption,
            "header": list(block.header),
            "rows": self._rows(block),
            "widths": widths(block.header, block.rows),
            "svg": block.svg,
            "width": millimetres(block.svg) if block.svg else 0,
            "alternative": block.alternative,
            "source": block.source,
            "number": block.number,
        }

    @staticmethod
    def _rows(block: Block) -> list[list[str]]:
        """A picture's table is printed when it is short.

        A long one stands in the open data and on the page.
        """
        if block.kind == "recommendation" or (
            block.kind == "chart" and len(block.rows) > LONGEST_PICTURE_TABLE
        ):
            return []
        return [list(row) for row in block.rows]

    def _runs(self, runs: Sequence[Run]) -> list[dict[str, Any]]:
        return [
            {
                "text": text,
                "after": after,
                "strong": run.strong,
                "emphasis": run.emphasis,
                # An anchor of the page does not exist in the PDF.
                "link": run.link if not run.link.startswith("#") else "",
                "redacted": bool(run.redacted),
                "note": note,
            }
            for run, text, note, after in self.notes.noted(runs)
        ]


def edition_words(edition: EditionData) -> str:
    """Say which edition it is, or that it is a draft of one."""
    kind = "Full" if edition.edition == "full" else "Public"
    return f"{kind} edition {edition.number}" if edition.number else f"{kind} edition, draft"


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
