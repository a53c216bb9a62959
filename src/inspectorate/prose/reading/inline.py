"""Reads the inline tokens of one block: text, spans, styles, and their places in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

from ..manuscript import SpanKind, Style, StyleKind
from .assemble import Draft
from .footnotes import CALLS, TOKEN

_CLASSES: Mapping[str, SpanKind] = {
    "context": "context",
    "narrative": "narrative",
    "quotation": "quotation",
    "said": "said",
}
# By which attribute a span names its source, or who speaks.
_NAMED_BY: Mapping[str, str] = {"quotation": "source", "said": "by"}
# A key of no claim: it points at a recommendation by its number.
CROSS_REFERENCE = re.compile(r"recommendation-[1-9]\d{0,2}")
_STYLES: Mapping[str, StyleKind] = {"strong": "strong", "em": "emphasis", "link": "link"}


class Places:
    """Finds the lines of a block's inline content in the source, in order.

    ``above`` counts the lines of the source before the first of ``lines``.
    """

    def __init__(self, lines: Sequence[str], first: int, above: int = 0) -> None:
        self.lines, self.line, self.column, self.above = lines, first, 0, above

    def of(self, content: str) -> list[tuple[int, int, int]]:
        """Return (offset in ``content``, line, column) for each line, and move past them."""
        found: list[tuple[int, int, int]] = []
        offset = 0
        for index, part in enumerate(content.split("\n")):
            if index:
                self.line, self.column = self.line + 1, 0
            row = self.lines[self.line] if self.line < len(self.lines) else ""
            at = row.find(part, self.column)
            # A line of a quote or list has lost its marks on the way; its words begin behind them.
            if at < 0:
                at = self.column + len(row[self.column :]) - len(row[self.column :].lstrip(" \t>"))
            found.append((offset, self.above + self.line + 1, at + 1))
            self.column = at + len(part)
            offset += len(part) + 1
        return found


def read_inline(words: Iterable[Token], content: str, draft: Draft, places: Places) -> None:
    """Append the text of the inline tokens of ``content`` to ``draft``, with spans and marks."""
    walker = _Walker(content, places.of(content), draft)
    for child in words:
        walker.step(child)
    walker.close_all()


class _Walker:
    """Keeps the plain text and the source of one block in step."""

    def __init__(self, content: str, rows: list[tuple[int, int, int]], draft: Draft) -> None:
        self.content, self.rows, self.draft = content, rows, draft
        self.at = 0
        self.row = 0
        self.open: list[tuple[str, int, Mapping[str, Any]]] = []

    def place(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of an offset into the inline content; offsets only ever grow."""
        while self.row + 1 < len(self.rows) and self.rows[self.row + 1][0] <= offset:
            self.row += 1
        start, line, column = self.rows[self.row]
        return line, column + offset - start

    def step(self, child: Token) -> None:
        """Take one inline token."""
        kind = child.type
        if kind == "text":
            self._text(child.content, child.content)
        elif kind == "text_special":
            self._text(child.content, child.markup or child.content)
        elif kind == TOKEN:
            self._footnote(child)
        elif kind in ("softbreak", "hardbreak"):
            self._break()
        elif kind == "code_inline":
            start = self.draft.size
            self._text(child.content, child.content)
            self.draft.styles.append(Style("code", start, self.draft.size))
            self._skip("`")
            self._span(start, self.draft.size, child.attrs)
        elif kind == "image":
            self.draft.fields["image"] = "yes"
            start = self.draft.size
            self._text(child.content, child.content)
            self._span(start, self.draft.size, child.attrs)
        elif kind.endswith("_open"):
            self.open.append((kind[:-5], self.draft.size, child.attrs))
            self.at += (
                len(child.markup)
                if child.markup in ("*", "**", "_", "__")
                else kind in ("span_open", "link_open")
            )
        elif kind.endswith("_close"):
            self._close(child)

    def _text(self, text: str, written: str) -> None:
        if not text:
            return
        # Tokens do not know their place in the source: it is found again from left to right.
        found = self.content.find(written, self.at)
        if found >= 0:
            self.at = found
        line, column = self.place(min(self.at, len(self.content)))
        self.draft.add(text, line, column)
        self.at += len(written)

    def _footnote(self, child: Token) -> None:
        """A footnote is called here, or where none can be, its mark stands as it is written."""
        if self.draft.field_of or self.draft.kind not in CALLS:
            self._text(child.markup, child.markup)
            return
        found = self.content.find(child.markup, self.at)
        self.at = found if found >= 0 else self.at
        line, column = self.place(min(self.at, len(self.content)))
        self.draft.marks.append((self.draft.size, line, column))
        self.draft.spans.append(("footnote", child.content, self.draft.size, self.draft.size, {}))
        self.at += len(child.markup)

    def _break(self) -> None:
        found = self.content.find("\n", self.at)
        if found >= 0:
            line, column = self.place(found)
            self.at = found + 1
            self.draft.add(" ", line, column)
        else:
            self.draft.join(" ")

    def _skip(self, marks: str) -> None:
        while self.at < len(self.content) and self.content[self.at] in marks:
            self.at += 1

    def _close(self, child: Token) -> None:
        name = child.type[:-6]
        if not self.open:
            return
        _, start, attrs = self.open.pop()
        end = self.draft.size
        if name in _STYLES:
            self.draft.styles.append(Style(_STYLES[name], start, end, str(attrs.get("href", ""))))
        self._past_closing(name, child.markup)
        self._span(start, end, attrs)

    def close_all(self) -> None:
        """Forget what was opened and never closed (cannot happen in well-formed tokens)."""
        self.open.clear()

    def _past_closing(self, name: str, markup: str) -> None:
        if name in ("strong", "em"):
            self.at += len(markup)
            return
        if self.content[self.at : self.at + 1] == "]":
            self.at += 1
        if name == "link" and self.content[self.at : self.at + 1] == "(":
            self.at = _past_parentheses(self.content, self.at)
        if self.content[self.at : self.at + 1] == "{":
            try:
                # Bounded, since an attribute list that never closes would be read to the end at
                # each bracket.
                end, _ = parse(self.content[self.at : self.at + 2_000])
                self.at += end + 1
            except ParseError:
                return

    def _span(self, start: int, end: int, attrs: Mapping[str, Any]) -> None:
        plain = {
            name.casefold(): str(value)
            for name, value in attrs.items()
            if name not in ("class", "href", "title", "src", "alt")
        }
        if plain.get("id"):
            referred = CROSS_REFERENCE.fullmatch(plain["id"]) is not None
            self.draft.spans.append(
                ("reference" if referred else "claim", plain["id"], start, end, plain)
            )
        if is_sensitive(attrs):
            self.draft.spans.append(("sensitive", "", start, end, plain))
        for word in str(attrs.get("class", "")).split():
            kind = _CLASSES.get(word)
            if kind:
                named = _NAMED_BY.get(kind)
                key = plain.get(named, "") if named else ""
                self.draft.spans.append((kind, key, start, end, plain))


def is_sensitive(attrs: Mapping[str, Any]) -> bool:
    """Are words with these attributes marked as sensitive?

    In whatever letters, and misspelt; and whatever the class is, by a marking or a ground, which
    nothing else has: what somebody meant to close is not open by a slip of the pen.
    """
    classes = str(attrs.get("class", "")).casefold().split()
    meant = any(_is_meant_as_sensitive(one) for one in classes if one not in _CLASSES)
    return meant or not {"marking", "ground"}.isdisjoint(map(str.casefold, attrs))


def _is_meant_as_sensitive(name: str) -> bool:
    return name.startswith("sens") or bool(get_close_matches(name, ["sensitive"], cutoff=0.75))


def _past_parentheses(content: str, at: int) -> int:
    """Return the offset after the parenthesis that closes the one at ``at``.

    Quoted titles may hold parentheses.
    """
    depth, quote = 0, ""
    for index in range(at, min(len(content), at + 5_000)):
        mark = content[index]
        if quote:
            quote = "" if mark == quote else quote
        elif mark == '"':
            quote = mark
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return at
