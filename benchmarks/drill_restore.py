"""Backup under load, everything destroyed, restored by the lines the guide prints; then bits
flipped in the backup.

``./run drill restore``, on SQLite and on PostgreSQL. Clients record evidence with files through the
real server while the backup is made. Then the data folder and the database are gone, and the
printed lines bring them back in live mode: nothing acknowledged before the backup began may be
missing, every row of every table and every file must be what the backup holds, verification clean,
the pages there. A bit flipped at a random place of any kind of file must be named before anything
is restored. The control restores a database with a flipped bit without looking at the digests:
verification alone does not name each.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.drill_kill import CLIENTS, SECRET, Outcome, Senders, made_world
from benchmarks.reading_all import dumped, files_in, rows_of
from benchmarks.standing import standing
from tests.browser import served
from tests.guide_lines import Installation, asked
from tests.postgres import guarded

ITEMS, FLIPS, UNCHECKED = 600, 10, 12
KINDS = {
    "heads": "*.log",
    "database": "inspectorate.*",
    "evidence files": "files/*/*/*",
    "bundle files": "bundles/*/**/*",
}


@dataclass(slots=True)
class Restored:
    """What was acknowledged before the backup began and while it was made, and what of it is
    missing or other after the restore; ``flipped`` and ``unnamed`` by kind of file.
    """

    kind: str
    before: int = 0
    meanwhile: int = 0
    missing: list[str] = field(default_factory=list)
    rows: int = 0
    rows_missing: int = 0
    rows_other: int = 0
    files: int = 0
    files_other: list[str] = field(default_factory=list)
    pages: bool = False
    flipped: dict[str, int] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)
    unchecked: int = 0
    unchecked_unnamed: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Is everything back, and was every flipped bit named?"""
        wrong = (self.missing, self.rows_missing, self.rows_other, self.files_other, self.unnamed)
        return not any(wrong) and self.pages and self.before > 0 and self.meanwhile > 0

    def __str__(self) -> str:
        flips = ", ".join(f"{number} in {kind}" for kind, number in self.flipped.items())
        control = (
            f"; without the digests verification named "
            f"{self.unchecked - self.unchecked_unnamed} of {self.unchecked} in the database"
            if self.unchecked
            else ""
        )
        return (
            f"{self.kind}: {self.before} acknowledged before the backup began and "
            f"{self.meanwhile} while it was made by {CLIENTS} clients; restored by the printed "
            f"lines: {len(self.missing)} missing, {self.rows} rows of which {self.rows_missing} "
            f"missing and {self.rows_other} other, {self.files} files of which "
            f"{len(self.files_other)} other, verification clean, pages "
            f"{'there' if self.pages else 'NOT there'}; flipped {flips}: {len(self.unnamed)} not "
            f"named{control}; {self.seconds:.0f} s"
        )


@contextmanager
def installed(kind: str, folder: Path) -> Iterator[tuple[Installation, dict[str, str]]]:
    """An installation with the settings of the guide over a fresh database, and what a process
    needs in its environment to work on it.
    """
    if kind == "SQLite":
        installation = Installation(folder)
        installation.settings()
        yield installation, {}
        return
    with guarded() as server:
        installation = Installation(folder, server)
        installation.make_database()
        installation.settings()
        yield installation, {"DATABASE_URL": installation.database}


def world_of(installation: Installation, more: dict[str, str]) -> dict[str, str]:
    """The small world, its tables made by their owner, who may sign in meanwhile alone."""
    if not installation.server:
        return made_world(installation.data, **more)
    alter = "sudo -u postgres psql -c 'ALTER ROLE inspectorate_owner {}'"
    installation.run(alter.format("LOGIN"))
    people = made_world(installation.data, **{**more, "DATABASE_URL": installation.owner})
    installation.run(alter.format("NOLOGIN"))
    return people


def under_load(
    installation: Installation, more: dict[str, str], items: int, found: Restored
) -> tuple[set[str], set[tuple[str, str]]]:
    """Record evidence, back up meanwhile by the printed lines, go on; return the keys acknowledged
    before the backup began, and the rows that stood then and still stand at the end.
    """
    data = installation.data
    data.mkdir(mode=0o700)
    people = world_of(installation, more)
    more = {"SECRET_KEY": SECRET, **more}
    port, outcome = served.free_port(), Outcome()
    server = served.start(data, port, served.AS_THE_GUIDE_SAYS, **more)
    keys = [f"restore-{number}" for number in range(items * 50)]
    boxes = [keys[one::CLIENTS] for one in range(CLIENTS)]
    senders = Senders(f"http://127.0.0.1:{port}", people, boxes, outcome)
    senders.start()
    try:
        _wait_for(outcome, items)
        rows, before = rows_of(data, installation.database), set(outcome.acknowledged)
        installation.back_up()
        found.meanwhile = len(outcome.acknowledged) - len(before)
        _wait_for(outcome, len(outcome.acknowledged) + 4)
    finally:
        senders.done.set()
        for thread in senders.threads:
            thread.join(timeout=60)
        served.stop(server)
    return before, rows & rows_of(data, installation.database)


def _wait_for(outcome: Outcome, number: int) -> None:
    end = time.monotonic() + 600
    while len(outcome.acknowledged) < number:
        if time.monotonic() > end:
            raise RuntimeError(f"only {len(outcome.acknowledged)} were acknowledged")
        time.sleep(0.02)


