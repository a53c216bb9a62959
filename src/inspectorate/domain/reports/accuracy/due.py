"""By which day a recipient answers: the day named, or what a rule gives from when it is sent."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import WorkingCalendar
from inspectorate.foundation.due_days.resolving import Beginning, DueDay, resolve
from inspectorate.foundation.due_days.rules import DueRule
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..reasons import ReportReason

SENT = "the day the draft was sent"


def due_day(
    named: date | None, rule: DueRule | None, calendar: WorkingCalendar | None, at: datetime
) -> DueDay:
    """Return the day named, or the one that ``rule`` gives for a draft sent at ``at``.

    Raises Refused where neither or both are given, or where the rule cannot be counted.
    """
    if (named is None) == (rule is None):
        text = f"{'No day and no rule is' if rule is None else 'A day and a rule are'} given."
        mend = Mend.words("Name the day, or say by which rule it is counted.")
        raise Refused([Reason(ReportReason.DUE_UNCLEAR, text, mend, "due_on")])
    if rule is None:
        assert named is not None  # one of the two is
        return DueDay(named, "")
    loaded = programmes.loaded_calendar(calendar) if calendar and rule.needs_calendar else None
    return resolve(rule, Beginning(localdate(at), SENT), loaded)
