"""The team of an inspection: who joins, who leaves and what waits on them, who needs to know."""

from __future__ import annotations

import pytest
from django.urls import reverse

from inspectorate.foundation.people.roles import Role
from tests.factories.findings import assigned, submitted
from tests.factories.rooms import (
    a_person,
    criterion,
    scope_body,
)
from tests.factories.upper import entries
from tests.interfaces.web.acting import House, signed_in, words

pytestmark = pytest.mark.django_db


def test_several_join_in_one_role_each_by_an_act_of_its_own(house: House) -> None:
    both = [a_person(Role.INSPECTOR), a_person(Role.INSPECTOR, Role.LEAD)]
    client, slug = signed_in(house.who(Role.LEAD)), house.inspection.slug
    count = entries("inspections.join")
    sent = {"key": "k", "people": [one.pk for one in both], "role": "inspector", "team": "Q"}
    for _ in range(2):
        answer = client.post(f"/i/{slug}/team/join/", sent, follow=True)
        assert "2 people are on the team." in words(answer)
        assert entries("inspections.join") == count + 2
    joined = house.inspection.team.filter(team="Q", left_at=None)
    assert {one.person for one in joined} == set(both)


def test_none_joins_where_one_may_not_and_each_reason_is_told(house: House) -> None:
    may, may_not, nor = a_person(Role.INSPECTOR), a_person(Role.EDITOR), a_person(Role.PRESS)
    client, slug = signed_in(house.who(Role.LEAD)), house.inspection.slug
    count = entries("inspections.join")
    people = [one.pk for one in (may, may_not, nor)]
    sent = {"key": "k", "people": people, "role": "inspector", "team": ""}
    answer = client.post(f"/i/{slug}/team/join/", sent)
    said = answer.context["form"].errors["people"]
    assert (answer.status_code, len(said)) == (422, 2)
    assert may_not.name in said[0]
    assert nor.name in said[1]
    assert entries("inspections.join") == count
    assert not house.inspection.team.filter(person=may).exists()


def test_form_to_join_says_which_roles_each_holds(house: House) -> None:
    both = a_person(Role.INSPECTOR, Role.LEAD)
    page = signed_in(house.who(Role.LEAD)).get(f"/i/{house.inspection.slug}/team/join/")
    assert f"{both.name}: inspector, lead inspector" in words(page)


def test_who_takes_a_person_off_sees_what_waits_on_them_and_no_cell_they_still_judge(
    house: House,
) -> None:
    lead, of = house.who(Role.LEAD), criterion(house.inspection)
    inspector = house.who(Role.INSPECTOR)
    place = house.inspection.team.get(person=inspector)
    page = f"/i/{house.inspection.slug}/team/{place.pk}/leave/"
    assert "still to make" not in words(signed_in(lead).get(page))
    first, second, done = (scope_body(house.inspection, number) for number in range(3))
    for body in (first, second):
        assigned(house.inspection, body, of, inspector)
    submitted(assigned(house.inspection, done, of, inspector))
    shown = signed_in(lead).get(page)
    assert f"{inspector.name} has 2 judgments still to make here." in words(shown)
    for body, listed in ((first, True), (second, True), (done, False)):
        link = reverse("judgments-cell", args=[house.inspection.slug, body.code, of.pk])
        assert (f'href="{link}"' in shown.content.decode()) is listed
    back = reverse("judgments-still-to-judge", args=[house.inspection.slug, inspector.pk])
    assert f'href="{back}"' in shown.content.decode()
    # Who approves the inspection is not told how far judging is.
    assert "still to make" not in words(signed_in(house.who(Role.SIGNING)).get(page))
    # The lead is given one of the cells, and learns nothing more of it.
    assigned(house.inspection, first, of, lead)
    assert f"{inspector.name} has 1 judgment still to make here." in words(
        signed_in(lead).get(page)
    )
    editor = house.inspection.team.get(person=house.who(Role.EDITOR))
    other = f"/i/{house.inspection.slug}/team/{editor.pk}/leave/"
    assert "still to make" not in words(signed_in(lead).get(other))


def test_page_of_the_team_says_who_needs_to_know_and_why(house: House) -> None:
    page = reverse("inspections-team", args=[house.inspection.slug])
    text = words(signed_in(house.who(Role.EDITOR)).get(page))
    assert "Works on what was said in confidence." in text
    assert "End the need to know" not in text
    assert "End the need to know" in words(signed_in(house.who(Role.LEAD)).get(page))
