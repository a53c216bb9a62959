"""What the form of a kind asks, as plain data: a door turns each question into a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from .reading import KnownCriterion, KnownNames

Choices = Sequence[tuple[str, str | Sequence[tuple[str, str]]]]  # value and words; or grouped


class Answer(Enum):
    """How a question is answered."""

    LINE = auto()  # a short text
    TEXT = auto()  # lines of text
    DAY = auto()
    NUMBER = auto()  # a whole number of at least 1
    TICK = auto()  # yes, or left empty
    ONE = auto()  # one of the choices, from a list
    ONE_SHOWN = auto()  # one of the choices, all shown
    ANY_SHOWN = auto()  # any number of the choices, all shown


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form: its name, its label, and how it is answered."""

    name: str
    label: str
    answer: Answer
    choices: Choices = ()
    needed: bool = True
    hint: str = ""
    start: str | int | None = None


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """An item that a claim may name, by its number; ``label`` is all that is shown of it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class OfferedItems:
    """The items listed in a form, and how many fit what was asked, listed or not."""

    listed: Sequence[OfferedItem] = ()
    fitting: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form is made from: what a claim may name here, and what it holds so far.

    ``offered`` are the items that fit what was asked so far, where the kind names items.
    """

    known: KnownNames
    stored: Mapping[str, Any] = field(default_factory=dict)
    offered: OfferedItems = field(default_factory=OfferedItems)


def criteria_question(criteria: Sequence[KnownCriterion]) -> Question:
    """Return the question on which criteria; each is answered by its key."""
    choices = [(str(one.pk), f"{one.ref} {one.name}") for one in criteria]
    return Question("criteria", "Criteria", Answer.ANY_SHOWN, choices)


def criteria_chosen(known: KnownNames, keys: Sequence[str]) -> dict[str, Any]:
    """Return the stored fields that name the criteria with these keys."""
    by_key = {str(one.pk): one for one in known.criteria}
    chosen = [by_key[key] for key in keys]
    found: dict[str, Any] = {"criteria": [one.ref for one in chosen]}
    if any(len(known.numbered(one.ref)) > 1 for one in chosen):
        found["area"] = chosen[0].area
    return found


def criteria_keys(asking: Asking) -> list[str]:
    """Return the keys of the criteria that the stored fields name."""
    area = asking.stored.get("area", "")
    return [
        next((str(one.pk) for one in asking.known.numbered(ref) if area in ("", one.area)), "")
        for ref in asking.stored.get("criteria", ())
    ]
