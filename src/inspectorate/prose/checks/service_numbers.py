"""Collar, warrant and staff numbers: a rank or a word for the number, and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span
from .ranks import LONG, SHORT

NAME = Check.SERVICE_NUMBER
_NUMBER = r"#?[A-Z]{0,3}[ -]?\d{2,7}[A-Z]{0,2}\b"
_PATTERNS = (
    re.compile(
        r"\b(?:collar|warrant(?: card)?|shoulder|epaulette|badge|force|service|staff|employee|"
        r"personnel|officer|payroll|pay|lanyard|id|call ?sign)"
        r"(?:[ .:'s-]*(?:numbers?|no|nr|num|id|identifier)\b\.?| ?#)"
        rf"(?:[ .:=(-]|\b(?:is|was|of)\b){{0,8}}{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{SHORT})[ ./-]*(?:(?i:no|number)\b[ .:]*)?{_NUMBER}"),
    re.compile(
        rf"\b(?i:{LONG}) (?:(?i:no|number)\.? ?)?(?!(?:19|"
        rf"20)\d\d\b)#?[A-Z]{{0,3}}\d{{2,7}}[A-Z]{{0,2}}\b"
    ),
    re.compile(rf"\b\d{{2,6}} (?:{SHORT})\b"),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each such number, with the word that tells what it is."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
