"""Fills a ledger with a million entries, verifies it, changes one byte and verifies again: ./run
drill ledger [ENTRIES].

Prints entries, seconds and what was found; fails when verifying takes longer than 60 s a million,
when an untouched ledger has a fault, or when the changed byte is not named. On SQLite in a
temporary folder, or on the database of DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

MILLION = 1_000_000
BOUND = 60.0
STREAMS = ("register", "inspection/prevent", "people")


def main(*, short: bool = False) -> int:
    """Fill, verify, tamper, verify; 0 when each did what it should. Short: 20,000 entries."""
    wanted = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 20_000 if short else MILLION
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as folder:
        os.environ.update(
            INSPECTORATE_MODE="test",
            INSPECTORATE_DATA=folder,
            DJANGO_SETTINGS_MODULE="inspectorate.config.settings",
        )
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        return _drill(wanted)


def _drill(wanted: int) -> int:
    from django.db import connection

    from inspectorate.foundation.ledger.models import Entry

    started = time.perf_counter()
    _fill(wanted)
    print(
        f"{wanted:,} entries written in {time.perf_counter() - started:.1f} s on "
        f"{connection.vendor}"
    )
    seconds, found = _verified()
    print(f"verified in {seconds:.1f} s: {found or 'no fault'}")
    bound = BOUND * max(wanted / MILLION, 0.05)
    sound = found == [] and seconds <= bound
    table, victim = Entry._meta.db_table, wanted // 2
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET by_name = 'inspector' WHERE id = %s", [victim])
    entry = Entry.objects.get(pk=victim)
    seconds, found = _verified()
    print(f"one byte changed, verified in {seconds:.1f} s: {found}")
    named = len(found) == 1 and f"ledger {entry.stream}: entry {entry.number} " in found[0]
    print("passed" if sound and named else f"FAILED (bound {bound:.0f} s)")
    return 0 if sound and named else 1


def _verified() -> tuple[float, list[str]]:
    from inspectorate.foundation.ledger import chain, heads

    started = time.perf_counter()
    found = [*chain.faults(), *heads.faults()]
    return time.perf_counter() - started, found


def _fill(wanted: int) -> None:
    from django.conf import settings
    from django.db import transaction

    from inspectorate.foundation.ledger.models import Entry

    with Path(settings.HEADS_FILE).open("w", encoding="utf-8") as heads, transaction.atomic():
        for batch in itertools.batched(_entries(wanted), 5000):
            Entry.objects.bulk_create(batch)
            heads.writelines(f"{one.stream}\t{one.number}\t{one.digest}\n" for one in batch)


def _entries(wanted: int) -> Iterator[Any]:
    from inspectorate.foundation.ledger import chain
    from inspectorate.foundation.ledger.models import Entry

    at = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
    last = dict.fromkeys(STREAMS, (0, chain.START))
    for count in range(1, wanted + 1):
        stream = STREAMS[count % 3]
        number, previous = last[stream]
        entry = Entry(
            pk=count,
            stream=stream,
            number=number + 1,
            at=at + timedelta(seconds=count),
            by="7",
            by_name="Inspector",
            verb="evidence.record",
            of=f"evidence.item/{count}",
            key=f"drill-{count}",
            payload=hashlib.sha256(str(count).encode()).hexdigest(),
            detail={"ref": f"PREV-E{count:07d}", "criteria": ["1.1", "2.3"], "marking": "OFFICIAL"},
            previous=previous,
        )
        entry.digest = hashlib.sha256(chain.canonical(entry)).hexdigest()
        last[stream] = (entry.number, entry.digest)
        yield entry


if __name__ == "__main__":
    sys.exit(main())
