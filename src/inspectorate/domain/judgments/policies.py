"""What may be assigned, submitted, moderated, agreed now: each rule returns its reasons, if any."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.marked_words import markable, not_cleared
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .models import CAUSE, OUTCOMES, Assignment, MadeFrom
from .readings import chance_of
from .reasons import JudgmentReason
from .states import WaitsFor, waits_for
from .verbs import JudgmentVerb

# On a scale of two, "not met" is an answer, not the lowest of several grades, and needs no cause of
# concern.
_SHORTEST_SCALE_WITH_A_LOWEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One body on one criterion: who is to judge it, who has, and what became of it.

    ``given`` are the keys of all who ever were to judge it, ``assigned`` and ``submitted`` of
    those who are and who have; ``was_read`` where at some moment all that were to judge it had
    submitted, so that some may have read them, ``compared`` those whose judgment another judge of
    the cell may have read; ``signed`` the (grade's key, findings) of each submission;
    ``moderations`` and ``agreed`` are counts; ``marking`` is the highest of what is written of it.
    """

    inspection: Inspection
    scope_body: ScopeBody
    criterion: Criterion
    given: Collection[int] = ()
    assigned: Collection[int] = ()
    submitted: Collection[int] = ()
    was_read: bool = False
    compared: Collection[int] = ()
    signed: Sequence[tuple[int | None, Mapping[str, object]]] = ()
    moderations: int = 0
    agreed: int = 0
    inspected: bool = True
    marking: str = BASELINE

    def blinds(self, person: int) -> bool:
        """Whether ``person`` is still to judge it, and so learns nothing of others."""
        return person in self.assigned and person not in self.submitted

    @property
    def differ(self) -> bool:
        """Whether the submissions differ in grade or in a finding."""
        return any(submission != self.signed[0] for submission in self.signed)

    def moved(self, grade: Grade | None, findings: Mapping[str, object]) -> bool:
        """Tell whether this grade and these findings differ from any submission."""
        agreed = (grade.pk if grade else None, dict(findings))
        return any(submission != agreed for submission in self.signed)

    @property
    def complete(self) -> bool:
        """Whether somebody is assigned and everybody assigned has submitted."""
        return bool(self.assigned) and set(self.assigned) <= set(self.submitted)

    def __str__(self) -> str:
        return f"{self.scope_body.label} on {self.criterion.ref}"


@dataclass(frozen=True, slots=True)
class Judgment:
    """A judgment of a cell as somebody sends it.

    ``cited`` maps each item's number to why it may not be cited, empty where it may.
    """

    grade: Grade | None
    findings: Mapping[str, object]
    reasons: str
    outcome: str = ""
    cited: Mapping[str, str] = field(default_factory=dict)
    marking: str = BASELINE


def assignable(
    cell: Cell,
    inspector: int,
    name: str,
    *,
    by: int,
    judges: bool,
    conflicted: bool,
    has_seen: bool,
) -> list[Reason]:
    """Require an inspector of the team without an interest, and a cell that is not settled.

    ``judges`` where the person judges on this inspection, ``conflicted`` where they declared an
    interest in the body, ``has_seen`` where they may read the submissions once all are in.
    """
    reasons = [*_running(cell), *_of_framework(cell), *_inspected(cell)]
    if not judges:
        text = f"{name} is not an inspector on the team."
        mend = Mend.by(InspectionVerb.JOIN, "Let the person join the team as inspector first.")
        reasons.append(Reason(JudgmentReason.NOT_ON_TEAM, text, mend, "inspector"))
    if conflicted:
        text = f"{name} has declared an interest in {cell.scope_body.label}."
        mend = Mend.words("Choose another inspector.")
        reasons.append(Reason(JudgmentReason.CONFLICTED, text, mend, "inspector"))
    # Whoever is still to judge it must not learn whether it was taken back from another.
    if inspector in (cell.given if cell.blinds(by) else cell.assigned):
        text = f"{cell} has already been given to {name}."
        mend = NOTHING_TO_DO
        return [*reasons, Reason(JudgmentReason.ASSIGNED_ALREADY, text, mend, "inspector")]
    if cell.agreed or cell.moderations:
        text = f"{cell} has been moderated or agreed, so another judgment is not independent."
        mend = Mend.by(JudgmentVerb.AGREE, "Agree a new judgment instead.", cell)
        reasons.append(Reason(JudgmentReason.CELL_SETTLED, text, mend, "criterion"))
    # Nor who gave it back and may read how far the others are, or were. As long as one who may
    # assign is still to judge it, nothing was read: they could not have been given it afterwards.
    elif has_seen and (
        cell.was_read or (inspector in cell.given and inspector not in cell.assigned)
    ):
        text = f"{name} may already have read what was submitted on {cell}."
        mend = Mend.words("Choose an inspector who cannot.")
        reasons.append(Reason(JudgmentReason.NOT_BLIND, text, mend, "inspector"))
    return reasons


