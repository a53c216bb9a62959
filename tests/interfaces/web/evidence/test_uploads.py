"""Files sent with a form: streamed into the store before the act, and no more than one limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.domain.evidence.models import Attachment, Item
from inspectorate.foundation.files import store
from inspectorate.foundation.files.models import Blob
from tests.factories.rooms import a_key
from tests.interfaces.web.acting import House, signed_in, words

from .test_evidence import _record

pytestmark = pytest.mark.django_db


def send(house: House, key: str, *files: tuple[str, bytes], **given: Any) -> Any:
    from inspectorate.foundation.people.roles import Role

    client = signed_in(house.who(Role.INSPECTOR))
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    path = f"/i/{house.inspection.slug}/evidence/record/"
    return client.post(path, {**_record(house), **given, "key": key, "files": sent})


def lying(settings: Any) -> list[Path]:
    """Every file in the store and among what is being sent."""
    roots = (Path(settings.FILES_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR))
    return [path for root in roots for path in root.rglob("*") if path.is_file()]


def test_file_larger_than_memory_is_meant_for_is_streamed_and_leaves_nothing_else(
    house: House, settings: Any
) -> None:
    content = b"A line of the long transcript.\n" * 100_000  # 3.1 MB: past what Django holds
    before = set(lying(settings))
    assert send(house, a_key(), ("long.txt", content)).status_code == 302
    attachment = Attachment.objects.latest("pk")
    path = store.path_of(attachment.blob_id)
    assert (attachment.name, attachment.blob.size) == ("long.txt", len(content))
    assert set(lying(settings)) - before == {path}
    assert path.read_bytes() == content


def test_files_too_large_together_are_refused_before_one_is_written_and_the_words_stay(
    house: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*args: Any) -> None:
        raise AssertionError("a file was opened for what is refused")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", opened)
    settings.FORM_LIMIT = 3 * 1024 * 1024
    items, before = Item.objects.count(), lying(settings)
    files = [(f"{number}.txt", b"%d" % number * 1_000_000) for number in range(4)]
    answer = send(house, a_key(), *files, words="Typed for half an hour.")
    assert answer.status_code == 422
    said = words(answer)
    assert "larger than 3 MB together" in said
    assert "Typed for half an hour." in answer.content.decode()
    assert (Item.objects.count(), lying(settings)) == (items, before)


def test_words_alone_past_no_limit_are_taken(house: House, settings: Any) -> None:
    settings.FORM_LIMIT = 10_000
    assert send(house, a_key(), ("a.txt", b"x" * 5_000)).status_code == 302


def test_file_of_a_secret_item_never_lies_in_the_store(house: House, settings: Any) -> None:
    before = lying(settings)
    answer = send(house, a_key(), ("a.txt", b"secret"), marking="SECRET", words="", stub="Safe 4")
    assert answer.status_code == 422
    assert "A file with SECRET content is never stored here." in words(answer)
    assert lying(settings) == before


def test_form_refused_and_sent_again_with_its_key_finds_the_bytes_it_brought(
    house: House, settings: Any
) -> None:
    blobs, key = Blob.objects.count(), a_key()
    assert send(house, key, ("a.txt", b"brought"), written_at="2018-10-08T08:00").status_code == 422
    lie = lying(settings)
    assert Blob.objects.count() == blobs
    assert send(house, key, ("a.txt", b"brought")).status_code == 302
    assert (Blob.objects.count(), lying(settings)) == (blobs + 1, lie)
    again = send(house, key, ("a.txt", b"brought"))
    other = send(house, key, ("a.txt", b"other bytes"))
    assert (again.status_code, other.status_code) == (302, 422)
    assert Attachment.objects.filter(name="a.txt").count() == 1
