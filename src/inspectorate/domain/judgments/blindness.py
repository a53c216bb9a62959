"""What one reader may see of one cell.

Every read of this room asks here, so that no route tells what another hides.

The rule: whoever is to judge a cell and has not, learns nothing of it: no grade, count, order, flag
or citation of others. A submission is shown to nobody but its author until all are in. An agreed
judgment exists only once all are in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from inspectorate.domain.inspections.access import held_on
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role, allowed

from .marking import Place
from .permissions import TABLE
from .verbs import JudgmentVerb


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of a cell.

    ``agreed`` is the agreed judgment, ``submissions`` everybody's with the moderation, ``progress``
    who is still to judge.
    """

    agreed: bool = False
    submissions: bool = False
    progress: bool = False


NOTHING = Sight()


def sight(
    reader: int, held: Iterable[Role], assigned: Collection[int], submitted: Collection[int]
) -> Sight:
    """Decide what ``reader`` (a person's key) with roles ``held`` may see of a cell.

    ``assigned`` and ``submitted`` are the keys of who is to judge it and of who has.
    """
    held = frozenset(held)
    if not allowed(TABLE, JudgmentVerb.SEE, held):
        return NOTHING
    # Whatever the role: a lead who judges too is as blind as anybody until the own judgment is in.
    if reader in assigned and reader not in submitted:
        return NOTHING
    # Without the first half a cell nobody was asked to judge would count as complete.
    complete = bool(assigned) and set(assigned) <= set(submitted)
    return Sight(
        agreed=complete,
        submissions=complete
        and (reader in submitted or allowed(TABLE, JudgmentVerb.SEE_SUBMISSIONS, held)),
        progress=allowed(TABLE, JudgmentVerb.SEE_PROGRESS, held),
    )


def sights(
    person: Person, inspection: Inspection, rows: Iterable[tuple[int, int, int, int | None]]
) -> dict[Place, Sight]:
    """Return the sight of every assigned cell.

    Rows are (body, criterion, inspector, submission or None).
    """
    held = held_on(person, inspection)
    assigned: dict[Place, set[int]] = defaultdict(set)
    submitted: dict[Place, set[int]] = defaultdict(set)
    for body, criterion, inspector, submission in rows:
        assigned[body, criterion].add(inspector)
        if submission is not None:
            submitted[body, criterion].add(inspector)
    return {
        place: sight(person.pk, held, people, submitted[place])
        for place, people in assigned.items()
    }
