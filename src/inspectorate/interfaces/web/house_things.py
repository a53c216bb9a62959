"""What an entry of the house's ledger is of, and on whose page it is told: people, bodies, and what
programmes hold.

Unlike in an inspection, a row is looked up by the digests too: one file taken into the register
writes many bodies by one entry, and that entry is the history of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb

from .access import may_in_house
from .things import Named, Thing

STREAMS = ("people", "register")
# What somebody did to the keys of their own account is told to them, and to who may reset those.
OF_KEYS = frozenset(
    {
        PersonVerb.ASK_FOR_LINK.value,
        PersonVerb.SET_PASSWORD.value,
        PersonVerb.REHASH_PASSWORD.value,
        PersonVerb.CHANGE_FACTORS.value,
        PersonVerb.USE_RECOVERY_CODE.value,
    }
)


@dataclass(frozen=True, slots=True)
class HouseKind:
    """What entries of one table are of.

    ``pages`` are the pages that tell its entries, each with the way from the row to the page's one
    argument. They are told to whoever may ``see`` them, and to the person that lies at ``whose``.
    """

    see: Verb
    named: Named
    pages: tuple[tuple[str, str], ...] = ()
    whose: str = ""


def _of_person(see: Verb, named: Named) -> HouseKind:
    return HouseKind(see, named, (("people-person", "person__pk"),), "person_id")


def _of_body(named: Named, *ways: str) -> HouseKind:
    return HouseKind(BodyVerb.SEE, named, tuple(("bodies-body", way) for way in ways))


def _of_programme(page: str) -> HouseKind:
    return HouseKind(ProgrammeVerb.SEE, str, ((page, "pk"),))


KINDS: Mapping[str, HouseKind] = {
    "people.person": HouseKind(
        PersonVerb.SEE, lambda row: row.name, (("people-person", "pk"),), "pk"
    ),
    "people.roleheld": _of_person(
        PersonVerb.GRANT, lambda row: f"{row.person.name} as {row.get_role_display().lower()}"
    ),
    "people.clearance": _of_person(
        PersonVerb.CLEAR, lambda row: f"{row.person.name} up to {row.get_level_display()}"
    ),
    "people.factorreset": _of_person(PersonVerb.RESET_FACTORS, lambda row: row.person.name),
    "people.invitation": _of_person(PersonVerb.INVITE, str),
    "people.invitationend": HouseKind(
        PersonVerb.INVITE,
        lambda row: str(row.invitation),
        (("people-person", "invitation__person__pk"),),
    ),
    "people.signinlink": _of_person(PersonVerb.UNLINK_SIGN_IN, lambda row: row.person.name),
    "people.declaration": _of_person(
        PersonVerb.SEE_DECLARATIONS, lambda row: f"{row.person.name} about {row.about}"
    ),
    "fieldwork.calendaraddress": _of_person(
        PersonVerb.RESET_FACTORS, lambda row: f"the calendar address of {row.person.name}"
    ),
    "people.accesstoken": _of_person(
        PersonVerb.RESET_FACTORS, lambda row: f"a token of {row.person.name}"
    ),
    "people.capturedevice": _of_person(
        PersonVerb.LOSE_DEVICE, lambda row: f"a device of {row.person.name}"
    ),
    "people.deviceloss": _of_person(
        PersonVerb.LOSE_DEVICE, lambda row: f"a lost device of {row.person.name}"
    ),
    "people.packtaken": HouseKind(
        PersonVerb.LOSE_DEVICE,
        lambda row: f"a pack on a device of {row.device.person.name}",
        (("people-person", "device__person__pk"),),
        "device__person_id",
    ),
    "bodies.body": _of_body(str, "code"),
    "bodies.oversight": _of_body(
        lambda row: f"{row.overseer} oversees {row.body}", "body__code", "overseer__code"
    ),
    "bodies.change": _of_body(str, "body__code", "other__code"),
    "bodies.group": _of_body(str),
    "bodies.groupmember": _of_body(str, "body__code"),
    "bodies.groupchange": _of_body(str, "body__code"),
    "bodies.contact": HouseKind(
        BodyVerb.SEE_CONTACTS,
        str,
        (("bodies-body", "body__code"), ("people-person", "person__pk")),
        "person_id",
    ),
    "bodies.delegate": HouseKind(
        BodyVerb.SEE_CONTACTS,
        str,
        (("bodies-body", "contact__body__code"), ("people-person", "person__pk")),
        "person_id",
    ),
    "bodies.registerimport": _of_body(lambda row: row.name),
    "programmes.framework": _of_programme("programmes-framework"),
    "programmes.vocabulary": _of_programme("programmes-vocabulary"),
}
PAGES = frozenset(page for kind in KINDS.values() for page, _ in kind.pages)


def entries_of(page: str, arg: str) -> QuerySet[Entry]:
    """Every entry of something, or that wrote something, whose page this is; newest first."""
    found = Q(pk__in=())
    for table, kind in KINDS.items():
        for one, way in kind.pages:
            if one == page:
                model = apps.get_model(table)
                keys = [str(pk) for pk in _rows(model, way, arg).values_list("pk", flat=True)]
                wrote = RowDigest.objects.filter(table=model._meta.db_table, row__in=keys)
                found |= Q(of__in=[f"{table}/{pk}" for pk in keys])
                found |= Q(pk__in=wrote.values("entry"))
    return Entry.objects.filter(found, stream__in=STREAMS).order_by("-at", "-pk")


def known(person: Person, entries: Iterable[Entry]) -> dict[str, Thing]:
    """What each entry is of, by the ledger's name for it: those only that ``person`` may know."""
    found = {}
    for table, keys in _by_table(entries).items():
        kind = KINDS.get(table)
        if kind is None:
            # An act of another room; what it is of is told there.
            found.update({f"{table}/{pk}": Thing("something") for pk in keys})
            continue
        every = may_in_house(person, kind.see)
        for row in _rows(apps.get_model(table), "pk__in", [pk for pk in keys if pk.isdecimal()]):
            if every or (kind.whose and getattr(row, kind.whose) == person.pk):
                found[f"{table}/{row.pk}"] = Thing(kind.named(row))
    return found


def told(person: Person, entry: Entry) -> bool:
    """Is this entry, whose thing ``person`` may know, told to them?"""
    own = entry.of == f"people.person/{person.pk}"
    return entry.verb not in OF_KEYS or own or may_in_house(person, PersonVerb.RESET_FACTORS)


def _by_table(entries: Iterable[Entry]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        table, _, pk = entry.of.partition("/")
        wanted.setdefault(table, set()).add(pk)
    return wanted


def _rows(model: type[Model], way: str, asked: object) -> QuerySet[Model]:
    return model._default_manager.filter(**{way: asked}).order_by()
