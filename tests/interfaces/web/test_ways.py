"""Where something may not be done, the page leads to the act that mends it, or says who may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _refused(inspection: Inspection) -> str:
    """What a lead sees who gives out a cell that is left out."""
    lead = member(inspection, Role.LEAD)
    actions.leave_out(
        by=lead,
        at=AT,
        key=a_key(),
        inspection=inspection,
        scope_body=scope_body(inspection),
        criterion=criterion(inspection),
        reason="Has no such unit",
    )
    answer = _as(lead).post(
        reverse("judgments-assign", args=[inspection.slug]),
        {
            "key": a_key(),
            "scope_body": scope_body(inspection).pk,
            "criterion": criterion(inspection).pk,
            "inspector": member(inspection, Role.INSPECTOR).pk,
        },
        follow=True,
    )
    return answer.content.decode()


def test_form_that_is_refused_leads_to_the_act_that_its_mend_names() -> None:
    inspection = an_inspection(bodies=2, phase="judging")
    text = _refused(inspection)
    assert "Take it back into the coverage first." in text
    address = reverse("inspections-take-back", args=[inspection.slug])
    assert f'<a class="govuk-link" href="{address}">Take back</a>' in text
    assert _as(member(inspection, Role.LEAD)).get(address).status_code == 200


def test_page_that_says_what_is_missing_links_it_for_who_may_and_names_the_role_for_others() -> (
    None
):
    inspection = an_inspection(phase="planned")
    page = reverse("inspections-plan", args=[inspection.slug])
    to_lead = _as(member(inspection, Role.LEAD)).get(page)
    to_signing = _as(member(inspection, Role.SIGNING)).get(page)
    address = reverse("inspections-terms", args=[inspection.slug])
    said = "There are no terms of reference. Write them."
    assert said in words(to_lead)
    assert f'href="{address}">Set terms</a>' in to_lead.content.decode()
    assert f"{said} Set terms: lead inspector." in words(to_signing)
    assert address not in to_signing.content.decode()
