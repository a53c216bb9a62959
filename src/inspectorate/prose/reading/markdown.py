"""Reads Markdown with bound spans (the Pandoc and Djot convention) into a manuscript.

Raw HTML is never read as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin

from ..manuscript import BlockKind, Manuscript, TextBlock
from .assemble import Draft, assembled, normalised
from .footnotes import footnotes
from .inline import Places, is_sensitive, read_inline

_FENCED: Mapping[str, BlockKind] = {
    "chart": "chart",
    "table": "table",
    "picture": "picture",
    "recommendation": "recommendation",
}
# Which fields carry words of their own: they may be styled, bound and marked as sensitive.
INLINE: Mapping[str, tuple[str, ...]] = {
    "chart": ("caption",),
    "table": ("caption",),
    "picture": ("caption", "alt"),
    "recommendation": ("text",),
}
INLINE_META = ("title", "subtitle")
# Characters up to which a text, and one of its blocks, is remembered as it was read.
_LONG, _SHORT = 200_000, 3_000
Reference = tuple[str, str, str]  # a label with the address and the title it stands for
_Attributes = tuple[tuple[str, str], ...]
_META_LINE = re.compile(r"^([A-Za-z][\w-]*)\s*:\s*(.*)$")
# A text that merely begins with a rule is not searched to its end.
_FRONT_MATTER_LINES = 200


def from_markdown(source: str, name: str = "") -> Manuscript:
    """Read Markdown.

    Any text parses; raises :class:`Refused` only for one too large (see ``assemble.normalised``).
    A text that was read just before, and a block that stands where it stood, are not read again.
    """
    # By its words alone: a text is read when it is saved, and under its name when it is shown.
    found = (_read_again if len(source) <= _LONG else _read)(source)
    return replace(found, name=name) if name else found


def _read(source: str) -> Manuscript:
    text = normalised(source)
    meta, body_line = front_matter(text)
    lines, body = text.split("\n"), _body(text, body_line)
    env: dict[str, Any] = {}
    tokens = _BLOCKS.parse(body, env)
    references = tuple(sorted(map(_reference, env.get("references", {}).items())))
    reader = _Reader(body, references)
    reader.read(tokens)
    inline = {
        key: _line(meta[key], lines, _row_of(lines[:body_line], key))
        for key in INLINE_META
        if meta.get(key)
    }
    return replace(assembled(meta, reader.blocks, text), inline=inline)


_read_again = lru_cache(maxsize=8)(_read)


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the ``key: value`` pairs between two ``---`` lines, and how many lines they take.

    A line that begins with ``#`` between them is a note to whoever edits it, beside a pair.
    """
    lines = text.split("\n", _FRONT_MATTER_LINES)
    if not _is_fence(lines[0]):
        return {}, 0
    found: dict[str, str] = {}
    noted = False
    for index, line in enumerate(lines[1:], start=1):
        if _is_fence(line):
            # A heading between two rules is prose.
            return (found, index + 1) if found or not noted else ({}, 0)
        match = _META_LINE.match(line)
        if match:
            found[match.group(1).lower()] = unquoted(match.group(2))
        elif line.startswith("#"):
            noted = True
        # Neither key nor blank: then it is prose between two rules, not front matter.
        elif line.strip():
            return {}, 0
    return {}, 0


def unquoted(value: str) -> str:
    """Return a value without the blanks around it, and without straight quotation marks that stand
    around all of it and nowhere within.
    """
    said = value.strip()
    around = len(said) > 1 and said[0] == said[-1] == '"' and '"' not in said[1:-1]
    return said[1:-1].strip() if around else said


