"""Has a file that came in looked at by the scanner, and its text read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.tasks import task
from django.utils import timezone

from inspectorate.domain.evidence.models import ArrivalFile, Attachment
from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.recommendations.models import Progress as ClaimedProgress
from inspectorate.domain.recommendations.models import Verification
from inspectorate.domain.reports.models import SpeakerApproval
from inspectorate.foundation.documents import layers, scanning
from inspectorate.foundation.documents.extracting import extracted
from inspectorate.foundation.documents.models import TextLayer
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.running import Progress, run
from inspectorate.foundation.people.models import Person

KIND = "document-text"
_SUBJECT = "document:"


def newest(digest: str) -> Job | None:
    """The job that was asked for last on a file."""
    return asking.newest(KIND, f"{_SUBJECT}{digest}")


def ask(*, digest: str, by: Person, at: datetime) -> Job:
    """Have a file scanned and read; sent twice, it is one job."""
    job = asking.ask(kind=KIND, subject=f"{_SUBJECT}{digest}", by=by, at=at)
    # A page is no transaction: what was asked for is there for a worker now.
    read_document.enqueue(job.pk)
    return job


def ask_unread(digests: Iterable[str], *, by: Person, at: datetime) -> None:
    """Have each of the files that came in scanned and read that was not yet."""
    for digest in dict.fromkeys(digests):
        if unread(digest):
            ask(digest=digest, by=by, at=at)


def with_files(act: Callable[..., Any], files: Iterable[str] = ("file",)) -> Callable[..., Any]:
    """``act``, with the files among its arguments scanned and read once it is done."""

    @functools.wraps(act)
    def done(*, by: Person, at: datetime, **given: Any) -> Any:
        made = act(by=by, at=at, **given)
        came = [given.get(name) for name in files]
        came += getattr(given.get("recording"), "files", ())
        ask_unread([one.digest for one in came if isinstance(one, StoredFile)], by=by, at=at)
        return made

    return done


def unread(digest: str) -> bool:
    """Has a file still to be scanned or read for the first time? One that was refused has not."""
    found = scanning.standing(digest)
    return not found.harmful and (not found.openable or layers.newest(digest) is None)


def waits(digest: str) -> bool:
    """Is there something to scan or read where somebody asks by hand? Then also what was refused
    is tried again, unless nothing here opens files of its kind.
    """
    layer = layers.newest(digest)
    if layer is None or not layer.refused or layer.without_reader:
        return unread(digest)
    return not scanning.standing(digest).harmful


def files() -> Iterator[str]:
    """The digests of files that people open: handed in, attached to evidence or to a note that was
    received, of what was done about a recommendation, or of a speaker's message.
    """
    found = list(Attachment.objects.order_by("pk").values_list("blob_id", flat=True))
    found += ArrivalFile.objects.order_by("pk").values_list("blob_id", flat=True)
    with_digest = (Receipt, ClaimedProgress, Verification, SpeakerApproval)
    for rows in (one.objects for one in with_digest):
        found += rows.exclude(digest="").order_by("pk").values_list("digest", flat=True)
    yield from dict.fromkeys(found)


def compared(digest: str) -> list[str]:
    """Read a file again; return a sentence for each way in which the kept text is not its own.

    Raises Missing.
    """
    kept = layers.newest(digest)
    if kept is None or not scanning.standing(digest).openable:
        return []
    media_type = Blob.objects.get(pk=digest).media_type
    return list(layers.faults(kept, extracted(digest, media_type)))


@task
def read_document(job_pk: int) -> None:
    """Scan a file, then read its text unless it was refused."""
    run(job_pk, partial(_work, job_pk))


def _work(job_pk: int, progress: Progress) -> None:
    job = Job.objects.get(pk=job_pk)
    take_in(job.subject.removeprefix(_SUBJECT), progress)


def take_in(digest: str, tell: Callable[[float], object] = float) -> TextLayer | None:
    """Scan a file and keep its text; None where the scanner refused it.

    Raises ScannerAway, Missing.
    """
    blob = Blob.objects.get(pk=digest)
    if scanning.scan(digest, blob.size, at=timezone.now()).harmful:
        return None
    return layers.keep(digest, extracted(digest, blob.media_type, tell), at=timezone.now())
