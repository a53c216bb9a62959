"""What a device is given of the documents of a pack: named, written down, and by which door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Receipt, Request, Visit
from inspectorate.foundation.documents.models import Outcome, Scan
from inspectorate.foundation.files import store
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.models import PackTaken, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from inspectorate.interfaces.jobs import documents
from inspectorate.interfaces.web.capture import packs
from inspectorate.interfaces.web.capture.packs import holds_of
from tests.factories import papers, returns
from tests.factories.devices import device_of, enrolled
from tests.factories.rooms import (
    AT,
    a_key,
    a_request,
    a_visit,
    an_inspection,
    join,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db
CONTENT = b"Force,Cases\nNorth,31\n"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def visit() -> Visit:
    return a_visit(an_inspection(bodies=2, phase="fieldwork"))


@pytest.fixture
def asked(visit: Visit) -> Request:
    return a_request(visit.inspection, 0, title="Training records")


def handed_in(asked: Request, content: bytes = CONTENT, name: str = "cases.csv", **how: Any) -> Any:
    return fieldwork.receive(
        by=member(asked.inspection, Role.LEAD),
        at=how.pop("at", AT),
        key=a_key(),
        request=asked,
        file=store.take(content, name=name),
        **how,
    )


class Laptop:
    """A device of one person, signed in, that took a visit along."""

    def __init__(self, visit: Visit, person: Person) -> None:
        self.visit, self.person = visit, person
        self.browser = enrolled(person)
        self.client = Client()
        self.client.force_login(person)

    def take(self) -> dict[str, Any]:
        sent = {"device": self.browser.id, "key": a_key()[:22]}
        address = reverse("capture-pack", args=[self.visit.inspection.slug, self.visit.pk])
        told: dict[str, Any] = self.client.post(
            address, sent, content_type="application/json"
        ).json()
        return told

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [one for each in self.take()["requests"] for one in each["documents"]]

    def ask(self, key: str, name: str = "capture-document", **query: Any) -> Any:
        address = reverse(name, args=[self.visit.inspection.slug, self.visit.pk, key])
        return self.client.get(address, {"device": self.browser.id, **query})

    def text(self, key: str) -> Any:
        return self.ask(key, "capture-document-text")


@pytest.fixture
def laptop(visit: Visit) -> Laptop:
    return Laptop(visit, member(visit.inspection, Role.INSPECTOR))


def key_of(receipt: Receipt) -> str:
    return f"hand-in-{receipt.pk}"


def test_pack_names_each_document_with_what_a_device_checks_it_by(
    laptop: Laptop, asked: Request
) -> None:
    receipt = handed_in(asked)
    documents.take_in(receipt.digest)
    assert laptop.documents == [
        {
            "id": key_of(receipt),
            "name": "cases.csv",
            "size": len(CONTENT),
            "type": "text/csv",
            "sha256": receipt.digest,
            "text": True,
            "why": "",
            "gone": "",
        }
    ]


def test_document_that_another_replaced_says_so(laptop: Laptop, asked: Request) -> None:
    first = handed_in(asked, b"1")
    handed_in(asked, b"2", replaces=first)
    assert [one["gone"] for one in laptop.documents] == ["replaced by a later one", ""]


def test_document_of_a_return_that_was_taken_back_says_so(laptop: Laptop, visit: Visit) -> None:
    made = returns.hand_in(returns.asked(returns.a_template(visit.inspection)), returns.GOOD)
    assert [one["gone"] for one in laptop.documents] == [""]
    returns.take_back(made)
    assert [one["gone"] for one in laptop.documents] == ["taken back"]


def test_document_is_given_whole_and_from_where_it_broke_off(
    laptop: Laptop, asked: Request
) -> None:
    receipt = handed_in(asked)
    laptop.take()
    whole = laptop.ask(key_of(receipt))
    assert b"".join(whole.streaming_content) == CONTENT
    assert "attachment" in whole["Content-Disposition"]
    assert "no-store" in whole["Cache-Control"]
    rest = laptop.ask(key_of(receipt), **{"from": 6})
    assert b"".join(rest.streaming_content) == CONTENT[6:]
    assert rest["Content-Length"] == str(len(CONTENT) - 6)
    odd = laptop.ask(key_of(receipt), **{"from": "-1"})
    assert b"".join(odd.streaming_content) == CONTENT


def test_text_is_given_page_by_page_with_the_words_of_its_cells(
    laptop: Laptop, asked: Request
) -> None:
    table, pdf = handed_in(asked), handed_in(asked, papers.strategy(3), "strategy.pdf")
    for one in (table, pdf):
        documents.take_in(one.digest)
    laptop.take()
    (page,) = laptop.text(key_of(table)).json()["pages"]
    assert page["layout"] == "table"
    assert page["rows"][1] == ["2", [["", "North"], ["", "31"]]]
    told = laptop.text(key_of(pdf)).json()
    assert [one["title"] for one in told["pages"]] == ["page 1", "page 2", "page 3"]
    assert told["machine_read"] is False


def test_document_without_a_text_says_so(laptop: Laptop, asked: Request) -> None:
    receipt = handed_in(asked)
    (named,) = laptop.documents
    assert named["text"] is False
    assert laptop.text(key_of(receipt)).json() == {"detail": "Its text was not read."}


def test_list_for_a_lost_device_names_each_document_however_many_there_are(
    laptop: Laptop, asked: Request
) -> None:
    handed_in(asked, name="policy.csv")
    laptop.take()
    assert "policy.csv, 21 bytes, SHA-256" in PackTaken.objects.get().holds
    pack = laptop.take()
    (document,) = pack["requests"][0]["documents"]
    many = [{**document, "name": f"{n:03}{'x' * 190}.csv"} for n in range(300)]
    texts = holds_of({**pack, "requests": [{**pack["requests"][0], "documents": many}]})
    assert len(texts) > 1
    assert all(0 < len(one) <= 20_000 for one in texts)
    assert sum(one.count(".csv") for one in texts) == 300


def test_every_record_of_a_long_list_is_kept(
    laptop: Laptop, asked: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "_LETTERS", 120)
    handed_in(asked, name="policy.csv")
    laptop.take()
    kept = [one.holds for one in PackTaken.objects.all()]
    assert len(kept) > 2
    assert any("policy.csv" in one for one in kept)


def test_device_is_given_nothing_that_was_not_written_down_before(
    laptop: Laptop, asked: Request
) -> None:
    receipt = handed_in(asked)
    assert "did not take this visit along" in laptop.ask(key_of(receipt)).json()["detail"]
    laptop.take()
    later = handed_in(asked, b"later", "later.txt", at=timezone.now())
    assert laptop.ask(key_of(receipt)).status_code == 200
    for answer in (laptop.ask(key_of(later)), laptop.text(key_of(later))):
        assert answer.status_code == 422
        assert "Take it along again" in answer.json()["detail"]


def test_device_of_another_and_one_that_ended_are_given_nothing(
    laptop: Laptop, visit: Visit, asked: Request
) -> None:
    receipt = handed_in(asked)
    laptop.take()
    lead = Laptop(visit, member(visit.inspection, Role.LEAD))
    lead.browser = laptop.browser
    assert lead.ask(key_of(receipt)).status_code == 422
    device = device_of(laptop.browser)
    devices.end_device(by=laptop.person, at=timezone.now(), key=a_key(), device=device)
    assert laptop.ask(key_of(receipt)).status_code == 422
    assert laptop.text(key_of(receipt)).status_code == 422


def test_document_of_another_body_or_of_nothing_does_not_exist(
    laptop: Laptop, visit: Visit
) -> None:
    laptop.take()
    assert scope_body(visit.inspection, 1) != visit.scope_body
    receipt = handed_in(a_request(visit.inspection, 1))
    for key in (key_of(receipt), "hand-in-999999", "file-1", "..", "hand-in-x"):
        assert laptop.ask(key).status_code == 404
        assert laptop.text(key).status_code == 404


def test_marked_document_is_neither_named_nor_given_to_whoever_is_not_cleared(
    visit: Visit, asked: Request
) -> None:
    laptop = Laptop(visit, join(visit.inspection, Role.INSPECTOR, reading=False))
    receipt = handed_in(asked, marking="OFFICIAL-SENSITIVE")
    assert laptop.documents == []
    assert laptop.ask(key_of(receipt)).status_code == 404
    assert laptop.text(key_of(receipt)).status_code == 404
    assert "cases.csv" not in PackTaken.objects.get().holds


@pytest.mark.parametrize("outcome", ["", Outcome.HIT])
def test_document_that_the_scanner_refused_or_has_not_seen_is_named_and_not_given(
    laptop: Laptop, asked: Request, settings: Any, outcome: str
) -> None:
    settings.SCANNER = "unix:/nowhere"
    receipt = handed_in(asked)
    if outcome:
        Scan.objects.create(digest=receipt.digest, outcome=outcome, told="Eicar", at=AT)
    (named,) = laptop.documents
    assert named["why"]
    assert "its name only" in PackTaken.objects.get().holds
    for answer in (laptop.ask(key_of(receipt)), laptop.text(key_of(receipt))):
        assert answer.status_code == 422
        assert named["why"] in answer.json()["detail"]


def test_that_a_marked_document_was_taken_along_is_noted_as_on_its_page(
    laptop: Laptop, asked: Request, settings: Any, tmp_path: Path
) -> None:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    receipt = handed_in(asked, marking="OFFICIAL-SENSITIVE")
    laptop.take()
    before = len(list(events(tmp_path / "security.log")))
    assert laptop.ask(key_of(receipt)).status_code == 200
    noted = list(events(tmp_path / "security.log"))[before:]
    assert any(f"fieldwork.receipt:{receipt.pk}" in str(one) for one in noted)
