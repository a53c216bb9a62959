"""Power off in the middle: the real server killed with SIGKILL while evidence is posted, started
again, the same keys sent again.

``./run drill kill``. Nothing acknowledged may be lost and nothing may stand twice; what stands is
read from the database itself. There is no control run against a server that answers before it
commits: none is kept in the tree.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.posting import Client, Lost
from tests.browser import served
from tests.browser.world import PASSWORD
from tests.journeys.told import ROOT, environment

ITEMS, KILLS, CLIENTS = 500, 5, 4
SECRET = "kept over a restart, as in earnest; " * 2


@dataclass(slots=True)
class Outcome:
    """``acknowledged`` keys the server said it had saved; what of them is missing; what stands
    twice; what verify says.
    """

    acknowledged: set[str] = field(default_factory=set)
    sent_again: int = 0
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    in_all: int = 0
    verified: bool = False
    seconds: float = 0.0


def made_world(data: Path) -> dict[str, str]:
    """The small inspection of the browser tests, in ``data``; who is who by e-mail."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.world"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    people: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return people


def drill(
    data: Path,
    items: int = ITEMS,
    kills: int = KILLS,
    clients: int = CLIENTS,
    seed: int = 1,
    **more: str,
) -> Outcome:
    """Post, kill, start again, send again. ``more`` goes into the server's environment."""
    began, outcome, rng = time.perf_counter(), Outcome(), random.Random(seed)
    people = made_world(data)
    before = words_of(data)
    port, lock, done = served.free_port(), threading.Lock(), threading.Event()
    # Each client keeps its own keys, as a device keeps its outbox: a key means one act by one
    # person.
    outboxes = [
        [f"kill-{seed}-{number}" for number in range(one, items, clients)] for one in range(clients)
    ]
    server = served.start(data, port, SECRET_KEY=SECRET, **more)
    address = f"http://127.0.0.1:{port}"

    def work(person: str, outbox: list[str]) -> None:
        client: Client | None = None
        while outbox and not done.is_set():
            try:
                if client is None:
                    fresh = Client(address, people[person], PASSWORD, "small")
                    fresh.sign_in()
                    client = fresh
                client.post(outbox[0], f"Words of {outbox[0]}.")
            except Lost:
                with lock:
                    outcome.sent_again += 1
                time.sleep(0.1)
                continue
            with lock:
                outcome.acknowledged.add(outbox.pop(0))

    threads = [
        threading.Thread(target=work, args=("inspector" if place % 2 else "other", outbox))
        for place, outbox in enumerate(outboxes)
    ]
    for thread in threads:
        thread.start()
    try:
        for turn in range(kills):
            target = items * (turn + 1) // (kills + 1)
            while len(outcome.acknowledged) < target and any(
                thread.is_alive() for thread in threads
            ):
                time.sleep(0.005)
            time.sleep(rng.random() * 0.05)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            outcome.kills += 1
            server = served.start(data, port, SECRET_KEY=SECRET, **more)
        for thread in threads:
            thread.join(timeout=300)
    finally:
        done.set()
        served.stop(server)
    counted = words_of(data)
    found = [words for words in counted if words.startswith(f"Words of kill-{seed}-")]
    outcome.lost = sorted(key for key in outcome.acknowledged if f"Words of {key}." not in found)
    outcome.twice = sorted({words for words in found if found.count(words) > 1})
    outcome.in_all = len(counted) - len(before)
    verify = [sys.executable, "-m", "inspectorate.interfaces.cli.main", "verify"]
    outcome.verified = (
        subprocess.run(
            verify, env=environment(data), capture_output=True, check=False, cwd=ROOT
        ).returncode
        == 0
    )
    outcome.seconds = time.perf_counter() - began
    return outcome


def words_of(data: Path) -> list[str]:
    """The words of every item, read from the database itself."""
    with sqlite3.connect(data / "inspectorate.sqlite3") as database:
        rows = database.execute("SELECT words FROM evidence_item").fetchall()
    database.close()
    return [words for (words,) in rows]


def main(items: int = ITEMS, kills: int = KILLS, *, short: bool = False) -> bool:
    """Run the drill; print what it found; return whether nothing was lost and nothing doubled.
    Short: forty items and one kill.
    """
    items, kills = (40, 1) if short else (items, kills)
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        outcome = drill(Path(name), items, kills)
    print(
        f"{len(outcome.acknowledged)} of {items} acknowledged by {CLIENTS} clients over "
        f"{outcome.kills} kills, "
        f"{outcome.sent_again} sent again; lost: {len(outcome.lost)}, twice: "
        f"{len(outcome.twice)}, recorded: {outcome.in_all}; "
        f"verify {'passes' if outcome.verified else 'FAILS'}; {outcome.seconds:.1f} s"
    )
    good = (
        not outcome.lost
        and not outcome.twice
        and outcome.in_all == items == len(outcome.acknowledged)
        and outcome.verified
    )
    print("good" if good else "NOT good")
    return good


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    sys.exit(0 if main(*numbers[:2]) else 1)
