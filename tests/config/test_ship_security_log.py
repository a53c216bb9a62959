"""The security log shipped elsewhere by its script, run for real: nothing lost, nothing doubled,
over rotation and kills; an alarm where it cannot be shipped or is not what it was (ASVS 16.4.3).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from tests.config.test_nightly import DEPLOY, script

NAME = "ship-security-log.sh"


class Place:
    """A data folder here and a folder elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.data, self.there = folder / "data", folder / "elsewhere"
        self.data.mkdir()
        self.there.mkdir()
        self.log = self.data / "security.log"

    def ship(self) -> subprocess.CompletedProcess[str]:
        return script(NAME, self.data, str(self.there))

    def shipped(self) -> str:
        """All that is kept there, the oldest file first."""
        return "".join(one.read_text("utf-8") for one in sorted(self.there.iterdir()))

    def rotate(self) -> None:
        """As logrotate does without copytruncate: the older ones take the next number first."""
        kept = [one for one in self.data.iterdir() if one.name.startswith("security.log.")]
        for one in sorted(kept, key=lambda one: -int(one.suffix[1:])):
            one.rename(self.data / f"security.log.{int(one.suffix[1:]) + 1}")
        if self.log.exists():
            self.log.rename(self.data / "security.log.1")


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Place:
    made = Place(tmp_path)
    settings.SECURITY_LOG = str(made.log)
    return made


def line(number: int) -> str:
    return f'{{"at": "2026-11-26T09:30:{number // 1000:02}.{number % 1000:06}Z", "n": {number}}}\n'


def test_events_are_shipped_as_they_come_once_each(place: Place) -> None:
    for person in range(3):
        note(SecurityEvent.SIGNED_IN, person=person)
        done = place.ship()
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert place.shipped() == place.log.read_text("utf-8")
    [kept] = place.there.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    place.rotate()
    note(SecurityEvent.SIGNED_OUT, person=1)
    for _ in range(2):
        assert place.ship().returncode == 0
    both = (place.data / "security.log.1").read_text("utf-8") + place.log.read_text("utf-8")
    assert place.shipped() == both
    assert len(both.splitlines()) == 4


def test_line_written_to_a_file_that_was_moved_away_meanwhile_is_shipped(place: Place) -> None:
    place.log.write_text(line(1))
    place.ship()
    with place.log.open("a") as still_open:
        place.rotate()
        place.log.write_text(line(3))
        place.ship()
        still_open.write(line(2))
    place.ship()
    assert place.shipped() == line(1) + line(2) + line(3)


def test_line_that_is_not_whole_waits(place: Place) -> None:
    whole, half = line(1), line(2)[:20]
    place.log.write_text(half)
    assert (place.ship().returncode, place.shipped()) == (0, "")
    place.log.write_text(whole + half)
    assert (place.ship().returncode, place.shipped()) == (0, whole)
    place.log.write_text(whole + line(2))
    assert (place.ship().returncode, place.shipped()) == (0, whole + line(2))


