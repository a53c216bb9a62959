"""Rescue files: all restored, twice brought in changes nothing, and nobody else can open one."""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.foundation.envelopes import pieces, waiting
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from inspectorate.interfaces import intake, unfinished
from inspectorate.interfaces.note_outcomes import Outcome
from inspectorate.interfaces.rescue import Brought, NotARescueFile, bring
from tests.factories.devices import (
    Browser,
    SentFile,
    a_browser,
    a_file,
    an_id,
    device_of,
    enrolled,
    piece_lines,
)
from tests.factories.rooms import a_person
from tests.factories.world import Half, World

from .capturing import PHOTO, an_item

pytestmark = pytest.mark.django_db


def brought(half: Half, lines: list[str], who: str = "lead") -> Brought:
    content = io.BytesIO("".join(lines).encode())
    return bring(content, by=half.people[who], at=timezone.now())


def told(found: Brought) -> list[tuple[str, str | None]]:
    return [(one.state.value, one.ref) for one in found.outcomes]


def a_day(half: Half, browser: Browser, notes: int = 27) -> tuple[list[str], SentFile]:
    """A rescue file of more notes than one batch holds, one of them with a photo."""
    slug, photo = half.inspection.slug, a_file("photo.png", PHOTO)
    with_photo = browser.note(slug, an_item(half), files=[photo])
    plain = [browser.note(slug, an_item(half, words=f"Note {n}.")) for n in range(notes)]
    envelopes: list[dict[str, Any]] = [{"envelope": one} for one in [with_photo, *plain]]
    return list(browser.rescued(*envelopes, *piece_lines(with_photo["id"], photo))), photo


class TestBring:
    def test_every_note_is_its_authors_and_who_brought_it_is_named(self, world: World) -> None:
        half = world.second
        lines, _ = a_day(half, enrolled(half.people["inspector"]))
        found = brought(half, lines)
        assert set(told(found)) == {("received", None)}
        assert len(found.outcomes) == 28
        items = Item.objects.filter(inspection=half.inspection, brought_by=half.people["lead"])
        assert items.count() == 28
        assert {one.recorded_by for one in items} == {half.people["inspector"]}
        assert sum(one.attachments.count() for one in items) == 1

    def test_brought_in_twice_by_two_people_it_changes_nothing(self, world: World) -> None:
        half = world.second
        lines, _ = a_day(half, enrolled(half.people["inspector"]), notes=3)
        first, own = brought(half, lines), brought(half, lines, "inspector")
        again = brought(half, lines)
        assert told(first) == told(again) == [("received", None)] * 4
        assert {state for state, _ in told(own)} == {"recorded"}
        assert all(ref for _, ref in told(own))
        assert Item.objects.filter(brought_by=half.people["lead"]).count() == 4
        assert Item.objects.filter(brought_by=half.people["inspector"]).count() == 0

    def test_note_sent_before_by_its_device_is_not_doubled(self, world: World) -> None:
        from .capturing import Device

        half = world.second
        device = Device(enrolled(half.people["inspector"]))
        note = device.browser.note(half.inspection.slug, an_item(half))
        sent = device.outcome(note)
        lines = list(device.browser.rescued({"envelope": note}))
        assert told(brought(half, lines, "inspector")) == [(sent["state"], sent["ref"])]
        brought(half, lines)
        assert not Item.objects.filter(brought_by=half.people["lead"]).exists()

    def test_forged_note_in_a_rescue_file_is_nobodys(self, world: World) -> None:
        half = world.second
        stranger = a_browser()
        stranger.id = enrolled(half.people["inspector"]).id
        note = stranger.note(half.inspection.slug, an_item(half))
        found = brought(half, list(stranger.rescued({"envelope": note})))
        assert found.outcomes[0].state == "quarantined"
        assert Quarantined.objects.get().brought_by == half.people["lead"]

    def test_forged_note_that_another_person_brings_at_the_same_moment_lies_there_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        half = world.second
        stranger = a_browser()
        stranger.id = enrolled(half.people["inspector"]).id
        note = stranger.note(half.inspection.slug, an_item(half))
        lines = list(stranger.rescued({"envelope": note}))
        brought(half, lines)
        with monkeypatch.context() as patch:
            # The other looked before the first was done.
            patch.setattr(intake.queries, "same", lambda *_: [])
            assert told(brought(half, lines, "inspector")) == [("later", None)]
        assert told(brought(half, lines, "inspector"))[0][0] == "quarantined"
        assert Quarantined.objects.count() == 1

    def test_lines_cut_off_or_changed_are_told_and_stop_no_other(self, world: World) -> None:
        half = world.second
        lines, _ = a_day(half, enrolled(half.people["inspector"]), notes=2)
        odd = ["{", "[]\n", '{"piece": {"file": 5}}\n', '{"other": 1}\n']
        broken = [lines[0], odd[1], odd[2], odd[3], *lines[1:], odd[0]]
        found = brought(half, broken)
        assert len(found.faults) == 4
        assert set(told(found)) == {("received", None)}

    @pytest.mark.parametrize("first", ["", "[]\n", '{"kind": "other"}\n', '{"kind": "rescue"}\n'])
    def test_what_is_no_rescue_file_is_told_so(self, world: World, first: str) -> None:
        with pytest.raises(NotARescueFile):
            brought(world.second, [first])

    def test_words_of_it_can_be_read_by_nobody_who_carries_it(self, world: World) -> None:
        half = world.second
        lines, _ = a_day(half, enrolled(half.people["inspector"]), notes=1)
        text = "".join(lines)
        for word in ("custody", "morning", "photo.png", half.people["inspector"].name):
            assert word not in text
        assert "Note 0." not in json.dumps([json.loads(one) for one in lines])

    def test_contact_of_a_body_brings_nothing_in(self, world: World) -> None:
        half = world.second
        contact = a_person(Role.BODY)
        with pytest.raises(Forbidden):
            bring(io.BytesIO(b""), by=contact, at=timezone.now())
        assert half.inspection


