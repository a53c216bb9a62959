"""May a link be given, revoked, used now? Each with its reasons."""

from __future__ import annotations

from datetime import datetime

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Person
from ..policies import reachable
from ..reasons import PersonReason
from ..verbs import PersonVerb
from .links import wanted
from .models import Invitation


def invitable(person: Person) -> list[Reason]:
    """Require somebody who is here, holds a role and has no password of any kind yet."""
    if not person.is_active:
        return reachable(person)
    found = []
    if not person.roles:
        text = f"{person.name} holds no role, so that nothing would open."
        mend = Mend.by(PersonVerb.GRANT, "Give a role first.", person)
        found.append(Reason(PersonReason.ROLE_MISSING, text, mend, "person"))
    if person.has_usable_password():
        text = f"{person.name} has a password already."
        mend = Mend.by(PersonVerb.RESET_PASSWORD, "Take it away, with a link to set another.")
        found.append(Reason(PersonReason.PASSWORD_THERE, text, mend, "person"))
    return found


def resettable(by: Person, person: Person, reason: str) -> list[Reason]:
    """Require another, active person who holds a role, and the reason."""
    found = storable(reason, "reason", needed=True)
    if person.pk == by.pk:
        text = "You cannot take away your own password."
        mend = Mend.outside("Under Account you change it yourself.")
        return [*found, Reason(PersonReason.PASSWORD_OWN, text, mend)]
    if not person.is_active:
        return [*found, *reachable(person)]
    if not person.roles:
        text = f"{person.name} holds no role, so that nothing would open."
        mend = Mend.by(PersonVerb.GRANT, "Give a role first.", person)
        found.append(Reason(PersonReason.ROLE_MISSING, text, mend, "person"))
    return found


def revocable(invitation: Invitation, at: datetime) -> list[Reason]:
    """Require a link that still opens something."""
    if _good(invitation, at):
        return []
    text = "This link opens nothing any more."
    return [Reason(PersonReason.LINK_OVER, text, NOTHING_TO_DO)]


def usable(invitation: Invitation, at: datetime) -> list[Reason]:
    """Require a link that still opens something, asked behind the lock: it is good once."""
    if _good(invitation, at):
        return []
    text = "This link opens nothing any more."
    mend = Mend.outside("Ask whoever sent it for another.")
    return [Reason(PersonReason.LINK_OVER, text, mend)]


def _good(invitation: Invitation, at: datetime) -> bool:
    ended = type(invitation).objects.filter(pk=invitation.pk).exclude(end=None).exists()
    # Read again behind the lock: a password may have been set meanwhile.
    person = Person.objects.get(pk=invitation.person_id)
    good = not ended and at < invitation.expires_at and person.is_active
    return good and wanted(person)
