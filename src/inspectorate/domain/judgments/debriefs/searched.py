"""Hot debriefs in the search: none of a body whose grades the reader may not learn of.

Who is blind changes with the acts of others, so no token says it: each that was found is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.searched import SearchedDebrief
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Shown

from .blindness import bodies_dark_to


class BlindDebrief(SearchedDebrief):
    """What was said to the body at the end of a visit, for whoever has nothing of it to judge."""

    def in_sight(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Collection[int]:
        """Return those of some visits whose words ``person`` may read. Three queries a place."""
        found = set(super().in_sight(person, places, things))
        for inspection in places if found else ():
            if dark := bodies_dark_to(person, inspection):
                rows = Visit.objects.filter(pk__in=found, scope_body__in=dark)
                found -= set(rows.order_by().values_list("pk", flat=True))
        return found

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open the feedback of visits that is in sight."""
        return super().shown(person, places, self.in_sight(person, places, things))


DEBRIEF = BlindDebrief()
