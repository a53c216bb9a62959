"""Words of an item that a claim names are released for print, in its own words or in ours, where
they tell of no person and of no body that may not be named; and are withdrawn with a reason.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.excerpts import actions
from inspectorate.domain.claims.excerpts.policies import stand_in
from inspectorate.domain.claims.models import Claim, Excerpt
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, a_claim, an_item
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, member, scope_body

pytestmark = pytest.mark.django_db
WORDS = "All response officers had mandatory training in March. Nobody had a refresher, though."


@kept
def a_named_item(words: str = WORDS, **given: Any) -> tuple[Claim, Item]:
    """A claim that names one item with these words."""
    inspection: Inspection = given.pop("inspection", None) or an_inspection(bodies=3)
    item = an_item(inspection, scope_body(inspection), words=words, **given)
    structure = {"criteria": ["1.1"], "says_so": [item.number]}
    decision = "Nobody is named."
    return a_claim(inspection, structure, kind="example", small_number_decision=decision), item


def released(claim: Claim, item: Item, text: str = "", **given: Any) -> Excerpt:
    fields: dict[str, Any] = {"rendering": "exact", "text": text or item.words, **given}
    by = member(claim.inspection, fields.pop("role", Role.REFERENCER))
    return actions.release_excerpt(by=by, at=LATER, key=a_key(), claim=claim, item=item, **fields)


def refused(claim: Claim, item: Item, text: str = "", **given: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        released(claim, item, text, **given)
    return [str(one.code) for one in refusal.value.reasons]


def withdrawn(excerpt: Excerpt, reason: str = "It tells of a place") -> object:
    by = member(excerpt.claim.inspection, Role.LEAD)
    return actions.withdraw_excerpt(by=by, at=LATER, key=a_key(), excerpt=excerpt, reason=reason)


def behind(claim: Claim) -> list[str]:
    found = queries.facts(claim.inspection)[claim.key].excerpts
    return [one.text for one in found]


class TestReleasing:
    def test_items_own_words_stand_behind_the_claim_with_kind_and_stance(self) -> None:
        claim, item = a_named_item(kind="focus-group")
        released(claim, item, "All response officers had mandatory training in March.")
        (found,) = queries.facts(claim.inspection)[claim.key].excerpts
        assert (found.kind, found.stance, found.rendering) == ("focus-group", "says-so", "exact")
        assert Entry.objects.get(verb="claims.release_excerpt").detail == {
            "claim": claim.key,
            "item": item.number,
            "rendering": "exact",
        }

    @pytest.mark.parametrize("role", [Role.REFERENCER, Role.EDITOR])
    def test_evidence_checker_and_editor_may(self, role: Role) -> None:
        claim, item = a_named_item()
        released(claim, item, role=role)
        assert behind(claim) == [WORDS]

    @pytest.mark.parametrize("role", [Role.LEAD, Role.INSPECTOR, Role.PRESS, Role.SIGNING])
    def test_nobody_else_may(self, role: Role) -> None:
        claim, item = a_named_item()
        with pytest.raises(Forbidden):
            released(claim, item, role=role)

    def test_words_that_do_not_stand_in_the_item_are_refused_unless_marked_as_a_paraphrase(
        self,
    ) -> None:
        claim, item = a_named_item()
        text = "Every officer who answers calls was trained."
        assert refused(claim, item, text) == ["not_quoted"]
        released(claim, item, text, rendering="paraphrase")
        assert behind(claim) == [text]

    @pytest.mark.parametrize(
        ("words", "stand"),
        [
            ("All response officers … in March", True),
            ("mandatory training […] a refresher", True),
            ("All  response\nofficers had", True),
            ("all response officers had", False),
            ("response officer", False),
            ("Nobody had … mandatory training", False),
            ("…", False),
        ],
    )
    def test_own_words_are_letter_for_letter_in_their_order_and_whole(
        self, words: str, stand: bool
    ) -> None:
        assert stand_in(" ".join(words.split()), WORDS) is stand

    def test_rendering_that_is_none_is_refused(self) -> None:
        claim, item = a_named_item()
        assert refused(claim, item, rendering="summary") == ["rendering_unknown"]

    def test_text_that_is_empty_or_too_long_is_refused(self) -> None:
        claim, item = a_named_item("Said so. " * 60)
        assert refused(claim, item, " ") == ["text_missing"]
        assert refused(claim, item) == ["text_too_long"]


class TestItem:
    def test_item_that_the_claim_does_not_name_is_refused(self) -> None:
        claim, item = a_named_item()
        other = an_item(claim.inspection, scope_body(claim.inspection, 1), words=WORDS)
        assert refused(claim, other) == ["item_not_named"]
        released(claim, item)

    def test_item_marked_above_official_is_refused(self) -> None:
        inspection = an_inspection(bodies=3)
        by = member(inspection, Role.INSPECTOR)
        claim, item = a_named_item(inspection=inspection, marking=Marking.SENSITIVE, by=by)
        assert "item_not_describable" in refused(claim, item)

    def test_item_withdrawn_is_refused_and_what_was_released_of_it_stands_no_more(self) -> None:
        claim, item = a_named_item()
        released(claim, item, "Nobody had a refresher, though.")
        evidence.withdraw(
            by=member(claim.inspection, Role.INSPECTOR),
            at=LATER,
            key=a_key(),
            item=item,
            reason="It was misheard",
        )
        assert behind(claim) == []
        assert refused(claim, item) == ["item_not_named"]

    def test_what_says_otherwise_may_be_released_and_says_so(self) -> None:
        claim, item = a_named_item()
        other = an_item(claim.inspection, scope_body(claim.inspection, 1), words="Some had none.")
        named = {"says_so": [item.number], "says_otherwise": [other.number]}
        two = a_claim(
            claim.inspection,
            {"criteria": ["1.1"], **named},
            kind="example",
            small_number_decision="x",
        )
        released(two, other)
        (found,) = queries.facts(claim.inspection)[two.key].excerpts
        assert found.stance == "says-otherwise"


class TestWords:
    @pytest.mark.parametrize(
        "text",
        [
            "Sergeant Mary Whitfield told us of it.",
            "Write to training@example.org for it.",
            "Call 020 7946 0018 for it.",
            "PC 4471 was trained.",
        ],
    )
    def test_what_tells_of_a_person_is_refused_with_the_words(self, text: str) -> None:
        claim, item = a_named_item(f"{WORDS} {text}")
        with pytest.raises(Refused) as refusal:
            released(claim, item, text)
        assert {str(one.code) for one in refusal.value.reasons} == {"not_for_print"}
        assert all("“" in one.text for one in refusal.value.reasons)
        assert {one.field for one in refusal.value.reasons} == {"text"}

    def test_pseudonym_is_refused_where_the_scope_names_nobody_and_printed_where_it_may(
        self,
    ) -> None:
        for names_bodies in (False, True):
            inspection = an_inspection(bodies=3, names_bodies=names_bodies)
            text = f"{scope_body(inspection).label} had training for all."
            claim, item = a_named_item(text, inspection=inspection)
            if names_bodies:
                released(claim, item)
                assert behind(claim) == [text]
            else:
                assert "body_in_excerpt" in refused(claim, item)
                released(claim, item, "… had training for all.")

    @pytest.mark.parametrize("names_bodies", [False, True])
    def test_rehearsal_never_names_a_real_body(self, names_bodies: bool) -> None:
        inspection = an_inspection(bodies=3, names_bodies=names_bodies)
        real = scope_body(inspection, 1).body.name
        claim, item = a_named_item(f"As in {real} too.", inspection=inspection)
        assert refused(claim, item) == ["body_in_excerpt"]

    def test_live_inspection_that_names_nobody_refuses_every_name_of_its_bodies(self) -> None:
        inspection = an_inspection(bodies=3, rehearsal=False)
        body = scope_body(inspection, 2).body
        claim, item = a_named_item(f"As in {body.short_name} too.", inspection=inspection)
        assert refused(claim, item) == ["body_in_excerpt"]


class TestHowMany:
    def test_third_is_refused_until_one_is_withdrawn_and_the_same_twice_never(self) -> None:
        claim, item = a_named_item()
        first = released(claim, item, "All response officers had mandatory training in March.")
        assert refused(claim, item, first.text) == ["excerpt_twice"]
        released(claim, item, "Nobody had a refresher, though.")
        assert refused(claim, item, "Nobody had a refresher") == ["excerpts_enough"]
        withdrawn(first)
        released(claim, item, "Nobody had a refresher")
        assert behind(claim) == ["Nobody had a refresher, though.", "Nobody had a refresher"]


class TestWithdrawing:
    def test_withdrawn_excerpt_stands_no_more_and_says_why(self) -> None:
        claim, item = a_named_item()
        withdrawn(released(claim, item))
        assert behind(claim) == []
        (one,) = queries.excerpts_of(claim)
        assert one.withdrawal.reason == "It tells of a place"

    def test_reason_is_needed_and_twice_is_refused(self) -> None:
        claim, item = a_named_item()
        excerpt = released(claim, item)
        for reason, code in ((" ", "text_missing"), ("x", ""), ("x", "excerpt_withdrawn")):
            if not code:
                withdrawn(excerpt, reason)
                continue
            with pytest.raises(Refused) as refusal:
                withdrawn(excerpt, reason)
            assert [one.code for one in refusal.value.reasons] == [code]

    def test_database_changes_neither_record(self) -> None:
        claim, item = a_named_item()
        excerpt = released(claim, item)
        with pytest.raises(DatabaseError), transaction.atomic():
            Excerpt.objects.filter(pk=excerpt.pk).update(text="Another")
        with pytest.raises(DatabaseError), transaction.atomic():
            excerpt.delete()
