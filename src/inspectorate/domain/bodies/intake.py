"""Takes the rows of a register file in: compares them with the register, refuses with every fault,
then writes in bulk.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.text import slugify

from inspectorate.foundation.spreadsheets.reading import Faults

from .models import Body, Change, Group, Oversight, RegisterImport
from .register_csv import BodyRow, parse

# What a file may fill in or correct. A name or a kind is changed by an act of its own, with its
# day.
_FACTS = ("short_name", "official_code", "nation", "region", "opened_on", "closed_on")


def take(content: bytes, *, name: str, at: datetime) -> RegisterImport:
    """Write what ``content`` adds and changes, inside the caller's transaction; raises SheetRefused
    with every fault.
    """
    bodies = {body.code: body for body in Body.objects.all()}
    rows, faults = parse(
        content, name=name, known={code: body.name for code, body in bodies.items()}
    )
    for one in rows:
        _against(one, bodies.get(one.code), faults)
    holders = {body.official_code: body.code for body in bodies.values() if body.official_code}
    for one in rows:
        official = one.cells["official_code"]
        if official and holders.get(official, one.code) != one.code:
            text = f"{official} belongs to {holders[official]} on the register."
            faults.add(
                "official_code_taken",
                one.row.where("official_code"),
                text,
                "Correct the code, or leave it empty.",
            )
    faults.refuse()
    touched: set[str] = set()
    added = [_new(one) for one in rows if one.code not in bodies]
    changed = [
        bodies[one.code] for one in rows if one.code in bodies and _fill(bodies[one.code], one)
    ]
    Body.objects.bulk_update(changed, _FACTS, batch_size=500)
    touched.update(body.code for body in changed)
    bodies.update({body.code: body for body in Body.objects.bulk_create(added, batch_size=500)})
    touched |= _groups(rows, bodies) | _oversights(rows, bodies) | _mergers(rows, bodies)
    fresh = {body.code for body in added}
    return RegisterImport.objects.create(
        name=name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        at=at,
        added=len(fresh),
        changed=len(touched - fresh),
        unchanged=len(rows) - len(fresh) - len(touched - fresh),
    )


def _against(one: BodyRow, body: Body | None, faults: Faults) -> None:
    if body is None:
        return
    for column, stands in (("name", body.name), ("kind", body.kind)):
        if one.cells[column] != stands:
            text = (
                f"{body.code} is on the register with the {column} {stands!r}, not "
                f"{one.cells[column]!r}."
            )
            faults.add(
                f"{column}_differs",
                one.row.where(column),
                text,
                "Correct the row, or record a change of the body first.",
            )
    opened_on, closed_on = one.opened_on or body.opened_on, one.closed_on or body.closed_on
    if opened_on and closed_on and closed_on < opened_on and not (one.opened_on and one.closed_on):
        text = (
            f"with the register's own days it would close on {closed_on}, before it opens on "
            f"{opened_on}."
        )
        column = "closed_on" if one.closed_on else "opened_on"
        faults.add("closes_before_it_opens", one.row.where(column), text, "Correct the day.")


def _new(one: BodyRow) -> Body:
    return Body(opened_on=one.opened_on, closed_on=one.closed_on, **one.cells)


def _fill(body: Body, one: BodyRow) -> bool:
    given = {
        **one.cells,
        "short_name": one.row["short_name"],
        "opened_on": one.opened_on,
        "closed_on": one.closed_on,
    }
    differing = {
        fact: given[fact] for fact in _FACTS if given[fact] and given[fact] != getattr(body, fact)
    }
    for fact, value in differing.items():
        setattr(body, fact, value)
    return bool(differing)


def _groups(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    names = {slugify(name): name for one in rows for name in one.groups}
    groups = {group.code: group for group in Group.objects.filter(code__in=names)}
    missing = [Group(code=code, name=name) for code, name in names.items() if code not in groups]
    groups.update({group.code: group for group in Group.objects.bulk_create(missing)})
    link = Group.members.through
    there = set(link.objects.filter(group__code__in=names).values_list("group_id", "body_id"))
    wanted = {
        (groups[slugify(name)].pk, bodies[one.code].pk): one.code
        for one in rows
        for name in one.groups
    }
    new = {pair: code for pair, code in wanted.items() if pair not in there}
    link.objects.bulk_create(
        [link(group_id=group, body_id=body) for group, body in new], batch_size=500
    )
    return set(new.values())


def _oversights(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    there = set(Oversight.objects.values_list("overseer_id", "body_id"))
    pairs = [(bodies[code], bodies[one.code]) for one in rows for code in one.overseen_by]
    new = [(overseer, body) for overseer, body in pairs if (overseer.pk, body.pk) not in there]
    Oversight.objects.bulk_create(
        [Oversight(overseer=overseer, body=body) for overseer, body in new], batch_size=500
    )
    return {body.code for _, body in new}


def _mergers(rows: list[BodyRow], bodies: dict[str, Body]) -> set[str]:
    there = set(Change.objects.filter(kind="merged").values_list("body_id", "other_id"))
    new = []
    for one in rows:
        if (
            one.merged_into
            and one.closed_on
            and (bodies[one.code].pk, bodies[one.merged_into].pk) not in there
        ):
            new.append(
                Change(
                    body=bodies[one.code],
                    kind="merged",
                    on=one.closed_on,
                    other=bodies[one.merged_into],
                )
            )
    Change.objects.bulk_create(new)
    return {change.body.code for change in new}
