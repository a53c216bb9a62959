"""Reads of delegates: who stands in for whom on a day, and whom a contact may choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from inspectorate.foundation.people.access import may
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import OUTSIDE, Role

from ..models import Contact, Delegate
from ..permissions import TABLE
from ..verbs import BodyVerb


def standing(on: date, held: Iterable[Role] = OUTSIDE) -> QuerySet[Delegate]:
    """Delegates on a day whose contact could act: still named, and in one of the roles ``held``.

    Whoever was a contact of the same body and ended as one stands in no more either.
    """
    role = RoleHeld.objects.filter(person=OuterRef("contact__person"), role__in=held, ended_at=None)
    ended_since = Contact.objects.filter(
        person=OuterRef("person"),
        body=OuterRef("contact__body"),
        ended_at__gte=OuterRef("named_at"),
    )
    named = Delegate.objects.filter(
        contact__ended_at=None, contact__person__is_active=True, ended_at=None
    )
    return named.filter(Exists(role), ~Exists(ended_since), from_on__lte=on, to_on__gte=on)


def own_contacts(person: Person) -> QuerySet[Contact]:
    """Where ``person`` is a contact by their own name: there alone somebody may stand in for them.

    Nothing for one whose contact's role has ended.
    """
    if not person.is_active or not person.roles & OUTSIDE:
        return Contact.objects.none()
    named = Contact.objects.filter(person=person, ended_at=None)
    return named.select_related("body", "person").order_by("pk")


def choosable_by(person: Person, contact: Contact) -> QuerySet[Person]:
    """Whom a contact may choose: other contacts of the bodies they are a contact of themselves.

    Nobody else's name is told to a contact, and a delegate may choose nobody.
    """
    mine = own_contacts(person)
    if not mine.filter(pk=contact.pk).exists():
        return Person.objects.none()
    others = Contact.objects.filter(body__in=mine.values("body"), ended_at=None)
    found = Person.objects.filter(
        is_active=True,
        pk__in=others.values("person"),
        held__role__in=OUTSIDE,
        held__ended_at=None,
    )
    return found.exclude(pk=person.pk).distinct()


def about(person: Person) -> list[Delegate]:
    """Delegates of a contact and those ``person`` is, ended ones too, in the order of naming."""
    found = Delegate.objects.filter(contact__person=person) | Delegate.objects.filter(person=person)
    return list(found.select_related("contact__person", "contact__body", "person").order_by("pk"))


def not_over(delegates: Iterable[Delegate], on: date) -> list[Delegate]:
    """Those of ``delegates`` that are not over on a day: they stand, or are to come."""
    return [
        one
        for one in delegates
        if one.ended_at is None and one.contact.ended_at is None and one.to_on >= on
    ]


def delegates(reader: Person, contact: Iterable[Contact], on: date) -> QuerySet[Delegate]:
    """Who stands in for these contacts or is to, for those who may see contacts; else nothing."""
    if not may(reader, TABLE, BodyVerb.SEE_CONTACTS):
        return Delegate.objects.none()
    named = Delegate.objects.filter(contact__in=contact, ended_at=None, to_on__gte=on)
    return named.select_related("person").order_by("from_on", "pk")


@dataclass(frozen=True, slots=True)
class StoodIn:
    """Who stood in for contacts of some bodies, who was a contact by their own name, and when."""

    delegates: tuple[Delegate, ...]
    contacts: tuple[Contact, ...]

    def did(self, body: int, person: int, at: datetime) -> bool:
        """Did a person stand in for a contact of a body at a moment? Both are told by their keys.

        Whoever was a contact of it then spoke by their own name.
        """
        own = [one for one in self.contacts if (one.body_id, one.person_id) == (body, person)]
        if any(_was(one, at) for one in own):
            return False
        return any(
            (one.contact.body_id, one.person_id) == (body, person)
            and one.from_on <= localdate(at) <= one.to_on
            and _was(one, at)
            and _was(one.contact, at)
            for one in self.delegates
        )


def stood_in(reader: Person, bodies: Iterable[int]) -> StoodIn:
    """Who stood in for a contact of bodies, told by their keys, ever; nothing for those who may
    not see contacts. Two queries.
    """
    if not may(reader, TABLE, BodyVerb.SEE_CONTACTS):
        return StoodIn((), ())
    of = set(bodies)
    return StoodIn(
        tuple(Delegate.objects.filter(contact__body__in=of).select_related("contact").order_by()),
        tuple(Contact.objects.filter(body__in=of).order_by()),
    )


def _was(one: Contact | Delegate, at: datetime) -> bool:
    return one.named_at <= at and (one.ended_at is None or one.ended_at > at)
