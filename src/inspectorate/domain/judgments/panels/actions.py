"""The only writers of consistency panels and of overrides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import not_relied_on
from inspectorate.domain.inspections.access import cleared, reading, require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import actions as judgments
from .. import cells
from ..desk import policies as sampled
from ..desk.showing import with_own
from ..models import Agreed
from ..permissions import TABLE
from ..policies import Judgment
from ..queries import cell as read
from ..verbs import JudgmentVerb
from . import policies
from .loading import LoadedPanel, load, recorded_until, seats_on
from .minutes import minutes_digest
from .models import (
    Attendance,
    ConsistencyPanel,
    Override,
    OverrideWithdrawal,
    PanelAttendance,
    PanelCell,
    PanelCellRemoval,
    PanelDecision,
    PanelMove,
    PanelPresence,
    PanelSeat,
    PanelStep,
    PanelVoice,
    SteppingAside,
)
from .overriding import standing_override


@action(JudgmentVerb.CONVENE_PANEL, streams=lambda *, inspection, **_: [inspection.stream])
def convene_panel(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    title: str,
    sits_on: date,
    chair: Person,
    members: Sequence[Person],
    quorum: int,
) -> ConsistencyPanel:
    """Convene a panel; the chair is one of its ``members``."""
    require(by, inspection, TABLE, JudgmentVerb.CONVENE_PANEL)
    there = ConsistencyPanel.objects.filter(inspection=inspection).count()
    people = list({one.pk: one for one in members}.values())
    asked = policies.NewPanel(title, sits_on, chair, people, quorum)
    refuse_if(policies.convenable(inspection, asked, there))
    made = ConsistencyPanel.objects.create(
        inspection=inspection,
        number=there + 1,
        title=title.strip(),
        sits_on=sits_on,
        chair=chair,
        quorum=quorum,
        by=by,
        at=at,
    )
    PanelSeat.objects.bulk_create([PanelSeat(panel=made, person=one) for one in people])
    detail = {"number": made.number, "members": len(people), "quorum": quorum}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


def _of_panel(by: Person, panel: ConsistencyPanel, verb: JudgmentVerb) -> LoadedPanel:
    """Require that ``by`` may do ``verb``, and read the panel behind the lock."""
    require(by, panel.inspection, TABLE, verb)
    return load(panel)


@action(JudgmentVerb.PUT_ON_AGENDA, streams=lambda *, panel, **_: [panel.inspection.stream])
def put_on_agenda(
    *,
    by: Person,
    at: datetime,
    key: str,
    panel: ConsistencyPanel,
    scope_body: ScopeBody,
    criterion: Criterion,
) -> PanelCell:
    """Put a judgment on the agenda; one that another panel decided may be put on again."""
    loaded = _of_panel(by, panel, JudgmentVerb.PUT_ON_AGENDA)
    seen = read(by, scope_body, criterion)
    there = PanelCell.objects.filter(
        scope_body=scope_body, criterion=criterion, removal=None, decision=None
    )
    running = there.exclude(panel__moves__step__in=[PanelStep.CLOSED, PanelStep.CANCELLED])
    standing = running.select_related("panel").first()
    refuse_if(
        policies.puttable(
            loaded,
            cells.load(scope_body, criterion),
            standing.panel if standing else None,
            in_sight=seen is not None and bool(seen.submissions),
        )
    )
    made = PanelCell.objects.create(
        panel=panel, scope_body=scope_body, criterion=criterion, by=by, at=at
    )
    write(of=made, stream=panel.inspection.stream, detail={"panel": panel.number})
    return made


@action(JudgmentVerb.TAKE_OFF_AGENDA, streams=lambda *, cell, **_: [cell.panel.inspection.stream])
def take_off_agenda(
    *, by: Person, at: datetime, key: str, cell: PanelCell, reason: str
) -> PanelCellRemoval:
    """Take a judgment off the agenda before it is decided."""
    loaded = _of_panel(by, cell.panel, JudgmentVerb.TAKE_OFF_AGENDA)
    refuse_if(policies.removable(loaded, cell, reason))
    gone = PanelCellRemoval.objects.create(cell=cell, reason=reason.strip(), by=by, at=at)
    write(of=gone, stream=cell.panel.inspection.stream, detail={"panel": cell.panel.number})
    return gone


@action(JudgmentVerb.STEP_ASIDE, streams=lambda *, cell, **_: [cell.panel.inspection.stream])
def step_aside(
    *,
    by: Person,
    at: datetime,
    key: str,
    cell: PanelCell,
    seat: PanelSeat,
    whole_body: bool,
    reason: str,
) -> SteppingAside:
    """Withdraw a member from a judgment, with ``whole_body`` from all of its body.

    Either the member says so, or the chair records it.
    """
    loaded = _of_panel(by, cell.panel, JudgmentVerb.STEP_ASIDE)
    refuse_if(policies.asidable(loaded, seat, cell, by, reason))
    made = SteppingAside.objects.create(
        seat=seat,
        scope_body=cell.scope_body,
        criterion=None if whole_body else cell.criterion,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    write(of=made, stream=cell.panel.inspection.stream, detail={"panel": cell.panel.number})
    return made


@action(JudgmentVerb.OPEN_PANEL, streams=lambda *, panel, **_: [panel.inspection.stream])
def open_panel(
    *,
    by: Person,
    at: datetime,
    key: str,
    panel: ConsistencyPanel,
    present: Collection[int],
) -> PanelMove:
    """Open the sitting; ``present`` are the keys of the seats of who is there."""
    loaded = _of_panel(by, panel, JudgmentVerb.OPEN_PANEL)
    refuse_if(policies.openable(loaded, by, present))
    there = [one for one in loaded.seats if one.pk in present]
    PanelPresence.objects.bulk_create([PanelPresence(seat=one) for one in there])
    return _moved(panel, PanelStep.OPENED, by, at)


@action(JudgmentVerb.RECORD_ATTENDANCE, streams=lambda *, panel, **_: [panel.inspection.stream])
def record_attendance(
    *,
    by: Person,
    at: datetime,
    key: str,
    panel: ConsistencyPanel,
    seat: PanelSeat,
    kind: str,
    happened_at: datetime,
) -> PanelAttendance:
    """Record that a member came to the sitting or left it, and when; another record goes on.

    A decision counts as present who was there when it was made: so nobody comes or leaves, as it is
    recorded, before one that was made.
    """
    loaded = _of_panel(by, panel, JudgmentVerb.RECORD_ATTENDANCE)
    until = recorded_until(loaded, seat)
    refuse_if(policies.attendable(loaded, seat, Attendance(kind), happened_at, until, by, at))
    made = PanelAttendance.objects.create(
        seat=seat, kind=kind, happened_at=happened_at, by=by, at=at
    )
    write(of=made, stream=panel.inspection.stream, detail={"panel": panel.number, "kind": kind})
    return made


@action(JudgmentVerb.CLOSE_PANEL, streams=lambda *, panel, **_: [panel.inspection.stream])
def close_panel(*, by: Person, at: datetime, key: str, panel: ConsistencyPanel) -> PanelMove:
    """Close the sitting: its minutes are fixed, with their digest."""
    loaded = _of_panel(by, panel, JudgmentVerb.CLOSE_PANEL)
    refuse_if(policies.closable(loaded, by))
    return _moved(panel, PanelStep.CLOSED, by, at, minutes_sha256=minutes_digest(loaded))


@action(JudgmentVerb.CANCEL_PANEL, streams=lambda *, panel, **_: [panel.inspection.stream])
def cancel_panel(
    *, by: Person, at: datetime, key: str, panel: ConsistencyPanel, reason: str
) -> PanelMove:
    """Cancel a panel that has decided nothing."""
    loaded = _of_panel(by, panel, JudgmentVerb.CANCEL_PANEL)
    refuse_if(policies.cancellable(loaded, reason))
    return _moved(panel, PanelStep.CANCELLED, by, at, reason=reason.strip())


def _moved(
    panel: ConsistencyPanel, step: PanelStep, by: Person, at: datetime, **more: str
) -> PanelMove:
    made = PanelMove.objects.create(panel=panel, step=step, by=by, at=at, **more)
    write(of=made, stream=panel.inspection.stream, detail={"panel": panel.number})
    return made


@action(JudgmentVerb.DECIDE_IN_PANEL, streams=lambda *, cell, **_: [cell.panel.inspection.stream])
def decide_in_panel(
    *,
    by: Person,
    at: datetime,
    key: str,
    cell: PanelCell,
    grade: Grade | None,
    findings: Mapping[str, bool],
    reasons: str,
    cited: Sequence[Item],
    outcome: str = "",
    marking: str = BASELINE,
    dissents: Mapping[int, str] | None = None,
    shown: Mapping[str, Any] | None = None,
) -> PanelDecision:
    """Record what the panel decides: it is moderated and agreed, by the acts and rules of both.

    ``dissents`` are the words of members who decide otherwise, by the key of their seat.
    """
    panel, said = cell.panel, dict(dissents or {})
    loaded = _of_panel(by, panel, JudgmentVerb.DECIDE_IN_PANEL)
    seats = seats_on(loaded, cell)
    refuse_if([*policies.decidable(loaded, cell, by, seats), *policies.dissentable(said, seats)])
    given: dict[str, Any] = {
        "by": by,
        "at": at,
        "scope_body": cell.scope_body,
        "criterion": cell.criterion,
        "grade": grade,
        "findings": findings,
        "reasons": reasons,
        "marking": marking,
        "shown": shown,
    }
    moderation = judgments.moderate(key="moderate", **given)
    given["shown"] = with_own(shown, moderation)
    agreed = judgments.agree(key="agree", cited=cited, outcome=outcome, **given)
    made = PanelDecision.objects.create(cell=cell, moderation=moderation, agreed=agreed)
    PanelVoice.objects.bulk_create(
        [
            PanelVoice(
                decision=made,
                seat=one.seat,
                not_deciding=one.why_not,
                dissent=said.get(one.seat.pk, "").strip(),
            )
            for one in seats
        ]
    )
    write(of=made, stream=panel.inspection.stream, detail={"panel": panel.number})
    return made


@action(
    JudgmentVerb.OVERRIDE_AGREED, streams=lambda *, scope_body, **_: [scope_body.inspection.stream]
)
def override(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    grade: Grade | None,
    findings: Mapping[str, bool],
    reasons: str,
    cited: Sequence[Item],
    outcome: str = "",
    marking: str = BASELINE,
    shown: Mapping[str, Any] | None = None,
) -> Override:
    """Override an agreed judgment: a new one stands, as where it is agreed again, and says so.

    ``shown`` is what the page showed, as :func:`judgments.actions.agree` takes it.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.OVERRIDE_AGREED)
    cell = cells.load(scope_body, criterion)
    cells.refuse_unreadable(by, inspection, cited)
    reader = reading(by, inspection)
    judgment = cells.judgment(
        cell, grade, findings, reasons, cited, outcome, marking, reader=reader
    )
    refuse_if(
        policies.overridable(
            cell,
            by.pk,
            judgment,
            standing_override(scope_body, criterion),
            conflicted=cells.conflicted(by, scope_body),
            cleared=cleared(by, inspection, cell.marking),
        )
        or sampled.shown_decidable(scope_body, criterion, shown)
    )
    before = Agreed.objects.filter(scope_body=scope_body, criterion=criterion).latest("number")
    keys = list(dict.fromkeys(one.pk for one in cited))
    agreed = judgments.settle(cell, judgment, keys, by=by, at=at, shown=shown)
    made = Override.objects.create(agreed=agreed, overridden=before, by=by, at=at)
    write(of=made, stream=inspection.stream, detail={"number": agreed.number})
    return made


