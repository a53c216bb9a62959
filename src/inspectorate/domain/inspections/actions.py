"""The only writers of inspections: opening, approval, terms, scope, coverage, team, phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspectorate.domain.bodies import queries as bodies_queries
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import access
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, refuse_if
from inspectorate.foundation.reasons.texts import storable

from . import amending, policies, pseudonyms, small_numbers
from .access import require
from .models import (
    Amendment,
    Approval,
    Inspection,
    NeedToKnow,
    NotInspected,
    PhaseMove,
    ReferenceGroup,
    ScopeBody,
    ScopeRemoval,
    TakenBack,
    TeamMember,
    TermsOfReference,
)
from .permissions import TABLE
from .states import Phase
from .verbs import InspectionVerb

# What is held so that two inspections are not opened under one slug or one prefix at once.
STREAM = "inspections"


@action(InspectionVerb.OPEN, streams=lambda *, slug, **_: [STREAM, f"inspection/{slug}"])
def open(
    *,
    by: Person,
    at: datetime,
    key: str,
    slug: str,
    prefix: str,
    title: str,
    question: str,
    framework: Framework,
    vocabulary: Vocabulary,
    rehearsal: bool,
    basis: str,
    fieldwork_from: date,
    fieldwork_to: date,
    basis_text: str = "",
    noun: str = "force",
    noun_plural: str = "forces",
    names_bodies: bool = False,
    small_below: int = small_numbers.USUAL,
    team: Sequence[tuple[Person, str, str]] = (),
) -> Inspection:
    """Open an inspection with its first team of (person, role, field team).

    Whoever opens it joins as lead or approving inspector, whichever they are, unless ``team``
    already says so.
    """
    access.require(by, TABLE, InspectionVerb.OPEN)
    inspection = Inspection(
        slug=slug,
        prefix=prefix,
        title=title.strip(),
        question=question.strip(),
        framework=framework,
        vocabulary=vocabulary,
        rehearsal=rehearsal,
        basis=basis,
        basis_text=basis_text,
        fieldwork_from=fieldwork_from,
        fieldwork_to=fieldwork_to,
        noun=noun,
        noun_plural=noun_plural,
        names_bodies=names_bodies,
        small_below=small_below,
        opened_at=at,
    )
    members = _with_opener(by, team)
    refuse_if([*policies.openable(inspection), *policies.staffable(inspection, members)])
    inspection.save(force_insert=True)
    _seat(inspection, members, at)
    write(
        of=inspection,
        stream=inspection.stream,
        detail={
            "rehearsal": rehearsal,
            "framework": framework.pk,
            "vocabulary": vocabulary.pk,
            "basis": basis,
            "small_below": small_below,
            "team": [[person.pk, str(role)] for person, role, _ in members],
        },
    )
    return inspection


def _seat(inspection: Inspection, team: Sequence[tuple[Person, str, str]], at: datetime) -> None:
    TeamMember.objects.bulk_create(
        [
            TeamMember(inspection=inspection, person=person, role=role, team=letter, joined_at=at)
            for person, role, letter in team
        ]
    )


def _with_opener(
    by: Person, team: Sequence[tuple[Person, str, str]]
) -> list[tuple[Person, str, str]]:
    """The first team; whoever opens is put first, unless the team names them lead or approver."""
    members = [
        (person, Role(role) if role in Role.values else role, letter)
        for person, role, letter in team
    ]
    if not any(person == by and role in (Role.LEAD, Role.SIGNING) for person, role, _ in members):
        members.insert(0, (by, Role.LEAD if Role.LEAD in by.roles else Role.SIGNING, ""))
    return members


@action(InspectionVerb.AMEND, streams=lambda *, inspection, **_: [inspection.stream, STREAM])
def amend(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    changes: Mapping[str, Any],
    reason: str,
    version: int,
) -> Amendment:
    """Amend what differs in ``changes``, by the names of the fields, with the reason.

    ``version`` is how many amendments there were; Conflict when there is another since.
    """
    require(by, inspection, TABLE, InspectionVerb.AMEND)
    changed = amending.differences(inspection, changes)
    after = amending.shown(amending.amended(inspection, changed), changed)
    before = amending.shown(inspection, changed)
    there = inspection.amendments.count()
    if there != version:
        theirs, yours = ("\n".join(one.values()) for one in (before, after))
        raise Conflict(theirs=theirs, yours=yours, version=there)
    refuse_if(amending.reasons_not_to_amend(inspection, changed, reason))
    for name, value in changed.items():
        setattr(inspection, name, value)
    inspection.save(update_fields=list(changed))
    amendment = Amendment.objects.create(
        inspection=inspection,
        number=there + 1,
        before=before,
        after=after,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"number": amendment.number, "fields": list(changed)}
    write(of=amendment, stream=inspection.stream, detail=detail)
    return amendment


@action(InspectionVerb.APPROVE, streams=lambda *, inspection, **_: [inspection.stream])
def approve(*, by: Person, at: datetime, key: str, inspection: Inspection, text: str) -> Approval:
    """Approve the inspection, saying under what."""
    require(by, inspection, TABLE, InspectionVerb.APPROVE)
    refuse_if([*policies.workable(inspection), *storable(text, "text", needed=True)])
    approval = Approval.objects.create(inspection=inspection, by=by, at=at, text=text.strip())
    write(of=approval, stream=inspection.stream)
    return approval


@action(InspectionVerb.SET_TERMS, streams=lambda *, inspection, **_: [inspection.stream])
def set_terms(
    *, by: Person, at: datetime, key: str, inspection: Inspection, text: str
) -> TermsOfReference:
    """Write the terms of reference, or their next version; earlier ones stay on record."""
    require(by, inspection, TABLE, InspectionVerb.SET_TERMS)
    refuse_if([*policies.workable(inspection), *storable(text, "text", needed=True)])
    number = inspection.terms.count() + 1
    terms = TermsOfReference.objects.create(
        inspection=inspection, number=number, text=text.strip(), by=by, at=at
    )
    write(of=terms, stream=inspection.stream, detail={"number": number})
    return terms


@action(InspectionVerb.SET_SCOPE, streams=lambda *, inspection, **_: [inspection.stream])
def set_scope(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    bodies: Sequence[tuple[Body, str]],
) -> Inspection:
    """Set the scope to ``bodies``, each with its label, in that order.

    A body already in scope keeps its record.
    """
    require(by, inspection, TABLE, InspectionVerb.SET_SCOPE)
    names = bodies_queries.real_names() if inspection.rehearsal else []
    refuse_if(policies.scopable(inspection, bodies, names))
    chosen = {body.pk for body, _ in bodies}
    kept, dropped = {}, []
    for row in inspection.scope.all():
        if row.body_id in chosen:
            kept[row.body_id] = row
        else:
            dropped.append(row.pk)
            _drop(row)
    for row in kept.values():
        # Two bodies may exchange labels, and each label is unique: all are moved out of the way.
        row.label, row.code = f"\N{MIDDLE DOT}{row.pk}", f"-{row.pk}"
    ScopeBody.objects.bulk_update(kept.values(), ["label", "code"])
    scope = []
    for order, (body, label) in enumerate(bodies):
        row = kept.get(body.pk) or ScopeBody(inspection=inspection, body=body)
        row.label, row.order = label.strip(), order
        row.code = pseudonyms.code_of(label) if inspection.rehearsal else body.code
        row.save()
        scope.append(row.pk)
    write(of=inspection, stream=inspection.stream, detail={"scope": scope, "dropped": dropped})
    return inspection


def _drop(row: ScopeBody) -> None:
    """Take a body on which nothing hangs out of the scope, with what was left out of it."""
    row.not_inspected.all().delete()
    row.delete()


@action(InspectionVerb.REMOVE_BODY, streams=lambda *, inspection, **_: [inspection.stream])
def remove_body(
    *, by: Person, at: datetime, key: str, inspection: Inspection, body: Body, reason: str
) -> ScopeRemoval:
    """Remove a body from the scope, with the reason.

    Its row goes while nothing hangs on it; afterwards every criterion on which it is still
    inspected is left out, for that reason.
    """
    require(by, inspection, TABLE, InspectionVerb.REMOVE_BODY)
    row = inspection.scope.filter(body=body).first()
    refuse_if(policies.removable(inspection, row, reason))
    assert row is not None  # or the rule had refused
    pk, label, left_out = row.pk, row.label, []
    if policies.row_goes(row):
        _drop(row)
    else:
        left_out = [_left_out(row, one, reason, at) for one in list(policies.still_inspected(row))]
    removal = ScopeRemoval.objects.create(
        inspection=inspection,
        body=body,
        label=label,
        left_out=len(left_out),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    detail = {"scope_body": pk, "criteria": [one.criterion.ref for one in left_out]}
    write(of=removal, stream=inspection.stream, detail=detail)
    return removal


@action(InspectionVerb.LEAVE_OUT, streams=lambda *, inspection, **_: [inspection.stream])
def leave_out(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    scope_body: ScopeBody,
    criterion: Criterion,
    reason: str,
) -> NotInspected:
    """Leave out one criterion of one body, with the reason: it counts neither as pass nor fail."""
    require(by, inspection, TABLE, InspectionVerb.LEAVE_OUT)
    refuse_if(policies.omittable(inspection, scope_body, criterion, reason))
    left_out = _left_out(scope_body, criterion, reason, at)
    write(
        of=left_out,
        stream=inspection.stream,
        detail={"scope_body": scope_body.pk, "criterion": criterion.ref},
    )
    return left_out


def _left_out(
    scope_body: ScopeBody, criterion: Criterion, reason: str, at: datetime
) -> NotInspected:
    # Under the stream's lock: each row but the newest has been taken back.
    before = scope_body.not_inspected.filter(criterion=criterion).count()
    return NotInspected.objects.create(
        scope_body=scope_body,
        criterion=criterion,
        number=before + 1,
        reason=reason.strip(),
        decided_at=at,
    )


@action(InspectionVerb.TAKE_BACK, streams=lambda *, inspection, **_: [inspection.stream])
def take_back(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    left_out: Sequence[NotInspected],
    reason: str,
) -> TakenBack:
    """Take what was left out back into the coverage, all or none, with one reason.

    What was judged there before counts again. Returns the record of the first.
    """
    require(by, inspection, TABLE, InspectionVerb.TAKE_BACK)
    refuse_if(policies.coverable(inspection, left_out, reason))
    made = TakenBack.objects.bulk_create(
        [
            TakenBack(left_out_id=one, reason=reason.strip(), by=by, at=at)
            for one in dict.fromkeys(one.pk for one in left_out)
        ]
    )
    write(
        of=made[0],
        stream=inspection.stream,
        detail={"cells": [[one.scope_body_id, one.criterion.ref] for one in left_out]},
    )
    return made[0]


@action(InspectionVerb.JOIN, streams=lambda *, inspection, **_: [inspection.stream])
def join(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    person: Person,
    role: str,
    team: str = "",
) -> TeamMember:
    """Let a person join the team in a role they hold; ``team`` is the field team's letter."""
    require(by, inspection, TABLE, InspectionVerb.JOIN)
    refuse_if(policies.joinable(inspection, person, role, team))
    member = TeamMember.objects.create(
        inspection=inspection, person=person, role=Role(role), team=team, joined_at=at
    )
    write(
        of=member,
        stream=inspection.stream,
        detail={"person": person.pk, "role": Role(role).value},
    )
    return member


