"""What was sent, what came back, and what of it does not hold."""

from __future__ import annotations

import html
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.limits.wire import Answer
from benchmarks.limits.workers import Cost

MEGABYTES, SECONDS = 512, 10
# What the control answers late, and by how many seconds.
SLOW, LATE = "/slow/", 11
# How often it is said how far the drill has come, in seconds.
SAID_EACH = 30
_REASON = re.compile(
    r"govuk-error-summary__body.*?</div>|<main.*?</main>|govuk-error-message.*?</p>"
    r"|</h1>.*?</body>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class Most:
    """The highest of something so far, and what it was."""

    figure: float = 0.0
    name: str = ""

    def take(self, figure: float, name: str) -> None:
        """Note it where it is the highest."""
        if figure > self.figure:
            self.figure, self.name = figure, name


@dataclass(slots=True)
class Held:
    """Counts of what was tried and of statuses, the dearest, and a line for each fault.

    ``clock`` is of the answers; ``own`` the same less what they waited for a processor that the
    machine's other work had; ``computing`` is of the workers for one answer, and of commands.
    """

    tried: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    memory_most: Most = field(default_factory=Most)
    clock: Most = field(default_factory=Most)
    own: Most = field(default_factory=Most)
    computing: Most = field(default_factory=Most)
    failed: list[str] = field(default_factory=list)
    part: str = ""
    begun: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        told = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.tried:,} tried ({told}); the most a worker held "
            f"{self.memory_most.figure:,.0f} MB ({self.memory_most.name}); the longest answer "
            f"{self.clock.figure:.1f} s ({self.clock.name}), without waiting for a "
            f"processor {self.own.figure:.1f} s ({self.own.name}); the most computing "
            f"{self.computing.figure:.1f} s ({self.computing.name})"
        )

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Say when a part of the drill is done, and what it came to."""
        self.part, begun, tried = part, time.monotonic(), self.tried
        yield
        self._say(f"{part}: {self.tried - tried:,} in {time.monotonic() - begun:.0f} s")

    def answer(self, name: str, found: Answer, waited: float = 0.0, computing: float = 0.0) -> None:
        """Note one answer: never 5xx, in time, a refusal in words. Of its seconds the workers
        ``waited`` so many for a processor.
        """
        self._count(str(found.status), name)
        self.clock.take(found.seconds, name)
        self.own.take(found.seconds - waited, name)
        self.computing.take(computing, name)
        # A machine that others load keeps an answer waiting; what the answer itself takes counts.
        if found.seconds - waited > SECONDS:
            self.fail(f"{name}: took {found.seconds:.1f} s, {waited:.1f} s of it waiting")
        if found.status == 0 or found.status >= 500:
            self.fail(f"{name}: answered {found.status or found.page[:200]}")
        elif found.status >= 400 and found.status != 404 and len(told(found.page)) < 20:
            self.fail(f"{name}: {found.status} without a reason: {found.page[:200]!r}")

    def memory(self, name: str, cost: Cost) -> None:
        """Note what the workers took."""
        self.memory_most.take(cost.megabytes, name)
        if cost.megabytes > MEGABYTES:
            self.fail(f"{name}: a worker held {cost.megabytes:,.0f} MB")

    def command(self, name: str, code: int, said: str, cost: Cost) -> None:
        """Note one run of a command: in time and memory, no traceback, a refusal in words."""
        self._count(f"exit {code}", name)
        self.memory(name, cost)
        self.computing.take(cost.computing, name)
        if cost.computing > SECONDS:
            self.fail(f"{name}: computed for {cost.computing:.1f} s")
        if "Traceback" in said or code not in (0, 1, 2):
            self.fail(f"{name}: exit {code}, {said[-300:]!r}")
        elif code and len(said.strip()) < 20:
            self.fail(f"{name}: exit {code} without a reason: {said!r}")

    def fail(self, line: str) -> None:
        """Note what does not hold, and say it at once: a long drill is watched."""
        self.failed.append(line)
        print(f"  does not hold: {line}", flush=True)

    def _count(self, status: str, name: str) -> None:
        self.tried += 1
        self.statuses[status] += 1
        if time.monotonic() - self.said > SAID_EACH:
            self._say(f"{self.part} … {name[:100]}")

    def _say(self, line: str) -> None:
        self.said = time.monotonic()
        print(
            f"  {self.said - self.begun:5.0f} s, {self.tried:,} tried, at most "
            f"{self.memory_most.figure:,.0f} MB and {self.clock.figure:.1f} s: {line}",
            flush=True,
        )


def told(page: str) -> str:
    """The words of a refusal, without the page around them."""
    found = " ".join(_REASON.findall(page))
    return " ".join(html.unescape(_TAG.sub(" ", found)).split())
