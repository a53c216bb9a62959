"""When the time is not believed: each doubt, how long it lasts, and what lifts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspectorate.foundation.clocks.host import Host
from inspectorate.foundation.clocks.source import SourceSilent
from inspectorate.foundation.clocks.watch import Watch

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MONTH = timedelta(days=31)


@dataclass(slots=True)
class Clocks:
    """A host whose clocks a test sets: ``now`` is what all of them say, unless one is set apart."""

    file: Path
    now: datetime = NOON
    uptime: float = 1000.0
    boot: str = "first"
    synchronised: bool = True
    process_off: timedelta = timedelta(0)
    host_off: timedelta = timedelta(0)
    source: Callable[[], datetime] | None = None
    confirmed: datetime | None = None
    newest: datetime | None = None
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new process on this host."""
        self.watch = Watch(
            self.file,
            "https://time.example" if self.source else "",
            host=lambda: Host(self.boot, self.uptime, self.now + self.host_off, self.synchronised),
            process=lambda: self.now + self.process_off,
            ask=lambda _: self.source() if self.source else NOON,
        )

    def reboot(self) -> None:
        self.boot, self.uptime = f"{self.boot}'", 5.0
        self.begin()

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.uptime += seconds

    def codes(self) -> list[str]:
        found = self.watch.look(self.now, confirmed=self.confirmed, newest=self.newest)
        return [one.code for one in found]

    def confirm(self) -> None:
        self.passes(1)
        self.confirmed = self.now
        self.passes(1)


@pytest.fixture
def clocks(tmp_path: Path) -> Clocks:
    return Clocks(tmp_path / "clock.json")


class TestStart:
    def test_host_that_reports_synchronised_time_is_believed(self, clocks: Clocks) -> None:
        assert clocks.codes() == []

    def test_host_that_does_not_waits_until_a_person_confirms(self, clocks: Clocks) -> None:
        clocks.synchronised = False
        assert clocks.codes() == ["unsynchronised"]
        clocks.passes(3600)
        assert clocks.codes() == ["unsynchronised"]
        clocks.confirm()
        assert clocks.codes() == []

    def test_confirmation_holds_for_the_boot_and_not_for_the_next(self, clocks: Clocks) -> None:
        clocks.synchronised = False
        clocks.codes()
        clocks.confirm()
        assert clocks.codes() == []
        clocks.begin()
        assert clocks.codes() == []
        clocks.reboot()
        assert clocks.codes() == ["unsynchronised"]

    def test_host_that_is_synchronised_a_minute_later_is_believed_then(
        self, clocks: Clocks
    ) -> None:
        clocks.synchronised = False
        assert clocks.codes() == ["unsynchronised"]
        clocks.passes(30)
        clocks.synchronised = True
        assert clocks.codes() == []

    def test_host_without_a_boot_of_its_own_begins_with_every_look(self, clocks: Clocks) -> None:
        clocks.boot, clocks.synchronised = "", False
        clocks.codes()
        clocks.confirm()
        assert clocks.codes() == ["unsynchronised"]

    @pytest.mark.parametrize("torn", ["", "{", "[]", '{"boot": "first"}', '{"doubts": {"x": 1}}'])
    def test_file_that_is_torn_is_as_a_start(self, clocks: Clocks, torn: str) -> None:
        clocks.codes()
        clocks.file.write_text(torn, "utf-8")
        clocks.synchronised = False
        assert clocks.codes() == ["unsynchronised"]


class TestJump:
    @pytest.mark.parametrize("jump", [MONTH, HOUR, timedelta(seconds=61), -HOUR, -MONTH])
    def test_clock_that_was_set_waits_until_a_person_confirms(
        self, clocks: Clocks, jump: timedelta
    ) -> None:
        clocks.codes()
        clocks.passes(3)
        clocks.now += jump
        assert clocks.codes() == ["jumped"]
        clocks.passes(7 * 86400)
        assert clocks.codes() == ["jumped"]
        clocks.confirm()
        assert clocks.codes() == []

    @pytest.mark.parametrize("seconds", [59, -59])
    def test_a_minute_is_no_jump(self, clocks: Clocks, seconds: int) -> None:
        clocks.codes()
        clocks.now += timedelta(seconds=seconds)
        assert clocks.codes() == []

    def test_time_that_passed_while_nobody_looked_is_no_jump(self, clocks: Clocks) -> None:
        clocks.codes()
        clocks.passes(90 * 86400)
        clocks.begin()
        assert clocks.codes() == []

    def test_jump_while_no_process_ran_is_seen_by_the_next_of_the_boot(
        self, clocks: Clocks
    ) -> None:
        clocks.codes()
        clocks.passes(600)
        clocks.now += MONTH
        clocks.begin()
        assert clocks.codes() == ["jumped"]

    def test_clock_set_back_is_not_confirmed_by_what_was_said_before(self, clocks: Clocks) -> None:
        """The confirmation is of a later hour than the clock now says, and speaks of another."""
        clocks.codes()
        clocks.confirm()
        clocks.codes()
        clocks.now -= MONTH
        assert clocks.codes() == ["jumped"]
        clocks.confirm()
        assert clocks.codes() == []

    def test_jump_ahead_and_back_again_is_confirmed_by_the_right_hour(self, clocks: Clocks) -> None:
        clocks.codes()
        clocks.now += MONTH
        assert clocks.codes() == ["jumped"]
        clocks.now -= MONTH
        assert clocks.codes() == ["jumped"]
        clocks.confirm()
        assert clocks.codes() == []

    def test_time_source_that_agrees_does_not_lift_a_jump(self, clocks: Clocks) -> None:
        clocks.source = lambda: clocks.now
        clocks.begin()
        clocks.codes()
        clocks.now += HOUR
        clocks.passes(120)
        assert clocks.codes() == ["jumped"]


