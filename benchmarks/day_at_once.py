"""46 inspectors who come back into a network at one moment, each with a day's 300 notes to send in
batches, at the real server on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks.capture import BATCH, DAY, Wire, an_item
from benchmarks.drill_kill import database, made_world
from benchmarks.inspectors import tokens
from benchmarks.statistics import Row, said
from benchmarks.worlds import percentiles
from tests.browser import served

INSPECTORS = 46
LATEST, LONGEST = 5.0, 60.0


@dataclass(slots=True)
class Sent:
    """What came of it: seconds of each answer, notes with a receipt, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    received: int = 0
    faults: list[str] = field(default_factory=list)
    took: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def _day(address: str, token: str, number: int, start: threading.Barrier, sent: Sent) -> None:
    """One inspector's day, a batch after another."""
    wire = Wire(address, Authorization=f"Bearer {token}", Content_Type="application/json")
    try:
        one = an_item(json.loads(wire.ask("GET", "/api/v1/inspections/small/")))
        start.wait(timeout=120)
        for some in batched(range(DAY), BATCH):
            notes = [one | {"key": f"day-{number}-{place}"} for place in some]
            _send(wire, notes, sent)
    except (OSError, RuntimeError, threading.BrokenBarrierError) as fault:
        start.abort()
        with sent.lock:
            sent.faults.append(repr(fault)[:300])


def _send(wire: Wire, notes: list[dict[str, Any]], sent: Sent) -> None:
    begun = time.perf_counter()
    answer = wire.post("/api/v1/inspections/small/evidence/batch/", json.dumps({"items": notes}))
    took = time.perf_counter() - begun
    outcomes = json.loads(answer)["outcomes"]
    with sent.lock:
        sent.seconds.append(took)
        sent.received += sum(bool(one["recorded"]) for one in outcomes)
        sent.faults += [json.dumps(one)[:300] for one in outcomes if not one["recorded"]]


def at_once(folder: Path, kind: str, inspectors: int = INSPECTORS) -> Row:
    """All of them on one kind of database."""
    data = folder / f"at-once-{kind.lower()}"
    data.mkdir()
    with database(kind) as where:
        made_world(data, **where)
        known = tokens(data, inspectors, **where)
        port = served.free_port()
        server = served.start(data, port, served.AS_THE_GUIDE_SAYS, **where)
        try:
            sent = _all_of(f"http://127.0.0.1:{port}", known)
        finally:
            served.stop(server)
    return _row(kind, inspectors, sent)


def _all_of(address: str, known: list[str]) -> Sent:
    sent, start = Sent(), threading.Barrier(len(known) + 1)
    threads = [
        threading.Thread(target=_day, args=(address, token, number, start, sent))
        for number, token in enumerate(known)
    ]
    for one in threads:
        one.start()
    # One that fails before the start lets nobody begin, and its fault is told.
    with suppress(threading.BrokenBarrierError):
        start.wait(timeout=120)
    begun = time.perf_counter()
    for one in threads:
        one.join()
    sent.took = time.perf_counter() - begun
    return sent


def _row(kind: str, inspectors: int, sent: Sent) -> Row:
    for fault in sent.faults[:5]:
        print(f"{kind}: {fault}", flush=True)
    p50, p95 = percentiles(sent.seconds or [0.0])
    slowest = max(sent.seconds, default=0.0)
    whole = sent.received == inspectors * DAY and not sent.faults
    return Row(
        f"{kind}: {inspectors} inspectors send {DAY} notes each at once, batches of {BATCH}",
        f"{sent.received:,} received in {said(sent.took)}, {len(sent.faults)} errors; an answer "
        f"p50 {said(p50)}, p95 {said(p95)}, the slowest {said(slowest)}; load "
        f"{os.getloadavg()[0]:.1f}",
        None,
        "",
        f"0 errors, no answer later than {LATEST:.0f} s, all within {LONGEST:.0f} s",
        whole and slowest <= LATEST and sent.took <= LONGEST,
    )
