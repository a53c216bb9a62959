"""A due rule as plain data: by what a last day is counted from the day on which it begins.

Stored as it stands here, so that a day given years ago can be counted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .reasons import DueDayReason

# Longer than any body is given, and short enough that every day counted is one of the calendar.
MOST_DAYS, MOST_MONTHS, MOST_FIXED, MOST_AMONG = 3_000, 120, 24, 6


class Count(models.TextChoices):
    """By what a rule counts."""

    DAYS_AFTER = "days_after", "days after it"
    DAYS_BEGINNING_WITH = "days_beginning_with", "days, of which it is the first"
    WORKING_DAYS_AFTER = "working_days_after", "working days after it"
    WORKING_DAYS_BEGINNING_WITH = (
        "working_days_beginning_with",
        "working days, of which it is the first",
    )
    MONTHS_AFTER = "months_after", "months after it"
    NEXT_FIXED = "next_fixed", "the next of fixed days of the year"
    EARLIER_OF = "earlier_of", "the earlier of several"


WORKING = frozenset({Count.WORKING_DAYS_AFTER, Count.WORKING_DAYS_BEGINNING_WITH})


@dataclass(frozen=True, slots=True)
class DueRule:
    """One rule: ``number`` of days or months; or ``fixed`` days as (month, day); or the earlier of
    the rules ``among``.
    """

    count: Count
    number: int = 0
    fixed: tuple[tuple[int, int], ...] = ()
    among: tuple[DueRule, ...] = ()

    @property
    def needs_calendar(self) -> bool:
        """Does it count working days anywhere?"""
        return self.count in WORKING or any(one.needs_calendar for one in self.among)

    def data(self) -> dict[str, Any]:
        """Write the rule as JSON has it; nothing that it does not use."""
        if self.count is Count.EARLIER_OF:
            return {"count": self.count.value, "among": [one.data() for one in self.among]}
        if self.count is Count.NEXT_FIXED:
            return {"count": self.count.value, "fixed": [list(one) for one in self.fixed]}
        return {"count": self.count.value, "number": self.number}


def read_rule(data: Mapping[str, Any]) -> DueRule:
    """Read back what :meth:`DueRule.data` wrote; ValueError, KeyError or TypeError for others."""
    return DueRule(
        Count(data["count"]),
        int(data.get("number", 0)),
        tuple((int(month), int(day)) for month, day in data.get("fixed", ())),
        tuple(read_rule(one) for one in data.get("among", ())),
    )


def unsound(rule: DueRule) -> list[Reason]:
    """Say why ``rule`` cannot be counted by; nothing where it can."""
    wrong = _wrong(rule)
    if not wrong:
        return []
    text, mend = wrong
    return [Reason(DueDayReason.RULE_UNSOUND, text, Mend.words(mend), "rule")]


def _wrong(rule: DueRule) -> tuple[str, str] | None:
    if rule.count is Count.EARLIER_OF:
        if not 2 <= len(rule.among) <= MOST_AMONG:
            return (
                f"The earlier of {len(rule.among)} rules was asked for.",
                f"Give 2 to {MOST_AMONG} rules.",
            )
        if any(one.count is Count.EARLIER_OF for one in rule.among):
            return ("One of several rules is itself of several.", "Give all of them side by side.")
        return next((wrong for one in rule.among if (wrong := _wrong(one))), None)
    if rule.count is Count.NEXT_FIXED:
        return _wrong_fixed(rule.fixed)
    most, unit = (
        (MOST_MONTHS, "months") if rule.count is Count.MONTHS_AFTER else (MOST_DAYS, "days")
    )
    if not 1 <= rule.number <= most:
        return (f"{rule.number} {unit} cannot be counted.", f"Give 1 to {most:,} {unit}.")
    return None


def _wrong_fixed(fixed: tuple[tuple[int, int], ...]) -> tuple[str, str] | None:
    if not 1 <= len(fixed) <= MOST_FIXED:
        return (f"{len(fixed)} fixed days are given.", f"Give 1 to {MOST_FIXED}.")
    for month, day in fixed:
        try:
            # A year that is no leap year: 29 February is not a day of every year.
            date(2001, month, day)
        except ValueError:
            return (
                f"Day {day} of month {month} is not a day of every year.",
                "Give days such as 30 April.",
            )
    return None
