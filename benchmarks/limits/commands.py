"""The commands that read what others send: texts to check, tables to load, binders to read in."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks.limits import hostile_binders, hostile_files, hostile_texts
from benchmarks.limits.held import Held
from benchmarks.limits.workers import Cost
from tests.journeys.told import ROOT, environment
from tests.migrated import laid

# How many run at a time.
TOGETHER = 2
# Where the name of the hostile file stands among the words of a command.
FILE = "FILE"
KINDS = ("markdown", "text", "html", "word")
type Arguments = list[str]


def tried(data: Path, world: dict[str, Any], held: Held) -> None:
    """Give every command everything it might be given."""
    room = data / "commands"
    room.mkdir()
    with held.of("files to commands"), preloaded(data) as ready:
        sound = data / "sound.binder"
        code, said, _ = _run(ready, ["export", world["inspection"], "--out", str(sound)])
        if code:
            raise RuntimeError(f"no binder to begin with: {said[-2000:]}")
        _files_of_texts(room, list(_texts(room, world["admin"], sound)), held, ready)
    with held.of("binders"):
        _binders(room, sound, held)


class Preloaded:
    """A process that has loaded the product and runs one command after the other in children."""

    def __init__(self, data: Path) -> None:
        mode = {"INSPECTORATE_MODE": "test", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        self.running = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.limits.preloaded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(data) | mode,
        )
        # What Python and the product take before a command begins.
        self.loaded = self._cost()[1].computing

    def command(self, arguments: Arguments, out: Path) -> tuple[int, str, Cost]:
        """Run ``inspectorate ARGUMENTS``; its exit code (-1 where it had to be killed), what it
        said, and what it cost, loading included.
        """
        assert self.running.stdin
        print(json.dumps([arguments, str(out)]), file=self.running.stdin, flush=True)
        code, cost = self._cost()
        cost.computing += self.loaded
        said = out.read_text("utf-8", "replace")
        out.unlink()
        return code, said, cost

    def end(self) -> None:
        """Let it end, and see it gone."""
        assert self.running.stdin
        self.running.stdin.close()
        self.running.wait(timeout=60)

    def _cost(self) -> tuple[int, Cost]:
        assert self.running.stdout
        told = json.loads(self.running.stdout.readline())
        return int(told["code"]), Cost(told["megabytes"], computing=told["seconds"])


# As many as run at a time, each to be taken and put back.
type Ready = queue.SimpleQueue[tuple[Preloaded, Path]]


@contextmanager
def preloaded(data: Path) -> Iterator[Ready]:
    """Processes that run commands over one data folder."""
    ready: Ready = queue.SimpleQueue()
    every = [Preloaded(data) for _ in range(TOGETHER)]
    try:
        for place, one in enumerate(every):
            ready.put((one, data / f"said-{place}.txt"))
        yield ready
    finally:
        for one in every:
            one.end()


def _run(ready: Ready, arguments: Arguments) -> tuple[int, str, Cost]:
    one, out = ready.get()
    try:
        return one.command(arguments, out)
    finally:
        ready.put((one, out))


def _files_of_texts(
    room: Path,
    every: list[tuple[str, hostile_files.Made, list[Arguments]]],
    held: Held,
    ready: Ready,
) -> None:
    """Every file to each command that is to read it, as many at a time as may run."""

    def run(numbered: tuple[int, tuple[str, hostile_files.Made, list[Arguments]]]) -> None:
        number, (name, made, asked) = numbered
        path = room / f"{number}-{name}"
        path.write_bytes(made())
        for words in asked:
            arguments = [str(path) if word == FILE else word for word in words]
            code, said, cost = _run(ready, arguments)
            held.command(f"{' '.join(words[:4])} {name}", code, said, cost)
        path.unlink()

    with ThreadPoolExecutor(TOGETHER) as together:
        # In portions, so that one that raises ends it soon.
        for some in batched(enumerate(every), 8, strict=False):
            list(together.map(run, some))


def _texts(
    room: Path, admin: str, sound: Path
) -> Iterator[tuple[str, hostile_files.Made, list[Arguments]]]:
    """Each file with the commands that are to read it: what others collected to each reader there
    is, what is made here to those it is meant for.
    """
    small = room / "small.md"
    small.write_text("Most of the forces train.\n", "utf-8")
    loads = [[word, "load", FILE, "--by", admin] for word in ("framework", "bodies")]
    facts = [["check", str(small), "--facts", FILE]]
    others = [
        *([["check", "--as", kind, FILE] for kind in KINDS]),
        ["verify", "--binder", FILE],
        ["verify", "--binder", str(sound), "--heads", FILE],
        ["checkpoint", "compare", FILE, FILE],
        ["checkpoint", "accept", FILE],
        ["security-log", "--file", FILE],
    ]
    for name, made in hostile_files.collected():
        yield name, made, [["check", FILE], *loads, *facts, *others]
    for name, made in (*hostile_files.documents(), *hostile_files.others()):
        tables = loads if name.endswith((".csv", ".json", ".txt")) else []
        yield name, made, [["check", FILE], *tables]
    for place, words in enumerate(hostile_texts.REPEATED):
        # Each reader of texts reads each kind of words; two of three at their full length.
        for turn, ending in enumerate(("md", "txt", "html")):
            length = 1_900_000 if (place + turn) % 3 else 190_000
            yield f"text-{place}.{ending}", partial(_long, words, length), [["check", FILE]]
    yield "x.md", lambda: b"x\n\n" * 60_000, [["check", FILE]]
    yield "deep.html", lambda: b"<ul><li>" * 200_000, [["check", FILE]]
    yield "cells.html", lambda: b"<table><tr>" + b"<td>1" * 400_000, [["check", FILE]]
    for name, content in _facts():
        yield name, partial(bytes, content), facts


def _long(words: str, length: int) -> bytes:
    """A text of a length, in paragraphs where it holds none."""
    long = hostile_texts.repeated(words, length)
    if "\n" not in words:
        long = "\n\n".join(long[at : at + 30_000] for at in range(0, len(long), 30_000))
    return long.encode()


def _facts() -> Iterator[tuple[str, bytes]]:
    """Facts that are none."""
    yield "deep.toml", b"a=" + b"[" * 100_000
    yield "tables.toml", b"".join(b"[a%d.b.c]\n" % one for one in range(100_000))
    yield "dotted.toml", b".".join([b"a"] * 100_000) + b"=1"
    yield "number.toml", b"a=" + b"9" * 1_000_000
    yield "words.toml", b'a="""' + b"x" * 7_000_000 + b'"""'
    yield "nan.toml", b"[counts]\nforces=nan\n"
    yield "kinds.toml", b'counts="x"\nclaims=[1]\nvocabulary=3\nsigning_on=1\n'


def _binders(room: Path, sound: Path, held: Held) -> None:
    """Every hostile binder verified, and read in where nothing is yet: two at a time, each into an
    installation of its own.
    """
    kept = room / "made"
    kept.mkdir()
    laid(kept)
    every = [*hostile_binders.every(hostile_binders.read(sound)), *hostile_files.collected()]

    def half(turn: int) -> None:
        empty, path = room / f"empty-{turn}", room / f"hostile-{turn}.binder"
        shutil.copytree(kept, empty)
        one, out = Preloaded(empty), empty / "said.txt"
        try:
            for name, made in every[turn::TOGETHER]:
                path.write_bytes(made())
                for arguments in (["verify", "--binder", str(path)], ["import", str(path)]):
                    code, said, cost = one.command([*arguments, "--data", str(empty)], out)
                    held.command(f"{arguments[0]} {name}", code, said, cost)
                if code == 0:
                    held.fail(f"{name}: was read in")
                    shutil.rmtree(empty)
                    shutil.copytree(kept, empty)
        finally:
            one.end()

    with ThreadPoolExecutor(TOGETHER) as together:
        list(together.map(half, range(TOGETHER)))
