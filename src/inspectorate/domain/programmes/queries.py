"""Reads of programmes, which all staff may see; doors show them to nobody else."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from inspectorate.foundation.due_days.calendars import LoadedCalendar
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.people.access import may
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.style.house import HouseStyle as Style
from inspectstats.quantity.vocabulary import Vocabulary as Words

from . import policies
from .definition import read_back
from .models import (
    Characteristic,
    Criterion,
    Framework,
    Grade,
    HouseStyle,
    Scale,
    ScaleBreak,
    Strand,
    Strategy,
    Vocabulary,
    WorkingCalendar,
)
from .permissions import TABLE
from .verbs import ProgrammeVerb


def can(person: Person, verb: ProgrammeVerb) -> bool:
    """May ``person`` do ``verb`` of this room? For the page that shows the button."""
    return may(person, TABLE, verb)


def reasons_not_to_adopt(framework: Framework) -> list[Reason]:
    """Why ``framework`` may not be adopted now."""
    return policies.framework_adoptable(framework)


def strategies() -> QuerySet[Strategy]:
    """Strategies with strands and objectives, in three queries."""
    return Strategy.objects.prefetch_related("strands__objectives")


def frameworks(adopted: bool | None = None) -> QuerySet[Framework]:
    """Frameworks, all or only those adopted (or not yet)."""
    loaded = Framework.objects.select_related("strand__strategy")
    return loaded if adopted is None else loaded.filter(adopted_at__isnull=not adopted)


def vocabularies() -> QuerySet[Vocabulary]:
    """Vocabularies adopted."""
    return Vocabulary.objects.exclude(adopted_at=None).order_by("name", "version")


def house_styles() -> QuerySet[HouseStyle]:
    """Every style that was adopted, the one in force first. One query."""
    return HouseStyle.objects.select_related("by")


def style_in_force() -> Style | None:
    """Return how the house writes now; None where no style was adopted. One query."""
    definition = HouseStyle.objects.values_list("definition", flat=True).first()
    return None if definition is None else Style.of(definition)


def scales() -> QuerySet[Scale]:
    """Scales with their grades, in two queries."""
    return Scale.objects.prefetch_related("grades").order_by("name", "version")


def grade_names() -> frozenset[str]:
    """The name of each grade of each scale, whichever framework is graded on it. One query."""
    return frozenset(Grade.objects.values_list("name", flat=True).order_by())


def strands() -> QuerySet[Strand]:
    """Every strand with its strategy, to say of which a framework is. One query."""
    return Strand.objects.select_related("strategy").order_by("strategy__name", "order")


def breaks() -> QuerySet[ScaleBreak]:
    """Breaks between two scales, in the order in which they were marked. One query."""
    return ScaleBreak.objects.select_related("before", "after").order_by("pk")


def days_of_breaks(scales: Collection[int]) -> tuple[date, ...]:
    """The days on which a scale, of those given by key, took the place of another or was replaced.

    One query; a break of which no day is on record has none.
    """
    of = Q(before__in=scales) | Q(after__in=scales)
    days = ScaleBreak.objects.filter(of).exclude(changed_on=None)
    return tuple(sorted(day for (day,) in days.values_list("changed_on") if day)) if scales else ()


@dataclass(frozen=True, slots=True)
class StrategyOf:
    """What the strategy of a framework holds: its name, its strands, and the framework's own.

    ``objectives`` is how many that strand has, ``aims`` what each strand is for, by name, and
    ``co_ordinated_by`` who co-ordinates them; all is empty where the framework is of none.
    """

    name: str = ""
    strands: tuple[str, ...] = ()
    strand: str = ""
    objectives: int = 0
    aims: Mapping[str, str] = field(default_factory=dict)
    co_ordinated_by: str = ""


def strategy_of(framework: int) -> StrategyOf:
    """Return what the strategy of a framework, given by its key, holds. One query."""
    rows = list(
        Strand.objects.filter(strategy__strands__frameworks=framework)
        .annotate(count=Count("objectives", distinct=True))
        .annotate(own=Exists(Framework.objects.filter(pk=framework, strand=OuterRef("pk"))))
        .order_by("order")
        .values_list("name", "strategy__name", "count", "own", "aim", "strategy__co_ordinated_by")
    )
    own = next((row for row in rows if row[3]), None)
    if own is None:
        return StrategyOf()
    aims = {row[0]: row[4] for row in rows if row[4]}
    return StrategyOf(own[1], tuple(row[0] for row in rows), own[0], own[2], aims, own[5])


def taken(framework: Framework) -> str:
    """Say what a load made of a file: its areas, criteria and grades, and what was left out."""
    found = criteria(framework)
    areas = len({one.area_id for one in found})
    graded = sum(one.scale_id is not None for one in found)
    said = f"{_many(areas, 'area')}, {_many(len(found), 'criterion', 'criteria')}, {graded} graded."
    return f"{said} Left out: {framework.left_out}." if framework.left_out else said


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def criteria(framework: Framework) -> list[Criterion]:
    """All criteria of a framework, in its order, each with area and scale. One query."""
    return list(_in_order(framework))


def criteria_offered(framework: int) -> QuerySet[Criterion]:
    """All criteria of a framework, given by its key, in its order, for a form to offer."""
    return _in_order(framework)


@prepared
def criteria_by_key(framework: int, keys: list[int]) -> QuerySet[Criterion]:
    """Those of :func:`criteria_offered` that have these keys."""
    return criteria_offered(framework).filter(pk__in=keys)


def _in_order(framework: Framework | int) -> QuerySet[Criterion]:
    return (
        Criterion.objects.filter(area__framework=framework)
        .select_related("area", "scale")
        .order_by("area__order", "order")
    )


def graded_criteria(framework: Framework) -> list[Criterion]:
    """Only those that are graded. One query."""
    return [criterion for criterion in criteria(framework) if criterion.scale_id is not None]


def criteria_in_full(framework: Framework) -> list[Criterion]:
    """All criteria with grades, characteristics and findings. Five queries, however many."""
    return list(
        _in_order(framework).prefetch_related("scale__grades", "characteristics__grade", "findings")
    )


def criteria_to_judge(framework: int) -> list[Criterion]:
    """All criteria of a framework, given by its key, with what a judgment may say on each.

    That is its grades and its findings. Three queries, however many.
    """
    return list(_in_order(framework).prefetch_related("scale__grades", "findings"))


def characteristics(framework: int) -> dict[int, tuple[tuple[str, str], ...]]:
    """Map each criterion of a framework, by key, to what each grade looks like, best first."""
    rows = Characteristic.objects.filter(criterion__area__framework=framework)
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for criterion, grade, text in rows.values_list("criterion", "grade__name", "text"):
        found[criterion] = (*found.get(criterion, ()), (grade, text))
    return found


def vocabulary_of(vocabulary: Vocabulary) -> Words:
    """Return the vocabulary as it was adopted, which the library may ship otherwise today."""
    return _read_back(json.dumps(vocabulary.definition, sort_keys=True))


@lru_cache(maxsize=32)
def _read_back(definition: str) -> Words:
    # One object for one vocabulary: what is remembered under it is found without comparing words.
    return read_back(json.loads(definition))


def calendars() -> list[WorkingCalendar]:
    """The newest calendar of each name, in the order of names, with its days. Two queries."""
    newer = WorkingCalendar.objects.filter(name=OuterRef("name"), version__gt=OuterRef("version"))
    newest = WorkingCalendar.objects.filter(~Exists(newer.order_by())).order_by("name")
    return list(newest.prefetch_related("days"))


def loaded_calendar(calendar: WorkingCalendar) -> LoadedCalendar:
    """A calendar as days are counted by it. One query."""
    days = dict(calendar.days.values_list("on", "name"))
    return LoadedCalendar(str(calendar), calendar.first_on, calendar.last_on, days)
