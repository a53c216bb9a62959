"""Reads of inspections, filtered for the reader: coverage, team, conflicts of interest, work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from inspectorate.domain.bodies import queries as bodies_queries
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes import queries as programmes_queries
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.people import access
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import administered_when_cleared, open_declarations
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import amending, policies
from .access import held_on, may
from .models import (
    Inspection,
    NeedToKnow,
    NotInspected,
    ScopeBody,
    ScopeRemoval,
    Suppression,
    TeamMember,
)
from .permissions import TABLE
from .reasons import InspectionReason
from .states import OVER, Phase, by_hand
from .verbs import InspectionVerb


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One body's row of the coverage, in the order of the criteria.

    ``None`` is inspected, a text is the reason it is not.
    """

    scope_body: ScopeBody
    cells: tuple[str | None, ...]

    @property
    def inspected(self) -> int:
        return sum(1 for cell in self.cells if cell is None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage matrix: which body is asked which criterion.

    ``inspected`` counts the bodies asked each criterion, the denominator of its figures.
    """

    criteria: tuple[Criterion, ...]
    rows: tuple[CoverageRow, ...]
    inspected: tuple[int, ...]

    @property
    def bodies(self) -> int:
        return len(self.rows)


def visible_to(person: Person) -> QuerySet[Inspection]:
    """The inspections on whose team ``person`` is, in a role that may see them and is still held.

    Contacts of bodies see none here.
    """
    # A role counts only while it is held both on the team and in the house.
    seeing = person.roles & TABLE[InspectionVerb.SEE] if person.is_active else frozenset()
    return Inspection.objects.filter(
        pk__in=TeamMember.objects.filter(person=person, left_at=None, role__in=seeing).values(
            "inspection_id"
        )
    ).select_related("framework", "vocabulary")


@prepared
def named(slugs: list[str]) -> QuerySet[Inspection]:
    """The inspections at these addresses, for what was sent to them, whoever may see them."""
    return Inspection.objects.filter(slug__in=slugs)


def visible_to_contact(person: Person) -> QuerySet[Inspection]:
    """Inspections whose scope has a body ``person`` speaks for."""
    mine = ScopeBody.objects.filter(body__in=bodies_queries.spoken_for_by(person)).values(
        "inspection_id"
    )
    return Inspection.objects.filter(pk__in=mine)


def scope(inspection: Inspection) -> QuerySet[ScopeBody]:
    """The bodies in scope, in order, each with its body. In a rehearsal show ``label`` only."""
    return inspection.scope.select_related("body", "inspection")


@prepared
def scope_by_code(inspection: Inspection, codes: list[str]) -> QuerySet[ScopeBody]:
    """The bodies in scope that have these codes, each with its body, as :func:`scope` has them."""
    named = ScopeBody.objects.filter(inspection=inspection, code__in=codes)
    return named.select_related("body", "inspection")


def coverage(inspection: Inspection) -> Coverage:
    """The matrix of bodies by criteria, graded and ungraded. Three queries, whatever its size."""
    criteria = tuple(programmes_queries.criteria(inspection.framework))
    left_out = {
        (body, criterion): reason
        for body, criterion, reason in NotInspected.standing()
        .filter(scope_body__inspection=inspection)
        .values_list("scope_body_id", "criterion_id", "reason")
    }
    rows = tuple(
        CoverageRow(one, tuple(left_out.get((one.pk, each.pk)) for each in criteria))
        for one in scope(inspection)
    )
    inspected = tuple(
        sum(1 for row in rows if row.cells[at] is None) for at in range(len(criteria))
    )
    return Coverage(criteria, rows, inspected)


def reasons_scope_is_fixed(inspection: Inspection) -> list[Reason]:
    """Return why no body can be put in scope now."""
    return policies.rescopable(inspection)


def suppressed(inspection: Inspection) -> QuerySet[Suppression]:
    """The columns that are left out of the published tables now, with their criteria."""
    return Suppression.standing().filter(inspection=inspection).select_related("criterion__area")


def suppressions(inspection: Inspection) -> QuerySet[Suppression]:
    """All that was ever suppressed, oldest first, with who ended it; what stands has nobody."""
    return inspection.suppressions.select_related("criterion", "by", "ended__by")


def removals(inspection: Inspection) -> QuerySet[ScopeRemoval]:
    """The bodies that were taken out of the scope, and who decided it, in the order it was done."""
    return inspection.removals.select_related("by")


def removal_leaves_out(row: ScopeBody) -> int:
    """How many criteria of a body removing it now would leave out; 0 where its row would go."""
    return 0 if policies.row_goes(row) else policies.still_inspected(row).count()


def left_out(inspection: Inspection) -> QuerySet[NotInspected]:
    """All that was ever left out, body by body, with who took it back; what stands has nobody."""
    rows = NotInspected.objects.filter(scope_body__inspection=inspection)
    return rows.select_related("scope_body", "criterion", "taken_back__by").order_by(
        "scope_body__order", "criterion__area__order", "criterion__order", "number"
    )


def wholly_left_out(inspection: Inspection) -> Mapping[int, str]:
    """Why bodies in scope are inspected on no criterion any more, by their key: the reason with
    which the last one was left out. Two queries.
    """
    criteria = Criterion.objects.filter(area__framework=inspection.framework_id).count()
    rows = NotInspected.standing().filter(scope_body__inspection=inspection)
    why: dict[int, list[str]] = {}
    for body, reason in rows.order_by("decided_at", "pk").values_list("scope_body", "reason"):
        why.setdefault(body, []).append(reason)
    return {body: said[-1] for body, said in why.items() if len(said) == criteria}


def team(
    inspection: Inspection, role: str | None = None, letter: str | None = None
) -> QuerySet[TeamMember]:
    """Who is on the team now, with their persons; in one role, in one field team."""
    members = inspection.team.filter(left_at=None).select_related("person")
    if role is not None:
        members = members.filter(role=role)
    return members if letter is None else members.filter(team=letter)


def needs_to_know(inspection: Inspection) -> QuerySet[NeedToKnow]:
    """Who of the team needs to know what is marked above OFFICIAL, and why.

    ``opens_nothing`` says that who gave the need could then record the clearance too.
    """
    given = inspection.needs_to_know.filter(ended_at=None).select_related("person", "by")
    given = given.annotate(opens_nothing=administered_when_cleared("by", "person"))
    return given.order_by("person__name", "pk")


def members(inspection: Inspection, people: Iterable[Person]) -> set[int]:
    """Return the keys of those of ``people`` on the team now in a role still held. One query."""
    held = Q(person__held__ended_at=None, person__held__role=F("role"), person__is_active=True)
    on_team = inspection.team.filter(held, left_at=None, person__in=list(people))
    return set(on_team.values_list("person_id", flat=True))


def can(person: Person, inspection: Inspection, verb: InspectionVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def can_open(person: Person) -> bool:
    """May ``person`` open an inspection?"""
    return access.may(person, TABLE, InspectionVerb.OPEN)


def fixed(inspection: Inspection) -> dict[str, Reason]:
    """Why a field of an inspection can no longer be amended, for each that is fixed."""
    return amending.fixed(inspection)


def any_opened() -> bool:
    """Has any inspection been opened here? Nothing else is told of it."""
    return Inspection.objects.exists()


def moves(inspection: Inspection) -> list[tuple[str, str, list[Reason]]]:
    """List each phase that may follow by hand, its name, and why it may not yet.

    A missing explanation is no reason here: it will be written.
    """
    onward = by_hand(inspection.phase)
    return [(phase.value, phase.label, reasons_not_to_move(inspection, phase)) for phase in onward]


def reasons_not_to_move(inspection: Inspection, to_phase: str) -> list[Reason]:
    """Return why the inspection may not go to ``to_phase`` now, once an explanation is written."""
    return policies.movable(inspection, to_phase, "given")


def reasons_over(inspection: Inspection, over: Collection[str] = OVER) -> list[Reason]:
    """Return why nothing more may be done on the inspection. Every room above asks here.

    ``over`` are the phases that forbid it: ``states.OVER``, or ``states.JUDGED`` for judgments.
    """
    return policies.workable(inspection, over)


def conflicts(people: Iterable[Person], body: Body) -> list[Reason]:
    """Return a reason for each of ``people`` with an open declaration of interest in ``body``.

    They keep away from its visits, assignments and moderation. What the interest is stays
    confidential and is not included. One query.
    """
    # Names only: that there is an interest keeps a person away, what it is concerns nobody here.
    names = open_declarations(people, body.code).values_list("person__name", flat=True)
    return [
        Reason(
            InspectionReason.INTEREST_DECLARED,
            f"{name} has declared an interest in this body.",
            Mend.words("Choose someone else."),
            "person",
        )
        for name in dict.fromkeys(names)
    ]


# The act that supplies what fieldwork cannot begin without; anything else is a person missing from
# the team.
_MENDED_BY: Mapping[str, InspectionVerb] = {
    InspectionReason.APPROVAL_MISSING: InspectionVerb.APPROVE,
    InspectionReason.TERMS_MISSING: InspectionVerb.SET_TERMS,
    InspectionReason.SCOPE_MISSING: InspectionVerb.SET_SCOPE,
}


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List what a planned inspection still needs before fieldwork, and whom each thing waits on."""
    if inspection.phase != Phase.PLANNED:
        return []
    held = held_on(person, inspection)
    if not held & TABLE[InspectionVerb.SEE]:
        return []
    work = []
    for reason in policies.startable(inspection):
        verb = _MENDED_BY.get(reason.code, InspectionVerb.JOIN)
        who = Role.SIGNING if verb is InspectionVerb.APPROVE else Role.LEAD
        mine, waits_on = who in held, who.label.lower()
        work.append(
            Waiting(
                what=reason.text,
                verb=verb,
                args=(),
                inspection=inspection.slug,
                due_on=inspection.fieldwork_from,
                mine=mine,
                waits_on="" if mine else waits_on,
            )
        )
    return work
