"""The only writers of a judgment handed over, and of a leaving with all that is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.sessions.actions import hand_over_session
from inspectorate.domain.fieldwork.sessions.queries import to_come
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import ScopeBody, TeamMember
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from .. import bulk_assignment
from ..models import Assignment, MadeFrom
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from .orphaned import waiting_of
from .policies import handable

# What is said once, of everything that is handed over.
_OF_ALL = frozenset({"reason", "gone_past"})


@action(
    JudgmentVerb.HAND_OVER,
    streams=lambda *, assignment, **_: [assignment.scope_body.inspection.stream],
)
def hand_over(
    *, by: Person, at: datetime, key: str, assignment: Assignment, to: Person, reason: str
) -> Assignment:
    """Give a judgment that is not submitted to another inspector; it is handed back the same way.

    The same reading is wanted on the same ground, with the chance it was drawn with and its day.
    What was drafted stays unread. Returns what takes its place.
    """
    inspection = assignment.scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.HAND_OVER)
    refuse_if(handable(assignment, to, by, reason))
    was = assignment.inspector_id
    kept = bulk_assignment.carried(assignment)
    assignment.ended_at, assignment.ended_reason = at, reason.strip()
    assignment.save(update_fields=["ended_at", "ended_reason"])
    # No plan drew this reader: the plan keeps whom it drew. What they judge from is their own.
    its = {"inspector": to, "plan": None, "made_from": _made_from(assignment, to)}
    made = Assignment.objects.create(**{**kept, **its}, assigned_at=at)
    detail = {
        "scope_body": made.scope_body_id,
        "criterion": made.criterion.ref,
        "from": was,
        "to": to.pk,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(JudgmentVerb.LEAVE_TEAM, streams=lambda *, member, **_: [member.inspection.stream])
def leave_team(
    *,
    by: Person,
    at: datetime,
    key: str,
    member: TeamMember,
    reason: str,
    instead: Person | None = None,
    judgments: Sequence[tuple[ScopeBody, Person]] = (),
    sessions: Sequence[tuple[Visit, Person]] = (),
    gone_past: str = "",
) -> TeamMember:
    """Take a member off the team, and let others take over what waits on them: all, or nothing.

    ``instead`` joins in the member's role; ``judgments`` of a body that ``by`` may know to be
    still to make, and ``sessions`` to come of a visit, go to whoever is named. Each thing is an
    act of its own, with its entry. What nobody is named for waits, and is told as left behind.
    ``gone_past`` says why sessions are taken over though something of the taker's clashes.
    """
    require(by, member.inspection, TABLE, JudgmentVerb.LEAVE_TEAM)
    # The nested acts hold nothing that this one does not.
    said: dict[str, Any] = {"by": by, "at": at}
    acts: list[tuple[str, Callable[[], object]]] = []
    if instead is not None:
        acts.append(("instead", lambda: _join(said, member, instead)))
    # Sessions first: what a judgment is made from tells who was there.
    for visit, to in sessions:
        acts += [
            (f"sessions_{visit.pk}", _holding(said, held, member.person, to, gone_past))
            for held in to_come(member.inspection, member.person, at).filter(visit=visit)
        ]
    for body, to in judgments:
        acts += [
            (f"judgments_{body.pk}", _handing(said, row, to, reason))
            for row in waiting_of(by, member, body)
        ]
    acts.append(("", lambda: inspections.leave(**said, key="leave", member=member, reason=reason)))
    refuse_if(_each(acts))
    write(
        of=member,
        stream=member.inspection.stream,
        detail={"person": member.person_id, "role": member.role},
    )
    return member


def _made_from(assignment: Assignment, to: Person) -> str:
    """What ``to`` judges from, where it was recorded of the reader before: readings of those who
    hold a session at the body are never pooled with readings taken from the record.
    """
    if not assignment.made_from:
        return assignment.made_from
    held = Session.objects.filter(
        visit__scope_body=assignment.scope_body, inspectors=to, cancellation=None
    )
    return MadeFrom.SITE if held.exists() else MadeFrom.RECORD


def _each(acts: Iterable[tuple[str, Callable[[], object]]]) -> list[Reason]:
    """Do each act in its order, and name what was refused beside the field it was chosen in."""
    refused: list[Reason] = []
    for field, act in acts:
        try:
            act()
        except Refused as refusal:
            refused += [
                replace(one, field=field) if field and one.field not in _OF_ALL else one
                for one in refusal.reasons
            ]
    return list(dict.fromkeys(refused))


def _join(said: dict[str, Any], member: TeamMember, instead: Person) -> object:
    return inspections.join(
        **said,
        key="join",
        inspection=member.inspection,
        person=instead,
        role=member.role,
        team=member.team,
    )


def _handing(
    said: dict[str, Any], row: Assignment, to: Person, reason: str
) -> Callable[[], object]:
    key = f"judgment-{row.pk}"
    return lambda: hand_over(**said, key=key, assignment=row, to=to, reason=reason)


def _holding(
    said: dict[str, Any], held: Session, person: Person, to: Person, gone_past: str
) -> Callable[[], object]:
    return lambda: hand_over_session(
        **said,
        key=f"session-{held.pk}",
        session=held,
        person=person,
        to=to,
        gone_past=gone_past,
    )
