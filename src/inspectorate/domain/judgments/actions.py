"""The only writers of judgments: assign and take back, save a draft, submit and withdraw,
moderate, agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import cleared, reading, require
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import (
    Conflict,
    Forbidden,
    refuse_if,
)

from . import bulk_assignment, cells, policies, searched
from .debriefs.policies import untold_withdrawable
from .desk import policies as sampled
from .marking import of_draft
from .models import (
    Agreed,
    AgreedCitation,
    Assignment,
    Draft,
    DraftCitation,
    MadeFrom,
    Moderation,
    ShownPapers,
    Submission,
    SubmissionCitation,
)
from .panels.overriding import not_overridden
from .permissions import TABLE
from .verbs import JudgmentVerb


@action(JudgmentVerb.ASSIGN, streams=lambda *, scope_body, **_: [scope_body.inspection.stream])
def assign(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    inspector: Person,
    second: bool = False,
    chance: str = "",
    made_from: str = MadeFrom.NOT_RECORDED,
    due_on: date | None = None,
) -> Assignment:
    """Give a cell to an inspector to judge alone; ``second`` where another reads it first.

    A second reading that was drawn elsewhere has its ``chance``, as "1/5"; without one it is given
    by hand, and serves moderation alone.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.ASSIGN)
    cell = cells.load(scope_body, criterion)
    # Whoever comes second reads it a second time, whatever the form said.
    second = second or bool(cell.assigned)
    refuse_if(policies.groundable(chance, made_from))
    refuse_if(bulk_assignment.assignable_to(cell, inspector, by.pk))
    assignment = Assignment.objects.create(
        scope_body=scope_body,
        criterion=criterion,
        inspector=inspector,
        **bulk_assignment.by_hand(second, chance, made_from),
        due_on=due_on,
        assigned_at=at,
    )
    detail = _of_cell(scope_body, criterion, to=inspector.pk)
    write(of=assignment, stream=inspection.stream, detail=detail)
    return assignment


@action(JudgmentVerb.ASSIGN_MANY, streams=lambda *, inspection, **_: [inspection.stream])
def assign_many(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    rows: Sequence[tuple[ScopeBody, Criterion, Person, bool]],
    chance: str = "",
    made_from: str = MadeFrom.NOT_RECORDED,
    due_on: date | None = None,
) -> Inspection:
    """Assign (body, criterion, inspector, second) in bulk, all or none; a refusal names the row.

    ``chance`` and ``made_from`` are of the second readings among them, as :func:`assign` takes
    them; a draw made elsewhere has one chance for all.
    """
    require(by, inspection, TABLE, JudgmentVerb.ASSIGN_MANY)
    refuse_if(policies.groundable(chance, made_from))
    refuse_if(bulk_assignment.assignable(inspection, by.pk, rows))
    Assignment.objects.bulk_create(
        [
            Assignment(
                scope_body=body,
                criterion=criterion,
                inspector=inspector,
                **bulk_assignment.by_hand(second, chance, made_from),
                due_on=due_on,
                assigned_at=at,
            )
            for body, criterion, inspector, second in rows
        ]
    )
    detail = {
        "assigned": len(rows),
        "second": sum(1 for row in rows if row[3]),
        "chance": chance.strip(),
        "due_on": due_on,
    }
    write(of=inspection, stream=inspection.stream, detail=detail)
    return inspection


@action(
    JudgmentVerb.UNASSIGN,
    streams=lambda *, assignment, **_: [assignment.scope_body.inspection.stream],
)
def unassign(
    *, by: Person, at: datetime, key: str, assignment: Assignment, reason: str
) -> Assignment:
    """Take a cell back from an inspector who has not submitted; their draft stays unread."""
    inspection = assignment.scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.UNASSIGN)
    cell = cells.load(assignment.scope_body, assignment.criterion)
    refuse_if(policies.endable(cell, assignment, by.pk, reason))
    _end(assignment, at, reason)
    write(
        of=assignment,
        stream=inspection.stream,
        detail=_of_cell(
            assignment.scope_body, assignment.criterion, **{"from": assignment.inspector_id}
        ),
    )
    return assignment


