"""One act for each of many things from one press, and acts in place, by Django's client."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions
from inspectorate.domain.judgments.models import Agreed, Assignment, Submission
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces import many
from tests.factories.findings import LATER, assigned, submitted
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body
from tests.factories.sampling import looked_at

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]
BODIES = 6
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
@kept
def undisputed() -> Inspection:
    """Six bodies judged alike on one criterion, of which one has the lowest grade."""
    inspection = an_inspection(bodies=BODIES, phase="judging")
    for number in range(BODIES):
        of = criterion(inspection)
        given = assigned(
            inspection, scope_body(inspection, number), of, member(inspection, Role.INSPECTOR)
        )
        submitted(given, "Inadequate" if number == BODIES - 1 else "Good")
    looked_at(inspection, member(inspection, Role.MODERATOR))
    return inspection


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request has time for one act."""
    monkeypatch.setattr(many, "AT_MOST", 0)


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _list(inspection: Inspection) -> str:
    return reverse("judgments-undisputed", args=[inspection.slug])


def _names(inspection: Inspection, numbers: Iterable[int] = range(BODIES - 1)) -> list[str]:
    of = criterion(inspection)
    found = []
    for number in numbers:
        body = scope_body(inspection, number)
        said = Submission.objects.get(assignment__scope_body=body, assignment__criterion=of)
        found.append(f"{body.code}/{of.pk}/{said.pk}")
    return found


def _sent(key: str, inspection: Inspection, **more: object) -> dict[str, object]:
    return {"key": key, "chosen": _names(inspection), **more}


def _going_on(text: str) -> dict[str, list[str]]:
    """The fields of the next piece, as a browser would send them."""
    sent: dict[str, list[str]] = {}
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)">'
    for name, value in re.findall(hidden, unescape(text.replace("&quot;", "\N{DOUBLE PRIME}"))):
        sent.setdefault(name, []).append(value.replace("\N{DOUBLE PRIME}", '"'))
    return sent


def _agreed() -> list[str]:
    return list(
        Entry.objects.filter(verb="judgments.agree_as_submitted").values_list("key", flat=True)
    )


class TestMany:
    def test_list_shows_what_is_alike_ticked_and_the_lowest_grade_apart(
        self, undisputed: Inspection
    ) -> None:
        text = _as(member(undisputed, Role.MODERATOR)).get(_list(undisputed)).content.decode()
        assert len(re.findall(r'name="chosen"[^>]*checked', text)) == BODIES - 1
        apart = text[text.index("needs a cause of concern") : text.index("<h2>Alike")]
        assert scope_body(undisputed, BODIES - 1).label in apart

    def test_one_press_does_an_act_with_key_and_entry_for_each(
        self, undisputed: Inspection
    ) -> None:
        client = _as(member(undisputed, Role.MODERATOR))
        answer = client.post(_list(undisputed), _sent("a-press", undisputed), follow=True)
        assert "5 judgments agreed as submitted." in answer.content.decode()
        assert Agreed.objects.filter(as_submitted=True, reasons="").count() == BODIES - 1
        person = member(undisputed, Role.MODERATOR).pk
        assert sorted(_agreed()) == sorted(
            f"person/{person}/a-press/{name}" for name in _names(undisputed)
        )

    def test_press_sent_twice_does_nothing_twice(self, undisputed: Inspection) -> None:
        client = _as(member(undisputed, Role.MODERATOR))
        for _ in range(2):
            answer = client.post(_list(undisputed), _sent("a-press", undisputed))
            assert answer.status_code == 302
        assert len(_agreed()) == BODIES - 1

    @pytest.mark.usefixtures("slowly")
    def test_what_takes_long_says_how_far_it_is_and_goes_on_by_a_press(
        self, undisputed: Inspection
    ) -> None:
        client, said = _as(member(undisputed, Role.MODERATOR)), []
        sent: dict[str, object] = _sent("a-press", undisputed)
        for _ in range(BODIES):
            answer = client.post(_list(undisputed), sent)
            if answer.status_code == 302:
                break
            if answer.status_code == 303:  # the page that says it stands at its own address
                answer = client.get(answer["Location"])
            text = answer.content.decode()
            said += re.findall(r"(\d) of 5 done", text.split("<progress")[0].split("role=")[1])
            sent = dict(_going_on(text))
        # The last piece leads back.
        assert said == ["1", "2", "3", "4"]
        assert len(_agreed()) == BODIES - 1

    def test_one_that_is_refused_is_named_and_stops_no_other(self, undisputed: Inspection) -> None:
        moderator = member(undisputed, Role.MODERATOR)
        actions.agree_as_submitted(
            by=moderator,
            at=Assignment.objects.latest("assigned_at").assigned_at,
            key=a_key(),
            scope_body=scope_body(undisputed, 2),
            criterion=criterion(undisputed),
            seen=[int(_names(undisputed, [2])[0].rpartition("/")[2])],
        )
        answer = _as(moderator).post(_list(undisputed), _sent("a-press", undisputed))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "4 of 5 done." in text
        assert f"{scope_body(undisputed, 2).label}, " in text
        assert "is agreed already" in text

    def test_nothing_ticked_and_a_thing_that_is_not_here_are_told_beside_the_list(
        self, undisputed: Inspection
    ) -> None:
        client = _as(member(undisputed, Role.MODERATOR))
        for chosen, said in (
            ([], "Tick at least one"),
            (["nowhere/1/1"], "is not here"),
            (["force-01/1/x"], "is not here"),
        ):
            answer = client.post(_list(undisputed), {"key": "a-press", "chosen": chosen})
            assert answer.status_code == 422
            assert said in answer.content.decode()
        assert _agreed() == []

    def test_leaver_gives_back_all_that_is_ticked_with_one_reason(self) -> None:
        inspection = an_inspection(bodies=3, phase="judging")
        of, leaver = criterion(inspection), join(inspection, Role.INSPECTOR)
        for number in range(3):
            assigned(inspection, scope_body(inspection, number), of, leaver)
        lead = member(inspection, Role.LEAD)
        address = reverse("judgments-still-to-judge", args=[inspection.slug, leaver.pk])
        text = _as(lead).get(address).content.decode()
        chosen = re.findall(r'name="chosen"\s+value="(\d+)"', text)
        assert len(chosen) == 3
        sent = {"key": "back", "chosen": chosen[:2], "reason": "Left the inspectorate"}
        answer = _as(lead).post(address, sent, follow=True)
        assert "2 judgments taken back." in answer.content.decode()
        assert Assignment.standing().filter(inspector=leaver).count() == 1
        reasons = Assignment.objects.exclude(ended_at=None).values_list("ended_reason", flat=True)
        assert list(reasons) == ["Left the inspectorate"] * 2


