"""Reads the recommendations that a manuscript makes: each a fenced block with its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from inspectorate.prose.manuscript import Manuscript, TextBlock

_ADDRESSEE = re.compile(r"^\s*([a-z0-9-]+)\s*\(\s*(asked|duty)\s*\)\s*$")


@dataclass(frozen=True, slots=True)
class AskedRecommendation:
    """One recommendation block read.

    Addressees are (code, basis, ISO day or empty).
    """

    number: int
    words: TextBlock
    origin: str
    to: tuple[tuple[str, str, str], ...]


def asked_in(manuscript: Manuscript) -> list[AskedRecommendation]:
    """Return the recommendations a manuscript makes.

    ValueError names the field that is wrong (see :func:`asked_of`).
    """
    return [asked_of(block) for block in manuscript.blocks if block.kind == "recommendation"]


def asked_of(block: TextBlock) -> AskedRecommendation:
    """Read one recommendation block; ValueError names the field."""
    fields = block.fields
    number = fields.get("number", "")
    if not number.isdigit() or int(number) < 1:
        raise ValueError(f"number: {number!r} is not a whole number from 1")
    if "text" not in block.inline:
        raise ValueError("text: the recommendation says nothing")
    origin = fields.get("origin", "").strip() or "published"
    to = _addressees(fields.get("to", ""), _due(fields.get("due", "")))
    return AskedRecommendation(int(number), block.inline["text"], origin, to)


def _due(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise ValueError(f"due: {day!r} is not a date; write it as 2020-09-30") from None


def _addressees(listed: str, due_on: str) -> tuple[tuple[str, str, str], ...]:
    to = []
    for part in filter(str.strip, listed.split(",")):
        match = _ADDRESSEE.match(part)
        if not match:
            raise ValueError(
                f"to: {part.strip()!r} is not understood; write college-of-policing "
                f"(asked), other-code (duty)"
            )
        to.append((match.group(1), match.group(2), due_on))
    if not to:
        raise ValueError("to: nobody is named; write the code of a body and (asked) or (duty)")
    if len({code for code, _, _ in to}) < len(to):
        raise ValueError("to: a body is named twice")
    return tuple(to)
