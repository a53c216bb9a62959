"""The device of the drills sees what a server forgot, and what it answers anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from benchmarks.device import Device, SealedNote

NOTE = SealedNote("a", {"id": "n"}, "recorded", {"f": 2})


def outcome(state: str, ref: str | None = None, have: list[int] | None = None) -> dict[str, Any]:
    missing = [] if have is None else [{"file": "f", "have": have}]
    return {"outcomes": [{"id": "n", "state": state, "ref": ref, "missing": missing}]}


@pytest.fixture
def device(tmp_path: Path) -> Device:
    for n in range(2):
        (tmp_path / f"f.{n}").write_bytes(b"sealed")
    return Device("http://127.0.0.1:1", tmp_path, "token", {"n": NOTE}, random.Random(1))


def answers(monkeypatch: pytest.MonkeyPatch, *told: Any) -> None:
    """What the server answers, one request after another."""
    left = list(told)
    monkeypatch.setattr(Device, "_asked", lambda *sent: left.pop(0))


def test_note_is_done_once_its_pieces_went_and_its_number_came(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = outcome("waiting_files", have=[])
    answers(monkeypatch, waits, {"have": [0]}, {"have": [0, 1]}, outcome("recorded", "A-E0001"))
    for _ in range(4):
        assert not device.done
        device.turn()
    assert device.done
    assert device.told == {"n": ("recorded", "A-E0001")}
    assert device.forgotten == []


def test_note_that_waited_and_is_unknown_after_a_break_was_forgotten(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, outcome("waiting_files", have=[]), outcome("unknown"))
    device.turn()
    device.broken = True
    device.turn()
    assert device.forgotten == ["a: unknown"]


def test_piece_that_was_kept_and_is_no_more_was_forgotten(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, outcome("waiting_files", have=[]), {"have": [0]}, {"have": [1]})
    for _ in range(3):
        device.turn()
    assert device.forgotten == ["pieces [0] of f"]


def test_note_sent_again_under_another_number_was_answered_otherwise(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, outcome("recorded", "A-E0001"), outcome("recorded", "A-E0002"))
    device.turn()
    device.send_again()
    assert device.otherwise == ["a: recorded"]
