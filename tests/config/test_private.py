"""The data folder is for the account of the service alone, and a secret can come from a file; each
case is a process of its own, in live mode.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import served
from tests.config.test_health import LIVE, run
from tests.config.test_settings import KEY, started
from tests.sizes import drilled

SHOWN = (
    "import json; from inspectorate.config import settings as s; print(json.dumps("
    "[s.SECRET_KEY, s.DATABASES['default'].get('PASSWORD'), s.MAILERS['default']]))"
)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """What an account has where nobody chose: others may read what it makes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777
        for path in (folder, *folder.rglob("*"))
        if not path.is_relative_to(folder / "static")
    }


@pytest.mark.usefixtures("usual_umask")
class TestDataFolder:
    @pytest.mark.drill
    def test_all_that_set_up_and_server_make_is_for_their_account_alone(
        self, tmp_path: Path
    ) -> None:
        data = tmp_path / "new" / "data"
        for words in (
            ["manage", "migrate", "--verbosity", "0"],
            ["inspectorate", "people", "first-admin", "--email", "a@example.org", "--name", "A"],
        ):
            more = ["--password", "corect horse b"] if "people" in words else []
            done = run(data, *words, *more)
            assert done.returncode == 0, done.stderr
        port = served.free_port()
        served.stop(served.start(data, port, **LIVE))
        found = modes(data)
        assert {"inspectorate.sqlite3", "heads.log", "uploads", "."} <= set(found)
        assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}

    @pytest.mark.parametrize(
        ("name", "mode"),
        drilled(
            [
                (".", 0o755),
                (".", 0o710),
                ("inspectorate.sqlite3", 0o644),
                ("inspectorate.sqlite3-wal", 0o620),
                ("heads-000001.log", 0o604),
                ("security.log", 0o640),
                ("files", 0o755),
                ("uploads", 0o711),
            ],
            4,
        ),
    )
    def test_what_others_may_reach_stops_the_start_until_the_printed_line_has_run(
        self, tmp_path: Path, name: str, mode: int
    ) -> None:
        path = tmp_path / name
        if not path.exists():
            path.mkdir() if name in {"files", "uploads"} else path.write_text("", "utf-8")
        tmp_path.chmod(0o700)
        path.chmod(mode)
        found = started(LIVE, tmp_path)
        assert found.returncode == 1
        last = found.stderr.splitlines()[-1]
        assert f"({'the folder itself' if name == '.' else name})" in last
        mend = re.search(r"Run: (chmod .*)$", last)
        assert mend
        subprocess.run(["bash", "-c", mend[1]], check=True)
        assert started(LIVE, tmp_path).returncode == 0

    @pytest.mark.drill
    def test_commands_and_the_server_say_so_in_one_sentence(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        for words in (["inspectorate", "verify"], ["manage", "migrate"], ["manage", "check"]):
            done = run(tmp_path, *words)
            assert done.returncode != 0
            assert done.stderr.count("\n") == 1
            assert f"Run: chmod -R go= {tmp_path}" in done.stderr
        with pytest.raises(RuntimeError, match=f"Run: chmod -R go= {tmp_path}"):
            served.start(tmp_path, served.free_port(), **LIVE)

    @pytest.mark.drill
    def test_installation_of_before_starts_once_the_printed_line_has_run(
        self, tmp_path: Path
    ) -> None:
        old = {**LIVE, "INSPECTORATE_MODE": "demo"}  # which makes as every mode did
        done = run(tmp_path, "manage", "migrate", "--verbosity", "0", **old)
        assert done.returncode == 0, done.stderr
        assert modes(tmp_path)["inspectorate.sqlite3"] == 0o644
        tmp_path.chmod(0o755)
        refused = run(tmp_path, "inspectorate", "verify")
        mend = re.search(r"Run: (chmod .*)$", refused.stderr, re.MULTILINE)
        assert mend, refused.stderr
        subprocess.run(["bash", "-c", mend[1]], check=True)
        done = run(tmp_path, "inspectorate", "verify")
        assert (done.returncode, modes(tmp_path)["inspectorate.sqlite3"]) == (0, 0o600)

    def test_checkout_beside_the_data_and_a_link_that_leads_nowhere_stop_nothing(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "checkout").mkdir(mode=0o755)
        (tmp_path / "gone.log").symlink_to(tmp_path / "nowhere")
        assert started(LIVE, tmp_path).returncode == 0

    def test_many_open_files_are_named_shortly(self, tmp_path: Path) -> None:
        for number in range(9):
            (tmp_path / f"heads-00000{number}.log").write_text("", "utf-8")
        last = started(LIVE, tmp_path).stderr.splitlines()[-1]
        assert "heads-000000.log, heads-000001.log, heads-000002.log and 6 more" in last

    @pytest.mark.parametrize("mode", ["demo", "test"])
    def test_rehearsal_and_tests_take_any_folder(self, tmp_path: Path, mode: str) -> None:
        tmp_path.chmod(0o755)
        assert started({**LIVE, "INSPECTORATE_MODE": mode}, tmp_path).returncode == 0


@pytest.mark.parametrize(("site", "refused"), [("data/site", True), ("", True), ("site", False)])
def test_public_site_and_data_in_each_other_stop_the_start(
    tmp_path: Path, site: str, refused: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    found = started({**LIVE, "INSPECTORATE_SITE": str(tmp_path / site)}, data)
    assert (found.returncode == 1) == refused
    assert ("lie in each other" in found.stderr) == refused


class TestSecretsInFiles:
    def test_each_is_read_from_the_file_that_is_named(self, tmp_path: Path) -> None:
        held = {
            "SECRET_KEY": KEY,
            "DATABASE_PASSWORD": "one/two",
            "INSPECTORATE_SMTP_PASSWORD": "p",
        }
        given = {"INSPECTORATE_MODE": "live", "ALLOWED_HOSTS": "staff.example.org"}
        for name, value in held.items():
            (tmp_path / name).write_text(value + "\n", "utf-8")
            (tmp_path / name).chmod(0o600)
            given[f"{name}_FILE"] = str(tmp_path / name)
        given |= {"DATABASE_URL": "postgres://me@127.0.0.1/name", "INSPECTORATE_SMTP_HOST": "mail"}
        found = started(given, tmp_path, SHOWN)
        assert found.returncode == 0, found.stderr
        key, password, mailer = json.loads(found.stdout)
        assert (key, password) == (KEY, "one/two")
        assert mailer["OPTIONS"]["password"] == "p"

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            (LIVE, "SECRET_KEY and SECRET_KEY_FILE are both set"),
            ({**LIVE, "SECRET_KEY": ""}, "SECRET_KEY_FILE names"),
        ],
    )
    def test_one_given_twice_or_by_a_file_that_holds_none_stops_the_start(
        self, tmp_path: Path, given: dict[str, str], says: str
    ) -> None:
        (tmp_path / "empty").write_text("\n", "utf-8")
        (tmp_path / "empty").chmod(0o600)
        for file in ("empty", "missing"):
            found = started({**given, "SECRET_KEY_FILE": str(tmp_path / file)}, tmp_path)
            assert found.returncode == 1
            assert says in found.stderr.splitlines()[-1]
