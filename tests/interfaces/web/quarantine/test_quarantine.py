"""The quarantine on its pages: who sees it, what accepting makes of a note, and the way back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.evidence.models import Item, Quarantined
from inspectorate.foundation.envelopes import keys, pieces
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.models import Person
from inspectorate.interfaces.intake import Intake
from tests.factories.devices import Browser, a_browser, a_file, an_id, device_of, enrolled
from tests.factories.rooms import a_key, an_admin
from tests.factories.world import Half, World
from tests.interfaces.api.capturing import PHOTO, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _ended(half: Half) -> Browser:
    browser = enrolled(half.people["inspector"])
    row = device_of(browser)
    devices.end_device(by=row.person, at=timezone.now(), key=a_key(), device=row)
    return browser


def _sent(half: Half, browser: Browser, by: Browser | None = None, **item: Any) -> Quarantined:
    """A note that ``browser`` wrote, sent by it or with the token of another."""
    note = browser.note(half.inspection.slug, an_item(half, **item))
    (got,) = Intake(device=device_of(by or browser)).take([note], timezone.now())
    assert got.state == "quarantined", got
    return Quarantined.objects.get(number=got.number)


def _post(client: Client, name: str, kept: Quarantined, why: str = "Spoke to them.") -> Any:
    return client.post(reverse(name, args=[kept.pk]), {"key": a_key(), "reason": why})


def _state(kept: Quarantined) -> str:
    return Quarantined.objects.get(pk=kept.pk).state.value


class TestAccept:
    def test_note_of_an_ended_device_is_its_authors_and_names_who_accepted(
        self, world: World
    ) -> None:
        half = world.second
        kept = _sent(half, _ended(half), words="Said on the day.")
        lead = half.people["lead"]
        client = _as(lead)
        assert (
            "Said on the day."
            in client.get(reverse("quarantine-one", args=[kept.pk])).content.decode()
        )
        assert _post(client, "quarantine-accept", kept).status_code == 302
        item = Item.objects.get(words="Said on the day.")
        assert (item.recorded_by, item.brought_by) == (half.people["inspector"], lead)
        assert _state(kept) == "accepted"

    def test_note_without_a_signature_is_received_under_who_vouches_for_it(
        self, world: World
    ) -> None:
        half = world.second
        stranger = a_browser()
        stranger.id = an_id()
        kept = _sent(half, stranger, enrolled(half.people["inspector"]), words="Vouched for.")
        client = _as(half.people["lead"])
        page = client.get(reverse("quarantine-one", args=[kept.pk])).content.decode()
        assert "Vouched for." in page
        _post(client, "quarantine-accept", kept)
        assert not Item.objects.filter(words="Vouched for.").exists()
        arrival = Quarantined.objects.get(pk=kept.pk).decisions.get().arrival
        assert arrival is not None
        assert arrival.author == half.people["lead"]
        assert [one.code for one in arrival.told] == ["not_signed"]

    def test_device_learns_its_number_and_sent_again_it_is_recorded_once(
        self, world: World
    ) -> None:
        half = world.second
        browser = _ended(half)
        note = browser.note(half.inspection.slug, an_item(half, words="Once."))
        intake = Intake(device=device_of(browser))
        intake.take([note], timezone.now())
        _post(_as(half.people["lead"]), "quarantine-accept", Quarantined.objects.get())
        (again,) = intake.take([note], timezone.now())
        (asked,) = intake.asked([note["id"]])
        item = Item.objects.get(words="Once.")
        assert (again.state, again.ref) == ("recorded", item.ref) == (asked.state, asked.ref)

    def test_note_that_does_not_open_or_was_secret_can_only_be_set_aside(
        self, world: World
    ) -> None:
        half = world.second
        browser = enrolled(half.people["inspector"])
        shut = browser.note(half.inspection.slug, an_item(half)) | {"sealed": "AAAA"}
        Intake(device=device_of(browser)).take([shut], timezone.now())
        kept = Quarantined.objects.get()
        secret = _sent(half, _ended(half), marking="SECRET")
        client = _as(half.people["lead"])
        for one in (kept, secret):
            assert _post(client, "quarantine-accept", one).status_code == 422
            assert _post(client, "quarantine-set-aside", one).status_code == 302
            assert _state(one) == "set aside"

    def test_photo_goes_with_its_note(self, world: World) -> None:
        half = world.second
        browser = _ended(half)
        file = a_file("photo.png", PHOTO)
        note = browser.note(half.inspection.slug, an_item(half, words="Seen."), files=[file])
        sender = device_of(browser).sender
        pieces.keep(sender, pieces.Piece(file.said["id"], 0, 1, file.pieces[0]), most=1 << 30)
        Intake(device=device_of(browser)).take([note], timezone.now())
        _post(_as(half.people["lead"]), "quarantine-accept", Quarantined.objects.get())
        (attached,) = Item.objects.get(words="Seen.").attachments.all()
        assert attached.name == "photo.png"

    def test_author_never_on_the_inspection_is_told_and_nothing_is_taken_in(
        self, world: World
    ) -> None:
        half = world.second
        kept = _sent(half, enrolled(world.first.people["inspector"]))
        before = Item.objects.count()
        answer = _post(_as(half.people["lead"]), "quarantine-accept", kept)
        assert answer.status_code == 422
        assert (Item.objects.count(), _state(kept)) == (before, "waiting")


class TestTold:
    def test_who_decides_is_told_on_their_own_page_and_nobody_else(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half))
        lead = _as(half.people["lead"])
        for client, told in ((lead, True), (_as(half.people["inspector"]), False)):
            page = client.get(reverse("your-work")).content.decode()
            assert ("1 note in the quarantine" in page) is told
        _post(lead, "quarantine-set-aside", kept)
        assert "in the quarantine" not in lead.get(reverse("your-work")).content.decode()

    def test_administrator_is_told_of_a_key_that_is_away(self, world: World) -> None:
        browser = enrolled(world.second.people["inspector"])
        admin = _as(an_admin())
        assert "Notes are sent back" not in admin.get(reverse("your-work")).content.decode()
        keys.add()
        (old,) = [one for one in keys.folder().iterdir() if browser.opening_id in one.name]
        old.unlink()
        assert "Notes are sent back" in admin.get(reverse("your-work")).content.decode()
        inspector = _as(world.second.people["inspector"])
        assert "Notes are sent back" not in inspector.get(reverse("your-work")).content.decode()


class TestSettle:
    def test_set_aside_is_taken_up_again_and_then_accepted(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half))
        client = _as(half.people["lead"])
        for name, state in (
            ("quarantine-set-aside", "set aside"),
            ("quarantine-take-up", "waiting"),
            ("quarantine-accept", "accepted"),
        ):
            assert _post(client, name, kept).status_code == 302
            assert _state(kept) == state
        assert _post(client, "quarantine-set-aside", kept).status_code == 422

    def test_without_a_reason_nothing_is_decided(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half))
        assert _post(_as(half.people["lead"]), "quarantine-accept", kept, "").status_code == 422
        assert _state(kept) == "waiting"


class TestSeen:
    def test_lead_of_another_inspection_and_inspectors_find_nothing(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half))
        address = reverse("quarantine-one", args=[kept.pk])
        for who in (world.first.people["lead"], half.people["inspector"]):
            client = _as(who)
            assert client.get(address).status_code == 404
            assert _post(client, "quarantine-accept", kept).status_code == 404

    def test_administrator_decides_and_reads_no_words(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half), words="For the team alone.")
        client = _as(an_admin())
        listed = client.get(reverse("quarantine")).content.decode()
        one = client.get(reverse("quarantine-one", args=[kept.pk])).content.decode()
        assert kept.ref in listed
        assert "For the team alone." not in listed + one
        assert _post(client, "quarantine-accept", kept).status_code == 302

    def test_marked_words_are_not_shown_before_they_are_taken_in(self, world: World) -> None:
        half = world.second
        kept = _sent(half, _ended(half), words="Marked.", marking="OFFICIAL-SENSITIVE")
        address = reverse("quarantine-one", args=[kept.pk])
        assert "Marked." not in _as(half.people["lead"]).get(address).content.decode()


class TestRescue:
    def test_file_is_brought_in_on_the_page_and_told_note_by_note(self, world: World) -> None:
        half = world.second
        browser = enrolled(half.people["inspector"])
        notes = [browser.note(half.inspection.slug, one) for one in (an_item(half), {"odd": 1})]
        lines = "".join(browser.rescued(*[{"envelope": one} for one in notes]))
        file = io.BytesIO(lines.encode())
        file.name = "outbox.jsonl"
        answer = _as(half.people["lead"]).post(reverse("rescue"), {"key": a_key(), "file": file})
        said = " ".join(answer.content.decode().split())
        assert "2 notes of this file" in said
        assert said.count("taken in: its author is told what became of it") == 2
        file.seek(0)
        answer = _as(half.people["inspector"]).post(
            reverse("rescue"), {"key": a_key(), "file": file}
        )
        said = " ".join(answer.content.decode().split())
        assert "recorded" in said
        assert "received, and a person decides on it" in said

    def test_other_file_is_told_and_takes_nothing_in(self, world: World) -> None:
        file = io.BytesIO(b"hello")
        file.name = "outbox.jsonl"
        client = _as(world.second.people["lead"])
        answer = client.post(reverse("rescue"), {"key": a_key(), "file": file})
        assert answer.status_code == 422
        assert "no rescue file" in answer.content.decode()
