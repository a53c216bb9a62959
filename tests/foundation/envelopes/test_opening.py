"""What a device seals opens by the inspectorate's keys alone, old ones too, and bears its name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from inspectorate.config.private import refuse_inside
from inspectorate.foundation.envelopes import keys, opening, said, trying
from inspectorate.foundation.envelopes.coding import (
    BadSignature,
    CannotOpen,
    NotAnEnvelope,
    coded,
    decoded,
)
from tests.factories.devices import Browser, a_browser, a_file, an_id

WORDS = {"words": "Heard in the custody suite."}


def enrolled() -> Browser:
    browser = a_browser()
    browser.id = an_id()
    return browser


class TestOpening:
    def test_note_opens_and_bears_the_signature_of_its_device(self) -> None:
        browser = enrolled()
        signed = opening.opened(opening.read(browser.note("first", WORDS)))
        opening.check_signature(signed, browser.jwk)
        assert said.read(signed.said).item == WORDS

    def test_note_sealed_to_an_old_key_opens_after_another_was_made(self) -> None:
        browser = enrolled()
        keys.add()
        assert keys.newest().id != browser.opening_id
        assert opening.opened(opening.read(browser.note("first", WORDS)))

    def test_note_under_another_id_device_or_inspection_does_not_open(self) -> None:
        browser = enrolled()
        for name in ("id", "device", "inspection"):
            changed = browser.note("first", WORDS) | {name: an_id()}
            with pytest.raises(CannotOpen):
                opening.opened(opening.read(changed))

    def test_note_changed_in_one_bit_does_not_open(self) -> None:
        sent = enrolled().note("first", WORDS)
        sealed = bytearray(decoded(sent["sealed"]))
        sealed[7] ^= 1
        with pytest.raises(CannotOpen):
            opening.opened(opening.read(sent | {"sealed": coded(bytes(sealed))}))

    def test_point_off_the_curve_is_what_cannot_be_opened_and_no_fault(self) -> None:
        sent = enrolled().note("first", WORDS) | {"enc": coded(b"\x04" + b"\x01" * 64)}
        with pytest.raises(CannotOpen):
            opening.opened(opening.read(sent))

    def test_signature_of_another_device_is_none_of_this_one(self) -> None:
        browser, stranger = enrolled(), enrolled()
        signed = opening.opened(opening.read(stranger.note("first", WORDS)))
        with pytest.raises(BadSignature):
            opening.check_signature(signed, browser.jwk)

    @pytest.mark.parametrize(
        "sent",
        [
            None,
            [],
            "note",
            {},
            {"v": 2},
            {"v": 1, "id": "short"},
            {"v": 1, "id": 5, "device": [], "opening_key": None},
        ],
    )
    def test_what_is_no_envelope_is_told_so(self, sent: Any) -> None:
        with pytest.raises(NotAnEnvelope):
            opening.read(sent)

    def test_sealed_text_longer_than_is_taken_is_no_envelope(self) -> None:
        sent = enrolled().note("first", WORDS)
        with pytest.raises(NotAnEnvelope):
            opening.read(sent | {"sealed": coded(bytes(opening.MOST + 1))})


class TestSaid:
    def read(self, **instead: Any) -> said.Said:
        browser = enrolled()
        return said.read(browser.said(an_id(), "first", WORDS, **instead))

    def test_clock_that_says_no_time_leaves_the_note_readable(self) -> None:
        assert self.read().device_time is not None
        browser = enrolled()
        for wrong in ("yesterday", 5, None, "2026-11-28T10:00:00"):
            told = json.loads(browser.said(an_id(), "first", WORDS))
            assert said.read(json.dumps(told | {"device_time": wrong}).encode()).device_time is None

    @pytest.mark.parametrize("content", [b"\xff", b"[]", b"5", b"[" * 100_000])
    def test_what_is_no_note_is_told_so_and_is_no_fault(self, content: bytes) -> None:
        with pytest.raises(said.NotAsDescribed):
            said.read(content)

    @pytest.mark.parametrize(
        "wrong",
        [{"pieces": 2}, {"size": True}, {"size": 0}, {"key": "x"}, {"id": ""}, {"sha256": "A"}],
    )
    def test_file_that_does_not_say_what_it_is_is_named_and_hides_no_words(
        self, wrong: dict[str, Any]
    ) -> None:
        file = a_file("photo.jpg", b"x" * 10)
        file.said |= wrong
        found = said.read(enrolled().said(an_id(), "first", WORDS, [file]))
        assert (found.item, found.files) == (WORDS, ())
        assert "photo.jpg" in found.amiss[0]


class TestKeys:
    def test_key_that_was_here_once_and_is_gone_is_missed_by_name(self) -> None:
        browser = enrolled()
        sent = opening.read(browser.note("first", WORDS))
        opening.opened(sent)
        keys.add()
        (old,) = [one for one in keys.folder().iterdir() if browser.opening_id in one.name]
        old.unlink()
        with pytest.raises(keys.KeyMissing):
            opening.opened(sent)
        assert [browser.opening_id in one for one in trying.try_all()] == [True]

    def test_key_lies_in_a_file_that_its_account_alone_reads(self, settings: Any) -> None:
        keys.add()
        (path,) = Path(settings.OPENING_KEYS).iterdir()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_folder_without_a_key_is_a_fault_of_ours_and_no_poisoned_note(self) -> None:
        browser = enrolled()
        sent = browser.note("first", WORDS)
        (path,) = keys.folder().iterdir()
        path.unlink()
        with pytest.raises(keys.KeysFault):
            opening.opened(opening.read(sent))

    def test_keys_inside_the_data_are_refused(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        for inside in (data, data / "keys", tmp_path):
            with pytest.raises(ImproperlyConfigured):
                refuse_inside(data, inside)
        refuse_inside(data, tmp_path / "keys")

    def test_try_names_each_key_that_does_not_open(self, monkeypatch: Any) -> None:
        keys.add()
        assert trying.try_all() == []
        wrong = keys.add()
        monkeypatch.setattr(
            opening, "opened", lambda _: (_ for _ in ()).throw(CannotOpen("its seal does not open"))
        )
        assert wrong.id in trying.try_all()[-1]
