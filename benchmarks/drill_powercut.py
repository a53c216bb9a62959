"""The power cut at any moment: what was not synced is forgotten, and nothing acknowledged is lost.

``./run drill powercut``. Evidence is posted with files to the real staff page, and everything it
asks of database and disk is recorded in its order (``captured``). The recorded SQL, with its own
parameters and the pragmas of ``config/sqlite``, is then **replayed through APSW**, whose SQLite
writes to a file system of ours that notes each write and sync: APSW carries an SQLite of its own,
and the library that Django uses cannot be handed a file system. Writes, syncs and renames of the
file store and the heads take their recorded places between. One list of steps results, and is cut
at moments chosen by chance (``forgetful_disk``); what is left is opened with Django's library.

After a cut the database must hold every table that is not derived from files exactly as it was
after an act, the last one acknowledged or the one under way, and each file those acts named with
its bytes; some are verified whole. Controls that must lose: ``synchronous=NORMAL``, and a disk that
never syncs a folder.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.captured import LARGE
from benchmarks.drill_kill import verifies
from benchmarks.forgetful_disk import Content, Disk
from benchmarks.replaying import (
    DATABASE,
    LIBRARIES,
    PRAGMAS,
    DatabaseError,
    Timeline,
    opened,
    recorded,
    replayed,
    state,
)
from benchmarks.standing import files_of

ACTS, CUTS, VERIFIED = 150, 2_000, 40


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
            shutil.copytree(folder / "before", place, dirs_exist_ok=True)
            _whole(place, left, rng)
            outcome.verified += verifies(place)
        shutil.rmtree(place)
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
    now = _read(place / DATABASE)
    if now not in timeline.states:
        return "half an act or torn"
    acts = timeline.states.index(now)
    if acts < acknowledged:
        return "acts lost"
    named = set().union(*digests[:acts])
    return "whole" if all(_lies(left, digest) for digest in named) else "files lost"


def _read(path: Path) -> str:
    """The state of a database after a cut; "" where it is torn."""
    try:
        with closing(opened(path)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            return state(connection) if sound else ""
    except DatabaseError:
        return ""


def _lies(left: dict[str, Content], digest: str) -> bool:
    content = left.get(f"files/{digest[:2]}/{digest[2:4]}/{digest}")
    if content is None or content.since:
        return False
    return hashlib.sha256(content.synced).hexdigest() == digest


def _whole(place: Path, left: dict[str, Content], rng: Random) -> None:
    """Lay everything else that was left beside the database."""
    for name, content in left.items():
        if name.startswith(DATABASE):
            continue
        target = place / name
        # A folder may be left without what was made in it.
        if content.folder:
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
        log = recorded(folder, acts, alone=short)
        timeline = replayed(folder, log, PRAGMAS)
        print(
            f"{acts} acts: {timeline.sql} statements replayed through APSW, SQLite {LIBRARIES[0]} "
            f"(what is left is opened with {LIBRARIES[1]}, Django's), {len(timeline.steps)} steps "
            f"of the disk",
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
