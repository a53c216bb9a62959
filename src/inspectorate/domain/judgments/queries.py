"""Reads of judgments, through blindness.py: nobody learns of a cell they are still to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import visible_to
from inspectorate.domain.inspections.access import cleared, held_on, may, reading
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import agreement as figures
from . import cells, policies
from .assignments import as_read, my_assignments
from .blindness import Sight, shown, sight
from .marking import Marks, Place, marks
from .models import (
    Agreed,
    AgreedCitation,
    Assignment,
    Draft,
    Moderation,
    Submission,
    SubmissionCitation,
)
from .panels.overriding import not_overridden
from .permissions import TABLE
from .states import WaitsFor, waits_for
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reader may see of one cell.

    Whatever is out of sight is None or empty, never counted. Reasons marked above the reader are
    withheld, and items above the reader are not among the citations.

    ``waiting_on`` are the assignments of inspectors still to judge, for those who run the
    inspection; ``complete`` is None out of sight.
    """

    scope_body: ScopeBody
    criterion: Criterion
    assignment: Assignment | None
    draft: Draft | None
    own: Submission | None
    submissions: tuple[Submission, ...]
    moderations: tuple[Moderation, ...]
    agreed: Agreed | None
    history: tuple[Agreed, ...]
    waiting_on: tuple[Assignment, ...]
    complete: bool | None
    not_inspected: NotInspected | None = None