@pytest.mark.drill
def test_nothing_is_lost_or_doubled_under_rotation_and_kills(place: Place) -> None:
    rng, ended, written = random.Random(5), threading.Event(), [0]

    def write() -> None:
        while not ended.is_set():
            file = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(file, line(written[0]).encode())
            os.close(file)
            written[0] += 1
            if written[0] % 150 == 0:
                place.rotate()
            time.sleep(0.0005)

    writer = threading.Thread(target=write)
    writer.start()
    command = ["sh", str(DEPLOY / NAME), str(place.there)]
    killed = runs = 0
    try:
        # A fast machine ends many before they are killed.
        while runs < 60 or (killed <= 10 and runs < 600):
            runs += 1
            running = subprocess.Popen(
                command,
                env={**os.environ, "INSPECTORATE_DATA": str(place.data)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                running.wait(timeout=rng.uniform(0.01, 0.25))
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                killed += 1
    finally:
        ended.set()
        writer.join()
    done = place.ship()
    assert (done.returncode, done.stderr) == (0, "")
    assert place.shipped() == "".join(map(line, range(written[0])))
    assert killed > 10
    assert len(list(place.there.iterdir())) > 3


def test_many_at_once_double_nothing(place: Place) -> None:
    place.log.write_text("".join(map(line, range(200_000))))
    environment = {**os.environ, "INSPECTORATE_DATA": str(place.data)}
    command = ["sh", str(DEPLOY / NAME), str(place.there)]
    running = [subprocess.Popen(command, env=environment) for _ in range(8)]
    assert [one.wait() for one in running] == [0] * 8
    assert place.shipped() == place.log.read_text("utf-8")


def test_machine_that_is_away_is_an_alarm_and_gets_everything_once_it_is_back(
    place: Place,
) -> None:
    place.log.write_text(line(1))
    place.ship()
    away = place.there.rename(place.there.with_name("away"))
    place.log.write_text(line(1) + line(2))
    done = place.ship()
    assert (done.returncode, "ALARM: the security log is not shipped" in done.stderr) == (1, True)
    assert not place.there.exists(), "nothing is shipped into the place where it is mounted"
    place.rotate()
    place.log.write_text(line(3))
    away.rename(place.there)
    assert place.ship().returncode == 0
    assert place.shipped() == line(1) + line(2) + line(3)


def test_disk_that_takes_no_more_there_is_an_alarm(place: Place) -> None:
    place.log.write_text(line(1))
    place.ship()
    [kept] = place.there.iterdir()
    text = kept.read_text("utf-8")
    kept.unlink()
    kept.symlink_to(place.there / "gone" / "file")  # cannot be written
    done = place.ship()
    assert (done.returncode, "takes no more" in done.stderr) == (1, True)
    kept.unlink()
    kept.write_text(text[:10])  # as much as there was room for
    assert (place.ship().returncode, place.shipped()) == (0, text)


@pytest.mark.parametrize(
    "changed",
    [line(1) + line(9), line(1)],
    ids=["a line is another", "a line is gone"],
)
def test_log_that_is_not_what_was_shipped_is_an_alarm_and_what_was_shipped_stays(
    place: Place, changed: str
) -> None:
    place.log.write_text(line(1) + line(2))
    place.ship()
    place.log.write_text(changed)
    done = place.ship()
    assert (done.returncode, "not what was shipped" in done.stderr) == (1, True)
    assert place.shipped() == line(1) + line(2)


@pytest.mark.parametrize("what", ["removed", "begun anew"])
def test_log_that_is_gone_is_an_alarm(place: Place, what: str) -> None:
    place.log.write_text(line(1))
    place.ship()
    place.log.unlink()
    if what == "begun anew":
        place.log.write_text(line(2))
    done = place.ship()
    assert (done.returncode, "is gone here" in done.stderr) == (1, True)
    assert place.shipped() == line(1) + (line(2) if what == "begun anew" else "")


@pytest.mark.parametrize("first", ["13Z", '"n": 1}', "not a line of ours"])
def test_first_line_that_says_no_time_raises_no_alarm_for_ever(place: Place, first: str) -> None:
    place.log.write_text(f"{first}\n{line(1)}")
    assert place.ship().returncode == 0
    place.rotate()
    place.log.write_text(line(2))
    assert place.ship().returncode == 0
    (place.data / "security.log.1").unlink()  # as logrotate does in the end
    done = place.ship()
    assert (done.returncode, done.stderr) == (0, "")
    assert place.shipped() == f"{first}\n{line(1)}{line(2)}"


def test_log_that_goes_to_the_error_stream_is_said_to_have_no_file(place: Place) -> None:
    done = subprocess.run(
        ["sh", str(DEPLOY / NAME), str(place.there)],
        env={
            "PATH": os.environ["PATH"],
            "INSPECTORATE_DATA": "/x",
            "INSPECTORATE_SECURITY_LOG": "-",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "error stream" in done.stderr) == (1, True)
