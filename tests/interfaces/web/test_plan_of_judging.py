"""The page of the plan of judging: what it says before a plan is accepted, and what it does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment, PlanOfJudging
from inspectorate.domain.judgments.plans.modes import mode_of
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.test_plans import accepted, left, to_plan
from tests.factories.findings import submitted
from tests.factories.rooms import a_key, member
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def lead_of(inspection: Inspection) -> Client:
    return signed_in(member(inspection, Role.LEAD))


def page_of(client: Client, inspection: Inspection, **asked: object) -> str:
    found = client.get(reverse("judgments-plan", args=[inspection.slug]), asked)
    assert found.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", found.content.decode()).split())


def work_of(client: Client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get("/").content.decode()).split())


def shown_in(client: Client, inspection: Inspection, **asked: object) -> dict[str, str]:
    """The hidden fields of the form by which the plan is accepted."""
    found = client.get(reverse("judgments-plan", args=[inspection.slug]), asked).content.decode()
    form = found[found.index("Accept it") :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


class TestWhatThePlanCanTell:
    def test_five_in_a_hundred_are_offered_and_what_they_bear_is_said(self) -> None:
        inspection = to_plan(bodies=46)
        words = page_of(lead_of(inspection), inspection)
        assert "193 judgments to give out. 9 of 184 bodies on criteria are judged twice" in words
        said = {
            "Raw counts of pairs that gave the same grade Yes": True,
            "A figure of agreement for each criterion No 25 drawn pairs on each 55 in": True,
            "The chance that a word of quantity holds (no page tells it yet) No "
            "about 100 drawn pairs in all 55": True,
        }
        assert {one: one in words for one in said} == said
        assert re.search(
            r"agreement, likely within ± \S+ of the truth No 25 drawn pairs 15 in", words
        )

    def test_larger_share_bears_an_overall_figure(self) -> None:
        inspection = to_plan(bodies=46)
        words = page_of(lead_of(inspection), inspection, share=20, seconds="join")
        found = re.search(
            r"One overall figure of agreement, likely within ± (\S+) of the truth Yes", words
        )
        assert found is not None
        # With six inspectors, wide: it is for any inspectors like these.
        assert 0.1 <= float(found[1]) < 1

    def test_readings_from_the_record_bear_no_figure(self) -> None:
        inspection = to_plan(bodies=46)
        words = page_of(lead_of(inspection), inspection, share=100, seconds="record")
        assert "no figure rests on them" in words
        assert "Raw counts of pairs that gave the same grade No" in words

    def test_share_that_is_none_is_told_at_its_field(self) -> None:
        inspection = to_plan()
        words = page_of(lead_of(inspection), inspection, share=120, seconds="join")
        assert "less than or equal to 100" in words
        assert "Accept this plan" not in words


class TestAccepting:
    def test_what_was_shown_is_accepted_by_one_press_and_sent_twice_changes_nothing(self) -> None:
        inspection = to_plan()
        client = lead_of(inspection)
        sent = shown_in(client, inspection, share=20, seconds="join")
        address = reverse("judgments-plan", args=[inspection.slug])
        for _ in range(2):
            assert client.post(address, sent).status_code == 302
        assert (PlanOfJudging.objects.count(), Assignment.objects.count()) == (1, 24)
        words = page_of(client, inspection)
        assert "A plan of judging was accepted and stands." in words
        assert "Accept this plan" not in words

    def test_plan_that_is_no_longer_the_one_shown_is_refused_and_nothing_given_out(self) -> None:
        inspection = to_plan()
        client = lead_of(inspection)
        sent = shown_in(client, inspection, share=20, seconds="join")
        left(inspection, member(inspection, Role.INSPECTOR))
        address = reverse("judgments-plan", args=[inspection.slug])
        answer = client.post(address, sent, follow=True)
        assert Assignment.objects.count() == 0
        assert "no longer the one that was shown" in answer.content.decode()


class TestLater:
    def test_second_readings_that_grades_ask_for_are_added_in_one_press(self) -> None:
        inspection = to_plan(phase="judging")
        client, plan = lead_of(inspection), accepted(inspection, 0)
        assert "Add the second readings" not in page_of(client, inspection)
        one = plan.assignments.filter(criterion__scale__isnull=False).first()
        assert one is not None
        submitted(one, "Inadequate")
        assert "Add the second readings that grades ask for" in page_of(client, inspection)
        address = reverse("judgments-by-grade", args=[inspection.slug])
        assert client.post(address, {"key": a_key(), "seconds": "record"}).status_code == 302
        assert Assignment.objects.filter(ground="grade").count() == 1

    def test_readers_are_found_in_place_of_who_left(self) -> None:
        inspection = to_plan()
        client, plan = lead_of(inspection), accepted(inspection)
        gone = member(inspection, Role.INSPECTOR)
        theirs = plan.assignments.filter(inspector=gone).count()
        left(inspection, gone)
        assert "Find readers in place of those who left" in page_of(client, inspection)
        address = reverse("judgments-leavers", args=[inspection.slug])
        assert client.post(address, {"key": a_key(), "reason": "They left"}).status_code == 302
        assert PlanOfJudging.objects.get(kind="leavers").assignments.count() == theirs

    def test_what_a_plan_waits_for_stands_in_the_work_of_the_lead_and_of_nobody_else(self) -> None:
        inspection = to_plan(phase="judging")
        plan = accepted(inspection, 0)
        one = plan.assignments.filter(criterion__scale__isnull=False).first()
        assert one is not None
        submitted(one, "Inadequate")
        gone = plan.assignments.exclude(inspector=one.inspector).first()
        assert gone is not None
        theirs = plan.assignments.filter(inspector=gone.inspector).count()
        left(inspection, gone.inspector)
        words = work_of(lead_of(inspection))
        assert "Have judged a second time what grades ask for: 1" in words
        assert f"Find readers for judgments of those who left: {theirs}" in words
        for role in (Role.MODERATOR, Role.ANALYST):
            words = work_of(signed_in(member(inspection, role)))
            assert "grades ask for" not in words
            assert "those who left" not in words

    def test_mode_is_chosen_on_its_page(self) -> None:
        inspection = to_plan()
        client = lead_of(inspection)
        sent = {"key": a_key(), "mode": "single", "reason": "Few can travel"}
        address = reverse("judgments-mode", args=[inspection.slug])
        assert client.post(address, sent).status_code == 302
        assert mode_of(inspection) == "single"
        assert "Few can travel" in page_of(client, inspection)


def test_second_reader_is_not_told_that_a_grade_asked_for_the_reading() -> None:
    """That it did would tell them what was given first: on no page of theirs before they judge."""
    inspection = to_plan(phase="judging")
    client, plan = lead_of(inspection), accepted(inspection, 0)
    one = plan.assignments.filter(criterion__scale__isnull=False).first()
    assert one is not None
    submitted(one, "Inadequate")
    address = reverse("judgments-by-grade", args=[inspection.slug])
    client.post(address, {"key": a_key(), "seconds": "record"})
    second = Assignment.objects.get(ground="grade")
    reader = signed_in(second.inspector)
    slug = inspection.slug
    pages = [
        reverse("judgments-mine", args=[slug]),
        reverse("judgments-grid", args=[slug]),
        reverse("judgments-judge", args=[slug, second.pk]),
        reverse("judgments-cell", args=[slug, second.scope_body.code, second.criterion_id]),
        f"/i/{slug}/history/",
        "/",
    ]
    for page in pages:
        words = reader.get(page).content.decode().casefold()
        assert "by grade" not in words, page
        assert "asked for by" not in words, page


def test_page_of_agreement_says_how_many_second_judgments_have_no_recorded_ground() -> None:
    inspection = to_plan(phase="judging")
    client, plan = lead_of(inspection), accepted(inspection, 40)
    address = reverse("judgments-agreement", args=[inspection.slug])
    assert "nobody recorded why" not in client.get(address).content.decode()
    # As an assignment stands that was given out before grounds were recorded.
    plan.assignments.filter(second=True).update(ground="", chance="", made_from="")
    words = " ".join(client.get(address).content.decode().split())
    assert "Of 8 nobody recorded why they were made; they count here as before" in words
