"""Pages of notes that were received: kept from the form, listed, recorded, set aside, taken up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.domain.evidence.arrivals.models import Arrival, ArrivalFile
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.jobs import documents
from tests.factories.arriving import a_note
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in

_TIMES = ("observed_at", "written_at")
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

    def test_where_secret_words_are_held_is_kept_and_so_are_origin_or_a_file_alone(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        ahead = {"observed_at": "2099-01-01T10:00", "written_at": "2099-01-01T10:00", "keep": "1"}
        picture = SimpleUploadedFile("rota.csv", b"day\n1\n")
        for number, instead in enumerate(
            (
                {"marking": "SECRET", "words": "", "stub": "Held by the registry."},
                {"words": "", "origin": "Sergeant"},
                {"words": "", "origin": "", "files": picture},
            )
        ):
            sent = form(inspection, key=str(number), **ahead) | instead
            client.post(f"/i/{inspection.slug}/evidence/record/", sent)
        assert Arrival.objects.count() == 3

    def test_files_too_large_together_are_told_and_nothing_is_kept_without_them(
        self, settings: Any
    ) -> None:
        settings.FORM_LIMIT = 3_000
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        large = SimpleUploadedFile("big.csv", b"a,b\n" + b"1,2\n" * 2_000)
        wrong = form(inspection, observed_at="2099-01-01T10:00", keep="1", files=large)
        answer = client.post(f"/i/{inspection.slug}/evidence/record/", wrong)
        assert "together, so none was taken" in answer.content.decode()
        assert Arrival.objects.count() == 0

    def test_form_that_comes_back_asks_for_its_files_again(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        file = SimpleUploadedFile("rota.csv", b"day\n1\n")
        wrong = form(inspection, observed_at="2099-01-01T10:00", files=file)
        answer = client.post(f"/i/{inspection.slug}/evidence/record/", wrong)
        assert "Choose the files again" in answer.content.decode()

    def test_recorded_then_kept_from_the_page_before_is_one_item(self) -> None:
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        to = f"/i/{inspection.slug}/evidence/record/"
        sent = form(inspection, words=" Two\r\nlines. ")
        client.post(to, sent)
        client.post(to, sent | {"keep": "1"})
        assert (Item.objects.count(), Arrival.objects.count()) == (1, 0)

    def test_who_left_the_team_while_writing_is_received(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        client = signed_in(author)
        TeamMember.objects.filter(person=author).update(left_at=timezone.now())
        to = f"/i/{inspection.slug}/evidence/record/"
        assert client.get(to).status_code == 404
        answer = client.post(to, form(inspection), follow=True)
        arrival = Arrival.objects.get()
        assert f"Kept as {arrival.ref}" in answer.content.decode()
        assert [one.code for one in arrival.told] == ["author_left"]
        stranger = signed_in(member(an_inspection(), Role.INSPECTOR))
        assert stranger.post(to, form(inspection)).status_code == 404

    def test_files_of_a_note_are_scanned_when_they_come(self, settings: Any) -> None:
        settings.SCANNER = "tcp:127.0.0.1:1"
        inspection = an_inspection()
        client = signed_in(member(inspection, Role.INSPECTOR))
        file = SimpleUploadedFile("rota.csv", b"day\n1\n")
        sent = form(inspection, observed_at="2099-01-01T10:00", keep="1", files=file)
        client.post(f"/i/{inspection.slug}/evidence/record/", sent)
        digest = ArrivalFile.objects.get().blob_id
        assert documents.newest(digest) is not None
        assert digest in [*documents.files()]


class TestDecide:
    def test_note_without_a_time_of_writing_is_recorded_as_it_begins(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        now = timezone.now()
        note = a_note(inspection, by=author, at=now, observed_at=now.isoformat(), written_at=None)
        client = signed_in(author)
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/record/"
        begun = client.get(to).context["form"]
        sent = {name: begun[name].value() for name in begun.fields} | {"kind": "interview"}
        sent |= {name: sent[name].strftime("%Y-%m-%dT%H:%M") for name in _TIMES}
        given = {name: value for name, value in sent.items() if value not in (None, False)}
        assert client.post(to, given).status_code == 302
        assert Item.objects.get().decided.changes == ["kind"]

    def test_mark_that_is_none_of_the_scheme_is_chosen_anew(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        note = a_note(inspection, by=author, Marking="high", marking=None)
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/record/"
        assert not signed_in(author).get(to).context["form"]["marking"].value()

    def test_lead_is_offered_what_is_not_of_the_author_alone(self) -> None:
        inspection = an_inspection()
        note = a_note(inspection, by=member(inspection, Role.INSPECTOR), origin="")
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/record/"
        fields = signed_in(member(inspection, Role.LEAD)).get(to).context["form"].fields
        assert "origin" in fields
        assert not {"words", "stub", "rebuilt"} & set(fields)

    def test_on_an_inspection_that_is_over_a_note_is_set_aside_and_not_recorded(self) -> None:
        inspection = an_inspection()
        note = a_note(inspection)
        lead = member(inspection, Role.LEAD)
        inspections.move(
            by=lead,
            at=timezone.now(),
            key="m",
            inspection=inspection,
            to_phase="abandoned",
            reason="No longer needed.",
            version=inspection.version,
        )
        to = f"/i/{inspection.slug}/evidence/received/{note.number}/"
        page = signed_in(lead).get(to).content.decode()
        assert f'href="{to}record/"' not in page
        assert f"{to}set-aside/" in page

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


@pytest.mark.parametrize(
    "instead",
    [
        {"words": "Half \ud800 a pair"},
        {"kind": "\ud800"},
        {"extra\ud800": {"a": "\udfff"}},
        {"words": ["\ud800"]},
        {"criteria": [["\ud800"]]},
        {f"k{one}": "x" for one in range(1_000)},
    ],
)
def test_page_of_a_note_stands_whatever_was_sent(instead: dict[str, Any]) -> None:
    inspection = an_inspection()
    author = member(inspection, Role.INSPECTOR)
    note = a_note(inspection, by=author, **instead)
    client = signed_in(author)
    to = f"/i/{inspection.slug}/evidence/received/"
    for page in (to, f"{to}{note.number}/", f"{to}{note.number}/record/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert len(answer.content) < 200_000


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
