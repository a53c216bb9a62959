"""Many visits planned on a page: looked at first, kept whole, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import Workbook

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.kinds import Halt
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.planning.models import ClashPassed
from inspectorate.domain.fieldwork.requests import actions as requests
from inspectorate.foundation.people.models import DaysOff
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.fieldwork.planning.forms import PatternForm
from tests.factories.planning import SESSIONS, VISITS, session_line, visit_line
from tests.factories.rooms import AT, a_key, a_request, a_visit, scope_body, window_to
from tests.interfaces.web.acting import House, signed_in, words

NEXT = timezone.localdate() + timedelta(days=30)
BEFORE = NEXT - timedelta(days=60)
AGREED = {"outside_window": "Agreed with the force."}


@pytest.fixture(autouse=True)
def window(house: House) -> None:
    """Fieldwork that is over, but not so long that no visit may follow."""
    window_to(house.inspection, BEFORE)


def _root(house: House) -> str:
    return f"/i/{house.inspection.slug}/fieldwork/"


def _new() -> Any:
    """The visits that a table planned."""
    return Visit.objects.filter(planned__isnull=False)


def _send(house: House, press: str, **given: Any) -> HttpResponse:
    client = signed_in(house.who(Role.LEAD))
    sent = {"key": a_key(), press: "yes", **AGREED, **given}
    answer: Any = client.post(f"{_root(house)}plans/new/", sent, follow=True)
    return answer


def _tables(house: House) -> dict[str, str]:
    last = NEXT + timedelta(days=1)
    visits = VISITS + visit_line(house.inspection, 1, first=NEXT, last=last)
    return {"visits": visits, "sessions": SESSIONS + session_line(house.inspection, 1, day=NEXT)}


def test_tables_are_looked_at_and_then_kept(house: House) -> None:
    tables = _tables(house)
    looked = _send(house, "look", **tables)
    assert "1 visit and 1 session were read. Nothing clashes." in words(looked)
    assert looked.content.decode().count('name="keep"') == 1
    assert not _new().exists()
    kept = _send(house, "keep", **tables)
    assert "1 visit and 1 session are planned." in words(kept)
    assert (_new().count(), Session.objects.filter(planned__isnull=False).count()) == (1, 1)
    made = _new().get()
    told = words(signed_in(house.who(Role.LEAD)).get(f"{_root(house)}visits/{made.pk}/"))
    assert f"In plan {made.planned.plan.number}" in told


def test_faults_are_named_and_what_was_typed_stays(house: House) -> None:
    wrong = VISITS + "Nowhere\tA\t2018-11-05\t2018-11-06\n"
    for press in ("look", "keep"):
        answer = _send(house, press, visits=wrong)
        assert (answer.status_code, "Visits, row 2, column body" in words(answer)) == (422, True)
        assert "Nowhere\tA\t2018-11-05" in answer.content.decode()
        assert 'name="keep"' not in answer.content.decode()
    assert not _new().exists()


def test_clash_is_shown_and_kept_only_with_a_reason(house: House) -> None:
    tables = _tables(house)
    tables["visits"] += visit_line(house.inspection, 2, first=NEXT, last=NEXT)
    looked = words(_send(house, "look", **tables))
    assert "1 clash can be gone past" in looked
    assert "Visits, row 3: Team A would be at two bodies at once" in looked
    assert _send(house, "keep", **tables).status_code == 422
    kept = _send(house, "keep", **tables, gone_past="They part ways.")
    assert "1, because: They part ways." in words(kept)
    assert ClashPassed.objects.get().number == 1


def test_file_is_read_into_the_table_on_the_page(house: House) -> None:
    file = SimpleUploadedFile("plan.csv", _tables(house)["visits"].replace("\t", ";").encode())
    answer = _send(house, "look", visits_file=file)
    assert "1 visit and 0 sessions were read" in words(answer)
    assert scope_body(house.inspection, 1).label + ";A;" in answer.content.decode()


def _workbook(*sheets: tuple[str, list[list[Any]]]) -> SimpleUploadedFile:
    """An Excel file of sheets, each with its rows."""
    book, content = Workbook(), BytesIO()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(content)
    return SimpleUploadedFile("plan.xlsx", content.getvalue())


def test_workbook_is_read_into_both_tables_with_its_days_and_times(house: House) -> None:
    body, who = scope_body(house.inspection, 1).label, house.who(Role.INSPECTOR).email
    notes = ("Notes", [["Agreed with all leads"]])
    visits = [
        ["Plan of autumn"],
        ["Body", "Team", "First day", "Last day"],
        [body, "A", NEXT, NEXT],
    ]
    held = [body, NEXT, time(9, 30), time(10, 30), "Interview", "The lead", "Head of training", who]
    heads = ["Body", "Day", "From", "To", "Method", "Title", "With", "Inspectors"]
    sessions = [heads, held]
    files = {
        "visits_file": _workbook(notes, ("Visits", visits)),
        "sessions_file": _workbook(("Sessions", sessions), notes),
    }
    answer = _send(house, "look", **files)
    assert "1 visit and 1 session were read. Nothing clashes." in words(answer)
    tables = {name: answer.context["form"][name].value() for name in ("visits", "sessions")}
    assert f"{body}\tA\t{NEXT}\t{NEXT}" in tables["visits"]
    assert _send(house, "keep", **tables).status_code == 200
    assert timezone.localtime(Session.objects.latest("pk").starts_at).time() == time(9, 30)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (lambda: SimpleUploadedFile("plan.xlsx", b"PK\x03\x04"), "The workbook cannot be read."),
        (
            lambda: _workbook(("Places", [["Where", "When"]])),
            "No sheet has the headings: body, first_day, last_day.",
        ),
        (
            lambda: _workbook(("Plan", [["body", "first_day", "last_day"], ["One", "=B1+1"]])),
            "Sheet 'Plan', row 2: a cell shows '=B1+1', which is no value.",
        ),
    ],
)
def test_workbook_without_a_table_is_refused_and_what_was_pasted_stays(
    house: House, file: Callable[[], SimpleUploadedFile], told: str
) -> None:
    answer = _send(house, "look", visits="typed\n", visits_file=file())
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert answer.context["form"]["visits"].value() == "typed\n"


def test_pattern_fills_the_tables(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    address = f"{_root(house)}plans/pattern/"
    codes = list(house.inspection.scope.order_by("order").values_list("code", flat=True))
    asked = {"bodies": codes[1:3], "start": f"{NEXT}", "days": 2, "every": 7, "teams": "A, B"}
    asked["sessions"] = "2, 09:30, 10:30, Interview, The lead, Head of training"
    made = client.get(address, asked).context["form"].initial
    first, second = made["visits"].splitlines()[1:]
    last = NEXT + timedelta(days=1)
    assert first.split("\t")[1:] == ["A", f"{NEXT}", f"{last}"]
    assert second.split("\t")[1:] == ["B", f"{NEXT}", f"{last}"]
    kept = _send(house, "keep", **made)
    assert "2 visits and 2 sessions are planned." in words(kept)
    faulty = client.get(address, {**asked, "sessions": "at nine"})
    assert (faulty.status_code, "six pieces" in words(faulty)) == (422, True)


def test_plan_is_moved_and_cancelled_on_its_page(house: House) -> None:
    _send(house, "keep", **_tables(house))
    client = signed_in(house.who(Role.LEAD))
    plan = f"{_root(house)}plans/1/"
    sent = {"key": a_key(), "days": "7", "reason": "Snow."}
    assert "The plan is moved" in words(client.post(f"{plan}move/", sent, follow=True))
    assert _new().get().starts_on == NEXT + timedelta(days=7)
    sent = {"key": a_key(), "reason": "A strike."}
    assert "is cancelled" in words(client.post(f"{plan}cancel/", sent, follow=True))
    assert _new().get().cancelled_reason == "A strike."


def test_board_leads_to_the_form_with_the_week_chosen(house: House) -> None:
    _send(house, "keep", **_tables(house))
    client = signed_in(house.who(Role.LEAD))
    visit = _new().get()
    move = f"{_root(house)}visits/{visit.pk}/move/"
    assert move in client.get(f"{_root(house)}board/").content.decode()
    week = NEXT + timedelta(days=14)
    form = client.get(f"{move}?week={week}").context["form"]
    assert form.initial["starts_on"] == NEXT + timedelta(days=14)
    assert "starts_on" not in client.get(f"{move}?week=soon").context["form"].initial


def test_travel_is_said_in_hours_and_shown(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    sent = {"key": a_key(), "hours": "1.5"}
    answer = client.post(f"{_root(house)}travel/say/", sent, follow=True)
    assert "Between any two bodies: 90 minutes" in words(answer)


def test_pack_tells_sessions_and_what_was_asked(house: House) -> None:
    visit = a_visit(house.inspection, 0, starts_on=NEXT, ends_on=NEXT, outside_window="Agreed.")
    answer = words(signed_in(house.who(Role.EDITOR)).get(f"{_root(house)}visits/{visit.pk}/pack/"))
    assert "No sessions are planned yet." in answer
    assert "Training records" in answer


def test_days_off_are_entered_seen_and_taken_back_by_the_person_alone(house: House) -> None:
    inspector = house.who(Role.INSPECTOR)
    client = signed_in(inspector)
    sent = {"key": a_key(), "from_on": f"{NEXT}", "to_on": f"{NEXT}"}
    assert "Take back" in words(client.post("/days-off/", sent, follow=True))
    days = DaysOff.objects.get()
    lead = signed_in(house.who(Role.LEAD))
    assert "Days off" not in words(lead.get(f"/people/{inspector.pk}/"))
    assert lead.post(f"/days-off/{days.pk}/take-back/", {"key": a_key()}).status_code == 404
    client.post(f"/days-off/{days.pk}/take-back/", {"key": a_key()})
    assert hasattr(DaysOff.objects.get(), "withdrawal")
    wrong = {"key": a_key(), "from_on": f"{NEXT}", "to_on": f"{NEXT - timedelta(days=1)}"}
    assert client.post("/days-off/", wrong).status_code == 422


def _defer(house: House, visit: Visit) -> None:
    asked = Asked(AT, "body", "Chief constable", "weather", "Welfare desk", "01632 960123")
    fresh = Visit.objects.get(pk=visit.pk)
    said = {"by": house.who(Role.LEAD), "at": AT, "key": a_key()}
    interruptions.defer_visit(visit=fresh, version=fresh.version, asked=asked, **said)


def test_pages_of_a_plan_say_how_many_sessions_go_and_what_is_deferred(house: House) -> None:
    tables = _tables(house)
    later = NEXT + timedelta(days=14)
    tables["visits"] += visit_line(house.inspection, 2, first=later, last=later)
    tables["sessions"] += session_line(house.inspection, 2, day=later)
    _send(house, "keep", **tables)
    _defer(house, _new().get(starts_on=later))
    client = signed_in(house.who(Role.LEAD))
    plan = f"{_root(house)}plans/1/"
    assert "of which 1 are still to come and 1 deferred, without days" in words(client.get(plan))
    assert words(client.get(plan)).count("None now") == 2
    told = words(client.get(f"{plan}move/"))
    assert "1 of its 2 visits are still to come and move, with 1 session." in told
    assert "1 more is deferred, without days, and stays behind" in told
    told = words(client.get(f"{plan}cancel/"))
    assert "2 of its 2 visits are still to come and are cancelled, 1 of them deferred" in told
    assert "and 2 sessions." in told


def test_page_that_cancels_a_visit_says_how_many_sessions_go_with_it(house: House) -> None:
    _send(house, "keep", **_tables(house))
    visit = _new().get()
    client = signed_in(house.who(Role.LEAD))
    page = f"{_root(house)}visits/{visit.pk}/cancel/"
    told = words(client.get(page))
    assert "1 session of it is still to come and is cancelled with it" in told
    # Ending it cancels none, and says so.
    end = f"{_root(house)}visits/{visit.pk}/end/"
    assert "1 session of it is still to come and stays planned." in words(client.get(end))
    client.post(page, {"key": a_key(), "version": visit.version, "reason": "Snow."})
    assert "still to come" not in words(client.get(end))
    assert Session.objects.get(visit=visit).state.value == "cancelled"
    other = a_visit(house.inspection, 2, starts_on=NEXT, ends_on=NEXT, outside_window="Agreed.")
    assert "still to come" not in words(client.get(f"{_root(house)}visits/{other.pk}/cancel/"))


def test_deferred_visit_stands_under_the_board_and_on_its_pack_without_days(house: House) -> None:
    _send(house, "keep", **_tables(house))
    visit = _new().get()
    _defer(house, visit)
    client = signed_in(house.who(Role.LEAD))
    board = words(client.get(f"{_root(house)}board/"))
    assert f"Deferred, without days {visit.scope_body.label}" in board
    pack = words(client.get(f"{_root(house)}visits/{visit.pk}/pack/"))
    assert "State Deferred" in pack
    assert "None now. They were" in pack
    assert "their times from before the visit was deferred" in pack
    move = client.get(f"{_root(house)}visits/{visit.pk}/move/")
    assert "with_sessions" not in move.context["form"].fields
    assert "Its sessions come along, each at its hour." in words(move)


def test_board_tells_states_and_offers_no_move_of_what_was_left_incomplete(house: House) -> None:
    visit = house.visit
    client = signed_in(house.who(Role.LEAD))
    move = f"{_root(house)}visits/{visit.pk}/move/"
    shown = client.get(f"{_root(house)}board/")
    assert "8 Oct to 10 Oct, overdue" in words(shown)
    assert move in shown.content.decode()
    Visit.objects.filter(pk=visit.pk).update(halted=Halt.INCOMPLETE)
    shown = client.get(f"{_root(house)}board/")
    assert "8 Oct to 10 Oct, left incomplete" in words(shown)
    assert move not in shown.content.decode()


def test_visit_of_two_weeks_dragged_from_its_second_moves_by_one(house: House) -> None:
    first, week = NEXT - timedelta(days=NEXT.weekday()), timedelta(days=7)
    last = first + timedelta(days=10)
    visit = a_visit(house.inspection, 2, starts_on=first, ends_on=last, outside_window="Agreed.")
    client = signed_in(house.who(Role.LEAD))
    move = f"{_root(house)}visits/{visit.pk}/move/?week={first + 2 * week}"
    form = client.get(f"{move}&from={first + week}").context["form"]
    assert form.initial["starts_on"] == first + week
    assert client.get(f"{move}&from=soon").status_code == 200


def test_pattern_asks_six_a_day_days_near_the_window_and_codes_of_bodies_alike(
    house: House,
) -> None:
    client = signed_in(house.who(Role.LEAD))
    address = f"{_root(house)}plans/pattern/"
    one, other = house.inspection.scope.order_by("order")[1:3]
    asked = {"bodies": [one.code, other.code], "start": f"{NEXT}", "days": 2, "every": 7}
    line = "1, 09:30, 10:30, Interview, The lead, Head of training\n"
    crowded = client.get(address, {**asked, "sessions": line * 7})
    assert "Day 1 has 7 sessions. Give 6 at most" in words(crowded)
    far = client.get(address, {**asked, "start": "9999-12-31"})
    assert (far.status_code, "more than two years" in words(far)) == (422, True)
    form = PatternForm(inspection=house.inspection)
    assert form._named(one.code) == one.label
    form.scope[other.code].label = one.label
    assert form._named(one.code) == one.code


def test_calendar_of_visits_and_requests_takes_back_what_no_longer_stands(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    request = a_request(house.inspection)
    said = {"by": house.who(Role.LEAD), "at": AT, "key": a_key()}
    requests.move_request(
        request=request, due_on=date(2018, 11, 20), reason="More time.", version=0, **said
    )
    _send(house, "keep", **_tables(house))
    _defer(house, _new().get())
    answer = client.get(f"{_root(house)}?out=ics")
    told = {one["dtstart"].dt: one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert (str(told[NEXT]["status"]), told[NEXT]["sequence"]) == ("CANCELLED", 1)
    address = f"{_root(house)}requests/?out=ics"

    def due() -> tuple[str, int]:
        found = Calendar.from_ical(client.get(address).content).walk("VEVENT")
        (ours,) = [one for one in found if one["dtstart"].dt == date(2018, 11, 20)]
        return str(ours["status"]), ours["sequence"]

    assert due() == ("CONFIRMED", 1)
    said["key"] = a_key()
    fieldwork.receive(request=request, note="Sent by post.", **said)
    assert due() == ("CANCELLED", 2)
