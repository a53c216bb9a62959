"""Pages of notes that were received: kept from the form, listed, recorded, set aside, taken up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.arriving import a_note
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def form(inspection: Inspection, **instead: Any) -> dict[str, Any]:
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {
        "key": "one",
        "scope_body": scope_body(inspection).pk,
        "kind": "interview",
        "method": "interview",
        "origin": "Sergeant",
        "words": "We look at it each morning.",
        "criteria": [criterion(inspection).pk],
        "direction": "supports",
        "marking": "OFFICIAL",
        "observed_at": now,
        "written_at": now,
    } | instead


class TestKeep:
    def test_what_the_form_refuses_is_kept_by_a_button_as_it_was_written(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        to = f"/i/{inspection.slug}/evidence/record/"
        wrong = form(inspection, observed_at="2099-01-01T10:00", written_at="2099-01-01T10:00")
        refused = client.post(to, wrong)
        assert refused.status_code == 422
        assert "Keep it as received" in refused.content.decode()
        answer = client.post(to, wrong | {"keep": "1"})
        arrival = Arrival.objects.get()
        assert answer["Location"] == f"/i/{inspection.slug}/evidence/received/{arrival.number}/"
        assert arrival.given["words"] == "We look at it each morning."
        assert "observed_in_future" in [one.code for one in arrival.told]
        # Pressed twice, it is kept once.
        client.post(to, wrong | {"keep": "1"})
        assert Arrival.objects.count() == 1

    def test_time_and_body_that_cannot_be_read_are_kept_as_they_were_typed(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        wrong = form(inspection, observed_at="this morning", scope_body="", keep="1")
        client.post(f"/i/{inspection.slug}/evidence/record/", wrong)
        assert Arrival.objects.get().given["observed_at"] == "this morning"

    def test_secret_words_are_kept_by_no_button(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        wrong = form(inspection, marking="SECRET", keep="1")
        answer = client.post(f"/i/{inspection.slug}/evidence/record/", wrong)
        assert (answer.status_code, Arrival.objects.count()) == (422, 0)
        # The words stand in the form still.
        assert "We look at it each morning." in answer.content.decode()


class TestDecide:
    def test_lead_mends_and_records_and_the_item_says_who_changed_what(self) -> None:
        inspection = an_inspection()
        author, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        note = a_note(inspection, by=author)
        client = signed_in(lead)
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/"
        assert "The kind &#x27;gossip&#x27; is unknown." in client.get(to).content.decode()
        page = client.get(f"{to}record/").content.decode()
        assert 'name="words"' not in page
        sent = form(inspection)
        del sent["words"], sent["origin"]
        sent["observed_at"] = timezone.localtime(
            datetime.fromisoformat(note.given["observed_at"])
        ).strftime("%Y-%m-%dT%H:%M")
        answer = client.post(f"{to}record/", sent)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        item = Item.objects.get()
        assert (item.words, item.recorded_by) == (note.given["words"], author)
        told = client.get(f"/i/{inspection.slug}/evidence/{item.number}/").content.decode()
        assert f"{lead.name} had it recorded" in told
        assert "kind" in item.decided.changes
        assert note.ref in told

    def test_author_is_offered_the_words_too(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        note = a_note(inspection, by=author)
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/record/"
        assert 'name="words"' in signed_in(author).get(to).content.decode()

    def test_note_set_aside_leaves_the_list_of_what_waits_and_comes_back(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.LEAD))
        note = a_note(inspection)
        listed = f"/i/{inspection.slug}/evidence/received/"
        to = f"{listed}{note.number}/"
        assert note.ref in client.get(listed).content.decode()
        client.post(f"{to}set-aside/", {"key": "a", "reason": "Sent twice."})
        assert note.ref not in client.get(listed).content.decode()
        assert note.ref in client.get(f"{listed}?state=set aside").content.decode()
        assert "Sent twice." in client.get(to).content.decode()
        client.post(f"{to}take-up/", {"key": "b", "reason": "It was not."})
        assert note.ref in client.get(listed).content.decode()


def test_what_waits_is_told_on_the_way_to_close_and_among_your_work() -> None:
    inspection = an_inspection()
    client = signed_in(member(inspection, Role.LEAD))
    a_note(inspection)
    a_note(inspection)
    assert (
        "2 notes wait for a decision." in client.get(f"/i/{inspection.slug}/move/").content.decode()
    )
    assert "2 notes were received and not recorded" in client.get("/").content.decode()
    evidence = client.get(f"/i/{inspection.slug}/evidence/").content.decode()
    assert "Notes received" in evidence
