"""The secret of a calendar's address: how it is made, known again, and when it opens nothing."""

from __future__ import annotations

import base64
import hashlib

from django.utils.crypto import salted_hmac

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.trust import trusted_since

from .models import CalendarAddress


def secret_of(person: Person, key: str) -> str:
    """The secret that a form gives: 256 bits that only this server can make, the same when the
    form is sent twice.
    """
    made = salted_hmac("inspectorate.calendar", f"{person.pk}:{key}", algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def whose(secret: str) -> Person | None:
    """Whose calendar an address opens; None once it was ended or its person is out of the house.

    It is closed too by leaving, by the end of the last role, whatever role is given afterwards, and
    by whoever took away the person's second factors or password after it was made. Five queries.
    """
    found = (
        CalendarAddress.objects.filter(digest=digest_of(secret), ended_at=None)
        .select_related("person")
        .first()
    )
    if found is None or not opens(found):
        return None
    return found.person


def open_address(person: Person) -> CalendarAddress | None:
    """The address of a person's calendar that is open; None where none is."""
    found = CalendarAddress.objects.filter(person=person, ended_at=None).first()
    return found if found is not None and opens(found) else None


def opens(address: CalendarAddress) -> bool:
    """Does an address that was not ended still open its person's calendar?"""
    return trusted_since(address.person, address.made_at)
