"""Notes from devices: taken in, received, or nobody's yet; never lost, doubled, or held up."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.arrivals import taking
from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.foundation.envelopes import keys, pieces, waiting
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.models import CaptureDevice
from inspectorate.interfaces import intake, received_meanings
from tests.factories.devices import a_browser, a_file, an_id, device_of, enrolled
from tests.factories.rooms import a_key
from tests.factories.world import World

from .capturing import PHOTO, ROOT, Device, a_device, an_item

pytestmark = pytest.mark.django_db


class TestNotes:
    def test_note_is_recorded_as_its_authors_and_receipted_by_its_number(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        slug = half.inspection.slug
        got = device.outcome(device.browser.note(slug, an_item(half)))
        item = Item.objects.get(inspection=half.inspection, number=got["number"])
        assert (got["state"], got["ref"], got["reasons"]) == ("recorded", item.ref, [])
        assert item.recorded_by == half.people["inspector"]
        assert item.device_time is not None

    def test_note_sent_again_and_sealed_anew_has_the_same_answer(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        own, said, slug = an_id(), an_item(half), half.inspection.slug
        first = device.outcome(device.browser.note(slug, said, note=own))
        for _ in range(2):
            assert device.outcome(device.browser.note(slug, said, note=own)) == first
        assert device.asked(own, an_id())[0]["number"] == first["number"]
        assert device.asked(an_id())[0]["state"] == "unknown"

    def test_other_words_under_one_id_are_received_beside_the_first(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        own, slug = an_id(), half.inspection.slug
        notes = [
            device.browser.note(slug, an_item(half, words=words), note=own)
            for words in ("First words.", "Other words.")
        ]
        first, second = device.outcomes(*notes)
        assert (first["state"], second["state"]) == ("recorded", "received")
        assert second["reasons"][0]["code"] == "other_words"
        assert device.outcomes(*notes) == [first, second]

    def test_wrong_clock_cancelled_things_and_unknown_fields_are_received_with_reasons(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        slug = half.inspection.slug
        later = (timezone.now() + timedelta(hours=1)).isoformat()
        wrong: list[Any] = [
            an_item(half, observed_at=later),
            an_item(half, body="nowhere"),
            an_item(half, colour="red"),
            an_item(half, criteria=[]),
            "only words",
            None,
        ]
        got = device.outcomes(*[device.browser.note(slug, one) for one in wrong])
        assert {one["state"] for one in got} == {"received"}
        assert all(one["ref"] and one["reasons"] for one in got)

    def test_author_off_the_team_since_is_received_as_its_author(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        half.inspection.team.filter(person=half.people["inspector"]).update(left_at=timezone.now())
        got = device.outcome(device.browser.note(half.inspection.slug, an_item(half)))
        assert got["state"] == "received"
        assert (
            Arrival.objects.get(number=got["number"], inspection=half.inspection).author
            == (half.people["inspector"])
        )

    def test_clock_of_the_device_ahead_is_kept_in_seconds(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        ahead = (timezone.now() + timedelta(hours=1)).isoformat()
        got = device.outcome(
            device.browser.note(half.inspection.slug, an_item(half)), device_time=ahead
        )
        item = Item.objects.get(inspection=half.inspection, number=got["number"])
        assert item.skew is not None
        assert abs(item.skew - 3600) < 60
        for odd in ("yesterday", 5, None, "9999-12-31T00:00:00", "0001-01-01T00:00:00+00:00"):
            note = device.browser.note(half.inspection.slug, an_item(half))
            assert device.outcome(note, device_time=odd)["state"] == "recorded"

    def test_secret_words_are_stored_nowhere_and_the_receipt_says_so(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        said = an_item(half, marking="S3CRET", words="Agent's name is Nobody.")
        file = a_file("agent.png", PHOTO)
        note = device.browser.note(half.inspection.slug, said, files=[file])
        device.put(note["id"], file, 0)
        got = device.outcome(note)
        assert got["state"] == "received"
        assert "secret_text" in {one["code"] for one in got["reasons"]}
        kept = Arrival.objects.get(number=got["number"], inspection=half.inspection)
        assert "Nobody" not in kept.sent
        assert kept.left_out
        assert pieces.have(device_of(device.browser).sender, file.said["id"]) == []


class TestPoisoned:
    def test_no_envelope_of_a_batch_affects_another(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        slug = half.inspection.slug

        def good() -> Any:
            return device.browser.note(slug, an_item(half))

        sent = [good(), None, good() | {"sealed": "AAAA"}, {"v": 1}, good(), [], good() | {"v": 2}]
        got = [one["state"] for one in device.outcomes(*sent)]
        assert got == [
            *("recorded", "refused", "quarantined", "refused", "recorded", "refused", "refused")
        ]

    def test_fault_of_ours_keeps_one_note_back_and_quarantines_none(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        notes = [device.browser.note(half.inspection.slug, an_item(half)) for _ in range(3)]
        real = intake.NoteReader.read

        def broken(self: Any, said: Any, *more: Any) -> Any:
            if said["words"] == "poison":
                raise TypeError("a fault of ours")
            return real(self, said, *more)

        monkeypatch.setattr(intake.NoteReader, "read", broken)
        notes[1] = device.browser.note(half.inspection.slug, an_item(half, words="poison"))
        got = [one["state"] for one in device.outcomes(*notes)]
        assert got == ["recorded", "later", "recorded"]
        assert not Quarantined.objects.exists()
        monkeypatch.undo()
        assert device.outcome(notes[1])["state"] == "recorded"

    def test_keys_that_cannot_be_read_answer_503_and_nothing_is_kept(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        note = device.browser.note(half.inspection.slug, an_item(half))
        for path in keys.folder().iterdir():
            path.rename(path.with_suffix(".gone"))
        assert device.send(note).status_code == 503
        assert not Quarantined.objects.exists()
        for path in keys.folder().iterdir():
            path.rename(path.with_suffix(".pem"))
        assert device.outcome(note)["state"] == "recorded"


class TestQuarantine:
    def ground(self, got: dict[str, Any]) -> str:
        assert got["state"] == "quarantined", got
        return Quarantined.objects.get(number=got["number"]).ground

    def test_forged_note_by_a_stranger_with_the_public_key_is_nobodys(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        stranger = a_browser()
        for stranger.id, ground in ((device.browser.id, "unsigned"), (an_id(), "unknown_device")):
            got = device.outcome(stranger.note(half.inspection.slug, an_item(half)))
            assert self.ground(got) == ground
        assert Item.objects.filter(words="We look at it each morning.").count() == 0

    def test_note_of_another_device_or_said_otherwise_inside_is_nobodys(self, world: World) -> None:
        half = world.second
        device, other = a_device(half), a_device(half, "lead")
        slug = half.inspection.slug
        got = device.outcome(other.browser.note(slug, an_item(half)))
        assert self.ground(got) == "other_device"
        got = device.outcome(device.browser.note(slug, an_item(half), id=an_id()))
        assert self.ground(got) == "not_as_sealed"
        own = an_id()
        got = device.outcome(device.browser.sealed(own, slug, b"no note"))
        assert self.ground(got) == "not_a_note"

    def test_note_of_somebody_never_on_the_inspection_is_nobodys(self, world: World) -> None:
        device = a_device(world.first)
        for slug in (world.second.inspection.slug, "no-such"):
            got = device.outcome(device.browser.note(slug, an_item(world.second)))
            assert self.ground(got) == "not_of_team"

    def test_same_note_is_kept_once_and_answered_alike(self, world: World) -> None:
        device = a_device(world.first)
        note = device.browser.note("no-such", {})
        first = device.outcome(note)
        assert device.outcome(note) == first == device.asked(note["id"])[0]
        assert Quarantined.objects.count() == 1

    def lost(self, device: Device) -> CaptureDevice:
        row = device_of(device.browser)
        devices.end_device(by=row.person, at=timezone.now(), key=a_key(), device=row)
        return row

    def test_ended_device_reaches_the_quarantine_alone_and_its_photo_with_it(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        self.lost(device)
        file = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        assert device.outcome(note)["state"] == "waiting_files"
        assert device.put(note["id"], file, 0).status_code == 200
        (got,) = device.asked(note["id"])
        assert self.ground(got) == "ended"
        kept = Quarantined.objects.get(number=got["number"])
        assert kept.signed_by == device_of(device.browser)
        assert [one.name for one in kept.files.all()] == ["photo.png"]

    def test_too_many_of_an_ended_device_are_sent_back_aloud(
        self, world: World, monkeypatch: Any
    ) -> None:
        half = world.second
        device = a_device(half)
        self.lost(device)
        monkeypatch.setattr("inspectorate.domain.evidence.quarantine.queries.MOST", 1)
        notes = [device.browser.note(half.inspection.slug, an_item(half)) for _ in range(2)]
        assert [one["state"] for one in device.outcomes(*notes)].count("later") == 1
        again = device.browser.note(half.inspection.slug, an_item(half))
        answer = device.send(again)
        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert Quarantined.objects.count() == 1

    def test_secret_note_that_is_nobodys_is_not_even_kept_sealed(self, world: World) -> None:
        device = a_device(world.first)
        said = an_item(world.second, marking="SECRET", words="Words.")
        got = device.outcome(device.browser.note("no-such", said))
        kept = Quarantined.objects.get(number=got["number"])
        assert (kept.envelope, kept.left_out) == ("", True)


class TestFiles:
    def test_photo_comes_in_pieces_in_any_order_and_completes_its_note(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        content = PHOTO + b"\0" * (pieces.PIECE + 5)
        file = a_file("photo.png", content)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        assert device.put(note["id"], file, 1).json() == {"have": [1]}
        got = device.outcome(note)
        assert got["state"] == "waiting_files"
        assert got["missing"] == [{"file": file.said["id"], "have": [1]}]
        assert device.asked(note["id"])[0]["state"] == "waiting_files"
        assert device.put(note["id"], file, 0).json() == {"have": [0, 1]}
        (got,) = device.asked(note["id"])
        item = Item.objects.get(inspection=half.inspection, number=got["number"])
        assert [one.blob_id for one in item.attachments.all()] == [
            hashlib.sha256(content).hexdigest()
        ]
        # Nothing of it waits any more, and sent again it has the same answer.
        sender = device_of(device.browser).sender
        assert (waiting.of(sender), pieces.have(sender, file.said["id"])) == ([], [])
        assert device.outcome(note) == got
        resealed = device.browser.sealed(
            note["id"],
            half.inspection.slug,
            device.browser.said(note["id"], half.inspection.slug, {}, [file]),
        )
        assert device.outcome(resealed)["state"] == "received"

    def test_note_with_a_photo_holds_up_no_note_behind_it(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        slug = half.inspection.slug
        photo = a_file("photo.png", PHOTO)
        notes = [
            device.browser.note(slug, an_item(half), files=[photo]),
            device.browser.note(slug, an_item(half)),
        ]
        assert [one["state"] for one in device.outcomes(*notes)] == ["waiting_files", "recorded"]

    def test_file_that_is_not_taken_is_named_and_its_words_are_received(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        files = [a_file("run.exe", b"MZ" * 9), a_file("photo.png", PHOTO), a_file("a.png", PHOTO)]
        files[2].said["sha256"] = "0" * 64
        note = device.browser.note(half.inspection.slug, an_item(half), files=files)
        for one in files:
            device.put(note["id"], one, 0)
        got = device.outcome(note)
        assert got["state"] == "received"
        assert {one["code"] for one in got["reasons"]} >= {"file_kind", "file_unopened"}
        kept = Arrival.objects.get(number=got["number"], inspection=half.inspection)
        assert [one.name for one in kept.files.all()] == ["run.exe", "photo.png", "a.png"]
        assert device.outcome(note) == got

    def test_other_bytes_under_one_number_are_refused(self, world: World) -> None:
        device = a_device(world.second)
        file = a_file("photo.png", PHOTO)
        own = an_id()
        assert [device.put(own, file, 0).status_code for _ in range(2)] == [200, 200]
        assert device.put(own, file, 0, b"x" * 50).status_code == 409

    def test_piece_outside_its_file_or_too_long_is_refused(self, world: World) -> None:
        device = a_device(world.second)
        file = a_file("photo.png", PHOTO)
        for content in (b"", b"x" * (pieces.PIECE + 17)):
            assert device.put(an_id(), file, 0, content).status_code == 422
        assert device.put("short", file, 0).status_code == 422

    def test_file_of_another_note_is_not_had_for_its_digest_alone(self, world: World) -> None:
        half = world.second
        device, other = a_device(half), a_device(half, "lead")
        file = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        device.put(note["id"], file, 0)
        assert device.outcome(note)["state"] == "recorded"
        wants = other.browser.note(half.inspection.slug, an_item(half), files=[file])
        assert other.outcome(wants)["state"] == "waiting_files"

    def test_note_whose_photo_never_came_is_received_and_its_device_keeps_the_photo(
        self, world: World
    ) -> None:
        half = world.second
        device = a_device(half)
        file = a_file("photo.png", PHOTO)
        note = device.browser.note(half.inspection.slug, an_item(half), files=[file])
        device.outcome(note)
        row = device_of(device.browser)
        (got,) = intake.Intake(device=row).take([note], timezone.now(), without_files=True)
        assert got.state == "waiting_files"
        assert got.number is not None
        assert [one.code for one in got.told] == ["file_missing"]
        # And should it come after all, it is kept beside what came first.
        device.put(note["id"], file, 0)
        late = device.outcome(note)
        assert late["state"] == "received"
        assert late["number"] != got.number


class TestDoor:
    def test_without_a_token_that_opens_it_is_401_whatever_else_is_wrong(
        self, world: World
    ) -> None:
        device = a_device(world.second)
        program = enrolled(world.second.people["inspector"])
        program.token = "inspectorate_" + an_id()
        for token in ("", program.token):
            device.browser.token = token
            assert device.send({}).status_code == 401
            assert device.put(an_id(), a_file("a.png", PHOTO), 0).status_code == 401
            answer = device.client.post(
                f"{ROOT}notes/", b"x", content_type="text/plain", headers=device.headers
            )
            assert answer.status_code == 401
            much = device.client.post(
                f"{ROOT}notes/",
                b"x" * 4_000_000,
                content_type="application/json",
                headers=device.headers,
            )
            assert much.status_code == 401

    def test_upload_token_reads_nothing(self, world: World) -> None:
        device = a_device(world.second)
        slug = world.second.inspection.slug
        for address in ("", f"{slug}/", f"{slug}/evidence/", f"{slug}/visits/"):
            answer = device.client.get(f"/api/v1/inspections/{address}", headers=device.headers)
            assert answer.status_code == 401, address

    def test_token_outlives_everything_its_person_came_in_by(self, world: World) -> None:
        half = world.second
        device = a_device(half)
        person = half.people["inspector"]
        person.held.update(ended_at=timezone.now())
        got = device.outcome(device.browser.note(half.inspection.slug, an_item(half)))
        assert got["state"] == "received"

    def test_larger_than_is_taken_is_413_and_no_note_of_it_is_kept(self, world: World) -> None:
        device = a_device(world.second)
        answer = device.client.post(
            f"{ROOT}notes/",
            b"[" * 4_000_000,
            content_type="application/json",
            headers=device.headers,
        )
        assert answer.status_code == 413


def test_every_door_ends_in_the_one_way_in() -> None:
    assert intake.received_meanings is received_meanings
    assert received_meanings.take_in_many is taking.take_in_many
