"""What a consistency panel is made of, read once for its rules and its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import cleared_for
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations
from inspectorate.foundation.people.roles import Role, allowed

from ..bulk_assignment import roles_on
from ..marking import Marks, Place, marks
from ..models import Assignment
from ..permissions import TABLE
from ..states import PanelState, panel_state
from ..verbs import JudgmentVerb
from .models import (
    Attendance,
    ConsistencyPanel,
    NotDeciding,
    PanelAttendance,
    PanelCell,
    PanelDecision,
    PanelMove,
    PanelSeat,
    PanelStep,
    SteppingAside,
)


@dataclass(frozen=True, slots=True)
class SeatComings:
    """A member, whether they were there at the opening and are ``there`` now, and how they came and
    left.
    """

    seat: PanelSeat
    at_opening: bool
    there: bool
    attendance: tuple[PanelAttendance, ...]


@dataclass(frozen=True, slots=True)
class LoadedPanel:
    """A panel with its seats, moves, agenda as it stands (in order), who withdrew from what, and
    who came or left.

    ``present`` are the keys of the seats of who was there when the sitting was opened.
    """

    panel: ConsistencyPanel
    state: PanelState
    moves: tuple[PanelMove, ...]
    seats: tuple[PanelSeat, ...]
    present: frozenset[int]
    cells: tuple[PanelCell, ...]
    steps_aside: tuple[SteppingAside, ...]
    attendance: tuple[PanelAttendance, ...] = ()

    def move(self, step: PanelStep) -> PanelMove | None:
        """When and by whom a step was made; None where it was not."""
        return next((one for one in self.moves if one.step == step), None)

    def seat_of(self, person: Person) -> PanelSeat | None:
        """The seat of a person, None where they have none."""
        return next((one for one in self.seats if one.person_id == person.pk), None)

    @property
    def there(self) -> frozenset[int]:
        """The keys of the seats of who is there now: who was, came and did not leave again."""
        found = set(self.present)
        for one in self.attendance:
            (found.add if one.kind == Attendance.CAME else found.discard)(one.seat_id)
        return frozenset(found)

    @property
    def comings(self) -> tuple[SeatComings, ...]:
        """Each member with whether they are there, and how they came and left."""
        there = self.there
        return tuple(
            SeatComings(
                one,
                one.pk in self.present,
                one.pk in there,
                tuple(each for each in self.attendance if each.seat_id == one.pk),
            )
            for one in self.seats
        )

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
            "removal",
        )
        .prefetch_related("criterion__scale__grades", "criterion__findings")
        .order_by("pk")
    )


def load(panel: ConsistencyPanel) -> LoadedPanel:
    """Read what a panel is made of. Nine queries."""
    moves = tuple(panel.moves.select_related("by"))
    seats = tuple(panel.seats.select_related("person", "presence"))
    aside = SteppingAside.objects.filter(seat__panel=panel)
    comings = PanelAttendance.objects.filter(seat__panel=panel)
    return LoadedPanel(
        panel,
        panel_state({one.step for one in moves}),
        moves,
        seats,
        frozenset(one.pk for one in seats if hasattr(one, "presence")),
        tuple(cells_of(panel)),
        tuple(aside.select_related("seat__person", "scope_body", "criterion", "by").order_by("pk")),
        tuple(comings.select_related("by")),
    )


def recorded_until(loaded: LoadedPanel, seat: PanelSeat) -> datetime:
    """Up to when it is on record whether a member of an open sitting was there: its opening, what
    it decided, and how the member came and left before. To the minute. A query.
    """
    decided = PanelDecision.objects.filter(cell__panel=loaded.panel)
    opened = loaded.move(PanelStep.OPENED)
    moments = [
        (opened or loaded.panel).at,
        *decided.values_list("agreed__at", flat=True),
        *(one.happened_at for one in loaded.attendance if one.seat_id == seat.pk),
    ]
    return max(moments).replace(second=0, microsecond=0)


def seated(inspection: Inspection, people: Collection[int], verb: JudgmentVerb) -> set[int]:
    """Of ``people``, by key, who may do ``verb`` on the inspection now. Two queries."""
    held = roles_on(inspection)
    return {one for one in people if allowed(TABLE, verb, held.get(one, frozenset[Role]()))}


def seats_on(loaded: LoadedPanel, cell: PanelCell) -> tuple[SeatOnCell, ...]:
    """What each member is to one judgment on the agenda, as it stands now."""
    return seats_on_all(loaded, [cell])[cell.pk]


def seats_on_all(
    loaded: LoadedPanel, cells: Collection[PanelCell]
) -> dict[int, tuple[SeatOnCell, ...]]:
    """What each member is to each of ``cells``, which are on the agenda, by key, as it stands now.

    Eight queries, and at most four for each member, whatever the number of cells; none for none.
    """
    if not cells:
        return {}
    inspection, people = loaded.panel.inspection, [one.person for one in loaded.seats]
    codes = {one.scope_body.body.code for one in cells}
    declared = open_declarations(people, *codes).values_list("about", "person")
    known = _SeatsKnown(
        declared=frozenset(declared),
        able=frozenset(seated(inspection, [one.pk for one in people], JudgmentVerb.AGREE)),
        readable={one.pk: frozenset(cleared_for(one, inspection)) for one in people},
        judges=_judges(inspection),
        marked=marks(inspection),
    )
    return {cell.pk: tuple(_seats(loaded, cell, known)) for cell in cells}


@dataclass(frozen=True, slots=True)
class _SeatsKnown:
    """What is known of all members and all judgments at once.

    ``declared`` are codes of bodies with the keys of who has an interest; ``able`` who may agree;
    ``readable`` the markings that each may read; ``judges`` who is to judge a cell or has.
    """

    declared: frozenset[tuple[str, int]]
    able: frozenset[int]
    readable: Mapping[int, frozenset[str]]
    judges: Mapping[Place, Collection[int]]
    marked: Marks


def _judges(inspection: Inspection) -> Mapping[Place, Collection[int]]:
    """Who is to judge each cell, or has. A query."""
    found: dict[Place, set[int]] = defaultdict(set)
    rows = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    for body, criterion, person in rows.values_list("scope_body", "criterion", "inspector"):
        found[body, criterion].add(person)
    return found


def _seats(loaded: LoadedPanel, cell: PanelCell, known: _SeatsKnown) -> Iterator[SeatOnCell]:
    place, code = (cell.scope_body_id, cell.criterion_id), cell.scope_body.body.code
    marking, there = known.marked.of_cell(place), loaded.there
    for seat in loaded.seats:
        aside, who = loaded.stepped_aside(seat, cell), seat.person_id
        holds: Mapping[NotDeciding, bool] = {
            # Before the sitting is opened it says who will be able to.
            NotDeciding.ABSENT: loaded.state is not PanelState.CONVENED and seat.pk not in there,
            NotDeciding.STEPPED_ASIDE: aside is not None,
            NotDeciding.INTEREST: (code, who) in known.declared,
            NotDeciding.JUDGED: who in known.judges.get(place, ()),
            NotDeciding.LEFT: who not in known.able,
            NotDeciding.NOT_CLEARED: marking not in known.readable[who],
        }
        why_not = next((why for why, is_so in holds.items() if is_so), "")
        yield SeatOnCell(seat, why_not, aside)
