"""Fieldwork: visits and their sessions, requests and what came for them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspectorate.domain.fieldwork.models import Receipt, Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.log import events
from tests.domain.fieldwork.acting import receive
from tests.factories.findings import an_item
from tests.factories.rooms import (
    a_contact,
    a_request,
    a_session,
    a_visit,
    criterion,
    join,
    member,
    scope_body,
)
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words

PDF = b"%PDF-1.4\n%%EOF\n"


def _slug(house: House) -> tuple[str]:
    return (house.inspection.slug,)


def _visit(house: House) -> tuple[str, int]:
    return house.inspection.slug, house.visit.pk


def _request(house: House) -> tuple[str, int]:
    return house.inspection.slug, house.request.pk


def _hold(house: House) -> None:
    a_session(house.visit)


def _held(house: House) -> tuple[str, int]:
    return house.inspection.slug, house.visit.sessions.latest("pk").pk


def _session(house: House) -> dict[str, Any]:
    return {
        "method": "interview",
        "title": "The chief officer",
        "origin": "Chief officer",
        "starts_at": "2018-10-09T09:00",
        "ends_at": "2018-10-09T10:00",
        "inspectors": [member(house.inspection, Role.INSPECTOR).pk],
    }


ACTS = [
    Act(
        "fieldwork-plan-visit",
        FieldworkVerb.PLAN_VISIT,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        args=_slug,
        fields=lambda house: {
            "scope_body": scope_body(house.inspection, 1).pk,
            "team": "B",
            "starts_on": "2018-11-05",
            "ends_on": "2018-11-07",
            "outside_window": "",
        },
        refused=lambda house: {"starts_on": "2018-11-09"},
        beside="ends_on",
        reason="",
        keeps='value="2018-11-09"',
        done="The visit is planned.",
        back="fieldwork-visits",
    ),
    Act(
        "fieldwork-move-visit",
        FieldworkVerb.MOVE_VISIT,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        args=_visit,
        fields=lambda house: {
            "starts_on": "2018-10-15",
            "ends_on": "2018-10-17",
            "reason": "The force asked.",
            "version": house.visit.version,
        },
        refused=lambda house: {"ends_on": "2018-10-14"},
        beside="ends_on",
        reason="",
        keeps="The force asked.",
        done="The visit is moved.",
        back="fieldwork-visit",
    ),
    Act(
        "fieldwork-cancel-visit",
        FieldworkVerb.CANCEL_VISIT,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_visit,
        fields=lambda house: {"reason": "A storm.", "version": house.visit.version},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The visit is cancelled",
        back="fieldwork-visit",
    ),
    Act(
        "fieldwork-end-visit",
        FieldworkVerb.END_VISIT,
        may=Role.INSPECTOR,
        may_not=Role.ANALYST,
        args=_visit,
        fields=lambda house: {
            "debrief": "Leaders know why.",
            "heard_by": "Chief officer",
            "said_on": "2018-10-10",
            "version": house.visit.version,
        },
        refused=lambda house: {"debrief": " "},
        beside="debrief",
        reason="Fill this in.",
        done="The visit is ended.",
        back="fieldwork-visit",
    ),
    Act(
        "fieldwork-hold-session",
        FieldworkVerb.HOLD_SESSION,
        may=Role.INSPECTOR,
        may_not=Role.MODERATOR,
        args=_visit,
        fields=_session,
        refused=lambda house: {"ends_at": "2018-10-09T08:00"},
        beside="ends_at",
        reason="",
        keeps="The chief officer",
        done="The session is recorded.",
        back="fieldwork-visit",
    ),
    Act(
        "fieldwork-move-session",
        FieldworkVerb.MOVE_SESSION,
        may=Role.INSPECTOR,
        may_not=Role.MODERATOR,
        before=_hold,
        args=_held,
        fields=lambda house: {
            "starts_at": "2018-10-09T14:00",
            "ends_at": "2018-10-09T15:00",
            "reason": "The wrong day was typed.",
            "version": 0,
        },
        refused=lambda house: {"ends_at": "2018-10-09T13:00"},
        beside="ends_at",
        reason="Correct the times.",
        keeps="The wrong day was typed.",
        done="The times are mended.",
        back="fieldwork-visit",
        back_args=_visit,
    ),
    Act(
        "fieldwork-cancel-session",
        FieldworkVerb.CANCEL_SESSION,
        may=Role.INSPECTOR,
        may_not=Role.EDITOR,
        before=_hold,
        args=_held,
        fields=lambda house: {"reason": "Nobody came."},
        refused=lambda house: {"reason": " "},
        beside="reason",
        reason="Fill this in.",
        done="The session is cancelled",
        back="fieldwork-visit",
        back_args=_visit,
    ),
    Act(
        "fieldwork-ask",
        FieldworkVerb.ASK,
        may=Role.INSPECTOR,
        may_not=Role.EDITOR,
        args=_slug,
        fields=lambda house: {
            "scope_body": scope_body(house.inspection).pk,
            "title": "The training plan",
            "text": "",
            "due_on": "2099-12-31",
        },
        refused=lambda house: {"due_on": "2018-01-01"},
        beside="due_on",
        reason="Choose a later day.",
        keeps="The training plan",
        done="The request is sent",
        back="fieldwork-requests",
    ),
    Act(
        "fieldwork-move-request",
        FieldworkVerb.MOVE_REQUEST,
        may=Role.INSPECTOR,
        may_not=Role.EDITOR,
        args=_request,
        fields=lambda house: {"due_on": "2099-12-31", "reason": "They asked.", "version": 0},
        refused=lambda house: {"due_on": "2018-01-01"},
        beside="due_on",
        reason="Choose a later day.",
        keeps="They asked.",
        done="The due day is moved.",
        back="fieldwork-request",
    ),
    Act(
        "fieldwork-withdraw-request",
        FieldworkVerb.WITHDRAW_REQUEST,
        may=Role.ANALYST,
        may_not=Role.EDITOR,
        args=_request,
        fields=lambda house: {"reason": "Not needed."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The request is withdrawn.",
        back="fieldwork-request",
    ),
    Act(
        "fieldwork-receive",
        FieldworkVerb.RECEIVE,
        may=Role.ANALYST,
        may_not=Role.MODERATOR,
        args=_request,
        fields=lambda house: {
            "note": "By post.",
            "file": SimpleUploadedFile("records.pdf", PDF),
        },
        refused=lambda house: {"note": "", "file": ""},
        beside="note",
        reason="",
        done="The receipt is recorded.",
        back="fieldwork-request",
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_receipt_holds_the_file_or_the_note_alone(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    address = f"/i/{house.inspection.slug}/fieldwork/requests/{house.request.pk}/"
    client.post(address + "receive/", {"key": "note", "note": "Nothing to send."})
    client.post(
        address + "receive/",
        {"key": "file", "note": "", "file": SimpleUploadedFile("records.pdf", PDF)},
    )
    assert [(one.note, one.name, bool(one.digest)) for one in Receipt.objects.order_by("pk")] == [
        ("Nothing to send.", "", False),
        ("", "records.pdf", True),
    ]
    page = words(client.get(address))
    assert "A note : Nothing to send." in page.replace("A note:", "A note :")
    assert "records.pdf" in page


def test_line_of_a_hand_in_bears_its_own_mark_to_whoever_sees_it(house: House) -> None:
    address = f"/i/{house.inspection.slug}/fieldwork/requests/{house.request.pk}/"
    for mark in ("OFFICIAL", "OFFICIAL-SENSITIVE"):
        signed_in(house.who(Role.LEAD)).post(
            address + "receive/", {"key": mark, "note": "In confidence.", "marking": mark}
        )
    for role in (Role.LEAD, Role.EDITOR):
        page = signed_in(house.who(role)).get(address)
        received = page.content.decode().split("<h2>Received</h2>")[1]
        marks = re.findall(r'class="ins-chip[^"]*">\s*([A-Z-]+)\s*<', received)
        assert marks == ["OFFICIAL", "OFFICIAL-SENSITIVE"], role


def _handed_in(house: House, **given: Any) -> Receipt:
    contact = a_contact(house.request.scope_body.body)
    return receive(
        contact, house.request, note="The list.", file=store.take(PDF, name="list.txt"), **given
    )


def test_file_handed_in_comes_down_as_a_download_to_who_may_see_the_request(house: House) -> None:
    given = _handed_in(house)
    client, root = signed_in(house.who(Role.EDITOR)), f"/i/{house.inspection.slug}/fieldwork/"
    file = f"{root}requests/file/{given.pk}/"
    assert f'href="{file}"' in client.get(f"{root}requests/{house.request.pk}/").content.decode()
    got = client.get(file)
    assert b"".join(got.streaming_content) == PDF
    # A browser is told to save it and to guess nothing, whatever it may hold.
    assert (got["Content-Type"], got["X-Content-Type-Options"], got["Content-Disposition"]) == (
        "application/octet-stream",
        "nosniff",
        f'attachment; filename="{given.digest[:12]}.txt"',
    )
    for person in (house.outsider, house.contact, house.who(Role.PRESS)):
        assert signed_in(person).get(file).status_code == 404
    other = f"/i/{house.planned.slug}/fieldwork/requests/file/{given.pk}/"
    assert signed_in(member(house.planned, Role.LEAD)).get(other).status_code == 404


def test_file_of_a_marked_hand_in_is_given_to_the_cleared_alone_and_each_read_is_noted(
    house: House, settings: Any, tmp_path: Path
) -> None:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    given = _handed_in(house, marking="OFFICIAL-SENSITIVE")
    file = f"/i/{house.inspection.slug}/fieldwork/requests/file/{given.pk}/"
    reader = house.who(Role.LEAD)
    assert signed_in(reader).get(file).status_code == 200
    uncleared = join(house.inspection, Role.INSPECTOR, reading=False)
    assert signed_in(uncleared).get(file).status_code == 404
    page = signed_in(uncleared).get(file.replace(f"file/{given.pk}", str(house.request.pk)))
    assert file not in page.content.decode()
    noted = [
        (one.ids["person"], one.ids["objects"])
        for one in events(tmp_path / "security.log")
        if one.event == "read"
    ]
    assert noted == [(reader.pk, [f"fieldwork.receipt:{given.pk}"])]


def test_hand_in_without_a_file_has_nothing_to_download(house: House) -> None:
    note = receive(house.who(Role.LEAD), house.request, note="Nothing to send.")
    address = f"/i/{house.inspection.slug}/fieldwork/requests/"
    client = signed_in(house.who(Role.LEAD))
    assert "requests/file/" not in client.get(f"{address}{house.request.pk}/").content.decode()
    assert client.get(f"{address}file/{note.pk}/").status_code == 404


def test_move_from_an_old_version_answers_409_and_moves_nothing(house: House) -> None:
    sent = {"starts_on": "2018-10-15", "ends_on": "2018-10-17", "reason": "Asked.", "version": 99}
    address = f"/i/{house.inspection.slug}/fieldwork/visits/{house.visit.pk}/move/"
    answer = signed_in(house.who(Role.LEAD)).post(address, {"key": "old", **sent})
    assert answer.status_code == 409
    assert Visit.objects.get(pk=house.visit.pk).starts_on == date(2018, 10, 8)


def test_visit_with_a_session_cannot_be_cancelled_and_its_page_says_why(house: House) -> None:
    a_session(house.visit)
    client = signed_in(house.who(Role.LEAD))
    address = f"/i/{house.inspection.slug}/fieldwork/visits/{house.visit.pk}/"
    (reasons,) = [one.reasons for one in client.get(address).context["shut"] if one.key == "cancel"]
    assert len(reasons) == 1
    sent = {"key": "cancel", "reason": "A storm.", "version": house.visit.version}
    answer = client.post(address + "cancel/", sent)
    assert answer.status_code == 422
    assert reasons[0].text in words(answer)


def test_visit_or_request_of_another_inspection_does_not_exist(house: House) -> None:
    client = signed_in(member(house.planned, Role.LEAD))
    for page in (f"visits/{house.visit.pk}/", f"requests/{house.request.pk}/"):
        address = f"/i/{house.planned.slug}/fieldwork/{page}"
        assert client.get(address).status_code == 404


def test_calendar_filters_by_state_and_sorts_by_body(house: House) -> None:
    a_visit(house.inspection, 1, starts_on=date(2018, 10, 5), ends_on=date(2018, 10, 6), team="B")
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/fieldwork/"

    def bodies(query: str) -> list[str]:
        rows = client.get(address + query).context["rows"]
        return [row.visit.scope_body.label for row in rows]

    assert bodies("") == ["Force 02", "Force 01"]
    assert bodies("?sort=body") == ["Force 01", "Force 02"]
    assert bodies("?sort=-body") == ["Force 02", "Force 01"]
    assert bodies("?sort=nothing") == ["Force 02", "Force 01"]
    assert bodies("?state=planned") == []


@pytest.mark.parametrize("page", ["", "requests/"])
def test_list_costs_as_much_for_three_as_for_one(house: House, page: str) -> None:
    client = signed_in(house.who(Role.MODERATOR))
    address = f"/i/{house.inspection.slug}/fieldwork/{page}"
    few = queries_of(client, address)
    for number in (1, 2):
        a_visit(house.inspection, number, team="B" if number == 1 else "")
        a_request(house.inspection, number)
    assert queries_of(client, address) == few


def test_visit_page_tells_the_times_before_and_the_evidence_that_keeps_its_own(
    house: House,
) -> None:
    session = a_session(house.visit)
    client = signed_in(house.who(Role.INSPECTOR))
    root = f"/i/{house.inspection.slug}"
    address = f"{root}/fieldwork/visits/{house.visit.pk}/"
    item = an_item(
        house.inspection,
        session=session,
        observed_at=session.starts_at,
        written_at=session.ends_at,
        at=session.ends_at + timedelta(days=12),
    )
    assert item.ref not in words(client.get(address))
    sent = {"starts_at": "2018-10-09T14:00", "ends_at": "2018-10-09T15:00", "version": 0}
    client.post(
        f"{root}/fieldwork/sessions/{session.pk}/move/",
        {"key": "move", "reason": "The wrong day.", **sent},
    )
    page = words(client.get(address))
    assert "8 October 2018, 10:00 to 11:00 BST; The wrong day." in page
    assert f"{item.ref} Late observed 8 October 2018" in page
    form = client.get(f"{root}/evidence/{item.number}/supersede/").context["form"]
    assert form.initial["session"] == session
    client.post(
        f"{root}/fieldwork/sessions/{session.pk}/cancel/", {"key": "off", "reason": "Not held."}
    )
    page = client.get(address)
    assert "Cancelled Not held." in words(page)
    assert f"/fieldwork/sessions/{session.pk}/" not in page.content.decode()
    # Offered to nothing new, and still the session of what was recorded from it.
    replaced = client.get(f"{root}/evidence/{item.number}/supersede/").context["form"]
    recorded = client.get(f"{root}/evidence/record/").context["form"]
    offered = [list(form.fields["session"].queryset) for form in (replaced, recorded)]
    assert offered == [[session], []]


def test_session_of_another_inspection_does_not_exist(house: House) -> None:
    session = a_session(house.visit)
    client = signed_in(member(house.planned, Role.LEAD))
    for act in ("move", "cancel"):
        address = f"/i/{house.planned.slug}/fieldwork/sessions/{session.pk}/{act}/"
        assert client.get(address).status_code == 404


def test_visit_page_costs_as_much_for_three_sessions_as_for_one(house: House) -> None:
    client = signed_in(house.who(Role.EDITOR))
    address = f"/i/{house.inspection.slug}/fieldwork/visits/{house.visit.pk}/"
    a_session(house.visit)
    few = queries_of(client, address)
    for title in ("Second", "Third"):
        a_session(house.visit, title=title)
    assert queries_of(client, address) == few
    assert "Third" in words(client.get(address))


def test_evidence_recorded_from_a_session_leads_back_to_its_visit(house: House) -> None:
    session = a_session(house.visit)
    client = signed_in(house.who(Role.INSPECTOR))
    visit = reverse("fieldwork-visit", args=[house.inspection.slug, house.visit.pk])
    (to,) = re.findall(r'href="(\S+record/\S+)"', client.get(visit).content.decode())
    address = unescape(to)
    form = client.get(address).context["form"]
    assert form.initial["session"] == session.pk
    sent = {name: value for name, value in form.initial.items() if name != "session"}
    of = criterion(house.inspection)
    sent |= {
        "key": "from-a-session",
        "session": session.pk,
        "words": "Seen in the book of the suite.",
        "criteria": [of.pk],
        "direction": "neutral",
        "marking": "OFFICIAL",
        "observed_at": "2018-10-08T10:30",
        "written_at": "2018-10-08T10:45",
    }
    answer = client.post(address, sent)
    assert (answer.status_code, urldefrag(answer["Location"]).url) == (302, visit)
