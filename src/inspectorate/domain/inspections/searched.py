"""What all kinds of things share that a search finds within an inspection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Table
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.search.kinds import OneByOne, SearchedKind, of_markings
from inspectorate.foundation.search.port import Opened, token

from .access import cleared_for, may


class OfInspection(SearchedKind):
    """A kind that whoever may do ``see`` of a room's ``table`` is shown, up to their clearance."""

    table: ClassVar[Table]
    see: ClassVar[Verb]

    def opened(self, person: Person, places: Sequence[Any]) -> tuple[Opened, ...]:
        """Return the inspections whose things ``person`` may see, by the markings they may read."""
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for inspection in places:
            if may(person, inspection, self.table, self.see):
                cleared = cleared_for(person, inspection)
                # What is asked thing by thing carries no marking.
                marks = () if isinstance(self, OneByOne) else of_markings(cleared)
                alike[marks].append(inspection.pk)
        return tuple(Opened(tuple(those), marks) for marks, those in alike.items())

    def marked(self, marking: str = BASELINE) -> str:
        """Return the token of a marking, which every entry carries that is not told by thing."""
        return token("g", marking)


class OneByOneOfInspection(OfInspection, OneByOne):
    """A kind of which how high one is marked, or who is blind to it, is known only when asked."""
