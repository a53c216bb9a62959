"""The register as a CSV file: its columns, the shipped file, and reading rows with every fault
named by row and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from django.utils.text import slugify

from inspectorate.foundation.spreadsheets.reading import Faults, Row, read

from .models import Kind
from .policies import well_formed

REQUIRED = ("code", "name", "kind")
OPTIONAL = (
    "short_name",
    "official_code",
    "nation",
    "region",
    "opened_on",
    "closed_on",
    "groups",
    "overseen_by",
    "merged_into",
)
_LABELS = {kind.label.casefold(): kind.value for kind in Kind}


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body of a file. ``groups`` are names of groups; ``overseen_by`` and ``merged_into`` codes
    of other bodies.
    """

    row: Row
    cells: dict[str, str]
    opened_on: date | None
    closed_on: date | None
    groups: tuple[str, ...]
    overseen_by: tuple[str, ...]
    merged_into: str

    @property
    def code(self) -> str:
        return self.cells["code"]


def shipped() -> bytes:
    """The register that ships: police forces, fire and rescue services of England, national and
    local policing bodies.
    """
    return resources.files(__package__).joinpath("data", "register.csv").read_bytes()


def parse(content: bytes, *, name: str, known: Mapping[str, str]) -> tuple[list[BodyRow], Faults]:
    """Read the rows of a register file and every fault within it; ``known`` maps codes on the
    register to their names.
    """
    rows, faults = read(content, name=name, required=REQUIRED)
    found = [_body(row, faults) for row in rows]
    _given_once(found, "code", faults)
    _given_once(found, "official_code", faults)
    codes = {one.code for one in found} | set(known)
    for one in found:
        _others(one, codes, faults)
    return found, faults


def _body(row: Row, faults: Faults) -> BodyRow:
    cells = {
        field: row.line(field)
        for field in ("code", "name", "short_name", "kind", "official_code", "nation", "region")
    }
    cells["kind"] = _LABELS.get(cells["kind"].casefold(), cells["kind"].casefold())
    cells["short_name"] = cells["short_name"] or cells["name"][:80]
    for reason in well_formed(cells):
        faults.add(reason.code, row.where(reason.field), reason.text, reason.mend)
    opened_on, closed_on = faults.day(row, "opened_on"), faults.day(row, "closed_on")
    if opened_on and closed_on and closed_on < opened_on:
        text = f"it closes on {closed_on}, before it opens on {opened_on}."
        faults.add(
            "closes_before_it_opens", row.where("closed_on"), text, "Correct one of the two days."
        )
    groups = _list(row["groups"])
    for group in groups:
        if not slugify(group) or len(group) > 80:
            faults.add(
                "group_malformed",
                row.where("groups"),
                f"{group[:40]!r} is no name of a group.",
                "Use words, up to 80 characters.",
            )
    return BodyRow(
        row, cells, opened_on, closed_on, groups, _list(row["overseen_by"]), row["merged_into"]
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def _given_once(found: list[BodyRow], column: str, faults: Faults) -> None:
    first: dict[str, int] = {}
    for one in found:
        value = one.cells[column]
        if value and first.setdefault(value, one.row.number) != one.row.number:
            text = f"{value} stands in row {first[value]} already."
            faults.add(
                f"{column}_twice",
                one.row.where(column),
                text,
                "Remove one of the two rows, or correct it.",
            )


def _others(one: BodyRow, codes: set[str], faults: Faults) -> None:
    named = [("overseen_by", code) for code in one.overseen_by] + (
        [("merged_into", one.merged_into)] if one.merged_into else []
    )
    for column, code in named:
        if code == one.code:
            faults.add(
                "names_itself",
                one.row.where(column),
                f"{code} is the body itself.",
                "Name another body, or leave it empty.",
            )
        elif code not in codes:
            text = f"{code!r} is neither in this file nor on the register."
            faults.add(
                "body_unknown",
                one.row.where(column),
                text,
                "Add a row for it, or correct the code.",
            )
    if one.merged_into and one.closed_on is None:
        text = "a body merged into another has closed."
        faults.add(
            "closing_day_missing",
            one.row.where("closed_on"),
            text,
            "Give the first day on which it no longer existed.",
        )
