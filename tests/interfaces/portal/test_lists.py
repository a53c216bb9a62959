"""What a contact takes along: their own body's things with their days, and nothing of others."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars
import pytest
import vobject
from django.test import Client

from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.foundation.people.models import Person
from inspectorate.interfaces.cells import exact
from inspectorate.interfaces.portal.lists import HEADS, Row, of_visits, taken_out
from tests.factories.world import OTHER, World

Enter = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 4)


def table(answer: Any) -> list[dict[str, str]]:
    """A CSV as another program reads it, the neutralising mark taken off."""
    read = polars.read_csv(io.BytesIO(answer.content), infer_schema=False)
    return [{name: exact(cell or "") for name, cell in row.items()} for row in read.to_dicts()]


def test_table_holds_what_the_page_shows_of_own_body_and_nothing_of_others(
    world: World, signed_in: Enter
) -> None:
    client = signed_in(world.first.people["body"])
    page = client.get("/portal/").content.decode()
    answer = client.get("/portal/?out=csv")
    rows = table(answer)
    assert {row["What"] for row in rows} == {
        *("Asked for", "Facts to check", "Recommendation", "Visit"),
    }
    assert tuple(rows[0]) == HEADS
    assert all(row["Address"].removeprefix("http://testserver") in page for row in rows)
    assert f"-{len(rows)}-rows-" in answer.headers["Content-Disposition"]
    assert "force-02" not in answer.content.decode()
    assert "Force 02" not in answer.content.decode()
    assert OTHER not in answer.content.decode()


def test_calendar_is_read_by_another_program_and_leads_back_to_each_page(
    world: World, signed_in: Enter
) -> None:
    client = signed_in(world.first.people["body"])
    read = vobject.readOne(client.get("/portal/?out=ics").content.decode())
    events = list(read.vevent_list)
    assert events
    for one in events:
        assert "Force 02" not in one.summary.value
        assert client.get(one.url.value.removeprefix("http://testserver")).status_code == 200
    again = vobject.readOne(client.get("/portal/?out=ics").content.decode())
    assert {one.uid.value for one in again.vevent_list} == {one.uid.value for one in events}


def test_what_is_done_or_has_no_day_stands_in_the_table_and_not_in_the_calendar(rf: Any) -> None:
    day = DAY
    rows = [
        Row("Asked for", "=1+1", "A", "I", "Late", "/1/", day, day),
        Row("Asked for", "Done", "A", "I", "Received", "/2/", day, day, open=False),
        Row("Visit", "Visit to A", "A", "I", "Deferred", "/3/"),
    ]
    answer = taken_out(rf.get("/", {"out": "csv"}), rows)
    assert answer is not None
    assert [row["Title"] for row in table(answer)] == ["=1+1", "Done", "Visit to A"]
    assert "'=1+1" in answer.content.decode()
    calendar = taken_out(rf.get("/", {"out": "ics"}), rows)
    assert calendar is not None
    (event,) = vobject.readOne(calendar.content.decode()).vevent_list
    assert (event.dtstart.value, event.url.value) == (day, "http://testserver/1/")


def test_file_of_a_rehearsal_says_so_in_each_row_and_entry(world: World, signed_in: Enter) -> None:
    assert world.first.inspection.rehearsal
    client = signed_in(world.first.people["body"])
    rows = table(client.get("/portal/?out=csv"))
    assert all(row["Title"].startswith("Rehearsal, simulated: ") for row in rows)
    read = vobject.readOne(client.get("/portal/?out=ics").content.decode())
    told = [one.summary.value for one in read.vevent_list]
    assert told
    assert all(one.startswith("Rehearsal, simulated: ") for one in told)


@pytest.mark.parametrize(
    ("state", "told", "open_"),
    [
        ("planned", "Planned", True),
        ("under way", "Under way", True),
        ("paused", "Paused", True),
        ("overdue", "Hot debrief to follow", False),
        ("done", "Done", False),
        ("cancelled", "Cancelled", False),
    ],
)
def test_visit_that_is_over_stands_in_the_table_alone_in_the_words_of_the_page(
    state: str, told: str, open_: bool
) -> None:
    inspection = SimpleNamespace(title="I", rehearsal=False)
    row = SimpleNamespace(
        row=SimpleNamespace(state=VisitState(state), starts_on=DAY, ends_on=DAY),
        scope_body=SimpleNamespace(label="A"),
        inspection=inspection,
        url=lambda name: "/1/",
    )
    (one,) = of_visits([row])  # type: ignore[list-item]
    assert (one.state, one.open) == (told, open_)


def test_another_way_than_these_is_the_page(rf: Any) -> None:
    assert taken_out(rf.get("/", {"out": "xlsx"}), []) is None
