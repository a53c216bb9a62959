"""The agreed reasons in a copy, as somebody of the inspectorate may read them.

A body is sent the reasons of its own agreed judgments. Whoever sees drafts need not be one who sees
judgments, and who is still to judge a cell learns nothing of it: such a reader is shown the body's
side without them, and is told so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.agreed_in_sight import agreed_in_sight, opened
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person

from ..models import FactCheck

# What stands in the place of reasons that this reader may not read.
CLOSED = "There are reasons. They are for those who may read these judgments."


def without_closed_reasons(
    person: Person, inspection: Inspection, checks: Iterable[FactCheck]
) -> None:
    """Put a sentence in the place of the reasons that ``person`` may not read, in memory alone.

    A copy does not say of each reason whose judgment it is: of a body all are open, or none is.
    """
    telling = [one for one in checks if any(side["reasons"] for side in one.sides)]
    if not telling:
        return
    told = {one.scope_body_id for one in telling if one.scope_body_id is not None}
    open_to = _open_to(person, inspection, told)
    for check in telling:
        if check.scope_body_id not in open_to:
            check.sides = [
                {**one, "reasons": [CLOSED] if one["reasons"] else []} for one in check.sides
            ]


def _open_to(person: Person, inspection: Inspection, told: Collection[int]) -> set[int]:
    """The bodies, of those given by their keys, all of whose agreed judgments a person may read."""
    wanted = [
        one for one in agreed_in_sight(person, inspection).values() if one.scope_body_id in told
    ]
    may_read = {
        (one.scope_body_id, one.criterion_id)
        for one in opened(person, inspection, wanted)
        if not is_withheld(one)
    }
    standing = judgments.current(inspection, words=False)
    closed = {body for body, _ in standing.keys() - may_read}
    return {body for body, _ in may_read} - closed
