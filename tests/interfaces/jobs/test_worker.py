"""The worker as it runs: a process of its own, on the tests' database, asked and watched from
outside, ended kindly and killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from inspectorate.foundation.jobs.asking import ask, newest, stop
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.running import FAILED
from inspectorate.foundation.jobs.states import SILENCE, Ending, JobState, state_of
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.jobs import resident
from tests.factories.rooms import a_person
from tests.foundation.jobs.tasks import Kind, count, fail
from tests.shared import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = [sys.executable, "-m", "inspectorate.interfaces.cli.main", "worker"]
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
# As many seconds as a machine with other work needs to start Python and Django.
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _kept_in_the_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": settings.TASK_BACKENDS["worker"]}}


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """What names the tests' database to a process of its own."""
    name = str(connection.settings_dict["NAME"])
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    found = {
        **os.environ,
        "INSPECTORATE_MODE": "test",
        "INSPECTORATE_DATA": str(data),
        "INSPECTORATE_JOBS": "worker",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        **more,
    }
    if connection.vendor == "sqlite":
        there = data / "inspectorate.sqlite3"
        there.unlink(missing_ok=True)
        there.symlink_to(name)
    else:
        address = urlsplit(os.environ["DATABASE_URL"])
        found["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    return found


@contextmanager
def working(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A worker at work, killed at the end if it is still there."""
    running = subprocess.Popen(
        COMMAND, env=environment(tmp_path), stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert running.stderr
        line = running.stderr.readline()
        assert "at work; waits for long work" in line, line + running.stderr.read()
        yield running
    finally:
        running.kill()
        running.wait(timeout=PATIENCE)


def told(running: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    """Send a signal, wait for the end, and return what the worker said last."""
    running.send_signal(number)
    _, said = running.communicate(timeout=PATIENCE)
    return said


def asked(subject: str = "inspection:1") -> Job:
    return ask(kind=Kind.COUNT, subject=subject, by=a_person(Role.INSPECTOR), at=database_clock())


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def until(holds: Callable[[], bool]) -> None:
    """Look until something holds, each twentieth of a second."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, list(Job.objects.values())
        time.sleep(0.05)


def test_progress_is_seen_while_the_worker_runs_and_sigterm_ends_it(tmp_path: Path) -> None:
    job, seen = asked(), set()

    def done() -> bool:
        found = again(job)
        seen.add(found.share)
        return bool(found.ending)

    count.enqueue(job.pk, steps=40)
    assert state_of(again(job), database_clock()) == JobState.WAITING
    with working(tmp_path) as running:
        until(done)
        said = told(running)
    assert (again(job).ending, running.returncode) == (Ending.DONE, 0)
    assert len([share for share in seen if 0 < share < 1]) >= 2, seen
    assert "stopped." in said


@pytest.mark.drill
def test_job_is_asked_to_stop_from_outside_and_stops(tmp_path: Path) -> None:
    job = asked()
    count.enqueue(job.pk, steps=2000)
    with working(tmp_path):
        until(lambda: again(job).share > 0)
        stop(job=again(job), at=database_clock())
        until(lambda: bool(again(job).ending))
    assert (again(job).ending, again(job).share < 0.5) == (Ending.STOPPED, True)


def test_killed_worker_leaves_its_job_lost_and_asking_again_makes_one_that_is_done(
    tmp_path: Path,
) -> None:
    job = asked()
    count.enqueue(job.pk, steps=2000)
    with working(tmp_path) as running:
        until(lambda: again(job).share > 0)
        running.kill()
        running.wait(timeout=PATIENCE)
    left = again(job)
    assert state_of(left, left.heard_at + SILENCE) == JobState.RUNNING
    later = left.heard_at + SILENCE + timedelta(seconds=1)
    assert state_of(left, later) == JobState.LOST
    # As the database's clock will say by then.
    Job.objects.update(heard_at=left.heard_at - SILENCE - timedelta(minutes=1))
    second = asked()
    assert (second.pk != job.pk, again(job).ending) == (True, Ending.LOST)
    count.enqueue(second.pk, steps=2)
    with working(tmp_path):
        until(lambda: bool(again(second).ending))
    assert newest(Kind.COUNT, "inspection:1") == second
    assert again(second).ending == Ending.DONE


@pytest.mark.drill
def test_sigterm_lets_the_piece_in_hand_be_done_and_leaves_the_next_waiting(
    tmp_path: Path,
) -> None:
    first, second = asked(), asked("inspection:2")
    count.enqueue(first.pk, steps=40)
    count.enqueue(second.pk, steps=40)
    with working(tmp_path) as running:
        until(lambda: again(first).begun_at is not None)
        said = told(running)
    assert (running.returncode, "stopped." in said) == (0, True)
    assert (again(first).ending, again(second).begun_at) == (Ending.DONE, None)


@pytest.mark.drill
def test_second_signal_breaks_the_work_off_and_its_job_says_so(tmp_path: Path) -> None:
    job = asked()
    count.enqueue(job.pk, steps=2000)
    with working(tmp_path) as running:
        until(lambda: again(job).share > 0)
        running.send_signal(signal.SIGINT)
        time.sleep(0.5)
        told(running, signal.SIGINT)
    assert again(job).ending == Ending.FAILED
    assert "ended before it was done" in again(job).told


@pytest.mark.drill
def test_fault_is_in_the_workers_log_and_not_in_what_the_job_tells(tmp_path: Path) -> None:
    job = asked()
    fail.enqueue(job.pk)
    done = subprocess.run(
        ["sh", str(ROOT / "deploy/worker.sh"), "--once"],
        env=environment(tmp_path, PYTHON=sys.executable),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=PATIENCE,
    )
    assert (done.returncode, again(job).told) == (0, FAILED)
    assert "RuntimeError: a secret of the inside" in done.stderr
    row = DBTaskResult.objects.get()
    assert "secret" not in f"{row.traceback}{row.return_value}{row.args_kwargs}"


@pytest.mark.drill
def test_two_workers_do_each_piece_once(tmp_path: Path) -> None:
    jobs = [asked(f"inspection:{number}") for number in range(6)]
    for job in jobs:
        count.enqueue(job.pk, steps=4)
        count.enqueue(job.pk, steps=4)
    with working(tmp_path), working(tmp_path):
        until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())
    assert {again(job).ending for job in jobs} == {Ending.DONE}
    workers = {tuple(one) for one in DBTaskResult.objects.values_list("worker_ids", flat=True)}
    assert all(len(one) == 1 for one in workers)


@pytest.mark.drill
def test_tasks_that_ended_long_ago_are_let_go_of(tmp_path: Path) -> None:
    for days in (1, 15):
        count.enqueue(asked(f"inspection:{days}").pk, steps=1)
        DBTaskResult.objects.filter(status="READY").update(
            status="SUCCESSFUL", finished_at=database_clock() - timedelta(days=days)
        )
    count.enqueue(asked("inspection:3").pk, steps=1)
    subprocess.run(
        [*COMMAND, "--once"], env=environment(tmp_path), check=True, cwd=ROOT, timeout=PATIENCE
    )
    assert DBTaskResult.objects.count() == 2


def test_error_of_the_database_is_told_and_lived_through(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {one: signal.getsignal(one) for one in SIGNALS}
    turns = []

    def turn(self: resident.Worker) -> None:
        turns.append(self.running)
        if len(turns) < 3:
            raise OperationalError("the server closed the connection")

    monkeypatch.setattr(resident.db_worker.Worker, "run", turn)
    monkeypatch.setattr(resident, "AGAIN", 0.0)
    try:
        resident.Worker().run()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    said = capsys.readouterr().err
    assert (turns, said.count("ALARM: OperationalError: the server")) == ([True] * 3, 2)
    assert said.endswith("stopped.\n")


def test_worker_is_refused_in_words_where_nothing_would_wait_for_it(tmp_path: Path) -> None:
    done = subprocess.run(
        COMMAND,
        env=environment(tmp_path, INSPECTORATE_JOBS="immediate"),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert "INSPECTORATE_JOBS is immediate" in done.stderr
    assert "Traceback" not in done.stderr
