"""Drafting, editing, referencing, refreshing, and when a claim turns stale: each rule, and each
reason by name.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.models import Claim, Pin, Reference
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.findings import LATER, a_claim, a_recording, agreed, an_item, referenced
from tests.factories.keeping import kept
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    a_key,
    a_person,
    an_admin,
    an_inspection,
    criterion,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}


@kept
def _judged(bodies: int = 3) -> Inspection:
    inspection = an_inspection(bodies=bodies, phase="judging")
    for number in range(bodies):
        agreed(inspection, scope_body(inspection, number), criterion(inspection))
    return inspection


def _reasons(inspection: Inspection) -> dict[str, list[str]]:
    return {
        claim.key: [reason.text for reason in facts.stale]
        for claim, facts in queries.with_facts(inspection)
        if facts.stale
    }


def _join(inspection: Inspection, person: Person, role: Role) -> None:
    people.grant(by=an_admin(), at=AT, key=a_key(), person=person, role=role)
    lead = member(inspection, Role.LEAD)
    inspections.join(
        by=lead, at=AT, key=a_key(), inspection=inspection, person=person, role=role, team=""
    )


class TestDraft:
    def test_claim_is_pinned_to_every_judgment_it_counts(self) -> None:
        inspection = _judged()
        claim = a_claim(inspection, TRAINING, name="mandatory-training")
        judgments, items = queries.supporting(claim)
        assert ([one.scope_body.label for one in judgments], items) == (
            ["Force 01", "Force 02", "Force 03"],
            [],
        )
        assert queries.resting_on(judgments[0]) == [claim]
        assert queries.resting_on(judgments[0].citations.get().item) == [claim]

    def test_claim_is_found_by_its_key_on_its_own_inspection(self) -> None:
        here, there = _judged(), _judged()
        one, other = (a_claim(here, TRAINING, name=name) for name in ("one", "other"))
        a_claim(there, TRAINING, name="one")
        lead = member(here, Role.LEAD)
        assert list(queries.visible_to(lead, here)) == [one, other]
        for claim in (one, other):
            found = queries.one(lead, here, claim.key)
            assert found is not None
            assert found[0] == claim
        assert queries.one(lead, here, "neither") is None

    def test_key_malformed_or_taken_and_statement_missing_are_refused(self) -> None:
        inspection = _judged()
        a_claim(inspection, TRAINING, name="one")
        found = {}
        for name in ("one", "Two Words", "", "a" * 81):
            with pytest.raises(Refused) as refusal:
                a_claim(
                    inspection,
                    TRAINING,
                    name=name or "-",
                    statement=" " if name == "one" else "Said",
                )
            found[name] = codes_of(refusal)
        assert found == {
            "one": ["key_taken", "statement: text_missing"],
            "Two Words": ["key_malformed"],
            "": ["key_malformed"],
            "a" * 81: ["key_malformed"],
        }

    def test_claim_without_support_is_refused(self) -> None:
        inspection = an_inspection()
        an_item(inspection)
        found = []
        for kind, predicate in (
            ("counted", TRAINING),
            ("variation", {"criteria": ["1.1"]}),
            ("example", {"criteria": ["1.1"], "min_items": 2}),
        ):
            with pytest.raises(Refused) as refusal:
                a_claim(inspection, predicate, kind=kind)
            found.append(codes_of(refusal))
        assert found == [["no_support"]] * 3
        assert Claim.objects.count() == 0

    def test_only_the_roles_of_the_table_draft_and_outsiders_see_no_claim(self) -> None:
        inspection = _judged()
        claim = a_claim(inspection, TRAINING, by=member(inspection, Role.EDITOR))
        for role in (Role.INSPECTOR, Role.MODERATOR, Role.REFERENCER, Role.SIGNING, Role.PRESS):
            with pytest.raises(Forbidden):
                a_claim(inspection, TRAINING, by=member(inspection, role))
        assert list(queries.visible_to(member(inspection, Role.PRESS), inspection)) == [claim]
        assert list(queries.visible_to(a_person(Role.LEAD), inspection)) == []


class TestReference:
    def test_claim_looked_at_by_a_second_person_is_referenced(self) -> None:
        inspection = _judged()
        claim = a_claim(inspection, TRAINING)
        made = referenced(claim)
        fact = queries.facts(inspection)[claim.key]
        assert fact.last_word is not None
        assert (fact.referenced, fact.last_word.by, fact.stale) == (
            True,
            member(inspection, Role.REFERENCER).name,
            (),
        )
        assert made.figures == {
            "met": 3,
            "not_met": 0,
            "inspected": 3,
            "scope": 3,
            "bodies_met": ["Force 01", "Force 02", "Force 03"],
        }

    def test_whoever_drafted_edited_or_refreshed_any_version_may_not_reference(self) -> None:
        inspection = _judged()
        lead, analyst, editor = (
            member(inspection, role) for role in (Role.LEAD, Role.ANALYST, Role.EDITOR)
        )
        claim = a_claim(inspection, TRAINING, by=lead)
        actions.edit(
            by=analyst,
            at=LATER,
            key=a_key(),
            claim=claim,
            statement="Anew",
            predicate=TRAINING,
            version=1,
        )
        actions.refresh(by=editor, at=LATER, key=a_key(), claim=claim, version=2)
        found = []
        for person in (lead, analyst, editor):
            _join(inspection, person, Role.REFERENCER)
            with pytest.raises(Refused) as refusal:
                referenced(claim, by=person)
            found.append(codes_of(refusal))
        assert found == [["own_claim"]] * 3

    def test_objection_needs_reasons_and_leaves_the_claim_unreferenced(self) -> None:
        inspection = _judged()
        claim = a_claim(inspection, TRAINING)
        with pytest.raises(Refused) as refusal:
            referenced(claim, supported=False)
        referenced(claim)
        referenced(claim, supported=False, reasons="Force 02 does not say so.")
        assert (codes_of(refusal), queries.facts(inspection)[claim.key].referenced) == (
            ["reasons: text_missing"],
            False,
        )

    def test_number_that_may_identify_a_body_is_not_supported_undecided(self) -> None:
        inspection = an_inspection(bodies=4, phase="judging")
        for number in range(4):
            agreed(
                inspection,
                scope_body(inspection, number),
                criterion(inspection),
                mandatory_training=number == 0,
            )
        claim = a_claim(inspection, TRAINING)
        with pytest.raises(Refused) as refusal:
            referenced(claim)
        actions.edit(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            claim=claim,
            statement="Only one",
            predicate=TRAINING,
            small_number_decision="Printed: practice worth naming.",
            version=1,
        )
        assert (codes_of(refusal), referenced(claim).claim_version) == (
            ["small_number_undecided"],
            2,
        )

    def test_edit_and_refresh_make_a_version_that_needs_referencing_again(self) -> None:
        inspection = _judged()
        claim, lead = a_claim(inspection, TRAINING), member(inspection, Role.LEAD)
        states = []
        for version in (1, 2):
            referenced(claim)
            states.append(queries.facts(inspection)[claim.key].referenced)
            actions.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=version)
            states.append(queries.facts(inspection)[claim.key].referenced)
        assert states == [True, False, True, False]

    def test_edit_from_a_stale_page_is_a_conflict_with_both_texts(self) -> None:
        inspection = _judged()
        claim, lead = (
            a_claim(inspection, TRAINING, statement="First"),
            member(inspection, Role.LEAD),
        )
        said = {"by": lead, "at": LATER, "claim": claim, "predicate": TRAINING, "version": 1}
        actions.edit(key=a_key(), statement="Second", **said)
        with pytest.raises(Conflict) as conflict:
            actions.edit(key=a_key(), statement="Third", **said)
        assert (conflict.value.theirs, conflict.value.yours, conflict.value.version) == (
            "Second",
            "Third",
            2,
        )


class TestStale:
    def test_judgment_agreed_anew_makes_the_claim_stale_until_refreshed(self) -> None:
        inspection = _judged()
        claim, lead = a_claim(inspection, TRAINING), member(inspection, Role.LEAD)
        referenced(claim)
        before = _reasons(inspection)
        agreed(
            inspection, scope_body(inspection, 1), criterion(inspection), mandatory_training=False
        )
        after = _reasons(inspection)
        with pytest.raises(Refused) as refusal:
            referenced(claim)
        actions.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=1)
        assert (before, after) == ({}, {claim.key: ["Force 02 on 1.1 has been judged again."]})
        assert codes_of(refusal) == ["claim_stale", "small_number_undecided"]
        assert (_reasons(inspection), queries.facts(inspection)[claim.key].figures.met) == ({}, 2)

    def test_body_judged_since_makes_the_claim_stale(self) -> None:
        inspection = an_inspection(phase="judging")
        agreed(inspection, scope_body(inspection), criterion(inspection))
        claim = a_claim(inspection, TRAINING)
        agreed(inspection, scope_body(inspection, 2), criterion(inspection))
        assert _reasons(inspection) == {claim.key: ["Force 03 on 1.1 has been judged since."]}

    def test_cell_left_out_since_makes_the_claim_stale(self) -> None:
        inspection = _judged()
        claim, lead = a_claim(inspection, TRAINING), member(inspection, Role.LEAD)
        NotInspected.objects.create(
            scope_body=scope_body(inspection),
            criterion=criterion(inspection),
            reason="Late",
            decided_at=AT,
        )
        assert _reasons(inspection) == {claim.key: ["Force 01 on 1.1 is no longer counted."]}
        assert queries.waiting(lead, inspection)[0].verb == ClaimVerb.REFRESH

    def test_claim_counted_without_a_cell_is_stale_once_the_cell_is_taken_back(self) -> None:
        inspection = _judged()
        claim, lead = a_claim(inspection, TRAINING), member(inspection, Role.LEAD)
        said = {"by": lead, "at": LATER, "inspection": inspection, "reason": "Late"}
        left_out = inspections.leave_out(
            key=a_key(),
            scope_body=scope_body(inspection),
            criterion=criterion(inspection),
            **said,
        )
        actions.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=1)
        assert (_reasons(inspection), queries.facts(inspection)[claim.key].figures.met) == ({}, 2)
        inspections.take_back(key=a_key(), left_out=[left_out], **said)
        assert _reasons(inspection) == {claim.key: ["Force 01 on 1.1 is inspected again."]}
        assert queries.facts(inspection)[claim.key].figures.met == 3

    def test_evidence_withdrawn_under_a_judgment_is_named_with_the_cell_that_rests_on_it(
        self,
    ) -> None:
        inspection = _judged()
        claim = a_claim(inspection, TRAINING)
        item = queries.supporting(claim)[0][0].citations.get().item
        evidence.withdraw(
            by=member(inspection, Role.INSPECTOR), at=LATER, key=a_key(), item=item, reason="Wrong"
        )
        fact = queries.facts(inspection)[claim.key]
        assert [reason.text for reason in fact.stale] == [
            f"{item.ref} was withdrawn; Force 01 on 1.1 rests on it."
        ]
        assert fact.withdrawn_support == (f"{item.ref} was withdrawn",)

    def test_evidence_superseded_under_an_example_is_named(self) -> None:
        inspection = an_inspection()
        items = [
            an_item(inspection, scope_body(inspection, number), practice=True)
            for number in range(3)
        ]
        claim = a_claim(
            inspection, {"criteria": ["1.1"], "practice": True, "min_items": 3}, kind="example"
        )
        inspector = member(inspection, Role.INSPECTOR)
        newer = evidence.supersede(
            by=inspector,
            at=LATER,
            key=a_key(),
            item=items[0],
            reason="Fuller",
            recording=a_recording(inspection),
        )
        assert _reasons(inspection) == {
            claim.key: [f"{items[0].ref} was superseded by {newer.ref}."]
        }
        assert queries.facts(inspection)[claim.key].figures.support.item_count == 2

    def test_example_does_not_turn_stale_because_more_like_it_was_found(self) -> None:
        inspection = an_inspection()
        for number in range(3):
            an_item(inspection, scope_body(inspection, number), practice=True)
        claim = a_claim(inspection, {"criteria": ["1.1"], "practice": True}, kind="example")
        referenced(claim)
        an_item(inspection, practice=True)
        assert (
            _reasons(inspection),
            queries.facts(inspection)[claim.key].figures.support.item_count,
        ) == (
            {},
            3,
        )

    def test_figure_that_changed_since_it_was_referenced_says_what_it_was(self) -> None:
        inspection = an_inspection()
        claim = a_claim(inspection, {"recipe": "evidence_items"}, kind="figure")
        referenced(claim)
        an_item(inspection)
        assert _reasons(inspection) == {
            claim.key: [
                f"The figures of {claim.key} are not those that were referenced: values "
                f"was {{'evidence items': '0'}}, "
                "is {'evidence items': '1'}."
            ]
        }


def test_number_of_queries_does_not_grow_with_the_claims() -> None:
    inspection = _judged()
    for number in range(3):
        an_item(inspection, scope_body(inspection, number), practice=True)
    counts = []
    for _ in range(3):
        a_claim(inspection, TRAINING)
        a_claim(inspection, {"criteria": ["1.1"], "practice": True}, kind="example")
        a_claim(inspection, {"recipe": "visit_dates"}, kind="figure")
        made = []
        for read in (queries.facts, queries.with_facts):
            with CaptureQueriesContext(connection) as captured:
                read(inspection)
            made.append(len(captured))
        counts.append(made)
    assert counts == [counts[0]] * 3


def test_pins_and_references_changed_or_deleted_by_hand_are_refused() -> None:
    referenced(a_claim(_judged(), TRAINING))
    refused = {}
    for model in (Pin, Reference):
        for statement in (
            f"UPDATE {model._meta.db_table} SET id = id",
            f"DELETE FROM {model._meta.db_table}",
        ):
            with (
                pytest.raises(DatabaseError) as refusal,
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
            refused[statement] = "never changed or deleted" in str(refusal.value)
    assert list(refused.values()) == [True] * 4
