"""The text of a document is kept as it was read, made again at any time, and compared."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from click.testing import CliRunner

from inspectorate.foundation.documents import extracting, layers, places
from inspectorate.foundation.documents.models import Outcome, Scan, TextLayer, TextPage
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.interfaces.cli.main import main
from inspectorate.interfaces.jobs import documents
from tests.factories import papers, scanners
from tests.factories.findings import an_item
from tests.factories.rooms import AT, an_inspection

pytestmark = pytest.mark.django_db


def attached(content: bytes, name: str) -> str:
    """The digest of a file of an item."""
    return an_item(an_inspection(), files=[(name, content)]).attachments.get().blob_id


def test_a_document_is_kept_page_by_page_under_its_digest() -> None:
    digest = attached(papers.strategy(3), "strategy.pdf")
    layer = documents.take_in(digest)
    assert layer == layers.newest(digest)
    assert [one.title for one in layer.pages.all()] == ["page 1", "page 2", "page 3"]
    assert "within 12 days" in layer.pages.get(number=2).parts[0][1]
    assert layer.method.startswith("pdf-text 2, pypdfium2")
    assert not layer.machine_read


def test_read_again_the_same_text_takes_its_place_and_nothing_is_told() -> None:
    digest = attached(papers.word(["One.", "Two."]), "note.docx")
    before = documents.take_in(digest).text_digest
    assert documents.compared(digest) == []
    documents.take_in(digest)
    assert TextLayer.objects.get().text_digest == before
    assert TextPage.objects.count() == 1


def test_a_text_changed_by_hand_is_told_and_made_again_by_the_command() -> None:
    digest = attached(papers.word(["One.", "Two."]), "note.docx")
    documents.take_in(digest)
    TextPage.objects.update(parts=[["para-1", "Another."]])
    result = CliRunner().invoke(main, ["read-documents", "--again"])
    assert result.exit_code == 1
    assert f"text of {digest}: its pages are not those of its digest" in result.output
    assert TextPage.objects.get().parts == [["para-1", "One."], ["para-2", "Two."]]
    assert CliRunner().invoke(main, ["read-documents", "--again"]).exit_code == 0


def test_what_is_cut_to_be_kept_is_no_fault() -> None:
    digest = attached(papers.word(["One."]), "note.docx")
    page = places.Page("t" * 400, (places.Part("sheet-s-A1", "31"),), "s" * 200)
    read = extracting.Extraction("a method", (page,))
    layer = layers.keep(digest, read, at=AT)
    assert list(layers.faults(layer, read)) == []


def test_a_digest_changed_by_hand_is_told_as_well() -> None:
    digest = attached(papers.word(["One."]), "note.docx")
    documents.take_in(digest)
    TextLayer.objects.update(text_digest="0" * 64)
    assert len(documents.compared(digest)) == 2


def test_the_text_of_an_earlier_method_stands_beside_and_is_no_fault() -> None:
    digest = attached(papers.word(["One."]), "note.docx")
    documents.take_in(digest)
    early = TextLayer.objects.get()
    pages = [layers.page_of(one) for one in early.pages.all()]
    layers.keep(digest, extracting.Extraction("an earlier method", tuple(pages)), at=AT)
    assert documents.compared(digest) == []
    documents.take_in(digest)
    assert layers.newest(digest).method.startswith("word-text")
    assert TextLayer.objects.count() == 2


def test_the_command_reads_what_nobody_asked_for_and_once() -> None:
    attached(papers.word(["One."]), "note.docx")
    runner = CliRunner()
    assert runner.invoke(main, ["read-documents"]).output == "Read 1 files.\n"
    assert runner.invoke(main, ["read-documents"]).output == "Read 0 files.\n"


def test_a_document_without_text_keeps_the_reason_and_is_tried_again() -> None:
    digest = attached(papers.locked(), "locked.pdf")
    layer = documents.take_in(digest)
    assert (layer.refused, layer.text_digest) == ("document_encrypted", "")
    documents.take_in(digest)
    assert TextLayer.objects.count() == 1


@pytest.mark.parametrize("method", ["", "word-text 2"])
def test_a_refusal_takes_no_text_away_and_is_told_by_the_command(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    digest = attached(papers.word(["One."]), "note.docx")
    read = documents.take_in(digest)
    refusal = extracting.Extraction(method and read.method, refused=DocumentReason.TOO_LONG)
    monkeypatch.setattr(documents, "extracted", lambda *_: refusal)
    result = CliRunner().invoke(main, ["read-documents", "--again"])
    assert result.exit_code == 1
    assert f"text of {digest}: it was read, and is not any more. It took longer" in result.output
    assert layers.newest(digest) == read
    assert TextLayer.objects.count() == 1
    assert TextPage.objects.get().parts == [["para-1", "One."]]


def test_a_refused_document_is_tried_again_by_hand_and_not_each_night() -> None:
    digest = attached(papers.locked(), "locked.pdf")
    assert documents.waits(digest)
    documents.take_in(digest)
    assert (documents.waits(digest), documents.unread(digest)) == (True, False)
    layers.keep(digest, extracting.Extraction(refused=DocumentReason.NO_READER), at=AT)
    assert not documents.waits(digest)


def test_a_harmful_document_is_not_read(settings: Any) -> None:
    content = b"Words.\n\n" + scanners.harmful()
    digest = attached(content, "note.txt")
    with scanners.stand_in() as settings.SCANNER:
        assert documents.take_in(digest) is None
    assert Scan.objects.get().outcome == Outcome.HIT
    assert layers.newest(digest) is None
    assert not documents.waits(digest)
    layers.keep(digest, extracting.Extraction(refused=DocumentReason.TOO_LONG), at=AT)
    assert not documents.waits(digest)


def test_a_file_that_the_store_lost_is_told_by_the_command() -> None:
    content = papers.word(["One."])
    attached(content, "note.docx")
    store.path_of(hashlib.sha256(content).hexdigest()).unlink()
    result = CliRunner().invoke(main, ["read-documents"])
    assert result.exit_code == 1
    assert "is not in the store" in result.output
