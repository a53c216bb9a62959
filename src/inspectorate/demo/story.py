"""The rehearsal as carried out so far: its plan, its people and what the acts have made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from inspectorate.domain.evidence.models import Item as Evidence
from inspectorate.domain.evidence.queries import describable
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.fieldwork.models import Visit as PlannedVisit
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.prose.dates import LONDON

from . import grammar
from .cast import Cast
from .plan import Plan, make

TITLE = "The police contribution to Prevent"
QUESTION = "How effective is the police contribution to Prevent?"
Report = Callable[[str, int, int], None]


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in London."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def on(day: date, hour: int = 10) -> datetime:
    """A moment on a day in London."""
    return datetime.combine(day, time(hour), LONDON)


@dataclass(slots=True)
class Story:
    """What the rehearsal has made so far; each stage adds to it.

    ``report`` is called with (stage, done, of).
    """

    seed: int
    password: str
    report: Report
    plan: Plan
    notes: tuple[grammar.Item, ...] = ()
    cast: Cast = field(default_factory=Cast)
    # None until the stage that opens it.
    inspection: Inspection = field(default=None)  # type: ignore[assignment]
    scope: dict[int, ScopeBody] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    visits: dict[int, PlannedVisit] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    acts: int = 0

    def key(self, word: str) -> str:
        """A key nobody used before, the same in every run of one seed."""
        self.acts += 1
        return f"demo-{self.seed}-{word}-{self.acts}"

    def by(self, word: str) -> Person:
        """Who is called so in the story."""
        return self.cast[word]

    def territorial(self, order: int) -> int:
        """The number of the n-th territorial body."""
        return [body.number for body in self.plan.bodies if body.kind == "territorial"][order - 1]


def begin(seed: int, password: str, report: Report) -> Story:
    """Make the plan and its notes; nothing is written yet."""
    plan = make(seed)
    return Story(seed, password, report, plan, notes=grammar.items(plan))


def described(story: Story) -> dict[str, str]:
    """How many items can be described, and how many sessions left any, as the texts print them."""
    items = describable(story.inspection.evidence.all())
    sessions = items.exclude(session=None).values("session").distinct().order_by()
    return {"evidence_items": f"{items.count():,}", "sessions": f"{sessions.count():,}"}
