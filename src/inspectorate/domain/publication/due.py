"""What the publisher has to do at a moment: releases whose embargo is over, and daily registers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from . import policies
from .models import Bundle, Mandate, PublishedRegister, Release


def _waiting() -> QuerySet[Release]:
    """Releases that two people signed and that are neither out nor stopped."""
    return Release.objects.filter(
        approval__isnull=False, cancellation__isnull=True, bundles__isnull=True
    )


def releases_due(now: datetime) -> list[Release]:
    """The releases whose embargo is over at ``now``, the longest over first."""
    found = _waiting().filter(embargo_until__lte=now).order_by("embargo_until", "pk")
    return list(found.select_related("inspection", "approval__by"))


def next_moment(now: datetime) -> datetime | None:
    """The next moment at which an embargo ends; None where nothing waits."""
    moment: datetime | None = (
        _waiting().filter(embargo_until__gt=now).aggregate(first=Min("embargo_until"))["first"]
    )
    return moment


def registers_due(now: datetime) -> list[Mandate]:
    """The mandates under which a register goes out on the day of ``now`` and has not yet."""
    of_today = PublishedRegister.objects.filter(
        inspection=OuterRef("inspection"), as_of__gte=policies.day(now)
    )
    out = Bundle.objects.filter(release__inspection=OuterRef("inspection"))
    found = Mandate.objects.filter(Exists(out), ~Exists(of_today), end=None)
    return list(found.select_related("inspection", "by").order_by("inspection__slug", "pk"))
