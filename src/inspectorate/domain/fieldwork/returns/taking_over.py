"""What had come for requests, held against a version of the template that is to take them over.

To check 43 returns of 5,000 rows takes seconds. So a door has them checked before the act, outside
the lock that acts hold, and the act checks again only what came since: the rows of a return never
change, and the version is what was written in the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from . import standing
from .checking import CheckedReturn, again
from .defining import drafted
from .models import DataReturn, ReturnColumn, ReturnRule, ReturnTemplate
from .rules import Rows


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a return holds by a version, and its rows that breach a rule which is not hard."""

    holds: bool = False
    soft: Mapping[str, Sequence[int]] = field(default_factory=dict)


class CheckedAhead:
    """What had come, checked against columns and rules as they were written, by the key of it.

    It is no part of what was sent, and says so where an act is told by its arguments: one that is
    sent twice is the same act, whatever came in between.
    """

    def __init__(self, columns: str, rules: str, found: Mapping[int, Held]) -> None:
        self._written, self._found = (columns, rules), found

    def __str__(self) -> str:
        return "checked ahead"

    def of(self, data_return: DataReturn, columns: str, rules: str) -> Held | None:
        """What was found of a return by these columns and rules; None where it was not checked."""
        return self._found.get(data_return.pk) if self._written == (columns, rules) else None


def check_ahead(template: ReturnTemplate, columns: str, rules: str) -> CheckedAhead:
    """Check what had come for requests by ``template`` against a version as it is written.

    One return is read at a time.
    """
    draft = drafted(columns, rules)
    asked = [] if draft.faults else standing.returned(template)
    came = [one.newest for one in asked if one.newest is not None]
    found = {one.pk: held_by(one, draft.columns, draft.rules) for one in came}
    return CheckedAhead(columns, rules, found)


def held_by(data_return: DataReturn, columns: list[ReturnColumn], rules: list[ReturnRule]) -> Held:
    """Whether a return holds by these columns and rules.

    It does where each cell stands as they would write it: a choice spelt otherwise is another
    answer.
    """
    if _shape(data_return.template.columns.all()) != _shape(columns):
        return Held()
    rows = standing.rows_of(data_return.pk)
    found = checked_again(data_return, rows, columns, rules)
    if found.faults or found.rows != rows:
        return Held()
    return Held(holds=True, soft=found.soft)


def checked_again(
    data_return: DataReturn, rows: Rows, columns: list[ReturnColumn], rules: list[ReturnRule]
) -> CheckedReturn:
    """The rows of a return by columns and rules of now."""
    sheet, first = data_return.sheet, data_return.first_row
    return again(rows, columns, rules, sheet=sheet, first_row=first)


def _shape(columns: Iterable[ReturnColumn]) -> list[tuple[str, str]]:
    return [(one.name, one.kind) for one in columns]
