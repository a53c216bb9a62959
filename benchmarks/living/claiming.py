"""Claims drafted, and each referenced by somebody who wrote none of them."""

from __future__ import annotations

import re

from .walker import Walk

# By its short name: what is asserted, and what is counted.
COUNTED = {
    "seen-in-time": ("People are seen by a nurse in time", "1.1: Seen in time"),
    "medicines-safe": ("Medicines are kept and given safely", "1.2: Medicines are safe"),
    "help-given": ("People with mental ill health are helped", "1.4: Help is given"),
    "lead-named": ("Somebody answers for care", "2.1: A lead is named"),
    "care-recorded": ("Care is recorded", "2.2: Care is recorded"),
    "lessons-learned": ("Lessons are learned", "2.3: Lessons are learned"),
}
FIGURES = {
    "bodies-inspected": ("Forces inspected", "Bodies inspected"),
    "visit-dates": ("When we visited", "First and last day of the visits"),
    "recommendation-count": ("Recommendations made", "Recommendations made"),
}
SMALL = "Print the number: the report names the forces."


def claimed(walk: Walk) -> None:
    """The analyst drafts nine."""
    one = walk["analyst"]
    for key, (said, counted) in COUNTED.items():
        _begin(walk, "Counted over agreed judgments", key, said)
        one.choose("What is counted", counted)
        one.fill("Decision where the number may identify a body", SMALL)
        one.press("Draft")
    for key, (said, recipe) in FIGURES.items():
        _begin(walk, "A number with its recipe", key, said)
        one.tick(recipe)
        one.press("Draft")


def _begin(walk: Walk, kind: str, key: str, said: str) -> None:
    one = walk["analyst"]
    one.room("Claims")
    one.go("Draft a claim")
    one.go(kind)
    one.fill("Short name", key)
    one.fill("What is asserted", said)


def referenced(walk: Walk) -> None:
    """The evidence checker signs each where it stands in the list."""
    one = walk["checker"]
    one.room("Claims")
    for key in (*COUNTED, *FIGURES):
        one.go(re.compile(f"^Reference {key}"))
        one.tick("The support carries the claim")
        one.press("Sign")
    one.reads("Your signature is recorded")
