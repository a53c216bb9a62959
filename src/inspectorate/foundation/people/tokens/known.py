"""What a program sends as its token: how it is made, and whose it is."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from ..models import Person
from ..trust import trusted_since
from .models import AccessToken

# Where somebody finds one that was lost, or a scanner of published code does.
PREFIX = "inspectorate_"


def secret_of(person: Person, key: str) -> str:
    """The secret that a form gives: 256 bits that only this server can make, the same when the
    form is sent twice.
    """
    made = salted_hmac("inspectorate.token", f"{person.pk}:{key}", algorithm="sha256")
    return PREFIX + base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def standing(person: Person, now: datetime) -> QuerySet[AccessToken]:
    """The tokens of a person that were not ended and have not run out, newest first."""
    return AccessToken.objects.filter(person=person, ended_at=None, expires_at__gt=now)


def found(secret: str, now: datetime) -> AccessToken | None:
    """The token that ``secret`` is, while it opens anything; its person with it.

    None where there is none, it was ended or ran out, or its person is not trusted since. Four
    queries.
    """
    token = (
        AccessToken.objects.filter(digest=digest_of(secret), ended_at=None, expires_at__gt=now)
        .select_related("person")
        .first()
    )
    return token if token is not None and trusted_since(token.person, token.made_at) else None
