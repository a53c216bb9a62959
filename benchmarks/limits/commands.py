"""The commands that read what others send: texts to check, tables to load, binders to read in."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks.limits import hostile_binders, hostile_files, hostile_texts, workers
from benchmarks.limits.held import Held
from benchmarks.limits.workers import Cost
from tests.journeys.told import ROOT, environment

FEW = ("lying-binder.json", "edition-deep-900")
FEW_TEXTS = ("laughs.docx",)
PATIENCE = 60


def tried(data: Path, world: dict[str, Any], held: Held, *, short: bool) -> None:
    """Give every command everything it might be given."""
    room = data / "commands"
    room.mkdir()
    _files_of_texts(data, room, world["admin"], held, short=short)
    _binders(data, room, world["inspection"], held, short=short)


def _files_of_texts(data: Path, room: Path, admin: str, held: Held, *, short: bool) -> None:
    """Every file to the command that is to read it, two at a time."""

    def run(numbered: tuple[int, tuple[str, bytes, list[str]]]) -> None:
        number, (name, content, arguments) = numbered
        path = room / f"{number}-{name}"
        path.write_bytes(content)
        code, said, cost = command([*arguments, str(path)], data)
        held.command(f"{' '.join(arguments[:2])} {name}", code, said, cost)
        path.unlink()

    with ThreadPoolExecutor(2) as together:
        every = enumerate(_texts(room, admin, short=short))
        # As many made at a time as are read: together they would be gigabytes.
        for some in batched(every, 8, strict=False):
            list(together.map(run, some))


def command(arguments: list[str], data: Path) -> tuple[int, str, Cost]:
    """Run ``inspectorate ARGUMENTS``; its exit code (-1 where it had to be killed), what it said,
    and what it cost: its seconds of computing, which the machine's other work does not touch.
    """
    begun, out = time.monotonic(), data / f"said-{secrets.token_hex(4)}.txt"
    with out.open("wb") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", "inspectorate.interfaces.cli.main", *arguments],
            stdout=said,
            stderr=said,
            cwd=ROOT,
            env=environment(data) | {"INSPECTORATE_MODE": "test"},
        )
        ended, peak = 0, 0.0
        while not ended and time.monotonic() - begun < PATIENCE:
            ended, status, used = os.wait4(running.pid, os.WNOHANG)
            if not ended:
                # Not what the kernel keeps of an ended process: that counts what this one held
                # when it began it.
                peak = max(peak, workers.peak(running.pid))
                time.sleep(0.005)
        if not ended:
            running.kill()
            _, status, used = os.wait4(running.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    running.returncode = code
    told = out.read_text("utf-8", "replace")
    out.unlink()
    return code, told, Cost(peak, used.ru_utime + used.ru_stime)


def _texts(room: Path, admin: str, *, short: bool) -> Iterator[tuple[str, bytes, list[str]]]:
    """Each file with the command that is to read it."""
    for name, made in _files():
        if short and name not in FEW_TEXTS:
            continue
        content = made()
        yield name, content, ["check"]
        if not short and name.endswith((".csv", ".json", ".txt")):
            yield name, content, ["framework", "load", "--by", admin]
            yield name, content, ["bodies", "load", "--by", admin]
    if not short:
        (room / "small.md").write_text("Most of the forces train.\n", "utf-8")
        for name, content in _facts():
            yield name, content, ["check", str(room / "small.md"), "--facts"]


def _files() -> Iterator[tuple[str, hostile_files.Made]]:
    yield from hostile_files.documents()
    yield from hostile_files.others()
    yield from hostile_files.collected()
    for place, words in enumerate(hostile_texts.REPEATED):
        for ending in ("md", "txt", "html"):
            yield f"text-{place}.{ending}", partial(_long, words)
    yield "x.md", lambda: b"x\n\n" * 60_000
    yield "deep.html", lambda: b"<ul><li>" * 200_000
    yield "cells.html", lambda: b"<table><tr>" + b"<td>1" * 400_000


def _long(words: str) -> bytes:
    """A text as long as is read, in paragraphs where it holds none."""
    long = hostile_texts.repeated(words, 1_900_000)
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


def _binders(data: Path, room: Path, inspection: str, held: Held, *, short: bool) -> None:
    sound = data / "sound.binder"
    code, said, _ = command(["export", inspection, "--out", str(sound), "--data", str(data)], data)
    if code:
        raise RuntimeError(f"no binder to begin with: {said[-2000:]}")
    empty = data if short else _empty(room)
    members, path = hostile_binders.read(sound), room / "hostile.binder"
    for name, made in hostile_binders.every(members):
        if short and name not in FEW:
            continue
        path.write_bytes(made())
        verify = ["verify", "--binder", str(path)]
        read_in = ["import", str(path), "--data", str(empty)]
        for arguments in [verify] if short else [verify, read_in]:
            code, said, cost = command(arguments, empty)
            held.command(f"{arguments[0]} {name}", code, said, cost)
            if code == 0 and arguments[0] == "import":
                held.fail(f"{name}: was read in")
                shutil.rmtree(empty)
                empty = _empty(room)


def _empty(room: Path) -> Path:
    """An installation with its tables and nothing in them."""
    made, kept = room / "empty", room / "made"
    if not kept.exists():
        kept.mkdir()
        _migrated(kept)
    shutil.copytree(kept, made)
    return made


def _migrated(data: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env=environment(data) | {"INSPECTORATE_MODE": "test"},
    )
