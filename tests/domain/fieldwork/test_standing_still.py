"""What a visit that stands still, was reopened or belongs to a closed inspection takes from others,
and how each of them goes on: no days that it does not have, and no way that leads nowhere.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.searched import ITEM
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.diary import queries as diary
from inspectorate.domain.fieldwork.interruptions import actions
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.planning import actions as planning
from inspectorate.domain.fieldwork.planning import queries as plans
from inspectorate.domain.fieldwork.planning.loading import found_by, sitting, stay
from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.bundle import _method
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.domain.fieldwork.acting import AT, refused
from tests.domain.fieldwork.test_interruptions import (
    NINE,
    NOON,
    TUESDAY,
    a_visit,
    defer,
    do,
    end,
    in_session,
    leave,
    pause,
    reopen,
    resume,
)
from tests.factories import rooms
from tests.factories.planning import VISITS, plan_many, visit_line

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FIRST, LAST = date(2018, 10, 8), date(2018, 10, 10)
WEDNESDAY = NINE + timedelta(days=2)
THEN = datetime(2018, 10, 18, 9, tzinfo=UTC)
LATE_FIRST, LATE_LAST = date(2018, 10, 22), date(2018, 10, 24)


def moved(visit: Visit, first: date, last: date, at: datetime = THEN, **given: Any) -> Visit:
    fields = {"starts_on": first, "ends_on": last, "reason": "It goes on then", **given}
    one: Visit = do(fieldwork.move_visit, visit, at, **fields)
    return one


def over(inspection: Inspection, at: datetime = NOON) -> None:
    """Abandon an inspection."""
    inspection.refresh_from_db()
    inspections.move(
        by=rooms.member(inspection, Role.LEAD),
        at=at,
        key=rooms.a_key(),
        inspection=inspection,
        to_phase="abandoned",
        reason="No money.",
        version=inspection.version,
    )


def beside(inspection: Inspection, person: Person) -> Inspection:
    """Another inspection of the same bodies, with a person of the first on its team A."""
    bodies = [(one.body, one.label) for one in inspection.scope.order_by("order")]
    other = rooms.an_inspection(bodies=bodies)
    inspections.join(
        by=rooms.member(other, Role.LEAD),
        at=AT,
        key=rooms.a_key(),
        inspection=other,
        person=person,
        role=Role.INSPECTOR,
        team="A",
    )
    return other


def clashing(session: Session, person: Person) -> list[str]:
    """What clashes with a session of a person, as it stands."""
    return [
        one.text for one in found_by(session.visit.inspection, (), [sitting(session, [person.pk])])
    ]


class TestLeftIncomplete:
    def test_session_after_it_clashes_with_nothing_of_its_inspector(self) -> None:
        visit = a_visit()
        inspector = rooms.member(visit.inspection, Role.INSPECTOR)
        times = {"starts_at": WEDNESDAY, "ends_at": WEDNESDAY + HOUR}
        rooms.a_session(visit, inspector, **times)
        elsewhere = rooms.a_visit(visit.inspection, 1)
        leave(visit, NOON)
        held = rooms.a_session(elsewhere, inspector, gone_past="", **times)
        assert held.pk

    def test_days_after_it_are_free_for_its_body_and_its_team(self) -> None:
        visit = a_visit()
        leave(visit, NOON)
        assert refused(rooms.a_visit, visit.inspection) == ["visits_overlap"]
        tuesday = {"starts_on": TUESDAY.date(), "ends_on": TUESDAY.date()}
        assert rooms.a_visit(visit.inspection, 0, gone_past="", **tuesday).pk

    def test_diary_and_calendar_end_it_on_its_day(self) -> None:
        visit = a_visit()
        inspector = rooms.member(visit.inspection, Role.INSPECTOR)
        kept = rooms.a_session(visit, inspector)
        gone = rooms.a_session(visit, inspector, starts_at=WEDNESDAY, ends_at=WEDNESDAY + HOUR)
        leave(visit, NOON)
        assert diary.own_sessions(inspector, FIRST, LAST) == [kept]
        assert [one.on for one in diary.own_days(inspector, FIRST, LAST)] == [FIRST]
        found = {one.name: one for one in diary.calendar_of(inspector, FIRST)}
        slug = visit.inspection.slug
        whole = found[f"{slug}/visit/{visit.pk}"]
        assert (whole.starts, whole.ends, whole.off) == (FIRST, FIRST + timedelta(days=1), False)
        assert found[f"{slug}/session/{gone.pk}"].off
        assert not found[f"{slug}/session/{kept.pk}"].off

    def test_public_method_counts_it_and_the_session_that_left_evidence(self) -> None:
        visit = a_visit()
        in_session(rooms.a_session(visit), TUESDAY)
        leave(visit, TUESDAY)
        told = " ".join(_method(visit.inspection))
        assert "Inspectors made 1 visits." in told
        assert "1 sessions left evidence that can be described" in told
        reopen(visit)
        assert " ".join(_method(visit.inspection)) == told


class TestPaused:
    def test_days_and_sessions_of_a_pause_are_nobodys_until_it_is_resumed(self) -> None:
        visit = a_visit()
        inspector = rooms.member(visit.inspection, Role.INSPECTOR)
        held = rooms.a_session(visit, inspector, starts_at=WEDNESDAY, ends_at=WEDNESDAY + HOUR)
        pause(visit)
        other = rooms.a_visit(visit.inspection, 1, starts_on=LAST, ends_on=LAST, gone_past="")
        times = {"starts_at": WEDNESDAY, "ends_at": WEDNESDAY + HOUR}
        rooms.a_session(other, inspector, gone_past="", **times)
        assert diary.own_sessions(inspector, LAST, LAST)[0].visit == other
        said = [(one.visit, one.paused) for one in diary.own_days(inspector, LAST, LAST)]
        assert said == [(visit, True), (other, False)]
        # Said before it goes on, and no ground to refuse that.
        told = " ".join(turns.clashing_ahead(visit, TUESDAY))
        assert "Team A would be at two bodies at once" in told
        assert "is in two sessions at once" in told
        resume(visit)
        assert clashing(held, inspector)

    def test_paused_visit_is_resumed_before_it_is_moved_and_then_goes_on_there(self) -> None:
        visit = a_visit()
        pause(visit)
        assert refused(moved, visit, LATE_FIRST, LATE_LAST) == ["visit_paused"]
        assert [one.code for one in queries.reasons_not_to_move(visit)] == []
        visit.refresh_from_db()
        assert [one.code for one in queries.reasons_not_to_move(visit)] == ["visit_paused"]
        resume(visit, THEN)
        moved(visit, LATE_FIRST, LATE_LAST)
        start = datetime(2018, 10, 22, 9, tzinfo=UTC)
        visit.refresh_from_db()
        assert rooms.a_session(visit, starts_at=start, ends_at=start + HOUR).pk

    def test_visit_moved_while_it_was_paused_as_once_could_be_is_resumed(self) -> None:
        visit = a_visit()
        pause(visit)
        Visit.objects.filter(pk=visit.pk).update(starts_on=LATE_FIRST, ends_on=LATE_LAST)
        assert resume(visit, THEN).pk

    def test_one_resumed_and_moved_on_is_moved_or_left_and_sent_nowhere_in_vain(self) -> None:
        visit = a_visit()
        rooms.a_session(visit)
        pause(visit)
        resume(visit, THEN)
        moved(visit, LATE_FIRST, LATE_LAST)
        visit.refresh_from_db()
        assert refused(defer, visit, THEN) == ["visit_begun"]
        (reason,) = [
            one
            for one in turns.reasons_not_to_interrupt(visit, THEN)["defer"]
            if one.code == "visit_begun"
        ]
        assert reason.mend.startswith("Move the visit to other days")
        leave(visit, THEN)
        assert queries.state_of(Visit.objects.get(pk=visit.pk), THEN.date()) is (
            VisitState.INCOMPLETE
        )
        reopen(visit, THEN)
        assert queries.state_of(Visit.objects.get(pk=visit.pk), THEN.date()) is VisitState.PLANNED

    def test_no_session_goes_along_into_a_time_in_which_its_visit_stood_still(self) -> None:
        visit = a_visit()
        at = NINE + timedelta(days=2, hours=5)
        session = rooms.a_session(visit, starts_at=at, ends_at=at + HOUR)
        pause(visit)
        resume(visit)
        back = date(2018, 10, 6), date(2018, 10, 8)
        again = TUESDAY + HOUR
        assert refused(moved, visit, *back, again, with_sessions=True) == ["in_a_pause"]
        session.refresh_from_db()
        assert session.starts_at == at

    def test_no_plan_takes_a_session_along_into_such_a_time(self) -> None:
        inspection = rooms.an_inspection()
        plan = plan_many(inspection, VISITS + visit_line(inspection))
        visit = Visit.objects.get()
        seven = datetime(2018, 11, 5, 7, tzinfo=UTC)
        pause(visit, seven, seven)
        tuesday = seven + timedelta(days=1)
        resume(visit, tuesday)
        nine = tuesday + timedelta(hours=2)
        rooms.a_session(visit, starts_at=nine, ends_at=nine + HOUR)
        week = timedelta(days=7)
        days = visit.starts_on + week, visit.ends_on + week
        moved(visit, *days, tuesday, with_sessions=True)
        # The session of Tuesday would lie on the Monday of the pause.
        back = {"days": -8, "reason": "Thaw.", "bodies": plans.bodies_of(plan)}
        given = {"by": rooms.member(inspection, Role.LEAD), "plan": plan, **back}
        at = tuesday + HOUR
        assert refused(planning.move_plan, at=at, key=rooms.a_key(), **given) == ["in_a_pause"]


class TestReopened:
    def test_held_sessions_stay_where_they_are_and_can_still_be_mended(self) -> None:
        visit = a_visit()
        held = rooms.a_session(visit)
        end(visit)
        reopen(visit, THEN)
        moved(visit, LATE_FIRST, LATE_LAST)
        held.refresh_from_db()
        assert held.starts_at == NINE
        lead = rooms.member(visit.inspection, Role.LEAD)
        given = {"session": held, "reason": "Mended", "version": 0, "by": lead}
        times = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR}
        fieldwork.move_session(at=THEN, key=rooms.a_key(), **given, **times)
        later = {"starts_at": THEN, "ends_at": THEN + HOUR}
        visit.refresh_from_db()
        assert refused(rooms.a_session, visit, **later) == ["outside_visit"]

    def test_sessions_to_come_must_lie_in_its_new_days_as_ever(self) -> None:
        visit = a_visit()
        end(visit)
        reopen(visit, TUESDAY + HOUR)
        rooms.a_session(visit, starts_at=WEDNESDAY, ends_at=WEDNESDAY + HOUR)
        at = TUESDAY + 2 * HOUR
        assert refused(moved, visit, LATE_FIRST, LATE_LAST, at) == ["sessions_left_behind"]

    def test_days_between_its_end_and_its_reopening_are_not_its_own(self) -> None:
        visit = a_visit()
        end(visit)
        between = {"starts_on": date(2018, 10, 15), "ends_on": date(2018, 10, 17)}
        other = rooms.a_visit(visit.inspection, 1, **between)
        reopen(visit, THEN)
        # No clash, and so no reason is asked for.
        moved(visit, FIRST, LATE_LAST)
        team = [rooms.member(visit.inspection, Role.INSPECTOR).pk]
        assert found_by(visit.inspection, [stay(other, team)]) == []
        assert rooms.a_visit(
            visit.inspection,
            0,
            gone_past="",
            starts_on=date(2018, 10, 12),
            ends_on=date(2018, 10, 12),
        ).pk

    def test_visit_never_interrupted_leaves_no_held_session_behind(self) -> None:
        visit = a_visit()
        rooms.a_session(visit)
        assert refused(moved, visit, LATE_FIRST, LATE_LAST) == ["sessions_left_behind"]

    def test_evidence_is_marked_from_the_moment_of_reopening_however_late_that_is_written(
        self,
    ) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        end(visit, TUESDAY)
        before = in_session(session, TUESDAY - timedelta(minutes=1))
        between = in_session(session, TUESDAY + 2 * HOUR)
        do(
            actions.reopen_visit,
            visit,
            TUESDAY + 3 * HOUR,
            since=TUESDAY + HOUR,
            reason="It was not over",
        )
        marked = [Item.objects.get(pk=one.pk).after_reopening for one in (before, between)]
        assert marked == [False, True]
        lead = rooms.member(visit.inspection, Role.LEAD)
        hits = ITEM.shown(lead, [visit.inspection], [before.pk, between.pk])
        said = {hit.thing: "Recorded after its visit was reopened" in hit.said for hit in hits}
        assert said == {before.pk: False, between.pk: True}

    def test_minute_of_the_end_itself_marks_nothing_of_before(self) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        ended = TUESDAY + timedelta(seconds=30)
        before = in_session(session, TUESDAY + timedelta(seconds=10))
        end(visit, ended)
        do(actions.reopen_visit, visit, THEN, since=TUESDAY, reason="It was not over")
        assert not Item.objects.get(pk=before.pk).after_reopening


class TestInspectionOver:
    def test_what_it_had_still_to_come_keeps_nobody_and_no_body(self) -> None:
        visit = a_visit()
        inspector = rooms.member(visit.inspection, Role.INSPECTOR)
        held = rooms.a_session(visit, inspector)
        times = {"starts_at": WEDNESDAY, "ends_at": WEDNESDAY + HOUR}
        to_come = rooms.a_session(visit, inspector, **times)
        other = beside(visit.inspection, inspector)
        over(visit.inspection)
        assert rooms.a_visit(other, 0, starts_on=LAST, ends_on=LAST, gone_past="").pk
        elsewhere = rooms.a_visit(other, 1, starts_on=LAST, ends_on=LAST)
        ours = rooms.a_session(elsewhere, inspector, **times)
        assert diary.own_sessions(inspector, FIRST, LAST) == [held, ours]
        mine = [one.on for one in diary.own_days(inspector, FIRST, LAST) if one.visit == visit]
        assert mine == [FIRST]
        found = {one.name: one for one in diary.calendar_of(inspector, FIRST)}
        slug = visit.inspection.slug
        assert found[f"{slug}/session/{to_come.pk}"].off
        assert not found[f"{slug}/session/{held.pk}"].off
        assert found[f"{slug}/session/{to_come.pk}"].changed == 1

    def test_visit_wholly_to_come_is_off(self) -> None:
        visit = a_visit()
        inspector = rooms.member(visit.inspection, Role.INSPECTOR)
        over(visit.inspection, AT)
        assert diary.own_visits(inspector, FIRST, LAST) == []
        (hours,) = diary.calendar_of(inspector, FIRST)
        assert hours.off


class TestSessionCancelled:
    def test_visit_of_another_team_leaves_the_diary_with_ones_only_session(self) -> None:
        inspection = rooms.an_inspection()
        visit = rooms.a_visit(inspection, team="")
        inspector = rooms.member(inspection, Role.INSPECTOR)
        session = rooms.a_session(visit, inspector)
        (before,) = [o for o in diary.calendar_of(inspector, FIRST) if "/visit/" in o.name]
        fieldwork.cancel_session(
            by=rooms.member(inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            session=session,
            reason="Nobody came",
        )
        assert diary.own_visits(inspector, FIRST, LAST) == []
        (after,) = [o for o in diary.calendar_of(inspector, FIRST) if "/visit/" in o.name]
        assert (before.off, after.off) == (False, True)
        assert after.changed > before.changed

    def test_sessions_of_a_deferred_visit_are_counted_no_more_than_it(self) -> None:
        visit = a_visit()
        rooms.a_session(visit)
        defer(visit)
        counted = queries.counts(visit.inspection)
        assert (counted["visits"], counted["sessions"]) == (0, 0)
