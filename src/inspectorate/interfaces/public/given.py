"""What was said at an id of an earlier page, so that its address goes on showing those words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from .rendering import environment

# Where a browser begins a line of its own.
_LINES = re.compile(r"p|li|d[tdl]|t[dhr]|h\d|div|section|ul|ol|caption|summary|figcaption|table|br")
_VOID = re.compile(r"meta|link|img|br|input|hr")


@dataclass(slots=True)
class _Open:
    tag: str
    name: str


class PageAddresses(HTMLParser):
    """The ids of a page, in order, each with the lines of words within its element."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.words: dict[str, list[str]] = {}
        self._open: list[_Open] = []
        self._within: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the id of an element, and that a line begins."""
        if _LINES.fullmatch(tag):
            self._line()
        if _VOID.fullmatch(tag):
            return
        name = dict(attrs).get("id") or ""
        self._open.append(_Open(tag, name))
        if name:
            self.words[name] = [""]
            self._within.append(name)

    def handle_endtag(self, tag: str) -> None:
        """Close the element; our own pages close them in order."""
        if _VOID.fullmatch(tag) or not self._open:
            return
        closed = self._open.pop()
        if closed.name:
            self._within.remove(closed.name)
        if _LINES.fullmatch(tag):
            self._line()

    def handle_data(self, data: str) -> None:
        """Add words to every element that is open and has an id."""
        for name in self._within:
            self.words[name][-1] += data

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A shape of a picture closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def _line(self) -> None:
        for name in self._within:
            if self.words[name][-1].strip():
                self.words[name].append("")

    def lines(self, name: str) -> list[str]:
        """Return the words at an id, a line each, spaces made single."""
        told = (" ".join(line.split()) for line in self.words[name])
        return [line for line in told if line]


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """An earlier page of the same path: where it was said, and the way to it."""

    said: str
    href: str
    page: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An id that was given, the words it was given for, and where they stand."""

    name: str
    lines: tuple[str, ...]
    said: str
    href: str


def given(page: bytes, earlier: Iterable[EarlierPage]) -> str:
    """Return what goes into the slot of ``page``: ids of earlier pages, newest first, it lacks."""
    taken = set(PageAddresses(page).words)
    entries: list[Entry] = []
    for one in earlier:
        ids = PageAddresses(one.page)
        for name in ids.words:
            if name in taken:
                continue
            taken.add(name)
            # An id without words (a pattern of a picture) was the address of none.
            if lines := tuple(ids.lines(name)):
                entries.append(Entry(name, lines, one.said, f"{one.href}#{name}"))
    if not entries:
        return ""
    return environment().get_template("given.html").render(entries=entries)
