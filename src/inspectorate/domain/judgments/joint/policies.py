"""May the joint figures be worked out, and kept? Each with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb
from .answering import Worked
from .questions import METHODS, Question, stored
from .readings import Readings

# Below so many readings no severity is told apart from chance.
FEWEST = 2


def workable(readings: Readings) -> list[Reason]:
    """Require readings of cells whose judgments are all in."""
    if readings.count >= FEWEST:
        return []
    text = "No judgments are in from which anything could be worked out."
    mend = Mend.wait("Ask once cells are judged: of each, all its judgments must be in.")
    return [Reason(JudgmentReason.NOTHING_TO_WORK_OUT, text, mend)]


def askable(
    inspection: Inspection, readings: Readings, questions: Sequence[Question]
) -> list[Reason]:
    """Require readings of which not all that is asked was worked out already."""
    asked = [stored(one) for one in questions]
    return [*workable(readings), *_known(inspection, readings.sha256, asked)]


def keepable(inspection: Inspection, readings: Readings, worked: Worked) -> list[Reason]:
    """Require that the readings are still those it was worked out of, and that it tells more."""
    if worked.read_sha256 != readings.sha256:
        text = "Judgments came in or were withdrawn while the figures were worked out."
        mend = Mend.by(JudgmentVerb.WORK_OUT, "Have them worked out again.", inspection)
        return [*workable(readings), Reason(JudgmentReason.READINGS_MOVED, text, mend)]
    asked = [one["question"] for one in worked.answers]
    return [*workable(readings), *_known(inspection, worked.read_sha256, asked)]


def _known(inspection: Inspection, sha256: str, asked: Sequence[Mapping[str, Any]]) -> list[Reason]:
    newest = inspection.joint_figures.last()
    if newest is None or (newest.read_sha256, newest.method) != (sha256, METHODS):
        return []
    known = [one["question"] for one in newest.answers]
    if any(one not in known for one in asked):
        return []
    text = "All that is asked is worked out of these judgments already."
    return [Reason(JudgmentReason.WORKED_OUT_ALREADY, text, NOTHING_TO_DO)]
