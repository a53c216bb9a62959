"""Reads of the sessions that a person has still to hold."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..models import Session


def to_come(inspection: Inspection, person: Person, now: datetime) -> QuerySet[Session]:
    """The sessions of an inspection that ``person`` is to hold and that have not begun.

    Neither cancelled ones nor those of a visit that was.
    """
    held = Session.objects.filter(
        visit__inspection=inspection,
        visit__cancelled_reason="",
        inspectors=person,
        cancellation=None,
        starts_at__gt=now,
    )
    return held.select_related("visit__inspection", "visit__scope_body__body").order_by(
        "visit", "starts_at", "pk"
    )
