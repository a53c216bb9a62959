"""Power off in the middle: the real server killed with SIGKILL while evidence is posted with files,
started again, the same keys sent again; through the form by people, and through the API by devices
(``benchmarks/kill_devices.py``).

``./run drill kill``, on SQLite and on PostgreSQL. Nothing acknowledged may be lost, nothing may
stand without all its files or twice; what stands is read from the database and the store
themselves. The control, a server that answers before it commits, must lose.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks import kill_devices
from benchmarks.posting import Client, Lost
from benchmarks.standing import files_of, standing, words_of
from benchmarks.worlds import told_in
from tests.browser import served
from tests.browser.world import PASSWORD
from tests.journeys.told import ROOT, environment
from tests.postgres import server as postgres

ITEMS, KILLS, CLIENTS = 600, 60, 4
SECRET = "kept over a restart, as in earnest; " * 2
EARLY = "benchmarks.answers_early:application"


@dataclass(slots=True)
class Outcome:
    """``acknowledged`` keys the server said it had saved; what of them is missing; what stands
    without all its files; what stands twice; what verify says.
    """

    acknowledged: set[str] = field(default_factory=set)
    sent_again: int = 0
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    in_all: int = 0
    verified: bool = False
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{len(self.acknowledged)} acknowledged by {CLIENTS} clients over {self.kills} kills, "
            f"{self.sent_again} sent again; lost: {len(self.lost)}, without all files: "
            f"{len(self.torn)}, twice: {len(self.twice)}, recorded: {self.in_all}; verify "
            f"{'passes' if self.verified else 'FAILS'}; {self.seconds:.1f} s"
        )


def made_world(data: Path, *, alone: bool = False, **more: str) -> dict[str, str]:
    """The small inspection of the browser tests, in ``data``, ``alone`` or with those beside it;
    who is who by e-mail.

    ``more`` goes into the environment.
    """
    words = ["alone"] if alone else []
    people: dict[str, str] = told_in(data, "tests.browser.world", *words, **more)
    return people


def verifies(data: Path, **more: str) -> bool:
    """Does ``inspectorate verify`` find every record as it was written?"""
    verify = [sys.executable, "-m", "inspectorate.interfaces.cli.main", "verify"]
    done = subprocess.run(
        verify, env=environment(data) | more, capture_output=True, check=False, cwd=ROOT
    )
    if done.returncode:
        print(f"verify says of {data.name}: {done.stderr.decode()[-1500:]}")
    return done.returncode == 0


@dataclass(slots=True)
class Senders:
    """People who send their keys one after another, each again until the server says "saved"."""

    address: str
    people: dict[str, str]
    outboxes: list[list[str]]
    outcome: Outcome
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin; each sender keeps its own keys, since a key means one act by one person."""
        for place, outbox in enumerate(self.outboxes):
            person = "inspector" if place % 2 else "other"
            self.threads.append(threading.Thread(target=self._send, args=(person, outbox)))
            self.threads[-1].start()

    def at_work(self) -> bool:
        """Is one of them still sending?"""
        return any(thread.is_alive() for thread in self.threads)

    def _send(self, person: str, outbox: list[str]) -> None:
        client: Client | None = None
        while outbox and not self.done.is_set():
            try:
                if client is None:
                    fresh = Client(self.address, self.people[person], PASSWORD, "small")
                    fresh.sign_in()
                    client = fresh
                client.post(outbox[0], words_of(outbox[0]), files_of(outbox[0]))
            except Lost:
                with self.lock:
                    self.outcome.sent_again += 1
                time.sleep(0.1)
                continue
            with self.lock:
                self.outcome.acknowledged.add(outbox.pop(0))


