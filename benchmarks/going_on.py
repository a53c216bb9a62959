"""Long runs that go on where they stopped: what each piece of work gave is kept in a file, so that
a run of hours may be broken off, by whoever needs the machine or by a power cut, and begun again.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.journeys.told import ROOT

# What a result rests on: where any of it changed, nothing that was kept is used again.
SOURCES = ("src/inspectstats", "benchmarks/calibrating", "benchmarks/covering.py")


def sources() -> str:
    """A digest over every file that a result rests on."""
    told = hashlib.sha256()
    for place in SOURCES:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            told.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return told.hexdigest()


class GoingOn:
    """A pool whose ``map`` looks first among what ``path`` keeps, and adds what it works out.

    ``path`` is None where nothing is to be kept. A record that a broken-off run left torn, and all
    after it, is worked out anew. Only one run at a time may write to a file.
    """

    def __init__(self, pool: ProcessPoolExecutor, path: Path | None) -> None:
        self.pool, self.path = pool, path
        self.sources = sources() if path else ""
        self.known: dict[str, Any] = dict(_records(path)) if path else {}

    def map[T, R](
        self, function: Callable[[T], R], tasks: Iterable[T], *, chunksize: int = 1
    ) -> Iterator[R]:
        """As ``Executor.map``: what ``function`` gives of each of ``tasks``, in their order."""
        if self.path is None:
            yield from self.pool.map(function, tasks, chunksize=chunksize)
            return
        asked = [(self._key(function, task), task) for task in tasks]
        missing = [(key, task) for key, task in asked if key not in self.known]
        fresh = self.pool.map(function, [task for _, task in missing], chunksize=chunksize)
        with self.path.open("ab") as file:
            for (key, _), found in zip(missing, fresh, strict=True):
                pickle.dump((key, found), file)
                file.flush()
                self.known[key] = found
        yield from (self.known[key] for key, _ in asked)

    def _key(self, function: Callable[..., object], task: object) -> str:
        named = f"{self.sources} {function.__module__}.{function.__qualname__} {task!r}"
        return hashlib.sha256(named.encode()).hexdigest()


def _records(path: Path) -> Iterator[tuple[str, object]]:
    """What a file keeps; a torn end is cut off, so that what is added can be read."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        while True:
            sound = file.tell()
            try:
                record = pickle.load(file)
            except (EOFError, pickle.UnpicklingError):
                file.truncate(sound)
                return
            yield record
