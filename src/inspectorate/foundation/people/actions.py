"""The only writers of people, roles, declarations, and of the proofs of what people sign in with.

One ledger stream, ``people``. A password never reaches the ledger: of it and of every factor a
proof stands in a row of its own, with a nonce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from inspectorate.foundation.ledger.acts import Actor, action, write
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import Id, note
from inspectorate.foundation.tries import devices

from . import credentials, policies, signed_in
from .access import require
from .credentials import Credential
from .models import (
    Clearance,
    CredentialProof,
    Declaration,
    FactorReset,
    Person,
    RoleHeld,
    SignInLink,
)
from .permissions import TABLE
from .roles import Role
from .verbs import PersonVerb

STREAM = "people"


@dataclass(slots=True)
class Console:
    """Whoever sits at the server's command line, before there is any person."""

    pk: str = "console"
    name: str = "Command line"


@dataclass(slots=True)
class Anybody:
    """Whoever asks on a page that is open to everybody, and said an address."""

    pk: str = "anybody"
    name: str = "Somebody not signed in"


CONSOLE = Console()
ANYBODY = Anybody()


@action(PersonVerb.FIRST_ADMINISTRATOR, streams=lambda **_: [STREAM])
def first_administrator(
    *, by: Actor, at: datetime, key: str, email: str, name: str, password: str | None
) -> Person:
    """Register the first administrator, from the command line only (``by`` is ``CONSOLE``).

    Refused once there is one.
    """
    if not isinstance(by, Console):
        raise Forbidden(PersonVerb.FIRST_ADMINISTRATOR)
    refuse_if(
        policies.first_registrable(RoleHeld.objects.filter(role=Role.ADMIN, ended_at=None).exists())
    )
    person = _register(at=at, email=email, name=name, password=password)
    RoleHeld.objects.create(person=person, role=Role.ADMIN, granted_at=at)
    write(of=person, stream=STREAM, detail={"role": Role.ADMIN.value})
    return person


@action(PersonVerb.REGISTER, streams=lambda **_: [STREAM])
def register(
    *, by: Person, at: datetime, key: str, email: str, name: str, password: str | None = None
) -> Person:
    """Register a person who may hold roles.

    Without ``password`` the person cannot sign in by password yet.
    """
    require(by, TABLE, PersonVerb.REGISTER)
    person = _register(at=at, email=email, name=name, password=password)
    write(of=person, stream=STREAM)
    return person


@action(PersonVerb.GRANT, streams=lambda **_: [STREAM])
def grant(*, by: Person, at: datetime, key: str, person: Person, role: str) -> RoleHeld:
    """Give ``person`` a role from now on."""
    require(by, TABLE, PersonVerb.GRANT)
    refuse_if(policies.grantable(person, role))
    held = RoleHeld.objects.create(person=person, role=Role(role), granted_at=at)
    write(
        of=held,
        stream=STREAM,
        detail={"person": person.pk, "role": Role(role).value},
    )
    return held


@action(PersonVerb.END_ROLE, streams=lambda **_: [STREAM])
def end_role(*, by: Person, at: datetime, key: str, person: Person, role: str) -> RoleHeld:
    """End a role; it is gone on the person's next request."""
    require(by, TABLE, PersonVerb.END_ROLE)
    refuse_if(policies.endable(person, role))
    held = RoleHeld.objects.get(person=person, role=Role(role), ended_at=None)
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    write(
        of=held,
        stream=STREAM,
        detail={"person": person.pk, "role": Role(role).value},
    )
    return held


