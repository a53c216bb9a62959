"""Which evidence was recorded after its visit was reopened: one rule, from times alone.

An item belongs to a visit by its session. The reopening counts from the moment it was made from,
which may be written down later, and not before the visit had ended. Nothing of it is stored: the
times stand in records that never change.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from inspectorate.domain.fieldwork.interruptions.kinds import Again
from inspectorate.domain.fieldwork.interruptions.models import Resumption


def after_reopening() -> Exists:
    """Of a query of items: whether each reached the system once its visit had been reopened."""
    return Exists(
        Resumption.objects.filter(
            kind=Again.REOPENED,
            visit=OuterRef("session__visit"),
            since__lte=OuterRef("recorded_at"),
        )
        .filter(
            # A form leaves out the seconds of ``since``.
            Q(ended_at=None) | Q(ended_at__lte=OuterRef("recorded_at"))
        )
        .order_by()
    )
