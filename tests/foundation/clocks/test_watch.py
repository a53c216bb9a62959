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

    @pytest.mark.parametrize("way", [1, -1])
    def test_sixty_seconds_are_no_jump_and_one_more_is(self, clocks: Clocks, way: int) -> None:
        clocks.codes()
        clocks.now += way * timedelta(seconds=60)
        assert clocks.codes() == []
        clocks.now += way * timedelta(seconds=61)
        assert clocks.codes() == ["jumped"]

    @pytest.mark.parametrize(
        ("jump", "words"),
        [
            (timedelta(days=1, hours=1, minutes=1), "forward by 1 day 1 hour 1 minute and"),
            (-timedelta(days=31, minutes=2), "back by 31 days 2 minutes and"),
            (timedelta(hours=23, minutes=59), "forward by 23 hours 59 minutes and"),
            (timedelta(days=2, seconds=-1), "forward by 1 day 23 hours 59 minutes and"),
            (-timedelta(days=2), "back by 2 days and"),
            (timedelta(minutes=60), "forward by 1 hour and"),
        ],
    )
    def test_sentence_says_which_way_and_how_far(
        self, clocks: Clocks, jump: timedelta, words: str
    ) -> None:
        clocks.codes()
        clocks.now += jump
        (doubt,) = clocks.watch.look(clocks.now, confirmed=None, newest=None)
        assert f"The clock was set {words} says" in doubt.text

    def test_doubt_that_stays_tells_of_the_clock_at_which_it_arose(self, clocks: Clocks) -> None:
        clocks.codes()
        clocks.now += HOUR
        (then,) = clocks.watch.look(clocks.now, confirmed=None, newest=None)
        clocks.passes(3600)
        clocks.begin()
        assert clocks.watch.look(clocks.now, confirmed=None, newest=None) == [then]

    def test_hour_confirmed_for_before_the_jump_does_not_speak_of_it(self, clocks: Clocks) -> None:
        clocks.codes()
        clocks.now += HOUR
        assert clocks.codes() == ["jumped"]
        clocks.confirmed = clocks.now - timedelta(seconds=1)
        assert clocks.codes() == ["jumped"]
        clocks.confirmed = clocks.now
        assert clocks.codes() == ["jumped"]

    def test_jump_that_was_confirmed_forgives_no_entry_of_the_ledger(self, clocks: Clocks) -> None:
        """Else a clock set back while the host was off would stand behind entries unseen."""
        clocks.newest = NOON
        clocks.codes()
        clocks.now += HOUR
        assert clocks.codes() == ["jumped"]
        clocks.confirm()
        assert clocks.codes() == []
        clocks.now -= MONTH
        clocks.reboot()
        assert clocks.codes() == ["ledger_ahead"]

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

    @pytest.mark.parametrize("way", [1, -1])
    def test_sixty_seconds_apart_are_believed_and_one_more_is_not(
        self, clocks: Clocks, way: int
    ) -> None:
        clocks.process_off = way * timedelta(seconds=60)
        assert clocks.codes() == []
        clocks.process_off = way * timedelta(seconds=61)
        assert clocks.codes() == ["process_differs"]

    def test_this_process_is_asked_where_no_test_sets_its_clock(self, tmp_path: Path) -> None:
        watch = Watch(tmp_path / "clock.json")
        now = datetime.now(UTC)
        told = [
            [one.code for one in watch.look(moment, confirmed=None, newest=None)]
            for moment in (now, now + HOUR)
        ]
        assert ["process_differs" in codes for codes in told] == [False, True]

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

    @pytest.mark.parametrize(("seconds", "codes"), [(60, []), (61, ["ledger_ahead"])])
    def test_entry_of_sixty_seconds_to_come_is_believed_and_one_more_is_not(
        self, clocks: Clocks, seconds: int, codes: list[str]
    ) -> None:
        clocks.newest = NOON + timedelta(seconds=seconds)
        assert clocks.codes() == codes

    def test_entry_of_a_minute_ago_is_as_it_should_be(self, clocks: Clocks) -> None:
        clocks.newest = NOON + timedelta(seconds=59)
        assert clocks.codes() == []


class TestSource:
    def test_source_that_agrees_settles_an_unsynchronised_start(self, clocks: Clocks) -> None:
        clocks.synchronised = False
        clocks.source = lambda: clocks.now
        clocks.begin()
        assert clocks.codes() == []

    @pytest.mark.parametrize(
        ("seconds", "codes"), [(60, []), (61, ["unsynchronised", "source_differs"])]
    )
    def test_source_agrees_up_to_sixty_seconds(
        self, clocks: Clocks, seconds: int, codes: list[str]
    ) -> None:
        clocks.synchronised = False
        clocks.source = lambda: clocks.now + timedelta(seconds=seconds)
        clocks.begin()
        assert clocks.codes() == codes

    def test_source_is_asked_again_after_sixty_seconds_and_not_before(self, clocks: Clocks) -> None:
        asked: list[datetime] = []

        def told() -> datetime:
            asked.append(clocks.now)
            return clocks.now

        clocks.source = told
        clocks.begin()
        for seconds in (0, 59, 1, 59.5, 0.5):
            clocks.passes(seconds)
            clocks.codes()
        assert [(one - NOON).total_seconds() for one in asked] == [0, 60, 120]

    def test_source_that_answers_again_is_silent_no_more(self, clocks: Clocks) -> None:
        def silent() -> datetime:
            raise SourceSilent("no time")

        clocks.source = silent
        clocks.begin()
        clocks.codes()
        assert clocks.watch.silent == "no time"
        clocks.source = lambda: clocks.now
        clocks.passes(60)
        clocks.codes()
        assert clocks.watch.silent == ""

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

    def test_look_is_kept_every_ten_seconds_in_a_folder_that_is_made_for_the_owner_alone(
        self, tmp_path: Path
    ) -> None:
        clocks = Clocks(tmp_path / "new" / "folder" / "clock.json")
        clocks.codes()
        before = clocks.file.read_bytes()
        clocks.passes(9.5)
        clocks.codes()
        assert clocks.file.read_bytes() == before
        clocks.passes(0.5)
        clocks.codes()
        assert clocks.file.read_bytes() != before
        lock = clocks.file.with_name(".clock.json.lock")
        assert oct(lock.stat().st_mode & 0o777) == "0o600"