@dataclass(frozen=True, slots=True)
class DeskCell:
    """A cell whose submissions are all in, side by side, with where they differ."""

    scope_body: ScopeBody
    criterion: Criterion
    submissions: tuple[Submission, ...]
    moderations: tuple[Moderation, ...]
    agreed: Agreed | None
    grades_differ: bool
    findings_differ: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a list of cells calls it: the body's code and the criterion's key."""
        return f"{self.scope_body.code}/{self.criterion.pk}"

    @property
    def signed(self) -> str:
        """Its name with the keys of the submissions that are shown of it."""
        return f"{self.name}/{'.'.join(str(one.pk) for one in self.submissions)}"

    @property
    def words(self) -> str:
        """What people call it."""
        return f"{self.scope_body.label}, {self.criterion}"

    @property
    def waits_for(self) -> WaitsFor:
        """Moderation, agreement, or nothing."""
        return waits_for(
            differ=self.grades_differ or bool(self.findings_differ),
            moderated=bool(self.moderations),
            agreed=self.agreed is not None,
        )


# How an agreed judgment came to be: by a panel, by an override, or by its withdrawal.
SETTLED_BY = ("panel_decision__cell__panel", "override", "restoration")
_SAME_CELL = {"scope_body": OuterRef("scope_body"), "criterion": OuterRef("criterion")}


def _left_out() -> QuerySet[NotInspected]:
    """For a query of assignments: that the cell of one is left out."""
    return NotInspected.standing().filter(**_SAME_CELL)


@dataclass(frozen=True, slots=True)
class UndisputedCells:
    """Cells on which all submissions are alike and none is agreed.

    ``alike`` may be agreed as they are; of ``lowest`` the grade needs a cause of concern, which
    somebody must write.
    """

    alike: tuple[DeskCell, ...]
    lowest: tuple[DeskCell, ...]


def cell(
    person: Person,
    scope_body: ScopeBody,
    criterion: Criterion,
    verb: JudgmentVerb = JudgmentVerb.SEE_SUBMISSIONS,
) -> Cell | None:
    """Return a cell as ``person`` may see it, None off the team. A fixed number of queries.

    ``verb`` opens the submissions of others, as ``blindness.sight`` takes it.
    """
    inspection = scope_body.inspection
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return None
    cited = _readable_citations(person, inspection)
    rows = list(
        Assignment.standing()
        .filter(scope_body=scope_body, criterion=criterion)
        .select_related("inspector", "submission__grade", "submission__by", "draft__grade")
        .prefetch_related(Prefetch("submission__citations", cited(SubmissionCitation)))
    )
    still_to_judge = tuple(row for row in rows if not hasattr(row, "submission"))
    seen = _sight_of(person, inspection, rows, verb)
    open_to = shown(person.pk, seen, rows)
    mine = next((row for row in rows if row.inspector_id == person.pk), None)
    own = getattr(mine, "submission", None)
    place, marked = (scope_body.pk, criterion.pk), marks(inspection, scope_body, criterion)
    reader = reading(person, inspection)
    for row in {*open_to, *([mine] if mine and own else [])}:
        reader.of(row.submission, marked.of_submission(place, row.submission), "reasons")
    settled = _agreed(scope_body, criterion).prefetch_related(
        Prefetch("citations", cited(AgreedCitation))
    )
    history = _laid_open(reader, marked, with_reasons(settled)) if seen.agreed else ()
    # Outside blindness: that a cell is left out is a decision of the plan and tells of no judgment.
    left_out = NotInspected.standing().filter(scope_body=scope_body, criterion=criterion).first()
    return Cell(
        scope_body=scope_body,
        criterion=criterion,
        assignment=mine,
        # Once submitted the draft is history: showing it would offer words that can no longer
        # change.
        draft=as_read(person, inspection, getattr(mine, "draft", None)) if own is None else None,
        own=own,
        submissions=tuple(row.submission for row in open_to),
        moderations=_laid_open(reader, marked, _moderations(scope_body, criterion))
        if seen.submissions
        else (),
        agreed=history[-1] if history else None,
        history=history,
        waiting_on=still_to_judge if seen.progress else (),
        complete=bool(rows) and not still_to_judge if seen.progress else None,
        not_inspected=left_out,
    )


def laid_open(person: Person, inspection: Inspection, rows: Iterable[Agreed]) -> list[Agreed]:
    """Agreed judgments of ``inspection`` as ``person`` may have them, in the order they came.

    For the rooms above. Reasons marked above the reader are withheld; what is laid open is noted.
    Three queries.
    """
    return list(_laid_open(reading(person, inspection), marks(inspection), with_reasons(rows)))


def with_reasons(rows: Iterable[Agreed]) -> list[Agreed]:
    """Give each that was agreed as submitted the reasons it took over, named by who submitted them.

    A query where there is one. No reader is asked: see :func:`laid_open`.
    """
    rows = list(rows)
    taken = {(one.scope_body_id, one.criterion_id) for one in rows if one.as_submitted}
    if not taken:
        return rows
    said: dict[Place, list[str]] = defaultdict(list)
    given = (
        Assignment.standing()
        .filter(
            submission__isnull=False,
            scope_body__in={body for body, _ in taken},
            criterion__in={criterion for _, criterion in taken},
        )
        .order_by("submission__at", "submission__pk")
    )
    for body, criterion, name, reasons in given.values_list(
        "scope_body", "criterion", "inspector__name", "submission__reasons"
    ):
        said[body, criterion].append(f"As submitted by {name}: {reasons}")
    for one in rows:
        if one.as_submitted:
            one.reasons = "\n".join(said[one.scope_body_id, one.criterion_id])
    return rows


def current(inspection: Inspection, *, words: bool = True) -> dict[Place, Agreed]:
    """The agreed judgment that stands for each (scope body key, criterion key).

    For the rooms above; two queries. Of what it refers to, the grade alone is read; without
    ``words`` its reasons are not. No reader is asked: who is shown one gets it by
    :func:`laid_open`.

    There is none for a cell somebody is still to judge, so it tells no reader what blindness keeps.
    """
    # One object a grade, however many judgments give it.
    rows = (
        Agreed.objects.filter(scope_body__inspection=inspection)
        .prefetch_related("grade")
        .order_by("number")
    )
    rows = rows if words else rows.defer("reasons")
    # In the order of their numbers, so that the newest of a cell is the one that stays.
    return {(row.scope_body_id, row.criterion_id): row for row in rows}


def agreement(inspection: Inspection, person: Person | None = None) -> figures.Agreement | None:
    """Agreement per criterion and overall, on submissions before moderation.

    None when ``person`` is given and may not see it.
    """
    if person is not None and not may(person, inspection, TABLE, JudgmentVerb.SEE_AGREEMENT):
        return None
    return figures.agreement(inspection)


def desk(person: Person, inspection: Inspection, *, unsettled: bool = False) -> list[DeskCell]:
    """The moderation queue: every cell whose submissions are all in (or only those still to agree),
    for moderators and leads.

    Their grades and findings, without reasons: those stand on the page of each cell. Fixed number
    of queries.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_DESK):
        return []
    held = held_on(person, inspection)
    rows = (
        Assignment.standing()
        .filter(scope_body__inspection=inspection)
        .select_related(
            "scope_body__inspection", "criterion__area", "submission__grade", "submission__by"
        )
        .defer("submission__reasons")
    )
    if unsettled:
        # For "Your work", which is opened often and needs only what waits: what was left out of
        # the coverage after it was judged is never agreed.
        rows = rows.exclude(Exists(Agreed.objects.filter(**_SAME_CELL)))
        rows = rows.exclude(Exists(_left_out()))
    by_cell: dict[Place, list[Assignment]] = defaultdict(list)
    for row in rows.order_by(
        "scope_body__order", "criterion__area__order", "criterion__order", "second", "pk"
    ):
        by_cell[row.scope_body_id, row.criterion_id].append(row)
    if not by_cell:
        return []
    moderations: dict[Place, list[Moderation]] = defaultdict(list)
    for one in (
        Moderation.objects.filter(scope_body__inspection=inspection)
        .select_related("grade", "by")
        .defer("reasons")
        .order_by("number")
    ):
        moderations[one.scope_body_id, one.criterion_id].append(one)
    standing = {} if unsettled else current(inspection, words=False)
    found = []
    for place, of_cell in by_cell.items():
        submissions = tuple(row.submission for row in of_cell if hasattr(row, "submission"))
        seen = sight(
            person.pk, held, {r.inspector_id for r in of_cell}, {one.by_id for one in submissions}
        )
        if seen.submissions:
            made = tuple(moderations[place])
            found.append(_desk_cell(of_cell[0], submissions, made, standing.get(place)))
    return found


