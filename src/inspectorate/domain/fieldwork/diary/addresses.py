"""The secret of a calendar's address: how it is made, known again, and when it opens nothing."""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.secret import digest_of as digest_of
from inspectorate.foundation.people.secret import made
from inspectorate.foundation.people.trust import trusted_since

from .models import CalendarAddress


def secret_of(person: Person, key: str) -> str:
    """The secret of the address that a form with this key makes."""
    return made("calendar", person, key)


def whose(secret: str) -> Person | None:
    """Whose calendar an address opens; None once it was ended or its person is out of the house.

    It is closed too by leaving, by the end of the last role, whatever role is given afterwards, and
    by whoever took away the person's second factors or password, or set the password in their
    place, after it was made. Six queries.
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
