"""Reads of modes and plans, for those who draw them: what a plan would be, and what it can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting
from inspectstats.design.balancing import Cell
from inspectstats.design.bearing import (
    PAIRS_FOR_A_CHANCE,
    PAIRS_FOR_A_CRITERION,
    offered_share,
)
from inspectstats.design.drawing_plan import Reading
from inspectstats.design.expected_agreement import expected_agreement

from ..models import Mode, ModeChoice, PlanKind, PlanOfJudging, Seconds
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from . import policies, proposing
from .drawing import Proposal
from .loading import Basis, Reader
from .modes import mode_of

_HUNDRED = 100
# Inspections made up to foresee how exact the agreement of a plan will be: its second figure holds.
_MADE_UP = 50


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that could be said of inspectors or claims: whether the plan bears it, and if not
    the share in a hundred at which it would; None where none would.
    """

    says: str
    borne: bool
    needs: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """What one inspector would have to read under a plan, besides what they have already."""

    name: str
    team: str
    already: int
    first: int
    second: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.already + self.first + self.second


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan before it is accepted, as its page shows it.

    ``pairs`` are the cells it reads twice of those in ``drawable``; ``by_criterion`` holds each
    criterion with its pairs and cells; ``against`` why it cannot be accepted.
    """

    digest: str
    seed: str
    mode: Mode
    judgments: int
    together: int
    pairs: int
    drawable: int
    chance: Fraction
    pooled: bool
    statements: tuple[Statement, ...]
    by_criterion: tuple[tuple[Criterion, int, int], ...]
    work: tuple[Work, ...]
    avoided: int
    alone: int
    untried: int
    against: tuple[Reason, ...]


def shown(
    person: Person, inspection: Inspection, *, share: int, seconds: str, ceiling: int
) -> ShownPlan | list[Reason]:
    """Return the plan that would be accepted, or why none can be drawn so.

    Empty for who may not accept one. A fixed number of queries.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.ACCEPT_PLAN):
        return []
    mode, exact = mode_of(inspection), proposing.share_of(share)
    against = policies.drawable(inspection, mode, exact, seconds, ceiling)
    if against:
        return against
    basis, proposal = proposing.of_plan(inspection, share, Seconds(seconds), ceiling)
    return _shown(basis, proposal, mode)


def allowed(inspection: Inspection) -> tuple[Seconds, ...]:
    """Who may read second in the mode that stands."""
    return policies.ALLOWED[mode_of(inspection)]


def accepted(person: Person, inspection: Inspection) -> QuerySet[PlanOfJudging]:
    """The plans that were accepted, oldest first, for who may accept one."""
    rows = PlanOfJudging.objects.filter(inspection=inspection).select_related("by")
    rows = rows.defer("drawn_from")
    return rows if may(person, inspection, TABLE, JudgmentVerb.ACCEPT_PLAN) else rows.none()


def modes(inspection: Inspection) -> QuerySet[ModeChoice]:
    """How it was decided that the inspection is judged, oldest first."""
    return inspection.modes.select_related("by")


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List what an accepted plan waits for: second readings by grade, readers for who left."""
    plan = PlanOfJudging.objects.filter(inspection=inspection, kind=PlanKind.DRAW)
    rights = may(person, inspection, TABLE, JudgmentVerb.READ_BY_GRADE)
    if not rights or inspections.reasons_over(inspection, JUDGED) or not plan.exists():
        return []
    basis = Basis(inspection, Seconds.RECORD)
    asked, left = len(proposing.asked_for(basis)), len(proposing.to_be_told(basis, person))
    by_grade = f"Have judged a second time what grades ask for: {asked}"
    told = (
        (JudgmentVerb.READ_BY_GRADE, asked, by_grade),
        (JudgmentVerb.REDRAW, left, f"Find readers for judgments of those who left: {left}"),
    )
    return [Waiting(what, verb, (), inspection.slug) for verb, number, what in told if number]


def asked_for_by_grade(person: Person, inspection: Inspection) -> int:
    """How many lowest grades and borderline judgments have no second reading.

    Nothing is told of a cell that ``person`` is still to judge: such a cell has two readings.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.READ_BY_GRADE):
        return 0
    return len(proposing.asked_for(Basis(inspection, Seconds.RECORD)))


def left_behind(person: Person, inspection: Inspection) -> int:
    """How many readings of those who left wait for another reader."""
    if not may(person, inspection, TABLE, JudgmentVerb.REDRAW):
        return 0
    return len(proposing.to_be_told(Basis(inspection, Seconds.VISIT), person))


