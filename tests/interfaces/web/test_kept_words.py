"""Words that were sent and not taken are kept, sealed, and shown again to their writer alone."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.tries import limits
from inspectorate.interfaces import kept_words
from inspectorate.interfaces.web.shown_again import ShownAgain
from tests.factories.rooms import (
    AT,
    PASSWORD,
    a_key,
    a_person,
    an_admin,
    criterion,
    scope_body,
)
from tests.factories.signing_in import LOGIN, WORK, goes_on_to, sign_in, signed_in
from tests.interfaces.web.acting import House, words
from tests.interfaces.web.forms import Page

pytestmark = pytest.mark.django_db
SAID = "The custody sergeant said: nobody has asked since “March”."
IDLE = 40 * 60


def note(house: House, **more: Any) -> dict[str, Any]:
    return {
        "scope_body": scope_body(house.inspection).pk,
        "kind": "interview",
        "method": "interview",
        "origin": "Response officer",
        "words": SAID,
        "criteria": [criterion(house.inspection).pk],
        "direction": "supports",
        "marking": "OFFICIAL",
        "stub": "",
        "observed_at": "2018-10-08T09:00",
        "written_at": "2018-10-08T10:00",
        **more,
    }


def of_page(client: Client, at: str) -> dict[str, str]:
    """The hidden fields of the page's own form: its key, its token, whose it is."""
    forms = [one for one in Page(client.get(at).content.decode()).forms if "key" in one.sends]
    sent = forms[0].sends
    return {name: sent[name] for name in ("key", "whose")}


@pytest.fixture
def writer(house: House) -> Person:
    person = house.who(Role.INSPECTOR)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def at(house: House) -> str:
    return reverse("evidence-record", args=[house.inspection.slug])


def rows_in_clear() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        kept = [one for (one,) in cursor.fetchall()]
    opened = [str(one.get_decoded()) for one in Session.objects.all()]
    return "\n".join([*kept, *opened])


