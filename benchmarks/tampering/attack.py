"""One process of the drill: ``python -m benchmarks.tampering.attack DATA ORIGINAL JOB`` with a JSON
``JOB``; prints JSON, a line each: the tables, how many attacks there are, and what became of each
attack as soon as it is known.
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

# How many attacks one verification may be of, where each is on a file of its own.
TOGETHER = 16
# Of so many at the small size one is made.
SHORT = {"column": 16, "row": 6, "meaning": 2}


@dataclass(frozen=True, slots=True)
class Job:
    """Every ``of``-th attack from ``part`` on, and ``random`` changes drawn by ``seed``.

    ``short``: only some columns, rows, forgeries, files and triggers, and of verification only what
    an attack concerns.
    """

    part: int
    of: int
    random: int
    seed: int
    short: bool = False


def outcomes(here: Installation, job: Job) -> Iterator[Outcome]:
    """Carry out the attacks of a job, in an order drawn by its seed: who stops it early has seen
    some of each kind, and what is left can be told from what was done.
    """
    plan: list[list[Attack] | None] = [*_named(here, job), *([None] * job.random)]
    random.Random(f"{job.seed}/order/{job.part}").shuffle(plan)
    made = sum(len(one) if one and one[0].beside else 1 for one in plan)
    print(json.dumps({"attacks": made}), flush=True)
    drawn = random_attacks(here, random.Random(f"{job.seed}/{job.part}"))
    for tries in plan:
        if tries is None:
            # Drawn again where the database refuses it.
            yield next(found for one in drawn if (found := here.after(one)))
        elif tries[0].beside:
            yield from here.together(tries)
        else:
            yield _first(here, tries)


def _named(here: Installation, job: Job) -> list[list[Attack]]:
    """The attacks that have a name, each with what else may be tried for it; those that may be made
    together, a few at a time.
    """
    every = itertools.chain(
        column_attacks(here),
        row_attacks(here),
        meaning_attacks(here),
        itertools.islice(trigger_attacks(here), 0, None, 16 if job.short else 1),
        itertools.islice(file_attacks(here), 0, None, 8 if job.short else 1),
        head_attacks(here),
        shipped_attacks(here),
    )
    by_name = [
        [replace(one, whole=one.whole and not job.short) for one in tries]
        for _, tries in itertools.groupby(every, key=lambda one: (one.kind, one.name))
    ]
    if job.short:
        by_name = [
            tries for place, tries in enumerate(by_name) if place % SHORT.get(tries[0].kind, 1) == 0
        ]
    alone = [tries for tries in by_name if not tries[0].beside]
    beside = [tries[0] for tries in by_name if tries[0].beside]
    beside.sort(key=lambda one: one.beside)
    together = [
        list(some)
        for _, alike in itertools.groupby(beside, key=lambda one: one.beside)
        for some in itertools.batched(alike, TOGETHER)
    ]
    return [*alone, *together][job.part :: job.of]


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
    world = {"empty": empty_tables(installation), "columns": columns(installation)}
    print(json.dumps(world | {"tables": list(tables())}), flush=True)
    for found in outcomes(installation, Job(**json.loads(job))):
        print(json.dumps({"outcome": asdict(found)}), flush=True)
