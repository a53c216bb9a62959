"""Whatever is sent, no worker takes more than 512 MB or 10 s: ./run drill limits.

The server as the guide starts it, in live mode, over the world of the permission matrix. What
others collected (``../shared/badinput``) and what is made here (``benchmarks/limits``) goes to a
door of each kind of reader; each form of each page gets a short set of it, in the name of somebody
who may send it; the dearest of all comes again from sixteen people at once. After each answer the
peak of each worker is read from /proc, and reset. An answer holds when it is none of 5xx and came
in ten seconds, no worker passed 512 MB, and it says in words what was refused; what was taken is
handed out as an attachment that no browser opens in our name. The commands then read the same, and
broken binders. PostgreSQL gets what a database could make different. Two controls show that the
drill can fail: the application reading forms whole, and an answer that comes late.

A machine that does other work keeps answers waiting: what workers waited for a processor is told
apart, and does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.drill_kill import database
from benchmarks.limits import commands
from benchmarks.limits.doors import Doors, doors
from benchmarks.limits.held import MEGABYTES, SECONDS, SLOW, Held
from benchmarks.limits.sending import READERS, Sending
from tests.browser import served
from tests.journeys.told import ROOT, environment

SECRET = "kept over a restart, as in earnest; " * 2


def main(*, short: bool = False) -> bool:
    """Run it on SQLite, and what the database could make differ on PostgreSQL; print what did not
    hold; return whether all did. Short: a few of everything, on SQLite.
    """
    # As the account of the service does in live mode, which refuses what others may read.
    os.umask(0o077)
    good = _on("SQLite", short=short)
    return good if short else _on("PostgreSQL", short=False) and good


def _on(kind: str, *, short: bool) -> bool:
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="inspectorate-limits-") as name,
        tempfile.TemporaryDirectory(prefix="inspectorate-limits-keys-") as keys,
        database(kind) as at,
    ):
        data, held = Path(name), Held()
        at = {**at, "INSPECTORATE_OPENING_KEYS": f"{keys}/opening-keys"}
        world = told(data, **at)
        with running(data, **at) as (port, master):
            found = doors(
                port, world["signed_in"], _some(world["pages"]) if short else world["pages"]
            )
            sending = Sending(found, master, held, short=short, whole=kind == "SQLite")
            # The controls wait for most of their time: at the small size they run beside the rest.
            with ThreadPoolExecutor(max_workers=1) as beside:
                controlled = beside.submit(_controls, data, found) if short else None
                sending.everything()
        if kind == "SQLite" and not short:
            commands.tried(data, world, held)
        spent = f"{time.monotonic() - begun:.0f} s, {sum(os.times()[:4]):.0f} s of computing so far"
        print(f"{kind}: {held}; {len(found.found)} forms; {spent}", flush=True)
        fails = kind != "SQLite" or (controlled.result() if controlled else _controls(data, found))
    print("good" if fails and not held.failed else "NOT good")
    return fails and not held.failed


def _some(pages: dict[str, str]) -> dict[str, str]:
    """The pages on which the files are sent that are sent at the small size, and one in ten."""
    return {
        page: asker
        for place, (page, asker) in enumerate(pages.items())
        if place % 10 == 0 or any(one in page for one in READERS)
    }


def told(data: Path, **more: str) -> dict[str, Any]:
    """Make the world; what ``benchmarks.limits.world`` says of it."""
    mode = {"INSPECTORATE_MODE": "test", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.limits.world"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | mode | {"SECRET_KEY": SECRET} | more,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    world: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return world


@contextmanager
def running(
    data: Path, application: str = served.APPLICATION, **more: str
) -> Iterator[tuple[int, int]]:
    """Serve a data folder in live mode, as the guide says; the port and the master's process."""
    live = {
        "INSPECTORATE_MODE": "live",
        "DJANGO_SETTINGS_MODULE": "benchmarks.limits.unpaced",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "INSPECTORATE_PROXIES": "1",
        "FORWARDED_ALLOW_IPS": "127.0.0.1",
        **more,
    }
    _collected_static(data, live)
    port = served.free_port()
    # The guide's two workers of eight threads.
    server = served.start(data, port, served.AS_THE_GUIDE_SAYS, application, **live)
    try:
        yield port, server.pid
    finally:
        served.stop(server)


def _collected_static(data: Path, live: dict[str, str]) -> None:
    if (data / "static" / "staticfiles.json").exists():
        return
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=environment(data) | live,
    )


def _controls(data: Path, found: Doors) -> bool:
    """Must fail: the greedy application past 512 MB, a late answer past ten seconds."""
    held = Held()
    with running(data, "benchmarks.limits.greedy:application") as (port, master):
        there = Doors(port, found.signed_in, found.pages, found.found)
        sending = Sending(there, master, held, short=True, whole=False)
        # The late one is waited for beside the others: the drill has seconds of its own to keep.
        with ThreadPoolExecutor(max_workers=1) as beside:
            slow = beside.submit(sending.one, "late", lambda sender: sender.get(SLOW))
            sending.twelve_files()
            slow.result()
    grown, late = held.memory_most.figure, held.clock.figure
    print(f"controls: forms read whole took {grown:,.0f} MB; a late answer took {late:.1f} s")
    return grown > MEGABYTES and late > SECONDS


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv) else 1)
