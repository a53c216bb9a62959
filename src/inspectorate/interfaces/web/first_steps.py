"""What an empty installation needs before its first inspection, in order."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb


class FirstStep(NamedTuple):
    """One thing to do first: whether it is done, whether the reader may do it, and who else does.

    ``url`` is empty where the reader would find nothing there.
    """

    label: str
    url: str
    done: bool
    mine: bool
    who: str


def first_steps(person: Person) -> list[FirstStep]:
    """What is to be done first, in order; nothing once an inspection was opened."""
    if inspections.any_opened():
        return []
    return [
        FirstStep(
            "Register people and give them their roles: a lead and an approving inspector at least",
            reverse("people"),
            all(people.by_role(role).exists() for role in (Role.LEAD, Role.SIGNING)),
            people.can(person, PersonVerb.REGISTER),
            "an administrator",
        ),
        FirstStep(
            "Register the bodies that are inspected",
            reverse("bodies"),
            bodies.on_register().exists(),
            bodies.can(person, BodyVerb.REGISTER),
            "an administrator, a lead inspector or an analyst",
        ),
        FirstStep(
            "Load a framework: what is asked, and by which yardstick",
            reverse("programmes"),
            programmes.frameworks().exists(),
            programmes.can(person, ProgrammeVerb.LOAD_FRAMEWORK),
            "an administrator, a lead or approving inspector or an analyst",
        ),
        FirstStep(
            "Adopt the framework and a vocabulary of quantity words",
            reverse("programmes"),
            programmes.frameworks(adopted=True).exists() and programmes.vocabularies().exists(),
            programmes.can(person, ProgrammeVerb.ADOPT_FRAMEWORK),
            "a lead or approving inspector",
        ),
        FirstStep(
            "Open an inspection",
            reverse("inspections-open") if inspections.can_open(person) else "",
            False,
            inspections.can_open(person),
            "a lead or approving inspector",
        ),
    ]
