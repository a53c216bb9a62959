"""Doing a job: begun once, told as it goes, ended in one of five ways."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.reasons.reasons import Forbidden, Refused

from .models import Job
from .states import Ending

logger = logging.getLogger(__name__)

# Seconds between two looks at the row: what is told between them is not written.
APART = 0.5
# A database that is busy answers after twenty seconds that it is.
ENDINGS_TRIED = 3
FAILED = "It failed; the log of the worker says why."
NO_LONGER_ALLOWED = "Whoever asked for it may not do this any more."
BROKEN_OFF = "Its worker was ended before it was done. Ask for it again."

Progress = Callable[[float], bool]


class Stopped(Exception):
    """The work was asked to stop, and stopped."""


class _Telling:
    """Writes how far a job is, and reads whether it was asked to stop.

    Within a transaction of the work it does neither: what is written there is seen by nobody
    before it ends, and may never be.
    """

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.depth = len(connection.atomic_blocks)
        self.looked = time.monotonic()
        self.goes_on = True

    def __call__(self, share: float) -> bool:
        """Tell that this share of the work is done; False where it is to stop."""
        now = time.monotonic()
        if now - self.looked < APART or len(connection.atomic_blocks) > self.depth:
            return self.goes_on
        self.looked = now
        job = Job.objects.filter(pk=self.pk, ended_at=None)
        try:
            told = job.update(share=min(max(share, 0.0), 1.0), heard_at=database_clock())
            # One that ended elsewhere was given up for lost, and another does its work.
            self.goes_on = bool(told) and job.filter(stop_asked=False).exists()
        except OperationalError:
            # The database is busy: the work need not fail for it.
            logger.warning("job %s could not tell how far it is", self.pk, exc_info=True)
        return self.goes_on


def run(
    job_pk: int,
    work: Callable[[Progress], object],
    *,
    stopped: tuple[type[Exception], ...] = (),
) -> None:
    """Do ``work`` for a job and write how it ended; do nothing where it was begun or ended before.

    ``work`` is given a function: it tells a share from 0 to 1, as often as it likes, and goes on
    while the answer is True. Where it is False it raises :class:`Stopped`, or one of ``stopped``.
    What it raises is kept here, but for the end of the worker itself.
    """
    ways_to_stop: tuple[type[Exception], ...] = (Stopped, *stopped)
    now = database_clock()
    waiting = Job.objects.filter(pk=job_pk, begun_at=None, ended_at=None)
    if not waiting.update(begun_at=now, heard_at=now):
        logger.info("job %s is not waiting", job_pk)
        return
    try:
        work(_Telling(job_pk))
    except ways_to_stop:
        _end(job_pk, Ending.STOPPED)
    except Forbidden:
        _end(job_pk, Ending.REFUSED, NO_LONGER_ALLOWED)
    except Refused as refusal:
        _end(job_pk, Ending.REFUSED, "\n".join(str(reason) for reason in refusal.reasons))
    except Exception:
        logger.exception("job %s failed", job_pk)
        _end(job_pk, Ending.FAILED, FAILED)
    except BaseException:
        _end(job_pk, Ending.FAILED, BROKEN_OFF)
        raise
    else:
        _end(job_pk, Ending.DONE)


def _end(pk: int, ending: Ending, told: str = "") -> None:
    """Write how a job ended, unless it was given up for lost meanwhile."""
    for _ in range(ENDINGS_TRIED - 1):
        try:
            return _write_end(pk, ending, told)
        except (InterfaceError, OperationalError):
            # The work is done, and a database that was away or busy must not make it look lost.
            if connection.in_atomic_block:
                raise
            logger.warning("job %s could not tell that it ended", pk, exc_info=True)
            connection.close()
    return _write_end(pk, ending, told)


def _write_end(pk: int, ending: Ending, told: str) -> None:
    now = database_clock()
    written = {"ended_at": now, "heard_at": now, "ending": ending, "told": told}
    if ending is Ending.DONE:
        written["share"] = 1.0
    Job.objects.filter(pk=pk, ended_at=None).update(**written)
