"""What a page that is only read costs, and that nothing of it is remembered for the next."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import an_item
from tests.factories.rooms import AT, a_key, an_inspection, member

pytestmark = pytest.mark.django_db
MOST = 28  # two of them ask how high the reader may read: cleared, and needing to know


def signed_in(inspection: Inspection, role: Role) -> Client:
    client = Client()
    client.force_login(member(inspection, role))
    return client


def test_evidence_list_asks_for_roles_once_and_for_few_things_in_all(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection()
    an_item(inspection)
    client = signed_in(inspection, Role.LEAD)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/i/{inspection.slug}/evidence/").status_code == 200
    asked = [one["sql"] for one in captured.captured_queries]
    assert len([sql for sql in asked if 'FROM "people_roleheld" WHERE' in sql]) <= 2
    assert len(asked) <= MOST


def test_person_taken_off_a_team_no_longer_reaches_its_pages_at_the_next_request(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection()
    client = signed_in(inspection, Role.ANALYST)
    assert client.get(f"/i/{inspection.slug}/evidence/").status_code == 200
    gone = inspection.team.get(role=Role.ANALYST)
    inspections.leave(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        member=gone,
        reason="Moved to another inspection.",
    )
    assert client.get(f"/i/{inspection.slug}/evidence/").status_code == 404