def _is_fence(line: str) -> bool:
    # What else counts as space elsewhere, as U+2028 does, is a character of a paragraph.
    return line.strip(" \t") == "---"


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading that stands in no list and no quotation: its level and its words.

    ``line``, counted from 0, is its first: the attributes set above it are its own.
    """

    line: int
    level: int
    words: str


def headings_of(source: str) -> list[HeadingLine]:
    """Return the headings of a text that stand in nothing else, in order.

    Raises :class:`Refused` as :func:`from_markdown` does.
    """
    manuscript = from_markdown(source)
    words = {one.line - 1: one.text for one in manuscript.blocks if one.kind == "heading"}
    text = normalised(source)
    body = _body(text, front_matter(text)[1])
    tokens: list[Token] = []
    # Without what comes after the blocks: there attributes are taken off the lines they stand on.
    _BLOCKS.block.parse(body, _BLOCKS, {}, tokens)
    found, above = [], -1
    for one in tokens:
        line = one.map[0] if one.map else 0
        if one.type == "attrs_block" and not one.level:
            above = line if above < 0 else above
            continue
        if one.type == "heading_open" and not one.level:
            first = line if above < 0 else above
            found.append(HeadingLine(first, int(one.tag[1:]), words.get(line, "")))
        above = -1
    return found


def chunks_of(text: str) -> list[tuple[int, int]]:
    """Return each block of a text that stands in nothing else: its first line, from 1, with the
    attributes set above it, and the line after it.

    ``text`` has line feeds alone, as a manuscript's source. What is no block, as an address that
    links are kept under or the front matter, is in none.
    """
    tokens: list[Token] = []
    _BLOCKS.block.parse(_body(text, front_matter(text)[1]), _BLOCKS, {}, tokens)
    found, above = [], -1
    for one in tokens:
        if one.level or one.nesting < 0 or not one.map:
            continue
        first, after = one.map
        if one.type == "attrs_block":
            above = first if above < 0 else above
            continue
        found.append(((first if above < 0 else above) + 1, after + 1))
        above = -1
    return found


def addresses_in(text: str) -> tuple[Reference, ...]:
    """Return what a text keeps links under, for every section of the text that it stands in."""
    env: dict[str, Any] = {}
    _BLOCKS.block.parse(normalised(text), _BLOCKS, env, [])
    return tuple(sorted(map(_reference, env.get("references", {}).items())))


def _body(text: str, taken: int) -> str:
    """Return a text with blank lines for its front matter, which takes so many.

    The line numbers of the parser are then those of the source.
    """
    return "\n".join([""] * taken + text.split("\n")[taken:])


def _parser(*left_out: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(attrs_plugin, spans=True).use(attrs_block_plugin).use(footnotes)
    # text_join would merge escaped characters into their neighbours, whose places would no longer
    # be known.
    parser.disable(["text_join", "html_block", "html_inline", *left_out])
    return parser


# One cuts a text into blocks, the other reads the words of one: most stand as they stood before.
_BLOCKS, _WORDS = _parser("inline"), _parser()


def _reference(item: tuple[str, Mapping[str, Any]]) -> Reference:
    label, held = item
    return label, str(held["href"]), str(held["title"])


def _inline_tokens(content: str, references: tuple[Reference, ...]) -> tuple[Token, ...]:
    """Return the words of a block as the parser reads them; nothing changes them afterwards."""
    named = {label: {"href": href, "title": title} for label, href, title in references}
    children: list[Token] = []
    _WORDS.inline.parse(content, _WORDS, {"references": named} if named else {}, children)
    return tuple(children)


_inline_tokens_again = lru_cache(maxsize=2_048)(_inline_tokens)


def _words(content: str, references: tuple[Reference, ...]) -> tuple[Token, ...]:
    short = len(content) <= _SHORT
    return (_inline_tokens_again if short else _inline_tokens)(content, references)


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that a block is but its words: where it stands, and what marks it as a whole."""

    kind: BlockKind
    line: int
    level: int
    group: int
    fields: tuple[tuple[str, str], ...]
    basis: tuple[str, str]
    sensitive: tuple[_Attributes, ...]
    said: _Attributes


def _block(
    shape: _Shape, content: str, references: tuple[Reference, ...], rows: tuple[str, ...]
) -> TextBlock:
    """Read a block; ``rows`` are the lines of the source on which its words stand."""
    draft = Draft(shape.kind, shape.line + 1, shape.level, group=shape.group)
    draft.fields.update(shape.fields)
    read_inline(_words(content, references), content, draft, Places(rows, 0, shape.line))
    _mark(draft, shape.basis, shape.sensitive, shape.said)
    return draft.finish()


