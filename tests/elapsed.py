"""How long something took that must not take long, on however busy a machine."""

from __future__ import annotations

import threading
import time
from pathlib import Path


class Stopwatch:
    """Counts from when it is made the seconds that passed, but for those in which this thread could
    have run and had no processor, since others had them all (proc(5), ``schedstat``). What it slept
    and waited for counts. Where the system does not tell, every second counts.
    """

    def __init__(self) -> None:
        self._begun, self._stood = time.monotonic(), _stood()

    @property
    def seconds(self) -> float:
        """How many so far; read in the thread that made it."""
        return time.monotonic() - self._begun - (_stood() - self._stood)


def _stood() -> float:
    """Seconds in which this thread waited for a processor since it began."""
    try:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii")
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1e9
