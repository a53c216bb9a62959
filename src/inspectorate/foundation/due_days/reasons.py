"""Why a due day cannot be counted: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class DueDayReason(ReasonCode):
    """Reasons of due days."""

    RULE_UNSOUND = ("rule_unsound", "A rule for a due day cannot be counted by.")
    CALENDAR_MISSING = (
        "calendar_missing",
        "Working days cannot be counted: no calendar of days that are none is given.",
    )
    CALENDAR_TOO_SHORT = (
        "calendar_too_short",
        "The calendar of days that are no working days does not reach the day that is counted.",
    )
    DAY_TWICE = ("day_twice", "A calendar holds the same day twice.")
    DAY_OUTSIDE = ("day_outside", "A calendar holds a day outside those it says it covers.")
    DAY_MISSING = ("day_missing", "A row of a calendar holds no day.")
    NAME_MISSING = ("name_missing", "A row of a calendar does not say what the day is.")
    DAYS_MISSING = ("days_missing", "A calendar holds no day.")
    YEAR_EMPTY = ("year_empty", "A calendar holds no day of a year that it says it covers.")
