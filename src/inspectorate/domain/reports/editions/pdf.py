"""An edition laid out for the template that sets it as PDF/UA-1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from inspectorate.prose.addresses import SAFE_LINKS
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.outline import outlined
from inspectstats.drawing.tokens import TOKENS

from .layout import (
    LONGEST_PICTURE_TABLE,
    breakable,
    edition_words,
    millimetres,
    printed_width,
    require_alternatives,
    widths,
)
from .model import Block, EditionData, Run
from .note_words import notes_of
from .notes import Notes
from .picture_files import as_words
from .typesetting import typeset

# Where a link of the PDF may lead: an anchor of the page does not exist there.
_LED = tuple(one for one in SAFE_LINKS if one != "#")


def pdf(edition: EditionData, files: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the tagged PDF of an edition, with contents, notes and alternative texts, set in this
    process; a door has it set in one of its own (:mod:`.setting`). ``files`` are the pictures that
    it shows, by digest.

    Raises NotSet naming the document when a field cannot be set (a picture that is no SVG, a chart
    without alternative text).
    """
    return typeset(laid_out(edition), edition.slug, TOKENS, as_words(files))


def laid_out(edition: EditionData) -> dict[str, Any]:
    """Return what the template reads of an edition; raises NotSet where a chart has no alternative
    text.
    """
    require_alternatives(edition)
    return _Setter(edition, Notes(edition)).data()


@dataclass(slots=True)
class _Setter:
    """Lays an edition out for the template.

    Heading levels in order, notes numbered per claim, column widths, days in words.
    """

    edition: EditionData
    notes: Notes
    called: set[str] = field(default_factory=set)

    def data(self) -> dict[str, Any]:
        """Return all the template reads."""
        edition = self.edition
        blocks = [self._block(block) for block in edition.blocks if block.kind != "footnote"]
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
            "embargo": edition.embargo,
            "contact": edition.contact,
            "report_at": edition.report_at,
            "language": language,
            "region": region,
            "contents": edition.kind.type.long and len(levels) > 2,
            "blocks": blocks,
            # As in a cell, what is bound in a footnote has no number of a note.
            "footnotes": {
                block.anchor: self._runs([replace(run, claim="") for run in block.runs])
                for block in edition.blocks
                if block.kind == "footnote"
            },
            "notes": [
                {"number": number}
                | {name: breakable(one) for name, one in told[key]._asdict().items()}
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
            "caption": breakable(block.caption),
            # As on the page: no header is empty.
            "header": [breakable(cell) or "Name" for cell in block.header],
            "rows": self._rows(block),
            "widths": widths(block.header, block.rows),
            "svg": block.svg,
            "width": _wide(block),
            "file": block.file,
            "media_type": block.media_type,
            "pixels": [block.width, block.height],
            "alternative": block.alternative,
            "source": breakable(block.source),
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
        return [[breakable(cell) for cell in row] for row in block.rows]

    def _runs(self, runs: Sequence[Run]) -> list[dict[str, Any]]:
        links = [run.link if run.link.startswith(_LED) else "" for run in runs]
        return [
            {
                "text": breakable(text),
                "after": after,
                "strong": run.strong,
                "emphasis": run.emphasis,
                "link": link,
                # On paper nobody can press: behind its last words a link says where it leads.
                "address": "" if link == following else _address(link, run.text),
                "redacted": bool(run.redacted),
                "note": note,
                **self._call(run.footnote),
            }
            for (run, text, note, after), link, following in zip(
                self.notes.noted(runs), links, [*links[1:], ""], strict=False
            )
        ]

    def _call(self, letter: str) -> dict[str, Any]:
        """Which footnote is called, and whether it was called before and stands there."""
        again = letter in self.called
        self.called.add(letter)
        return {"footnote": letter, "again": again}


def _wide(block: Block) -> float:
    """How wide a picture is printed, in millimetres; 0 of what is none."""
    if block.kind == "picture":
        return printed_width(block.width, block.height)
    return millimetres(block.svg) if block.svg else 0


def _address(link: str, words: str) -> str:
    """The address of a link as it is read, empty where its words are the address."""
    address = link.removeprefix("mailto:")
    bare = address.partition("://")[2].strip("/")
    return "" if words.strip() in (address, bare) else address
