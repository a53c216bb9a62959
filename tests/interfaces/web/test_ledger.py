"""The page of what happened names whoever acted, by a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import an_item, assigned, submitted
from tests.factories.rooms import (
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.upper import door, words
from tests.interfaces.web.acting import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(settings: Any) -> Inspection:
    settings.SECOND_FACTOR_REQUIRED = False
    return an_inspection()


def test_entries_name_who_did_what_to_what(inspection: Inspection) -> None:
    page = words(door(inspection, Role.LEAD).get("ledger/"))
    entries = Entry.objects.filter(stream=inspection.stream)
    assert entries.count() > 4
    for entry in entries:
        name = Person.objects.get(pk=entry.by).name
        assert f"<td>{name}</td> <td>{entry.verb}</td> <td>{entry.of}</td>" in page


def test_more_entries_by_more_people_ask_no_more_of_the_database(inspection: Inspection) -> None:
    client = door(inspection, Role.LEAD).client
    before = queries_of(client, f"/i/{inspection.slug}/ledger/")
    visit = a_visit(inspection)
    for number in range(3):
        a_session(visit, member(inspection, Role.INSPECTOR, number))
    assert queries_of(client, f"/i/{inspection.slug}/ledger/") == before


def test_page_is_the_same_to_a_lead_who_judges_second_whether_the_first_has_submitted_or_not(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(phase="judging")
    cell, lead = (scope_body(inspection), criterion(inspection, "1.1")), Role.LEAD
    items = [an_item(inspection, cell[0])]
    first = assigned(inspection, *cell, member(inspection, Role.INSPECTOR))
    second = assigned(inspection, *cell, member(inspection, lead), second=True)
    before = _table(inspection, lead)
    submitted(first, cited=items)
    assert _table(inspection, lead) == before
    assert "you are still to judge" in words(door(inspection, lead).get("ledger/"))
    assert _table(inspection, Role.MODERATOR).count("judgments.submit") == 1
    submitted(second, cited=items)
    assert _table(inspection, lead).count("judgments.submit") == 2


def _table(inspection: Inspection, who: Role) -> str:
    page = words(door(inspection, who).get("ledger/"))
    return page[page.index("<table") : page.index("</table>")]
