"""What a link holds, and whom it was given to; of one that is no good nothing is told."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.secret import digest_of as digest_of

from .models import Invitation

# From the day it is sent.
GOOD_FOR = timedelta(days=7)
# 256 bits, so that nobody guesses one however often they try.
BYTES = 32


def fresh() -> str:
    """What a new link holds, for whoever it is given to alone."""
    return secrets.token_urlsafe(BYTES)


def standing(now: datetime) -> QuerySet[Invitation]:
    """The links that open something now: neither used nor ended, of people who are here."""
    open_ = Invitation.objects.filter(end=None, expires_at__gt=now, person__is_active=True)
    return open_.select_related("person", "by")


def found(token: str, now: datetime) -> Invitation | None:
    """The link that holds ``token``; None alike where there is none or it is no good any more."""
    link = standing(now).filter(digest=digest_of(token)).first()
    return link if link is not None and wanted(link.person) else None


def wanted(person: Person) -> bool:
    """Does a link open anything for its person: one who holds a role, and has set no password since
    by another way?
    """
    return bool(person.roles) and not person.has_usable_password()


def of_person(person: Person) -> QuerySet[Invitation]:
    """Every link given to a person, newest first, with how it ended."""
    return Invitation.objects.filter(person=person).select_related("by", "end")
