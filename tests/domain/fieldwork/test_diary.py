"""A person's own sessions and visits, and the secret address at which a program reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.diary import actions, addresses, queries
from inspectorate.domain.fieldwork.diary.models import CalendarAddress
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import TeamMember
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.invitations import actions as links
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.domain.fieldwork.acting import AT, refused
from tests.domain.fieldwork.test_interruptions import defer, move
from tests.factories import rooms

pytestmark = pytest.mark.django_db

MONDAY, SUNDAY = date(2018, 10, 8), date(2018, 10, 14)
TODAY = date(2018, 10, 1)


def an_address(person: Person, key: str = "one") -> str:
    """Open an address of a person's calendar; its secret."""
    secret = addresses.secret_of(person, key)
    digest = addresses.digest_of(secret)
    actions.make_calendar_address(by=person, at=AT, key=rooms.a_key(), digest=digest)
    return secret


def hour(session: Session, person: Person) -> queries.Hours:
    name = f"{session.visit.inspection.slug}/session/{session.pk}"
    (found,) = [one for one in queries.calendar_of(person, TODAY) if one.name == name]
    return found


def mend(session: Session, starts_at: datetime, version: int = 0) -> Session:
    lead = rooms.member(session.visit.inspection, Role.LEAD)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    given = {"session": session, "reason": "A train", "version": version, **times}
    return fieldwork.move_session(by=lead, at=AT, key=rooms.a_key(), **given)


class TestOwn:
    def test_sessions_are_of_who_holds_them_and_visits_of_their_field_team(self) -> None:
        inspection = rooms.an_inspection()
        visit, other = rooms.a_visit(inspection), rooms.a_visit(inspection, 1, team="")
        inspector = rooms.member(inspection, Role.INSPECTOR)
        session = rooms.a_session(visit)
        assert queries.own_sessions(inspector, MONDAY, SUNDAY) == [session]
        assert queries.own_visits(inspector, MONDAY, SUNDAY) == [visit]
        assert other.pk not in {one.visit for one in queries.calendar_of(inspector, TODAY)}
        assert queries.own_sessions(rooms.member(inspection, Role.EDITOR), MONDAY, SUNDAY) == []
        after = SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=7)
        assert queries.own_sessions(inspector, *after) == []
        assert queries.own_visits(inspector, *after) == []

    def test_who_left_the_team_has_nothing_of_it_any_more(self) -> None:
        inspection = rooms.an_inspection()
        inspector = rooms.member(inspection, Role.INSPECTOR)
        rooms.a_session(rooms.a_visit(inspection))
        assert len(queries.calendar_of(inspector, TODAY)) == 2
        for one in TeamMember.objects.filter(person=inspector, left_at=None):
            inspections.leave(
                by=rooms.member(inspection, Role.LEAD),
                at=AT,
                key=rooms.a_key(),
                member=one,
                reason="Moved on",
            )
        assert queries.calendar_of(inspector, TODAY) == []

    def test_deferred_visit_is_off_in_the_calendar_and_in_no_week(self) -> None:
        inspection = rooms.an_inspection()
        visit = rooms.a_visit(inspection)
        session = rooms.a_session(visit)
        inspector = rooms.member(inspection, Role.INSPECTOR)
        first = hour(session, inspector)
        defer(visit)
        second = hour(session, inspector)
        assert queries.own_visits(inspector, MONDAY, SUNDAY) == []
        assert queries.own_sessions(inspector, MONDAY, SUNDAY) == []
        move(visit, date(2018, 11, 5), date(2018, 11, 7))
        third = hour(session, inspector)
        assert [one.off for one in (first, second, third)] == [False, True, False]
        assert first.changed < second.changed < third.changed

    def test_each_act_on_a_session_counts_as_a_change(self) -> None:
        session = rooms.a_session(rooms.a_visit(rooms.an_inspection()))
        inspector = rooms.member(session.visit.inspection, Role.INSPECTOR)
        counted = [hour(session, inspector).changed]
        mend(session, datetime(2018, 10, 9, 9, tzinfo=UTC))
        counted.append(hour(session, inspector).changed)
        lead = rooms.member(session.visit.inspection, Role.LEAD)
        fieldwork.cancel_session(
            by=lead, at=AT, key=rooms.a_key(), session=session, reason="Nobody came"
        )
        counted.append(hour(session, inspector).changed)
        assert counted == [0, 1, 2]
        assert hour(session, inspector).off


