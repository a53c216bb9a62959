"""The pictures and tables of a text as its author wrote them: fenced blocks, found and put in.

What a form writes is the Markdown that one would write by hand. What it does not know of a block
stays: other fields, the fence, the attributes above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .markdown import chunks_of, fields_of

FenceKind = Literal["chart", "table", "picture"]
_OPENING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*(chart|table|picture)(?:[ \t][^`]*)?$")
_ANY_OPENING = re.compile(r" {0,3}(?:`{3,}|~{3,})[ \t]*[^\s`~].*")
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*")
_LINE_ENDS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_FENCE = "```"
_KINDS: Mapping[str, FenceKind] = {"chart": "chart", "table": "table", "picture": "picture"}


@dataclass(frozen=True, slots=True)
class Fence:
    """A picture or table of a text, from its ``line`` (from 1) to before the line ``after``.

    ``source`` are its lines, the fences with them, and ``fields`` what they say, by name.
    """

    kind: FenceKind
    line: int
    after: int
    source: str
    fields: Mapping[str, str]


def fences_of(text: str) -> list[Fence]:
    """Return the pictures and tables that stand in nothing else of a text, in order.

    One that its author did not end is none: it holds the words behind it, and a form would write
    it without them. ``text`` has line feeds alone.
    """
    lines = text.split("\n")
    found = (_fence(lines, first, after) for first, after in chunks_of(text))
    return [one for one in found if one is not None]


def fence_in(source: str) -> Fence | None:
    """Return the picture or table that a text is, ``None`` where it is anything else, or does not
    end.
    """
    found = fences_of(source)
    alone = len(found) == 1 and found[0].source == source.strip("\n")
    return found[0] if alone else None


def _fence(lines: Sequence[str], first: int, after: int) -> Fence | None:
    # Attributes set above a block go with it, and are not of its lines.
    for line in range(first, min(after, first + 50)):
        opening = _OPENING.fullmatch(lines[line - 1])
        if opening:
            end = after
            while end > line + 1 and not lines[end - 2].strip():
                end -= 1
            own = lines[line - 1 : end - 1]
            said = own[1:-1]
            if not _closed(own) or any(map(_ANY_OPENING.fullmatch, said)):
                return None
            kind = _KINDS[opening[2]]
            return Fence(kind, line, end, "\n".join(own), fields_of("\n".join(said)))
    return None


def _closed(lines: Sequence[str]) -> bool:
    """Does the last of these lines end the block that the first opens?"""
    opening, closing = _OPENING.fullmatch(lines[0]), _CLOSING.fullmatch(lines[-1])
    # A longer fence of the same sign begins with the one that opens.
    return len(lines) > 1 and bool(opening and closing and closing[1].startswith(opening[1]))


def written(kind: FenceKind, fields: Mapping[str, str]) -> str:
    """Return a block with these fields, in their order and without those that are empty; each on
    one line.
    """
    said = ((name, _on_a_line(value)) for name, value in fields.items())
    lines = [f"{name}: {value}" for name, value in said if value]
    return "\n".join([f"{_FENCE}{kind}", *lines, _FENCE])


def changed(was: Fence, kind: FenceKind, fields: Mapping[str, str]) -> str:
    """Return a block with these fields in place of those it had; an empty one goes.

    What is not named in ``fields`` stays, and how far the block is set in. Where they say what
    stood there already, so do its lines.
    """
    said = {name: _on_a_line(value) for name, value in fields.items()}
    if kind == was.kind and all(was.fields.get(name, "") == value for name, value in said.items()):
        return was.source
    before = was.source[: len(was.source) - len(was.source.lstrip(" "))]
    lines = written(kind, {**was.fields, **said}).split("\n")
    return "\n".join(before + one for one in lines)


def _on_a_line(value: str) -> str:
    """A value without its line ends: other blanks are words of its author, as one before which no
    line may break.
    """
    return _LINE_ENDS.sub(" ", value.strip())


def put_in(text: str, block: str, *, after: int) -> str:
    """Return a text with a block before the line ``after`` (from 1), or at the end where it has no
    such line, with a blank line on each side.
    """
    lines = text.split("\n")
    at = min(after - 1, len(lines))
    before, behind = "\n".join(lines[:at]).rstrip("\n"), "\n".join(lines[at:]).lstrip("\n")
    ends = "\n" * (len(text) - len(text.rstrip("\n")) or 1)
    return "\n\n".join(filter(None, [before, block, behind])) + ("" if behind else ends)


def put_for(text: str, was: Fence, block: str) -> str:
    """Return a text with a block in the place of one of its own; every other line stays."""
    lines = text.split("\n")
    return "\n".join([*lines[: was.line - 1], *block.split("\n"), *lines[was.after - 1 :]])
