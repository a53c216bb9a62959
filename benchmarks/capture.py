"""Recording evidence through the web: one client posting forms to the real server, against bare
SQLite commits beside it.
"""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.drill_kill import made_world
from benchmarks.posting import Client
from benchmarks.statistics import Row, said
from benchmarks.worlds import percentiles
from tests.browser.served import served
from tests.browser.world import PASSWORD

POSTS, ROUNDS = 60, 4


def bare(folder: Path, commits: int) -> float:
    """Seconds for that many commits of one row of 500 characters, WAL and synchronous=FULL, in the
    same file system.
    """
    import pysqlite3

    database = pysqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT)")
    begun = time.perf_counter()
    for _ in range(commits):
        database.execute("INSERT INTO note (words) VALUES (?)", ("w" * 500,))
    took = time.perf_counter() - begun
    database.close()
    return took


def measure(folder: Path) -> list[Row]:
    """Rounds of each in turn, so that what else the machine does falls on both."""
    data = folder / "data"
    data.mkdir()
    people = made_world(data)
    each: list[float] = []
    plain = 0.0
    with served(data) as address:
        client = Client(address, people["inspector"], PASSWORD, "small")
        client.sign_in()
        client.post("warm", "Warm.")
        for turn in range(ROUNDS):
            plain += bare(folder, POSTS)
            for number in range(POSTS):
                begun = time.perf_counter()
                client.post(f"bench-{turn}-{number}", "Three of four could name the form. " * 14)
                each.append(time.perf_counter() - begun)
    p50, p95 = percentiles(each)
    rate, commits = len(each) / sum(each), POSTS * ROUNDS / plain
    return [
        Row("bare SQLite, synchronous=FULL", f"{commits:,.0f} commits/s", None, ""),
        Row(
            "evidence posted through the web, one client",
            f"{rate:,.0f} items/s",
            commits / rate,
            "bare commits for each item",
        ),
        Row("from sending to “saved”", f"p50 {said(p50)}, p95 {said(p95)}", None, ""),
    ]
