"""Reads of consistency panels, through blindness: of a judgment out of the reader's sight nothing
is told, not even that it is on an agenda.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspectorate.domain.inspections.access import cleared, may, reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from .. import cells as judged
from .. import policies as judging
from ..blindness import sights
from ..desk.showing import ToldPapers, told
from ..marking import Place, marks
from ..models import Agreed, Assignment
from ..permissions import TABLE
from ..queries import Cell, with_reasons
from ..queries import cell as read
from ..states import PanelState, panel_state
from ..verbs import JudgmentVerb
from . import policies
from .loading import LoadedPanel, SeatOnCell, load, seats_on_all
from .minutes import decisions_of, minutes_digest
from .models import (
    ConsistencyPanel,
    PanelCell,
    PanelCellRemoval,
    PanelDecision,
    PanelStep,
    PanelVoice,
    SteppingAside,
)
from .overriding import standing_override

# What its chair has to do with a panel that is not over.
_OPEN: dict[PanelState, tuple[JudgmentVerb, str]] = {
    PanelState.CONVENED: (JudgmentVerb.OPEN_PANEL, "Open the sitting of"),
    PanelState.SITTING: (JudgmentVerb.CLOSE_PANEL, "Decide, and close the sitting of"),
}


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A judgment on the agenda, what each member is to it, and what was decided.

    ``agreed`` is what the panel agreed, as this reader may have it; ``against`` is why this reader
    may not record a decision on it now.
    """

    cell: PanelCell
    seats: tuple[SeatOnCell, ...]
    agreed: Agreed | None
    against: tuple[Reason, ...]

    @property
    def deciding(self) -> int:
        """How many members can decide on it."""
        return sum(1 for one in self.seats if not one.why_not)


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as one reader has it; ``against`` are why it may not be closed or cancelled now."""

    loaded: LoadedPanel
    rows: tuple[PanelRow, ...]
    steps_aside: tuple[SteppingAside, ...]
    chairs: bool
    against_closing: tuple[Reason, ...]
    against_cancelling: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MinutedDecision:
    """A decision as the minutes tell it to one reader; ``papers`` are None where none are shown."""

    decision: PanelDecision
    agreed: Agreed
    voices: tuple[PanelVoice, ...]
    papers: ToldPapers | None

    @property
    def findings(self) -> list[tuple[str, bool]]:
        """Each finding in words with its answer."""
        said = self.agreed.findings
        asked = self.decision.cell.criterion.findings.all()
        return [(one.text, said[one.code]) for one in asked if one.code in said]

    @property
    def decided(self) -> list[PanelVoice]:
        """Who decided."""
        return [one for one in self.voices if not one.not_deciding]

    @property
    def names(self) -> str:
        """The names of who decided."""
        return ", ".join(one.seat.person.name for one in self.decided)

    @property
    def papers_in_words(self) -> str:
        """What lay before the panel, in sentences; empty where this reader is shown no papers."""
        if self.papers is None:
            return ""
        said = ", ".join(name for name, _ in self.papers.submissions)
        items = ", ".join(
            held.item.ref if held.same else f"{held.item.ref} (its words are no longer those)"
            for held in self.papers.items
        )
        rest = f"evidence {items}" if items else "no evidence that you may read"
        outcomes = ", ".join(
            held.view.outcome.ref
            if held.same
            else f"{held.view.outcome.ref} (no longer as it was shown, or not as you have it)"
            for held in self.papers.outcomes
        )
        rest += f"; outcomes in words {outcomes}" if outcomes else ""
        figures = "".join(
            f" {one.kind.label}: {'; '.join(one.values) or 'no figure'}."
            for one in self.papers.figures
        )
        return f"Papers: the independent judgments of {said}; {rest}.{figures}"

    @property
    def aside(self) -> list[PanelVoice]:
        """Who did not, each with why."""
        return [one for one in self.voices if one.not_deciding]

    @property
    def dissents(self) -> list[PanelVoice]:
        """Who decided otherwise."""
        return [one for one in self.voices if one.dissent]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a panel as one reader has them.

    ``digest`` was kept when the sitting was closed, empty before; ``same`` where what they are told
    from is what it was then.
    """

    loaded: LoadedPanel
    decisions: tuple[MinutedDecision, ...]
    left: tuple[PanelCell, ...]
    removals: tuple[PanelCellRemoval, ...]
    steps_aside: tuple[SteppingAside, ...]
    digest: str
    same: bool


