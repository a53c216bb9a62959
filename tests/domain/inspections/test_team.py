"""The team of an inspection; each rule with a refusing and a passing case."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections import access, actions, policies, queries
from inspectorate.domain.inspections.permissions import TABLE
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.inspections.acting import AT, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


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
        member.refresh_from_db()
        assert member.left_reason == "Moved to another post."

    def test_person_who_left_the_team_holds_and_may_nothing_on_the_inspection(self) -> None:
        """The role is still theirs in the house, and on the other inspections they are on."""
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        person = rooms.join(inspection, Role.LEAD)
        actions.join(
            by=rooms.member(other, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            inspection=other,
            person=person,
            role=Role.LEAD,
        )
        assert access.held_on(person, inspection) == {Role.LEAD}
        actions.leave(
            by=rooms.member(inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            member=inspection.team.get(person=person),
            reason="Moved to another post.",
        )
        assert access.held_on(person, inspection) == frozenset()
        assert not access.may(person, inspection, TABLE, InspectionVerb.SEE)
        assert access.cleared_for(person, inspection) == []
        assert not access.cleared(person, inspection, Marking.PUBLIC)
        with pytest.raises(Forbidden):
            actions.set_terms(
                by=person, at=AT, key=rooms.a_key(), inspection=inspection, text="Mine still."
            )
        assert access.held_on(person, other) == {Role.LEAD}

    @pytest.mark.parametrize(
        ("role", "code"),
        [(Role.BODY, "role_unknown"), ("chief", "role_unknown"), (Role.EDITOR, "role_not_held")],
    )
    def test_person_who_cannot_join_in_a_role_is_refused(self, role: str, code: str) -> None:
        assert refused(
            actions.join, rooms.an_inspection(), person=rooms.a_person(Role.INSPECTOR), role=role
        ) == [code]

    def test_person_who_is_no_longer_here_cannot_join_whatever_roles_are_left(self) -> None:
        inspection, person = rooms.an_inspection(), rooms.a_person(Role.INSPECTOR)
        assert policies.joinable(inspection, person, Role.INSPECTOR, "") == []
        person.is_active = False
        reasons = policies.joinable(inspection, person, Role.INSPECTOR, "")
        assert [one.code for one in reasons] == ["role_not_held"]

    def test_person_on_the_team_in_that_role_or_with_a_long_letter_is_refused(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.member(inspection, Role.INSPECTOR)
        assert refused(actions.join, inspection, person=person, role=Role.INSPECTOR) == [
            "on_team_already"
        ]
        assert refused(
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

    def test_lead_whose_role_was_ended_is_none_that_could_let_others_join(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        lead, other = rooms.member(inspection, Role.LEAD), rooms.join(inspection, Role.LEAD)
        people.end_role(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=other, role=Role.LEAD)
        member = inspection.team.get(person=lead)
        assert [one.code for one in policies.leavable(member, "Leaves.")] == ["last_lead"]
        people.end_role(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=lead, role=Role.LEAD)
        assert "lead_missing" in [one.code for one in policies.startable(inspection)]

    def test_person_who_is_no_longer_here_serves_on_no_team_whatever_roles_are_left(self) -> None:
        inspection = rooms.an_inspection()
        lead, other = rooms.member(inspection, Role.LEAD), rooms.join(inspection, Role.LEAD)
        member = inspection.team.get(person=lead)
        assert policies.leavable(member, "Leaves.") == []
        Person.objects.filter(pk=other.pk).update(is_active=False)
        assert [one.code for one in policies.leavable(member, "Leaves.")] == ["last_lead"]
        assert queries.members(inspection, [lead, other]) == {lead.pk}

    def test_member_is_who_still_holds_the_very_role_of_the_team(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.a_person(Role.LEAD, Role.EDITOR)
        actions.join(
            by=rooms.member(inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            inspection=inspection,
            person=person,
            role=Role.LEAD,
        )
        assert queries.members(inspection, [person]) == {person.pk}
        people.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.LEAD
        )
        assert queries.members(inspection, [person]) == set()
        assert list(queries.visible_to(person)) == []
        assert access.held_on(person, inspection) == frozenset()

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
