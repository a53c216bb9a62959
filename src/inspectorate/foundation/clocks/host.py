"""What this host says of its time: which boot it is in, for how long, and by which clock.

Read from the kernel's own files and not through the C library: a clock that is set does not move
``/proc/uptime``, and neither does a library that was loaded to tell this process another time.
"""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_PROC = Path("/proc")
# Of adjtimex(2): the state it returns, and the bit of its status, that say nothing keeps the clock.
_TIME_ERROR, _UNSYNCHRONISED = 5, 0x40
_STATUS_AT, _TIMEX = 40, 512  # where the status stands in struct timex, and room for all of it


@dataclass(frozen=True, slots=True)
class Host:
    """A host's time: the name of its boot ("" where it has none), and seconds since.

    ``wall`` is what its kernel's clock says, to the second; ``synchronised`` whether the kernel
    reports that something keeps that clock right.
    """

    boot: str
    uptime: float
    wall: datetime | None
    synchronised: bool


def read() -> Host:
    """Look at this host."""
    uptime = _uptime()
    return Host(boot=_boot(), uptime=uptime, wall=_wall(uptime), synchronised=synchronised())


def synchronised() -> bool:
    """Does the kernel report a synchronised clock? One that cannot say does not."""
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    if adjtimex is None:
        return False
    # All zero: it is asked, and nothing is set.
    timex = ctypes.create_string_buffer(_TIMEX)
    state = adjtimex(timex)
    status = ctypes.c_int.from_buffer(timex, _STATUS_AT).value
    return 0 <= state < _TIME_ERROR and not status & _UNSYNCHRONISED


def _boot() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _uptime() -> float:
    try:
        return float((_PROC / "uptime").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        # It counts on while the host sleeps, which monotonic() does not everywhere.
        asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


def _wall(uptime: float) -> datetime | None:
    """The kernel's wall clock: the moment of the boot, which it moves when it is set, and since."""
    try:
        lines = (_PROC / "stat").read_text("ascii").splitlines()
        booted = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    return datetime.fromtimestamp(booted + uptime, UTC)
