"""A document's source as the sower reads it: stretches of words, each of a kind, by regular
expressions of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ATTRIBUTES = re.compile(r"\{([^{}\n]*)\}")
_MARKED = re.compile(r"^\{([^{}\n]*)\}\n", re.M)
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.S)
_FIELD = re.compile(r"^([a-z]+): *(.*)$", re.M)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_KEY = re.compile(r"#([\w-]+)")
_CLOSED = re.compile(r"[.?!](?:[”\"]|\]\{[^}]*\})*(?=\s)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one kind between two offsets of the source.

    Kinds of spans and marked blocks: ``claim``, ``context``, ``narrative``, ``quotation``,
    ``sensitive``. Others: ``quote`` (a paragraph set apart), ``heading``, ``loose`` (words of an
    unmarked block, its spans in it), ``front.NAME`` and ``FENCE.NAME`` for a field's value.
    ``outer`` is where brackets and attributes end.
    """

    kind: str
    start: int
    end: int
    text: str
    key: str = ""
    outer: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """One document: ``name``, its source, and all its stretches in order."""

    name: str
    text: str
    stretches: tuple[Stretch, ...] = field(default=())

    def of(self, *kinds: str) -> list[Stretch]:
        """The stretches of these kinds, in order."""
        return [one for one in self.stretches if one.kind in kinds]

    def innermost(self, at: int) -> Stretch | None:
        """The shortest stretch around an offset."""
        around = [one for one in self.stretches if one.start <= at < one.end]
        return min(around, key=lambda one: one.end - one.start, default=None)


def read(name: str, text: str) -> Page:
    """Read a source into a page."""
    found = [*_front(text), *_fences(text), *_spans(text), *_blocks(text)]
    return Page(name, text, tuple(sorted(found, key=lambda one: (one.start, -one.end))))


def units(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the sentences between two offsets lie, each whole with its spans; one that stands in
    the middle of a span goes with it.
    """
    found, begun = [], start
    for match in _CLOSED.finditer(text, start, end + 1):
        piece = text[begun : match.end()]
        if piece.count("[") == piece.count("]"):
            found.append((begun, match.end()))
            begun = match.end()
            while begun < end and text[begun].isspace():
                begun += 1
    if begun < end:
        found.append((begun, end))
    return found


def _front(text: str) -> Iterator[Stretch]:
    match = _FRONT.match(text)
    if match:
        yield from _fields(match[1], match.start(1), "front")


def _fences(text: str) -> Iterator[Stretch]:
    for match in _FENCE.finditer(text):
        yield from _fields(match[2], match.start(2), match[1])


def _fields(body: str, at: int, owner: str) -> Iterator[Stretch]:
    for one in _FIELD.finditer(body):
        start, end = at + one.start(2), at + one.end(2)
        yield Stretch(f"{owner}.{one[1]}", start, end, one[2], outer=(start, end))


def _spans(text: str) -> Iterator[Stretch]:
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter == "[":
            opened.append(at)
        elif letter == "]" and opened:
            begun = opened.pop()
            match = _ATTRIBUTES.match(text, at + 1)
            if match:
                kind, key = _named(match[1])
                yield Stretch(kind, begun + 1, at, text[begun + 1 : at], key, (begun, match.end()))


def _named(attributes: str) -> tuple[str, str]:
    key = _KEY.match(attributes)
    if key:
        return "claim", key[1]
    kind = next((word[1:] for word in attributes.split() if word.startswith(".")), "")
    source = re.search(r'source="([^"]*)"', attributes)
    return kind, source[1] if source else ""


def _blocks(text: str) -> Iterator[Stretch]:
    body = _FRONT.match(text)
    at = body.end() if body else 0
    for match in re.finditer(r"(?:^.+\n?)+", text[at:], re.M):
        start, end = at + match.start(), at + match.end()
        while end > start and text[end - 1].isspace():
            end -= 1
        marked = _MARKED.match(text, start)
        kind, key = _named(marked[1]) if marked else ("loose", "")
        begun = marked.end() if marked else start
        if text.startswith("```", begun):
            continue
        yield from _lines(text, begun, end, kind, key, (start, end))


def _lines(
    text: str, start: int, end: int, kind: str, key: str, outer: tuple[int, int]
) -> Iterator[Stretch]:
    """One stretch for a paragraph, one for each line of a list; without their marks."""
    for match in re.finditer(r"^(#+ |> |\* |\d+\. |)(.+)$", text[start:end], re.M):
        begun, ended = start + match.start(2), start + match.end(2)
        mark = match[1].strip()
        named = "heading" if mark[:1] == "#" else "quote" if mark == ">" else kind
        around = outer if not mark else (start + match.start(), ended)
        yield Stretch(named, begun, ended, text[begun:ended], key, around)
