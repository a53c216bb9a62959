"""What was sent, what came back, and what of it does not hold."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.limits.wire import Answer
from benchmarks.limits.workers import Cost

MEGABYTES, SECONDS = 512, 10
# What the control answers late, and by how many seconds.
SLOW, LATE = "/slow/", 11
_REASON = re.compile(
    r"govuk-error-summary__body.*?</div>|<main.*?</main>|govuk-error-message.*?</p>"
    r"|</h1>.*?</body>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class Held:
    """Counts of what was tried and of statuses, the dearest cost, and a line for each fault."""

    tried: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    most: Cost = field(default_factory=Cost)
    dearest: dict[str, str] = field(default_factory=lambda: {"MB": "", "s": ""})
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.tried:,} tried ({told}); the most a worker held {self.most.megabytes:,.0f} MB "
            f"({self.dearest['MB']}), the longest answer {self.most.seconds:.1f} s "
            f"({self.dearest['s']})"
        )

    def answer(self, name: str, found: Answer) -> None:
        """Note one answer: never 5xx, in time, and a refusal in words."""
        self.tried += 1
        self.statuses[str(found.status)] += 1
        self._slow(name, found.seconds)
        if found.status == 0 or found.status >= 500:
            self.fail(f"{name}: answered {found.status or found.page[:200]}")
        elif found.status >= 400 and found.status != 404 and len(told(found.page)) < 20:
            self.fail(f"{name}: {found.status} without a reason: {found.page[:200]!r}")

    def memory(self, name: str, cost: Cost) -> None:
        """Note what the workers took."""
        if cost.megabytes > self.most.megabytes:
            self.most.megabytes, self.dearest["MB"] = cost.megabytes, name
        if cost.megabytes > MEGABYTES:
            self.fail(f"{name}: a worker held {cost.megabytes:,.0f} MB")

    def command(self, name: str, code: int, said: str, cost: Cost) -> None:
        """Note one run of a command: in time and memory, no traceback, a refusal in words."""
        self.tried += 1
        self.statuses[f"exit {code}"] += 1
        self.memory(name, cost)
        self._slow(name, cost.seconds)
        if "Traceback" in said or code not in (0, 1, 2):
            self.fail(f"{name}: exit {code}, {said[-300:]!r}")
        elif code and len(said.strip()) < 20:
            self.fail(f"{name}: exit {code} without a reason: {said!r}")

    def fail(self, line: str) -> None:
        """Note what does not hold, and say it at once: a long drill is watched."""
        self.failed.append(line)
        print(f"  does not hold: {line}", flush=True)

    def _slow(self, name: str, seconds: float) -> None:
        if seconds > self.most.seconds:
            self.most.seconds, self.dearest["s"] = seconds, name
        if seconds > SECONDS:
            self.fail(f"{name}: took {seconds:.1f} s")


def told(page: str) -> str:
    """The words of a refusal, without the page around them."""
    found = " ".join(_REASON.findall(page))
    return " ".join(html.unescape(_TAG.sub(" ", found)).split())
