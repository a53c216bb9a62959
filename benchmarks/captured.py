"""Real acts, done through the staff page in this process, with everything they asked of database
and disk in its order: ``python -m benchmarks.captured DATA LOG ACTS`` writes it to LOG.

SQL is taken from Django's cursors with its parameters, begin and commit included; what the file
store and the heads ask of the disk from the functions of ``os`` they call. Paths are relative to
the data folder.
"""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.standing import files_of, words_of
from benchmarks.worlds import load

LARGE = 0.02


class Recorder:
    """Lets the real calls through and notes them in one list."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.steps: list[tuple[Any, ...]] = []

    def path(self, path: Any) -> str:
        """Where a path or an open file lies, from the data folder; "" where it is none of ours."""
        full = Path(f"/proc/self/fd/{path}").readlink() if isinstance(path, int) else Path(path)
        if not full.is_relative_to(self.data):
            return ""
        name = full.relative_to(self.data).as_posix()
        # What is still being sent is nothing anybody relies on.
        return "" if name.startswith(("uploads/", "inspectorate.sqlite3", "cache/")) else name

    def note(self, *step: Any) -> None:
        """Note one step, unless it is about a path that is none of ours."""
        if step[1]:
            self.steps.append(step)

    def watch_disk(self) -> None:
        """Note every call of ``os`` that changes a file or a folder, or syncs one."""
        self._around("open", self._opened)
        self._around("write", self._written, before=lambda handle, data: os.fstat(handle).st_size)
        self._around("ftruncate", lambda _, fd, size: self.note("truncate", self.path(fd), size))
        for name in ("fsync", "fdatasync"):
            self._around(name, self._synced)
        for name in ("rename", "replace"):
            self._around(name, lambda _, old, new, **more: self._renamed(old, new))
        self._around("mkdir", lambda _, path, *more, **given: self.note("folder", self.path(path)))
        for name in ("unlink", "remove"):
            self._around(name, lambda _, path, **more: self.note("remove", self.path(path)))

    def _around(
        self, name: str, note: Callable[..., None], before: Callable[..., Any] = lambda *args: None
    ) -> None:
        real = getattr(os, name)

        def call(*args: Any, **given: Any) -> Any:
            known = before(*args) if name == "write" else None
            done = real(*args, **given)
            note(known if name == "write" else done, *args, **given)
            return done

        setattr(os, name, call)

    def _opened(self, handle: int, path: Any, flags: int, *more: Any, **given: Any) -> None:
        if flags & os.O_CREAT:
            self.note("create", self.path(path))

    def _written(self, size: int, handle: int, data: bytes) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            # Only heads are written so, and only at their end.
            self.note("write", self.path(handle), size, bytes(data))

    def _synced(self, _: None, handle: int) -> None:
        path = self.path(handle)
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self.note("sync_folder", path or ".")
            return
        if not path:
            return
        # What Python's own buffers wrote into it meanwhile is seen here, whole.
        content = Path(f"/proc/self/fd/{handle}").read_bytes()
        self.note("settle", path, content)

    def _renamed(self, old: Any, new: Any) -> None:
        self.note("rename", self.path(old), self.path(new))

    def watch_database(self, connection: Any) -> None:
        """Note every statement that may write, in Django's own form for SQLite."""
        from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

        def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            done = execute(sql, params, many, context)
            if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "EXPLAIN")):
                plain = sql
                if params is not None:
                    plain = FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
                for each in params if many else [params]:
                    self.steps.append(("sql", plain, list(each or ())))
            return done

        connection.execute_wrappers.append(noted)
        for name in ("commit", "rollback"):
            self._around_transaction(connection, name)

    def _around_transaction(self, connection: Any, name: str) -> None:
        real = getattr(connection, f"_{name}")

        def call() -> Any:
            done = real()
            self.steps.append(("sql", name.upper(), []))
            return done

        setattr(connection, f"_{name}", call)


def main(data: Path, log: Path, acts: int) -> None:
    """Do the acts, and write the list."""
    load(data, fresh=False)
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client
    from tests.factories.rooms import criterion, member, scope_body

    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role

    settings.ALLOWED_HOSTS = ["testserver"]
    inspection = Inspection.objects.get(slug="small")
    person: Person = member(inspection, Role.INSPECTOR)
    told = {
        "scope_body": scope_body(inspection).pk,
        "kind": "interview",
        "method": "interview",
        "origin": "A response sergeant",
        "criteria": criterion(inspection).pk,
        "direction": "supports",
        "marking": "OFFICIAL",
        "observed_at": "2018-10-08T10:00",
        "written_at": "2018-10-08T11:00",
    }
    client = Client()
    client.force_login(person)
    # Nothing in the log any more: the drill begins with the database file alone.
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (log.parent / "before.sqlite3").write_bytes(Path(connection.settings_dict["NAME"]).read_bytes())
    # What lay beside the database then is long on the disk: a cut takes none of it.
    for name in ("files", "bundles"):
        (data / name).mkdir(exist_ok=True)
        shutil.copytree(data / name, log.parent / "before" / name)
    shutil.copyfile(data / "heads.log", log.parent / "before" / "heads.log")
    recorder = Recorder(data)
    recorder.watch_database(connection)
    recorder.watch_disk()
    for number in range(acts):
        key = f"cut-{number}"
        files = [SimpleUploadedFile(name, content) for name, content in files_of(key, LARGE)]
        fields = {**told, "key": key, "words": words_of(key), "files": files}
        answer = client.post("/i/small/evidence/record/", fields)
        if answer.status_code != 302:
            raise RuntimeError(f"{key} was answered {answer.status_code}")
        recorder.steps.append(("acknowledged", key))
    connection.close()
    log.write_bytes(pickle.dumps(recorder.steps))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), int(sys.argv[3]))
