"""How much a form may hold: what is too much is refused in words, before it costs anything."""

from __future__ import annotations

import html
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.uploads import Forms
from tests.factories.rooms import a_key
from tests.interfaces.web.acting import House, signed_in

from .evidence.test_evidence import _record

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
MANY = "&".join(f"a{one}=1" for one in range(1_500))
LOGIN = "/accounts/login/"


def words_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        ("a=" + "x" * 4_000_000, FORM, 413, "more than 3 MB"),
        ("a=" + "%C5%B5" * 700_000, FORM, 413, "more than 3 MB"),
        (MANY, FORM, 413, "1,000 fields"),
        ("a=1", f"{FORM}; charset=utf-7", 400, "cannot be read"),
        ("a=1", f"{FORM}; charset=zlib", 400, "cannot be read"),
        ("x", "multipart/form-data", 400, "cannot be read"),
        ("x", "multipart/form-data; boundary=a; charset=hex", 400, "cannot be read"),
    ],
)
def test_form_that_is_too_much_or_none_is_refused_in_words_before_the_database_is_asked(
    body: str, kind: str, status: int, says: str
) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        answer = Client().generic("POST", LOGIN, body, content_type=kind)
    assert answer.status_code == status
    assert says in words_of(answer)
    assert "Go back: what you wrote is still there" in words_of(answer)
    assert not asked.captured_queries


def test_more_files_than_are_taken_at_once_are_refused_in_words() -> None:
    files = [SimpleUploadedFile(f"{one}.txt", b"x") for one in range(120)]
    answer = Client().post(LOGIN, {"files": files})
    assert answer.status_code == 413
    assert "100 files at once" in words_of(answer)


def test_host_that_is_not_ours_is_refused_in_words() -> None:
    answer = Client().get(LOGIN, headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "cannot be read" in words_of(answer)


def test_long_form_waits_for_its_turn_and_a_short_one_does_not() -> None:
    answered: list[int] = []

    def send(body: str) -> threading.Thread:
        def work() -> None:
            answered.append(Forms(_fine)(_request(body)).status_code)

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    with Forms._turn:
        long, short = send("a=" + "x" * 200_000), send("a=x")
        short.join(timeout=60)
        assert answered == [204]
        assert long.is_alive()
    long.join(timeout=60)
    assert answered == [204, 204]


def _fine(_request: Any) -> Any:
    from django.http import HttpResponse

    return HttpResponse(status=204)


def _request(body: str) -> Any:
    from django.test import RequestFactory

    return RequestFactory().post(LOGIN, body, content_type=FORM)


def test_field_longer_than_anybody_reads_is_refused_by_name_and_its_words_stay(
    house: House,
) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    path = f"/i/{house.inspection.slug}/evidence/record/"
    words = "A long note. " * 16_000
    answer = client.post(path, {**_record(house), "key": a_key(), "words": words})
    assert answer.status_code == 422
    assert "207,999 characters; at most 200,000 are taken" in words_of(answer)
    assert words.strip() in html.unescape(answer.content.decode())
    assert not Item.objects.filter(words__startswith="A long note").exists()


def test_document_may_be_longer_than_a_note_and_has_its_own_bound() -> None:
    from inspectorate.interfaces.web.reports.forms import TextForm

    def of(length: int) -> TextForm:
        return TextForm({"key": "a", "version": "1", "text": "x" * length})

    assert of(500_000).is_valid()
    assert "500,001 characters" in str(of(500_001).errors["text"])


def test_file_that_comes_down_is_opened_by_no_browser_in_our_name(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    path = f"/i/{house.inspection.slug}/evidence/record/"
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF")
    told = {**_record(house), "key": a_key(), "files": file}
    assert client.post(path, told).status_code == 302
    attached = Item.objects.latest("pk").attachments.get()
    got = client.get(f"/i/{house.inspection.slug}/evidence/file/{attached.pk}/")
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.streaming


def test_table_is_read_no_further_than_a_table_is_long(house: House) -> None:
    from inspectorate.foundation.spreadsheets import reading
    from inspectorate.interfaces.web.programmes.forms import LoadForm

    file = SimpleUploadedFile("a.csv", b"a" * (reading.LIMIT_BYTES + 500))
    form = LoadForm({"key": "a"}, {"file": file})
    assert form.is_valid(), form.errors
    assert len(form.arguments()["content"]) == reading.LIMIT_BYTES + 1


def test_words_of_a_form_are_bounded_below_its_files() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < settings.FORM_LIMIT
