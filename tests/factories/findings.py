"""Small builders for evidence, judgments and claims, through actions only, on an inspection of
``rooms.an_inspection``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims.evidence_base import EvidenceBase
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim, Reference
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Agreed, Assignment, Submission
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.keeping import kept
from tests.factories.rooms import AT, a_key, criterion, member, scope_body

LATER = AT + timedelta(hours=6)


def a_recording(
    inspection: Inspection, body: ScopeBody | None = None, ref: str = "1.1", **given: Any
) -> Recording:
    """What a well-formed record of evidence sends."""
    fields = {
        "scope_body": body or scope_body(inspection),
        "kind": "interview",
        "method": "interview",
        "origin": "Prevent lead",
        "words": "All response officers had mandatory training in March.",
        "direction": "supports",
        "criteria": [criterion(inspection, ref)],
        "observed_at": AT,
        "written_at": AT + timedelta(hours=1),
        **given,
        # Given as name and bytes; brought into the store first, as a door does.
        "files": [store.take(content, name=name) for name, content in given.get("files", ())],
    }
    return Recording(**fields)


@kept
def an_item(
    inspection: Inspection,
    body: ScopeBody | None = None,
    ref: str = "1.1",
    *,
    by: Person | None = None,
    at: datetime = LATER,
    **given: Any,
) -> Item:
    """One recorded item."""
    by = by or member(inspection, Role.INSPECTOR)
    return evidence.record(
        by=by,
        at=at,
        key=a_key(),
        inspection=inspection,
        recording=a_recording(inspection, body, ref, **given),
    )


def a_grade(of: Criterion, name: str = "Good") -> Grade | None:
    """A grade of the criterion's scale by its name, None where it is ungraded."""
    return of.scale.grades.get(name=name) if of.scale else None


def answers(of: Criterion, **given: bool) -> dict[str, bool]:
    """Every finding of the criterion answered yes, but for those given."""
    told = {code.replace("_", "-"): answer for code, answer in given.items()}
    return {finding.code: told.get(finding.code, True) for finding in of.findings.all()}


@kept
def assigned(
    inspection: Inspection, body: ScopeBody, of: Criterion, inspector: Person, **given: Any
) -> Assignment:
    """A cell given to an inspector by the lead."""
    lead = member(inspection, Role.LEAD)
    return judgments.assign(
        by=lead, at=AT, key=a_key(), scope_body=body, criterion=of, inspector=inspector, **given
    )


@kept
def submitted(
    assignment: Assignment,
    grade: str = "Good",
    *,
    cited: Sequence[Item] | None = None,
    marking: str = "OFFICIAL",
    borderline: bool = False,
    **findings: bool,
) -> Submission:
    """The independent judgment of an assignment, citing an item recorded for it."""
    inspection, of = assignment.scope_body.inspection, assignment.criterion
    if cited is None:
        cited = [an_item(inspection, assignment.scope_body, of.ref, by=assignment.inspector)]
    return judgments.submit(
        by=assignment.inspector,
        at=LATER,
        key=a_key(),
        assignment=assignment,
        grade=a_grade(of, grade),
        findings=answers(of, **findings),
        reasons="Seen in the records and heard from officers.",
        cited=cited,
        marking=marking,
        borderline=borderline,
    )


@kept
def agreed(
    inspection: Inspection,
    body: ScopeBody,
    of: Criterion,
    grade: str = "Good",
    *,
    cited: Sequence[Item] | None = None,
    by: Person | None = None,
    at: datetime = LATER,
    outcome: str | None = None,
    **findings: bool,
) -> Agreed:
    """The agreed judgment of a cell; judged first by the first inspector where nobody has."""
    if not Assignment.objects.filter(scope_body=body, criterion=of).exists():
        submitted(
            assigned(inspection, body, of, member(inspection, Role.INSPECTOR)),
            grade,
            cited=cited,
            **findings,
        )
    if cited is None:
        first = Submission.objects.filter(
            assignment__scope_body=body, assignment__criterion=of
        ).first()
        cited = [citation.item for citation in first.citations.all()] if first else []
    if outcome is None:
        outcome = "cause-of-concern" if of.scale and grade == "Inadequate" else ""
    return judgments.agree(
        by=by or member(inspection, Role.LEAD),
        at=at,
        key=a_key(),
        scope_body=body,
        criterion=of,
        grade=a_grade(of, grade),
        findings=answers(of, **findings),
        reasons="As submitted.",
        cited=cited,
        outcome=outcome,
    )


def naming(
    inspection: Inspection, predicate: Mapping[str, Any], by: Person | None = None
) -> dict[str, Any]:
    """The predicate with every item that fits and that ``by`` may read named as saying so."""
    if "says_so" in predicate:
        return dict(predicate)
    base = EvidenceBase(inspection, reader=reading(by, inspection) if by else None)
    keys = [one.pk for one in base.known.criteria if one.ref in predicate["criteria"]]
    fitting = base.items_on(keys, predicate.get("practice"), predicate.get("direction", ""))
    numbers = Item.objects.filter(pk__in=[one.pk for one in fitting])
    return {**predicate, "says_so": sorted(numbers.values_list("number", flat=True))}


@kept
def a_claim(
    inspection: Inspection,
    predicate: Mapping[str, Any],
    *,
    name: str = "",
    kind: str = "counted",
    by: Person | None = None,
    **given: Any,
) -> Claim:
    """A drafted claim under a key of its own; one on evidence names the items that fit."""
    fields = {"statement": "Training is mandatory", **given}
    by = by or member(inspection, Role.LEAD)
    if KINDS[kind].pins_items:
        predicate = naming(inspection, predicate, by)
    return claims.draft(
        by=by,
        at=LATER,
        key=a_key(),
        inspection=inspection,
        claim_key=name or a_key("claim"),
        kind=kind,
        predicate=predicate,
        **fields,
    )


@kept
def referenced(
    claim: Claim, *, by: Person | None = None, supported: bool = True, reasons: str = ""
) -> Reference:
    """The claim looked at by the referencer."""
    by = by or member(claim.inspection, Role.REFERENCER)
    return claims.reference(
        by=by, at=LATER, key=a_key(), claim=claim, supported=supported, reasons=reasons
    )
