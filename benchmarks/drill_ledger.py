"""Fills a ledger with a million entries and the rows they wrote, verifies the chain and then every
row, changes one byte and one row and verifies again: ./run drill ledger [ENTRIES].

Prints entries, rows, seconds, memory and what was found; fails when a million entries take longer
than 60 s, or with their 4.8 million rows longer than 180 s or more than 512 MB, when an untouched
ledger has a fault, or when what was changed is not named. On SQLite in a temporary folder, or on
the database of DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, where statistics.py would stand before the standard library's.
sys.path[:1] = [str(ROOT / "src"), str(ROOT)]
MILLION = 1_000_000
CHAIN, ALL, MEMORY = 60.0, 180.0, 512.0
STREAMS = ("register", "inspection/prevent", "people")


def main(*, short: bool = False) -> int:
    """Fill, verify, tamper, verify; 0 when each did what it should. Short: 10,000 entries."""
    wanted = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 10_000 if short else MILLION
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as folder:
        os.environ.update(
            INSPECTORATE_MODE="test",
            INSPECTORATE_DATA=folder,
            DJANGO_SETTINGS_MODULE="inspectorate.config.settings",
        )
        import django
        from tests.migrated import migrate

        django.setup()
        migrate()
        return _drill(wanted, short=short)


def _drill(wanted: int, *, short: bool) -> int:
    """Short: what counts is computing, since nobody keeps a machine for a few entries alone."""
    from benchmarks.long_ledger import fill
    from django.db import connection

    started = time.perf_counter()
    rows = fill(wanted)
    print(
        f"{wanted:,} entries and {rows:,} rows written in {time.perf_counter() - started:.1f} s "
        f"on {connection.vendor}"
    )
    share = max(wanted / MILLION, 0.05)
    seconds, memory, found = _verified("chain", short=short)
    print(f"chain and heads: {seconds:.1f} s, {memory:.0f} MB: {found[:3] or 'no fault'}")
    held = found == [] and seconds <= CHAIN * share
    more, memory, found = _verified("rows", short=short)
    print(f"with every row: {seconds + more:.1f} s, {memory:.0f} MB: {found[:3] or 'no fault'}")
    held = held and found == [] and seconds + more <= ALL * share and memory <= MEMORY
    held = _named(wanted) and held
    print("passed" if held else f"FAILED (bounds {CHAIN * share:.0f} s, {ALL * share:.0f} s)")
    return 0 if held else 1


def _named(wanted: int) -> bool:
    """Change one byte of an entry in the middle, and of a row; is each named, and nothing else?"""
    from django.db import connection

    from inspectorate.foundation.ledger.models import Entry

    victim = wanted // 2
    with connection.cursor() as cursor:
        for table in (Entry._meta.db_table, "evidence_item"):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET by = '8' WHERE id = %s", [victim])
        cursor.execute("UPDATE evidence_item SET origin = 'Prevent load' WHERE id = %s", [victim])
    entry = Entry.objects.get(pk=victim)
    _, _, chains = _verified("chain")
    _, _, rows = _verified("rows")
    print(f"one byte of an entry and one of a row changed: {chains[:3]}, {rows[:3]}")
    return [f"ledger {entry.stream}: entry {entry.number} " in one for one in chains] == [
        True
    ] and [one.startswith(f"evidence.item/{victim}: the row was") for one in rows] == [True]


def _verified(what: str, *, short: bool = False) -> tuple[float, float, list[str]]:
    """Seconds (``short``: of computing), peak memory in MB and faults, of a process that does
    nothing else.
    """
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, __file__, "--verify", what], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout
    told = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError(f"verifying ended with {os.waitstatus_to_exitcode(status)}")
    found: list[str] = json.loads(told)
    took = used.ru_utime + used.ru_stime if short else time.perf_counter() - started
    return took, used.ru_maxrss / 1024, found


def _verify(what: str) -> None:
    import django

    django.setup()
    from inspectorate.foundation.ledger import chain, heads, proof

    found = [*chain.faults(), *heads.faults()] if what == "chain" else [*proof.faults()]
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--verify"]:
        _verify(sys.argv[2])
    else:
        sys.exit(main())
