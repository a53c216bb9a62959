"""What lies in public, judged from the folder alone and by a reader who asks for guessed paths."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Value
from pathlib import Path
from typing import Any

from tests.browser import served

SLOT = re.compile(rb"<!--(standing|given)-->(.*?)<!--/\1-->", re.DOTALL)


def faults(site: Path, signed: dict[str, str], hidden: bytes) -> list[str]:
    """Name what should not lie in public.

    ``signed`` is all that may be out: the digest of contents by their folder. ``hidden`` is a word
    of what is not out, which no file may hold.
    """
    try:
        manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ["the site has no manifest"]
    there = {
        one.relative_to(site).as_posix(): one.read_bytes()
        for one in site.rglob("*")
        if one.is_file()
    }
    found = [
        f"{path}: not what the manifest says"
        for path, digest in manifest["files"].items()
        if _digest(there.get(path, b"")) != digest
    ]
    loose = set(manifest["files"]) | {"manifest.json", "checkpoint.txt", "checkpoint.pub.pem"}
    found += [f"{path}: stands in no manifest" for path in sorted(set(there) - loose)]
    for folder, digest in manifest["signed"].items():
        if signed.get(folder) != digest:
            found.append(f"{folder}: nobody signed it, or it is not out")
        found += _unsigned(there, folder, digest)
    if hidden:
        found += [
            f"{path}: holds {hidden!r}" for path, content in there.items() if hidden in content
        ]
    return found


def _unsigned(there: dict[str, bytes], folder: str, digest: str) -> Iterator[str]:
    listed = there.get(f"{folder}/contents.json", b"")
    if _digest(listed) != digest:
        yield f"{folder}/contents.json: not the digest that was signed"
        return
    for path, expected in json.loads(listed)["files"].items():
        content = SLOT.sub(rb"<!--\1--><!--/\1-->", there.get(f"{folder}/{path}", b""))
        if _digest(content) != expected:
            yield f"{folder}/{path}: not what was signed"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(slots=True)
class Reader:
    """Asks for the same paths again and again; notes each answer that is another than before."""

    file: Path
    rounds: Any
    mark: int = 0

    def begin(self) -> None:
        """Forget what was answered so far, once every path was asked for again."""
        self._settle()
        self.mark = self.file.stat().st_size

    def answers(self) -> list[tuple[float, str, int]]:
        """When each path answered otherwise since :meth:`begin`: moment, path, status."""
        self._settle()
        with self.file.open("rb") as opened:
            opened.seek(self.mark)
            rows = [json.loads(line) for line in opened]
        return [(at, path, status) for at, path, status in rows]

    def _settle(self) -> None:
        until, longest = self.rounds.value + 2, time.monotonic() + 120
        while time.monotonic() < longest:
            if self.rounds.value >= until:
                return
            time.sleep(0.005)
        raise RuntimeError("the reader of the public site has ended")


@contextmanager
def reading(site: Path, paths: list[str], note: Path) -> Iterator[Reader]:
    """Serve ``site`` and have a process of its own read ``paths`` throughout."""
    port, rounds = served.free_port(), Value("L", 0)
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    web = subprocess.Popen(
        [*command, "--directory", str(site)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    note.touch()
    child = os.fork()
    if not child:
        try:
            _read(port, paths, note, rounds)
        finally:
            os._exit(0)
    try:
        yield Reader(note, rounds)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        web.terminate()
        web.wait()


def _read(port: int, paths: list[str], note: Path, rounds: Any) -> None:
    last: dict[str, int] = {}
    with note.open("a", encoding="utf-8", buffering=1) as out:
        while True:
            for path in paths:
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                    connection.request("GET", path)
                    status = connection.getresponse().status
                    connection.close()
                except OSError:
                    # The server is not up yet, or the machine is busy: no answer is no byte.
                    continue
                if last.get(path, 404) != status:
                    out.write(json.dumps([time.time(), path, status]) + "\n")
                last[path] = status
            rounds.value += 1
            time.sleep(0.002)
