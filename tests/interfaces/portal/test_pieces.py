"""A file sent to the portal in pieces becomes one hand-in; nobody else's goes on with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.foundation.files import pieces, store
from inspectorate.foundation.people.models import Person
from tests.factories.rooms import a_contact, a_key
from tests.factories.world import World

Enter = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
SIZE = 16
CONTENT = b"PK\x03\x04" + bytes(range(36))
NAMED = {"name": "every list, 2018.zip", "size": str(len(CONTENT)), "changed": "1"}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", SIZE)
    monkeypatch.setattr(pieces, "LEFT_FREE", 0)


def page(world: World, body: str = "force-01") -> str:
    return f"/portal/{world.second.inspection.slug}/{body}/requests/1/hand-in/"


def send(client: Client, to: str, at: int, piece: bytes, **named: str) -> Any:
    headers = {f"X-{name}": value for name, value in {**NAMED, **named}.items()}
    return client.post(
        f"{to}pieces/",
        piece,
        content_type="application/octet-stream",
        headers={**headers, "X-Offset": str(at), "X-Digest": sha256(piece).hexdigest()},
    )


def send_all(client: Client, to: str) -> dict[str, str]:
    at, told = client.post(f"{to}pieces/", NAMED).json()["offset"], b""
    for begin in range(0, len(CONTENT), SIZE):
        piece = CONTENT[begin : begin + SIZE]
        told += sha256(piece).digest()
        if begin >= at:
            assert send(client, to, begin, piece).status_code == 200
    return {**NAMED, "whole": sha256(told).hexdigest()}


def hand_in(client: Client, to: str, came: object, key: str = "") -> Any:
    sent = {"key": key or a_key(), "marking": "OFFICIAL", "pieces": json.dumps(came)}
    return client.post(to, sent)


def test_archive_sent_in_pieces_on_a_broken_line_is_one_hand_in(
    world: World, signed_in: Enter
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    begun = client.post(f"{to}pieces/", NAMED).json()
    assert begun == {"offset": 0, "piece": SIZE}
    assert send(client, to, 0, CONTENT[:SIZE]).json()["offset"] == SIZE
    # The answer was lost: sent again it says where it stands.
    again = send(client, to, 0, CONTENT[:SIZE])
    assert (again.status_code, again.json()) == (409, {"offset": SIZE})
    came = send_all(client, to)
    assert hand_in(client, to, came).status_code == 302
    made = Receipt.objects.latest("pk")
    assert (made.name, store.get(made.digest)) == (NAMED["name"], CONTENT)
    assert not pieces.ComingFile(
        str(made.by_id), f"fieldwork.request/{made.request_id}", made.name, len(CONTENT), "1"
    ).path.exists()
    place = made.request.receipts.count()
    back = client.get(f"{to.removesuffix('hand-in/')}sent/{place}/")
    assert b"".join(back.streaming_content) == CONTENT
    assert back["Content-Type"] == "application/octet-stream"
    assert back["Content-Disposition"].startswith("attachment")
    # Nothing of it is left to be handed in a second time.
    answer = hand_in(client, to, came)
    assert (answer.status_code, Receipt.objects.latest("pk")) == (422, made)
    assert "send it again" in answer.content.decode()


def test_form_sent_twice_is_one_hand_in_and_another_file_under_its_key_is_refused(
    world: World, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, to, key = signed_in(world.second.people["body"]), page(world), a_key()
    before = Receipt.objects.count()
    came = send_all(client, to)
    first, second = hand_in(client, to, came, key), hand_in(client, to, came, key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (first.url, Receipt.objects.count()) == (second.url, before + 1)
    # As from a page that the browser went back to: nothing of the second file is lost unsaid.
    monkeypatch.setitem(NAMED, "name", "another list.zip")
    other = hand_in(client, to, send_all(client, to), key)
    assert (other.status_code, Receipt.objects.count()) == (422, before + 1)
    assert "already used for another act" in other.content.decode()
    assert hand_in(client, to, {**came, "whole": "0" * 64}, key).status_code == 422


@pytest.mark.parametrize("who", ["body-other", "overseer", "lead", "colleague of the body"])
def test_nobody_else_goes_on_with_a_file_or_hands_it_in(
    world: World, signed_in: Enter, who: str
) -> None:
    own, to = signed_in(world.second.people["body"]), page(world)
    came = send_all(own, to)
    body = world.second.inspection.scope.get(code="force-01").body
    person = a_contact(body) if who.startswith("colleague") else world.second.people[who]
    other = signed_in(person)
    there = 200 if who.startswith("colleague") else 404
    assert other.post(f"{to}pieces/", NAMED).status_code == there
    if there == 200:
        # Theirs begins at the beginning, and holds nothing of the other's.
        assert other.post(f"{to}pieces/", NAMED).json()["offset"] == 0
    before = Receipt.objects.count()
    assert hand_in(other, to, came).status_code in (404, 422)
    assert Receipt.objects.count() == before


@pytest.mark.parametrize(
    ("named", "code"),
    [({"size": "x"}, 422), ({"name": ""}, 422), ({"size": str(10**12)}, 422), ({"size": "0"}, 422)],
)
def test_what_is_no_file_is_refused_in_words(
    world: World, signed_in: Enter, named: dict[str, str], code: int
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    answer = client.post(f"{to}pieces/", {**NAMED, **named})
    assert (answer.status_code, bool(answer.json()["problem"])) == (code, True)


@pytest.mark.parametrize("came", ["x", 7, {}, {**NAMED, "whole": "short"}])
def test_form_that_names_no_such_file_is_shown_again(
    world: World, signed_in: Enter, came: object
) -> None:
    client, before = signed_in(world.second.people["body"]), Receipt.objects.count()
    answer = hand_in(client, page(world), came)
    assert (answer.status_code, Receipt.objects.count()) == (422, before)


def test_file_of_a_kind_that_is_not_taken_is_refused_though_it_came_whole(
    world: World, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    monkeypatch.setitem(NAMED, "name", "every list.exe")
    answer = hand_in(client, to, send_all(client, to))
    assert (answer.status_code, "not taken" in answer.content.decode()) == (422, True)
