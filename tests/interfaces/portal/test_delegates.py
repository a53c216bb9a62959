"""The portal for whoever stands in for a contact: what opens, when, and for whom it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Delegate
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import (
    AT,
    a_body,
    a_contact,
    a_delegate,
    a_key,
    a_person,
    a_request,
    an_admin,
    an_inspection,
    scope_body,
)
from tests.factories.world import World
from tests.interfaces.portal.test_pages import fieldwork_pages, pages_of
from tests.sizes import drilled

Enter = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def instead(contact: Person, days: int = 0) -> Delegate:
    return a_delegate(contact, at=timezone.now() + timedelta(days=days))


def statuses(client: Client, pages: list[str]) -> set[int]:
    return {client.get(page).status_code for page in pages}


@pytest.mark.parametrize("who", drilled(["body", "overseer"], 2))
def test_delegate_opens_each_page_of_the_contact_and_no_other(
    world: World, signed_in: Enter, who: str
) -> None:
    every = {
        page
        for one in ("body", "body-other", "overseer", "overseer-other")
        for half in (world.first, world.second)
        for page in pages_of(half, one)
    }
    contact = world.first.people[who]
    client = signed_in(instead(contact).person)
    mine = {page for page in every if signed_in(contact).get(page).status_code == 200}
    found = {page: client.get(page).status_code for page in every}
    assert len(mine) >= 4
    assert found == {page: 200 if page in mine else 404 for page in every}


@pytest.mark.parametrize("days", [1, -14])
def test_nothing_opens_before_the_first_day_or_after_the_last(
    world: World, signed_in: Enter, days: int
) -> None:
    client = signed_in(instead(world.first.people["body"], days).person)
    assert statuses(client, pages_of(world.first, "body")[1:]) == {404}
    page = fieldwork_pages(world.first)[2]
    assert client.post(page, {"key": a_key(), "note": "Too late."}).status_code == 404
    assert client.get("/portal/").status_code == 200


def test_end_of_the_contact_closes_the_portal_to_the_delegate_at_once(
    world: World, signed_in: Enter
) -> None:
    contact = world.first.people["body"]
    client = signed_in(instead(contact).person)
    assert statuses(client, pages_of(world.first, "body")) == {200}
    bodies.end_contact(by=an_admin(), at=AT, key=a_key(), contact=contact.speaks_for.get())
    assert statuses(client, pages_of(world.first, "body")[1:]) == {404}


def test_delegate_acts_under_their_own_name_and_reads_no_marked_words_of_the_contact(
    world: World, signed_in: Enter
) -> None:
    contact = world.second.people["body"]
    person = instead(contact).person
    _, page, send, *_ = fieldwork_pages(world.second)
    marked = {"key": a_key(), "note": "In confidence.", "marking": "OFFICIAL-SENSITIVE"}
    assert signed_in(contact).post(send, marked).status_code == 302
    client = signed_in(person)
    assert client.post(send, {"key": a_key(), "note": "The list."}).status_code == 302
    assert Receipt.objects.get(note="The list.").by == person
    text = client.get(page).content.decode()
    assert ("The list." in text, "In confidence." in text) == (True, False)


def test_first_page_says_who_stands_in_for_whom_and_until_when(
    world: World, signed_in: Enter
) -> None:
    contact = world.first.people["body"]
    made = instead(contact)
    mine = signed_in(contact).get("/portal/").content.decode()
    theirs = signed_in(made.person).get("/portal/").content.decode()
    assert f"{made.person.name}, standing in for the contact (you)" in mine
    assert f"You, standing in for the contact ({contact.name})" in theirs
    for text in (mine, theirs):
        assert f" to {made.to_on.day} {made.to_on:%B %Y}" in text
    assert ("/stand-ins/1/name/" in mine, "/name/" in theirs) == (True, False)


def test_contact_names_a_colleague_and_ends_it_again(world: World, signed_in: Enter) -> None:
    contact = world.first.people["body"]
    colleague = a_contact(contact.speaks_for.get().body)
    client = signed_in(contact)
    page = "/portal/stand-ins/1/name/"
    offered = client.get(page).content.decode()
    assert colleague.name in offered
    assert world.first.people["body-other"].name not in offered
    today = timezone.localdate().isoformat()
    sent = {"key": a_key(), "person": colleague.pk, "from_on": today, "to_on": today}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "reason": "On leave"}).status_code == 302
    made = Delegate.objects.get(person=colleague)
    assert (made.contact.person, made.reason) == (contact, "On leave")
    # The first is the world's own, long past.
    assert client.post("/portal/stand-ins/2/end/", {"key": a_key()}).status_code == 302
    made.refresh_from_db()
    assert made.ended_at is not None


def test_first_page_lists_what_is_over_last(signed_in: Enter, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection()
    client = signed_in(a_contact(scope_body(inspection).body))
    a_request(inspection, title="Asked first", due_on=AT.date() + timedelta(days=1))
    a_request(inspection, title="Asked second")

    def listed() -> list[str]:
        return re.findall(r"Asked first|Asked second", client.get("/portal/").content.decode())

    assert listed() == ["Asked first", "Asked second"]
    hand_in = f"/portal/{inspection.slug}/force-01/requests/1/hand-in/"
    assert client.post(hand_in, {"key": a_key(), "note": "Here it is."}).status_code == 302
    assert listed() == ["Asked second", "Asked first"]


def test_pages_of_standing_in_say_that_it_is_a_rehearsal(world: World, signed_in: Enter) -> None:
    contact = world.first.people["body"]
    instead(contact)
    client, notice = signed_in(contact), world.first.inspection.notice
    assert notice
    for page in ("/portal/stand-ins/1/name/", "/portal/stand-ins/1/end/"):
        assert notice in client.get(page).content.decode(), page


def test_only_contact_of_a_body_is_told_that_there_is_nobody_to_choose(
    signed_in: Enter, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    body = a_body()
    only = a_contact(body)
    client, page = signed_in(only), "/portal/stand-ins/1/name/"
    told = "Your body has no other contact, so there is nobody to choose."
    assert told in client.get(page).content.decode()
    a_contact(body)
    assert told not in client.get(page).content.decode()


def test_somebody_of_another_body_cannot_be_chosen(world: World, signed_in: Enter) -> None:
    client = signed_in(world.first.people["body"])
    today = timezone.localdate().isoformat()
    sent = {"from_on": today, "to_on": today, "reason": "On leave"}
    before = Delegate.objects.count()
    answers = set()
    for other in (world.first.people["body-other"].pk, a_person(Role.BODY).pk, 10**9):
        given = {**sent, "key": a_key(), "person": other}
        answer = client.post("/portal/stand-ins/1/name/", given)
        assert answer.status_code == 422
        answers.add("Select a valid choice" in answer.content.decode())
    # Whether there is such a person is not told.
    assert answers == {True}
    assert Delegate.objects.count() == before


def test_delegate_finds_no_page_to_delegate_on_and_ends_their_own(
    world: World, signed_in: Enter
) -> None:
    made = instead(world.first.people["body"])
    client = signed_in(made.person)
    assert client.get("/portal/stand-ins/1/name/").status_code == 404
    assert client.post("/portal/stand-ins/1/name/", {"key": a_key()}).status_code == 404
    assert client.get("/portal/stand-ins/2/end/").status_code == 404
    assert client.post("/portal/stand-ins/1/end/", {"key": a_key()}).status_code == 302
    assert statuses(client, pages_of(world.first, "body")[1:]) == {404}


def test_contact_of_two_bodies_is_told_which_and_in_a_rehearsal_by_number(
    world: World, signed_in: Enter
) -> None:
    person, names = a_person(Role.BODY), ["Body of the north", "Body of the south"]
    for name in names:
        body = a_body(name=name)
        bodies.name_contact(by=an_admin(), at=AT, key=a_key(), person=person, body=body)
    client = signed_in(person)
    text = client.get("/portal/").content.decode()
    assert [name for name in names if f"stands in for you at {name}" in text] == names
    mine = world.first.inspection.scope.get(code="force-01").body
    bodies.name_contact(by=an_admin(), at=AT, key=a_key(), person=person, body=mine)
    told = client.get("/portal/").content.decode()
    assert "stands in for you at body 3" in told
    assert [name for name in (*names, mine.name) if name in told] == []
