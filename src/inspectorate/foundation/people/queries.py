"""Reads of people, their roles and what they declared. Those who may not see people get nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.canonical import TOMBSTONE
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.reasons.reasons import Reason

from . import credentials, policies
from .access import may
from .actions import ANYBODY, CONSOLE, STREAM
from .models import Clearance, Declaration, FactorReset, Person, RoleHeld, SignInLink
from .permissions import TABLE
from .roles import OUTSIDE, STAFF, Role
from .verbs import PersonVerb

# Not that of the first administrator, who typed it; nor storing one in a stronger form.
GIVES_A_PASSWORD = (PersonVerb.REGISTER, PersonVerb.SET_PASSWORD)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the register with the roles held now, by their names."""

    person: Person
    roles: tuple[str, ...]


def password_is_own(person: Person) -> bool:
    """Did ``person`` choose the password of today: not an administrator, nor the command line?

    Whoever has none to sign in with has nothing to change; the first administrator typed their own.
    """
    if not person.has_usable_password():
        return True
    by = (
        Entry.objects.filter(stream=STREAM, of=label(person), verb__in=GIVES_A_PASSWORD)
        .order_by("-number")
        .values_list("by", flat=True)
        .first()
    )
    # A password that no act registered came from before there were acts of it.
    return by in (None, str(person.pk))


def can(person: Person, verb: PersonVerb) -> bool:
    """May ``person`` do ``verb`` of this room? For the page that shows the button."""
    return may(person, TABLE, verb)


def reasons_not_to_leave(person: Person) -> list[Reason]:
    """Why it may not be recorded now that ``person`` leaves."""
    return policies.leavable(person)


def administering_when_cleared(people: Iterable[Person]) -> QuerySet[Person]:
    """Who was an administrator when a standing clearance of one of ``people`` was recorded."""
    cleared = Clearance.objects.filter(person__in=list(people))
    return Person.objects.filter(pk__in=_administering_when(cleared).values("person"))


def administered_when_cleared(by: str, person: str) -> Exists:
    """Of a row that names two people: was ``by`` an administrator when the standing clearance of
    ``person`` was recorded?
    """
    cleared = Clearance.objects.filter(person=OuterRef(OuterRef(person)))
    return Exists(_administering_when(cleared).filter(person=OuterRef(by)))


def _administering_when(cleared: QuerySet[Clearance]) -> QuerySet[RoleHeld]:
    standing = cleared.filter(ended_at=None, granted_at__gte=OuterRef("granted_at"))
    before_its_end = standing.filter(granted_at__lte=OuterRef("ended_at"))
    return RoleHeld.objects.filter(role=Role.ADMIN).filter(
        Q(Exists(standing), ended_at=None) | Q(Exists(before_its_end))
    )


def by_role(role: str) -> QuerySet[Person]:
    """Active people who hold ``role`` now."""
    return Person.objects.filter(is_active=True, held__role=role, held__ended_at=None).distinct()


def outside_alone() -> QuerySet[Person]:
    """Active people with an account of the portal, and none of the staff."""
    staff = RoleHeld.objects.filter(role__in=STAFF, ended_at=None).values("person")
    held = Person.objects.filter(is_active=True, held__role__in=OUTSIDE, held__ended_at=None)
    return held.exclude(pk__in=staff).distinct()


def register(reader: Person, role: str | None = None) -> list[PersonRow]:
    """Return everyone registered, or everyone who holds ``role``, with roles.

    Two queries whatever their number, past the reader's own.
    """
    if not may(reader, TABLE, PersonVerb.SEE):
        return []
    people = by_role(role) if role else Person.objects.all()
    current = Prefetch("held", RoleHeld.objects.filter(ended_at=None), to_attr="held_now")
    order = list(Role.values)
    rows = []
    for person in people.prefetch_related(current):
        held: list[RoleHeld] = person.held_now  # named by the prefetch above
        rows.append(
            PersonRow(
                person,
                tuple(Role(one).label for one in sorted((h.role for h in held), key=order.index)),
            )
        )
    return rows


def clearable(reader: Person) -> QuerySet[Person]:
    """The active staff that ``reader`` may record a clearance for: everybody else."""
    if not may(reader, TABLE, PersonVerb.CLEAR):
        return Person.objects.none()
    staff = Person.objects.filter(is_active=True, held__role__in=STAFF, held__ended_at=None)
    return staff.exclude(pk=reader.pk).distinct()


def clearances(reader: Person, person: Person) -> QuerySet[Clearance]:
    """The clearances of ``person``, newest first: for administrators, and one's own."""
    rows = Clearance.objects.filter(person=person)
    return rows if reader.pk == person.pk or may(reader, TABLE, PersonVerb.CLEAR) else rows.none()


def has_factor(person: Person) -> bool:
    """Has ``person`` set up a second factor?"""
    return bool(credentials.factors_of(person))


def factor_resets(reader: Person, person: Person) -> QuerySet[FactorReset]:
    """When the second factors of ``person`` were taken away: for administrators, and one's own."""
    rows = FactorReset.objects.filter(person=person)
    own = reader.pk == person.pk
    return rows if own or may(reader, TABLE, PersonVerb.RESET_FACTORS) else rows.none()


def link_of(person: Person) -> SignInLink | None:
    """The open link by which ``person`` signs in at the identity provider."""
    return SignInLink.objects.filter(person=person, ended_at=None).first()


def linked(issuer: str, subject: str) -> Person | None:
    """Whoever signs in by the account that ``issuer`` knows as ``subject``."""
    return Person.objects.filter(
        sign_in_links__issuer=issuer,
        sign_in_links__subject=subject,
        sign_in_links__ended_at=None,
    ).first()


def links(reader: Person, person: Person) -> QuerySet[SignInLink]:
    """How ``person`` is or was connected with a provider: for administrators, and one's own."""
    rows = SignInLink.objects.filter(person=person)
    own = reader.pk == person.pk
    return rows if own or may(reader, TABLE, PersonVerb.UNLINK_SIGN_IN) else rows.none()


def who_acted(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Each entry of the ledger with the name of whoever acted, in one query whatever their number.

    An entry holds the name itself in format 1 only; else it stands in the row of the person.
    """
    listed = list(entries)
    keys = {int(one.by) for one in listed if not one.by_name and one.by.isdecimal()}
    names = {one.pk: one.name for one in (CONSOLE, ANYBODY)}
    for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name"):
        names[str(pk)] = name
    return [(one, one.by_name or names.get(one.by, TOMBSTONE)) for one in listed]


def my_declarations(person: Person) -> QuerySet[Declaration]:
    """Return what ``person`` has declared, whether ended or not."""
    return Declaration.objects.filter(person=person)


def declarations(reader: Person) -> QuerySet[Declaration]:
    """Everyone's declarations, for those who assign people; others get their own."""
    if may(reader, TABLE, PersonVerb.SEE_DECLARATIONS):
        return Declaration.objects.select_related("person")
    return my_declarations(reader)


def open_declarations(people: Iterable[Person], *about_codes: str) -> QuerySet[Declaration]:
    """Open declarations of any of ``people`` about any of the bodies of ``about_codes``."""
    return Declaration.objects.filter(
        person__in=list(people), about__in=about_codes, ended_at=None
    ).select_related("person")
