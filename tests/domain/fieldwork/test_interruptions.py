"""Visits that are deferred, paused, left incomplete, resumed and reopened, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.interruptions import actions
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.interruptions.kinds import Halt
from inspectorate.domain.fieldwork.interruptions.models import Interruption, Resumption
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.states import VisitState
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.publication.trace import trace
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden
from tests.domain.fieldwork.acting import refused
from tests.factories import rooms
from tests.factories.findings import an_item

pytestmark = pytest.mark.django_db

BEFORE = datetime(2018, 10, 5, 12, tzinfo=UTC)
NINE = datetime(2018, 10, 8, 9, tzinfo=UTC)  # the first session, on the first day
NOON = NINE + timedelta(hours=3)
TUESDAY = NINE + timedelta(days=1)
LATER = NINE + timedelta(days=30)
WELFARE = "01632 960123"
ASKED = Asked(
    since=NOON,
    asked_by="body",
    office="Office of the chief constable",
    ground="emergency",
    welfare_office="Welfare desk",
    welfare_reach=WELFARE,
    words="A flood in the county",
)


def a_visit(**given: Any) -> Visit:
    return rooms.a_visit(rooms.an_inspection(**given))


def do(act: Callable[..., Any], visit: Visit, at: datetime, **given: Any) -> Any:
    """Do an act as the lead on the visit as it stands."""
    visit = Visit.objects.select_related("inspection").get(pk=visit.pk)
    lead = rooms.member(visit.inspection, Role.LEAD)
    fields = {"by": lead, "key": rooms.a_key(), "visit": visit, "version": visit.version, **given}
    return act(at=at, **fields)


def defer(visit: Visit, at: datetime = BEFORE, **given: Any) -> Interruption:
    asked = replace(ASKED, since=at, **given)
    made: Interruption = do(actions.defer_visit, visit, at, asked=asked)
    return made


def pause(visit: Visit, since: datetime = NOON, at: datetime = NOON, **given: Any) -> Interruption:
    asked = replace(ASKED, since=since, **given)
    made: Interruption = do(actions.pause_visit, visit, at, asked=asked)
    return made


def resume(visit: Visit, since: datetime = TUESDAY, **given: Any) -> Resumption:
    made: Resumption = do(actions.resume_visit, visit, since, since=since, **given)
    return made


def leave(visit: Visit, at: datetime = NOON, not_seen: str = "The control room") -> Interruption:
    asked = replace(ASKED, since=at)
    made: Interruption = do(actions.leave_incomplete, visit, at, asked=asked, not_seen=not_seen)
    return made


def reopen(visit: Visit, at: datetime = LATER, reason: str = "It was not over") -> Resumption:
    made: Resumption = do(actions.reopen_visit, visit, at, since=at, reason=reason)
    return made


def end(visit: Visit, at: datetime = TUESDAY) -> Visit:
    ended: Visit = do(fieldwork.end_visit, visit, at, debrief="Told on the day")
    return ended


def move(visit: Visit, first: date, last: date) -> Visit:
    given = {"starts_on": first, "ends_on": last, "reason": "The flood is over"}
    moved: Visit = do(fieldwork.move_visit, visit, BEFORE, **given)
    return moved


def now(visit: Visit, on: date) -> VisitState:
    return queries.state_of(Visit.objects.get(pk=visit.pk), on)


def in_session(session: Session, at: datetime) -> Item:
    inspection = session.visit.inspection
    times = {"observed_at": session.starts_at, "written_at": session.ends_at}
    return an_item(inspection, at=at, session=session, **times)


class TestDeferred:
    def test_deferred_visit_leaves_the_calendar_and_is_never_late(self) -> None:
        visit = a_visit()
        defer(visit)
        assert now(visit, date(2019, 6, 1)) is VisitState.DEFERRED
        assert queries.visit_dates(visit.inspection) is None
        assert queries.counts(visit.inspection)["visits"] == 0
        # Its days are free for another visit to the body.
        assert rooms.a_visit(visit.inspection).pk != visit.pk
        lead = rooms.member(visit.inspection, Role.LEAD)
        waiting = queries.waiting(lead, visit.inspection)
        ours = [one for one in waiting if one.args == (visit.pk,)]
        assert [(one.verb, one.due_on, one.mine) for one in ours] == [
            (FieldworkVerb.MOVE_VISIT, None, True)
        ]
        assert not ours[0].late(date(2019, 6, 1))

    def test_move_brings_a_deferred_visit_back_with_its_sessions_at_their_hours(self) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        defer(visit)
        # Summer time ends in between: nine o'clock UTC is ten o'clock there, and stays ten.
        move(visit, date(2018, 11, 5), date(2018, 11, 7))
        session.refresh_from_db()
        assert session.starts_at == datetime(2018, 11, 5, 10, tzinfo=UTC)
        assert session.moves.get().old_starts_at == NINE
        assert now(visit, date(2018, 11, 1)) is VisitState.PLANNED
        assert Visit.objects.get(pk=visit.pk).halted == ""

    def test_days_too_short_for_its_sessions_are_refused(self) -> None:
        visit = a_visit()
        rooms.a_session(visit, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=1))
        defer(visit)
        day = date(2018, 11, 5)
        assert refused(move, visit, day, day) == ["sessions_left_behind"]

    def test_days_taken_meanwhile_are_refused(self) -> None:
        visit = a_visit()
        defer(visit)
        rooms.a_visit(visit.inspection)
        again = date(2018, 10, 8), date(2018, 10, 10)
        assert refused(move, visit, *again) == ["visits_overlap"]

    def test_visit_of_which_a_session_has_begun_is_not_deferred(self) -> None:
        visit = a_visit()
        rooms.a_session(visit)
        assert refused(defer, visit, NOON) == ["visit_begun"]

    def test_deferred_visit_takes_no_session_and_no_end(self) -> None:
        visit = a_visit()
        defer(visit)
        assert "visit_deferred" in refused(rooms.a_session, visit)
        assert "visit_deferred" in refused(end, visit)
        assert refused(defer, visit) == ["visit_deferred"]


class TestPaused:
    def test_session_after_a_pause_waits_until_it_is_resumed(self) -> None:
        visit = a_visit()
        pause(visit)
        after = {"starts_at": TUESDAY, "ends_at": TUESDAY + timedelta(hours=1)}
        assert refused(rooms.a_session, visit, **after) == ["in_a_pause"]
        resume(visit)
        assert rooms.a_session(visit, **after).pk
        within = {"starts_at": NOON + timedelta(hours=1), "ends_at": NOON + timedelta(hours=2)}
        assert refused(rooms.a_session, visit, **within) == ["in_a_pause"]

    def test_session_up_to_the_very_moment_of_the_pause_is_taken(self) -> None:
        visit = a_visit()
        pause(visit)
        assert rooms.a_session(visit, starts_at=NINE, ends_at=NOON).pk
        over = {"starts_at": NINE, "ends_at": NOON + timedelta(minutes=1)}
        assert refused(rooms.a_session, visit, **over) == ["in_a_pause"]

    def test_what_was_heard_before_is_written_up_while_it_is_paused(self) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        pause(visit)
        assert in_session(session, NOON + timedelta(hours=4)).session == session

    def test_session_planned_inside_is_listed_until_it_is_moved_or_cancelled(self) -> None:
        visit = a_visit()
        before = rooms.a_session(visit)
        inside = rooms.a_session(visit, starts_at=NOON, ends_at=NOON + timedelta(hours=1))
        gone = rooms.a_session(visit, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=1))
        pause(visit)
        lead = rooms.member(visit.inspection, Role.LEAD)
        listed = lambda: turns.inside(visit, queries.sessions(lead, visit))  # noqa: E731
        assert listed() == [inside, gone]
        fieldwork.cancel_session(
            by=lead, at=NOON, key=rooms.a_key(), session=gone, reason="Nobody came"
        )
        times = {"starts_at": NINE, "ends_at": NOON}
        moved = {"session": inside, "reason": "It was earlier", "version": 0, **times}
        fieldwork.move_session(by=lead, at=NOON, key=rooms.a_key(), **moved)
        assert listed() == []
        assert before.pk

    def test_session_is_not_moved_into_a_pause(self) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        pause(visit)
        lead = rooms.member(visit.inspection, Role.LEAD)
        times = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1)}
        given = {"session": session, "reason": "Mended", "version": 0, **times}
        move_it = lambda: fieldwork.move_session(  # noqa: E731
            by=lead, at=NOON, key=rooms.a_key(), **given
        )
        assert refused(move_it) == ["in_a_pause"]

    def test_paused_visit_is_not_late_and_not_ended(self) -> None:
        visit = a_visit()
        pause(visit)
        assert now(visit, date(2019, 6, 1)) is VisitState.PAUSED
        assert refused(end, visit) == ["visit_paused"]
        resume(visit)
        assert now(visit, date(2019, 6, 1)) is VisitState.OVERDUE

    def test_pause_comes_after_the_last_and_not_before_the_visit(self) -> None:
        visit = a_visit()
        assert refused(pause, visit, BEFORE) == ["moment_too_early"]
        assert refused(pause, visit, LATER) == ["moment_to_come"]
        pause(visit)
        assert refused(pause, visit) == ["visit_paused"]
        assert refused(resume, visit, NINE) == ["moment_to_come", "moment_too_early"][1:]
        resume(visit)
        assert refused(resume, visit) == ["visit_not_paused"]

    def test_other_ground_needs_words_and_a_pause_needs_who_and_whom_to_call(self) -> None:
        visit = a_visit()
        assert refused(pause, visit, ground="other", words=" ") == ["text_missing"]
        empty = {"office": "", "welfare_office": "", "welfare_reach": ""}
        assert refused(pause, visit, **empty) == ["text_missing"] * 3
        assert refused(pause, visit, ground="flood", asked_by="press") == ["choice_unknown"] * 2

    def test_pause_of_a_visit_that_changed_meanwhile_gets_both_texts(self) -> None:
        visit = a_visit()
        pause(visit)
        with pytest.raises(Conflict):
            do(actions.resume_visit, visit, TUESDAY, since=TUESDAY, version=1)

    def test_entry_holds_no_word_and_no_number_of_the_welfare_contact(self) -> None:
        visit = a_visit()
        made = pause(visit)
        entry = Entry.objects.get(verb="fieldwork.pause_visit")
        assert entry.of == f"fieldwork.interruption/{made.pk}"
        assert WELFARE not in str(entry.detail)
        assert "flood" not in str(entry.detail)

    def test_database_changes_no_interruption(self) -> None:
        made = pause(a_visit())
        with pytest.raises(IntegrityError), transaction.atomic():
            Interruption.objects.filter(pk=made.pk).update(welfare_reach="elsewhere")


class TestOver:
    def test_visit_left_incomplete_has_ended_without_a_debrief_and_keeps_what_was_not_seen(
        self,
    ) -> None:
        visit = a_visit()
        assert refused(leave, visit, not_seen="") == ["text_missing"]
        made = leave(visit)
        assert (made.kind, made.not_seen) == (Halt.INCOMPLETE, "The control room")
        assert now(visit, date(2019, 6, 1)) is VisitState.INCOMPLETE
        lead = rooms.member(visit.inspection, Role.LEAD)
        assert queries.waiting(lead, visit.inspection) == []
        assert refused(end, visit, LATER) == ["visit_incomplete"]

    def test_paused_visit_may_be_left_incomplete_and_stands_still_from_the_pause_on(self) -> None:
        visit = a_visit()
        pause(visit)
        leave(visit, TUESDAY)
        after = {"starts_at": NOON + timedelta(hours=1), "ends_at": NOON + timedelta(hours=2)}
        assert refused(rooms.a_session, visit, **after) == ["in_a_pause"]
        reopen(visit, TUESDAY + timedelta(hours=1))
        assert refused(rooms.a_session, visit, **after) == ["in_a_pause"]
        day = TUESDAY + timedelta(hours=2)
        assert rooms.a_session(visit, starts_at=day, ends_at=day + timedelta(hours=1)).pk

    def test_visit_that_ended_is_reopened_and_keeps_what_was_told(self) -> None:
        visit = a_visit()
        end(visit)
        assert refused(reopen, visit, reason=" ") == ["text_missing"]
        made = reopen(visit)
        assert (made.debrief, made.ended_at) == ("Told on the day", TUESDAY)
        visit.refresh_from_db()
        assert (visit.debrief, visit.ended_at) == ("", None)
        assert now(visit, date(2018, 10, 9)) is VisitState.UNDER_WAY
        assert end(visit, LATER + timedelta(days=1)).ended_at is not None

    def test_visit_under_way_is_not_reopened(self) -> None:
        assert refused(reopen, a_visit()) == ["visit_not_over"]

    def test_acts_that_others_may_not_do_do_not_exist_for_them(self) -> None:
        visit = a_visit()
        end(visit)
        press = rooms.member(visit.inspection, Role.ANALYST)
        with pytest.raises(Forbidden):
            do(actions.reopen_visit, visit, LATER, since=LATER, reason="Again", by=press)


class TestEvidenceAfterReopening:
    def test_only_what_was_recorded_after_reopening_is_marked(self) -> None:
        visit = a_visit()
        session = rooms.a_session(visit)
        before = in_session(session, TUESDAY)
        end(visit)
        reopen(visit)
        after = in_session(session, LATER + timedelta(minutes=1))
        lead = rooms.member(visit.inspection, Role.LEAD)
        marked = {
            one.pk: one.after_reopening
            for one in evidence.laid_open(lead, visit.inspection, Item.objects.all())
        }
        assert marked == {before.pk: False, after.pk: True}
        alone = [Item.objects.get(pk=one.pk).after_reopening for one in (before, after)]
        assert alone == [False, True]
        (node, *_) = trace(after.ref)
        assert "recorded after its visit was reopened" in node.text.split("; ")
        (node, *_) = trace(before.ref)
        assert "reopened" not in node.text

    def test_evidence_of_another_visit_and_of_a_pause_is_not_marked(self) -> None:
        visit = a_visit()
        other = rooms.a_session(rooms.a_visit(visit.inspection, 1))
        end(visit)
        reopen(visit)
        body = rooms.scope_body(visit.inspection, 1)
        times = {"observed_at": NINE, "written_at": NINE + timedelta(hours=1)}
        elsewhere = an_item(visit.inspection, body, at=LATER, session=other, **times)
        assert not Item.objects.get(pk=elsewhere.pk).after_reopening


class TestReading:
    def test_words_marked_above_a_reader_are_withheld_and_never_told_the_body(self) -> None:
        visit = a_visit()
        pause(visit, marking="OFFICIAL-SENSITIVE")
        (told,) = turns.turns_for_contact(visit)
        assert told.interruption is not None
        assert told.interruption.withheld  # type: ignore[attr-defined]
        assert "flood" not in told.interruption.words
        assert told.interruption.welfare_reach == WELFARE

    def test_turns_come_in_the_order_in_which_they_were_recorded(self) -> None:
        visit = a_visit()
        pause(visit)
        resume(visit)
        leave(visit, TUESDAY + timedelta(hours=1))
        reopen(visit)
        lead = rooms.member(visit.inspection, Role.LEAD)
        assert [one.record.kind for one in turns.turns(lead, visit)] == [
            "paused",
            "resumed",
            "left incomplete",
            "reopened",
        ]