@action(InspectionVerb.LEAVE, streams=lambda *, member, **_: [member.inspection.stream])
def leave(*, by: Person, at: datetime, key: str, member: TeamMember, reason: str) -> TeamMember:
    """Let a member leave the team, with the reason."""
    require(by, member.inspection, TABLE, InspectionVerb.LEAVE)
    refuse_if(policies.leavable(member, reason))
    member.left_at, member.left_reason = at, reason.strip()
    member.save(update_fields=["left_at", "left_reason"])
    if not policies.on_team(member.inspection, member.person):
        # Who comes back is asked again what they need to know.
        NeedToKnow.objects.filter(
            inspection=member.inspection, person=member.person, ended_at=None
        ).update(ended_at=at, ended_reason="The person left the team.")
    detail = {"person": member.person_id, "role": member.role}
    write(of=member, stream=member.inspection.stream, detail=detail)
    return member


@action(InspectionVerb.GIVE_NEED_TO_KNOW, streams=lambda *, inspection, **_: [inspection.stream])
def give_need_to_know(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    people: Sequence[Person],
    level: str,
    reason: str,
) -> NeedToKnow:
    """Record that ``people`` of the team need to know what is marked up to ``level``, and why.

    It takes the place of what was given before. Returns that of the first of them.
    """
    require(by, inspection, TABLE, InspectionVerb.GIVE_NEED_TO_KNOW)
    refuse_if(policies.need_to_know_givable(inspection, by, people, level, reason))
    chosen = list({one.pk: one for one in people}.values())
    NeedToKnow.objects.filter(inspection=inspection, person__in=chosen, ended_at=None).update(
        ended_at=at, ended_reason="Another was recorded."
    )
    made = NeedToKnow.objects.bulk_create(
        [
            NeedToKnow(
                inspection=inspection,
                person=one,
                level=Marking(level),
                reason=reason.strip(),
                by=by,
                given_at=at,
            )
            for one in chosen
        ]
    )
    write(
        of=made[0],
        stream=inspection.stream,
        detail={"people": [one.pk for one in chosen], "level": Marking(level).value},
    )
    return made[0]