class TestSessionThatEnded:
    def test_words_are_shown_again_after_signing_in_and_stored_once(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        page = of_page(client, at)
        before = Item.objects.count()
        with time_machine.travel(time.time() + IDLE):
            answer = client.post(at, {**note(house), **page})
            assert answer.status_code == 303
            assert answer["Location"].startswith(LOGIN)
            assert SAID not in answer.content.decode()
            told = client.get(answer["Location"])
            assert "It is kept for an hour" in words(told)
            assert SAID[:20] not in rows_in_clear()
            shown = self.signs_in(client, writer, goes_on_to(answer))
            assert "You were signed out before this was sent" in words(shown)
            assert Item.objects.count() == before
            assert shown.context["form"]["words"].value() == SAID
            assert shown.context["form"]["key"].value() == page["key"]
            again = {**note(house), **of_form(shown)}
            assert again["key"] == page["key"]
            for _ in range(2):
                assert client.post(shown.wsgi_request.get_full_path(), again).status_code == 302
        assert Item.objects.count() == before + 1

    def signs_in(self, client: Client, person: Person, to: str) -> Any:
        """Sign in by password at the page that leads on to ``to``; return what is shown there."""
        client.force_login(person)
        return client.get(to)

    def test_words_survive_signing_in_by_the_page_itself(
        self, house: House, writer: Person, at: str, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        client = Client()
        sign_in(client, writer)
        page = of_page(client, at)
        with time_machine.travel(time.time() + IDLE):
            answer = client.post(at, {**note(house), **page})
            given = {"login": writer.email, "password": PASSWORD, "next": goes_on_to(answer)}
            shown = client.post(LOGIN, given, follow=True)
        assert shown.context["form"]["words"].value() == SAID

    def test_another_person_who_signs_in_sees_none_of_them_and_they_are_gone(
        self, house: House, writer: Person, at: str
    ) -> None:
        other = house.who(Role.LEAD)
        client = signed_in(writer)
        page = of_page(client, at)
        with time_machine.travel(time.time() + IDLE):
            answer = client.post(at, {**note(house), **page})
            kept = [name for name in Session.objects.all() if kept_words.KEPT in name.get_decoded()]
            assert len(kept) == 2  # the words, and the session that says where they lie
            told = self.signs_in(client, other, goes_on_to(answer))
            assert "What somebody else had written in this browser" in words(told)
            assert SAID not in told.content.decode()
            assert sum(kept_words.KEPT in one.get_decoded() for one in Session.objects.all()) == 1
            client.logout()
            shown = self.signs_in(client, writer, goes_on_to(answer))
            assert SAID not in shown.content.decode()

    def test_words_that_another_would_send_are_not_done(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        page = of_page(client, at)
        client.force_login(house.who(Role.LEAD))
        before = Item.objects.count()
        answer = client.post(at, {**note(house), **page}, follow=True)
        assert answer.redirect_chain == [("/", 303)]
        assert "Nothing of it was done" in words(answer)
        assert Item.objects.count() == before

    def test_words_are_kept_for_an_hour_and_no_longer(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        page, now = of_page(client, at), time.time()
        with time_machine.travel(now + IDLE):
            leads = goes_on_to(client.post(at, {**note(house), **page}))
        with time_machine.travel(now + IDLE + 3500):
            assert SAID in self.signs_in(client, writer, leads).content.decode().replace(
                "&#x27;", "'"
            )
        with time_machine.travel(now + IDLE + 3700):
            shown = client.get(leads)
            assert "is not kept any more" in words(shown)
            assert SAID not in shown.content.decode()

    def test_page_that_one_signs_in_to_by_another_way_offers_what_was_not_shown(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        page = of_page(client, at)
        with time_machine.travel(time.time() + IDLE):
            leads = goes_on_to(client.post(at, {**note(house), **page}))
            home = self.signs_in(client, writer, WORK)
            assert f'href="{leads}">Show it' in home.content.decode().replace("&amp;", "&")
            client.get(leads)
            assert "Show it" not in client.get(WORK).content.decode()

    def test_file_is_chosen_again_and_the_page_says_so(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        page = of_page(client, at)
        with time_machine.travel(time.time() + IDLE):
            sent = {**note(house), **page, "files": SimpleUploadedFile("a.txt", b"words")}
            shown = self.signs_in(client, writer, goes_on_to(client.post(at, sent)))
        assert "Choose the files again: they were not kept." in words(shown)

    def test_mark_that_is_none_of_ours_keeps_nothing(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = Client()
        answer = client.post(at, {**note(house), "key": a_key(), "whose": "forged"})
        assert answer.status_code == 302
        assert not Session.objects.exists()
        other = a_person(Role.INSPECTOR)
        forged = kept_words.seal("another use", kept_words.WHOSE, {"person": other.pk})
        client.post(at, {**note(house), "key": a_key(), "whose": forged})
        assert not Session.objects.exists()

    @pytest.mark.parametrize("how", ["nowhere", "other site", "long ago", "left"])
    def test_nothing_is_kept_for_whom_no_page_of_ours_sent_it(
        self, house: House, writer: Person, at: str, how: str
    ) -> None:
        sent = {**note(house), "key": a_key(), "whose": kept_words.mark(writer)}
        headers = {"Origin": "https://elsewhere.example"} if how == "other site" else {}
        if how == "left":
            people.leave(by=an_admin(), at=AT, key=a_key(), person=writer)
        with time_machine.travel(time.time() + (4 * 24 * 3600 if how == "long ago" else 0)):
            Client().post("/nowhere/" if how == "nowhere" else at, sent, headers=headers)
        assert not Session.objects.exists()

    def test_so_many_forms_are_kept_for_one_client_and_no_more(
        self, house: House, writer: Person, at: str
    ) -> None:
        sent = {**note(house), "key": a_key(), "whose": kept_words.mark(writer)}
        most = limits.KEPT_OF_CLIENT.at_once
        answers = [Client().post(at, sent)["Location"] for _ in range(most + 1)]
        assert ["kept" in one for one in answers] == [True] * most + [False]


def is_kept(one: Session) -> bool:
    """Is this a session that lets nobody in, and holds what is kept?"""
    return isinstance(one.get_decoded().get("kept"), str)


def of_form(shown: Any) -> dict[str, str]:
    forms = [one for one in Page(shown.content.decode()).forms if "key" in one.sends]
    return {name: forms[0].sends[name] for name in ("key", "whose")}


class TestRefused:
    def test_refused_form_is_answered_by_redirect_and_shows_reasons_and_words(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        answer = client.post(at, sent)
        assert (answer.status_code, answer.content) == (303, b"")
        assert SAID[:20] not in rows_in_clear()
        for _ in range(2):  # as often as it is asked for
            shown = client.get(answer["Location"])
            assert shown.status_code == 422
            assert SAID in shown.content.decode()
            assert "Check both times" in words(shown)
            assert shown["Cache-Control"] == "no-store"
        mended = {**note(house), **of_form(shown)}
        assert client.post(answer["Location"], mended).status_code == 302
        assert "is not kept any more" in words(client.get(answer["Location"]))

    def test_refused_form_in_place_is_answered_in_place(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        answer = client.post(at, sent, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert SAID in answer.content.decode()

    def test_what_was_kept_is_not_shown_to_whom_its_page_opens_no_more(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        leads = client.post(at, sent)["Location"]
        [member] = writer.on_teams.filter(inspection=house.inspection, left_at=None)
        by = house.who(Role.LEAD)
        inspections.leave(by=by, at=timezone.now(), key=a_key(), member=member, reason="Moved on.")
        answer = client.get(leads)
        said = words(answer)
        assert "it cannot be sent from its own page any more" in said
        assert SAID in said
        assert house.inspection.title not in said
        assert "Check both times" not in said

    def test_session_that_ended_under_an_open_panel_answers_401(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house), **of_page(client, at)}
        with time_machine.travel(time.time() + IDLE):
            answer = client.post(at, sent, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.content) == (401, b"")

    def test_kept_answer_opens_at_its_own_address_alone(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        name = client.post(at, sent)["Location"].partition("kept=")[2]
        shown = client.get(f"/?kept={name}")
        assert shown.status_code == 200
        assert SAID not in shown.content.decode()

    def test_answer_is_drawn_anew_for_whom_what_they_may_see_has_changed(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        leads = client.post(at, sent)["Location"]
        assert "Check both times" in words(client.get(leads))
        people.grant(by=an_admin(), at=AT, key=a_key(), person=writer, role=Role.EDITOR)
        shown = client.get(leads)
        assert "What you may see has changed" in words(shown)
        assert shown.context["form"]["words"].value() == SAID
        assert "Check both times" not in words(shown)

    def test_what_is_kept_outlives_a_session_that_ends_by_itself_and_no_sign_out(
        self, house: House, writer: Person, at: str
    ) -> None:
        client = signed_in(writer)
        sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
        leads = client.post(at, sent)["Location"]
        with time_machine.travel(time.time() + IDLE):
            asked = client.get(leads)
            assert goes_on_to(asked) == leads
            client.force_login(writer)
            assert SAID in client.get(leads).content.decode()
            client.post(reverse("account_logout"))
            client.force_login(writer)
            assert SAID not in client.get(leads).content.decode()
        held = [one for one in Session.objects.all() if is_kept(one)]
        assert held == []

    def test_form_that_a_gate_of_sign_in_stopped_is_offered_again(
        self, house: House, writer: Person, at: str, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = True
        client = Client()
        client.force_login(writer)  # no factor is set up
        page = {"key": a_key(), "whose": kept_words.mark(writer)}
        assert client.post(at, {**note(house), **page})["Location"].startswith("/accounts/")
        settings.SECOND_FACTOR_REQUIRED = False
        home = client.get(WORK).content.decode()
        leads = re.findall(r'href="([^"]*kept=[^"]*)">Show it', home)
        assert len(leads) == 1
        shown = client.get(leads[0].replace("&amp;", "&"))
        assert shown.context["form"]["words"].value() == SAID
        assert "Something else was asked of you first" in words(shown)


class TestOldToken:
    def test_form_older_than_the_sign_in_is_shown_again_and_goes(
        self, house: House, writer: Person, at: str, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        client = Client(enforce_csrf_checks=True)
        client.force_login(writer)
        sent = {**note(house), **of_page(client, at), "csrfmiddlewaretoken": "a" * 64}
        answer = client.post(at, sent)
        assert answer.status_code == 303
        shown = client.get(answer["Location"])
        assert "You have signed in anew since this page was opened" in words(shown)
        assert shown.context["form"]["words"].value() == SAID


class TestStepUp:
    def test_what_waits_for_a_proof_lies_sealed_and_is_done_once_afterwards(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        path = reverse("people-leave", args=[other.pk])
        page = of_page(client, path)
        with time_machine.travel(time.time() + 16 * 60):
            asked = client.post(path, {**page, "reason": SAID})
            assert SAID[:20] not in rows_in_clear()
            leads = goes_on_to(asked)
            given = {"password": PASSWORD, "next": leads}
            done = client.post(asked["Location"], given, follow=True)
            assert done.status_code == 200
            assert not RoleHeld.objects.filter(person=other, ended_at=None).exists()
            assert "is not kept any more" in words(client.get(leads))

    def test_address_of_what_waits_does_nothing_unless_a_proof_was_given_for_it(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        path = reverse("people-leave", args=[other.pk])
        page = of_page(client, path)
        with time_machine.travel(time.time() + 16 * 60):
            leads = goes_on_to(client.post(path, {**page, "reason": SAID}))
            again = {"password": PASSWORD, "next": WORK}
            client.post(reverse("account_reauthenticate"), again, follow=True)
            shown = client.get(leads)
            assert "This waits for you to send it." in words(shown)
        assert RoleHeld.objects.filter(person=other, ended_at=None).exists()

    def test_proof_of_one_does_nothing_that_another_sent(self) -> None:
        admin, other = an_admin(), a_person(Role.INSPECTOR)
        client = signed_in(admin)
        path = reverse("people-leave", args=[other.pk])
        page = of_page(client, path)
        with time_machine.travel(time.time() + 16 * 60):
            leads = goes_on_to(client.post(path, {**page, "reason": SAID}))
            second = Client()
            second.force_login(an_admin())
            second.get(leads)
        assert RoleHeld.objects.filter(person=other, ended_at=None).exists()


class TestStanding:
    def test_page_learns_whether_its_person_is_signed_in_and_its_token(
        self, writer: Person
    ) -> None:
        client, mark = signed_in(writer), kept_words.mark(writer)
        ask = reverse("standing")
        said = client.get(ask, headers={"X-Whose": mark}).json()
        assert said["state"] == "yours"
        assert len(said["token"]) == 64
        other = kept_words.mark(a_person(Role.LEAD))
        assert client.get(ask, headers={"X-Whose": other}).json() == {"state": "somebody"}
        assert client.get(ask, headers={"X-Whose": "forged"}).json() == {"state": "unknown"}
        assert client.get(ask).json() == {"state": "unknown"}
        assert Client().get(ask, headers={"X-Whose": mark}).json() == {"state": "nobody"}


def test_oldest_of_many_goes_first(house: House, writer: Person, at: str) -> None:
    client = signed_in(writer)
    sent = {**note(house, written_at="2018-10-08T08:00"), **of_page(client, at)}
    leads = [client.post(at, sent)["Location"] for _ in range(kept_words.MOST + 2)]
    assert [client.get(one).status_code for one in leads[:3]] == [200, 200, 422]
    held = [one for one in Session.objects.all() if is_kept(one)]
    assert len(held) == kept_words.MOST
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


def test_who_was_signed_out_while_they_sent_is_led_to_sign_in(rf: RequestFactory) -> None:
    request = rf.post("/accounts/2fa/totp/activate/")
    request.user = AnonymousUser()
    shown = ShownAgain(lambda _: HttpResponse())
    answer = shown.process_exception(request, ReauthenticationRequired())
    assert answer is not None
    assert answer.headers["Location"] == reverse("account_login")
