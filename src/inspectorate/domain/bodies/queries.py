"""Reads of the register: bodies and counts on a day, overseers, contacts, forbidden names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from inspectorate.foundation.people.access import may
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE, Role, roles

from .delegates.queries import standing
from .kinds import PHRASES, Kind
from .models import Body, Change, Contact, Group, Oversight
from .permissions import TABLE
from .real_names import NamedBody, RealNames
from .verbs import BodyVerb


def open_on(on: date) -> Q:
    """Return the condition that a body is open on a day: opened by then, and not yet closed.

    A body whose opening day nobody knows has always been open.
    """
    # The closing day is the first day without the body.
    return (Q(opened_on=None) | Q(opened_on__lte=on)) & (Q(closed_on=None) | Q(closed_on__gt=on))


def on_register(kind: str | None = None, on: date | None = None) -> QuerySet[Body]:
    """Bodies of the register, all or of one kind, ever or on a day."""
    bodies = Body.objects.all()
    if kind is not None:
        bodies = bodies.filter(kind=kind)
    return bodies if on is None else bodies.filter(open_on(on))


def by_code(code: str) -> Body:
    """The body of a code; raises Body.DoesNotExist."""
    return Body.objects.get(code=code)


def count(what: str, on: date) -> int:
    """Count the bodies of a kind, or of a group by its code, on a day; KeyError for neither."""
    if what in Kind.values:
        return on_register(what, on).count()
    if not Group.objects.filter(code=what).exists():
        raise KeyError(what)
    return Body.objects.filter(open_on(on), groups__code=what).count()


def counts(on: date) -> dict[str, int]:
    """Count the bodies each phrase of prose means on a day. One query."""
    return counted(Body.objects.filter(open_on(on)).only("kind", "nation"))


def counted(of: Iterable[Body]) -> dict[str, int]:
    """Count the bodies among these that each phrase of prose means."""
    # Counted here and not by the database: every phrase of prose from one query.
    found = [(one.kind, one.nation) for one in of]
    return {
        phrase: sum(1 for kind, nation in found if kind in kinds and where in ("", nation))
        for phrase, (kinds, where) in PHRASES.items()
    }


def register() -> list[Body]:
    """Every body of the register, open or closed. One query."""
    return list(Body.objects.all())


def is_open(body: Body, on: date) -> bool:
    """Say of one body what :func:`open_on` asks of many."""
    opened = body.opened_on is None or body.opened_on <= on
    return opened and (body.closed_on is None or body.closed_on > on)


def real_names() -> list[str]:
    """Every name a real body is or was known by: names, short names, former names. Two queries."""
    names = {name for pair in Body.objects.values_list("name", "short_name") for name in pair}
    names |= set(Change.objects.exclude(former_name="").values_list("former_name", flat=True))
    return sorted(name for name in names if name)


def names_of_bodies(register: Iterable[Body] | None = None) -> RealNames:
    """Every form in which a text may name a body of the register, where that has been read already.

    Two queries at most.
    """
    names: dict[str, list[str]] = {}
    local: dict[str, bool] = {}
    for body in Body.objects.all() if register is None else register:
        names[body.code] = [body.name, body.short_name]
        local[body.code] = Kind(body.kind).about.local
    former = Change.objects.exclude(former_name="").values_list("body__code", "former_name")
    for code, name in former.filter(body__code__in=names):
        names[code].append(name)
    found = (NamedBody(code, tuple(dict.fromkeys(names[code])), local[code]) for code in names)
    phrases = (*PHRASES, *(str(label) for label in Kind.labels))
    return RealNames(tuple(sorted(found, key=lambda one: one.code)), phrases)


def names_of(body: Body) -> list[str]:
    """Every name that one body is or was known by."""
    former = Change.objects.filter(body=body).exclude(former_name="")
    names = [body.name, body.short_name, *former.values_list("former_name", flat=True)]
    return [name for name in names if name]


def overseers_of(body: Body, on: date) -> QuerySet[Body]:
    """Who oversees ``body`` on a day."""
    since = Q(oversees__from_on=None) | Q(oversees__from_on__lte=on)
    until = Q(oversees__to_on=None) | Q(oversees__to_on__gt=on)
    return Body.objects.filter(since & until, open_on(on), oversees__body=body).distinct()


def oversights(body: Body) -> QuerySet[Oversight]:
    """Who oversees ``body`` or did, in the order in which it was recorded."""
    return body.overseen_by.select_related("overseer").order_by("pk")


def changes(body: Body) -> QuerySet[Change]:
    """What happened to ``body``, by the day it happened."""
    return body.changes.select_related("other")


def groups() -> QuerySet[Group]:
    """All groups with their members and who came and went, in four queries."""
    return Group.objects.prefetch_related("members", "changes__body")


def spoken_for_by(person: Person, on: date | None = None) -> QuerySet[Body]:
    """The bodies ``person`` speaks for today or on a day, as a contact or standing in for one.

    Every page and act of the portal asks here. Nothing for one whose contact's role has ended.
    """
    return Body.objects.filter(_spoken(person, on, OUTSIDE))


def _spoken(person: Person, on: date | None, held: frozenset[Role]) -> Q:
    """The condition on a body; of a contact one stands in for, only what they may in a role."""
    if not person.is_active or not person.roles & held:
        return Q(pk__in=())
    own = Contact.objects.filter(person=person, ended_at=None)
    instead = standing(on or localdate(), held).filter(person=person)
    return Q(pk__in=own.values("body")) | Q(pk__in=instead.values("contact__body"))


def speaks_for(person: Person, body: Body) -> bool:
    """Does ``person`` speak for ``body`` now?"""
    return spoken_for_by(person).filter(pk=body.pk).exists()


def overseen_by(person: Person, on: date) -> QuerySet[Body]:
    """The bodies overseen on a day by those ``person`` speaks for; none for a body contact."""
    since = Q(overseen_by__from_on=None) | Q(overseen_by__from_on__lte=on)
    until = Q(overseen_by__to_on=None) | Q(overseen_by__to_on__gt=on)
    speaking = Body.objects.filter(_spoken(person, on, roles(Role.OVERSEER)))
    return Body.objects.filter(since & until, overseen_by__overseer__in=speaking).distinct()


def contacts(reader: Person, body: Body | None = None) -> QuerySet[Contact]:
    """Contacts named, of one body or all, for those who may see them; nothing for others."""
    if not may(reader, TABLE, BodyVerb.SEE_CONTACTS):
        return Contact.objects.none()
    named = Contact.objects.filter(ended_at=None).select_related("person", "body")
    return named if body is None else named.filter(body=body)


def can(person: Person, verb: BodyVerb) -> bool:
    """May ``person`` do ``verb`` of this room? For showing buttons; the action asks again."""
    return may(person, TABLE, verb)
