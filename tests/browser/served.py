"""The staff application as people meet it: the real server, on a free port of this machine, for as
long as a test needs it.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from tests.browser import warm
from tests.journeys.told import ROOT, environment

type Server = subprocess.Popen[bytes] | warm.Running

SERVER = [
    "-m",
    "gunicorn",
    "--worker-class",
    "gthread",
    "--threads",
    "8",
    "--workers",
    "1",
    "--log-level",
    "warning",
]


# Below those that the system gives to whoever connects to something, or asks for any.
PORTS = range(12_000, 32_000)


def free_port() -> int:
    """A port of the loopback that nobody listens on, and that nobody is given by chance before it
    is listened on, or while a server is being started again.
    """
    for _ in PORTS:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port of the loopback is free")


# As docs/guide/running.md starts it; gunicorn takes the last value of an option given twice.
AS_THE_GUIDE_SAYS = ("--workers", "2", "--threads", "8", "--no-control-socket")
APPLICATION = "inspectorate.config.wsgi:application"


def start(
    data: Path,
    port: int,
    options: Sequence[str] = (),
    application: str = APPLICATION,
    **more: str,
) -> subprocess.Popen[bytes]:
    """Start the server over a data folder and wait until it answers; raises where it does not
    within two minutes. ``more`` goes into its environment.
    """
    running = subprocess.Popen(
        [sys.executable, *_arguments(port, options, application)],
        env=environment(data) | more,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        # For this account alone, as all that lies there must be.
        stderr=os.fdopen(
            os.open(data / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        ),
        start_new_session=True,
    )
    return _once_it_answers(running, data, port)


def _arguments(port: int, options: Sequence[str], application: str) -> list[str]:
    return [*SERVER, *options, "--bind", f"127.0.0.1:{port}", application]


def begun(
    data: Path,
    port: int,
    options: Sequence[str] = (),
    application: str = APPLICATION,
    **more: str,
) -> warm.Running:
    """As ``start``, from a process that has loaded what needs no settings: for tests of pages, and
    not of how a server starts.
    """
    arguments = _arguments(port, options, application)
    running = warm.forked(arguments, environment(data) | more, data / "server.log")
    return _once_it_answers(running, data, port)


def _once_it_answers[S: (subprocess.Popen[bytes], warm.Running)](
    running: S, data: Path, port: int
) -> S:
    # As a proxy that ends TLS would say it: a live server sends everybody else there.
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"X-Forwarded-Proto": "https"}
    )
    until = time.monotonic() + 120
    while running.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(asked, timeout=30):
                return running
        except (URLError, OSError):
            time.sleep(0.1)
    stop(running)
    raise RuntimeError(
        f"the server did not answer: {(data / 'server.log').read_text('utf-8')[-2000:]}"
    )


def stop(running: Server) -> None:
    """Stop the server, and see it gone."""
    running.terminate()
    try:
        running.wait(timeout=15)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    if isinstance(running, warm.Running):
        running.let_go()


@contextmanager
def served(data: Path, **more: str) -> Iterator[str]:
    """Serve a data folder; yields the address of its first page without the last slash.

    ``more`` goes into the server's environment.
    """
    port = free_port()
    running = begun(data, port, **more)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # Nobody asks it any more, and what it held goes with its folder: it need not take its time.
        running.end()