_block_again = lru_cache(maxsize=2_048)(_block)


def _mark(
    draft: Draft, basis: tuple[str, str], sensitive: Iterable[_Attributes], said: _Attributes
) -> None:
    """Mark a block as it, or the list, quote or table around it, is marked: all its words."""
    if said:
        draft.spans.append(("said", dict(said)["by"], 0, draft.size, dict(said)))
    draft.spans += [("sensitive", "", 0, draft.size, dict(marked)) for marked in sensitive]
    draft.basis, draft.basis_source = basis


def _line(
    words: str,
    lines: list[str],
    row: int,
    sensitive: Iterable[_Attributes] = (),
    basis: tuple[str, str] = ("", ""),
) -> TextBlock:
    """Read one field's words as a line of text; ``row`` counts the lines before it, ``sensitive``
    are the marks of what it is a field of.
    """
    draft = Draft("paragraph", row + 1, field_of=True)
    read_inline(_words(words, ()), words, draft, Places(lines, row))
    _mark(draft, basis, sensitive, ())
    return draft.finish()


def _row_of(lines: list[str], key: str) -> int:
    """Return how many lines stand before the line of a field; 0 where it has none."""
    found = (row for row, line in enumerate(lines) if line.strip().lower().startswith(key))
    return next(found, 0)


