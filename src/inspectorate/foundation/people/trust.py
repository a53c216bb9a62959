"""Whether what a person was once given to come in by, past a sign-in, still speaks for them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.ledger.round_trip import asked_together

from .invitations.models import Invitation, LinkGround
from .models import DeviceLoss, FactorReset, Person, RoleHeld
from .queries import has_factor
from .roles import STAFF
from .verbs import PersonVerb


def trusted_since(person: Person, moment: datetime) -> bool:
    """Is nothing since ``moment`` a ground to believe no more what was given to ``person`` then?

    Leaving is one, the end of the last role, whatever role is given afterwards, and whoever took
    away the person's second factors or password; so are a device that was lost, and a password that
    was set on the command line, or by a link that was mailed: by somebody who did not know the one
    before. Two queries, and one where the password was set.
    """
    if not person.is_active or not _staff_ever_since(person, moment):
        return False
    # Written out: every request of a program asks them, and making them cost more than asking.
    at = connection.ops.adapt_datetimefield_value(moment)
    tables = (FactorReset, Invitation, Entry, DeviceLoss)
    resets, sent, acts, losses = (one._meta.db_table for one in tables)
    reset, mailed, password, lost = asked_together(
        [
            (
                f"SELECT 1 FROM {resets} WHERE person_id = %s AND reset_at >= %s",  # nosec B608
                (person.pk, at),
            ),
            (
                f"SELECT 1 FROM {sent} "  # nosec B608
                "WHERE person_id = %s AND given_for = %s AND at >= %s",
                (person.pk, LinkGround.RESET.value, at),
            ),
            (
                f"SELECT 1 FROM {acts} WHERE of = %s AND verb = %s AND at >= %s",  # nosec B608
                (label(person), PersonVerb.SET_PASSWORD.value, at),
            ),
            (
                f"SELECT 1 FROM {losses} WHERE person_id = %s AND lost_at >= %s",  # nosec B608
                (person.pk, at),
            ),
        ]
    )
    if reset or mailed or lost:
        return False
    return not password or not _password_set_by_others(person, moment)


def second_proof(person: Person) -> bool:
    """Has ``person`` a second proof of who they are, or somebody who asks them for one?

    What opens without a sign-in must not open to who could not sign in: a person without a factor
    of their own comes in by the provider, or sets one up first.
    """
    return has_factor(person) or person.sign_in_links.filter(ended_at=None).exists()


def _password_set_by_others(person: Person, moment: datetime) -> bool:
    said = Entry.objects.filter(
        of=label(person), verb=PersonVerb.SET_PASSWORD.value, at__gte=moment
    )
    return any(
        by != str(person.pk) or detail.get("by_link")
        for by, detail in said.values_list("by", "detail")
    )


def _staff_ever_since(person: Person, moment: datetime) -> bool:
    """Did a person hold some role of staff at every moment since, and does so now?"""
    until: datetime | None = moment
    for one in _held_past(person, moment):
        if until is None or one.granted_at > until:
            break
        until = one.ended_at if one.ended_at is None else max(until, one.ended_at)
    return until is None


@prepared
def _held_past(person: Person, moment: datetime) -> QuerySet[RoleHeld]:
    """The roles of staff that a person holds, or held for longer than until then."""
    held = RoleHeld.objects.filter(person=person, role__in=STAFF)
    return held.exclude(ended_at__lte=moment).order_by("granted_at")
