"""Whose turn it is to have a file made in a process of its own, a PDF or a Word file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .reasons import ReportReason

# Each may need a gigabyte: no more are made at once by one process of the server.
_TURNS = threading.BoundedSemaphore(2)


@contextmanager
def turn(mend: str, *, seconds: float) -> Iterator[None]:
    """Hold a turn; raises Refused with ``mend`` where none came within so many seconds."""
    if not _TURNS.acquire(timeout=seconds):
        what = ReportReason.OTHERS_FIRST
        raise Refused([Reason(what, what.sentence, Mend.words(mend))])
    try:
        yield
    finally:
        _TURNS.release()
