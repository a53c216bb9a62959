"""Every room answers for its verbs as its table says, for each role on the team and for nobody
off it.
"""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.publication.models import Release
from inspectorate.domain.recommendations.models import Recommendation
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import a_claim
from tests.factories.rooms import AT, a_person, an_inspection, member

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


def test_rows_of_an_inspection_are_for_its_team_and_no_other_s() -> None:
    inspection, other = an_inspection(), an_inspection()
    rooms = ("claims", "reports", "recommendations", "publication")
    made: dict[str, list[Any]] = {room: [] for room in rooms}
    for one in (inspection, other):
        lead = member(one, Role.LEAD)
        made["reports"].append(
            Document.objects.create(
                inspection=one, slug="report", kind="report", title="How well", opened_at=AT
            )
        )
        made["claims"].append(a_claim(one, {"recipe": "evidence_items"}, kind="figure"))
        edition = Edition.objects.create(
            document=made["reports"][-1],
            number=1,
            kind="public",
            data={},
            by=lead,
            at=AT,
        )
        made["recommendations"].append(
            Recommendation.objects.create(
                inspection=one, edition=edition, number=1, text="One", opened_at=AT
            )
        )
        made["publication"].append(
            Release.objects.create(
                inspection=one, number=1, embargo_until=AT, prepared_by=lead, prepared_at=AT
            )
        )
    lead, stranger = member(inspection, Role.LEAD), a_person(Role.LEAD)
    for room in rooms:
        queries = importlib.import_module(f"inspectorate.domain.{room}.queries")
        assert list(queries.visible_to(lead, inspection)) == made[room][:1]
        assert list(queries.visible_to(lead, other)) == []
        assert list(queries.visible_to(stranger, inspection)) == []
