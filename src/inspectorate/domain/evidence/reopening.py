"""Which evidence was recorded after its visit was reopened: one rule, from two times alone.

An item belongs to a visit by its session. Nothing of it is stored: both times stand in records that
never change.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from inspectorate.domain.fieldwork.interruptions.kinds import Again
from inspectorate.domain.fieldwork.interruptions.models import Resumption


def after_reopening() -> Exists:
    """Of a query of items: whether each reached the system once its visit had been reopened."""
    return Exists(
        Resumption.objects.filter(
            kind=Again.REOPENED,
            visit=OuterRef("session__visit"),
            at__lte=OuterRef("recorded_at"),
        ).order_by()
    )
