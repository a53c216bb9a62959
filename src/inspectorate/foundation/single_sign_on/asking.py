"""Sessions that the identity provider opened ask it again, so that whom it lets go is out here too.

Asked on a request, once in ten minutes a session however many requests there are. A no ends the
session on that request. Where the provider is not reached, it is tried again each minute, and the
session ends 15 minutes after the last yes.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import timedelta
from enum import Enum

from django.utils import timezone

from inspectorate.foundation.people.models import Person

from ..sealing import SINGLE_SIGN_ON, seal, unseal
from . import client
from .client import Identity, NotReached, SaidNo
from .models import ProviderSession

# How long a request waits for the one that is asking, where it could not go on without.
PATIENCE = 2 * sum(client.TIMEOUT) + 1
LONGEST_SESSION = timedelta(days=1)


class Answer(Enum):
    """Whether a session goes on."""

    YES = "yes"
    NO = "no"
    NOT_REACHED = "not_reached"


def begin(person: Person, identity: Identity) -> str:
    """Note that the provider vouches for ``person`` now; returns what the session is to hold."""
    now, held = timezone.now(), secrets.token_urlsafe(32)
    ProviderSession.objects.filter(answered_at__lt=now - LONGEST_SESSION).delete()
    ProviderSession.objects.create(
        name=_name(held),
        person=person,
        sealed=_sealed(_name(held), identity),
        asked_at=now,
        answered_at=now,
    )
    return held


def renew(held: str, identity: Identity) -> None:
    """Note that the provider vouched once more, with new tokens: the person proved it there."""
    now = timezone.now()
    ProviderSession.objects.filter(name=_name(held)).update(
        sealed=_sealed(_name(held), identity), asked_at=now, answered_at=now
    )


def session_of(held: str, person: Person) -> ProviderSession | None:
    """The session that ``begin`` noted, where it is of this person."""
    return ProviderSession.objects.filter(name=_name(held), person=person).first()


def subject_of(session: ProviderSession) -> str:
    """Whom the provider vouched for; empty for what was not sealed here."""
    return str((unseal(SINGLE_SIGN_ON, session.name, session.sealed) or {}).get("subject", ""))


def open_once(session: ProviderSession) -> bool:
    """Note that the person came in; True the first time alone."""
    rows = ProviderSession.objects.filter(pk=session.pk, opened=False)
    return bool(rows.update(opened=True))


def end(held: str) -> None:
    """Forget a session that is over."""
    ProviderSession.objects.filter(name=_name(held)).delete()


def ask(session: ProviderSession) -> Answer:
    """May this session go on? Asks the provider where it is time, by one request alone."""
    ours, now = client.provider(), timezone.now()
    reached = session.asked_at <= session.answered_at
    pause = ours.ask_every if reached else ours.asks_again_after
    over = session.answered_at + timedelta(seconds=ours.ends_after) <= now
    # Whoever was to say that it is done may have been killed.
    asked_now = session.asking and now < session.asked_at + timedelta(seconds=PATIENCE)
    if not over and (asked_now or now < session.asked_at + timedelta(seconds=pause)):
        return Answer.YES
    # Whoever moves the hour asks; all others find it moved. No lock is held meanwhile.
    mine = ProviderSession.objects.filter(pk=session.pk, asked_at=session.asked_at)
    if asked_now or not mine.update(asked_at=now, asking=True):
        return _answered_meanwhile(session) if over else Answer.YES
    return _asked(session, over=over)


def _asked(session: ProviderSession, *, over: bool) -> Answer:
    kept = unseal(SINGLE_SIGN_ON, session.name, session.sealed)
    if kept is None:
        return Answer.NO
    try:
        tokens = client.still_there(kept["subject"], kept["tokens"])
    except SaidNo:
        return Answer.NO
    except NotReached:
        ProviderSession.objects.filter(pk=session.pk).update(asking=False)
        return Answer.NOT_REACHED if over else Answer.YES
    now = timezone.now()
    sealed = seal(SINGLE_SIGN_ON, session.name, {**kept, "tokens": dict(tokens)})
    ProviderSession.objects.filter(pk=session.pk).update(
        sealed=sealed, asked_at=now, answered_at=now, asking=False
    )
    return Answer.YES


def _answered_meanwhile(session: ProviderSession) -> Answer:
    """What another request of this session was answered; it asks at this moment."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.1)
        now = ProviderSession.objects.filter(pk=session.pk).first()
        if now is None:
            return Answer.NO
        if now.answered_at > session.answered_at:
            return Answer.YES
        if not now.asking:
            break
    return Answer.NOT_REACHED


def _sealed(name: str, identity: Identity) -> str:
    return seal(
        SINGLE_SIGN_ON, name, {"subject": identity.subject, "tokens": dict(identity.tokens)}
    )


def _name(held: str) -> str:
    return hashlib.sha256(held.encode()).hexdigest()
