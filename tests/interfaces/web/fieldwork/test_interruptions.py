"""A visit that is paused and reopened: on its page, in the portal, where its evidence is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import an_item
from tests.factories.rooms import a_contact, a_key, a_session, a_visit, scope_body, window_to
from tests.interfaces.web.acting import House, signed_in, words

WELFARE = "01632 960123"
NOON = "2018-10-08T12:00"


def _page(house: House) -> str:
    return f"/i/{house.inspection.slug}/fieldwork/visits/{house.visit.pk}/"


def _asked(**given: Any) -> dict[str, Any]:
    return {
        "key": a_key(),
        "version": "1",
        "since": NOON,
        "asked_by": "body",
        "office": "Office of the chief",
        "ground": "emergency",
        "words": "A flood in the county",
        "marking": "OFFICIAL",
        "welfare_office": "Welfare desk",
        "welfare_reach": WELFARE,
        **given,
    }


def _portal(house: House) -> Client:
    return signed_in(a_contact(scope_body(house.inspection).body))


def _visit_in_portal(house: House) -> str:
    return words(_portal(house).get(f"/portal/{house.inspection.slug}/force-01/visits/1/"))


def _version(house: House) -> int:
    return Visit.objects.get(pk=house.visit.pk).version


def test_paused_visit_tells_its_page_and_its_body_why_and_whom_to_call(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    assert WELFARE not in _visit_in_portal(house)
    answer = lead.post(f"{_page(house)}pause/", _asked(), follow=True)
    shown = words(answer)
    assert "What was heard before can still be written up." in shown
    assert "Asked by the body (Office of the chief)" in shown
    assert WELFARE in shown
    told = _visit_in_portal(house)
    assert "Paused" in told
    assert f"Welfare desk: {WELFARE}" in told
    assert "A flood in the county" in told


def test_words_marked_above_official_are_not_told_the_body_and_the_welfare_contact_is(
    house: House,
) -> None:
    lead = signed_in(house.who(Role.LEAD))
    lead.post(f"{_page(house)}pause/", _asked(marking="OFFICIAL-SENSITIVE"), follow=True)
    told = _visit_in_portal(house)
    assert "flood" not in told
    assert WELFARE in told


def test_form_without_who_asked_names_each_field_and_keeps_what_was_typed(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    answer = lead.post(f"{_page(house)}pause/", _asked(office="", welfare_reach=""))
    assert answer.status_code == 422
    assert "Fill this in." in words(answer)
    assert "A flood in the county" in answer.content.decode()


def test_pause_from_a_moment_to_come_is_refused_beside_its_field(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    later = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = lead.post(f"{_page(house)}pause/", _asked(since=later))
    assert answer.status_code == 422
    assert "has not come. Give a moment that has passed." in words(answer)


def test_session_planned_in_a_pause_is_listed_and_said_before_the_visit_goes_on(
    house: House,
) -> None:
    lead = signed_in(house.who(Role.LEAD))
    at = datetime(2018, 10, 9, 9, tzinfo=UTC)
    times = {"starts_at": at, "ends_at": at + timedelta(hours=1)}
    a_session(house.visit, house.who(Role.INSPECTOR), title="The control room", **times)
    shown = words(lead.post(f"{_page(house)}pause/", _asked(), follow=True))
    assert "Sessions in a time in which the visit stood still" in shown
    form = words(lead.get(f"{_page(house)}resume/"))
    assert "to be moved or cancelled: “The control room”" in form


def test_evidence_recorded_after_reopening_says_so_in_list_item_and_file(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    session = a_session(house.visit, house.who(Role.INSPECTOR))
    sent = _asked(not_seen="The control room")
    shown = words(lead.post(f"{_page(house)}incomplete/", sent, follow=True))
    assert "Not seen: The control room" in shown
    times = {"observed_at": session.starts_at, "written_at": session.ends_at}
    before = an_item(house.inspection, at=session.ends_at, session=session, **times)
    again = {
        "key": a_key(),
        "version": _version(house),
        "since": "2018-10-09T09:00",
        "reason": "There is time",
        "marking": "OFFICIAL",
    }
    shown = words(lead.post(f"{_page(house)}reopen/", again, follow=True))
    assert "Evidence recorded from now on is marked so." in shown
    after = an_item(house.inspection, at=timezone.now(), session=session, **times)
    root = f"/i/{house.inspection.slug}/evidence/"
    assert words(lead.get(root)).count("Recorded after reopening") == 1
    said = "Recorded after its visit was reopened"
    assert said in words(lead.get(f"{root}{after.number}/"))
    assert said not in words(lead.get(f"{root}{before.number}/"))
    lines = b"".join(lead.get(f"{root}?out=csv")).decode().splitlines()
    head = lines[0].split(",").index("After its visit was reopened")
    told = {line.split(",")[0]: line.split(",") for line in lines[1:]}
    assert head
    assert "yes" in told[after.ref]


def test_deferred_visit_has_no_days_in_calendar_list_and_portal_until_it_is_moved(
    house: House,
) -> None:
    lead = signed_in(house.who(Role.LEAD))
    shown = words(lead.post(f"{_page(house)}defer/", _asked(since="2018-10-01T09:00"), follow=True))
    assert "None now. They were 8 October 2018 to 10 October 2018" in shown
    assert "No days now; was 8 October 2018" in words(
        lead.get(f"/i/{house.inspection.slug}/fieldwork/")
    )
    assert "A visit without days now" in words(_portal(house).get("/portal/"))
    assert "None now. We will tell you new ones." in _visit_in_portal(house)
    assert "Deferred, without days: visit to Force 01" in words(lead.get("/"))


def test_deferred_visit_that_is_cancelled_promises_nobody_new_days(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    lead.post(f"{_page(house)}defer/", _asked(since="2018-10-01T09:00"), follow=True)
    gone = {"key": a_key(), "version": _version(house), "reason": "No time is left"}
    shown = words(lead.post(f"{_page(house)}cancel/", gone, follow=True))
    assert "No time is left" in shown
    assert "None now" not in shown
    told = _visit_in_portal(house)
    assert "We will tell you new ones" not in told
    assert "Cancelled" in told


def _reopened(house: House, marking: str = "OFFICIAL") -> None:
    lead = signed_in(house.who(Role.LEAD))
    told = {"debrief": "Told on the day", "marking": marking}
    told |= {"heard_by": "Chief officer", "said_on": "2018-10-08"}
    lead.post(f"{_page(house)}end/", {"key": a_key(), "version": _version(house), **told})
    again = {
        "key": a_key(),
        "version": _version(house),
        "since": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "reason": "There is time",
        "marking": "OFFICIAL",
    }
    lead.post(f"{_page(house)}reopen/", again, follow=True)
    assert _version(house) == 3


def test_reopened_visit_leaves_its_body_what_it_was_told(house: House) -> None:
    _reopened(house)
    told = _visit_in_portal(house)
    assert "What was told when it ended, before it was reopened: Told on the day" in told


def test_body_of_a_reopened_visit_reads_nothing_told_above_official(house: House) -> None:
    _reopened(house, "OFFICIAL-SENSITIVE")
    told = _visit_in_portal(house)
    assert "Told on the day" not in told
    assert "cleared" not in told
    assert "It is marked higher than can be shown here." in told


def test_paused_visit_is_resumed_first_and_says_so_where_it_is_moved(house: House) -> None:
    lead = signed_in(house.who(Role.LEAD))
    lead.post(f"{_page(house)}pause/", _asked(), follow=True)
    days = {"starts_on": "2018-10-22", "ends_on": "2018-10-24", "reason": "It goes on then"}
    sent = {"key": a_key(), "version": _version(house), **days}
    answer = lead.post(f"{_page(house)}move/", sent)
    assert answer.status_code == 422
    assert "This visit is paused. Resume it first." in words(answer)
    form = words(lead.get(f"{_page(house)}resume/"))
    assert "Where it goes on on other days, move it once it is resumed." in form
    again = {"key": a_key(), "version": _version(house), "marking": "OFFICIAL"}
    lead.post(f"{_page(house)}resume/", {**again, "since": "2018-10-12T09:00"}, follow=True)
    sent = {"key": a_key(), "version": _version(house), **days}
    assert "The visit is moved." in words(lead.post(f"{_page(house)}move/", sent, follow=True))


def test_what_clashes_with_its_days_to_come_is_said_before_a_visit_is_resumed(
    house: House,
) -> None:
    lead = signed_in(house.who(Role.LEAD))
    today = timezone.localdate()
    window_to(house.inspection, today - timedelta(days=30))
    days = {"starts_on": today, "ends_on": today + timedelta(days=2), "outside_window": "Late"}
    visit = a_visit(house.inspection, 2, **days)
    since = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    root = f"/i/{house.inspection.slug}/fieldwork/visits/{visit.pk}/"
    lead.post(f"{root}pause/", _asked(since=since), follow=True)
    before = words(lead.get(f"{root}resume/"))
    a_visit(house.inspection, 1, **days)
    form = words(lead.get(f"{root}resume/"))
    said = "What now clashes with its days still to come, and is to be moved: Team A would be at"
    assert said not in before
    assert said in form
    again = {"key": a_key(), "version": "2", "since": since, "marking": "OFFICIAL"}
    assert "The visit goes on." in words(lead.post(f"{root}resume/", again, follow=True))


def test_acts_that_cannot_be_done_now_are_folded_below_those_that_can(house: House) -> None:
    a_session(house.visit, house.who(Role.INSPECTOR))
    lead = signed_in(house.who(Role.LEAD))
    page = lead.get(_page(house)).content.decode()
    above, fold, below = page.partition("What cannot be done now, and why")
    folded = below.partition("</details>")[0]
    assert fold
    # It has begun: it is paused, not deferred, and is ended, not cancelled.
    assert f'href="{_page(house)}pause/"' in above
    assert f'href="{_page(house)}end/"' in above
    assert "Defer the visit" not in above.partition("<main")[2]
    assert "Cancel the visit" not in above.partition("<main")[2]
    assert re.search(r"disabled\s+aria-describedby=\"why-defer\">Defer the visit</button>", folded)
    assert "<details open" not in page


def test_page_of_a_visit_where_all_can_be_done_has_nothing_folded(house: House) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    window_to(house.inspection, tomorrow)
    to_come = a_visit(house.inspection, 1, starts_on=tomorrow, ends_on=tomorrow)
    lead = signed_in(house.who(Role.LEAD))
    url = f"/i/{house.inspection.slug}/fieldwork/visits/{to_come.pk}/"
    assert "What cannot be done now" not in lead.get(url).content.decode()