def groundable(chance: str, made_from: str) -> list[Reason]:
    """Require a chance that is a probability, where one is given, and a known source."""
    reasons = []
    if chance.strip() and chance_of(chance) is None:
        text = f"{chance.strip()[:40]!r} is no probability above 0 and up to 1."
        mend = Mend.words("Write it as 1/5 or 0.2, or leave it empty where nothing was drawn.")
        reasons.append(Reason(JudgmentReason.CHANCE_UNREADABLE, text, mend, "drawn_with"))
    if made_from not in MadeFrom.values:
        text = f"A reading is not made from {made_from[:40]!r}."
        mend = Mend.words("Choose on site, or from the record.")
        reasons.append(Reason(JudgmentReason.SOURCE_UNKNOWN, text, mend, "made_from"))
    return reasons


def endable(cell: Cell, assignment: Assignment, by: int, reason: str) -> list[Reason]:
    """Require an assignment that stands, nothing submitted on it, and the reason.

    Whoever is still to judge the cell may give back their own judgment and touch no other: whether
    it may be taken back would tell whether it was submitted.
    """
    reasons = [*_running(cell), *storable(reason, "reason", needed=True)]
    if assignment.inspector_id != by and cell.blinds(by):
        text = f"You are still to judge {cell} yourself."
        mend = Mend.by(JudgmentVerb.SUBMIT, "Submit yours first, or ask another lead inspector.")
        return [*reasons, Reason(JudgmentReason.STILL_TO_JUDGE, text, mend)]
    reasons += _not_ended(cell, assignment)
    if assignment.ended_at is None and assignment.inspector_id in cell.submitted:
        text = f"The judgment of {cell} has been submitted."
        mend = Mend.by_another(
            JudgmentVerb.WITHDRAW,
            "Whoever submitted it may withdraw it while nobody else can have read it.",
        )
        reasons.append(Reason(JudgmentReason.SUBMITTED_ALREADY, text, mend))
    return reasons


def withdrawable(cell: Cell, assignment: Assignment, reason: str) -> list[Reason]:
    """Require a submission that nobody else can have read, on a cell not settled, and the reason.

    That is while another inspector has still to submit; where one judges alone, until the cell is
    moderated or agreed.
    """
    reasons = [
        *_running(cell),
        *storable(reason, "reason", needed=True),
        *_not_ended(cell, assignment),
    ]
    if reasons and assignment.ended_at is not None:
        return reasons
    if assignment.inspector_id not in cell.submitted:
        text = f"You have not submitted a judgment of {cell}."
        mend = Mend.by(JudgmentVerb.SAVE_DRAFT, "Change your draft.", assignment)
        return [*reasons, Reason(JudgmentReason.NOT_SUBMITTED, text, mend)]
    if cell.agreed or cell.moderations:
        text = f"{cell} has been moderated or agreed."
        mend = Mend.outside("Tell the moderator what you would change.")
        return [*reasons, Reason(JudgmentReason.CELL_SETTLED, text, mend)]
    if assignment.inspector_id in cell.compared:
        text = f"Every judgment of {cell} was in, and each inspector may have read the others."
        mend = Mend.outside("Tell the moderator what you would change.")
        return [*reasons, Reason(JudgmentReason.READ_BY_OTHERS, text, mend)]
    return reasons


def draftable(cell: Cell, assignment: Assignment, judgment: Judgment) -> list[Reason]:
    """Require that nothing is submitted yet and that what the draft holds fits the cell.

    A draft may be unfinished.
    """
    return [
        *_running(cell),
        *_not_submitted(cell, assignment),
        *storable(judgment.reasons, "reasons"),
        *markable(judgment.marking),
        *_grade(cell, judgment, needed=False),
        *_findings(cell, judgment, needed=False),
    ]


