"""What may be done to the register now; each rule answers with reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE, Role
from inspectorate.foundation.reasons.reasons import Reason

from .models import Body, Change, Contact, Group, Kind, Oversight
from .reasons import BodyReason

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = {
    "code": 80,
    "name": 160,
    "short_name": 80,
    "official_code": 20,
    "nation": 40,
    "region": 60,
}


def well_formed(cells: Mapping[str, str]) -> list[Reason]:
    """The plain fields of a body: a code of small letters, digits and hyphens, a name, a known
    kind, nothing too long.
    """
    reasons = []
    for field in ("code", "name"):
        if not cells[field].strip():
            reasons.append(
                Reason(f"{field}_missing", f"The body has no {field}.", f"Give its {field}.", field)
            )
    if cells["code"] and not SLUG.fullmatch(cells["code"]):
        text = f"{cells['code']!r} is no code."
        reasons.append(
            Reason(
                BodyReason.CODE_MALFORMED,
                text,
                "Use small letters, digits and single hyphens, as in west-mercia.",
                "code",
            )
        )
    if cells["kind"] not in Kind.values:
        text = f"{cells['kind']!r} is no kind of body."
        reasons.append(
            Reason(BodyReason.KIND_UNKNOWN, text, f"Use one of: {', '.join(Kind.values)}.", "kind")
        )
    for field, longest in LONGEST.items():
        if len(cells[field]) > longest:
            text = f"{cells[field][:40]!r}… is longer than {longest} characters."
            reasons.append(Reason(BodyReason.TEXT_TOO_LONG, text, "Shorten it.", field))
    return reasons


def new(code: str) -> list[Reason]:
    """A code is given once, for ever."""
    if Body.objects.filter(code=code).exists():
        text = f"The code {code} is already on the register."
        return [
            Reason(
                BodyReason.CODE_TAKEN,
                text,
                "Choose another code, or change the body that has it.",
                "code",
            )
        ]
    return []


def overseeable(overseer: Body, body: Body, from_on: date | None) -> list[Reason]:
    """Nobody oversees itself, and the same oversight is recorded once."""
    if overseer.pk == body.pk:
        return [
            Reason(
                BodyReason.OVERSEES_ITSELF,
                f"{body} cannot oversee itself.",
                "Choose another overseer.",
                "overseer",
            )
        ]
    if Oversight.objects.filter(overseer=overseer, body=body, from_on=from_on).exists():
        return [
            Reason(
                BodyReason.OVERSIGHT_RECORDED,
                f"{overseer} is already recorded over {body}.",
                "Nothing is to be done.",
                "overseer",
            )
        ]
    return []


def closable(body: Body, on: date) -> list[Reason]:
    """A body closes once, not before it opened."""
    if body.closed_on is not None:
        return [
            Reason(
                BodyReason.BODY_CLOSED,
                f"{body} closed on {body.closed_on}.",
                "Nothing is to be done.",
                "on",
            )
        ]
    if body.opened_on is not None and on < body.opened_on:
        return [
            Reason(
                BodyReason.CLOSES_BEFORE_IT_OPENS,
                f"{body} opened on {body.opened_on}.",
                "Choose a later day.",
                "on",
            )
        ]
    return []


def changeable(
    body: Body, kind: str, on: date, other: Body | None, former_name: str
) -> list[Reason]:
    """A renaming has the name held before; a merger and a split have the other body; a merged body
    was still open.
    """
    if kind not in dict(Change.KINDS):
        return [
            Reason(
                BodyReason.CHANGE_UNKNOWN,
                f"{kind!r} is no change of a body.",
                "Use renamed, merged or split.",
                "kind",
            )
        ]
    if kind == "renamed":
        if former_name.strip():
            return []
        return [
            Reason(
                BodyReason.NAME_MISSING,
                "The name it had before is missing.",
                "Give the name it gave up on that day.",
                "former_name",
            )
        ]
    if other is None or other.pk == body.pk:
        return [
            Reason(
                BodyReason.OTHER_MISSING,
                f"The body {body} was {kind} with is missing.",
                "Choose the other body.",
                "other",
            )
        ]
    if Change.objects.filter(body=body, kind=kind, other=other).exists():
        return [
            Reason(
                BodyReason.CHANGE_RECORDED,
                f"This change of {body} is already recorded.",
                "Nothing is to be done.",
                "other",
            )
        ]
    return closable(body, on) if kind == "merged" else []


def groupable(code: str, name: str, bodies: Sequence[Body]) -> list[Reason]:
    """A group has a code of its own, a name and at least one body."""
    reasons = []
    if not SLUG.fullmatch(code):
        text = f"{code!r} is no code."
        reasons.append(
            Reason(
                BodyReason.CODE_MALFORMED,
                text,
                "Use small letters, digits and single hyphens.",
                "code",
            )
        )
    if Group.objects.filter(code=code).exists():
        reasons.append(
            Reason(
                BodyReason.CODE_TAKEN,
                f"There is a group {code} already.",
                "Choose another code.",
                "code",
            )
        )
    if not name.strip():
        reasons.append(
            Reason(
                BodyReason.NAME_MISSING,
                "The group has no name.",
                "Give the name readers see.",
                "name",
            )
        )
    if not bodies:
        reasons.append(
            Reason(
                BodyReason.GROUP_EMPTY, "The group has no body.", "Choose at least one.", "bodies"
            )
        )
    return reasons


def contactable(person: Person, body: Body) -> list[Reason]:
    """A contact is a person from outside, named once for a body."""
    if not person.is_active or not person.roles & OUTSIDE:
        text = f"{person.name} does not hold the role of a contact."
        return [
            Reason(
                BodyReason.NOT_A_CONTACT,
                text,
                "Have an administrator give the role body contact or overseer contact.",
                "person",
            )
        ]
    if (
        Role.BODY not in person.roles
        and body.kind != Kind.LOCAL_POLICING
        and not body.oversees.exists()
    ):
        text = f"{person.name} is an overseer contact, and {body} oversees nobody."
        return [
            Reason(
                BodyReason.NOT_AN_OVERSEER,
                text,
                "Name the body that oversees, or give the role body contact.",
                "body",
            )
        ]
    if Contact.objects.filter(person=person, body=body, ended_at=None).exists():
        return [
            Reason(
                BodyReason.CONTACT_NAMED,
                f"{person.name} already speaks for {body}.",
                "Nothing is to be done.",
                "person",
            )
        ]
    return []


def contact_endable(contact: Contact) -> list[Reason]:
    """A contact ends once."""
    if contact.ended_at is not None:
        return [
            Reason(
                BodyReason.CONTACT_ENDED,
                f"{contact.person} no longer speaks for {contact.body}.",
                "Nothing is to be done.",
            )
        ]
    return []
