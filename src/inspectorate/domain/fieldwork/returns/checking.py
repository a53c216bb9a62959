"""A table against a template: every fault named by sheet, row, column and value, or its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

from .cells import BadCell, RawCell, ReadCell, reader_of, shown
from .models import ReturnColumn, ReturnRule, ReturnTemplate
from .rules import breaches

# Faults that a page shows; all of them are counted, and all are in the file of faults.
SHOWN = 200


class Fault(NamedTuple):
    """What is wrong with a file: where, what stands there, why it is not taken, how to mend it.

    ``row`` is the row as a spreadsheet numbers it, 0 where the whole file or sheet is meant.
    """

    sheet: str
    row: int
    column: str
    value: str
    what: str
    mend: str

    @property
    def where(self) -> str:
        """The place in words."""
        row = f"row {self.row}" if self.row else ""
        column = f"column “{self.column}”" if self.column else ""
        return ", ".join(one for one in (self.sheet, row, column) if one)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a file holds it: headings, and rows from ``first_row`` on, each with its number.

    ``notes`` say how it was read.
    """

    sheet: str = ""
    heads: tuple[str, ...] = ()
    first_row: int = 2
    rows: Sequence[Sequence[RawCell]] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedReturn:
    """What a check found: canonical ``rows`` where there is no fault, and rows that breach a rule
    which is not hard, by the number of the rule.
    """

    sheet: str
    first_row: int
    rows: list[list[str | None]] = field(default_factory=list)
    soft: dict[str, list[int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()


class DigestForm(IntEnum):
    """What a digest of rows is over. Digests of each form are stored, and hold by their own."""

    COLUMNS = 1
    WHOLE = 2


def digest_of(
    template: ReturnTemplate,
    columns: Iterable[ReturnColumn],
    rows: Sequence[Sequence[str | None]],
    form: DigestForm = DigestForm.WHOLE,
) -> str:
    """The SHA-256 of rows under all that a template says of them: what an office certifies.

    The same figures under another title, unit or meaning are something else. Until title and text
    entered it a digest was of rows and columns alone (``DigestForm.COLUMNS``).
    """
    if form is DigestForm.COLUMNS:
        heads = [[one.name, one.unit, one.meaning] for one in columns]
        return _packed({"columns": heads, "rows": rows})
    said = [[one.name, one.kind, one.unit, one.meaning, sorted(one.choices)] for one in columns]
    head = {"form": form.value, "title": template.title, "text": template.text}
    return _packed({**head, "columns": said, "rows": rows})


def form_of(
    digest: str,
    template: ReturnTemplate,
    columns: Sequence[ReturnColumn],
    rows: Sequence[Sequence[str | None]],
) -> DigestForm | None:
    """The form by which rows under a template have a digest, the newest first; None by none."""
    forms = reversed(DigestForm)
    return next((one for one in forms if digest_of(template, columns, rows, one) == digest), None)


def _packed(told: Mapping[str, Any]) -> str:
    packed = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def check(
    table: Table, columns: Sequence[ReturnColumn], rules: Sequence[ReturnRule]
) -> CheckedReturn:
    """Check every cell of a table whose headings are those of ``columns``, then every rule.

    Rules are run once every cell is sound: what they find else would be of no help.
    """
    found = CheckedReturn(
        table.sheet, table.first_row, faults=list(table.faults), notes=table.notes
    )
    if found.faults:
        return found
    places = [table.heads.index(one.name) for one in columns]
    readers = [_remembering(reader_of(one)) for one in columns]
    for number, raw in enumerate(table.rows, table.first_row):
        width, row = len(raw), []
        for place, read, column in zip(places, readers, columns, strict=True):
            cell = raw[place] if place < width else None
            value = read(cell)
            if isinstance(value, BadCell):
                where = (table.sheet, number, column.name, shown(cell))
                found.faults.append(Fault(*where, value.what, value.mend))
            else:
                row.append(value)
        found.rows.append(row)
    if not found.faults:
        _run_rules(found, columns, rules)
    return found


def again(
    rows: Sequence[Sequence[str | None]],
    columns: Sequence[ReturnColumn],
    rules: Sequence[ReturnRule],
    *,
    sheet: str = "",
    first_row: int = 2,
) -> CheckedReturn:
    """Check rows that were taken once, by the columns and rules of now."""
    heads = tuple(one.name for one in columns)
    guarded = [[_guard(cell) for cell in row] for row in rows]
    return check(Table(sheet, heads, first_row, guarded), columns, rules)


def _guard(cell: str | None) -> str | None:
    return f"'{cell}" if cell and cell[0] in "=+@-\t\r" else cell


def _run_rules(
    found: CheckedReturn, columns: Sequence[ReturnColumn], rules: Sequence[ReturnRule]
) -> None:
    for one in breaches(columns, rules, found.rows):
        number = found.first_row + one.row
        if not one.rule.hard:
            found.soft.setdefault(str(one.rule.number), []).append(number)
            continue
        column = one.rule.column
        value = found.rows[one.row][column.number - 1] or ""
        mend = f"Mend the row: rule {one.rule.number} of the template is always kept."
        where = (found.sheet, number, column.name, value[:80])
        found.faults.append(Fault(*where, one.what, mend))


def _remembering(read: Callable[[RawCell], ReadCell]) -> Callable[[Any], ReadCell]:
    """``read``, which is asked once for each different cell: a column repeats itself."""
    known: dict[tuple[type, RawCell], ReadCell] = {}

    def remembered(cell: RawCell) -> ReadCell:
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
        return known[key]

    return remembered
