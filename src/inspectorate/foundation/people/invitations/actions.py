"""The only writers of links by which somebody sets their own password.

No address and nothing of a link reaches the ledger; a link's digest stands in its row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if
from inspectorate.foundation.tries import devices

from .. import actions as people
from .. import signed_in
from ..access import require
from ..actions import STREAM
from ..models import Person
from ..permissions import TABLE
from ..verbs import PersonVerb
from . import policies
from .links import GOOD_FOR
from .models import Invitation, InvitationEnd, LinkEnding, LinkGround


@action(PersonVerb.INVITE_NEW, streams=lambda **_: [STREAM])
def invite_new(
    *, by: Person, at: datetime, key: str, email: str, name: str, role: str, digest: str
) -> Person:
    """Register somebody, give them a role and a link to set their own password, all or nothing."""
    require(by, TABLE, PersonVerb.INVITE_NEW)
    said: dict[str, Any] = {"by": by, "at": at}
    person = people.register(**said, key="register", email=email, name=name)
    people.grant(**said, key="grant", person=person, role=role)
    invite(**said, key="invite", person=person, digest=digest)
    write(of=person, stream=STREAM, detail={"role": role})
    return person


@action(PersonVerb.INVITE, streams=lambda **_: [STREAM])
def invite(*, by: Person, at: datetime, key: str, person: Person, digest: str) -> Invitation:
    """Give ``person`` a link to set their first password; a link sent before opens nothing more.

    ``digest`` is of what the link holds, which the door alone knows and tells once.
    """
    require(by, TABLE, PersonVerb.INVITE)
    refuse_if(policies.invitable(person))
    made = _given(by, at, person, digest, LinkGround.INVITED, "")
    write(of=made, stream=STREAM, detail={"person": person.pk})
    return made


@action(PersonVerb.RESET_PASSWORD, streams=lambda **_: [STREAM])
def reset_password(
    *, by: Person, at: datetime, key: str, person: Person, reason: str, digest: str
) -> Invitation:
    """Take away the password of ``person``, end their sessions, and give a link to set another.

    Nobody else ever knows the new one.
    """
    require(by, TABLE, PersonVerb.RESET_PASSWORD)
    refuse_if(policies.resettable(by, person, reason))
    forged = people.take_password(person)
    signed_in.end(person, by=by.pk)
    devices.forget(person, by=by.pk)
    made = _given(by, at, person, digest, LinkGround.RESET, reason.strip())
    write(of=made, stream=STREAM, detail={"person": person.pk, **forged})
    return made


@action(PersonVerb.REVOKE_LINK, streams=lambda **_: [STREAM])
def revoke_link(*, by: Person, at: datetime, key: str, invitation: Invitation) -> InvitationEnd:
    """Let a link open nothing any more; another may be sent."""
    require(by, TABLE, PersonVerb.REVOKE_LINK)
    refuse_if(policies.revocable(invitation, at))
    made = _ended(invitation, LinkEnding.REVOKED, by, at)
    write(of=made, stream=STREAM, detail={"person": invitation.person_id})
    return made


@action(PersonVerb.USE_LINK, streams=lambda **_: [STREAM])
def use_link(
    *, by: Person, at: datetime, key: str, invitation: Invitation, password: str
) -> InvitationEnd:
    """Set one's own password by a link, which is used up; ``password`` is its hash.

    Whoever has the link is taken for the person it was given to. Every session of theirs ends.
    """
    if by.pk != invitation.person_id:
        raise Forbidden(PersonVerb.USE_LINK)
    refuse_if(policies.usable(invitation, at))
    made = _ended(invitation, LinkEnding.USED, by, at)
    people.set_password(by=by, at=at, key="password", person=by, password=password)
    signed_in.end(by, by=by.pk)
    write(of=made, stream=STREAM, detail={"person": by.pk})
    return made


def _given(
    by: Person, at: datetime, person: Person, digest: str, given_for: LinkGround, reason: str
) -> Invitation:
    """Make a link, and end those that still stand: one opens something at a time."""
    for one in Invitation.objects.filter(person=person, end=None):
        _ended(one, LinkEnding.REPLACED, by, at)
    return Invitation.objects.create(
        person=person,
        given_for=given_for,
        reason=reason,
        digest=digest,
        by=by,
        at=at,
        expires_at=at + GOOD_FOR,
    )


def _ended(invitation: Invitation, ending: LinkEnding, by: Person, at: datetime) -> InvitationEnd:
    return InvitationEnd.objects.create(invitation=invitation, ending=ending, by=by, at=at)
