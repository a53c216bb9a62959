"""E-mail addresses, also written so that machines do not read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.EMAIL
_AT = r"(?: ?@ ?| ?[(\[{<] ?at ?[)\]}>] ?)"
_DOT = r"(?:\.| ?[(\[{<] ?dot ?[)\]}>] ?| dot )"
_PATTERNS = (
    re.compile(rf"[\w.+'%-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*", re.IGNORECASE),
    # "jo.smith at example.org": a name with a stop, a digit or a hyphen in it, and a domain.
    re.compile(r"\b\w+(?:[._\d+-]+\w+)+ at (?!www\b)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    re.compile(r"\b[\w.+-]+ at [\w-]+(?: dot [\w-]+)+", re.IGNORECASE),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each e-mail address."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
