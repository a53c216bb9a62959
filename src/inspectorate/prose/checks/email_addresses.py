"""E-mail addresses, also written so that machines do not read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.EMAIL
_AT = r"(?: ?@ ?| ?[(\[{<] ?at ?[)\]}>] ?)"
_DOT = r"(?:\.| ?[(\[{<] ?dot ?[)\]}>] ?| dot )"
# No part is longer than mail allows, which also bounds the search.
_LOCAL, _LABEL = r"[\w.+'%-]{1,64}", r"[\w-]{1,63}"
_PATTERNS = (
    re.compile(rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,8}}", re.IGNORECASE),
    # "jo.smith at example.org": a name with a stop, a digit or a hyphen in it, and a domain.
    re.compile(
        rf"(?<![\w.+-])(?=\w{{1,60}}[._+-]|\w{{0,60}}\d)[\w.+-]{{2,64}} at (?!www\b){_LABEL}"
        rf"(?:\.{_LABEL}){{1,8}}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}} at {_LABEL}(?: dot {_LABEL}){{1,8}}", re.IGNORECASE),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each e-mail address."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
