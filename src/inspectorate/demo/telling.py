"""The whole story, stage by stage, with how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from inspectorate.domain.publication.models import Bundle

from . import judging, publishing, story
from .story import Report, Telling


@dataclass(slots=True)
class Told:
    """The story told: what it made, the last bundle, and the seconds each stage took."""

    telling: Telling
    bundle: Bundle
    seconds: dict[str, float] = field(default_factory=dict)


def tell(seed: int, password: str, report: Report) -> Told:
    """Tell the whole rehearsal into an empty database. ``report`` is told (stage, done, of) as it
    goes.
    """
    telling = story.begin(seed, password, report)
    seconds: dict[str, float] = {}

    def timed[T](stage: str, act: Callable[[], T]) -> T:
        began = time.monotonic()
        made = act()
        seconds[stage] = time.monotonic() - began
        return made

    timed("people and registers", lambda: story.enrol_everyone(telling))
    timed("plan", lambda: story.plan_inspection(telling))
    timed("requests", lambda: story.ask_for_documents(telling))
    timed("visits and evidence", lambda: story.visit_everyone(telling))
    timed("second thoughts", lambda: story.second_thoughts(telling))
    timed("judgments", lambda: judging.judge_everyone(telling))
    timed("claims", lambda: judging.index_claims(telling))
    made = timed("documents", lambda: publishing.write_documents(telling))
    timed("fact check", lambda: publishing.check_facts(telling, made))
    bundle = timed("freeze and release", lambda: publishing.freeze_and_release(telling, made))
    bundle = timed("follow-up", lambda: publishing.follow_up(telling, bundle))
    return Told(telling, bundle, seconds)
