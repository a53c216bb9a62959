"""What people sign in with, and whether each of it is as the application last left it.

The password, each second factor and each address of the sign-in library lie in tables that no act
of ours writes, or in a column that no digest of a row covers. Each has a proof of its own
(:class:`CredentialProof`): whoever changes one credential proves that one and launders no other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models

from inspectorate.foundation.ledger.canonical import row_digest
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.ledger.stored import read

from .models import CredentialProof
from .verbs import PersonVerb

PASSWORD, FACTOR, ADDRESS = "people.person", "mfa.authenticator", "account.emailaddress"
WORDS = {PASSWORD: "password", FACTOR: "second factor", ADDRESS: "address for sign-in"}
# What the sign-in library writes when a factor is used or its codes are looked at; opens nothing.
WRITTEN_BY_USE = ("last_used_at",)
WRITTEN_BY_USE_IN_DATA = ("viewed_at",)
CHANGES = (
    PersonVerb.SET_PASSWORD,
    PersonVerb.REHASH_PASSWORD,
    PersonVerb.CHANGE_FACTORS,
    PersonVerb.USE_RECOVERY_CODE,
    PersonVerb.RESET_FACTORS,
    PersonVerb.RESET_PASSWORD,
)
# In the detail of an act that changed such a credential.
NOT_AS_LEFT = "not_as_left"


@dataclass(frozen=True, slots=True)
class Credential:
    """One password, factor or address, as the database holds it now.

    ``of`` names its row, ``kind`` is "password", or the library's word for a factor ("totp",
    "webauthn", "recovery_codes"), or "address".
    """

    of: str
    person: Any
    kind: str
    values: Mapping[str, Any]

    def digest(self, nonce: str) -> str:
        """SHA-256 over ``nonce`` and all that makes it this credential, in hexadecimal."""
        return row_digest(nonce, self.of, self.values)


def held(people: Iterable[Any] | None = None, *, apps: Apps = installed) -> Iterator[Credential]:
    """Every credential of the people of these keys, or of everybody.

    A migration gives its own ``apps``: the tables as they are then.
    """
    chosen = None if people is None else list(people)
    yield from _passwords(apps.get_model(PASSWORD), chosen)
    yield from _factors(apps.get_model(FACTOR), chosen)
    yield from _addresses(apps.get_model(ADDRESS), chosen)


def factors_of(person: models.Model) -> dict[str, Credential]:
    """The second factors of one person, by the names of their rows, in the order they were set."""
    found = _factors(installed.get_model(FACTOR), [person.pk])
    # The database gives rows in any order: entries name kinds in the same one each time.
    return {one.of: one for one in sorted(found, key=lambda one: int(one.of.rpartition("/")[2]))}


def password_of(person: models.Model) -> Credential:
    """The password of one person, or that there is none to sign in with."""
    return next(_passwords(installed.get_model(PASSWORD), [person.pk]))


def proof_of(credential: Credential) -> dict[str, Any]:
    """What a proof holds: whose credential, which, and a digest that nobody can guess at."""
    nonce = secrets.token_hex(16)
    return {
        "person_id": credential.person,
        "of": credential.of,
        "nonce": nonce,
        "digest": credential.digest(nonce),
    }


def not_as_left(before: list[Credential]) -> list[str]:
    """The kinds of those that are not as the application left them, asked before it changes them.

    The act says so in its entry: whoever forged a credential, signed in by it and then set another
    has not made it good.
    """
    proofs = {
        one.of: one for one in CredentialProof.objects.filter(of__in=[one.of for one in before])
    }
    return sorted(one.kind for one in before if not _proves(proofs.get(one.of), one))


def _proves(proof: CredentialProof | None, one: Credential) -> bool:
    return proof is not None and (
        (proof.person_id, proof.digest) == (one.person, one.digest(str(proof.nonce)))
    )


def faults() -> Iterator[str]:
    """Name each credential that is not as the application left it, or was not when it was changed
    through it.
    """
    proofs = {one.of: one for one in CredentialProof.objects.all()}
    for one in held():
        proof, what = proofs.pop(one.of, None), WORDS[one.of.partition("/")[0]]
        of = f"{one.of}: the {what} of {PASSWORD}/{one.person}"
        if proof is None:
            yield f"{of} was not set up through the application"
        elif not _proves(proof, one):
            yield f"{of} was changed outside the application"
    for of, proof in sorted(proofs.items()):
        what = WORDS.get(of.partition("/")[0], "credential")
        person = f"{PASSWORD}/{proof.person_id}"
        yield f"{of}: the {what} of {person} was removed outside the application"
    for of, number, kinds in (
        Entry.objects.filter(verb__in=CHANGES, detail__has_key=NOT_AS_LEFT)
        .order_by("number")
        .values_list("of", "number", f"detail__{NOT_AS_LEFT}")
    ):
        yield (
            f"{of}: {', '.join(kinds)} had been changed outside the application before the person "
            f"changed it through the application (ledger people, entry {number})"
        )


def _passwords(person: type[models.Model], people: list[Any] | None) -> Iterator[Credential]:
    rows = person._base_manager.order_by("pk").values_list("pk", "password")
    for pk, password in rows if people is None else rows.filter(pk__in=people):
        # As text whatever the database holds: what is no text is no password that was set.
        yield Credential(f"{PASSWORD}/{pk}", pk, "password", {"password": str(password)})


def _factors(factor: type[models.Model], people: list[Any] | None) -> Iterator[Credential]:
    for pk, values in _rows(factor, people):
        data = values["data"]
        if isinstance(data, dict):
            data = {key: data[key] for key in data if key not in WRITTEN_BY_USE_IN_DATA}
        stable = {key: values[key] for key in values if key not in WRITTEN_BY_USE}
        yield Credential(
            f"{FACTOR}/{pk}", values["user_id"], str(values["type"]), {**stable, "data": data}
        )


def _addresses(address: type[models.Model], people: list[Any] | None) -> Iterator[Credential]:
    for pk, values in _rows(address, people):
        yield Credential(f"{ADDRESS}/{pk}", values["user_id"], "address", values)


def _rows(
    model: type[models.Model], people: list[Any] | None
) -> Iterator[tuple[Any, dict[str, Any]]]:
    rows = model._base_manager.order_by("pk")
    keys = rows if people is None else rows.filter(user__in=people)
    yield from read(model, list(keys.values_list("pk", flat=True)))
