"""A release that gives one of its small numbers away, and the same without."""

from __future__ import annotations

from inspectorate.domain.publication.models import Release
from tests.factories.publishing import RELEASE, REPORT, Story, a_story, frozen, prepared, saved

DECIDED = "Print the number: the force agreed to it."
_SAID = "[1 of the 12 forces has mandatory training]{#mandatory-training}"


def a_release(*, leaking: bool) -> tuple[Story, Release]:
    """A release that prints 1 of 12; ``leaking``, with the one named in a sentence beside it."""
    words = [
        one.replace("[Most forces have mandatory training]{#mandatory-training}", _SAID)
        for one in (REPORT, RELEASE)
    ]
    story = a_story(
        met=1,
        names_bodies=True,
        report=words[0],
        release=words[1],
        claim={"small_number_decision": DECIDED},
    )
    if leaking:
        said = f"; {story.body(0).label} wrote to us]{{#mandatory-training}}, as"
        text = words[0].replace("]{#mandatory-training}, as", said)
        story.report = saved(story.report, text)
    return story, prepared(story, [frozen(story.report), frozen(story.release)])
