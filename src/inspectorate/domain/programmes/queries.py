"""Reads of what is asked and by which yardstick. All staff may see all of it; doors show it to
nobody else.
"""

from __future__ import annotations

from django.db.models import QuerySet

from inspectorate.foundation.people.access import may
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.quantity.vocabulary import Vocabulary as Words

from . import policies
from .definition import read_back
from .models import Criterion, Framework, Scale, ScaleBreak, Strategy, Vocabulary
from .permissions import TABLE
from .verbs import ProgrammeVerb


def can(person: Person, verb: ProgrammeVerb) -> bool:
    """May ``person`` do ``verb`` of this room? For the page that shows the
    button.
    """
    return may(person, TABLE, verb)


def reasons_not_to_adopt(framework: Framework) -> list[Reason]:
    """Why ``framework`` may not be adopted now."""
    return policies.adoptable(framework)


def strategies() -> QuerySet[Strategy]:
    """Strategies with strands and objectives, in three queries."""
    return Strategy.objects.prefetch_related("strands__objectives")


def frameworks(adopted: bool | None = None) -> QuerySet[Framework]:
    """Frameworks, all or only those adopted (or not yet)."""
    found = Framework.objects.select_related("strand__strategy")
    return found if adopted is None else found.filter(adopted_at__isnull=not adopted)


def vocabularies() -> QuerySet[Vocabulary]:
    """Vocabularies adopted."""
    return Vocabulary.objects.exclude(adopted_at=None).order_by("name", "version")


def scales() -> QuerySet[Scale]:
    """Scales with their grades, in two queries."""
    return Scale.objects.prefetch_related("grades").order_by("name", "version")


def criteria(framework: Framework) -> list[Criterion]:
    """All criteria of a framework, graded and ungraded, in its order, each with area and scale. One
    query.
    """
    return list(
        Criterion.objects.filter(area__framework=framework)
        .select_related("area", "scale")
        .order_by("area__order", "order")
    )


def graded_criteria(framework: Framework) -> list[Criterion]:
    """Only those that are graded. One query."""
    return [criterion for criterion in criteria(framework) if criterion.scale_id is not None]


def criteria_in_full(framework: Framework) -> list[Criterion]:
    """All criteria with their grades, characteristics and findings fetched: five queries, whatever
    their number.
    """
    found = (
        Criterion.objects.filter(area__framework=framework)
        .select_related("area", "scale")
        .order_by("area__order", "order")
    )
    return list(found.prefetch_related("scale__grades", "characteristics__grade", "findings"))


def vocabulary_of(vocabulary: Vocabulary) -> Words:
    """The adopted vocabulary as the statistics library reads it: what was adopted, not what the
    library ships today.
    """
    return read_back(vocabulary.definition)


def breaks_between(one: Scale, other: Scale) -> list[ScaleBreak]:
    """Breaks that forbid a trend between two scales, in either direction."""
    return list(
        ScaleBreak.objects.filter(before__in=[one, other], after__in=[one, other]).select_related(
            "before", "after"
        )
    )


def comparable(one: Scale, other: Scale) -> bool:
    """May grades of two scales be set beside each other over time? Only grades of one and the same
    scale version.
    """
    return one.pk == other.pk
