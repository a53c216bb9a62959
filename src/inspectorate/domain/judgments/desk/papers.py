"""What lies before whoever decides a judgment: evidence, what was submitted, like bodies, figures.

Read through :func:`queries.cell`, so that nobody has more here than on the page of the cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.programmes.models import Characteristic, Criterion, Finding
from inspectorate.foundation.people.models import Person

from ..agreement import Figures, RatedSubmission, complete_submissions, figures
from ..debriefs import queries as debriefs
from ..debriefs.telling import ToldView
from ..models import Submission
from ..outcomes.queries import OutcomeView, lacks_words, of_cell
from ..queries import Cell, can
from ..verbs import JudgmentVerb
from .alike import AlikeBody, alike, profile_words, profiles
from .beside import DeskFigures, of_inspection
from .figures import Figure, of_agreement, of_drift, of_order, of_severity


@dataclass(frozen=True, slots=True)
class CitedItem:
    """An item of the cell that the reader may read, and who cites it, by name."""

    item: Item
    by: tuple[str, ...]
    of_all: bool

    @property
    def cited(self) -> str:
        """Who cites it, in words."""
        if not self.by:
            return "Cited by nobody"
        names = " and ".join(self.by)
        return f"Cited by {names}" if self.of_all else f"Cited by {names} alone"


@dataclass(frozen=True, slots=True)
class AnsweredFinding:
    """A finding and what each submission answered, in the order of the submissions."""

    finding: Finding
    answers: tuple[bool | None, ...]

    @property
    def differ(self) -> bool:
        """Was it answered differently?"""
        return len(set(self.answers)) > 1


@dataclass(frozen=True, slots=True)
class Papers:
    """All of it for one cell and one reader; empty of all that is out of the reader's sight."""

    cell: Cell
    items: tuple[CitedItem, ...]
    findings: tuple[AnsweredFinding, ...]
    alike: tuple[AlikeBody, ...]
    profile: str
    characteristics: tuple[Characteristic, ...]
    figures: tuple[Figure, ...]
    outcomes: tuple[OutcomeView, ...] = ()
    told: tuple[ToldView, ...] = ()

    @property
    def lacks_words(self) -> bool:
        """Was it agreed with an outcome of which no words stand?"""
        return lacks_words(self.cell, self.outcomes)

    @property
    def grades_differ(self) -> bool:
        """Did inspectors give different grades?"""
        return len({one.grade_id for one in self.cell.submissions}) > 1


def papers(
    person: Person,
    inspection: Inspection,
    cell: Cell,
    known: DeskFigures | None = None,
) -> Papers:
    """Lay out what lies before a decision on ``cell``, which :func:`queries.cell` gave.

    ``known`` are the figures of the inspection where they are known already. A fixed number of
    queries; nothing where the reader is shown no submissions.
    """
    criterion, body = cell.criterion, cell.scope_body
    if not cell.submissions:
        return Papers(cell, (), (), (), "", (), ())
    return Papers(
        cell,
        tuple(_items(person, inspection, cell)),
        tuple(
            AnsweredFinding(one, tuple(said.findings.get(one.code) for said in cell.submissions))
            for one in criterion.findings.all()
        ),
        tuple(alike(person, body, criterion)),
        profile_words(profiles(person, criterion, body)[body.pk]),
        tuple(criterion.characteristics.select_related("grade").order_by("-grade__order")),
        tuple(_figures(person, inspection, cell, known)),
        tuple(of_cell(person, cell)),
        tuple(debriefs.of_cell(person, body, criterion)),
    )


def _items(person: Person, inspection: Inspection, cell: Cell) -> list[CitedItem]:
    """What is cited first, by how many, and within it as it was recorded."""
    by: dict[int, list[str]] = defaultdict(list)
    for said in cell.submissions:
        for citation in said.citations.all():
            by[citation.item_id].append(said.by.name)
    asked = evidence.visible_to(person, inspection).filter(scope_body=cell.scope_body)
    of_cell = Q(links__criterion=cell.criterion, withdrawal=None, supersession=None)
    found = evidence.laid_open(
        person,
        inspection,
        asked.filter(Q(pk__in=by) | of_cell)
        .distinct()
        .select_related("inspection", "withdrawal", "supersession")
        .order_by("number"),
    )
    everybody = len(cell.submissions)
    items = [
        CitedItem(one, tuple(by[one.pk]), everybody == 1 or len(by[one.pk]) == everybody)
        for one in found
    ]
    return sorted(items, key=lambda one: -len(one.by))


def _figures(
    person: Person, inspection: Inspection, cell: Cell, known: DeskFigures | None
) -> list[Figure]:
    criterion = cell.criterion
    if criterion.scale is None:
        return []
    if known is None:
        known = of_inspection(person, inspection)
    contradicted = known.contradicted.get((cell.scope_body.pk, criterion.pk), ())
    judges = _judges(cell.submissions)
    named = can(person, inspection, JudgmentVerb.SEE_SEVERITIES)
    drifted = of_drift(judges, known.severities, criterion.scale.pk, named=named)
    return [
        of_agreement(on_criterion(inspection, criterion)),
        of_severity(judges, known.severities, criterion.scale.pk, named=named),
        *([drifted] if drifted else []),
        *([of_order(contradicted)] if contradicted else []),
    ]


def on_criterion(inspection: Inspection, criterion: Criterion) -> Figures:
    """How far inspectors agree on one graded criterion, as the page of agreement tells it."""
    rated: Sequence[RatedSubmission] = [
        one
        for one in complete_submissions(inspection, criterion)
        if one.criterion == criterion.pk and one.order is not None
    ]
    assert criterion.scale is not None  # it is graded
    return figures(criterion.ref, rated, len(criterion.scale.grades.all()))


def _judges(submissions: Sequence[Submission]) -> Mapping[int, str]:
    return {one.by_id: one.by.name for one in submissions}
