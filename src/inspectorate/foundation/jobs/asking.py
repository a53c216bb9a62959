"""Asking for a job, finding it, asking it to stop.

Each statement stands alone and decides by the row as it is, so that any number of people and
workers at once leave one job under way.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from inspectorate.foundation.people.models import Person

from .models import Job
from .states import Ending, JobState, state_of

NOT_HEARD_OF = "Its worker was no longer heard of, so it was asked for again."


def ask(*, kind: str, subject: str, by: Person, at: datetime) -> Job:
    """Ask for work of a kind on a subject, or be given the job that is under way on it.

    A task is sent to a worker after this, once what was written before it is committed, and may be
    sent for a job that was under way: the job is begun once. One that is lost is ended as such.
    """
    standing = _unended(kind, subject)
    if standing is not None and state_of(standing, at) is JobState.LOST:
        _give_up(standing, at)
        # Somebody else may have been quicker, or it was heard of after all.
        standing = _unended(kind, subject)
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, subject=subject, by=by, asked_at=at, heard_at=at)
    except IntegrityError:
        # Somebody else asked at the same moment; by now it may even have ended.
        other = newest(kind, subject)
        if other is None:
            raise
        return other


def newest(kind: str, subject: str) -> Job | None:
    """The job of a kind on a subject that was asked for last."""
    return Job.objects.filter(kind=kind, subject=subject).first()


def stop(*, job: Job, at: datetime) -> None:
    """Ask a job to stop: at once where no worker has it yet, else when its work next tells how far
    it is. One that ended is left as it is.
    """
    open_ = Job.objects.filter(pk=job.pk, ended_at=None)
    waiting = open_.filter(begun_at=None)
    if not waiting.update(stop_asked=True, ended_at=at, ending=Ending.STOPPED):
        open_.update(stop_asked=True)


def _unended(kind: str, subject: str) -> Job | None:
    return Job.objects.filter(kind=kind, subject=subject, ended_at=None).first()


def _give_up(job: Job, at: datetime) -> None:
    """End a job that is lost, unless it was heard of since it was read."""
    seen = Job.objects.filter(pk=job.pk, ended_at=None, heard_at=job.heard_at)
    seen.update(ended_at=at, ending=Ending.LOST, told=NOT_HEARD_OF)
