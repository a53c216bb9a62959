"""The part of ``./run drill kill`` in which devices send: notes in batches, files in pieces.

The server is killed again and again meanwhile. What a device was told lies there must lie there
once and whole, what waits for its files must wait still, a piece that was kept must be kept; sent
once more, each note is answered as before.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.device import Device
from benchmarks.posting import Lost
from benchmarks.standing import Standing, rows, standing
from benchmarks.worlds import told_in
from tests.browser import served

QUARANTINED = "SELECT note FROM evidence_quarantined"


@dataclass(slots=True)
class Outcome:
    """``acknowledged``: keys of notes that a device was told lie there. ``forgotten`` is what was
    kept and is no more, ``otherwise`` what was answered anew or not as it should be.
    """

    notes: int = 0
    kills: int = 0
    acknowledged: list[str] = field(default_factory=list)
    became: Counter[str] = field(default_factory=Counter)
    pieces: int = 0
    sent_again: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Each note lies there, once, with its files, and was answered so."""
        return not self.wrong and len(self.acknowledged) == self.notes

    @property
    def wrong(self) -> list[str]:
        """Whatever is not as it should be, in words."""
        told = {
            "lost": self.lost,
            "without all files": self.torn,
            "twice": self.twice,
            "forgotten": self.forgotten,
            "answered otherwise": self.otherwise,
            "failed": self.failed,
        }
        return [f"{what}: {one}" for what, every in told.items() for one in every]

    def __str__(self) -> str:
        became = ", ".join(f"{many} {state}" for state, many in sorted(self.became.items()))
        return (
            f"{len(self.acknowledged)} of {self.notes} notes of devices acknowledged ({became}), "
            f"{self.pieces} pieces, over {self.kills} kills, {self.sent_again} sent again; lost: "
            f"{len(self.lost)}, without all files: {len(self.torn)}, twice: {len(self.twice)}, "
            f"forgotten: {len(self.forgotten)}, answered otherwise: {len(self.otherwise)}; "
            f"{self.seconds:.1f} s"
        )


def outboxes(
    data: Path, folder: Path, notes: int, plain: int, people: Sequence[str], **more: str
) -> tuple[list[Path], list[Path]]:
    """Outboxes in ``folder``, of devices of people of a world: of ``notes`` notes in all, some with
    files, and of ``plain`` without.
    """
    folder.mkdir(exist_ok=True)
    arguments = (str(folder), "small", str(notes), str(plain), *people)
    paths = [Path(one) for one in told_in(data, "benchmarks.outboxes", *arguments, **more)]
    return paths[: len(people)], paths[len(people) :]


@dataclass(slots=True)
class Sending:
    """Devices that send, each in a thread of its own, with ``pause`` seconds after each answer."""

    devices: list[Device]
    pause: float = 0
    again: int = 0
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self.threads = [threading.Thread(target=self._send, args=(one,)) for one in self.devices]
        for thread in self.threads:
            thread.start()

    def at_work(self) -> bool:
        """Is one of them still sending?"""
        return any(thread.is_alive() for thread in self.threads)

    @property
    def acknowledged(self) -> int:
        """Notes that were told to lie there."""
        return sum(len(one.told) for one in self.devices)

    @property
    def answers(self) -> int:
        """Whatever was answered."""
        return sum(one.answers for one in self.devices)

    def _send(self, device: Device) -> None:
        while not device.done and not self.over.is_set():
            try:
                device.turn()
                time.sleep(self.pause)
            except Lost:
                self.again += 1
                time.sleep(0.1)
            except ValueError as refused:
                self.failed.append(str(refused))
                return


def drill(
    data: Path,
    paths: Sequence[Path],
    kills: int,
    seed: int = 1,
    application: str = served.APPLICATION,
    to_the_end: bool = True,
    **more: str,
) -> Outcome:
    """Send what lies in outboxes, kill, start again. ``more`` goes into the server's environment.

    Without ``to_the_end`` nothing is started or sent after the last kill.
    """
    began, rng, port = time.perf_counter(), random.Random(seed), served.free_port()
    devices = [Device.of(one, f"http://127.0.0.1:{port}", seed) for one in paths]
    # A server that answers at once would be told everything before the first kill.
    sending = Sending(devices, 0 if application == served.APPLICATION else 0.3)
    outcome = Outcome(notes=sum(len(one.notes) for one in sending.devices))
    server = served.start(data, port, served.AS_THE_GUIDE_SAYS, application, **more)
    sending.start()
    try:
        for turn in range(kills):
            target, heard = outcome.notes * (turn + 1) // (kills + 1), sending.answers
            # Something is sent between two kills, also where a batch went past several targets.
            while sending.at_work() and (sending.acknowledged < target or sending.answers == heard):
                time.sleep(0.005)
            time.sleep(rng.random() * 0.3)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            outcome.kills += 1
            if outcome.kills == kills and not to_the_end:
                sending.over.set()
                break
            server = served.start(data, port, served.AS_THE_GUIDE_SAYS, application, **more)
        for thread in sending.threads:
            thread.join(timeout=300)
        if to_the_end:
            for device in sending.devices:
                device.send_again()
    finally:
        sending.over.set()
        served.stop(server)
    _compare(outcome, sending, data, more.get("DATABASE_URL", ""))
    outcome.seconds = time.perf_counter() - began
    return outcome


def _compare(outcome: Outcome, sending: Sending, data: Path, database: str) -> None:
    """Hold what stands in the database and in the store against what the devices were told."""
    found = standing(data, database, received=True)
    strange = Counter(note for (note,) in rows(data, database, QUARANTINED))
    outcome.sent_again, outcome.failed = sending.again, sending.failed
    for device in sending.devices:
        outcome.forgotten += device.forgotten
        outcome.otherwise += device.otherwise
        outcome.pieces += sum(len(one) for one in device.pieces.values())
        for note in device.notes.values():
            times = len(found.of(note.key)) + strange[note.id]
            if times > 1:
                outcome.twice.append(note.key)
            if times and not _whole(found, note.key, bool(note.files)):
                outcome.torn.append(note.key)
            if note.id not in device.told:
                continue
            state, _ = device.told[note.id]
            outcome.acknowledged.append(note.key)
            outcome.became[state] += 1
            if not times:
                outcome.lost.append(note.key)
            if state != note.fate:
                outcome.otherwise.append(f"{note.key}: {state} and not {note.fate}")


def _whole(found: Standing, key: str, with_files: bool) -> bool:
    return found.whole(key) if with_files else all(not one for one in found.of(key))
