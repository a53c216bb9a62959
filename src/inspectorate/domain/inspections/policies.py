"""What may be done to an inspection now; each rule answers with reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.people.models import Declaration, Person
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.reasons.reasons import Reason

from .models import Inspection, NotInspected, ScopeBody, TeamMember
from .reasons import InspectionReason
from .states import NEXT, Phase

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Going back or giving up is explained; going on explains itself.
_ONWARD = [
    Phase.PLANNED,
    Phase.FIELDWORK,
    Phase.JUDGING,
    Phase.DRAFTING,
    Phase.CHECKING,
    Phase.PUBLISHED,
    Phase.CLOSED,
]


def openable(
    *,
    slug: str,
    prefix: str,
    title: str,
    question: str,
    framework: Framework,
    vocabulary: Vocabulary,
    basis: str,
    fieldwork_from: date,
    fieldwork_to: date,
    noun: str,
    noun_plural: str,
) -> list[Reason]:
    """An inspection opens on an adopted framework and vocabulary, with a question, a basis and a
    window in order.
    """
    reasons = []
    if not _SLUG.fullmatch(slug):
        reasons.append(
            Reason(
                InspectionReason.SLUG_MALFORMED,
                f"{slug!r} is no short name.",
                "Use small letters, digits and hyphens.",
                "slug",
            )
        )
    elif Inspection.objects.filter(slug=slug).exists():
        reasons.append(
            Reason(
                InspectionReason.SLUG_TAKEN,
                f"There is an inspection {slug} already.",
                "Choose another short name.",
                "slug",
            )
        )
    if not _PREFIX.fullmatch(prefix):
        reasons.append(
            Reason(
                InspectionReason.PREFIX_MALFORMED,
                f"{prefix!r} is no prefix.",
                "Use 2 to 8 capitals or digits, as in PREV.",
                "prefix",
            )
        )
    elif Inspection.objects.filter(prefix=prefix).exists():
        text = f"Another inspection already numbers its records {prefix}-…"
        reasons.append(
            Reason(InspectionReason.PREFIX_TAKEN, text, "Choose another prefix.", "prefix")
        )
    for field, value in (
        ("title", title),
        ("question", question),
        ("noun", noun),
        ("noun_plural", noun_plural),
    ):
        if not value.strip():
            reasons.append(
                Reason(f"{field}_missing", f"The inspection has no {field}.", "Fill it in.", field)
            )
    if framework.adopted_at is None:
        reasons.append(
            Reason(
                InspectionReason.FRAMEWORK_NOT_ADOPTED,
                f"{framework} is not adopted.",
                "Have it adopted first.",
                "framework",
            )
        )
    if vocabulary.adopted_at is None:
        reasons.append(
            Reason(
                InspectionReason.VOCABULARY_NOT_ADOPTED,
                f"{vocabulary} is not adopted.",
                "Have it adopted first.",
                "vocabulary",
            )
        )
    if basis not in dict(Inspection.BASES):
        text = f"{basis!r} is no basis."
        reasons.append(
            Reason(
                InspectionReason.BASIS_UNKNOWN,
                text,
                f"Use one of: {', '.join(dict(Inspection.BASES))}.",
                "basis",
            )
        )
    if fieldwork_to < fieldwork_from:
        text = f"Fieldwork would end on {fieldwork_to}, before it begins on {fieldwork_from}."
        reasons.append(
            Reason(
                InspectionReason.WINDOW_OUT_OF_ORDER, text, "Exchange the two days.", "fieldwork_to"
            )
        )
    return reasons


def not_over(inspection: Inspection) -> list[Reason]:
    """Nothing is planned on an inspection that is closed or abandoned."""
    if inspection.phase in (Phase.CLOSED, Phase.ABANDONED):
        text = f"{inspection.title} is {Phase(inspection.phase).label.lower()}."
        return [
            Reason(
                InspectionReason.INSPECTION_OVER,
                text,
                "Reopen it first, if it may be.",
                "inspection",
            )
        ]
    return []


def has_text(text: str, field: str) -> list[Reason]:
    """A record in words has words."""
    return (
        []
        if text.strip()
        else [
            Reason(
                f"{field}_missing",
                f"The {field} is empty.",
                "Write it in a sentence or more.",
                field,
            )
        ]
    )


def scopable(
    inspection: Inspection, bodies: Sequence[tuple[Body, str]], names: Iterable[str]
) -> list[Reason]:
    """The scope is set while planned, added to in fieldwork; every label is used once and hides or
    names as it must.
    """
    reasons = []
    if inspection.phase not in (Phase.PLANNED, Phase.FIELDWORK):
        text = (
            f"The scope is fixed once the inspection is at {Phase(inspection.phase).label.lower()}."
        )
        reasons.append(
            Reason(InspectionReason.SCOPE_FIXED, text, "Go back to fieldwork first.", "bodies")
        )
    if not bodies:
        reasons.append(
            Reason(
                InspectionReason.SCOPE_EMPTY, "No body is chosen.", "Choose at least one.", "bodies"
            )
        )
    if inspection.phase == Phase.FIELDWORK:
        kept = {body.pk for body, _ in bodies}
        gone = [one for one in inspection.scope.all() if one.body_id not in kept]
        reasons += [
            Reason(
                InspectionReason.SCOPE_SHRINKS,
                f"{one.label} is under inspection.",
                "Leave its criteria out with a reason instead.",
                "bodies",
            )
            for one in gone
        ]
    for what, seen in (
        ("body", [body.code for body, _ in bodies]),
        ("label", [label.strip().casefold() for _, label in bodies]),
    ):
        for twice in sorted({one for one in seen if seen.count(one) > 1}):
            reasons.append(
                Reason(
                    f"{what}_twice",
                    f"The {what} {twice} is there twice.",
                    "Remove one of them.",
                    "bodies",
                )
            )
    told = _telling(names) if inspection.rehearsal else None
    for body, label in bodies:
        reasons += _hides(label, told) if told else _names(body, label)
    return reasons


def _hides(label: str, told: re.Pattern[str]) -> list[Reason]:
    if not label.strip():
        return [
            Reason(
                InspectionReason.LABEL_MISSING,
                "A body in a rehearsal has no pseudonym.",
                "Give one, as in Force 07.",
                "bodies",
            )
        ]
    if found := told.search(_words(label)):
        text = f"The pseudonym {label!r} gives away the real name {found[0].strip()!r}."
        return [
            Reason(
                InspectionReason.LABEL_IS_REAL,
                text,
                "Use a pseudonym that names no real body, as in Force 07.",
                "bodies",
            )
        ]
    return []


def _names(body: Body, label: str) -> list[Reason]:
    # Two bodies may share a name; then the code or the region, in brackets, tells them apart.
    if label in {body.name, f"{body.name} ({body.code})", f"{body.name} ({body.region})"}:
        return []
    text = f"{label!r} is not the name of {body.name}."
    return [
        Reason(
            InspectionReason.LABEL_IS_NOT_THE_NAME,
            text,
            f"Outside a rehearsal write {body.name!r}.",
            "bodies",
        )
    ]


def _words(text: str) -> str:
    return f" {re.sub(r'[\W_]+', ' ', text.casefold().replace('&', ' and ')).strip()} "


def _telling(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any real name in a label, as whole words, whatever its capitals, hyphens and
    ampersands.
    """
    words = sorted(
        {_words(name) for name in names if _words(name).strip()},
        key=lambda name: (-len(name), name),
    )
    return re.compile("|".join(re.escape(name) for name in words) or r"(?!)")


