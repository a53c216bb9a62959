"""What may be done to the register now: each rule returns its reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE, Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .kinds import Kind
from .models import Body, Change, Contact, Group, Oversight
from .reasons import BodyReason
from .verbs import BodyVerb

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = {
    "code": 80,
    "name": 160,
    "short_name": 80,
    "official_code": 20,
    "nation": 40,
    "region": 60,
}
# What is recorded as a change; a closing taken back has an act of its own.
_RECORDED = ("renamed", "merged", "split")


def readable(cells: Mapping[str, str]) -> list[Reason]:
    """Require of a body's plain fields: a code, a name, a known kind, no text too long."""
    reasons = []
    for field, longest in _LONGEST.items():
        needed = field in ("code", "name")
        reasons += storable(cells[field], field, needed=needed, limit=longest)
    if cells["code"]:
        reasons += _code(cells["code"])
    if cells["kind"] not in Kind.values:
        text = f"{cells['kind']!r} is not a kind of body."
        mend = Mend.words(f"Use one of: {', '.join(Kind.values)}.")
        reasons.append(Reason(BodyReason.KIND_UNKNOWN, text, mend, "kind"))
    return reasons


def _code(code: str) -> list[Reason]:
    if SLUG.fullmatch(code):
        return []
    text = f"The code {code!r} cannot be used."
    mend = Mend.words("Use small letters, digits and single hyphens, for example west-mercia.")
    return [Reason(BodyReason.CODE_MALFORMED, text, mend, "code")]


def registrable(cells: Mapping[str, str]) -> list[Reason]:
    """Require plain fields in order and a code never given before: a code is given for ever."""
    code = cells["code"]
    reasons = readable(cells)
    if Body.objects.filter(code=code).exists():
        text = f"The code {code} is already on the register."
        mend = Mend.by(BodyVerb.CHANGE, "Choose another code, or change the body that has it.")
        reasons.append(Reason(BodyReason.CODE_TAKEN, text, mend, "code"))
    official = cells["official_code"]
    holder = Body.objects.filter(official_code=official).first() if official else None
    if holder is not None:
        text = f"{official} is the official code of {holder}."
        mend = Mend.words("Correct the code, or leave it empty.")
        reasons.append(Reason(BodyReason.OFFICIAL_CODE_TAKEN, text, mend, "official_code"))
    return reasons


def overseeable(overseer: Body, body: Body, from_on: date | None) -> list[Reason]:
    """Require two bodies, and an oversight not recorded yet."""
    if overseer.pk == body.pk:
        text, mend = f"{body} cannot oversee itself.", Mend.words("Choose another overseer.")
        return [Reason(BodyReason.OVERSEES_ITSELF, text, mend, "overseer")]
    recorded = Oversight.objects.filter(overseer=overseer, body=body, from_on=from_on).first()
    if recorded is None:
        return []
    text, mend = f"{overseer} is already recorded as overseeing {body}.", NOTHING_TO_DO
    if recorded.to_on is not None:
        text = f"{overseer} is recorded as having overseen {body} until {recorded.to_on}."
        mend = Mend.words("Give the day from which it oversees it again.")
    return [Reason(BodyReason.OVERSIGHT_RECORDED, text, mend, "overseer")]


def oversight_endable(oversight: Oversight, to_on: date, reason: str) -> list[Reason]:
    """Require an oversight that has not ended, a day not before it began, and a reason."""
    reasons = storable(reason, "reason", needed=True)
    if oversight.to_on is not None:
        text = f"{oversight.overseer} no longer oversees {oversight.body} since {oversight.to_on}."
        reasons.append(Reason(BodyReason.OVERSIGHT_ENDED, text, NOTHING_TO_DO, "to_on"))
    elif oversight.from_on is not None and to_on < oversight.from_on:
        text = f"{oversight.overseer} oversees {oversight.body} from {oversight.from_on} on."
        mend = Mend.words("Choose that day or a later one.")
        reasons.append(Reason(BodyReason.ENDS_BEFORE_IT_BEGINS, text, mend, "to_on"))
    return reasons


def closable(body: Body, on: date) -> list[Reason]:
    """Require a body without a closing day, and a day not before it opened."""
    if body.closed_on is not None:
        text = f"{body} closed on {body.closed_on}."
        mend = Mend.by(BodyVerb.REOPEN, "If that day is wrong, take back the closing first.", body)
        return [Reason(BodyReason.BODY_CLOSED, text, mend, "on")]
    if body.opened_on is not None and on < body.opened_on:
        text = f"{body} opened on {body.opened_on}."
        return [
            Reason(BodyReason.CLOSES_BEFORE_IT_OPENS, text, Mend.words("Choose a later day."), "on")
        ]
    return []


