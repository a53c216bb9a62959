"""What happened to a thing, on its own page: as far as the reader may know it, and no further."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.evidence import actions as evidence
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.history import SHOWN, History
from tests.factories.findings import LATER, a_recording, an_item, assigned, submitted
from tests.factories.rooms import (
    AT,
    a_body,
    a_contact,
    a_key,
    a_person,
    a_session,
    a_visit,
    an_admin,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)
from tests.factories.upper import door

A_REGISTER = (
    b"code,name,short_name,kind,official_code,nation,region,opened_on,closed_on,groups,"
    b"overseen_by,merged_into\n"
    b"new-body,New Constabulary,New,territorial,,England,South West,,,,,\n"
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def happened(answer: Any) -> History:
    found = answer.context["happened"]
    assert isinstance(found, History)
    return found


def verbs(answer: Any) -> list[str]:
    return [deed.entry.verb for deed in happened(answer).deeds]


def in_house(reader: Person, path: str) -> History:
    client = Client()
    client.force_login(reader)
    return happened(client.get(path))


def test_item_tells_of_itself_of_what_stands_in_its_place_and_of_nothing_else() -> None:
    inspection = an_inspection()
    body = scope_body(inspection)
    first, other = an_item(inspection, body), an_item(inspection, body)
    lead = door(inspection, Role.LEAD)
    assert verbs(lead.get(f"evidence/{first.number}/")) == ["evidence.record"]
    evidence.withdraw(
        by=other.recorded_by, at=AT, key=a_key(), item=other, reason="Told of another force."
    )
    answer = lead.get(f"evidence/{other.number}/")
    assert verbs(answer) == ["evidence.withdraw", "evidence.record"]
    shown = happened(answer).deeds[0]
    # One stands on its page already.
    assert shown.rest == f"evidence {other.ref}"
    assert shown.who == other.recorded_by.name


def test_inspector_still_to_judge_reads_nothing_of_it_on_the_page_of_the_judgment() -> None:
    inspection = an_inspection(phase="judging")
    cell = (scope_body(inspection), criterion(inspection, "1.1"))
    items = [an_item(inspection, cell[0])]
    first = assigned(inspection, *cell, member(inspection, Role.INSPECTOR))
    second = assigned(inspection, *cell, member(inspection, Role.LEAD), second=True)
    path = f"judgments/cell/{cell[0].code}/{cell[1].pk}/"
    lead, moderator = (door(inspection, role) for role in (Role.LEAD, Role.MODERATOR))
    before = verbs(lead.get(path))
    submitted(first, cited=items)
    assert (verbs(lead.get(path)), happened(lead.get(path)).count) == (before, len(before))
    assert "judgments.submit" not in before
    assert verbs(moderator.get(path)).count("judgments.submit") == 1
    submitted(second, cited=items)
    assert verbs(lead.get(path)).count("judgments.submit") == 2


def test_item_that_the_reader_may_not_know_of_is_not_told_where_it_stands_for_another() -> None:
    inspection = an_inspection()
    old = an_item(inspection)
    evidence.supersede(
        by=old.recorded_by,
        at=LATER,
        key=a_key(),
        item=old,
        reason="Fuller.",
        recording=a_recording(inspection, marking="OFFICIAL-SENSITIVE"),
    )
    path = f"evidence/{old.number}/"
    assert verbs(door(inspection, old.recorded_by).get(path))[0] == "evidence.supersede"
    uncleared = join(inspection, Role.INSPECTOR, reading=False)
    assert verbs(door(inspection, uncleared).get(path)) == ["evidence.record"]


def test_newest_stand_on_the_page_and_all_of_them_in_the_ledger_narrowed_to_the_thing() -> None:
    inspection = an_inspection()
    visit, other = a_visit(inspection), a_visit(inspection, 1)
    lead = door(inspection, Role.LEAD)
    for _ in range(SHOWN + 1):
        a_session(visit)
    answer = lead.get(f"fieldwork/visits/{visit.pk}/")
    told = happened(answer)
    assert (len(told.deeds), told.count) == (SHOWN, SHOWN + 2)
    assert [one.entry.number for one in told.deeds] == sorted(
        (one.entry.number for one in told.deeds), reverse=True
    )
    assert f"All {SHOWN + 2} acts" in answer.content.decode()
    narrowed = lead.client.get(told.url)
    assert len(narrowed.context["deeds"]) == SHOWN + 2
    assert f"visits/{visit.pk}/" in narrowed.content.decode()
    assert "Only what happened to one thing" in narrowed.content.decode()
    assert verbs(lead.get(f"fieldwork/visits/{other.pk}/")) == ["fieldwork.plan_visit"]


@pytest.mark.parametrize(
    "asked",
    [
        "nothing",
        "evidence-item",
        "evidence-item/x",
        "evidence-item/1/2",
        "people-person/1",
        f"evidence-item/{'9' * 5000}",
        "claims-claim/\x00",
    ],
)
def test_ledger_asked_for_what_can_be_no_thing_is_not_found(asked: str) -> None:
    inspection = an_inspection()
    answer = door(inspection, Role.LEAD).client.get(
        f"/i/{inspection.slug}/ledger/", {"thing": asked}
    )
    assert answer.status_code == 404


def test_ledger_asked_for_a_thing_of_a_room_that_is_closed_to_the_reader_tells_nothing() -> None:
    inspection = an_inspection()
    visit = a_visit(inspection)
    path = f"ledger/?thing=fieldwork-visit/{visit.pk}"
    assert len(door(inspection, Role.LEAD).get(path).context["deeds"]) == 1
    assert door(inspection, Role.PRESS).get(path).context["deeds"] == []
    there_is_none = f"ledger/?thing=fieldwork-visit/{visit.pk + 999}"
    assert door(inspection, Role.LEAD).get(there_is_none).context["deeds"] == []


def test_body_taken_in_by_a_file_tells_so_and_names_its_contact_to_those_who_may_know() -> None:
    bodies.import_register(
        by=an_admin(), at=AT, key=a_key(), content=A_REGISTER, name="register.csv"
    )
    body = Body.objects.get(code="new-body")
    contact = a_contact(body)
    told = in_house(an_admin(), "/bodies/new-body/").deeds
    assert [one.entry.verb for one in told] == ["bodies.name_contact", "bodies.import_register"]
    assert contact.name in told[0].rest
    assert [
        one.entry.verb for one in in_house(a_person(Role.INSPECTOR), "/bodies/new-body/").deeds
    ] == ["bodies.import_register"]
    assert [one.entry.verb for one in in_house(an_admin(), f"/bodies/{a_body().code}/").deeds] == [
        "bodies.register"
    ]


def test_keys_and_roles_of_a_person_are_told_to_them_and_to_administrators_alone() -> None:
    person, colleague = a_person(Role.INSPECTOR), a_person(Role.LEAD)
    people.set_password(
        by=person, at=AT, key=a_key(), person=person, password=make_password("a" * 20)
    )
    path = f"/people/{person.pk}/"

    def told(reader: Person) -> set[str]:
        found = in_house(reader, path)
        return {one.entry.verb for one in (*found.deeds, *found.older)}

    assert told(colleague) == {"people.register"}
    everything = {"people.register", "people.grant", "people.set_password"}
    assert told(an_admin()) == everything
    assert told(person) == everything


def test_older_acts_of_the_house_stand_folded_on_the_page() -> None:
    body = a_body()
    for number in range(SHOWN):
        bodies.change(
            by=an_admin(),
            at=AT,
            key=a_key(),
            body=body,
            kind="renamed",
            on=date(2001 + number, 4, 1),
            former_name=f"Former name {number}",
        )
    told = in_house(an_admin(), f"/bodies/{body.code}/")
    assert (len(told.deeds), len(told.older), told.count) == (SHOWN, 1, SHOWN + 1)
    client = Client()
    client.force_login(an_admin())
    text = client.get(f"/bodies/{body.code}/").content.decode()
    assert re.search(r"1\s+before", text)
