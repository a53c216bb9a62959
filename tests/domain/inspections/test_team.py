"""The team of an inspection; each rule with a refusing and a passing case."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections import access, actions, policies, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.permissions import TABLE
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Reason, Refused
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


def _codes(reasons: list[Reason]) -> list[str]:
    return [one.code for one in reasons]


def _also(inspection: Inspection, person: Person, role: Role) -> None:
    """Give a person another role, and let them join in it."""
    people.grant(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=role)
    lead = rooms.member(inspection, Role.LEAD)
    actions.join(by=lead, at=AT, key=rooms.a_key(), inspection=inspection, person=person, role=role)


def _leaves(inspection: Inspection, person: Person) -> None:
    member = inspection.team.get(person=person, left_at=None)
    signing = rooms.member(inspection, Role.SIGNING)
    actions.leave(by=signing, at=AT, key=rooms.a_key(), member=member, reason="Moved.")


class TestWhoServes:
    """In which role somebody counts: one they hold on this team, and still in the house."""

    @pytest.mark.parametrize("where", ["in the house", "on the team"])
    def test_lead_leaves_only_where_another_serves_as_one(self, where: str) -> None:
        inspection = rooms.an_inspection()
        member = inspection.team.get(person=rooms.member(inspection, Role.LEAD))
        other = rooms.join(inspection, Role.LEAD)
        _also(inspection, other, Role.EDITOR)
        assert policies.leavable(member, "Leaves.") == []
        # They stay on as an editor.
        if where == "in the house":
            people.end_role(
                by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=other, role=Role.LEAD
            )
        else:
            actions.leave(
                by=rooms.member(inspection, Role.SIGNING),
                at=AT,
                key=rooms.a_key(),
                member=inspection.team.get(person=other, role=Role.LEAD),
                reason="Moved.",
            )
        assert _codes(policies.leavable(member, "Leaves.")) == ["last_lead"]

    def test_anybody_else_leaves_though_no_lead_serves(self) -> None:
        inspection = rooms.an_inspection()
        lead = rooms.member(inspection, Role.LEAD)
        people.end_role(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=lead, role=Role.LEAD)
        member = inspection.team.get(person=rooms.member(inspection, Role.EDITOR))
        assert policies.leavable(member, "Leaves.") == []

    def test_person_may_be_on_the_team_in_two_roles_and_in_none_twice(self) -> None:
        inspection, person = rooms.an_inspection(), rooms.a_person(Role.ANALYST, Role.EDITOR)
        two = [(person, Role.ANALYST, "A"), (person, Role.EDITOR, "A")]
        assert policies.staffable(inspection, two) == []
        assert _codes(policies.staffable(inspection, [*two, two[0]])) == ["member_twice"]
        other = rooms.a_person(Role.ANALYST)
        assert policies.staffable(inspection, [two[0], (other, Role.ANALYST, "A")]) == []
        assert _codes(policies.staffable(inspection, [(other, Role.EDITOR, "")])) == [
            "role_not_held"
        ]

    def test_field_team_has_at_most_twenty_characters(self) -> None:
        inspection, person = rooms.an_inspection(), rooms.a_person(Role.ANALYST)
        told = [
            _codes(policies.joinable(inspection, person, Role.ANALYST, "x" * n)) for n in (20, 21)
        ]
        assert told == [[], ["team_too_long"]]

    def test_person_joins_in_another_role_again_or_elsewhere(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        person = rooms.join(inspection, Role.ANALYST)
        people.grant(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.EDITOR)
        joinable = policies.joinable
        assert _codes(joinable(inspection, person, Role.ANALYST, "")) == ["on_team_already"]
        assert joinable(inspection, person, Role.EDITOR, "") == []
        assert joinable(other, person, Role.ANALYST, "") == []
        _leaves(inspection, person)
        assert joinable(inspection, person, Role.ANALYST, "") == []


class TestNeed:
    def test_it_is_given_to_who_is_on_the_team_now_above_official(self) -> None:
        inspection = rooms.an_inspection(reading=None)
        lead = rooms.member(inspection, Role.LEAD)
        gone, there = rooms.join(inspection, Role.ANALYST), rooms.member(inspection, Role.EDITOR)
        _leaves(inspection, gone)

        def codes(*those: Person, level: str = "SECRET") -> list[str]:
            return _codes(
                policies.need_to_know_givable(inspection, lead, those, level, "Works on it.")
            )

        assert codes(there) == []
        assert codes(there, gone) == ["not_on_team"]
        assert codes(rooms.a_person(Role.ANALYST)) == ["not_on_team"]
        assert [codes(there, level=one) for one in ("OFFICIAL", "COSMIC")] == [
            ["level_unknown"]
        ] * 2
        assert codes(there, level="OFFICIAL-SENSITIVE") == []

    def test_it_is_ended_of_who_has_one_that_lasts(self) -> None:
        inspection = rooms.an_inspection(reading=None)
        has, has_not = (rooms.member(inspection, one) for one in (Role.ANALYST, Role.EDITOR))
        rooms.needs_to_know(inspection, "SECRET", has)

        def codes(person: Person) -> list[str]:
            return _codes(policies.need_to_know_endable(inspection, person, "Done."))

        assert (codes(has), codes(has_not)) == ([], ["no_need_to_know"])
        rooms.needs_to_know(inspection, "SECRET", has_not)
        actions.end_need_to_know(
            by=rooms.member(inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            inspection=inspection,
            person=has,
            reason="Done.",
        )
        assert (codes(has), codes(has_not)) == (["no_need_to_know"], [])
