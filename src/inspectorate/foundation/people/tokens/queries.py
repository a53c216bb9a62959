"""The tokens of a person, for themselves and for administrators."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Person
from ..roles import Role
from ..trust import trusted_since
from .models import AccessToken


def visible_to(reader: Person) -> QuerySet[AccessToken]:
    """The tokens that ``reader`` may see, and end: their own, and as administrator everybody's."""
    every = AccessToken.objects.select_related("person")
    return every if Role.ADMIN in reader.roles else every.filter(person=reader)


def tokens_of(reader: Person, person: Person) -> list[AccessToken]:
    """Every token a person ever made, newest first; none to others than them and administrators.

    Each says whether it is ``trusted`` still (:func:`trusted_since`); some queries for each
    that was not ended.
    """
    found = list(visible_to(reader).filter(person=person))
    for one in found:
        one.trusted = one.ended_at is None and trusted_since(person, one.made_at)
    return found
