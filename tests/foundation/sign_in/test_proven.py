"""What people sign in with, changed through the application, is proven and never named."""

from __future__ import annotations

import hashlib
import json
import re
import time
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.people import actions, credentials
from inspectorate.foundation.people.models import CredentialProof, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import add_key, set_up_totp, sign_in, signed_in, totp

pytestmark = pytest.mark.django_db
NEW = "another long pass phrase 31"
PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"


def faults() -> list[str]:
    """Every fault of credentials and of the rows that prove them."""
    return [*credentials.faults(), *proof.faults()]


def factor(person: Person, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.get(user=person, type=kind)


def last(verb: PersonVerb) -> Entry:
    found = Entry.objects.filter(verb=verb).order_by("number").last()
    assert found is not None
    return found


class TestThroughThePages:
    """What a person does through the application is never named."""

    def test_registering_with_and_without_a_password(self, inspector: Person) -> None:
        a_person(Role.EDITOR)
        assert faults() == []
        assert CredentialProof.objects.count() == Person.objects.count()

    def test_code_of_an_app_changes_nothing_that_is_proven(self, inspector: Person) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
        assert "viewed_at" in factor(inspector, "recovery_codes").data
        entries = Entry.objects.count()
        with time_machine.travel(time.time() + 120):
            again = Client()
            sign_in(again, inspector)
            answer = again.post(reverse("mfa_authenticate"), {"code": totp(secret)})
        assert answer["Location"] == "/"
        assert factor(inspector).last_used_at is not None
        assert Entry.objects.count() == entries
        assert faults() == []

    @pytest.mark.parametrize("page", ["mfa_authenticate", "mfa_reauthenticate"])
    def test_recovery_code_is_used_up_by_an_act(self, page: str, inspector: Person) -> None:
        client = signed_in(inspector)
        told = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        first, second = re.findall(r"\b[0-9a-f]{8}\b", told)[:2]
        if page == "mfa_authenticate":
            client = Client()
            sign_in(client, inspector)
        assert client.post(reverse(page), {"code": "00000000"}).status_code == 200
        assert not Entry.objects.filter(verb=PersonVerb.USE_RECOVERY_CODE).exists()
        assert client.post(reverse(page), {"code": f"{first[:4]} {first[4:]}"}).status_code == 302
        entry = last(PersonVerb.USE_RECOVERY_CODE)
        assert (entry.by, entry.detail, entry.rows) == (str(inspector.pk), {}, 1)
        assert len(factor(inspector, "recovery_codes").data["migrated_codes"]) == 9
        assert faults() == []
        again = Client()
        sign_in(again, inspector)
        for code, answer in ((first, 200), (second, 302)):
            assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == answer
        assert Entry.objects.filter(verb=PersonVerb.USE_RECOVERY_CODE).count() == 2

    def test_factor_is_set_up_renewed_and_removed(self, inspector: Person) -> None:
        client = signed_in(inspector)
        entry = last(PersonVerb.CHANGE_FACTORS)
        assert (entry.by, entry.of) == (str(inspector.pk), f"people.person/{inspector.pk}")
        assert entry.detail == {"set": ["totp", "recovery_codes"], "removed": []}
        assert entry.key.startswith("internal/sign-in/")
        old = factor(inspector, "recovery_codes").pk
        assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
        assert factor(inspector, "recovery_codes").pk != old
        assert last(PersonVerb.CHANGE_FACTORS).detail == {
            "set": ["recovery_codes"],
            "removed": ["recovery_codes"],
        }
        assert faults() == []
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
        assert not Authenticator.objects.exists()
        assert last(PersonVerb.CHANGE_FACTORS).detail == {
            "set": [],
            "removed": ["totp", "recovery_codes"],
        }
        assert faults() == []

    def test_security_key_is_added_renamed_and_removed(self, inspector: Person) -> None:
        client = Client()
        sign_in(client, inspector)
        add_key(client)
        assert last(PersonVerb.CHANGE_FACTORS).detail["set"] == ["webauthn", "recovery_codes"]
        assert faults() == []
        key = factor(inspector, "webauthn")
        client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "On my ring"})
        assert factor(inspector, "webauthn").data["name"] == "On my ring"
        assert last(PersonVerb.CHANGE_FACTORS).detail == {"set": ["webauthn"], "removed": []}
        assert faults() == []
        client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
        assert not Authenticator.objects.exists()
        assert faults() == []

    def test_password_is_changed_while_signed_in(self, inspector: Person) -> None:
        client = signed_in(inspector)
        sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        assert client.post(reverse("account_change_password"), sent).status_code == 302
        assert client.get("/").status_code == 200, "the session goes on"
        entry = last(PersonVerb.SET_PASSWORD)
        assert (entry.by, entry.detail) == (str(inspector.pk), {})
        assert Person.objects.get(pk=inspector.pk).check_password(NEW)
        assert faults() == []

    def test_password_is_set_by_a_mailed_link_and_no_address_is_written(
        self, inspector: Person
    ) -> None:
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        client = Client()
        link = re.findall(r"https?://\S+", mail.outbox[0].body)[0]
        path = client.get(link, follow=True).redirect_chain[-1][0]
        assert client.post(path, {"password1": NEW, "password2": NEW}).status_code == 302
        assert last(PersonVerb.SET_PASSWORD).by == str(inspector.pk)
        assert sign_in(Client(), inspector, NEW).status_code == 302
        assert not EmailAddress.objects.exists()
        assert faults() == []

    def test_password_in_an_old_form_is_stored_anew_at_sign_in(
        self, inspector: Person, settings: Any
    ) -> None:
        settings.PASSWORD_HASHERS = [PBKDF2, MD5]
        assert sign_in(Client(), inspector).status_code == 302
        inspector.refresh_from_db()
        assert inspector.password.startswith("pbkdf2_sha256$")
        assert last(PersonVerb.REHASH_PASSWORD).by == str(inspector.pk)
        assert faults() == []
        entries = Entry.objects.count()
        assert sign_in(Client(), inspector).status_code == 302
        assert Entry.objects.count() == entries, "once"

    def test_wrong_password_is_not_stored(self, inspector: Person, settings: Any) -> None:
        settings.PASSWORD_HASHERS = [PBKDF2, MD5]
        assert sign_in(Client(), inspector, NEW).status_code == 200
        assert not Entry.objects.filter(verb=PersonVerb.REHASH_PASSWORD).exists()

    def test_password_set_meanwhile_is_not_undone_by_a_sign_in(self, inspector: Person) -> None:
        stale = Person.objects.get(pk=inspector.pk)
        actions.set_password(
            by=inspector, at=AT, key=a_key(), person=inspector, password=make_password(NEW)
        )
        with pytest.raises(Refused):
            actions.rehash_password(by=stale, at=AT, key=a_key(), password=make_password(PASSWORD))
        assert Person.objects.get(pk=inspector.pk).check_password(NEW)

    def test_nobody_sets_the_password_of_another(self, inspector: Person) -> None:
        with pytest.raises(Forbidden):
            actions.set_password(
                by=an_admin(), at=AT, key=a_key(), person=inspector, password=make_password(NEW)
            )
        assert Person.objects.get(pk=inspector.pk).check_password(PASSWORD)

    def test_forgotten_password_is_set_on_the_server(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        command = "inspectorate.foundation.people.management.commands.changepassword"
        typed = iter(["short", "short", NEW, "not the same", NEW, NEW])
        monkeypatch.setattr(f"{command}.getpass", lambda *_: next(typed))
        call_command("changepassword", inspector.email.upper())
        assert Person.objects.get(pk=inspector.pk).check_password(NEW)
        assert last(PersonVerb.SET_PASSWORD).by == "console"
        assert faults() == []
        with pytest.raises(CommandError, match="Nobody is registered"):
            call_command("changepassword", "nobody@inspectorate.example")

    def test_factor_that_cannot_be_proven_is_not_set_up(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = Client(raise_request_exception=False)
        sign_in(client, inspector)
        monkeypatch.setattr(actions, "prove", lambda _: 1 / 0)
        with pytest.raises(AssertionError):
            set_up_totp(client)
        assert not Authenticator.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_person_is_told_of_a_change_only_when_it_is_stored(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = signed_in(inspector)
        client.raise_request_exception = False
        mail.outbox.clear()
        with monkeypatch.context() as failing:
            failing.setattr(actions, "prove", lambda _: 1 / 0)
            assert client.post(reverse("mfa_deactivate_totp")).status_code == 500
        assert (mail.outbox, Authenticator.objects.count()) == ([], 2)
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
        assert [one.to for one in mail.outbox] == [[inspector.email]]

    def test_neither_a_secret_nor_a_hash_reaches_the_ledger(self, inspector: Person) -> None:
        client = signed_in(inspector)
        add_key(client)
        inspector.refresh_from_db()
        hidden = [
            inspector.password,
            inspector.password.rsplit("$", 1)[-1],
            factor(inspector).data["secret"],
            *factor(inspector, "recovery_codes").data["migrated_codes"],
            factor(inspector, "webauthn").data["credential"]["id"],
        ]
        kept = [
            json.dumps(list(model.objects.values()), default=str)
            for model in (Entry, RowDigest, CredentialProof)
        ]
        for secret in hidden:
            for form in (secret, hashlib.sha256(secret.encode()).hexdigest()):
                assert not any(form in text for text in kept)


class TestForgottenPassword:
    """A link asked for on the page that anybody opens, and the password set by it."""

    def ask(self, email: str) -> None:
        assert Client().post(reverse("account_reset_password"), {"email": email}).status_code == 302

    def test_asked_for_and_done_stand_in_the_ledger_without_anything_of_the_link(
        self, inspector: Person
    ) -> None:
        self.ask(inspector.email)
        asked = last(PersonVerb.ASK_FOR_LINK)
        assert (asked.by, asked.of) == ("anybody", f"people.person/{inspector.pk}")
        (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
        client = Client()
        form = client.get(link, follow=True).redirect_chain[-1][0]
        client.post(form, dict.fromkeys(("password1", "password2"), NEW))
        done = last(PersonVerb.SET_PASSWORD)
        assert (done.by, done.detail) == (str(inspector.pk), {"by_link": True})
        token = link.rstrip("/").rpartition("/")[2].partition("-")[2]
        assert len(token) > 20
        told = json.dumps([*Entry.objects.values()], default=str)
        assert token not in told
        assert inspector.email not in told
        assert faults() == []

    def test_address_that_nobody_has_leaves_no_entry(self, inspector: Person) -> None:
        entries = Entry.objects.count()
        self.ask("nobody@police.example")
        assert Entry.objects.count() == entries

    def test_password_changed_while_signed_in_is_not_said_to_be_set_by_a_link(
        self, inspector: Person
    ) -> None:
        client = signed_in(inspector)
        sent = {"oldpassword": PASSWORD, **dict.fromkeys(("password1", "password2"), NEW)}
        client.post(reverse("account_change_password"), sent)
        assert last(PersonVerb.SET_PASSWORD).detail == {}

    def test_nothing_is_written_or_mailed_before_the_answer_is_gone(
        self, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "inspectorate.interfaces.web.sign_in.MailingAnswer.close", lambda _: None
        )
        entries = Entry.objects.count()
        self.ask(inspector.email)
        assert (Entry.objects.count(), mail.outbox) == (entries, [])

    def test_nobody_who_is_signed_in_records_that_a_stranger_asked(self, inspector: Person) -> None:
        with pytest.raises(Forbidden):
            actions.ask_for_link(by=inspector, at=AT, key=a_key(), person=inspector)
