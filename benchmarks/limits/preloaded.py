"""Runs commands in children of one process that has loaded the product already.

``python -m benchmarks.limits.preloaded``, with the environment of the command line. Each line read
is one command, as JSON: its arguments, and the file for what it says. Each line printed is what
came of it: exit code (-1 where it had to be killed), peak of memory in MB, seconds of computing.

What a child holds counts whole, the product with it. Its seconds lack those in which Python and the
product are loaded: they are told first, and are the same for every input.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from benchmarks.limits import workers

PATIENCE = 60


def main() -> None:
    """Load the product, say what that took; then run one command a line."""
    from inspectorate.interfaces.cli import main as line
    from inspectorate.interfaces.cli.setting_up import load

    load(migrated=False)
    for command in (*line.COMMANDS, "draw-docs"):
        line.main.get_command(None, command)  # type: ignore[arg-type]
    # What the commands load when they are called.
    from inspectorate.domain.bodies import actions as _bodies  # noqa: F401
    from inspectorate.domain.programmes import actions as _programmes  # noqa: F401
    from inspectorate.domain.publication.binder import exchange as _exchange  # noqa: F401
    from inspectorate.domain.publication.binder import verify as _verify  # noqa: F401

    used = resource.getrusage(resource.RUSAGE_SELF)
    _tell({"code": 0, "megabytes": workers.peak(os.getpid()), "seconds": sum(used[:2])})
    for asked in sys.stdin:
        arguments, out = json.loads(asked)
        _tell(_ran(line.main, arguments, Path(out)))


def _ran(command: Any, arguments: list[str], out: Path) -> dict[str, float]:
    child = os.fork()
    if not child:
        _child(command, arguments, out)
    begun, ended, peak = time.monotonic(), 0, 0.0
    while not ended and time.monotonic() - begun < PATIENCE:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if not ended:
            # Not what the kernel keeps of an ended process: that counts what its parent held.
            peak = max(peak, workers.peak(child))
            time.sleep(0.002)
    killed = not ended
    if killed:
        os.kill(child, 9)
        _, status, used = os.wait4(child, 0)
    code = -1 if killed else os.waitstatus_to_exitcode(status)
    return {"code": code, "megabytes": peak, "seconds": used.ru_utime + used.ru_stime}


def _child(command: Any, arguments: list[str], out: Path) -> NoReturn:
    said = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    code = 1
    try:
        command(arguments, prog_name="inspectorate")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(what: dict[str, float]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
