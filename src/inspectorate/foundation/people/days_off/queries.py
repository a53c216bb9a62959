"""Reads of days off: one's own whole; of others only that they are not available then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from ..models import Person
from .models import DaysOff


def own_days_off(person: Person) -> QuerySet[DaysOff]:
    """Return the days off of ``person`` that stand, for the person alone."""
    return person.days_off.filter(withdrawal=None)


def days_off_between(
    people: Collection[int], first: date, last: date
) -> dict[int, list[tuple[date, date]]]:
    """Return when each of ``people``, by key, is not available in some days. One query."""
    rows = DaysOff.objects.filter(
        person__in=people, withdrawal=None, from_on__lte=last, to_on__gte=first
    )
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, from_on, to_on in rows.order_by("pk").values_list("person", "from_on", "to_on"):
        found[person].append((from_on, to_on))
    return found
