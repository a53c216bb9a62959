"""What people sign in with, changed behind the system's back, is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.urls import reverse

from inspectorate.domain.publication.verify import faults
from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions, credentials, recovery
from inspectorate.foundation.people.models import CredentialProof, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from tests.factories.rooms import AT, PASSWORD, a_key, a_person
from tests.factories.signing_in import sign_in, signed_in, totp
from tests.sizes import drilled

pytestmark = pytest.mark.django_db
NEW = "another long pass phrase 31"
PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"


def named() -> list[str]:
    """The things that verification names; no act of a test is committed, so that there is no
    head.
    """
    found = [fault.split(":")[0] for fault in faults()]
    return [one for one in found if one != "heads.log"]


@pytest.fixture
def other() -> Person:
    return a_person(Role.EDITOR, password=PASSWORD)


def factor(person: Person, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.get(user=person, type=kind)


def _forge_totp(inspector: Person, other: Person) -> str:
    made = Authenticator.objects.create(user=other, type="totp", data={"secret": "A" * 32})
    return f"mfa.authenticator/{made.pk}"


def _change_secret(inspector: Person, other: Person) -> str:
    mine = factor(inspector)
    Authenticator.objects.filter(pk=mine.pk).update(data={"secret": "A" * 32})
    return f"mfa.authenticator/{mine.pk}"


def _other_recovery_codes(inspector: Person, other: Person) -> str:
    """Codes of one's own choice."""
    mine = factor(inspector, "recovery_codes")
    mine.data["migrated_codes"] = recovery.hashed(["12345678"])
    mine.save()
    return f"mfa.authenticator/{mine.pk}"


def _change_seed(inspector: Person, other: Person) -> str:
    mine = factor(inspector, "recovery_codes")
    mine.data["migrated_codes"] = recovery.hashed(["87654321", "12345678"])
    mine.save()
    return f"mfa.authenticator/{mine.pk}"


KNOWN = "0badc0de"


def _change_to_known(inspector: Person) -> None:
    """As an act of the person does, so that it is proven."""
    mine = factor(inspector, "recovery_codes")
    mine.data["migrated_codes"] = recovery.hashed([KNOWN, "12345678"])
    actions.change_factors(by=inspector, at=AT, key=a_key(), change=mine.save)


def _take_back_a_use(inspector: Person, other: Person) -> str:
    """A recovery code that was used up, good again."""
    mine = factor(inspector, "recovery_codes")
    _change_to_known(inspector)
    code, client = KNOWN, Client()
    mine.refresh_from_db()
    sign_in(client, inspector)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert named() == []
    mine.save()
    return f"mfa.authenticator/{mine.pk}"


def _move_factor(inspector: Person, other: Person) -> str:
    mine = factor(inspector)
    Authenticator.objects.filter(pk=mine.pk).update(user=other)
    return f"mfa.authenticator/{mine.pk}"


def _change_kind(inspector: Person, other: Person) -> str:
    mine = factor(inspector)
    Authenticator.objects.filter(pk=mine.pk).update(type="webauthn")
    return f"mfa.authenticator/{mine.pk}"


def _remove_factor(inspector: Person, other: Person) -> str:
    mine = factor(inspector)
    name = f"mfa.authenticator/{mine.pk}"
    mine.delete()
    return name


def _change_hash(inspector: Person, other: Person) -> str:
    Person.objects.filter(pk=other.pk).update(password=make_password(NEW))
    return f"people.person/{other.pk}"


def _copy_hash(inspector: Person, other: Person) -> str:
    Person.objects.filter(pk=other.pk).update(password=inspector.password)
    return f"people.person/{other.pk}"


def _add_address(inspector: Person, other: Person) -> str:
    made = EmailAddress.objects.create(user=other, email="evil@x.example", verified=True)
    return f"account.emailaddress/{made.pk}"


FORGERIES: list[Callable[[Person, Person], str]] = [
    _forge_totp,
    _change_secret,
    _other_recovery_codes,
    _change_seed,
    _take_back_a_use,
    _move_factor,
    _change_kind,
    _remove_factor,
    _change_hash,
    _copy_hash,
    _add_address,
]


