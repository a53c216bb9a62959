"""Loads what the desk looks at of an inspection, as far as one reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspectorate.domain.evidence.queries import relied_on, visible_to
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.foundation.people.models import Person

from ..blindness import sights
from ..marking import Place
from ..models import Agreed, Assignment, Moderation, SubmissionCitation
from ..readings import Reading, entering
from ..verbs import JudgmentVerb
from .sources import Source


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one inspector submitted on a cell, without the reasons; ``order`` of its grade, and when
    it came in.
    """

    pk: int
    inspector: int
    grade: int | None
    order: int | None
    findings: Mapping[str, bool]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgreedAnswer:
    """The agreed judgment of a cell that stands."""

    grade: int | None
    outcome: str
    moved: bool


@dataclass(frozen=True, slots=True)
class OpenCells:
    """Cells whose submissions are all in and open to the reader, and what is known of each.

    ``entering`` are the keys of the submissions that enter figures; ``sources`` what is cited that
    the reader may read and that is still relied on; ``to_judge`` the criteria on which the reader
    has still to judge.
    """

    complete: dict[Place, tuple[GivenAnswer, ...]]
    entering: frozenset[int]
    moderated: frozenset[Place]
    settled: dict[Place, AgreedAnswer]
    sources: dict[Place, tuple[Source, ...]] = field(default_factory=dict)
    to_judge: frozenset[int] = frozenset()


def load(
    person: Person, inspection: Inspection, verb: JudgmentVerb = JudgmentVerb.SEE_SUBMISSIONS
) -> OpenCells:
    """Load them. Seven queries, whatever the number of cells.

    ``verb`` opens the submissions of others to ``person``, as ``blindness.sight`` takes it.
    """
    of_it = {"scope_body__inspection": inspection}
    rows = list(
        Assignment.standing()
        .filter(**of_it)
        .order_by("second", "pk")
        .values_list(
            *("pk", "scope_body", "criterion", "inspector", "second", "ground", "made_from"),
            *("submission__pk", "submission__grade", "submission__grade__order"),
            *("submission__findings", "submission__at"),
        )
    )
    given = ((body, of, who, said) for _, body, of, who, _, _, _, said, *_ in rows)
    seen = sights(person, inspection, given, verb)
    left_out = set(NotInspected.standing().filter(**of_it).values_list("scope_body", "criterion"))
    submission_of, cells = {}, defaultdict(list)
    for pk, body, of, who, _, _, _, said, grade, order, findings, at in rows:
        if seen[body, of].submissions and (body, of) not in left_out:
            submission_of[pk] = said
            cells[body, of].append(GivenAnswer(said, who, grade, order, findings, at))
    # Asked of all that stand, the unseen too: which enter depends on no submission.
    readings = [Reading(row[0], (row[1], row[2]), *row[4:7]) for row in rows]
    entered = entering(readings, unrecorded=False)
    return OpenCells(
        {place: tuple(given) for place, given in cells.items()},
        frozenset(submission_of[pk] for pk in entered if pk in submission_of),
        frozenset(Moderation.objects.filter(**of_it).values_list("scope_body", "criterion")),
        _settled(inspection, cells),
        _sources(person, inspection, cells),
        frozenset(
            row[2]
            for row in rows
            if row[3] == person.pk and row[7] is None and (row[1], row[2]) not in left_out
        ),
    )


def _settled(inspection: Inspection, cells: Mapping[Place, object]) -> dict[Place, AgreedAnswer]:
    rows = Agreed.objects.filter(scope_body__inspection=inspection).order_by("number")
    columns = ("scope_body", "criterion", "grade", "outcome", "moved")
    # In the order of their numbers, so that the newest of a cell is the one that stays.
    return {
        (body, of): AgreedAnswer(*rest)
        for body, of, *rest in rows.values_list(*columns)
        if (body, of) in cells
    }


def _sources(
    person: Person, inspection: Inspection, cells: Mapping[Place, object]
) -> dict[Place, tuple[Source, ...]]:
    found: dict[Place, list[Source]] = defaultdict(list)
    readable = relied_on(visible_to(person, inspection)).order_by()
    cited = SubmissionCitation.objects.filter(
        submission__assignment__scope_body__inspection=inspection,
        submission__assignment__ended_at=None,
        item__in=readable,
    )
    rows = cited.order_by().values_list(
        "submission__assignment__scope_body",
        "submission__assignment__criterion",
        "item",
        "item__kind",
        "item__origin",
    )
    # An item that two cite is one source, twenty items of one origin are twenty.
    for body, of, _, *source in rows.distinct():
        if (body, of) in cells:
            found[body, of].append(Source(*source))
    return {place: tuple(sources) for place, sources in found.items()}