@action(InspectionVerb.END_NEED_TO_KNOW, streams=lambda *, inspection, **_: [inspection.stream])
def end_need_to_know(
    *, by: Person, at: datetime, key: str, inspection: Inspection, person: Person, reason: str
) -> NeedToKnow:
    """Record that ``person`` need no longer know what is marked above OFFICIAL here, and why."""
    require(by, inspection, TABLE, InspectionVerb.END_NEED_TO_KNOW)
    refuse_if(policies.need_to_know_endable(inspection, person, reason))
    given = NeedToKnow.objects.get(inspection=inspection, person=person, ended_at=None)
    given.ended_at, given.ended_reason = at, reason.strip()
    given.save(update_fields=["ended_at", "ended_reason"])
    write(of=given, stream=inspection.stream, detail={"person": person.pk, "level": given.level})
    return given


@action(InspectionVerb.NAME_GROUP, streams=lambda *, inspection, **_: [inspection.stream])
def name_group(
    *, by: Person, at: datetime, key: str, inspection: Inspection, name: str, role: str = ""
) -> ReferenceGroup:
    """Record a group that advises the inspection, and how."""
    require(by, inspection, TABLE, InspectionVerb.NAME_GROUP)
    refuse_if(
        [
            *policies.workable(inspection),
            *storable(name, "name", needed=True, limit=160),
            *storable(role, "role"),
        ]
    )
    group = ReferenceGroup.objects.create(
        inspection=inspection, name=name.strip(), role=role.strip()
    )
    write(of=group, stream=inspection.stream)
    return group


