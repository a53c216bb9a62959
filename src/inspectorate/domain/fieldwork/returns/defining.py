"""A template as people write it: a table with one row a column, and a line a rule."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .cells import day_of, number_of, reader_of, whole
from .checking import Table
from .kinds import ColumnKind, RuleKind
from .models import ReturnColumn, ReturnRule
from .reading import MISSING, heading, of_pasted

NEEDED = ("name", "kind")
HEADS = (*NEEDED, "required", "unit", "choices", "least", "most", "meaning")
MOST_COLUMNS, MOST_RULES, MOST_CHOICES = 80, 60, 200
_LONGEST = {"name": 80, "unit": 60, "meaning": 400}
# Of one choice, and of the value that a rule names.
_LONGEST_VALUE = 200
_KINDS = {
    **{one.value: one for one in ColumnKind},
    **{one.label.casefold(): one for one in ColumnKind},
    "number": ColumnKind.DECIMAL,
    "integer": ColumnKind.WHOLE,
    "day": ColumnKind.DAY,
    "yes/no": ColumnKind.YES_NO,
    "list": ColumnKind.CHOICE,
}
_SPOKEN = {"yes": True, "y": True, "true": True, "": False, "no": False, "n": False, "false": False}
_SOFT = re.compile(r"soft:\s*", re.IGNORECASE)
_RULES = (
    (RuleKind.UNIQUE, re.compile(r"(?P<column>.+?)(?: with (?P<others>.+))? only once", re.I)),
    (RuleKind.NOT_GREATER, re.compile(r"(?P<column>.+?) not greater than (?P<others>.+)", re.I)),
    (
        RuleKind.FILLED_WHERE,
        re.compile(r"(?P<column>.+?) filled where (?P<others>.+?)(?: is (?P<value>.+))?", re.I),
    ),
    (RuleKind.SUM, re.compile(r"(?P<column>.+?) = (?P<others>.+)")),
)


class DraftFault(NamedTuple):
    """What is wrong with a template as it was written; ``field`` is "columns" or "rules"."""

    field: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """Columns and rules that are stored nowhere yet, and what is wrong with them."""

    columns: list[ReturnColumn] = field(default_factory=list)
    rules: list[ReturnRule] = field(default_factory=list)
    faults: list[DraftFault] = field(default_factory=list)

    def fault(self, where: str, what: str, mend: str) -> None:
        """Note what is wrong."""
        self.faults.append(DraftFault(where, what, mend))


def drafted(columns: str, rules: str) -> TemplateDraft:
    """Read columns (a table pasted or as CSV) and rules (one a line)."""
    draft = TemplateDraft()
    _read_columns(of_pasted(columns, HEADS), draft)
    if not draft.faults:
        _read_rules(rules, draft)
    return draft


def as_text(table: Table) -> str:
    """A table that was read from a file, as it could have been pasted."""
    return _csv([table.heads, *([whole(cell) for cell in row] for row in table.rows)])


def columns_text(columns: Iterable[ReturnColumn]) -> str:
    """Columns as they can be read again."""
    rows = [
        (
            *(one.name, one.kind, "yes" if one.required else "no", one.unit),
            *(" | ".join(one.choices), one.least, one.most, one.meaning),
        )
        for one in columns
    ]
    return _csv([HEADS, *rows])


def rules_text(rules: Iterable[ReturnRule], columns: Sequence[ReturnColumn]) -> str:
    """Rules as they can be read again, one a line."""
    names = {one.number: one.name for one in columns}
    return "\n".join(_rule_text(one, names) for one in rules)


def _rule_text(rule: ReturnRule, names: dict[int, str]) -> str:
    mine, others = rule.column.name, [names[number] for number in rule.others]
    value = f" is {rule.value}" if rule.value else ""
    line = {
        RuleKind.UNIQUE: f"{mine}{' with ' if others else ''}{' + '.join(others)} only once",
        RuleKind.NOT_GREATER: f"{mine} not greater than {''.join(others[:1])}",
        RuleKind.FILLED_WHERE: f"{mine} filled where {''.join(others[:1])}{value}",
        RuleKind.SUM: f"{mine} = {' + '.join(others)}",
    }[RuleKind(rule.kind)]
    return line if rule.hard else f"soft: {line}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _read_columns(table: Table, draft: TemplateDraft) -> None:
    for one in table.faults:
        if one.what != MISSING or one.column in NEEDED:
            draft.fault("columns", f"{one.where}: {one.what}".lstrip(": "), one.mend)
    if draft.faults:
        return
    if not 0 < len(table.rows) <= MOST_COLUMNS:
        mend = "One row says what one column holds."
        draft.fault("columns", f"A template has 1 to {MOST_COLUMNS} columns.", mend)
        return
    taken: set[str] = set()
    for number, raw in enumerate(table.rows, 1):
        row = dict.fromkeys(HEADS, "")
        row.update(
            {
                head: " ".join(whole(cell).split()) if head != "meaning" else whole(cell).strip()
                for head, cell in zip(table.heads, raw, strict=False)
            }
        )
        _read_column(number, f"row {table.first_row + number - 1}", row, draft)
        name = heading(row["name"])
        if name in taken:
            draft.fault("columns", f"The heading {row['name']!r} stands twice.", "Rename one.")
        taken.add(name)


def _read_column(number: int, where: str, row: dict[str, str], draft: TemplateDraft) -> None:
    before = len(draft.faults)
    kind = _KINDS.get(row["kind"].casefold())
    required = _SPOKEN.get(row["required"].casefold())
    choices = list(dict.fromkeys(one.strip() for one in row["choices"].split("|") if one.strip()))
    if not row["name"]:
        draft.fault("columns", f"{where}: The name is empty.", "Write the heading of the column.")
    for name, most in _LONGEST.items():
        if len(row[name]) > most:
            draft.fault(
                "columns", f"{where}: The {name} has more than {most} characters.", "Shorten it."
            )
    if kind is None:
        listed = ", ".join(one.value for one in ColumnKind)
        draft.fault(
            "columns", f"{where}: The kind {row['kind']!r} is unknown.", f"One of: {listed}."
        )
        return
    if required is None:
        draft.fault("columns", f"{where}: Required is yes or no.", "Write yes or no.")
    if (kind is ColumnKind.CHOICE) != bool(choices) or len(choices) > MOST_CHOICES:
        mend = f"Write 1 to {MOST_CHOICES} with | between them, for the kind choice alone."
        draft.fault("columns", f"{where}: The choices do not go with the kind.", mend)
    if any(len(one) > _LONGEST_VALUE for one in choices):
        what = f"{where}: A choice has more than {_LONGEST_VALUE} characters."
        draft.fault("columns", what, "Shorten it.")
    least, most_taken = (_bound(kind, row[name], where, name, draft) for name in ("least", "most"))
    if len(draft.faults) == before:
        draft.columns.append(
            ReturnColumn(
                number=number,
                name=row["name"],
                kind=kind.value,
                unit=row["unit"],
                meaning=row["meaning"],
                required=bool(required),
                choices=choices,
                least=least,
                most=most_taken,
            )
        )


def _bound(kind: ColumnKind, text: str, where: str, name: str, draft: TemplateDraft) -> str:
    if not text:
        return ""
    found = None
    if kind.is_number:
        found = number_of(text)
    elif kind is ColumnKind.DAY:
        found = day_of(text)
    if found is None:
        what = f"{where}: {name} is {text!r}."
        mend = "Numbers have a number there, dates a day as YYYY-MM-DD, others nothing."
        draft.fault("columns", what, mend)
    return (found or "")[:40]


def _read_rules(text: str, draft: TemplateDraft) -> None:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    written = [(number, line) for number, line in lines if line]
    if len(written) > MOST_RULES:
        draft.fault("rules", f"There are more than {MOST_RULES} rules.", "Take some out.")
        return
    for place, (number, line) in enumerate(written, 1):
        soft = _SOFT.match(line)
        said = line[soft.end() :] if soft else line
        rule = _read_rule(f"line {number}", said, draft)
        if rule is not None:
            rule.number, rule.hard = place, soft is None
            draft.rules.append(rule)


def _read_rule(where: str, line: str, draft: TemplateDraft) -> ReturnRule | None:
    by_name = {heading(one.name): one for one in draft.columns}
    for kind, pattern in _RULES:
        found = pattern.fullmatch(line.rstrip("."))
        if not found:
            continue
        told = found.groupdict()
        named = [told["column"], *re.split(r" \+ ", told.get("others") or "")]
        columns = [by_name.get(heading(one)) for one in named if one]
        missing = [one for one in named if one and heading(one) not in by_name]
        if missing:
            draft.fault("rules", f"{where}: There is no column {missing[0]!r}.", "Check the name.")
            return None
        return _fitting(where, kind, [one for one in columns if one], told.get("value"), draft)
    mend = "Write “A not greater than B”, “A = B + C”, “A only once” or “A filled where B is x”."
    draft.fault("rules", f"{where}: The rule is not understood.", mend)
    return None


def _fitting(
    where: str,
    kind: RuleKind,
    columns: Sequence[ReturnColumn],
    value: str | None,
    draft: TemplateDraft,
) -> ReturnRule | None:
    """The rule, where its columns can be compared as it asks."""
    mine, *others = columns
    wrong = _wrong(kind, columns)
    given = (value or "").strip()
    if not wrong and len(given) > _LONGEST_VALUE:
        wrong = f"The value has more than {_LONGEST_VALUE} characters."
    if not wrong and given and kind is RuleKind.FILLED_WHERE:
        read = reader_of(others[0])(given)
        if isinstance(read, str):
            given = read
        else:
            wrong = f"{given!r} cannot stand in the column {others[0].name!r}."
    if wrong:
        mend = "Name other columns, or a value that the column takes."
        draft.fault("rules", f"{where}: {wrong}", mend)
        return None
    return ReturnRule(
        kind=kind.value, column=mine, others=[one.number for one in others], value=given
    )


def _wrong(kind: RuleKind, columns: Sequence[ReturnColumn]) -> str:
    """Why columns cannot be compared as a rule of this kind asks; empty where they can."""
    kinds = [ColumnKind(one.kind) for one in columns]
    numbers = all(one.is_number for one in kinds)
    if len({one.number for one in columns}) < len(columns):
        return "A column is compared with itself."
    if kind is RuleKind.SUM:
        return "" if numbers else "Only numbers have a sum."
    if kind is RuleKind.UNIQUE:
        return ""
    if len(columns) != 2:
        return "One other column is named in such a rule."
    if kind is RuleKind.NOT_GREATER and not numbers and set(kinds) != {ColumnKind.DAY}:
        return "Both columns hold numbers, or both hold dates."
    return ""
