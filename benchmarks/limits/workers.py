"""What the workers of a running server take, as the kernel counts it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Cost:
    """What one thing cost: the highest memory of a worker meanwhile, in MB; seconds by the clock,
    seconds of computing by all workers together, and seconds in which a thread of theirs was ready
    and waited for a processor that somebody else had.
    """

    megabytes: float = 0.0
    seconds: float = 0.0
    computing: float = 0.0
    waited: float = 0.0
    # By how much the worker that grew most did.
    risen: float = 0.0


def workers(master: int) -> list[int]:
    """The processes that a server's master has begun."""
    children = Path(f"/proc/{master}/task/{master}/children")
    return [int(one) for one in children.read_text("ascii").split()]


def peak(process: int) -> float:
    """The most memory that a process held since its peak was last reset, in MB (VmHWM)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    line = next((one for one in lines if one.startswith("VmHWM:")), "VmHWM: 0")
    return int(line.split()[1]) * 1024 / MEGABYTE


def spent(processes: list[int]) -> tuple[float, float]:
    """Seconds of computing, and of waiting for a processor, of all threads of ``processes``."""
    computing = waited = 0
    for one in processes:
        for thread in Path(f"/proc/{one}/task").glob("*/schedstat"):
            with suppress(OSError):
                ran, stood, _ = map(int, thread.read_text("ascii").split())
                computing, waited = computing + ran, waited + stood
    return computing / 1e9, waited / 1e9


@contextmanager
def measured(master: int) -> Iterator[Cost]:
    """Reset each worker's peak, and note afterwards what it rose to and how long it took.

    A worker that was killed meanwhile, and so replaced, counts as one beyond every bound.
    """
    there, cost = workers(master), Cost()
    for one in there:
        # 5 resets the peak to what the process holds now (proc(5), since Linux 4.0).
        with suppress(OSError):
            Path(f"/proc/{one}/clear_refs").write_text("5", "ascii")
    held = {one: peak(one) for one in there}
    (computing, waited), begun = spent(there), time.monotonic()
    try:
        yield cost
    finally:
        cost.seconds = time.monotonic() - begun
        after = spent(there)
        cost.computing, cost.waited = after[0] - computing, after[1] - waited
        peaks = {one: peak(one) for one in workers(master)}
        cost.megabytes = max(peaks.values(), default=0.0)
        cost.risen = max((peaks.get(one, 0.0) - before for one, before in held.items()), default=0)
        if list(peaks) != there:
            cost.megabytes = max(cost.megabytes, 1e6)
