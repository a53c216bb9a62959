"""What a consistency panel is made of, read once for its rules and its pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import cleared
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations
from inspectorate.foundation.people.roles import Role, allowed

from .. import cells as judged
from ..bulk_assignment import roles_on
from ..permissions import TABLE
from ..states import PanelState, panel_state
from ..verbs import JudgmentVerb
from .models import (
    ConsistencyPanel,
    NotDeciding,
    PanelCell,
    PanelMove,
    PanelSeat,
    PanelStep,
    SteppingAside,
)


@dataclass(frozen=True, slots=True)
class LoadedPanel:
    """A panel with its seats, moves, agenda as it stands (in order), and who withdrew from what."""

    panel: ConsistencyPanel
    state: PanelState
    moves: tuple[PanelMove, ...]
    seats: tuple[PanelSeat, ...]
    present: frozenset[int]
    cells: tuple[PanelCell, ...]
    steps_aside: tuple[SteppingAside, ...]

    def move(self, step: PanelStep) -> PanelMove | None:
        """When and by whom a step was made; None where it was not."""
        return next((one for one in self.moves if one.step == step), None)

    def seat_of(self, person: Person) -> PanelSeat | None:
        """The seat of a person, None where they have none."""
        return next((one for one in self.seats if one.person_id == person.pk), None)

    @property
    def decided(self) -> tuple[PanelCell, ...]:
        """What the panel has decided on."""
        return tuple(one for one in self.cells if hasattr(one, "decision"))

    def stepped_aside(self, seat: PanelSeat, cell: PanelCell) -> SteppingAside | None:
        """How a member withdrew from a judgment, by itself or with its body."""
        return next(
            (
                one
                for one in self.steps_aside
                if one.seat_id == seat.pk
                and one.scope_body_id == cell.scope_body_id
                and one.criterion_id in {None, cell.criterion_id}
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class SeatOnCell:
    """What a member is to one judgment: ``why_not`` they do not decide on it, empty where they do.

    ``aside`` is how they withdrew, where they did.
    """

    seat: PanelSeat
    why_not: str
    aside: SteppingAside | None = None

    @property
    def told(self) -> str:
        """Why they do not decide, in words."""
        return str(NotDeciding(self.why_not).label) if self.why_not else ""


def cells_of(panel: ConsistencyPanel) -> QuerySet[PanelCell]:
    """What is on the agenda of a panel and was not taken off, in order."""
    rows = PanelCell.objects.filter(panel=panel, removal=None)
    return (
        rows.select_related(
            "panel__inspection",
            "scope_body__inspection",
            "scope_body__body",
            "criterion__area",
            "criterion__scale",
            "decision",
        )
        .prefetch_related("criterion__scale__grades", "criterion__findings")
        .order_by("pk")
    )


def load(panel: ConsistencyPanel) -> LoadedPanel:
    """Read what a panel is made of. Eight queries."""
    moves = tuple(panel.moves.select_related("by"))
    seats = tuple(panel.seats.select_related("person", "presence"))
    aside = SteppingAside.objects.filter(seat__panel=panel)
    return LoadedPanel(
        panel,
        panel_state({one.step for one in moves}),
        moves,
        seats,
        frozenset(one.pk for one in seats if hasattr(one, "presence")),
        tuple(cells_of(panel)),
        tuple(aside.select_related("seat__person", "scope_body", "criterion", "by").order_by("pk")),
    )


def seated(inspection: Inspection, people: Collection[int], verb: JudgmentVerb) -> set[int]:
    """Of ``people``, by key, who may do ``verb`` on the inspection now. Two queries."""
    held = roles_on(inspection)
    return {one for one in people if allowed(TABLE, verb, held.get(one, frozenset[Role]()))}


def seats_on(loaded: LoadedPanel, cell: PanelCell) -> tuple[SeatOnCell, ...]:
    """What each member is to one judgment, as it stands now. At most 15 queries a panel of three.

    ``cell`` is on the panel's agenda.
    """
    inspection = loaded.panel.inspection
    asked = judged.load(cell.scope_body, cell.criterion)
    people = [one.person for one in loaded.seats]
    declared = set(
        open_declarations(people, cell.scope_body.body.code).values_list("person", flat=True)
    )
    able = seated(inspection, [one.pk for one in people], JudgmentVerb.AGREE)
    judges = set(asked.assigned) | set(asked.submitted)
    found = []
    for seat in loaded.seats:
        aside = loaded.stepped_aside(seat, cell)
        holds: Mapping[NotDeciding, bool] = {
            NotDeciding.ABSENT: seat.pk not in loaded.present,
            NotDeciding.STEPPED_ASIDE: aside is not None,
            NotDeciding.INTEREST: seat.person_id in declared,
            NotDeciding.JUDGED: seat.person_id in judges,
            NotDeciding.LEFT: seat.person_id not in able,
            NotDeciding.NOT_CLEARED: not cleared(seat.person, inspection, asked.marking),
        }
        # Before the sitting is opened it says who will be able to.
        if loaded.state is PanelState.CONVENED:
            holds = {**holds, NotDeciding.ABSENT: False}
        why_not = next((why for why, is_so in holds.items() if is_so), "")
        found.append(SeatOnCell(seat, why_not, aside))
    return tuple(found)
