"""An installation of its own: made empty by commands, and served with its public site."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.browser.served import free_port
from tests.journeys.told import ROOT, environment
from tests.migrated import laid

from .walker import PASSWORD, email

# A name that nobody's is: the inspection is live, and a loopback address is a rehearsal's.
PUBLIC = "https://reports.inspectorate.example/"


def command(data: Path, *words: str) -> str:
    """Run a command over a data folder; return what it prints, raise where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "inspectorate.interfaces.cli.main", *words],
        env=environment(data) | {"INSPECTORATE_BASE_URL": PUBLIC},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-3000:]}")
    return done.stdout


def empty(data: Path) -> None:
    """Make an empty installation with its first administrator, by commands."""
    data.mkdir(mode=0o700)
    laid(data)
    first = ("people", "first-admin", "--email", email("administrator"))
    command(data, *first, "--name", "Administrator", "--password", PASSWORD)


@contextmanager
def serving(data: Path, site: Path) -> Iterator[tuple[str, str]]:
    """Serve it as ``./run serve`` does, the publisher beside it; yields the addresses of the staff
    application and the public site, without their last slash.
    """
    staff, public = free_port(), free_port()
    command_line = ["-m", "inspectorate.interfaces.cli.main", "serve", "--data", str(data)]
    ports = ["--port", str(staff), "--public-port", str(public), "--site", str(site)]
    running = subprocess.Popen(
        [sys.executable, *command_line, *ports],
        env=environment(data) | {"INSPECTORATE_BASE_URL": PUBLIC},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(f"http://127.0.0.1:{staff}/healthz", running)
        yield f"http://127.0.0.1:{staff}", f"http://127.0.0.1:{public}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=90)


def _wait(url: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if running.poll() is not None:
            raise RuntimeError(f"the server ended with {running.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer in two minutes")
