"""Two inspections, one that is out and one that waits for its moment, put back at will.

Loads Django over the data folder and the database of the environment. The driver holds no
connection while a publisher runs: each runs in a process of its own, forked or started.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# What a turn changes outside the database.
KEPT = ("bundles", "heads.log", "clock.json", "inspectorate.sqlite3")


def forked(work: Callable[[], None]) -> int:
    """Do ``work`` in a process of its own; return its exit code, or the signal that ended it."""
    return waited(begun(work))


def begun(work: Callable[[], None]) -> int:
    """Begin ``work`` in a process of its own; return its number."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        work()
        code = 0
    finally:
        os._exit(code)


def waited(child: int) -> int:
    """Wait for a process that :func:`begun` began."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@dataclass(slots=True)
class World:
    """The installation under ``data`` with its public ``site``; ``shown`` is out, ``waits`` not."""

    data: Path
    site: Path
    saved: Path
    shown: Any = None
    waits: Any = None
    editions: list[Any] = field(default_factory=list)

    def make(self) -> None:
        """Tell it: one inspection out since the day before yesterday, one frozen."""
        django.setup()
        from tests.factories.publishing import RELEASE, REPORT, a_story
        from tests.factories.rooms import a_key
        from tests.migrated import migrate

        from inspectorate.domain.publication import actions
        from inspectorate.foundation.ledger.clock import database_clock
        from inspectorate.foundation.people.roles import Role

        migrate()
        texts = [one.replace("published: 2020-03-09\n", "") for one in (REPORT, RELEASE)]
        self.shown, self.waits = (
            a_story(report=texts[0], release=texts[1], slug=slug, prefix=slug.upper())
            for slug in ("shown", "waits")
        )
        out_at = database_clock() - 2 * DAY
        release = self.signed(out_at, self.shown, _frozen(self.shown))
        actions.release(by=self.shown.who(Role.PRESS), at=out_at, key=a_key(), release=release)
        actions.give_mandate(
            by=self.shown.who(Role.SIGNING),
            at=out_at,
            key=a_key(),
            inspection=self.shown.inspection,
        )
        self.editions = _frozen(self.waits)
        self.believe()
        from inspectorate.interfaces.publishing.switch import switch

        switch(self.site)

    def believe(self) -> None:
        """Confirm the clock, as a person who keeps this host would."""
        from tests.factories.rooms import a_key

        from inspectorate.domain.publication import actions
        from inspectorate.domain.publication.doubts import doubts
        from inspectorate.foundation.ledger.clock import database_clock
        from inspectorate.foundation.people.roles import Role

        doubts()
        now = database_clock()
        actions.confirm_clock(by=self.shown.who(Role.PRESS), at=now, key=a_key(), said=now)
        assert not doubts(), doubts()

    def signed(self, until: datetime, story: Any = None, editions: Any = None) -> Any:
        """A release prepared and approved, its embargo over at ``until``: of the one that waits."""
        from tests.factories.publishing import prepared
        from tests.factories.rooms import a_key

        from inspectorate.domain.publication import actions
        from inspectorate.foundation.people.roles import Role

        story = story or self.waits
        release = prepared(story, editions or self.editions, at=until - HOUR, embargo_until=until)
        actions.approve(
            by=story.who(Role.SIGNING),
            at=until - HOUR,
            key=a_key(),
            release=release,
            digest=release.contents.digest,
        )
        return release

    def cancel(self, release: Any) -> None:
        """Stop it, at the last second."""
        from tests.factories.rooms import a_key

        from inspectorate.domain.publication import actions
        from inspectorate.foundation.people.roles import Role

        by, at = self.waits.who(Role.PRESS), release.embargo_until
        actions.cancel(by=by, at=at, key=a_key(), release=release, reason="A court case.")

    def out(self, release: Any) -> int:
        """How many rows say that it is out."""
        from inspectorate.domain.publication.models import Bundle

        return int(Bundle.objects.filter(release=release).count())

    def once(self) -> None:
        """One turn of the resident publisher in this process; raises where something waits."""
        from inspectorate.interfaces.publishing.resident import Resident

        resident = Resident(self.site)
        resident.once()
        status = resident.status
        if status.refused or status.waiting or status.failed:
            raise SystemExit(2)

    def quiet(self) -> None:
        """Hold no connection."""
        _quiet()

    def save(self) -> None:
        """Keep the installation as it is now."""
        _quiet()
        shutil.rmtree(self.saved, ignore_errors=True)
        self.saved.mkdir()
        for name in KEPT:
            _copy(self.data / name, self.saved / name)
        shutil.copytree(self.site, self.saved / "site")
        _database(f"saved_{self.saved.name}", _name())

    def put_back(self) -> None:
        """Have the installation as it was kept; a reader never meets the site gone."""
        from inspectorate.interfaces.public.placing import replacing

        _quiet()
        for name in KEPT:
            _copy(self.saved / name, self.data / name)
        for name in ("inspectorate.sqlite3-wal", "inspectorate.sqlite3-shm"):
            (self.data / name).unlink(missing_ok=True)
        with replacing(self.site) as fresh:
            shutil.copytree(self.saved / "site", fresh, dirs_exist_ok=True)
        _database(_name(), f"saved_{self.saved.name}")


def _frozen(story: Any) -> list[Any]:
    from tests.factories.publishing import frozen

    return [frozen(story.report), frozen(story.release)]


def _copy(one: Path, to: Path) -> None:
    if to.is_dir():
        shutil.rmtree(to)
    if one.is_dir():
        shutil.copytree(one, to)
    elif one.exists():
        shutil.copyfile(one, to)


def _quiet() -> None:
    """Hold no connection, and leave nothing of SQLite's beside its file."""
    from django.db import connection, connections

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


def _name() -> str:
    return urlsplit(os.environ.get("DATABASE_URL", "")).path.removeprefix("/")


def _database(name: str, of: str) -> None:
    """Make the database ``name`` of PostgreSQL anew, a copy of another."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return
    import psycopg

    server = urlsplit(address)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of}")
