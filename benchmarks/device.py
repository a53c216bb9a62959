"""A device for drills: it holds sealed notes and the pieces of their files, and sends them to the
API of capture until it is told that they lie there, as the page of capture does.
"""

from __future__ import annotations

import http.client
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.posting import Lost

ROOT = "/api/v1/capture"
# What lets a device forget a note.
KEPT = {"recorded", "received", "quarantined"}
WAITS = "waiting_files"
# Notes that it sends at once: one, a few, as many as are taken.
BATCHES = (1, 3, 8, 25)


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note in an outbox: its envelope, the number of pieces of each of its files, and what is to
    become of it.
    """

    key: str
    envelope: dict[str, Any]
    fate: str
    files: dict[str, int]

    @property
    def id(self) -> str:
        """The id that its device gave it."""
        return str(self.envelope["id"])


@dataclass(slots=True)
class Device:
    """Sends an outbox. ``told`` holds state and number of each note that lies there, by its id;
    ``forgotten`` names what the server had and has no more, ``otherwise`` what it answered anew.
    """

    address: str
    folder: Path
    token: str
    notes: dict[str, SealedNote]
    chance: random.Random
    told: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    pieces: dict[str, set[int]] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    answers: int = 0
    broken: bool = False

    @staticmethod
    def of(path: Path, address: str, seed: int) -> Device:
        """The device whose outbox lies at ``path`` (``benchmarks.outboxes``)."""
        held = json.loads(path.read_text("utf-8"))
        notes = [SealedNote(**one) for one in held["notes"]]
        by_id = {one.id: one for one in notes}
        chance = random.Random(f"{seed}/{path.name}")
        return Device(address, path.parent, held["token"], by_id, chance)

    @property
    def done(self) -> bool:
        """Does each of its notes lie there?"""
        return len(self.told) == len(self.notes)

    def turn(self) -> None:
        """Send one thing more. Raises posting.Lost where no answer came, and ValueError where what
        was sent is refused for what it is.
        """
        try:
            self._turn()
        except Lost:
            self.broken = True
            raise

    def send(self, *notes: str) -> None:
        """Send some notes, by their ids. Raises as ``turn``."""
        self._take(self._sent(list(notes)))

    def send_again(self) -> None:
        """Send every note once more: each must be answered as before. Raises posting.Lost."""
        every = list(self.notes)
        for start in range(0, len(every), BATCHES[-1]):
            for one in self._sent(every[start : start + BATCHES[-1]]):
                if (one["state"], one["ref"]) != self.told.get(one["id"]):
                    self.otherwise.append(f"{self.notes[one['id']].key}: {one['state']}")

    def _turn(self) -> None:
        if self.broken:
            # What waits may lie there whole since: nobody heard the answer.
            self._ask(list(self.waiting))
            self.broken = False
            return
        unsent = [one for one in self.notes if one not in self.told and one not in self.waiting]
        if unsent and (not self.waiting or self.chance.random() < 0.4):
            some = unsent[: self.chance.choice(BATCHES)]
            self._take(self._sent(some))
        elif self.waiting:
            self._send_files(next(iter(self.waiting)))

    def _sent(self, ids: list[str]) -> list[dict[str, Any]]:
        envelopes = [self.notes[one].envelope for one in ids]
        return self._posted("notes", {"envelopes": envelopes})

    def _ask(self, ids: list[str]) -> None:
        if ids:
            self._take(self._posted("asked", {"ids": ids}))

    def _take(self, outcomes: list[dict[str, Any]]) -> None:
        for one in outcomes:
            note, state = one["id"], one["state"]
            if state in KEPT:
                self.waiting.pop(note, None)
                self.told[note] = (state, one["ref"])
            elif state == WAITS:
                self.waiting[note] = None
                for lacks in one["missing"]:
                    self._hold_against(lacks["file"], lacks["have"])
            elif note in self.waiting:
                self.forgotten.append(f"{self.notes[note].key}: {state}")
                del self.waiting[note]

    def _send_files(self, note: str) -> None:
        """Send the next piece of a note that waits; with none left, ask what became of it."""
        of = self.notes[note].files
        for file, many in of.items():
            held = self.pieces.setdefault(file, set())
            if len(held) < many:
                n = min(set(range(many)) - held)
                content = (self.folder / f"{file}.{n}").read_bytes()
                path = f"{ROOT}/files/{file}/{n}/?of={many}&note={note}"
                answer = self._asked("PUT", path, content, "application/octet-stream")
                held.add(n)
                self._hold_against(file, answer["have"])
                return
        self._ask([note])
        if note in self.waiting:
            self._take(self._sent([note]))

    def _hold_against(self, file: str, have: list[int]) -> None:
        """A piece that was acknowledged is there."""
        if gone := self.pieces.get(file, set()) - set(have):
            self.forgotten.append(f"pieces {sorted(gone)} of {file}")
            self.pieces[file] = set(have)

    def _posted(self, what: str, told: dict[str, Any]) -> list[dict[str, Any]]:
        body = json.dumps(told).encode()
        answer = self._asked("POST", f"{ROOT}/{what}/", body, "application/json")
        found: list[dict[str, Any]] = answer["outcomes"]
        return found

    def _asked(self, method: str, path: str, body: bytes, kind: str) -> Any:
        parts = urlsplit(self.address)
        wire = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            status, page = answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as broken:
            raise Lost(str(broken)) from broken
        finally:
            wire.close()
        if status == 429 or status >= 500:
            raise Lost(f"{status}", status, page)
        if status != 200:
            raise ValueError(f"{path} answered {status}: {page[:500]}")
        self.answers += 1
        return json.loads(page)
