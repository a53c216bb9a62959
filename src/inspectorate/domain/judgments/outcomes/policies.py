"""May an outcome be written in words, reworded, withdrawn, put back? Each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable
from inspectorate.prose.checks.passage import Check
from inspectorate.prose.checks.registry import passages

from .. import policies as judging
from ..models import Agreed
from ..policies import Cell, Judgment
from ..reasons import JudgmentReason
from ..states import OutcomeState
from ..verbs import JudgmentVerb
from .fitting import unfit
from .kinds import OutcomeKind
from .models import WrittenOutcome

# Characters of an outcome's words, which are printed among many others.
LONGEST = 4_000
# All of a judgment stand on its page.
MOST_OF_A_CELL = 20
# What tells of a person, of what is looked for in words that others wrote.
_OF_PERSONS = frozenset(
    {
        *(Check.PERSON, Check.TELEPHONE, Check.EMAIL, Check.POSTAL, Check.BIRTH),
        *(Check.OFFICIAL_NUMBER, Check.SERVICE_NUMBER),
    }
)


@dataclass(frozen=True, slots=True)
class AgreedCell:
    """A judgment about which somebody, ``by``, would write, and what bears on whether they may.

    ``agreed`` is the agreed judgment that stands, None where there is none; ``conflicted`` and
    ``cleared`` as the rules of judgments take them.
    """

    cell: Cell
    agreed: Agreed | None
    by: int
    conflicted: bool
    cleared: bool

    def against(self, verb: JudgmentVerb) -> list[Reason]:
        """Why they may not settle the judgment now, as ``verb`` asks."""
        return judging.settleable(
            self.cell, self.by, verb, conflicted=self.conflicted, cleared=self.cleared
        )


def outcome_offerable(asked: AgreedCell) -> list[Reason]:
    """Require an agreed judgment, and somebody who may agree it, whatever will be written."""
    found = asked.against(JudgmentVerb.AGREE)
    if not found and asked.agreed is None:
        text = f"{asked.cell} is not agreed, so nothing is recorded beside its grade."
        mend = Mend.by(JudgmentVerb.AGREE, "Agree it first.", asked.cell)
        found.append(Reason(JudgmentReason.NOT_AGREED, text, mend))
    return found


def outcome_writable(asked: AgreedCell, kind: str, said: Judgment, there: int) -> list[Reason]:
    """Require a kind that fits the grade, words, and evidence of the body that is relied on.

    ``said`` holds the words as its reasons; ``there`` outcomes of the judgment stand already.
    """
    found = outcome_offerable(asked)
    if kind not in OutcomeKind.values:
        text = f"The outcome {kind[:40]!r} is unknown."
        mend = Mend.words(f"Choose one of: {', '.join(sorted(OutcomeKind.values))}.")
        found.append(Reason(JudgmentReason.OUTCOME_UNKNOWN, text, mend, "kind"))
    else:
        found += _fits(asked, kind)
    return [*found, *_room(there), *_sayable(asked.cell, said)]


def outcome_rewordable(
    asked: AgreedCell,
    outcome: WrittenOutcome,
    state: OutcomeState,
    said: Judgment,
    reason: str,
    *,
    same: bool,
) -> list[Reason]:
    """Require an outcome that stands and fits, other words or evidence, and the reason.

    ``same`` where it would say the same, on the same evidence, marked the same.
    """
    found = [
        *outcome_offerable(asked),
        *_stands(outcome, state),
        *_fits(asked, outcome.kind),
        *_sayable(asked.cell, said),
        *storable(reason, "reason", needed=True),
    ]
    if same:
        text = f"{outcome.ref} says this already, on this evidence."
        mend = Mend.words("Change its words, its evidence or its marking.")
        found.append(Reason(JudgmentReason.OUTCOME_SAME, text, mend, "text"))
    return found


def outcome_withdrawable(
    asked: AgreedCell, outcome: WrittenOutcome, state: OutcomeState, reason: str
) -> list[Reason]:
    """Require an outcome that stands, and the reason; whether its judgment is still inspected, or
    it fits, is not asked.
    """
    return [
        *asked.against(JudgmentVerb.WITHDRAW_OUTCOME),
        *_stands(outcome, state),
        *storable(reason, "reason", needed=True),
    ]


def outcome_restorable(
    asked: AgreedCell,
    outcome: WrittenOutcome,
    state: OutcomeState,
    cited: Judgment,
    reason: str,
    there: int,
) -> list[Reason]:
    """Require a withdrawn outcome that fits, whose evidence (``cited``) is relied on, and why.

    ``there`` outcomes of the judgment stand: one that is put back is one more, as if written.
    """
    found = [
        *outcome_offerable(asked),
        *_fits(asked, outcome.kind),
        *_room(there),
        *judging.citable(asked.cell, cited),
        *storable(reason, "reason", needed=True),
    ]
    if state is OutcomeState.STANDS:
        text = f"{outcome.ref} is not withdrawn."
        found.append(Reason(JudgmentReason.OUTCOME_STANDS, text, NOTHING_TO_DO))
    return found


def _room(there: int) -> list[Reason]:
    mend = Mend.words("Reword or withdraw one of them.")
    return room_for_more(there, MOST_OF_A_CELL, "outcomes of this judgment", mend)


def _stands(outcome: WrittenOutcome, state: OutcomeState) -> list[Reason]:
    if state is OutcomeState.STANDS:
        return []
    text = f"{outcome.ref} is withdrawn."
    mend = Mend.by(JudgmentVerb.PUT_BACK_OUTCOME, "Put it back first.", outcome)
    return [Reason(JudgmentReason.OUTCOME_WITHDRAWN, text, mend)]


def _fits(asked: AgreedCell, kind: str) -> list[Reason]:
    if asked.agreed is None:
        return []
    return unfit(asked.cell.criterion, asked.agreed.grade, kind, str(asked.cell))


def _sayable(cell: Cell, said: Judgment) -> list[Reason]:
    found = storable(said.reasons, "text", needed=True, limit=LONGEST)
    return [
        *found,
        *markable(said.marking),
        *judging.citable(cell, said),
        *(() if found else fit_for_print(cell.inspection, said.reasons, criterion=cell.criterion)),
    ]


def fit_for_print(
    inspection: Inspection, words: str, field: str = "text", criterion: Criterion | None = None
) -> Iterator[Reason]:
    """Yield a reason for each passage that may tell of a person, and for a real body's name.

    What the criterion itself says ("a named senior officer leads") tells of nobody.
    """
    plain = words
    asked = [criterion.text, *(one.text for one in criterion.findings.all())] if criterion else []
    for label in inspection.scope.values_list("label", flat=True):
        # "Force 4" is no person, and is what the words are about.
        plain = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "they", plain)
    for one in passages({"text": plain}):
        own = any(one.words.casefold() in each.casefold() for each in asked)
        if one.check in _OF_PERSONS and not own:
            text = f"“{one.words}” may be {one.check.sentence}."
            mend = Mend.words("Leave it out, or say it in other words.")
            yield Reason(JudgmentReason.PERSON_TOLD_OF, text, mend, field)
    named = bodies.names_of_bodies().first(words) if inspection.rehearsal else ""
    if named:
        text = f"A real body is named in a rehearsal: {named}."
        mend = Mend.words("Use its name in the rehearsal, or leave it out.")
        yield Reason(JudgmentReason.REAL_BODY_NAMED, text, mend, field)
