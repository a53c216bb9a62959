"""The resident worker: takes up one task after another, lives through a database that is away.

It says on the error stream that it is at work, what it could not do, and that it stopped.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from types import FrameType

from django.core.management import call_command
from django.db import Error as DatabaseFault
from django.db import connection
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

# Seconds between two looks for a task, and before a database that was away is asked again.
TICK, AGAIN = 1.0, 3.0
# Days for which a task that ended is kept: what became of it stands in its job.
KEPT = 14


def say(text: str) -> None:
    """Tell whoever keeps the server, on the error stream with the moment."""
    sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} worker: {text}\n")
    sys.stderr.flush()


class Worker(db_worker.Worker):
    """The database worker of the Tasks library; ``once`` ends it when nothing waits."""

    def __init__(self, *, once: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=TICK,
            batch=once,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        """Take up tasks until stopped; an error of the database is told and lived through."""
        self.configure_signals()
        say("at work; waits for long work that somebody asks for.")
        while self.running:
            try:
                super().run()
            except (DatabaseFault, OSError) as fault:
                if self.batch:
                    raise
                say(f"ALARM: {type(fault).__name__}: {fault} It tries again.")
                # A broken connection is made anew.
                connection.close()
                time.sleep(AGAIN)
            else:
                break
        say("stopped.")

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        """Do one task, and let go of those that ended long ago."""
        super().run_task(db_task_result)
        call_command("prune_db_task_results", min_age_days=KEPT, queue_name="*", verbosity=0)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End when the task in hand is done; a second signal breaks that off.

        The library's own ends at once where it holds no task, also between taking one and doing it:
        nobody would ever do that one.
        """
        if not self.running:
            super().shutdown(signum, frame)
        self.running = False
