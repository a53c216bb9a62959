"""An inspection planned: opened, approved, scoped, covered, staffed; each rule with a refusing and
a passing case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection, ScopeBody, TermsOfReference
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
AT = rooms.AT


def _act(
    action: Callable[..., Any], inspection: Inspection, actor: Role = Role.LEAD, /, **given: Any
) -> Any:
    return action(
        by=rooms.member(inspection, actor), at=AT, key=rooms.a_key(), inspection=inspection, **given
    )


def _codes(
    action: Callable[..., Any], inspection: Inspection, actor: Role = Role.LEAD, /, **given: Any
) -> list[str]:
    with pytest.raises(Refused) as refusal:
        _act(action, inspection, actor, **given)
    return [reason.code for reason in refusal.value.reasons]


def _open(**given: Any) -> Inspection:
    fields: dict[str, Any] = {
        "slug": "prevent",
        "prefix": "PREV",
        "title": "Prevent",
        "question": "How effective?",
        "framework": rooms.a_framework(),
        "vocabulary": rooms.a_vocabulary(),
        "rehearsal": True,
        "basis": "programme",
        "fieldwork_from": date(2018, 10, 1),
        "fieldwork_to": date(2019, 2, 28),
    }
    return actions.open(
        by=given.pop("by", None) or rooms.a_person(Role.LEAD),
        at=AT,
        key=rooms.a_key(),
        **{**fields, **given},
    )


class TestOpening:
    def test_inspection_opened_is_planned_and_its_opener_leads_it(self) -> None:
        lead, inspector = rooms.a_person(Role.LEAD), rooms.a_person(Role.INSPECTOR)
        inspection = _open(by=lead, team=[(inspector, Role.INSPECTOR, "A")])
        assert (inspection.phase, inspection.version) == ("planned", 1)
        assert {(one.person, one.role, one.team) for one in queries.team(inspection)} == {
            (lead, Role.LEAD, ""),
            (inspector, Role.INSPECTOR, "A"),
        }
        assert (
            inspection.notice == "Rehearsal: simulated evidence, says nothing about any real force."
        )

    def test_inspection_opened_by_a_signing_inspector_makes_that_person_sign(self) -> None:
        signing = rooms.a_person(Role.SIGNING)
        assert [one.role for one in queries.team(_open(by=signing))] == [Role.SIGNING]

    def test_inspection_opened_on_what_is_not_adopted_is_refused(self) -> None:
        framework = rooms.a_framework(adopted=False)
        vocabulary = rooms.a_vocabulary()
        vocabulary.adopted_at = None
        with pytest.raises(Refused) as refusal:
            _open(framework=framework, vocabulary=vocabulary)
        assert [reason.code for reason in refusal.value.reasons] == [
            "framework_not_adopted",
            "vocabulary_not_adopted",
        ]

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"slug": "prevent"}, "slug_taken"),
            ({"slug": "Pre vent"}, "slug_malformed"),
            ({"prefix": "PREV"}, "prefix_taken"),
            ({"prefix": "p"}, "prefix_malformed"),
            ({"title": " "}, "text_missing"),
            ({"question": ""}, "text_missing"),
            ({"noun": ""}, "text_missing"),
            ({"basis": "whim"}, "basis_unknown"),
            ({"fieldwork_to": date(2018, 9, 30)}, "window_out_of_order"),
        ],
    )
    def test_inspection_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        _open()
        with pytest.raises(Refused) as refusal:
            _open(**{"slug": "other", "prefix": "OTH", **given})
        faults = [(reason.code, reason.field) for reason in refusal.value.reasons]
        assert faults == [(code, *given)]
        assert Inspection.objects.count() == 1

    def test_inspection_with_a_member_who_lacks_the_role_or_is_there_twice_is_refused(self) -> None:
        lead = rooms.a_person(Role.LEAD)
        team = [(lead, Role.LEAD, ""), (lead, Role.LEAD, "A"), (lead, Role.EDITOR, "")]
        with pytest.raises(Refused) as refusal:
            _open(by=lead, team=team)
        assert [reason.code for reason in refusal.value.reasons] == [
            "role_not_held",
            "member_twice",
        ]

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD, Role.SIGNING, Role.ADMIN}))
    def test_inspection_opened_by_another_role_is_forbidden(self, role: Role) -> None:
        someone = rooms.a_person(role)
        assert not queries.can_open(someone)
        with pytest.raises(Forbidden):
            _open(by=someone)


class TestPapers:
    def test_terms_are_numbered_and_the_newest_stands(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        for text in ("First.", "Second."):
            _act(actions.set_terms, inspection, text=text)
        assert [(one.number, one.text) for one in inspection.terms.all()] == [
            (1, "First."),
            (2, "Second."),
        ]
        with pytest.raises(DatabaseError), transaction.atomic():
            TermsOfReference.objects.update(text="Other.")

    def test_papers_without_words_are_refused(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        assert _codes(actions.set_terms, inspection, text=" ") == ["text_missing"]
        assert _codes(actions.approve, inspection, Role.SIGNING, text="") == ["text_missing"]
        assert _codes(actions.name_group, inspection, name="") == ["text_missing"]

    def test_papers_of_an_inspection_that_is_over_are_refused(self) -> None:
        inspection = rooms.an_inspection(phase="closed")
        assert _codes(actions.set_terms, inspection, text="Later.") == ["inspection_over"]
        assert _codes(actions.approve, inspection, Role.SIGNING, text="Later.") == [
            "inspection_over"
        ]

    def test_reference_group_is_named(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        group = _act(
            actions.name_group,
            inspection,
            name="Users' reference group",
            role="Advises on what the public asks.",
        )
        assert list(inspection.reference_groups.all()) == [group]

    def test_lead_does_not_approve(self) -> None:
        with pytest.raises(Forbidden):
            _act(actions.approve, rooms.an_inspection(phase="planned"), text="Approved.")


class TestScope:
    def test_pseudonym_that_equals_or_holds_a_real_name_is_refused(self) -> None:
        body = rooms.a_body(name="Isle & Coast Police", short_name="Isle", code="isle-and-coast")
        bodies.change(
            by=rooms.an_admin(),
            at=AT,
            key=rooms.a_key(),
            body=body,
            kind="renamed",
            on=date(2010, 1, 1),
            former_name="Shore Watch",
        )
        inspection = rooms.an_inspection(bodies=0, phase="planned")
        for label in (
            "Isle & Coast Police",
            "ISLE AND COAST POLICE",
            "Force of Isle-and-Coast Police",
            "Isle 07",
            "The shore_watch",
        ):
            assert _codes(actions.set_scope, inspection, bodies=[(body, label)]) == [
                "label_is_real"
            ], label
        assert _codes(actions.set_scope, inspection, bodies=[(body, " ")]) == ["label_missing"]
        _act(actions.set_scope, inspection, bodies=[(body, "Islet 07")])
        assert rooms.scope_body(inspection).code == "islet-07"

    def test_label_outside_a_rehearsal_is_the_name(self) -> None:
        one, other = (
            rooms.a_body(name="River Police", region="North"),
            rooms.a_body(name="River Police", region="South"),
        )
        inspection = rooms.an_inspection(bodies=0, phase="planned", rehearsal=False)
        assert _codes(actions.set_scope, inspection, bodies=[(one, "Force 01")]) == [
            "label_is_not_the_name"
        ]
        _act(
            actions.set_scope,
            inspection,
            bodies=[(one, "River Police (North)"), (other, f"River Police ({other.code})")],
        )
        assert [row.code for row in queries.scope(inspection)] == [one.code, other.code]

    def test_scope_empty_or_with_anything_twice_is_refused(self) -> None:
        one, other = rooms.a_body(), rooms.a_body()
        inspection = rooms.an_inspection(bodies=0, phase="planned")
        assert _codes(actions.set_scope, inspection, bodies=[]) == ["scope_empty"]
        assert _codes(actions.set_scope, inspection, bodies=[(one, "X"), (one, "Y")]) == [
            "body_twice"
        ]
        assert _codes(actions.set_scope, inspection, bodies=[(one, "X"), (other, "x")]) == [
            "label_twice"
        ]

    def test_scope_set_again_keeps_the_records_of_those_who_stay_even_when_labels_change_places(
        self,
    ) -> None:
        inspection = rooms.an_inspection(bodies=3, phase="planned")
        first, second, third = queries.scope(inspection)
        _act(
            actions.leave_out,
            inspection,
            scope_body=third,
            criterion=rooms.criterion(inspection),
            reason="Too small.",
        )
        _act(
            actions.set_scope,
            inspection,
            bodies=[(second.body, first.label), (first.body, second.label)],
        )
        assert [(one.pk, one.label, one.order) for one in queries.scope(inspection)] == [
            (second.pk, "Force 01", 0),
            (first.pk, "Force 02", 1),
        ]

    def test_body_already_asked_something_cannot_be_dropped(self) -> None:
        inspection = rooms.an_inspection(bodies=2, phase="planned")
        rooms.a_request(inspection, 1)
        kept = rooms.scope_body(inspection)
        assert _codes(actions.set_scope, inspection, bodies=[(kept.body, kept.label)]) == [
            "scope_body_in_use"
        ]
        assert inspection.scope.count() == 2

    def test_scope_grows_in_fieldwork_but_does_not_shrink_and_is_fixed_later(self) -> None:
        inspection = rooms.an_inspection(bodies=2)
        there = [(one.body, one.label) for one in queries.scope(inspection)]
        assert _codes(actions.set_scope, inspection, bodies=there[:1]) == ["scope_shrinks"]
        _act(actions.set_scope, inspection, bodies=[*there, (rooms.a_body(), "Force 03")])
        assert inspection.scope.count() == 3
        rooms.move_to(inspection, "judging")
        assert _codes(actions.set_scope, inspection, bodies=there) == [
            "scope_fixed",
        ]


class TestCoverage:
    def test_cell_left_out_is_not_inspected_and_lowers_the_denominator(self) -> None:
        inspection = rooms.an_inspection(bodies=3)
        body, criterion = rooms.scope_body(inspection, 1), rooms.criterion(inspection, "1.2")
        _act(
            actions.leave_out,
            inspection,
            Role.ANALYST,
            scope_body=body,
            criterion=criterion,
            reason="Inspected last year.",
        )
        matrix = queries.coverage(inspection)
        assert (matrix.bodies, matrix.inspected) == (3, (3, 2, 3, 3))
        assert matrix.rows[1].cells == (None, "Inspected last year.", None, None)
        assert matrix.rows[1].inspected == 3

    def test_coverage_costs_the_same_queries_for_few_and_many(
        self, django_assert_num_queries: Any
    ) -> None:
        for size in (1, 12):
            inspection = Inspection.objects.select_related("framework").get(
                pk=rooms.an_inspection(bodies=size).pk
            )
            with django_assert_num_queries(3):
                assert queries.coverage(inspection).bodies == size

    def test_cell_that_cannot_be_left_out_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        body, criterion = rooms.scope_body(inspection), rooms.criterion(inspection)
        foreign = rooms.a_framework(
            rooms.FRAMEWORK_CSV.replace("Test framework", "Other framework")
        )
        elsewhere = type(criterion).objects.filter(area__framework=foreign)[0]
        given = {"scope_body": body, "criterion": criterion, "reason": "x"}
        assert _codes(actions.leave_out, inspection, **{**given, "reason": ""}) == ["text_missing"]
        assert _codes(
            actions.leave_out, inspection, **{**given, "scope_body": rooms.scope_body(other)}
        ) == ["body_out_of_scope"]
        assert _codes(actions.leave_out, inspection, **{**given, "criterion": elsewhere}) == [
            "criterion_of_another_framework"
        ]
        _act(actions.leave_out, inspection, **given)
        assert _codes(actions.leave_out, inspection, **given) == ["left_out_already"]
        rooms.move_to(inspection, "drafting")
        assert _codes(
            actions.leave_out,
            inspection,
            **{**given, "scope_body": rooms.scope_body(inspection, 1)},
        ) == ["coverage_fixed"]


class TestTeam:
    def test_person_joins_in_a_role_held_and_leaves_with_a_reason(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.join(inspection, Role.INSPECTOR, "C")
        assert queries.members(inspection, [person]) == {person.pk}
        member = queries.team(inspection, letter="C").get()
        lead = rooms.member(inspection, Role.LEAD)
        actions.leave(
            by=lead, at=AT, key=rooms.a_key(), member=member, reason="Moved to another post."
        )
        assert queries.members(inspection, [person]) == set()
        assert list(queries.visible_to(person)) == []

    @pytest.mark.parametrize(
        ("role", "code"),
        [(Role.BODY, "role_unknown"), ("chief", "role_unknown"), (Role.EDITOR, "role_not_held")],
    )
    def test_person_who_cannot_join_in_a_role_is_refused(self, role: str, code: str) -> None:
        assert _codes(
            actions.join, rooms.an_inspection(), person=rooms.a_person(Role.INSPECTOR), role=role
        ) == [code]

    def test_person_on_the_team_in_that_role_or_with_a_long_letter_is_refused(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.member(inspection, Role.INSPECTOR)
        assert _codes(actions.join, inspection, person=person, role=Role.INSPECTOR) == [
            "on_team_already"
        ]
        assert _codes(
            actions.join,
            inspection,
            person=rooms.a_person(Role.EDITOR),
            role=Role.EDITOR,
            team="x" * 21,
        ) == ["team_too_long"]

    def test_last_lead_stays_and_nobody_leaves_twice_or_without_a_reason(self) -> None:
        inspection = rooms.an_inspection()
        lead, signing = rooms.member(inspection, Role.LEAD), rooms.member(inspection, Role.SIGNING)

        def codes(reason: str) -> list[str]:
            with pytest.raises(Refused) as refusal:
                actions.leave(by=signing, at=AT, key=rooms.a_key(), member=member, reason=reason)
            return [one.code for one in refusal.value.reasons]

        member = inspection.team.get(person=lead)
        assert codes("Leaves.") == ["last_lead"]
        rooms.join(inspection, Role.LEAD)
        assert codes("") == ["text_missing"]
        actions.leave(by=signing, at=AT, key=rooms.a_key(), member=member, reason="Leaves.")
        assert codes("Again.") == ["left_already"]

    def test_role_taken_away_is_gone_from_the_inspection_at_once(self) -> None:
        inspection = rooms.an_inspection()
        lead = rooms.member(inspection, Role.LEAD)
        people.end_role(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=lead, role=Role.LEAD)
        assert queries.held_on(lead, inspection) == frozenset()
        assert (list(queries.visible_to(lead)), queries.members(inspection, [lead])) == ([], set())
        with pytest.raises(Forbidden):
            actions.set_terms(
                by=lead, at=AT, key=rooms.a_key(), inspection=inspection, text="Mine still."
            )


class TestSight:
    def test_inspection_is_seen_by_its_team_only_and_never_by_an_administrator_as_such(
        self,
    ) -> None:
        mine, other = rooms.an_inspection(), rooms.an_inspection()
        assert list(queries.visible_to(rooms.member(mine, Role.INSPECTOR))) == [mine]
        assert list(queries.visible_to(rooms.member(other, Role.PRESS))) == [other]
        assert list(queries.visible_to(rooms.an_admin())) == []
        assert list(queries.visible_to(rooms.a_person(Role.LEAD))) == []

    def test_body_contact_sees_only_inspections_of_the_own_body(self) -> None:
        mine, _ = rooms.an_inspection(), rooms.an_inspection()
        contact = rooms.a_contact(rooms.scope_body(mine, 1).body)
        assert list(queries.visible_to_contact(contact)) == [mine]
        assert list(queries.visible_to(contact)) == []
        assert list(queries.visible_to_contact(rooms.a_person(Role.BODY))) == []

    def test_interest_declared_is_a_conflict_about_that_body_until_ended(self) -> None:
        inspection = rooms.an_inspection()
        person, body = rooms.member(inspection, Role.INSPECTOR), rooms.scope_body(inspection).body
        declared = people.declare(
            by=person,
            at=AT,
            key=rooms.a_key(),
            about_code=body.code,
            nature="A relative serves there.",
        )
        reasons = queries.conflicts([person], body)
        assert [reason.code for reason in reasons] == ["interest_declared"]
        assert "relative" not in str(reasons[0])
        assert queries.conflicts([person], rooms.scope_body(inspection, 1).body) == []
        assert queries.conflicts([rooms.member(inspection, Role.INSPECTOR, 1)], body) == []
        people.end_declaration(by=person, at=AT, key=rooms.a_key(), declaration=declared)
        assert queries.conflicts([person], body) == []


class TestEntries:
    def test_every_act_of_planning_leaves_its_entry_in_the_stream_of_the_inspection(self) -> None:
        inspection = rooms.an_inspection()
        verbs = (
            Entry.objects.filter(stream=inspection.stream)
            .order_by("number")
            .values_list("verb", flat=True)
        )
        assert list(verbs) == [
            "inspections.open",
            "inspections.set_scope",
            "inspections.approve",
            "inspections.set_terms",
            "inspections.move",
        ]
        assert ScopeBody.objects.count() == 3
