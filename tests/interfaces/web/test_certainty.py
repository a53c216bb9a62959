"""How sure an agreed judgment is, on its page and on the desk, by Django's client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Certainty
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import agreed
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def settled() -> Inspection:
    inspection = an_inspection(bodies=1, phase="judging")
    agreed(inspection, scope_body(inspection), criterion(inspection))
    return inspection


def at(name: str, inspection: Inspection) -> str:
    place = [inspection.slug, scope_body(inspection).code, criterion(inspection).pk]
    return reverse(f"judgments-{name}", args=place)


def test_how_sure_is_said_shown_beside_the_judgment_and_withdrawn(settled: Inspection) -> None:
    client = signed_in(member(settled, Role.MODERATOR))
    sent = {
        "key": "one",
        "level": "low",
        "reasons": ["few", "selected"],
        "words": "Two of nine were met.",
    }
    assert client.post(at("how-sure", settled), sent).status_code == 302
    desk = reverse("judgments-desk", args=[settled.slug])
    there = f"{desk}?show=all&cell={scope_body(settled).code}/{criterion(settled).pk}"
    for address in (at("cell", settled), there):
        said = words(client.get(address))
        assert "How sure: low" in said
        assert "Few sources, or few of those who could tell; What was seen may have been" in said
        assert "Two of nine were met." in said
    reader = signed_in(member(settled, Role.ANALYST))
    page = reader.get(at("cell", settled)).content.decode()
    assert "How sure: low" in page
    assert at("how-sure", settled) not in page
    made = Certainty.objects.get()
    gone = reverse("judgments-withdraw-how-sure", args=[settled.slug, made.pk])
    answer = client.post(gone, {"key": "two", "reason": "Said too soon"}, follow=True)
    assert "How sure: low" not in words(answer)


def test_how_sure_without_a_reason_is_refused_beside_the_reasons_and_keeps_the_words(
    settled: Inspection,
) -> None:
    client = signed_in(member(settled, Role.MODERATOR))
    sent = {"key": "one", "level": "moderate", "words": "So it seems"}
    answer = client.post(at("how-sure", settled), sent)
    assert answer.status_code == 422
    assert "Below the highest level a reason is named." in words(answer)
    assert "So it seems" in answer.content.decode()
    assert not Certainty.objects.exists()


def test_how_sure_is_never_a_share_nor_near_a_chance(settled: Inspection) -> None:
    client = signed_in(member(settled, Role.MODERATOR))
    client.post(at("how-sure", settled), {"key": "one", "level": "very-low", "reasons": "few"})
    page = words(client.get(at("cell", settled)))
    [told] = re.findall(r"How sure: very low.{0,200}", page, re.DOTALL)
    assert "%" not in told
    assert "chance" not in told
