"""A passage of a document is cited as evidence: its words stand there, and the item says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.models import Citation, Item
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.recording import Passage
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import layers
from inspectorate.foundation.documents.models import Scan
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Reason, Refused
from inspectorate.interfaces.jobs import documents
from tests.factories import papers, returns
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.keeping import kept
from tests.factories.rooms import AT, a_key, a_request, an_inspection, member, scope_body

pytestmark = pytest.mark.django_db
WORDS = "Supervisors review every case file within 22 days"


@pytest.fixture
@kept
def inspection() -> Inspection:
    return an_inspection()


def handed_in(
    inspection: Inspection, content: bytes | None = None, name: str = "strategy.pdf", **given: Any
) -> Receipt:
    """A document that a body sent, read as the worker reads it."""
    request = given.pop("request", None) or a_request(inspection)
    receipt = fieldwork.receive(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        request=request,
        file=store.take(papers.strategy(14) if content is None else content, name=name),
        **given,
    )
    documents.take_in(receipt.digest)
    return receipt


def cite(
    inspection: Inspection, receipt: Receipt, page: int = 12, words: str = WORDS, **given: Any
) -> Item:
    passage = Passage(document=given.pop("document", Document(receipt=receipt)), page=page)
    return actions.record(
        by=given.pop("by", member(inspection, Role.INSPECTOR)),
        at=LATER,
        key=a_key(),
        inspection=inspection,
        recording=a_recording(
            inspection,
            given.pop("body", receipt.request.scope_body),
            kind="document",
            method="document-review",
            words=words,
            passage=passage,
            **given,
        ),
    )


def refusal(act: Callable[[], object]) -> list[Reason]:
    """The reasons for which an act is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return list(refused.value.reasons)


def codes(act: Callable[[], object]) -> list[str]:
    return [one.code for one in refusal(act)]


def test_the_item_says_page_digest_and_text_in_which_its_words_stand(
    inspection: Inspection,
) -> None:
    receipt = handed_in(inspection)
    item = cite(inspection, receipt)
    found = Citation.objects.get(item=item)
    layer = layers.newest(receipt.digest)
    assert (found.said, found.place, found.page) == ("page 12", "page-12", 12)
    assert (found.name, found.digest) == ("strategy.pdf", receipt.digest)
    assert (found.text_digest, found.method) == (layer.text_digest, layer.method)
    assert (found.document, found.machine_read) == (f"hand-in-{receipt.pk}", False)


def test_words_that_do_not_stand_there_are_refused_with_the_nearest_that_do(
    inspection: Inspection,
) -> None:
    receipt = handed_in(inspection)
    reasons = refusal(lambda: cite(inspection, receipt, words=WORDS.replace("22", "30")))
    assert [one.code for one in reasons] == [EvidenceReason.PASSAGE_NOT_FOUND]
    assert WORDS in reasons[0].mend
    assert reasons[0].field == "words"
    assert not Item.objects.exists()


def test_words_of_another_page_are_refused_with_that_page(inspection: Inspection) -> None:
    receipt = handed_in(inspection)
    reasons = refusal(lambda: cite(inspection, receipt, page=9))
    assert "They stand on page 12." in reasons[0].text


@pytest.mark.parametrize("page", [1, 2])
def test_words_that_run_over_the_end_of_a_page_are_refused_with_both(
    inspection: Inspection, page: int
) -> None:
    content = papers.word([f"Paragraph {number} ends." for number in range(1, 42)])
    receipt = handed_in(inspection, content, "plan.docx")
    words = "Paragraph 40 ends.\nParagraph 41 ends."
    (reason,) = refusal(lambda: cite(inspection, receipt, page=page, words=words))
    assert "They run on from paragraphs 1 to 40 to paragraph 41." in reason.text


def test_cells_of_a_sheet_are_cited_by_name(inspection: Inspection) -> None:
    content = papers.sheet({"Cases 2018": [["Force", "Cases"], ["North", 31]]})
    receipt = handed_in(inspection, content, "return.xlsx")
    item = cite(inspection, receipt, page=1, words="North\n31")
    assert item.citation.said == "sheet Cases 2018, A2 and B2"
    assert item.citation.place == "sheet-Cases_2018-A2"


def test_a_document_that_nobody_read_yet_is_not_cited(inspection: Inspection) -> None:
    receipt = handed_in(inspection)
    layers.newest(receipt.digest).delete()
    assert codes(lambda: cite(inspection, receipt)) == [EvidenceReason.PASSAGE_NOT_READ]


def test_a_page_that_is_not_there_is_not_cited(inspection: Inspection) -> None:
    receipt = handed_in(inspection)
    found = codes(lambda: cite(inspection, receipt, page=99))
    assert found == [EvidenceReason.PASSAGE_NOT_READ]