def reopenable(body: Body, reason: str) -> list[Reason]:
    """Require a body with a closing day, and a reason why that is taken back."""
    reasons = storable(reason, "reason", needed=True)
    if body.closed_on is None:
        text = f"{body} has not closed."
        reasons.append(Reason(BodyReason.BODY_OPEN, text, NOTHING_TO_DO, "body"))
    return reasons


def changeable(
    body: Body, kind: str, on: date, other: Body | None, former_name: str
) -> list[Reason]:
    """Require the former name of a renaming; the other body of a merger or split, once.

    A body that merges is still open.
    """
    if kind not in _RECORDED:
        text = f"{kind!r} is not a change of a body."
        mend = Mend.words("Use renamed, merged or split.")
        return [Reason(BodyReason.CHANGE_UNKNOWN, text, mend, "kind")]
    if kind == "renamed":
        if former_name.strip():
            return storable(former_name, "former_name", limit=_LONGEST["name"])
        text = "The former name is missing."
        mend = Mend.words("Give the name the body gave up on that day.")
        return [Reason(BodyReason.NAME_MISSING, text, mend, "former_name")]
    if other is None or other.pk == body.pk:
        what = "merged into" if kind == "merged" else "was split from"
        text = f"The body that {body} {what} is missing."
        return [
            Reason(BodyReason.OTHER_MISSING, text, Mend.words("Choose the other body."), "other")
        ]
    # A merger whose closing was taken back may come to be after all.
    settled = kind == "split" or body.closed_on is not None
    if settled and Change.objects.filter(body=body, kind=kind, other=other).exists():
        text = f"This change of {body} is already recorded."
        return [Reason(BodyReason.CHANGE_RECORDED, text, NOTHING_TO_DO, "other")]
    return closable(body, on) if kind == "merged" else []


def groupable(code: str, name: str, bodies: Sequence[Body]) -> list[Reason]:
    """Require a code never given to a group, a name, and at least one body."""
    reasons = [*_code(code), *storable(name, "name", needed=True, limit=160)]
    if Group.objects.filter(code=code).exists():
        text = f"There is already a group {code}."
        reasons.append(
            Reason(BodyReason.CODE_TAKEN, text, Mend.words("Choose another code."), "code")
        )
    if not bodies:
        text = "The group has no body."
        reasons.append(
            Reason(BodyReason.GROUP_EMPTY, text, Mend.words("Choose at least one."), "bodies")
        )
    return reasons


def regroupable(
    group: Group, joining: Sequence[Body], leaving: Sequence[Body], reason: str
) -> list[Reason]:
    """Require a body to join that is not in the group, or one to leave that is; and a reason.

    A group that every body leaves stays, and holds none.
    """
    reasons = storable(reason, "reason", needed=True)
    if not joining and not leaving:
        text = "No body is chosen to join the group or to leave it."
        mend = Mend.words("Choose at least one.")
        reasons.append(Reason(BodyReason.GROUP_UNCHANGED, text, mend, "joining"))
    there = set(group.members.values_list("pk", flat=True))
    mend = Mend.words("Take it out of your choice.")
    for body in joining:
        if body.pk in there:
            text = f"{body} is in the group already."
            reasons.append(Reason(BodyReason.IN_THE_GROUP, text, mend, "joining"))
    for body in leaving:
        if body.pk not in there:
            text = f"{body} is not in the group."
            reasons.append(Reason(BodyReason.NOT_IN_THE_GROUP, text, mend, "leaving"))
    return reasons


def contactable(person: Person, body: Body) -> list[Reason]:
    """Require somebody who holds a contact's role that fits ``body``, and is not named for it."""
    if not person.is_active or not person.roles & OUTSIDE:
        text = f"{person.name} does not hold the role of a contact."
        mend = Mend.by(
            PersonVerb.GRANT,
            "Ask an administrator to give the role body contact or overseer contact.",
            person,
        )
        return [Reason(BodyReason.NOT_A_CONTACT, text, mend, "person")]
    oversees = Kind(body.kind).about.oversees or body.oversees.exists()
    if Role.BODY not in person.roles and not oversees:
        text = f"{person.name} is an overseer contact, and {body} oversees no other body."
        mend = Mend.by(
            PersonVerb.GRANT,
            "Choose the body that oversees, or give the role body contact.",
            person,
        )
        return [Reason(BodyReason.NOT_AN_OVERSEER, text, mend, "body")]
    if Contact.objects.filter(person=person, body=body, ended_at=None).exists():
        text = f"{person.name} already speaks for {body}."
        return [Reason(BodyReason.CONTACT_NAMED, text, NOTHING_TO_DO, "person")]
    return []


def endable(contact: Contact) -> list[Reason]:
    """Require a contact that has not ended."""
    if contact.ended_at is None:
        return []
    text = f"{contact.person} no longer speaks for {contact.body}."
    return [Reason(BodyReason.CONTACT_ENDED, text, NOTHING_TO_DO)]