def submittable(
    cell: Cell, assignment: Assignment, judgment: Judgment, *, conflicted: bool
) -> list[Reason]:
    """Require a whole judgment, signed once: reasons, grade, every finding, evidence cited."""
    return [
        *_running(cell),
        *_not_submitted(cell, assignment),
        *_no_interest(cell, conflicted, JudgmentVerb.SUBMIT),
        *_whole(cell, judgment),
        *citable(cell, judgment),
    ]


def moderatable(
    cell: Cell, moderator: int, judgment: Judgment, *, conflicted: bool, cleared: bool
) -> list[Reason]:
    """Require every submission, and a whole proposal by somebody who did not judge the cell.

    ``cleared`` where they may read all that is written of it.
    """
    return [
        *_running(cell),
        *_of_framework(cell),
        *_complete(cell),
        *_no_interest(cell, conflicted, JudgmentVerb.MODERATE),
        *_read(cell, cleared),
        *_not_a_judge(cell, moderator, JudgmentVerb.MODERATE),
        *_whole(cell, judgment),
    ]


def agreeable(
    cell: Cell, by: int, judgment: Judgment, *, conflicted: bool, cleared: bool
) -> list[Reason]:
    """Require every submission, moderated where they differ, and a whole judgment with evidence.

    Whoever agrees it did not judge the cell, and may read all that is written of it (``cleared``).
    """
    reasons = [
        *_running(cell),
        *_of_framework(cell),
        *_complete(cell),
        *_no_interest(cell, conflicted, JudgmentVerb.AGREE),
        *_read(cell, cleared),
        *_inspected(cell),
        *_moderated(cell),
        *_not_a_judge(cell, by, JudgmentVerb.AGREE),
        *_whole(cell, judgment),
        *citable(cell, judgment),
    ]
    if judgment.outcome and judgment.outcome not in OUTCOMES:
        text = f"The outcome {judgment.outcome!r} is unknown."
        mend = Mend.words(f"Choose one of: {', '.join(sorted(OUTCOMES))}.")
        return [*reasons, Reason(JudgmentReason.OUTCOME_UNKNOWN, text, mend, "outcome")]
    criterion, grade = cell.criterion, judgment.grade
    return reasons + outcome_acceptable(criterion, grade, judgment.outcome, str(cell))


def adoptable(
    cell: Cell,
    by: int,
    judgment: Judgment,
    *,
    seen: Collection[int],
    standing: Collection[int],
    conflicted: bool,
    cleared: bool,
) -> list[Reason]:
    """Require what agreeing requires, that all submissions are alike, and that none was agreed.

    ``seen`` are the keys of the submissions that the person looked at, ``standing`` of those there
    are. Its reasons are those of the submissions; the lowest grade needs a cause of concern, which
    somebody must write. Only asked where :func:`settleable` has nothing against it: what it says
    of a judgment is for nobody who may not read all of them.
    """
    reasons = agreeable(cell, by, judgment, conflicted=conflicted, cleared=cleared)
    if set(seen) != set(standing):
        text = f"The submissions on {cell} are no longer the ones you looked at."
        mend = Mend.by(JudgmentVerb.AGREE_AS_SUBMITTED, "Open the list again.")
        return [Reason(JudgmentReason.SUBMISSIONS_CHANGED, text, mend)]
    if cell.complete and cell.differ:
        text = f"The submissions on {cell} differ."
        mend = Mend.by(JudgmentVerb.MODERATE, "Have them moderated, and agree it by itself.", cell)
        reasons.append(Reason(JudgmentReason.SUBMISSIONS_DIFFER, text, mend))
    if cell.agreed:
        text = f"{cell} is agreed already."
        mend = Mend.by(JudgmentVerb.AGREE, "Agree it anew by itself, with your reasons.", cell)
        reasons.append(Reason(JudgmentReason.AGREED_ALREADY, text, mend))
    return reasons