def drill(
    data: Path,
    items: int = ITEMS,
    kills: int = KILLS,
    clients: int = CLIENTS,
    seed: int = 1,
    application: str = served.APPLICATION,
    people: dict[str, str] | None = None,
    to_the_end: bool = True,
    **more: str,
) -> Outcome:
    """Post, kill, start again, send again.

    ``people`` of a world that is made already; ``more`` goes into the server's environment. Without
    ``to_the_end`` nothing is started, sent or verified after the last kill.
    """
    began, outcome, rng = time.perf_counter(), Outcome(), random.Random(seed)
    people = people or made_world(data, **more)
    more = {"SECRET_KEY": SECRET, **more}
    database, port = more.get("DATABASE_URL", ""), served.free_port()
    before = sum(map(len, standing(data, database).items.values()))
    keys = [f"kill-{seed}-{number}" for number in range(items)]
    boxes = [keys[one::clients] for one in range(clients)]
    server = served.start(data, port, served.AS_THE_GUIDE_SAYS, application, **more)
    senders = Senders(f"http://127.0.0.1:{port}", people, boxes, outcome)
    senders.start()
    try:
        for turn in range(kills):
            target = items * (turn + 1) // (kills + 1)
            while len(outcome.acknowledged) < target and senders.at_work():
                time.sleep(0.005)
            time.sleep(rng.random() * 0.05)
            # The master and its workers: one session, begun for this server alone.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            outcome.kills += 1
            if outcome.kills == kills and not to_the_end:
                senders.done.set()
                break
            server = served.start(data, port, served.AS_THE_GUIDE_SAYS, application, **more)
        for thread in senders.threads:
            thread.join(timeout=300)
    finally:
        senders.done.set()
        served.stop(server)
    found = standing(data, database)
    outcome.lost = sorted(key for key in outcome.acknowledged if not found.of(key))
    outcome.torn = sorted(key for key in keys if not found.whole(key))
    outcome.twice = sorted(key for key in keys if len(found.of(key)) > 1)
    outcome.in_all = sum(map(len, found.items.values())) - before
    outcome.verified = to_the_end and verifies(data, **more)
    outcome.seconds = time.perf_counter() - began
    return outcome


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh database of a kind."""
    if kind == "SQLite":
        yield {}
        return
    import psycopg

    with postgres() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS drill_kill")
            connection.execute("CREATE DATABASE drill_kill")
        yield {"DATABASE_URL": urlsplit(address)._replace(path="/drill_kill").geturl()}


@dataclass(slots=True)
class Both:
    """What came of what people posted and of what devices sent, and of the control of each; None
    where it was not tried.
    """

    posted: Outcome | None = None
    sent: kill_devices.Outcome | None = None
    posted_early: Outcome | None = None
    sent_early: kill_devices.Outcome | None = None

    def good(self, items: int) -> bool:
        """Is nothing lost, torn or doubled, and does verify pass?"""
        one = self.posted
        if one is not None:
            wrong = one.lost or one.torn or one.twice or not one.verified
            if wrong or not one.in_all == items == len(one.acknowledged):
                return False
        return self.sent is None or self.sent.good


def _on(
    kind: str, *, items: int, kills: int, people_too: bool, devices_too: bool, alone: bool
) -> Both:
    """The drill on one kind of database, and on SQLite the control."""
    both = Both()
    with (
        tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name,
        tempfile.TemporaryDirectory(prefix="inspectorate-drill-outboxes-") as outside,
        database(kind) as at,
    ):
        data, few = Path(name), min(kills, 5)
        more = {"SECRET_KEY": SECRET, "INSPECTORATE_OPENING_KEYS": f"{outside}/keys", **at}
        people = made_world(data, alone=alone, **more)
        early: dict[str, Any] = {"application": EARLY, "to_the_end": False}
        control = kind == "SQLite"
        if devices_too:
            senders = [people["inspector"], people["other"]] * (CLIENTS // 2)
            of = (data, Path(outside), items, items, senders)
            sealed, plain = kill_devices.outboxes(*of, **more)
            both.sent = _sent(data, sealed, kills, kind, **more)
        if people_too:
            both.posted = drill(data, items, kills, people=people, **more)
            print(f"{kind}: {both.posted}", flush=True)
        elif both.sent is not None and not verifies(data, **more):
            both.sent.failed.append("verify fails")
        if control and devices_too:
            both.sent_early = kill_devices.drill(data, plain, few, **early, **more)
        if control and people_too:
            both.posted_early = drill(data, items, few, seed=2, people=people, **early, **more)
    return both


def _sent(data: Path, sealed: Any, kills: int, kind: str, **more: str) -> kill_devices.Outcome:
    """What came of what devices sent, printed."""
    found = kill_devices.drill(data, sealed, kills, **more)
    print(f"{kind}: {found}", flush=True)
    for wrong in found.wrong[:10]:
        print(f"  {wrong}")
    return found


def main(
    items: int = ITEMS,
    kills: int = KILLS,
    *,
    short: bool = False,
    people_too: bool = True,
    devices_too: bool = True,
) -> bool:
    """Run the drill on both databases and the control; print what each found; return whether
    nothing was lost, torn or doubled, and the control lost. Short: twenty items and one kill each;
    people and devices are then drills apart, ``kill`` on SQLite and ``devices`` on PostgreSQL.
    """
    devices_too = devices_too and not (short and people_too)
    items, kills = (20, 1) if short else (items, kills)
    which = {"people_too": people_too, "devices_too": devices_too}
    of = partial(_on, items=items, kills=kills, alone=short, **which)
    kinds = ["PostgreSQL", "SQLite"]
    if short:
        kinds = ["SQLite"] if people_too else ["PostgreSQL"]
    found = [of(kind) for kind in kinds]
    good, last = all(one.good(items) for one in found), found[-1]
    for control in (last.posted_early, last.sent_early):
        if control is None:
            continue
        print(
            f"control, answering before it commits: {len(control.acknowledged)} acknowledged over "
            f"{control.kills} kills, lost: {len(control.lost)}"
        )
        good &= bool(control.lost)
    print("good" if good else "NOT good")
    return good


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    sys.exit(0 if main(*numbers[:2]) else 1)
