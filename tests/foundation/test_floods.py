"""A flood fills no disk: more of the same is counted, and nobody who was tried is left out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from inspectorate.foundation.security_log import floods
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import FLOODS, note
from tests.shared import ROOT

ENDING = """
import sys
from django.conf import settings
settings.configure(SECURITY_LOG=sys.argv[1])
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
for number in range(5):
    note(SecurityEvent.LOCKED_OUT, person=7, client="192.0.2.1", by="account")
"""


@pytest.fixture
def log(settings: Any) -> Path:
    return Path(settings.SECURITY_LOG)


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_first_is_written_at_once_and_more_of_it_as_one_line(log: Path) -> None:
    for number in range(30):
        note(SecurityEvent.LOCKED_OUT, person=7, client=f"192.0.2.{number}", by="account")
    (first,) = lines(log)
    assert first["client"] == "192.0.2.0"
    assert "times" not in first
    FLOODS.tell()
    _, told = lines(log)
    assert (told["event"], told["person"], told["by"]) == ("sign_in.locked_out", 7, "account")
    assert told["times"] == 29
    assert told["clients"] == [f"192.0.2.{number}" for number in range(1, 11)]
    assert first["at"][:16] <= told["since"][:16] <= told["at"][:16]


def test_each_person_who_is_locked_out_is_told_of_in_whatever_flood(log: Path) -> None:
    for number in range(2_000):
        note(SecurityEvent.LOCKED_OUT, person="unknown", tried=f"{number:x}", by="account")
    for person in range(200):
        note(SecurityEvent.LOCKED_OUT, person=person, client="192.0.2.1", by="account")
        note(SecurityEvent.LOCKED_OUT, person=person, client="192.0.2.2", by="code")
    found = lines(log)
    assert {(one["person"], one["by"]) for one in found if one["person"] != "unknown"} == {
        (person, by) for person in range(200) for by in ("account", "code")
    }


def test_ten_thousand_who_are_nobody_make_no_more_lines_than_have_room(log: Path) -> None:
    for number in range(10_000):
        note(SecurityEvent.SIGN_IN_FAILED, person="unknown", tried=f"{number:x}", client="::1")
        note(SecurityEvent.REFUSED, person="unknown", status=403, method="POST", page="a")
    FLOODS.tell()
    found = lines(log)
    failed = [one for one in found if one["event"] == "sign_in.failed"]
    assert len(failed) == floods.STRANGERS + 2
    # Not one of them is lost: each line is one, or says how many.
    assert sum(one.get("times", 1) for one in failed) == 10_000
    assert len(found) - len(failed) == 2


@pytest.mark.parametrize(
    ("event", "ids"),
    [
        (SecurityEvent.SIGN_IN_FAILED, {"person": 7}),
        (SecurityEvent.CODE_FAILED, {"person": 7}),
        (SecurityEvent.RESET_ASKED, {"person": 7}),
        (SecurityEvent.REFUSED, {"person": 7, "status": 404}),
        (SecurityEvent.SIGNED_IN, {"person": 7}),
        (SecurityEvent.READ, {"person": 7, "objects": ["evidence.item:1"]}),
    ],
)
def test_what_is_of_a_person_is_written_each_time(
    log: Path, event: SecurityEvent, ids: dict[str, Any]
) -> None:
    for _ in range(9):
        note(event, **ids)
    assert [one["event"] for one in lines(log)] == [event.value] * 9


def test_what_was_counted_is_told_when_its_minute_is_over(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "SECONDS", 1.0)
    for _ in range(4):
        note(SecurityEvent.LOCKED_OUT, person=7, by="account")
    until = time.monotonic() + 60
    while len(lines(log)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert [one.get("times") for one in lines(log)] == [None, 3]
    note(SecurityEvent.LOCKED_OUT, person=7, by="account")
    assert len(lines(log)) == 3


def test_process_that_ends_tells_what_it_counted(log: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", ENDING, str(log)], env={"PYTHONPATH": str(ROOT / "src")}, check=True
    )
    assert [one.get("times") for one in lines(log)] == [None, 4]


def test_where_no_thread_can_be_had_each_is_written(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(floods.threading.Timer, "start", none)
    for _ in range(3):
        note(SecurityEvent.LOCKED_OUT, person=7, by="account")
    assert len(lines(log)) == 3
