"""What the publisher has to do at a moment, and whether it believes the moment: read off rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import due
from inspectorate.domain.publication.doubts import doubts
from inspectorate.domain.publication.models import (
    Bundle,
    Cancellation,
    ClockConfirmation,
    Mandate,
    MandateEnd,
    PublishedRegister,
    Release,
    ReleaseApproval,
)
from inspectorate.foundation.clocks.host import Host
from inspectorate.foundation.clocks.watch import Watch
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import an_admin, an_inspection, member

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 3, 9, 12, 0, tzinfo=UTC)
MOMENT, HOUR = timedelta(microseconds=1), timedelta(hours=1)


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def a_release(
    inspection: Inspection,
    until: datetime,
    *,
    approved: bool = True,
    cancelled: bool = False,
    out: bool = False,
) -> Release:
    by = member(inspection, Role.LEAD)
    signed: dict[str, Any] = {"by": by, "at": NOON}
    release = Release.objects.create(
        inspection=inspection,
        number=inspection.releases.count() + 1,
        embargo_until=until,
        prepared_by=by,
        prepared_at=NOON,
    )
    if approved:
        ReleaseApproval.objects.create(release=release, **signed)
    if cancelled:
        Cancellation.objects.create(release=release, reason="Not now.", **signed)
    if out:
        Bundle.objects.create(release=release, number=1, digest="0", folder="0", **signed)
    return release


class TestReleases:
    def test_those_are_due_that_two_people_signed_and_whose_embargo_is_over_longest_first(
        self, inspection: Inspection
    ) -> None:
        second = a_release(inspection, NOON)
        first = a_release(inspection, NOON - HOUR)
        third = a_release(inspection, NOON)
        a_release(inspection, NOON + MOMENT)
        for steps in ({"approved": False}, {"cancelled": True}, {"out": True}):
            a_release(inspection, NOON - HOUR, **steps)
        assert due.releases_due(NOON) == [first, second, third]

    def test_next_moment_is_the_first_to_come_of_a_release_that_waits(
        self, inspection: Inspection
    ) -> None:
        assert due.next_moment(NOON) is None
        a_release(inspection, NOON)
        a_release(inspection, NOON - HOUR)
        for steps in ({"approved": False}, {"cancelled": True}, {"out": True}):
            a_release(inspection, NOON + MOMENT, **steps)
        assert due.next_moment(NOON) is None
        a_release(inspection, NOON + 2 * HOUR)
        a_release(inspection, NOON + HOUR)
        assert due.next_moment(NOON) == NOON + HOUR
        assert due.next_moment(NOON - MOMENT) == NOON


class TestRegisters:
    def _mandate(self, inspection: Inspection) -> Mandate:
        by = member(inspection, Role.LEAD)
        return Mandate.objects.create(inspection=inspection, by=by, at=NOON)

    def test_register_is_due_once_a_day_where_a_release_is_out(
        self, inspection: Inspection
    ) -> None:
        mandate = self._mandate(inspection)
        a_release(inspection, NOON)
        assert due.registers_due(NOON) == []
        a_release(inspection, NOON, out=True)
        assert due.registers_due(NOON) == [mandate]
        for number, (as_of, found) in enumerate(
            ((date(2020, 3, 8), [mandate]), (date(2020, 3, 9), []))
        ):
            PublishedRegister.objects.create(
                inspection=inspection,
                number=number,
                as_of=as_of,
                digest="0",
                by=mandate.by,
                at=NOON,
            )
            assert due.registers_due(NOON) == found
        assert due.registers_due(NOON + 24 * HOUR) == [mandate]

    def test_what_is_out_or_published_of_another_inspection_says_nothing(
        self, inspection: Inspection
    ) -> None:
        mandate, other = self._mandate(inspection), an_inspection()
        a_release(other, NOON, out=True)
        assert due.registers_due(NOON) == []
        a_release(inspection, NOON, out=True)
        PublishedRegister.objects.create(
            inspection=other, number=1, as_of=NOON.date(), digest="0", by=mandate.by, at=NOON
        )
        assert due.registers_due(NOON) == [mandate]

    def test_mandates_stand_in_the_order_of_inspections_and_one_that_ended_not_at_all(
        self, inspection: Inspection
    ) -> None:
        other = an_inspection()
        mandates = [self._mandate(one) for one in (other, inspection)]
        for one in (inspection, other):
            a_release(one, NOON, out=True)
        assert due.registers_due(NOON) == sorted(mandates, key=lambda one: one.inspection.slug)
        MandateEnd.objects.create(mandate=mandates[0], reason="Over.", by=mandates[0].by, at=NOON)
        assert due.registers_due(NOON) == mandates[1:]


class TestDoubts:
    """The clocks are held against the newest entry of the ledger and the newest confirmation."""

    @pytest.fixture
    def admin(self) -> Person:
        return an_admin()  # registered by an entry that the ledger recorded just now

    def _watch(self, file: Path, off: timedelta) -> Watch:
        """The watch of a host that began, all of whose clocks are wrong by ``off``."""

        def now() -> datetime:
            return database_clock() + off

        return Watch(file, host=lambda: Host("boot", 1.0, now(), False), process=now)

    def test_doubt_stays_until_a_person_says_after_it_that_the_clock_is_right(
        self, admin: Person, tmp_path: Path
    ) -> None:
        watch = self._watch(tmp_path / "clock.json", timedelta(0))
        for confirmed, codes in (
            (None, ["unsynchronised"]),
            (-HOUR, ["unsynchronised"]),
            (HOUR, []),
        ):
            if confirmed:
                moment = database_clock() + confirmed
                ClockConfirmation.objects.create(said=moment, clock=moment, by=admin, at=moment)
            assert [one.code for one in doubts(watch)] == codes

    def test_clock_behind_what_the_ledger_recorded_is_doubted(
        self, admin: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        watch = self._watch(tmp_path / "clock.json", -HOUR)
        behind = database_clock() - HOUR
        monkeypatch.setattr("inspectorate.domain.publication.doubts.database_clock", lambda: behind)
        assert "ledger_ahead" in [one.code for one in doubts(watch)]

    def test_without_a_watch_the_clocks_of_this_host_are_looked_at_and_kept(
        self, settings: Any, tmp_path: Path
    ) -> None:
        settings.CLOCK_FILE = str(tmp_path / "kept" / "clock.json")
        doubts()
        assert (tmp_path / "kept" / "clock.json").exists()
        given = tmp_path / "given.json"
        settings.CLOCK_FILE = str(tmp_path / "other.json")
        doubts(self._watch(given, timedelta(0)))
        assert given.exists()
        assert not (tmp_path / "other.json").exists()
