"""Leaving a team in one act: what would be orphaned, who takes it over, and what nobody can; and a
judgment handed over by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.fieldwork.planning import actions as planning
from inspectorate.domain.fieldwork.planning.models import ClashPassed
from inspectorate.domain.fieldwork.sessions import actions as sessions
from inspectorate.domain.fieldwork.sessions.queries import to_come
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.domain.judgments import assignments
from inspectorate.domain.judgments.leaving import actions
from inspectorate.domain.judgments.leaving.orphaned import Orphaned, orphaned
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.not_submitted import not_submitted
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.fieldwork import test_interruptions as halts
from tests.domain.judgments.cells import declare_interest
from tests.factories.findings import AT, LATER, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    a_key,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WENT = "Went to another inspectorate"


def seat(inspection: Inspection, person: Person) -> TeamMember:
    return inspection.team.get(person=person, left_at=None)


def inspectors(inspection: Inspection) -> tuple[Person, Person]:
    return member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)


def refused(act: Callable[..., object], *args: object, **given: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return codes_of(refusal)


def off(person: Person, held: Session) -> None:
    """Enter the day of a session as one on which a person cannot be sent anywhere."""
    day = held.starts_at.date()
    days_off.take_days_off(by=person, at=AT, key=a_key(), from_on=day, to_on=day)


def set_travel(inspection: Inspection, minutes: int) -> None:
    lead = member(inspection, Role.LEAD)
    planning.say_travel(by=lead, at=AT, key=a_key(), inspection=inspection, minutes=minutes)


def leave(of: TeamMember, by: Person | None = None, **given: Any) -> TeamMember:
    said = {"by": by or member(of.inspection, Role.LEAD), "at": AT, "key": a_key(), "reason": WENT}
    return actions.leave_team(member=of, **{**said, **given})


def hand_over(given: Assignment, to: Person, by: Person | None = None) -> Assignment:
    by = by or member(given.scope_body.inspection, Role.LEAD)
    return actions.hand_over(by=by, at=AT, key=a_key(), assignment=given, to=to, reason=WENT)


def left_by(inspection: Inspection, person: Person, reader: Person | None = None) -> Orphaned:
    reader = reader or member(inspection, Role.LEAD)
    return orphaned(reader, seat(inspection, person), AT)


class TestWhatIsOrphaned:
    def test_judgments_by_body_and_sessions_by_visit_are_listed_with_who_may_take_them(
        self,
    ) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        first, second = scope_body(inspection), scope_body(inspection, 1)
        for body in (first, second):
            assigned(inspection, body, criterion(inspection), one)
        a_session(a_visit(inspection), one)
        declare_interest(other, second)
        left = left_by(inspection, one)
        assert [len(group.rows) for group in left.judgments] == [1, 1]
        takers = {group.body.pk: other in group.takers for group in left.judgments}
        assert takers == {first.pk: True, second.pk: False}
        assert all(one not in group.takers for group in (*left.judgments, *left.sessions))
        assert [len(group.rows) for group in left.sessions] == [1]
        assert (left.count, left.open, left.alone) == (3, 0, False)

    def test_submitted_judgment_and_session_that_began_are_not_listed(self) -> None:
        inspection = an_inspection()
        one, _ = inspectors(inspection)
        submitted(assigned(inspection, scope_body(inspection), criterion(inspection), one))
        held = a_session(a_visit(inspection), one)
        late = orphaned(
            member(inspection, Role.LEAD), seat(inspection, one), held.starts_at + timedelta(1)
        )
        assert late.count == 0

    def test_judgment_of_a_cell_its_reader_is_still_to_judge_is_neither_listed_nor_counted(
        self,
    ) -> None:
        inspection = an_inspection()
        one, _ = inspectors(inspection)
        lead, body, of = (
            member(inspection, Role.LEAD),
            scope_body(inspection),
            criterion(inspection),
        )
        assigned(inspection, body, of, one)
        assigned(inspection, body, of, lead, second=True)
        told = left_by(inspection, one)
        assert (told.judgments, told.count) == ((), 0)
        other_lead = join(inspection, Role.LEAD)
        assert left_by(inspection, one, other_lead).count == 1


class TestLeaving:
    def test_leaver_is_off_the_team_and_what_waited_is_taken_over_with_an_entry_each(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        body, of = scope_body(inspection), criterion(inspection)
        given = assigned(inspection, body, of, one)
        visit = a_visit(inspection)
        held = a_session(visit, one)
        before = Entry.objects.count()
        leave(seat(inspection, one), judgments=[(body, other)], sessions=[(visit, other)])
        verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True)[before:])
        assert sorted(verbs) == [
            "fieldwork.hand_over_session",
            "inspections.leave",
            "judgments.hand_over",
            "judgments.leave_team",
        ]
        assert [*Session.objects.get(pk=held.pk).inspectors.all()] == [other]
        (now,) = Assignment.standing().filter(scope_body=body)
        assert (now.inspector, now.ground, now.due_on) == (other, given.ground, given.due_on)
        lead = member(inspection, Role.LEAD)
        assert [who.inspector for who in not_submitted(lead, inspection)] == [other]
        assert not inspection.team.filter(person=one, left_at=None).exists()

    def test_what_nobody_is_named_for_stays_with_who_left(self) -> None:
        inspection = an_inspection()
        one, _ = inspectors(inspection)
        given = assigned(inspection, scope_body(inspection), criterion(inspection), one)
        leave(seat(inspection, one))
        (who,) = not_submitted(member(inspection, Role.LEAD), inspection)
        assert (who.rows, who.on_team) == ((given,), False)

    def test_one_refusal_keeps_everything_as_it_was_and_names_its_field(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        first, second = scope_body(inspection), scope_body(inspection, 1)
        for body in (first, second):
            assigned(inspection, body, criterion(inspection), one)
        declare_interest(other, second)
        entries = Entry.objects.count()
        with pytest.raises(Refused) as refusal:
            leave(seat(inspection, one), judgments=[(first, other), (second, other)])
        assert [(why.code, why.field) for why in refusal.value.reasons] == [
            ("conflicted", f"judgments_{second.pk}")
        ]
        assert Entry.objects.count() == entries
        assert assignments.my_assignments(one, inspection).count() == 2
        assert inspection.team.filter(person=one, left_at=None).exists()

    def test_clash_of_who_takes_sessions_over_is_said_and_gone_past_by_one_reason_for_all(
        self,
    ) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        visit = a_visit(inspection)
        held = [a_session(visit, one), a_session(visit, one)]
        off(other, held[0])
        with pytest.raises(Refused) as refusal:
            leave(seat(inspection, one), sessions=[(visit, other)])
        assert {(why.code, why.field) for why in refusal.value.reasons} == {("clash", "gone_past")}
        assert inspection.team.filter(person=one, left_at=None).exists()
        leave(seat(inspection, one), sessions=[(visit, other)], gone_past="Agreed")
        assert {*Session.objects.filter(inspectors=other)} == {*held}
        assert ClashPassed.objects.filter(reason="Agreed").count() == 2

    def test_taker_with_a_session_at_the_same_time_is_refused_beside_the_visit(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        visit = a_visit(inspection)
        a_session(visit, one)
        a_session(a_visit(inspection, 1), other)
        with pytest.raises(Refused) as refusal:
            leave(seat(inspection, one), sessions=[(visit, other)], gone_past="Agreed")
        assert [(why.code, why.field) for why in refusal.value.reasons] == [
            ("clash_refused", f"sessions_{visit.pk}")
        ]

    def test_last_lead_leaves_with_another_who_joins_in_the_same_act(self) -> None:
        inspection = an_inspection()
        lead, new = member(inspection, Role.LEAD), member(an_inspection(), Role.LEAD)
        mine = seat(inspection, lead)
        assert orphaned(lead, mine, AT).alone
        assert refused(leave, mine) == ["last_lead"]
        leave(mine, instead=new)
        assert [one.person for one in inspection.team.filter(role=Role.LEAD, left_at=None)] == [new]

    def test_who_joins_in_their_place_is_offered_what_waits_and_takes_it_in_the_same_act(
        self,
    ) -> None:
        inspection = an_inspection()
        one, *_ = inspectors(inspection)
        inspection.team.filter(role=Role.INSPECTOR).exclude(person=one).update(left_at=AT)
        body = scope_body(inspection)
        assigned(inspection, body, criterion(inspection), one)
        visit = a_visit(inspection)
        held = a_session(visit, one)
        new = member(an_inspection(), Role.INSPECTOR)
        left = left_by(inspection, one)
        assert new in left.instead
        assert [new in group.takers for group in (*left.judgments, *left.sessions)] == [True, True]
        given: dict[str, Any] = {"judgments": [(body, new)], "sessions": [(visit, new)]}
        # Named for what waits, and not to join: nothing is done.
        alone = refused(lambda place: leave(place, **given), seat(inspection, one))
        assert set(alone) == {"not_on_team"}
        leave(seat(inspection, one), instead=new, **given)
        assert [*Session.objects.get(pk=held.pk).inspectors.all()] == [new]
        assert Assignment.standing().get(scope_body=body).inspector == new

    def test_where_others_are_in_their_role_nobody_is_offered_who_is_not_on_the_team(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        assert not left_by(inspection, one).alone
        new = member(an_inspection(), Role.INSPECTOR)
        assigned(inspection, scope_body(inspection), criterion(inspection), one)
        (group,) = left_by(inspection, one).judgments
        assert (other in group.takers, new in group.takers) == (True, False)

    def test_sent_again_nothing_more_is_done(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        body = scope_body(inspection)
        assigned(inspection, body, criterion(inspection), one)
        said = {"key": a_key(), "judgments": [(body, other)]}
        place = seat(inspection, one)
        leave(place, **said)
        entries = Entry.objects.count()
        assert leave(place, **said) == place
        assert Entry.objects.count() == entries

    def test_who_does_not_lead_may_not(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        with pytest.raises(Forbidden):
            leave(seat(inspection, one), by=other)


class TestHandingOver:
    def test_drawn_second_reading_keeps_its_ground_and_chance(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        body, of = scope_body(inspection), criterion(inspection)
        submitted(assigned(inspection, body, of, join(inspection, Role.INSPECTOR)))
        given = assigned(inspection, body, of, one, second=True, chance="1/5")
        made = hand_over(given, other)
        assert (made.second, made.ground, made.chance) == (True, "drawn", "1/5")
        assert assignments.my_assignments(one, inspection).count() == 0

    def test_what_it_is_made_from_is_told_by_whether_the_taker_was_there(self) -> None:
        inspection = an_inspection()
        first, other = inspectors(inspection)
        third = member(inspection, Role.INSPECTOR, 2)
        a_session(a_visit(inspection), inspectors=[third])
        for ref, made_from, to, then in (
            ("1.1", "site", other, "record"),
            ("1.2", "site", third, "site"),
            ("2.1", "record", third, "site"),
            ("2.2", "", third, ""),
        ):
            given = assigned(inspection, scope_body(inspection), criterion(inspection, ref), first)
            given.made_from = made_from
            given.save(update_fields=["made_from"])
            assert hand_over(given, to).made_from == then

    def test_who_judges_one_of_them_already_is_not_offered_to_take_the_rest(self) -> None:
        inspection = an_inspection()
        first, other = inspectors(inspection)
        third = member(inspection, Role.INSPECTOR, 2)
        for who in (first, other):
            assigned(inspection, scope_body(inspection), criterion(inspection), who)
        (one,) = left_by(inspection, first).judgments
        assert (other in one.takers, third in one.takers) == (False, True)

    def test_nobody_takes_over_a_second_judgment_of_a_cell_they_judged(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        body, of = scope_body(inspection), criterion(inspection)
        submitted(assigned(inspection, body, of, other))
        given = assigned(inspection, body, of, one, second=True)
        assert refused(hand_over, given, other) == ["assigned_already"]

    def test_submitted_judgment_is_never_moved(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        given = assigned(inspection, scope_body(inspection), criterion(inspection), one)
        submitted(given)
        assert refused(hand_over, given, other) == ["submitted_already"]

    def test_lead_who_is_still_to_judge_the_cell_touches_no_other_judgment_of_it(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        body, of = scope_body(inspection), criterion(inspection)
        given = assigned(inspection, body, of, one)
        assigned(inspection, body, of, member(inspection, Role.LEAD), second=True)
        assert refused(hand_over, given, other) == ["still_to_judge"]

    def test_handed_back_it_is_the_first_inspectors_again(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        given = assigned(inspection, scope_body(inspection), criterion(inspection), one)
        back = hand_over(hand_over(given, other), one)
        assert (back.inspector, back.ended_at) == (one, None)


class TestSessions:
    def hand(self, session: Session, person: Person, to: Person, **given: Any) -> Session:
        said = {"by": member(session.visit.inspection, Role.LEAD), "at": AT, "key": a_key()}
        return sessions.hand_over_session(
            session=session, person=person, to=to, **{**said, **given}
        )

    def test_session_to_come_is_held_by_another_and_handed_back(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        held = a_session(a_visit(inspection), one)
        self.hand(held, one, other)
        assert [*held.inspectors.all()] == [other]
        self.hand(held, other, one)
        assert [*held.inspectors.all()] == [one]

    def test_session_that_began_one_not_held_and_an_interest_are_refused(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        held = a_session(a_visit(inspection), one)
        after = held.starts_at + timedelta(minutes=1)
        assert refused(self.hand, held, one, other, at=after) == ["session_begun"]
        assert refused(self.hand, held, other, one) == ["not_holding"]
        assert refused(self.hand, held, one, one) == ["not_holding"]
        declare_interest(other, held.visit.scope_body)
        assert refused(self.hand, held, one, other) == ["interest_declared"]

    def test_second_session_of_the_taker_at_once_is_refused_whatever_is_written(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        held = a_session(a_visit(inspection), one)
        a_session(a_visit(inspection, 1), other)
        for said in ({}, {"gone_past": "Nobody else"}):
            assert "clash_refused" in refused(self.hand, held, one, other, **said)
        assert [*held.inspectors.all()] == [one]

    def test_day_off_of_the_taker_is_said_and_gone_past_with_a_reason_that_is_kept(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        held = a_session(a_visit(inspection), one)
        off(other, held)
        with pytest.raises(Refused) as refusal:
            self.hand(held, one, other)
        ((code, field),) = {(why.code, why.field) for why in refusal.value.reasons}
        assert (code, field) == ("clash", "gone_past")
        assert f"{other.name} is not available" in refusal.value.reasons[0].text
        before = ClashPassed.objects.count()
        self.hand(held, one, other, gone_past="Agreed by telephone")
        passed = ClashPassed.objects.latest("pk")
        assert (passed.session, passed.number, passed.reason) == (held, 1, "Agreed by telephone")
        assert ClashPassed.objects.count() == before + 1

    def test_way_too_short_for_the_taker_is_said(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        visit = a_visit(inspection)
        held = a_session(visit, one)
        a_session(
            a_visit(inspection, 1), other, starts_at=held.ends_at, ends_at=held.ends_at + HOUR
        )
        set_travel(inspection, 90)
        with pytest.raises(Refused) as refusal:
            self.hand(held, one, other)
        assert any("1 h 30 min are needed to travel" in why.text for why in refusal.value.reasons)

    def test_session_of_a_deferred_visit_is_handed_over_after_its_day_and_clashes_with_nothing(
        self,
    ) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        visit = a_visit(inspection)
        held = a_session(visit, one)
        off(other, held)
        halts.defer(visit)
        held = Session.objects.get(pk=held.pk)
        after = held.starts_at + timedelta(days=40)
        assert [*to_come(inspection, one, after)] == [held]
        self.hand(held, one, other, at=after)
        assert [*held.inspectors.all()] == [other]

    def test_session_of_a_paused_visit_waits_on_its_inspector_and_clashes_once_it_goes_on(
        self,
    ) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        visit = a_visit(inspection)
        held = a_session(visit, one, starts_at=halts.TUESDAY, ends_at=halts.TUESDAY + HOUR)
        off(other, held)
        halts.pause(visit)
        held = Session.objects.get(pk=held.pk)
        assert [*to_come(inspection, one, halts.NOON)] == [held]
        self.hand(held, one, other, at=halts.NOON)
        self.hand(held, other, one, at=halts.NOON)
        halts.resume(visit, since=halts.NOON + HOUR)
        held = Session.objects.get(pk=held.pk)
        assert "clash" in refused(self.hand, held, one, other, at=halts.NOON + HOUR)

    def test_sessions_of_a_visit_that_was_left_incomplete_wait_on_nobody(self) -> None:
        inspection = an_inspection()
        one, _ = inspectors(inspection)
        visit = a_visit(inspection)
        a_session(visit, one, starts_at=halts.TUESDAY, ends_at=halts.TUESDAY + HOUR)
        assert to_come(inspection, one, halts.NOON).count() == 1
        halts.leave(visit)
        assert to_come(inspection, one, halts.NOON).count() == 0

    def test_two_who_hold_it_become_one_where_the_other_takes_over(self) -> None:
        inspection = an_inspection()
        one, other = inspectors(inspection)
        held = a_session(a_visit(inspection), one, other)
        self.hand(held, one, other, at=min(AT, LATER))
        assert [*held.inspectors.all()] == [other]
