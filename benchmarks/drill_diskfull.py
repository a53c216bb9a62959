"""The disk full while evidence is posted with files: the server says so in words, goes on reading,
and goes on by itself once there is room.

``./run drill diskfull``, on a small disk in memory. No answer may be anything but "saved" or the
page that says that the disk is full, for sign-in too; nothing acknowledged may be lost; what was
refused is sent again under its key; the server starts afterwards.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.drill_kill import SECRET, made_world, verifies
from benchmarks.posting import Client, Lost
from benchmarks.standing import files_of, standing, words_of
from tests.browser import served
from tests.browser.world import PASSWORD

MEGABYTES, ROUNDS, CLIENTS, POSTS = 200, 20, 4, 3
WORDS = "The disk of this server is full"
LARGE = 0.05
INSIDE = "INSPECTORATE_DRILL_INSIDE"


@dataclass(slots=True)
class Outcome:
    """What the server answered to posts and sign-ins, ``wrong`` what it should never have.

    ``full``: refused without a byte of room.
    """

    acknowledged: set[str] = field(default_factory=set)
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    read: int = 0
    full: int = 0
    sign_ins: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Lost, what: str) -> None:
        """Count an answer that was not "saved"."""
        with self.lock:
            if answer.status == 507 and WORDS in answer.page:
                self.refused += what == "post"
                if what == "sign-in":
                    self.sign_ins["refused in words"] += 1
            else:
                self.wrong[f"{what}: {answer}"] += 1


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system in memory of that size; raises PermissionError where none may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="inspectorate-drill-"))
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        folder.rmdir()
        raise PermissionError(mounted.stderr.decode().strip())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def fill(data: Path, leave: int) -> None:
    """Take all room but ``leave`` bytes, and what the server gives back after its last answer:
    until three looks one after another find no more to take.
    """
    ballast, looks, until = data / "ballast", 0, time.monotonic() + 30
    while looks < 3 and time.monotonic() < until:
        before = ballast.stat().st_size if ballast.exists() else 0
        free = shutil.disk_usage(data).free
        with ballast.open("ab", buffering=0) as opened, suppress(OSError):
            opened.write(bytes(max(0, free - leave)))
            # What a disk says of its room is about right; that it takes no more is exact.
            while not leave:
                opened.write(bytes(4096))
        looks = looks + 1 if ballast.stat().st_size == before else 0
        time.sleep(0.1)


def signed_in(address: str, email: str, outcome: Outcome) -> Client | None:
    """A client that has just signed in; None where the server would not have it."""
    client = Client(address, email, PASSWORD, "small")
    try:
        client.sign_in()
    except Lost as answer:
        outcome.note(answer, "sign-in")
        return None
    outcome.sign_ins["let in"] += 1
    return client


def post(client: Client, keys: list[str], outcome: Outcome) -> None:
    """Send each key once; a key that was saved is taken off the list."""
    for key in list(keys):
        try:
            client.post(key, words_of(key), files_of(key, LARGE))
        except Lost as answer:
            outcome.note(answer, "post")
            continue
        with outcome.lock:
            outcome.acknowledged.add(key)
        keys.remove(key)


def a_round(
    data: Path, address: str, people: dict[str, str], number: int, leave: int, outcome: Outcome
) -> None:
    """Fill the disk, post and read; fill the last byte; make room, and send the rest again."""
    emails = [people["inspector" if one % 2 else "other"] for one in range(CLIENTS)]
    clients = [signed_in(address, email, outcome) for email in emails]
    boxes = [[f"full-{number}-{one}-{key}" for key in range(POSTS)] for one in range(CLIENTS)]
    fill(data, leave)
    threads = [
        threading.Thread(target=post, args=(client, box, outcome))
        for client, box in zip(clients, boxes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    for place, (client, box) in enumerate(zip(clients, boxes, strict=True)):
        fill(data, 0)
        assert client is not None
        status, _ = client.get("/i/small/evidence/")
        outcome.read += status == 200
        if status != 200:
            outcome.wrong[f"reading: {status}"] += 1
        sent = [f"none-{number}-{place}"]
        post(client, sent, outcome)
        # Empty where the server gave room back in that moment, a temporary file say.
        box += sent
        outcome.full += len(sent)
        signed_in(address, people["inspector"], outcome)
    (data / "ballast").unlink()
    for client, box in zip(clients, boxes, strict=True):
        assert client is not None
        post(client, box, outcome)
        if box:
            outcome.wrong["refused though there was room"] += len(box)


def drill(data: Path, rounds: int, seed: int = 1, *, alone: bool = False) -> tuple[bool, str]:
    """Run the rounds in ``data``; say whether all held, and what was seen. ``alone``: in a world
    of one inspection.
    """
    began, outcome, rng = time.perf_counter(), Outcome(), random.Random(seed)
    people, port = made_world(data, alone=alone), served.free_port()
    server = served.start(data, port, served.AS_THE_GUIDE_SAYS, SECRET_KEY=SECRET)
    address = f"http://127.0.0.1:{port}"
    try:
        for number in range(rounds):
            a_round(data, address, people, number, rng.randrange(400_000), outcome)
        again = signed_in(address, people["inspector"], outcome)
    finally:
        served.stop(server)
    found = standing(data)
    lost = [key for key in outcome.acknowledged if len(found.of(key)) != 1]
    torn = [key for key in outcome.acknowledged if not found.whole(key, LARGE)]
    verified = verifies(data)
    served.stop(served.start(data, port, served.AS_THE_GUIDE_SAYS, SECRET_KEY=SECRET))
    held = (
        again is not None
        and outcome.full > 3 * rounds  # of four
        and not (outcome.wrong or lost or torn)
        and verified
    )
    return held, (
        f"{rounds} times full: {len(outcome.acknowledged)} acknowledged, {outcome.refused} refused "
        f"in words ({outcome.full} of {rounds * CLIENTS} without a byte of room) and later saved "
        f"under their keys, {outcome.read} pages read meanwhile, sign-ins "
        f"{dict(outcome.sign_ins)}; any other answer: {dict(outcome.wrong) or 'none'}; lost: "
        f"{len(lost)}, without all files: {len(torn)}; verify "
        f"{'passes' if verified else 'FAILS'}; starts again; {time.perf_counter() - began:.1f} s"
    )


def main(*, short: bool = False) -> bool:
    """Run the drill; print what it found. Short: one round."""
    try:
        with small_disk(MEGABYTES) as data:
            held, said = drill(data, 1 if short else ROUNDS, alone=short)
    except PermissionError as refused:
        if os.environ.get(INSIDE) or not shutil.which("unshare"):
            print(f"NOT RUN: this account may mount no file system ({refused}).")
            return False
        # A name space of one's own, in which one may.
        own = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m"]
        again = [*own, "benchmarks", "drill", "diskfull", *(["short"] if short else [])]
        return subprocess.run(again, env={**os.environ, INSIDE: "1"}, check=False).returncode == 0
    print(said)
    print("good" if held else "NOT good")
    return held


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv[1:]) else 1)
