"""What a device is told to forget lies here: words beside amiss files, photos, and old keys."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.domain.evidence.quarantine import queries
from inspectorate.foundation.envelopes import keys, pieces, trying, waiting
from inspectorate.foundation.files import store
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.models import CaptureDevice
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.interfaces import intake, quarantined, unfinished
from tests.factories.devices import Browser, SentFile, a_browser, a_file, an_id, device_of
from tests.factories.rooms import a_key
from tests.factories.world import Half, World

from .capturing import PHOTO, Device, a_device, an_item

pytestmark = pytest.mark.django_db


def ended(device: Device) -> CaptureDevice:
    row = device_of(device.browser)
    return devices.end_device(by=row.person, at=timezone.now(), key=a_key(), device=row)


def age(root: str | Path) -> None:
    past = time.time() - pieces.KEPT.total_seconds() - 60
    for path in Path(root).rglob("*"):
        os.utime(path, (past, past))


def arrived(got: dict[str, Any], half: Half) -> Arrival:
    return Arrival.objects.get(number=got["number"], inspection=half.inspection)


def item_of(got: dict[str, Any], half: Half) -> Item:
    assert got["state"] == "recorded", got
    return Item.objects.get(number=got["number"], inspection=half.inspection)


def accepted(half: Half, kept: Quarantined) -> Any:
    lead = half.people["lead"]
    return quarantined.accept(
        by=lead, at=timezone.now(), key=a_key(), quarantined=kept, reason="Asked them."
    )


@contextmanager
def away(browser: Browser) -> Iterator[None]:
    """The key that a browser sealed to is not here, and a newer one is."""
    keys.add()
    (old,) = [one for one in keys.folder().iterdir() if browser.opening_id in one.name]
    old.rename(old.with_suffix(".gone"))
    yield
    old.with_suffix(".gone").rename(old)


class TestFrame:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"size": 0, "pieces": 0},
            {"pieces": 2},
            {"size": True},
            {"key": "x"},
            {"sha256": "A"},
            {"id": "short"},
        ],
    )
    def test_file_amiss_in_its_frame_hides_no_words_and_is_named(
        self, world: World, wrong: dict[str, Any]
    ) -> None:
        half = world.second
        device = a_device(half)
        file = a_file("photo.png", PHOTO)
        file.said |= wrong
        got = device.outcome(device.browser.note(half.inspection.slug, an_item(half), files=[file]))
        assert got["state"] == "received", got
        assert any("photo.png" in one["text"] for one in got["reasons"])
        assert "We look at it each morning." in arrived(got, half).sent

    def test_version_or_number_of_files_not_known_here_is_received(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        slug, said = half.inspection.slug, an_item(half)
        many: list[Any] = [{}] * 21
        notes = [
            device.browser.note(slug, said, v=2),
            device.browser.note(slug, said, kind="voice"),
            device.browser.note(slug, said, files=None),
        ]
        own = an_id()
        told = json.loads(device.browser.said(own, slug, said)) | {"files": many}
        notes.append(device.browser.sealed(own, slug, json.dumps(told).encode()))
        got = [one["state"] for one in device.outcomes(*notes)]
        assert got == ["received", "recorded", "recorded", "received"]

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("x" * 300 + ".png", "x" * 196 + ".png"),
            ("", "file"),
            ("a\ud800.png", "a_.png"),
            ("../../etc/cron.d/x.png", "x.png"),
            ("C:\\folder\\x.png", "x.png"),
            ("a\r\nSet-Cookie: x.png", "a__Set-Cookie: x.png"),
            ("a\u202egnp.exe.png", "a_gnp.exe.png"),
            (5, "file"),
        ],
    )
    def test_name_that_no_page_can_print_loses_no_file(
        self, world: World, name: Any, shown: str
    ) -> None:
        half = world.second
        device = a_device(half)
        file = a_file("photo.png", PHOTO)
        file.said["name"] = name
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        device.put(note["id"], file, 0)
        got = device.outcome(note)
        made = item_of(got, half).attachments if got["state"] == "recorded" else None
        files = made or arrived(got, half).files
        assert [(one.name, one.blob.size) for one in files.all()] == [(shown, len(PHOTO))]

    @pytest.mark.parametrize("clock", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_clock_beyond_what_is_counted_is_none(self, world: World, clock: str) -> None:
        half = world.second
        device = a_device(half)
        own, slug = an_id(), half.inspection.slug
        told = json.loads(device.browser.said(own, slug, an_item(half))) | {"device_time": clock}
        note = device.browser.sealed(own, slug, json.dumps(told).encode())
        assert item_of(device.outcome(note), half).device_time is None

    def test_secret_words_beside_a_file_amiss_leave_nothing_that_opens(self, world: World) -> None:
        half = world.second
        device, stolen = a_device(half), a_device(half)
        file = a_file("agent.png", PHOTO)
        file.said["size"] = 0
        said = an_item(half, marking="SECRET", words="Agent Nobody")
        got = device.outcome(device.browser.note(half.inspection.slug, said, files=[file]))
        kept = arrived(got, half)
        assert (got["state"], kept.left_out) == ("received", True)
        assert not {"Nobody", "agent"} & set(kept.sent + kept.reasons)
        assert "agent.png" not in kept.reasons
        ended(stolen)
        got = stolen.outcome(stolen.browser.note(half.inspection.slug, said, files=[file]))
        row = Quarantined.objects.get(number=got["number"])
        assert (row.left_out, row.envelope, row.reasons) == (True, "", "[]")
        assert "secret_text" in {one["code"] for one in got["reasons"]}

    @pytest.mark.parametrize(
        "said",
        [
            b'[{"marking": "SECRET", "words": "Agent Nobody"}]',
            b'{"marking": "S E C R E T", "words": "Agent Nobody"',
            b'["marking: \\u0053ECRET, Agent Nobody"]',
        ],
    )
    def test_mark_in_what_is_no_note_is_found(self, world: World, said: bytes) -> None:
        device = a_device(world.second)
        got = device.outcome(device.browser.sealed(an_id(), world.second.inspection.slug, said))
        row = Quarantined.objects.get(number=got["number"])
        assert (row.left_out, row.envelope) == (True, "")

    def test_mark_beside_the_words_is_found(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        for said in (
            an_item(half, words="Agent Nobody"),
            "Agent Nobody",
            {"words": "Agent Nobody"},
        ):
            note = device.browser.note(half.inspection.slug, said, marking="SECRET")
            kept = arrived(device.outcome(note), half)
            assert (kept.left_out, "Nobody" in kept.sent) == (True, False)

    def test_said_otherwise_inside_opens_and_can_be_accepted(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        note = device.browser.note(half.inspection.slug, an_item(half, words="Kept."), id=an_id())
        assert device.outcome(note)["state"] == "quarantined"
        made = accepted(half, Quarantined.objects.get())
        assert (made.item.words, made.item.recorded_by) == ("Kept.", half.people["inspector"])


class TestKeys:
    def test_key_that_is_away_makes_no_note_poison_and_it_opens_when_it_is_back(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        device.put(note["id"], photo, 0)
        with away(device.browser):
            assert trying.try_all() != []
            fresh = a_device(half)
            new = fresh.browser.note(half.inspection.slug, an_item(half))
            first, second = device.outcomes(note, new)
            assert (first["state"], first["reasons"][0]["code"]) == ("later", "key_away")
            # The other device's, which sealed to the newer key.
            assert second["state"] == "quarantined"
            assert Quarantined.objects.count() == 1
        assert trying.try_all() == []
        assert item_of(device.outcome(note), half).attachments.count() == 1

    def test_pieces_of_a_note_whose_key_is_away_are_not_swept(
        self, world: World, settings: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        files = [a_file("one.png", PHOTO), a_file("two.png", PHOTO + b"\0")]
        note = device.browser.note(half.inspection.slug, an_item(half), files=files)
        assert device.outcome(note)["state"] == "waiting_files"
        device.put(note["id"], files[0], 0)
        age(settings.PIECES_ROOT)
        with away(device.browser):
            assert (unfinished.take_in_what_waited(timezone.now()), unfinished.sweep()) == ([], [])
        assert pieces.have(device_of(device.browser).sender, files[0].said["id"]) == [0]

    def test_accepting_while_the_key_is_away_is_refused_and_possible_afterwards(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        ended(device)
        device.outcome(device.browser.note(half.inspection.slug, an_item(half, words="Later.")))
        kept = Quarantined.objects.get()
        with away(device.browser), pytest.raises(keys.KeyMissing):
            accepted(half, kept)
        assert accepted(half, kept).item.words == "Later."

    def test_damaged_note_is_refused_in_words(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        device.outcome(device.browser.note(half.inspection.slug, {}) | {"sealed": "AAAA"})
        with pytest.raises(Refused):
            accepted(half, Quarantined.objects.get())


class TestFortnight:
    def sent(self, half: Half, content: bytes = PHOTO) -> tuple[Device, Any, list[SentFile]]:
        device = a_device(half)
        files = [a_file("one.png", content), a_file("two.png", content + b"\0")]
        note = device.browser.note(half.inspection.slug, an_item(half), files=files)
        assert device.outcome(note)["state"] == "waiting_files"
        return device, note, files

    def test_device_keeps_photos_that_never_came_and_they_are_taken_in_later(
        self, world: World, settings: Any
    ) -> None:
        half = world.second
        device, note, files = self.sent(half)
        device.put(note["id"], files[0], 0)
        age(settings.PIECES_ROOT)
        (swept,) = unfinished.take_in_what_waited(timezone.now())
        assert swept.state == "waiting_files"
        (got,) = device.asked(note["id"])
        assert got["state"] == "waiting_files"
        assert got["missing"] == [{"file": files[1].said["id"], "have": []}]
        assert device.outcome(note)["state"] == "waiting_files"
        # Nothing is doubled by the next night.
        age(settings.PIECES_ROOT)
        unfinished.take_in_what_waited(timezone.now())
        assert Arrival.objects.filter(inspection=half.inspection).count() == 1
        device.put(note["id"], files[1], 0)
        (got,) = device.asked(note["id"])
        assert got["state"] == "received"
        assert {one.name for one in arrived(got, half).files.all()} == {"one.png", "two.png"}
        assert device.outcome(note)["ref"] == got["ref"]
        assert waiting.of(device_of(device.browser).sender) == []

    def test_note_whose_pieces_just_came_waits_on(self, world: World, settings: Any) -> None:
        half = world.second
        device, note, files = self.sent(half, PHOTO + b"\0" * pieces.PIECE)
        age(settings.PIECES_ROOT)
        device.put(note["id"], files[0], 0)
        assert unfinished.take_in_what_waited(timezone.now()) == []
        assert pieces.have(device_of(device.browser).sender, files[0].said["id"]) == [0]

    def test_ended_device_keeps_its_photo_too(self, world: World, settings: Any) -> None:
        half = world.second
        device = a_device(half)
        ended(device)
        files = [a_file("one.png", PHOTO)]
        note = device.browser.note(half.inspection.slug, an_item(half, words="Late."), files=files)
        assert device.outcome(note)["state"] == "waiting_files"
        age(settings.PIECES_ROOT)
        unfinished.take_in_what_waited(timezone.now())
        row = Quarantined.objects.get()
        assert device.asked(note["id"])[0]["state"] == "waiting_files"
        assert accepted(half, row).arrival.told[0].code == "file_missing"
        device.put(note["id"], files[0], 0)
        assert Quarantined.objects.exclude(pk=row.pk).get().files.get().name == "one.png"


class TestRefusedFiles:
    def test_file_that_is_not_taken_is_kept_shut_byte_for_byte(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        other, changed = a_file("a.png", PHOTO), a_file("b.png", PHOTO)
        other.said["sha256"] = "0" * 64
        files = [a_file("photo.heic", PHOTO), a_file("shot.jpg", PHOTO), other, changed]
        note = device.browser.note(half.inspection.slug, an_item(half), files=files)
        for one in files:
            content = b"x" * 40 if one is changed else None
            device.put(note["id"], one, 0, content)
        got = device.outcome(note)
        assert got["state"] == "received"
        rows = arrived(got, half).files.all()
        assert {one.name: store.get(one.blob_id) for one in rows} == {
            "photo.heic": PHOTO,
            "shot.jpg": PHOTO,
            "a.png": PHOTO,
            "b.png.sealed": b"x" * 40,
        }
        assert len(got["reasons"]) == 4
        assert device.outcome(note) == got

    def test_quarantine_keeps_it_too_and_says_so_to_the_device_and_on_the_note(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        ended(device)
        file = a_file("photo.heic", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        device.put(note["id"], file, 0)
        got = device.outcome(note)
        assert "file_kind" in {one["code"] for one in got["reasons"]}
        made = accepted(half, Quarantined.objects.get())
        assert [one.name for one in made.arrival.files.all()] == ["photo.heic"]
        assert any("photo.heic" in one.text for one in made.arrival.told)

    def test_file_too_large_waits_for_nothing_and_doubles_nothing(
        self, world: World, settings: Any
    ) -> None:
        settings.PIECES_LIMIT = 2 * pieces.PIECE
        half = world.second
        device = a_device(half)
        photo, big = a_file("one.png", PHOTO), a_file("big.png", b"\0" * (3 * pieces.PIECE))
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo, big])
        device.outcome(note)
        device.put(note["id"], photo, 0)
        (first,) = device.asked(note["id"])
        assert (first["state"], device.outcome(note)) == ("received", first)
        age(settings.PIECES_ROOT)
        assert unfinished.take_in_what_waited(timezone.now()) == []
        assert Arrival.objects.filter(inspection=half.inspection).count() == 1

    def test_same_bytes_under_another_ending_are_not_doubled(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        files = [a_file(name, b"a,b\n1,2\n") for name in ("a.txt", "a.csv")]
        slug = half.inspection.slug
        notes = [device.browser.note(slug, an_item(half), files=[one]) for one in files]
        for note, file in zip(notes, files, strict=True):
            device.put(note["id"], file, 0)
            device.outcome(note)
        assert {one["state"] for one in device.outcomes(*notes)} == {"recorded"}
        assert not Arrival.objects.filter(inspection=half.inspection).exists()


class TestOneId:
    def test_other_words_under_an_id_that_waits_are_kept_beside_the_first(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        own, photo, slug = an_id(), a_file("one.png", PHOTO), half.inspection.slug
        for words in ("First words.", "Other words."):
            said = an_item(half, words=words)
            note = device.browser.note(slug, said, note=own, files=[photo])
            assert device.outcome(note)["state"] == "waiting_files"
        device.put(own, photo, 0)
        found = [one.words for one in Item.objects.filter(words__endswith=" words.")]
        found += [one.given["words"] for one in Arrival.objects.filter(inspection=half.inspection)]
        assert sorted(found) == ["First words.", "Other words."]

    def test_no_device_answers_for_another(self, world: World) -> None:
        half = world.second
        device, other = a_device(half), a_device(half, "lead")
        note = device.browser.note(half.inspection.slug, an_item(half))
        forged = other.browser.note(half.inspection.slug, {}, note=note["id"])
        forged |= {"device": device.browser.id}
        stolen = dict(note)
        for one in (forged, stolen):
            assert other.outcome(one)["state"] == "quarantined"
        assert device.asked(note["id"])[0]["state"] == "unknown"
        ended(device)
        assert device.outcome(note)["state"] == "quarantined"
        assert Quarantined.objects.filter(note=note["id"]).count() == 3
        assert device.asked(note["id"])[0]["state"] == "quarantined"

    def test_forged_note_drops_no_piece_of_another(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        device.put(note["id"], photo, 0)
        stranger = a_browser()
        stranger.id = device.browser.id
        forged = a_file("photo.png", PHOTO)
        forged.said["id"] = photo.said["id"]
        got = device.outcome(stranger.note(half.inspection.slug, an_item(half), files=[forged]))
        assert got["state"] == "quarantined"
        assert item_of(device.outcome(note), half).attachments.count() == 1

    def test_note_recorded_before_its_device_was_ended_stays_recorded(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        slug, own = half.inspection.slug, an_id()
        note = device.browser.note(slug, said := an_item(half), note=own)
        odd = device.browser.note(slug, an_item(half, colour="red"))
        photo = a_file("photo.png", PHOTO)
        seen = device.browser.note(slug, said, files=[photo])
        device.put(seen["id"], photo, 0)
        first = device.outcomes(note, odd, seen)
        ended(device)
        assert device.outcomes(note, odd, seen) == first
        assert not Quarantined.objects.exists()
        other = device.browser.note(slug, said | {"words": "Other."}, note=own)
        assert device.outcome(other)["state"] == "quarantined"


class TestUnsigned:
    def test_unsigned_note_is_received_under_who_vouches_and_never_recorded_at_once(
        self, world: World
    ) -> None:
        half = world.second
        device, stranger = a_device(half), a_browser()
        stranger.id = an_id()
        device.outcome(stranger.note(half.inspection.slug, an_item(half, words="Forged.")))
        made = accepted(half, Quarantined.objects.get())
        assert (made.item, made.arrival.author) == (None, half.people["lead"])
        assert "not_signed" in {one.code for one in made.arrival.told}
        assert not Item.objects.filter(words="Forged.").exists()

    def test_room_of_a_device_in_the_quarantine_counts_bytes(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        ended(device)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        device.put(note["id"], photo, 0)
        assert device.outcome(note)["state"] == "quarantined"
        row = device_of(device.browser)
        assert queries.has_room(row)
        size = len(Quarantined.objects.get().envelope) + len(PHOTO)
        monkeypatch.setattr(queries, "BYTES", size)
        assert not queries.has_room(row)


class TestAtOnce:
    def test_full_disk_under_one_photo_holds_up_no_note_beside_it(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        device.put(note["id"], photo, 0)

        def full(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(store, "take", full)
        plain = device.browser.note(half.inspection.slug, an_item(half))
        assert [one["state"] for one in device.outcomes(note, plain)] == ["later", "recorded"]
        monkeypatch.undo()
        assert device.outcome(note)["state"] == "recorded"

    def test_no_room_to_wait_is_said_aloud(self, world: World, monkeypatch: Any) -> None:
        half = world.second
        device = a_device(half)
        monkeypatch.setattr(waiting, "MOST", 0)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        plain = device.browser.note(half.inspection.slug, an_item(half))
        got = device.outcomes(note, plain)
        assert [one["state"] for one in got] == ["later", "recorded"]
        assert got[0]["reasons"][0]["code"] == "quarantine_full"

    def test_last_piece_between_the_look_and_the_keeping_takes_the_note_in(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        real = waiting.keep

        def keep(*told: Any) -> None:
            monkeypatch.undo()
            device.put(note["id"], photo, 0)
            real(*told)

        monkeypatch.setattr(waiting, "keep", keep)
        assert device.outcome(note)["state"] == "recorded"
        assert waiting.of(device_of(device.browser).sender) == []

    def test_what_a_kill_left_waiting_goes_when_its_note_is_sent_again(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        for said in (an_item(half), an_item(half, colour="red")):
            note = device.browser.note(half.inspection.slug, said, files=[photo])
            device.outcome(note)
            monkeypatch.setattr(intake._Batch, "_forget", lambda *_: None)
            device.put(note["id"], photo, 0)
            monkeypatch.undo()
            sender = device_of(device.browser).sender
            assert waiting.of(sender) == [note["id"]]
            assert device.outcome(note)["state"] in ("recorded", "received")
            assert (waiting.of(sender), pieces.have(sender, photo.said["id"])) == ([], [])

    def test_clock_of_the_device_is_kept_with_a_note_that_waits(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        photo = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[photo])
        ahead = (timezone.now() + timedelta(hours=1)).isoformat()
        device.outcome(note, device_time=ahead)
        device.put(note["id"], photo, 0)
        skew = item_of(device.asked(note["id"])[0], half).skew
        assert skew is not None
        assert abs(skew - 3600) < 60