@action(InspectionVerb.MOVE, streams=lambda *, inspection, **_: [inspection.stream])
def move(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    to_phase: str,
    reason: str,
    version: int,
) -> Inspection:
    """Move the inspection to another phase; Conflict when somebody moved it since ``version``."""
    require(by, inspection, TABLE, InspectionVerb.MOVE)
    if inspection.version != version:
        yours = Phase(to_phase).label if to_phase in Phase.values else to_phase
        raise Conflict(
            theirs=Phase(inspection.phase).label, yours=yours, version=inspection.version
        )
    refuse_if(policies.movable(inspection, to_phase, reason))
    return _moved(by, at, inspection, Phase(to_phase), reason)


@action(InspectionVerb.PUBLISH, streams=lambda *, inspection, **_: [inspection.stream])
def publish(*, by: Person, at: datetime, key: str, inspection: Inspection) -> Inspection:
    """Record that the report is out, within the act that publishes it: the phase is Published."""
    require(by, inspection, TABLE, InspectionVerb.PUBLISH)
    refuse_if(policies.publishable(inspection))
    return _moved(by, at, inspection, Phase.PUBLISHED, "")


def _moved(by: Person, at: datetime, inspection: Inspection, to: Phase, reason: str) -> Inspection:
    before = inspection.phase
    inspection.phase, inspection.version = to, inspection.version + 1
    inspection.save(update_fields=["phase", "version"])
    PhaseMove.objects.create(
        inspection=inspection, from_phase=before, to_phase=to, reason=reason.strip(), by=by, at=at
    )
    write(of=inspection, stream=inspection.stream, detail={"from": before, "to": to})
    return inspection
