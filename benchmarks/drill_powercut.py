"""The power cut at any moment: what was not synced is forgotten, and nothing acknowledged is lost.

``./run drill powercut``. Evidence is posted with files to the real staff page, and everything it
asks of database and disk is recorded in its order (``captured``). The recorded SQL, with its own
parameters and the pragmas of ``config/sqlite``, is then **replayed through APSW**, whose SQLite
writes to a file system of ours that notes each write and sync: APSW carries an SQLite of its own,
and the library that Django uses cannot be handed a file system. Writes, syncs and renames of the
file store and the heads take their recorded places between. One list of steps results, and is cut
at moments chosen by chance (``forgetful_disk``); what is left is opened with Django's library.

After a cut the database must hold every table exactly as it was after an act, the last one
acknowledged or the one under way, and each file those acts named with its bytes; some are verified
whole. Controls that must lose: ``synchronous=NORMAL``, and a disk that never syncs a folder.
"""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw
from benchmarks.captured import LARGE
from benchmarks.drill_kill import made_world, verifies
from benchmarks.forgetful_disk import Content, Disk, Step
from benchmarks.standing import files_of
from tests.journeys.told import ROOT, environment

from inspectorate.config.sqlite.safety import PRAGMAS, use_safe_library

use_safe_library()
import sqlite3  # noqa: E402 - the one that Django uses

ACTS, CUTS, VERIFIED = 150, 2_000, 40
DATABASE = "inspectorate.sqlite3"
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name <> 'django_session' ORDER BY name"
)
POWERSAFE = 0x1000  # what SQLite's own file system says of this machine's disks


