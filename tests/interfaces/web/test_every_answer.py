"""What every answer passes through: what is remembered while it is made, what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from inspectorate.interfaces.web.middleware import Answers
from tests.factories.rooms import AT, a_key, a_person, an_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


def told(log: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(one.event, one.ids) for one in events(log)] if log.exists() else []


def asked_by(user: Any, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.user, request.session = user, SessionStore()
    return request


@pytest.mark.parametrize(
    ("method", "remembered"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False)]
)
def test_roles_are_read_once_where_nothing_is_written_and_each_time_in_an_act(
    method: str, remembered: bool
) -> None:
    person = a_person(Role.INSPECTOR)

    def page(request: HttpRequest) -> HttpResponse:
        assert request.user.roles == {Role.INSPECTOR}
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=person, role=Role.INSPECTOR)
        return HttpResponse(str(len(request.user.roles)))

    asking = Person.objects.get(pk=person.pk)
    assert Answers(page)(asked_by(asking, method)).content == (b"1" if remembered else b"0")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_answer_to_a_person_is_kept_by_no_cache_and_that_to_a_stranger_may_be(method: str) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")

    answer = Answers(page)(asked_by(a_person(Role.INSPECTOR), method))
    assert (answer.content, answer["Cache-Control"]) == (b"a page", "no-store")
    stranger = Answers(page)(asked_by(AnonymousUser(), method))
    assert (stranger.content, stranger.has_header("Cache-Control")) == (b"a page", False)


def test_what_was_laid_open_is_told_by_inspection_and_marking(log: Path) -> None:
    person, other = a_person(Role.INSPECTOR), a_person(Role.INSPECTOR)
    high, higher = "OFFICIAL-SENSITIVE", "SECRET"

    def page(request: HttpRequest) -> HttpResponse:
        for slug, row, marking in (
            ("one", person, high),
            ("two", person, high),
            ("one", other, high),
            ("one", person, higher),
            ("one", person, "OFFICIAL"),
        ):
            Reading(slug, ()).noted(row, marking)
        return HttpResponse()

    Answers(page)(asked_by(person))
    first, second = f"people.person:{person.pk}", f"people.person:{other.pk}"
    about = {"person": person.pk}
    assert told(log) == [
        ("read", {**about, "inspection": "one", "marking": high, "objects": [first, second]}),
        ("read", {**about, "inspection": "two", "marking": high, "objects": [first]}),
        ("read", {**about, "inspection": "one", "marking": higher, "objects": [first]}),
    ]


class TestEndOfASession:
    def asked_with(self, client: Client) -> HttpRequest:
        request = RequestFactory().get("/")
        request.session = client.session
        request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]
        return request

    def signed_in(self, person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    def answered(self, request: HttpRequest) -> bool:
        """Is somebody signed in once it is answered?"""
        Answers(lambda _: HttpResponse())(request)
        return SESSION_KEY in request.session

    def test_session_of_who_may_stay_goes_on_and_one_of_nobody_is_none(self, log: Path) -> None:
        assert self.answered(self.asked_with(self.signed_in(a_person(Role.INSPECTOR))))
        request = self.asked_with(Client())
        request.session["kept"] = "before signing in"
        assert not self.answered(request)
        assert request.session["kept"] == "before signing in"
        assert told(log) == []

    def test_session_of_who_holds_no_role_any_more_ends_and_is_told(self, log: Path) -> None:
        person = a_person(Role.INSPECTOR)
        request = self.asked_with(self.signed_in(person))
        people.end_role(by=an_admin(), at=AT, key=a_key(), person=person, role=Role.INSPECTOR)
        assert not self.answered(request)
        assert request.session.is_empty()
        assert told(log) == [("session.ended", {"person": person.pk, "why": "role"})]

    def test_session_begun_under_another_password_ends_and_is_told(self, log: Path) -> None:
        person = a_person(Role.INSPECTOR)
        request = self.asked_with(self.signed_in(person))
        request.session[HASH_SESSION_KEY] = "of another password"
        assert not self.answered(request)
        assert told(log) == [("session.ended", {"person": person.pk, "why": "password"})]
