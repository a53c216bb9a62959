"""Works out the joint figures of an inspection, in the name of who asked for them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.tasks import task
from django.utils import timezone

from inspectorate.domain.claims.asked_of_model import questions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint import actions, policies, readings
from inspectorate.domain.judgments.joint.answering import work_out
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.running import Progress, Stopped, run
from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectstats.joint import Cancelled

KIND = "joint-figures"
_SUBJECT = "inspection:"


def newest(inspection: Inspection) -> Job | None:
    """The job that was asked for last on an inspection."""
    return asking.newest(KIND, f"{_SUBJECT}{inspection.pk}")


def ask(*, by: Person, at: datetime, inspection: Inspection, **_: object) -> Job:
    """Have the joint figures worked out; refused where nothing is there to be worked out.

    Sent twice, it is one job: the key of the form is not needed.
    """
    found = readings.read(inspection)
    refuse_if(policies.askable(inspection, found, questions(inspection)))
    job = asking.ask(kind=KIND, subject=f"{_SUBJECT}{inspection.pk}", by=by, at=at)
    # A page is no transaction: what was asked for is there for a worker now.
    work_out_figures.enqueue(job.pk)
    return job


@task
def work_out_figures(job_pk: int) -> None:
    """Fit the readings as they are now, answer what the claims ask, and keep it."""
    run(job_pk, partial(_work, job_pk), stopped=(Cancelled,))


def _work(job_pk: int, progress: Progress) -> None:
    job = Job.objects.select_related("by").get(pk=job_pk)
    inspection = Inspection.objects.get(pk=int(job.subject.removeprefix(_SUBJECT)))
    found = readings.read(inspection)
    asked = questions(inspection)
    refuse_if(policies.askable(inspection, found, asked))
    worked = work_out(found, asked, progress)
    if Job.objects.filter(pk=job_pk, stop_asked=True).exists():
        raise Stopped
    # With the moment: an inspection read in from elsewhere brings the keys of jobs there.
    key = InternalKey(f"{KIND}/{job_pk}/{job.asked_at.isoformat()}")
    actions.keep(by=job.by, at=timezone.now(), key=key, inspection=inspection, worked=worked)
