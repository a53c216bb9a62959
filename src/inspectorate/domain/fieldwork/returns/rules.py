"""What a template's rules find in rows that hold canonical texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from .kinds import ColumnKind, RuleKind
from .models import ReturnColumn, ReturnRule

type Row = Sequence[str | None]
type Rows = Sequence[Row]


class RuleBreach(NamedTuple):
    """A row, by its place from 0, that breaches a rule, and a sentence about it."""

    rule: ReturnRule
    row: int
    what: str


def breaches(
    columns: Sequence[ReturnColumn], rules: Sequence[ReturnRule], rows: Rows
) -> Iterator[RuleBreach]:
    """Yield every breach, rule by rule, the rows in their order."""
    for rule in rules:
        for place, what in _FINDERS[RuleKind(rule.kind)](rule, columns, rows):
            yield RuleBreach(rule, place, what)


def said(rule: ReturnRule, columns: Sequence[ReturnColumn]) -> str:
    """What a rule asks, in a sentence."""
    names = {one.number: f"“{one.name}”" for one in columns}
    mine, others = names[rule.column.number], [names[number] for number in rule.others]
    match RuleKind(rule.kind):
        case RuleKind.NOT_GREATER:
            return f"{mine} is not greater than {others[0]}."
        case RuleKind.SUM:
            return f"{mine} is the sum of {_listed(others)}."
        case RuleKind.UNIQUE:
            together = f", together with {_listed(others)}," if others else ""
            return f"{mine}{together} stands only once in the return."
        case RuleKind.FILLED_WHERE:
            holds = f"holds “{rule.value}”" if rule.value else "is filled"
            return f"{mine} is filled where {others[0]} {holds}."


def meaning(rule: ReturnRule) -> tuple[object, ...]:
    """What tells that a rule of another version asks the same of the same columns."""
    return rule.kind, rule.column.number, tuple(rule.others), rule.value


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


type _Found = Iterator[tuple[int, str]]
type _Finder = Callable[[ReturnRule, Sequence[ReturnColumn], Rows], _Found]


def _not_greater(rule: ReturnRule, columns: Sequence[ReturnColumn], rows: Rows) -> _Found:
    mine, other = rule.column.number - 1, rule.others[0] - 1
    number, name = ColumnKind(rule.column.kind).is_number, columns[other].name
    for place, row in enumerate(rows):
        left, right = row[mine], row[other]
        if left is None or right is None:
            continue
        greater = Decimal(left) > Decimal(right) if number else left > right
        if greater:
            yield place, f"is greater than {right} in “{name}”."


def _sum(rule: ReturnRule, _columns: Sequence[ReturnColumn], rows: Rows) -> _Found:
    mine, others = rule.column.number - 1, [number - 1 for number in rule.others]
    for place, row in enumerate(rows):
        told = row[mine]
        if told is None:
            continue
        total = sum((Decimal(row[one] or 0) for one in others), Decimal(0))
        if total != Decimal(told):
            yield place, f"is not {total:f}, the sum of the columns named."


def _unique(rule: ReturnRule, _columns: Sequence[ReturnColumn], rows: Rows) -> _Found:
    mine = [rule.column.number - 1, *(number - 1 for number in rule.others)]
    first: dict[tuple[str | None, ...], int] = {}
    for place, row in enumerate(rows):
        key = tuple(row[one] for one in mine)
        if all(one is None for one in key):
            continue
        if key in first:
            yield place, f"stands {place - first[key]} rows above already."
        else:
            first[key] = place


def _filled_where(rule: ReturnRule, columns: Sequence[ReturnColumn], rows: Rows) -> _Found:
    mine, other = rule.column.number - 1, rule.others[0] - 1
    for place, row in enumerate(rows):
        asked = row[other] is not None if not rule.value else row[other] == rule.value
        if asked and row[mine] is None:
            yield place, f"is empty where “{columns[other].name}” holds {row[other]}."


_FINDERS: dict[RuleKind, _Finder] = {
    RuleKind.NOT_GREATER: _not_greater,
    RuleKind.SUM: _sum,
    RuleKind.UNIQUE: _unique,
    RuleKind.FILLED_WHERE: _filled_where,
}
