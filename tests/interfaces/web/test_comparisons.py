"""The pages of comparisons in pairs and of the order, by Django's client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.comparisons import queries
from inspectorate.domain.judgments.models import Comparison
from inspectorate.foundation.people.roles import Role
from tests.factories.comparing import a_comparison, compared_by_many
from tests.factories.findings import an_item, assigned, submitted
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def judged() -> Inspection:
    """Three bodies, the first two judged by the first inspector, each with words of its own."""
    inspection = an_inspection(bodies=3, phase="judging")
    for number, grade in enumerate(("Outstanding", "Inadequate")):
        judge = member(inspection, Role.INSPECTOR)
        submitted(
            assigned(inspection, scope_body(inspection, number), criterion(inspection), judge),
            grade,
        )
    for number in range(3):
        an_item(inspection, scope_body(inspection, number), words=f"Words of body {number}.")
    return inspection


def at(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"judgments-{name}", args=[inspection.slug, *args])


def hidden(client: Client, address: str) -> dict[str, str]:
    """The key of the form at an address, and what its page seals."""
    page = client.get(address).content.decode()
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name in {"key", "shown"}}


def test_pair_stands_side_by_side_and_the_next_follows_until_none_is_left(
    judged: Inspection,
) -> None:
    of, person = criterion(judged), member(judged, Role.INSPECTOR, 1)
    client, address = signed_in(person), at("compare", judged, of.pk)
    seen = []
    for better in ("left", "right", "same"):
        pair = queries.proposal(person, judged, of)
        assert pair is not None
        said = words(client.get(address))
        for body in (pair.left, pair.right):
            assert f"Words of body {body.order}." in said
            assert f"{body.label} is better" in said
        answer = client.post(address, {**hidden(client, address), "better": better})
        assert answer.status_code == 200
        assert "Your comparison is recorded." in words(answer)
        seen.append({pair.left.order, pair.right.order})
    assert sorted(map(sorted, seen)) == [[0, 1], [0, 2], [1, 2]]
    assert [one.better for one in Comparison.objects.order_by("pk")] == ["left", "right", "same"]
    assert "No pair is left for you on this criterion." in words(client.get(address))


def test_page_of_a_pair_tells_no_grade_no_severity_and_nobodys_comparison(
    judged: Inspection,
) -> None:
    a_comparison(judged, 0, 1, reasons="Told by another")
    of, lead = criterion(judged), member(judged, Role.LEAD)
    page = signed_in(lead).get(at("compare", judged, of.pk)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for told in ("Outstanding", "Inadequate", "Agreed", "severity", "Told by another", "logit"):
        assert told.casefold() not in main.casefold(), told


def test_empty_answer_and_a_pair_that_cannot_be_read_are_refused_with_what_was_typed(
    judged: Inspection,
) -> None:
    of, client = criterion(judged), signed_in(member(judged, Role.INSPECTOR, 1))
    address = at("compare", judged, of.pk)
    sent = hidden(client, address)
    answer = client.post(address, {**sent, "reasons": "More of them knew"})
    assert answer.status_code == 422
    assert "Choose one." in words(answer)
    assert "More of them knew" in answer.content.decode()
    answer = client.post(address, {"key": sent["key"], "better": "left", "shown": "other"})
    assert answer.status_code == 422
    assert "cannot be read" in words(answer)
    assert not Comparison.objects.exists()


def test_pair_sealed_for_one_person_is_not_taken_from_another(judged: Inspection) -> None:
    of = criterion(judged)
    address = at("compare", judged, of.pk)
    sent = hidden(signed_in(member(judged, Role.INSPECTOR, 1)), address)
    other = signed_in(member(judged, Role.MODERATOR))
    assert other.post(address, {**sent, "better": "left"}).status_code == 422
    assert not Comparison.objects.exists()


def test_own_comparisons_are_listed_and_withdrawn(judged: Inspection) -> None:
    made = a_comparison(judged, 0, 1, reasons="More knew", by=member(judged, Role.INSPECTOR, 1))
    a_comparison(judged, 0, 1, reasons="Of another", by=member(judged, Role.INSPECTOR, 2))
    client = signed_in(made.by)
    said = words(client.get(at("comparisons", judged)))
    assert "More knew" in said
    assert "Of another" not in said
    address = at("withdraw-comparison", judged, made.pk)
    answer = client.post(address, {**hidden(client, address), "reason": "The wrong button"})
    assert answer.status_code == 302
    assert "You have compared nothing yet." in words(client.get(at("comparisons", judged)))


def test_order_page_shows_places_with_intervals_and_says_why_there_is_none(
    judged: Inspection,
) -> None:
    of, client = criterion(judged), signed_in(member(judged, Role.LEAD))
    address = at("order", judged, of.pk)
    assert "Nobody has compared bodies" in words(client.get(address))
    a_comparison(judged)
    assert "four comparisons of each body" in words(client.get(address))
    compared_by_many(judged, "201", 6)
    answer = client.get(address)
    said = words(answer)
    assert "by 7 people" in said
    assert "Places" in said
    assert answer.content.count(b"<svg") >= 1
    labels = [scope_body(judged, number).label for number in (2, 0, 1)]
    places = re.findall(r"<th scope=\"row\">\s*<a[^>]*>([^<]*)</a>", answer.content.decode())
    assert places == labels


def test_order_page_names_the_groups_that_no_comparison_connects() -> None:
    inspection = an_inspection(bodies=4, phase="judging")
    compared_by_many(inspection, "01", 5)
    compared_by_many(inspection, "23", 5)
    client = signed_in(member(inspection, Role.LEAD))
    said = words(client.get(at("order", inspection, criterion(inspection).pk)))
    labels = [scope_body(inspection, number).label for number in range(4)]
    assert f"{labels[0]}, {labels[1]}" in said
    assert f"{labels[2]}, {labels[3]}" in said


def test_order_is_shut_on_its_page_and_in_the_list_to_who_has_still_to_judge(
    judged: Inspection,
) -> None:
    compared_by_many(judged, "01", 5)
    lead, of = member(judged, Role.LEAD), criterion(judged)
    assigned(judged, scope_body(judged, 2), of, lead)
    client = signed_in(lead)
    said = words(client.get(at("order", judged, of.pk)))
    assert "You have still to judge on this criterion." in said
    assert "10 comparisons" not in said
    listed = client.get(at("comparisons", judged)).content.decode()
    assert at("order", judged, of.pk) not in listed
    assert at("order", judged, criterion(judged, "1.2").pk) in listed


def test_page_of_a_pair_says_why_nothing_is_compared_once_judging_is_over(
    judged: Inspection,
) -> None:
    Inspection.objects.filter(pk=judged.pk).update(phase="published")
    client = signed_in(member(judged, Role.INSPECTOR, 1))
    answer = client.get(at("compare", judged, criterion(judged).pk))
    assert "Words of body" not in words(answer)
    assert b"ins-reasons" in answer.content
