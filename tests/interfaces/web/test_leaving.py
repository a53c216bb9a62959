"""The pages of leaving a team and of handing over, by Django's client."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import assigned
from tests.factories.rooms import (
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _leaving(inspection: Inspection, person: Person) -> str:
    seat = inspection.team.get(person=person, left_at=None)
    return reverse("judgments-leave-team", args=[inspection.slug, seat.pk])


def _main(client: Client, url: str) -> str:
    """What the page itself says, without what is made anew each time it is asked for."""
    page = client.get(url).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'value="[^"]{20,}"', "", main)


def test_lead_takes_a_member_off_and_hands_over_by_one_press_and_a_second_is_no_second_act() -> (
    None
):
    inspection = an_inspection()
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    body = scope_body(inspection)
    assigned(inspection, body, criterion(inspection), one)
    client = _as(member(inspection, Role.LEAD))
    team = client.get(reverse("inspections-team", args=[inspection.slug])).content.decode()
    url = _leaving(inspection, one)
    assert url in team
    page = client.get(url).content.decode()
    assert f"Judgments of {body.label} not submitted: 1" in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    sent = {"key": key[1], f"judgments_{body.pk}": other.pk, "reason": "Called away"}
    said = client.post(url, sent, follow=True).content.decode()
    assert "Handed over: 1. Open, for the lead: 0." in said
    entries = Entry.objects.count()
    again = client.post(url, sent)
    assert (again.status_code, Entry.objects.count()) == (302, entries)
    assert Assignment.standing().get(scope_body=body).inspector == other


def test_page_says_nothing_of_a_judgment_that_its_reader_is_still_to_make() -> None:
    inspection = an_inspection()
    one, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
    body, of = scope_body(inspection), criterion(inspection)
    client, url = _as(lead), _leaving(inspection, one)
    bare = _main(client, url)
    for who in (one, lead):
        assigned(inspection, body, of, who)
    assert _main(client, url) == bare


def test_refused_leaving_keeps_what_was_chosen_and_names_the_field() -> None:
    inspection = an_inspection()
    lead = member(inspection, Role.LEAD)
    client, url = _as(lead), _leaving(inspection, lead)
    answer = client.post(url, {"key": "k", "reason": "Retires"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "would have no lead inspector" in said
    assert "Retires" in said


def test_who_is_not_on_the_team_is_offered_as_one_who_joins_in_the_leavers_place() -> None:
    inspection = an_inspection()
    one, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
    inspection.team.filter(role=Role.INSPECTOR).exclude(person=one).update(left_at=timezone.now())
    new = member(an_inspection(), Role.INSPECTOR)
    assigned(inspection, scope_body(inspection), criterion(inspection), one)
    held = a_session(a_visit(inspection), one)
    held.starts_at = timezone.now() + timedelta(days=1)
    held.ends_at = held.starts_at + timedelta(hours=1)
    held.save(update_fields=["starts_at", "ends_at"])
    page = _main(_as(lead), _leaving(inspection, one))
    # To join, and to take over judgments and the session of the visit.
    assert page.count(f">{new.name}</option>") == 1
    assert page.count(f">{new.name}, joins in their place</option>") == 2
    assert f">{lead.name}</option>" in page
    assert f"{lead.name}, joins" not in page


def test_session_to_come_is_handed_over_from_the_page_of_its_visit_and_one_that_began_is_not() -> (
    None
):
    inspection = an_inspection()
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    held = a_session(a_visit(inspection), one)
    client = _as(one)
    url = reverse("fieldwork-hand-over-session", args=[inspection.slug, held.pk])
    visit = reverse("fieldwork-visit", args=[inspection.slug, held.visit_id])
    # By the clock of today the session began years ago.
    assert url not in client.get(visit).content.decode()
    assert client.get(url).status_code == 200
    said = client.post(url, {"key": "k", "person": one.pk, "to": other.pk})
    assert said.status_code == 422
    assert "has begun" in said.content.decode()
    held.starts_at = timezone.now() + timedelta(days=1)
    held.ends_at = held.starts_at + timedelta(hours=1)
    held.save(update_fields=["starts_at", "ends_at"])
    assert url in client.get(visit).content.decode()


def test_judgment_is_handed_over_where_it_is_seen() -> None:
    inspection = an_inspection()
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    body, of = scope_body(inspection), criterion(inspection)
    given = assigned(inspection, body, of, one)
    client = _as(member(inspection, Role.LEAD))
    url = reverse("judgments-hand-over", args=[inspection.slug, given.pk])
    cell = reverse("judgments-cell", args=[inspection.slug, body.code, of.pk])
    assert url in client.get(cell).content.decode()
    assert client.get(url).status_code == 200
    sent = {"key": "k", "to": other.pk, "reason": "Knows the force"}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert Assignment.standing().get(scope_body=body).inspector == other
