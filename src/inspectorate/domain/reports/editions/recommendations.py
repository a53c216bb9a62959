"""Reads the recommendations that a manuscript makes, each a fenced block with its fields, and says
in print to whom each of them is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspectorate.domain.bodies.kinds import POLICE_ACT
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.manuscript import Manuscript, TextBlock

from .addressees import gathered, many

# One body a recommendation is to: its code, the basis, the ISO day or empty.
To = tuple[str, str, str]
# What opening it records as the legal basis of an addressee is what print may say of law.
BASIS_WORDS = {"asked": "asked to reply", "duty": f"asked to reply under the {POLICE_ACT}"}
MANY_WORDS = {basis: f"each {words}" for basis, words in BASIS_WORDS.items()}
_MOST = 9_999
_ADDRESSEE = re.compile(r"^\s*([a-z0-9-]+)\s*\(\s*(asked|duty)\s*\)\s*$")


@dataclass(frozen=True, slots=True)
class AskedRecommendation:
    """One recommendation block read; ``answers`` are the numbers of the outcomes that it names."""

    number: int
    words: TextBlock
    origin: str
    to: tuple[To, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressees:
    """The bodies that may be addressed, as print names them.

    ``names`` holds each by its code; ``bound_by_duty`` are those a statute obliges to answer;
    ``codes`` is the code that print gives for one an author wrote, its own where it has no other.
    """

    names: Mapping[str, str]
    bound_by_duty: Collection[str]
    codes: Mapping[str, str] = field(default_factory=dict)

    def printed(self, to: Sequence[To]) -> tuple[To, ...]:
        """Return the addressees under the codes of print; ValueError names the field ``to``."""
        rows = tuple((self.codes.get(code, code), basis, due_on) for code, basis, due_on in to)
        if len({code for code, _, _ in rows}) < len(rows):
            raise ValueError("to: a body is named twice")
        return rows

    def lines(self, to: Sequence[To]) -> Iterator[str]:
        """Yield one line for each addressee; ValueError names the field ``to``.

        One for all those of a kind, with one basis and day, where they are many.
        """
        for code, basis, _ in to:
            # Print may not tell a body that it must answer where no statute says so.
            if basis == "duty" and code not in self.bound_by_duty:
                raise ValueError(
                    f"to: no legal basis is on record for {self._name(code)}; write {code} (asked)"
                )
        for group in self._gathered(to):
            _, basis, due_on = group[0]
            said = BASIS_WORDS[basis] if len(group) == 1 else MANY_WORDS[basis]
            yield f"{self._named(group)}, {said}" + (
                f"; to be done by {iso_in_words(due_on)}" if due_on else ""
            )

    def listed(self, to: Sequence[To]) -> str:
        """Return all addressees in one cell of a table, many of a kind as their number."""
        return "; ".join(self._named(group) for group in self._gathered(to))

    def _gathered(self, to: Sequence[To]) -> tuple[tuple[To, ...], ...]:
        return gathered(to, name=lambda row: self._name(row[0]), alike=lambda row: row[1:])

    def _named(self, group: Sequence[To]) -> str:
        names = [self._name(code) for code, _, _ in group]
        return names[0] if len(names) == 1 else many(names)

    def _name(self, code: str) -> str:
        if code not in self.names:
            raise ValueError(
                f"to: there is no body with the code {code!r} that may be addressed here"
            )
        return self.names[code]


def asked_in(manuscript: Manuscript) -> list[AskedRecommendation]:
    """Return the recommendations a manuscript makes.

    ValueError names the field that is wrong (see :func:`asked_of`).
    """
    return [asked_of(block) for block in manuscript.blocks if block.kind == "recommendation"]


def asked_of(block: TextBlock) -> AskedRecommendation:
    """Read one recommendation block; ValueError names the field."""
    fields = block.fields
    number = number_of(block)
    if number is None:
        given = fields.get("number", "")
        raise ValueError(f"number: {given[:40]!r} is not a whole number from 1")
    if "text" not in block.inline:
        raise ValueError("text: the recommendation says nothing")
    origin = fields.get("origin", "").strip() or "published"
    to = _addressees(fields.get("to", ""), _due(fields.get("due", "")))
    answers = answered_by(block)
    if len(set(answers)) < len(answers):
        raise ValueError("answers: an outcome is named twice")
    return AskedRecommendation(number, block.inline["text"], origin, to, answers)


def number_of(block: TextBlock) -> int | None:
    """Return the number of a recommendation block; None where it has none that can be read."""
    given = block.fields.get("number", "").strip() if block.kind == "recommendation" else ""
    if not (given.isascii() and given.isdigit()) or len(given) > len(str(_MOST)):
        return None
    return int(given) if int(given) >= 1 else None


def answered_by(block: TextBlock) -> tuple[str, ...]:
    """Return the numbers of the outcomes that a recommendation block says it answers."""
    listed = block.fields.get("answers", "") if block.kind == "recommendation" else ""
    return tuple(one.strip() for one in listed.split(",") if one.strip())


def _due(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise ValueError(f"due: {day!r} is not a date; write it as 2020-09-30") from None


def _addressees(listed: str, due_on: str) -> tuple[To, ...]:
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
