"""Numbers that an authority or a bank gave: to a person, a vehicle, a document or a case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.OFFICIAL_NUMBER
_PATTERNS = (
    # National insurance.
    re.compile(r"\b[A-Z]{2}[ -]?(?:\d\d[ -]?){3}[A-D]\b", re.IGNORECASE),
    # Driving licence.
    re.compile(r"\b[A-Z9]{5}[ -]?\d{6}[ -]?[A-Z9]{2}[ -]?[A-Z0-9]{3}\b", re.IGNORECASE),
    # Vehicles: since 2001, before it, and before that.
    re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),
    re.compile(r"\b[A-Z]\d{1,3} ?[A-Z]{3}\b"),
    re.compile(r"\b[A-Z]{3} ?\d{1,3}[A-Z]\b"),
    re.compile(
        r"\b(?:reg(?:istration)?|vrm|vehicle|car|van|lorry|motorcycle|index|plate)s?\b"
        r"(?:[ .:,=(-]|\b(?:mark|plate|number|no|is|was)\b){0,8}"
        r"(?=[A-Z]*\d)[A-Z]{0,3}\d{1,4} ?[A-Z]{0,3}\b",
        re.IGNORECASE,
    ),
    # Accounts abroad, police national computer, criminal records office, addresses of machines.
    re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    re.compile(r"\b(?:\d{2}|\d{4})/\d{3,7}[A-Z]\b"),
    re.compile(r"\b\d{1,6}/\d{2}[A-Z]\b"),
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
)
_KINDS = (
    r"passport|visa|nhs|national insurance|ni|nino|driving licen[cs]e|licen[cs]e|account|"
    r"sort code|custody|crime|occurrence|incident|case|claim|log|reference|ref|payroll|hospital|"
    r"patient|prison(?:er)?|pnc|cro|urn|nominal|pupil|student|upn|uln|iban|registration|reg|vrm|"
    r"vehicle|car|van|index|tax|utr|benefit|home office|asylum|exhibit|nib|cad"
)
# Named for what it is, it needs no shape of its own: four digits are enough, but a year is none.
_NAMED = re.compile(
    rf"\b(?:{_KINDS})\b(?:[ .:#=('-]|\b(?:record|log|ref(?:erence)?|plate|mark|number|numbers|no|"
    rf"nr|"
    r"num|id|code|is|was)\b){0,8}"
    r"((?=[\w/ -]{0,30}\d)[A-Z0-9]{1,20}"
    r"(?:[ /-](?=[A-Z]{0,12}\d|[A-Z]{1,3}\b)[A-Z0-9]{1,20}){0,6})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?: ?[-/] ?(?:\d\d){1,2})?")
_TEN = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
_LONG = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")


def spans(text: str) -> Iterator[Span]:
    """Yield each such number; ten digits and a card's count when their check digit is right."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
    for found in _NAMED.finditer(text):
        said = found[1].strip()
        if sum(map(str.isdigit, said)) >= 4 and not _YEAR.fullmatch(said):
            yield found.start(1), found.start(1) + len(said)
    for found in _TEN.finditer(text):
        if _nhs(re.sub(r"\D", "", found[0])):
            yield found.span()
    for found in _LONG.finditer(text):
        if _luhn(re.sub(r"\D", "", found[0])):
            yield found.span()


def _nhs(digits: str) -> bool:
    """Is the last of ten digits right by the rule of NHS numbers (modulus 11)?"""
    rest = 11 - sum(int(one) * (10 - place) for place, one in enumerate(digits[:9])) % 11
    return rest % 11 == int(digits[9])


def _luhn(digits: str) -> bool:
    """Is the last digit right by the rule of cards and telephones (Luhn)?"""
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0
