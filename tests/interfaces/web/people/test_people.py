"""People: registering them, their roles, and what they declare an interest in."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Clearance, Declaration, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from tests.factories.rooms import AT, PASSWORD, a_key, a_person
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words

NEW = {"name": "New Person", "email": "new@inspectorate.example", "password": PASSWORD}


def _outsider(house: House) -> tuple[int]:
    return (house.outsider.pk,)


def _analyst(house: House) -> tuple[int]:
    return (house.who(Role.ANALYST).pk,)


def _a_code(house: House) -> str:
    return house.inspection.scope.order_by("order")[0].body.code


def _declared(house: House) -> None:
    people.declare(
        by=house.who(Role.INSPECTOR),
        at=AT,
        key=a_key(),
        about_code=_a_code(house),
        nature="Served there until 2016.",
    )


ACTS = [
    Act(
        "people-register",
        PersonVerb.REGISTER,
        may=Role.ADMIN,
        may_not=Role.LEAD,
        fields=lambda house: NEW,
        refused=lambda house: {"email": house.outsider.email},
        beside="email",
        reason="is already registered.",
        keeps="New Person",
        done="The person is registered.",
        back="people-person",
        back_args=lambda house: (Person.objects.get(email=NEW["email"]).pk,),
    ),
    Act(
        "people-grant",
        PersonVerb.GRANT,
        may=Role.ADMIN,
        may_not=Role.LEAD,
        args=_outsider,
        fields=lambda house: {"role": "press"},
        refused=lambda house: {"role": "lead"},
        beside="role",
        reason="already has the role Lead inspector.",
        done="The role is given.",
        back="people-person",
    ),
    Act(
        "people-end-role",
        PersonVerb.END_ROLE,
        may=Role.ADMIN,
        may_not=Role.SIGNING,
        args=_outsider,
        fields=lambda house: {"role": "lead"},
        refused=lambda house: {"role": "press"},
        beside="role",
        reason="does not hold the role",
        done="The role is ended.",
        back="people-person",
    ),
    Act(
        "people-clear",
        PersonVerb.CLEAR,
        may=Role.ADMIN,
        may_not=Role.LEAD,
        fields=lambda house: {
            "people": [house.who(role).pk for role in (Role.EDITOR, Role.ANALYST)],
            "level": "OFFICIAL-SENSITIVE",
            "sponsor": "Vetting unit, file 118",
            "expires_on": "2099-12-31",
        },
        refused=lambda house: {"expires_on": "2001-01-01"},
        beside="expires_on",
        reason="The last day of the clearance is in the past.",
        keeps="Vetting unit, file 118",
        done="The clearance is recorded.",
        back="people",
    ),
    Act(
        "people-end-clearance",
        PersonVerb.END_CLEARANCE,
        may=Role.ADMIN,
        may_not=Role.SIGNING,
        args=_analyst,
        fields=lambda house: {"reason": "Vetting was withdrawn."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The clearance is ended.",
        back="people-person",
    ),
    Act(
        "people-leave",
        PersonVerb.LEAVE,
        may=Role.ADMIN,
        may_not=Role.LEAD,
        args=_outsider,
        done="has left: every role and the clearance are ended.",
        back="people-person",
    ),
    Act(
        "people-interests",
        PersonVerb.DECLARE,
        may=Role.INSPECTOR,
        may_not=Role.BODY,
        fields=lambda house: {"about_code": _a_code(house), "nature": "Served there until 2016."},
        refused=lambda house: {"about_code": "nowhere"},
        beside="about_code",
        reason="Select a valid choice",
        keeps="Served there until 2016.",
        done="The interest is declared.",
        back="people-person",
        back_args=lambda house: (house.who(Role.INSPECTOR).pk,),
    ),
    Act(
        "people-end-interest",
        PersonVerb.END_DECLARATION,
        may=Role.INSPECTOR,
        may_not=Role.LEAD,
        before=_declared,
        args=lambda house: (Declaration.objects.get(person=house.who(Role.INSPECTOR)).pk,),
        done="The declaration is ended",
        back="people-person",
        back_args=lambda house: (house.who(Role.INSPECTOR).pk,),
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_interest_declared_twice_is_refused_beside_the_body(house: House) -> None:
    _declared(house)
    sent = {"key": "again", "about_code": _a_code(house), "nature": "Also a <cousin> there."}
    answer = signed_in(house.who(Role.INSPECTOR)).post("/interests/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["about_code"])
    assert "Also a &lt;cousin&gt; there." in answer.content.decode()


def test_role_ended_shows_no_more_on_the_page_of_the_person(house: House) -> None:
    admin = signed_in(house.who(Role.ADMIN))
    address = f"/people/{house.outsider.pk}/"
    assert "Roles Lead inspector" in words(admin.get(address))
    admin.post(address + "end-role/", {"key": "end", "role": "lead"})
    assert "Roles None" in words(admin.get(address))


def test_declaration_is_seen_by_who_may_and_hidden_from_a_colleague(house: House) -> None:
    _declared(house)
    address = f"/people/{house.who(Role.INSPECTOR).pk}/"
    nature = "Served there until 2016."
    seen = {
        role: nature in words(signed_in(house.who(role)).get(address))
        for role in (Role.INSPECTOR, Role.LEAD, Role.EDITOR)
    }
    assert seen == {Role.INSPECTOR: True, Role.LEAD: True, Role.EDITOR: False}


def test_approving_inspector_ends_the_declaration_of_another(house: House) -> None:
    _declared(house)
    declared = Declaration.objects.get(person=house.who(Role.INSPECTOR))
    page = f"/people/{declared.person_id}/"
    signing = signed_in(house.who(Role.SIGNING))
    assert f"/interests/{declared.pk}/end/" in signing.get(page).content.decode()
    assert "/interests/" not in signed_in(house.who(Role.LEAD)).get(page).content.decode()
    answer = signing.post(f"/interests/{declared.pk}/end/", {"key": "end"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert Declaration.objects.get().ended_at is not None
    assert "/end/" not in signing.get(page).content.decode()


def test_leave_is_offered_once_and_not_for_the_only_administrator(house: House) -> None:
    admin = house.who(Role.ADMIN)
    client = signed_in(admin)
    page = f"/people/{house.outsider.pk}/"
    assert f"{page}leave/" in client.get(page).content.decode()
    client.post(f"{page}leave/", {"key": "leave"})
    assert f"{page}leave/" not in client.get(page).content.decode()
    assert not Person.objects.get(pk=house.outsider.pk).is_active
    own = f"/people/{admin.pk}/"
    for other in Person.objects.filter(held__role=Role.ADMIN).exclude(pk=admin.pk):
        client.post(f"/people/{other.pk}/leave/", {"key": f"leave-{other.pk}"})
    shown = client.get(own)
    assert f"{own}leave/" not in shown.content.decode()
    assert "Give the role to someone else first." in words(shown)


def test_person_nobody_registered_does_not_exist(house: House) -> None:
    nobody = max(Person.objects.values_list("pk", flat=True)) + 1
    admin = signed_in(house.who(Role.ADMIN))
    assert [admin.get(f"/people/{nobody}/{page}").status_code for page in ("", "grant/")] == [
        404,
        404,
    ]


def test_register_filters_by_role_and_costs_as_much_for_three_people_as_for_one(
    house: House,
) -> None:
    client = signed_in(house.who(Role.LEAD))
    first = a_person(Role.OVERSEER, name="Overseer One")
    few = queries_of(client, "/people/?role=overseer")
    for name in ("Overseer Two", "Overseer Three"):
        a_person(Role.OVERSEER, name=name)
    assert queries_of(client, "/people/?role=overseer") == few
    page = words(client.get("/people/?role=overseer"))
    assert (first.name in page, house.outsider.name in page) == (True, False)


class TestClearance:
    def test_page_of_a_person_tells_it_to_them_and_to_administrators_alone(
        self, house: House
    ) -> None:
        analyst = house.who(Role.ANALYST)
        page = reverse("people-person", args=[analyst.pk])
        for reader in (analyst, house.who(Role.ADMIN)):
            text = words(signed_in(reader).get(page))
            assert "Cleared up to Secret" in text
            assert "vouched for by Vetting unit" in text
        for role in (Role.LEAD, Role.SIGNING):
            text = words(signed_in(house.who(role)).get(page))
            assert "Cleared up to" not in text
            assert "Vetting unit" not in text

    def test_nobody_is_offered_themself_to_clear(self, house: House) -> None:
        admin = house.who(Role.ADMIN)
        page = signed_in(admin).get(reverse("people-clear")).content.decode()
        assert house.who(Role.ANALYST).name in page
        assert f'name="people" value="{admin.pk}"' not in page
        assert house.contact.name not in page

    def test_clearance_that_ran_out_says_so(self, house: House) -> None:
        analyst = house.who(Role.ANALYST)
        Clearance.objects.filter(person=analyst).update(expires_on=date(2020, 3, 9))
        text = words(signed_in(analyst).get(reverse("people-person", args=[analyst.pk])))
        assert "Cleared up to Official ." in text.replace("Official.", "Official .")
        assert "ran out on 9 March 2020" in text
        assert "last day 9 March 2020" not in text
