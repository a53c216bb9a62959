"""Makes the letters of a template, one act each, in the name of who asked for them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.tasks import task
from django.utils import timezone

from inspectorate.domain.inspections.queries import scope, wholly_left_out
from inspectorate.domain.reports.letters.actions import make_letter
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.running import Progress, Stopped, run
from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason, Refused

KIND = "letters"
_SUBJECT = "template:"


def newest(template: Document) -> Job | None:
    """The job that was asked for last on a template."""
    return asking.newest(KIND, f"{_SUBJECT}{template.pk}")


def ask(*, by: Person, at: datetime, template: Document, **_: object) -> Job:
    """Have the letters of a template made; sent twice, it is one job."""
    job = asking.ask(kind=KIND, subject=f"{_SUBJECT}{template.pk}", by=by, at=at)
    # A page is no transaction: what was asked for is there for a worker now.
    make_letters.enqueue(job.pk)
    return job


@task
def make_letters(job_pk: int) -> None:
    """Make, or make again, the letter to each body inspected; go on where one is refused."""
    run(job_pk, partial(_work, job_pk))


def _work(job_pk: int, progress: Progress) -> None:
    job = Job.objects.select_related("by").get(pk=job_pk)
    template = Document.objects.get(pk=int(job.subject.removeprefix(_SUBJECT)))
    out = wholly_left_out(template.inspection)
    bodies = [one for one in scope(template.inspection) if one.pk not in out]
    refused: list[Reason] = []
    for number, body in enumerate(bodies):
        if not progress(number / len(bodies)):
            raise Stopped
        # A key of its own for each: a job that is run again makes none twice.
        key = InternalKey(f"{KIND}/{job_pk}/{job.asked_at.isoformat()}/{body.pk}")
        try:
            make_letter(by=job.by, at=timezone.now(), key=key, template=template, scope_body=body)
        except Refused as refusal:
            refused += [
                Reason(one.code, f"{body.label}: {one.text}", one.mend) for one in refusal.reasons
            ]
    if refused:
        raise Refused(refused)
