"""An empty installation greets with what to do first, and with no word of the demonstration."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.bodies.permissions import TABLE as BODIES
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.inspections.permissions import TABLE as INSPECTIONS
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.programmes.permissions import TABLE as PROGRAMMES
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.people.permissions import TABLE as PEOPLE
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.interfaces.web.first_steps import first_steps
from tests.factories import rooms
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db
DOERS = (
    PEOPLE[PersonVerb.REGISTER],
    BODIES[BodyVerb.REGISTER],
    PROGRAMMES[ProgrammeVerb.LOAD_FRAMEWORK],
    PROGRAMMES[ProgrammeVerb.ADOPT_FRAMEWORK] & PROGRAMMES[ProgrammeVerb.ADOPT_VOCABULARY],
    INSPECTIONS[InspectionVerb.OPEN],
)
CALLED = {
    Role.ADMIN: "administrator",
    Role.LEAD: "lead",
    Role.SIGNING: "approving inspector",
    Role.ANALYST: "analyst",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _home(role: Role) -> tuple[Client, str]:
    client = signed_in(rooms.a_person(role))
    return client, words(client.get("/"))


@pytest.mark.parametrize("mode", [False, True])
def test_empty_installation_names_each_step_as_a_link_and_nothing_of_the_demonstration(
    mode: bool, settings: Any
) -> None:
    settings.DEMO = mode
    client, page = _home(Role.LEAD)
    html = client.get("/").content.decode()
    places = [html.index(f'href="{step.url}">{step.label}') for step in _steps(Role.LEAD)]
    assert places == sorted(places)
    assert len(places) == 5
    assert "What to do first" in page
    for word in ("demonstration", "simulated", ":8001", "public site"):
        assert word not in page
    for step in _steps(Role.LEAD):
        assert client.get(step.url).status_code == 200


def _steps(role: Role) -> list[Any]:
    return first_steps(rooms.a_person(role))


def test_each_step_is_done_by_who_may_and_names_the_roles_that_may() -> None:
    for role in sorted(Role):
        person = rooms.a_person(role)
        assert [step.mine for step in first_steps(person)] == [role in may for may in DOERS], role
    for step, may in zip(_steps(Role.EDITOR), DOERS, strict=True):
        assert {role for role, word in CALLED.items() if word in step.who} == may, step.label


def test_who_may_not_open_an_inspection_is_sent_to_no_page_that_does_not_exist() -> None:
    _, page = _home(Role.EDITOR)
    assert "Open an inspection Waiting on a lead or approving inspector" in page
    assert _steps(Role.EDITOR)[-1].url == ""
    assert _steps(Role.LEAD)[-1].url == reverse("inspections-open")


def test_what_is_done_is_marked_and_the_greeting_ends_with_the_first_inspection() -> None:
    def done() -> list[bool]:
        return [step.done for step in _steps(Role.EDITOR)]

    assert done() == [False, False, False, False, False]
    lead = rooms.a_person(Role.LEAD)
    rooms.a_person(Role.SIGNING)
    rooms.a_body()
    assert done() == [True, True, False, False, False]
    rooms.a_framework()
    rooms.a_vocabulary()
    assert done() == [True, True, True, True, False]
    rooms.an_inspection()
    assert first_steps(lead) == []
    page = words(signed_in(lead).get("/"))
    assert "What to do first" not in page
    assert "You are not on the team of any inspection yet." in page


def test_demonstration_names_the_address_that_its_site_has(settings: Any) -> None:
    settings.DEMO, settings.BASE_URL = True, "http://127.0.0.1:9009/"
    inspection = rooms.an_inspection()
    page = words(signed_in(rooms.member(inspection, Role.LEAD)).get("/"))
    assert "at http://127.0.0.1:9009/ ." in page
    assert ":8001" not in page  # the number alone may be that of a person


def test_what_people_opened_themselves_is_called_no_demonstration(settings: Any) -> None:
    settings.DEMO = True
    inspection = rooms.an_inspection(rehearsal=False)
    page = words(signed_in(rooms.member(inspection, Role.LEAD)).get("/"))
    assert inspection.title in page
    assert "simulated evidence" not in page
