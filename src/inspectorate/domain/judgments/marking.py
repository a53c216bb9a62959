"""How high the words of each record of judging are marked, worked out whenever they are read.

A submission and a draft take the highest of what their writer said and of the items they cite. A
moderation, an agreed judgment and the wording of an outcome are written from what lies side by
side: they also take what was written of their cell before them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.clock import TOLERANCE
from inspectorate.foundation.markings.scheme import BASELINE, VETTED, highest

from .models import Agreed, Draft, Moderation, Submission
from .outcomes.models import OutcomeWording

Place = tuple[int, int]
# What was written first may bear the later moment, where two servers took the acts.
_CLOCKS_APART = 2 * TOLERANCE


class _Record(NamedTuple):
    """One record that is marked above OFFICIAL by itself, before what it takes from its cell."""

    at: datetime
    order: int
    pk: int
    marking: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Records above OFFICIAL, oldest first, by their cell: (scope body key, criterion key)."""

    of_cells: dict[Place, list[_Record]] = field(default_factory=dict)

    def of_submission(self, place: Place, row: Submission) -> str:
        """Return the marking of an independent judgment, which takes nothing from others."""
        own = (one.marking for one in self._of(place) if (one.order, one.pk) == (0, row.pk))
        return highest([BASELINE, *own])

    def of_settled(self, row: Moderation | Agreed) -> str:
        """Return the marking of a moderation or an agreed judgment."""
        order = 1 if isinstance(row, Moderation) else 2
        return self._up_to((row.scope_body_id, row.criterion_id), order, row)

    def of_wording(self, place: Place, row: OutcomeWording) -> str:
        """Return the marking of what an outcome of the cell says, or said."""
        return self._up_to(place, 3, row)

    def _up_to(self, place: Place, order: int, row: Moderation | Agreed | OutcomeWording) -> str:
        when, late = (row.at, order, row.pk), row.at + _CLOCKS_APART
        before = (
            one.marking
            for one in self._of(place)
            if one[:3] <= when or (one.order < order and one.at <= late)
        )
        return highest([BASELINE, *before])

    def of_cell(self, place: Place) -> str:
        """Return the highest marking of whatever is written of a cell, drafts apart."""
        return highest([BASELINE, *(one.marking for one in self._of(place))])

    def _of(self, place: Place) -> list[_Record]:
        return self.of_cells.get(place, [])


def marks(
    inspection: Inspection, scope_body: ScopeBody | None = None, criterion: Criterion | None = None
) -> Marks:
    """Return the marks of an inspection's cells, or of one cell. Four queries."""
    found: dict[Place, list[_Record]] = defaultdict(list)
    asked: dict[str, Any] = {"scope_body__inspection": inspection}
    if scope_body is not None:
        asked = {"scope_body": scope_body, "criterion": criterion}
    for order, model, prefix, more in (
        # What was withdrawn is read by nobody and taken over into nothing.
        (0, Submission, "assignment__", {"ended_at": None}),
        (1, Moderation, "", {}),
        (2, Agreed, "", {}),
        (3, OutcomeWording, "outcome__", {}),
    ):
        of_it = {f"{prefix}{name}": value for name, value in {**asked, **more}.items()}
        rows = model.objects.filter(**of_it)
        for body, of, at, pk, marking in _above(rows, prefix, cites=model is not Moderation):
            found[body, of].append(_Record(at, order, pk, marking))
    return Marks({place: sorted(records) for place, records in found.items()})


def of_draft(draft: Draft) -> str:
    """Return the marking of a draft. One query."""
    cited = draft.cited.order_by().values_list("marking", flat=True).distinct()
    return highest([BASELINE, draft.marking, *cited])


def _above(
    rows: QuerySet[Any], prefix: str, *, cites: bool
) -> Iterator[tuple[int, int, datetime, int, str]]:
    """Yield (scope body, criterion, when, key, marking), once for each mark above OFFICIAL."""
    columns = [f"{prefix}scope_body", f"{prefix}criterion", "at", "pk", "marking"]
    # Alone what is above OFFICIAL is read: of thousands of judgments that is few.
    above = Q(marking__in=VETTED)
    if cites:
        columns.append("citations__item__marking")
        above |= Q(citations__item__marking__in=VETTED)
    for body, of, at, pk, *found in rows.filter(above).order_by().values_list(*columns):
        yield body, of, at, pk, highest(one or BASELINE for one in found)
