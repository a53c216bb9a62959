"""Recording evidence by one client at the real server: through the form, through the API one by
one and in batches, and by a device sealed, beside the barest Django view and bare SQLite commits.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.device import Device
from benchmarks.drill_kill import made_world
from benchmarks.kill_devices import outboxes
from benchmarks.posting import Client
from benchmarks.statistics import Row, said
from benchmarks.worlds import percentiles
from tests.browser.served import free_port, served, start, stop
from tests.browser.world import PASSWORD

POSTS, ROUNDS = 60, 5
# A device's day, in the batches in which it is sent.
DAY, BATCH = 300, 25
WORDS = "Three of four could name the form. " * 14
SHOWN = re.compile(r'id="token" tabindex="0">([^<]+)<')


@dataclass
class Measured:
    """Times of one way to record: seconds of each thing sent, and items sent."""

    seconds: list[float] = field(default_factory=list)
    items: int = 0

    def sent(self, items: int, send: Callable[..., object], *told: str, **named: str) -> None:
        """Time one request that holds so many items."""
        begun = time.perf_counter()
        send(*told, **named)
        self.seconds.append(time.perf_counter() - begun)
        self.items += items

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / sum(self.seconds)


class Wire:
    """One connection that is kept; ``post`` returns the answer, which must be one of success."""

    def __init__(self, address: str, **headers: str) -> None:
        parts = urlsplit(address)
        self.wire = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def post(self, path: str, body: str, **headers: str) -> str:
        """Send, and read what is answered."""
        return self.ask("POST", path, body, **headers)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> str:
        """Ask, and read what is answered."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        for last in (False, True):
            try:
                self.wire.request(method, path, body.encode(), self.headers | more)
                answer = self.wire.getresponse()
                break
            # The server closes a connection on which nothing came for two seconds.
            except (OSError, http.client.HTTPException):
                self.wire.close()
                if last:
                    raise
        text = answer.read().decode()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {text[:500]}")
        return text


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


@contextmanager
def bare_view(folder: Path) -> Any:
    """The barest view behind the same server; its address."""
    port = free_port()
    running = start(
        folder,
        port,
        application="benchmarks.bare_view:application",
        BARE_DATABASE=str(folder / "bare-view.sqlite3"),
        PYTHONPATH=".",
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(running)


def a_token(client: Client) -> str:
    """A token to record, made on the page as a person makes it."""
    status, page = client.get("/people/tokens/make/")
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None, status
    told = {"csrfmiddlewaretoken": client.token, "key": key[1], "label": "A bench"}
    status, page = client.ask(
        "POST", "/people/tokens/make/", {**told, "scopes": "evidence:record", "days": "1"}
    )
    shown = SHOWN.search(page)
    assert shown is not None, f"{status}: {page[-2000:]}"
    return shown[1]


def measure(folder: Path) -> list[Row]:
    """Rounds of each in turn, so that what else the machine does falls on all of them."""
    data = folder / "data"
    data.mkdir()
    people = made_world(data)
    _, (outbox,) = outboxes(data, folder / "outboxes", 0, DAY * ROUNDS, [people["inspector"]])
    form, view, single, batch, sealed = (Measured() for _ in range(5))
    plain = 0.0
    with served(data) as address, bare_view(folder) as barest:
        client = Client(address, people["inspector"], PASSWORD, "small")
        client.sign_in()
        token = a_token(client)
        api = Wire(address, Authorization=f"Bearer {token}", Content_Type="application/json")
        device = Device.of(outbox, address, 1)
        days = list(batched(device.notes, DAY))
        one = an_item(json.loads(api.ask("GET", "/api/v1/inspections/small/")))
        path, many = "/api/v1/inspections/small/evidence/", []
        bare_wire = Wire(barest)
        client.post("warm", "Warm.")
        api.post(path, json.dumps(one), Idempotency_Key="warm")
        bare_wire.post("/note", "Warm.")
        for turn in range(ROUNDS):
            plain += bare(folder, POSTS)
            for number in range(POSTS):
                name = f"bench-{turn}-{number}"
                view.sent(1, bare_wire.post, "/note", "w" * 500)
                form.sent(1, client.post, name, WORDS)
                single.sent(1, api.post, path, json.dumps(one), Idempotency_Key=name)
            many = [one | {"key": f"day-{turn}-{number}"} for number in range(DAY)]
            for some in batched(many, BATCH):
                batch.sent(BATCH, api.post, f"{path}batch/", json.dumps({"items": some}))
            for notes in batched(days[turn], BATCH):
                sealed.sent(BATCH, device.send, *notes)
    if not device.done:
        raise RuntimeError("notes of the device were not taken in")
    p50, p95 = percentiles(form.seconds)
    commits = POSTS * ROUNDS / plain
    return [
        Row("bare SQLite, synchronous=FULL", f"{commits:,.0f} commits/s", None, ""),
        Row("bare Django view, one INSERT a request", f"{view.rate:,.0f} items/s", None, ""),
        Row(
            "evidence posted through the web, one client",
            f"{form.rate:,.0f} items/s",
            commits / form.rate,
            "bare commits for each item",
        ),
        Row("from sending to “saved”", f"p50 {said(p50)}, p95 {said(p95)}", None, ""),
        _row("notes through the API, one by one", single, view, 0.15),
        _row(f"a day of {DAY} notes through the API, batches of {BATCH}", batch, view, 0.5),
        _row(f"a day of {DAY} notes of a device, sealed, batches of {BATCH}", sealed, view, 0.5),
    ]


def an_item(known: dict[str, Any]) -> dict[str, Any]:
    """What a device sends of a note, by the names that the inspection's own address gives."""
    return {
        "body": known["bodies"][0]["code"],
        "kind": "interview",
        "method": "interview",
        "origin": "A response sergeant",
        "words": WORDS,
        "direction": "supports",
        "criteria": [known["criteria"][0]["id"]],
        "observed_at": "2018-10-08T10:00:00+01:00",
        "written_at": "2018-10-08T11:00:00+01:00",
    }


def _row(name: str, found: Measured, view: Measured, least: float) -> Row:
    share = found.rate / view.rate
    p50, p95 = percentiles(found.seconds)
    told = f"{found.rate:,.0f} items/s, an answer p50 {said(p50)}, p95 {said(p95)}"
    bound = f"at least {least:.2f} of the bare view"
    return Row(name, told, share, "of the bare view", bound, share >= least)