def _shown(basis: Basis, proposal: Proposal, mode: Mode) -> ShownPlan:
    drawn = proposal.drawn
    together = proposing.together(basis, drawn) if mode is Mode.TOGETHER else ()
    alone = set(drawn.alone) | set(drawn.unread)
    cells = Counter(cell[1] for cell in basis.frame.cells if cell not in alone)
    pooled = basis.seconds is not Seconds.RECORD
    pairs = drawn.pairs if pooled else 0
    by_criterion = tuple(
        (basis.criteria[name], drawn.pairs_by_criterion[name], cells[name])
        for name in basis.criteria
        if cells[name]
    )
    experienced = set(basis.experienced)
    firsts = dict(basis.frame.given) | {
        one.cell: one.reader for one in drawn.readings if not one.second
    }
    return ShownPlan(
        digest=proposal.digest,
        seed=proposal.seed,
        mode=mode,
        judgments=len(drawn.readings) + len(together),
        together=len(together),
        pairs=drawn.pairs,
        drawable=drawn.drawable,
        chance=drawn.chance,
        pooled=pooled,
        statements=_statements(
            pairs, by_criterion, drawn.drawable, pooled, _half_width(proposal, firsts, pairs)
        ),
        by_criterion=by_criterion,
        work=tuple(_work(basis, one, proposal, together) for one in basis.free),
        avoided=basis.avoided,
        alone=len(drawn.alone),
        untried=sum(
            not experienced & {one.reader, firsts[one.cell]}
            for one in drawn.readings
            if one.second and experienced
        ),
        against=tuple(policies.carriable(proposal)),
    )


def _half_width(proposal: Proposal, firsts: Mapping[Cell, str], pairs: int) -> float | None:
    """How far the overall agreement (alpha) may easily lie from the truth, for inspectors like
    these: half the expected interval of these very pairs; None where it cannot be told.
    """
    if not pairs:
        return None
    told = [
        (*one.cell, firsts[one.cell], one.reader) for one in proposal.drawn.readings if one.second
    ]
    width = expected_agreement(told, runs=_MADE_UP, seed=proposal.seed).width
    return None if width is None else width / 2


def _statements(
    pairs: int,
    by_criterion: tuple[tuple[Criterion, int, int], ...],
    drawable: int,
    pooled: bool,
    half_width: float | None,
) -> tuple[Statement, ...]:
    """What becomes sayable, with the share at which each does."""
    graded = [(had, cells) for one, had, cells in by_criterion if one.scale_id is not None]

    def at(needed: int, cells: Callable[[], list[int]]) -> int | None:
        shares = [offered_share(needed, one) for one in cells()] if pooled else [None]
        found = [one for one in shares if one is not None]
        return int(max(found) * _HUNDRED) if len(found) == len(shares) and found else None

    overall = at(PAIRS_FOR_A_CRITERION, lambda: [drawable])
    about = f", likely within ± {half_width:.1f} of the truth" if half_width is not None else ""
    least = min((had for had, _ in graded), default=0) if pooled else 0
    return (
        Statement("Raw counts of pairs that gave the same grade", pairs > 0, "a pair", 5),
        Statement(
            f"One overall figure of agreement{about}",
            pairs >= PAIRS_FOR_A_CRITERION,
            f"{PAIRS_FOR_A_CRITERION} drawn pairs",
            overall,
        ),
        Statement(
            "A figure of agreement for each criterion",
            least >= PAIRS_FOR_A_CRITERION,
            f"{PAIRS_FOR_A_CRITERION} drawn pairs on each",
            at(PAIRS_FOR_A_CRITERION, lambda: [cells for _, cells in graded]),
        ),
        Statement(
            "The chance that a word of quantity holds (no page tells it yet)",
            pairs >= PAIRS_FOR_A_CHANCE,
            f"about {PAIRS_FOR_A_CHANCE} drawn pairs in all",
            at(PAIRS_FOR_A_CHANCE, lambda: [drawable]),
        ),
    )


def _work(basis: Basis, one: Reader, proposal: Proposal, together: tuple[Reading, ...]) -> Work:
    mine = [each for each in proposal.drawn.readings if each.reader == one.name]
    beside = sum(each.reader == one.name for each in together)
    return Work(
        one.person.name,
        one.team,
        basis.load[one.name],
        sum(not each.second for each in mine) + beside,
        sum(each.second for each in mine),
    )
