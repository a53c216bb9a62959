"""The agenda of the desk: every judgment whose submissions are all in, with why to look at it.

Blindness decides what is on it: of a cell that the reader is still to judge nothing is here, not in
a count and not in a figure. All reasons of a judgment are listed; the agenda stands in the order of
the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person

from .. import policies
from ..marking import Place
from ..models import CAUSE
from ..permissions import TABLE
from ..states import WaitsFor, waits_for
from ..verbs import JudgmentVerb
from .beside import DeskFigures, beside
from .loading import AgreedAnswer, GivenAnswer, OpenCells, load
from .severity import QuickSeverity
from .sources import thin

# Grades so many steps apart are far apart.
FAR = 2


class AgendaReason(models.TextChoices):
    """Why a judgment stands on the agenda, in the order in which they are looked at."""

    DISTANCE = "distance", "Grades far apart"
    GRADES = "grades", "Grades differ"
    FINDINGS = "findings", "Findings differ"
    OUTCOME = "outcome", "Grade against outcome"
    THIN = "thin", "Thin evidence"
    ORDER = "order", "Contradicts the order"
    SEVERITY = "severity", "Severity of an inspector (quick)"
    DRIFT = "drift", "Drift of an inspector (quick)"

    @property
    def about(self) -> str:
        """What it means, in a sentence."""
        return ABOUT[self]


ABOUT = {
    AgendaReason.DISTANCE: "Two inspectors gave grades two or more steps apart.",
    AgendaReason.GRADES: "Inspectors gave different grades.",
    AgendaReason.FINDINGS: "Inspectors answered a finding differently.",
    AgendaReason.OUTCOME: (
        "The lowest grade needs a cause of concern, and a cause of concern the lowest grade."
    ),
    AgendaReason.THIN: (
        "What is cited, as far as you may read it, comes from fewer than two kinds of source or "
        "two origins, or is only what people say: would it stand if one source were wrong?"
    ),
    AgendaReason.ORDER: (
        "Compared in pairs on this criterion, a body with a lower grade was called better than "
        "this one, or one with a higher grade worse, by more than chance. Either grade may be "
        "wrong, or the comparisons."
    ),
    AgendaReason.SEVERITY: (
        "An inspector who judged it is harsher or milder than colleagues by half a logit or more, "
        "and by more than chance. Quick: from first readings and drawn second ones, by a model "
        "that takes them as independent."
    ),
    AgendaReason.DRIFT: (
        "An inspector who judged it grew harsher or milder from the first day of judging to the "
        "last, by half a logit or more, and by more than chance. Quick: where one inspector alone "
        "read a body, the order in which bodies were judged may look like drift."
    ),
}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One judgment on the agenda: ``reasons`` are all there are, in their order."""

    scope_body: ScopeBody
    criterion: Criterion
    given: tuple[GivenAnswer, ...]
    grades: tuple[str, ...]
    agreed: str
    settled: AgreedAnswer | None
    waits_for: WaitsFor
    reasons: tuple[AgendaReason, ...]

    @property
    def place(self) -> Place:
        """The keys of its body and its criterion."""
        return self.scope_body.pk, self.criterion.pk

    @property
    def name(self) -> str:
        """What an address calls it: the body's code and the criterion's key."""
        return f"{self.scope_body.code}/{self.criterion.pk}"

    @property
    def words(self) -> str:
        """What people call it."""
        return f"{self.scope_body.label}, {self.criterion}"


class AgendaScope(models.TextChoices):
    """Which judgments are listed."""

    WAITING = "open", "Waiting"
    DIFFER = "differ", "Inspectors differed"
    SETTLED = "settled", "Agreed"
    ALL = "all", "All"


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """What the agenda is narrowed to: empty or 0 is not narrowed."""

    shown: AgendaScope = AgendaScope.WAITING
    reason: str = ""
    criterion: int = 0
    body: str = ""

    def of(self, items: Iterable[AgendaItem]) -> list[AgendaItem]:
        """Those of ``items`` that it leaves, in their order."""
        return [
            one
            for one in items
            if self._listed(one)
            and (not self.reason or self.reason in one.reasons)
            and (not self.criterion or self.criterion == one.criterion.pk)
            and (not self.body or self.body == one.scope_body.code)
        ]

    def _listed(self, one: AgendaItem) -> bool:
        if self.shown is AgendaScope.WAITING:
            return bool(one.waits_for) or AgendaReason.OUTCOME in one.reasons
        if self.shown is AgendaScope.SETTLED:
            return one.settled is not None
        return self.shown is AgendaScope.ALL or _DIFFERENT.intersection(one.reasons) != set()


_DIFFERENT = {AgendaReason.GRADES, AgendaReason.FINDINGS}


