"""The binder at 100,000 evidence items: rows a second and memory, out of SQLite, into SQLite and
PostgreSQL, and out again.

python benchmarks/drill_binder.py [ITEMS]

Ends with 0 when the three archives are the same, byte for byte.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, where statistics.py would stand before the standard library's.
sys.path[:1] = [str(ROOT / "src"), str(ROOT)]


def fill(items: int) -> str:
    """An inspection carried to print, then ``items`` evidence items with a criterion each, by acts
    of 2,000: a row that no act wrote keeps a binder in.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django
    from tests.migrated import migrate

    django.setup()

    migrate()
    from tests.factories.publishing import a_story, released
    from tests.factories.rooms import AT, criterion, member

    from inspectorate.domain.evidence.models import Item, ItemCriterion
    from inspectorate.foundation.ledger.acts import action, write
    from inspectorate.foundation.people.roles import Role

    story = a_story()
    released(story)
    inspection, of = story.inspection, criterion(story.inspection)
    bodies, by, first = (
        list(inspection.scope.all()),
        member(inspection, Role.INSPECTOR),
        Item.objects.count() + 1,
    )

    def item(number: int) -> Item:
        return Item(
            inspection=inspection,
            number=number,
            scope_body=bodies[number % len(bodies)],
            kind="interview",
            method="interview",
            origin="Neighbourhood officer",
            words=_words(number),
            direction="neutral",
            observed_at=AT + timedelta(minutes=number),
            written_at=AT + timedelta(minutes=number + 9),
            recorded_at=AT + timedelta(minutes=number + 10),
            recorded_by=by,
        )

    @action("drill.fill", streams=lambda *, inspection, **_: [inspection.stream])
    def record(*, by: Any, at: datetime, key: str, inspection: Any, start: int, stop: int) -> Any:
        made = Item.objects.bulk_create([item(number) for number in range(start, stop)])
        ItemCriterion.objects.bulk_create([ItemCriterion(item=one, criterion=of) for one in made])
        write(of=inspection, stream=inspection.stream, detail={"items": len(made)})
        return inspection

    for start in range(first, first + items, 2000):
        stop = min(start + 2000, first + items)
        record(by=by, at=AT, key=f"{start}", inspection=inspection, start=start, stop=stop)
    return inspection.slug


def _words(number: int) -> str:
    said = [
        "training",
        "referral",
        "partnership",
        "supervision",
        "caseload",
        "panel",
        "community",
        "analyst",
        "briefing",
        "vetting",
    ]
    return " ".join(
        f"{said[(number * (place + 3)) % 10]} {number * place % 9973}" for place in range(24)
    )


def command(words: list[str], data: Path, database: str = "") -> tuple[float, float]:
    """Run the command line in a process of its own; return seconds and its peak memory in MB."""
    environment = {
        **os.environ,
        "INSPECTORATE_MODE": "demo",
        "INSPECTORATE_DATA": str(data),
        "DATABASE_URL": database,
        "PYTHONPATH": str(ROOT / "src"),
    }
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "inspectorate.interfaces.cli.main", *words],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(words)}: ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - began, used.ru_maxrss / 1024


def main(*, short: bool = False) -> int:
    """Fill, export, import twice, export twice, compare; 0 when the archives are the same. Short:
    500 items, out of SQLite and back in.
    """
    from tests.migrated import laid
    from tests.postgres import server

    items = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 500 if short else 100_000
    with (
        tempfile.TemporaryDirectory(prefix="binder-") as home,
        nullcontext("") if short else server() as address,
    ):
        folder = Path(home)
        if short:
            # What the command would migrate first, and what is not measured here.
            (folder / "second").mkdir(mode=0o700)
            laid(folder / "second")
        os.environ.update(INSPECTORATE_MODE="demo", INSPECTORATE_DATA=str(folder / "first"))
        os.environ.pop("DATABASE_URL", None)
        # In a process of its own: a child's peak memory starts at its parent's, which must
        # therefore stay small.
        filling = [sys.executable, __file__, "--fill", str(items)]
        slug = subprocess.run(filling, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        one, two, three = (folder / f"{name}.zip" for name in ("one", "two", "three"))
        steps = [
            ("export from SQLite", ["export", slug, "--out", str(one)], folder / "first", ""),
            ("verify without a database", ["verify", "--binder", str(one)], folder / "none", ""),
            ("import into SQLite", ["import", str(one)], folder / "second", ""),
            ("export from there", ["export", slug, "--out", str(two)], folder / "second", ""),
            ("import into PostgreSQL", ["import", str(one)], folder / "third", address),
            ("export from there", ["export", slug, "--out", str(three)], folder / "third", address),
            ("prove that installation", ["verify"], folder / "third", address),
        ]
        archives = [one, two] if short else [one, two, three]
        for name, words, data, database in steps[: 4 if short else None]:
            seconds, memory = command(words, data, database)
            print(
                f"{name}: {seconds:.1f} s, {2 * items / seconds:,.0f} rows a second with "
                f"start-up, {memory:.0f} MB",
                flush=True,
            )
        same = len({archive.read_bytes() for archive in archives}) == 1
        print(
            f"{one.stat().st_size:,} bytes; the {len(archives)} archives are "
            f"{'the same' if same else 'NOT the same'}"
        )
        return 0 if same else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        print(fill(int(sys.argv[2])))
    else:
        sys.exit(main())
