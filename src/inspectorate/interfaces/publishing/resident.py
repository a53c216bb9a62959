"""The resident publisher: looks at the clocks, takes its turn, waits for the next moment.

It says on the error stream what went out, what was refused, and what it doubts, each once and
again every quarter of an hour while it lasts; and in a file for the pages (``PublisherStatus``).
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection

from inspectorate.domain.publication import due, publisher
from inspectorate.domain.publication.doubts import doubts
from inspectorate.domain.publication.publisher import PublisherStatus
from inspectorate.foundation.clocks import host
from inspectorate.foundation.clocks.watch import Doubt, Watch
from inspectorate.foundation.ledger.clock import database_clock

from .turn import Turn, in_words, turn

# Seconds: between two looks, before what was refused is tried again, before a thing is told again.
TICK, AGAIN, TOLD_AGAIN = 3.0, 60.0, 900.0


def say(text: str) -> None:
    """Tell whoever keeps the server, on the error stream with the moment."""
    sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} publisher: {text}\n")
    sys.stderr.flush()


@dataclass(slots=True)
class Resident:
    """The publisher of one installation; ``site`` is the folder it switches, or none.

    ``refused`` holds, by its key, what was refused: when it is tried again, in seconds since the
    host began, and the sentence.
    """

    site: Path | None
    tick: float = TICK
    say: Callable[[str], None] = say
    stopped: threading.Event = field(default_factory=threading.Event)
    watch: Watch = field(
        default_factory=lambda: Watch(Path(settings.CLOCK_FILE), settings.TIME_SOURCE)
    )
    status: PublisherStatus = field(default_factory=lambda: PublisherStatus(""))
    refused: dict[str, tuple[float, str]] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Publish until stopped; an error of the database is told and lived through."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.say(f"at work; the public site is {self.site or 'switched elsewhere'}.")
        try:
            while not self.stopped.is_set():
                wait = self.once()
                self._keep()
                self.stopped.wait(wait)
        finally:
            self.status.ended = True
            self._keep()
        self.say("stopped.")

    def once(self) -> float:
        """Look, take one turn, and return how many seconds to wait."""
        try:
            found = doubts(self.watch)
            self._told_doubts(found)
            now = database_clock()
            done = turn(
                now,
                found,
                site=self.site,
                passed_over=self._passed_over(),
                going_on=lambda: not self.stopped.is_set(),
            )
            self._tell(done, now)
            wait = self._until_next(now)
        except (DatabaseFault, OSError) as fault:
            # The database restarts, the disk is full: whoever ends here publishes nothing at all.
            self._told(f"ALARM: {type(fault).__name__}: {fault} It tries again.")
            self.status.failed = [f"{type(fault).__name__}: {fault}"]
            # A broken connection is made anew.
            connection.close()
            wait = self.tick
        return wait

    def _passed_over(self) -> set[str]:
        """What was refused less than a minute ago: asking again costs, and changes little."""
        uptime = host.read().uptime
        self.refused = {key: one for key, one in self.refused.items() if one[0] > uptime}
        return set(self.refused)

    def _told_doubts(self, found: list[Doubt]) -> None:
        self.status.doubts = [one.text for one in found]
        for one in found:
            self._told(f"ALARM: nothing goes out. {one.text} See: inspectorate confirm-clock")
        if self.watch.silent:
            self._told(self.watch.silent)

    def _tell(self, done: Turn, now: datetime) -> None:
        status, uptime = self.status, host.read().uptime
        status.since = status.since or now.isoformat(timespec="seconds")
        status.turned = now.isoformat(timespec="seconds")
        for key, line in done.refused.items():
            self.refused[key] = uptime + AGAIN, line
        status.refused = [line for _, line in self.refused.values()]
        status.waiting, status.failed = done.waiting, done.failed
        status.late = [*status.late, *done.late][-20:]
        for line in (*done.out, *done.late):
            self.say(line)
        if done.switched:
            self.say(f"the public site is switched: {in_words(done.switched)} in {self.site}.")
        for line in (*done.refused.values(), *done.waiting, *done.failed):
            self._told(f"ALARM: {line}")

    def _told(self, line: str) -> None:
        """Say it, unless it was said in the last quarter of an hour."""
        uptime = host.read().uptime
        if uptime - self.told.get(line, -TOLD_AGAIN) >= TOLD_AGAIN:
            self.told = {one: at for one, at in self.told.items() if uptime - at < TOLD_AGAIN}
            self.told[line] = uptime
            self.say(line)

    def _until_next(self, now: datetime) -> float:
        """Until the next look, or the next embargo's end where that comes first."""
        moment = due.next_moment(now)
        self.status.next = moment.isoformat() if moment else ""
        if moment is None:
            return self.tick
        return min(self.tick, max(0.0, (moment - database_clock()).total_seconds()))

    def _keep(self) -> None:
        status, now = self.status, host.read()
        status.boot, status.uptime, status.site = now.boot, now.uptime, str(self.site or "")
        status.seen = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            publisher.write(status)
        except OSError as fault:
            self._told(f"ALARM: its status was not written: {fault}")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped.set()