class TestUnfinished:
    def wait(self, half: Half) -> tuple[Browser, dict[str, Any], SentFile]:
        """A note that waits for the second of its two photos."""
        from .capturing import Device

        device = Device(enrolled(half.people["inspector"]))
        files = [a_file("one.png", PHOTO), a_file("two.png", PHOTO + b"\0")]
        note = device.browser.note(half.inspection.slug, an_item(half), files=files)
        assert device.outcome(note)["state"] == "waiting_files"
        device.put(note["id"], files[0], 0)
        return device.browser, note, files[0]

    def age(self, root: str | Path) -> None:
        past = time.time() - pieces.KEPT.total_seconds() - 60
        for path in Path(root).rglob("*"):
            os.utime(path, (past, past))

    def test_note_whose_photo_never_came_is_received_after_a_fortnight(
        self, world: World, settings: Any
    ) -> None:
        browser, _, _ = self.wait(world.second)
        assert unfinished.take_in_what_waited(timezone.now()) == []
        self.age(settings.PIECES_ROOT)
        (found,) = unfinished.take_in_what_waited(timezone.now())
        assert isinstance(found, Outcome)
        # Its device has the photo still, and is asked for it.
        assert found.state == "waiting_files"
        arrival = Arrival.objects.get(number=found.number, inspection=world.second.inspection)
        assert [one.name for one in arrival.files.all()] == ["one.png"]
        assert waiting.of(device_of(browser).sender) != []

    def test_pieces_of_a_note_that_waits_are_not_swept_and_others_are(
        self, world: World, settings: Any
    ) -> None:
        browser, _, first = self.wait(world.second)
        sender = device_of(browser).sender
        stray = a_file("stray.png", PHOTO)
        pieces.keep(sender, pieces.Piece(stray.said["id"], 0, 1, stray.pieces[0]), most=1 << 30)
        assert unfinished.sweep() == []
        self.age(settings.PIECES_ROOT)
        assert [one.name for one in unfinished.orphans()] == [stray.said["id"]]
        assert [one.name for one in unfinished.sweep()] == [stray.said["id"]]
        assert pieces.have(sender, first.said["id"]) == [0]


def test_id_of_a_device_is_no_key_to_what_it_sent(world: World) -> None:
    half = world.second
    browser = enrolled(half.people["inspector"])
    note = browser.note(half.inspection.slug, an_item(half)) | {"device": an_id()}
    found = brought(half, list(browser.rescued({"envelope": note})))
    assert found.outcomes[0].state == "quarantined"
