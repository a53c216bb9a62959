"""A document handed in is opened, read with its anchors, and cited; the trace leads back to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.evidence import queries
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.models import Citation, Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Receipt, Request
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import layers
from inspectorate.foundation.documents.extracting import Extraction
from inspectorate.foundation.documents.models import Scan, TextLayer
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.jobs import documents
from tests.factories import papers, returns, scanners
from tests.factories.rooms import (
    AT,
    a_contact,
    a_key,
    a_request,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
WORDS = "Supervisors review every case file within 22 days"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def handed_in(
    inspection: Inspection, content: bytes, name: str, *, read: bool = True, **given: Any
) -> Receipt:
    receipt = fieldwork.receive(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        request=given.pop("request", None) or a_request(inspection),
        file=store.take(content, name=name),
        **given,
    )
    if read:
        documents.take_in(receipt.digest)
    return receipt


def text_of(receipt: Receipt, more: str = "") -> str:
    return f"evidence/documents/hand-in-{receipt.pk}/text/{more}"


def citing(inspection: Inspection, **given: Any) -> dict[str, Any]:
    return {
        "words": WORDS,
        "origin": "The force's strategy",
        "criteria": [criterion(inspection).pk],
        "direction": "supports",
        "marking": "OFFICIAL",
        "observed_at": "2018-10-01T10:00",
        **given,
    }


def test_a_page_is_read_with_its_anchor_and_neighbours(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    page = door(inspection, Role.INSPECTOR).get(text_of(receipt, "?page=12"))
    told = words(page)
    assert page.status_code == 200
    assert 'id="page-12"' in told
    assert WORDS in told
    assert "?page=11" in told
    assert "?page=13" in told
    assert receipt.digest in told
    assert "this installation has no scanner" in told


def test_a_page_past_the_last_is_the_last(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.strategy(3), "strategy.pdf")
    told = words(door(inspection, Role.INSPECTOR).get(text_of(receipt, "?page=99")))
    assert 'id="page-3"' in told


def test_a_page_of_a_pdf_is_shown_as_a_picture_too(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.strategy(2), "strategy.pdf")
    found = door(inspection, Role.INSPECTOR).get(text_of(receipt, "?page=2&as=picture"))
    assert found["Content-Type"] == "image/png"
    assert found.content.startswith(b"\x89PNG")
    word = handed_in(inspection, papers.word(["One."]), "note.docx")
    assert door(inspection, Role.INSPECTOR).get(text_of(word, "?as=picture")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "anchor"),
    [
        (papers.word(["One.", "Two."]), "note.docx", "para-2"),
        (papers.sheet({"Cases": [["Force", "Cases"], ["North", 31]]}), "a.xlsx", "sheet-Cases-B2"),
        (b"Force,Cases\nNorth,31\n", "a.csv", "row-2"),
        (b"One.\n\nTwo.", "note.txt", "para-2"),
    ],
    ids=["word", "sheet", "rows", "text"],
)
def test_each_kind_of_document_has_its_anchors(
    inspection: Inspection, content: bytes, name: str, anchor: str
) -> None:
    receipt = handed_in(inspection, content, name)
    told = words(door(inspection, Role.INSPECTOR).get(text_of(receipt)))
    assert f'id="{anchor}"' in told


def test_markup_in_a_document_is_shown_and_not_obeyed(inspection: Inspection) -> None:
    receipt = handed_in(inspection, b"<script>alert(1)</script>\n\nTwo.", "note.txt")
    told = words(door(inspection, Role.INSPECTOR).get(text_of(receipt)))
    assert "&lt;script&gt;alert(1)" in told
    assert "<script>alert(1)" not in told


def test_words_are_cited_and_the_trace_ends_at_page_and_digest(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    inspector = door(inspection, Role.INSPECTOR)
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/?page=12"
    assert inspector.post(address, **citing(inspection)).status_code == 302
    item = Item.objects.get()
    place = f"{text_of(receipt)}?page=12#page-12"
    for page in (f"evidence/{item.number}/", f"publication/trace/?id={item.ref}"):
        told = words(door(inspection, Role.LEAD).get(page))
        assert place in told, page
        assert "page 12 of strategy.pdf" in told
        assert receipt.digest in told
    # It was recorded long after what it tells of.
    assert (
        f'{item.ref}</a> <span class="ins-tag ins-tag--waiting">Late</span> page 12, on'
        in words(inspector.get(text_of(receipt, "?page=12")))
    )


def test_ticked_blocks_are_quoted_whole(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One.", "Two.", "Three."]), "note.docx")
    inspector = door(inspection, Role.INSPECTOR)
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    sent = citing(inspection, words="", chosen=["0", "2"])
    assert inspector.post(address, **sent).status_code == 302
    assert Item.objects.get().words == "One.\n…\nThree."
    assert Citation.objects.get().said == "paragraphs 1 and 3"


def test_words_within_a_ticked_row_are_those_of_that_row(inspection: Inspection) -> None:
    content = papers.sheet({"Cases": [["North", 31], ["South", 31]]})
    receipt = handed_in(inspection, content, "a.xlsx")
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    sent = citing(inspection, words="31", chosen=["1"])
    assert door(inspection, Role.INSPECTOR).post(address, **sent).status_code == 302
    assert Citation.objects.get().place == "sheet-Cases-B2"


def test_words_that_do_not_stand_there_keep_the_form_and_tell_the_nearest(
    inspection: Inspection,
) -> None:
    receipt = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/?page=12"
    sent = citing(inspection, words=WORDS.replace("22", "30"))
    page = door(inspection, Role.INSPECTOR).post(address, **sent)
    told = words(page)
    assert page.status_code == 422
    assert "These words do not stand on page 12." in told
    assert WORDS in told
    assert "within 30 days" in told
    assert not Item.objects.exists()


def test_neither_words_nor_ticks_are_refused(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx")
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    page = door(inspection, Role.INSPECTOR).post(address, **citing(inspection, words=""))
    assert page.status_code == 422
    assert "Copy the words you cite, or tick them." in words(page)


def test_what_cannot_be_read_says_why_and_can_be_tried_again(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.locked(), "locked.pdf")
    inspector = door(inspection, Role.INSPECTOR)
    told = words(inspector.get(text_of(receipt)))
    assert "It is protected by a password." in told
    assert "Read its text now" in told


def test_what_could_not_be_read_once_is_read_when_asked_again(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx", read=False)
    layers.keep(receipt.digest, Extraction(refused=DocumentReason.TOO_LONG), at=AT)
    inspector = door(inspection, Role.INSPECTOR)
    assert "It took longer than ten seconds" in words(inspector.get(text_of(receipt)))
    again = f"evidence/documents/hand-in-{receipt.pk}/text/again/"
    assert inspector.post(again).status_code == 302
    assert 'id="para-1"' in words(inspector.get(text_of(receipt)))


def test_what_nothing_here_opens_offers_no_second_try(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx", read=False)
    layers.keep(receipt.digest, Extraction(refused=DocumentReason.NO_READER), at=AT)
    told = words(door(inspection, Role.INSPECTOR).get(text_of(receipt)))
    assert "It can be downloaded." in told
    assert "Read its text now" not in told


def test_a_document_nobody_read_is_read_on_request(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx", read=False)
    inspector = door(inspection, Role.INSPECTOR)
    assert "Its text was not read yet." in words(inspector.get(text_of(receipt)))
    again = f"evidence/documents/hand-in-{receipt.pk}/text/again/"
    assert inspector.post(again).status_code == 302
    assert 'id="para-1"' in words(inspector.get(text_of(receipt)))


def test_what_a_contact_hands_in_is_scanned_and_read_by_itself(
    inspection: Inspection, settings: Any
) -> None:
    request = a_request(inspection)
    with scanners.stand_in() as settings.SCANNER:
        for content, name in (
            (papers.word(["One."]), "note.docx"),
            (scanners.harmful(), "bad.txt"),
        ):
            _hand_in(request, content, name)
    good, bad = Receipt.objects.order_by("pk")
    assert layers.newest(good.digest).text_digest
    inspector = door(inspection, Role.INSPECTOR)
    told = words(inspector.get(f"fieldwork/requests/{request.pk}/"))
    assert "none found" in told
    assert "Refused: the scanner found Eicar-Test" in told
    # To everybody, by every address.
    for address in (f"fieldwork/requests/file/{bad.pk}/", f"fieldwork/requests/file/{good.pk}/"):
        expected = 422 if str(bad.pk) in address else 200
        assert inspector.get(address).status_code == expected
    assert "Nobody can open it here." in words(inspector.get(text_of(bad)))
    assert TextLayer.objects.count() == 1


def _hand_in(request: Request, content: bytes, name: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = Client()
    client.force_login(a_contact(request.scope_body.body))
    place = list(Request.objects.filter(scope_body=request.scope_body).order_by("pk")).index(
        request
    )
    address = reverse(
        "portal-receive",
        args=[request.inspection.slug, request.scope_body.code, place + 1],
    )
    sent = {"key": a_key(), "note": "", "file": SimpleUploadedFile(name, content)}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def test_while_a_file_waits_for_the_scanner_nobody_opens_it(
    inspection: Inspection, settings: Any
) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx")
    settings.SCANNER = "unix:/nowhere/clamd.ctl"
    inspector = door(inspection, Role.INSPECTOR)
    told = words(inspector.get(text_of(receipt)))
    assert "Waiting for the scanner." in told
    assert 'id="para-1"' not in told
    to_cite = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    assert "One." not in words(inspector.get(to_cite))
    refused = inspector.post(to_cite, **citing(inspection, words="Oné."))
    assert refused.status_code == 422
    assert "One." not in words(refused)
    assert inspector.get(f"fieldwork/requests/file/{receipt.pk}/").status_code == 422


def test_a_refused_document_keeps_what_was_cited_of_it(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    inspector = door(inspection, Role.INSPECTOR)
    inspector.post(f"evidence/documents/hand-in-{receipt.pk}/cite/?page=12", **citing(inspection))
    Scan.objects.create(digest=receipt.digest, outcome="hit", told="Eicar", at=AT)
    told = words(inspector.get(text_of(receipt)))
    assert "What was cited of it" in told
    assert 'id="page-12"' not in told


def test_nothing_is_cited_of_a_return_that_was_taken_back_and_its_page_says_why(
    inspection: Inspection,
) -> None:
    made = returns.hand_in(returns.asked(returns.a_template(inspection)))
    documents.take_in(made.receipt.digest)
    client, to = door(inspection, Role.INSPECTOR), text_of(made.receipt)
    cite = f"hand-in-{made.receipt_id}/cite/"
    assert cite in client.get(to).content.decode()
    returns.take_back(made)
    page = client.get(to)
    assert cite not in page.content.decode()
    assert "Cite what was sent in its place." in words(page)


def test_a_newer_document_is_said_on_the_old_one_and_on_its_items(inspection: Inspection) -> None:
    old = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    inspector = door(inspection, Role.INSPECTOR)
    inspector.post(f"evidence/documents/hand-in-{old.pk}/cite/?page=12", **citing(inspection))
    handed_in(inspection, papers.strategy(15), "strategy.pdf", request=old.request)
    assert "A newer version of this document came" in words(inspector.get(text_of(old)))
    item = Item.objects.get()
    assert "A newer version of this document" in words(inspector.get(f"evidence/{item.number}/"))


def test_name_of_a_hand_in_that_its_reader_may_not_read_is_not_told_by_another_of_that_name(
    inspection: Inspection,
) -> None:
    old = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    same = {"request": old.request, "read": False, "marking": "OFFICIAL-SENSITIVE"}
    handed_in(inspection, papers.strategy(15), "strategy.pdf", **same)
    assert "A newer version" not in words(door(inspection, Role.EDITOR).get(text_of(old)))
    assert "A newer version" in words(door(inspection, Role.INSPECTOR).get(text_of(old)))


def test_words_of_two_ticked_places_with_another_between_are_not_one_passage(
    inspection: Inspection,
) -> None:
    content = papers.word(["Custody was", "not on all visits", "safe that day."])
    receipt = handed_in(inspection, content, "note.docx")
    address = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    sent = citing(inspection, words="Custody was safe that day.", chosen=["0", "2"])
    assert door(inspection, Role.INSPECTOR).post(address, **sent).status_code == 422
    sent = citing(inspection, words="Custody was … safe that day.", chosen=["0", "2"])
    assert door(inspection, Role.INSPECTOR).post(address, **sent).status_code == 302


def test_what_replaces_a_document_is_its_newer_version_whatever_it_is_called(
    inspection: Inspection, django_assert_num_queries: Any
) -> None:
    old = handed_in(inspection, papers.strategy(14), "strategy.pdf")
    same = {"request": old.request, "read": False}
    second = handed_in(inspection, papers.strategy(15), "new-name.pdf", replaces=old, **same)
    last = handed_in(inspection, papers.strategy(16), "final.pdf", replaces=second, **same)
    handed_in(inspection, papers.strategy(13), "strategy.pdf", **same)
    lead = member(inspection, Role.LEAD)
    with django_assert_num_queries(1):
        assert queries.newer(lead, Document(receipt=old)) == last
    assert queries.newer(lead, Document(receipt=last)) is None


@pytest.mark.parametrize("key", ["hand-in-0", "file-0", "hand-in", "x-1", "hand-in-999999999"])
def test_an_address_of_no_document_does_not_exist(inspection: Inspection, key: str) -> None:
    found = door(inspection, Role.INSPECTOR).get(f"evidence/documents/{key}/text/")
    assert found.status_code == 404


def test_a_marked_document_is_found_by_those_alone_who_may_read_it() -> None:
    here = an_inspection(reading=None)
    receipt = handed_in(here, papers.word(["One."]), "n.docx", marking="OFFICIAL-SENSITIVE")
    inspector = door(here, Role.INSPECTOR)
    cite = f"evidence/documents/hand-in-{receipt.pk}/cite/"
    assert inspector.get(text_of(receipt)).status_code == 404
    assert inspector.get(cite).status_code == 404
    assert inspector.post(cite, **citing(here)).status_code == 404


def test_a_contact_of_any_body_finds_no_address_of_documents(inspection: Inspection) -> None:
    receipt = handed_in(inspection, papers.word(["One."]), "note.docx")
    own, other = receipt.request.scope_body, scope_body(inspection, 1)
    assert own != other
    for body in (own, other):
        client = Client()
        client.force_login(a_contact(body.body))
        for name in ("evidence-read", "evidence-cite"):
            address = reverse(name, args=[inspection.slug, f"hand-in-{receipt.pk}"])
            assert client.get(address).status_code == 404
            assert client.get(f"{address}?as=picture").status_code == 404
        again = reverse("evidence-read-again", args=[inspection.slug, f"hand-in-{receipt.pk}"])
        assert client.post(again).status_code == 404
