"""May a panel be convened, filled, opened, closed, may it decide? Each with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from .. import policies as judging
from ..reasons import JudgmentReason
from ..states import PanelState
from ..verbs import JudgmentVerb
from .loading import LoadedPanel, SeatOnCell, seated
from .models import Attendance, ConsistencyPanel, NotDeciding, Override, PanelCell, PanelSeat

# All of a panel stands on one page, and so do its minutes.
MOST_CELLS = 40
MOST_PANELS = 60
LEAST_QUORUM = 2


@dataclass(frozen=True, slots=True)
class NewPanel:
    """A panel as somebody sends it."""

    title: str
    sits_on: date
    chair: Person
    members: Sequence[Person]
    quorum: int


def convenable(inspection: Inspection, asked: NewPanel, there: int) -> list[Reason]:
    """Require a title, a chair who may moderate, members who may agree, a quorum they can reach.

    ``there`` panels stand already.
    """
    found = [
        *inspections.reasons_over(inspection, JUDGED),
        *storable(asked.title, "title", needed=True, limit=160),
        *room_for_more(there, MOST_PANELS, "panels", Mend.words("Use one that is not closed.")),
    ]
    if asked.chair.pk not in {one.pk for one in asked.members}:
        text = "The chair is not among the members."
        mend = Mend.words("Tick the chair among the members too.")
        found.append(Reason(JudgmentReason.CHAIR_NOT_SEATED, text, mend, "members"))
    people = [asked.chair, *asked.members]
    able = seated(inspection, [one.pk for one in people], JudgmentVerb.AGREE)
    found += [_unable(one, "members") for one in asked.members if one.pk not in able]
    chairs = seated(inspection, [asked.chair.pk], JudgmentVerb.MODERATE)
    if asked.chair.pk not in chairs:
        found.append(_unable(asked.chair, "chair"))
    if not LEAST_QUORUM <= asked.quorum <= len(asked.members):
        text = f"A quorum of {asked.quorum} cannot be had of {len(asked.members)} members."
        mend = Mend.words("Write a number from 2 up to the number of members.")
        found.append(Reason(JudgmentReason.QUORUM_UNREADABLE, text, mend, "quorum"))
    return found


def _unable(person: Person, field: str) -> Reason:
    may = "moderate and agree" if field == "chair" else "agree judgments"
    text = f"{person.name} may not {may} on this inspection."
    mend = Mend.by(InspectionVerb.JOIN, "Let the person join the team as moderator or lead first.")
    return Reason(JudgmentReason.NOT_A_MODERATOR, text, mend, field)


def _running(loaded: LoadedPanel) -> list[Reason]:
    """Require a panel that is neither closed nor cancelled, of an inspection still judged."""
    over = inspections.reasons_over(loaded.panel.inspection, JUDGED)
    if loaded.state in {PanelState.CONVENED, PanelState.SITTING}:
        return over
    text = f"The panel is {loaded.state.label.lower()}."
    mend = Mend.by(JudgmentVerb.CONVENE_PANEL, "Convene another panel.")
    return [*over, Reason(JudgmentReason.PANEL_OVER, text, mend)]


def puttable(
    loaded: LoadedPanel,
    cell: judging.Cell,
    standing: ConsistencyPanel | None,
    *,
    in_sight: bool,
) -> list[Reason]:
    """Require a judgment whose submissions are all in, on the agenda of no panel that runs.

    ``standing`` is the panel on whose agenda it is and was not decided; ``in_sight`` where whoever
    asks is shown the submissions: else nothing more is told.
    """
    if not in_sight:
        text = "This judgment is not open to you now."
        return [Reason(JudgmentReason.NOT_OPEN, text, Mend.wait("Wait until all have submitted."))]
    most = Mend.by(JudgmentVerb.CONVENE_PANEL, "Convene another panel.")
    found = [
        *_running(loaded),
        *room_for_more(len(loaded.cells), MOST_CELLS, "judgments on the agenda", most),
    ]
    if cell.inspection.pk != loaded.panel.inspection_id:
        text = "The judgment is of another inspection than the panel."
        found.append(Reason(JudgmentReason.PANEL_OF_ANOTHER, text, NOTHING_TO_DO))
    if standing is not None:
        text = f"{cell} is on the agenda of {standing} already."
        mend = Mend.by(JudgmentVerb.TAKE_OFF_AGENDA, "Take it off there first.", standing)
        found.append(Reason(JudgmentReason.ON_AGENDA_ALREADY, text, mend))
    if not cell.inspected:
        text = f"{cell} is not inspected."
        mend = Mend.by(InspectionVerb.TAKE_BACK, "Take it back into the coverage first.")
        found.append(Reason(JudgmentReason.NOT_INSPECTED, text, mend))
    return found


def _on_agenda(cell: PanelCell) -> list[Reason]:
    if hasattr(cell, "removal"):
        text = f"{cell} was taken off the agenda."
        mend = Mend.by(JudgmentVerb.PUT_ON_AGENDA, "Put it on the agenda again.", cell.panel)
        return [Reason(JudgmentReason.OFF_AGENDA, text, mend)]
    if hasattr(cell, "decision"):
        text = f"The panel has decided on {cell}."
        mend = Mend.by(JudgmentVerb.AGREE, "Agree it anew by itself, with reasons.", cell)
        return [Reason(JudgmentReason.DECIDED_ALREADY, text, mend)]
    return []


def removable(loaded: LoadedPanel, cell: PanelCell, reason: str) -> list[Reason]:
    """Require a judgment on the agenda that is not decided, and the reason."""
    return [*_running(loaded), *_on_agenda(cell), *storable(reason, "reason", needed=True)]


def asidable(
    loaded: LoadedPanel, seat: PanelSeat, cell: PanelCell, by: Person, reason: str
) -> list[Reason]:
    """Require the member or the chair, something not decided, no withdrawal yet, and the reason."""
    found = [*_running(loaded), *_on_agenda(cell), *storable(reason, "reason", needed=True)]
    closed = _may_say(loaded, seat, by)
    if closed:
        return [*found, *closed]
    if loaded.stepped_aside(seat, cell) is not None:
        text = f"{seat.person.name} has withdrawn from {cell}."
        found.append(Reason(JudgmentReason.STEPPED_ASIDE_ALREADY, text, NOTHING_TO_DO, "seat"))
    return found


def attendable(
    loaded: LoadedPanel,
    seat: PanelSeat,
    kind: Attendance,
    happened_at: datetime,
    until: datetime,
    by: Person,
    at: datetime,
) -> list[Reason]:
    """Require an open sitting, the member or the chair, one who was not there and came or was there
    and left, and a time within what is not on record yet: after ``until`` and up to now, ``at``.
    """
    found = [*_running(loaded), *(_sitting(loaded) or _may_say(loaded, seat, by))]
    if found:
        return found
    name = seat.person.name
    if (seat.pk in loaded.there) == (kind is Attendance.CAME):
        text = f"{name} is on record as {'there' if kind is Attendance.CAME else 'not there'}."
        found.append(Reason(JudgmentReason.ATTENDANCE_ALREADY, text, NOTHING_TO_DO, "kind"))
    if not until <= happened_at <= at:
        since, now = (f"{timezone.localtime(one):%d %B %Y, %H:%M}" for one in (until, at))
        text = (
            f"Whether {name} was there is on record up to {since}, by the opening, the decisions "
            f"and what was recorded before; it is {now} now."
        )
        mend = Mend.words(f"Write a time from {since} to {now}.")
        found.append(Reason(JudgmentReason.ATTENDANCE_UNFIT, text, mend, "happened_at"))
    return found


def _may_say(loaded: LoadedPanel, seat: PanelSeat, by: Person) -> list[Reason]:
    """Require a seat of this panel, and its member or the chair."""
    ours = seat.panel_id == loaded.panel.pk
    if ours and by.pk in {seat.person_id, loaded.panel.chair_id}:
        return []
    text = f"Only {seat.person.name}, or the chair, may say so."
    mend = Mend.outside(f"Ask {loaded.panel.chair.name}, who chairs the panel.")
    return [Reason(JudgmentReason.NOT_YOUR_SEAT, text, mend, "seat")]


def openable(loaded: LoadedPanel, by: Person, present: Collection[int]) -> list[Reason]:
    """Require the chair, an agenda, and as many present as the quorum; ``present`` are seats."""
    found = [*_running(loaded), *_chairs(loaded, by)]
    if loaded.state is PanelState.SITTING:
        text = "The sitting is open."
        found.append(Reason(JudgmentReason.PANEL_SITS, text, NOTHING_TO_DO))
    if not loaded.cells:
        text = "Nothing is on the agenda."
        mend = Mend.by(JudgmentVerb.PUT_ON_AGENDA, "Put judgments on it first.", loaded.panel)
        found.append(Reason(JudgmentReason.AGENDA_EMPTY, text, mend))
    there = {one.pk for one in loaded.seats} & set(present)
    if len(there) < loaded.panel.quorum:
        text = f"{len(there)} are present, and the quorum is {loaded.panel.quorum}."
        mend = Mend.outside("Wait for the others, or cancel the panel and convene another.")
        found.append(Reason(JudgmentReason.NO_QUORUM, text, mend, "present"))
    return found


def closable(loaded: LoadedPanel, by: Person) -> list[Reason]:
    """Require the chair, and a sitting that is open."""
    return [*_running(loaded), *_sitting(loaded), *_chairs(loaded, by)]


def cancellable(loaded: LoadedPanel, reason: str) -> list[Reason]:
    """Require a panel that has decided nothing, and the reason."""
    found = [*_running(loaded), *storable(reason, "reason", needed=True)]
    if loaded.decided:
        text = "The panel has decided on something, which stands."
        mend = Mend.by(JudgmentVerb.CLOSE_PANEL, "Close the sitting instead.", loaded.panel)
        found.append(Reason(JudgmentReason.PANEL_DECIDED, text, mend))
    return found


def decidable(
    loaded: LoadedPanel, cell: PanelCell, by: Person, seats: Sequence[SeatOnCell]
) -> list[Reason]:
    """Require an open sitting, a quorum of members who decide on this judgment, and the chair.

    Where the chair does not decide on it another member who does and may moderate records it.
    """
    found = [*_running(loaded), *_sitting(loaded), *_on_agenda(cell)]
    deciding = [one.seat for one in seats if not one.why_not]
    if len(deciding) < loaded.panel.quorum:
        text = (
            f"{len(deciding)} of the members can decide on {cell}, and the quorum is "
            f"{loaded.panel.quorum}."
        )
        mend = Mend.by(JudgmentVerb.TAKE_OFF_AGENDA, "Take it off this agenda.", loaded.panel)
        if any(one.why_not == NotDeciding.ABSENT for one in seats):
            words = "Record who comes when they do, or take it off this agenda."
            mend = Mend.by(JudgmentVerb.RECORD_ATTENDANCE, words, loaded.panel)
        found.append(Reason(JudgmentReason.NO_QUORUM, text, mend))
    chair = next((one for one in deciding if one.person_id == loaded.panel.chair_id), None)
    if chair is not None and by.pk != chair.person_id:
        return [*found, *_chairs(loaded, by)]
    if chair is None and by.pk not in {one.person_id for one in deciding}:
        text = f"You do not decide on {cell}."
        mend = Mend.by_another(
            JudgmentVerb.DECIDE_IN_PANEL, "A member who does, and may moderate, records it."
        )
        found.append(Reason(JudgmentReason.NOT_THE_CHAIR, text, mend))
    return found


def dissentable(dissents: Mapping[int, str], seats: Sequence[SeatOnCell]) -> list[Reason]:
    """Require words that can be stored, of members who decide; by the key of the seat."""
    deciding = {one.seat.pk for one in seats if not one.why_not}
    found = [
        fault for seat, words in dissents.items() for fault in storable(words, f"dissent_{seat}")
    ]
    for seat, words in dissents.items():
        if words.strip() and seat not in deciding:
            text = "Somebody who does not decide on it has a dissent."
            mend = Mend.words("Leave it empty.")
            field = f"dissent_{seat}"
            found.append(Reason(JudgmentReason.DOES_NOT_DECIDE, text, mend, field))
    return found


def overridable(
    cell: judging.Cell,
    by: int,
    judgment: judging.Judgment,
    standing: Override | None,
    *,
    conflicted: bool,
    cleared: bool,
) -> list[Reason]:
    """Require an agreed judgment, no override that stands, and what agreeing it anew requires."""
    first = override_offerable(cell, standing)
    return first or judging.agreeable(cell, by, judgment, conflicted=conflicted, cleared=cleared)


def override_offerable(cell: judging.Cell, standing: Override | None) -> list[Reason]:
    """Require an agreed judgment that no override stands for."""
    if not cell.agreed:
        text = f"{cell} is not agreed."
        mend = Mend.wait("Wait until it is agreed.")
        return [Reason(JudgmentReason.NOT_AGREED, text, mend)]
    if standing is not None:
        text = f"{cell} was overridden by {standing.by.name}."
        mend = Mend.by(JudgmentVerb.WITHDRAW_OVERRIDE, "Withdraw that override first.", cell)
        return [Reason(JudgmentReason.OVERRIDDEN, text, mend)]
    return []


def override_withdrawable(
    scope_body: ScopeBody,
    criterion: Criterion,
    standing: Override | None,
    gone: Collection[str],
    reason: str,
) -> list[Reason]:
    """Require an override that stands and the reason; ``gone`` says what of the evidence of the
    judgment before it may no longer be cited.
    """
    found = [
        *inspections.reasons_over(scope_body.inspection, JUDGED),
        *storable(reason, "reason", needed=True),
    ]
    if standing is None:
        text = f"No override of {scope_body.label} on {criterion.ref} stands."
        return [*found, Reason(JudgmentReason.NOT_OVERRIDDEN, text, NOTHING_TO_DO)]
    mend = Mend.outside("Let the override stand, or have the evidence recorded again.")
    return [*found, *(Reason(JudgmentReason.CITATION_UNFIT, f"{one}.", mend) for one in gone)]


def _sitting(loaded: LoadedPanel) -> list[Reason]:
    if loaded.state is not PanelState.CONVENED:
        return []
    text = "The sitting is not open yet."
    mend = Mend.by(JudgmentVerb.OPEN_PANEL, "The chair opens it.", loaded.panel)
    return [Reason(JudgmentReason.PANEL_NOT_SITTING, text, mend)]


def _chairs(loaded: LoadedPanel, by: Person) -> list[Reason]:
    if by.pk == loaded.panel.chair_id:
        return []
    text = f"{loaded.panel.chair.name} chairs this panel."
    mend = Mend.outside(f"Ask {loaded.panel.chair.name}.")
    return [Reason(JudgmentReason.NOT_THE_CHAIR, text, mend)]
