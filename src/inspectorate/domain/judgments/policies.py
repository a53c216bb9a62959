"""May this be assigned, submitted, moderated, agreed now? Pure: each rule answers with reasons,
none when all is well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.programmes.models import Criterion, Grade
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .models import Agreed
from .reasons import JudgmentReason
from .verbs import JudgmentVerb

OVER = frozenset({Phase.PUBLISHED, Phase.CLOSED, Phase.ABANDONED})
CAUSE = "cause-of-concern"
OUTCOMES = frozenset(str(value) for value, _ in Agreed._meta.get_field("outcome").choices or ())
# On a scale of two, "not met" is an answer, not the lowest of several grades, and needs no cause of
# concern.
_SHORTEST_SCALE_WITH_A_LOWEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One body on one criterion as it stands: who is to judge it, who has, and what became of it."""

    inspection: Inspection
    scope_body: ScopeBody
    criterion: Criterion
    assigned: Collection[int] = ()
    submitted: Collection[int] = ()
    answers: Sequence[tuple[int | None, Mapping[str, object]]] = ()
    moderations: int = 0
    agreed: int = 0
    inspected: bool = True

    @property
    def differ(self) -> bool:
        """Do the submissions, each a grade's key with its findings, say different things?"""
        return any(answer != self.answers[0] for answer in self.answers)

    def moved(self, grade: Grade | None, findings: Mapping[str, object]) -> bool:
        """Does what is to be agreed differ from anything submitted?"""
        return any(
            answer != (grade.pk if grade else None, dict(findings)) for answer in self.answers
        )

    @property
    def complete(self) -> bool:
        """Is there somebody to judge it, and is everybody's submission in?"""
        return bool(self.assigned) and set(self.assigned) <= set(self.submitted)

    def __str__(self) -> str:
        return f"{self.scope_body.label} on {self.criterion.ref}"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a cell. ``cited`` maps each item's number to whether it is of that body
    and still stands.
    """

    grade: Grade | None
    findings: Mapping[str, object]
    reasons: str
    outcome: str = ""
    cited: Mapping[str, str] = field(default_factory=dict)


def assignable(
    cell: Cell, inspector: int, name: str, *, judges: bool, conflicted: bool, has_seen: bool
) -> list[Reason]:
    """A cell is given to an inspector of the team without an interest in the body, before anything
    of it is settled.
    """
    reasons = [*_running(cell), *_of_one_inspection(cell)]
    if not cell.inspected:
        text = f"{cell} is not inspected."
        reasons.append(
            Reason(
                JudgmentReason.NOT_INSPECTED,
                text,
                "Take it back into the coverage first.",
                "criterion",
            )
        )
    if not judges:
        text = f"{name} is no inspector on this inspection's team."
        reasons.append(
            Reason(
                JudgmentReason.NOT_ON_TEAM,
                text,
                "Let the person join the team as inspector first.",
                "inspector",
            )
        )
    if conflicted:
        text = f"{name} has declared an interest in {cell.scope_body.label}."
        reasons.append(
            Reason(JudgmentReason.CONFLICTED, text, "Choose another inspector.", "inspector")
        )
    if inspector in cell.assigned:
        reasons.append(
            Reason(
                JudgmentReason.ASSIGNED_ALREADY,
                f"{name} is already to judge {cell}.",
                "Nothing is to be done.",
                "inspector",
            )
        )
    if cell.agreed or cell.moderations:
        text = f"{cell} has been moderated or agreed: a further judgment would not be blind."
        reasons.append(
            Reason(JudgmentReason.CELL_SETTLED, text, "Agree a new judgment instead.", "criterion")
        )
    elif has_seen and cell.complete:
        text = f"{name} can already read the submissions on {cell}."
        reasons.append(
            Reason(JudgmentReason.NOT_BLIND, text, "Choose an inspector who cannot.", "inspector")
        )
    return reasons


def draftable(cell: Cell, judge: int, said: Said) -> list[Reason]:
    """A draft may be unfinished, but what it holds must fit the cell; a submitted judgment has no
    draft any more.
    """
    reasons = [
        *_running(cell),
        *_submitted(cell, judge),
        *storable(said.reasons, "reasons"),
        *_grade(cell, said, needed=False),
    ]
    known = {finding.code for finding in cell.criterion.findings.all()}
    reasons += [_unknown_finding(code, cell) for code in said.findings if code not in known]
    return reasons + [
        _not_yes_or_no(code)
        for code, answer in said.findings.items()
        if not isinstance(answer, bool)
    ]


def submittable(cell: Cell, judge: int, said: Said, *, conflicted: bool) -> list[Reason]:
    """An independent judgment is whole: reasons, a grade of the scale, every finding answered,
    evidence of that body cited.
    """
    reasons = [*_running(cell), *_submitted(cell, judge), *_conflicted(cell, conflicted)]
    return reasons + _whole(cell, said) + _cited(cell, said)


def moderatable(cell: Cell, moderator: int, said: Said, *, conflicted: bool) -> list[Reason]:
    """Moderation begins when every submission is in, by somebody who judged nothing of that cell."""
    reasons = [
        *_running(cell),
        *_of_one_inspection(cell),
        *_complete(cell),
        *_conflicted(cell, conflicted),
    ]
    return reasons + _not_a_judge(cell, moderator) + _whole(cell, said)


def agreeable(cell: Cell, by: int, said: Said, *, conflicted: bool) -> list[Reason]:
    """Agreed once every submission is in, moderated where they differ, by somebody who judged
    nothing of that cell.
    """
    reasons = [
        *_running(cell),
        *_of_one_inspection(cell),
        *_complete(cell),
        *_conflicted(cell, conflicted),
    ]
    if not cell.inspected:
        reasons.append(
            Reason(
                JudgmentReason.NOT_INSPECTED,
                f"{cell} is not inspected.",
                "Take it back into the coverage first.",
                "criterion",
            )
        )
    if cell.complete and cell.differ and not cell.moderations:
        reasons.append(_unmoderated(cell))
    reasons += [*_not_a_judge(cell, by), *_whole(cell, said), *_cited(cell, said)]
    if said.outcome and said.outcome not in OUTCOMES:
        text = f"The outcome {said.outcome!r} is unknown."
        return [
            *reasons,
            Reason(
                JudgmentReason.OUTCOME_UNKNOWN,
                text,
                f"Choose one of: {', '.join(sorted(OUTCOMES))}.",
                "outcome",
            ),
        ]
    return reasons + grade_agrees_with_outcomes(cell.criterion, said.grade, said.outcome, str(cell))


def settleable(cell: Cell, by: int, verb: JudgmentVerb, *, conflicted: bool) -> list[Reason]:
    """Why a cell may not be moderated or agreed by this person now, whatever is going to be said of
    it.
    """
    reasons = [
        *_running(cell),
        *_complete(cell),
        *_conflicted(cell, conflicted),
        *_not_a_judge(cell, by),
    ]
    if verb is JudgmentVerb.AGREE and cell.complete and cell.differ and not cell.moderations:
        reasons.append(_unmoderated(cell))
    return reasons


def grade_agrees_with_outcomes(
    criterion: Criterion, grade: Grade | None, outcome: str, where: str
) -> list[Reason]:
    """The lowest grade of a scale and a cause of concern go together: neither is given without the
    other.
    """
    if criterion.scale is None or grade is None:
        return []
    grades = list(criterion.scale.grades.all())
    if len(grades) < _SHORTEST_SCALE_WITH_A_LOWEST:
        return []
    lowest = min(grades, key=lambda one: one.order)
    if grade.pk == lowest.pk and outcome != CAUSE:
        text = f"{where}: {grade.name} is the lowest grade, and no cause of concern is given."
        return [
            Reason(
                JudgmentReason.LOWEST_GRADE_WITHOUT_CAUSE,
                text,
                "Give the cause of concern, or another grade.",
                "outcome",
            )
        ]
    if outcome == CAUSE and grade.pk != lowest.pk:
        text = (
            f"{where}: a cause of concern is given, and the grade is {grade.name}, not "
            f"{lowest.name}."
        )
        return [
            Reason(
                JudgmentReason.CAUSE_WITHOUT_LOWEST_GRADE,
                text,
                f"Grade it {lowest.name}, or give another outcome.",
                "outcome",
            )
        ]
    return []


def _running(cell: Cell) -> list[Reason]:
    if cell.inspection.phase in OVER:
        text = (
            f"The inspection is {Phase(cell.inspection.phase).label.lower()}; its judgments "
            f"stand as they are."
        )
        return [
            Reason(
                JudgmentReason.INSPECTION_OVER,
                text,
                "A correction is made by a new edition.",
                "inspection",
            )
        ]
    return []


def _of_one_inspection(cell: Cell) -> list[Reason]:
    if cell.criterion.area.framework_id != cell.inspection.framework_id:
        text = f"{cell.criterion} is not in the framework of this inspection."
        return [
            Reason(
                JudgmentReason.CRITERION_OF_ANOTHER_FRAMEWORK,
                text,
                "Choose a criterion of its framework.",
                "criterion",
            )
        ]
    return []


def _submitted(cell: Cell, judge: int) -> list[Reason]:
    if judge in cell.submitted:
        text = f"Your judgment of {cell} has been submitted and cannot change."
        return [
            Reason(
                JudgmentReason.SUBMITTED_ALREADY, text, "Tell the moderator what you would change."
            )
        ]
    return []


def _complete(cell: Cell) -> list[Reason]:
    if not cell.assigned:
        return [
            Reason(
                JudgmentReason.NOBODY_ASSIGNED,
                f"Nobody has judged {cell}.",
                "Assign an inspector.",
                "criterion",
            )
        ]
    if not cell.complete:
        text = f"Not every submission on {cell} is in."
        return [
            Reason(
                JudgmentReason.SUBMISSIONS_MISSING,
                text,
                "Wait until every inspector assigned has submitted.",
            )
        ]
    return []


def _unmoderated(cell: Cell) -> Reason:
    return Reason(
        JudgmentReason.MODERATION_MISSING,
        f"The submissions on {cell} differ.",
        "Have the cell moderated first.",
    )


def _conflicted(cell: Cell, conflicted: bool) -> list[Reason]:
    if conflicted:
        text = f"You have declared an interest in {cell.scope_body.label}."
        return [
            Reason(JudgmentReason.CONFLICTED, text, "Somebody else must judge this.", "scope_body")
        ]
    return []


def _not_a_judge(cell: Cell, person: int) -> list[Reason]:
    if person in cell.submitted or person in cell.assigned:
        text = f"You judged {cell} yourself."
        return [Reason(JudgmentReason.OWN_SUBMISSION, text, "Somebody who did not must settle it.")]
    return []


def _whole(cell: Cell, said: Said) -> list[Reason]:
    reasons = [*storable(said.reasons, "reasons", needed=True), *_grade(cell, said, needed=True)]
    known: Sequence[str] = [finding.code for finding in cell.criterion.findings.all()]
    for finding in cell.criterion.findings.all():
        if finding.code not in said.findings:
            text = f"The finding {finding.text!r} is not answered."
            reasons.append(
                Reason(
                    JudgmentReason.FINDING_UNANSWERED,
                    text,
                    "Answer yes or no.",
                    f"findings.{finding.code}",
                )
            )
        elif not isinstance(said.findings[finding.code], bool):
            reasons.append(_not_yes_or_no(finding.code))
    return reasons + [_unknown_finding(code, cell) for code in said.findings if code not in known]


def _grade(cell: Cell, said: Said, *, needed: bool) -> list[Reason]:
    scale = cell.criterion.scale_id
    if scale is None and said.grade is not None:
        text = f"{cell.criterion.ref} is not graded."
        return [Reason(JudgmentReason.CRITERION_UNGRADED, text, "Give no grade.", "grade")]
    if scale is not None and said.grade is None and needed:
        return [
            Reason(
                JudgmentReason.GRADE_MISSING,
                f"{cell.criterion.ref} has no grade.",
                "Choose one.",
                "grade",
            )
        ]
    if said.grade is not None and said.grade.scale_id != scale:
        text = f"{said.grade.name} is not on the scale of {cell.criterion.ref}."
        return [
            Reason(
                JudgmentReason.GRADE_OF_ANOTHER_SCALE, text, "Choose a grade of its scale.", "grade"
            )
        ]
    return []


def _cited(cell: Cell, said: Said) -> list[Reason]:
    reasons = [
        Reason(JudgmentReason.CITATION_UNFIT, f"{why}.", "Cite another item.", "cited")
        for why in said.cited.values()
        if why
    ]
    if not said.cited:
        text = f"No evidence of {cell.scope_body.label} is cited."
        reasons.append(
            Reason(
                JudgmentReason.CITATION_MISSING,
                text,
                "Cite at least one item of that body that still stands.",
                "cited",
            )
        )
    return reasons


def _unknown_finding(code: str, cell: Cell) -> Reason:
    return Reason(
        JudgmentReason.FINDING_UNKNOWN,
        f"{cell.criterion.ref} has no finding {code!r}.",
        "Leave it out.",
        f"findings.{code}",
    )


def _not_yes_or_no(code: str) -> Reason:
    return Reason(
        JudgmentReason.FINDING_NOT_YES_OR_NO,
        f"The finding {code!r} is neither true nor false.",
        "Answer yes or no.",
        f"findings.{code}",
    )
