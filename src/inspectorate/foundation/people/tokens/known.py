"""What a program sends as its token: how it is made, and whose it is."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from inspectorate.foundation.ledger.prepared import prepared

from ..models import Person
from ..secret import digest_of as digest_of
from ..secret import made
from ..trust import trusted_since
from .models import AccessToken

# Where somebody finds one that was lost, or a scanner of published code does.
PREFIX = "inspectorate_"


def secret_of(person: Person, key: str) -> str:
    """What a form with this key gives its person to send."""
    return PREFIX + made("token", person, key)


def standing(person: Person, now: datetime) -> QuerySet[AccessToken]:
    """The tokens of a person that were not ended and have not run out, newest first."""
    return AccessToken.objects.filter(person=person, ended_at=None, expires_at__gt=now)


def found(secret: str, now: datetime) -> AccessToken | None:
    """The token that ``secret`` is, while it opens anything; its person with it.

    None where there is none, it was ended or ran out, or its person is not trusted since. Four
    queries.
    """
    for token in _open(digest_of(secret), now):
        return token if trusted_since(token.person, token.made_at) else None
    return None


@prepared
def _open(digest: str, now: datetime) -> QuerySet[AccessToken]:
    standing = AccessToken.objects.filter(digest=digest, ended_at=None, expires_at__gt=now)
    return standing.select_related("person")
