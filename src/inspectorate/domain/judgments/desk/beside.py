"""The figures of an inspection that stand beside decisions, as one reader may have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Criterion, Scale
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person
from inspectstats.records import Result

from ..marking import Place
from ..queries import can
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


@dataclass(frozen=True, slots=True)
class OwnDrift:
    """How much harsher a person grew over the fieldwork on a scale, in logits, as they are told it.

    ``changed`` where it is more than chance or a trifle; ``judges`` is how many inspectors are
    compared, ``few`` where limits hold less often than they say.
    """

    scale: Scale
    drift: Result
    changed: bool
    judges: int
    few: bool


def own_drifts(person: Person, inspection: Inspection) -> list[OwnDrift]:
    """The quick drift of ``person`` alone, by scale, for who judges here; none of a colleague.

    Of the judgments that are open to them: their own and those of the same bodies on the same
    criteria, once all are in. So it tells of no judgment that they are not shown. Ten queries.
    """
    if not can(person, inspection, JudgmentVerb.SUBMIT):
        return []
    loaded = load(person, inspection)
    if not any(one.inspector == person.pk for of in loaded.complete.values() for one in of):
        return []
    criteria = criteria_to_judge(inspection.framework_id)
    found = severities(loaded, criteria)
    scales = {one.scale.pk: one.scale for one in criteria if one.scale is not None}
    return [
        OwnDrift(
            scales[scale],
            of[person.pk],
            (scale, person.pk) in found.drifting,
            len(of),
            scale in found.few,
        )
        for scale, of in found.drifts.items()
        if person.pk in of
    ]
