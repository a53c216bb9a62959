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
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

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


def main(*, short: bool = False) -> bool:
    """Make the world, attack it on both cores, print what was named. Short: no demonstration, and
    100 changes at random instead of 1,000.
    """
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        home, began = Path(name), time.monotonic()
        world = home / "world"
        _make(world, short=short)
        sound = _verified(world)
        print(f"The world was made in {time.monotonic() - began:.0f} s; {sound}")
        began = time.monotonic()
        found = _attacked(home, world, random=100 if short else 1000, short=short)
        held = _told(found)
        print(f"{len(found):,} attacks in {time.monotonic() - began:.0f} s")
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


def _attacked(home: Path, world: Path, *, random: int, short: bool) -> list[dict[str, Any]]:
    """Share the attacks among the cores, each with a copy of the world."""
    of = os.cpu_count() or 1
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
    printed = [one.communicate()[0] for one in running]
    if any(one.returncode for one in running):
        raise RuntimeError("an attacking process failed")
    told = [json.loads(text) for text in printed]
    columns = told[0]["columns"]
    print(
        f"{columns['all']} columns of {len(told[0]['tables'])} tables; {columns['passing']} need "
        f"not be proven (docs/guide/security.md, Not proven); {columns['empty']} are of tables "
        f"that stay empty. Empty: {', '.join(told[0]['empty'])}"
    )
    return [outcome for one in told for outcome in one["outcomes"]]


def _told(found: list[dict[str, Any]]) -> bool:
    """Print what became of each kind of attack; return whether every one was named."""
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
    return all(one["named"] for one in found)


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv[1:]) else 1)