def undisputed(person: Person, inspection: Inspection) -> UndisputedCells:
    """Return the cells that ``person`` may agree as every inspector submitted them."""
    alike: list[DeskCell] = []
    lowest: list[DeskCell] = []
    criteria = {one.pk: one for one in criteria_to_judge(inspection.framework_id)}
    found = (
        desk(person, inspection, unsettled=True)
        if can(person, inspection, JudgmentVerb.AGREE_AS_SUBMITTED)
        else []
    )
    for one in found:
        judged_it = any(submission.by_id == person.pk for submission in one.submissions)
        if judged_it or one.grades_differ or one.findings_differ:
            continue
        grade = one.submissions[0].grade
        faults = policies.outcome_acceptable(criteria[one.criterion.pk], grade, "", "")
        (lowest if faults else alike).append(one)
    return UndisputedCells(tuple(alike), tuple(lowest))


def can(person: Person, inspection: Inspection, verb: JudgmentVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def reasons_not_to_settle(
    person: Person,
    inspection: Inspection,
    scope_body: ScopeBody,
    criterion: Criterion,
    verb: JudgmentVerb,
) -> list[Reason]:
    """Why a cell may not be moderated or agreed by this person now, whatever will be written.

    ``verb`` says which; empty out of sight.

    Nothing is told to who is still to judge the cell: that somebody else is late would already be
    too much.
    """
    rows = Assignment.standing().filter(scope_body=scope_body, criterion=criterion)
    rows = rows.select_related("submission").defer("submission__reasons")
    seen = _sight_of(person, inspection, rows)
    if not seen.progress or not can(person, inspection, verb):
        return []
    asked = cells.load(scope_body, criterion)
    found = policies.settleable(
        asked,
        person.pk,
        verb,
        conflicted=cells.conflicted(person, scope_body),
        cleared=cleared(person, inspection, asked.marking),
    )
    return found or not_overridden(scope_body, criterion)


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List cells that wait for this person to judge, then those to moderate or agree."""
    found = []
    mine = my_assignments(person, inspection).exclude(Exists(_left_out()))
    for row in mine if can(person, inspection, JudgmentVerb.SUBMIT) else ():
        if not hasattr(row, "submission"):
            what = f"Judge {row.scope_body.label} on {row.criterion.ref}"
            found.append(Waiting(what, JudgmentVerb.SUBMIT, (row.pk,), inspection.slug, row.due_on))
    asked = (JudgmentVerb.MODERATE, JudgmentVerb.AGREE)
    moderates, agrees = (can(person, inspection, one) for one in asked)
    for one in desk(person, inspection, unsettled=True) if moderates or agrees else []:
        # Who judged a cell neither moderates nor agrees it.
        if any(submission.by_id == person.pk for submission in one.submissions):
            continue
        moderation = one.waits_for == "moderation"
        if moderates if moderation else agrees:
            verb = JudgmentVerb.MODERATE if moderation else JudgmentVerb.AGREE
            what = f"{verb.act.capitalize()} {one.scope_body.label} on {one.criterion.ref}"
            place = one.scope_body.code, one.criterion.pk
            found.append(Waiting(what, verb, place, inspection.slug))
    return found


def grade_outcome_problems(
    inspection: Inspection,
    agreed: Mapping[Place, Agreed] | None = None,
    criteria: Sequence[Criterion] | None = None,
    scope: Sequence[ScopeBody] | None = None,
) -> tuple[str, ...]:
    """A sentence for each agreed judgment whose grade and outcome disagree (lowest grade and cause
    of concern go together).

    ``agreed`` is what :func:`current` gave, ``criteria`` what ``criteria_to_judge`` gave, ``scope``
    the bodies in scope, where they have been read.
    """
    if criteria is None:
        criteria = criteria_to_judge(inspection.framework_id)
    of = {one.pk: one for one in criteria}
    labels = {one.pk: one.label for one in (inspection.scope.all() if scope is None else scope)}
    standing = current(inspection) if agreed is None else agreed
    # Judgments are many and the answers that can be given few: the rule is asked once of each.
    answers = {
        (criterion, one.grade_id, one.outcome): one for (_, criterion), one in standing.items()
    }
    wrong = {
        answer
        for answer, one in answers.items()
        if policies.outcome_acceptable(of[answer[0]], one.grade, one.outcome, "")
    }
    found: list[str] = []
    for (body, criterion), one in standing.items():
        if (criterion, one.grade_id, one.outcome) in wrong:
            where = f"{labels[body]} on {of[criterion].ref}"
            reasons = policies.outcome_acceptable(of[criterion], one.grade, one.outcome, where)
            found += [reason.text for reason in reasons]
    return tuple(found)


def resting_on(person: Person, inspection: Inspection, item: Item) -> list[Agreed]:
    """The agreed judgments that stand and cite ``item``, if this person may read both.

    Their reasons are withheld where something else they rest on is marked above the reader.
    """
    if (
        not may(person, inspection, TABLE, JudgmentVerb.SEE)
        or not visible_to(person, inspection).filter(pk=item.pk).exists()
    ):
        return []
    standing = {one.pk for one in current(inspection, words=False).values()}
    rows = AgreedCitation.objects.filter(item=item, agreed__in=standing).select_related(
        "agreed__scope_body", "agreed__criterion", "agreed__grade"
    )
    return laid_open(person, inspection, (row.agreed for row in rows))


def _sight_of(
    person: Person, inspection: Inspection, rows: Iterable[Assignment], *verb: JudgmentVerb
) -> Sight:
    """Return the sight of one cell, all of whose assignments are ``rows``."""
    rows = list(rows)
    return sight(
        person.pk,
        held_on(person, inspection),
        {row.inspector_id for row in rows},
        {row.inspector_id for row in rows if hasattr(row, "submission")},
        *verb,
    )


def _laid_open[R: (Moderation, Agreed)](
    reader: Reading, marked: Marks, rows: Iterable[R]
) -> tuple[R, ...]:
    return tuple(reader.of(row, marked.of_settled(row), "reasons") for row in rows)


def _readable_citations(
    person: Person, inspection: Inspection
) -> Callable[[type[SubmissionCitation] | type[AgreedCitation]], QuerySet[Any]]:
    """Return which citations of a kind this reader is shown: others are not even counted."""
    items = visible_to(person, inspection)

    def of(model: type[SubmissionCitation] | type[AgreedCitation]) -> QuerySet[Any]:
        return model.objects.filter(item__in=items.order_by()).select_related(
            "item__inspection", "item__withdrawal", "item__supersession"
        )

    return of


def _agreed(scope_body: ScopeBody, criterion: Criterion) -> QuerySet[Agreed]:
    return (
        Agreed.objects.filter(scope_body=scope_body, criterion=criterion)
        .select_related("grade", "by", *SETTLED_BY)
        .order_by("number")
    )


def _moderations(scope_body: ScopeBody, criterion: Criterion) -> QuerySet[Moderation]:
    return (
        Moderation.objects.filter(scope_body=scope_body, criterion=criterion)
        .select_related("grade", "by", SETTLED_BY[0])
        .order_by("number")
    )


def _desk_cell(
    row: Assignment,
    submissions: tuple[Submission, ...],
    moderations: tuple[Moderation, ...],
    agreed: Agreed | None,
) -> DeskCell:
    codes = sorted({code for one in submissions for code in one.findings})
    return DeskCell(
        row.scope_body,
        row.criterion,
        submissions,
        moderations,
        agreed,
        grades_differ=len({one.grade_id for one in submissions}) > 1,
        findings_differ=tuple(
            code for code in codes if len({one.findings.get(code) for one in submissions}) > 1
        ),
    )
