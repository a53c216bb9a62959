"""The resident publisher: it waits for the next moment, lives through errors, says how it is."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from inspectorate.domain.publication import publisher
from inspectorate.domain.publication.models import Bundle
from inspectorate.foundation.clocks.host import Host
from inspectorate.foundation.clocks.watch import Doubt
from inspectorate.interfaces.publishing import resident as module
from inspectorate.interfaces.publishing.resident import Resident
from tests.factories.publishing import EMBARGO, Story, a_story, approved, prepared

pytestmark = pytest.mark.django_db


class Day:
    """The moment, the doubts and the seconds since boot that a test sets."""

    def __init__(self) -> None:
        self.now: datetime = EMBARGO
        self.doubts: list[Doubt] = []
        self.uptime = 1000.0

    def host(self) -> Host:
        return Host("boot", self.uptime, None, True)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Day:
    found = Day()
    monkeypatch.setattr(module, "database_clock", lambda: found.now)
    monkeypatch.setattr(module, "doubts", lambda _: found.doubts)
    monkeypatch.setattr(module.host, "read", found.host)
    return found


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def resident(day: Day, said: list[str], tmp_path: Path) -> Iterator[Resident]:
    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)]
    yield Resident(tmp_path / "public" / "site", say=said.append)
    for one, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(one, handler)


@pytest.mark.drill
def test_it_waits_for_the_next_moment_and_no_longer_than_for_the_next_look(
    resident: Resident, day: Day
) -> None:
    approved(prepared(a_story()))
    for before, wait in ((3600, 3.0), (2, 2.0), (0.25, 0.25)):
        day.now = EMBARGO - timedelta(seconds=before)
        assert resident.once() == wait
    assert Bundle.objects.count() == 0
    day.now = EMBARGO
    assert resident.once() == 3.0
    assert (Bundle.objects.count(), resident.status.next) == (1, "")


@pytest.mark.drill
def test_what_went_out_late_is_said_and_kept_for_the_pages(
    resident: Resident, day: Day, said: list[str]
) -> None:
    approved(prepared(a_story()))
    day.now = EMBARGO + timedelta(hours=2)
    resident.once()
    assert [line for line in said if "LATE" in line] == resident.status.late
    assert len(resident.status.late) == 1


def test_refusal_is_an_alarm_told_once_tried_again_after_a_minute(
    resident: Resident, day: Day, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(prepared(a_story()))
    day.now = EMBARGO + timedelta(days=1)
    tried: list[set[str]] = []
    whole = module.turn

    def turn(*args: Any, **given: Any) -> Any:
        tried.append(given["passed_over"])
        return whole(*args, **given)

    monkeypatch.setattr(module, "turn", turn)
    for seconds in (0, 3, 30, 61, 62):
        day.uptime = 1000.0 + seconds
        resident.once()
        assert len(resident.status.refused) == 1
    assert [bool(one) for one in tried] == [False, True, True, False, True]
    assert len([line for line in said if line.startswith("ALARM: ")]) == 1
    day.uptime += 1000
    resident.once()
    assert len([line for line in said if line.startswith("ALARM: ")]) == 2


@pytest.mark.drill
def test_doubt_is_an_alarm_and_says_how_to_end_it(
    resident: Resident, day: Day, said: list[str]
) -> None:
    approved(prepared(a_story()))
    day.doubts = [Doubt("jumped", "The clock was set forward by 31 days.")]
    resident.once()
    assert said[0] == (
        "ALARM: nothing goes out. The clock was set forward by 31 days. "
        "See: inspectorate confirm-clock"
    )
    assert (len(resident.status.waiting), Bundle.objects.count()) == (1, 0)
    day.doubts = []
    resident.once()
    assert (resident.status.doubts, resident.status.waiting) == ([], [])
    assert Bundle.objects.count() == 1


@pytest.mark.drill
def test_error_of_the_database_is_told_and_lived_through(
    resident: Resident, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(prepared(a_story()))

    def away(_: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(module, "doubts", away)
        patch.setattr(module.connection, "close", lambda: None)
        assert resident.once() == 3.0
    assert "the server closed the connection" in said[0]
    assert resident.status.failed
    resident.once()
    assert (resident.status.failed, Bundle.objects.count()) == ([], 1)


def test_sigterm_ends_it_between_two_steps_and_the_status_says_so(
    resident: Resident, day: Day, said: list[str]
) -> None:
    one, other = a_story(), a_story()
    for story in (one, other):
        approved(prepared(story))
    _stop_after_one(resident)
    resident.run()
    assert Bundle.objects.count() == 1
    assert said[-1] == "stopped."
    status = publisher.read()
    assert status is not None
    assert (status.ended, publisher.alive(status)) == (True, False)


def _stop_after_one(resident: Resident) -> None:
    class Once(threading.Event):
        def is_set(self) -> bool:
            return super().is_set() or Bundle.objects.exists()

        def wait(self, timeout: float | None = None) -> bool:
            return True

    resident.stopped = Once()


def test_status_says_whether_it_lives_whatever_the_clocks_say(resident: Resident, day: Day) -> None:
    assert (publisher.read(), publisher.alive(None)) == (None, False)
    resident.once()
    resident._keep()
    status = publisher.read()
    assert status == resident.status
    assert publisher.alive(status)
    day.uptime += 119
    assert publisher.alive(status)
    day.uptime += 2
    assert not publisher.alive(status)


@pytest.mark.parametrize("torn", ["", "[]", '{"other": 1}'])
def test_status_that_is_torn_is_none(torn: str, settings: Any) -> None:
    (Path(settings.DATA) / publisher.FILE).write_text(torn, "utf-8")
    assert publisher.read() is None


@pytest.mark.drill
def test_without_a_site_it_publishes_and_switches_nothing(
    resident: Resident, tmp_path: Path, story: Story
) -> None:
    approved(prepared(story))
    resident.site = None
    resident.once()
    assert Bundle.objects.count() == 1
    assert not (tmp_path / "public").exists()


@pytest.fixture
def story() -> Story:
    return a_story()
