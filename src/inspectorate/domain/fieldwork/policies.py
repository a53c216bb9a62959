"""What may be asked, planned and heard now; each rule answers with reasons, none when all is well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .methods import Method
from .models import Request, Visit
from .reasons import FieldworkReason


def askable(
    inspection: Inspection,
    scope_body: ScopeBody,
    title: str,
    criteria: Sequence[Criterion],
    due_on: date,
    at: datetime,
) -> list[Reason]:
    """A request goes to a body in scope, about criteria of the framework, due not before it is
    sent.
    """
    reasons = [
        *_in_scope(inspection, scope_body),
        *_phase(inspection, Phase.PLANNED, Phase.FIELDWORK, Phase.JUDGING),
    ]
    if not title.strip():
        reasons.append(
            Reason(
                FieldworkReason.TITLE_MISSING,
                "The request has no title.",
                "Say in a few words what is asked for.",
                "title",
            )
        )
    if len(title) > 200:
        reasons.append(
            Reason(
                FieldworkReason.TITLE_TOO_LONG,
                "The title is longer than 200 characters.",
                "Put the rest in the text.",
                "title",
            )
        )
    if due_on < timezone.localdate(at):
        reasons.append(
            Reason(
                FieldworkReason.DUE_IN_THE_PAST,
                f"{due_on} has passed.",
                "Choose a later day.",
                "due_on",
            )
        )
    frameworks = {criterion.area.framework_id for criterion in criteria}
    if frameworks - {inspection.framework_id}:
        text = "A criterion is not in this inspection's framework."
        reasons.append(
            Reason(
                FieldworkReason.CRITERION_OF_ANOTHER_FRAMEWORK,
                text,
                "Choose criteria of its framework.",
                "criteria",
            )
        )
    return reasons


def receivable(request: Request, note: str, name: str, content: bytes) -> list[Reason]:
    """Something is handed in: words, or a file with its name; while the inspection runs."""
    reasons = []
    if request.inspection.phase in (Phase.CLOSED, Phase.ABANDONED):
        reasons.append(
            Reason(
                FieldworkReason.INSPECTION_OVER,
                "The inspection is over.",
                "Send it to the lead directly.",
                "request",
            )
        )
    if not note.strip() and not content:
        reasons.append(
            Reason(
                FieldworkReason.NOTHING_RECEIVED,
                "There is neither a note nor a file.",
                "Write a note or choose a file.",
                "note",
            )
        )
    if content and not name.strip():
        reasons.append(
            Reason(
                FieldworkReason.FILE_NAME_MISSING,
                "The file has no name.",
                "Give its name with its ending, as in list.csv.",
                "name",
            )
        )
    if len(name) > 200:
        reasons.append(
            Reason(
                FieldworkReason.FILE_NAME_TOO_LONG,
                "The file's name is longer than 200 characters.",
                "Shorten it.",
                "name",
            )
        )
    return reasons


def plannable(
    inspection: Inspection,
    scope_body: ScopeBody,
    team: str,
    starts_on: date,
    ends_on: date,
    outside_window: str,
    moving: Visit | None = None,
) -> list[Reason]:
    """A visit: in scope, days in order, inside the window or with a reason, no other visit there
    then, nobody conflicted.
    """
    reasons = [
        *_in_scope(inspection, scope_body),
        *_phase(inspection, Phase.PLANNED, Phase.FIELDWORK),
    ]
    if ends_on < starts_on:
        text = f"The visit would end on {ends_on}, before it begins on {starts_on}."
        reasons.append(
            Reason(FieldworkReason.DAYS_OUT_OF_ORDER, text, "Exchange the two days.", "ends_on")
        )
        return reasons
    window = inspection.fieldwork_from <= starts_on and ends_on <= inspection.fieldwork_to
    if not window and not outside_window.strip():
        text = (
            f"The visit lies outside the fieldwork window, {inspection.fieldwork_from} to "
            f"{inspection.fieldwork_to}."
        )
        reasons.append(
            Reason(
                FieldworkReason.OUTSIDE_WINDOW,
                text,
                "Choose days inside it, or say why it must lie outside.",
                "starts_on",
            )
        )
    others = Visit.objects.filter(
        scope_body__body_id=scope_body.body_id, cancelled_reason="", starts_on__lte=ends_on
    )
    others = others.filter(ends_on__gte=starts_on, inspection__rehearsal=inspection.rehearsal)
    clash = (others.exclude(pk=moving.pk) if moving else others).first()
    if clash is not None:
        whose = "" if clash.inspection_id == inspection.pk else " for another inspection"
        text = f"{scope_body.label} is visited from {clash.starts_on} to {clash.ends_on}{whose}."
        reasons.append(
            Reason(FieldworkReason.VISITS_OVERLAP, text, "Choose other days.", "starts_on")
        )
    if team:
        members = [member.person for member in inspections.team(inspection, letter=team)]
        if not members:
            reasons.append(
                Reason(
                    FieldworkReason.TEAM_UNKNOWN,
                    f"Nobody is on a team {team!r}.",
                    "Let its people join first.",
                    "team",
                )
            )
        reasons += inspections.conflicts(members, scope_body.body)
    return reasons


def open_visit(visit: Visit) -> list[Reason]:
    """A visit that is over or cancelled stays as it is."""
    if visit.cancelled_reason:
        return [
            Reason(
                FieldworkReason.VISIT_CANCELLED,
                "This visit was cancelled.",
                "Plan another.",
                "visit",
            )
        ]
    if visit.ended_at is not None:
        return [
            Reason(FieldworkReason.VISIT_ENDED, "This visit is over.", "Plan another.", "visit")
        ]
    return []


def movable(visit: Visit, starts_on: date, ends_on: date, reason: str) -> list[Reason]:
    """An open visit moves with a reason, and takes no held session out of its days."""
    reasons = open_visit(visit)
    if not reason.strip():
        reasons.append(
            Reason(
                FieldworkReason.REASON_MISSING,
                "Why the visit moves is not said.",
                "Write it in a sentence.",
                "reason",
            )
        )
    left_behind = [
        one
        for one in visit.sessions.all()
        if not _within(one.starts_at, one.ends_at, starts_on, ends_on)
    ]
    if left_behind:
        text = (
            f"{len(left_behind)} of its sessions would lie outside the new days, the first "
            f"{left_behind[0].title!r}."
        )
        reasons.append(
            Reason(
                FieldworkReason.SESSIONS_LEFT_BEHIND,
                text,
                "Choose days that hold them.",
                "starts_on",
            )
        )
    return [
        *reasons,
        *plannable(
            visit.inspection, visit.scope_body, visit.team, starts_on, ends_on, reason, moving=visit
        ),
    ]


def cancellable(visit: Visit, reason: str) -> list[Reason]:
    """An open visit on which nothing was heard is cancelled with a reason."""
    reasons = open_visit(visit)
    if not reason.strip():
        reasons.append(
            Reason(
                FieldworkReason.REASON_MISSING,
                "Why the visit is cancelled is not said.",
                "Write it in a sentence.",
                "reason",
            )
        )
    if visit.sessions.exists():
        reasons.append(
            Reason(
                FieldworkReason.SESSIONS_HELD,
                "Sessions were already held.",
                "End the visit instead.",
                "visit",
            )
        )
    return reasons


def endable(visit: Visit, debrief: str, at: datetime) -> list[Reason]:
    """A visit ends once it has begun, in fieldwork, with the feedback that was given."""
    reasons = [*open_visit(visit), *_phase(visit.inspection, Phase.FIELDWORK)]
    if timezone.localdate(at) < visit.starts_on:
        reasons.append(
            Reason(
                FieldworkReason.VISIT_NOT_BEGUN,
                f"The visit begins on {visit.starts_on}.",
                "End it when it is over.",
                "visit",
            )
        )
    if not debrief.strip():
        text = "The provisional feedback is missing."
        reasons.append(
            Reason(
                FieldworkReason.DEBRIEF_MISSING,
                text,
                "Write what was said to the body, or that nothing was.",
                "debrief",
            )
        )
    return reasons


def holdable(
    visit: Visit,
    method: str,
    title: str,
    origin: str,
    starts_at: datetime,
    ends_at: datetime,
    inspectors: Sequence[Person],
) -> list[Reason]:
    """A session lies inside its visit's days, is held by people of the team, none of whom has
    declared an interest.
    """
    reasons = _phase(visit.inspection, Phase.FIELDWORK)
    if visit.cancelled_reason:
        reasons.append(
            Reason(
                FieldworkReason.VISIT_CANCELLED,
                "This visit was cancelled.",
                "Plan another.",
                "visit",
            )
        )
    if method not in Method.values:
        text = f"{method!r} is no method."
        reasons.append(
            Reason(
                FieldworkReason.METHOD_UNKNOWN,
                text,
                f"Use one of: {', '.join(Method.values)}.",
                "method",
            )
        )
    for field, value, longest in (("title", title, 200), ("origin", origin, 160)):
        if not value.strip():
            reasons.append(
                Reason(
                    f"{field}_missing",
                    f"The session has no {field}.",
                    "Say what or whom, by role.",
                    field,
                )
            )
        elif len(value) > longest:
            reasons.append(
                Reason(
                    f"{field}_too_long",
                    f"The {field} is longer than {longest} characters.",
                    "Shorten it.",
                    field,
                )
            )
    if ends_at <= starts_at:
        reasons.append(
            Reason(
                FieldworkReason.TIMES_OUT_OF_ORDER,
                "The session would end before it begins.",
                "Correct the times.",
                "ends_at",
            )
        )
    elif not _within(starts_at, ends_at, visit.starts_on, visit.ends_on):
        text = f"The session lies outside the visit, {visit.starts_on} to {visit.ends_on}."
        reasons.append(
            Reason(
                FieldworkReason.OUTSIDE_VISIT,
                text,
                "Correct the times, or move the visit.",
                "starts_at",
            )
        )
    if not inspectors:
        reasons.append(
            Reason(
                FieldworkReason.INSPECTORS_MISSING,
                "Nobody holds the session.",
                "Name at least one inspector.",
                "inspectors",
            )
        )
    there = inspections.members(visit.inspection, inspectors)
    for person in inspectors:
        if person.pk not in there:
            text = f"{person.name} is not on the team."
            reasons.append(
                Reason(
                    FieldworkReason.NOT_ON_TEAM, text, "Let the person join first.", "inspectors"
                )
            )
    return [*reasons, *inspections.conflicts(inspectors, visit.scope_body.body)]


def _within(starts_at: datetime, ends_at: datetime, starts_on: date, ends_on: date) -> bool:
    return starts_on <= timezone.localdate(starts_at) and timezone.localdate(ends_at) <= ends_on


def _in_scope(inspection: Inspection, scope_body: ScopeBody) -> list[Reason]:
    if scope_body.inspection_id == inspection.pk:
        return []
    return [
        Reason(
            FieldworkReason.BODY_OUT_OF_SCOPE,
            f"{scope_body.label} is not in this scope.",
            "Choose a body in scope.",
            "scope_body",
        )
    ]


def _phase(inspection: Inspection, *phases: str) -> list[Reason]:
    if inspection.phase in phases:
        return []
    text = f"The inspection is at {Phase(inspection.phase).label.lower()}."
    when = " or ".join(Phase(phase).label.lower() for phase in phases)
    return [Reason(FieldworkReason.NOT_IN_PHASE, text, f"This is done at {when}.", "inspection")]
