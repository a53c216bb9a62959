"""A SQLite database that was migrated once, for whoever begins on an empty one: `migrate` takes 18
s of computing, and dozens of processes of one run of the tests and drills begin so.

It lies in the tree, in a file that is not of it, named by a digest over every migration and what
migrations import: after a change of any of them it is made anew. Whoever begins on a copy in which
every migration of the tree is noted has nothing to migrate: to find that out would take Django 2.4
s of computing. What is tried of `migrate` itself, and the demonstration,
begin on nothing; so does everything on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import django

from tests.journeys.told import ROOT, environment

SOURCES, KEPT = ROOT / "src", ROOT / ".migrated"
DATABASE = "inspectorate.sqlite3"
_IMPORTED = re.compile(r"^(?:from|import) (inspectorate[\w.]*)(?: import (.+))?$", re.MULTILINE)


@cache
def template() -> Path:
    """Where the database lies, or is to lie, that these sources migrate to."""
    told = hashlib.sha256(django.__version__.encode())
    for file in sorted({*_migrations(), *_imported()}):
        told.update(str(file.relative_to(SOURCES)).encode() + b"\0" + file.read_bytes())
    return KEPT / f"{told.hexdigest()[:32]}.sqlite3"


def _migrations() -> Iterator[Path]:
    yield from SOURCES.rglob("migrations/*.py")


def _imported() -> Iterator[Path]:
    """The files of what migrations import of ours."""
    for file in _migrations():
        for module, names in _IMPORTED.findall(file.read_text("utf-8")):
            folder = SOURCES / module.replace(".", "/")
            within = (folder / f"{name.strip()}.py" for name in names.split(","))
            for one in (folder.with_suffix(".py"), folder / "__init__.py", *within):
                if one.is_file():
                    yield one


def lay(database: Path) -> None:
    """Lay a copy where a database is to be made, if one was migrated before and none lies there."""
    if template().exists() and not database.exists():
        shutil.copyfile(template(), database)
        database.chmod(0o600)


def keep(database: Path) -> None:
    """Keep a copy of a database that was migrated and holds nothing else, where none is kept."""
    if template().exists():
        return
    KEPT.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as name:
        pass
    with closing(sqlite3.connect(database)) as one, closing(sqlite3.connect(name.name)) as other:
        one.backup(other)
    # Whole, or not there: another process may look for it now.
    Path(name.name).rename(template())
    for older in set(KEPT.glob("*.sqlite3")) - {template()}:
        older.unlink(missing_ok=True)


def laid(data: Path) -> None:
    """Lay a copy into a data folder where nothing lies yet; migrate one first, in a process of its
    own, where none is kept.
    """
    if not template().exists():
        with tempfile.TemporaryDirectory(prefix="inspectorate-migrated-") as folder:
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                check=True,
                cwd=ROOT,
                env=environment(Path(folder)) | {"INSPECTORATE_MODE": "test"},
            )
            keep(Path(folder) / DATABASE)
    lay(data / DATABASE)


def migrate() -> None:
    """`migrate` of the settings that are loaded: on SQLite it begins on a copy."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        laid(database.parent)
        if _noted(database) >= {file.stem for file in _migrations()} - {"__init__"}:
            return
    call_command("migrate", verbosity=0)


def _noted(database: Path) -> set[str]:
    """The names of the migrations that a database says it went through: fewer than there are where
    it began on another tree.
    """
    with closing(sqlite3.connect(database)) as one:
        return {name for (name,) in one.execute("SELECT name FROM django_migrations")}
