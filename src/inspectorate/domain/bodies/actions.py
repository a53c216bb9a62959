"""The only writers of the register. One ledger stream, ``register``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.access import require
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.foundation.spreadsheets.reading import SheetRefused

from . import intake, policies
from .models import (
    Body,
    Change,
    Contact,
    Group,
    GroupChange,
    GroupMember,
    Oversight,
    RegisterImport,
)
from .permissions import TABLE
from .verbs import BodyVerb

STREAM = "register"
ImportRefused = SheetRefused


@action(BodyVerb.REGISTER, streams=lambda **_: [STREAM])
def register(
    *,
    by: Person,
    at: datetime,
    key: str,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    official_code: str = "",
    nation: str = "",
    region: str = "",
    opened_on: date | None = None,
) -> Body:
    """Put a body on the register under a permanent code.

    It is never taken off again, since what was recorded of it stays: :func:`close` ends it.
    """
    require(by, TABLE, BodyVerb.REGISTER)
    cells = {
        "code": code,
        "name": name,
        "short_name": short_name or name[:80],
        "kind": kind,
        "official_code": official_code,
        "nation": nation,
        "region": region,
    }
    refuse_if(policies.registrable(cells))
    body = Body.objects.create(opened_on=opened_on, **cells)
    write(of=body, stream=STREAM, detail={"code": code, "kind": kind})
    return body


@action(BodyVerb.OVERSEE, streams=lambda **_: [STREAM])
def oversee(
    *, by: Person, at: datetime, key: str, overseer: Body, body: Body, from_on: date | None = None
) -> Oversight:
    """Record that ``overseer`` oversees ``body`` (a local policing body its force)."""
    require(by, TABLE, BodyVerb.OVERSEE)
    refuse_if(policies.overseeable(overseer, body, from_on))
    oversight = Oversight.objects.create(overseer=overseer, body=body, from_on=from_on)
    write(of=oversight, stream=STREAM, detail={"overseer": overseer.code, "body": body.code})
    return oversight


@action(BodyVerb.END_OVERSIGHT, streams=lambda **_: [STREAM])
def end_oversight(
    *, by: Person, at: datetime, key: str, oversight: Oversight, to_on: date, reason: str
) -> Oversight:
    """Record that a body oversees another no more; ``to_on`` is the first day without it."""
    require(by, TABLE, BodyVerb.END_OVERSIGHT)
    refuse_if(policies.oversight_endable(oversight, to_on, reason))
    oversight.to_on, oversight.ended_reason = to_on, reason.strip()
    oversight.save(update_fields=["to_on", "ended_reason"])
    write(
        of=oversight,
        stream=STREAM,
        detail={"overseer": oversight.overseer.code, "body": oversight.body.code, "to_on": to_on},
    )
    return oversight


@action(BodyVerb.CLOSE, streams=lambda **_: [STREAM])
def close(*, by: Person, at: datetime, key: str, body: Body, on: date) -> Body:
    """Close a body; ``on`` is the first day without it. It stays on the register."""
    require(by, TABLE, BodyVerb.CLOSE)
    refuse_if(policies.closable(body, on))
    body.closed_on = on
    body.save(update_fields=["closed_on"])
    write(of=body, stream=STREAM, detail={"body": body.code, "on": on})
    return body


@action(BodyVerb.REOPEN, streams=lambda **_: [STREAM])
def reopen(*, by: Person, at: datetime, key: str, body: Body, reason: str) -> Change:
    """Take back that a body closed, with the reason; the day it was given stays as a change.

    What it was merged into stays on record as well.
    """
    require(by, TABLE, BodyVerb.REOPEN)
    refuse_if(policies.reopenable(body, reason))
    was = body.closed_on
    assert was is not None  # the rule above
    change = Change.objects.create(body=body, kind="reopened", on=was, reason=reason.strip())
    body.closed_on = None
    body.save(update_fields=["closed_on"])
    write(of=change, stream=STREAM, detail={"body": body.code, "was": was})
    return change


@action(BodyVerb.CHANGE, streams=lambda **_: [STREAM])
def change(
    *,
    by: Person,
    at: datetime,
    key: str,
    body: Body,
    kind: str,
    on: date,
    other: Body | None = None,
    former_name: str = "",
    new_name: str = "",
) -> Change:
    """Record that ``body`` was renamed, merged into ``other`` (and so closed) or split from it.

    A name given in error is put right by another renaming, a merger by :func:`reopen`; a split
    stays on record. For a renaming ``former_name`` is the name given up; left empty it is the name
    on the register. With ``new_name`` empty a past renaming is recorded, and the name stays.
    """
    require(by, TABLE, BodyVerb.CHANGE)
    if kind == "renamed" and new_name:
        former_name = former_name or body.name
    refuse_if(policies.changeable(body, kind, on, other, former_name))
    change = Change.objects.create(
        body=body,
        kind=kind,
        on=on,
        other=other,
        former_name=former_name if kind == "renamed" else "",
    )
    if kind == "merged":
        body.closed_on = on
        body.save(update_fields=["closed_on"])
    if kind == "renamed" and new_name:
        body.name = new_name
        body.save(update_fields=["name"])
    write(
        of=change,
        stream=STREAM,
        detail={
            "body": body.code,
            "kind": kind,
            "on": on,
            "other": other.code if other else "",
        },
    )
    return change


@action(BodyVerb.GROUP, streams=lambda **_: [STREAM])
def group(
    *, by: Person, at: datetime, key: str, code: str, name: str, bodies: Sequence[Body]
) -> Group:
    """Name a set of bodies, used to filter and to say of whom a figure is.

    Its code is given for ever; :func:`regroup` empties a group that is wanted no more.
    """
    require(by, TABLE, BodyVerb.GROUP)
    refuse_if(policies.groupable(code, name, bodies))
    group = Group.objects.create(code=code, name=name.strip())
    GroupMember.objects.bulk_create(
        [GroupMember(group=group, body_id=pk) for pk in dict.fromkeys(one.pk for one in bodies)]
    )
    write(
        of=group,
        stream=STREAM,
        detail={"code": code, "bodies": sorted(body.code for body in bodies)},
    )
    return group


@action(BodyVerb.REGROUP, streams=lambda **_: [STREAM])
def regroup(
    *,
    by: Person,
    at: datetime,
    key: str,
    group: Group,
    joining: Sequence[Body] = (),
    leaving: Sequence[Body] = (),
    reason: str,
) -> Group:
    """Take bodies into a group and out of it; each of them is recorded with the reason."""
    require(by, TABLE, BodyVerb.REGROUP)
    refuse_if(policies.regroupable(group, joining, leaving, reason))
    came, went = ({one.pk: one for one in bodies} for bodies in (joining, leaving))
    GroupMember.objects.bulk_create([GroupMember(group=group, body_id=pk) for pk in came])
    GroupMember.objects.filter(group=group, body__in=went).delete()
    GroupChange.objects.bulk_create(
        [
            GroupChange(group=group, body_id=pk, joined=joined, reason=reason.strip(), by=by, at=at)
            for bodies, joined in ((came, True), (went, False))
            for pk in bodies
        ]
    )
    write(
        of=group,
        stream=STREAM,
        detail={
            "code": group.code,
            "joined": sorted(body.code for body in came.values()),
            "left": sorted(body.code for body in went.values()),
        },
    )
    return group


@action(BodyVerb.NAME_CONTACT, streams=lambda **_: [STREAM])
def name_contact(*, by: Person, at: datetime, key: str, person: Person, body: Body) -> Contact:
    """Let ``person``, who holds a contact's role, speak for ``body`` in the portal."""
    require(by, TABLE, BodyVerb.NAME_CONTACT)
    refuse_if(policies.contactable(person, body))
    contact = Contact.objects.create(person=person, body=body, named_at=at)
    write(
        of=contact,
        stream=STREAM,
        detail={"person": person.pk, "body": body.code},
    )
    return contact


