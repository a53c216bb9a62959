"""Who comes in by the provider, who does not, and what is asked on the way."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions, credentials, proofs
from inspectorate.foundation.people.models import Person, SignInLink
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.foundation.single_sign_on.models import ProviderSession
from tests.factories.identity_provider import IdentityProvider
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import (
    FACTORS,
    LOGIN,
    WORK,
    goes_on_to,
    set_up_totp,
    sign_in,
    signed_in,
    totp,
)

from .conftest import Door, Knows

pytestmark = pytest.mark.django_db


def is_in(door: Door) -> bool:
    """Does the house open, be it only to set up a second factor?"""
    answer = door.here.get(WORK)
    return answer.status_code == 200 or answer["Location"] == FACTORS


def faults() -> list[str]:
    return [*credentials.faults(), *proof.faults()]


class TestFirstTime:
    def test_person_registered_here_connects_and_is_in(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        assert door.connects(knows(inspector)).status_code == 302
        assert is_in(door)
        link = SignInLink.objects.get()
        entry = Entry.objects.get(verb=PersonVerb.LINK_SIGN_IN)
        assert (link.person, entry.of) == (inspector, f"people.signinlink/{link.pk}")
        assert (entry.by, entry.detail) == (str(inspector.pk), {"person": inspector.pk})
        assert faults() == []

    def test_nothing_is_connected_before_the_button_is_pressed(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        door.signs_in(knows(inspector))
        told = door.here.get(reverse("sign-on-connect")).content.decode()
        assert inspector.email in told
        assert not SignInLink.objects.exists()
        assert not is_in(door)

    def test_second_factor_of_ours_is_asked_before_anything_is_connected(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        assert door.connects(knows(inspector))["Location"] == reverse("mfa_authenticate")
        assert door.here.get(WORK)["Location"].startswith(LOGIN)
        assert not SignInLink.objects.exists()
        with time_machine.travel(time.time() + 60):
            door.here.post(reverse("mfa_authenticate"), {"code": totp(secret)})
            assert door.here.get(WORK).status_code == 200
        assert SignInLink.objects.get().person == inspector

    @pytest.mark.parametrize(
        "who", ["stranger", "unverified", "roleless", "left", "connected", "no address"]
    )
    def test_whoever_may_not_gets_in_nowhere_and_reads_the_same_words(
        self, who: str, door: Door, knows: Knows, inspector: Person
    ) -> None:
        name = {
            "stranger": lambda: knows("stranger@elsewhere.example"),
            "unverified": lambda: knows(inspector, verified=False),
            "roleless": lambda: knows(a_person(password=PASSWORD)),
            "left": lambda: knows(left()),
            "connected": lambda: knows(connected(inspector)),
            "no address": lambda: knows(""),
        }[who]()
        answer = door.signs_in(name)
        assert answer.status_code == 403
        told = answer.content.decode()
        assert "opens no account here" in told
        assert inspector.email not in told
        assert not is_in(door)
        assert door.here.get(reverse("sign-on-connect"))["Location"] == LOGIN
        assert not SignInLink.objects.exclude(subject="another").exists()

    def test_address_is_compared_whatever_its_capitals(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        door.connects(knows(inspector.email.upper()))
        assert is_in(door)

    def test_person_is_told_by_mail_once(
        self, door: Door, knows: Knows, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **_: do())
        door.connects(knows(inspector))
        for _ in range(2):
            door.here.get(WORK)
        ((told),) = [one for one in mail.outbox if "now connected" in one.body]
        assert told.to == [inspector.email]

    def test_provider_is_off_unless_it_is_set(self, settings: Any, inspector: Person) -> None:
        client = Client()
        assert "sign-on" not in client.get(LOGIN).content.decode()
        for name in ("sign-on-back", "sign-on-connect", "sign-on-again", "sign-on-go-on"):
            assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse("sign-on")).status_code == 404


def left() -> Person:
    person = a_person(Role.INSPECTOR, password=PASSWORD)
    actions.leave(by=an_admin(), at=AT, key=a_key(), person=person)
    return person


def connected(person: Person, subject: str = "another") -> Person:
    from django.conf import settings

    actions.link_sign_in(
        by=person, at=AT, key=a_key(), issuer=settings.SINGLE_SIGN_ON.issuer, subject=subject
    )
    return person


class TestAgainAndAgain:
    def test_connected_person_comes_in_without_being_asked_to_connect(
        self, door: Door, there: IdentityProvider, knows: Knows, inspector: Person
    ) -> None:
        name = knows(inspector)
        door.connects(name)
        is_in(door)
        other = Door(there)
        answer = other.signs_in(name, next="/people/")
        assert (answer.status_code, answer["Location"]) == (302, "/people/")
        assert is_in(other)
        assert SignInLink.objects.count() == 1

    def test_address_that_changes_there_changes_nobody_here(
        self, door: Door, there: IdentityProvider, knows: Knows, inspector: Person
    ) -> None:
        """The link is of the account: not of an address, which may be given to another later."""
        name, editor = knows(inspector), a_person(Role.EDITOR, password=PASSWORD)
        door.connects(name)
        assert is_in(door)
        there.frees(editor.email)
        there.sql(
            "UPDATE account_emailaddress SET email = ? WHERE user_id = "
            "(SELECT id FROM auth_user WHERE username = ?)",
            editor.email,
            name,
        )
        other = Door(there)
        other.signs_in(name)
        assert is_in(other)
        assert int(other.here.session["_auth_user_id"]) == inspector.pk

    def test_person_who_left_here_is_not_let_in_by_the_provider(
        self, door: Door, there: IdentityProvider, knows: Knows, inspector: Person
    ) -> None:
        name = knows(inspector)
        door.connects(name)
        assert is_in(door)
        actions.leave(by=an_admin(), at=AT, key=a_key(), person=inspector)
        assert not is_in(door)
        assert Door(there).signs_in(name).status_code == 403

    def test_next_never_leads_to_another_site(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        name = knows(connected(inspector, "x"))
        SignInLink.objects.update(subject=subject(door, name))
        assert door.signs_in(name, next="https://evil.example/")["Location"] == "/"


def subject(door: Door, name: str) -> str:
    import sqlite3

    there = sqlite3.connect(door.there.folder / "people.sqlite3")
    (found,) = there.execute("SELECT id FROM auth_user WHERE username = ?", [name]).fetchone()
    there.close()
    return str(found)


class TestAnswerFromThere:
    """What comes back is taken once, in the browser that asked, and proven."""

    def test_answer_taken_to_another_browser_lets_nobody_in(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        address = door.leads_back(knows(inspector))
        other = Client()
        assert other.get(address).status_code == 403
        assert other.get(WORK)["Location"].startswith(LOGIN)

    def test_answer_is_taken_once(self, door: Door, knows: Knows, inspector: Person) -> None:
        address = door.leads_back(knows(inspector))
        assert door.here.get(address).status_code == 302
        assert door.here.get(address).status_code == 403

    @pytest.mark.parametrize("part", ["code", "state"])
    def test_answer_that_was_changed_lets_nobody_in(
        self, part: str, door: Door, knows: Knows, inspector: Person
    ) -> None:
        address = door.leads_back(knows(inspector))
        assert door.here.get(re.sub(rf"{part}=\w+", f"{part}=forged", address)).status_code == 403

    def test_no_of_the_provider_is_told(self, door: Door) -> None:
        door.here.post(reverse("sign-on"))
        answer = door.here.get(f"{reverse('sign-on-back')}?error=access_denied")
        assert answer.status_code == 403

    def test_provider_is_asked_with_state_nonce_and_pkce(self, door: Door) -> None:
        to = parse_qs(urlsplit(door.here.post(reverse("sign-on"))["Location"]).query)
        assert {"state", "nonce", "code_challenge"} <= set(to)
        assert to["code_challenge_method"] == ["S256"]
        assert to["scope"] == ["openid email offline_access"]

    def test_tokens_stand_nowhere_in_plain(
        self, door: Door, knows: Knows, inspector: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from inspectorate.foundation.single_sign_on import asking

        seen: list[Any] = []
        whole = asking._sealed
        monkeypatch.setattr(
            asking, "_sealed", lambda name, one: seen.append(one) or whole(name, one)
        )
        door.connects(knows(inspector))
        tokens = list(seen[0].tokens.values())
        assert len(tokens) == 2
        held = [ProviderSession.objects.get().sealed, str(dict(door.here.session.items()))]
        assert not any(token in text for token in tokens for text in held)


class TestNothingElseOpens:
    """Whom the provider stands for comes in by it alone."""

    def test_password_of_a_connected_person_is_answered_as_a_wrong_one(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        door.connects(knows(inspector))
        assert is_in(door)
        told = [
            re.findall(
                r"<li>(?:<a[^>]*>)?([^<]+)", sign_in(Client(), inspector, word).content.decode()
            )
            for word in (PASSWORD, "wrong")
        ]
        assert told[0] == told[1] != []

    def test_session_opened_by_a_password_before_ends_with_the_connection(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        """Nobody asks the provider about it: a leaver would stay in it for ten hours."""
        before = signed_in(inspector)
        door.connects(knows(inspector, amr="otp"))
        assert is_in(door)
        answer = before.get(WORK, follow=True)
        assert answer.redirect_chain[0][0] == LOGIN
        assert "opens by Our directory alone" in answer.content.decode()
        assert before.get(WORK)["Location"].startswith(LOGIN)
        assert is_in(door)

    def test_sign_in_by_password_under_way_while_it_is_connected_opens_nothing(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        client = Client()
        sign_in(client, inspector)
        secret = set_up_totp(client)
        other = Client()
        sign_in(other, inspector)
        connected(inspector)
        with time_machine.travel(time.time() + 31):
            other.post(reverse("mfa_authenticate"), {"code": totp(secret)})
            assert other.get(WORK)["Location"] == LOGIN

    def test_password_that_opens_nothing_need_not_be_changed(
        self, door: Door, knows: Knows
    ) -> None:
        """An administrator typed it to register the person, who may never have heard it."""
        admin, email = an_admin(), "first@x.example"
        registered = actions.register(
            by=admin, at=AT, key=a_key(), email=email, name="First", password="corect horse b 77"
        )
        actions.grant(by=admin, at=AT, key=a_key(), person=registered, role=Role.INSPECTOR)
        door.connects(knows(registered, amr="otp"))
        assert door.here.get(WORK).status_code == 200
        actions.unlink_sign_in(
            by=registered, at=AT, key=a_key(), person=registered, reason="Another directory"
        )
        client = Client()
        sign_in(client, registered, "corect horse b 77")
        assert client.get(WORK)["Location"] == reverse("account_change_password")

    def test_no_link_to_set_a_password_is_mailed(self, there: Any, inspector: Person) -> None:
        connected(inspector)
        Client().post(reverse("account_reset_password"), {"email": inspector.email})
        assert mail.outbox == []

    def test_password_opens_again_once_the_connection_is_ended(
        self, there: Any, inspector: Person
    ) -> None:
        connected(inspector)
        assert sign_in(Client(), inspector).status_code == 200
        actions.unlink_sign_in(
            by=inspector, at=AT, key=a_key(), person=inspector, reason="Another directory"
        )
        assert sign_in(Client(), inspector).status_code == 302

    def test_where_staff_come_by_it_alone_a_password_opens_for_contacts_of_bodies_only(
        self, there: Any, inspector: Person, settings: Any
    ) -> None:
        import dataclasses

        settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, only=True)
        contact = a_person(Role.BODY, password=PASSWORD)
        assert sign_in(Client(), inspector).status_code == 200
        assert sign_in(Client(), contact).status_code == 302

    def test_session_opened_before_the_setting_was_made_ends(
        self, there: Any, inspector: Person, settings: Any
    ) -> None:
        import dataclasses

        staff, contact = signed_in(inspector), Client()
        sign_in(contact, a_person(Role.BODY, password=PASSWORD))
        settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, only=True)
        assert staff.get(WORK)["Location"] == LOGIN
        assert contact.get(FACTORS).status_code == 200

    def test_second_factor_there_counts_where_it_was_agreed(
        self, door: Door, there: IdentityProvider, knows: Knows, inspector: Person
    ) -> None:
        door.connects(knows(inspector, amr="pwd otp"))
        assert door.here.get(WORK).status_code == 200
        assert not Authenticator.objects.exists()
        editor = a_person(Role.EDITOR, password=PASSWORD)
        other = Door(there)
        other.connects(knows(editor, amr="pwd sms"))
        assert other.here.get(WORK)["Location"] == FACTORS


class TestProvingAgain:
    """An act that signs asks again: for a factor of ours, or the provider anew."""

    @pytest.fixture
    def admin(self, door: Door, knows: Knows) -> str:
        person = a_person(Role.ADMIN, password=PASSWORD)
        name = knows(person, amr="otp")
        door.connects(name)
        assert is_in(door)
        return name

    def test_act_that_signs_is_done_once_the_person_proved_it_anew_there(
        self, door: Door, admin: str
    ) -> None:
        other = a_person(Role.INSPECTOR)
        path, sent = reverse("people-grant", args=[other.pk]), {"role": "editor", "key": a_key()}
        with time_machine.travel(time.time() + 16 * 60, tick=True):
            self._as_now(door)
            asked = door.here.post(path, sent, follow=True)
            assert asked.redirect_chain[-1][0].startswith(reverse("sign-on-again"))
            assert Role.EDITOR not in other.roles
            to = door.here.post(reverse("sign-on-again"), {"next": path})["Location"]
            assert parse_qs(urlsplit(to).query)["prompt"] == ["login"]
        assert parse_qs(urlsplit(to).query)["max_age"] == ["0"]

    def _as_now(self, door: Door) -> None:
        """The clock of this process alone is moved: the provider has just said yes."""
        from django.utils import timezone

        ProviderSession.objects.update(asked_at=timezone.now(), answered_at=timezone.now())

    def test_what_waited_is_done_after_coming_back(
        self, door: Door, admin: str, settings: Any
    ) -> None:
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
        other = a_person(Role.INSPECTOR)
        path, sent = reverse("people-grant", args=[other.pk]), {"role": "editor", "key": a_key()}
        time.sleep(0.01)
        leads = goes_on_to(door.here.post(path, sent))
        to = door.here.post(reverse("sign-on-again"), {"next": leads})["Location"]
        answer = door.here.get(door.there.signs_in(admin, to, door.browser))
        assert answer["Location"].startswith(reverse("sign-on-go-on"))
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
        door.here.get(answer["Location"], follow=True)
        assert Role.EDITOR in other.roles

    def test_provider_that_asked_nobody_anew_proves_nothing(
        self, door: Door, admin: str, settings: Any
    ) -> None:
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
        to = door.here.post(reverse("sign-on-again"), {"next": "/"})["Location"]
        there = door.there
        there.sql("UPDATE auth_user SET last_login = '2026-01-01' WHERE username = ?", admin)
        # As a provider that takes no notice of what it was asked.
        quiet = re.sub(r"&(prompt=login|max_age=0)", "", to)
        assert quiet != to
        answer = door.here.get(there.signs_in(admin, quiet, door.browser))
        assert answer.status_code == 403
        assert "does not say that it asked you anew" in answer.content.decode()

    def test_coming_in_by_a_session_that_is_open_there_is_no_proof(
        self, door: Door, admin: str
    ) -> None:
        """Whoever sits down at a machine left open there is let in; more than that is asked for."""
        door.there.sql("UPDATE auth_user SET last_login = '2026-01-01' WHERE username = ?", admin)
        again, other = Door(door.there), a_person(Role.INSPECTOR)
        again.browser = door.browser
        again.signs_in(admin)
        assert again.here.get(WORK).status_code == 200
        sent = {"role": "editor", "key": a_key()}
        asked = again.here.post(reverse("people-grant", args=[other.pk]), sent, follow=True)
        assert asked.redirect_chain[-1][0].startswith(reverse("sign-on-again"))
        assert Role.EDITOR not in other.roles

    def test_coming_in_just_proved_is_one(self, door: Door, admin: str) -> None:
        other = a_person(Role.INSPECTOR)
        sent = {"role": "editor", "key": a_key()}
        door.here.post(reverse("people-grant", args=[other.pk]), sent)
        assert Role.EDITOR in other.roles

    def test_somebody_else_there_proves_nothing(
        self, door: Door, admin: str, knows: Knows, inspector: Person
    ) -> None:
        to = door.here.post(reverse("sign-on-again"), {"next": "/"})["Location"]
        other = Door(door.there)
        answer = door.here.get(door.there.signs_in(knows(inspector), to, other.browser))
        assert answer.status_code == 403


class TestBothProofs:
    """What changes a second factor asks for a factor of ours, and for the provider anew."""

    @pytest.fixture
    def name(self, door: Door, knows: Knows, inspector: Person) -> str:
        found = knows(inspector)
        door.connects(found)
        self.secret = set_up_totp(door.here)
        return found

    def test_old_session_there_and_a_factor_of_ours_are_not_both(
        self, door: Door, name: str
    ) -> None:
        door.there.sql("UPDATE auth_user SET last_login = '2026-01-01' WHERE username = ?", name)
        door.here = Client()
        assert door.signs_in(name)["Location"] == reverse("mfa_authenticate")
        door.here.post(reverse("mfa_authenticate"), {"code": totp(self.secret)})
        assert is_in(door)
        page = reverse("mfa_add_webauthn")
        asked = door.here.get(page)
        assert asked["Location"].startswith(reverse("sign-on-again"))
        assert "Use authenticator app" not in door.here.get(asked["Location"]).content.decode()
        to = door.here.post(reverse("sign-on-again"), {"next": page})["Location"]
        door.here.get(door.there.signs_in(name, to, door.browser))
        assert door.here.get(page).status_code == 200

    def test_word_of_the_provider_alone_removes_no_factor(
        self, door: Door, name: str, inspector: Person
    ) -> None:
        session = door.here.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [
            one for one in records if one["method"] != "mfa"
        ]
        session.save()
        asked = door.here.post(reverse("mfa_deactivate_totp"))
        assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
        assert Authenticator.objects.filter(user=inspector, type="totp").exists()
        door.here.post(asked["Location"], {"code": totp(self.secret)}, follow=True)
        assert not Authenticator.objects.filter(user=inspector, type="totp").exists()

    def test_provider_that_asks_for_its_factor_no_more_is_told_of_in_words(
        self, door: Door, knows: Knows, inspector: Person, settings: Any
    ) -> None:
        """Who came in by its factor, and has none here, would go round and round without a word."""
        name = knows(inspector, amr="otp")
        door.connects(name)
        page, told = reverse("mfa_activate_totp"), "did not ask for your second factor just now"
        session = door.here.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [
            {**one, "at": one["at"] - 3600, proofs.ASKED_AT: one[proofs.ASKED_AT] - 3600}
            for one in records
        ]
        session.save()
        asked = door.here.get(page)["Location"]
        assert told not in door.here.get(asked).content.decode()
        door.there.sql("UPDATE auth_user SET first_name = 'pwd' WHERE username = ?", name)
        to = door.here.post(reverse("sign-on-again"), {"next": page})["Location"]
        back = door.here.get(door.there.signs_in(name, to, door.browser))
        door.here.get(back["Location"], follow=True)
        again = door.here.get(page, follow=True)
        assert again.redirect_chain[-1][0].startswith(reverse("sign-on-again"))
        assert told in again.content.decode()


class TestLink:
    def link(self, by: Person, issuer: str = "https://id.example", subject: str = "7") -> Any:
        return actions.link_sign_in(by=by, at=AT, key=a_key(), issuer=issuer, subject=subject)

    def codes(self, *given: Any) -> list[str]:
        with pytest.raises(Refused) as refusal:
            self.link(*given)
        return [one.code for one in refusal.value.reasons]

    def test_one_account_there_is_one_person_here(self, inspector: Person) -> None:
        self.link(inspector)
        assert self.codes(a_person(Role.EDITOR)) == ["subject_taken"]
        assert self.codes(inspector, "https://id.example", "8") == ["linked_already"]
        assert self.codes(left()) == ["person_left", "subject_taken"]
        assert self.codes(a_person(Role.EDITOR), "", " ") == ["text_missing", "text_missing"]

    def test_database_holds_one_link_a_person_and_one_a_subject(self, inspector: Person) -> None:
        self.link(inspector)
        for person, name in ((inspector, "8"), (a_person(Role.EDITOR), "7")):
            with pytest.raises(IntegrityError), transaction.atomic():
                SignInLink.objects.create(
                    person=person, issuer="https://id.example", subject=name, linked_at=AT
                )

    def test_it_is_ended_by_oneself_or_an_administrator_with_a_reason(
        self, inspector: Person
    ) -> None:
        for by in (inspector, an_admin()):
            made = self.link(inspector)
            actions.unlink_sign_in(by=by, at=AT, key=a_key(), person=inspector, reason="Moved")
            made.refresh_from_db()
            assert made.ended_reason == "Moved"
        with pytest.raises(Refused) as refusal:
            actions.unlink_sign_in(by=inspector, at=AT, key=a_key(), person=inspector, reason="")
        assert [one.code for one in refusal.value.reasons] == ["text_missing", "not_linked"]
        self.link(inspector)
        with pytest.raises(Forbidden):
            actions.unlink_sign_in(
                by=a_person(Role.LEAD), at=AT, key=a_key(), person=inspector, reason="Moved"
            )
        assert faults() == []

    @pytest.mark.parametrize("column", ["person_id", "issuer", "subject", "ended_at"])
    def test_link_put_in_or_changed_behind_the_systems_back_is_named(
        self, column: str, inspector: Person
    ) -> None:
        other = a_person(Role.EDITOR)
        made = self.link(inspector)
        forged = SignInLink.objects.create(
            person=other, issuer="https://id.example", subject="9", linked_at=AT
        )
        assert [one.split(":")[0] for one in faults()] == [f"people.signinlink/{forged.pk}"]
        value = {"person_id": a_person(Role.EDITOR).pk, "ended_at": AT}.get(column, "forged")
        SignInLink.objects.filter(pk=made.pk).update(**{column: value})
        assert any(one.startswith(f"people.signinlink/{made.pk}:") for one in faults())

    def test_administrator_ends_it_on_the_persons_page(self, inspector: Person) -> None:
        self.link(inspector)
        client = signed_in(a_person(Role.ADMIN, password=PASSWORD))
        page = reverse("people-unlink", args=[inspector.pk])
        whose = reverse("people-person", args=[inspector.pk])
        assert page in client.get(whose).content.decode()
        answer = client.post(page, {"key": a_key(), "reason": "Moved"})
        assert answer["Location"] == whose
        assert page not in client.get(whose).content.decode()

    def test_person_ends_their_own_and_is_signed_out(
        self, door: Door, knows: Knows, inspector: Person
    ) -> None:
        door.connects(knows(inspector, amr="otp"))
        page = reverse("sign-on-disconnect")
        own = reverse("people-person", args=[inspector.pk])
        assert page in door.here.get(own).content.decode()
        answer = door.here.post(page, {"key": a_key(), "reason": "Moved"})
        assert answer["Location"] == LOGIN
        assert door.here.get(WORK)["Location"].startswith(LOGIN)
        assert sign_in(Client(), inspector).status_code == 302