@action(
    JudgmentVerb.SAVE_DRAFT,
    streams=lambda *, assignment, **_: [assignment.scope_body.inspection.stream],
)
def save_draft(
    *,
    by: Person,
    at: datetime,
    key: str,
    assignment: Assignment,
    grade: Grade | None,
    findings: Mapping[str, bool],
    reasons: str,
    cited: Sequence[Item] = (),
    marking: str = BASELINE,
    borderline: bool = False,
    version: int,
) -> Draft:
    """Save a draft; ``version`` is the one it was opened at, 0 for the first.

    Raises Conflict with both texts when the draft was saved meanwhile from elsewhere.
    """
    inspection = _own(by, assignment, JudgmentVerb.SAVE_DRAFT)
    cell = cells.load(assignment.scope_body, assignment.criterion)
    judgment = cells.judgment(cell, grade, findings, reasons, marking=marking)
    refuse_if(policies.draftable(cell, assignment, judgment))
    cells.refuse_unreadable(by, inspection, cited)
    # The version is compared behind the lock: two windows of one person may save at the same
    # moment.
    draft = Draft.objects.filter(assignment=assignment).first()
    if draft:
        # Nobody writes over words that they may no longer read.
        refuse_if(readable(by, inspection, of_draft(draft), "Your draft"))
    if version != (draft.version if draft else 0):
        raise Conflict(
            theirs=draft.reasons if draft else "",
            yours=reasons,
            version=draft.version if draft else 0,
            field="reasons",
            marking=highest([of_draft(draft) if draft else BASELINE, marking]),
        )
    draft = draft or Draft(assignment=assignment, version=0)
    draft.grade, draft.findings, draft.reasons, draft.saved_at = grade, dict(findings), reasons, at
    draft.marking, draft.borderline = marking, borderline
    draft.version += 1
    draft.save()
    DraftCitation.objects.filter(draft=draft).exclude(item__in=cited).delete()
    kept = set(draft.cited.values_list("pk", flat=True))
    DraftCitation.objects.bulk_create(
        [DraftCitation(draft=draft, item_id=pk) for pk in _once(cited) if pk not in kept]
    )
    write(of=draft, stream=inspection.stream, detail={"version": draft.version})
    return draft


@action(
    JudgmentVerb.SUBMIT,
    streams=lambda *, assignment, **_: [assignment.scope_body.inspection.stream],
)
def submit(
    *,
    by: Person,
    at: datetime,
    key: str,
    assignment: Assignment,
    grade: Grade | None,
    findings: Mapping[str, bool],
    reasons: str,
    cited: Sequence[Item],
    marking: str = BASELINE,
    borderline: bool = False,
) -> Submission:
    """Sign an independent judgment, which never changes; ``borderline`` where the evidence could
    also bear another grade.

    Nobody but its author sees it until every submission on the cell is in.
    """
    inspection = _own(by, assignment, JudgmentVerb.SUBMIT)
    cell = cells.load(assignment.scope_body, assignment.criterion)
    cells.refuse_unreadable(by, inspection, cited)
    judgment = cells.judgment(
        cell, grade, findings, reasons, cited, marking=marking, reader=reading(by, inspection)
    )
    refuse_if(
        policies.submittable(
            cell, assignment, judgment, conflicted=cells.conflicted(by, cell.scope_body)
        )
    )
    submission = Submission.objects.create(
        assignment=assignment,
        grade=grade,
        findings=dict(findings),
        reasons=reasons,
        marking=marking,
        borderline=borderline,
        by=by,
        at=at,
    )
    SubmissionCitation.objects.bulk_create(
        [SubmissionCitation(submission=submission, item_id=pk) for pk in _once(cited)]
    )
    searched.SUBMISSION.keep(submission)
    # The ledger says that it was signed, never what: the ledger too is a route.
    write(of=submission, stream=inspection.stream)
    return submission


