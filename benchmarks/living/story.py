"""What is told: an invented inspection of care in custody, in its whole size and a small one.

No place, force or body of it is a real one, and nobody in it has a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

TITLE = "Care in custody"
SLUG, PREFIX = "care-2026", "CARE"
FRAMEWORK = "Custody care"
QUESTION = "How well are people in police custody cared for?"
FORCES = ("Northmere Police", "Eastvale Constabulary", "Southfold Police")
ADDRESSEES = ("College of Examples", "Council of Examples")
GRADES = "Outstanding > Good > Requires improvement > Inadequate"


class Criterion(NamedTuple):
    """One criterion with its finding: a code, and what is so where it holds."""

    area: str
    ref: str
    asked: str
    code: str
    holds: str

    @property
    def name(self) -> str:
        """As pages name it."""
        return f"{self.ref} {self.asked}"


CRITERIA = (
    Criterion("Care", "1.1", "Does a nurse see people in time?", "in-time", "Seen in time"),
    Criterion("Care", "1.2", "Are medicines kept safely?", "safe", "Medicines are safe"),
    Criterion("Care", "1.3", "Are risks to life recognised?", "risks", "Risks are recognised"),
    Criterion("Care", "1.4", "Is mental ill health met with help?", "help", "Help is given"),
    Criterion("Leading", "2.1", "Does somebody answer for care?", "lead", "A lead is named"),
    Criterion("Leading", "2.2", "Is care recorded?", "recorded", "Care is recorded"),
    Criterion("Leading", "2.3", "Are lessons learned?", "lessons", "Lessons are learned"),
    Criterion("Leading", "2.4", "Do partners share what they must?", "shared", "Partners share"),
)
# What is not as it should be, by force and criterion: the grade. All else is good.
LESS = {
    (FORCES[2], "1.3"): "Inadequate",
    (FORCES[1], "1.1"): "Requires improvement",
    (FORCES[2], "1.2"): "Requires improvement",
    **{(force, "2.3"): "Requires improvement" for force in FORCES},
}
INSPECTORS = ("inspector-a", "inspector-b", "inspector-c")
# Each by the word under which they sign in: their name, and their one role.
STAFF = {
    "lead": ("Lead inspector", "Lead inspector"),
    "approving": ("Approving inspector", "Approving inspector"),
    "inspector-a": ("Inspector A", "Inspector"),
    "moderator": ("Moderator", "Moderator"),
    "inspector-b": ("Inspector B", "Inspector"),
    "inspector-c": ("Inspector C", "Inspector"),
    "analyst": ("Analyst", "Analyst"),
    "editor": ("Editor", "Editor"),
    "checker": ("Evidence checker", "Evidence checker"),
    "press": ("Press officer", "Press officer"),
}
CONTACTS = {
    "contact-northmere": FORCES[0],
    "contact-eastvale": FORCES[1],
    "contact-southfold": FORCES[2],
    "contact-college": ADDRESSEES[0],
    "contact-council": ADDRESSEES[1],
}


@dataclass(frozen=True, slots=True)
class Story:
    """How much of it is told. Of the first ``doubled`` criteria of the first force a second
    inspector judges too, and of the very first differently.
    """

    forces: tuple[str, ...] = FORCES
    addressees: tuple[str, ...] = ADDRESSEES
    criteria: tuple[Criterion, ...] = CRITERIA
    doubled: int = 4
    fewest: int = len(STAFF)

    @property
    def staff(self) -> Mapping[str, tuple[str, str]]:
        """Who works on it."""
        return dict(list(STAFF.items())[: self.fewest])

    @property
    def contacts(self) -> Mapping[str, str]:
        """Who speaks for which body."""
        named = (*self.forces, *self.addressees)
        return {word: body for word, body in CONTACTS.items() if body in named}

    @property
    def inspectors(self) -> Mapping[str, str]:
        """Who visits which force, and judges it."""
        return dict(zip(INSPECTORS, self.forces, strict=False))


WHOLE = Story()
SMALL = Story(forces=FORCES[:1], addressees=(), criteria=CRITERIA[:1], doubled=0, fewest=3)
