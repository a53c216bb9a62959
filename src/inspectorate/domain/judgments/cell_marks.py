"""Marks of a cell of the grid: what a reader should look at twice, and the evidence that says so.

Whether evidence is thin is asked of the library's rule of triangulation. What a reader may not read
is not counted, so that no mark tells of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import models
from django.db.models import Count, Max

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import relied_on, visible_to
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectstats.triangulation import Item as Piece
from inspectstats.triangulation import triangulate

from .marking import Place
from .models import AgreedCitation

# Of one body on one criterion: two kinds from two sources, one of which is no testimony.
KINDS_WANTED = 2


class CellMark(models.TextChoices):
    """What is worth a second look in a cell, each with its words for those who do not see it."""

    DOUBLE = "double", "Judged by more than one inspector"
    DIFFERING = "differing", "Inspectors differ"
    SINGLE_SOURCE = "single-source", "Evidence from one source only"
    THIN = "thin", "Thin evidence"
    STALE = "stale", "Evidence came or fell since it was agreed"
    MOVED = "moved", "Moved by moderation"


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """What is relied on in a cell: its mark, if it has one, and when the newest of it came."""

    mark: CellMark | None
    newest_at: datetime


def evidence_of_cells(person: Person, inspection: Inspection) -> dict[Place, CellEvidence]:
    """The evidence relied on of each cell that has any, as far as ``person`` may read it. A query.

    A cell that is not there has none that they may read.
    """
    rows = (
        relied_on(visible_to(person, inspection))
        .filter(links__isnull=False)
        .order_by()
        .values_list("scope_body", "links__criterion", "kind", "origin")
        .annotate(Count("pk"), Max("recorded_at"))
    )
    kinds: dict[Place, Counter[str]] = defaultdict(Counter)
    origins: dict[Place, set[str]] = defaultdict(set)
    newest: dict[Place, datetime] = {}
    for body, criterion, kind, origin, number, at in rows:
        place = (body, criterion)
        kinds[place][kind] += number
        origins[place].add(" ".join(origin.casefold().split()))
        newest[place] = max(at, newest.get(place, at))
    # Cells are many and mixtures few: the rule is asked once of each.
    asked: dict[tuple[tuple[tuple[str, int], ...], int], CellMark | None] = {}
    found = {}
    for place, counted in kinds.items():
        mixture = (tuple(sorted(counted.items())), len(origins[place]))
        if mixture not in asked:
            asked[mixture] = mark_of(*mixture)
        found[place] = CellEvidence(asked[mixture], newest[place])
    return found


def fallen_under(person: Person, inspection: Inspection) -> set[int]:
    """The keys of agreed judgments that cite something withdrawn or superseded. A query.

    Of what ``person`` may not read nothing is told.
    """
    items = visible_to(person, inspection)
    fallen = items.exclude(
        pk__in=relied_on(Item.objects.filter(inspection=inspection)).values("pk")
    )
    rows = AgreedCitation.objects.filter(item__in=fallen.order_by().values("pk"))
    return set(rows.order_by().values_list("agreed", flat=True))


def marks_of(
    evidence: CellEvidence | None,
    *,
    double: bool,
    differing: bool,
    moved: bool,
    fallen: bool,
    agreed_at: datetime | None,
) -> tuple[CellMark, ...]:
    """The marks of a cell, in the order of :class:`CellMark`, of what its reader may know of it."""
    late = agreed_at is not None and evidence is not None and evidence.newest_at > agreed_at
    of_evidence = CellMark.THIN if evidence is None else evidence.mark
    return _in_order(double, differing, of_evidence, fallen or late, moved)


@cache
def _in_order(
    double: bool, differing: bool, of_evidence: CellMark | None, stale: bool, moved: bool
) -> tuple[CellMark, ...]:
    """The marks that stand. Kept, since cells are thousands and mixtures few."""
    stands: Mapping[CellMark, bool] = {
        CellMark.DOUBLE: double,
        CellMark.DIFFERING: differing,
        CellMark.SINGLE_SOURCE: of_evidence is CellMark.SINGLE_SOURCE,
        CellMark.THIN: of_evidence is CellMark.THIN,
        CellMark.STALE: stale,
        CellMark.MOVED: moved,
    }
    return tuple(mark for mark in CellMark if stands[mark])


def mark_of(kinds: Iterable[tuple[str, int]], origins: int) -> CellMark | None:
    """The mark of a mixture of kinds, each with how many items it has, from so many origins."""
    if origins == 1:
        return CellMark.SINGLE_SOURCE
    every = [kind for kind, number in kinds for _ in range(number)]
    # Whichever way an item points, it is evidence for the grade: all of them bear it.
    pieces = [Piece("", "", kind, str(at % origins)) for at, kind in enumerate(every)]
    return None if triangulate(pieces, k=KINDS_WANTED).met else CellMark.THIN
