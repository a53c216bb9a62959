"""A server that pretends to be ours for the page of capture, and fails as it is told: it shows what
the page does then, which no healthy server shows. It shares no code with the intake.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils.csp import build_policy

from inspectorate.interfaces.web.capture import shell
from tests.browser.opener import Opener, key_of

MEGABYTE = 1024 * 1024
TOKEN = "inspectorate_device_pretended"


def a_pack(visit: int) -> dict[str, Any]:
    """What is taken along to a visit: the body is called "Force 0n"."""
    day = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    return {
        "slug": "small",
        "visit": visit,
        "label": f"Force 0{visit}",
        "starts": day,
        "ends": "2099-01-01",
        "body": f"force-0{visit}",
        "title": "An inspection",
        "question": "How well?",
        "taken": f"{day}T08:00:00+00:00",
        "sessions": [
            {
                "id": visit * 10 + n,
                "title": f"Session {n}",
                "method": "interview",
                "kind": "interview",
                "origin": "Sergeant",
                "starts": f"{day}T{n:02}:00:00+00:00",
                # The last is the one that is held.
                "ends": "2099-01-01T00:00:00+00:00" if n == 3 else f"{day}T{n:02}:50:00+00:00",
            }
            for n in range(1, 4)
        ],
        "criteria": [
            {"id": n, "ref": f"1.{n}", "name": f"Criterion {n}", "text": "", "characteristics": []}
            for n in range(1, 5)
        ],
        "requests": [],
        "questions": [],
        "history": [],
        "kinds": [["interview", "Interview"], ["observation", "Observation"]],
        "methods": [["interview", "Interview"], ["observation", "Observation"]],
        "directions": [["supports", "Points to good practice"], ["neutral", "Describes"]],
        "markings": [
            ["OFFICIAL", "Official"],
            ["OFFICIAL-SENSITIVE", "Official-sensitive"],
            ["SECRET", "Secret"],
        ],
        "mine": [to_judge(1), to_judge(2), to_judge(3, submitted=True)],
    }


def to_judge(
    criterion: int, *, submitted: bool = False, assignment: int | None = None, **draft: Any
) -> dict[str, Any]:
    """What a pack holds of a judgment of its reader's own, with the ``draft`` it has; one that was
    taken along long ago names no ``assignment``.
    """
    blank = {"grade": None, "findings": {}, "reasons": "", "borderline": False}
    return {
        "criterion": criterion,
        "ref": f"1.{criterion}",
        "name": f"Criterion {criterion}",
        "grades": ["Inadequate", "Requires improvement", "Good"],
        "findings": [{"key": "cause", "text": "A cause of concern?"}],
        "draft": {**blank, "marking": "OFFICIAL", **draft} if draft else None,
        "submitted": submitted,
        **({"assignment": assignment} if assignment else {}),
    }


def words_of(note: dict[str, Any]) -> str:
    """The words of a note, or the reasons of a grade."""
    item = note["item"]
    return str(item["reasons"] if item.get("meant") == "grade" else item["words"])


@dataclass
class Paper:
    """A document of the pack: its bytes, its text by pages (None: not read), why it is not given,
    what became of it, and how large it is said to be where that is not so.
    """

    name: str
    type: str
    content: bytes
    pages: list[dict[str, Any]] | None = None
    why: str = ""
    gone: str = ""
    said_size: int = 0

    def named(self, key: str) -> dict[str, Any]:
        """As the pack names it."""
        return {
            "id": key,
            "name": self.name,
            "size": self.said_size or len(self.content),
            "type": self.type,
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "text": self.pages is not None,
            "why": self.why,
            "gone": self.gone,
        }


@dataclass
class Pretended:
    """What it has, and how it fails: ``broken`` answers every sending with a status, ``poisoned``
    are words of notes that fail with 500, ``bad_files`` says that pieces fail, ``full`` are
    files for whose pieces there is no room. Of ``papers``, the documents of every pack, an answer
    breaks off after ``breaks_after`` bytes, each megabyte takes ``slow`` seconds, and ``given`` is
    from which byte each was asked for.
    """

    opener: Opener = field(default_factory=Opener)
    person: str = "Somebody"
    devices: dict[str, str] = field(default_factory=dict)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    pieces: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: int = 0
    poisoned: set[str] = field(default_factory=set)
    bad_files: bool = False
    outcome: str = "recorded"
    ends: str = "2099-01-01"
    reasons: list[dict[str, str]] = field(default_factory=list)
    # What a visit that is taken along holds beside what it does anyway.
    pack: dict[str, Any] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)
    papers: dict[str, Paper] = field(default_factory=dict)
    breaks_after: int = 0
    slow: float = 0
    given: list[tuple[str, int]] = field(default_factory=list)
    address: str = ""
    stopped: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pack_of(self, visit: int) -> dict[str, Any]:
        """What is taken along to a visit."""
        named = [one.named(key) for key, one in self.papers.items()]
        asked = {"title": "Policies", "text": "", "due": "2018-10-01", "state": "received"}
        requests = [{**asked, "documents": named}] if named else []
        return {**a_pack(visit), "ends": self.ends, "requests": requests, **self.pack}

    @property
    def words(self) -> list[str]:
        """Of the notes it has whole, in the order in which they came whole."""
        with self.lock:
            return [words_of(one) for one in self.notes.values() if self._whole(one)]

    @property
    def items(self) -> list[dict[str, Any]]:
        """What was written, without when, in the order in which it came."""
        with self.lock:
            items = [dict(one["item"]) for one in self.notes.values()]
        assert all(one.pop("written_at") for one in items)
        return items

    def _whole(self, note: dict[str, Any]) -> bool:
        have = (self.pieces.get(one["id"], {}) for one in note["files"])
        return all(len(got) == one["pieces"] for got, one in zip(have, note["files"], strict=True))

    def enrol(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Take a device whose test opens."""
        key, test = key_of(sent["signing_key"]), sent["test"]
        self.opener.signing[test["device"]] = key
        assert self.opener.note(test)["kind"] == "test"
        device = f"device-of-{len(self.opener.signing):012}"
        self.opener.signing[device] = key
        self.devices[device] = self.person
        return {"device": device, "token": TOKEN, "opening_key": self.opener.public}

    def take(self, envelopes: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        """Answer a batch of notes."""
        notes = [self.opener.note(one) for one in envelopes]
        if any(words_of(one) in self.poisoned for one in notes):
            return 500, {"title": "broken"}
        with self.lock:
            for one in notes:
                self.notes.setdefault(one["id"], one)
            return 200, {"outcomes": [self._outcome(one) for one in notes]}

    def _outcome(self, note: dict[str, Any]) -> dict[str, Any]:
        number = list(self.notes).index(note["id"]) + 1
        told = {"id": note["id"], "number": number, "ref": f"SMALL-E{number:04}"}
        told["reasons"] = self.reasons
        if self._whole(note):
            return {**told, "state": self.outcome, "at": note["device_time"], "missing": []}
        missing = [
            {"file": one["id"], "have": sorted(self.pieces.get(one["id"], {}))}
            for one in note["files"]
        ]
        return {**told, "state": "waiting_files", "number": None, "ref": None, "missing": missing}


class _Answering(BaseHTTPRequestHandler):
    @property
    def ours(self) -> Pretended:
        return self.server.pretended  # type: ignore[attr-defined, no-any-return]

    def parse_request(self) -> bool:
        """Answer nobody once the server was stopped: a browser keeps connections in stock."""
        self.close_connection = True
        return super().parse_request() and not self.ours.stopped

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, status: int, content: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        told = {"Content-Type": kind, "Content-Length": str(len(content)), **headers}
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def _json(self, status: int, told: object) -> None:
        self._answer(status, json.dumps(told).encode(), "application/json")

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in ("/capture/", "/capture/worker.js"):
            asked = RequestFactory().get(path)
            made = (shell.worker if path.endswith(".js") else shell.shell)(asked)
            policy = build_policy(shell.POLICY)
            kind = made["Content-Type"]
            self._answer(200, made.content, kind, Content_Security_Policy=policy)
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            content = Path(str(found)).read_bytes()
            self._answer(200, content, mimetypes.guess_type(path)[0] or "text/plain")
        elif path == "/capture/packs/":
            visits = [self.ours.pack_of(1), self.ours.pack_of(2)]
            self._json(200, {"csrf": "token", "person": self.ours.person, "visits": visits})
        elif "/documents/" in path:
            self._paper(path)
        elif path == "/me/devices/opening-key/":
            self._json(200, self.ours.opener.public)
        else:
            self._json(404, {})

    def _paper(self, path: str) -> None:
        query = parse_qs(urlsplit(self.path).query)
        key = path.split("/")[6]
        paper = self.ours.papers.get(key)
        if self.ours.broken:
            self._json(self.ours.broken, {"detail": "The server does not give it."})
        elif paper is None or self.ours.devices.get(query["device"][0]) != self.ours.person:
            self._json(422, {"detail": "Whoever is signed in here has not enrolled it."})
        elif path.endswith("/text/"):
            self._json(200, {"machine_read": False, "pages": paper.pages})
        else:
            start = int(query["from"][0])
            self.ours.given.append((key, start))
            self._sent(paper.content[start:])

    def _sent(self, content: bytes) -> None:
        """A file, as slowly as is wanted, and as far."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        most = self.ours.breaks_after or len(content)
        for at in range(0, min(most, len(content)), MEGABYTE):
            time.sleep(self.ours.slow)
            with suppress(OSError):
                self.wfile.write(content[at : min(at + MEGABYTE, most)])

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path = urlsplit(self.path).path
        self.ours.asked.append(path)
        if path == "/me/devices/enrol/":
            self._json(200, self.ours.enrol(sent))
        elif path.startswith("/capture/packs/small/"):
            if self.ours.devices.get(sent["device"]) == self.ours.person:
                self._json(200, self.ours.pack_of(int(path.split("/")[4])))
            else:
                self._json(422, {"detail": "Whoever is signed in here has not enrolled it."})
        elif self.ours.broken:
            self._json(self.ours.broken, {"title": "broken"})
        elif path == "/api/v1/capture/notes/":
            assert self.headers["Authorization"] == f"Bearer {TOKEN}"
            self._json(*self.ours.take(sent["envelopes"]))
        else:
            self._json(200, {"outcomes": []})

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        parts = urlsplit(self.path)
        file, n = parts.path.split("/")[-3:-1]
        assert parse_qs(parts.query)["of"]
        self.ours.asked.append(parts.path)
        if file in self.ours.full:
            self._json(429, {"title": "full"})
            return
        if self.ours.bad_files or self.ours.broken:
            self._json(self.ours.broken or 413, {"title": "too large"})
            return
        with self.ours.lock:
            have = self.ours.pieces.setdefault(file, {})
            have[int(n)] = content
            self._json(200, {"have": sorted(have)})


class Server:
    """Serves one pretended inspectorate at a port, again at the same one after it was stopped."""

    def __init__(self) -> None:
        self.pretended = Pretended()
        self.port = 0
        self._http: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Answer from now on."""
        self.pretended.stopped = False
        ThreadingHTTPServer.allow_reuse_address = True
        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), _Answering)
        self._http.pretended = self.pretended  # type: ignore[attr-defined]
        self.port = self._http.server_address[1]
        self.pretended.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Answer nobody, and listen no more."""
        self.pretended.stopped = True
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None


@contextmanager
def pretending() -> Iterator[Server]:
    """A server that pretends, for as long as a test needs it."""
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()
