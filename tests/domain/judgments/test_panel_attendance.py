"""Who comes to the sitting of a panel later, or leaves it: presence at each decision, minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from inspectorate.domain.judgments.panels import actions, queries
from inspectorate.domain.judgments.panels.loading import load
from inspectorate.domain.judgments.panels.minutes import minutes_digest
from inspectorate.domain.judgments.panels.models import Attendance, NotDeciding, PanelAttendance
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.judgments.test_panels import Set, a_set, why_not
from tests.factories.findings import LATER
from tests.factories.panels import a_panel, decided, sitting
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, member

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def recorded(
    made: Set,
    of: Person,
    kind: Attendance,
    when: datetime = LATER,
    *,
    by: Person | None = None,
    at: datetime = LATER + 9 * HOUR,
) -> PanelAttendance:
    return actions.record_attendance(
        by=by or made.chair,
        at=at,
        key=a_key(),
        panel=made.panel,
        seat=made.panel.seats.get(person=of),
        kind=kind,
        happened_at=when,
    )


def test_who_left_does_not_decide_and_who_came_back_does() -> None:
    made = a_set()
    sitting(made.panel)
    recorded(made, made.third, Attendance.LEFT, LATER + HOUR)
    assert why_not(made.cell)[made.third.pk] == NotDeciding.ABSENT
    recorded(made, made.third, Attendance.CAME, LATER + 2 * HOUR)
    assert why_not(made.cell)[made.third.pk] == ""


def test_who_came_later_decides_and_counts_for_the_quorum() -> None:
    made = a_set()
    sitting(made.panel, absent=[made.third])
    recorded(made, made.lead, Attendance.LEFT)
    with pytest.raises(Refused) as refusal:
        decided(made.cell)
    assert codes_of(refusal) == ["no_quorum"]
    assert "Record who comes" in refusal.value.reasons[0].mend
    recorded(made, made.third, Attendance.CAME)
    voices = decided(made.cell).voices.all()
    assert {one.seat.person: one.not_deciding for one in voices} == {
        made.chair: "",
        made.lead: NotDeciding.ABSENT,
        made.third: "",
    }


def test_member_records_it_of_themself_and_of_nobody_else() -> None:
    made = a_set()
    sitting(made.panel)
    recorded(made, made.third, Attendance.LEFT, by=made.third)
    with pytest.raises(Refused) as refusal:
        recorded(made, made.third, Attendance.CAME, by=made.lead)
    assert codes_of(refusal) == ["not_your_seat"]
    with pytest.raises(Forbidden):
        recorded(made, made.third, Attendance.CAME, by=member(made.inspection, Role.INSPECTOR))


def test_seat_of_another_panel_is_refused() -> None:
    made = a_set()
    other = a_panel(made.inspection, [made.chair, made.third])
    sitting(made.panel)
    with pytest.raises(Refused) as refusal:
        actions.record_attendance(
            by=made.chair,
            at=LATER,
            key=a_key(),
            panel=made.panel,
            seat=other.seats.get(person=made.third),
            kind=Attendance.LEFT,
            happened_at=LATER,
        )
    assert codes_of(refusal) == ["not_your_seat"]


def test_what_is_on_record_already_is_refused() -> None:
    made = a_set()
    sitting(made.panel, absent=[made.third])
    for of, kind in ((made.lead, Attendance.CAME), (made.third, Attendance.LEFT)):
        with pytest.raises(Refused) as refusal:
            recorded(made, of, kind)
        assert codes_of(refusal) == ["attendance_already"]


def test_before_the_sitting_is_open_and_after_it_is_closed_nothing_is_recorded() -> None:
    made = a_set()
    with pytest.raises(Refused) as refusal:
        recorded(made, made.third, Attendance.LEFT)
    assert codes_of(refusal) == ["panel_not_sitting"]
    sitting(made.panel)
    actions.close_panel(by=made.chair, at=LATER, key=a_key(), panel=made.panel)
    with pytest.raises(Refused) as refusal:
        recorded(made, made.third, Attendance.LEFT)
    assert codes_of(refusal) == ["panel_over"]


def test_time_on_record_already_is_refused_and_so_is_one_to_come() -> None:
    made = a_set()
    sitting(made.panel)
    soon = LATER + 10 * HOUR
    for when in (LATER - HOUR, soon):
        with pytest.raises(Refused) as refusal:
            recorded(made, made.third, Attendance.LEFT, when)
        assert codes_of(refusal) == ["attendance_unfit"]
    recorded(made, made.third, Attendance.LEFT, LATER + 2 * HOUR)
    with pytest.raises(Refused) as refusal:
        recorded(made, made.third, Attendance.CAME, LATER + HOUR)
    assert codes_of(refusal) == ["attendance_unfit"]
    decided(made.cell, at=LATER + 3 * HOUR)
    with pytest.raises(Refused) as refusal:
        recorded(made, made.lead, Attendance.LEFT, LATER + 2 * HOUR)
    assert codes_of(refusal) == ["attendance_unfit"]
    # Times are said to the minute, in which the last of these may have been made.
    recorded(made, made.lead, Attendance.LEFT, (LATER + 3 * HOUR).replace(second=0, microsecond=0))


def test_minutes_tell_who_came_and_left_and_their_digest_covers_it() -> None:
    made = a_set()
    sitting(made.panel, absent=[made.third])
    without = minutes_digest(load(made.panel))
    recorded(made, made.third, Attendance.CAME, LATER + HOUR, by=made.third)
    recorded(made, made.third, Attendance.LEFT, LATER + 2 * HOUR)
    actions.close_panel(by=made.chair, at=LATER + 9 * HOUR, key=a_key(), panel=made.panel)
    told = queries.minutes(made.lead, made.panel)
    assert told is not None
    assert told.same
    third = next(one for one in told.loaded.comings if one.seat.person == made.third)
    assert (third.at_opening, third.there) == (False, False)
    assert [(one.kind, one.happened_at, one.by) for one in third.attendance] == [
        (Attendance.CAME, LATER + HOUR, made.third),
        (Attendance.LEFT, LATER + 2 * HOUR, made.chair),
    ]
    loaded = load(made.panel)
    first, second = loaded.attendance
    others = [
        replace(loaded, attendance=()),
        replace(loaded, attendance=(first,)),
        replace(loaded, attendance=(second, first)),
    ]
    assert minutes_digest(loaded) not in {minutes_digest(one) for one in others}
    # As it was made before comings were kept: so what was closed then still says what it said.
    assert minutes_digest(others[0]) == without
