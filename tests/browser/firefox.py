"""The system's Firefox over a profile of its own, driven by its own protocol (Marionette): the
driver of the other tests brings a Firefox that is not the system's, and no geckodriver is packaged.

It is spoken to in JSON over a socket, each message after its length: what WebDriver says over HTTP.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

PREFERENCES = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_beforeunload": True,
    "intl.accept_languages": "en-GB",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
_ANSWERED = "(%s)(...given).then((x) => done([x ?? null]), (fault) => done(String(fault)));"


def firefox() -> str | None:
    """Where the system's Firefox is; None where there is none."""
    return next((found for one in ("firefox-esr", "firefox") if (found := shutil.which(one))), None)


class Fault(Exception):
    """What the browser answers instead of a result."""


class Firefox:
    """One Firefox over one profile: killed and opened again."""

    def __init__(self, profile: Path, port: int) -> None:
        self.profile, self.port = profile, port
        self.process: subprocess.Popen[bytes] | None = None
        self.wire: socket.socket | None = None
        self.last = 0
        self.rest = b""

    def open(self) -> None:
        """Open the browser, and wait until it can be driven."""
        self.profile.mkdir(parents=True, exist_ok=True)
        told = PREFERENCES | {"marionette.port": self.port}
        lines = (f"user_pref({json.dumps(one)}, {json.dumps(is_)});" for one, is_ in told.items())
        (self.profile / "user.js").write_text("\n".join(lines), "utf-8")
        command = [str(firefox()), "--headless", "--marionette", "--no-remote", "--profile"]
        self.process = subprocess.Popen(
            [*command, str(self.profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": str(self.profile), "TZ": "Europe/London"},
        )
        self.wire, self.rest, self.last = self._connected(), b"", 0
        self._read()  # it greets
        self.ask("WebDriver:NewSession", strictFileInteractability=False)
        self.ask("WebDriver:SetTimeouts", script=120_000, pageLoad=60_000)

    def _connected(self) -> socket.socket:
        until = time.monotonic() + 60
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=180)
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def ask(self, command: str, **told: Any) -> Any:
        """Ask one thing; raises Fault where the browser says that it failed."""
        assert self.wire is not None
        self.last += 1
        sent = json.dumps([0, self.last, command, told]).encode()
        self.wire.sendall(b"%d:%s" % (len(sent), sent))
        _, number, fault, result = self._read()
        assert number == self.last
        if fault is not None:
            raise Fault(f"{fault['error']}: {fault['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def _read(self) -> Any:
        while b":" not in self.rest:
            self._more()
        length, _, self.rest = self.rest.partition(b":")
        while len(self.rest) < int(length):
            self._more()
        found, self.rest = self.rest[: int(length)], self.rest[int(length) :]
        return json.loads(found)

    def _more(self) -> None:
        assert self.wire is not None
        if not (part := self.wire.recv(65536)):
            raise Fault("the browser hung up")
        self.rest += part

    def go(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self.ask("WebDriver:Navigate", url=address)

    def run(self, script: str, *given: Any) -> Any:
        """What an async function of these things returns, run in the page."""
        waits = f"const given = [...arguments], done = given.pop(); {_ANSWERED % script}"
        told = self.ask(
            "WebDriver:ExecuteAsyncScript", script=waits, args=list(given), sandbox=None
        )
        if isinstance(told, str):
            raise Fault(told)
        return told[0]

    def go_on(self, ask: Callable[[], object]) -> None:
        """Ask until an answer comes: a page that is left meanwhile gives none."""
        for last in [False] * 20 + [True]:
            try:
                ask()
                return
            except Fault:
                if last:
                    raise
                time.sleep(0.2)

    def press(self, keys: str) -> None:
        """Press and release keys one after the other, as from a keyboard."""
        pressed = [{"type": kind, "value": one} for one in keys for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": pressed}]
        self.ask("WebDriver:PerformActions", actions=actions)

    def kill(self) -> None:
        """End all of it at once, as a flat battery would, and see it gone."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.wire is not None:
            self.wire.close()
        self.process = self.wire = None
        # What it locks its profile with outlives it.
        for one in ("lock", ".parentlock"):
            (self.profile / one).unlink(missing_ok=True)

    def close(self) -> None:
        """End it, where it runs."""
        if self.process is not None:
            self.kill()
