"""The whole rehearsal, stage by stage, with how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from inspectorate.domain.publication.models import Bundle

from . import comparing, fieldwork, judging, planning, publishing
from .story import Report, Story, begin


@dataclass(slots=True)
class Rehearsal:
    """A rehearsal carried out: its story, the last bundle, and the seconds each stage took."""

    story: Story
    bundle: Bundle
    seconds: dict[str, float] = field(default_factory=dict)


def rehearse(seed: int, password: str, report: Report) -> Rehearsal:
    """Carry out the whole rehearsal in an empty database.

    ``report`` is called with (stage, done, of) as it goes.
    """
    story = begin(seed, password, report)
    seconds: dict[str, float] = {}

    def timed[T](stage: str, act: Callable[[], T]) -> T:
        began = time.monotonic()
        made = act()
        seconds[stage] = time.monotonic() - began
        return made

    timed("people and registers", lambda: planning.enrol_everyone(story))
    timed("plan", lambda: planning.plan_inspection(story))
    timed("requests", lambda: fieldwork.ask_for_documents(story))
    timed("visits and evidence", lambda: fieldwork.visit_everyone(story))
    timed("second thoughts", lambda: fieldwork.second_thoughts(story))
    timed("judgments", lambda: judging.judge_everyone(story))
    timed("outcomes in words", lambda: judging.write_outcomes(story))
    timed("comparisons", lambda: comparing.compare_in_pairs(story))
    timed("claims", lambda: judging.index_claims(story))
    documents = timed("documents", lambda: publishing.write_documents(story))
    timed("fact check", lambda: publishing.check_facts(story, documents))
    timed("words approved", lambda: publishing.approve_words(story, documents))
    timed("words signed", lambda: publishing.sign_wording(story, documents))
    bundle = timed("freeze and release", lambda: publishing.freeze_and_release(story, documents))
    timed("follow-up", lambda: publishing.follow_up(story))
    return Rehearsal(story, bundle, seconds)
