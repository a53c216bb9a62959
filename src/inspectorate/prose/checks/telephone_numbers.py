"""Telephone numbers: of any country, spaced or spelt as people do, and extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.TELEPHONE
# Nine to fifteen digits, a trunk 0 or a country's number before them.
_WHOLE = re.compile(r"(?<![\w.,/-])(?:\+ ?|\(\+?)?\d(?:[ .()/-]{0,3}\d){8,14}(?![\d/])")
_DECIMAL = re.compile(r"\d+\.\d+")
# Spoken of as one, it may be short: a local number, an extension.
_SPOKEN = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|cell|call|ring|text|sms|fax|whats ?app|signal|dial|"
    r"hot ?line|help ?line|switchboard|landline|pager)\b"
    r"(?:[ .:=(-]|\b(?:no|nr|number|us|me|him|her|them|directly|at|on|to|is|via|line)\b){0,8}"
    r"(\+?\d(?:[ .()/-]{0,2}\d){4,14})(?!\d)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"\b(?:ext(?:ension|n)?|x)[ .:]*(?:no|number)?[ .:]*\d{3,6}\b", re.IGNORECASE
)
_DIGIT = r"(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPELT = re.compile(
    rf"\b(?:(?:double|triple|treble) )?{_DIGIT}"
    rf"(?:[ ,.-]+(?:(?:double|triple|treble) )?{_DIGIT}){{5,14}}\b",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[Span]:
    """Yield each telephone number; a date, a sum of money and a decimal are none."""
    for found in _WHOLE.finditer(text):
        words = found[0].lstrip("( ")
        trunk = words.startswith(("0", "+", "44"))
        if trunk and not _DECIMAL.fullmatch(words):
            yield found.span()
    for found in _SPOKEN.finditer(text):
        yield found.span(1)
    for pattern in (_EXTENSION, _SPELT):
        for found in pattern.finditer(text):
            yield found.span()
