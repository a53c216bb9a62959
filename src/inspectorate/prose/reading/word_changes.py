"""Reads an edited Word file: its paragraphs with what tracked changes put in and took out, the
comments beside them, and what in it is not read.

Nothing is decided here: what differs from the text that the file was made from, and where that
stands in its source, is told in ``prose/word_edits``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from docx.oxml.ns import qn

from .word_comments import FileComment, comments_in
from .word_package import Package, opened
from .word_runs import (
    CONTROL,
    NOTES,
    Fields,
    bound_to,
    is_marked,
    is_number_of_note,
    is_own_mark,
)
from .word_styles import ParagraphKind, kind_of
from .word_tags import SIGNS, SILENT, UNREAD, WORDS, name_in, too_many

type Change = Literal["", "in", "out", "none"]

# Beyond what anybody looks through; a file with many times as many takes minutes to compare.
MOST_CHANGES, MOST_PARAGRAPHS = 5_000, 20_000
_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{one}") for one in ("p", "tbl", "tr", "tc"))
_CONTENT, _RUN, _SIMPLE = qn("w:sdtContent"), qn("w:r"), qn("w:fldSimple")
_ORDER = qn("w:instr")
_VALUE, _ID, _AUTHOR, _DATE = (qn(f"w:{one}") for one in ("val", "id", "author", "date"))
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
_CHANGES: Mapping[str, Change] = {
    qn("w:ins"): "in",
    qn("w:moveTo"): "in",
    qn("w:del"): "out",
    qn("w:moveFrom"): "out",
}
_MARK = f"{qn('w:pPr')}/{qn('w:rPr')}"
_HOLDERS = {
    *(qn(f"w:{one}") for one in ("hyperlink", "sdtContent", "smartTag", "bdo", "dir")),
    *(CONTROL, *_CHANGES),
}
_BEGUN, _ENDED, _REFERENCE = (
    qn(f"w:comment{one}") for one in ("RangeStart", "RangeEnd", "Reference")
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph of one kind.

    ``change`` says that a tracked change put them ``in`` or took them ``out``, or first the one and
    then the other (``none``); ``author`` and ``at`` are what the file says of it, empty for
    nothing. ``key`` is the claim that they are bound to; ``marked`` words are left out of another
    edition.
    """

    text: str
    key: str = ""
    marked: bool = False
    change: Change = ""
    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the file, in order; ``number`` counts them from 1.

    ``cell`` is its place where it stands in a table: the row and the column, from 0. ``mark`` is
    the change of its end: put in where a paragraph was cut, taken out where two were joined.
    """

    number: int
    kind: ParagraphKind
    level: int
    pieces: tuple[Piece, ...]
    mark: Piece
    cell: tuple[int, int] | None = None
    unread: tuple[str, ...] = ()

    @property
    def old(self) -> str:
        """The words as they stood before what was tracked."""
        return "".join(one.text for one in self.pieces if one.change in ("", "out"))

    @property
    def new(self) -> str:
        """The words as they stand with all that was tracked."""
        return "".join(one.text for one in self.pieces if one.change in ("", "in"))


@dataclass(frozen=True, slots=True)
class EditedFile:
    """What an edited file holds."""

    package: Package
    paragraphs: tuple[Paragraph, ...]
    comments: tuple[FileComment, ...]


def read_changes(data: bytes, known: Collection[str] = ()) -> EditedFile:
    """Read an edited Word file; a key that was cut is found among those ``known``.

    Raises :class:`Refused` for no Word file, one too large, or one with more tracked changes,
    comments or paragraphs than anybody looks through.
    """
    package = opened(data)
    reader = _Reader(package.styles, known)
    reader.read(package.body)
    return EditedFile(package, tuple(reader.paragraphs), comments_in(package, reader.ranges))


@dataclass(slots=True)
class _Reader:
    """Walks the body once. ``ranges`` are the places of comments, by their ids: the paragraph, the
    offset at which the words begin, and that at which they end.
    """

    styles: Mapping[str, str]
    known: Collection[str]
    paragraphs: list[Paragraph] = field(default_factory=list)
    ranges: dict[str, list[int]] = field(default_factory=dict)
    changes: int = 0
    fields: Fields = field(default_factory=Fields)
    pieces: list[Piece] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    size: int = 0

    def read(
        self, holder: Any, cell: tuple[int, int] | None = None, around: Piece = Piece("")
    ) -> None:
        """Read what holds paragraphs and tables; ``around`` says what is said of all in it."""
        for one in holder:
            if one.tag == _PARAGRAPH:
                self._paragraph(one, cell, around)
            elif one.tag == _TABLE:
                self._table(one, cell, around)
            elif one.tag == CONTROL and not _is_contents(one):
                for inner in one.findall(_CONTENT):
                    self.read(inner, cell, self._controlled(one, around))
            elif one.tag in _CHANGES or one.tag == qn("w:customXml"):
                self.read(one, cell, self._changed(one, around))
            elif one.tag in (_BEGUN, _ENDED):
                self._beside(one)
            elif one.tag not in SILENT and one.tag != CONTROL:
                self._not_read(one)
        if self.unread and self.paragraphs:
            last = self.paragraphs[-1]
            self.paragraphs[-1] = replace(last, unread=(*last.unread, *self.unread))
            self.unread = []

    def _table(self, table: Any, cell: tuple[int, int] | None, around: Piece) -> None:
        if cell is not None:
            self.unread.append("a table within a cell")
            return
        for row, one in enumerate(_within(table, _ROW)):
            for column, held in enumerate(_within(one, _CELL)):
                self.read(held, (row, column), around)

    def _paragraph(self, element: Any, cell: tuple[int, int] | None, around: Piece) -> None:
        self.pieces, self.size = [], 0
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise too_many("paragraphs", MOST_PARAGRAPHS)
        number = len(self.paragraphs) + 1
        self._words(element, around)
        kind, level = kind_of(element, self.styles, in_cell=cell is not None)
        mark = self._end(element)
        made = Paragraph(number, kind, level, tuple(self.pieces), mark, cell, tuple(self.unread))
        self.paragraphs.append(made)
        self.unread = []

    def _end(self, element: Any) -> Piece:
        """The change of the end of a paragraph."""
        properties = element.find(_MARK)
        for one in () if properties is None else properties:
            if one.tag in _CHANGES:
                return self._changed(one, Piece(""))
        return Piece("")

    def _changed(self, element: Any, around: Piece) -> Piece:
        """What is said of the words within a tracked change."""
        change = _CHANGES.get(element.tag)
        if change is None:
            return around
        self.changes += 1
        if self.changes > MOST_CHANGES:
            raise too_many("tracked changes", MOST_CHANGES)
        # Put in and then taken out, in whichever order the file nests them: never there.
        both = around.change not in ("", change)
        author, at = name_in(element), element.get(_DATE) or ""
        return replace(around, change="none" if both else change, author=author, at=at)

    def _words(self, holder: Any, around: Piece) -> None:
        for one in holder:
            if one.tag == _RUN:
                self.fields.pass_by(one)
                if not self.fields.number and not is_own_mark(one):
                    self._run(one, around)
            elif one.tag in (_BEGUN, _ENDED):
                self._beside(one)
            elif one.tag in _HOLDERS:
                self._words(one, self._within(one, around))
            elif one.tag == _SIMPLE:
                self._field(one, around)
            elif one.tag not in SILENT:
                self._not_read(one)

    def _within(self, one: Any, around: Piece) -> Piece:
        """What is said of the words in something that holds them."""
        if one.tag in _CHANGES:
            return self._changed(one, around)
        if one.tag == CONTROL:
            return self._controlled(one, around)
        return around

    def _controlled(self, control: Any, around: Piece) -> Piece:
        key = bound_to(control, self.known) or around.key
        return replace(around, key=key, marked=around.marked or is_marked(control))

    def _field(self, one: Any, around: Piece) -> None:
        if not is_number_of_note(one.get(_ORDER, "")):
            self._not_read(one)
            self._words(one, around)

    def _run(self, run: Any, around: Piece) -> None:
        for one in run:
            if one.tag in WORDS:
                # Struck words outside a change are what some programs leave of one.
                self._add(one.text or "", around)
            elif one.tag in SIGNS:
                self._add(SIGNS[one.tag], around)
            elif one.tag == _REFERENCE:
                self._beside(one)
            elif one.tag in NOTES:
                self.unread.append(UNREAD[_local(one)])
            elif one.tag not in SILENT:
                self._not_read(one)

    def _add(self, text: str, around: Piece) -> None:
        said = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
        if not said:
            return
        last = self.pieces[-1] if self.pieces else None
        if last and replace(last, text="") == around:
            self.pieces[-1] = replace(last, text=last.text + said)
        else:
            self.pieces.append(replace(around, text=said))
        if around.change in ("", "out"):
            self.size += len(said)

    def _beside(self, one: Any) -> None:
        """Note where a comment begins or ends; a place alone is both."""
        number, here = one.get(_ID, ""), len(self.paragraphs) + 1
        if one.tag == _BEGUN:
            self.ranges[number] = [here, self.size, -1]
        elif number not in self.ranges:
            self.ranges[number] = [here, self.size, self.size]
        elif self.ranges[number][2] < 0:
            begun = self.ranges[number]
            # Over more than one paragraph it stands at the words of the first.
            begun[2] = self.size if begun[0] == here else 1 << 30

    def _not_read(self, one: Any) -> None:
        name = _local(one)
        if name:
            self.unread.append(UNREAD.get(name, f"what the file calls {name[:40]}"))


def _within(holder: Any, tag: str) -> Iterator[Any]:
    """What of a kind stands in something, also in a control or a change around it."""
    for one in holder:
        if one.tag == tag:
            yield one
        elif one.tag in (CONTROL, _CONTENT) or one.tag in _CHANGES:
            yield from _within(one, tag)


def _local(element: Any) -> str:
    # Comments and instructions of XML have no name.
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_contents(control: Any) -> bool:
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(_VALUE) == "Table of Contents"