@action(PersonVerb.CLEAR, streams=lambda **_: [STREAM])
def clear(
    *,
    by: Person,
    at: datetime,
    key: str,
    people: Sequence[Person],
    level: str,
    sponsor: str,
    expires_on: date,
) -> Clearance:
    """Record that ``people`` are cleared up to ``level`` until ``expires_on``, its last day.

    ``sponsor`` says who vouches for it. It takes the place of a clearance held before. Returns that
    of the first of them.
    """
    require(by, TABLE, PersonVerb.CLEAR)
    refuse_if(policies.clearable(by, people, level, sponsor, expires_on, localdate(at)))
    chosen = list({one.pk: one for one in people}.values())
    Clearance.objects.filter(person__in=chosen, ended_at=None).update(
        ended_at=at, ended_reason="Another was recorded."
    )
    made = Clearance.objects.bulk_create(
        [
            Clearance(
                person=one,
                level=Marking(level),
                sponsor=sponsor.strip(),
                granted_at=at,
                expires_on=expires_on,
            )
            for one in chosen
        ]
    )
    write(
        of=made[0],
        stream=STREAM,
        detail={
            "people": [one.pk for one in chosen],
            "level": Marking(level).value,
            "expires_on": expires_on.isoformat(),
        },
    )
    return made[0]


@action(PersonVerb.END_CLEARANCE, streams=lambda **_: [STREAM])
def end_clearance(*, by: Person, at: datetime, key: str, person: Person, reason: str) -> Clearance:
    """End the clearance of a person, with the reason; it is gone on the next request."""
    require(by, TABLE, PersonVerb.END_CLEARANCE)
    refuse_if(policies.clearance_endable(person, reason))
    held = Clearance.objects.get(person=person, ended_at=None)
    held.ended_at, held.ended_reason = at, reason.strip()
    held.save(update_fields=["ended_at", "ended_reason"])
    write(of=held, stream=STREAM, detail={"person": person.pk, "level": held.level})
    return held


@action(PersonVerb.LEAVE, streams=lambda **_: [STREAM])
def leave(*, by: Person, at: datetime, key: str, person: Person) -> Person:
    """End every role and the clearance of a person who leaves; nobody signs in under that name.

    The records stay. It is not taken back: whoever returns is registered under another address, so
    that nobody is given the rights of before by one act.
    """
    require(by, TABLE, PersonVerb.LEAVE)
    refuse_if(policies.leavable(person))
    ended = sorted(role.value for role in person.roles)
    RoleHeld.objects.filter(person=person, ended_at=None).update(ended_at=at)
    Clearance.objects.filter(person=person, ended_at=None).update(
        ended_at=at, ended_reason="The person left."
    )
    person.is_active = False
    person.save(update_fields=["is_active"])
    devices.forget(person, by=by.pk)
    write(of=person, stream=STREAM, detail={"ended": ended})
    return person


@action(PersonVerb.ASK_FOR_LINK, streams=lambda **_: [STREAM])
def ask_for_link(*, by: Actor, at: datetime, key: str, person: Person) -> Person:
    """Record that a link to set a password was asked for with the address of ``person``.

    Who asked is not known (``by`` is ``ANYBODY``); nothing of the link is kept.
    """
    if not isinstance(by, Anybody):
        raise Forbidden(PersonVerb.ASK_FOR_LINK)
    write(of=person, stream=STREAM)
    return person


@action(PersonVerb.SET_PASSWORD, streams=lambda **_: [STREAM])
def set_password(
    *,
    by: Actor,
    at: datetime,
    key: str,
    person: Person,
    password: str,
    instead_of: str | None = None,
    by_link: bool = False,
) -> Person:
    """Set a person's password: one's own, or from the command line (``by`` is ``CONSOLE``).

    ``password`` is its hash, as Django's ``make_password`` gives it: made before, since it takes
    long and the stream is held meanwhile. ``instead_of`` is the hash it replaces, refused where
    another was set meanwhile: a link that was mailed sets one password. ``by_link`` says that it is
    set by one, and not by whoever knew the password before.
    """
    if not isinstance(by, Console) and by.pk != person.pk:
        raise Forbidden(PersonVerb.SET_PASSWORD)
    refuse_if(policies.password_settable(person, instead_of))
    if isinstance(by, Console):
        devices.forget(person, by=by.pk)
        _noted(SecurityEvent.PASSWORD_CHANGED, person, by=by.pk)
    how = {"by_link": True} if by_link else {}
    write(of=person, stream=STREAM, detail={**how, **_keep_password(person, password)})
    return person


