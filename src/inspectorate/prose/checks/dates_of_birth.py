"""Dates of birth and ages of single persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.BIRTH
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,4}}[./ -]\d{{1,2}}[./ -]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    rf"(?:,? \d{{2,4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{2,4}})?|{_MONTH} \d{{4}}|"
    r"(?:19|20)\d\d)"
)
_SPELT = (
    r"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|two|three|four|five|six|seven|"
    r"eight|nine))?|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve)"
)
_PATTERNS = (
    re.compile(rf"\b{_SPELT}[ -]years?[ -]old\b", re.IGNORECASE),
    re.compile(rf"\baged {_SPELT}\b(?! ?(?:years? )?(?:to|and|or|until)\b)", re.IGNORECASE),
    re.compile(
        r"\b(?:d ?\.? ?o ?\.? ?b\b\.?|dates? of birth|birth ?(?:date|day)|born|year of birth)"
        rf"(?:[ :,=('-]|\b(?:is|was|on|in|about|around|the)\b){{0,8}}{_DAY}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b\d{1,3}[ -]years?[ -]old\b|\b\d{1,3} ?yrs? old\b|\b\d{1,3} ?y/?o\b", re.IGNORECASE
    ),
    # "Aged 10 to 17" and "aged 18 or over" are ranges of a policy, not one person's age.
    re.compile(
        r"\baged?:? (?:about |around |of )?\d{1,3}\b(?! ?(?:years? )?(?:to|and|or|until)\b)"
        r"(?! ?[-+])",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bin (?:his|her|their) (?:early |mid-?|late )?"
        r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|\d0s)\b",
        re.IGNORECASE,
    ),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each date of birth and each age."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