class TestBlindLeadAtTheDoors:
    """A lead still to judge a cell is told nothing of it by what they send to a list."""

    def test_list_of_an_inspector_knows_no_assignment_out_of_sight(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        first = assigned(inspection, body, of, inspector)
        assigned(inspection, body, of, lead, second=True)
        submitted(first)
        actions.withdraw(
            by=inspector, at=LATER, key=a_key(), assignment=first, reason="Another year"
        )
        address = reverse("judgments-still-to-judge", args=[inspection.slug, inspector.pk])
        for pk in (first.pk, first.pk + 1, first.pk + 2, first.pk + 3):
            sent = {"key": a_key(), "chosen": [pk], "reason": "Left"}
            text = unescape(_as(lead).post(address, sent).content.decode())
            assert f"'{pk}' is not here" in text

    def test_list_of_undisputed_says_no_more_of_a_cell_than_that_not_all_are_in(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        lead = member(inspection, Role.LEAD)
        said = submitted(
            assigned(inspection, body, of, member(inspection, Role.INSPECTOR)), "Inadequate"
        )
        with_lead = assigned(inspection, body, of, join(inspection, Role.INSPECTOR), second=True)
        assert with_lead.inspector != lead
        sent = {"key": a_key(), "chosen": [f"{body.code}/{of.pk}/{said.pk}"]}
        text = _as(lead).post(_list(inspection), sent).content.decode()
        assert "Not every submission" in text
        assert "lowest" not in text


class TestSentTwice:
    def test_taking_back_and_withdrawing_answer_as_they_did(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        given = assigned(inspection, body, of, inspector)
        submitted(given)
        withdraw = reverse("judgments-withdraw", args=[inspection.slug, given.pk])
        sent = {"key": "w", "reason": "Another year"}
        assert [_as(inspector).post(withdraw, sent).status_code for _ in range(2)] == [302, 302]
        again = Assignment.standing().get(inspector=inspector)
        back = reverse("judgments-unassign", args=[inspection.slug, again.pk])
        sent = {"key": "u", "reason": "Left"}
        assert [_as(lead).post(back, sent).status_code for _ in range(2)] == [302, 302]
        assert _as(lead).post(back, {**sent, "key": "another"}).status_code == 404

    def test_what_is_typed_on_a_judgment_taken_back_meanwhile_is_shown_with_the_reason(
        self,
    ) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        given = assigned(inspection, body, of, inspector)
        actions.unassign(by=lead, at=LATER, key=a_key(), assignment=given, reason="Left")
        address = reverse("judgments-judge", args=[inspection.slug, given.pk])
        sent = {"key": a_key(), "version": 0, "marking": "OFFICIAL", "reasons": "Hours of words"}
        for button in ({}, {"draft": "yes"}):
            answer = _as(inspector).post(address, {**sent, **button})
            assert answer.status_code == 422
            assert "Hours of words" in answer.content.decode()
            assert "was taken back" in answer.content.decode()
        assert _as(inspector).get(address, follow=True).status_code == 200


class TestPlanOfJudging:
    def test_pasted_lines_are_assigned_in_one_act(self) -> None:
        inspection = an_inspection(bodies=3, phase="judging")
        first, second = (member(inspection, Role.INSPECTOR, one) for one in (0, 1))
        of = criterion(inspection)
        lines = [
            f"{scope_body(inspection, 0).code}, {of.ref}, {first.name}",
            f"{scope_body(inspection, 0).label}\t{of.ref}\t{second.email}\tsecond",
            "",
            f"{scope_body(inspection, 1).code},{of.ref},{second.name}",
        ]
        client = _as(member(inspection, Role.LEAD))
        address = reverse("judgments-assign-many", args=[inspection.slug])
        answer = client.post(address, {"key": "plan", "rows": "\n".join(lines)})
        assert answer.status_code == 302, answer.content.decode()[-4000:]
        assert Assignment.objects.filter(scope_body__inspection=inspection).count() == 3
        assert Assignment.objects.filter(second=True).get().inspector == second
        assert Entry.objects.filter(verb="judgments.assign_many").count() == 1

    def test_each_faulty_line_is_named_and_nothing_is_assigned(self) -> None:
        inspection = an_inspection(bodies=1, phase="judging")
        body, of, inspector = (
            scope_body(inspection).code,
            criterion(inspection).ref,
            member(inspection, Role.INSPECTOR).name,
        )
        lines = [
            f"{body}, {of}, {inspector}",
            f"nowhere, {of}, {inspector}",
            f"{body}, 99, {inspector}, third",
            f"{body}, {of}",
        ]
        client = _as(member(inspection, Role.LEAD))
        address = reverse("judgments-assign-many", args=[inspection.slug])
        answer = client.post(address, {"key": "plan", "rows": "\n".join(lines)})
        text = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "Line 2: no body in scope is called 'nowhere'." in text
        assert "Line 3: no criterion is called '99'; 'third' is neither second nor empty." in text
        assert "Line 4: no inspector on the team is called ''." in text
        assert "Line 1" not in text
        assert not Assignment.objects.filter(scope_body__inspection=inspection).exists()


class TestInPlace:
    def _assign(self, inspection: Inspection, back: str = "") -> str:
        address = reverse("judgments-assign", args=[inspection.slug])
        return f"{address}?back={back}" if back else address

    def _filled(self, inspection: Inspection) -> dict[str, object]:
        return {
            "key": a_key(),
            "scope_body": scope_body(inspection).pk,
            "criterion": criterion(inspection).pk,
            "inspector": member(inspection, Role.INSPECTOR).pk,
        }

    def test_act_leads_back_to_where_one_came_from(self) -> None:
        inspection = an_inspection(phase="judging")
        back = f"/i/{inspection.slug}/judgments/desk/?show=all%23row-1"
        answer = _as(member(inspection, Role.LEAD)).post(
            self._assign(inspection, back), self._filled(inspection)
        )
        assert answer["Location"] == f"/i/{inspection.slug}/judgments/desk/?show=all#row-1"

    @pytest.mark.parametrize(
        "back",
        ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere", "x", "/" * 2001],
    )
    def test_address_that_is_not_ours_leads_where_the_act_leads(self, back: str) -> None:
        inspection = an_inspection(phase="judging")
        answer = _as(member(inspection, Role.LEAD)).post(
            self._assign(inspection, back), self._filled(inspection)
        )
        assert answer["Location"] == reverse("judgments-grid", args=[inspection.slug])

    def test_in_an_open_page_the_answer_is_where_to_stand_and_no_page(self) -> None:
        inspection = an_inspection(phase="judging")
        back = f"/i/{inspection.slug}/judgments/desk/%23row-1"
        answer = _as(member(inspection, Role.LEAD)).post(
            self._assign(inspection, back), self._filled(inspection), headers=HTMX
        )
        assert (answer.status_code, answer.content) == (204, b"")
        told = json.loads(answer["HX-Trigger"])
        assert told == {"ins:done": {"back": f"/i/{inspection.slug}/judgments/desk/"}}

    def test_refused_in_an_open_page_is_the_form_with_its_reasons(self) -> None:
        inspection = an_inspection(phase="judging")
        answer = _as(member(inspection, Role.LEAD)).post(
            self._assign(inspection), {"key": a_key()}, headers=HTMX
        )
        assert answer.status_code == 422
        assert 'id="page"' in answer.content.decode()
