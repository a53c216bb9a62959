"""The tokens of a person, for themselves and for administrators."""

from __future__ import annotations

from ..models import Person
from ..roles import Role
from ..trust import trusted_since
from .models import AccessToken


def tokens_of(reader: Person, person: Person) -> list[AccessToken]:
    """Every token a person ever made, newest first; none to others than them and administrators.

    Each says whether it is ``trusted`` still (:func:`trusted_since`); two queries for each that
    was not ended.
    """
    if reader.pk != person.pk and Role.ADMIN not in reader.roles:
        return []
    found = list(AccessToken.objects.filter(person=person))
    for one in found:
        one.trusted = one.ended_at is None and trusted_since(person, one.made_at)
    return found
