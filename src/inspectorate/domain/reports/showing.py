"""What the checks found when a text was frozen, as it is kept with the edition and told later.

It is what was found for no reader: whoever froze it may have been shown less of its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from .checks.registry import CHECKS, Findings
from .models import Document, Edition, Waiver


class ShownProblem(TypedDict):
    """A problem that the margin told: which check, where, the SHA-256 of its words, and the key of
    the waiver where somebody let it stand. The words are not kept: they may name what a later
    reader of the edition may not read.
    """

    check: str
    line: int
    words: str
    waiver: int | None


class Showing(TypedDict):
    """What is kept: the digest of the text, every problem that stood, and checks not run."""

    text: str
    problems: list[ShownProblem]
    not_run: list[str]


def showing(document: Document, findings: Findings, let_stand: Iterable[Waiver]) -> Showing:
    """What lies before whoever freezes the newest text of a document."""
    waivers: Mapping[tuple[str, str], int] = {
        (one.check_name, one.excerpt): one.pk for one in let_stand
    }
    return {
        "text": _digest(document.text),
        "problems": [
            {
                "check": str(one.check),
                "line": one.place.line,
                "words": _digest(one.what),
                "waiver": waivers.get((str(one.check), one.place.excerpt)),
            }
            for one in findings.problems
        ],
        "not_run": [str(one) for one in findings.not_run],
    }


def named(let_stand: Iterable[Waiver]) -> list[dict[str, Any]]:
    """Waivers as an entry of the ledger names them."""
    return [{"waiver": one.pk, "check": one.check_name, "by": one.by_id} for one in let_stand]


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem that was shown: its check, what the check looks for, and on which line."""

    check: str
    meaning: str
    line: int


@dataclass(frozen=True, slots=True)
class ToldShowing:
    """What was shown when an edition was frozen: what warned, what was let stand, what not run."""

    text: str
    warned: tuple[ToldProblem, ...]
    waived: tuple[ToldProblem, ...]
    not_run: tuple[str, ...]


def told(edition: Edition) -> ToldShowing | None:
    """What lay before whoever froze this edition; ``None`` where that was not kept, and under a
    public edition, whose reader may not read what the full one says.
    """
    kept: Any = edition.shown
    if kept is None:
        return None
    problems: list[ShownProblem] = kept["problems"]
    return ToldShowing(
        kept["text"],
        tuple(_told(one) for one in problems if one["waiver"] is None),
        tuple(_told(one) for one in problems if one["waiver"] is not None),
        tuple(kept["not_run"]),
    )


def _told(one: ShownProblem) -> ToldProblem:
    known = {str(check.name): check.meaning for check in CHECKS}
    return ToldProblem(one["check"], known.get(one["check"], one["check"]), one["line"])