def omissible(
    inspection: Inspection, scope_body: ScopeBody, criterion: Criterion, reason: str
) -> list[Reason]:
    """A cell is left out once, with a reason, while the judging is not over."""
    reasons = [*cell_exists(inspection, scope_body, criterion), *has_text(reason, "reason")]
    if inspection.phase not in (Phase.PLANNED, Phase.FIELDWORK, Phase.JUDGING):
        text = (
            f"The coverage is fixed once the inspection is at "
            f"{Phase(inspection.phase).label.lower()}."
        )
        reasons.append(
            Reason(InspectionReason.COVERAGE_FIXED, text, "Go back to judging first.", "criterion")
        )
    if NotInspected.objects.filter(scope_body=scope_body, criterion=criterion).exists():
        text = f"{scope_body.label} is already left out of {criterion.ref}."
        reasons.append(
            Reason(InspectionReason.LEFT_OUT_ALREADY, text, "Nothing is to be done.", "criterion")
        )
    return reasons


def cell_exists(
    inspection: Inspection, scope_body: ScopeBody, criterion: Criterion
) -> list[Reason]:
    """The body is in this inspection's scope and the criterion in its framework."""
    reasons = []
    if scope_body.inspection_id != inspection.pk:
        reasons.append(
            Reason(
                InspectionReason.BODY_OUT_OF_SCOPE,
                f"{scope_body.label} is not in this scope.",
                "Choose another body.",
                "scope_body",
            )
        )
    if criterion.area.framework_id != inspection.framework_id:
        text = f"{criterion.ref} is not in this inspection's framework."
        reasons.append(
            Reason(
                InspectionReason.CRITERION_OF_ANOTHER_FRAMEWORK,
                text,
                "Choose a criterion of its framework.",
                "criterion",
            )
        )
    return reasons


def joinable(inspection: Inspection, person: Person, role: str, team: str) -> list[Reason]:
    """One joins in a staff role one holds, once in each role."""
    if role not in Role.values or Role(role) not in STAFF:
        return [
            Reason(
                InspectionReason.ROLE_UNKNOWN,
                f"{role!r} is no role on a team.",
                "Choose a staff role.",
                "role",
            )
        ]
    reasons = list(not_over(inspection))
    if not person.is_active or Role(role) not in person.roles:
        text = f"{person.name} does not hold the role {Role(role).label}."
        reasons.append(
            Reason(
                InspectionReason.ROLE_NOT_HELD,
                text,
                "Have an administrator give it first.",
                "person",
            )
        )
    if len(team) > 20:
        reasons.append(
            Reason(
                InspectionReason.TEAM_TOO_LONG,
                f"{team[:24]!r}… is longer than 20 characters.",
                "Use a letter or two.",
                "team",
            )
        )
    if (
        inspection.pk
        and TeamMember.objects.filter(
            inspection=inspection, person=person, role=role, left_at=None
        ).exists()
    ):
        text = f"{person.name} is already on the team as {Role(role).label}."
        reasons.append(
            Reason(InspectionReason.ON_TEAM_ALREADY, text, "Nothing is to be done.", "person")
        )
    return reasons