def compare(
    installation: Installation, before: set[str], rows: set[tuple[str, str]], found: Restored
) -> None:
    """Hold what was restored against what was acknowledged, and against the backup itself."""
    data, backup = installation.data, installation.folder / "backup" / "monday"
    found.before = len(before)
    stands = standing(data, installation.database)
    found.missing = sorted(key for key in before if not stands.of(key) or not stands.whole(key))
    restored = rows_of(data, installation.database)
    found.rows, found.rows_missing = len(restored), len(rows - restored)
    if installation.database:
        kept = dumped(installation, backup / "inspectorate.dump")
        again = backup.with_name("again.dump")
        installation.run(f"pg_dump --format=custom --file={again} {installation.database}")
        found.rows_other = len(kept ^ dumped(installation, again))
        again.unlink()
    else:
        found.rows_other = len(rows_of(backup) ^ restored)
    copied, there = files_in(backup), files_in(data)
    copied = {name: digest for name, digest in copied.items() if "/" in name or ".log" in name}
    found.files = len(copied)
    found.files_other = sorted(name for name in copied if there.get(name) != copied[name])


def flip(
    installation: Installation, flips: int, unchecked: int, rng: random.Random, found: Restored
) -> None:
    """Flip a bit at a random place, restore by the printed lines, see it named; put it back."""
    backup = installation.folder / "backup" / "monday"
    for kind, pattern in KINDS.items():
        files = sorted(one for one in backup.glob(pattern) if one.is_file() and one.stat().st_size)
        for _ in range(flips):
            file = rng.choice(files)
            installation.destroy()
            with flipped_bit(file, rng) as place:
                said = _failure(installation)
            named = f"./{file.relative_to(backup)}: FAILED" in said
            found.flipped[kind] = found.flipped.get(kind, 0) + 1
            if not named or installation.data.exists():
                found.unnamed.append(f"{file.relative_to(backup)} at {place}")
    [database] = [one for one in backup.glob(KINDS["database"]) if "SHA256" not in one.name]
    for _ in range(unchecked):
        installation.destroy()
        with flipped_bit(database, rng):
            found.unchecked += 1
            found.unchecked_unnamed += not _failure(installation, checked=False)


def _failure(installation: Installation, *, checked: bool = True) -> str:
    """Restore; what was said where that did not go well, empty where it did."""
    try:
        installation.restore(checked=checked)
    except RuntimeError as fault:
        return str(fault)
    return ""


@contextmanager
def flipped_bit(file: Path, rng: random.Random) -> Iterator[int]:
    """One bit of a file is another; yields the place of its byte, and puts it back."""
    place, bit = rng.randrange(file.stat().st_size), 1 << rng.randrange(8)
    file.chmod(0o600)

    def turn() -> None:
        with file.open("r+b") as opened:
            opened.seek(place)
            byte = opened.read(1)[0]
            opened.seek(place)
            opened.write(bytes([byte ^ bit]))

    turn()
    try:
        yield place
    finally:
        turn()


def pages_there(installation: Installation) -> bool:
    """Does the printed line serve health, the page to sign in, and all that page is made with?"""
    with installation.serving() as port:
        status, page = asked(port, "/accounts/login/")
        made_with = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        statuses = {asked(port, path)[0] for path in made_with}
        return (asked(port, "/healthz")[1], status, statuses) == ("ok\n", 200, {200})


def drill(kind: str, items: int, flips: int, unchecked: int, seed: int = 1) -> Restored:
    """All of it on one kind of database."""
    began, found = time.perf_counter(), Restored(kind)
    folder = Path(tempfile.mkdtemp(prefix="inspectorate-drill-"))
    try:
        with installed(kind, folder) as (installation, more):
            before, rows = under_load(installation, more, items, found)
            installation.destroy()
            installation.restore()
            compare(installation, before, rows, found)
            found.pages = pages_there(installation)
            flip(installation, flips, unchecked, random.Random(seed), found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found.seconds = time.perf_counter() - began
    print(found, flush=True)
    for one in (*found.missing[:5], *found.files_other[:5], *found.unnamed[:5]):
        print(f"  {one}")
    return found


def main(items: int = ITEMS, flips: int = FLIPS, *, short: bool = False) -> bool:
    """Run the drill on both databases; print what each found; return whether all held. Short: ten
    items, one flipped bit of each kind, SQLite alone.
    """
    # As the service's account does in live mode: the world is made and loaded in demo mode.
    os.umask(0o077)
    of = partial(drill, items=10 if short else items, flips=1 if short else flips)
    kinds = ("SQLite",) if short else ("SQLite", "PostgreSQL")
    done = [of(kind, unchecked=_unchecked(kind, short)) for kind in kinds]
    good = all(one.good for one in done)
    if not short:
        passed = sum(one.unchecked_unnamed for one in done)
        print(f"control, the digests not looked at: {passed} flipped bits restored unnamed")
        good &= passed > 0
    print("good" if good else "NOT good")
    return good


def _unchecked(kind: str, short: bool) -> int:
    # A dump is compressed with checks of its own: its control says nothing.
    return UNCHECKED if kind == "SQLite" and not short else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    sys.exit(0 if main(*numbers[:2], short="short" in sys.argv[1:]) else 1)
