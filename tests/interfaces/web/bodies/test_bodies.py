"""The register of bodies: what it shows, importing one, naming a contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.domain.bodies import actions
from inspectorate.domain.bodies.models import Body, Contact, Delegate, Oversight
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_body, a_contact, a_delegate, a_key, a_person, an_admin
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


def _body(house: House) -> Body:
    return Body.objects.get(code=_code(house)[0])


def _other() -> Body:
    found = Body.objects.filter(code="the-other").first()
    return found or a_body("local-policing", code="the-other")


def _said() -> dict[str, Any]:
    return {"by": an_admin(), "at": AT, "key": a_key()}


def _closed(house: House) -> None:
    actions.close(body=_body(house), on=date(2021, 4, 1), **_said())


def _overseen(house: House) -> None:
    actions.oversee(overseer=_other(), body=_body(house), from_on=date(2021, 4, 1), **_said())


def _spoken_for(house: House) -> None:
    a_contact(_body(house))


def _instead(house: House) -> None:
    a_delegate(a_contact(_body(house)), at=timezone.now())


def _standing_in(to_on: date) -> dict[str, Any]:
    person = a_person(Role.BODY, name="Bea Deputy").pk
    return {"person": person, "from_on": "2098-12-24", "to_on": to_on, "reason": "On leave"}


def _grouped() -> None:
    actions.group(code="inland", name="Inland", bodies=[a_body()], **_said())


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


ACTS += [
    Act(
        "bodies-register",
        BodyVerb.REGISTER,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"code": "new-body", "name": "New Constabulary", "kind": "fire"},
        refused=lambda house: {"code": _code(house)[0]},
        beside="code",
        reason="already on the register.",
        keeps="New Constabulary",
        done="New Constabulary is on the register under the code new-body.",
        back="bodies",
    ),
    Act(
        "bodies-rename",
        BodyVerb.CHANGE,
        may=Role.LEAD,
        may_not=Role.EDITOR,
        args=_code,
        fields=lambda house: {"new_name": "Shire Constabulary", "on": "2021-04-01"},
        refused=lambda house: {"on": "soon"},
        beside="on",
        reason="Enter a valid date.",
        keeps="Shire Constabulary",
        done="The body is renamed; the name before stays on record.",
        back="bodies-body",
    ),
    Act(
        "bodies-change",
        BodyVerb.CHANGE,
        may=Role.ANALYST,
        may_not=Role.PRESS,
        args=_code,
        fields=lambda house: {"kind": "split", "on": "2021-04-01", "other": _other().pk},
        refused=lambda house: {"other": ""},
        beside="other",
        reason="Choose the other body.",
        keeps="2021-04-01",
        done="The change is recorded.",
        back="bodies-body",
    ),
    Act(
        "bodies-close",
        BodyVerb.CLOSE,
        may=Role.ADMIN,
        may_not=Role.MODERATOR,
        args=_code,
        fields=lambda house: {"on": "2021-04-01"},
        refused=lambda house: {"on": ""},
        beside="on",
        reason="Give the day.",
        done="The body is closed; it stays on the register.",
        back="bodies-body",
    ),
    Act(
        "bodies-reopen",
        BodyVerb.REOPEN,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        before=lambda house: _closed(house),
        args=_code,
        fields=lambda house: {"reason": "The wrong body."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The closing is taken back",
        back="bodies-body",
    ),
    Act(
        "bodies-oversee",
        BodyVerb.OVERSEE,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        args=_code,
        fields=lambda house: {"overseer": _other().pk, "from_on": "2021-04-01"},
        refused=lambda house: {"overseer": "0"},
        beside="overseer",
        reason="Select a valid choice",
        keeps="2021-04-01",
        done="The overseer is recorded.",
        back="bodies-body",
    ),
    Act(
        "bodies-end-oversight",
        BodyVerb.END_OVERSIGHT,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        before=lambda house: _overseen(house),
        args=lambda house: (*_code(house), Oversight.objects.latest("pk").pk),
        fields=lambda house: {"to_on": "2021-05-01", "reason": "A new authority."},
        refused=lambda house: {"to_on": "2021-03-01"},
        beside="to_on",
        reason="Choose that day or a later one.",
        keeps="A new authority.",
        done="The oversight is ended; it stays on record.",
        back="bodies-body",
        back_args=_code,
    ),
    Act(
        "bodies-end-contact",
        BodyVerb.END_CONTACT,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        before=lambda house: _spoken_for(house),
        args=lambda house: (*_code(house), Contact.objects.latest("pk").pk),
        done="The contact is ended.",
        back="bodies-body",
        back_args=_code,
    ),
    Act(
        "bodies-delegate",
        BodyVerb.NAME_DELEGATE,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        before=lambda house: _spoken_for(house),
        args=lambda house: (*_code(house), Contact.objects.latest("pk").pk),
        fields=lambda house: _standing_in(date(2098, 12, 31)),
        refused=lambda house: _standing_in(date(2098, 12, 1)),
        beside="to_on",
        reason="Choose a later last day.",
        keeps="On leave",
        done="The delegate is named.",
        back="bodies-body",
        back_args=_code,
    ),
    Act(
        "bodies-end-delegate",
        BodyVerb.END_DELEGATE,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        before=lambda house: _instead(house),
        args=lambda house: (*_code(house), Delegate.objects.latest("pk").pk),
        done="The delegate is ended.",
        back="bodies-body",
        back_args=_code,
    ),
    Act(
        "bodies-group",
        BodyVerb.GROUP,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"code": "coast", "name": "Coastal", "bodies": [_other().pk]},
        refused=lambda house: {"code": "The coast"},
        beside="code",
        reason="Use small letters",
        keeps="Coastal",
        done="The group Coastal is named.",
        back="bodies-groups",
    ),
    Act(
        "bodies-regroup",
        BodyVerb.REGROUP,
        may=Role.ANALYST,
        may_not=Role.EDITOR,
        before=lambda house: _grouped(),
        args=lambda house: ("inland",),
        fields=lambda house: {"joining": [_other().pk], "reason": "Redrawn."},
        refused=lambda house: {"joining": []},
        beside="joining",
        reason="Choose at least one.",
        keeps="Redrawn.",
        done="The group Inland is changed.",
        back="bodies-groups",
        back_args=lambda house: (),
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


def test_page_of_a_body_tells_who_oversaw_it_what_changed_and_offers_what_may_be_done(
    house: House,
) -> None:
    body = _body(house)
    address = f"/bodies/{body.code}/"
    _overseen(house)
    _closed(house)
    contact = a_contact(body)
    lead = signed_in(house.who(Role.LEAD))
    page = lead.get(address).content.decode()
    assert "/overseer/" in page
    assert f"/contact/{contact.speaks_for.get().pk}/end/" in page
    assert (f"{address}reopen/" in page, f"{address}close/" in page) == (True, False)
    lead.post(f"{address}reopen/", {"key": "reopen", "reason": "The wrong body."})
    page = words(lead.get(address))
    assert "1 April 2021: closing of that day taken back The wrong body." in page
    seen = signed_in(house.who(Role.INSPECTOR)).get(address).content.decode()
    assert "ins-act" not in seen.replace("ins-actions", "")
    assert "End<" not in seen


def test_groups_page_shows_members_and_costs_as_much_for_three_as_for_one(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    _grouped()
    few = queries_of(client, "/groups/")
    for code in ("north", "south"):
        actions.group(code=code, name=code.title(), bodies=[a_body()], **_said())
    assert queries_of(client, "/groups/") == few
    page = client.get("/groups/")
    assert "South" in words(page)
    assert "/change/" not in page.content.decode()


def test_page_of_a_body_tells_who_stands_in_for_its_contact_until_it_is_over(house: House) -> None:
    now = timezone.now()
    instead = a_delegate(a_contact(_body(house)), at=now)
    over = a_delegate(a_contact(_body(house)), at=now - timedelta(days=20))
    page = words(signed_in(house.who(Role.LEAD)).get(f"/bodies/{_code(house)[0]}/"))
    assert f"{instead.person.name}, standing in for the contact" in page
    assert f"{over.person.name}, standing in" not in page
    hidden = words(signed_in(house.who(Role.INSPECTOR)).get(f"/bodies/{_code(house)[0]}/"))
    assert f"{instead.person.name}, standing in" not in hidden


def test_staff_who_name_a_delegate_see_of_which_body_each_person_is_a_contact(
    house: House,
) -> None:
    contact = a_contact(_body(house)).speaks_for.get()
    other = a_body()
    named, nobodys = a_contact(other), a_person(Role.BODY)
    url = f"/bodies/{_code(house)[0]}/contact/{contact.pk}/delegate/"
    page = signed_in(house.who(Role.LEAD)).get(url).content.decode()
    assert f">{named.name}, contact of {other.name}</option>" in page
    assert f">{nobodys.name}</option>" in page
