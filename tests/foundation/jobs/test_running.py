"""A job is begun once, tells how far it is, and ends in one of the ways there are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import OperationalError, transaction

from inspectorate.foundation.jobs import running
from inspectorate.foundation.jobs.asking import ask, stop
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.running import BROKEN_OFF, FAILED, Progress, Stopped, run
from inspectorate.foundation.jobs.states import Ending
from inspectorate.foundation.ledger.reasons import LedgerReason
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from tests.factories.rooms import AT, a_person
from tests.foundation.jobs.tasks import Kind, count

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(running, "APART", 0.0)
    return ask(kind=Kind.COUNT, subject="inspection:1", by=a_person(Role.INSPECTOR), at=AT)


def ended(job: Job) -> tuple[str, str]:
    found = Job.objects.get(pk=job.pk)
    assert found.begun_at
    assert found.ended_at
    return found.ending, found.told


def raising(fault: BaseException) -> Callable[[Progress], None]:
    def work(progress: Progress) -> None:
        raise fault

    return work


class TestTelling:
    def test_share_is_written_as_it_goes_and_whole_when_done(self, job: Job) -> None:
        seen = []

        def work(progress: Progress) -> None:
            for share in (0.25, 0.5, 7.0, -1.0):
                assert progress(share)
                seen.append(Job.objects.get(pk=job.pk).share)

        run(job.pk, work)
        assert seen == [0.25, 0.5, 1.0, 0.0]
        assert (ended(job), Job.objects.get().share) == ((Ending.DONE, ""), 1.0)

    def test_sign_is_given_each_time(self, job: Job) -> None:
        def work(progress: Progress) -> None:
            Job.objects.update(heard_at=AT)
            progress(0.5)
            assert Job.objects.get().heard_at > AT

        run(job.pk, work)
        assert ended(job) == (Ending.DONE, "")

    def test_share_is_written_at_most_twice_a_second(
        self, job: Job, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        seen = set()

        def work(progress: Progress) -> None:
            for step in range(100):
                progress(step / 100)
                seen.add(Job.objects.get().share)

        monkeypatch.setattr(running.time, "monotonic", iter(range(1000)).__next__)
        monkeypatch.setattr(running, "APART", 25.0)
        run(job.pk, work)
        assert seen == {0.0, 0.24, 0.49, 0.74, 0.99}

    def test_within_a_transaction_of_the_work_nothing_is_written(self, job: Job) -> None:
        def work(progress: Progress) -> None:
            with transaction.atomic():
                assert progress(0.5)
                assert Job.objects.get().share == 0.0
            assert progress(0.75)
            assert Job.objects.get().share == 0.75

        run(job.pk, work)
        assert ended(job) == (Ending.DONE, "")


class TestEnding:
    def test_work_is_asked_to_stop_and_stops(self, job: Job) -> None:
        def work(progress: Progress) -> None:
            assert progress(0.5)
            stop(job=job, at=AT)
            assert not progress(0.6)
            raise Stopped

        run(job.pk, work)
        assert (ended(job), Job.objects.get().share) == ((Ending.STOPPED, ""), 0.6)

    def test_work_stops_by_an_exception_of_its_own(self, job: Job) -> None:
        run(job.pk, raising(KeyError()), stopped=(KeyError,))
        assert ended(job) == (Ending.STOPPED, "")

    def test_refusal_is_told_with_its_mends(self, job: Job) -> None:
        reasons = [
            Reason(LedgerReason.CLOCKS_DIFFER, f"{word}.", Mend.words(f"Mend {word}."))
            for word in ("One", "Two")
        ]
        run(job.pk, raising(Refused(reasons)))
        assert ended(job) == (Ending.REFUSED, "One. Mend One.\nTwo. Mend Two.")

    def test_fault_is_logged_whole_and_told_without_it(
        self, job: Job, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            run(job.pk, raising(RuntimeError("a secret of the inside")))
        assert ended(job) == (Ending.FAILED, FAILED)
        assert "RuntimeError: a secret of the inside" in caplog.text
        assert f"job {job.pk} failed" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_work_that_is_done_is_done_also_where_the_database_was_away_for_a_moment(
        self, job: Job, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, whole = [], running.database_clock

        def clock() -> datetime:
            asked.append(1)
            if len(asked) == 2:
                raise OperationalError("the server closed the connection")
            return whole()

        monkeypatch.setattr(running, "database_clock", clock)
        run(job.pk, lambda progress: None)
        assert (ended(job), len(asked)) == ((Ending.DONE, ""), 3)

    def test_end_of_the_worker_is_told_and_goes_on(self, job: Job) -> None:
        with pytest.raises(SystemExit):
            run(job.pk, raising(SystemExit(1)))
        assert ended(job) == (Ending.FAILED, BROKEN_OFF)


class TestOnce:
    def test_job_sent_twice_is_done_once(self, job: Job) -> None:
        done: list[int] = []
        for _ in range(2):
            run(job.pk, lambda progress: done.append(1))
        assert (done, ended(job)) == ([1], (Ending.DONE, ""))

    def test_job_stopped_while_it_waited_is_not_begun(self, job: Job) -> None:
        stop(job=job, at=AT)
        run(job.pk, raising(AssertionError()))
        found = Job.objects.get()
        assert (found.begun_at, found.ending) == (None, Ending.STOPPED)

    def test_work_given_up_for_lost_is_told_to_stop_and_its_ending_is_not_written(
        self, job: Job
    ) -> None:
        def work(progress: Progress) -> None:
            Job.objects.update(ended_at=AT, ending=Ending.LOST)
            assert not progress(0.5)

        run(job.pk, work)
        assert Job.objects.get().ending == Ending.LOST

    def test_task_is_done_at_once_where_there_is_no_worker(self, job: Job) -> None:
        count.enqueue(job.pk, steps=1)
        assert ended(job) == (Ending.DONE, "")
