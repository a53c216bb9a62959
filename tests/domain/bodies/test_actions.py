"""The register by hand: bodies, oversight, closing, changes, groups, contacts; each rule refusing
and passing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.bodies import actions, queries
from inspectorate.domain.bodies.models import Body
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
AT = rooms.AT
ON = date(2021, 4, 1)


def _act(action: Callable[..., Any], **given: Any) -> Any:
    return action(by=rooms.an_admin(), at=AT, key=rooms.a_key(), **given)


def _codes(action: Callable[..., Any], **given: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        _act(action, **given)
    return [reason.code for reason in refusal.value.reasons]


class TestRegister:
    def test_body_registered_is_found_by_its_code(self) -> None:
        body = rooms.a_body(
            code="west-mercia",
            name="West Mercia Police",
            official_code="E23000016",
            nation="England",
        )
        assert queries.by_code("west-mercia") == body
        assert str(body) == "West Mercia Police"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "taken"}, "code_taken"),
            ({"code": "West Mercia"}, "code_malformed"),
            ({"code": ""}, "text_missing"),
            ({"name": ""}, "text_missing"),
            ({"kind": "circus"}, "kind_unknown"),
            ({"region": "x" * 61}, "text_too_long"),
            ({"official_code": "E23000016"}, "official_code_taken"),
        ],
    )
    def test_body_with_a_fault_is_refused(self, given: dict[str, str], code: str) -> None:
        rooms.a_body(code="taken", official_code="E23000016")
        with pytest.raises(Refused) as refusal:
            rooms.a_body(**given)
        faults = [(reason.code, reason.field) for reason in refusal.value.reasons]
        assert faults == [(code, *given)]

    def test_two_bodies_may_share_a_name(self) -> None:
        rooms.a_body(name="River Police")
        assert rooms.a_body(name="River Police").name == "River Police"

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SIGNING, Role.BODY])
    def test_body_registered_by_somebody_else_is_forbidden(self, role: Role) -> None:
        with pytest.raises(Forbidden):
            actions.register(
                by=rooms.a_person(role),
                at=AT,
                key=rooms.a_key(),
                code="x",
                name="X",
                short_name="X",
                kind="territorial",
            )


class TestOversight:
    def test_overseer_recorded_oversees_from_its_day(self) -> None:
        force, overseer = rooms.a_body(), rooms.a_body("local-policing")
        _act(actions.oversee, overseer=overseer, body=force, from_on=ON)
        assert list(queries.overseers_of(force, ON)) == [overseer]
        assert list(queries.overseers_of(force, date(2021, 3, 31))) == []

    def test_contact_of_an_overseer_sees_from_the_first_day_and_no_more_on_the_last(self) -> None:
        force, overseer = rooms.a_body(), rooms.a_body("local-policing")
        _act(actions.oversee, overseer=overseer, body=force, from_on=ON)
        person, until = rooms.a_contact(overseer, Role.OVERSEER), date(2021, 5, 6)
        last = until - timedelta(days=1)
        assert list(queries.overseen_by(person, date(2021, 3, 31))) == []
        assert list(queries.overseen_by(person, ON)) == [force]
        force.overseen_by.update(to_on=until)
        assert [list(queries.overseen_by(person, one)) for one in (last, until)] == [[force], []]
        assert list(queries.overseers_of(force, last)) == [overseer]
        assert list(queries.overseers_of(force, until)) == []
        assert list(queries.overseen_by(rooms.a_contact(force), ON)) == []

    def test_body_overseeing_itself_or_twice_is_refused(self) -> None:
        force, overseer = rooms.a_body(), rooms.a_body("local-policing")
        _act(actions.oversee, overseer=overseer, body=force)
        assert _codes(actions.oversee, overseer=force, body=force) == ["oversees_itself"]
        assert _codes(actions.oversee, overseer=overseer, body=force) == ["oversight_recorded"]


class TestEndOfOversight:
    def test_oversight_ended_is_gone_from_its_day_and_stays_on_record(self) -> None:
        force, overseer = rooms.a_body(), rooms.a_body("local-policing")
        recorded = _act(actions.oversee, overseer=overseer, body=force, from_on=ON)
        last = ON + timedelta(days=30)
        ended = _act(
            actions.end_oversight, oversight=recorded, to_on=last, reason=" A new authority. "
        )
        assert ended.ended_reason == "A new authority."
        days = (last - timedelta(days=1), last)
        assert [list(queries.overseers_of(force, day)) for day in days] == [[overseer], []]
        assert list(queries.oversights(force)) == [recorded]
        again = {"overseer": overseer, "body": force}
        assert _codes(actions.oversee, **again, from_on=ON) == ["oversight_recorded"]
        _act(actions.oversee, **again, from_on=last + timedelta(days=9))
        assert list(queries.overseers_of(force, last + timedelta(days=9))) == [overseer]

    def test_oversight_ended_twice_before_it_began_or_without_a_reason_is_refused(self) -> None:
        given = {"overseer": rooms.a_body("local-policing"), "body": rooms.a_body()}
        recorded = _act(actions.oversee, **given, from_on=ON)
        end = {"oversight": recorded, "to_on": ON, "reason": "Recorded in error."}
        before = {**end, "to_on": ON - timedelta(days=1)}
        assert _codes(actions.end_oversight, **before) == ["ends_before_it_begins"]
        assert _codes(actions.end_oversight, **{**end, "reason": " "}) == ["text_missing"]
        _act(actions.end_oversight, **end)
        assert _codes(actions.end_oversight, **end) == ["oversight_ended"]


class TestReopening:
    def test_closing_taken_back_counts_the_body_again_and_the_day_stays(self) -> None:
        body = rooms.a_body()
        _act(actions.close, body=body, on=ON)
        made = _act(actions.reopen, body=body, reason=" The wrong body. ")
        assert (made.kind, made.on, made.reason) == ("reopened", ON, "The wrong body.")
        assert queries.on_register("territorial", ON).filter(pk=body.pk).exists()
        assert str(made) == f"{body} closing of that day taken back"
        _act(actions.close, body=body, on=ON)
        assert Body.objects.get(pk=body.pk).closed_on == ON

    def test_body_that_is_open_and_a_closing_taken_back_without_a_reason_are_refused(self) -> None:
        body = rooms.a_body()
        assert _codes(actions.reopen, body=body, reason="Wrong.") == ["body_open"]
        _act(actions.close, body=body, on=ON)
        assert _codes(actions.reopen, body=body, reason=" ") == ["text_missing"]

    def test_merger_taken_back_may_come_to_be_after_all(self) -> None:
        body, other = rooms.a_body(), rooms.a_body()
        merge = {"body": body, "kind": "merged", "on": ON, "other": other}
        _act(actions.change, **merge)
        assert _codes(actions.change, **merge) == ["change_recorded"]
        _act(actions.reopen, body=body, reason="It was put off.")
        _act(actions.change, **{**merge, "on": ON + timedelta(days=365)})
        assert [one.kind for one in queries.changes(body)] == ["merged", "reopened", "merged"]

    def test_reopening_is_no_change_that_is_recorded_by_hand(self) -> None:
        given = {"body": rooms.a_body(), "on": ON, "other": None}
        assert _codes(actions.change, kind="reopened", **given) == ["change_unknown"]


class TestChanges:
    def test_closed_body_is_not_there_from_its_closing_day(self) -> None:
        body = rooms.a_body()
        _act(actions.close, body=body, on=ON)
        assert queries.on_register("territorial", date(2021, 3, 31)).count() == 1
        assert queries.on_register("territorial", ON).count() == 0
        assert queries.on_register("territorial").count() == 1

    def test_body_closed_twice_or_before_it_opened_is_refused(self) -> None:
        late, gone = rooms.a_body(opened_on=date(2022, 1, 1)), rooms.a_body()
        _act(actions.close, body=gone, on=ON)
        assert _codes(actions.close, body=late, on=ON) == ["closes_before_it_opens"]
        assert _codes(actions.close, body=gone, on=ON) == ["body_closed"]

    def test_merger_closes_the_body_and_a_count_changes_on_that_day(self) -> None:
        one, other = rooms.a_body("fire"), rooms.a_body("fire")
        merged = rooms.a_body("fire", opened_on=ON)
        for body in (one, other):
            _act(actions.change, body=body, kind="merged", on=ON, other=merged)
        assert (queries.count("fire", date(2021, 3, 31)), queries.count("fire", ON)) == (2, 1)

    def test_renaming_keeps_the_former_name_among_the_real_ones(self) -> None:
        body = rooms.a_body(name="Old Name Police")
        _act(actions.change, body=body, kind="renamed", on=ON, new_name="New Name Police")
        body.refresh_from_db()
        assert body.name == "New Name Police"
        assert {"Old Name Police", "New Name Police"} <= set(queries.real_names())

    def test_split_is_recorded_and_leaves_the_body_open(self) -> None:
        body, whole = rooms.a_body(), rooms.a_body()
        change = _act(actions.change, body=body, kind="split", on=ON, other=whole)
        assert (change.other, Body.objects.get(pk=body.pk).closed_on) == (whole, None)

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("eaten", "change_unknown"),
            ("renamed", "name_missing"),
            ("merged", "other_missing"),
            ("split", "other_missing"),
        ],
    )
    def test_change_without_what_it_needs_is_refused(self, kind: str, code: str) -> None:
        assert _codes(actions.change, body=rooms.a_body(), kind=kind, on=ON) == [code]

    def test_change_recorded_twice_is_refused(self) -> None:
        body, other = rooms.a_body(), rooms.a_body()
        _act(actions.change, body=body, kind="split", on=ON, other=other)
        assert _codes(actions.change, body=body, kind="split", on=ON, other=other) == [
            "change_recorded"
        ]


class TestGroups:
    def test_group_counts_its_members_there_on_a_day(self) -> None:
        stays, goes = rooms.a_body(), rooms.a_body()
        _act(actions.group, code="river-forces", name="River forces", bodies=[stays, goes])
        _act(actions.close, body=goes, on=ON)
        assert (
            queries.count("river-forces", date(2020, 1, 1)),
            queries.count("river-forces", ON),
        ) == (2, 1)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "River!"}, "code_malformed"),
            ({"code": "taken"}, "code_taken"),
            ({"name": ""}, "text_missing"),
            ({"bodies": []}, "group_empty"),
        ],
    )
    def test_group_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        body = rooms.a_body()
        _act(actions.group, code="taken", name="Taken", bodies=[body])
        assert _codes(
            actions.group, **{"code": "river", "name": "River", "bodies": [body], **given}
        ) == [code]

    def test_count_of_what_is_neither_kind_nor_group_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            queries.count("constabularies", ON)


class TestRegrouping:
    def test_bodies_join_and_leave_a_group_and_each_move_is_recorded(self) -> None:
        stays, goes, comes = (rooms.a_body() for _ in range(3))
        group = _act(actions.group, code="coast", name="Coast", bodies=[stays, goes])
        _act(actions.regroup, group=group, joining=[comes], leaving=[goes], reason=" Redrawn. ")
        assert set(group.members.all()) == {stays, comes}
        assert [(one.body, one.joined, one.reason) for one in group.changes.order_by("pk")] == [
            (comes, True, "Redrawn."),
            (goes, False, "Redrawn."),
        ]
        assert queries.count("coast", ON) == 2

    def test_group_that_every_body_leaves_stays_and_holds_none(self) -> None:
        body = rooms.a_body()
        group = _act(actions.group, code="coast", name="Coast", bodies=[body])
        _act(actions.regroup, group=group, leaving=[body], reason="Named in error.")
        assert queries.count("coast", ON) == 0

    def test_change_that_changes_nothing_or_is_made_already_is_refused(self) -> None:
        inside, outside = rooms.a_body(), rooms.a_body()
        group = _act(actions.group, code="coast", name="Coast", bodies=[inside])
        asked: list[tuple[dict[str, Any], list[str]]] = [
            ({}, ["group_unchanged"]),
            ({"joining": [inside]}, ["in_the_group"]),
            ({"leaving": [outside]}, ["not_in_the_group"]),
            ({"joining": [outside], "reason": " "}, ["text_missing"]),
        ]
        for given, codes in asked:
            sent = {"reason": "Redrawn.", **given}
            assert _codes(actions.regroup, group=group, **sent) == codes


class TestContacts:
    def test_contact_speaks_for_the_body_until_ended(self) -> None:
        body, other = rooms.a_body(), rooms.a_body()
        person = rooms.a_contact(body)
        assert list(queries.spoken_for_by(person)) == [body]
        assert not queries.speaks_for(person, other)
        _act(actions.end_contact, contact=person.speaks_for.get())
        assert list(queries.spoken_for_by(person)) == []

    def test_contact_whose_role_ended_speaks_for_nobody(self) -> None:
        person = rooms.a_contact(rooms.a_body())
        people.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.BODY
        )
        assert list(queries.spoken_for_by(person)) == []

    def test_contact_who_is_no_longer_here_speaks_for_nobody_whatever_roles_are_left(self) -> None:
        person = rooms.a_contact(rooms.a_body())
        person.is_active = False
        assert list(queries.spoken_for_by(person)) == []

    def test_contact_that_cannot_be_one_is_refused(self) -> None:
        force = rooms.a_body()
        named = rooms.a_contact(force)
        assert _codes(actions.name_contact, person=rooms.a_person(Role.INSPECTOR), body=force) == [
            "not_a_contact"
        ]
        assert _codes(actions.name_contact, person=named, body=force) == ["contact_named"]
        assert _codes(actions.name_contact, person=rooms.a_person(Role.OVERSEER), body=force) == [
            "not_an_overseer"
        ]
        overseer = rooms.a_contact(rooms.a_body("local-policing"), Role.OVERSEER)
        assert queries.spoken_for_by(overseer).count() == 1

    def test_contact_ended_twice_is_refused(self) -> None:
        contact = rooms.a_contact(rooms.a_body()).speaks_for.get()
        _act(actions.end_contact, contact=contact)
        assert _codes(actions.end_contact, contact=contact) == ["contact_ended"]

    def test_contacts_are_seen_by_those_who_write_to_bodies_only(self) -> None:
        body = rooms.a_body()
        contact = rooms.a_contact(body)
        assert [one.person for one in queries.contacts(rooms.a_person(Role.LEAD), body)] == [
            contact
        ]
        other = rooms.a_contact(rooms.a_body())
        named = {one.person for one in queries.contacts(rooms.a_person(Role.LEAD))}
        assert named == {contact, other}
        assert list(queries.contacts(rooms.a_person(Role.INSPECTOR), body)) == []
        assert list(queries.contacts(contact)) == []
