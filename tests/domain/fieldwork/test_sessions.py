"""Sessions whose times are mended, or that were not held after all; what came of them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.claims.evidence_base import EvidenceBase
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence import queries as found_evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.recording import recording_of
from inspectorate.domain.fieldwork import actions, queries
from inspectorate.domain.fieldwork.models import Session, SessionCancellation, SessionMove
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden
from tests.domain.fieldwork.acting import AT, refused
from tests.factories import rooms
from tests.factories.findings import an_item

pytestmark = pytest.mark.django_db

NINE = datetime(2018, 10, 8, 9, tzinfo=UTC)
TWO = NINE + timedelta(hours=5)
LATER = NINE + timedelta(days=12)


def a_session(**given: Any) -> Session:
    return rooms.a_session(rooms.a_visit(rooms.an_inspection(**given)))


def move(session: Session, *, role: Role = Role.LEAD, **given: Any) -> Session:
    return actions.move_session(
        **{
            "by": rooms.member(session.visit.inspection, role),
            "at": AT,
            "key": rooms.a_key(),
            "session": session,
            "starts_at": TWO,
            "ends_at": TWO + timedelta(hours=1),
            "reason": "It was in the afternoon.",
            "version": 0,
            **given,
        }
    )


def cancel(session: Session, *, role: Role = Role.LEAD, reason: str = "Nobody came.") -> Any:
    by = rooms.member(session.visit.inspection, role)
    return actions.cancel_session(by=by, at=AT, key=rooms.a_key(), session=session, reason=reason)


def from_session(session: Session, **given: Any) -> Item:
    times = {"observed_at": session.starts_at, "written_at": session.ends_at, "at": LATER}
    return an_item(session.visit.inspection, session=session, **{**times, **given})


class TestMove:
    def test_times_are_mended_and_what_stood_before_stays_on_record(self) -> None:
        moved = move(a_session(), reason=" It was in the afternoon. ")
        assert (moved.starts_at, moved.ends_at) == (TWO, TWO + timedelta(hours=1))
        kept = SessionMove.objects.get()
        assert (kept.old_starts_at, kept.old_ends_at, kept.starts_at, kept.ends_at) == (
            NINE,
            NINE + timedelta(hours=1),
            TWO,
            TWO + timedelta(hours=1),
        )
        assert (kept.reason, kept.at) == ("It was in the afternoon.", AT)
        entry = Entry.objects.get(verb=FieldworkVerb.MOVE_SESSION)
        assert "afternoon" not in str(entry.detail)

    def test_times_are_mended_after_the_visit_has_ended_and_outside_fieldwork(self) -> None:
        session = a_session()
        lead = rooms.member(session.visit.inspection, Role.LEAD)
        ended = NINE + timedelta(days=2)
        actions.end_visit(
            by=lead, at=ended, key="end", visit=session.visit, debrief="Said.", version=1
        )
        rooms.move_to(session.visit.inspection, "judging")
        assert move(Session.objects.get(), by=lead).starts_at == TWO

    @pytest.mark.parametrize(
        ("given", "codes"),
        [
            ({"reason": " "}, ["text_missing"]),
            ({"ends_at": TWO}, ["times_out_of_order"]),
            (
                {"starts_at": TWO + timedelta(days=9), "ends_at": TWO + timedelta(days=10)},
                ["outside_visit"],
            ),
            ({"starts_at": NINE, "ends_at": NINE + timedelta(hours=1)}, ["times_unchanged"]),
        ],
    )
    def test_times_with_a_fault_are_refused(self, given: dict[str, Any], codes: list[str]) -> None:
        session = a_session()
        assert refused(move, session, **given) == codes
        assert SessionMove.objects.count() == 0

    def test_session_cancelled_or_of_an_inspection_that_is_over_is_refused(self) -> None:
        session = a_session()
        cancel(session)
        assert refused(move, session) == ["session_cancelled"]
        other = a_session()
        other.visit.inspection.phase = "abandoned"
        other.visit.inspection.save()
        assert refused(move, other) == ["inspection_over"]

    def test_second_mend_from_the_same_page_is_a_conflict(self) -> None:
        session = a_session()
        move(session)
        with pytest.raises(Conflict) as conflict:
            move(session, ends_at=TWO + timedelta(hours=2))
        assert (conflict.value.version, SessionMove.objects.count()) == (1, 1)

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.SIGNING])
    def test_who_records_no_sessions_mends_none(self, role: Role) -> None:
        session = a_session()
        for act in (move, cancel):
            with pytest.raises(Forbidden):
                act(session, role=role)


class TestCancel:
    def test_session_cancelled_stays_and_counts_no_more(self) -> None:
        session = a_session()
        inspection = session.visit.inspection
        lead, on = rooms.member(inspection, Role.LEAD), NINE.date()
        from_session(session)
        assert EvidenceBase(inspection).described_sessions == 1
        cancel(session)
        assert SessionCancellation.objects.get().reason == "Nobody came."
        assert [one.state for one in queries.sessions(lead, session.visit)] == ["cancelled"]
        assert list(queries.sessions_of(lead, inspection)) == []
        assert queries.counts(inspection)["sessions"] == 0
        assert [row.sessions for row in queries.visits(lead, inspection, on)] == [0]
        base = EvidenceBase(inspection)
        assert (base.sessions_held, base.described_sessions) == (0, 0)

    def test_session_is_cancelled_once_and_with_a_reason(self) -> None:
        session = a_session()
        assert refused(cancel, session, reason=" ") == ["text_missing"]
        cancel(session)
        assert refused(cancel, session) == ["session_cancelled"]

    def test_visit_whose_sessions_are_all_cancelled_may_be_cancelled_or_moved_away(self) -> None:
        session = a_session()
        assert [one.code for one in queries.reasons_not_to_cancel(session.visit, NINE)] == [
            "sessions_held"
        ]
        cancel(session)
        assert queries.reasons_not_to_cancel(session.visit, NINE) == []
        moved = actions.move_visit(
            by=rooms.member(session.visit.inspection, Role.LEAD),
            at=AT,
            key=rooms.a_key(),
            visit=session.visit,
            starts_on=NINE.date() + timedelta(days=7),
            ends_on=NINE.date() + timedelta(days=8),
            reason="Snow.",
            version=1,
        )
        assert moved.starts_on == NINE.date() + timedelta(days=7)


class TestWhatCameOfIt:
    def test_item_outside_the_mended_times_is_named_and_keeps_its_own(self) -> None:
        session = a_session()
        lead = rooms.member(session.visit.inspection, Role.LEAD)
        item = from_session(session)
        assert list(found_evidence.apart_from_sessions(lead, session.visit)) == []
        move(session)
        assert list(found_evidence.apart_from_sessions(lead, session.visit)) == [item]
        assert Item.objects.get().observed_at == NINE

    def test_item_of_a_session_cancelled_is_named_to_who_may_read_it_alone(self) -> None:
        session = a_session()
        inspection = session.visit.inspection
        item = from_session(session, marking=Marking.SENSITIVE)
        cancel(session)
        lead = rooms.member(inspection, Role.LEAD)
        uncleared = rooms.join(inspection, Role.INSPECTOR, reading=False)
        assert list(found_evidence.apart_from_sessions(lead, session.visit)) == [item]
        assert list(found_evidence.apart_from_sessions(uncleared, session.visit)) == []

    @pytest.mark.parametrize("change", [move, cancel])
    def test_item_recorded_before_may_still_be_replaced_and_nothing_new_recorded(
        self, change: Any
    ) -> None:
        session = a_session()
        item = from_session(session, observed_at=NINE + timedelta(seconds=30))
        change(session)
        with_seconds_left_out = replace(recording_of(item), observed_at=NINE)
        newer = evidence.supersede(
            by=item.recorded_by,
            at=LATER,
            key=rooms.a_key(),
            item=item,
            reason="More was said.",
            recording=with_seconds_left_out,
        )
        assert (newer.session, newer.observed_at) == (session, NINE)
        code = "session_cancelled" if change is cancel else "observed_outside_session"
        assert refused(from_session, session, observed_at=NINE) == [code]

    def test_replacement_at_another_time_outside_the_session_is_refused(self) -> None:
        session = a_session()
        item = from_session(session)
        move(session)
        recording = replace(recording_of(item), observed_at=NINE + timedelta(minutes=2))
        given = {"by": item.recorded_by, "at": LATER, "key": rooms.a_key(), "item": item}
        assert refused(
            evidence.supersede, **given, reason="More was said.", recording=recording
        ) == ["observed_outside_session"]
