"""The figures of an inspection that stand beside decisions, as one reader may have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person

from ..marking import Place
from ..verbs import JudgmentVerb
from .contradicted import ContradictedGrade, contradicted_grades
from .loading import OpenCells, load
from .severity import NOBODY, QuickSeverity, severities


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """Quick severities, and the grades that contradict an order, by cell."""

    severities: QuickSeverity = NOBODY
    contradicted: Mapping[Place, tuple[ContradictedGrade, ...]] = field(default_factory=dict)


def beside(inspection: Inspection, loaded: OpenCells, criteria: Sequence[Criterion]) -> DeskFigures:
    """The figures of the cells that were loaded for a reader. Two queries at most."""
    return DeskFigures(
        severities(loaded, criteria), contradicted_grades(inspection, loaded, criteria)
    )


def of_inspection(person: Person, inspection: Inspection) -> DeskFigures:
    """The figures as ``person`` may have them, where nothing else of the desk is loaded."""
    return beside(inspection, load(person, inspection), criteria_to_judge(inspection.framework_id))


def before_an_override(person: Person, inspection: Inspection) -> DeskFigures:
    """The figures as ``person``, who may override, has them: from agreed judgments alone."""
    loaded = load(person, inspection, JudgmentVerb.OVERRIDE_AGREED)
    agreed = {place: one for place, one in loaded.complete.items() if place in loaded.settled}
    criteria = criteria_to_judge(inspection.framework_id)
    return beside(inspection, replace(loaded, complete=agreed), criteria)
