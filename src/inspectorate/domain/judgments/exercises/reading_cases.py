"""Cases as one reader has them: those marked above are withheld, and not theirs to judge."""

from __future__ import annotations

from inspectorate.domain.inspections.access import cleared_for, reading
from inspectorate.foundation.people.models import Person

from .loading import Loaded
from .models import ExerciseCase


def readable_cases(person: Person, loaded: Loaded) -> tuple[ExerciseCase, ...]:
    """The cases whose words ``person`` may read; nothing is shown yet, and nothing noted."""
    cleared = set(cleared_for(person, loaded.exercise.inspection))
    return tuple(one for one in loaded.cases if one.marking in cleared)


def shown_cases(person: Person, loaded: Loaded) -> tuple[ExerciseCase, ...]:
    """Every case, its words laid open and noted, or withheld from ``person``."""
    reader = reading(person, loaded.exercise.inspection)
    return tuple(reader.of(one, one.marking, "words") for one in loaded.cases)