class _Reader:
    """Walks the block tokens and keeps where it is: lists, quotes, tables, the basis."""

    def __init__(self, body: str, references: tuple[Reference, ...]) -> None:
        self.references = references
        self.blocks: list[TextBlock] = []
        self.lines = body.split("\n")
        self.lists: list[tuple[bool, int]] = []
        self.numbers: list[int] = []
        self.item_open = False
        self.quotes = 0
        self.group = 0
        self.basis: list[tuple[str, str]] = []
        self.sensitive: list[_Attributes] = []
        self.said: list[_Attributes] = []
        self.row: Draft | None = None
        self.places: Places | None = None

    def read(self, tokens: list[Token]) -> None:
        """Read all block tokens in order."""
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                self._inline(token, tokens[index - 1])
            elif kind in ("fence", "code_block"):
                self._fence(token)
            elif kind.endswith("_open"):
                self._open(token)
            elif kind.endswith("_close"):
                self._close(token)

    def _open(self, token: Token) -> None:
        self.basis.append(_basis(token.attrs))
        self.sensitive.append(_sensitive(token.attrs))
        self.said.append(_said(token.attrs))
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.group += not self.lists
            self.lists.append((token.type[0] == "o", int(token.attrs.get("start", 1) or 1) - 1))
            self.numbers.append(self.lists[-1][1])
        elif token.type == "list_item_open":
            self.item_open = True
            self.numbers[-1] += 1
        elif token.type == "blockquote_open":
            self.quotes += 1
        elif token.type == "table_open":
            self.group += 1
        elif token.type == "tr_open":
            line = token.map[0] if token.map else 0
            self.row = Draft("row", line + 1, group=self.group)
            self.places = Places(self.lines, line)

    def _close(self, token: Token) -> None:
        if self.basis:
            self.basis.pop()
            self.sensitive.pop()
            self.said.pop()
        if token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
            self.numbers.pop()
        elif token.type == "blockquote_close":
            self.quotes -= 1
        elif token.type == "tr_close" and self.row is not None:
            _mark(self.row, self._basis(), self._sensitive(), self._said())
            self.blocks.append(self.row.finish())
            self.row = None

    def _inline(self, token: Token, opener: Token) -> None:
        if self.row is not None and self.places is not None:
            before = len(self.row.parts)
            words = _words(token.content, self.references)
            read_inline(words, token.content, self.row, self.places)
            cells = len(self.row.fields)
            self.row.fields[str(cells)] = "".join(self.row.parts[before:])
            self.row.join(" ")
            return
        line = token.map[0] if token.map else 0
        shape = self._shape(opener, line)
        rows = tuple(self.lines[line : line + token.content.count("\n") + 1])
        read = _block_again if len(token.content) <= _SHORT else _block
        self.blocks.append(read(shape, token.content, self.references, rows))

    def _shape(self, opener: Token, line: int) -> _Shape:
        kind, level, group = self._kind(opener), 0, 0
        fields: tuple[tuple[str, str], ...] = ()
        if opener.type == "heading_open":
            level = int(opener.tag[1:])
        elif kind == "item":
            level, group = len(self.lists), self.group
            if self.lists[-1][0]:
                fields = (("ordered", "yes"), ("number", str(self.numbers[-1])))
            self.item_open = False
        elif kind == "footnote":
            fields = (("name", opener.info),)
        marked = (self._basis(), self._sensitive(), self._said())
        return _Shape(kind, line, level, group, fields, *marked)

    def _basis(self) -> tuple[str, str]:
        """What the block, or the innermost thing around it that is marked, rests on."""
        return next((one for one in reversed(self.basis) if one[0]), ("", ""))

    def _sensitive(self) -> tuple[_Attributes, ...]:
        return tuple(one for one in self.sensitive if one)

    def _said(self) -> _Attributes:
        """Whose words the block, or the innermost thing around it that is marked, is."""
        return next((one for one in reversed(self.said) if one), ())

    def _kind(self, opener: Token) -> BlockKind:
        if opener.type == "heading_open":
            return "heading"
        if opener.type == "footnote_open":
            return "footnote"
        if self.quotes:
            return "quote"
        if self.lists and self.item_open:
            return "item"
        return "paragraph"

    def _fence(self, token: Token) -> None:
        line = token.map[0] if token.map else 0
        word = token.info.strip().split(" ")[0] if token.info.strip() else ""
        kind = _FENCED.get(word, "code")
        draft = Draft(kind, line + 1)
        if kind == "code":
            draft.add(token.content, line + 1, 1)
            self.blocks.append(draft.finish())
            return
        draft.fields = fields_of(token.content)
        inline: dict[str, TextBlock] = {}
        # Of what is fenced a picture alone is marked as a whole: what it shows is no words.
        marks = (*self._sensitive(), *filter(None, [_sensitive(token.attrs)]))
        for word in INLINE[kind]:
            row = line + 1 + _row_of(token.content.split("\n"), word)
            words = draft.fields.get(word, "")
            if word == INLINE[kind][0]:
                draft.add(words, row + 1, len(word) + 3)
            if words:
                # What a picture shows is told of it alone: its desks may be counted, no bodies.
                basis = ("narrative", "") if word == "alt" else ("", "")
                own = marks if kind == "picture" else ()
                inline[word] = _line(words, self.lines, row, own, basis)
        self.blocks.append(replace(draft.finish(), inline=inline))


def fields_of(body: str) -> dict[str, str]:
    """Return the ``key: value`` lines of a fenced block.

    A line without a colon continues the value before it.
    """
    found: dict[str, str] = {}
    last = ""
    for line in body.split("\n"):
        match = _META_LINE.match(line.strip())
        if match:
            last = match.group(1).lower()
            found[last] = match.group(2).strip()
        elif line.strip() and last:
            found[last] = f"{found[last]} {line.strip()}"
    return found


def _sensitive(attrs: Mapping[str, Any]) -> _Attributes:
    """Return ground and marking of a block marked ``.sensitive``, with what it is; else nothing."""
    if not attrs or not is_sensitive(attrs):
        return ()
    return tuple((name, str(value)) for name, value in attrs.items())


def _said(attrs: Mapping[str, Any]) -> _Attributes:
    """Return whose words a block marked ``.said`` is, "" where it says nobody; else nothing."""
    if "said" not in str(attrs.get("class", "")).split():
        return ()
    return (("by", str(attrs.get("by", ""))),)


def _basis(attrs: Mapping[str, Any]) -> tuple[str, str]:
    for word in str(attrs.get("class", "")).split():
        if word in ("context", "narrative"):
            return word, str(attrs.get("source", ""))
    return "", ""
