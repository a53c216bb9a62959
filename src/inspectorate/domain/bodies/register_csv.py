"""The register as a CSV file: the file that ships, and reading rows with every fault they have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from importlib import resources

from django.utils.text import slugify

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.spreadsheets.reading import Faults, Row, read

from .kinds import Kind
from .policies import readable
from .reasons import BodyReason

REQUIRED = ("code", "name", "kind")
_LABELS = {kind.label.casefold(): kind.value for kind in Kind}
# What a kind was called before, which a file written then holds.
_LABELS["special police force"] = Kind.SPECIAL.value


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body of a file: ``groups`` by name, ``overseen_by`` and ``merged_into`` by code."""

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
    """Return the register that ships.

    It holds police forces, fire and rescue services of England, national and local policing bodies.
    """
    return resources.files(__package__).joinpath("data", "register.csv").read_bytes()


def parse(content: bytes, *, name: str, known: Collection[str]) -> tuple[list[BodyRow], Faults]:
    """Read the rows of a file, and every fault; ``known`` are the codes on the register."""
    rows, faults = read(content, name=name, required=REQUIRED)
    bodies = [_body(row, faults) for row in rows]
    _given_once(bodies, "code", BodyReason.CODE_TWICE, faults)
    _given_once(bodies, "official_code", BodyReason.OFFICIAL_CODE_TWICE, faults)
    codes = {body.code for body in bodies} | set(known)
    for body in bodies:
        _others(body, codes, faults)
    return bodies, faults


def _body(row: Row, faults: Faults) -> BodyRow:
    cells = {
        field: row.line(field)
        for field in ("code", "name", "short_name", "kind", "official_code", "nation", "region")
    }
    cells["kind"] = _LABELS.get(cells["kind"].casefold(), cells["kind"].casefold())
    cells["short_name"] = cells["short_name"] or cells["name"][:80]
    for reason in readable(cells):
        faults.add(reason.code, row.where(reason.field), reason.text, reason.mend)
    opened_on, closed_on = faults.day(row, "opened_on"), faults.day(row, "closed_on")
    if opened_on and closed_on and closed_on < opened_on:
        text = f"it closes on {closed_on}, before it opens on {opened_on}."
        faults.add(
            BodyReason.CLOSES_BEFORE_IT_OPENS,
            row.where("closed_on"),
            text,
            Mend.words("Correct one of the two days."),
        )
    groups = _list(row["groups"])
    for group in groups:
        if not slugify(group) or len(group) > 80:
            faults.add(
                BodyReason.GROUP_MALFORMED,
                row.where("groups"),
                f"{group[:40]!r} cannot be the name of a group.",
                Mend.words("Use words, up to 80 characters."),
            )
    return BodyRow(
        row, cells, opened_on, closed_on, groups, _list(row["overseen_by"]), row["merged_into"]
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def _given_once(bodies: list[BodyRow], column: str, code: BodyReason, faults: Faults) -> None:
    first: dict[str, int] = {}
    for body in bodies:
        value = body.cells[column]
        if value and first.setdefault(value, body.row.number) != body.row.number:
            text = f"{value} is already in row {first[value]}."
            mend = Mend.words("Remove one of the two rows, or correct it.")
            faults.add(code, body.row.where(column), text, mend)


def _others(body: BodyRow, codes: set[str], faults: Faults) -> None:
    others = [("overseen_by", code) for code in body.overseen_by] + (
        [("merged_into", body.merged_into)] if body.merged_into else []
    )
    for column, code in others:
        if code == body.code:
            faults.add(
                BodyReason.NAMES_ITSELF,
                body.row.where(column),
                f"{code} is the body itself.",
                Mend.words("Name another body, or leave it empty."),
            )
        elif code not in codes:
            text = f"{code!r} is neither in this file nor on the register."
            faults.add(
                BodyReason.BODY_UNKNOWN,
                body.row.where(column),
                text,
                Mend.words("Add a row for it, or correct the code."),
            )
    if body.merged_into and body.closed_on is None:
        text = "a body merged into another needs a closing day."
        faults.add(
            BodyReason.CLOSING_DAY_MISSING,
            body.row.where("closed_on"),
            text,
            Mend.words("Give the first day on which it no longer existed."),
        )
