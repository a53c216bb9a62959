"""The scripts of the night, run for real: heads shipped elsewhere, everything verified against
them, an alarm where it is not as it was written or nothing could be proven.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.config.test_health import LIVE, run
from tests.journeys.told import environment
from tests.shared import ROOT
from tests.sizes import drilled

DEPLOY = ROOT / "deploy"


def script(name: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script of deploy/ as a timer does."""
    return subprocess.run(
        ["sh", str(DEPLOY / name), *words],
        env=environment(data) | LIVE | {"PYTHONPATH": "", "PYTHON": sys.executable},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A live installation with its first administrator; copied by each test."""
    data = Path(shutil.copytree(migrated, tmp_path_factory.mktemp("installed") / "data"))
    register_admin = ["people", "first-admin", "--email", "a@example.org", "--name", "A"]
    done = run(data, "inspectorate", *register_admin, "--password", "corect horse b")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def data(installed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(installed, tmp_path / "data"))


class TestVerify:
    @pytest.mark.drill
    def test_installation_put_back_to_an_older_day_is_clean_by_itself_and_alarms_here(
        self, data: Path, tmp_path: Path
    ) -> None:
        shipped = str(tmp_path / "elsewhere")
        assert script("ship-heads.sh", data, shipped).returncode == 0
        good = script("verify.sh", data, shipped)
        assert (good.returncode, good.stderr) == (0, "")
        assert "every one as it was written" in good.stdout
        older = shutil.copytree(data, tmp_path / "older")
        done = run(data, "inspectorate", "bodies", "load", "--by", "a@example.org")
        assert done.returncode == 0, done.stderr
        assert script("ship-heads.sh", data, shipped).returncode == 0
        kept = (tmp_path / "elsewhere/heads.log").read_text("utf-8")
        # Whoever holds this machine forges the heads beside the database as well.
        assert run(older, "inspectorate", "verify").returncode == 0
        bad = script("verify.sh", older, shipped)
        assert bad.returncode == 1
        assert "its tail was cut" in bad.stderr or "which the external head knows" in bad.stderr
        assert "ALARM: the installation is not as it was written" in bad.stderr
        again = script("ship-heads.sh", older, shipped)
        assert (again.returncode, "ALARM: heads.log" in again.stderr) == (1, True)
        assert (tmp_path / "elsewhere/heads.log").read_text("utf-8") == kept

    def test_row_changed_behind_the_ledger_is_named_with_an_alarm(
        self, data: Path, tmp_path: Path
    ) -> None:
        import sqlite3

        shipped = str(tmp_path / "elsewhere")
        script("ship-heads.sh", data, shipped)
        with sqlite3.connect(data / "inspectorate.sqlite3") as connection:
            connection.execute("UPDATE people_person SET name = 'Somebody else'")
        connection.close()
        bad = script("verify.sh", data, shipped)
        assert bad.returncode == 1
        assert "people" in bad.stderr
        assert "ALARM: " in bad.stderr

    @pytest.mark.parametrize(
        "what", drilled(["missing", "empty", "unnamed", "stopped", "database"], 3)
    )
    def test_nothing_proven_is_an_alarm_and_not_a_pass(
        self, data: Path, tmp_path: Path, what: str
    ) -> None:
        shipped = tmp_path / "elsewhere"
        if what != "missing":
            shipped.mkdir()
        if what in {"stopped", "database"}:
            assert script("ship-heads.sh", data, str(shipped)).returncode == 0
        if what == "stopped":
            days = (datetime.now() - timedelta(days=3)).timestamp()  # noqa: DTZ005 - of a file
            os.utime(shipped / "heads.log", (days, days))
        if what == "database":
            (data / "inspectorate.sqlite3").unlink()
        found = script("verify.sh", data, *([] if what == "unnamed" else [str(shipped)]))
        assert found.returncode == 2
        assert "ALARM: nothing was proven: " in found.stderr

    def test_older_heads_that_cannot_be_read_are_an_alarm_and_not_left_out(
        self, data: Path, tmp_path: Path
    ) -> None:
        shipped = tmp_path / "elsewhere"
        assert script("ship-heads.sh", data, str(shipped)).returncode == 0
        (shipped / "heads-000001.log").mkdir()
        found = script("verify.sh", data, str(shipped))
        assert found.returncode == 2
        assert "ALARM: nothing was proven: " in found.stderr
        assert "heads-000001.log cannot be read" in found.stderr

    @pytest.mark.drill
    def test_heads_of_days_without_work_are_no_alarm(self, data: Path, tmp_path: Path) -> None:
        shipped = tmp_path / "elsewhere"
        assert script("ship-heads.sh", data, str(shipped)).returncode == 0
        days = (datetime.now() - timedelta(days=3)).timestamp()  # noqa: DTZ005 - of a file
        for file in (data / "heads.log", shipped / "heads.log"):
            os.utime(file, (days, days))
        assert script("verify.sh", data, str(shipped / "heads.log")).returncode == 0


class TestShipping:
    def test_only_adds_and_follows_a_new_file_of_heads(self, tmp_path: Path) -> None:
        data, shipped = tmp_path / "data", tmp_path / "elsewhere"
        data.mkdir()
        heads = data / "heads.log"

        def ship(text: str) -> int:
            heads.write_text(text, "utf-8")
            return script("ship-heads.sh", data, str(shipped)).returncode

        assert ship("one\n") == 0
        inode = (shipped / "heads.log").stat().st_ino
        assert ship("one\ntwo\n") == 0
        assert (shipped / "heads.log").stat().st_ino == inode, "added to, not written anew"
        assert ship("one\ntwo\n") == 0
        heads.write_text("one\ntwo\nthree\n", "utf-8")
        heads.rename(data / "heads-000001.log")
        assert ship("four\n") == 0
        assert {one.name: one.read_text("utf-8") for one in shipped.iterdir()} == {
            "heads-000001.log": "one\ntwo\nthree\n",
            "heads.log": "four\n",
        }
        for changed in ("five\n", "", "fou"):
            assert ship(changed) == 1
        assert (shipped / "heads.log").read_text("utf-8") == "four\n"

    def test_heads_that_somebody_only_says_were_set_aside_are_not_replaced(
        self, tmp_path: Path
    ) -> None:
        """Else a chain written anew would be shipped, and the old heads compared with no more."""
        data, shipped = tmp_path / "data", tmp_path / "elsewhere"
        data.mkdir()
        (data / "heads.log").write_text("one\ntwo\n", "utf-8")
        assert script("ship-heads.sh", data, str(shipped)).returncode == 0
        (data / "heads.log").rename(data / "heads-set-aside-000001.log")
        (data / "heads.log").write_text("forged\n", "utf-8")
        found = script("ship-heads.sh", data, str(shipped))
        assert (found.returncode, "ALARM: heads.log" in found.stderr) == (1, True)
        assert (shipped / "heads.log").read_text("utf-8") == "one\ntwo\n"
        # As is said there: where it is known and meant, into a new folder.
        anew = tmp_path / "anew"
        assert script("ship-heads.sh", data, str(anew)).returncode == 0
        assert (anew / "heads.log").read_text("utf-8") == "forged\n"

    def test_head_is_not_copied_while_one_is_written(self, tmp_path: Path) -> None:
        data, shipped = tmp_path / "data", tmp_path / "elsewhere"
        data.mkdir()
        (data / "heads.log").write_text("half a li", "utf-8")
        writer = subprocess.Popen(
            [
                "flock",
                str(data),
                "sh",
                "-c",
                f"echo held; sleep 1; printf 'ne\\n' >>'{data}/heads.log'",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        assert writer.stdout.readline() == "held\n"
        assert script("ship-heads.sh", data, str(shipped)).returncode == 0
        writer.wait()
        assert (shipped / "heads.log").read_text("utf-8") == "half a line\n"


class TestAgain:
    @staticmethod
    def begin(when: str, told: Path, code: int = 0) -> subprocess.Popen[str]:
        line = f"date +%s >>'{told}'; exit {code}"
        return subprocess.Popen(
            ["sh", str(DEPLOY / "again.sh"), when, "sh", "-c", line],
            stderr=subprocess.PIPE,
            text=True,
        )

    # Seconds after its hour in which it runs, on however busy a machine.
    SOON = 30

    @staticmethod
    def times(told: Path) -> list[int]:
        """When the command was run, to the second: each line that is whole."""
        lines = told.read_text("utf-8").splitlines(keepends=True) if told.exists() else []
        return [int(line) for line in lines if line.endswith("\n")]

    def wait_for(self, told: Path, *, times: int, until: float) -> None:
        while time.time() < until and len(self.times(told)) < times:
            time.sleep(0.1)

    def test_runs_every_so_many_seconds_whatever_the_command_ends_with_until_it_is_ended(
        self, tmp_path: Path
    ) -> None:
        told = tmp_path / "told"
        running = self.begin("1", told, code=1)
        self.wait_for(told, times=2, until=time.time() + 120)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
        assert len(self.times(told)) >= 2
        assert running.stderr
        assert "sh ended with 1 and is run again" in running.stderr.read()

    def test_runs_at_its_hour_and_not_before(self, tmp_path: Path) -> None:
        # On a busy machine the hour may be over before the script looks at the clock, and it waits
        # for tomorrow's: then with more time.
        for ahead in (3, 15, 60):
            told, hour = tmp_path / f"told-{ahead}", int(time.time()) + ahead
            running = self.begin(f"{datetime.fromtimestamp(hour):%H:%M:%S}", told)  # noqa: DTZ006
            self.wait_for(told, times=1, until=hour + self.SOON)
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=60)
            if found := self.times(told):
                break
        assert len(found) == 1, "once a day"
        assert 0 <= found[0] - hour < self.SOON

    def test_hour_that_is_none_is_refused(self, tmp_path: Path) -> None:
        assert self.begin("25:99", tmp_path / "told").wait(timeout=60) == 2
