"""One process of the drill: ``python -m benchmarks.tampering.attack DATA ORIGINAL JOB`` with a JSON
``JOB``; prints what became of each attack as JSON.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .columns import column_attacks, columns, empty_tables, random_attacks, row_attacks
from .installation import Attack, Installation, Outcome, tables
from .meaning import meaning_attacks
from .storage import file_attacks, head_attacks, shipped_attacks, trigger_attacks


@dataclass(frozen=True, slots=True)
class Job:
    """Every ``of``-th attack from ``part`` on, and ``random`` changes drawn by ``seed``.

    ``short``: only some files and triggers, and of verification only what an attack concerns.
    """

    part: int
    of: int
    random: int
    seed: int
    short: bool = False


def outcomes(here: Installation, job: Job) -> Iterator[Outcome]:
    """Carry out the attacks of a job."""
    named = itertools.chain(
        column_attacks(here),
        row_attacks(here),
        meaning_attacks(here),
        itertools.islice(trigger_attacks(here), 0, None, 8 if job.short else 1),
        itertools.islice(file_attacks(here), 0, None, 8 if job.short else 1),
        head_attacks(here),
        shipped_attacks(here),
    )
    by_name = itertools.groupby(named, key=lambda one: (one.kind, one.name))
    for _, tries in itertools.islice(by_name, job.part, None, job.of):
        yield _first(here, [replace(one, whole=one.whole and not job.short) for one in tries])
    drawn = random_attacks(here, random.Random(f"{job.seed}/{job.part}"))
    left = job.random
    for one in drawn:
        if not left:
            return
        found = here.after(one)
        if found:
            left -= 1
            yield found


def _first(here: Installation, tried: list[Attack]) -> Outcome:
    """The first try that the database takes: another may hold the same value already."""
    for one in tried:
        found = here.after(one)
        if found:
            return found
    raise AssertionError(f"{tried[0].name}: the database refuses every value")


if __name__ == "__main__":
    data, original, job = sys.argv[1:]
    installation = Installation(Path(data), Path(original))
    found = list(outcomes(installation, Job(**json.loads(job))))
    told = {"outcomes": [asdict(one) for one in found], "empty": empty_tables(installation)}
    told |= {"columns": columns(installation), "tables": list(tables())}
    print(json.dumps(told))
