"""Judgments given by a paste, made by each inspector alone, moderated and agreed."""

from __future__ import annotations

import re

from .planning import move
from .story import LESS, Criterion
from .walker import Walk


def assigned(walk: Walk) -> None:
    """The lead gives every cell to an inspector by one paste, some of them to a second one."""
    story = walk.story
    names = [story.staff[word][0] for word in story.inspectors]
    lines = [
        f"{force}, {one.ref}, {name}"
        for force, name in zip(story.forces, names, strict=True)
        for one in story.criteria
    ]
    lines += [
        f"{story.forces[0]}, {one.ref}, {names[1]}, second"
        for one in story.criteria[: story.doubled]
    ]
    move(walk, "Judging")
    lead = walk["lead"]
    lead.room("Judgments")
    lead.go("Assign many")
    lead.fill("Judgments", "\n".join(lines))
    lead.press("Assign")
    lead.reads("The judgments are assigned.")


def judged(walk: Walk) -> None:
    """Each inspector judges what is theirs; the second differs from the first on one cell."""
    story = walk.story
    for word, force in story.inspectors.items():
        _begin(walk, word)
        for one in story.criteria:
            _judge(walk, word, force, one, LESS.get((force, one.ref), "Good"))
    for number, one in enumerate(story.criteria[: story.doubled]):
        second = list(story.inspectors)[1]
        _judge(walk, second, story.forces[0], one, "Good" if number else "Outstanding")


def _begin(walk: Walk, word: str) -> None:
    walk[word].room("Judgments")
    walk[word].go("Yours to judge")


def _judge(walk: Walk, word: str, force: str, of: Criterion, grade: str) -> None:
    one = walk[word]
    one.go(re.compile(rf"^{re.escape(of.name)}\s*, {force}$"))
    one.tick(grade, "Yes" if grade in {"Good", "Outstanding"} else "No")
    one.fill("Reasons", "The records of the month bear out what the sergeant showed us.")
    one.tick_first("Evidence it rests on")
    one.press("Submit judgment")


STANDS = "I would agree it as it stands"


def settled(walk: Walk) -> None:
    """The moderator settles what differs and what has the lowest grade, looks at a sample of the
    rest, and agrees all of it in one press.
    """
    one, story = walk["moderator"], walk.story
    one.room("Judgments")
    one.go("Moderation queue")
    if story.doubled:
        # What differs stands first on the desk.
        one.tick("Good", "Yes")
        one.fill("Reasons", "Both saw the same records; outstanding was one day alone.")
        one.press("Moderate and agree")
    one.go("Agree the undisputed ones")
    lowest = [
        cell for cell in LESS.items() if cell[1] == "Inadequate" and cell[0][0] in story.forces
    ]
    for _ in lowest:
        one.go(re.compile("^Agree it with its cause of concern"))
        one.choose("Outcome", "Cause of concern")
        one.press("Agree")
    one.go("Draw a sample")
    one.press("Draw it")
    one.go(re.compile("^Look at it"))
    while one.here.get_by_role("button", name=STANDS, exact=True).count():
        one.press(STANDS)
    one.press("Agree what is ticked, as submitted")
    alike = len(story.forces) * len(story.criteria) - len(lowest) - bool(story.doubled)
    one.reads(f"{alike} judgments agreed as submitted.")
