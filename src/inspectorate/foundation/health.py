"""Whether this installation can serve: its database answers, is migrated, its folder takes files.

Cheap enough to be asked every few seconds, and silent about everything but the one word.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

# Below this nobody can send anything worth the name; reading goes on (docs/guide/running.md).
ROOM = 20 * 1024 * 1024  # bytes


def trouble() -> str:
    """Return in a word or two what keeps this installation from serving; empty when nothing does.

    One of ``database``, ``not migrated``, ``data folder``, ``no room``.
    """
    data = Path(settings.DATA)
    try:
        # What a disk says of its rights is not proof: root may all, and a disk turns read-only.
        with tempfile.TemporaryFile(dir=data, buffering=0) as file:
            file.write(b"\0")
        full = shutil.disk_usage(data).free < ROOM
    except OSError:
        return "data folder"
    # Asking would make a new and empty one where it was removed.
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return "database"
    try:
        if missing_migrations():
            return "not migrated"
    except Error:
        return "database"
    return "no room" if full else ""


def missing_migrations() -> set[tuple[str, str]]:
    """Return the migrations of this code, app and name, that the database has not had.

    Raises django.db.Error where the database does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        # The database answers, and nothing was ever migrated.
        except Error:
            return set(_needed())
        return set(_needed() - set(cursor.fetchall()))


def refuse_unmigrated() -> None:
    """Raise ImproperlyConfigured where the database does not answer or is not migrated."""
    try:
        missing = sorted(missing_migrations())
    except Error as fault:
        raise ImproperlyConfigured(
            f"The database does not answer: {str(fault).strip()}. Start it, or mend DATABASE_URL."
        ) from fault
    if missing:
        raise ImproperlyConfigured(
            f"The database is not migrated: {len(missing)} migrations are missing, the first is "
            f"{'.'.join(missing[0])}. Run: ./run manage migrate"
        )


@cache
def _needed() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