class TestBehindTheSystemsBack:
    """Each forgery is named, and nothing else."""

    @pytest.mark.parametrize(
        "forge", drilled(FORGERIES, 4), ids=lambda one: one.__name__.strip("_")
    )
    def test_forgery_is_named(
        self, forge: Callable[[Person, Person], str], inspector: Person, other: Person
    ) -> None:
        signed_in(inspector)
        assert named() == []
        forged = forge(inspector, other)
        assert named() == [forged]

    def test_fault_says_whose_it_is_and_what_happened(
        self, inspector: Person, other: Person
    ) -> None:
        signed_in(inspector)
        forged, removed = _forge_totp(inspector, other), _remove_factor(inspector, other)
        changed = _change_hash(inspector, other)
        them, me = f"people.person/{other.pk}", f"people.person/{inspector.pk}"
        assert list(credentials.faults()) == [
            f"{changed}: the password of {them} was changed outside the application",
            f"{forged}: the second factor of {them} was not set up through the application",
            f"{removed}: the second factor of {me} was removed outside the application",
        ]

    @pytest.mark.parametrize("column", ["person_id", "of", "nonce", "digest"])
    def test_proof_itself_is_proven(self, column: str, inspector: Person, other: Person) -> None:
        mine = CredentialProof.objects.get(of=f"people.person/{inspector.pk}")
        value = other.pk if column == "person_id" else "forged"
        CredentialProof.objects.filter(pk=mine.pk).update(**{column: value})
        assert any(one.startswith(f"people.credentialproof/{mine.pk}:") for one in proof.faults())

    def test_proof_made_to_fit_a_forged_factor_is_named(self, other: Person) -> None:
        _forge_totp(other, other)
        (forged,) = credentials.factors_of(other).values()
        made = CredentialProof.objects.create(**credentials.proof_of(forged))
        assert list(credentials.faults()) == []
        assert [one.split(" (")[0] for one in proof.faults()] == [
            f"people.credentialproof/{made.pk}: no act wrote this row"
        ]

    def test_no_later_change_of_ones_own_launders_a_forged_factor(self, inspector: Person) -> None:
        client = signed_in(inspector)
        forged = Authenticator.objects.create(user=inspector, type="webauthn", data={"name": "x"})
        assert named() == [f"mfa.authenticator/{forged.pk}"]
        client.post(reverse("mfa_generate_recovery_codes"))
        sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post(reverse("account_change_password"), sent)
        # The first is that by which the person chose the password of the beginning.
        assert Entry.objects.filter(verb=PersonVerb.SET_PASSWORD).count() == 2
        assert named() == [f"mfa.authenticator/{forged.pk}"]

    def test_password_put_in_then_changed_through_the_pages_stays_named(
        self, inspector: Person
    ) -> None:
        """As a thief would: sign in by a hash of one's own, then set another password."""
        Person.objects.filter(pk=inspector.pk).update(password=make_password(NEW))
        client = Client()
        sign_in(client, inspector, NEW)
        sent = {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD}
        assert client.post(reverse("account_change_password"), sent).status_code == 302
        number = Entry.objects.filter(verb=PersonVerb.SET_PASSWORD).latest("number").number
        assert [one for one in faults() if "heads" not in one] == [
            f"people.person/{inspector.pk}: password had been changed outside the application "
            f"before the person changed it through the application (ledger people, entry {number})"
        ]

    def test_password_put_in_is_not_made_good_by_storing_it_in_a_stronger_form(
        self, inspector: Person, settings: Any
    ) -> None:
        Person.objects.filter(pk=inspector.pk).update(password=make_password(NEW))
        settings.PASSWORD_HASHERS = [PBKDF2, MD5]
        sign_in(Client(), inspector, NEW)
        assert Entry.objects.filter(verb=PersonVerb.REHASH_PASSWORD).exists()
        assert named() == [f"people.person/{inspector.pk}"]

    def test_factor_put_in_then_removed_through_the_pages_stays_named(
        self, inspector: Person
    ) -> None:
        client = Client()
        sign_in(client, inspector)
        Authenticator.objects.create(user=inspector, type="totp", data={"secret": "A" * 32})
        client.post(reverse("mfa_reauthenticate"), {"code": totp("A" * 32)})
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
        assert not Authenticator.objects.exists()
        assert [one.split(" had")[0] for one in faults() if "heads" not in one] == [
            f"people.person/{inspector.pk}: totp"
        ]

    def test_recovery_codes_put_in_then_used_stay_named(self, inspector: Person) -> None:
        signed_in(inspector)
        _change_seed(inspector, inspector)
        code, client = "87654321", Client()
        sign_in(client, inspector)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
        assert [one.split(" had")[0] for one in faults() if "heads" not in one] == [
            f"people.person/{inspector.pk}: recovery_codes"
        ]

    def test_factor_whose_text_the_library_would_not_have_stored_so_is_named(
        self, inspector: Person
    ) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL keeps the value of a JSON column, and no spelling of it")
        signed_in(inspector)
        mine = factor(inspector)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE mfa_authenticator SET data = data || ' ' WHERE id = %s", [mine.pk]
            )
        assert named() == [f"mfa.authenticator/{mine.pk}"]


class TestFromBefore:
    """Whoever was here before there were proofs is proven as found, by the migration."""

    @pytest.fixture
    def proven(self, inspector: Person) -> EmailAddress:
        signed_in(inspector)
        # An older version left these when a link was asked for.
        address = EmailAddress.objects.create(user=inspector, email=inspector.email)
        CredentialProof.objects.all()._raw_delete("default")
        migration = import_module(
            "inspectorate.foundation.people.migrations.0002_credential_proofs"
        )
        migration.prove(apps, None)
        return address

    def test_everything_found_is_proven(self, proven: EmailAddress) -> None:
        assert list(credentials.faults()) == []
        assert CredentialProof.objects.filter(of=f"account.emailaddress/{proven.pk}").exists()

    @pytest.mark.parametrize("column", ["verified", "primary"])
    def test_address_that_gains_power_is_named(self, column: str, proven: EmailAddress) -> None:
        EmailAddress.objects.filter(pk=proven.pk).update(**{column: True})
        assert [one.split(":")[0] for one in credentials.faults()] == [
            f"account.emailaddress/{proven.pk}"
        ]
