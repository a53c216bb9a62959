"""The pages of outcomes in words, by Django's client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Assignment, WrittenOutcome
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, agreed
from tests.factories.outcomes import WORDS, an_outcome, withdrawn
from tests.factories.publishing import EMBARGO, a_story, frozen
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def judged() -> Inspection:
    """Two bodies agreed on one criterion, the first with the lowest grade."""
    inspection = an_inspection(bodies=2, phase="judging")
    for number, grade in enumerate(("Inadequate", "Good")):
        agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
    return inspection


def at(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"judgments-{name}", args=[inspection.slug, *args])


def of_cell(name: str, inspection: Inspection, number: int = 0) -> str:
    return at(name, inspection, scope_body(inspection, number).code, criterion(inspection).pk)


def form(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address begins with: hidden fields and ticked evidence."""
    page = client.get(address).content.decode()
    found = re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', page)
    ticked = re.findall(r'name="cited" value="(\d+)"[^>]*checked', page)
    return {**dict(found), "cited": ticked}


def test_outcome_is_written_on_its_cell_reworded_withdrawn_and_put_back(judged: Inspection) -> None:
    client = signed_in(member(judged, Role.LEAD))
    assert "Cause of concern: no words recorded." in words(client.get(of_cell("cell", judged)))
    address = of_cell("write-outcome", judged)
    begun = form(client, address)
    assert begun["cited"]
    sent = {**begun, "kind": OutcomeKind.CAUSE, "text": WORDS, "marking": "OFFICIAL"}
    refused = client.post(address, {**sent, "text": "Ring 01632 960 123.", "key": "other"})
    assert refused.status_code == 422
    assert "Ring 01632 960 123." in refused.content.decode()
    assert client.post(address, sent)["Location"] == of_cell("cell", judged)
    told = words(client.get(of_cell("cell", judged)))
    assert WORDS in told
    assert "no words recorded" not in told
    item = WrittenOutcome.objects.get().wordings.get().citations.get().item
    assert item.ref in told
    address = at("reword-outcome", judged, 1)
    sent = {**form(client, address), "text": "Better said.", "reason": "Shorter"}
    assert client.post(address, sent)["Location"] == at("outcome", judged, 1)
    told = words(client.get(at("outcome", judged, 1)))
    assert "Better said." in told
    assert WORDS in told
    # What somebody else reworded meanwhile answers with both texts.
    late = client.post(address, {**sent, "key": "late", "text": "Said late."})
    assert late.status_code == 409
    for name, said in (("withdraw-outcome", "Withdrawn"), ("put-back-outcome", "Put back")):
        address = at(name, judged, 1)
        assert client.post(address, {**form(client, address), "reason": "So"}).status_code == 302
        assert f"{said}: So" in words(client.get(at("outcome", judged, 1)))


def test_list_is_narrowed_by_kind_body_and_what_needs_a_look(judged: Inspection) -> None:
    first, second = (scope_body(judged, number) for number in range(2))
    of = criterion(judged)
    cause = an_outcome(judged, first, of, OutcomeKind.CAUSE)
    practice = an_outcome(judged, second, of, OutcomeKind.PRACTICE, text="Cases are shown.")
    gone = an_outcome(judged, second, of, text="Nobody asks.")
    withdrawn(gone)
    client = signed_in(member(judged, Role.INSPECTOR))

    def listed(**asked: str) -> list[str]:
        page = client.get(at("outcomes", judged), asked).content.decode()
        return re.findall(r'id="o-(\d+)"', page)

    assert listed() == ["1", "2"]
    assert listed(kind=OutcomeKind.PRACTICE) == [str(practice.number)]
    assert listed(body=first.code) == [str(cause.number)]
    assert listed(show="withdrawn") == [str(gone.number)]
    assert listed(show="look") == []
    item = practice.wordings.get().citations.get().item
    evidence.withdraw(
        by=member(judged, Role.LEAD), at=LATER, key=a_key(), item=item, reason="Misheard"
    )
    assert listed(show="look") == [str(practice.number)]
    assert listed(kind="nonsense", criterion="x") == ["1", "2"]


def test_outcome_that_no_longer_fits_says_so_on_list_page_and_desk(judged: Inspection) -> None:
    an_outcome(judged, scope_body(judged), criterion(judged), OutcomeKind.CAUSE)
    agreed(judged, scope_body(judged), criterion(judged), "Good")
    client = signed_in(member(judged, Role.MODERATOR))
    cell = f"{scope_body(judged).code}/{criterion(judged).pk}"
    for address in (
        at("outcomes", judged),
        at("outcome", judged, 1),
        of_cell("cell", judged),
        f"{at('desk', judged)}?show=all&cell={cell}",
    ):
        told = words(client.get(address))
        assert "No longer fits" in told
        assert "the grade is Good, not Inadequate" in told
    assert "no longer fits its grade" in words(client.get("/"))


def test_who_is_still_to_judge_finds_no_outcome_on_any_page(judged: Inspection) -> None:
    an_outcome(judged, scope_body(judged), criterion(judged), OutcomeKind.CAUSE)
    late = member(judged, Role.INSPECTOR, 1)
    client = signed_in(late)
    pages = (at("outcomes", judged), of_cell("cell", judged))
    assert all(WORDS in words(client.get(one)) for one in pages)
    # No act gives out what is agreed; whatever did, nothing would be told.
    Assignment.objects.create(
        scope_body=scope_body(judged), criterion=criterion(judged), inspector=late, assigned_at=AT
    )
    for one in pages:
        told = words(client.get(one))
        assert WORDS not in told
        assert "no words recorded" not in told
    assert client.get(at("outcome", judged, 1)).status_code == 404


def test_recommendation_is_said_to_answer_an_outcome_and_each_page_shows_the_other() -> None:
    story = a_story(first="Inadequate")
    inspection = story.inspection
    outcome = an_outcome(inspection, story.body(), criterion(inspection), OutcomeKind.CAUSE)
    client = signed_in(story.who(Role.LEAD))
    assert "Causes of concern without a recommendation" in words(
        client.get(at("outcomes", inspection))
    )
    opening.open_from(
        by=story.who(Role.PRESS), at=EMBARGO, key=a_key(), edition=frozen(story.report)
    )
    part = Addressee.objects.get()
    args = [inspection.slug, part.pk]
    address = reverse("recommendations-answer-outcome", args=args)
    sent = {**form(client, address), "outcome": outcome.pk}
    page = reverse("recommendations-addressee", args=args)
    assert client.post(address, sent)["Location"] == page
    assert WORDS in words(client.get(page))
    ref = part.recommendation.ref
    for one in (at("outcomes", inspection), at("outcome", inspection, 1)):
        told = words(client.get(one))
        assert ref in told
        assert "without a recommendation" not in told
    link = part.recommendation.answered.get()
    address = reverse("recommendations-end-answer", args=[*args, link.pk])
    ended = client.post(address, {**form(client, address), "reason": "It answers another"})
    assert ended["Location"] == page
    assert WORDS not in words(client.get(page))
