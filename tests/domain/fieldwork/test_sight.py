"""Who sees what of the fieldwork, and on whom it waits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.domain.fieldwork.acting import AT, receive
from tests.factories import rooms

pytestmark = pytest.mark.django_db


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

    def test_lists_of_one_inspection_hold_nothing_of_another(self) -> None:
        here, there = rooms.an_inspection(), rooms.an_inspection()
        (mine, _), (visit, _) = (
            [make(one) for one in (here, there)] for make in (rooms.a_request, rooms.a_visit)
        )
        lead, on = rooms.member(here, Role.LEAD), date(2018, 10, 2)
        assert [row.request for row in queries.requests(lead, here, on)] == [mine]
        assert list(queries.visible_to(lead, here)) == [mine]
        assert [row.visit for row in queries.visits(lead, here, on)] == [visit]
        assert list(queries.visits_visible_to(lead, here)) == [visit]
        contact = rooms.a_contact(rooms.scope_body(here).body)
        told = [queries.requests_for_contact(contact, on, one) for one in (here, there)]
        assert [[row.request for row in rows] for rows in told] == [[mine], []]

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
                receive(
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
        receive(lead, rooms.a_request(inspection), note="Here.")
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