def settleable(
    cell: Cell, by: int, verb: JudgmentVerb, *, conflicted: bool, cleared: bool
) -> list[Reason]:
    """Require of a cell what moderating or agreeing (``verb``) needs, whatever will be written."""
    return [
        *_running(cell),
        *_complete(cell),
        *_no_interest(cell, conflicted, verb),
        *_read(cell, cleared),
        *_not_a_judge(cell, by, verb),
        *([*_inspected(cell), *_moderated(cell)] if verb is JudgmentVerb.AGREE else []),
    ]


def lowest_of(criterion: Criterion) -> Grade | None:
    """The lowest grade of a criterion's scale, None where it is ungraded or only met or not."""
    grades = list(criterion.scale.grades.all()) if criterion.scale else []
    if len(grades) < _SHORTEST_SCALE_WITH_A_LOWEST:
        return None
    return min(grades, key=lambda each: each.order)


def outcome_acceptable(
    criterion: Criterion, grade: Grade | None, outcome: str, where: str
) -> list[Reason]:
    """Require that the lowest grade of a scale and a cause of concern are given together."""
    lowest = lowest_of(criterion)
    if lowest is None or grade is None:
        return []
    if grade.pk == lowest.pk and outcome != CAUSE:
        text = f"{where}: {grade.name} is the lowest grade, and no cause of concern is given."
        mend = Mend.words("Give the cause of concern, or another grade.")
        return [Reason(JudgmentReason.LOWEST_GRADE_WITHOUT_CAUSE, text, mend, "outcome")]
    if outcome == CAUSE and grade.pk != lowest.pk:
        text = (
            f"{where}: a cause of concern is given, and the grade is {grade.name}, not "
            f"{lowest.name}."
        )
        mend = Mend.words(f"Grade it {lowest.name}, or give another outcome.")
        return [Reason(JudgmentReason.CAUSE_WITHOUT_LOWEST_GRADE, text, mend, "outcome")]
    return []


def _running(cell: Cell) -> list[Reason]:
    return inspections.reasons_over(cell.inspection, JUDGED)


def _of_framework(cell: Cell) -> list[Reason]:
    if cell.criterion.area.framework_id == cell.inspection.framework_id:
        return []
    code = JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK
    text = f"{cell.criterion} is not in the framework of this inspection."
    return [Reason(code, text, Mend.words("Choose a criterion of its framework."), "criterion")]


def _inspected(cell: Cell) -> list[Reason]:
    if cell.inspected:
        return []
    text = f"{cell} is not inspected."
    mend = Mend.by(InspectionVerb.TAKE_BACK, "Take it back into the coverage first.")
    return [Reason(JudgmentReason.NOT_INSPECTED, text, mend, "criterion")]


def _not_ended(cell: Cell, assignment: Assignment) -> list[Reason]:
    if assignment.ended_at is None:
        return []
    text, mend = f"This judgment of {cell} was taken back.", NOTHING_TO_DO
    return [Reason(JudgmentReason.ENDED_ALREADY, text, mend)]


def _not_submitted(cell: Cell, assignment: Assignment) -> list[Reason]:
    if assignment.ended_at is not None:
        return _not_ended(cell, assignment)
    if assignment.inspector_id not in cell.submitted:
        return []
    text = f"Your judgment of {cell} has been submitted and cannot change."
    mend = Mend.by(
        JudgmentVerb.WITHDRAW,
        "Withdraw it while nobody else can have read it, or tell the moderator.",
        assignment,
    )
    return [Reason(JudgmentReason.SUBMITTED_ALREADY, text, mend)]


def _complete(cell: Cell) -> list[Reason]:
    if not cell.assigned:
        text = f"Nobody has judged {cell}."
        mend = Mend.by(JudgmentVerb.ASSIGN, "Assign an inspector.")
        return [Reason(JudgmentReason.NOBODY_ASSIGNED, text, mend, "criterion")]
    if not cell.complete:
        text = f"Not every submission on {cell} is in."
        mend = Mend.wait("Wait until every assigned inspector has submitted.")
        return [Reason(JudgmentReason.SUBMISSIONS_MISSING, text, mend)]
    return []


def _moderated(cell: Cell) -> list[Reason]:
    waits = waits_for(differ=cell.differ, moderated=bool(cell.moderations), agreed=False)
    if not cell.complete or waits is not WaitsFor.MODERATION:
        return []
    text = f"The submissions on {cell} differ."
    mend = Mend.by(JudgmentVerb.MODERATE, "Have them moderated first.", cell)
    return [Reason(JudgmentReason.MODERATION_MISSING, text, mend)]