def panels(person: Person, inspection: Inspection) -> list[tuple[ConsistencyPanel, PanelState]]:
    """All panels, newest first, for who may see them. Two queries."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PANELS):
        return []
    rows = ConsistencyPanel.objects.filter(inspection=inspection).select_related("chair")
    found = rows.prefetch_related("moves").order_by("-number")
    return [(one, panel_state({move.step for move in one.moves.all()})) for one in found]


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List the panels on which ``person`` has a seat and that are not over: its chair opens and
    closes the sitting, a member reads the papers. At most two queries.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PANELS):
        return []
    rows = ConsistencyPanel.objects.filter(inspection=inspection, seats__person=person)
    found = []
    for one in rows.prefetch_related("moves").order_by("number"):
        state = panel_state({move.step for move in one.moves.all()})
        if state not in _OPEN:
            continue
        verb, what = JudgmentVerb.SEE_PANELS, "Read the papers of"
        if one.chair_id == person.pk:
            verb, what = _OPEN[state]
        said = f"{what} {one}: {one.title}"
        found.append(Waiting(said, verb, (one.number,), inspection.slug, one.sits_on))
    return found


def panel_view(person: Person, panel: ConsistencyPanel) -> PanelView | None:
    """Return a panel as ``person`` has it; None for who may see none."""
    inspection = panel.inspection
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PANELS):
        return None
    loaded = load(panel)
    sight = _in_sight(person, inspection)
    listed = [one for one in loaded.cells if (one.scope_body_id, one.criterion_id) in sight]
    settled = _settled(person, inspection, loaded)
    running = loaded.state not in {PanelState.CLOSED, PanelState.CANCELLED}
    asked = [one for one in listed if running and not hasattr(one, "decision")]
    seats = seats_on_all(loaded, asked)
    return PanelView(
        loaded,
        tuple(_row(person, loaded, one, settled, seats.get(one.pk, ())) for one in listed),
        _seen_aside(loaded, sight),
        panel.chair_id == person.pk,
        tuple(policies.closable(loaded, person)),
        tuple(policies.cancellable(loaded, "given")),
    )


def _row(
    person: Person,
    loaded: LoadedPanel,
    cell: PanelCell,
    settled: dict[int, Agreed],
    seats: tuple[SeatOnCell, ...],
) -> PanelRow:
    if hasattr(cell, "decision"):
        return PanelRow(cell, (), settled.get(cell.decision.agreed_id), ())
    if not seats:
        return PanelRow(cell, (), None, ())
    against = tuple(policies.decidable(loaded, cell, person, seats))
    return PanelRow(cell, seats, None, against)


def _in_sight(person: Person, inspection: Inspection) -> set[Place]:
    """The judgments of which ``person`` may know how they stand. A query."""
    rows = Assignment.standing().filter(scope_body__inspection=inspection)
    asked = rows.order_by().values_list("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, list(asked))
    return {place for place, one in seen.items() if one.agreed}


def _seen_aside(loaded: LoadedPanel, sight: set[Place]) -> tuple[SteppingAside, ...]:
    return tuple(
        one
        for one in loaded.steps_aside
        if one.criterion_id is None or (one.scope_body_id, one.criterion_id) in sight
    )


def _settled(person: Person, inspection: Inspection, loaded: LoadedPanel) -> dict[int, Agreed]:
    """What the panel agreed, by key, with reasons as ``person`` may read them. Five queries."""
    rows = Agreed.objects.filter(panel_decision__cell__panel=loaded.panel)
    reader, marked = reading(person, inspection), marks(inspection)
    found = with_reasons(rows.select_related("grade", "by"))
    return {one.pk: reader.of(one, marked.of_settled(one), "reasons") for one in found}


def minutes(person: Person, panel: ConsistencyPanel) -> Minutes | None:
    """Return the minutes as ``person`` may have them; None for who may see no panel.

    About 20 queries for each decision, whose papers are told as on the page of its judgment.
    """
    inspection = panel.inspection
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PANELS):
        return None
    loaded = load(panel)
    sight = _in_sight(person, inspection)
    closed = loaded.move(PanelStep.CLOSED)
    removed = PanelCellRemoval.objects.filter(cell__panel=panel).select_related(
        "cell__scope_body", "cell__criterion", "by"
    )
    return Minutes(
        loaded,
        tuple(_minuted(person, inspection, loaded, sight)),
        tuple(one for one in _open(loaded) if (one.scope_body_id, one.criterion_id) in sight),
        tuple(
            one
            for one in removed.order_by("pk")
            if (one.cell.scope_body_id, one.cell.criterion_id) in sight
        ),
        _seen_aside(loaded, sight),
        closed.minutes_sha256 if closed else "",
        closed is None or minutes_digest(loaded) == closed.minutes_sha256,
    )


def _open(loaded: LoadedPanel) -> Sequence[PanelCell]:
    return [one for one in loaded.cells if not hasattr(one, "decision")]


def _minuted(
    person: Person, inspection: Inspection, loaded: LoadedPanel, sight: set[Place]
) -> list[MinutedDecision]:
    settled = _settled(person, inspection, loaded)
    reader, marked = reading(person, inspection), marks(inspection)
    found = []
    for one in decisions_of(loaded):
        if (one.cell.scope_body_id, one.cell.criterion_id) not in sight:
            continue
        marking = marked.of_settled(one.agreed)
        voices = reader.all(one.voices.all(), marking, "dissent")
        seen = read(person, one.cell.scope_body, one.cell.criterion)
        papers = told(person, inspection, seen) if seen is not None else []
        shown = next((each for each in papers if each.decision == one.agreed), None)
        found.append(MinutedDecision(one, settled[one.agreed_id], tuple(voices), shown))
    return found


def to_override(person: Person, seen: Cell) -> Cell:
    """An agreed judgment with what lay before those who agreed it, as ``person``, who may override
    it, has it on the page where they do. As it was ``seen`` where it is not agreed or not in sight.
    """
    if seen.agreed is None:
        return seen
    found = read(person, seen.scope_body, seen.criterion, JudgmentVerb.OVERRIDE_AGREED)
    return found or seen


def reasons_not_to_override(
    person: Person, scope_body: ScopeBody, criterion: Criterion
) -> list[Reason]:
    """Why ``person``, who may override, may not override this judgment now."""
    asked = judged.load(scope_body, criterion)
    standing = standing_override(scope_body, criterion)
    return policies.override_offerable(asked, standing) or judging.settleable(
        asked,
        person.pk,
        JudgmentVerb.AGREE,
        conflicted=judged.conflicted(person, scope_body),
        cleared=cleared(person, scope_body.inspection, asked.marking),
    )
