"""Tasks of the tests' own, which a real worker does in a process of its own."""

from __future__ import annotations

import time
from enum import StrEnum

from django.tasks import task

from inspectorate.foundation.jobs.running import Progress, Stopped, run


class Kind(StrEnum):
    """Kinds of jobs that only tests ask for."""

    COUNT = "count"


@task
def count(job_pk: int, steps: int) -> None:
    """Count slowly, twenty steps a second, and tell each."""

    def work(progress: Progress) -> None:
        for step in range(steps):
            time.sleep(0.05)
            if not progress((step + 1) / steps):
                raise Stopped

    run(job_pk, work)


@task
def fail(job_pk: int) -> None:
    """Come to nothing."""

    def work(progress: Progress) -> None:
        raise RuntimeError("a secret of the inside")

    run(job_pk, work)
