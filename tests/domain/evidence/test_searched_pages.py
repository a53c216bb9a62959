"""Pages of documents are found by their words, each by the row that holds the file."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence import searched_pages
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.searched_pages import PAGE
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import layers, scanning
from inspectorate.foundation.documents.extracting import Extraction
from inspectorate.foundation.documents.models import Outcome, Scan
from inspectorate.foundation.documents.places import Page, Part
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import finding, keeping
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.port import COMMON
from tests.factories import returns
from tests.factories.findings import an_item
from tests.factories.rooms import AT, a_key, a_request, an_inspection, member
from tests.factories.searching import as_it_stands, dispose_of, keep_text, names_found

pytestmark = pytest.mark.django_db
CONTENT = b"The strategy."


def handed_in(inspection: Inspection, body: int = 0, **given: Any) -> Receipt:
    return fieldwork.receive(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        request=a_request(inspection, body),
        file=store.take(CONTENT, name="strategy.txt"),
        **given,
    )


def hits(inspection: Inspection, text: str, role: Role = Role.LEAD) -> list[finding.Hit]:
    found = finding.found(member(inspection, role), [inspection], Search(text, kind="page"))
    return [hit for one in found for hit in one.hits]


def test_same_bytes_of_two_bodies_are_two_hits_each_up_to_its_own_marking() -> None:
    inspection = an_inspection()
    first = handed_in(inspection)
    keep_text(first.digest, "One.", "A quokka was seen.")
    # The text stands already when the second comes.
    second = handed_in(inspection, 1, marking="OFFICIAL-SENSITIVE")
    item = an_item(inspection, files=[("copy.txt", CONTENT)])
    keys = [f"hand-in-{first.pk}", f"hand-in-{second.pk}", f"file-{item.attachments.get().pk}"]
    told = {one.address[1]: (one.completed, one.marking) for one in hits(inspection, "quokka")}
    where = "?page=2#page-2"
    assert told == {
        keys[0]: (where, "OFFICIAL"),
        keys[1]: (where, "OFFICIAL-SENSITIVE"),
        keys[2]: (where, "OFFICIAL"),
    }
    open_to = {one.address[1] for one in hits(inspection, "quokka", Role.EDITOR)}
    assert open_to == {keys[0], keys[2]}


def test_hit_leads_to_the_paragraph_in_which_its_words_stand() -> None:
    inspection = an_inspection()
    receipt = handed_in(inspection)
    parts = (Part("para-1", "Of keeping."), Part("para-2", "Of a quokka."), Part("para-3", "End."))
    read = Extraction("by hand", (Page("paragraphs 1 to 3", parts),))
    layers.keep(receipt.digest, read, at=AT)
    assert [one.completed for one in hits(inspection, "quokka")] == ["?page=1#para-2"]


def test_text_made_again_with_fewer_pages_finds_nothing_of_the_earlier() -> None:
    inspection = an_inspection()
    receipt = handed_in(inspection)
    keep_text(receipt.digest, "A quokka.", "A wombat.")
    keep_text(receipt.digest, "A numbat.")
    lead = member(inspection, Role.LEAD)
    found = [names_found(lead, inspection, one) for one in ("quokka", "wombat", "numbat")]
    assert found == [{}, {}, {"page": 1}]
    layers.keep(receipt.digest, Extraction(refused=DocumentReason.TOO_LONG), at=AT)
    assert names_found(lead, inspection, "numbat") == {"page": 1}, "a refusal takes no text away"


def test_hand_in_that_was_destroyed_is_found_no_more_and_its_copy_still_is() -> None:
    inspection = an_inspection()
    receipt = handed_in(inspection)
    an_item(inspection, files=[("copy.txt", CONTENT)])
    keep_text(receipt.digest, "A quokka.")
    lead = member(inspection, Role.LEAD)
    before = names_found(lead, inspection, "quokka")
    dispose_of(receipt, [], by=lead)
    assert (before, names_found(lead, inspection, "quokka")) == ({"page": 2}, {"page": 1})


def test_page_of_a_return_that_was_taken_back_says_so() -> None:
    inspection = an_inspection()
    made = returns.hand_in(returns.asked(returns.a_template(inspection)))
    keep_text(made.receipt.digest, "A quokka.")

    def told() -> list[bool]:
        return ["Taken back" in one.said for one in hits(inspection, "quokka")]

    assert told() == [False]
    returns.take_back(made)
    assert told() == [True]


def test_file_that_the_scanner_refuses_is_found_no_more() -> None:
    inspection = an_inspection()
    receipt = handed_in(inspection)
    keep_text(receipt.digest, "A quokka.")
    Scan.objects.create(digest=receipt.digest, outcome=Outcome.HIT, told="Eicar", at=AT)
    keeping.tell(Scan.objects.get())
    lead = member(inspection, Role.LEAD)
    assert scanning.standing(receipt.digest).harmful
    assert names_found(lead, inspection, "quokka") == {}
    assert finding.facets(lead, [inspection], Search(kind="page")).kinds == {}


def test_pages_made_afresh_are_those_that_were_kept_as_they_came() -> None:
    inspection = an_inspection()
    for place in range(2):
        keep_text(handed_in(inspection, place).digest, "A quokka.", "A wombat.")
    kept = as_it_stands(COMMON)
    assert keeping.rebuild()["page"] == 4
    assert as_it_stands(COMMON) == kept
    keys = [one.thing for one in hits(inspection, "")]
    PAGE.forget(*keys)
    keeping.bring(inspection.pk)
    assert as_it_stands(COMMON) == kept


def test_hits_are_laid_open_in_as_many_queries_however_many() -> None:
    inspection, counts = an_inspection(), []
    for text in (["A quokka."], ["A quokka."] * 4):
        keep_text(handed_in(inspection, len(counts)).digest, *text)
        with CaptureQueriesContext(connection) as made:
            assert hits(inspection, "quokka")
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert not Item.objects.exists()


def test_page_past_the_room_of_its_key_is_found_as_no_page_of_another_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searched_pages, "_PAGES_APART", 2)
    inspection = an_inspection()
    receipt = handed_in(inspection)
    keep_text(receipt.digest, "One wombat.", "Two numbats.", "Three bilbies.")
    # The page after would have the key of page 1 of a file of an item, or of the next hand-in.
    an_item(inspection, files=[("copy.txt", CONTENT)])
    for words, number in (("wombat", 2), ("numbats", 0), ("bilbies", 0)):
        asked = Search(words, kind="page")
        found = finding.found(member(inspection, Role.LEAD), [inspection], asked)
        assert sum(one.total for one in found) == number