class OnDisk(apsw.VFSFile):
    """A file of the database: in memory, each write and sync noted."""

    def __init__(self, name: str, disk: Disk, steps: list[Step]) -> None:
        self.name, self.disk, self.steps = name, disk, steps
        self.fresh = name not in disk.names
        self._do("create", name)
        self.held = bytearray(disk.names[name].now())

    def _do(self, *step: Any) -> None:
        self.disk.do(step)
        self.steps.append(step)

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.held[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        if len(self.held) < offset:
            self.held.extend(bytes(offset - len(self.held)))
        self.held[offset : offset + len(data)] = data
        self._do("write", self.name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:
        del self.held[newsize:]
        self._do("truncate", self.name, newsize)

    def xSync(self, flags: int) -> None:
        self._do("sync", self.name)
        if self.fresh:
            # SQLite's own file system syncs the folder with the first sync of a file it made.
            self.fresh = False
            self._do("sync_folder", ".")

    def xFileSize(self) -> int:
        return len(self.held)

    def xLock(self, level: int) -> None:
        """One connection: nobody to hold it against."""

    def xUnlock(self, level: int) -> None:
        """See xLock."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return POWERSAFE

    def xClose(self) -> None:
        """Nothing is kept open."""


class Files(apsw.VFS):
    """The file system that APSW's SQLite writes to."""

    def __init__(self, disk: Disk, steps: list[Step]) -> None:
        self.disk, self.steps = disk, steps
        super().__init__("forgetful", base="")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        flags[1] = flags[0]
        return OnDisk(
            Path(str(name.filename() if hasattr(name, "filename") else name)).name,
            self.disk,
            self.steps,
        )

    def xAccess(self, pathname: str, flags: int) -> bool:
        return Path(pathname).name in self.disk.names

    def xDelete(self, filename: str, syncdir: bool) -> None:
        for step in [("remove", Path(filename).name), *([("sync_folder", ".")] if syncdir else [])]:
            self.disk.do(step)
            self.steps.append(step)

    def xFullPathname(self, name: str) -> str:
        return f"/{Path(name).name}"


@dataclass(slots=True)
class Timeline:
    """Everything that happened, to be cut anywhere: where it began, each step, and the database as
    it was before the first act and after each (a digest over all tables).
    """

    before: bytes
    steps: list[Step] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    sql: int = 0


def recorded(folder: Path, acts: int) -> list[Step]:
    """Do the acts in a process of their own; the list of what they asked for."""
    data, log = folder / "data", folder / "log"
    data.mkdir()
    made_world(data)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.captured", str(data), str(log), str(acts)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    steps: list[Step] = pickle.loads(log.read_bytes())
    return steps


def replayed(folder: Path, log: list[Step], pragmas: str) -> Timeline:
    """Replay the recorded SQL through APSW; the timeline of it and of what was recorded beside it.

    Raises AssertionError where the replayed database is not the one that the acts left.
    """
    found, disk = Timeline((folder / "before.sqlite3").read_bytes()), Disk()
    disk.place(DATABASE, found.before)
    files = Files(disk, found.steps)
    # Without shared memory, which a file system of Python cannot offer: the same writes and syncs.
    connection = apsw.Connection(f"/{DATABASE}", vfs="forgetful")
    connection.execute(f"PRAGMA locking_mode=EXCLUSIVE;{pragmas}").fetchall()
    found.states.append(state(connection))
    for step in log:
        if step[0] == "sql":
            connection.execute(step[1], tuple(step[2])).fetchall()
            found.sql += 1
            continue
        found.steps.append(step)
        if step[0] == "acknowledged":
            found.states.append(state(connection))
    with sqlite3.connect(folder / "data" / DATABASE) as real:
        assert state(real) == found.states[-1], "the replay is not what was done"
    real.close()
    steps = list(found.steps)
    connection.close()
    files.unregister()
    found.steps = steps
    return found


def state(connection: Any) -> str:
    """A digest over every row of every table."""
    told = hashlib.sha256()
    for (table,) in list(connection.execute(TABLES)):
        told.update(table.encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
            told.update(repr(tuple(row)).encode())
    return told.hexdigest()


@dataclass(slots=True)
class Outcome:
    """How many cuts were made and what each left."""

    cuts: int = 0
    found: Counter[str] = field(default_factory=Counter)
    verified: int = 0

    @property
    def lost(self) -> int:
        """Cuts after which something acknowledged was missing, or anything was torn."""
        return self.cuts - self.found["whole"]

    def __str__(self) -> str:
        return f"{self.cuts} cuts, {self.lost} lost ({dict(self.found)}), {self.verified} verified"


def cut(
    folder: Path, timeline: Timeline, cuts: int, *, verified: int = 0, forgets_folders: bool = False
) -> Outcome:
    """Cut the timeline at so many moments, and look at what is left after each."""
    rng, outcome = Random(1), Outcome()
    moments = sorted(rng.randrange(len(timeline.steps) + 1) for _ in range(cuts))
    looked_into = set(rng.sample(range(cuts), min(verified, cuts)))
    digests = [
        {hashlib.sha256(content).hexdigest() for _, content in files_of(f"cut-{act}", LARGE)}
        for act in range(len(timeline.states) - 1)
    ]
    disk, done, acknowledged = Disk(forgets_folders=forgets_folders), 0, 0
    disk.place(DATABASE, timeline.before)
    for number, moment in enumerate(moments):
        for step in timeline.steps[done:moment]:
            if step[0] == "acknowledged":
                acknowledged += 1
            else:
                disk.do(step)
        done = moment
        left = disk.after_cut(rng)
        place = folder / f"cut-{number}"
        outcome.found[_left(place, left, rng, timeline, digests, acknowledged)] += 1
        outcome.cuts += 1
        if number in looked_into:
            _whole(place, left, rng)
            outcome.verified += verifies(place)
        subprocess.run(["rm", "-rf", str(place)], check=True)
    return outcome


def _left(
    place: Path,
    left: dict[str, Content],
    rng: Random,
    timeline: Timeline,
    digests: list[set[str]],
    acknowledged: int,
) -> str:
    """Open the database that a cut left, and say what became of it and of the files it names."""
    place.mkdir()
    for name in (DATABASE, f"{DATABASE}-wal"):
        if name in left:
            (place / name).write_bytes(left[name].after_cut(rng))
    connection = sqlite3.connect(place / DATABASE, isolation_level=None)
    try:
        connection.executescript(PRAGMAS)
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return "database torn"
        now = state(connection)
    except sqlite3.DatabaseError:
        return "database torn"
    finally:
        connection.close()
    if now not in timeline.states:
        return "half an act"
    acts = timeline.states.index(now)
    if acts < acknowledged:
        return "acts lost"
    named = set().union(*digests[:acts])
    return "whole" if all(_lies(left, digest) for digest in named) else "files lost"


def _lies(left: dict[str, Content], digest: str) -> bool:
    content = left.get(f"files/{digest[:2]}/{digest[2:4]}/{digest}")
    if content is None or content.since:
        return False
    return hashlib.sha256(content.synced).hexdigest() == digest


def _whole(place: Path, left: dict[str, Content], rng: Random) -> None:
    """Lay everything else that was left beside the database."""
    folders = {str(up) for name in left for up in Path(name).parents}
    for name, content in left.items():
        if name.startswith(DATABASE):
            continue
        target = place / name
        if name in folders:
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.after_cut(rng))


def main(*, short: bool = False) -> bool:
    """Run the drill and its controls; print what each found. Short: a hundred cuts."""
    began = time.perf_counter()
    acts, cuts, verified = (12, 100, 1) if short else (ACTS, CUTS, VERIFIED)
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        folder = Path(name)
        log = recorded(folder, acts)
        timeline = replayed(folder, log, PRAGMAS)
        print(
            f"{acts} acts: {timeline.sql} statements replayed through APSW, SQLite "
            f"{apsw.sqlite_lib_version()} (what is left is opened with {sqlite3.sqlite_version}, "
            f"Django's), {len(timeline.steps)} steps of the disk",
            flush=True,
        )
        outcome = cut(folder, timeline, cuts, verified=verified)
        print(f"synchronous=FULL: {outcome}", flush=True)
        normal = PRAGMAS.replace("synchronous=FULL", "synchronous=NORMAL")
        loses = cut(folder, replayed(folder, log, normal), cuts // 4)
        print(f"control, synchronous=NORMAL: {loses}", flush=True)
        folders = cut(folder, timeline, cuts // 4, forgets_folders=True)
        print(f"control, folders never synced: {folders}; {time.perf_counter() - began:.1f} s")
    good = not outcome.lost and outcome.verified == min(verified, cuts)
    good &= loses.found["acts lost"] > 0 and folders.found["files lost"] > 0
    print("good" if good else "NOT good")
    return good


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv[1:]) else 1)
