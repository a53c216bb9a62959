"""What no row names is listed, and swept after a day; what a row names is never touched."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspectorate.foundation.files import store, strays
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.files.strays import StrayKind

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
YOUNG, OLD = 23 * 60 * 60, 25 * 60 * 60
pytestmark = pytest.mark.django_db


def aged(path: Path, seconds: int) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def taken(content: bytes, age: int) -> Path:
    """A content that was sent and whose act never came."""
    return aged(store.path_of(store.take(content, name="note.txt").digest), age)


def named(content: bytes, age: int) -> Path:
    blob = store.put(store.take(content, name="note.txt"), at=AT)
    return aged(store.path_of(blob.digest), age)


def unfinished(folder: Path, name: str, age: int) -> Path:
    path = folder / name
    path.write_bytes(b"half of somebody's evid")
    return aged(path, age)


def test_sweep_takes_what_is_older_than_a_day_and_leaves_what_is_younger_or_named(
    settings: Any,
) -> None:
    root, uploads = Path(settings.FILES_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)
    uploads.mkdir()
    stays = [named(b"named", OLD), taken(b"young", YOUNG)]
    goes = [taken(b"old", OLD)]
    goes += [
        unfinished(folder, name, OLD)
        for folder, name in ((root, ".put-a"), (stays[0].parent, ".put-b"), (uploads, "c.upload"))
    ]
    stays += [unfinished(root, ".put-d", YOUNG), unfinished(uploads, "e.upload", YOUNG)]
    assert {one.path for one in strays.strays()} == {*goes, *stays[1:]}
    assert {one.path for one in strays.sweep()} == set(goes)
    assert [path.exists() for path in stays] == [True] * 4
    assert [path.exists() for path in goes] == [False] * 4
    assert strays.sweep() == []


def test_strange_names_are_listed_and_left(settings: Any) -> None:
    root = Path(settings.FILES_ROOT)
    content = taken(b"content", OLD)
    (root / "notes").mkdir()
    (root / "notes" / "inside.txt").write_text("not looked into")
    (root / "ab" / "cd" / "ef").mkdir(parents=True)
    (root / "readme.txt").write_text("x")
    # A content, but not where the store would look for it.
    moved = root / "ab" / content.name
    content.rename(moved)
    (root / "ab" / "link").symlink_to("/etc/passwd")
    found = {one.path.relative_to(root).as_posix(): one.kind for one in strays.strays()}
    names = {"notes", "ab/cd/ef", "readme.txt", "ab/link", f"ab/{content.name}"}
    assert found == dict.fromkeys(names, StrayKind.NAME)
    assert strays.sweep() == []
    assert {(root / name).is_symlink() or (root / name).exists() for name in names} == {True}
    assert sorted(strays.faults()) == sorted(
        f"file {root / name} is nothing the store puts there" for name in names
    )


def test_content_no_row_names_is_a_fault_only_after_its_day() -> None:
    path = taken(b"sent, never recorded", YOUNG)
    assert list(strays.faults()) == []
    assert [one.kind for one in strays.strays()] == [StrayKind.CONTENT]
    aged(path, OLD)
    assert list(strays.faults()) == [f"file {path.name} is named by no record"]


def test_content_sent_again_within_its_day_is_found_and_its_day_begins_anew() -> None:
    path = taken(b"sent again", OLD)
    file = store.take(b"sent again", name="note.txt")
    assert strays.sweep() == []
    assert store.put(file, at=AT).digest == path.name


def test_content_sent_again_between_the_look_and_the_removal_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = taken(b"sent again meanwhile", OLD)
    real, seen = strays.strays, []

    def looked() -> Any:
        for one in real():
            seen.append(one)
            store.take(b"sent again meanwhile", name="note.txt")
            yield one

    monkeypatch.setattr(strays, "strays", looked)
    assert (strays.sweep(), len(seen), path.exists()) == ([], 1, True)


def test_content_is_not_brought_in_while_a_removal_is_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else it would be found there, and be gone before its new day is noted."""
    path = taken(b"at the same moment", OLD)
    real, done = Path.unlink, threading.Event()
    sender = threading.Thread(
        target=lambda: (store.take(b"at the same moment", name="note.txt"), done.set())
    )

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self == path and not sender.ident:
            sender.start()
            assert not done.wait(0.3)
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert [one.path for one in strays.sweep()] == [path]
    sender.join(timeout=60)
    assert (done.is_set(), path.read_bytes()) == (True, b"at the same moment")
    assert Blob.objects.count() == 0
