"""The only writers of inspections: opening, approval, terms, scope, coverage, team, phase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, ProtectedError
from django.utils.text import slugify

from inspectorate.domain.bodies import queries as bodies_queries
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.chain import lock
from inspectorate.foundation.people import access
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Reason, Refused, refuse_if

from . import policies
from .access import require
from .models import (
    Approval,
    Inspection,
    NotInspected,
    ReferenceGroup,
    ScopeBody,
    TeamMember,
    TermsOfReference,
)
from .permissions import TABLE
from .reasons import InspectionReason
from .states import Phase
from .verbs import InspectionVerb


@action(InspectionVerb.OPEN)
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
    team: Sequence[tuple[Person, str, str]] = (),
) -> Inspection:
    """Open an inspection with its first team of (person, role, field team).

    Whoever opens joins as lead or signing inspector, as held, unless the team says so already.
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
        opened_at=at,
    )
    lock("inspections")  # a prefix is given once; it has no stream yet to hold
    members = [
        (person, Role(role) if role in Role.values else role, letter)
        for person, role, letter in team
    ]
    if not any(person == by and role in (Role.LEAD, Role.SIGNING) for person, role, _ in members):
        members.insert(0, (by, Role.LEAD if Role.LEAD in by.roles else Role.SIGNING, ""))
    reasons = policies.openable(
        slug=slug,
        prefix=prefix,
        title=title,
        question=question,
        framework=framework,
        vocabulary=vocabulary,
        basis=basis,
        fieldwork_from=fieldwork_from,
        fieldwork_to=fieldwork_to,
        noun=noun,
        noun_plural=noun_plural,
    )
    for person, role, letter in members:
        reasons += policies.joinable(inspection, person, role, letter)
    pairs = [(person.pk, role) for person, role, _ in members]
    if len(set(pairs)) < len(pairs):
        reasons.append(
            Reason(
                InspectionReason.MEMBER_TWICE,
                "Someone is twice on the team in one role.",
                "Name each once.",
                "team",
            )
        )
    refuse_if(reasons)
    inspection.save(force_insert=True)
    TeamMember.objects.bulk_create(
        [
            TeamMember(inspection=inspection, person=person, role=role, team=letter, joined_at=at)
            for person, role, letter in members
        ]
    )
    write(
        of=inspection,
        stream=inspection.stream,
        detail={
            "title": inspection.title,
            "rehearsal": rehearsal,
            "framework": str(framework),
            "vocabulary": str(vocabulary),
            "basis": basis,
            "team": [[person.pk, str(role), letter] for person, role, letter in members],
        },
    )
    return inspection


@action(InspectionVerb.APPROVE)
def approve(*, by: Person, at: datetime, key: str, inspection: Inspection, text: str) -> Approval:
    """Approve the inspection, saying under what."""
    require(by, inspection, TABLE, InspectionVerb.APPROVE)
    refuse_if([*policies.not_over(inspection), *policies.has_text(text, "text")])
    approval = Approval.objects.create(inspection=inspection, by=by, at=at, text=text.strip())
    write(of=approval, stream=inspection.stream, detail={"text": approval.text})
    return approval


@action(InspectionVerb.SET_TERMS)
def set_terms(
    *, by: Person, at: datetime, key: str, inspection: Inspection, text: str
) -> TermsOfReference:
    """Write the terms of reference, or their next version; earlier ones stay on record."""
    require(by, inspection, TABLE, InspectionVerb.SET_TERMS)
    lock(inspection.stream)
    refuse_if([*policies.not_over(inspection), *policies.has_text(text, "text")])
    number = inspection.terms.count() + 1
    terms = TermsOfReference.objects.create(
        inspection=inspection, number=number, text=text.strip(), by=by, at=at
    )
    write(of=terms, stream=inspection.stream, detail={"number": number})
    return terms


@action(InspectionVerb.SET_SCOPE)
def set_scope(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    bodies: Sequence[tuple[Body, str]],
) -> Inspection:
    """Make ``bodies`` (each with its label) the scope, in that order; a body already in it keeps
    its record.
    """
    require(by, inspection, TABLE, InspectionVerb.SET_SCOPE)
    lock(inspection.stream)
    inspection.refresh_from_db()
    names = bodies_queries.real_names() if inspection.rehearsal else []
    refuse_if(policies.scopable(inspection, bodies, names))
    there = {one.body_id: one for one in inspection.scope.all()}
    gone = [one for body_id, one in there.items() if body_id not in {body.pk for body, _ in bodies}]
    for one in gone:
        _drop(one)
    for one in there.values():
        # Labels and codes may change places; the first save moves every one out of the others' way.
        one.label, one.code = f"\N{MIDDLE DOT}{one.pk}", f"-{one.pk}"
    kept = [one for one in there.values() if one not in gone]
    ScopeBody.objects.bulk_update(kept, ["label", "code"])
    for order, (body, label) in enumerate(bodies):
        row = there.get(body.pk) or ScopeBody(inspection=inspection, body=body)
        row.label, row.order = label.strip(), order
        row.code = slugify(label)[:80] if inspection.rehearsal else body.code
        row.save()
    write(
        of=inspection,
        stream=inspection.stream,
        detail={
            "bodies": len(bodies),
            "labels": [label for _, label in bodies],
            "dropped": [one.pk for one in gone],
        },
    )
    return inspection


