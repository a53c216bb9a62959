"""Visits and their sessions; each rule with a refusing and a passing case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden
from tests.domain.fieldwork.acting import AT, declare, refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


class TestVisits:
    def test_visits_to_one_body_never_overlap_but_may_follow(self) -> None:
        inspection = rooms.an_inspection()
        rooms.a_visit(inspection)
        assert refused(
            rooms.a_visit, inspection, starts_on=date(2018, 10, 10), ends_on=date(2018, 10, 12)
        ) == ["visits_overlap"]
        assert refused(
            rooms.a_visit, inspection, starts_on=date(2018, 10, 5), ends_on=date(2018, 10, 8)
        ) == ["visits_overlap"]
        rooms.a_visit(inspection, starts_on=date(2018, 10, 11), ends_on=date(2018, 10, 12))
        rooms.a_visit(inspection, 1)
        assert Visit.objects.count() == 3

    def test_visit_of_another_inspection_to_the_same_body_overlaps_too(self) -> None:
        bodies = rooms.a_scope(1)
        rooms.a_visit(rooms.an_inspection(bodies=bodies))
        assert refused(rooms.a_visit, rooms.an_inspection(bodies=bodies)) == ["visits_overlap"]

    def test_cancelled_visit_leaves_its_days_free(self) -> None:
        inspection = rooms.an_inspection()
        visit = rooms.a_visit(inspection)
        lead = rooms.member(inspection, Role.LEAD)
        actions.cancel_visit(
            by=lead, at=AT, key=rooms.a_key(), visit=visit, reason="Snow.", version=1
        )
        assert rooms.a_visit(inspection).pk != visit.pk

    def test_visit_outside_the_window_needs_a_reason_which_is_kept(self) -> None:
        inspection = rooms.an_inspection()
        days = {"starts_on": date(2019, 2, 27), "ends_on": date(2019, 3, 1)}
        assert refused(rooms.a_visit, inspection, **days) == ["outside_window"]
        assert (
            rooms.a_visit(
                inspection, **days, outside_window="The force asked for it."
            ).window_reason
            == "The force asked for it."
        )
        assert rooms.a_visit(inspection, outside_window="Not needed.").window_reason == ""

    @pytest.mark.parametrize(
        ("given", "codes"),
        [
            ({"ends_on": date(2018, 10, 7)}, ["days_out_of_order"]),
            ({"team": "Z"}, ["team_unknown"]),
        ],
    )
    def test_visit_with_a_fault_is_refused(self, given: dict[str, Any], codes: list[str]) -> None:
        assert refused(rooms.a_visit, rooms.an_inspection(), **given) == codes

    def test_visit_of_a_team_with_a_declared_interest_is_refused_for_that_body_only(self) -> None:
        inspection = rooms.an_inspection()
        declare(rooms.member(inspection, Role.INSPECTOR, 1), inspection)
        assert refused(rooms.a_visit, inspection) == ["interest_declared"]
        rooms.a_visit(inspection, team="B")
        rooms.a_visit(inspection, 1)

    def test_visit_out_of_scope_or_phase_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection(bodies=1)
        lead = rooms.member(inspection, Role.LEAD)
        days = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 8)}
        given = {"by": lead, "at": AT, "key": rooms.a_key(), "inspection": inspection, **days}
        assert refused(actions.plan_visit, scope_body=rooms.scope_body(other), **given) == [
            "body_out_of_scope"
        ]
        rooms.move_to(inspection, "judging")
        assert refused(rooms.a_visit, inspection) == ["not_in_phase"]

    def test_inspector_plans_no_visit(self) -> None:
        inspection = rooms.an_inspection()
        inspector = rooms.member(inspection, Role.INSPECTOR)
        assert not queries.can(inspector, inspection, FieldworkVerb.PLAN_VISIT)
        with pytest.raises(Forbidden):
            actions.plan_visit(
                by=inspector,
                at=AT,
                key=rooms.a_key(),
                inspection=inspection,
                scope_body=rooms.scope_body(inspection),
                starts_on=date(2018, 10, 8),
                ends_on=date(2018, 10, 8),
            )


class TestChangingVisits:
    def _do(self, action: Callable[..., Visit], visit: Visit, **given: Any) -> Visit:
        fields = {
            "by": rooms.member(visit.inspection, Role.LEAD),
            "at": AT,
            "version": visit.version,
            **given,
        }
        return action(key=rooms.a_key(), visit=visit, **fields)

    def test_visit_moves_with_a_reason_even_out_of_the_window(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        moved = self._do(
            actions.move_visit,
            visit,
            starts_on=date(2019, 3, 4),
            ends_on=date(2019, 3, 6),
            reason="Flood.",
        )
        assert (moved.starts_on, moved.window_reason, moved.version) == (
            date(2019, 3, 4),
            "Flood.",
            2,
        )
        back = self._do(
            actions.move_visit,
            moved,
            starts_on=date(2018, 10, 9),
            ends_on=date(2018, 10, 11),
            reason="Dry again.",
        )
        assert (back.window_reason, back.version) == ("", 3)

    def test_each_move_is_a_row_with_its_reason_and_the_days_before(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        for day, reason in ((5, "Flood."), (6, " Snow. ")):
            days = {"starts_on": date(2018, 11, day), "ends_on": date(2018, 11, day)}
            visit = self._do(actions.move_visit, visit, reason=reason, **days)
        assert [(one.old_ends_on, one.ends_on, one.reason) for one in visit.moves.all()] == [
            (date(2018, 10, 10), date(2018, 11, 5), "Flood."),
            (date(2018, 11, 5), date(2018, 11, 6), "Snow."),
        ]

    def test_visit_moved_without_a_reason_or_away_from_its_sessions_is_refused(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        rooms.a_session(visit)
        days = {"starts_on": date(2018, 10, 9), "ends_on": date(2018, 10, 11)}
        assert refused(self._do, actions.move_visit, visit, reason=" ", **days) == [
            "text_missing",
            "sessions_left_behind",
        ]
        longer = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 12)}
        assert self._do(actions.move_visit, visit, reason="More to see.", **longer).ends_on == date(
            2018, 10, 12
        )

    def test_visit_of_which_a_session_has_begun_is_ended_not_cancelled(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        begins = rooms.a_session(visit).starts_at
        assert queries.reasons_not_to_cancel(visit, begins - timedelta(minutes=1)) == []
        cancel = {"reason": "Snow.", "at": begins}
        assert refused(self._do, actions.cancel_visit, visit, **cancel) == ["sessions_held"]
        ended = self._do(
            actions.end_visit,
            visit,
            debrief="Feedback given.",
            at=datetime(2018, 10, 10, 16, tzinfo=UTC),
        )
        assert (ended.debrief, ended.ended_at is not None, ended.version) == (
            "Feedback given.",
            True,
            2,
        )
        assert [one.code for one in queries.reasons_not_to_change(ended)] == ["visit_ended"]

    def test_sessions_that_have_not_begun_are_cancelled_with_their_visit(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        gone = rooms.a_session(visit)
        actions.cancel_session(
            by=rooms.member(visit.inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            session=gone,
            reason="Nobody was free.",
        )
        rooms.a_session(visit)
        self._do(actions.cancel_visit, visit, reason=" Snow. ")
        told = [one.cancellation.reason for one in visit.sessions.order_by("pk")]
        assert told == ["Nobody was free.", "Snow."]
        assert Entry.objects.latest("pk").detail["sessions"] == 1

    def test_visit_that_is_longer_by_a_day_leaves_its_sessions_where_they_are(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        session = rooms.a_session(visit)
        days = {"starts_on": visit.starts_on, "ends_on": visit.ends_on + timedelta(days=1)}
        self._do(actions.move_visit, visit, reason="More.", with_sessions=True, **days)
        assert not session.moves.exists()

    @pytest.mark.parametrize("year", [2023, 2918, 9999])
    def test_year_typed_wrongly_is_refused_in_planning_and_in_moving(self, year: int) -> None:
        inspection = rooms.an_inspection()
        last = date(year, 12, 31)
        far = {"starts_on": last, "ends_on": last, "outside_window": "Agreed."}
        assert refused(rooms.a_visit, inspection, **far) == ["day_too_far"] * 2
        visit = rooms.a_visit(inspection)
        rooms.a_session(visit)
        move = {"starts_on": last, "ends_on": last, "reason": "Snow.", "with_sessions": True}
        assert refused(self._do, actions.move_visit, visit, **move) == ["day_too_far"] * 2

    def test_visit_cancelled_without_a_reason_is_refused_and_once_cancelled_stays_so(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        assert refused(self._do, actions.cancel_visit, visit, reason="") == ["text_missing"]
        self._do(actions.cancel_visit, visit, reason="Snow.")
        assert refused(self._do, actions.cancel_visit, visit, reason="Snow.") == ["visit_cancelled"]
        assert refused(rooms.a_session, visit) == ["visit_cancelled"]

    def test_visit_ended_before_it_began_without_feedback_or_after_fieldwork_is_refused(
        self,
    ) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        assert refused(self._do, actions.end_visit, visit, debrief=" ") == [
            "visit_not_begun",
            "text_missing",
        ]
        rooms.move_to(visit.inspection, "judging")
        late = datetime(2018, 10, 10, 16, tzinfo=UTC)
        assert refused(self._do, actions.end_visit, visit, debrief="Given.", at=late) == [
            "not_in_phase"
        ]

    def test_visit_changed_meanwhile_is_a_conflict_that_shows_both(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        stale = Visit.objects.get(pk=visit.pk)
        self._do(
            actions.move_visit,
            visit,
            starts_on=date(2018, 11, 5),
            ends_on=date(2018, 11, 6),
            reason="Flood.",
        )
        with pytest.raises(Conflict) as conflict:
            self._do(
                actions.move_visit,
                stale,
                starts_on=date(2018, 12, 3),
                ends_on=date(2018, 12, 4),
                reason="Snow.",
                version=1,
            )
        told = conflict.value
        assert (told.theirs, told.yours, told.version) == (
            "2018-11-05 to 2018-11-06",
            "2018-12-03 to 2018-12-04",
            2,
        )
        assert Visit.objects.get(pk=visit.pk).starts_on == date(2018, 11, 5)


class TestSessions:
    def test_session_is_held_by_inspectors_of_the_team_inside_the_days_of_the_visit(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        both = [rooms.member(visit.inspection, Role.INSPECTOR, number) for number in (0, 1)]
        session = rooms.a_session(visit, *both)
        assert set(session.inspectors.all()) == set(both)
        assert list(queries.sessions(both[0], visit)) == [session]

    def test_session_on_the_last_evening_is_inside_and_the_next_morning_outside(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        evening = datetime(2018, 10, 10, 21, tzinfo=UTC)
        rooms.a_session(visit, starts_at=evening, ends_at=evening + timedelta(minutes=59))
        # 22:59 UTC is still the tenth in London, whose summer time is an hour ahead; 23:00 UTC is
        # midnight there.
        assert refused(
            rooms.a_session, visit, starts_at=evening, ends_at=evening + timedelta(hours=2)
        ) == ["outside_visit"]

    @pytest.mark.parametrize(
        ("given", "codes"),
        [
            ({"method": "gossip"}, ["method_unknown"]),
            ({"title": ""}, ["text_missing"]),
            ({"origin": " "}, ["text_missing"]),
            ({"origin": "x" * 161}, ["text_too_long"]),
            ({"ends_at": datetime(2018, 10, 8, 8, tzinfo=UTC)}, ["times_out_of_order"]),
            ({"starts_at": datetime(2018, 10, 7, 9, tzinfo=UTC)}, ["outside_visit"]),
            ({"inspectors": []}, ["inspectors_missing"]),
        ],
    )
    def test_session_with_a_fault_is_refused(self, given: dict[str, Any], codes: list[str]) -> None:
        assert refused(rooms.a_session, rooms.a_visit(rooms.an_inspection()), **given) == codes
        assert Session.objects.count() == 0

    def test_session_held_by_somebody_off_the_team_or_with_a_declared_interest_is_refused(
        self,
    ) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        mine, conflicted = (
            rooms.member(visit.inspection, Role.INSPECTOR, number) for number in (0, 1)
        )
        assert refused(
            rooms.a_session, visit, inspectors=[mine, rooms.a_person(Role.INSPECTOR)]
        ) == ["not_on_team"]
        declare(conflicted, visit.inspection)
        assert refused(rooms.a_session, visit, inspectors=[mine, conflicted]) == [
            "interest_declared"
        ]
        rooms.a_session(visit, mine)

    def test_session_after_fieldwork_is_refused(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        rooms.move_to(visit.inspection, "judging")
        assert refused(rooms.a_session, visit) == ["not_in_phase"]
