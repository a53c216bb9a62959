"""Data returns as they are taken out: who returned, and the rows of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inspectorate.domain.fieldwork.models import ReturnTemplate
from inspectorate.domain.fieldwork.returns import queries
from inspectorate.domain.fieldwork.returns.kinds import ColumnKind
from inspectorate.domain.fieldwork.returns.models import ReturnColumn
from inspectorate.domain.fieldwork.returns.standing import BodyReturn
from inspectorate.foundation.people.models import Person

from ...lists.listing import Column, Listing, Value

_STATES = (
    Column("Body", lambda one: one.scope_body.label),
    Column("Due", lambda one: one.request.due_on),
    Column("State", lambda one: one.state.label),
    Column("Return", lambda one: one.standing.number if one.standing else None),
    Column("Rows", lambda one: one.standing.row_count if one.standing else None),
    Column("Returned", lambda one: one.standing.at if one.standing else None),
    Column("Certified", lambda one: _certified(one)),
    Column("Rules to be explained", lambda one: len(one.unexplained) if one.standing else None),
    Column("Taken back", lambda one: _taken_back(one)),
    Column("Why it was taken back", lambda one: one.taken_back.reason if one.taken_back else None),
)
# What a spreadsheet keeps of a number without losing a digit.
_MOST_DIGITS = 15


def _certified(one: BodyReturn) -> Value:
    """The day from which it counts; none of a certificate that does not count now."""
    return one.certificate.at if one.certificate and one.certified else None


def _taken_back(one: BodyReturn) -> Value:
    """The day; of a return that may not be read that it was taken back, and nothing else."""
    if one.taken_back:
        return one.taken_back.at
    return "yes" if one.is_taken_back else None


def states(template: ReturnTemplate, rows: Sequence[BodyReturn]) -> Listing:
    """Who was asked by a template, and how far each is."""
    return Listing(f"return-{template.number}", f"Who returned: {template.title}", _STATES, rows)


@dataclass(frozen=True, slots=True)
class EveryRow:
    """The rows of all returns one may read, counted before they are read."""

    person: Person
    stood: Sequence[BodyReturn]

    def __len__(self) -> int:
        return sum(
            one.standing.row_count
            for one in queries.readable(self.person, self.stood)
            if one.standing
        )

    def __iter__(self) -> Iterator[tuple[BodyReturn, int, list[str | None]]]:
        return queries.every_row(self.person, self.stood)


def rows(template: ReturnTemplate, columns: Sequence[ReturnColumn], given: EveryRow) -> Listing:
    """The rows of all returns by a template together, each with its body and whether it counts."""
    heads = (
        Column("Body", lambda one: one[0].scope_body.label),
        Column("Certified", lambda one: "yes" if one[0].certified else "no"),
        Column("Row of the file", lambda one: one[1]),
        *(_column(place, one) for place, one in enumerate(columns)),
    )
    name, title = f"return-{template.number}-rows", f"All rows: {template.title}"
    return Listing(name, title, heads, given)


def _column(place: int, column: ReturnColumn) -> Column:
    number = ColumnKind(column.kind).is_number

    def value(one: Any) -> Value:
        cell: str | None = one[2][place]
        if cell is None or not number or len(cell.lstrip("-").replace(".", "")) > _MOST_DIGITS:
            return cell
        exact = Decimal(cell)
        return int(exact) if exact == exact.to_integral_value() else float(exact)

    return Column(column.name, value)
