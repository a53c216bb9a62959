"""What one reader may see of one cell.

Every read of this room asks here, so that no route tells what another hides.

The rule: whoever is to judge a cell and has not, learns nothing of it: no grade, count, order, flag
or citation of others. A submission is shown to nobody but its author until all are in. An agreed
judgment exists only once all are in.

The one exception is by design: where a team judges a cell together, its members see what each of
them signed, and nobody else sees it sooner than otherwise.

Others' submissions are open to whoever holds ``verb``: everywhere SEE_SUBMISSIONS, and on the page
of an override what it takes to override, since nobody decides over what they have not read.
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
from .models import Assignment, Ground
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
    reader: int,
    held: Iterable[Role],
    assigned: Collection[int],
    submitted: Collection[int],
    verb: JudgmentVerb = JudgmentVerb.SEE_SUBMISSIONS,
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
        submissions=complete and (reader in submitted or allowed(TABLE, verb, held)),
        progress=allowed(TABLE, JudgmentVerb.SEE_PROGRESS, held),
    )


def shown(reader: int, seen: Sight, rows: Iterable[Assignment]) -> list[Assignment]:
    """Those of a cell's assignments, ``rows``, whose submission ``reader`` is shown.

    All of them or none; of those who judge it together with the reader, what is in so far.
    """
    said = [row for row in rows if hasattr(row, "submission")]
    if seen.submissions:
        return said
    team = judging_together(rows)
    return [row for row in said if row.inspector_id in team] if reader in team else []


def judging_together(rows: Iterable[Assignment]) -> frozenset[int]:
    """The keys of those who judge a cell together, all of whose assignments are ``rows``; of a
    second reader drawn beside them, none.
    """
    rows = list(rows)
    if not any(row.ground == Ground.TOGETHER for row in rows):
        return frozenset()
    grounds = (Ground.FIRST, Ground.TOGETHER)
    return frozenset(row.inspector_id for row in rows if row.ground in grounds)


def sights(
    person: Person,
    inspection: Inspection,
    rows: Iterable[tuple[int, int, int, int | None]],
    verb: JudgmentVerb = JudgmentVerb.SEE_SUBMISSIONS,
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
        place: sight(person.pk, held, people, submitted[place], verb)
        for place, people in assigned.items()
    }
