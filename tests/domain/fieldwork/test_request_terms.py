"""Requests due by a rule, moved to another day, withdrawn; each rule refusing and passing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.models import Request, RequestDueDay
from inspectorate.domain.fieldwork.requests import actions
from inspectorate.domain.fieldwork.states import RequestState
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.due_days.rules import Count, DueRule, read_rule
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden
from tests.domain.fieldwork.acting import AT, receive, refused
from tests.domain.programmes.test_calendars import load
from tests.factories import rooms

pytestmark = pytest.mark.django_db
WORKING = DueRule(Count.WORKING_DAYS_AFTER, 10)
DUE = date(2018, 10, 15)


def move(request: Request, by: Role = Role.LEAD, **given: Any) -> Request:
    return actions.move_request(
        by=rooms.member(request.inspection, by),
        at=AT,
        key=rooms.a_key(),
        request=request,
        **{"due_on": date(2018, 10, 22), "reason": "Flooded", "version": 0, **given},
    )


def withdraw(request: Request, by: Role = Role.LEAD, reason: str = "Not needed") -> Any:
    return actions.withdraw_request(
        by=rooms.member(request.inspection, by),
        at=AT,
        key=rooms.a_key(),
        request=request,
        reason=reason,
    )


class TestRule:
    def test_day_is_counted_by_the_rule_and_kept_with_how(self) -> None:
        request = rooms.a_request(rooms.an_inspection(), due_on=None, rule=WORKING, calendar=load())
        assert request.due_on == DUE
        (day,) = request.due_days.all()
        assert (day.due_on, read_rule(day.rule)) == (DUE, WORKING)
        assert day.why.startswith(
            "The last of 10 working days after 1 October 2018, the day the request was sent."
        )

    def test_day_named_keeps_nothing_beside_it(self) -> None:
        assert not rooms.a_request(rooms.an_inspection()).due_days.exists()

    @pytest.mark.parametrize(
        ("given", "codes"),
        [
            ({"due_on": None}, ["due_day_unclear"]),
            ({"rule": WORKING}, ["due_day_unclear"]),
            ({"due_on": None, "rule": WORKING}, ["calendar_missing"]),
            ({"due_on": None, "rule": DueRule(Count.DAYS_AFTER, 0)}, ["rule_unsound"]),
        ],
    )
    def test_neither_or_both_or_a_rule_without_sense_is_refused(
        self, given: dict[str, Any], codes: Sequence[str]
    ) -> None:
        assert refused(rooms.a_request, rooms.an_inspection(), **given) == codes
        assert not Request.objects.exists()

    def test_calendar_that_ends_before_the_day_is_refused(self) -> None:
        short = load("day,name\n2018-10-03,A feast\n", last_on=date(2018, 10, 5))
        given = {"due_on": None, "rule": WORKING, "calendar": short}
        assert refused(rooms.a_request, rooms.an_inspection(), **given) == ["calendar_too_short"]


class TestMoved:
    def test_moved_day_stands_with_the_day_before_and_the_reason(self) -> None:
        request = move(rooms.a_request(rooms.an_inspection(), due_on=DUE))
        (day,) = request.due_days.all()
        assert (day.old_due_on, day.due_on, day.reason) == (DUE, date(2018, 10, 22), "Flooded")
        assert Request.objects.get().due_on == date(2018, 10, 22)
        entry = Entry.objects.get(verb=FieldworkVerb.MOVE_REQUEST)
        assert entry.detail == {"was": "2018-10-15", "due_on": "2018-10-22"}
        with pytest.raises(DatabaseError), transaction.atomic():
            RequestDueDay.objects.update(reason="other")

    def test_late_request_that_is_moved_is_in_time_again(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection, due_on=DUE)
        lead, on = rooms.member(inspection, Role.LEAD), date(2018, 10, 18)
        assert [one.state for one in queries.requests(lead, inspection, on)] == [RequestState.LATE]
        move(request)
        assert [one.state for one in queries.requests(lead, inspection, on)] == [RequestState.SENT]

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"due_on": date(2018, 9, 30)}, "due_in_the_past"),
            ({"due_on": DUE}, "due_day_unchanged"),
            ({"reason": " "}, "text_missing"),
            ({"reason": "x" * 1_001}, "text_too_long"),
        ],
    )
    def test_move_with_a_fault_is_refused(self, given: dict[str, Any], code: str) -> None:
        request = rooms.a_request(rooms.an_inspection(), due_on=DUE)
        assert refused(move, request, **given) == [code]
        assert not request.due_days.exists()

    def test_second_of_two_moves_from_one_page_is_a_conflict(self) -> None:
        request = move(rooms.a_request(rooms.an_inspection(), due_on=DUE))
        with pytest.raises(Conflict) as conflict:
            move(request, due_on=date(2018, 10, 29))
        assert (conflict.value.version, conflict.value.theirs) == (1, "due on 2018-10-22")


class TestWithdrawn:
    def test_withdrawn_request_is_not_late_waits_on_nobody_and_takes_nothing_in(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection, due_on=DUE)
        lead = rooms.member(inspection, Role.LEAD)
        contact = rooms.a_contact(rooms.scope_body(inspection).body)
        assert queries.waiting(lead, inspection) != []
        withdraw(request)
        (row,) = queries.requests(lead, inspection, date(2018, 11, 1))
        assert (row.state, row.late_by) == (RequestState.WITHDRAWN, 0)
        assert queries.waiting(lead, inspection) == []
        assert queries.counts(inspection)["requests"] == 0
        for one in (contact, lead):
            assert refused(receive, one, request, note="Late.") == ["request_withdrawn"]

    def test_request_for_which_something_came_is_not_withdrawn(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        receive(rooms.member(inspection, Role.LEAD), request, note="By post.")
        assert refused(withdraw, request) == ["request_answered"]

    def test_request_is_withdrawn_once_with_a_reason_and_then_not_moved(self) -> None:
        request = rooms.a_request(rooms.an_inspection())
        assert refused(withdraw, request, reason=" ") == ["text_missing"]
        withdraw(request)
        request = Request.objects.get()
        assert refused(withdraw, request) == ["request_withdrawn"]
        assert refused(move, request) == ["request_withdrawn"]

    def test_inspection_that_is_over_keeps_its_requests(self) -> None:
        inspection = rooms.an_inspection()
        request = rooms.a_request(inspection)
        rooms.move_to(inspection, "closed")
        assert refused(withdraw, request) == ["inspection_over"]
        assert refused(move, request) == ["inspection_over"]

    @pytest.mark.parametrize("act", [move, withdraw])
    def test_who_may_not_ask_may_neither_move_nor_withdraw(self, act: Any) -> None:
        with pytest.raises(Forbidden):
            act(rooms.a_request(rooms.an_inspection()), by=Role.EDITOR)
