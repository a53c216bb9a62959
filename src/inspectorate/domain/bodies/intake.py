"""Reading a file into the register: compared first, then refused with every fault or written."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.text import slugify

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.spreadsheets.reading import Faults

from .models import Body, Change, Group, GroupMember, Oversight, RegisterImport
from .reasons import BodyReason
from .register_csv import BodyRow, parse

# What a file may fill in or correct. A name or a kind is changed by an act of its own, with its
# day.
_FACTS = ("short_name", "official_code", "nation", "region", "opened_on", "closed_on")
# A group that is called otherwise since keeps the code under which claims are stored.
_CODES_KEPT = {"non-home-office-forces": "special-forces"}


def take(content: bytes, *, name: str, at: datetime) -> RegisterImport:
    """Write what ``content`` adds and changes, inside the caller's transaction.

    Raises SheetRefused with every fault.
    """
    bodies = {body.code: body for body in Body.objects.all()}
    rows, faults = parse(content, name=name, known=bodies)
    for row in rows:
        if row.code in bodies:
            _compare(row, bodies[row.code], faults)
    _official_codes(rows, bodies, faults)
    # Before the first write: a file is taken whole or not at all, and every fault is told at once.
    faults.refuse()
    added = [_new(row) for row in rows if row.code not in bodies]
    changed = [
        bodies[row.code] for row in rows if row.code in bodies and _fill(bodies[row.code], row)
    ]
    Body.objects.bulk_update(changed, _FACTS, batch_size=500)
    bodies |= {body.code: body for body in Body.objects.bulk_create(added, batch_size=500)}
    touched = {body.code for body in changed}
    touched |= _groups(rows, bodies) | _oversights(rows, bodies) | _mergers(rows, bodies)
    new = {body.code for body in added}
    return RegisterImport.objects.create(
        name=name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        at=at,
        added=len(new),
        changed=len(touched - new),
        unchanged=len(rows) - len(new | touched),
    )


def _compare(row: BodyRow, body: Body, faults: Faults) -> None:
    """Note where a row contradicts the body on the register."""
    for column, code, current in (
        ("name", BodyReason.NAME_DIFFERS, body.name),
        ("kind", BodyReason.KIND_DIFFERS, body.kind),
    ):
        if row.cells[column] != current:
            text = (
                f"{body.code} is on the register with the {column} {current!r}, not "
                f"{row.cells[column]!r}."
            )
            mend = Mend.words("Correct the row, or record a change of the body first.")
            faults.add(code, row.row.where(column), text, mend)
    if row.opened_on and row.closed_on:
        return  # the two days of one row were compared when it was read
    opened_on, closed_on = row.opened_on or body.opened_on, row.closed_on or body.closed_on
    if opened_on and closed_on and closed_on < opened_on:
        text = (
            f"with the days on the register it would close on {closed_on}, before it opens on "
            f"{opened_on}."
        )
        column = "closed_on" if row.closed_on else "opened_on"
        where = row.row.where(column)
        faults.add(BodyReason.CLOSES_BEFORE_IT_OPENS, where, text, Mend.words("Correct the day."))


def _official_codes(rows: list[BodyRow], bodies: dict[str, Body], faults: Faults) -> None:
    holders = {body.official_code: body.code for body in bodies.values() if body.official_code}
    for row in rows:
        official = row.cells["official_code"]
        if official and holders.get(official, row.code) != row.code:
            text = f"{official} belongs to {holders[official]} on the register."
            mend = Mend.words("Correct the code, or leave it empty.")
            faults.add(BodyReason.OFFICIAL_CODE_TAKEN, row.row.where("official_code"), text, mend)


def _new(row: BodyRow) -> Body:
    return Body(opened_on=row.opened_on, closed_on=row.closed_on, **row.cells)


def _fill(body: Body, row: BodyRow) -> bool:
    given = {
        **row.cells,
        "short_name": row.row["short_name"],
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
    }
    differing = {
        fact: given[fact] for fact in _FACTS if given[fact] and given[fact] != getattr(body, fact)
    }
    for fact, value in differing.items():
        setattr(body, fact, value)
    return bool(differing)


def _group_code(name: str) -> str:
    code = slugify(name)
    return _CODES_KEPT.get(code, code)


def _groups(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    names = {_group_code(name): name for row in rows for name in row.groups}
    groups = {group.code: group for group in Group.objects.filter(code__in=names)}
    missing = [Group(code=code, name=name) for code, name in names.items() if code not in groups]
    groups.update({group.code: group for group in Group.objects.bulk_create(missing)})
    there = set(
        GroupMember.objects.filter(group__code__in=names).values_list("group_id", "body_id")
    )
    pairs = {
        (groups[_group_code(name)].pk, bodies[row.code].pk): row.code
        for row in rows
        for name in row.groups
    }
    new = {pair: code for pair, code in pairs.items() if pair not in there}
    GroupMember.objects.bulk_create(
        [GroupMember(group_id=group, body_id=body) for group, body in new], batch_size=500
    )
    return set(new.values())


def _oversights(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    there = set(Oversight.objects.values_list("overseer_id", "body_id"))
    pairs = [(bodies[code], bodies[row.code]) for row in rows for code in row.overseen_by]
    new = [(overseer, body) for overseer, body in pairs if (overseer.pk, body.pk) not in there]
    Oversight.objects.bulk_create(
        [Oversight(overseer=overseer, body=body) for overseer, body in new], batch_size=500
    )
    return {body.code for _, body in new}


def _mergers(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    there = set(Change.objects.filter(kind="merged").values_list("body_id", "other_id"))
    new = [
        Change(
            body=bodies[row.code],
            kind="merged",
            on=row.closed_on,
            other=bodies[row.merged_into],
        )
        for row in rows
        if row.merged_into
        and row.closed_on
        and (bodies[row.code].pk, bodies[row.merged_into].pk) not in there
    ]
    Change.objects.bulk_create(new)
    return {change.body.code for change in new}
