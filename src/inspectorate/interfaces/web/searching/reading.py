"""What a person has read: their own marks of one thing, and how far they are with a visit."""

from __future__ import annotations

from dataclasses import dataclass

from inspectorate.domain.evidence.searched import ITEM
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search import finding, own
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.kinds import Narrowing, SearchedKind


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """A person's own marks of a thing, ``named`` as a form sends it."""

    named: str
    seen: bool
    starred: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the items of a visit a person has seen, of those that they may read."""

    seen: int
    total: int


def own_marks(person: Person, kind: SearchedKind, thing: int) -> OwnMarks:
    """Return a person's own marks of one thing. One query."""
    seen, starred = own.marks_of(person, kind, [thing])
    return OwnMarks(f"{kind.code}:{thing}", thing in seen, thing in starred)


def progress_of_visit(person: Person, inspection: Inspection, visit: int) -> Progress:
    """Return how far a person is with the evidence from the sessions of a visit."""
    of_visit = Search(kind=ITEM.code, narrowing=Narrowing(visit=visit))
    return Progress(*finding.progress(person, [inspection], of_visit))
