"""Acts done at one moment: threads with connections of their own, released together, and what each
was answered.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.http import Http404

from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused

DONE, REFUSED, CONFLICT, NOT_THERE, FAILED = "done", "refused", "conflict", "not there", "failed"


@dataclass(frozen=True, slots=True)
class Call:
    """One act with its arguments, as one request would send it."""

    act: Callable[..., Any]
    given: Mapping[str, Any]

    def __call__(self) -> Any:
        """Act on copies: two requests share no object."""
        return self.act(**copy.deepcopy(dict(self.given)))

    @property
    def name(self) -> str:
        """The room and the act."""
        return f"{self.act.__module__.split('.')[-2]}.{self.act.__name__}"


@dataclass(frozen=True, slots=True)
class Door(Call):
    """One act as a door to it is used: by sending a form, or by a command's own function."""

    way: Callable[..., Any]

    def __call__(self) -> Any:
        """Go in by the door, which reads for itself what it needs."""
        return self.way(**self.given)


@dataclass(slots=True)
class Answer:
    """What one asker was told: a kind, and what the act made or raised."""

    kind: str = FAILED
    made: Any = None

    @property
    def label(self) -> str:
        """What was made, told from everything else."""
        made = self.made
        return f"{made._meta.label}/{made.pk}" if isinstance(made, models.Model) else repr(made)


@dataclass(slots=True)
class Failures:
    """Answers that a door would have to give as 500, by act; deadlocks among them."""

    unhandled: dict[str, list[str]] = field(default_factory=dict)
    deadlocks: int = 0

    def note(self, call: Call, answer: Answer) -> None:
        """Count an answer that is none."""
        if answer.kind == FAILED:
            self.unhandled.setdefault(call.name, []).append(repr(answer.made)[:300])
            self.deadlocks += "deadlock" in str(answer.made).lower()


def answered(call: Callable[[], Any]) -> Answer:
    """Do the act as a door does: a refusal, a conflict and what is not there are answers."""
    try:
        return Answer(DONE, call())
    except Refused as fault:
        return Answer(REFUSED, fault)
    except Conflict as fault:
        return Answer(CONFLICT, fault)
    except (Forbidden, Http404) as fault:
        return Answer(NOT_THERE, fault)
    except Exception as fault:
        return Answer(FAILED, fault)


def at_once(calls: Sequence[Call], failures: Failures) -> list[Answer]:
    """Release all together; return their answers in the order of ``calls``."""
    gate, answers = threading.Barrier(len(calls)), [Answer() for _ in calls]

    def run(place: int, call: Call) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            answers[place] = answered(call)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    for call, answer in zip(calls, answers, strict=True):
        failures.note(call, answer)
    return answers
