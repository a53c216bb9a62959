"""Many visits and sessions planned from two tables: all or nothing, once, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspectorate.domain.fieldwork.actions import cancel_session, cancel_visit, move_visit
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.fieldwork.models import Session, SessionMove, Visit
from inspectorate.domain.fieldwork.planning import actions, queries
from inspectorate.domain.fieldwork.planning.models import ClashPassed, TravelTime, VisitPlan
from inspectorate.domain.fieldwork.queries import counts as fieldwork_counts
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.fieldwork.acting import AT, declare, refused
from tests.factories import rooms
from tests.factories.planning import (
    FIRST,
    SESSIONS,
    VISITS,
    a_plan,
    plan_many,
    session_line,
    visit_line,
)

pytestmark = pytest.mark.django_db


def _minute(number: int) -> dict[str, str]:
    """The times of a session of a minute, each after the one before."""
    first = datetime(2018, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=number)
    return {"starts": f"{first:%H:%M}", "ends": f"{first + timedelta(minutes=1):%H:%M}"}


def texts(visits: str = "", sessions: str = "", **given: object) -> list[str]:
    """What is said of tables that are refused."""
    inspection = given.pop("inspection", None) or rooms.an_inspection()
    with pytest.raises(Refused) as refusal:
        plan_many(inspection, visits, sessions, **given)  # type: ignore[arg-type]
    assert not VisitPlan.objects.exists()
    assert not Visit.objects.exists()
    return [reason.text for reason in refusal.value.reasons]


class TestPlanning:
    def test_tables_are_planned_by_one_act_with_one_entry(self) -> None:
        inspection = rooms.an_inspection()
        before = Entry.objects.count()
        plan = a_plan(inspection, 3)
        assert Entry.objects.count() == before + 1
        assert [str(one.visit.scope_body) for one in plan.visits.all()] == [
            "Force 01",
            "Force 02",
            "Force 03",
        ]
        held = Session.objects.order_by("pk").first()
        assert held is not None
        assert timezone.localtime(held.starts_at).strftime("%Y-%m-%d %H:%M") == "2018-11-05 09:30"
        assert held.visit.planned.plan == plan
        assert [one.pk for one in held.inspectors.all()] == [
            rooms.member(inspection, Role.INSPECTOR).pk
        ]

    def test_rows_of_sessions_past_the_first_ask_no_more_of_the_database(self) -> None:
        inspection = rooms.an_inspection()
        rooms.a_visit(inspection, starts_on=FIRST, ends_on=FIRST)
        bodies = list(inspection.scope.order_by("order"))
        counted = []
        for number in (1, 30):
            lines = "".join(session_line(inspection, **_minute(n)) for n in range(number))
            with CaptureQueriesContext(connection) as asked:
                looked = queries.looked_at(inspection, bodies, "", SESSIONS + lines, "")
            assert (len(looked.sessions), looked.reasons) == (number, [])
            counted.append(len(asked))
        assert counted[0] == counted[1]

    def test_tables_sent_twice_plan_once(self) -> None:
        inspection = rooms.an_inspection()
        table = VISITS + visit_line(inspection)
        first = plan_many(inspection, table, key="same")
        assert plan_many(inspection, table, key="same") == first
        assert Visit.objects.count() == 1

    def test_sessions_alone_join_the_visit_that_stands(self) -> None:
        inspection = rooms.an_inspection()
        visit = rooms.a_visit(inspection, starts_on=FIRST, ends_on=FIRST)
        plan_many(inspection, sessions=SESSIONS + session_line(inspection))
        assert Session.objects.get().visit == visit

    def test_commas_and_loose_headings_and_times_are_read(self) -> None:
        inspection = rooms.an_inspection(phase="planned")
        visits = "Body,First day,Last day,Team\nforce 01,2018-11-05,2018-11-06,A\n"
        who = rooms.member(inspection, Role.INSPECTOR).name
        sessions = "Body,Day,From,To,Method,Title,With,Inspectors\n"
        sessions += f"FORCE-01,2018-11-05,9.30,10:00:00,focus group,Talk,Sergeants,{who}\n"
        plan_many(inspection, visits, sessions)
        assert Session.objects.get().method == "focus-group"

    def test_who_plans_no_visits_plans_no_table(self) -> None:
        inspection = rooms.an_inspection()
        with pytest.raises(Forbidden):
            a_plan(inspection, by=rooms.member(inspection, Role.INSPECTOR))


class TestFaults:
    def test_every_fault_of_both_tables_is_named_by_row_and_column(self) -> None:
        visits = VISITS + "Nowhere\tA\t2018-11-05\t2018-11-06\nForce 01\tA\tMonday\t2018-11-06\n"
        sessions = SESSIONS + "Force 02\t2018-11-05\t9\t10:00\tRiddle\tTalk\tAll\tNobody\n"
        said = texts(visits, sessions)
        wheres = [text.partition(":")[0] for text in said]
        assert wheres == [
            "Visits, row 2, column body",
            "Visits, row 3, column first_day",
            "Sessions, row 2, column from",
            "Sessions, row 2, column method",
            "Sessions, row 2, column inspectors",
        ]

    def test_row_against_a_rule_of_single_visits_is_named(self) -> None:
        inspection = rooms.an_inspection()
        declare(rooms.member(inspection, Role.INSPECTOR, 2), inspection)
        visits = VISITS + visit_line(inspection, team="B") + visit_line(inspection, 1, team="Z")
        said = texts(visits, inspection=inspection)
        assert [text.partition(":")[0] for text in said] == ["Visits, row 2", "Visits, row 3"]
        assert "has declared an interest" in said[0]

    def test_nothing_to_plan_is_refused(self) -> None:
        assert texts(" ", "\n") == ["Nothing to plan."]

    def test_time_that_no_clock_shows_is_named(self) -> None:
        inspection = rooms.an_inspection(fieldwork_to=date(2019, 4, 30))
        day = date(2019, 3, 31)
        line = session_line(inspection, day=day, starts="01:30", ends="03:30")
        visits = VISITS + visit_line(inspection, first=day, last=day)
        (said,) = texts(visits, SESSIONS + line, inspection=inspection)
        assert "the clocks go forward" in said

    def test_session_without_a_visit_on_its_day_is_named(self) -> None:
        inspection = rooms.an_inspection()
        line = session_line(inspection, day=FIRST + timedelta(days=5))
        (said,) = texts(VISITS + visit_line(inspection), SESSIONS + line, inspection=inspection)
        assert said == "Sessions, row 2, column day: Force 01 has no visit on 2018-11-10."

    def test_year_typed_wrongly_is_named_in_its_cell(self) -> None:
        inspection = rooms.an_inspection()
        far = date(9999, 12, 29)
        visits = VISITS + visit_line(inspection, first=date(2918, 10, 8), last=date(2918, 10, 9))
        said = texts(
            visits,
            SESSIONS + session_line(inspection, day=far),
            inspection=inspection,
            outside_window="Agreed.",
        )
        wheres = [text.partition(":")[0] for text in said]
        assert wheres == [
            "Visits, row 2, column first_day",
            "Visits, row 2, column last_day",
            "Sessions, row 2, column day",
        ]
        assert "more than two years from the fieldwork window" in said[0]
        looked = queries.looked_at(inspection, list(inspection.scope.all()), visits, "", "Agreed.")
        assert len(looked.reasons) == 2


class TestClashes:
    def test_more_clashes_than_are_counted_are_never_gone_past(self) -> None:
        inspection = rooms.an_inspection(bodies=46)
        visits = VISITS + "".join(visit_line(inspection, n, first=FIRST) for n in range(46))
        said = texts(visits, inspection=inspection, gone_past="They part ways.")
        # 46 visits of one team at once are 1,035 pairs.
        assert said[0].startswith("More than 1,000 things clash.")

    def test_faults_past_a_hundred_are_told_by_their_number(self) -> None:
        inspection = rooms.an_inspection()
        lines = "".join(session_line(inspection, title="x" * 201, **_minute(n)) for n in range(103))
        said = texts(VISITS + visit_line(inspection), SESSIONS + lines, inspection=inspection)
        assert len(said) == 101
        assert said[-1] == "And 3 more are not listed."

    def test_clash_is_gone_past_with_a_reason_that_is_kept(self) -> None:
        inspection = rooms.an_inspection()
        visits = VISITS + visit_line(inspection) + visit_line(inspection, 1, first=FIRST)
        (said,) = texts(visits, inspection=inspection)
        assert said.startswith("Visits, row 3: Team A would be at two bodies at once: Force 01")
        plan = plan_many(inspection, visits, gone_past=" They split up. ")
        kept = ClashPassed.objects.get()
        assert (kept.plan, kept.number, kept.reason) == (plan, 1, "They split up.")

    def test_person_in_two_sessions_at_once_is_never_gone_past(self) -> None:
        inspection = rooms.an_inspection()
        lines = session_line(inspection) + session_line(inspection, starts="10:29", ends="11:00")
        said = texts(
            VISITS + visit_line(inspection),
            SESSIONS + lines,
            inspection=inspection,
            gone_past="Quick feet.",
        )
        assert "is in two sessions at once" in said[0]

    def test_day_off_is_told_as_not_available_and_no_more(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.member(inspection, Role.INSPECTOR)
        days = days_off.take_days_off(
            by=person, at=AT, key=rooms.a_key(), from_on=FIRST, to_on=FIRST
        )
        (said,) = texts(VISITS + visit_line(inspection), inspection=inspection)
        assert said == f"Visits, row 2: {person.name} is not available on 5 November 2018."
        days_off.withdraw_days_off(by=person, at=AT, key=rooms.a_key(), days_off=days)
        plan_many(inspection, VISITS + visit_line(inspection))
        assert not ClashPassed.objects.exists()

    def test_travel_longer_than_the_gap_is_told(self) -> None:
        inspection = rooms.an_inspection()
        lead = rooms.member(inspection, Role.LEAD)
        said = {"by": lead, "at": AT, "inspection": inspection}
        actions.say_travel(key=rooms.a_key(), minutes=14 * 60, **said)
        lines = session_line(inspection, starts="20:00", ends="21:00")
        lines += session_line(inspection, 1, day=FIRST + timedelta(days=1))
        visits = VISITS + visit_line(inspection, team="", last=FIRST)
        visits += visit_line(inspection, 1, team="", first=FIRST + timedelta(days=1))
        (told,) = texts(visits, SESSIONS + lines, inspection=inspection)
        assert "would have 12 h 30 min between" in told
        one, other = (rooms.scope_body(inspection, number).body for number in (1, 0))
        actions.say_travel(key=rooms.a_key(), minutes=60, one=one, other=other, **said)
        plan_many(inspection, visits, SESSIONS + lines)
        assert [row.minutes for row in queries.travel(lead, inspection)] == [840, 60]

    def test_other_inspection_is_told_without_its_name_or_body(self) -> None:
        inspection = rooms.an_inspection()
        person = rooms.member(inspection, Role.INSPECTOR)
        other = rooms.an_inspection(team=(*rooms.TEAM,))
        from inspectorate.domain.inspections import actions as inspections

        inspections.join(
            by=rooms.member(other, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            inspection=other,
            person=person,
            role=Role.INSPECTOR,
            team="A",
        )
        rooms.a_visit(other, 2, starts_on=FIRST, ends_on=FIRST)
        with pytest.raises(Refused) as refusal:
            plan_many(inspection, VISITS + visit_line(inspection))
        (reason,) = refusal.value.reasons
        assert "another inspection of this inspectorate" in reason.text
        assert "Force 03" not in reason.text
        assert other.title not in reason.text


class TestTakenBack:
    def test_plan_is_cancelled_with_its_sessions_but_for_what_has_begun(self) -> None:
        inspection = rooms.an_inspection()
        plan = a_plan(inspection, 2)
        lead = rooms.member(inspection, Role.LEAD)
        at = datetime(2018, 11, 6, 9, tzinfo=UTC)
        given = {"by": lead, "at": at, "plan": plan}
        assert refused(actions.cancel_plan, key=rooms.a_key(), reason=" ", **given) == [
            "text_missing"
        ]
        actions.cancel_plan(key=rooms.a_key(), reason="A strike.", **given)
        assert [one.cancelled_reason for one in Visit.objects.order_by("pk")] == ["", "A strike."]
        assert [one.state.value for one in Session.objects.order_by("pk")] == [
            "recorded",
            "cancelled",
        ]
        assert refused(actions.cancel_plan, key=rooms.a_key(), reason="Again.", **given) == [
            "plan_over"
        ]

    def _given(self, inspection: Inspection, at: datetime = AT) -> dict[str, Any]:
        lead = rooms.member(inspection, Role.LEAD)
        return {"by": lead, "at": at, "key": rooms.a_key()}

    def _defer(self, visit: Visit) -> None:
        asked = Asked(AT, "body", "Chief constable", "weather", "Welfare desk", "01632 960123")
        interruptions.defer_visit(
            visit=visit, version=visit.version, asked=asked, **self._given(visit.inspection)
        )

    def test_visit_of_the_plan_that_stays_keeps_its_sessions(self) -> None:
        inspection = rooms.an_inspection()
        tuesday = FIRST + timedelta(days=1)
        visits = VISITS + visit_line(inspection) + visit_line(inspection, 1)
        plan = plan_many(inspection, visits, SESSIONS + session_line(inspection, day=tuesday))
        monday_noon = datetime(2018, 11, 5, 12, tzinfo=UTC)
        actions.cancel_plan(plan=plan, reason="A strike.", **self._given(inspection, monday_noon))
        assert [one.cancelled_reason for one in Visit.objects.order_by("pk")] == ["", "A strike."]
        assert Session.objects.get().state.value == "recorded"

    def test_session_that_joined_a_visit_of_no_plan_goes_with_its_own_plan_alone(self) -> None:
        inspection = rooms.an_inspection()
        visit = rooms.a_visit(inspection, starts_on=FIRST, ends_on=FIRST)
        other = rooms.a_session(visit)
        line = session_line(inspection, starts="14:00", ends="15:00")
        plan = plan_many(inspection, sessions=SESSIONS + line)
        actions.cancel_plan(plan=plan, reason="A strike.", **self._given(inspection))
        states = {one.pk: one.state.value for one in Session.objects.all()}
        assert states.pop(other.pk) == "recorded"
        assert list(states.values()) == ["cancelled"]
        assert Visit.objects.get().cancelled_reason == ""

    def test_deferred_visit_is_cancelled_with_its_plan_and_told_so(self) -> None:
        inspection = rooms.an_inspection()
        plan = a_plan(inspection, 2)
        self._defer(Visit.objects.order_by("pk")[0])
        row = queries.plan(rooms.member(inspection, Role.LEAD), inspection, plan.number, AT)
        assert row is not None
        assert [len(part) for part in row.cancels] == [2, 2, 1]
        # Its old days are over, and nobody was heard on them.
        late = datetime(2018, 11, 6, 9, tzinfo=UTC)
        actions.cancel_plan(plan=plan, reason="A strike.", **self._given(inspection, late))
        assert [one.cancelled_reason for one in Visit.objects.all()] == ["A strike."] * 2
        assert [one.state.value for one in Session.objects.all()] == ["cancelled"] * 2

    def test_plan_of_deferred_visits_alone_does_not_move_and_says_what_does(self) -> None:
        inspection = rooms.an_inspection()
        plan = a_plan(inspection, 1)
        self._defer(Visit.objects.get())
        given = {"plan": plan, "bodies": queries.bodies_of(plan), "days": 7, "reason": "Snow."}
        with pytest.raises(Refused) as refusal:
            actions.move_plan(**given, **self._given(inspection))
        (reason,) = refusal.value.reasons
        assert (reason.code, "Move each visit" in str(reason.mend)) == ("plan_over", True)

    def test_deferred_visit_with_sessions_is_cancelled_by_itself_too(self) -> None:
        inspection = rooms.an_inspection()
        a_plan(inspection, 1)
        visit = Visit.objects.get()
        self._defer(visit)
        visit.refresh_from_db()
        late = datetime(2018, 11, 6, 9, tzinfo=UTC)
        cancel_visit(
            visit=visit, reason="Snow.", version=visit.version, **self._given(inspection, late)
        )
        assert Session.objects.get().cancellation.reason == "Snow."

    def test_who_left_or_declared_an_interest_is_named_when_sessions_come_along(self) -> None:
        inspection = rooms.an_inspection()
        a_plan(inspection, 1)
        visit = Visit.objects.get()
        begins = datetime(2018, 11, 5, 15, tzinfo=UTC)
        afternoon = {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
        gone, kept_away = (rooms.member(inspection, Role.INSPECTOR, n) for n in (0, 2))
        rooms.a_session(visit, kept_away, **afternoon)
        member = inspection.team.get(person=gone)
        inspections.leave(member=member, reason="Another task.", **self._given(inspection))
        declare(kept_away, inspection)
        move = {
            "visit": visit,
            "starts_on": FIRST + timedelta(days=7),
            "ends_on": FIRST + timedelta(days=8),
            "reason": "Snow.",
            "version": visit.version,
            "with_sessions": True,
        }
        with pytest.raises(Refused) as refusal:
            move_visit(**move, gone_past="So be it.", **self._given(inspection))
        (reason,) = refusal.value.reasons
        assert (
            reason.text
            == f"“The Prevent lead”: {kept_away.name} has declared an interest in this body."
        )
        cancel_session(
            session=kept_away.sessions.get(), reason="An interest.", **self._given(inspection)
        )
        with pytest.raises(Refused) as refusal:
            move_visit(**move, **self._given(inspection))
        (reason,) = refusal.value.reasons
        assert reason.text == f"“The lead”: {gone.name} is no longer on the team."
        move_visit(**move, gone_past="Another takes it.", **self._given(inspection))

    def test_session_moved_over_the_hour_that_clocks_skip_lasts_as_long_as_before(self) -> None:
        inspection = rooms.an_inspection(fieldwork_to=date(2019, 4, 30))
        line = session_line(inspection, day=date(2019, 3, 24), starts="01:30", ends="02:15")
        days = {"first": date(2019, 3, 24), "last": date(2019, 3, 24)}
        plan = plan_many(inspection, VISITS + visit_line(inspection, **days), SESSIONS + line)
        bodies = queries.bodies_of(plan)
        given = {"plan": plan, "bodies": bodies, "days": 7, "reason": "Snow."}
        actions.move_plan(**given, **self._given(inspection))
        held = Session.objects.get()
        assert timezone.localtime(held.starts_at).strftime("%d %H:%M") == "31 02:30"
        assert held.ends_at - held.starts_at == timedelta(minutes=45)

    def test_clashes_gone_past_are_told_of_what_the_plan_brought_and_moved(self) -> None:
        inspection = rooms.an_inspection(bodies=4)
        standing = rooms.a_visit(inspection, 2, starts_on=FIRST, ends_on=FIRST)
        visits = VISITS + visit_line(inspection) + visit_line(inspection, 1)
        sessions = SESSIONS + session_line(inspection, 2, day=FIRST)
        plan = plan_many(inspection, visits, sessions, gone_past="They part ways.")
        first, second = Visit.objects.filter(planned__plan=plan).order_by("pk")
        assert [one.reason for one in queries.passed(standing)] == ["They part ways."]
        there = FIRST + timedelta(days=3)
        rooms.a_visit(inspection, 3, starts_on=there, ends_on=there)
        # The first has begun, and the second moves alone.
        at = datetime(2018, 11, 6, 9, tzinfo=UTC)
        given = {"plan": plan, "bodies": queries.bodies_of(plan), "days": -4, "reason": "Snow."}
        actions.move_plan(**given, gone_past="They meet.", **self._given(inspection, at))
        assert [one.reason for one in queries.passed(second)] == ["They part ways.", "They meet."]
        assert [one.reason for one in queries.passed(first)] == ["They part ways."]

    def test_plan_moves_with_its_sessions_at_the_time_that_clocks_show(self) -> None:
        inspection = rooms.an_inspection(fieldwork_to=date(2019, 12, 31))
        plan = a_plan(inspection, 1)
        lead = rooms.member(inspection, Role.LEAD)
        bodies = queries.bodies_of(plan)
        given = {"by": lead, "at": AT, "plan": plan, "bodies": bodies, "reason": "Snow."}
        assert refused(actions.move_plan, key=rooms.a_key(), days=0, **given) == ["plan_unmoved"]
        # Over the day on which the clocks go forward.
        actions.move_plan(key=rooms.a_key(), days=21 * 7, **given)
        moved = Session.objects.get()
        assert timezone.localtime(moved.starts_at).strftime("%Y-%m-%d %H:%M") == "2019-04-01 09:30"
        assert moved.visit.starts_on == date(2019, 4, 1)
        assert SessionMove.objects.get().reason == "Snow."

    def test_visit_takes_its_sessions_along(self) -> None:
        from inspectorate.domain.fieldwork.actions import move_visit

        inspection = rooms.an_inspection()
        a_plan(inspection, 1)
        visit = Visit.objects.get()
        given = {
            "by": rooms.member(inspection, Role.LEAD),
            "at": AT,
            "visit": visit,
            "starts_on": FIRST + timedelta(days=7),
            "ends_on": FIRST + timedelta(days=8),
            "reason": "Snow.",
            "version": 1,
        }
        assert refused(move_visit, key=rooms.a_key(), **given) == ["sessions_left_behind"]
        move_visit(key=rooms.a_key(), with_sessions=True, **given)
        assert timezone.localtime(Session.objects.get().starts_at).day == 12


def test_travel_that_says_nothing_new_or_of_no_pair_is_refused() -> None:
    inspection = rooms.an_inspection()
    given = {"by": rooms.member(inspection, Role.LEAD), "at": AT, "inspection": inspection}
    body = rooms.scope_body(inspection).body
    for wrong in ({"minutes": 60, "one": body}, {"minutes": None}, {"minutes": 1441}):
        assert refused(actions.say_travel, key=rooms.a_key(), **given, **wrong) == ["travel_odd"]
    assert not TravelTime.objects.exists()


def test_board_shows_each_visit_in_every_week_it_touches() -> None:
    inspection = rooms.an_inspection()
    visits = VISITS + visit_line(inspection, last=FIRST + timedelta(days=7))
    plan_many(inspection, visits + visit_line(inspection, 2, team="B"))
    teams, weeks = queries.board(rooms.member(inspection, Role.LEAD), inspection, FIRST)
    assert teams == ["A", "B"]
    labels = [
        [[visit.scope_body.label for visit, _ in cell] for cell in week.cells] for week in weeks
    ]
    assert labels == [[["Force 01"], []], [["Force 01"], []], [[], ["Force 03"]]]


def test_board_leaves_out_weeks_without_a_visit_and_outlives_a_far_day() -> None:
    inspection = rooms.an_inspection(bodies=13)
    plan_many(inspection, VISITS + visit_line(inspection) + visit_line(inspection, 12))
    # As one could be planned before days had a bound.
    Visit.objects.filter(scope_body__label="Force 13").update(ends_on=date.max)
    _, weeks = queries.board(rooms.member(inspection, Role.LEAD), inspection, FIRST)
    mondays = [week.monday for week in weeks]
    assert mondays[:2] == [FIRST, FIRST + timedelta(weeks=12)]
    assert len(mondays) < 130
    # A few empty weeks stand, to drag a visit to.
    Visit.objects.filter(scope_body__label="Force 13").update(starts_on=FIRST + timedelta(weeks=3))
    _, weeks = queries.board(rooms.member(inspection, Role.LEAD), inspection, FIRST)
    assert [week.monday for week in weeks][:4] == [FIRST + timedelta(weeks=n) for n in range(4)]


def test_visit_dragged_from_its_second_week_moves_by_as_many_weeks_as_it_was_dragged() -> None:
    inspection = rooms.an_inspection()
    visit = rooms.a_visit(inspection, starts_on=FIRST, ends_on=FIRST + timedelta(days=10))
    second = FIRST + timedelta(weeks=1)
    third = FIRST + timedelta(weeks=2)
    assert queries.in_the_week(visit, third, second)[0] == second
    assert queries.in_the_week(visit, third)[0] == third


def test_sessions_of_a_deferred_visit_count_as_little_as_it_does() -> None:
    inspection = rooms.an_inspection()
    a_plan(inspection, 1)
    TestTakenBack()._defer(Visit.objects.get())
    counts = fieldwork_counts(inspection)
    assert (counts["visits"], counts["sessions"]) == (0, 0)