class TestDiffering:
    def test_process_and_database_apart_is_doubted_while_it_lasts(self, clocks: Clocks) -> None:
        clocks.process_off = timedelta(seconds=61)
        assert clocks.codes() == ["process_differs"]
        clocks.confirm()
        assert clocks.codes() == ["process_differs"]
        clocks.process_off = timedelta(seconds=59)
        assert clocks.codes() == []

    def test_host_s_own_clock_tells_on_a_process_that_is_told_another(self, clocks: Clocks) -> None:
        clocks.host_off = -MONTH
        assert clocks.codes() == ["host_differs"]
        clocks.host_off = timedelta(0)
        assert clocks.codes() == []

    def test_host_without_a_clock_of_its_own_says_nothing(self, clocks: Clocks) -> None:
        read = clocks.watch.host
        clocks.watch.host = lambda: replace(read(), wall=None)
        clocks.host_off = MONTH
        assert clocks.codes() == []

    def test_both_clocks_stand_in_the_sentence(self, clocks: Clocks) -> None:
        clocks.process_off = HOUR
        (doubt,) = clocks.watch.look(NOON, confirmed=None, newest=None)
        assert "12:00:00 (UTC), this process's clock 25 November 2026 13:00:00" in doubt.text


class TestLedger:
    def test_entry_of_a_moment_to_come_is_doubted_until_confirmed(self, clocks: Clocks) -> None:
        clocks.newest = NOON + MONTH
        assert clocks.codes() == ["ledger_ahead"]
        # Somebody records something: the newest row is of now, and yet the clock was set.
        clocks.newest = NOON
        assert clocks.codes() == ["ledger_ahead"]
        clocks.confirm()
        assert clocks.codes() == []

    def test_entry_that_was_confirmed_against_is_not_doubted_again(self, clocks: Clocks) -> None:
        clocks.newest = NOON + MONTH
        clocks.codes()
        clocks.confirm()
        assert clocks.codes() == []
        clocks.passes(60)
        assert clocks.codes() == []
        clocks.newest = NOON + 2 * MONTH
        assert clocks.codes() == ["ledger_ahead"]

    def test_entry_of_a_minute_ago_is_as_it_should_be(self, clocks: Clocks) -> None:
        clocks.newest = NOON + timedelta(seconds=59)
        assert clocks.codes() == []


class TestSource:
    def test_source_that_agrees_settles_an_unsynchronised_start(self, clocks: Clocks) -> None:
        clocks.synchronised = False
        clocks.source = lambda: clocks.now
        clocks.begin()
        assert clocks.codes() == []

    def test_source_of_another_hour_is_doubted_while_it_lasts(self, clocks: Clocks) -> None:
        clocks.source = lambda: clocks.now - HOUR
        clocks.synchronised = False
        clocks.begin()
        assert clocks.codes() == ["unsynchronised", "source_differs"]
        clocks.source = lambda: clocks.now
        # It is asked once a minute.
        assert clocks.codes() == ["unsynchronised", "source_differs"]
        clocks.passes(61)
        assert clocks.codes() == []

    def test_source_that_is_silent_settles_nothing_and_stops_nothing(self, clocks: Clocks) -> None:
        def silent() -> datetime:
            raise SourceSilent("https://time.example gave no time: timed out")

        clocks.source = silent
        clocks.begin()
        assert clocks.codes() == []
        assert "timed out" in clocks.watch.silent
        clocks.synchronised = False
        clocks.reboot()
        assert clocks.codes() == ["unsynchronised"]


class TestFile:
    def test_look_that_brings_nothing_new_writes_nothing(self, clocks: Clocks) -> None:
        clocks.codes()
        before = clocks.file.stat().st_mtime_ns, clocks.file.stat().st_ino
        clocks.passes(3)
        clocks.codes()
        assert before == (clocks.file.stat().st_mtime_ns, clocks.file.stat().st_ino)
        clocks.passes(8)
        clocks.codes()
        assert before != (clocks.file.stat().st_mtime_ns, clocks.file.stat().st_ino)
