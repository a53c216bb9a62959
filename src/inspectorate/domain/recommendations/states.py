"""Where an addressee's part and a recommendation stand: computed from what was recorded, never
stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

OPEN, ANSWERED, REPLY_OVERDUE, OVERDUE = "open", "answered", "reply overdue", "overdue"
CLOSED = "closed"
OUTCOMES = {
    "implemented": "implemented",
    "overtaken": "overtaken by events",
    "not": "not implemented",
}
LIVE = (OPEN, ANSWERED, REPLY_OVERDUE, OVERDUE)
ADDRESSEE_STATES = (*LIVE, *OUTCOMES.values())
RECOMMENDATION_STATES = (*LIVE, CLOSED)
_WORST = (OVERDUE, REPLY_OVERDUE, OPEN, ANSWERED)


def addressee_state(
    *, outcome: str, answered: bool, reply_by: date | None, due_on: date | None, on: date
) -> str:
    """Say where one addressee stands on a day. ``outcome`` is a closure's (empty while open); a day
    itself is still in time.
    """
    if outcome:
        return OUTCOMES[outcome]
    if due_on is not None and on > due_on:
        return OVERDUE
    if answered:
        return ANSWERED
    if reply_by is not None and on > reply_by:
        return REPLY_OVERDUE
    return OPEN


def recommendation_state(states: Iterable[str]) -> str:
    """Say where a recommendation stands: closed when every addressee's part is, else as its worst
    open part.
    """
    live = [state for state in states if state in LIVE]
    return next((state for state in _WORST if state in live), CLOSED)
