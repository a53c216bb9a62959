"""An edition as PDF/UA-1, by Typst from one fixed template of ours that reads the edition as data.

Text given as data is set literally. The compiler opens no network and reads no file but the
template and our typefaces; no clock is read, so the same edition gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.outline import outlined
from inspectstats.drawing.tokens import TOKENS

from .layout import (
    FACES,
    LONGEST_PICTURE_TABLE,
    NotSet,
    edition_words,
    millimetres,
    require_alternatives,
    widths,
)
from .model import Block, EditionData, Run
from .note_words import notes_of
from .notes import Notes

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


def pdf(edition: EditionData) -> bytes:
    """Return the tagged PDF of an edition, with contents, notes and alternative texts.

    Raises NotSet naming the document when a field cannot be set (a picture that is no SVG, a chart
    without alternative text).
    """
    require_alternatives(edition)
    return typeset(_Setter(edition, Notes(edition)).data(), edition.slug)


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
        told = notes_of(edition)
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
            "notes": [
                {"number": number, **told[key]._asdict()}
                for key, number in self.notes.numbers.items()
            ],
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
