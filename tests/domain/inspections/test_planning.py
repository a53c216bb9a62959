"""An inspection planned: opened, approved, entered and seen; each rule with a refusing and a
passing case.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection, ScopeBody, TermsOfReference
from inspectorate.domain.programmes.models import Vocabulary
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.inspections.acting import AT, act, open_one, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


class TestOpening:
    def test_inspection_opened_is_planned_and_its_opener_leads_it(self) -> None:
        lead, inspector = rooms.a_person(Role.LEAD), rooms.a_person(Role.INSPECTOR)
        inspection = open_one(by=lead, team=[(inspector, Role.INSPECTOR, "A")])
        assert (inspection.phase, inspection.version) == ("planned", 1)
        assert {(one.person, one.role, one.team) for one in queries.team(inspection)} == {
            (lead, Role.LEAD, ""),
            (inspector, Role.INSPECTOR, "A"),
        }
        assert (
            inspection.notice == "Rehearsal: simulated evidence, says nothing about any real body."
        )

    def test_inspection_opened_by_a_signing_inspector_makes_that_person_sign(self) -> None:
        signing = rooms.a_person(Role.SIGNING)
        assert [one.role for one in queries.team(open_one(by=signing))] == [Role.SIGNING]

    def test_inspection_opened_on_what_is_not_adopted_is_refused(self) -> None:
        other = rooms.FRAMEWORK_CSV.replace("Test framework,1", "Test framework,2")
        framework = rooms.a_framework(other, adopted=False)
        # No act leaves a vocabulary that is not adopted; the rule is asked all the same.
        vocabulary = Vocabulary.objects.create(
            code="proposed_default", version="0", name="Not yet", definition={}
        )
        with pytest.raises(Refused) as refusal:
            open_one(framework=framework, vocabulary=vocabulary)
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
        open_one()
        with pytest.raises(Refused) as refusal:
            open_one(**{"slug": "other", "prefix": "OTH", **given})
        faults = [(reason.code, reason.field) for reason in refusal.value.reasons]
        assert faults == [(code, *given)]
        assert Inspection.objects.count() == 1

    def test_inspection_with_a_member_who_lacks_the_role_or_is_there_twice_is_refused(self) -> None:
        lead = rooms.a_person(Role.LEAD)
        team = [(lead, Role.LEAD, ""), (lead, Role.LEAD, "A"), (lead, Role.EDITOR, "")]
        with pytest.raises(Refused) as refusal:
            open_one(by=lead, team=team)
        assert [reason.code for reason in refusal.value.reasons] == [
            "role_not_held",
            "member_twice",
        ]

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD, Role.SIGNING, Role.ADMIN}))
    def test_inspection_opened_by_another_role_is_forbidden(self, role: Role) -> None:
        someone = rooms.a_person(role)
        assert not queries.can_open(someone)
        with pytest.raises(Forbidden):
            open_one(by=someone)


class TestPapers:
    def test_terms_are_numbered_and_the_newest_stands(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        for text in ("First.", "Second."):
            act(actions.set_terms, inspection, text=text)
        assert [(one.number, one.text) for one in inspection.terms.all()] == [
            (1, "First."),
            (2, "Second."),
        ]
        with pytest.raises(DatabaseError), transaction.atomic():
            TermsOfReference.objects.update(text="Other.")

    def test_papers_without_words_are_refused(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        assert refused(actions.set_terms, inspection, text=" ") == ["text_missing"]
        assert refused(actions.approve, inspection, Role.SIGNING, text="") == ["text_missing"]
        assert refused(actions.name_group, inspection, name="") == ["text_missing"]

    def test_papers_of_an_inspection_that_is_over_are_refused(self) -> None:
        inspection = rooms.an_inspection(phase="closed")
        assert refused(actions.set_terms, inspection, text="Later.") == ["inspection_over"]
        assert refused(actions.approve, inspection, Role.SIGNING, text="Later.") == [
            "inspection_over"
        ]

    def test_reference_group_is_named(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        group = act(
            actions.name_group,
            inspection,
            name="Users' reference group",
            role="Advises on what the public asks.",
        )
        assert list(inspection.reference_groups.all()) == [group]

    def test_lead_does_not_approve(self) -> None:
        with pytest.raises(Forbidden):
            act(actions.approve, rooms.an_inspection(phase="planned"), text="Approved.")


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
            "inspections.give_need_to_know",
            "inspections.set_scope",
            "inspections.approve",
            "inspections.set_terms",
            "inspections.move",
        ]
        assert ScopeBody.objects.count() == 3