def leavable(member: TeamMember, reason: str) -> list[Reason]:
    """One leaves once, with a reason; the last lead stays until there is another."""
    reasons = has_text(reason, "reason")
    if member.left_at is not None:
        reasons.append(
            Reason(
                InspectionReason.LEFT_ALREADY,
                f"{member.person} has already left.",
                "Nothing is to be done.",
                "member",
            )
        )
    elif member.role == Role.LEAD:
        others = member.inspection.team.filter(role=Role.LEAD, left_at=None).exclude(pk=member.pk)
        if not others.exists():
            reasons.append(
                Reason(
                    InspectionReason.LAST_LEAD,
                    "The inspection would have no lead.",
                    "Let another lead join first.",
                    "member",
                )
            )
    return reasons


def movable(inspection: Inspection, to_phase: str, reason: str) -> list[Reason]:
    """The phase may follow, what it needs is there, and going back or giving up has a reason."""
    if to_phase not in Phase.values:
        return [
            Reason(
                InspectionReason.PHASE_UNKNOWN,
                f"{to_phase!r} is no phase.",
                f"Use one of: {', '.join(Phase.values)}.",
                "to_phase",
            )
        ]
    here, there = Phase(inspection.phase), Phase(to_phase)
    if there not in NEXT[here]:
        after = (
            ", ".join(Phase(one).label for one in [*_ONWARD, Phase.ABANDONED] if one in NEXT[here])
            or "nothing"
        )
        text = f"From {here.label.lower()} an inspection does not go to {there.label.lower()}."
        return [
            Reason(
                InspectionReason.PHASE_DOES_NOT_FOLLOW,
                text,
                f"What may follow: {after}.",
                "to_phase",
            )
        ]
    reasons = []
    backward = there == Phase.ABANDONED or _ONWARD.index(there) < _ONWARD.index(here)
    if backward and not reason.strip():
        text = f"Going to {there.label.lower()} from {here.label.lower()} needs a reason."
        reasons.append(
            Reason(InspectionReason.REASON_MISSING, text, "Say why in a sentence.", "reason")
        )
    if here == Phase.PLANNED and there == Phase.FIELDWORK:
        reasons += ready_for_fieldwork(inspection)
    if (
        here == Phase.CHECKING
        and there == Phase.PUBLISHED
        and not _on_team(inspection, Role.SIGNING)
    ):
        text = "Nobody on the team may sign for publication."
        reasons.append(
            Reason(InspectionReason.SIGNING_MISSING, text, "Let a signing inspector join.", "team")
        )
    return reasons


def ready_for_fieldwork(inspection: Inspection) -> list[Reason]:
    """Fieldwork needs an approval, terms of reference, a scope, and a team with a lead and an
    inspector.
    """
    reasons = []
    if not inspection.approvals.exists():
        reasons.append(
            Reason(
                InspectionReason.APPROVAL_MISSING,
                "Nobody has approved the inspection.",
                "Have it approved.",
                "approval",
            )
        )
    if not inspection.terms.exists():
        reasons.append(
            Reason(
                InspectionReason.TERMS_MISSING,
                "There are no terms of reference.",
                "Write them.",
                "terms",
            )
        )
    if not inspection.scope.exists():
        reasons.append(
            Reason(
                InspectionReason.SCOPE_MISSING, "No body is in scope.", "Set the scope.", "scope"
            )
        )
    for role in (Role.LEAD, Role.INSPECTOR):
        if not _on_team(inspection, role):
            text = f"There is no {role.label.lower()} on the team."
            reasons.append(Reason(f"{role.value}_missing", text, "Let one join.", "team"))
    return reasons


def _on_team(inspection: Inspection, role: Role) -> bool:
    return inspection.team.filter(role=role, left_at=None).exists()


def conflicted(person: Person, body: Body) -> list[Reason]:
    """An open declaration of interest about a body keeps a person off its visits, assignments and
    moderation.
    """
    return conflicts([person], body)


def conflicts(people: Iterable[Person], body: Body) -> list[Reason]:
    """The same for several people, in one query. The nature of the interest is not told: it is the
    person's own affair.
    """
    held = Declaration.objects.filter(
        person__in=list(people), about=body.code, ended_at=None
    ).select_related("person")
    return [
        Reason(
            InspectionReason.INTEREST_DECLARED,
            f"{name} has declared an interest in this body.",
            "Choose someone else.",
            "person",
        )
        for name in dict.fromkeys(one.person.name for one in held)
    ]
