"""The page of what happened names whoever acted, by a bounded number of queries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection, ReadersMark
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.history import Deed
from inspectorate.interfaces.web.things import Thing, named
from tests.factories.findings import an_item, assigned, submitted
from tests.factories.rooms import (
    AT,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.upper import door, words
from tests.interfaces.web.acting import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]


@pytest.fixture
def inspection(settings: Any) -> Inspection:
    settings.SECOND_FACTOR_REQUIRED = False
    return an_inspection()


def test_entries_say_in_words_who_did_what_to_what_and_link_it(inspection: Inspection) -> None:
    item = an_item(inspection, scope_body(inspection))
    answer = door(inspection, Role.LEAD).get("ledger/")
    inspector = Person.objects.get(pk=item.recorded_by_id)
    assert f"{inspector.name} recorded evidence {item.ref}" in plain(answer)
    root = f"/i/{inspection.slug}/"
    assert (
        f'href="{root}evidence/{item.number}/">evidence {item.ref}</a>' in answer.content.decode()
    )
    signing = member(inspection, Role.SIGNING)
    assert f"{signing.name} approved the inspection" in plain(answer)
    assert "inspections.approve" not in plain(answer)


def test_thing_of_a_room_that_a_reader_may_not_open_has_neither_name_nor_page(
    inspection: Inspection,
) -> None:
    visit = a_visit(inspection)
    page = door(inspection, Role.PRESS).get("ledger/")
    told = plain(page)
    assert "planned a visit" in told
    assert "recorded that somebody needs to know" in told
    assert "the visit to" in plain(door(inspection, Role.LEAD).get("ledger/"))
    assert f"visits/{visit.pk}/" not in page.content.decode()


def test_name_of_a_thing_is_read_in_its_own_inspection_alone(inspection: Inspection) -> None:
    other = an_inspection()
    visit = a_visit(other)
    lead = member(inspection, Role.LEAD)
    entry = Entry.objects.get(of=f"fieldwork.visit/{visit.pk}")
    assert named(lead, inspection, [entry]) == {entry.of: Thing("a visit")}
    assert named(member(other, Role.LEAD), other, [entry])[entry.of].url != ""


def test_more_entries_by_more_people_ask_no_more_of_the_database(inspection: Inspection) -> None:
    client = door(inspection, Role.LEAD).client
    visit = a_visit(inspection)
    a_session(visit, member(inspection, Role.INSPECTOR))
    before = queries_of(client, f"/i/{inspection.slug}/ledger/")
    for number in range(3):
        if number:
            a_visit(inspection, number)
        a_session(visit, member(inspection, Role.INSPECTOR, number))
    assert queries_of(client, f"/i/{inspection.slug}/ledger/") == before


def test_page_is_narrowed_by_person_kind_day_and_body(inspection: Inspection) -> None:
    first = an_item(inspection, scope_body(inspection, 0))
    second = an_item(inspection, scope_body(inspection, 1))
    a_visit(inspection, 1)
    lead = member(inspection, Role.LEAD)

    def told(asked: str) -> set[str]:
        listed = door(inspection, Role.LEAD).get(f"ledger/?{asked}").context["deeds"]
        return {deed.entry.of.partition("/")[0] if "/" in deed.entry.of else "" for deed in listed}

    def names(asked: str) -> set[str]:
        listed = door(inspection, Role.LEAD).get(f"ledger/?{asked}").context["deeds"]
        return {deed.thing.name for deed in listed}

    assert told("room=evidence") == {"evidence.item"}
    assert names(f"room=evidence&body={scope_body(inspection, 1).code}") == {
        f"evidence {second.ref}"
    }
    assert told(f"body={scope_body(inspection, 1).code}") == {"evidence.item", "fieldwork.visit"}
    assert names(f"person={first.recorded_by_id}") == {
        f"evidence {first.ref}",
        f"evidence {second.ref}",
    }
    assert "fieldwork.visit" in told(f"person={lead.pk}")
    day = AT.date()
    assert names(f"from_on={day + timedelta(days=3650)}") == set()
    assert names(f"to_on={day - timedelta(days=1)}") == set()
    assert names("room=evidence") == names(f"room=evidence&from_on={day}")
    wrong = door(inspection, Role.LEAD).get("ledger/?person=nobody")
    assert "is none of the choices" in plain(wrong)
    assert wrong.status_code == 200


def test_what_came_since_one_last_looked_is_counted_for_oneself_alone(
    inspection: Inspection,
) -> None:
    lead = door(inspection, Role.LEAD)
    assert "You last looked" not in plain(lead.get("ledger/"))
    answer = lead.post("ledger/", until=timezone.now().isoformat())
    assert answer.status_code == 302
    before = Entry.objects.count()
    assert "Nothing since." in plain(lead.get("ledger/"))
    an_item(inspection, scope_body(inspection))
    assert "1 act since" in plain(lead.get("ledger/"))
    shown = lead.get("ledger/?new=on").context["deeds"]
    assert [deed.entry.verb for deed in shown] == ["evidence.record"]
    assert "You last looked" not in plain(door(inspection, Role.INSPECTOR).get("ledger/"))
    assert Entry.objects.count() == before + 1
    assert lead.post("ledger/").status_code == 422


def test_mark_is_set_where_the_page_ended_and_never_goes_back(inspection: Inspection) -> None:
    lead = door(inspection, Role.LEAD)
    made = timezone.now()
    an_item(inspection, scope_body(inspection))
    lead.post("ledger/", until=made.isoformat())
    assert "1 act since" in plain(lead.get("ledger/"))
    lead.post("ledger/", until=(timezone.now() + timedelta(days=9)).isoformat())
    assert "Nothing since." in plain(lead.get("ledger/"))
    lead.post("ledger/", until=made.isoformat())
    assert "Nothing since." in plain(lead.get("ledger/"))
    assert ReadersMark.objects.count() == 1


def test_count_since_tells_nothing_of_a_cell_that_the_reader_is_still_to_judge(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(phase="judging")
    cell = (scope_body(inspection), criterion(inspection, "1.1"))
    items = [an_item(inspection, cell[0])]
    first = assigned(inspection, *cell, member(inspection, Role.INSPECTOR))
    second = assigned(inspection, *cell, member(inspection, Role.LEAD), second=True)
    lead = door(inspection, Role.LEAD)
    lead.post("ledger/", until=timezone.now().isoformat())
    submitted(first, cited=items)
    page = lead.get("ledger/")
    assert "Nothing since." in plain(page)
    offered = dict(page.context["filter_form"].fields["room"].choices)
    assert "judgments" not in offered
    assert lead.get(f"ledger/?body={cell[0].code}").context["deeds"] == [
        deed for deed in page.context["deeds"] if deed.entry.verb == "evidence.record"
    ]
    submitted(second, cited=items)
    assert "4 acts since" in plain(lead.get("ledger/"))


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
    assert "you are still to judge" in plain(door(inspection, lead).get("ledger/"))
    assert _table(inspection, Role.MODERATOR).count("submitted the judgment of") == 1
    submitted(second, cited=items)
    assert _table(inspection, lead).count("submitted the judgment of") == 2


def plain(response: Any) -> str:
    """What a reader reads, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", words(response)).split()).replace(" .", ".")


def _table(inspection: Inspection, who: Role) -> str:
    page = plain(door(inspection, who).get("ledger/"))
    return page[page.index("Everybody") :]


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00+05:00", "x", ""])
def test_moment_that_no_page_was_made_at_is_refused(until: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection()
    client = Client()
    client.force_login(member(inspection, Role.LEAD))
    answer = client.post(f"/i/{inspection.slug}/ledger/", {"until": until})
    assert answer.status_code == 422


def test_words_after_the_linked_thing_follow_it_without_a_gap_and_are_escaped() -> None:
    entry = Entry(at=timezone.now())
    deed = Deed(entry, timezone.localdate(), "A", "wrote", Thing("<b>", "/x/"), ", and signed")
    assert deed.rest == '<a class="govuk-link" href="/x/">&lt;b&gt;</a>, and signed'
    unlinked = Deed(entry, timezone.localdate(), "A", "held", Thing("a visit", ""), " again")
    assert unlinked.rest == "a visit again"
