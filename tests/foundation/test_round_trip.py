"""Statements asked together: each answered by itself, and each seeing what is committed by then."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence import actions
from inspectorate.foundation.ledger.chain import lock, locking
from inspectorate.foundation.ledger.models import ColumnList
from inspectorate.foundation.ledger.round_trip import Rows, asked_together
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import a_key, an_inspection, member

BEGUN_AND_ENDED = 2
KEPT = "SELECT digest FROM ledger_columnlist", ()


@pytest.mark.django_db
@pytest.mark.parametrize("binds_on_the_server", [False, True])
def test_each_statement_is_answered_in_its_place(
    monkeypatch: pytest.MonkeyPatch, binds_on_the_server: bool
) -> None:
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "server_side_binding", binds_on_the_server)
    kept = ColumnList.objects.create(digest="d", table="t", names="a b")
    none = "SELECT id FROM ledger_entry WHERE key = %s", ["100 %s; SELECT"]
    named = "SELECT names, id FROM ledger_columnlist WHERE digest = %s", ["d"]
    assert asked_together([none, named, KEPT, none]) == [[], [("a b", kept.pk)], [("d",)], []]
    assert asked_together([]) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_after_a_lock_sees_what_its_holder_committed() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite holds the whole database")
    seen: list[Rows] = []

    def ask() -> None:
        try:
            with transaction.atomic():
                seen.extend(asked_together([*locking(["one"]), KEPT]))
        finally:
            connection.close()

    asker = threading.Thread(target=ask)
    with transaction.atomic():
        lock("one")
        asker.start()
        _wait_for_somebody_to_wait()
        ColumnList.objects.create(digest="d", table="t", names="a")
    asker.join(timeout=120)
    assert seen[1:] == [[("d",)]]


def _wait_for_somebody_to_wait() -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted",
        (),
    )
    until = time.monotonic() + 30
    while asked_together([waiting]) == [[(0,)]]:
        assert time.monotonic() < until, "nobody waits for the lock"
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_act_waits_for_the_database_eleven_times() -> None:
    """Four times for the ledger: its key, its streams and arguments, its rows, its entry; six times
    for the item itself, and once for the end of the stream.
    """
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's library takes one statement at a time, and nothing waits for a way")
    inspection = an_inspection()
    by, recording = member(inspection, Role.INSPECTOR), a_recording(inspection)

    def record() -> None:
        actions.record(by=by, at=LATER, key=a_key(), inspection=inspection, recording=recording)

    record()  # the first one keeps the lists of columns
    with CaptureQueriesContext(connection) as asked:
        record()
    assert len(asked) - BEGUN_AND_ENDED <= 11, [one["sql"] for one in asked]
