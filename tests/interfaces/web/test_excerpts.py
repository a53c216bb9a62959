"""The pages of released excerpts: who reaches them, what a form leaves, what the claim shows."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim, Excerpt
from inspectorate.foundation.people.roles import Role
from tests.domain.claims.test_excerpts import WORDS, a_named_item, released
from tests.factories.upper import door, entries, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _path(claim: Claim, more: str = "") -> str:
    return f"claims/claim/{claim.key}/{more}"


def test_excerpt_is_released_on_a_form_that_offers_the_items_of_the_claim_alone() -> None:
    claim, item = a_named_item()
    other, _ = a_named_item("Of another claim.", inspection=claim.inspection)
    editor = door(claim.inspection, Role.EDITOR)
    form = words(editor.get(_path(claim, "excerpt/")))
    assert item.ref in form
    assert "Of another claim." not in form
    sent = {"item": item.pk, "rendering": "exact", "text": WORDS}
    refused = editor.post(_path(claim, "excerpt/"), **{**sent, "text": "Not so at all."})
    assert refused.status_code == 422
    assert "These words do not stand in" in words(refused)
    assert "Not so at all." in words(refused)
    assert editor.post(_path(claim, "excerpt/"), **sent).status_code == 302
    assert Excerpt.objects.get().text == WORDS
    assert WORDS in words(editor.get(_path(claim)))
    assert WORDS not in words(editor.get(_path(other)))


def test_excerpt_is_withdrawn_where_it_stands_and_the_claim_says_who_and_why() -> None:
    claim, item = a_named_item()
    excerpt = released(claim, item)
    lead, inspector = (door(claim.inspection, role) for role in (Role.LEAD, Role.INSPECTOR))
    path = _path(claim, f"excerpt/{excerpt.pk}/withdraw/")
    assert f"/{path}" in words(lead.get(_path(claim)))
    assert f"/{path}" not in words(inspector.get(_path(claim)))
    assert inspector.get(path).status_code == 404
    assert lead.post(path, reason="").status_code == 422
    assert lead.post(path, reason="It tells of <one>").status_code == 302
    shown = words(inspector.get(_path(claim)))
    assert "Withdrawn by" in shown
    assert "It tells of &lt;one&gt;" in shown
    assert entries("claims.withdraw_excerpt") == 1


def test_excerpt_of_another_claim_is_not_found_under_this_one() -> None:
    claim, item = a_named_item()
    other, _ = a_named_item("Of another claim.", inspection=claim.inspection)
    excerpt = released(claim, item)
    path = _path(other, f"excerpt/{excerpt.pk}/withdraw/")
    assert door(claim.inspection, Role.LEAD).get(path).status_code == 404
