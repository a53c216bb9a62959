"""The register of bodies: what it shows, importing one, naming a contact."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.domain.bodies.models import Body, Contact
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_body, a_contact, a_person
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words

HEADER = (
    "code,name,short_name,kind,official_code,nation,region,opened_on,closed_on,groups,"
    "overseen_by,merged_into\n"
)


def csv(kind: str) -> SimpleUploadedFile:
    """A register of one body."""
    line = f"new-body,New Constabulary,New,{kind},,England,South West,,,,,\n"
    return SimpleUploadedFile("register.csv", (HEADER + line).encode())


def _code(house: House) -> tuple[str]:
    return (house.inspection.scope.order_by("order")[0].body.code,)


ACTS = [
    Act(
        "bodies-import",
        BodyVerb.IMPORT_REGISTER,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"file": csv("territorial")},
        refused=lambda house: {"file": csv("castle")},
        reason="castle",
        done="The register is taken in.",
        back="bodies",
    ),
    Act(
        "bodies-contact",
        BodyVerb.NAME_CONTACT,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_code,
        fields=lambda house: {"person": a_person(Role.BODY, name="Ann Contact").pk},
        refused=lambda house: {"person": house.who(Role.LEAD).pk},
        beside="person",
        reason="Select a valid choice",
        done="The contact is named",
        back="bodies-body",
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_contact_named_already_is_refused_beside_the_person(house: House) -> None:
    body = Body.objects.get(code=_code(house)[0])
    contact = a_contact(body)
    client = signed_in(house.who(Role.LEAD))
    answer = client.post(f"/bodies/{body.code}/contact/", {"key": "again", "person": contact.pk})
    assert answer.status_code == 422
    assert "person" in answer.context["form"].errors
    assert Contact.objects.filter(person=contact).count() == 1


def test_imported_body_stands_on_the_register(house: House) -> None:
    client = signed_in(house.who(Role.ANALYST))
    client.post("/bodies/import/", {"key": "import", "file": csv("territorial")})
    assert "New Constabulary" in words(client.get("/bodies/?q=new"))
    assert "New Constabulary" not in words(client.get("/bodies/?q=old"))
    assert "England" in words(client.get("/bodies/new-body/"))


@pytest.mark.parametrize("query", ["?on=never", "?kind=castle", "?sort=-region", "?page=x"])
def test_register_takes_any_address_and_answers_with_what_it_can_read(
    house: House, query: str
) -> None:
    assert signed_in(house.who(Role.PRESS)).get("/bodies/" + query).status_code == 200


def test_register_costs_as_much_for_three_bodies_as_for_one(house: House, settings: Any) -> None:
    client = signed_in(house.who(Role.LEAD))
    a_body(name="Solo Constabulary 1")
    few = queries_of(client, "/bodies/?q=solo")
    for number in (2, 3):
        a_body(name=f"Solo Constabulary {number}")
    assert queries_of(client, "/bodies/?q=solo") == few


def test_contacts_of_a_body_are_seen_by_who_names_them_and_not_by_inspectors(
    house: House,
) -> None:
    body = Body.objects.get(code=_code(house)[0])
    contact = a_contact(body)
    address = f"/bodies/{body.code}/"
    assert contact.name in words(signed_in(house.who(Role.LEAD)).get(address))
    assert contact.name not in words(signed_in(house.who(Role.INSPECTOR)).get(address))
    assert signed_in(house.who(Role.LEAD)).get("/bodies/nowhere/").status_code == 404