class TestAddresses:
    def test_address_opens_its_persons_calendar_until_it_is_ended_or_made_anew(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        first = an_address(person)
        assert addresses.whose(first) == person
        second = an_address(person, "two")
        assert first != second
        assert addresses.whose(first) is None
        assert addresses.whose(second) == person
        actions.end_calendar_address(by=person, at=AT, key=rooms.a_key())
        assert addresses.whose(second) is None
        again = {"by": person, "at": AT, "key": rooms.a_key()}
        assert refused(actions.end_calendar_address, **again) == ["no_calendar_address"]

    def test_secret_has_256_bits_is_another_for_everybody_and_is_stored_nowhere(self) -> None:
        one, other = rooms.a_person(Role.INSPECTOR), rooms.a_person(Role.LEAD)
        secret = an_address(one)
        assert len(secret) == 43
        assert addresses.secret_of(other, "one") != secret
        assert addresses.secret_of(one, "one") == secret
        row = CalendarAddress.objects.get()
        assert row.digest == addresses.digest_of(secret)
        told = [str(each) for each in Entry.objects.values()]
        assert not any(secret in each for each in told)

    def test_secret_that_an_address_had_makes_no_other(self) -> None:
        an_address(rooms.a_person(Role.INSPECTOR))
        digest = CalendarAddress.objects.get().digest
        other = {"by": rooms.a_person(Role.LEAD), "at": AT, "key": rooms.a_key()}
        assert refused(actions.make_calendar_address, digest=digest, **other) == [
            "calendar_address_known"
        ]

    def test_address_is_closed_by_leaving_the_house(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        secret = an_address(person)
        people.leave(by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person)
        assert addresses.whose(secret) is None

    def test_address_is_closed_by_the_end_of_the_last_role(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        secret = an_address(person)
        people.end_role(
            by=rooms.an_admin(), at=AT, key=rooms.a_key(), person=person, role=Role.INSPECTOR
        )
        assert addresses.whose(secret) is None

    def test_role_given_again_opens_no_earlier_address(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        secret = an_address(person)
        given = {"by": rooms.an_admin(), "person": person}
        after = AT + timedelta(hours=1)
        # While another role goes on, the address does.
        people.grant(at=AT, key=rooms.a_key(), role=Role.ANALYST, **given)
        people.end_role(at=after, key=rooms.a_key(), role=Role.INSPECTOR, **given)
        assert addresses.whose(secret) == person
        people.end_role(at=after, key=rooms.a_key(), role=Role.ANALYST, **given)
        later = after + timedelta(hours=1)
        people.grant(at=later, key=rooms.a_key(), role=Role.INSPECTOR, **given)
        assert addresses.whose(secret) is None
        assert addresses.open_address(person) is None

    def test_address_is_closed_by_whoever_takes_the_password_away_and_not_by_an_invitation(
        self,
    ) -> None:
        person, admin = rooms.a_person(Role.INSPECTOR), rooms.an_admin()
        secret = an_address(person)
        said = {"by": admin, "at": AT + timedelta(hours=1), "person": person}
        links.invite(**said, key=rooms.a_key(), digest="0" * 64)
        assert addresses.whose(secret) == person
        reset = {"reason": "Somebody looked on", "digest": "1" * 64}
        links.reset_password(**said, key=rooms.a_key(), **reset)
        assert addresses.whose(secret) is None

    def test_address_is_closed_by_a_reset_of_factors_and_one_made_afterwards_is_not(self) -> None:
        person = rooms.a_person(Role.INSPECTOR)
        secret = an_address(person)
        person.factor_resets.create(reason="Lost", reset_at=AT + timedelta(hours=1))
        assert addresses.whose(secret) is None
        later = addresses.secret_of(person, "later")
        actions.make_calendar_address(
            by=person,
            at=AT + timedelta(hours=2),
            key=rooms.a_key(),
            digest=addresses.digest_of(later),
        )
        assert addresses.whose(later) == person

    def test_contact_of_a_body_opens_none(self) -> None:
        contact = rooms.a_contact(rooms.scope_body(rooms.an_inspection()).body)
        with pytest.raises(Forbidden):
            an_address(contact)
