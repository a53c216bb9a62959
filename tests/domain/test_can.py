"""Every room answers for its verbs as its table says, for each role on the team and for nobody
off it.
"""

from __future__ import annotations

import importlib

import pytest

from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_person, an_inspection, member

pytestmark = pytest.mark.django_db
ON_INSPECTION = (
    "inspections",
    "fieldwork",
    "evidence",
    "judgments",
    "claims",
    "reports",
    "recommendations",
    "publication",
)
IN_HOUSE = ("foundation.people", "domain.bodies", "domain.programmes")
TEAM = (
    Role.LEAD,
    Role.SIGNING,
    Role.INSPECTOR,
    Role.MODERATOR,
    Role.ANALYST,
    Role.EDITOR,
    Role.REFERENCER,
    Role.PRESS,
)


@pytest.mark.parametrize("room", ON_INSPECTION)
def test_verb_on_an_inspection_is_for_the_roles_of_its_table_on_the_team(room: str) -> None:
    queries = importlib.import_module(f"inspectorate.domain.{room}.queries")
    table = importlib.import_module(f"inspectorate.domain.{room}.permissions").TABLE
    inspection = an_inspection()
    for role in TEAM:
        person, stranger = member(inspection, role), a_person(role)
        told = {verb for verb in table if queries.can(person, inspection, verb)}
        assert told == {verb for verb, roles in table.items() if role in roles}
        assert not any(queries.can(stranger, inspection, verb) for verb in table)


@pytest.mark.parametrize("room", IN_HOUSE)
def test_verb_of_the_house_is_for_the_roles_of_its_table(room: str) -> None:
    queries = importlib.import_module(f"inspectorate.{room}.queries")
    table = importlib.import_module(f"inspectorate.{room}.permissions").TABLE
    for role in Role:
        person = a_person(role)
        told = {verb for verb in table if queries.can(person, verb)}
        assert told == {verb for verb, roles in table.items() if role in roles}


def test_opening_an_inspection_and_confirming_the_clock_are_asked_of_the_house() -> None:
    inspections = importlib.import_module("inspectorate.domain.inspections.queries")
    publication = importlib.import_module("inspectorate.domain.publication.queries")
    opening = importlib.import_module("inspectorate.domain.inspections.permissions").TABLE
    for role in Role:
        person = a_person(role)
        assert inspections.can_open(person) is (role in opening[InspectionVerb.OPEN])
        assert publication.may_confirm_clock(person) is (
            role in {Role.PRESS, Role.SIGNING, Role.ADMIN}
        )
