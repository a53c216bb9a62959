"""A full disk is said in words, reading goes on, and no sign-in is half done."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.middleware import disk_is_full
from tests.factories.rooms import a_key
from tests.interfaces.web.acting import House, words

from .evidence.test_evidence import _record

pytestmark = pytest.mark.django_db
FULL = "The disk of this server is full"


def no_space(*args: Any, **kwargs: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def sqlite_full(*args: Any, **kwargs: Any) -> None:
    raise OperationalError("database or disk is full")


@pytest.fixture
def client(house: House) -> Client:
    """Signed in, and told of a failure as a browser is."""
    found = Client(raise_request_exception=False)
    found.force_login(house.who(Role.INSPECTOR))
    return found


def record(client: Client, house: House, content: bytes = b"x") -> Any:
    file = SimpleUploadedFile("a.txt", content)
    fields = {**_record(house), "key": a_key(), "files": file}
    return client.post(f"/i/{house.inspection.slug}/evidence/record/", fields)


@pytest.mark.parametrize(
    ("what", "fails", "size"),
    [
        ("inspectorate.foundation.files.store.os.fsync", no_space, 1),
        ("inspectorate.domain.evidence.actions.Item.save", sqlite_full, 1),
        # While the form is read, before any page is reached.
        ("django.core.files.uploadhandler.TemporaryUploadedFile", no_space, 3_000_000),
    ],
)
def test_post_on_a_full_disk_is_answered_in_words_and_nothing_is_saved(
    house: House,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    fails: Any,
    size: int,
) -> None:
    before = Item.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(what, fails)
        answer = record(client, house, b"x" * size)
    assert (answer.status_code, FULL in words(answer)) == (507, True)
    assert Item.objects.count() == before
    assert record(client, house, b"x" * size).status_code == 302


def test_any_other_failure_is_not_called_a_full_disk(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(store, "take", broken)
    answer = record(client, house)
    assert (answer.status_code, FULL in words(answer)) == (500, False)


@pytest.mark.parametrize(("fault", "status"), [(errno.EIO, 500), (errno.ENOSPC, 507)])
def test_page_of_a_failure_promises_nothing_of_what_was_sent_and_again_changes_nothing(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch, fault: int, status: int
) -> None:
    """What fails may fail after the act is done."""

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError(fault, "broken")

    before, key = Item.objects.count(), a_key()
    address = f"/i/{house.inspection.slug}/evidence/record/"
    sent = {**_record(house), "key": key}
    with monkeypatch.context() as after:
        after.setattr("inspectorate.interfaces.act_forms.messages.success", broken)
        answer = client.post(address, sent)
    said = words(answer)
    assert (answer.status_code, "may not have been saved" in said) == (status, True)
    assert not any(promise in said for promise in ("was kept", "Nothing was saved"))
    assert Item.objects.count() == before + 1
    assert client.post(address, sent).status_code == 302
    assert Item.objects.count() == before + 1


@pytest.fixture
def sessions_saved(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let rows of sessions be written so many more times; then the disk is full."""

    def only(times: int) -> None:
        real, saved = Session.save, []

        def save(self: Session, *args: Any, **given: Any) -> None:
            saved.append(1)
            return real(self, *args, **given) if len(saved) <= times else sqlite_full()

        monkeypatch.setattr(Session, "save", save)

    return only


def test_page_is_read_and_an_act_done_though_the_time_of_it_cannot_be_noted(
    house: House, client: Client, sessions_saved: Any
) -> None:
    sessions_saved(0)
    assert client.get("/").status_code == 200
    before = Item.objects.count()
    assert record(client, house).status_code == 302
    assert Item.objects.count() == before + 1


@pytest.mark.parametrize("times", [0, 1])
def test_sign_in_that_cannot_be_kept_is_answered_in_words_and_signs_nobody_in(
    house: House, sessions_saved: Any, times: int
) -> None:
    """A row is made for the session first, and who signed in is written into it at the end."""
    person = house.who(Role.INSPECTOR)
    Person.objects.filter(pk=person.pk).update(password=make_password("correct horse staple"))
    client = Client(raise_request_exception=False)
    sessions_saved(times)
    told = {"login": person.email, "password": "correct horse staple"}
    answer = client.post("/accounts/login/", told)
    assert (answer.status_code, FULL in words(answer)) == (507, True)
    assert client.get("/").status_code == 302


def test_postgresql_says_it_by_a_code() -> None:
    class DiskFull(Exception):
        sqlstate = "53100"

    fault = OperationalError("could not extend file")
    fault.__cause__ = DiskFull()
    assert disk_is_full(fault)
    assert not disk_is_full(OperationalError("database is locked"))


def test_what_a_browser_still_sends_is_read_before_it_is_answered(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the connection is closed on it, and it shows no page at all."""
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", no_space)
    answer = record(client, house, b"x" * 5_000_000)
    assert answer.status_code == 507
    assert answer.wsgi_request.read(1) == b""
