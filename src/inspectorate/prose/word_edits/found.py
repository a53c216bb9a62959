"""What an edited file asks to change, as records that a process can hand to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change of the source that the file was made from: ``replacement`` for what stands from
    ``start`` to ``end``.

    ``author`` and ``at`` are what the file says of it, empty for nothing.
    """

    start: int
    end: int
    replacement: str
    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment on what stands from ``start`` to ``end`` of the source.

    ``answers_to`` is the place of the comment that it answers among all of them, -1 for none.
    ``unplaced`` says that it is no comment of the file: a change that could not be placed.
    """

    start: int
    end: int
    text: str
    author: str = ""
    at: str = ""
    answers_to: int = -1
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a file asks for, and in words what of it was not read, and where.

    ``of_checks`` counts the comments of the checks, which are nobody's and are passed over.
    """

    changes: tuple[FoundChange, ...] = ()
    comments: tuple[FoundComment, ...] = ()
    unread: tuple[str, ...] = ()
    of_checks: int = 0


def found_from(held: Mapping[str, Any]) -> Found:
    """Return what was found from what JSON holds of it."""
    return Found(
        changes=tuple(FoundChange(**one) for one in held["changes"]),
        comments=tuple(FoundComment(**one) for one in held["comments"]),
        unread=tuple(held["unread"]),
        of_checks=held["of_checks"],
    )
