"""The clock of recommendations: by when a body that must comment does so.

Counted by the one resolver of due days, as every other day by which something is due.
"""

from __future__ import annotations

from datetime import date

from inspectorate.domain.bodies.kinds import COMMENT_DAYS, POLICE_ACT
from inspectorate.foundation.due_days.resolving import Beginning, resolve
from inspectorate.foundation.due_days.rules import Count, DueRule

__all__ = ["POLICE_ACT", "REPLY", "REPLY_DAYS"]
REPLY_DAYS = COMMENT_DAYS
REPLY = DueRule(Count.DAYS_BEGINNING_WITH, REPLY_DAYS)


def reply_by(published_on: date) -> date:
    """Return the last day for a local policing body's comments, publication being day 1 of 56."""
    return resolve(REPLY, Beginning(published_on, "the day of publication")).on
