"""The life of a recommendation and of each addressee's part, by days and by what was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models


class PartState(models.TextChoices):
    """Where one addressee's part is on a day."""

    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    REPLY_OVERDUE = "reply overdue", "Reply overdue"
    OVERDUE = "overdue", "Overdue"
    IMPLEMENTED = "implemented", "Implemented"
    OVERTAKEN = "overtaken by events", "Overtaken by events"
    NOT_IMPLEMENTED = "not implemented", "Not implemented"


CLOSED = "closed"
# How a closure's stored outcome is shown.
OUTCOMES = {
    "implemented": PartState.IMPLEMENTED,
    "overtaken": PartState.OVERTAKEN,
    "not": PartState.NOT_IMPLEMENTED,
}
LIVE = tuple(state for state in PartState if state not in OUTCOMES.values())
RECOMMENDATION_STATES = (*LIVE, CLOSED)
_WORST = (PartState.OVERDUE, PartState.REPLY_OVERDUE, PartState.OPEN, PartState.ANSWERED)
_CLOSED = dict.fromkeys(OUTCOMES.values(), "closed")
LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "An addressee's part": {
        PartState.OPEN: {
            PartState.ANSWERED: "answered",
            PartState.REPLY_OVERDUE: "the day to reply passes",
            PartState.OVERDUE: "the day it is due passes",
            **_CLOSED,
        },
        PartState.ANSWERED: {PartState.OVERDUE: "the day it is due passes", **_CLOSED},
        PartState.REPLY_OVERDUE: {
            PartState.ANSWERED: "answered",
            PartState.OVERDUE: "the day it is due passes",
            **_CLOSED,
        },
        PartState.OVERDUE: {
            PartState.OPEN: "the day it is due is moved",
            PartState.ANSWERED: "the day it is due is moved",
            PartState.REPLY_OVERDUE: "the day it is due is moved",
            **_CLOSED,
        },
        **{state: {} for state in OUTCOMES.values()},
    }
}


def part_state(
    *, outcome: str, answered: bool, reply_by: date | None, due_on: date | None, on: date
) -> PartState:
    """Return where an addressee's part is on a day; a day itself is still in time.

    ``outcome`` is that of its closure, empty while it is open.
    """
    if outcome:
        return OUTCOMES[outcome]
    # Before the reply: an action that is late is late, answered or not.
    if due_on is not None and on > due_on:
        return PartState.OVERDUE
    if answered:
        return PartState.ANSWERED
    if reply_by is not None and on > reply_by:
        return PartState.REPLY_OVERDUE
    return PartState.OPEN


def recommendation_state(states: Iterable[str]) -> str:
    """Return where a recommendation is: closed once every part is, else as its worst open part."""
    live = [state for state in states if state in LIVE]
    return next((state for state in _WORST if state in live), CLOSED)
