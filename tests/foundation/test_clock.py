"""Two clocks: what an act says of its moment, and when the database recorded it."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.foundation.ledger import chain, clock, triggers
from inspectorate.foundation.ledger.clock import database_clock, deciding, told
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.rooms import AT, a_key, an_admin

pytestmark = pytest.mark.django_db


def register(at: datetime, code: str = "alpha") -> Body:
    return bodies.register(
        by=an_admin(),
        at=at,
        key=a_key(),
        code=code,
        name=f"{code} Constabulary",
        short_name=code,
        kind="territorial",
    )


class TestTold:
    def test_moment_without_a_zone_is_utc_wherever_the_server_stands(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        noon = datetime(2020, 3, 9, 12, 0, tzinfo=UTC)
        monkeypatch.setenv("TZ", "America/New_York")
        time.tzset()
        try:
            assert told("2020-03-09T12:00:00.000") == noon
            assert told(noon.replace(tzinfo=None)) == noon
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_moment_with_another_zone_is_the_same_moment_in_utc(self) -> None:
        read = told("2020-03-09T13:00:00+01:00")
        assert (read.isoformat(), read.tzinfo) == ("2020-03-09T12:00:00+00:00", UTC)

    @pytest.mark.parametrize("live", [True, False])
    def test_hour_that_decides_is_the_database_s_in_live_and_the_act_s_in_a_rehearsal(
        self, settings: Any, live: bool
    ) -> None:
        settings.LIVE = live
        apart = abs(deciding(AT) - datetime.now(UTC))
        assert (deciding(AT) == AT, apart < timedelta(minutes=5)) == (not live, live)


class TestLive:
    @pytest.mark.parametrize("days", [-4000, 31])
    def test_act_of_another_day_is_refused_with_the_reason(self, settings: Any, days: int) -> None:
        an_admin()
        settings.LIVE = True
        with pytest.raises(Refused) as refusal:
            register(database_clock() + timedelta(days=days))
        (reason,) = refusal.value.reasons
        assert (reason.code, reason.field) == ("clocks_differ", "at")
        assert "clock of this server" in reason.text
        assert "set both clocks right" in reason.mend
        assert not Body.objects.exists()

    @pytest.mark.parametrize("sign", [-1, 1])
    def test_two_minutes_are_borne_and_not_a_quarter_more(self, settings: Any, sign: int) -> None:
        an_admin()
        settings.LIVE = True
        assert register(database_clock() + sign * timedelta(seconds=105)).pk
        with pytest.raises(Refused):
            register(database_clock() + sign * timedelta(seconds=135), "bravo")

    def test_bound_is_two_minutes_to_the_microsecond(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.LIVE = True
        stands = datetime(2030, 1, 5, 9, 0, tzinfo=UTC)
        monkeypatch.setattr(clock, "reading", lambda: ("SELECT %s", [stands.isoformat()]))
        for apart in (timedelta(minutes=2), timedelta(minutes=-2)):
            assert clock.not_of_now(stands + apart) == []
            assert clock.not_of_now(stands + apart * 1.0001) != []

    def test_repeat_of_what_was_done_is_answered_whenever_it_comes(self, settings: Any) -> None:
        by = an_admin()
        fields = {"name": "Alpha", "short_name": "A", "kind": "territorial", "code": "alpha"}
        made = bodies.register(by=by, at=AT, key="once", **fields)
        settings.LIVE = True
        assert bodies.register(by=by, at=AT, key="once", **fields) == made


def test_demonstration_and_test_tell_of_other_days(settings: Any) -> None:
    assert settings.LIVE is False
    assert register(AT).pk


class TestRecordedAt:
    def test_moment_recorded_is_the_databases_whatever_the_act_says(self) -> None:
        before = database_clock()
        register(AT)
        entry = Entry.objects.latest("pk")
        assert entry.at == AT
        assert entry.recorded_at is not None
        assert before <= entry.recorded_at <= database_clock()

    def test_moment_recorded_never_goes_back_in_a_stream_though_the_clock_does(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        an_admin()
        moments = [datetime(2030, 1, day, tzinfo=UTC) for day in (5, 3, 4, 9)]
        for number, moment in enumerate(moments):
            clock = "SELECT %s", [moment.isoformat()]
            monkeypatch.setattr(chain, "reading", lambda clock=clock: clock)
            register(AT, f"body-{number}")
        told = Entry.objects.filter(stream="register").order_by("number")
        assert [entry.recorded_at.day for entry in told if entry.recorded_at] == [5, 5, 5, 9]
        assert list(chain.faults()) == []

    def test_entry_recorded_before_the_one_before_it_is_named(self) -> None:
        """Whoever knows the tables writes an earlier moment and digests the entry again."""
        for code in ("alpha", "bravo"):
            register(AT, code)
        last = Entry.objects.filter(stream="register").latest("number")
        assert last.recorded_at is not None
        triggers_off(last)
        last.recorded_at -= timedelta(hours=1)
        last.digest = hashlib.sha256(chain.canonical(last)).hexdigest()
        last.save()
        triggers.put(Entry)
        assert list(chain.faults(["register"])) == [
            f"ledger register: entry {last.number} was recorded before entry {last.number - 1}"
        ]


def triggers_off(entry: Entry) -> None:
    """Take the triggers off the table of entries."""
    table = entry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