def _no_interest(cell: Cell, conflicted: bool, verb: JudgmentVerb) -> list[Reason]:
    if not conflicted:
        return []
    text = f"You have declared an interest in {cell.scope_body.label}."
    mend = Mend.by_another(verb, "Somebody else must judge this.")
    return [Reason(JudgmentReason.CONFLICTED, text, mend, "scope_body")]


def _read(cell: Cell, cleared: bool) -> list[Reason]:
    # Told to whoever may see the reasons, so that it says no more than the page does.
    return (
        []
        if cleared or not cell.complete
        else [not_cleared(f"What is written of {cell}", cell.marking)]
    )


def _not_a_judge(cell: Cell, person: int, verb: JudgmentVerb) -> list[Reason]:
    if person not in cell.submitted and person not in cell.assigned:
        return []
    text = f"You judged {cell} yourself."
    mend = Mend.by_another(verb, "Somebody who did not judge it must do this.")
    return [Reason(JudgmentReason.OWN_SUBMISSION, text, mend)]


def _whole(cell: Cell, judgment: Judgment) -> list[Reason]:
    return [
        *storable(judgment.reasons, "reasons", needed=True),
        *markable(judgment.marking),
        *_grade(cell, judgment, needed=True),
        *_findings(cell, judgment, needed=True),
    ]


def _findings(cell: Cell, judgment: Judgment, *, needed: bool) -> list[Reason]:
    """Require yes or no for each finding answered; with ``needed`` for each of the criterion."""
    known = {finding.code: finding.text for finding in cell.criterion.findings.all()}
    reasons = []
    for code, question in known.items():
        if code not in judgment.findings:
            text = f"The finding {question!r} is not answered."
            mend = Mend.words("Answer yes or no.")
            fault = Reason(JudgmentReason.FINDING_UNANSWERED, text, mend, f"findings.{code}")
            reasons += [fault] if needed else []
        elif not isinstance(judgment.findings[code], bool):
            text = f"The finding {question!r} is neither yes nor no."
            mend = Mend.words("Answer yes or no.")
            code_of_reason = JudgmentReason.FINDING_NOT_YES_OR_NO
            reasons.append(Reason(code_of_reason, text, mend, f"findings.{code}"))
    for code in judgment.findings:
        if code not in known:
            text = f"{cell.criterion.ref} has no finding {code!r}."
            mend = Mend.words("Leave it out.")
            reasons.append(Reason(JudgmentReason.FINDING_UNKNOWN, text, mend, f"findings.{code}"))
    return reasons


def _grade(cell: Cell, judgment: Judgment, *, needed: bool) -> list[Reason]:
    criterion, grade = cell.criterion, judgment.grade
    if criterion.scale_id is None and grade is not None:
        text = f"{criterion.ref} is not graded."
        mend = Mend.words("Give no grade.")
        return [Reason(JudgmentReason.CRITERION_UNGRADED, text, mend, "grade")]
    if criterion.scale_id is not None and grade is None and needed:
        text = f"{criterion.ref} has no grade."
        return [Reason(JudgmentReason.GRADE_MISSING, text, Mend.words("Choose one."), "grade")]
    if grade is not None and grade.scale_id != criterion.scale_id:
        text = f"{grade.name} is not on the scale of {criterion.ref}."
        mend = Mend.words("Choose a grade of its scale.")
        return [Reason(JudgmentReason.GRADE_OF_ANOTHER_SCALE, text, mend, "grade")]
    return []


def citable(cell: Cell, judgment: Judgment) -> list[Reason]:
    """Require an item of the body that is still relied on, and none that may not be cited."""
    if not judgment.cited:
        text = f"No evidence of {cell.scope_body.label} is cited."
        mend = Mend.words("Cite at least one item of that body that is still relied on.")
        return [Reason(JudgmentReason.CITATION_MISSING, text, mend, "cited")]
    return [
        Reason(JudgmentReason.CITATION_UNFIT, f"{why}.", Mend.words("Cite another item."), "cited")
        for why in judgment.cited.values()
        if why
    ]