@action(
    JudgmentVerb.WITHDRAW_OVERRIDE,
    streams=lambda *, scope_body, **_: [scope_body.inspection.stream],
)
def withdraw_override(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    reason: str,
) -> OverrideWithdrawal:
    """Withdraw the override that stands: the judgment before it stands again, under a new number.

    It says what was said, in the words and with the evidence of then.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.WITHDRAW_OVERRIDE)
    standing = standing_override(scope_body, criterion)
    cited = _cited_by(standing.overridden) if standing else []
    gone = not_relied_on(cited, reading(by, inspection)).values()
    refuse_if(policies.override_withdrawable(scope_body, criterion, standing, gone, reason))
    assert standing is not None  # or it was refused
    said = standing.overridden
    judgment = Judgment(said.grade, said.findings, said.reasons, said.outcome, marking=said.marking)
    cell = cells.load(scope_body, criterion)
    taken = said.as_submitted
    agreed = judgments.settle(cell, judgment, cited, by=by, at=at, as_submitted=taken)
    made = OverrideWithdrawal.objects.create(
        override=standing, agreed=agreed, reason=reason.strip(), by=by, at=at
    )
    write(of=made, stream=inspection.stream, detail={"number": agreed.number})
    return made


def _cited_by(agreed: Agreed) -> list[int]:
    return list(agreed.citations.order_by("pk").values_list("item", flat=True))