@action(BodyVerb.END_CONTACT, streams=lambda **_: [STREAM])
def end_contact(*, by: Person, at: datetime, key: str, contact: Contact) -> Contact:
    """End a contact; what the person may see in the portal is gone on the next request."""
    require(by, TABLE, BodyVerb.END_CONTACT)
    refuse_if(policies.endable(contact))
    contact.ended_at = at
    contact.save(update_fields=["ended_at"])
    write(
        of=contact, stream=STREAM, detail={"person": contact.person_id, "body": contact.body.code}
    )
    return contact


@action(BodyVerb.IMPORT_REGISTER, streams=lambda **_: [STREAM])
def import_register(
    *, by: Person, at: datetime, key: str, content: bytes, name: str
) -> RegisterImport:
    """Read a CSV of bodies into the register, all of it or nothing.

    Raises ImportRefused with every fault of the file, each ``field`` "row N, column X". A row whose
    code is on the register fills or corrects facts; a new name or kind is refused, since it is a
    change with a day of its own. An import in which nothing differs changes nothing and says so.
    """
    require(by, TABLE, BodyVerb.IMPORT_REGISTER)
    made = intake.take(content, name=name, at=at)
    counts = {"added": made.added, "changed": made.changed, "unchanged": made.unchanged}
    write(of=made, stream=STREAM, detail=counts)
    return made
