"""Inviting people and taking a password away: the acts, the links, and mail by a real server."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people import queries
from inspectorate.foundation.people.invitations import actions, links
from inspectorate.foundation.people.invitations.models import Invitation
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.interfaces.web.people import invitations as pages
from tests.factories.refusals import codes_of
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.mail_server import REFUSED, Taken, server

__all__ = ["server"]

pytestmark = pytest.mark.django_db
NEW = {"name": "Invited Colleague", "email": "invited@police.example", "role": "analyst"}
OWN = "long enough & nobody's own"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _invite(client: Client, key: str = "k", **told: str) -> Any:
    return client.post(reverse("people-invite-new"), {"key": key, **NEW, **told}, follow=True)


def _token(words: str) -> str:
    found = re.search(r"/accounts/invited/([\w-]+)/", words)
    assert found is not None, words
    return found[1]


def _page(token: str) -> str:
    return reverse("own-password-by-link", args=[token])


def _sets(token: str, password: str = OWN, client: Client | None = None) -> Any:
    sent = {"key": "k", "password": password, "again": password}
    return (client or Client()).post(_page(token), sent)


class TestInviting:
    def test_invited_person_sets_a_password_by_the_mailed_link_and_signs_in(self) -> None:
        said = _invite(_as(an_admin())).content.decode()
        assert "A link was mailed to Invited Colleague." in said
        (sent,) = mail.outbox
        assert sent.to == [NEW["email"]]
        token = _token(str(sent.body))
        assert token not in said
        invited = Person.objects.get(email=NEW["email"])
        assert (invited.roles, invited.has_usable_password()) == ({Role.ANALYST}, False)
        page = Client().get(_page(token))
        assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (
            200,
            "no-store",
            "strict-origin",
        )
        assert _sets(token).status_code == 302
        invited.refresh_from_db()
        assert invited.check_password(OWN)
        assert queries.password_is_own(invited)

    def test_token_has_256_bits_and_only_its_digest_is_stored(self) -> None:
        _invite(_as(an_admin()))
        token = _token(str(mail.outbox[0].body))
        assert len(token) >= 43
        (link,) = Invitation.objects.all()
        assert link.digest == links.digest_of(token)
        told = [*Entry.objects.values_list("detail", "key", "payload")]
        assert token not in str(told)
        assert NEW["email"] not in str(told)

    def test_each_link_that_is_no_good_gets_one_same_answer(self) -> None:
        admin = an_admin()
        client = _as(admin)
        _invite(client)
        used = _token(str(mail.outbox[0].body))
        _sets(used)
        invited = Person.objects.get(email=NEW["email"])
        given: dict[str, Any] = {"by": admin, "at": timezone.now()}
        actions.reset_password(
            key=a_key(), person=invited, reason="Told", digest=links.digest_of("gone"), **given
        )
        link = actions.invite(
            key=a_key(), person=invited, digest=links.digest_of("revoked"), **given
        )
        client.post(reverse("people-revoke-link", args=[link.pk]), {"key": "r"})
        late = {"by": admin, "at": timezone.now() - links.GOOD_FOR - timedelta(minutes=1)}
        other = a_person(Role.EDITOR, name="Late")
        Person.objects.filter(pk=other.pk).update(password="!")
        other.refresh_from_db()
        actions.invite(key=a_key(), person=other, digest=links.digest_of("late"), **late)
        answers = [Client().get(_page(one)) for one in (used, "gone", "revoked", "late", "none")]
        assert {one.status_code for one in answers} == {404}
        assert {one["Cache-Control"] for one in answers} == {"no-store"}
        plain = {re.sub(r'nonce="[^"]+"', "", one.content.decode()) for one in answers}
        assert len(plain) == 1

    def test_link_opens_nothing_once_its_person_set_a_password_by_another_way(self) -> None:
        _invite(_as(an_admin()))
        token = _token(str(mail.outbox[0].body))
        invited = Person.objects.get(email=NEW["email"])
        said: dict[str, Any] = {"by": people.CONSOLE, "at": timezone.now(), "person": invited}
        people.set_password(key=a_key(), password=make_password(OWN), **said)
        assert Client().get(_page(token)).status_code == 404
        assert _sets(token, "another long & stolen one").status_code == 404
        invited.refresh_from_db()
        assert invited.check_password(OWN)
        link = Invitation.objects.get()
        with pytest.raises(Refused):
            actions.use_link(
                by=invited, at=timezone.now(), key=a_key(), invitation=link, password="x"
            )
        page = _as(an_admin()).get(reverse("people-person", args=[invited.pk])).content.decode()
        assert "opens nothing: a password was set by another way" in page

    def test_link_opens_nothing_for_whoever_holds_no_role_any_more(self) -> None:
        admin = an_admin()
        _invite(_as(admin))
        token = _token(str(mail.outbox[0].body))
        invited = Person.objects.get(email=NEW["email"])
        people.end_role(by=admin, at=AT, key=a_key(), person=invited, role=Role.ANALYST)
        assert Client().get(_page(token)).status_code == 404

    def test_no_link_of_ones_own_undoes_one_that_was_revoked(self) -> None:
        client = _as(an_admin())
        _invite(client)
        link = Invitation.objects.get()
        client.post(reverse("people-revoke-link", args=[link.pk]), {"key": "r"})
        mail.outbox.clear()
        Client().post(reverse("account_reset_password"), {"email": NEW["email"]})
        assert mail.outbox == []
        Client().post(reverse("account_reset_password"), {"email": a_person(Role.LEAD).email})
        assert len(mail.outbox) == 1

    def test_second_of_two_presses_at_once_is_led_to_the_person_and_not_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = _as(an_admin())
        assert "A link was mailed" in _invite(client).content.decode()
        # As when the first has not ended yet while the second asks what was done.
        asked = iter(["", "invited"])
        monkeypatch.setattr(pages, "done_of", lambda *_: next(asked))
        again = _invite(client)
        assert (again.status_code, "It can be sent again" in again.content.decode()) == (200, True)
        assert len(mail.outbox) == 1

    def test_weak_password_is_refused_and_the_link_stays_good(self) -> None:
        _invite(_as(an_admin()))
        token = _token(str(mail.outbox[0].body))
        assert _sets(token, "1qaz2wsx3edc").status_code == 422
        assert _sets(token).status_code == 302

    def test_sent_again_nothing_more_is_mailed_and_a_second_link_replaces_the_first(self) -> None:
        client = _as(an_admin())
        for _ in range(2):
            _invite(client)
        assert len(mail.outbox) == 1
        invited = Person.objects.get(email=NEW["email"])
        client.post(reverse("people-invite", args=[invited.pk]), {"key": "again"})
        first, second = (_token(str(one.body)) for one in mail.outbox)
        assert Client().get(_page(first)).status_code == 404
        assert Client().get(_page(second)).status_code == 200

    def test_without_a_mail_server_the_link_is_shown_once(self, settings: Any) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
        answer = _invite(_as(an_admin()))
        assert "No mail server is set" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        token = _token(answer.content.decode())
        invited = Person.objects.get(email=NEW["email"])
        page = _as(an_admin()).get(reverse("people-person", args=[invited.pk])).content.decode()
        assert token not in page
        assert "good until" in page

    def test_address_that_is_registered_keeps_what_was_typed_and_registers_nobody(self) -> None:
        there = a_person(Role.EDITOR)
        answer = _invite(_as(an_admin()), email=there.email)
        assert answer.status_code == 422
        assert "Invited Colleague" in answer.content.decode()
        assert not Person.objects.filter(name=NEW["name"]).exists()

    def test_who_tries_links_too_often_is_stopped(self) -> None:
        client = Client()
        answers = [client.get(_page(f"guess{n}")).status_code for n in range(30)]
        assert answers[0] == 404
        assert answers[-1] == 429


class TestTakingAPasswordAway:
    def test_sessions_end_the_password_opens_nothing_and_a_link_sets_another(self) -> None:
        admin, person = an_admin(), a_person(Role.EDITOR, password=PASSWORD)
        theirs = _as(person)
        assert theirs.get(reverse("your-work")).status_code == 200
        sessions = Session.objects.count()
        client = _as(admin)
        url = reverse("people-reset-password", args=[person.pk])
        client.post(url, {"key": "k", "reason": "Left it on the night train"})
        assert theirs.get(reverse("your-work")).status_code == 302
        assert Session.objects.count() <= sessions
        person.refresh_from_db()
        assert not person.has_usable_password()
        assert _sets(_token(str(mail.outbox[-1].body))).status_code == 302
        person.refresh_from_db()
        assert person.check_password(OWN)
        verbs = set(Entry.objects.filter(stream="people").values_list("verb", flat=True))
        assert {"people.reset_password", "people.use_link", "people.set_password"} <= verbs

    def test_own_password_and_a_missing_reason_are_refused(self) -> None:
        admin, other = an_admin(), a_person(Role.EDITOR)
        said: dict[str, Any] = {"by": admin, "at": AT, "key": a_key(), "digest": "d" * 64}
        for person, reason, code in (
            (admin, "Why", "password_own"),
            (other, " ", "reason: text_missing"),
        ):
            with pytest.raises(Refused) as refusal:
                actions.reset_password(person=person, reason=reason, **said)
            assert codes_of(refusal) == [code]
        with pytest.raises(Forbidden):
            actions.reset_password(person=admin, reason="Why", **{**said, "by": other})

    def test_link_of_another_sets_nothing(self) -> None:
        admin, person = an_admin(), a_person(Role.EDITOR)
        Person.objects.filter(pk=person.pk).update(password="!")
        person.refresh_from_db()
        link = actions.invite(by=admin, at=AT, key=a_key(), person=person, digest="e" * 64)
        with pytest.raises(Forbidden):
            actions.use_link(by=admin, at=AT, key=a_key(), invitation=link, password="!")


class TestByARealMailServer:
    def test_link_is_taken_after_starttls_and_login_and_read_as_it_was_written(
        self, server: Taken
    ) -> None:
        _invite(_as(an_admin()))
        (taken,) = server.mails
        assert (server.logins, server.over_tls) == (1, [True])
        assert taken["To"] == NEW["email"]
        assert taken["Subject"] == "Inspectorate: set your password"
        body = taken.get_content()
        assert Client().get(_page(_token(body))).status_code == 200
        assert "nspection " not in body

    def test_wrong_login_is_told_and_the_link_shown_once(
        self, server: Taken, settings: Any
    ) -> None:
        settings.MAILERS["default"]["OPTIONS"]["password"] = "another word"
        said = _invite(_as(an_admin())).content.decode()
        assert "The mail server did not take the mail" in said
        assert (server.mails, server.logins) == ([], 0)
        assert Client().get(_page(_token(said))).status_code == 200

    def test_refused_address_is_told_and_the_link_shown_once(self, server: Taken) -> None:
        said = _invite(_as(an_admin()), email=REFUSED).content.decode()
        assert "The mail server did not take the mail" in said
        assert server.mails == []
        assert Client().get(_page(_token(said))).status_code == 200

    @pytest.mark.drill
    def test_server_that_hangs_keeps_nobody_and_is_told(self, server: Taken) -> None:
        server.hangs = 4
        began = time.monotonic()
        said = _invite(_as(an_admin())).content.decode()
        assert time.monotonic() - began < 3.5
        assert "The mail server did not take the mail" in said

    def test_link_asked_for_by_who_forgot_a_password_is_taken_too(self, server: Taken) -> None:
        person = a_person(Role.EDITOR, password=PASSWORD)
        Client().post(reverse("account_reset_password"), {"email": person.email})
        (taken,) = server.mails
        assert "/password/reset/key/" in taken.get_content()
