"""Whether what a person was once given to come in by, past a sign-in, still speaks for them."""

from __future__ import annotations

from datetime import datetime

from .invitations.models import LinkGround
from .models import Person
from .roles import STAFF


def trusted_since(person: Person, moment: datetime) -> bool:
    """Is nothing since ``moment`` a ground to believe no more what was given to ``person`` then?

    Leaving is one, the end of the last role, whatever role is given afterwards, and whoever took
    away the person's second factors or password. Three queries.
    """
    if not person.is_active or not _staff_ever_since(person, moment):
        return False
    if person.factor_resets.filter(reset_at__gte=moment).exists():
        return False
    return not person.invitations.filter(given_for=LinkGround.RESET, at__gte=moment).exists()


def _staff_ever_since(person: Person, moment: datetime) -> bool:
    """Did a person hold some role of staff at every moment since, and does so now?"""
    held = person.held.filter(role__in=STAFF).exclude(ended_at__lte=moment).order_by("granted_at")
    until: datetime | None = moment
    for one in held:
        if until is None or one.granted_at > until:
            break
        until = one.ended_at if one.ended_at is None else max(until, one.ended_at)
    return until is None