def test_a_document_the_scanner_refused_is_not_cited(inspection: Inspection) -> None:
    receipt = handed_in(inspection)
    Scan.objects.create(digest=receipt.digest, outcome="hit", told="Eicar", at=AT)
    assert codes(lambda: cite(inspection, receipt)) == [DocumentReason.VIRUS]


def test_the_item_is_marked_no_lower_than_its_document(inspection: Inspection) -> None:
    receipt = handed_in(inspection, marking="OFFICIAL-SENSITIVE")
    found = codes(lambda: cite(inspection, receipt))
    assert found == [EvidenceReason.PASSAGE_MARKED_LOWER]
    item = cite(inspection, receipt, marking="OFFICIAL-SENSITIVE")
    assert item.citation.said == "page 12"


def test_a_document_is_evidence_of_its_own_body(inspection: Inspection) -> None:
    receipt = handed_in(inspection)
    other = scope_body(inspection, 1)
    assert other != receipt.request.scope_body
    found = codes(lambda: cite(inspection, receipt, body=other))
    assert found == [EvidenceReason.PASSAGE_OF_ANOTHER_BODY]


def test_a_data_return_that_was_taken_back_is_not_cited_and_what_was_says_so(
    inspection: Inspection,
) -> None:
    made = returns.hand_in(returns.asked(returns.a_template(inspection)))
    receipt = made.receipt
    documents.take_in(receipt.digest)
    page = {"page": 1, "words": "charged"}
    item = cite(inspection, receipt, **page)
    assert queries.taken_back(item.citation.receipt) is None
    withdrawal = returns.take_back(made)
    assert codes(lambda: cite(inspection, receipt, **page)) == [EvidenceReason.PASSAGE_TAKEN_BACK]
    assert queries.taken_back(item.citation.receipt) == withdrawal


def test_a_document_of_another_inspection_is_cited_by_nobody_here(inspection: Inspection) -> None:
    receipt = handed_in(an_inspection())
    with pytest.raises(Forbidden):
        cite(inspection, receipt, body=scope_body(inspection))


def test_who_may_not_read_a_document_cannot_cite_it(inspection: Inspection) -> None:
    receipt = handed_in(inspection, marking="OFFICIAL-SENSITIVE")
    plain = an_inspection(reading=None)
    below = handed_in(plain, marking="OFFICIAL-SENSITIVE")
    with pytest.raises(Forbidden):
        cite(plain, below, marking="OFFICIAL-SENSITIVE")
    assert cite(inspection, receipt, marking="OFFICIAL-SENSITIVE")


def test_a_file_of_an_item_is_cited_as_a_hand_in_is(inspection: Inspection) -> None:
    base = an_item(inspection, files=[("note.docx", papers.word(["One thing.", "Another."]))])
    attachment = base.attachments.get()
    documents.take_in(attachment.blob_id)
    passage = Passage(document=Document(attachment=attachment), page=1)
    item = actions.record(
        by=member(inspection, Role.INSPECTOR),
        at=LATER,
        key=a_key(),
        inspection=inspection,
        recording=a_recording(inspection, words="Another.", passage=passage),
    )
    assert (item.citation.said, item.citation.document) == (
        "paragraph 2",
        f"file-{attachment.pk}",
    )


def test_a_citation_is_never_changed(inspection: Inspection) -> None:
    item = cite(inspection, handed_in(inspection))
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.filter(item=item).update(said="page 13")


def test_a_newer_document_of_the_same_name_is_said(inspection: Inspection) -> None:
    old = handed_in(inspection)
    cite(inspection, old)
    new = handed_in(inspection, papers.strategy(15), request=old.request)
    reader = member(inspection, Role.INSPECTOR)
    assert queries.newer(reader, Document(receipt=old)) == new
    assert queries.newer(reader, Document(receipt=new)) is None
    kept_ones = queries.citations_of(reader, inspection, Document(receipt=old))
    assert [one.said for one in kept_ones] == ["page 12"]


def test_no_newer_document_is_one_that_was_taken_back(inspection: Inspection) -> None:
    request, reader = returns.asked(returns.a_template(inspection)), member(inspection, Role.LEAD)
    first = returns.hand_in(request)
    second = returns.hand_in(request, ("B1", *returns.GOOD[1:]))
    old = Document(receipt=first.receipt)
    assert queries.newer(reader, old) == second.receipt
    returns.take_back(second)
    assert queries.newer(reader, old) is None
    third = returns.hand_in(request, ("C1", *returns.GOOD[1:]))
    assert queries.newer(reader, old) == third.receipt
    assert queries.newer(reader, Document(receipt=second.receipt)) == third.receipt


def test_citations_of_items_above_a_reader_are_told_them_in_no_list() -> None:
    here = an_inspection(reading=None)
    receipt = handed_in(here)
    cite(here, receipt, marking="OFFICIAL-SENSITIVE")
    reader = member(here, Role.INSPECTOR)
    assert queries.citations_of(reader, here, Document(receipt=receipt)) == []
