"""The life of a job, told by what was written of it and by how long nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from .models import Job

# A worker tells at least this often how far it is, or it is no more.
SILENCE = timedelta(minutes=10)


class Ending(models.TextChoices):
    """How a job ended."""

    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    LOST = "lost", "Lost: its worker was no longer heard of, and it was asked for again"


class JobState(models.TextChoices):
    """Where a job is at a moment."""

    WAITING = "waiting", "Waiting for a worker"
    RUNNING = "running", "Running"
    STOPPING = "stopping", "Asked to stop"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    LOST = "lost", "Nothing was heard of it for ten minutes: its worker is no more"


_ENDED = {
    JobState.DONE: "its work is done",
    JobState.REFUSED: "a rule refuses it",
    JobState.FAILED: "it fails",
    JobState.LOST: "nothing is heard of it for ten minutes",
}
NEXT: Mapping[JobState, Mapping[JobState, str]] = {
    JobState.WAITING: {
        JobState.RUNNING: "a worker takes it up",
        JobState.STOPPED: "it is asked to stop",
        JobState.LOST: _ENDED[JobState.LOST],
    },
    JobState.RUNNING: {JobState.STOPPING: "it is asked to stop", **_ENDED},
    JobState.STOPPING: {JobState.STOPPED: "it stops", **_ENDED},
    JobState.LOST: {JobState.RUNNING: "a worker takes it up, or is heard of, after all"},
    JobState.DONE: {},
    JobState.REFUSED: {},
    JobState.FAILED: {},
    JobState.STOPPED: {},
}
# In these it is not asked for again: whoever asks is given the same job.
UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING, JobState.STOPPING})


def state_of(job: Job, now: datetime) -> JobState:
    """Return where a job is at a moment, by the database's clock."""
    if job.ending:
        return JobState(job.ending)
    if now - job.heard_at > SILENCE:
        return JobState.LOST
    if job.begun_at is None:
        return JobState.WAITING
    return JobState.STOPPING if job.stop_asked else JobState.RUNNING
