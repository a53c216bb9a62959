"""Recovery codes are kept as passwords are, and shown once (ASVS 6.5.2)."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import actions, credentials, recovery
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.factors import WAITING
from tests.factories.rooms import AT, PASSWORD, a_key, a_person
from tests.factories.signing_in import WORK, add_key, codes_shown, set_up_totp, sign_in, signed_in

pytestmark = pytest.mark.django_db
MIGRATION = "inspectorate.foundation.people.migrations.0006_hashed_recovery_codes"


def kept(person: Person) -> Authenticator:
    return Authenticator.objects.get(user=person, type="recovery_codes")


def signs_in_by(person: Person, code: str) -> bool:
    client = Client()
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return bool(client.get(WORK).status_code == 200)


def older(person: Person) -> list[str]:
    """Codes as an earlier version kept them, by a seed, proven; the first of them is used up."""

    def change() -> None:
        kept(person).delete()
        made = RecoveryCodes.activate(person)
        made._mark_code_used(0)

    actions.change_factors(by=person, at=AT, key=a_key(), change=change)
    return RecoveryCodes(kept(person)).generate_codes()


def migrate() -> None:
    importlib.import_module(MIGRATION).hash_codes(apps, None)


def test_database_holds_a_slow_hash_with_a_random_salt_and_no_seed(
    inspector: Person, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    codes, stored = recovery.made()
    assert len(set(codes)) == 10
    assert [check_password(code, one) for code, one in zip(codes, stored, strict=True)] == [
        True
    ] * 10
    name, rounds, salt, _ = stored[0].split("$")
    assert (name, int(rounds) >= 600_000, len(salt) >= 22) == ("pbkdf2_sha256", True, True)
    assert recovery.hashed(["a"])[0].split("$")[2] != salt


def test_codes_are_in_the_database_as_hashes_alone(inspector: Person) -> None:
    client = signed_in(inspector)
    data = kept(inspector).data
    assert (set(data), len(data["migrated_codes"])) == ({"migrated_codes"}, 10)
    waiting = json.dumps([one.get_decoded() for one in Session.objects.all()])
    codes = codes_shown(client)
    assert len(codes) == 10
    assert [code for code in codes if code in waiting + json.dumps(data)] == []
    assert sum(check_password(codes[3], one) for one in data["migrated_codes"]) == 1


def test_codes_are_shown_once(inspector: Person) -> None:
    client = signed_in(inspector)
    assert len(codes_shown(client)) == 10
    assert codes_shown(client) == []
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert "nobody can show them again" in " ".join(page.content.decode().split())
    assert not any(one in page.content.decode() for one in kept(inspector).data["migrated_codes"])
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 404
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert len(codes_shown(client)) == 10


def test_what_waits_in_the_session_opens_for_its_person_alone(inspector: Person) -> None:
    client, other = signed_in(inspector), a_person(Role.LEAD, password=PASSWORD)
    theirs = signed_in(other)
    codes_shown(theirs)
    session = theirs.session
    session[WAITING] = client.session[WAITING]
    session.save()
    assert codes_shown(theirs) == []


def test_code_signs_in_once_and_old_ones_are_worth_nothing(inspector: Person) -> None:
    client = signed_in(inspector)
    first, second, *_ = codes_shown(client)
    assert [signs_in_by(inspector, first) for _ in range(2)] == [True, False]
    assert len(kept(inspector).data["migrated_codes"]) == 9
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not signs_in_by(inspector, second)
    hashes = kept(inspector).data["migrated_codes"]
    assert not signs_in_by(inspector, hashes[0]), "a hash that was read opens nothing"
    assert signs_in_by(inspector, codes_shown(client)[-1])
    assert list(credentials.faults()) == []


def test_account_says_how_many_codes_are_left_of_how_many(inspector: Person) -> None:
    client = signed_in(inspector)
    first, *_ = codes_shown(client)
    for left in (10, 9):
        page = client.get(reverse("mfa_index")).content.decode()
        assert f"There are {left} out of 10 recovery codes available." in page
        assert signs_in_by(inspector, first) is (left == 10)


class TestUpgrade:
    def test_codes_that_were_printed_stay_good_and_their_seed_is_gone(
        self, inspector: Person
    ) -> None:
        signed_in(inspector)
        used, good, *_ = older(inspector)
        assert list(credentials.faults()) == []
        migrate()
        assert set(kept(inspector).data) == {"migrated_codes"}
        assert list(credentials.faults()) == []
        assert (signs_in_by(inspector, used), signs_in_by(inspector, good)) == (False, True)

    def test_seed_put_in_before_stays_named(self, inspector: Person) -> None:
        signed_in(inspector)
        older(inspector)
        forged = kept(inspector)
        forged.data["seed"] = "0" * 80
        forged.save()
        migrate()
        [fault] = credentials.faults()
        assert "was changed outside the application" in fault

    def test_set_without_a_seed_is_left_as_it_is(self, inspector: Person) -> None:
        signed_in(inspector)
        before = kept(inspector).data
        migrate()
        assert kept(inspector).data == before


def test_codes_come_with_the_first_factor_alone(inspector: Person) -> None:
    client = Client()
    sign_in(client, inspector)
    set_up_totp(client)
    first = kept(inspector).data
    add_key(client)
    assert kept(inspector).data == first