def _drop(one: ScopeBody) -> None:
    """Take a body out of a planned scope, unless something was already asked of it or planned
    there.
    """
    code = one.body.code
    try:
        one.not_inspected.all().delete()
        one.delete()
    except ProtectedError as fault:
        text = f"Something is already planned for {code}."
        raise Refused(
            [
                Reason(
                    InspectionReason.SCOPE_BODY_IN_USE,
                    text,
                    "Keep it, and leave its criteria out with a reason.",
                    "bodies",
                )
            ]
        ) from fault


@action(InspectionVerb.LEAVE_OUT)
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
    """Leave one criterion of one body out, with the reason. It is *not inspected*: never a pass,
    never a fail.
    """
    require(by, inspection, TABLE, InspectionVerb.LEAVE_OUT)
    lock(inspection.stream)
    refuse_if(policies.omissible(inspection, scope_body, criterion, reason))
    cell = NotInspected.objects.create(
        scope_body=scope_body, criterion=criterion, reason=reason.strip(), decided_at=at
    )
    write(
        of=cell,
        stream=inspection.stream,
        detail={"body": scope_body.label, "criterion": criterion.ref, "reason": cell.reason},
    )
    return cell


@action(InspectionVerb.JOIN)
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
    """Let a person join in a role held; ``team`` is the field team's letter."""
    require(by, inspection, TABLE, InspectionVerb.JOIN)
    lock(inspection.stream)
    refuse_if(policies.joinable(inspection, person, role, team))
    member = TeamMember.objects.create(
        inspection=inspection, person=person, role=Role(role), team=team, joined_at=at
    )
    write(
        of=member,
        stream=inspection.stream,
        detail={"person": person.pk, "role": Role(role).value, "team": team},
    )
    return member


@action(InspectionVerb.LEAVE)
def leave(*, by: Person, at: datetime, key: str, member: TeamMember, reason: str) -> TeamMember:
    """Let a member leave the team, with the reason."""
    require(by, member.inspection, TABLE, InspectionVerb.LEAVE)
    lock(member.inspection.stream)
    member.refresh_from_db()
    refuse_if(policies.leavable(member, reason))
    member.left_at = at
    member.save(update_fields=["left_at"])
    write(
        of=member,
        stream=member.inspection.stream,
        detail={"person": member.person_id, "role": member.role, "reason": reason.strip()},
    )
    return member


@action(InspectionVerb.NAME_GROUP)
def name_group(
    *, by: Person, at: datetime, key: str, inspection: Inspection, name: str, role: str = ""
) -> ReferenceGroup:
    """Record a group that advises the inspection, and how."""
    require(by, inspection, TABLE, InspectionVerb.NAME_GROUP)
    refuse_if([*policies.not_over(inspection), *policies.has_text(name, "name")])
    group = ReferenceGroup.objects.create(
        inspection=inspection, name=name.strip(), role=role.strip()
    )
    write(of=group, stream=inspection.stream, detail={"name": group.name})
    return group


@action(InspectionVerb.MOVE)
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
    """Move the inspection to another phase. Raises Conflict when somebody moved it since
    ``version``.
    """
    require(by, inspection, TABLE, InspectionVerb.MOVE)
    lock(inspection.stream)
    stands = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if stands.version != version:
        yours = Phase(to_phase).label if to_phase in Phase.values else to_phase
        raise Conflict(theirs=Phase(stands.phase).label, yours=yours, version=stands.version)
    refuse_if(policies.movable(stands, to_phase, reason))
    before = stands.phase
    Inspection.objects.filter(pk=stands.pk, version=version).update(
        phase=to_phase, version=F("version") + 1
    )
    inspection.refresh_from_db()
    write(
        of=inspection,
        stream=inspection.stream,
        detail={"from": before, "to": inspection.phase, "reason": reason.strip()},
    )
    return inspection