@action(PersonVerb.REHASH_PASSWORD, streams=lambda **_: [STREAM])
def rehash_password(*, by: Person, at: datetime, key: str, password: str) -> Person:
    """Keep one's own password, just typed, in the form of today; ``password`` is its new hash.

    Refused where it is in that form: somebody set another meanwhile.
    """
    refuse_if(policies.rehashable(by))
    write(of=by, stream=STREAM, detail=_keep_password(by, password))
    return by


@action(PersonVerb.CHANGE_FACTORS, streams=lambda **_: [STREAM])
def change_factors(*, by: Person, at: datetime, key: str, change: Callable[[], object]) -> Person:
    """Let the sign-in library change one's own second factors, by ``change``, and prove those.

    A factor that ``change`` leaves alone keeps its proof, or its lack of one.
    """
    changed, removed, forged = _prove_factors(by, change)
    write(of=by, stream=STREAM, detail={"set": changed, "removed": removed, **forged})
    if changed:
        _noted(SecurityEvent.FACTOR_SET, by, kinds=changed)
    if removed:
        _noted(SecurityEvent.FACTOR_REMOVED, by, kinds=removed)
    return by


@action(PersonVerb.USE_RECOVERY_CODE, streams=lambda **_: [STREAM])
def use_recovery_code(*, by: Person, at: datetime, key: str, use: Callable[[], object]) -> Person:
    """Let ``use`` use up one of one's own recovery codes (``recovery.use``), and prove it.

    A code that was used up cannot be made good again behind the system's back.
    """
    changed, _, forged = _prove_factors(by, use)
    write(of=by, stream=STREAM, detail=forged)
    if changed:
        _noted(SecurityEvent.RECOVERY_CODE_USED, by)
    return by


@action(PersonVerb.RESET_FACTORS, streams=lambda **_: [STREAM])
def reset_factors(
    *, by: Person, at: datetime, key: str, person: Person, reason: str
) -> FactorReset:
    """Take away all second factors of ``person``, who lost them, and end their sessions.

    Whoever then signs in by their password sets up another before anything opens.
    """
    require(by, TABLE, PersonVerb.RESET_FACTORS)
    factors = credentials.factors_of(person)
    refuse_if(policies.factors_resettable(by, person, reason, held=len(factors)))
    made = FactorReset.objects.create(person=person, reason=reason.strip(), reset_at=at)
    factors_of_theirs = apps.get_model(credentials.FACTOR)._default_manager.filter(user=person)
    _, removed, forged = _prove_factors(person, factors_of_theirs.delete)
    signed_in.end(person, by=by.pk)
    devices.forget(person, by=by.pk)
    write(of=made, stream=STREAM, detail={"person": person.pk, "removed": removed, **forged})
    return made


@action(PersonVerb.LINK_SIGN_IN, streams=lambda **_: [STREAM])
def link_sign_in(*, by: Person, at: datetime, key: str, issuer: str, subject: str) -> SignInLink:
    """Connect one's own account with the one that ``issuer`` knows as ``subject``.

    The door has seen the provider vouch for the address of ``by``, and any second factor.
    """
    refuse_if(policies.linkable(by, issuer, subject))
    made = SignInLink.objects.create(person=by, issuer=issuer, subject=subject, linked_at=at)
    write(of=made, stream=STREAM, detail={"person": by.pk})
    return made


