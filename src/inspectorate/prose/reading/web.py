"""Reads the words of a web page: headings, paragraphs, items, quotations, rows.

Scripts and hidden parts fall away.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from ..manuscript import BlockKind, Manuscript, TextBlock
from .assemble import Draft, assembled, normalised
from .plain import is_stamp

_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "head",
        "nav",
        "iframe",
        "object",
        "select",
        "textarea",
        "button",
        "form",
    ]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "table",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "figure",
        "figcaption",
        "pre",
        "address",
        "hr",
        "body",
        "html",
        "caption",
        "details",
        "summary",
    ]
)
# Pages nested deeper are hostile; their stack would grow without end.
_DEEPEST = 2_000
_BLANK = re.compile(r"\s+")


def from_html(source: str, name: str = "") -> Manuscript:
    """Read a web page.

    Any text parses, however broken; raises :class:`Refused` only for one too large.
    """
    text = normalised(source, by_paragraph=False)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.flush()
    meta = {}
    if reader.title.strip():
        meta["title"] = _BLANK.sub(" ", reader.title).strip()
    first = next((block.text.strip() for block in reader.blocks if block.kind == "heading"), "")
    if first:
        meta["headline"] = first
        meta.setdefault("title", first)
    stamp = next((block.text.strip() for block in reader.blocks[:8] if is_stamp(block.text)), "")
    if stamp:
        meta["stamp"] = stamp
    return assembled(meta, reader.blocks, text, name)


class _Reader(HTMLParser):
    """Collects blocks.

    It keeps a stack only of silent elements, lists and quotations, so that depth cannot hurt.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.title = ""
        self.silent: list[str] = []
        self.in_title = False
        self.lists: list[tuple[bool, int]] = []
        self.quotes = 0
        self.group = 0
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.draft: Draft | None = None
        self.gap = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag == "title":
            self.in_title = not self.title
        hidden = any(
            name == "hidden" or (name == "aria-hidden" and value == "true") for name, value in attrs
        )
        if (
            tag not in _VOID
            and len(self.silent) < _DEEPEST
            # Inside a silent element those of its own name are counted, so that its end is not
            # taken for theirs.
            and (tag in _SILENT or hidden or (self.silent and tag == self.silent[-1]))
        ):
            self.silent.append(tag)
            return
        if tag in ("br", "td", "th"):
            self.gap = True
        if tag in _BREAKS:
            self.flush()
            self.begin(tag)

    def begin(self, tag: str) -> None:
        """Note what kind of block begins with an element."""
        self.kind, self.level = "paragraph", 0
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.kind, self.level = "heading", int(tag[1])
        elif tag in ("ul", "ol") and len(self.lists) < _DEEPEST:
            self.group += not self.lists
            self.lists.append((tag == "ol", 0))
        elif tag == "li":
            self.kind, self.level = "item", max(1, len(self.lists))
            if self.lists:
                self.lists[-1] = (self.lists[-1][0], self.lists[-1][1] + 1)
        elif tag == "tr":
            self.kind = "row"
        elif tag == "blockquote":
            self.quotes += 1

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a close that nothing opened changes nothing."""
        if tag == "title":
            self.in_title = False
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag not in _BREAKS:
            return
        self.flush()
        self.kind, self.level = "paragraph", 0
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)

    def handle_data(self, data: str) -> None:
        """Take text, its white space folded."""
        if self.in_title:
            self.title += data
        if self.silent or self.in_title:
            return
        line, column = self.getpos()
        for index, part in enumerate(data.split("\n")):
            words = _BLANK.sub(" ", part)
            at = (line + index, (column if index == 0 else 0) + 1 + len(part) - len(part.lstrip()))
            if index or words.startswith(" "):
                self.gap = True
            if not words.strip():
                continue
            if self.draft is None:
                self._start(at[0])
            assert self.draft is not None
            if self.gap and self.draft.size:
                self.draft.join(" ")
            self.gap = words.endswith(" ")
            self.draft.add(words.strip(), *at)

    def _start(self, line: int) -> None:
        kind: BlockKind = "quote" if self.quotes and self.kind == "paragraph" else self.kind
        self.draft = Draft(
            kind, line, level=self.level, group=self.group if kind in ("item", "row") else 0
        )
        if kind == "item" and self.lists and self.lists[-1][0]:
            self.draft.fields.update(ordered="yes", number=str(self.lists[-1][1]))
        if kind == "item":
            self.kind = "paragraph"

    def flush(self) -> None:
        """Finish the block that is open."""
        if self.draft is not None:
            self.blocks.append(self.draft.finish())
        self.draft, self.gap = None, False

    def unknown_decl(self, data: str) -> None:
        """Let a declaration fall away."""

    def error(self, message: Any) -> None:
        """Old parsers call this on broken declarations: nothing to do, the rest is read."""