@action(
    JudgmentVerb.WITHDRAW,
    streams=lambda *, assignment, **_: [assignment.scope_body.inspection.stream],
)
def withdraw(
    *, by: Person, at: datetime, key: str, assignment: Assignment, reason: str
) -> Assignment:
    """Withdraw what one submitted, while nobody else can have read it; return the assignment to
    judge anew.

    The submission stays on record and counts nowhere. What it said becomes the new draft, so that
    nothing is written twice.
    """
    inspection = _own(by, assignment, JudgmentVerb.WITHDRAW)
    cell = cells.load(assignment.scope_body, assignment.criterion)
    refuse_if([*policies.withdrawable(cell, assignment, reason), *untold_withdrawable(assignment)])
    _end(assignment, at, reason)
    again = Assignment.objects.create(assigned_at=at, **bulk_assignment.carried(assignment))
    said = assignment.submission
    draft = Draft.objects.create(
        assignment=again,
        grade=said.grade,
        findings=said.findings,
        reasons=said.reasons,
        marking=said.marking,
        borderline=said.borderline,
        saved_at=at,
    )
    DraftCitation.objects.bulk_create(
        [DraftCitation(draft=draft, item_id=one.item_id) for one in said.citations.all()]
    )
    # Of the new one, whose cell a reader is asked about as of any assignment.
    write(of=again, stream=inspection.stream, detail={"withdrawn": assignment.pk})
    return again


@action(JudgmentVerb.MODERATE, streams=lambda *, scope_body, **_: [scope_body.inspection.stream])
def moderate(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    grade: Grade | None,
    findings: Mapping[str, bool],
    reasons: str,
    marking: str = BASELINE,
    shown: Mapping[str, Any] | None = None,
) -> Moderation:
    """Propose what to agree on a cell, after looking at all its submissions side by side.

    ``shown`` is what the page showed, as :class:`ShownPapers` holds it, where it is known.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.MODERATE)
    cell = cells.load(scope_body, criterion)
    judgment = cells.judgment(cell, grade, findings, reasons, marking=marking)
    refuse_if(
        policies.moderatable(cell, by.pk, judgment, **_standing(by, cell))
        or not_overridden(scope_body, criterion)
        or sampled.shown_decidable(scope_body, criterion, shown)
    )
    moderation = Moderation.objects.create(
        scope_body=scope_body,
        criterion=criterion,
        number=cell.moderations + 1,
        grade=grade,
        findings=dict(findings),
        reasons=reasons,
        marking=marking,
        by=by,
        at=at,
    )
    searched.MODERATION.keep(moderation)
    if shown is not None:
        ShownPapers.objects.create(scope_body=scope_body, moderation=moderation, **shown)
    detail = _of_cell(scope_body, criterion, number=moderation.number)
    write(of=moderation, stream=inspection.stream, detail=detail)
    return moderation


@action(JudgmentVerb.AGREE, streams=lambda *, scope_body, **_: [scope_body.inspection.stream])
def agree(
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
) -> Agreed:
    """Agree a judgment of a cell, the first or a new one; ``shown`` as for :func:`moderate`.

    The highest number is the current one, earlier ones stay readable; claims that rest on an
    earlier one turn stale.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.AGREE)
    cell = cells.load(scope_body, criterion)
    cells.refuse_unreadable(by, inspection, cited)
    reader = reading(by, inspection)
    judgment = cells.judgment(
        cell, grade, findings, reasons, cited, outcome, marking, reader=reader
    )
    refuse_if(
        policies.agreeable(cell, by.pk, judgment, **_standing(by, cell))
        or not_overridden(scope_body, criterion)
        or sampled.shown_decidable(scope_body, criterion, shown)
    )
    agreed = settle(cell, judgment, _once(cited), by=by, at=at, shown=shown)
    detail = _of_cell(scope_body, criterion, number=agreed.number)
    write(of=agreed, stream=inspection.stream, detail=detail)
    return agreed


