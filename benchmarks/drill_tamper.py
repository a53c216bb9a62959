"""An installation with a row in every table, attacked in every way: everything must be named.

``./run drill tamper``. The world is a demonstration (short: none) and everything that an act can
write beside it. One change of each column of each table, one row of each table deleted, forgeries
of meaning, files, and changes drawn at random: each attack is verified and put back. The control is
verification as it was before rows were proven.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.journeys.told import ROOT, command

WORDS = {
    "column": "one change of each column",
    "row": "one row of each table deleted",
    "meaning": "forgeries of meaning",
    "trigger": "triggers",
    "file": "files, folders and heads",
    "shipped": "ledger and heads both made anew, beside a shipped copy of the heads",
    "random": "changes drawn at random",
}


# Seconds between two lines that say how far it is.
PAUSE = 10


def main(*, short: bool = False) -> bool:
    """Make the world, attack it on both cores, print what was named. Short: no demonstration, and
    40 changes at random instead of 1,000.
    """
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        home, began = Path(name), time.monotonic()
        world = home / "world"
        _make(world, short=short)
        sound = _verified(world)
        print(f"The world was made in {time.monotonic() - began:.0f} s; {sound}")
        began = time.monotonic()
        told = _attacked(home, world, random=40 if short else 1000, short=short)
        held = _printed(told)
        print(f"{len(told.outcomes):,} attacks in {time.monotonic() - began:.0f} s")
        return held and "as it was written" in sound


def _make(world: Path, *, short: bool) -> None:
    if not short:
        done = command("demo", "--no-serve", "--site", f"{world}-site", "--data", str(world))
        _must(done)
    world.mkdir(exist_ok=True)
    _must(_run("benchmarks.tampering.world", str(world), *([] if short else ["add"])))


def _run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )


def _must(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])


def _verified(world: Path) -> str:
    return command("verify", "--data", str(world)).stdout.strip().splitlines()[-1]


def _attacked(home: Path, world: Path, *, random: int, short: bool) -> Told:
    """Share the attacks among the cores, each with a copy of the world; on the way, say how far
    they are. Stopped early (Ctrl-C, SIGTERM), it gives what was seen until then.
    """
    of = os.cpu_count() or 1
    told = Told(of)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running = []
    for part in range(of):
        copy = home / f"copy-{part}"
        shutil.copytree(world, copy)
        job = {"part": part, "of": of, "random": random // of, "seed": 1, "short": short}
        running.append(
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.tampering.attack",
                    str(copy),
                    str(world),
                    json.dumps(job),
                ],
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            )
        )
    try:
        readers = [threading.Thread(target=told.read, args=(one.stdout,)) for one in running]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        if any(one.wait() for one in running):
            raise RuntimeError("an attacking process failed")
    except KeyboardInterrupt:
        told.stopped = True
    finally:
        for one in running:
            one.terminate()
            one.wait()
    return told


@dataclass(slots=True)
class Told:
    """What the attacking processes told so far; ``world`` is of the tables, the same from each, and
    ``waiting`` how many have not yet told how many attacks they make.
    """

    waiting: int
    world: dict[str, Any] = field(default_factory=dict)
    attacks: int = 0
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    stopped: bool = False
    began: float = field(default_factory=time.monotonic)
    said: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, lines: IO[str]) -> None:
        """Take in what one process prints, until it ends."""
        for line in lines:
            one = json.loads(line)
            with self.lock:
                if "outcome" in one:
                    self.outcomes.append(one["outcome"])
                    self._progress()
                elif "attacks" in one:
                    self.attacks += one["attacks"]
                    self.waiting -= 1
                else:
                    self.world = one

    def _progress(self) -> None:
        now, done = time.monotonic(), len(self.outcomes)
        last = self.outcomes[-1]
        if not last["named"]:
            print(f"not named: {last['kind']}: {last['name']}", file=sys.stderr, flush=True)
        if self.waiting or (now - self.said < PAUSE and done < self.attacks):
            return
        self.said = now
        left = (now - self.began) / done * (self.attacks - done)
        print(
            f"{done:,} of {self.attacks:,} attacks, about {left / 60:.1f} min left",
            file=sys.stderr,
            flush=True,
        )


def _printed(told: Told) -> bool:
    """Print what became of each kind of attack; return whether every one was made and named."""
    if told.stopped:
        print(f"STOPPED: {len(told.outcomes):,} of {told.attacks:,} attacks were made")
    if not told.world:
        return False
    columns, found = told.world["columns"], told.outcomes
    print(
        f"{columns['all']} columns of {len(told.world['tables'])} tables; {columns['passing']} "
        f"need not be proven (docs/guide/security.md, Not proven); {columns['empty']} are of "
        f"tables that stay empty. Empty: {', '.join(told.world['empty'])}"
    )
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        by_kind[one["kind"]].append(one)
    for kind in WORDS:
        made = by_kind[kind]
        named = sum(one["named"] for one in made)
        before = sum(one["control"] for one in made)
        print(f"{WORDS[kind]}: {named:,} of {len(made):,} named; control: {before:,}")
        for one in made:
            if not one["named"]:
                said = "noticed, not where it is" if one["noticed"] else "MISSED"
                print(f"  {said}: {one['name']} {one['faults']}")
    return not told.stopped and all(one["named"] for one in found)


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv[1:]) else 1)
