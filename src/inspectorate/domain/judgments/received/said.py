"""What a provisional grade or a debrief note says, as it was sent: the words of nobody but its
author, so that nothing in it is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import UNPRINTABLE

_LONGEST_KEY = 2**63 - 1
# Versions that each database keeps.
_HIGHEST_VERSION = 2**31 - 1
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class GradeSaid:
    """A judgment of one body on one criterion as far as it was come to on a visit.

    ``body`` is a code, ``criterion`` a key, ``grade`` the name of a grade or None; ``version`` is
    that of the draft it was written upon, 0 for none. Each assignment has versions of its own:
    ``assignment`` is its key. ``after`` is the id of the grade of the same device that this one was
    written upon, where nobody knew yet what became of that one. None where it was not said.
    """

    body: str
    criterion: int
    grade: str | None
    findings: Mapping[str, bool]
    reasons: str
    borderline: bool
    marking: str
    version: int
    assignment: int | None = None
    after: str | None = None

    @property
    def about(self) -> tuple[str, int, int | None]:
        """Which judgment it is of."""
        return self.body, self.criterion, self.assignment


@dataclass(frozen=True, slots=True)
class DebriefSaid:
    """What was said to a body at the end of a ``visit`` (its key), when, and who heard it."""

    body: str
    visit: int
    said_on: date
    heard_by: str
    words: str
    marking: str


def grade_said(given: object) -> tuple[GradeSaid | None, list[Reason]]:
    """Read a provisional grade; None, and what is wrong with it, where it is not as described."""
    read = _Reader(given, Meant.GRADE)
    said = GradeSaid(
        body=read.one("body", "", _is_code),
        criterion=read.one("criterion", 0, _is_key),
        grade=read.one("grade", None, _or_none(_is_text), needed=False),
        findings=read.one("findings", {}, _are_answers, needed=False),
        reasons=read.one("reasons", "", _is_text),
        borderline=read.one("borderline", False, _is_answer, needed=False),
        marking=read.one("marking", BASELINE.value, _is_text, needed=False),
        version=read.one("version", 0, _is_version),
        assignment=read.one("assignment", None, _or_none(_is_key), needed=False),
        after=read.one("after", None, _or_none(_is_code), needed=False),
    )
    faults = read.faults()
    return (None if faults else said), faults


def debrief_said(given: object) -> tuple[DebriefSaid | None, list[Reason]]:
    """Read a debrief note; None, and what is wrong with it, where it is not as described."""
    read = _Reader(given, Meant.DEBRIEF)
    day = read.one("said_on", "", _is_day)
    said = DebriefSaid(
        body=read.one("body", "", _is_code),
        visit=read.one("visit", 0, _is_key),
        said_on=date.fromisoformat(day) if day else date.min,
        heard_by=read.one("heard_by", "", _is_text, needed=False),
        words=read.one("words", "", _is_text),
        marking=read.one("marking", BASELINE.value, _is_text, needed=False),
    )
    faults = read.faults()
    return (None if faults else said), faults


class _Reader:
    """Reads what was sent field by field; what nobody asked for is a fault: no words are lost."""

    def __init__(self, given: object, meant: Meant) -> None:
        self.given: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        # The words were its device's own time; it stands in the envelope too.
        self.asked, self.wrong = {"meant", "written_at"}, list[str]()
        if self.given.get("meant") != meant.value:
            self.wrong.append("meant")

    def one[T](self, name: str, usual: T, fits: Callable[[Any], bool], *, needed: bool = True) -> T:
        """One field; ``usual`` where it was left out, or does not fit."""
        self.asked.add(name)
        if name not in self.given:
            self.wrong += [name] if needed else []
            return usual
        value = self.given[name]
        if not fits(value):
            self.wrong.append(name)
            return usual
        found: T = value
        return found

    def faults(self) -> list[Reason]:
        """A reason for each field that is missing, does not fit, or is not known."""
        unknown = [str(one)[:_LONGEST_NAME] for one in self.given if one not in self.asked]
        return [_fault(name) for name in [*self.wrong, *unknown]]


def _fault(name: str) -> Reason:
    text = f"{name}: it does not hold what is asked for."
    mend = Mend.words("Read what was sent, and write it where it belongs.")
    return Reason(EvidenceReason.NOT_AS_DESCRIBED, text, mend, name)


def _or_none(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_code(value: object) -> bool:
    # What each database can be asked for.
    return (
        isinstance(value, str) and len(value) <= _LONGEST_NAME and UNPRINTABLE.search(value) is None
    )


def _is_answer(value: object) -> bool:
    return isinstance(value, bool)


def _is_key(value: object) -> bool:
    return type(value) is int and 0 < value <= _LONGEST_KEY


def _is_version(value: object) -> bool:
    return type(value) is int and 0 <= value <= _HIGHEST_VERSION


def _are_answers(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(answer, bool) for name, answer in value.items()
    )


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
