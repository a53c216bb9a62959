"""A database that was migrated once, for whoever begins on an empty one: `migrate` takes 18 s of
computing, and dozens of processes of one run of the tests and drills begin so.

It lies in the tree, in a file that is not of it, named by a digest over every migration and what
migrations import: after a change of any of them it is made anew. Of SQLite the file is copied, of
PostgreSQL it is a dump. Nothing is left to migrate on a copy, and to find that out takes five
seconds: whoever begins on one begins. What is tried of `migrate` itself, and the demonstration,
begin on nothing; so does in each fresh clone whoever comes first on PostgreSQL.
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
from urllib.parse import quote

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


def lay(database: Path) -> bool:
    """Lay a copy where a database is to be made, if one was migrated before and none lies there;
    return whether it was laid.
    """
    if database.exists() or not template().exists():
        return False
    shutil.copyfile(template(), database)
    database.chmod(0o600)
    return True


def keep(database: Path) -> None:
    """Keep a copy of a database that was migrated and holds nothing else, where none is kept."""
    if template().exists():
        return
    KEPT.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as name:
        pass
    with closing(sqlite3.connect(database)) as one, closing(sqlite3.connect(name.name)) as other:
        one.backup(other)
    _placed(Path(name.name), template())


def _placed(made: Path, target: Path) -> None:
    # Whole, or not there: another process may look for it now.
    made.rename(target)
    for older in set(KEPT.glob(f"*{target.suffix}")) - {target}:
        older.unlink(missing_ok=True)


def laid(data: Path) -> bool:
    """Lay a copy into a data folder where nothing lies yet; migrate one first, in a process of its
    own, where none is kept. Return whether it was laid.
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
    return lay(data / DATABASE)


def migrate() -> None:
    """Make the tables of the settings that are loaded; where a copy can be laid it is all of it."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        if not restored():
            call_command("migrate", verbosity=0)
            dump()
    elif not laid(Path(str(connection.settings_dict["NAME"])).parent):
        call_command("migrate", verbosity=0)


def dumped() -> Path:
    """Where the dump of PostgreSQL lies, or is to lie."""
    return template().with_suffix(".sql")


def restored() -> bool:
    """Make the tables on PostgreSQL from the dump, if one is kept and none are there; return
    whether they were made.
    """
    import psycopg
    from django.db import connection

    if not dumped().exists() or connection.introspection.table_names():
        return False
    # psql's own words ("\\restrict …") are not SQL.
    sql = re.sub(r"^\\.*$", "", dumped().read_text("utf-8"), flags=re.MULTILINE)
    # A connection of its own: what the dump sets ends with it.
    with psycopg.connect(_address(), autocommit=True) as beside:
        beside.execute(sql.encode())
    return True


def dump() -> None:
    """Keep a dump of the database on PostgreSQL, which was migrated and holds nothing else, where
    none is kept.
    """
    from tests.guide_lines import postgres_tools

    if dumped().exists() or not postgres_tools():
        return
    KEPT.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as name:
        command = [f"{postgres_tools()}/pg_dump", "--rows-per-insert=1000", "--no-owner"]
        done = subprocess.run([*command, "--no-privileges", _address()], stdout=name, check=False)
    if done.returncode:  # a server of another version than the tests' own: each migrates
        Path(name.name).unlink()
        return
    _placed(Path(name.name), dumped())


def _address() -> str:
    """The address of the database that is connected to."""
    from django.db import connection

    connection.ensure_connection()
    info = connection.connection.info
    password = f":{quote(info.password, safe='')}" if info.password else ""
    by = f"{quote(info.user, safe='')}{password}"
    return f"postgresql://{by}@/{info.dbname}?host={quote(info.host, safe='')}&port={info.port}"
