"""The diary by week, and the calendar that a program reads: with two libraries of others."""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.diary.queries import Hours
from inspectorate.domain.fieldwork.models import Session
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.tries import limits
from inspectorate.interfaces import calendar_files
from inspectorate.interfaces.web.diary import weeks
from tests.factories.rooms import AT, a_key, a_session, a_visit, member, window_to
from tests.interfaces.web.acting import House, signed_in, words

ADDRESS = re.compile(r'id="address"[^>]*>\s*http://testserver(/calendar/[\w-]+\.ics)')
MONDAY_IN_SUMMER = datetime(2027, 7, 12, 8, tzinfo=UTC)


def made(client: Client) -> str:
    """Open an address; the path of it that the page shows."""
    answer = client.post("/diary/calendar/", {"key": a_key()})
    assert answer.headers["Cache-Control"] == "no-store"
    found = ADDRESS.search(answer.content.decode())
    assert found
    return found[1]


@pytest.fixture
def session(house: House, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session in the summer of a year to come."""
    first = MONDAY_IN_SUMMER.date()
    window_to(house.inspection, first - timedelta(days=30))
    visit = a_visit(
        house.inspection,
        2,
        starts_on=first,
        ends_on=first + timedelta(days=2),
        outside_window="The body asked for it",
    )
    ends_at = MONDAY_IN_SUMMER + timedelta(hours=1)
    times = {"starts_at": MONDAY_IN_SUMMER, "ends_at": ends_at}
    return a_session(visit, house.who(Role.INSPECTOR), **times)


def read(path: str) -> dict[str, Any]:
    """What a program reads there, by the names of its entries; two libraries read the same."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    again = vobject.readOne(answer.content.decode())
    events = getattr(again, "vevent_list", [])
    assert {one.uid.value: one.dtstart.value for one in events} == {
        name: one["dtstart"].dt for name, one in found.items()
    }
    return found


def of(session: Session, path: str) -> Any:
    (found,) = [
        one
        for one in read(path).values()
        if isinstance(one["dtstart"].dt, datetime)
        and str(one["url"]).endswith(f"/visits/{session.visit_id}/")
    ]
    return found


def test_program_reads_hours_body_and_link_and_no_word_of_what_it_is(
    house: House, session: Session
) -> None:
    path = made(signed_in(house.who(Role.INSPECTOR)))
    event = of(session, path)
    assert event["dtstart"].dt == MONDAY_IN_SUMMER
    assert str(event["summary"]) == session.visit.scope_body.label
    slug = house.inspection.slug
    assert str(event["url"]) == f"http://testserver/i/{slug}/fieldwork/visits/{session.visit_id}/"
    answer = Client().get(path)
    text = answer.content.decode().replace("\r\n ", "")
    for secret in (session.title, session.origin, session.method, house.who(Role.INSPECTOR).name):
        assert secret not in text
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_moved_session_moves_there_under_its_name_and_a_cancelled_one_says_so(
    house: House, session: Session
) -> None:
    path = made(signed_in(house.who(Role.INSPECTOR)))
    before = of(session, path)
    lead = member(house.inspection, Role.LEAD)
    later = MONDAY_IN_SUMMER + timedelta(hours=5)
    times = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    fieldwork.move_session(
        by=lead, at=AT, key=a_key(), session=session, reason="A train", version=0, **times
    )
    after = of(session, path)
    assert after["dtstart"].dt == later
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CONFIRMED")
    fieldwork.cancel_session(by=lead, at=AT, key=a_key(), session=session, reason="Nobody came")
    gone = of(session, path)
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > after["sequence"]


def test_name_of_an_entry_is_the_same_on_whatever_host(house: House, session: Session) -> None:
    path = made(signed_in(house.who(Role.INSPECTOR)))
    here = set(read(path))
    there = Calendar.from_ical(Client(SERVER_NAME="127.0.0.1").get(path).content)
    assert here == {str(one["uid"]) for one in there.walk("VEVENT")}


def test_ended_and_unknown_addresses_answer_404_and_no_cache_keeps_it(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    path = made(client)
    assert "An earlier address is ended" in words(client.post("/diary/calendar/", {"key": a_key()}))
    for gone in (path, f"/calendar/{'x' * 43}.ics"):
        answer = Client().get(gone)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_form_sent_twice_shows_the_same_address(house: House) -> None:
    client, sent = signed_in(house.who(Role.INSPECTOR)), {"key": a_key()}
    found = [
        ADDRESS.search(client.post("/diary/calendar/", sent).content.decode()) for _ in range(2)
    ]
    assert found[0]
    assert found[1]
    assert found[0][1] == found[1][1]


def test_form_sent_again_once_its_address_was_ended_shows_no_address_and_makes_another(
    house: House,
) -> None:
    client, sent = signed_in(house.who(Role.INSPECTOR)), {"key": a_key()}
    client.post("/diary/calendar/", sent)
    client.post("/diary/calendar/end/", {"key": a_key()})
    again = client.post("/diary/calendar/", sent)
    page = again.content.decode()
    assert not ADDRESS.search(page)
    assert "was ended, and opens nothing any more" in words(again)
    (key,) = set(re.findall(r'name="key" value="(\w+)"', page)) - {sent["key"]}
    assert ADDRESS.search(client.post("/diary/calendar/", {"key": key}).content.decode())


def test_ending_is_offered_and_done_on_the_page_of_the_diary(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    path = made(client)
    assert "End the address of your calendar" in words(client.get("/diary/"))
    client.post("/diary/calendar/end/", {"key": a_key()})
    assert Client().get(path).status_code == 404
    assert "End the address of your calendar" not in words(client.get("/diary/"))


def test_too_many_wrong_addresses_from_one_client_are_answered_429(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NO_CALENDAR", limits.Limit("no_calendar", 3, 60 * 60))
    asked = [Client().get(f"/calendar/{number:043}.ics").status_code for number in range(4)]
    assert asked == [404, 404, 404, 429]


def test_address_stands_in_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().get(f"/calendar/{'y' * 43}.ics")
    assert "y" * 43 not in caplog.text


def test_hour_before_and_after_the_clocks_change_is_the_hour_that_was_meant() -> None:
    entry = calendar_files.Entry(
        "x", "Force", *(datetime(2018, 10, day, 9, tzinfo=UTC) for day in (26, 29))
    )
    event = Calendar.from_ical(calendar_files.written([entry], title="T", at=AT)).walk("VEVENT")[0]
    assert event["dtstart"].dt == datetime(2018, 10, 26, 9, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2018, 10, 29, 9, tzinfo=UTC)


def test_diary_tells_own_sessions_by_day_with_the_week_before_and_after(
    house: House, session: Session
) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    shown = words(client.get("/diary/?week=2027-W28"))
    assert "Monday 12 July 2027" in shown
    assert "09:00 to 10:00 BST" in shown
    assert session.title in shown
    page = client.get("/diary/?week=2027-W28").content.decode()
    assert "?week=2027-W27" in page
    assert "?week=2027-W29" in page
    assert "Nothing of yours is in this week" in words(client.get("/diary/?week=2027-W27"))


def test_diary_of_somebody_else_holds_nothing_of_it(house: House, session: Session) -> None:
    other = signed_in(house.who(Role.EDITOR))
    assert session.title not in words(other.get("/diary/?week=2027-W28"))


@pytest.mark.parametrize("asked", ["2027-W99", "0001-W01", "9999-W52", "x", ""])
def test_week_that_is_none_is_this_one(asked: str) -> None:
    today = date(2027, 7, 14)
    assert weeks.monday_of(asked, today) == date(2027, 7, 12)


def test_lists_with_days_leave_as_a_calendar(house: House, session: Session) -> None:
    lead = signed_in(house.who(Role.LEAD))
    root = f"/i/{house.inspection.slug}/fieldwork/"
    answer = lead.get(f"{root}?out=ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert ".ics" in answer.headers["Content-Disposition"]
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    visits = [one for one in found if one["dtstart"].dt == MONDAY_IN_SUMMER.date()]
    assert [str(one["summary"]) for one in visits] == [f"Visit: {session.visit.scope_body.label}"]
    assert visits[0]["dtend"].dt == MONDAY_IN_SUMMER.date() + timedelta(days=3)
    requests = Calendar.from_ical(lead.get(f"{root}requests/?out=ics").content).walk("VEVENT")
    assert any(one["dtstart"].dt == house.request.due_on for one in requests)
    # A list without days offers none, and asked for one it shows its page.
    people = lead.get("/people/?out=ics")
    assert people.headers["Content-Type"].startswith("text/html")
    assert "out=ics" not in people.content.decode().replace("?out=ics", "")


def test_hours_name_no_role_and_no_title() -> None:
    assert set(Hours.__dataclass_fields__) == {
        *("name", "label", "inspection", "visit", "starts", "ends", "changed", "off")
    }
