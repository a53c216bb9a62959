"""Fieldwork: requests, receipts, visits, sessions; each rule with a refusing and a passing case,
and who sees what.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Receipt, Request, Session, Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db
AT = rooms.AT


def _codes(act: Callable[..., Any], *args: Any, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return [reason.code for reason in refusal.value.reasons]


def _declare(person: Person, inspection: Inspection, number: int = 0) -> None:
    code = rooms.scope_body(inspection, number).body.code
    people.declare(by=person, at=AT, key=rooms.a_key(), about_code=code, nature="Served there.")


def _receive(by: Person, request: Request, **given: Any) -> Receipt:
    return actions.receive(by=by, at=AT, key=rooms.a_key(), request=request, **given)


class TestRequests:
    def test_request_is_late_by_the_days_past_its_due_day_until_something_is_received(self) -> None:
        inspection = rooms.an_inspection()
        lead, request = (
            rooms.member(inspection, Role.LEAD),
            rooms.a_request(inspection, due_on=date(2018, 10, 15)),
        )

        def row(on: date) -> tuple[bool, bool, int]:
            (one,) = queries.requests(lead, inspection, on)
            return one.received, one.late, one.late_by

        assert row(date(2018, 10, 15)) == (False, False, 0)
        assert row(date(2018, 10, 18)) == (False, True, 3)
        _receive(lead, request, note="By post.")
        assert row(date(2018, 10, 18)) == (True, False, 0)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"title": " "}, "text_missing"),
            ({"title": "x" * 201}, "text_too_long"),
            ({"due_on": date(2018, 9, 30)}, "due_in_the_past"),
        ],
    )
    def test_request_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        assert _codes(rooms.a_request, rooms.an_inspection(), **given) == [code]

    def test_request_due_on_the_day_it_is_sent_is_taken(self) -> None:
        assert rooms.a_request(rooms.an_inspection(), due_on=date(2018, 10, 1)).due_on == date(
            2018, 10, 1
        )

    def test_request_out_of_scope_out_of_framework_or_out_of_phase_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection()
        foreign = rooms.a_framework(
            rooms.FRAMEWORK_CSV.replace("Test framework", "Other framework")
        )
        criterion = foreign.areas.all()[0].criteria.all()[0]
        lead = rooms.member(inspection, Role.LEAD)
        given = {
            "by": lead,
            "at": AT,
            "inspection": inspection,
            "title": "T",
            "due_on": date(2018, 10, 9),
        }
        assert _codes(
            actions.ask, key=rooms.a_key(), scope_body=rooms.scope_body(other), **given
        ) == ["body_out_of_scope"]
        mine = rooms.scope_body(inspection)
        assert _codes(
            actions.ask, key=rooms.a_key(), scope_body=mine, criteria=[criterion], **given
        ) == ["criterion_of_another_framework"]
        asked = actions.ask(
            key=rooms.a_key(), scope_body=mine, criteria=[rooms.criterion(inspection)], **given
        )
        assert [one.ref for one in asked.criteria.all()] == ["1.1"]
        rooms.move_to(inspection, "drafting")
        assert _codes(rooms.a_request, inspection) == ["not_in_phase"]


class TestReceipts:
    def test_file_handed_in_by_a_contact_of_that_body_is_kept_by_its_digest(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        receipt = _receive(contact, request, name="training.csv", content=b"a,b\n1,2\n")
        assert (receipt.by, receipt.name, store.get(receipt.digest)) == (
            contact,
            "training.csv",
            b"a,b\n1,2\n",
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Receipt.objects.update(note="other")

    def test_contact_of_another_body_and_staff_of_another_inspection_hand_in_nothing(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        other = rooms.a_contact(rooms.scope_body(inspection, 1).body)
        stranger = rooms.member(rooms.an_inspection(), Role.LEAD)
        for someone in (other, stranger, rooms.an_admin(), rooms.member(inspection, Role.PRESS)):
            with pytest.raises(Forbidden):
                _receive(someone, request, note="Hello.")
        assert Receipt.objects.count() == 0

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"note": " "}, "nothing_received"),
            ({"content": b"x"}, "text_missing"),
            ({"content": b"x", "name": "x" * 200 + ".txt"}, "text_too_long"),
            ({"content": b"MZ", "name": "run.exe"}, "file_kind"),
        ],
    )
    def test_receipt_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        inspection = rooms.an_inspection()
        assert _codes(
            _receive, rooms.member(inspection, Role.LEAD), rooms.a_request(inspection), **given
        ) == [code]
        assert Receipt.objects.count() == 0

    def test_receipt_for_an_inspection_that_is_over_is_refused(self) -> None:
        inspection = rooms.an_inspection()
        request, lead = rooms.a_request(inspection), rooms.member(inspection, Role.LEAD)
        rooms.move_to(inspection, "closed")
        request.refresh_from_db()
        assert _codes(_receive, lead, request, note="Late.") == ["inspection_over"]


class TestVisits:
    def test_visits_to_one_body_never_overlap_but_may_follow(self) -> None:
        inspection = rooms.an_inspection()
        rooms.a_visit(inspection)
        assert _codes(
            rooms.a_visit, inspection, starts_on=date(2018, 10, 10), ends_on=date(2018, 10, 12)
        ) == ["visits_overlap"]
        assert _codes(
            rooms.a_visit, inspection, starts_on=date(2018, 10, 5), ends_on=date(2018, 10, 8)
        ) == ["visits_overlap"]
        rooms.a_visit(inspection, starts_on=date(2018, 10, 11), ends_on=date(2018, 10, 12))
        rooms.a_visit(inspection, 1)
        assert Visit.objects.count() == 3

    def test_visit_of_another_inspection_to_the_same_body_overlaps_too(self) -> None:
        bodies = rooms.a_scope(1)
        rooms.a_visit(rooms.an_inspection(bodies=bodies))
        assert _codes(rooms.a_visit, rooms.an_inspection(bodies=bodies)) == ["visits_overlap"]

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
        assert _codes(rooms.a_visit, inspection, **days) == ["outside_window"]
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
        assert _codes(rooms.a_visit, rooms.an_inspection(), **given) == codes

    def test_visit_of_a_team_with_a_declared_interest_is_refused_for_that_body_only(self) -> None:
        inspection = rooms.an_inspection()
        _declare(rooms.member(inspection, Role.INSPECTOR, 1), inspection)
        assert _codes(rooms.a_visit, inspection) == ["interest_declared"]
        rooms.a_visit(inspection, team="B")
        rooms.a_visit(inspection, 1)

    def test_visit_out_of_scope_or_phase_is_refused(self) -> None:
        inspection, other = rooms.an_inspection(), rooms.an_inspection(bodies=1)
        lead = rooms.member(inspection, Role.LEAD)
        days = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 8)}
        given = {"by": lead, "at": AT, "key": rooms.a_key(), "inspection": inspection, **days}
        assert _codes(actions.plan_visit, scope_body=rooms.scope_body(other), **given) == [
            "body_out_of_scope"
        ]
        rooms.move_to(inspection, "judging")
        assert _codes(rooms.a_visit, inspection) == ["not_in_phase"]

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

    def test_visit_moved_without_a_reason_or_away_from_its_sessions_is_refused(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        rooms.a_session(visit)
        days = {"starts_on": date(2018, 10, 9), "ends_on": date(2018, 10, 11)}
        assert _codes(self._do, actions.move_visit, visit, reason=" ", **days) == [
            "text_missing",
            "sessions_left_behind",
        ]
        longer = {"starts_on": date(2018, 10, 8), "ends_on": date(2018, 10, 12)}
        assert self._do(actions.move_visit, visit, reason="More to see.", **longer).ends_on == date(
            2018, 10, 12
        )

    def test_visit_with_sessions_is_ended_not_cancelled(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        assert queries.reasons_not_to_cancel(visit) == []
        rooms.a_session(visit)
        assert _codes(self._do, actions.cancel_visit, visit, reason="Snow.") == ["sessions_held"]
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

    def test_visit_cancelled_without_a_reason_is_refused_and_once_cancelled_stays_so(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        assert _codes(self._do, actions.cancel_visit, visit, reason="") == ["text_missing"]
        self._do(actions.cancel_visit, visit, reason="Snow.")
        assert _codes(self._do, actions.cancel_visit, visit, reason="Snow.") == ["visit_cancelled"]
        assert _codes(rooms.a_session, visit) == ["visit_cancelled"]

    def test_visit_ended_before_it_began_without_feedback_or_after_fieldwork_is_refused(
        self,
    ) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        assert _codes(self._do, actions.end_visit, visit, debrief=" ") == [
            "visit_not_begun",
            "text_missing",
        ]
        rooms.move_to(visit.inspection, "judging")
        late = datetime(2018, 10, 10, 16, tzinfo=UTC)
        assert _codes(self._do, actions.end_visit, visit, debrief="Given.", at=late) == [
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
        assert _codes(
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
        assert _codes(rooms.a_session, rooms.a_visit(rooms.an_inspection()), **given) == codes
        assert Session.objects.count() == 0

    def test_session_held_by_somebody_off_the_team_or_with_a_declared_interest_is_refused(
        self,
    ) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        mine, conflicted = (
            rooms.member(visit.inspection, Role.INSPECTOR, number) for number in (0, 1)
        )
        assert _codes(
            rooms.a_session, visit, inspectors=[mine, rooms.a_person(Role.INSPECTOR)]
        ) == ["not_on_team"]
        _declare(conflicted, visit.inspection)
        assert _codes(rooms.a_session, visit, inspectors=[mine, conflicted]) == [
            "interest_declared"
        ]
        rooms.a_session(visit, mine)

    def test_session_after_fieldwork_is_refused(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        rooms.move_to(visit.inspection, "judging")
        assert _codes(rooms.a_session, visit) == ["not_in_phase"]


class TestSight:
    def test_contact_sees_requests_and_visits_of_the_own_body_only(self) -> None:
        inspection = rooms.an_inspection()
        mine, _ = rooms.a_request(inspection, 0), rooms.a_request(inspection, 1)
        visit, _ = rooms.a_visit(inspection, 0), rooms.a_visit(inspection, 1)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        on = date(2018, 10, 2)
        assert [row.request for row in queries.requests_for_contact(contact, on)] == [mine]
        assert list(queries.visible_to_contact(contact)) == [mine]
        assert [row.visit for row in queries.visits_for_contact(contact, on)] == [visit]
        assert (
            queries.requests(contact, inspection, on),
            queries.visits(contact, inspection, on),
        ) == ([], [])
        assert (
            list(queries.visible_to(contact, inspection)),
            list(queries.sessions(contact, visit)),
        ) == ([], [])

    @pytest.mark.parametrize("role", [Role.LEAD, Role.PRESS])
    def test_press_officer_and_staff_of_another_inspection_see_nothing(self, role: Role) -> None:
        inspection = rooms.an_inspection()
        rooms.a_session(rooms.a_visit(inspection))
        rooms.a_request(inspection)
        someone = rooms.member(inspection if role == Role.PRESS else rooms.an_inspection(), role)
        on = date(2018, 10, 2)
        assert (
            queries.requests(someone, inspection, on),
            queries.visits(someone, inspection, on),
        ) == ([], [])
        assert (
            list(queries.sessions_of(someone, inspection)),
            list(queries.visits_visible_to(someone, inspection)),
        ) == ([], [])
        assert queries.waiting(someone, inspection) == []

    def test_lists_cost_the_same_queries_for_one_and_many(
        self, django_assert_num_queries: Any
    ) -> None:
        on = date(2018, 10, 2)
        for size in (1, 5):
            inspection = rooms.an_inspection(bodies=size)
            for number in range(size):
                _receive(
                    rooms.member(inspection, Role.LEAD),
                    rooms.a_request(inspection, number),
                    note="Here.",
                )
                rooms.a_session(rooms.a_visit(inspection, number))
            lead = rooms.member(inspection, Role.LEAD)
            with django_assert_num_queries(4):  # the reader's team and roles, requests, receipts
                assert [
                    (row.request.scope_body.label, row.receipts[0].by.name)
                    for row in queries.requests(lead, inspection, on)
                ]
            with django_assert_num_queries(
                3
            ):  # the reader's team and roles, visits with their counts
                assert [row.sessions for row in queries.visits(lead, inspection, on)] == [1] * size
            with django_assert_num_queries(4):
                assert (
                    len(
                        [
                            list(one.inspectors.all())
                            for one in queries.sessions_of(lead, inspection)
                        ]
                    )
                    == size
                )

    def test_visit_is_told_as_it_stands_on_a_day(self) -> None:
        visit = rooms.a_visit(rooms.an_inspection())
        days = [date(2018, 10, day) for day in (7, 8, 10, 11)]
        assert [queries.state_of(visit, on) for on in days] == [
            "planned",
            "under way",
            "under way",
            "overdue",
        ]
        visit.ended_at = AT
        assert queries.state_of(visit, days[0]) == "done"
        visit.cancelled_reason = "Snow."
        assert queries.state_of(visit, days[0]) == "cancelled"

    def test_counts_leave_cancelled_visits_out(self) -> None:
        inspection = rooms.an_inspection()
        rooms.a_session(rooms.a_visit(inspection, 0))
        off = rooms.a_visit(inspection, 1, starts_on=date(2018, 10, 2), ends_on=date(2018, 10, 3))
        lead = rooms.member(inspection, Role.LEAD)
        actions.cancel_visit(
            by=lead, at=AT, key=rooms.a_key(), visit=off, reason="Snow.", version=1
        )
        _receive(lead, rooms.a_request(inspection), note="Here.")
        assert queries.counts(inspection) == {
            "visits": 1,
            "sessions": 1,
            "requests": 1,
            "requests_received": 1,
        }
        assert queries.visit_dates(inspection) == (date(2018, 10, 8), date(2018, 10, 10))

    def test_what_waits_is_told_to_those_it_waits_on(self) -> None:
        inspection = rooms.an_inspection()
        request, visit = rooms.a_request(inspection), rooms.a_visit(inspection, 1)
        of_team, of_other = (
            rooms.member(inspection, Role.INSPECTOR, 0),
            rooms.member(inspection, Role.INSPECTOR, 2),
        )
        label = rooms.scope_body(inspection).label
        asked = (FieldworkVerb.RECEIVE, (request.pk,), False, label)
        visiting = (FieldworkVerb.END_VISIT, (visit.pk,), True, "")

        def told(person: Person) -> list[tuple[str, tuple[Any, ...], bool, str]]:
            return [
                (one.verb, one.args, one.mine, one.waits_on)
                for one in queries.waiting(person, inspection)
            ]

        assert told(of_team) == [asked, visiting]
        assert told(of_other) == [asked]
        assert told(rooms.member(inspection, Role.ANALYST)) == [
            asked,
            (FieldworkVerb.END_VISIT, (visit.pk,), False, "team A"),
        ]