@action(
    JudgmentVerb.AGREE_AS_SUBMITTED,
    streams=lambda *, scope_body, **_: [scope_body.inspection.stream],
)
def agree_as_submitted(
    *,
    by: Person,
    at: datetime,
    key: str,
    scope_body: ScopeBody,
    criterion: Criterion,
    seen: Sequence[int],
) -> Agreed:
    """Agree a cell as every inspector submitted it: their grade, findings, reasons, evidence.

    ``seen`` are the keys of the submissions that ``by`` looked at: others are not signed.
    """
    inspection = scope_body.inspection
    require(by, inspection, TABLE, JudgmentVerb.AGREE_AS_SUBMITTED)
    cell = cells.load(scope_body, criterion)
    standing = _standing(by, cell)
    # First, and alone: whatever else is refused would tell of judgments out of sight.
    refuse_if(policies.settleable(cell, by.pk, JudgmentVerb.AGREE, **standing))
    submissions, cited = cells.submitted(cell)
    cells.refuse_unreadable(by, inspection, cited)
    first = submissions[0]
    judgment = cells.judgment(
        cell,
        first.grade,
        first.findings,
        "\n\n".join(one.reasons for one in submissions),
        cited,
        reader=reading(by, inspection),
    )
    refuse_if(
        policies.adoptable(
            cell,
            by.pk,
            judgment,
            seen=seen,
            standing=[one.pk for one in submissions],
            **standing,
        )
        or sampled.bulk_agreeable(by, inspection, [one.at for one in submissions])
        or sampled.sample_adoptable(by, scope_body, criterion, submissions)
    )
    # Its reasons are theirs: what was submitted is written once.
    judgment = replace(judgment, reasons="")
    agreed = settle(cell, judgment, _once(cited), by=by, at=at, as_submitted=True)
    detail = _of_cell(scope_body, criterion, number=agreed.number)
    write(of=agreed, stream=inspection.stream, detail=detail)
    return agreed


def settle(
    cell: policies.Cell,
    judgment: policies.Judgment,
    cited: Sequence[int],
    *,
    by: Person,
    at: datetime,
    as_submitted: bool = False,
    shown: Mapping[str, Any] | None = None,
) -> Agreed:
    """Write ``judgment`` as what is agreed on a cell, with the keys of what it cites and, where it
    is known, what the page showed. The one writer of it: every act that settles a cell, which has
    asked its rules and writes its own entry, comes through here.
    """
    agreed = Agreed.objects.create(
        scope_body=cell.scope_body,
        criterion=cell.criterion,
        number=cell.agreed + 1,
        grade=judgment.grade,
        findings=dict(judgment.findings),
        reasons=judgment.reasons,
        as_submitted=as_submitted,
        marking=judgment.marking,
        outcome=judgment.outcome,
        moved=cell.moved(judgment.grade, judgment.findings),
        by=by,
        at=at,
    )
    searched.AGREED.keep(agreed)
    AgreedCitation.objects.bulk_create([AgreedCitation(agreed=agreed, item_id=pk) for pk in cited])
    if shown is not None:
        ShownPapers.objects.create(scope_body=cell.scope_body, agreed=agreed, **shown)
    return agreed


def _of_cell(scope_body: ScopeBody, criterion: Criterion, **more: int) -> dict[str, object]:
    """What an entry of the ledger says of a cell."""
    return {"scope_body": scope_body.pk, "criterion": criterion.ref, **more}


def _once(cited: Sequence[Item]) -> list[int]:
    """The keys of the items, each once: a form may send an item twice, a citation is unique."""
    return list(dict.fromkeys(item.pk for item in cited))


def _end(assignment: Assignment, at: datetime, reason: str) -> None:
    assignment.ended_at, assignment.ended_reason = at, reason.strip()
    assignment.save(update_fields=["ended_at", "ended_reason"])


def _standing(by: Person, cell: policies.Cell) -> dict[str, bool]:
    """Return what the rules ask of a person who settles a cell: an interest, a clearance."""
    return {
        "conflicted": cells.conflicted(by, cell.scope_body),
        "cleared": cleared(by, cell.inspection, cell.marking),
    }


def _own(by: Person, assignment: Assignment, verb: JudgmentVerb) -> Inspection:
    """Return the inspection of an assignment of ``by``; Forbidden for anybody else's."""
    inspection = assignment.scope_body.inspection
    if assignment.inspector_id != by.pk:
        raise Forbidden(verb)
    require(by, inspection, TABLE, verb)
    return inspection
