"""What a body hands in: opened by staff with access and by whoever sent it, by nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_contact, a_delegate, a_key, a_request, member, scope_body
from tests.interfaces.web.acting import House, queries_of, signed_in, words


def _root(house: House) -> str:
    return f"/i/{house.inspection.slug}/fieldwork/requests/"


def _portal(house: House, body: str = "force-01") -> str:
    return f"/portal/{house.inspection.slug}/{body}/requests/1/"


def _hand_in(client: Client, page: str, content: bytes = b"1", **given: Any) -> Any:
    file = SimpleUploadedFile("plan.txt", content)
    sent = {"key": a_key(), "file": file, "marking": "OFFICIAL", **given}
    return client.post(f"{page}hand-in/", sent, follow=True)


def _contact(house: House, number: int = 0) -> Person:
    return a_contact(scope_body(house.inspection, number).body)


def test_new_hand_in_stands_on_your_work_until_somebody_looked(house: House) -> None:
    _hand_in(signed_in(_contact(house)), _portal(house))
    lead, inspector = signed_in(house.who(Role.LEAD)), signed_in(house.who(Role.INSPECTOR))
    for client in (lead, inspector):
        assert "New from Force 01: Training records" in words(client.get("/"))
    page = f"{_root(house)}{house.request.pk}/"
    shown = inspector.get(page)
    assert "1 new: nobody of the team has looked at it yet." in words(shown)
    seen = re.search(r'name="seen"\s+value="([\d,]+)"', shown.content.decode())
    assert seen
    sent = {"key": a_key(), "seen": seen[1]}
    answer = inspector.post(f"{page}looked-at/", sent, follow=True)
    assert "It no longer stands as new." in words(answer)
    assert f"first looked at by {house.who(Role.INSPECTOR).name}" in words(answer)
    for client in (lead, inspector):
        assert "New from Force 01" not in words(client.get("/"))


def test_look_at_nothing_is_refused_and_only_keys_are_taken(house: House) -> None:
    client, page = signed_in(house.who(Role.LEAD)), f"{_root(house)}{house.request.pk}/looked-at/"
    for seen in ("", "one", "1,", "9" * 30):
        assert client.post(page, {"key": a_key(), "seen": seen}).status_code == 422
    answer = client.post(page, {"key": a_key(), "seen": "1"})
    assert (answer.status_code, "All of it was looked at already" in words(answer)) == (422, True)


def test_later_document_is_shown_in_place_of_the_earlier_and_both_open(house: House) -> None:
    client, page = signed_in(_contact(house)), _portal(house)
    assert b"newer version" not in client.get(f"{page}hand-in/").content
    _hand_in(client, page)
    assert "Document 1: plan.txt" in words(client.get(f"{page}hand-in/"))
    told = words(_hand_in(client, page, b"2", replaces="1"))
    assert "Replaced by document 2" in told
    assert "in place of document 1" in told
    # Replaced already, and nothing that came back is taken for another.
    again = _hand_in(client, page, b"3", replaces="1")
    assert (again.status_code, Receipt.objects.count()) == (422, 2)
    staff = signed_in(house.who(Role.EDITOR))
    shown = staff.get(f"{_root(house)}{house.request.pk}/")
    assert "Replaced by 2" in words(shown)
    files = re.findall(r'href="([^"]*/requests/file/\d+/)"', shown.content.decode())
    assert [b"".join(staff.get(one).streaming_content) for one in files] == [b"1", b"2"]


@pytest.mark.parametrize("door", ["portal", "staff"])
def test_form_that_replaces_a_document_sent_twice_answers_as_at_first(
    house: House, door: str
) -> None:
    if door == "portal":
        client, page = signed_in(_contact(house)), f"{_portal(house)}hand-in/"
    else:
        client = signed_in(house.who(Role.LEAD))
        page = f"{_root(house)}{house.request.pk}/receive/"
    assert _send(client, page, "1").status_code == 302
    key = a_key()
    first, second = (_send(client, page, "2", key=key, replaces="1") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert (first.url, Receipt.objects.count()) == (second.url, 2)
    # Another document under its key is none that came.
    other = _send(client, page, "3", key=key, replaces="1")
    assert (other.status_code, Receipt.objects.count()) == (422, 2)
    assert "already used for another act" in words(other)


@pytest.mark.parametrize("key", ["", "\x00", "\ud800", "ключ", "x" * 200])
def test_key_that_is_none_of_ours_is_refused_and_no_fault(house: House, key: str) -> None:
    sent = {"key": key.encode("utf-8", "surrogatepass"), "note": "", "marking": "OFFICIAL"}
    answer = signed_in(_contact(house)).post(f"{_portal(house)}hand-in/", sent)
    assert (answer.status_code, Receipt.objects.count()) == (422, 0)


def _send(client: Client, page: str, content: str, **given: str) -> Any:
    file = SimpleUploadedFile("plan.txt", content.encode())
    return client.post(page, {"key": a_key(), "file": file, "marking": "OFFICIAL", **given})


def test_receipt_page_tells_number_digest_and_time_to_whoever_sent_it(house: House) -> None:
    client, page = signed_in(_contact(house)), _portal(house)
    _hand_in(client, page, marking="OFFICIAL-SENSITIVE")
    told = words(client.get(f"{page}receipts/1/"))
    made = Receipt.objects.get()
    for word in (f"{house.inspection.prefix}-force-01-1-1", made.digest, "plan.txt , 1 bytes"):
        assert word in told.replace("plan.txt,", "plan.txt ,")
    assert client.get(f"{page}receipts/2/").status_code == 404
    # A note has a receipt too, and no file.
    client.post(f"{page}hand-in/", {"key": a_key(), "note": "Nothing.", "marking": "OFFICIAL"})
    note = client.get(f"{page}receipts/2/")
    assert "Nothing." in words(note)
    assert b"SHA-256" not in note.content


def test_another_bodys_contact_finds_nothing_at_any_address_involved(house: House) -> None:
    client, page = signed_in(_contact(house)), _portal(house)
    _hand_in(client, page)
    _hand_in(client, page, b"2", replaces="1")
    a_request(house.inspection, 1)
    others = {
        "contact of another body": _contact(house, 1),
        "lead of another inspection": member(house.planned, Role.LEAD),
        "administrator": house.who(Role.ADMIN),
    }
    first, second = Receipt.objects.order_by("pk")
    portal = [page, f"{page}hand-in/"]
    portal += [f"{page}{what}/{place}/" for what in ("sent", "receipts") for place in (1, 2)]
    staff = [f"{_root(house)}file/{one.pk}/" for one in (first, second)]
    staff += [f"{_root(house)}{house.request.pk}/{act}" for act in ("", "receive/", "move/")]
    posted = [f"{_root(house)}{house.request.pk}/{act}/" for act in ("looked-at", "withdraw")]
    for who, person in others.items():
        other = signed_in(person)
        for address in (*portal, *staff):
            assert other.get(address).status_code == 404, (who, address)
        for address in (f"{page}hand-in/", *posted):
            sent = {"key": a_key(), "note": "x", "seen": str(first.pk), "reason": "x"}
            assert other.post(address, sent).status_code == 404, (who, address)
    # The contact of the other body has pages of the same shape, and they hold nothing of this one.
    own = _portal(house, "force-02")
    other = signed_in(others["contact of another body"])
    assert "plan.txt" not in other.get(own).content.decode()
    assert other.get(f"{own}sent/1/").status_code == 404
    # Nor does a contact reach the staff's addresses of the own body's files.
    assert {client.get(one).status_code for one in staff} == {404}


def test_page_of_a_request_costs_as_much_for_three_hand_ins_as_for_one(house: House) -> None:
    contact, page = signed_in(_contact(house)), _portal(house)
    client, address = signed_in(house.who(Role.LEAD)), f"{_root(house)}{house.request.pk}/"
    _hand_in(contact, page)
    few = queries_of(client, address), queries_of(contact, page)
    for number in (2, 3):
        _hand_in(contact, page, str(number).encode(), replaces=str(number - 1))
    assert (queries_of(client, address), queries_of(contact, page)) == few


def test_staff_read_that_whoever_handed_in_stood_in_for_the_contact(house: House) -> None:
    contact = _contact(house)
    instead = a_delegate(contact, at=timezone.now()).person
    for who in (contact, instead):
        _hand_in(signed_in(who), _portal(house), content=who.name.encode())
    page = words(signed_in(house.who(Role.LEAD)).get(f"{_root(house)}{house.request.pk}/"))
    assert f"{instead.name}, standing in for the contact," in page
    assert contact.name in page
    assert f"{contact.name}, standing in" not in page
    inspector = signed_in(house.who(Role.INSPECTOR))
    hidden = words(inspector.get(f"{_root(house)}{house.request.pk}/"))
    assert instead.name in hidden
    assert "standing in" not in hidden
