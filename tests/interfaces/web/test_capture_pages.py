"""What the page of capture asks of the server: the page itself, what is taken along, by whom."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.publication.public_of import public_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import PackTaken, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.capture import shell
from tests.factories.devices import enrolled
from tests.factories.findings import a_grade, answers, assigned, submitted
from tests.factories.rooms import (
    AT,
    a_key,
    a_request,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def visit() -> Visit:
    inspection = an_inspection(bodies=2, phase="fieldwork")
    visit = a_visit(inspection)
    a_session(visit)
    a_request(inspection, 0, title="Training records")
    a_request(inspection, 1, title="Of another body")
    return visit


def _as(person: Person, **how: Any) -> Client:
    client = Client(**how)
    client.force_login(person)
    return client


def _pack(visit: Visit, person: Person) -> Any:
    address = reverse("capture-pack", args=[visit.inspection.slug, visit.pk])
    sent = {"device": enrolled(person).id, "key": a_key()[:22]}
    return _as(person).post(address, sent, content_type="application/json")


class TestShell:
    def test_page_is_the_same_byte_for_byte_whoever_asks(self, visit: Visit) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        by_nobody = Client().get(reverse("capture"))
        by_one = _as(inspector).get(reverse("capture"))
        assert by_nobody.status_code == 200
        assert by_nobody.content == by_one.content
        assert b"csrf" not in by_one.content
        assert by_one["Cache-Control"] == "no-store"

    def test_policy_of_the_page_alone_lets_a_worker_and_chosen_files_in(self, visit: Visit) -> None:
        policy = Client().get(reverse("capture"))["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "img-src 'self' blob:" in policy
        assert "media-src blob:" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        other = _as(member(visit.inspection, Role.INSPECTOR)).get("/")
        assert "blob:" not in other["Content-Security-Policy"]

    def test_worker_keeps_every_file_that_the_page_is_made_of(self) -> None:
        told = Client().get(reverse("capture-worker")).content.decode()
        kept = json.loads(re.search(r"const KEPT = (\[.*\]);", told)[1])  # type: ignore[index]
        assert kept[0] == "/capture/"
        page = Client().get("/capture/").content.decode()
        named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        imported = {
            f"/static/inspectorate/{path}"
            for name in shell.SCRIPTS
            for one in re.findall(r'from "(\.[^"]+)"', shell._file(f"capture/{name}.js").decode())
            for path in [one.replace("../", "").replace("./", "capture/")]
        }
        assert named | imported <= set(kept)

    def test_version_is_another_once_a_file_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = shell.version()
        shell.version.cache_clear()
        read = shell._file
        monkeypatch.setattr(shell, "_file", lambda name: read(name) + b" ")
        assert shell.version() != before
        shell.version.cache_clear()


class TestPacks:
    def test_pack_holds_what_a_note_needs_and_nothing_of_another_body(self, visit: Visit) -> None:
        told = _pack(visit, member(visit.inspection, Role.INSPECTOR)).json()
        assert told["body"] == visit.scope_body.code
        assert [one["title"] for one in told["sessions"]] == ["The Prevent lead"]
        assert told["sessions"][0]["kind"] == "interview"
        assert [one["title"] for one in told["requests"]] == ["Training records"]
        assert len(told["criteria"]) > 1
        assert told["history"] == []
        assert ["SECRET", "Secret"] in told["markings"]

    def test_session_that_was_cancelled_is_not_taken_along(self, visit: Visit) -> None:
        lead = member(visit.inspection, Role.LEAD)
        session = visit.sessions.get()
        fieldwork.cancel_session(
            by=lead, at=AT, key=a_key(), session=session, reason="Nobody came."
        )
        assert _pack(visit, lead).json()["sessions"] == []

    def test_whoever_may_not_record_evidence_takes_nothing_along(self, visit: Visit) -> None:
        assert _pack(visit, member(visit.inspection, Role.EDITOR)).status_code == 404
        assert _pack(visit, member(an_inspection(), Role.INSPECTOR)).status_code == 404

    def test_visit_that_was_cancelled_is_not_offered(self, visit: Visit) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        offered = _as(inspector).get(reverse("capture-offered")).json()
        assert [one["visit"] for one in offered["visits"]] == [visit.pk]
        assert offered["person"] == inspector.name
        Visit.objects.filter(pk=visit.pk).update(cancelled_reason="Not now.")
        assert _as(inspector).get(reverse("capture-offered")).json()["visits"] == []

    def test_nothing_is_public_of_a_body_that_was_only_judged(self, visit: Visit) -> None:
        assert public_of(scope_body(visit.inspection).body) == []

    def test_what_a_device_takes_along_is_written_down_once(self, visit: Visit) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        device = enrolled(inspector)
        address = reverse("capture-pack", args=[visit.inspection.slug, visit.pk])
        client = _as(inspector)
        for _ in range(2):
            sent = {"device": device.id, "key": "k" * 22}
            answer = client.post(address, sent, content_type="application/json")
            assert answer.status_code == 200, answer.content
        taken = PackTaken.objects.get()
        assert "Training records" in taken.holds
        assert visit.scope_body.label in taken.title

    def test_device_of_another_person_takes_nothing_along(self, visit: Visit) -> None:
        inspector, lead = (member(visit.inspection, one) for one in (Role.INSPECTOR, Role.LEAD))
        device, before = enrolled(lead), Entry.objects.count()
        address = reverse("capture-pack", args=[visit.inspection.slug, visit.pk])
        sent = {"device": device.id, "key": "k" * 22}
        answer = _as(inspector).post(address, sent, content_type="application/json")
        assert answer.status_code == 422
        assert "criteria" not in answer.json()
        assert Entry.objects.count() == before

    def test_taking_along_needs_the_token_of_a_form(self, visit: Visit) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        client = _as(inspector, enforce_csrf_checks=True)
        address = reverse("capture-pack", args=[visit.inspection.slug, visit.pk])
        sent = {"device": enrolled(inspector).id, "key": "k" * 22}
        assert client.post(address, sent, content_type="application/json").status_code == 403
        token = client.get(reverse("capture-offered")).json()["csrf"]
        answer = client.post(
            address, sent, content_type="application/json", headers={"X-CSRFToken": token}
        )
        assert answer.status_code == 200


class TestOwnJudgments:
    """What a pack holds of judging: its reader's own, and nothing that tells of others."""

    def test_pack_holds_own_judgments_of_the_body_with_the_draft_as_it_is(
        self, visit: Visit
    ) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        own = _given(visit, inspector)
        _draft_of(own, inspector, reasons="Leaders know of it.")
        _given(visit, inspector, "1.2")
        _given(visit, inspector, "2.1", scope_body(visit.inspection, 1))
        told = {one["ref"]: one for one in _pack(visit, inspector).json()["mine"]}
        assert set(told) == {"1.1", "1.2"}
        assert told["1.1"]["criterion"] == own.criterion_id
        assert told["1.1"]["assignment"] == own.pk
        shown = [one.name for one in own.criterion.scale.grades.order_by("-order")]
        assert told["1.1"]["grades"] == shown
        assert told["1.1"]["draft"] == {
            "grade": "Good",
            "findings": answers(own.criterion),
            "reasons": "Leaders know of it.",
            "borderline": False,
            "marking": "OFFICIAL",
            "version": 1,
        }
        assert [one["key"] for one in told["1.1"]["findings"]] == list(answers(own.criterion))
        assert told["1.2"]["draft"] is None
        assert not told["1.1"]["submitted"]

    def test_what_is_submitted_is_said_to_be_so_and_its_draft_stays_behind(
        self, visit: Visit
    ) -> None:
        inspector = member(visit.inspection, Role.INSPECTOR)
        own = _given(visit, inspector)
        _draft_of(own, inspector)
        submitted(own)
        told = _pack(visit, inspector).json()["mine"]
        assert [(one["submitted"], one["draft"]) for one in told] == [(True, None)]

    def test_pack_of_another_holds_no_word_of_a_draft_nor_that_there_is_one(
        self, visit: Visit
    ) -> None:
        inspector, other = (member(visit.inspection, Role.INSPECTOR, n) for n in (0, 1))
        lead = member(visit.inspection, Role.LEAD)
        own = _given(visit, inspector)
        before = [_without_moment(_pack(visit, one).json()) for one in (other, lead)]
        _draft_of(own, inspector, reasons="A word like no other.")
        after = [_without_moment(_pack(visit, one).json()) for one in (other, lead)]
        assert before == after
        assert all(one["mine"] == [] for one in after)

    def test_what_a_pack_may_hold_tells_no_number_of_judgments(self, visit: Visit) -> None:
        inspector, other = (member(visit.inspection, Role.INSPECTOR, n) for n in (0, 1))
        _given(visit, inspector)
        _pack(visit, inspector)
        _pack(visit, other)
        one, two = PackTaken.objects.values_list("holds", flat=True)
        assert one == two


def _given(visit: Visit, to: Person, ref: str = "1.1", body: ScopeBody | None = None) -> Assignment:
    inspection = visit.inspection
    return assigned(inspection, body or visit.scope_body, criterion(inspection, ref), to)


def _draft_of(own: Assignment, by: Person, **given: Any) -> None:
    said = {
        "grade": a_grade(own.criterion),
        "findings": answers(own.criterion),
        "reasons": "Leaders know.",
        "version": 0,
        **given,
    }
    judgments.save_draft(by=by, at=AT, key=a_key(), assignment=own, **said)


def _without_moment(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "taken"}


def test_plain_way_lists_where_one_may_record(visit: Visit) -> None:
    inspector = member(visit.inspection, Role.INSPECTOR)
    told = _as(inspector).get(reverse("capture-plain")).content.decode()
    assert reverse("evidence-record", args=[visit.inspection.slug]) in told
    editor = _as(member(visit.inspection, Role.EDITOR)).get(reverse("capture-plain"))
    assert "no inspection on which you may record" in editor.content.decode()
