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
    """What one thing cost: the highest memory of a worker meanwhile, in MB, and seconds."""

    megabytes: float = 0.0
    seconds: float = 0.0


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


@contextmanager
def measured(master: int) -> Iterator[Cost]:
    """Reset each worker's peak, and note afterwards what it rose to and how long it took.

    A worker that was killed meanwhile, and so replaced, counts as one beyond every bound.
    """
    there, cost, begun = workers(master), Cost(), time.monotonic()
    for one in there:
        # 5 resets the peak to what the process holds now (proc(5), since Linux 4.0).
        with suppress(OSError):
            Path(f"/proc/{one}/clear_refs").write_text("5", "ascii")
    try:
        yield cost
    finally:
        cost.seconds = time.monotonic() - begun
        cost.megabytes = max(map(peak, workers(master)), default=0.0)
        if workers(master) != there:
            cost.megabytes = max(cost.megabytes, 1e6)