@dataclass(frozen=True, slots=True)
class Agenda:
    """All items this reader may see, in order, and the figures they rest on."""

    items: tuple[AgendaItem, ...]
    bodies: tuple[ScopeBody, ...]
    criteria: tuple[Criterion, ...]
    beside: DeskFigures = field(default_factory=DeskFigures)

    @property
    def severities(self) -> QuickSeverity:
        """The quick severities."""
        return self.beside.severities

    def named(self, name: str) -> AgendaItem | None:
        """The item of a name, whatever the agenda is narrowed to."""
        return next((one for one in self.items if one.name == name), None)


def agenda(person: Person, inspection: Inspection) -> Agenda:
    """Return the agenda as ``person`` may have it, empty for who may not. Twelve queries."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_DESK):
        return Agenda((), (), ())
    criteria = tuple(criteria_to_judge(inspection.framework_id))
    bodies = tuple(inspection.scope.select_related("body").order_by("order"))
    loaded = load(person, inspection)
    figures = beside(inspection, loaded, criteria)
    by_body, by_criterion = {one.pk: one for one in bodies}, {one.pk: one for one in criteria}
    rank = {of.pk: number for number, of in enumerate(criteria)}
    grades = {
        grade.pk: str(grade)
        for of in criteria
        if of.scale is not None
        for grade in of.scale.grades.all()
    }
    items = [
        _item(place, by_body[place[0]], by_criterion[place[1]], loaded, figures, grades)
        for place in loaded.complete
    ]
    items.sort(key=lambda one: _order(one, rank))
    return Agenda(tuple(items), bodies, criteria, figures)


def _item(
    place: Place,
    body: ScopeBody,
    criterion: Criterion,
    loaded: OpenCells,
    figures: DeskFigures,
    grades: dict[int, str],
) -> AgendaItem:
    given, settled = loaded.complete[place], loaded.settled.get(place)
    reasons = tuple(_reasons(place, criterion, loaded, figures))
    differ = bool(_DIFFERENT.intersection(reasons))
    return AgendaItem(
        body,
        criterion,
        given,
        tuple(grades.get(one.grade or 0, "no grade") for one in given),
        grades.get(settled.grade or 0, "not graded") if settled else "",
        settled,
        waits_for(differ=differ, moderated=place in loaded.moderated, agreed=settled is not None),
        reasons,
    )


def _reasons(
    place: Place, criterion: Criterion, loaded: OpenCells, figures: DeskFigures
) -> Iterable[AgendaReason]:
    given, settled = loaded.complete[place], loaded.settled.get(place)
    orders = [one.order for one in given if one.order is not None]
    if orders and max(orders) - min(orders) >= FAR:
        yield AgendaReason.DISTANCE
    if len({one.grade for one in given}) > 1:
        yield AgendaReason.GRADES
    if _findings_differ(given):
        yield AgendaReason.FINDINGS
    if _against_outcome(criterion, given, settled):
        yield AgendaReason.OUTCOME
    if thin(loaded.sources.get(place, ())):
        yield AgendaReason.THIN
    if place in figures.contradicted:
        yield AgendaReason.ORDER
    if any((criterion.scale_id, one.inspector) in figures.severities.flagged for one in given):
        yield AgendaReason.SEVERITY
    if any((criterion.scale_id, one.inspector) in figures.severities.drifting for one in given):
        yield AgendaReason.DRIFT


def _findings_differ(given: Sequence[GivenAnswer]) -> bool:
    first = given[0].findings
    return any(one.findings != first for one in given[1:])


def _against_outcome(
    criterion: Criterion, given: Sequence[GivenAnswer], settled: AgreedAnswer | None
) -> bool:
    """Does the agreed judgment break the rule, or would what all submitted, agreed as it is?"""
    scale = criterion.scale
    if scale is None:
        return False
    by_key = {one.pk: one for one in scale.grades.all()}
    if settled is not None:
        grade, outcome = by_key.get(settled.grade or 0), settled.outcome
    else:
        alike = {one.grade for one in given}
        grade, outcome = by_key.get(alike.pop() or 0) if len(alike) == 1 else None, ""
    lowest = policies.lowest_of(criterion)
    # Asked of few: of thousands of judgments most are neither.
    if grade is None or lowest is None or (grade.pk != lowest.pk and outcome != CAUSE):
        return False
    return bool(policies.outcome_acceptable(criterion, grade, outcome, ""))


def _order(one: AgendaItem, rank: dict[int, int]) -> tuple[int, int, int, int]:
    """By the first reason, then by how many, then as the inspection lists bodies and criteria."""
    every = list(AgendaReason)
    first = every.index(one.reasons[0]) if one.reasons else len(every)
    return first, -len(one.reasons), one.scope_body.order, rank[one.criterion.pk]