@action(PersonVerb.UNLINK_SIGN_IN, streams=lambda **_: [STREAM])
def unlink_sign_in(
    *, by: Person, at: datetime, key: str, person: Person, reason: str
) -> SignInLink:
    """End the connection of a person, one's own or as administrator, and all their sessions."""
    if by.pk != person.pk:
        require(by, TABLE, PersonVerb.UNLINK_SIGN_IN)
    refuse_if(policies.unlinkable(person, reason))
    held = SignInLink.objects.get(person=person, ended_at=None)
    held.ended_at, held.ended_reason = at, reason.strip()
    held.save(update_fields=["ended_at", "ended_reason"])
    signed_in.end(person, by=by.pk)
    write(of=held, stream=STREAM, detail={"person": person.pk})
    return held


@action(PersonVerb.DECLARE, streams=lambda **_: [STREAM])
def declare(*, by: Person, at: datetime, key: str, about_code: str, nature: str) -> Declaration:
    """Declare one's own interest about a body, named by its register code."""
    require(by, TABLE, PersonVerb.DECLARE)
    refuse_if(policies.declarable(by, about_code, nature))
    declaration = Declaration.objects.create(
        person=by, about=about_code, nature=nature.strip(), declared_at=at
    )
    write(of=declaration, stream=STREAM, detail={"person": by.pk, "about": about_code})
    return declaration


@action(PersonVerb.END_DECLARATION, streams=lambda **_: [STREAM])
def end_declaration(*, by: Person, at: datetime, key: str, declaration: Declaration) -> Declaration:
    """End a declaration: one's own, or anyone's as approving inspector.

    What was declared stays on record.
    """
    require(by, TABLE, PersonVerb.END_DECLARATION)
    if declaration.person_id != by.pk and Role.SIGNING not in by.roles:
        raise Forbidden(PersonVerb.END_DECLARATION)
    refuse_if(policies.declaration_endable(declaration))
    declaration.ended_at = at
    declaration.save(update_fields=["ended_at"])
    write(
        of=declaration,
        stream=STREAM,
        detail={"person": declaration.person_id, "about": declaration.about},
    )
    return declaration


def _register(*, at: datetime, email: str, name: str, password: str | None) -> Person:
    # One spelling an address: the column is unique as it is spelt.
    email = email.strip().lower()
    refuse_if(policies.registrable(email, name, password))
    person = Person(email=email, name=name.strip(), registered_at=at)
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save(force_insert=True)
    prove(credentials.held([person.pk]))
    return person


def _prove_factors(
    person: Person, change: Callable[[], object]
) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """Do ``change`` and prove what it changed; return the kinds of what it set, what it removed."""
    before = credentials.factors_of(person)
    change()
    after = credentials.factors_of(person)
    changed = [one for of, one in after.items() if before.get(of) != one]
    removed = [one for of, one in before.items() if of not in after]
    forged = _forged([*removed, *(before[one.of] for one in changed if one.of in before)])
    CredentialProof.objects.filter(of__in=[one.of for one in removed]).delete()
    prove(changed)
    return [one.kind for one in changed], [one.kind for one in removed], forged


def _noted(event: SecurityEvent, person: Person, **ids: Id) -> None:
    """Tell the security log once the act holds."""
    transaction.on_commit(partial(note, event, person=person.pk, **ids))


def take_password(person: Person) -> dict[str, list[str]]:
    """Leave ``person`` without a password, inside an act; what the entry says of a forged one."""
    return _keep_password(person, make_password(None))


def _keep_password(person: Person, password: str) -> dict[str, list[str]]:
    forged = _forged([credentials.password_of(person)])
    person.password = password
    person.save(update_fields=["password"])
    prove([credentials.password_of(person)])
    return forged


def _forged(before: list[Credential]) -> dict[str, list[str]]:
    """What the entry says of credentials that were not as left: no later change makes them good."""
    found = credentials.not_as_left(before)
    return {credentials.NOT_AS_LEFT: found} if found else {}


def prove(held: Iterable[Credential]) -> None:
    """Prove credentials as they are now: inside the act that set them up, or brought them here."""
    for one in held:
        proof = credentials.proof_of(one)
        CredentialProof.objects.update_or_create(of=proof.pop("of"), defaults=proof)
