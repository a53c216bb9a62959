"""What the ledger tells one reader of an inspection: through blindness, as every read of judgments,
and through markings.

An entry says who did what to which judgment, and when: to a person who is still to judge that cell,
already too much. So it is with evidence that they may not read, which does not exist for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import CharField, Model, QuerySet, Value
from django.db.models.functions import Cast, Concat

from inspectorate.domain.evidence.queries import closed_to
from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person

from .blindness import sights
from .exercises.blindness import VERBS, entries_open_to
from .marking import Place
from .models import (
    Agreed,
    Assignment,
    Certainty,
    CertaintyWithdrawal,
    Comparison,
    ComparisonWithdrawal,
    Draft,
    Moderation,
    Override,
    PlanOfJudging,
    SampleLook,
    Submission,
    ToldDifference,
    ToldDifferenceWithdrawal,
    ToldGrade,
    ToldGradeWithdrawal,
)
from .outcomes.models import OutcomeMove, OutcomeWording, WrittenOutcome
from .panels.models import (
    OverrideWithdrawal,
    PanelCell,
    PanelCellRemoval,
    PanelDecision,
    SteppingAside,
)
from .permissions import TABLE
from .verbs import JudgmentVerb

# What entries of this room are of, and where each keeps its cell.
_OF_A_CELL: Mapping[type[Model], str] = {
    Assignment: "",
    Draft: "assignment__",
    Submission: "assignment__",
    Moderation: "",
    Agreed: "",
    Certainty: "agreed__",
    CertaintyWithdrawal: "certainty__agreed__",
    SampleLook: "cell__",
    PanelCell: "",
    PanelCellRemoval: "cell__",
    SteppingAside: "",
    PanelDecision: "cell__",
    Override: "agreed__",
    OverrideWithdrawal: "agreed__",
    WrittenOutcome: "",
    OutcomeWording: "outcome__",
    OutcomeMove: "outcome__",
    ToldDifference: "told__submission__assignment__",
    ToldDifferenceWithdrawal: "difference__told__submission__assignment__",
    ToldGrade: "submission__assignment__",
    ToldGradeWithdrawal: "told__submission__assignment__",
    # That a second reading was asked for by the grade would tell the second reader of the first.
    PlanOfJudging: "assignments__",
}
# What entries are of two bodies on one criterion, and where each keeps them.
_OF_TWO_CELLS: Mapping[type[Model], str] = {Comparison: "", ComparisonWithdrawal: "comparison__"}


def what_happened(person: Person, inspection: Inspection) -> QuerySet[Entry]:
    """The entries of an inspection that ``person`` may see, in no order. At most nine queries.

    Their numbers and digests are to be shown to nobody: something is left out for everybody, if
    only the grades that others sent from devices, and a number that is missing would tell of it.
    """
    entries = Entry.objects.filter(stream=inspection.stream)
    for those in closed_to(person, inspection):
        name = Concat(Value(f"{those.model._meta.label_lower}/"), Cast("pk", CharField()))
        entries = entries.exclude(of__in=those.values_list(name, flat=True))
    if not entries_open_to(person, inspection):
        # Who answered when, and how often, is told to those alone who take no part.
        entries = entries.exclude(verb__in=VERBS)
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_PROGRESS):
        return entries.exclude(verb__startswith="judgments.")
    given = Assignment.standing().filter(scope_body__inspection=inspection).order_by()
    rows = list(given.values_list("scope_body", "criterion", "inspector", "submission__pk"))
    seen = sights(person, inspection, rows)
    dark = {place for place, one in seen.items() if not one.progress}
    return entries.exclude(of__in=_made_in(inspection, dark))


def _made_in(inspection: Inspection, places: Collection[Place]) -> list[str]:
    """All that was made in these cells, as the ledger names it."""
    found = []
    for model, to in _OF_A_CELL.items() if places else ():
        rows = model._default_manager.filter(**{f"{to}scope_body__inspection": inspection})
        found += [
            f"{model._meta.label_lower}/{pk}"
            for pk, *place in rows.values_list("pk", f"{to}scope_body", f"{to}criterion")
            if tuple(place) in places
        ]
    # Whoever is still to judge on a criterion learns of no comparison on it, of whatever bodies.
    criteria = {criterion for _, criterion in places}
    for model, to in _OF_TWO_CELLS.items() if criteria else ():
        rows = model._default_manager.filter(**{f"{to}left__inspection": inspection})
        rows = rows.filter(**{f"{to}criterion__in": criteria})
        found += [f"{model._meta.label_lower}/{pk}" for pk in rows.values_list("pk", flat=True)]
    return found
