"""One press asks many bodies: a request to each, each refusal named; a due day by a rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from inspectorate.domain.fieldwork.models import Request, RequestDueDay
from inspectorate.foundation.due_days.rules import Count, DueRule, read_rule
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces import many
from tests.domain.programmes.test_calendars import load
from tests.factories.rooms import a_contact, a_key, scope_body
from tests.interfaces.web.acting import House, signed_in, words
from tests.interfaces.web.test_many import _going_on

CODES = ["force-01", "force-02", "force-03"]


def _sent(**given: Any) -> dict[str, Any]:
    due = {"due_on": "2099-12-31"} if "count" not in given else {}
    return {"key": a_key(), "chosen": CODES, "title": "The training plan", **due, **given}


def _address(house: House) -> str:
    return f"/i/{house.inspection.slug}/fieldwork/requests/ask-many/"


def _asked() -> list[str]:
    made = Request.objects.filter(title="The training plan")
    return sorted(made.values_list("scope_body__code", flat=True))


def test_each_body_ticked_gets_a_request_and_an_entry_of_its_own(house: House) -> None:
    client, before = signed_in(house.who(Role.LEAD)), Entry.objects.count()
    sent = _sent(chosen=CODES[:2])
    answer = client.post(_address(house), sent, follow=True)
    assert "2 requests sent." in words(answer)
    assert _asked() == CODES[:2]
    assert Entry.objects.count() == before + 2
    # The same form again asks nobody twice.
    client.post(_address(house), sent)
    assert _asked() == CODES[:2]


def test_contact_sees_the_request_to_the_own_body_alone(house: House) -> None:
    signed_in(house.who(Role.LEAD)).post(_address(house), _sent())
    page = signed_in(a_contact(scope_body(house.inspection, 1).body)).get("/portal/")
    assert words(page).count("The training plan") == 1
    assert "Force 02" in words(page)
    assert "Force 03" not in words(page)


def test_many_bodies_are_asked_in_pieces_and_none_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_MOST", 0)
    client = signed_in(house.who(Role.LEAD))
    answer = client.post(_address(house), _sent(count="days_after", number="30"))
    for done in (1, 2):
        assert len(_asked()) == done
        answer = client.post(_address(house), _going_on(answer.content.decode()))
    assert _asked() == CODES
    assert {one.due_on for one in RequestDueDay.objects.all()} == {localdate() + timedelta(days=30)}


def test_refused_body_is_named_and_the_others_are_asked(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    answer = client.post(_address(house), _sent(chosen=["force-01"], due_on="2018-01-01"))
    assert "Force 01: 2018-01-01 has passed. Choose a later day." in words(answer)
    assert _asked() == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (
            {"count": "working_days_after", "number": "20"},
            DueRule(Count.WORKING_DAYS_AFTER, 20),
        ),
        (
            {"count": "next_fixed", "fixed": "30 April, 31 oct"},
            DueRule(Count.NEXT_FIXED, fixed=((4, 30), (10, 31))),
        ),
        (
            {
                "count": "months_after",
                "number": "2",
                "also_count": "days_beginning_with",
                "also_number": "56",
            },
            DueRule(
                Count.EARLIER_OF,
                among=(DueRule(Count.MONTHS_AFTER, 2), DueRule(Count.DAYS_BEGINNING_WITH, 56)),
            ),
        ),
    ],
)
def test_rule_is_kept_and_told_to_staff_and_body(
    house: House, given: dict[str, Any], rule: DueRule
) -> None:
    calendar = load(
        first_on=date(2020, 1, 1),
        last_on=date(2099, 12, 31),
        sheet="day,name\n" + "".join(f"{year}-12-25,Christmas Day\n" for year in range(2020, 2100)),
    )
    client = signed_in(house.who(Role.LEAD))
    sent = _sent(chosen=["force-01"], calendar=calendar.pk, **given)
    answer = client.post(_address(house), sent, follow=True)
    assert "1 request sent." in words(answer)
    (day,) = RequestDueDay.objects.all()
    assert read_rule(day.rule) == rule
    root = f"/i/{house.inspection.slug}/fieldwork/requests/"
    assert day.why in words(client.get(f"{root}{day.request_id}/"))
    contact = signed_in(a_contact(scope_body(house.inspection).body))
    assert day.why in words(contact.get(f"/portal/{house.inspection.slug}/force-01/requests/2/"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"chosen": []}, "chosen"),
        ({"chosen": ["nobody"]}, "chosen"),
        ({"due_on": ""}, "due_on"),
        ({"count": "days_after"}, "number"),
        ({"count": "days_after", "number": "0"}, "number"),
        ({"count": "days_after", "number": "3", "due_on": "2099-01-01"}, "due_on"),
        ({"count": "working_days_after", "number": "3"}, "calendar"),
        ({"count": "next_fixed", "fixed": "Easter"}, "fixed"),
        ({"due_on": "2099-01-01", "also_count": "days_after", "also_number": "3"}, "count"),
        ({"title": ""}, "title"),
    ],
)
def test_fault_is_said_beside_its_field_and_what_was_typed_stays(
    house: House, given: dict[str, Any], field: str
) -> None:
    answer = signed_in(house.who(Role.LEAD)).post(
        _address(house), _sent(text="Kept words", **given)
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Kept words" in answer.content.decode()
    assert _asked() == []


def test_list_is_ticked_for_all_where_that_is_asked(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    assert "checked" not in client.get(_address(house)).content.decode()
    every = client.get(f"{_address(house)}?all=yes").content.decode()
    assert every.count("checked") == 3


def test_body_is_told_why_a_day_moved_and_why_a_request_was_withdrawn(house: House) -> None:
    lead, root = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/fieldwork/requests/"
    contact = signed_in(a_contact(scope_body(house.inspection).body))
    here = f"/portal/{house.inspection.slug}/force-01/requests/1/"
    lead.post(
        f"{root}{house.request.pk}/move/",
        {"key": a_key(), "due_on": "2099-12-31", "reason": "You asked for time", "version": 0},
    )
    told = words(contact.get(here))
    assert "to 31 December 2099: You asked for time" in told
    lead.post(
        f"{root}{house.request.pk}/withdraw/", {"key": a_key(), "reason": "We have it already"}
    )
    told = contact.get(here)
    assert "We have it already" in words(told)
    assert "hand-in/" not in told.content.decode()
    assert "Withdrawn" in words(contact.get("/portal/"))
    answer = contact.post(f"{here}hand-in/", {"key": a_key(), "note": "Late."})
    assert (answer.status_code, "was withdrawn" in words(answer)) == (422, True)
