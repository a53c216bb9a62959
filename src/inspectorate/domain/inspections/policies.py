"""What may be done to an inspection now: each rule returns its reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.markings.scheme import BASELINE, VETTED
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import administering_when_cleared
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from . import pseudonyms, small_numbers
from .models import Inspection, NotInspected, ScopeBody, TeamMember
from .reasons import InspectionReason
from .states import BY_RELEASE, NEXT, OVER, Phase, by_hand, goes_back, published_by_release
from .verbs import InspectionVerb

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = {"title": 250, "question": None, "noun": 40, "noun_plural": 40}
_HOW_IT_GOES_ON = {
    # The acts that correct a report are of rooms above, which this one cannot name.
    Phase.PUBLISHED: Mend.outside("Ask the editor to correct the report with a new edition."),
    Phase.CLOSED: Mend.by(InspectionVerb.MOVE, "Ask a lead inspector to reopen it first."),
    Phase.ABANDONED: Mend.by(
        InspectionVerb.OPEN, "Open a new inspection. An abandoned one cannot be reopened."
    ),
}


def openable(inspection: Inspection) -> list[Reason]:
    """Require free identifiers, texts, an adopted framework and vocabulary, a basis, days in order.

    ``inspection`` is not saved yet, or not as it stands here.
    """
    reasons = _identifiers(inspection)
    reasons += storable(inspection.slug, "slug", limit=80)
    reasons += storable(inspection.basis_text, "basis_text")
    for field, longest in _TEXTS.items():
        reasons += storable(getattr(inspection, field), field, needed=True, limit=longest)
    for verb, code, field in (
        (ProgrammeVerb.ADOPT_FRAMEWORK, InspectionReason.FRAMEWORK_NOT_ADOPTED, "framework"),
        (ProgrammeVerb.ADOPT_VOCABULARY, InspectionReason.VOCABULARY_NOT_ADOPTED, "vocabulary"),
    ):
        adopted = getattr(inspection, field)
        if adopted.adopted_at is None:
            mend = Mend.by(verb, "Have it adopted first.", adopted)
            reasons.append(Reason(code, f"{adopted} has not been adopted.", mend, field))
    if inspection.basis not in dict(Inspection.BASES):
        text = f"The basis {inspection.basis!r} is unknown."
        mend = Mend.words(f"Choose one of: {', '.join(dict(Inspection.BASES))}.")
        reasons.append(Reason(InspectionReason.BASIS_UNKNOWN, text, mend, "basis"))
    first, last = inspection.fieldwork_from, inspection.fieldwork_to
    if last < first:
        text = f"Fieldwork would end on {last}, before it begins on {first}."
        mend = Mend.words("Swap the two days, or correct them.")
        reasons.append(Reason(InspectionReason.WINDOW_OUT_OF_ORDER, text, mend, "fieldwork_to"))
    return [*reasons, *small_numbers.boundable(inspection.small_below)]


def _identifiers(inspection: Inspection) -> list[Reason]:
    slug, prefix, reasons = inspection.slug, inspection.prefix, []
    others = Inspection.objects.exclude(pk=inspection.pk)
    if not _SLUG.fullmatch(slug):
        text = f"The short name {slug!r} cannot be used in an address."
        mend = Mend.words("Use small letters, digits and hyphens.")
        reasons.append(Reason(InspectionReason.SLUG_MALFORMED, text, mend, "slug"))
    elif others.filter(slug=slug).exists():
        text = f"There is already an inspection {slug}."
        mend = Mend.words("Choose another short name.")
        reasons.append(Reason(InspectionReason.SLUG_TAKEN, text, mend, "slug"))
    if not _PREFIX.fullmatch(prefix):
        text = f"The prefix {prefix!r} cannot be used in record numbers."
        mend = Mend.words("Use 2 to 8 capital letters or digits, for example PREV.")
        reasons.append(Reason(InspectionReason.PREFIX_MALFORMED, text, mend, "prefix"))
    elif others.filter(prefix=prefix).exists():
        text = f"Another inspection already numbers its records {prefix}-…"
        mend = Mend.words("Choose another prefix.")
        reasons.append(Reason(InspectionReason.PREFIX_TAKEN, text, mend, "prefix"))
    return reasons


def workable(inspection: Inspection, over: Collection[str] = OVER) -> list[Reason]:
    """Require that the inspection has not reached a phase of ``over``: the one rule of every room.

    ``states.JUDGED`` is the other set; why the two differ stands there.
    """
    if inspection.phase not in over:
        return []
    phase = Phase(inspection.phase)
    what = f"{inspection.title} is {phase.label.lower()}."
    if phase == Phase.PUBLISHED:
        what = "The report is published, so its judgments cannot change."
    return [Reason(InspectionReason.INSPECTION_OVER, what, _HOW_IT_GOES_ON[phase], "inspection")]


def scopable(
    inspection: Inspection, bodies: Sequence[tuple[Body, str]], names: Iterable[str]
) -> list[Reason]:
    """Require a scope that may still change, with each body and label once and labels that fit.

    ``names`` are the real names that no pseudonym of a rehearsal may hold.
    """
    reasons = [*_scope_open(inspection, bodies), *_each_once(bodies)]
    real_names = pseudonyms.finder(names)
    for body, label in bodies:
        reasons += storable(label, "label", limit=160)
        reasons += _pseudonym(label, real_names) if inspection.rehearsal else _name(body, label)
    if inspection.rehearsal:
        reasons += _apart([label.strip() for _, label in bodies])
    return reasons


def _scope_open(inspection: Inspection, bodies: Sequence[tuple[Body, str]]) -> list[Reason]:
    """The scope is set while planned, may grow in fieldwork, and is fixed from judging on."""
    reasons = rescopable(inspection)
    if not bodies:
        text = "No body is chosen."
        mend = Mend.words("Choose at least one.")
        reasons.append(Reason(InspectionReason.SCOPE_EMPTY, text, mend, "bodies"))
    chosen = {body.pk for body, _ in bodies}
    for row in inspection.scope.exclude(body__in=chosen):
        how = "Keep it, and remove it with a reason by an act of its own."
        mend = Mend.by(InspectionVerb.REMOVE_BODY, how, row)
        # Evidence of a body that is gone would hang in the air.
        if inspection.phase == Phase.FIELDWORK:
            text = f"{row.label} is under inspection."
            reasons.append(Reason(InspectionReason.SCOPE_SHRINKS, text, mend, "bodies"))
        elif in_use(row):
            text = f"Something is already planned for {row.label}."
            reasons.append(Reason(InspectionReason.SCOPE_BODY_IN_USE, text, mend, "bodies"))
    return reasons


def rescopable(inspection: Inspection) -> list[Reason]:
    """Require that judging has not begun."""
    if inspection.phase in (Phase.PLANNED, Phase.FIELDWORK):
        return []
    text = f"The scope cannot change at {Phase(inspection.phase).label.lower()}."
    back = Mend.by(InspectionVerb.MOVE, "Move the inspection back to fieldwork first.")
    mend = _HOW_IT_GOES_ON.get(Phase(inspection.phase), back)
    return [Reason(InspectionReason.SCOPE_FIXED, text, mend, "bodies")]


def in_use(row: ScopeBody) -> bool:
    """Does anything hang on the row of a body but that criteria of it were left out?

    A visit, a request, evidence, an assignment, or that something was taken back.
    """
    try:
        Collector(using=row._state.db or DEFAULT_DB_ALIAS, origin=row).collect([row])
    except ProtectedError as fault:
        others = [one for one in fault.protected_objects if not isinstance(one, NotInspected)]
        return bool(others) or row.not_inspected.exclude(taken_back=None).exists()
    return False


def removable(inspection: Inspection, row: ScopeBody | None, reason: str) -> list[Reason]:
    """Require a body in scope that is not the only one and is still inspected, and a reason."""
    reasons = [*storable(reason, "reason", needed=True), *_coverage_open(inspection)]
    if row is None:
        text, mend = "This body is not in the scope.", NOTHING_TO_DO
        return [*reasons, Reason(InspectionReason.BODY_OUT_OF_SCOPE, text, mend, "body")]
    if not inspection.scope.exclude(pk=row.pk).exists():
        text = "No body would be in scope."
        mend = Mend.by(InspectionVerb.SET_SCOPE, "Add another body first.")
        reasons.append(Reason(InspectionReason.SCOPE_EMPTY, text, mend, "body"))
    if not row_goes(row) and not still_inspected(row):
        text = f"All criteria of {row.label} are left out already."
        mend = NOTHING_TO_DO
        reasons.append(Reason(InspectionReason.REMOVED_ALREADY, text, mend, "body"))
    return reasons


def row_goes(row: ScopeBody) -> bool:
    """Would the row of a body go if the body were removed now, since nothing hangs on it?"""
    early = row.inspection.phase in (Phase.PLANNED, Phase.FIELDWORK)
    return early and not in_use(row)


def still_inspected(row: ScopeBody) -> QuerySet[Criterion]:
    """The criteria on which a body is inspected, in the order of the framework."""
    left_out = NotInspected.standing().filter(scope_body=row).values("criterion")
    of = Criterion.objects.filter(area__framework=row.inspection.framework_id)
    return of.exclude(pk__in=left_out).order_by("area__order", "order")


def _each_once(bodies: Sequence[tuple[Body, str]]) -> list[Reason]:
    codes = [body.code for body, _ in bodies]
    labels = [label.strip().casefold() for _, label in bodies]
    return [
        Reason(
            code,
            f"The {what} {twice} is listed twice.",
            Mend.words("Remove one of them."),
            "bodies",
        )
        for code, what, listed in (
            (InspectionReason.BODY_TWICE, "body", codes),
            (InspectionReason.LABEL_TWICE, "label", labels),
        )
        for twice in sorted({value for value in listed if listed.count(value) > 1})
    ]


def _apart(labels: Sequence[str]) -> list[Reason]:
    """Each pseudonym makes an address of its own; those that are the same are told of apart."""
    first: dict[str, str] = {}
    reasons = []
    for label in labels:
        other = first.setdefault(pseudonyms.code_of(label), label)
        if other.casefold() != label.casefold():
            text = f"The pseudonyms {other!r} and {label!r} would have the same address."
            mend = Mend.words("Let them differ in a letter from A to Z or a digit.")
            reasons.append(Reason(InspectionReason.LABEL_WITHOUT_ADDRESS, text, mend, "bodies"))
    return reasons


def _pseudonym(label: str, real_names: re.Pattern[str]) -> list[Reason]:
    mend = Mend.words("Give one that names no real body, for example Force 07.")
    if not label.strip():
        text = "A body in a rehearsal has no pseudonym."
        return [Reason(InspectionReason.LABEL_MISSING, text, mend, "bodies")]
    if not pseudonyms.code_of(label):
        text = f"No address can be made of the pseudonym {label!r}."
        mend = Mend.words("Use a letter from A to Z or a digit in it.")
        return [Reason(InspectionReason.LABEL_WITHOUT_ADDRESS, text, mend, "bodies")]
    if name := pseudonyms.real_name_in(label, real_names):
        text = f"The pseudonym {label!r} gives away the real name {name!r}."
        return [Reason(InspectionReason.LABEL_IS_REAL, text, mend, "bodies")]
    return []


def _name(body: Body, label: str) -> list[Reason]:
    # Two bodies may share a name; then the code or the region, in brackets, tells them apart.
    if label in {body.name, f"{body.name} ({body.code})", f"{body.name} ({body.region})"}:
        return []
    text = f"{label!r} is not the name of {body.name}."
    mend = Mend.words(f"Outside a rehearsal write {body.name!r}.")
    return [Reason(InspectionReason.LABEL_IS_NOT_THE_NAME, text, mend, "bodies")]


def omittable(
    inspection: Inspection, scope_body: ScopeBody, criterion: Criterion, reason: str
) -> list[Reason]:
    """Require a body in scope, a criterion of the framework, a reason, and judging not over."""
    reasons = storable(reason, "reason", needed=True)
    if scope_body.inspection_id != inspection.pk:
        text = f"{scope_body.label} is not in the scope of this inspection."
        mend = Mend.words("Choose a body in scope.")
        reasons.append(Reason(InspectionReason.BODY_OUT_OF_SCOPE, text, mend, "scope_body"))
    if criterion.area.framework_id != inspection.framework_id:
        text = f"{criterion.ref} is not in the framework of this inspection."
        mend = Mend.words("Choose a criterion of its framework.")
        reasons.append(
            Reason(InspectionReason.CRITERION_OF_ANOTHER_FRAMEWORK, text, mend, "criterion")
        )
    reasons += _coverage_open(inspection)
    if NotInspected.standing().filter(scope_body=scope_body, criterion=criterion).exists():
        text = f"{scope_body.label} is already left out of {criterion.ref}."
        mend = Mend.by(
            InspectionVerb.TAKE_BACK,
            "To give another reason, take it back into the coverage first.",
        )
        reasons.append(Reason(InspectionReason.LEFT_OUT_ALREADY, text, mend, "criterion"))
    return reasons


def coverable(
    inspection: Inspection, left_out: Sequence[NotInspected], reason: str
) -> list[Reason]:
    """Require cells of this inspection that are left out now, a reason, and judging not over."""
    reasons = [*storable(reason, "reason", needed=True), *_coverage_open(inspection)]
    if not left_out:
        text, mend = "Nothing is chosen.", Mend.words("Choose at least one criterion of a body.")
        reasons.append(Reason(InspectionReason.NOTHING_CHOSEN, text, mend, "left_out"))
    keys = {one.pk for one in left_out}
    here = NotInspected.objects.filter(pk__in=keys, scope_body__inspection=inspection)
    standing = set(NotInspected.standing().filter(pk__in=keys).values_list("pk", flat=True))
    for one in here.select_related("scope_body", "criterion").exclude(pk__in=standing):
        text = f"{one.scope_body.label} is inspected on {one.criterion.ref} again."
        mend = NOTHING_TO_DO
        reasons.append(Reason(InspectionReason.TAKEN_BACK_ALREADY, text, mend, "left_out"))
    if len(here) < len(keys):
        text = "What you chose is not in the scope of this inspection."
        mend = Mend.words("Choose among what is left out here.")
        reasons.append(Reason(InspectionReason.BODY_OUT_OF_SCOPE, text, mend, "left_out"))
    return reasons


def _coverage_open(inspection: Inspection) -> list[Reason]:
    if inspection.phase in (Phase.PLANNED, Phase.FIELDWORK, Phase.JUDGING):
        return []
    text = f"The coverage cannot change at {Phase(inspection.phase).label.lower()}."
    back = Mend.by(InspectionVerb.MOVE, "Move the inspection back to judging first.")
    mend = _HOW_IT_GOES_ON.get(Phase(inspection.phase), back)
    return [Reason(InspectionReason.COVERAGE_FIXED, text, mend, "criterion")]


def staffable(inspection: Inspection, team: Sequence[tuple[Person, str, str]]) -> list[Reason]:
    """Require that each (person, role, field team) may join and that nobody is there twice."""
    reasons = []
    for person, role, letter in team:
        reasons += joinable(inspection, person, role, letter)
    pairs = [(person.pk, role) for person, role, _ in team]
    if len(set(pairs)) < len(pairs):
        text = "A person is on the team twice in the same role."
        reasons.append(
            Reason(InspectionReason.MEMBER_TWICE, text, Mend.words("Name each once."), "team")
        )
    return reasons


def joinable(inspection: Inspection, person: Person, role: str, team: str) -> list[Reason]:
    """Require a staff role the person holds and does not have on this team yet."""
    if role not in Role.values or Role(role) not in STAFF:
        text = f"{role!r} is not a role on a team."
        return [
            Reason(InspectionReason.ROLE_UNKNOWN, text, Mend.words("Choose a staff role."), "role")
        ]
    named = Role(role).label.lower()
    reasons = workable(inspection)
    if not person.is_active or Role(role) not in person.roles:
        text = f"{person.name} does not hold the role {named}."
        mend = Mend.by(PersonVerb.GRANT, "Ask an administrator to give the role first.", person)
        reasons.append(Reason(InspectionReason.ROLE_NOT_HELD, text, mend, "person"))
    if len(team) > 20:
        text = f"{team[:24]!r}… is longer than 20 characters."
        reasons.append(
            Reason(InspectionReason.TEAM_TOO_LONG, text, Mend.words("Use a letter or two."), "team")
        )
    there = TeamMember.objects.filter(person=person, role=role, left_at=None)
    if inspection.pk and there.filter(inspection=inspection).exists():
        text = f"{person.name} is already on the team as {named}."
        mend = NOTHING_TO_DO
        reasons.append(Reason(InspectionReason.ON_TEAM_ALREADY, text, mend, "person"))
    return reasons


def leavable(member: TeamMember, reason: str) -> list[Reason]:
    """Require a reason, a member who has not left, and another lead where the last one leaves."""
    reasons = storable(reason, "reason", needed=True)
    if member.left_at is not None:
        text, mend = f"{member.person} has already left.", NOTHING_TO_DO
        reasons.append(Reason(InspectionReason.LEFT_ALREADY, text, mend, "member"))
    # Somebody must be left who can let others join.
    elif (
        member.role == Role.LEAD
        and not _serving(member.inspection, Role.LEAD).exclude(pk=member.pk).exists()
    ):
        text = "The inspection would have no lead inspector."
        mend = Mend.by(InspectionVerb.JOIN, "Let another lead inspector join first.")
        reasons.append(Reason(InspectionReason.LAST_LEAD, text, mend, "member"))
    return reasons


def on_team(inspection: Inspection, person: Person) -> bool:
    """Is ``person`` on the team now, in any role?"""
    return inspection.team.filter(person=person, left_at=None).exists()


def need_to_know_givable(
    inspection: Inspection, by: Person, people: Sequence[Person], level: str, reason: str
) -> list[Reason]:
    """Require people of the team, a marking above OFFICIAL, the reason, and no administrator.

    How high they are cleared is not asked: who gives the need may not know of clearances, but that
    one was recorded while they administered accounts.
    """
    reasons = workable(inspection)
    if Role.ADMIN in by.roles or administering_when_cleared(people).filter(pk=by.pk).exists():
        text = (
            "Who administers accounts, or did when one of them was cleared, does not say who needs "
            "to know: two people must have said so."
        )
        mend = Mend.by_another(
            InspectionVerb.GIVE_NEED_TO_KNOW,
            "Ask another who runs the inspection: its lead, or who approves it.",
        )
        reasons.append(Reason(InspectionReason.CLEARS_PEOPLE, text, mend))
    if not people:
        text, mend = "Nobody is chosen.", Mend.words("Choose at least one person of the team.")
        reasons.append(Reason(InspectionReason.NOBODY_CHOSEN, text, mend, "people"))
    for one in people:
        if not on_team(inspection, one):
            text = f"{one.name} is not on the team."
            mend = Mend.by(InspectionVerb.JOIN, "Let them join first, or leave them out.")
            reasons.append(Reason(InspectionReason.NOT_ON_TEAM, text, mend, "people"))
    if level not in VETTED:
        text = f"There is no need to know for {level!r}."
        mend = Mend.words(
            f"Choose one of: {', '.join(one.value for one in VETTED)}. Up to {BASELINE.value} "
            f"being on the team is enough."
        )
        reasons.append(Reason(InspectionReason.LEVEL_UNKNOWN, text, mend, "level"))
    return reasons + storable(reason, "reason", needed=True)


def need_to_know_endable(inspection: Inspection, person: Person, reason: str) -> list[Reason]:
    """Require a need to know that has not been ended, and the reason."""
    reasons = storable(reason, "reason", needed=True)
    if not inspection.needs_to_know.filter(person=person, ended_at=None).exists():
        text = f"No need to know is recorded for {person.name}."
        mend = NOTHING_TO_DO
        reasons.append(Reason(InspectionReason.NO_NEED_TO_KNOW, text, mend, "person"))
    return reasons


def movable(inspection: Inspection, to_phase: str, reason: str) -> list[Reason]:
    """Require a phase that may follow, what that phase needs, and a reason for going back."""
    if to_phase not in Phase.values:
        text = f"{to_phase!r} is not a phase."
        mend = Mend.words(f"Choose one of: {', '.join(Phase.values)}.")
        return [Reason(InspectionReason.PHASE_UNKNOWN, text, mend, "to_phase")]
    here, there = Phase(inspection.phase), Phase(to_phase)
    following = ", ".join(phase.label for phase in by_hand(here)) or "nothing"
    if NEXT[here].get(there) == BY_RELEASE:
        text = "Nobody moves an inspection there: it moves when its report is published."
        mend = Mend.words(f"By hand may follow: {following}.")
        return [Reason(InspectionReason.BY_RELEASE, text, mend, "to_phase")]
    if there not in NEXT[here]:
        text = f"An inspection cannot move from {here.label.lower()} to {there.label.lower()}."
        mend = Mend.words(f"What may follow: {following}.")
        return [Reason(InspectionReason.PHASE_DOES_NOT_FOLLOW, text, mend, "to_phase")]
    reasons = storable(reason, "reason")
    if goes_back(here, there) and not reason.strip():
        text = f"A move from {here.label.lower()} to {there.label.lower()} needs a reason."
        mend = Mend.words("Say why in a sentence.")
        reasons.append(Reason(InspectionReason.REASON_MISSING, text, mend, "reason"))
    if there == Phase.FIELDWORK and here == Phase.PLANNED:
        reasons += startable(inspection)
    return reasons


def publishable(inspection: Inspection) -> list[Reason]:
    """Require a phase from which the publication of the report leads on."""
    if published_by_release(inspection.phase):
        return []
    text = f"A report cannot be published at {Phase(inspection.phase).label.lower()}."
    mend = Mend.by(
        InspectionVerb.MOVE, "Move the inspection to judging first, and have everything judged."
    )
    return [Reason(InspectionReason.PHASE_DOES_NOT_FOLLOW, text, mend, "to_phase")]


def startable(inspection: Inspection) -> list[Reason]:
    """Require for fieldwork: approval, terms of reference, a scope, a lead and an inspector."""
    found = []
    if not inspection.approvals.exists():
        text = "Nobody has approved the inspection."
        mend = Mend.by(InspectionVerb.APPROVE, "Have it approved.")
        found.append(Reason(InspectionReason.APPROVAL_MISSING, text, mend, "approval"))
    if not inspection.terms.exists():
        text = "There are no terms of reference."
        mend = Mend.by(InspectionVerb.SET_TERMS, "Write them.")
        found.append(Reason(InspectionReason.TERMS_MISSING, text, mend, "terms"))
    if not inspection.scope.exists():
        mend = Mend.by(InspectionVerb.SET_SCOPE, "Set the scope.")
        found.append(Reason(InspectionReason.SCOPE_MISSING, "No body is in scope.", mend, "scope"))
    return [
        *found,
        *_on_team(inspection, Role.LEAD, InspectionReason.LEAD_MISSING),
        *_on_team(inspection, Role.INSPECTOR, InspectionReason.INSPECTOR_MISSING),
    ]


def _on_team(inspection: Inspection, role: Role, code: InspectionReason) -> list[Reason]:
    if _serving(inspection, role).exists():
        return []
    text = f"There is no {role.label.lower()} on the team."
    return [Reason(code, text, Mend.by(InspectionVerb.JOIN, "Let one join."), "team")]


def _serving(inspection: Inspection, role: Role) -> QuerySet[TeamMember]:
    """Those on the team in a role they still hold: one who lost it can do nothing in it."""
    held = Q(person__held__role=role, person__held__ended_at=None, person__is_active=True)
    return inspection.team.filter(held, role=role, left_at=None)
