"""What a person saves and marks for themselves: searches, what they have seen, what they starred.

No act: it opens nothing, changes nothing that anybody else sees, and stands beside the ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from inspectorate.foundation.people.models import Person

from .kinds import SearchedKind
from .models import OwnMark, SavedSearch

# More names than anybody reads through; one who has that many removes some.
MOST_SAVED = 100


def saved(person: Person) -> QuerySet[SavedSearch]:
    """Return the searches that a person saved, by name."""
    return SavedSearch.objects.filter(person=person)


def names(person: Person) -> frozenset[str]:
    """Return the names under which a person saved a search."""
    return frozenset(saved(person).values_list("name", flat=True))


def save(person: Person, name: str, within: int | None, asked: str, at: datetime) -> SavedSearch:
    """Save a search under a name; what stood under that name is replaced."""
    made, _ = SavedSearch.objects.update_or_create(
        person=person, name=name, defaults={"within": within, "asked": asked, "at": at}
    )
    return made


def remove(person: Person, pk: int) -> bool:
    """Remove one of a person's own saved searches; False where there is no such."""
    return bool(saved(person).filter(pk=pk).delete()[0])


def see(person: Person, kind: SearchedKind, things: Collection[int], at: datetime) -> None:
    """Mark things as seen by a person; when they were first seen stays."""
    _make(person, kind, things)
    of = OwnMark.objects.filter(person=person, kind=kind.code, thing__in=things)
    of.filter(seen_at=None).update(seen_at=at)


def unsee(person: Person, kind: SearchedKind, things: Collection[int]) -> None:
    """Mark things as not seen after all."""
    of = OwnMark.objects.filter(person=person, kind=kind.code, thing__in=things)
    of.update(seen_at=None)


def star(person: Person, kind: SearchedKind, things: Collection[int], at: datetime) -> None:
    """Star things, so that they are found among the starred."""
    _make(person, kind, things)
    of = OwnMark.objects.filter(person=person, kind=kind.code, thing__in=things)
    of.update(starred_at=at)


def unstar(person: Person, kind: SearchedKind, things: Collection[int]) -> None:
    """Take stars away."""
    of = OwnMark.objects.filter(person=person, kind=kind.code, thing__in=things)
    of.update(starred_at=None)


def marks_of(
    person: Person, kind: SearchedKind, things: Collection[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return which of some things a person has seen, and which they starred. One query."""
    rows = OwnMark.objects.filter(person=person, kind=kind.code, thing__in=things)
    found = list(rows.values_list("thing", "seen_at", "starred_at"))
    return (
        frozenset(thing for thing, seen, _ in found if seen is not None),
        frozenset(thing for thing, _, starred in found if starred is not None),
    )


def _make(person: Person, kind: SearchedKind, things: Collection[int]) -> None:
    for one in sorted(things):
        OwnMark.objects.get_or_create(
            person=person, kind=kind.code, thing=one, defaults={"key": kind.key(one)}
        )
