"""A member leaves with all that waits on them handed over, in a real browser: acts are clicks and
fields, each counted; and with the keyboard alone.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.planning.models import ClashPassed
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.browser.driving import Acts, looked_at, tab_to
from tests.browser.test_sign_in import sign_in
from tests.factories.findings import assigned
from tests.factories.rooms import (
    AT,
    PASSWORD,
    a_key,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
    window_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 10


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _waiting() -> tuple[Inspection, Person, Person]:
    """An inspection in which judgments of two bodies and sessions at one wait on one inspector, who
    leaves; and who may take them over.
    """
    inspection = an_inspection(bodies=2)
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number in range(2):
        assigned(inspection, scope_body(inspection, number), criterion(inspection), one)
    first = timezone.localdate() + timedelta(days=7)
    window_to(inspection, first + timedelta(days=2))
    visit = a_visit(inspection, starts_on=first, ends_on=first + timedelta(days=2))
    nine = timezone.make_aware(datetime.combine(first, time(9)))
    for hours in (0, 2):
        begins = nine + timedelta(hours=hours)
        a_session(visit, one, starts_at=begins, ends_at=begins + timedelta(hours=1))
    days_off.take_days_off(by=other, at=AT, key=a_key(), from_on=first, to_on=first)
    return inspection, one, other


def _lead(page: Page, at: str, inspection: Inspection) -> None:
    """Sign in as a lead who has nothing to judge."""
    lead = join(inspection, Role.LEAD)
    lead.set_password(PASSWORD)
    lead.save()
    sign_in(page, at, lead.email)
    page.goto(f"{at}/i/{inspection.slug}/team/")


@pytest.mark.drill
def test_member_leaves_and_everything_is_handed_over_in_few_acts(
    person: Page, live_server: Any
) -> None:
    inspection, one, other = _waiting()
    _lead(person, live_server.url, inspection)
    acts = Acts()
    acts.click(person.get_by_role("link", name=f"Take off {one.name}"))
    for number in range(2):
        body = scope_body(inspection, number).label
        acts.choose(person.get_by_label(f"Judgments of {body} not submitted: 1"), other.name)
    where = scope_body(inspection).label
    acts.choose(person.get_by_label(f"Sessions to come at {where}: 2"), other.name)
    acts.fill(person.get_by_label("Why they leave"), "Went to another inspectorate")
    acts.click(person.get_by_role("button", name="Take off and hand over"))
    expect(person.get_by_role("alert")).to_contain_text(f"{other.name} is not available")
    # Nothing chosen is lost.
    assert Assignment.standing().filter(inspector=one).count() == 2
    acts.fill(person.get_by_label("Why it is planned though something clashes"), "Agreed")
    acts.click(person.get_by_role("button", name="Take off and hand over"))
    expect(person.get_by_text("Handed over: 4. Open, for the lead: 0.")).to_be_visible()
    assert acts.count <= MOST
    assert Assignment.standing().filter(inspector=other).count() == 2
    assert Session.objects.filter(inspectors=other).count() == 2
    assert ClashPassed.objects.filter(reason="Agreed").count() == 2


def test_leaving_is_said_with_the_keyboard_alone(page: Page, live_server: Any) -> None:
    inspection, one, other = _waiting()
    _lead(page, live_server.url, inspection)
    tab_to(page, f"main a:has-text('{one.name}, Inspector')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{one.name} leaves the team")
    looked_at(page, "leaving")
    tab_to(page, f"#id_sessions_{Visit.objects.get(inspection=inspection).pk}")
    page.keyboard.type(other.name)
    tab_to(page, "#id_reason")
    page.keyboard.type("Retires")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(f"{other.name} is not available")
    looked_at(page, "leaving-clash")
    tab_to(page, "#id_gone_past")
    page.keyboard.type("Agreed")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Handed over: 2. Open, for the lead: 2.")).to_be_visible()
    assert Session.objects.filter(inspectors=other).count() == 2
