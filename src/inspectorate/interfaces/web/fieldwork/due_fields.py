"""Fields by which a form says when something is due: a day, or a rule by which it is counted."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import WorkingCalendar
from inspectorate.foundation.due_days.rules import MOST_DAYS, Count, DueRule
from inspectorate.prose.dates import MONTHS

from ...act_forms import ActForm, offer

_COUNTS = [
    ("", "Not counted: the day is named"),
    *((one, f"Counted: {one.label}") for one in Count),
]
_SINGLE = [one for one in _COUNTS if one[0] != Count.EARLIER_OF]
_FIXED = re.compile(r"(\d{1,2})\s+([a-z]{3,9})")
# What the fields of a rule are called, the second rule's with a word before.
_OTHER = "also_"


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        label=label,
        help_text="Needed where days or months are counted.",
    )


def _fixed() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=300,
        label="Fixed days of the year",
        help_text="Needed where fixed days are counted: 30 April, 31 October.",
    )


class DueFields(ActForm):
    """A day, or a rule; of two rules, the earlier day."""

    due_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        label="Due on",
        help_text="Needed where the day is not counted by a rule, below.",
    )
    count = forms.ChoiceField(
        choices=_SINGLE,
        required=False,
        label="Counted from the day it is sent",
        help_text="Needed where no day is named.",
    )
    number = _number("How many days or months")
    fixed = _fixed()
    also_count = forms.ChoiceField(
        choices=[("", "No other"), *_SINGLE[1:]],
        required=False,
        label="Or, where it is earlier, counted also",
    )
    also_number = _number("How many days or months, there")
    also_fixed = _fixed()
    calendar = forms.ModelChoiceField(
        queryset=WorkingCalendar.objects.none(),
        required=False,
        label="Calendar for working days",
        help_text="Needed where working days are counted. An administrator loads it under "
        "Programmes and frameworks.",
    )
    due_names = (
        *("due_on", "count", "number", "fixed"),
        *("also_count", "also_number", "also_fixed", "calendar"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = programmes.calendars()
        offered = WorkingCalendar.objects.filter(pk__in=[one.pk for one in newest])
        offer(self, "calendar", offered)
        if len(newest) == 1:
            self.fields["calendar"].initial = newest[0].pk

    def clean(self) -> None:
        """Put the rule together; what is missing of it is said beside its field."""
        super().clean()
        given = self.cleaned_data
        first, other = self._rule(""), self._rule(_OTHER)
        if other and not first:
            self.add_error("count", "Choose how it is counted first; this is the second rule.")
        if first and given.get("due_on"):
            self.add_error("due_on", "A day and a rule are given. Leave one of them empty.")
        if not first and not given.get("due_on") and not self.errors:
            self.add_error("due_on", "Name the day, or choose below how it is counted.")
        self.rule = DueRule(Count.EARLIER_OF, among=(first, other)) if first and other else first
        if self.rule and self.rule.needs_calendar and not given.get("calendar"):
            self.add_error("calendar", "Choose a calendar: working days are counted by it.")

    def _rule(self, which: str) -> DueRule | None:
        given = self.cleaned_data
        if not given.get(f"{which}count"):
            return None
        count = Count(given[f"{which}count"])
        if count is Count.NEXT_FIXED:
            days = _read_fixed(given.get(f"{which}fixed") or "")
            if not days:
                self.add_error(f"{which}fixed", "Write days such as 30 April, 31 October.")
            return DueRule(count, fixed=days)
        if not given.get(f"{which}number"):
            if f"{which}number" not in self.errors:
                self.add_error(f"{which}number", "Say how many.")
            return DueRule(count, 1)
        return DueRule(count, given[f"{which}number"])

    def arguments(self) -> dict[str, Any]:
        """The action's arguments: the day, or the rule with its calendar."""
        given = super().arguments()
        day, calendar = given["due_on"], given["calendar"]
        for name in self.due_names:
            del given[name]
        return {**given, "due_on": day, "rule": self.rule, "calendar": calendar}


def _read_fixed(text: str) -> tuple[tuple[int, int], ...]:
    """Read "30 April, 31 October" as (month, day) each; nothing where a piece is no such day."""
    found = []
    for piece in text.casefold().split(","):
        matched = _FIXED.fullmatch(piece.strip())
        months = [
            number
            for number, name in enumerate(MONTHS, 1)
            if matched and name.startswith(matched[2])
        ]
        if not matched or not months:
            return ()
        found.append((months[0], int(matched[1])))
    return tuple(found)
