"""Words of somebody else as Markdown that says them literally."""

from __future__ import annotations

import re

# What Markdown, or our marks, may read wherever it stands.
_MARKS = re.compile(r"([\\`*_\[\]<>{}|~])")
# An ampersand is read where something like an entity follows, an exclamation mark before a link.
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What begins a heading, a list, a quotation or a rule where a line does.
_FIRST = re.compile(r"^(?:([#+\-=:])|(\d{1,9})([.)]))")
_BLANKS = re.compile(r"\s+")


def literal(text: str, *, begins: bool = False) -> str:
    """Return words as Markdown in one line; ``begins`` where a line begins with them."""
    said = _ENTITY.sub(r"\\&", _MARKS.sub(r"\\\1", _BLANKS.sub(" ", text)))
    return _FIRST.sub(_escaped, said.lstrip()) if begins else said


def _escaped(found: re.Match[str]) -> str:
    sign, number, end = found.groups()
    return f"\\{sign}" if sign else f"{number}\\{end}"
