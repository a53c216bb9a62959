"""What may be done to people's records now; a rule answers with reasons, none when all is well."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from inspectorate.foundation.markings.scheme import BASELINE, VETTED
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .models import Clearance, Declaration, Person, RoleHeld, SignInLink
from .reasons import PersonReason
from .roles import STAFF, Role
from .verbs import PersonVerb

# Control and format characters (those of direction, and of no width), half pairs, breaks of lines.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def registrable(email: str, name: str, password: str | None) -> list[Reason]:
    """Require an address nobody else has, a name, and a password that is not easily guessed.

    Without a password (None) there is none to judge yet.
    """
    reasons = []
    try:
        validate_email(email)
    except ValidationError:
        reasons.append(
            Reason(
                PersonReason.EMAIL_MALFORMED,
                f"{email!r} is not an e-mail address.",
                Mend.words("Write it as name@example.org."),
                "email",
            )
        )
    # What is no address is not looked for: PostgreSQL takes no text with a NUL in it.
    if not reasons and Person.objects.filter(email__iexact=email).exists():
        reasons.append(
            Reason(
                PersonReason.EMAIL_TAKEN,
                f"{email} is already registered.",
                Mend.by(PersonVerb.GRANT, "Give that person the role instead."),
                "email",
            )
        )
    if not name.strip():
        reasons.append(
            Reason(
                PersonReason.NAME_MISSING,
                "The person has no name.",
                Mend.words("Give the name shown in records."),
                "name",
            )
        )
    elif len(name) > 120:
        reasons.append(
            Reason(
                PersonReason.NAME_TOO_LONG,
                "The name is longer than 120 characters.",
                Mend.words("Shorten it."),
                "name",
            )
        )
    reasons += _printable(name)
    if password is not None:
        try:
            validate_password(password, Person(email=email, name=name))
        except ValidationError as fault:
            reasons += [
                Reason(
                    PersonReason.PASSWORD_WEAK,
                    text,
                    Mend.words("Choose another password."),
                    "password",
                )
                for text in fault.messages
            ]
    return reasons


def _printable(name: str) -> list[Reason]:
    """Refuse what makes a name look like another: records and the ledger are read by names."""
    for place, character in enumerate(name, 1):
        if unicodedata.category(character) in UNSEEN:
            return [
                Reason(
                    PersonReason.NAME_UNPRINTABLE,
                    f"Character {place} of the name (U+{ord(character):04X}) is not seen, or turns "
                    f"the order of the others.",
                    Mend.words("Delete it, or type the name anew."),
                    "name",
                )
            ]
    return []


def first_registrable(existing: bool) -> list[Reason]:
    """Require that there is no administrator yet."""
    if existing:
        return [
            Reason(
                PersonReason.ADMIN_EXISTS,
                "There is an administrator already.",
                Mend.by(PersonVerb.REGISTER, "Ask that administrator to register people."),
            )
        ]
    return []


def grantable(person: Person, role: str) -> list[Reason]:
    """Require an active person who does not hold the role.

    Staff and outside contacts are never the same person.
    """
    if role not in Role.values:
        return [
            Reason(
                PersonReason.ROLE_UNKNOWN,
                f"There is no role {role!r}.",
                Mend.words(f"Choose one of: {', '.join(Role.values)}."),
                "role",
            )
        ]
    held = person.roles
    if not person.is_active:
        return [_left(person)]
    if role in held:
        return [
            Reason(
                PersonReason.ROLE_HELD,
                f"{person.name} already has the role {Role(role).label}.",
                NOTHING_TO_DO,
                "role",
            )
        ]
    # One person of both kinds would see drafts about the body they speak for.
    if held and (Role(role) in STAFF) != bool(held & STAFF):
        text = f"{person.name} cannot be both staff and a contact of a body."
        mend = Mend.words("Use two people with two addresses.")
        return [Reason(PersonReason.ROLE_MIXES_INSIDE_AND_OUTSIDE, text, mend, "role")]
    return []


def endable(person: Person, role: str) -> list[Reason]:
    """Require that the person holds the role, and that an administrator remains."""
    if role not in Role.values or Role(role) not in person.roles:
        return [
            Reason(
                PersonReason.ROLE_NOT_HELD,
                f"{person.name} does not hold the role {role!r}.",
                NOTHING_TO_DO,
                "role",
            )
        ]
    return leavable(person) if role == Role.ADMIN else []


def _left(person: Person) -> Reason:
    return Reason(
        PersonReason.PERSON_LEFT,
        f"{person.name} has left.",
        Mend.by(PersonVerb.REGISTER, "Register the person again under another address."),
        "person",
    )


def reachable(person: Person) -> list[Reason]:
    """Require somebody who is here."""
    return [] if person.is_active else [_left(person)]


def leavable(person: Person) -> list[Reason]:
    """Require that the person is here, and another administrator who can give roles."""
    if not person.is_active:
        return [_left(person)]
    others = RoleHeld.objects.filter(
        role=Role.ADMIN, ended_at=None, person__is_active=True
    ).exclude(person=person)
    if Role.ADMIN in person.roles and not others.exists():
        return [
            Reason(
                PersonReason.LAST_ADMIN,
                f"{person.name} is the only administrator.",
                Mend.by(PersonVerb.GRANT, "Give the role to someone else first."),
                "role",
            )
        ]
    return []


def clearable(
    by: Person,
    people: Sequence[Person],
    level: str,
    sponsor: str,
    expires_on: date,
    on: date,
) -> list[Reason]:
    """Require staff other than ``by``, a marking above OFFICIAL, a sponsor and a day to come."""
    reasons = []
    if not people:
        reasons.append(
            Reason(
                PersonReason.NOBODY_CHOSEN,
                "Nobody is chosen.",
                Mend.words("Choose at least one person."),
                "people",
            )
        )
    if level not in VETTED:
        reasons.append(
            Reason(
                PersonReason.LEVEL_UNKNOWN,
                f"There is no clearance for {level!r}.",
                Mend.words(
                    f"Choose one of: {', '.join(one.value for one in VETTED)}. Whoever works here "
                    f"may see what is marked up to {BASELINE.value} without one."
                ),
                "level",
            )
        )
    for one in people:
        reasons += _unclearable(by, one)
    reasons += storable(sponsor, "sponsor", needed=True, limit=160)
    if expires_on < on:
        reasons.append(
            Reason(
                PersonReason.EXPIRES_TOO_SOON,
                "The last day of the clearance is in the past.",
                Mend.words("Give the day on which it runs out."),
                "expires_on",
            )
        )
    return reasons


def _unclearable(by: Person, person: Person) -> list[Reason]:
    if not person.is_active:
        return [_left(person)]
    if person.pk == by.pk:
        return [
            Reason(
                PersonReason.CLEARED_BY_ONESELF,
                "You cannot record a clearance of your own.",
                Mend.by_another(PersonVerb.CLEAR, "Ask another administrator."),
                "people",
            )
        ]
    if not person.roles & STAFF:
        return [
            Reason(
                PersonReason.CLEARED_OUTSIDE,
                f"{person.name} works for no inspectorate here.",
                Mend.by(
                    PersonVerb.GRANT,
                    "Give the person a role first; contacts of bodies are never cleared.",
                    person,
                ),
                "people",
            )
        ]
    return []


def clearance_endable(person: Person, reason: str) -> list[Reason]:
    """Require a clearance that has not been ended, and the reason."""
    found = storable(reason, "reason", needed=True)
    if not Clearance.objects.filter(person=person, ended_at=None).exists():
        found.append(
            Reason(
                PersonReason.NOT_CLEARED,
                f"{person.name} holds no clearance.",
                NOTHING_TO_DO,
            )
        )
    return found


def rehashable(person: Person) -> list[Reason]:
    """Require a password that is stored in an older form than new ones are.

    Asked again behind the lock: meanwhile somebody may have set another.
    """
    preferred = get_hasher()
    if person.has_usable_password() and (
        identify_hasher(person.password).algorithm != preferred.algorithm
        or preferred.must_update(person.password)
    ):
        return []
    return [
        Reason(
            PersonReason.PASSWORD_CURRENT,
            "The password is stored in the form of today already.",
            NOTHING_TO_DO,
            "password",
        )
    ]


def password_settable(person: Person, instead_of: str | None) -> list[Reason]:
    """Require the password that was there when the old one, or the mailed link, was looked at.

    Asked behind the lock: of a link used in two windows at once, one sets a password.
    """
    if instead_of is None or instead_of == person.password:
        return []
    return [
        Reason(
            PersonReason.PASSWORD_CHANGED,
            "The password was changed a moment ago, in another window.",
            Mend.outside("Sign in with that one, or ask for a new link."),
            "password",
        )
    ]


def factor_usable(*, there: bool) -> list[Reason]:
    """Require a second factor that is still there when it lets somebody in."""
    if there:
        return []
    return [
        Reason(
            PersonReason.FACTOR_REMOVED,
            "What this code belongs to was removed a moment ago, in another window.",
            Mend.outside("Sign in again."),
            "code",
        )
    ]


def factors_resettable(by: Person, person: Person, reason: str, *, held: int) -> list[Reason]:
    """Require another, active person who holds a second factor, and the reason."""
    found = storable(reason, "reason", needed=True)
    if person.pk == by.pk:
        found.append(
            Reason(
                PersonReason.FACTORS_OWN,
                "You cannot take away your own second factors here.",
                Mend.by_another(
                    PersonVerb.RESET_FACTORS,
                    "Under Account you change them yourself; if you lost them, ask another "
                    "administrator.",
                ),
            )
        )
    elif not person.is_active:
        found.append(_left(person))
    elif not held:
        found.append(
            Reason(
                PersonReason.FACTORS_NONE,
                f"{person.name} has no second factor.",
                Mend.nothing("You do not need to do anything: one is set up at the next sign-in."),
            )
        )
    return found


def linkable(person: Person, issuer: str, subject: str) -> list[Reason]:
    """Require one account at the provider for one person here, and no other for either."""
    found = storable(issuer, "issuer", needed=True, limit=255)
    found += storable(subject, "subject", needed=True, limit=255)
    open_links = SignInLink.objects.filter(ended_at=None)
    if not person.is_active:
        found.append(_left(person))
    if open_links.filter(person=person).exists():
        found.append(
            Reason(
                PersonReason.LINKED_ALREADY,
                "Your account here is already connected with another account at the provider.",
                Mend.by(
                    PersonVerb.UNLINK_SIGN_IN,
                    "Sign in with that one, or ask an administrator to end the connection.",
                    person,
                ),
            )
        )
    elif open_links.filter(issuer=issuer, subject=subject).exists():
        found.append(
            Reason(
                PersonReason.SUBJECT_TAKEN,
                "This account at the provider is connected with somebody else here.",
                Mend.by(PersonVerb.UNLINK_SIGN_IN, "Ask an administrator to end that connection."),
            )
        )
    return found


def unlinkable(person: Person, reason: str) -> list[Reason]:
    """Require a connection that has not ended, and the reason."""
    found = storable(reason, "reason", needed=True)
    if not SignInLink.objects.filter(person=person, ended_at=None).exists():
        found.append(
            Reason(
                PersonReason.NOT_LINKED,
                f"{person.name} is connected with no account at a provider.",
                NOTHING_TO_DO,
            )
        )
    return found


def declarable(person: Person, about_code: str, nature: str) -> list[Reason]:
    """Require a body and what the interest is; one open declaration a body."""
    reasons = []
    if not about_code:
        reasons.append(
            Reason(
                PersonReason.ABOUT_MISSING,
                "No body is named.",
                Mend.words("Choose the body the interest is about."),
                "about_code",
            )
        )
    if not nature.strip():
        reasons.append(
            Reason(
                PersonReason.NATURE_MISSING,
                "The interest itself is confidential.",
                Mend.words("Describe it in a sentence."),
                "nature",
            )
        )
    if Declaration.objects.filter(person=person, about=about_code, ended_at=None).exists():
        text = f"An interest about {about_code} is already declared and open."
        mend = Mend.by(PersonVerb.END_DECLARATION, "End it first, then declare the new one.")
        reasons.append(Reason(PersonReason.DECLARED_ALREADY, text, mend, "about_code"))
    return reasons


def declaration_endable(declaration: Declaration) -> list[Reason]:
    """Require a declaration that has not ended: it is ended once and never unmade."""
    if declaration.ended_at is not None:
        return [
            Reason(
                PersonReason.DECLARATION_ENDED,
                "This declaration has already ended.",
                NOTHING_TO_DO,
            )
        ]
    return []
