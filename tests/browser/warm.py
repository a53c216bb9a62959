"""Servers and commands that begin where Python has loaded what needs no settings: of the two
seconds of computing that a start takes, more than one goes into that, and a run starts hundreds.

A process of its own, one for each process of tests that asks, loads it once, reads no settings and
touches no database. For each it forks: the child takes the environment and the folder given, and
runs what ``python -m gunicorn`` or ``python -m inspectorate.interfaces.cli.main`` would, settings,
application and all. What is tried of the start itself begins cold (``served.start``).
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("inspectorate", "inspectstats")
# What Python itself and the packages bring.
_PATH = [one for one in sys.path if one not in ("", f"{ROOT}/src", str(ROOT))]
_SETTINGS = ("INSPECTORATE_", "DATABASE_URL", "DJANGO_")


@dataclass(slots=True)
class Running:
    """A server that was forked: another's child, known by its number and a handle on it, which is
    None once it was stopped.
    """

    pid: int
    handle: int | None

    def poll(self) -> int | None:
        """None as long as it runs."""
        return 0 if self._gone(0) else None

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        """End it and its workers at once, and see it gone."""
        if self.handle is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.wait()
            self.let_go()

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it is gone; raises subprocess.TimeoutExpired where it is not by then."""
        if not self._gone(timeout):
            raise subprocess.TimeoutExpired("gunicorn", timeout or 0)
        return 0

    def let_go(self) -> None:
        """Give the handle back: it is gone."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def _gone(self, seconds: float | None) -> bool:
        if self.handle is None:
            return True
        asking = select.poll()
        asking.register(self.handle, select.POLLIN)
        return bool(asking.poll(None if seconds is None else seconds * 1000))

    def _signal(self, number: signal.Signals) -> None:
        if self.handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, number)


def forked(arguments: Sequence[str], environment: dict[str, str], errors: Path) -> Running:
    """Begin ``python ARGUMENTS``, which start with ``-m``, from what is loaded."""
    return _asked(arguments=list(arguments), environment=environment, errors=str(errors))


def ran(
    arguments: Sequence[str], environment: dict[str, str], folder: Path = ROOT, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run ``python ARGUMENTS`` in a folder, which start with ``-m``, from what is loaded, and wait
    for its end; raises subprocess.TimeoutExpired where it does not end by then.
    """
    with tempfile.TemporaryDirectory(prefix="inspectorate-ran-") as name:
        said = {one: Path(name) / one for one in ("output", "errors", "code")}
        running = _asked(
            arguments=list(arguments),
            environment=environment,
            folder=str(folder),
            **{one: str(path) for one, path in said.items()},
        )
        try:
            running.wait(timeout)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
        finally:
            running.let_go()
        # One that was killed has told no code.
        code = int(said["code"].read_text("ascii")) if said["code"].exists() else -1
        output, errors = (said[one].read_text("utf-8") for one in ("output", "errors"))
        return subprocess.CompletedProcess([*arguments], code, output, errors)


def _asked(**asked: Any) -> Running:
    parent = _parent()
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(json.dumps(asked) + "\n")
    parent.stdin.flush()
    told = parent.stdout.readline()
    if not told:
        raise RuntimeError("the process that servers begin from ended; it says why above")
    return Running(int(told), os.pidfd_open(int(told)))


def begin() -> None:
    """Let it load, beside whatever the caller does next."""
    _parent()


@cache
def _parent() -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.warm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=_bare(),
    )
    atexit.register(running.communicate)  # it ends where nobody asks any more
    return running


def _bare() -> dict[str, str]:
    """An environment in which no settings can be read."""
    return {
        **{one: value for one, value in os.environ.items() if not one.startswith(_SETTINGS)},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }


def load() -> None:
    """Load every module of ours that needs no settings, and what those import of others."""
    from django.conf import settings
    from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured

    for name in ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "pydantic", *_modules()):
        with suppress(ImproperlyConfigured, AppRegistryNotReady):
            importlib.import_module(name)
    assert not settings.configured, "something of ours brings settings of its own"
    gc.collect()
    gc.freeze()


def _modules() -> list[str]:
    source = ROOT / "src"
    return sorted(
        ".".join(path.relative_to(source).with_suffix("").parts)
        for top in OURS
        for path in (source / top).rglob("*.py")
        # The library of the door for programs reads the settings while it loads.
        if not {"migrations", "config", "cli", "api"} & set(path.parts)
        and path.stem.isidentifier()
        and not path.stem.startswith("__")
    )


def _begin(asked: dict[str, Any]) -> None:
    """Become what was asked; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    # For this account alone, as all that lies there must be.
    output, errors = (
        os.open(asked.get(one, os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for one in ("output", "errors")
    )
    for given, place in ((nothing, 0), (output, 1), (errors, 2)):
        os.dup2(given, place)
    os.chdir(asked.get("folder", ROOT))
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["arguments"][1:]
    sys.path[:] = [ROOT.as_posix(), *os.environ["PYTHONPATH"].split(":"), *_PATH]
    code = 1
    try:
        code = _code_of(sys.argv[0])
        if "code" in asked:
            Path(asked["code"]).write_text(str(code), "ascii")
    finally:
        os._exit(code)


def _code_of(module: str) -> int:
    """Run a module as Python itself does, to the last word it says; what it ends with."""
    code: Any = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)  # noqa: T201
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


def main() -> None:
    """Load, then fork for each line that asks."""
    load()
    # Nobody here waits for the children: whoever asked has a handle.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _begin(json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
