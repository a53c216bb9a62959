"""The security log: whole lines from several processes, ids and never words, never a failure."""

from __future__ import annotations

import json
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import events, note
from inspectorate.interfaces.cli.security_log import security_log
from tests.shared import ROOT

WRITER = """
import sys
from django.conf import settings
settings.configure(SECURITY_LOG=sys.argv[1])
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
print("ready", flush=True)
input()
for number in range(2000):
    note(SecurityEvent.READ, person=int(sys.argv[2]), objects=[f"evidence.item:{number}"] * 40)
"""


@pytest.fixture
def log(settings: Any) -> Path:
    return Path(settings.SECURITY_LOG)


def test_line_holds_time_event_and_ids(log: Path) -> None:
    note(
        SecurityEvent.READ,
        person=7,
        marking="OFFICIAL-SENSITIVE",
        objects=["evidence.item:12"],
        inspection="fire-2026",
        client=None,
    )
    line = json.loads(log.read_text())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line.pop("at"))
    assert line == {
        "event": "read",
        "person": 7,
        "marking": "OFFICIAL-SENSITIVE",
        "objects": ["evidence.item:12"],
        "inspection": "fire-2026",
    }


def test_two_processes_write_whole_lines_into_one_file(log: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(log), str(number)],
            env={"PYTHONPATH": str(ROOT / "src")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in (1, 2)
    ]
    for one in writers:
        assert one.stdout
        assert one.stdout.readline() == b"ready\n"
    for one in writers:
        assert one.stdin
        one.stdin.write(b"\n")
        one.stdin.close()
    assert [one.wait(60) for one in writers] == [0, 0]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    for person in (1, 2):
        mine = [one["objects"][0] for one in lines if one["person"] == person]
        assert mine == [f"evidence.item:{number}" for number in range(2000)]
    # Both at once, or the test says nothing.
    assert len({one["person"] for one in lines[:2000]}) == 2


def test_log_is_for_its_owner_alone(log: Path) -> None:
    note(SecurityEvent.SIGNED_OUT, person=7)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "word", ["somebody@example.org", "a sentence", "", "x" * 201, "né", "a\nb"]
)
def test_what_is_no_id_is_not_written(log: Path, word: str) -> None:
    note(SecurityEvent.SIGN_IN_FAILED, tried=word, objects=[word, "evidence.item:1"])
    line = json.loads(log.read_text())
    assert (line["tried"], line["objects"]) == ("?", ["?", "evidence.item:1"])


def test_log_moved_away_is_begun_anew(log: Path) -> None:
    note(SecurityEvent.SIGNED_IN, person=1)
    log.rename(log.with_suffix(".1"))
    note(SecurityEvent.SIGNED_IN, person=2)
    assert [one.ids for one in events(log)] == [{"person": 2}]


def test_full_disk_is_told_in_the_servers_log_and_loses_no_later_line(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    note(SecurityEvent.SIGNED_IN, person=1)
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 20, hard))
    try:
        note(SecurityEvent.SIGNED_IN, person=2)
        note(SecurityEvent.SIGNED_IN, person=3)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    note(SecurityEvent.SIGNED_IN, person=4)
    assert [one.ids["person"] for one in events(log)] == [1, 4]
    told = caplog.text
    assert '"person": 2' in told
    assert '"person": 3' in told


@pytest.mark.parametrize("line", ["1", "[]", '"at"', "null", "{}", '{"at": 1}', "x", "\udcff"])
def test_line_that_is_none_of_ours_is_left_out(log: Path, line: str) -> None:
    note(SecurityEvent.SIGNED_IN, person=1)
    with log.open("ab") as end:
        end.write(line.encode("utf-8", "surrogateescape"))
    assert [one.ids for one in events(log)] == [{"person": 1}]


def test_no_folder_for_the_log_fails_nothing(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECURITY_LOG = str(tmp_path / "absent" / "security.log")
    note(SecurityEvent.SIGNED_IN, person=1)
    assert "took no line" in caplog.text


def test_dash_writes_to_the_error_stream(
    settings: Any, log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.SECURITY_LOG = "-"
    note(SecurityEvent.SIGNED_IN, person=1)
    assert json.loads(capfd.readouterr().err)["event"] == "sign_in.done"
    assert not log.exists()


def printed(*args: str) -> list[int]:
    done = CliRunner().invoke(security_log, args)
    assert done.exit_code == 0, done.output
    return [json.loads(line)["person"] for line in done.output.splitlines()]


@pytest.mark.django_db
def test_command_prints_the_lines_asked_for(log: Path) -> None:
    assert printed() == []
    note(SecurityEvent.SIGNED_IN, person=1)
    note(SecurityEvent.SIGN_IN_FAILED, person=2)
    note(SecurityEvent.READ, person=1, objects=["evidence.item:1", "evidence.item:12"])
    assert printed() == [1, 2, 1]
    assert printed("--person", "2") == [2]
    assert printed("--event", "sign_in") == [1, 2]
    assert printed("--event", "sign_in.failed") == [2]
    assert printed("--object", "evidence.item:12") == [1]
    assert printed("--object", "evidence.item:2") == []
    assert printed("--file", str(log), "--event", "read") == [1]


@pytest.mark.django_db
def test_command_names_the_events_there_are_for_one_that_is_none(log: Path) -> None:
    done = CliRunner().invoke(security_log, ["--event", "sing_in"])
    assert done.exit_code == 2
    assert "sign_in.failed" in done.output


def test_guide_lists_each_event_with_its_sentence() -> None:
    guide = (ROOT / "docs" / "guide" / "security.md").read_text("utf-8")
    told = dict(
        re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", guide.split("## The security log")[1], re.M)
    )
    assert told == {one.value: one.sentence for one in SecurityEvent}
