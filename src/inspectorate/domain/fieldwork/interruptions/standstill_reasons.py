"""Whether a visit goes on or stands still, as reasons that rules of this room give on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb
from .kinds import Halt
from .standing import away_of, standstills_of

if TYPE_CHECKING:
    from ..models import Visit


def going_on(visit: Visit) -> list[Reason]:
    """Require a visit that does not stand still: neither deferred, nor paused, nor incomplete."""
    if visit.halted == Halt.DEFERRED:
        text = "This visit is deferred: it has no days."
        mend = Mend.by(FieldworkVerb.MOVE_VISIT, "Move it to new days first.", visit)
        return [Reason(FieldworkReason.VISIT_DEFERRED, text, mend, "visit")]
    return [*not_paused(visit), *left_incomplete(visit)]


def not_paused(visit: Visit) -> list[Reason]:
    """Require a visit that is not paused."""
    if visit.halted != Halt.PAUSED:
        return []
    text = "This visit is paused."
    mend = Mend.by(FieldworkVerb.RESUME_VISIT, "Resume it first.", visit)
    return [Reason(FieldworkReason.VISIT_PAUSED, text, mend, "visit")]


def left_incomplete(visit: Visit) -> list[Reason]:
    """Require a visit that was not left incomplete."""
    if visit.halted != Halt.INCOMPLETE:
        return []
    text = "This visit was left incomplete."
    mend = Mend.by(FieldworkVerb.REOPEN_VISIT, "Reopen it first.", visit)
    return [Reason(FieldworkReason.VISIT_INCOMPLETE, text, mend, "visit")]


def held_at(visit: Visit, starts_at: datetime, ends_at: datetime) -> list[Reason]:
    """Require that a session lies in no time in which its visit stood still.

    What was heard before is recorded all the same, and written up whenever somebody comes to it.
    """
    if visit.halted == Halt.DEFERRED:
        return going_on(visit)
    if visit.pk is None:
        return []  # of a table that is only planned: nothing befell it
    for still in standstills_of(visit):
        if still.holds(starts_at, ends_at):
            return [_stood_still(visit, still.until)]
    return []


def moved_into_a_standstill(
    moved: Iterable[tuple[int, datetime, datetime]],
) -> list[Reason]:
    """Require that no session that comes along with its visit lands where the visit stood still.

    ``moved`` are the visit, by its key, and the new times of each. Three queries, or none.
    """
    there = list(moved)
    away = away_of({visit for visit, _, _ in there}) if there else {}
    landed = sum(away[visit].holds(starts, ends) for visit, starts, ends in there)
    if not landed:
        return []
    text = f"{landed} of its sessions would lie in a time in which the visit stood still."
    mend = Mend.words("Choose other days, or leave the sessions where they are.")
    return [Reason(FieldworkReason.IN_A_PAUSE, text, mend, "starts_on")]


def _stood_still(visit: Visit, until: datetime | None) -> Reason:
    if until is not None:
        text = f"The visit stood still until {said(until)}."
        mend = Mend.words("Choose times before or after.")
        return Reason(FieldworkReason.IN_A_PAUSE, text, mend, "starts_at")
    paused = visit.halted == Halt.PAUSED
    verb = FieldworkVerb.RESUME_VISIT if paused else FieldworkVerb.REOPEN_VISIT
    what, do = ("is paused", "resume") if paused else ("was left incomplete", "reopen")
    text = f"The visit {what} from before the end of the session."
    mend = Mend.by(verb, f"Choose times before it, or {do} the visit.", visit)
    return Reason(FieldworkReason.IN_A_PAUSE, text, mend, "starts_at")


def said(moment: datetime) -> str:
    """A moment as a reason says it."""
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"
