"""The pages of consistency panels and overrides, by Django's client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import PdfDocument

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed, ConsistencyPanel, ShownPapers
from inspectorate.domain.judgments.panels import actions
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, assigned, submitted
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.rooms import TO, a_key, an_inspection, criterion, join, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def judged() -> Inspection:
    """Two bodies judged on one criterion, by one inspector each; two moderators and a lead."""
    inspection = an_inspection(bodies=2, phase="judging")
    for number in range(2):
        judge = member(inspection, Role.INSPECTOR, number)
        submitted(
            assigned(inspection, scope_body(inspection, number), criterion(inspection), judge)
        )
    join(inspection, Role.MODERATOR)
    return inspection


def at(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"judgments-{name}", args=[inspection.slug, *args])


def hidden(client: Client, address: str) -> dict[str, str]:
    """The key of the form at an address, and what its page seals."""
    page = client.get(address).content.decode()
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name in {"key", "shown"}}


def ticked(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'name="cited" value="(\d+)"', page)


def test_panel_is_convened_filled_and_decides_and_its_minutes_open(judged: Inspection) -> None:
    moderator, lead = member(judged, Role.MODERATOR), member(judged, Role.LEAD)
    third = member(judged, Role.MODERATOR, 1)
    client = signed_in(moderator)
    address = at("convene-panel", judged)
    sent = {
        **hidden(client, address),
        "title": "Where inspectors differ",
        "sits_on": TO.isoformat(),
        "chair": moderator.pk,
        "members": [moderator.pk, lead.pk, third.pk],
        "quorum": 2,
    }
    made = client.post(address, sent)
    assert made.status_code == 302
    panel = ConsistencyPanel.objects.get()
    assert made["Location"] == at("panel", judged, 1)
    address, of = at("put-on-agenda", judged, 1), criterion(judged)
    names = [f"{scope_body(judged, number).code}/{of.pk}" for number in range(2)]
    client.post(address, {**hidden(client, address), "chosen": names})
    first, second = panel.cells.order_by("pk")
    address = at("step-aside", judged, 1, first.pk)
    seat = panel.seats.get(person=third)
    sent = {"seat": seat.pk, "whole_body": "yes", "reason": "Worked there once"}
    assert client.post(address, {**hidden(client, address), **sent}).status_code == 302
    told = words(client.get(at("panel", judged, 1)))
    assert "Worked there once" in told
    assert "2 can decide on it; the quorum is 2." in told
    address = at("open-panel", judged, 1)
    present = [one.pk for one in panel.seats.all()]
    client.post(address, {**hidden(client, address), "present": present})
    for cell in (first, second):
        address = at("decide-in-panel", judged, 1, cell.pk)
        fields = {
            "grade": of.scale.grades.get(name="Good").pk if of.scale else "",
            "reasons": "The records are whole.",
            "cited": ticked(client, address),
            f"dissent_{panel.seats.get(person=lead).pk}": "I would go lower.",
            **{f"finding_{one.code}": "yes" for one in of.findings.all()},
        }
        assert client.post(address, {**hidden(client, address), **fields}).status_code == 302
    assert ShownPapers.objects.exclude(agreed=None).count() == 2
    address = at("close-panel", judged, 1)
    closed = client.post(address, hidden(client, address))
    assert closed["Location"] == at("panel-minutes", judged, 1)
    told = words(client.get(closed["Location"]))
    assert "These minutes are fixed" in told
    assert f"Did not decide: {third.name}. Withdrew." in told
    assert f"Dissent of {lead.name}: I would go lower." in told
    assert "Papers: the independent judgments of" in told
    assert "Digest of these minutes" in told
    answer = client.get(at("panel-minutes-file", judged, 1))
    assert answer["Content-Type"] == "application/pdf"
    file = PdfDocument(answer.content)
    read = " ".join(" ".join(one.get_textpage().get_text_range() for one in file).split())
    assert f"Dissent of {lead.name}: I would go lower." in read
    assert f"Did not decide: {third.name}. Withdrew." in read


def test_judgment_of_a_panel_says_so_to_everybody_who_sees_it(judged: Inspection) -> None:
    panel = a_panel(judged)
    cell = on_agenda(panel, scope_body(judged), criterion(judged))
    sitting(panel)
    decided(cell)
    page = at("cell", judged, cell.scope_body.code, cell.criterion.pk)
    for role in (Role.MODERATOR, Role.INSPECTOR, Role.SIGNING, Role.ANALYST):
        told = words(signed_in(member(judged, role)).get(page))
        assert "Agreed by consistency panel 1" in told, role
    desk = f"{at('desk', judged)}?cell={cell.scope_body.code}/{cell.criterion.pk}"
    assert "consistency panel 1" in words(signed_in(member(judged, Role.LEAD)).get(desk))


def test_refused_decision_keeps_what_was_typed_and_says_why(judged: Inspection) -> None:
    panel = a_panel(judged)
    cell = on_agenda(panel, scope_body(judged), criterion(judged))
    client = signed_in(panel.chair)
    address = at("decide-in-panel", judged, 1, cell.pk)
    assert "The sitting is not open yet" in words(client.get(address))
    sitting(panel)
    sent = {**hidden(client, address), "reasons": "The records are whole."}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "The records are whole." in answer.content.decode()
    assert not Agreed.objects.exists()


def test_page_of_a_judgment_out_of_sight_does_not_exist(judged: Inspection) -> None:
    panel = a_panel(judged)
    cell = on_agenda(panel, scope_body(judged), criterion(judged))
    other = member(judged, Role.INSPECTOR, 2)
    assigned(judged, cell.scope_body, cell.criterion, other, second=True)
    client = signed_in(panel.chair)
    assert client.get(at("decide-in-panel", judged, 1, cell.pk)).status_code == 404
    told = words(client.get(at("panel", judged, 1)))
    assert "Nothing is on the agenda that is open to you." in told


def test_override_is_offered_to_the_approving_inspector_and_told_to_all(
    judged: Inspection,
) -> None:
    panel = a_panel(judged)
    cell = on_agenda(panel, scope_body(judged), criterion(judged))
    sitting(panel)
    decided(cell)
    of, place = cell.criterion, (cell.scope_body.code, cell.criterion.pk)
    signing = signed_in(member(judged, Role.SIGNING))
    page = at("cell", judged, *place)
    assert "Override it" in words(signing.get(page))
    address = at("override", judged, *place)
    lies_before = words(signing.get(address))
    for told in ("First independent judgment", "Moderation 1", "Agreed before", "What to do next"):
        assert told in lies_before, told
    assert "First independent judgment" not in words(signing.get(page))
    sent = {
        **hidden(signing, address),
        "grade": of.scale.grades.get(name="Outstanding").pk if of.scale else "",
        "reasons": "It stands out among all.",
        "cited": ticked(signing, address),
        **{f"finding_{one.code}": "yes" for one in of.findings.all()},
    }
    assert signing.post(address, sent).status_code == 302
    again = words(signing.get(address))
    assert "First independent judgment" not in again, "it may not be overridden twice"
    kept = ShownPapers.objects.get(agreed__override__isnull=False)
    assert (len(kept.submissions), len(kept.moderations), len(kept.agreed_before)) == (1, 1, 1)
    for role in (Role.MODERATOR, Role.ANALYST):
        client = signed_in(member(judged, role))
        told = words(client.get(page))
        assert "Overridden by the approving inspector" in told, role
        assert "It stands out among all." in told
        assert "Override it" not in told
        assert ("What lay before those who decided" in told) == (role == Role.MODERATOR)
    desk = f"{at('desk', judged)}?cell={place[0]}/{place[1]}"
    told = words(signed_in(member(judged, Role.LEAD)).get(desk))
    assert "Overrides what was agreed before." in told
    assert "An approving inspector overrode" in told
    address = at("withdraw-override", judged, *place)
    sent = {**hidden(signing, address), "reason": "It was too much."}
    assert signing.post(address, sent).status_code == 302
    assert "Stands again, since the override was withdrawn: It was too much." in words(
        signing.get(page)
    )


def test_minutes_of_an_open_sitting_say_that_they_are_not_fixed(judged: Inspection) -> None:
    panel = a_panel(judged)
    on_agenda(panel, scope_body(judged), criterion(judged))
    client = signed_in(panel.chair)
    told = words(client.get(at("panel-minutes", judged, 1)))
    assert "These minutes are not fixed" in told
    actions.cancel_panel(
        by=panel.chair, at=LATER, key=a_key(), panel=panel, reason="Nobody found the day"
    )
    told = words(client.get(at("panel-minutes", judged, 1)))
    assert "The panel was cancelled." in told
    assert "Nobody found the day" in told


def test_who_came_or_left_is_recorded_on_the_page_and_told_in_the_minutes(
    judged: Inspection,
) -> None:
    panel = a_panel(judged)
    on_agenda(panel, scope_body(judged), criterion(judged))
    client, lead = signed_in(panel.chair), member(judged, Role.LEAD)
    assert "Record that" not in words(client.get(at("panel", judged, 1)))
    sitting(panel)
    seat = panel.seats.get(person=lead)
    assert words(client.get(at("panel", judged, 1))).count("Record that they left") == 2
    # Of oneself alone, for who does not chair it.
    assert words(signed_in(lead).get(at("panel", judged, 1))).count("Record that they left") == 1
    address = f"{at('record-attendance', judged, 1)}?seat={seat.pk}"
    page = client.get(address).content.decode()
    assert re.search(rf'<option value="{seat.pk}" selected>', page)
    assert re.search(r'value="left"[^>]*checked', page)
    sent = {"seat": seat.pk, "kind": "left", "happened_at": "2017-01-01T10:00"}
    answer = client.post(address, {**hidden(client, address), **sent})
    assert answer.status_code == 422
    assert "2017-01-01T10:00" in answer.content.decode()
    assert "is on record up to" in words(answer)
    sent["happened_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    assert client.post(address, {**hidden(client, address), **sent}).status_code == 302
    told = words(client.get(at("panel", judged, 1)))
    assert "1 can decide on it; the quorum is 2." in told
    assert "Record that they came" in told
    told = words(client.get(at("panel-minutes", judged, 1)))
    assert f"{lead.name}: present at the opening Left" in told
    assert f"recorded by {panel.chair.name}" in told
    answer = client.get(at("panel-minutes-file", judged, 1))
    file = PdfDocument(answer.content)
    read = " ".join(" ".join(one.get_textpage().get_text_range() for one in file).split())
    assert f"{lead.name}: present at the opening, left" in read
