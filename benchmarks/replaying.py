"""Recorded SQL replayed through APSW, whose SQLite writes to a file system of ours: each write and
sync of the database takes its place among the recorded steps of everything else.
"""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from benchmarks.drill_kill import made_world
from benchmarks.forgetful_disk import Disk, Step
from tests.journeys.told import ROOT, environment

from inspectorate.config.sqlite.safety import PRAGMAS, use_safe_library

use_safe_library()
import sqlite3  # noqa: E402 - the one that Django uses

DATABASE = "inspectorate.sqlite3"
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name <> 'django_session' ORDER BY name"
)
# Written after an act, from a file that it names, and made again where they are missing
# (`read-documents`): no act is half done without them. So is the common index, of which the acts of
# this drill fill pages of those files alone: evidence is found by an index of its own.
DERIVED = (
    *("jobs_job", "documents_textlayer", "documents_textpage", "documents_scan"),
    *("search_index_data", "search_index_docsize", "search_index_idx"),
)
LIBRARIES = (apsw.sqlite_lib_version(), sqlite3.sqlite_version)  # that replays, that opens
DatabaseError = sqlite3.DatabaseError
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


def recorded(folder: Path, acts: int, *, alone: bool = False) -> list[Step]:
    """Do the acts in a process of their own, ``alone`` in a world of one inspection; the list of
    what they asked for.
    """
    data, log = folder / "data", folder / "log"
    data.mkdir()
    made_world(data, alone=alone)
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
    real = opened(folder / "data" / DATABASE)
    assert state(real) == found.states[-1], "the replay is not what was done"
    real.close()
    steps = list(found.steps)
    connection.close()
    files.unregister()
    found.steps = steps
    return found


def opened(path: Path) -> Any:
    """Open a database with the library and the pragmas of Django."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(PRAGMAS)
    return connection


def state(connection: Any) -> str:
    """A digest over every row of every table that is not ``DERIVED``."""
    told = hashlib.sha256()
    for (table,) in list(connection.execute(TABLES)):
        if table in DERIVED:
            continue
        told.update(table.encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
            # The last key that SQLite gave of a table is a row of a table of its own.
            if table != "sqlite_sequence" or row[0] not in DERIVED:
                told.update(repr(tuple(row)).encode())
    return told.hexdigest()
