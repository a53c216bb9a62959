"""Notes that came before their files: each lies here sealed, until the last piece has come.

Files beside the pieces and no rows: its device keeps the note until it is told a number. Other
words under one id lie beside the first, and each is taken in.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from . import pieces
from .coding import is_id

_NAME = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9a-f]{64})\.envelope")
# Of one sender: more than anybody writes with photos before they are sent; and their bytes.
MOST, BYTES = 1_000, 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed note that waits. ``digest`` knows the same words again; ``skew`` is by how many
    seconds the clock of its device was ahead when it came, where that is known.
    """

    sender: str
    note: str
    digest: str
    envelope: Any
    skew: int | None


def keep(sender: str, note: str, digest: str, envelope: dict[str, Any], skew: int | None) -> None:
    """Keep a sealed note of ``sender``: the same words once. Raises pieces.NoRoom."""
    content = json.dumps({"envelope": envelope, "skew": skew}).encode()
    with pieces.held(sender):
        path = _path(sender, note, digest)
        others = [one.stat().st_size for one in _all(pieces.folder_of(sender)) if one != path]
        if len(others) >= MOST or sum(others) + len(content) > BYTES:
            raise pieces.NoRoom("too many notes of this device wait for their files")
        pieces.refuse_full_disk(len(content))
        pieces.write(path, content)


def found(sender: str, note: str) -> list[Waiting]:
    """The sealed notes that wait here under this id: one, or several of other words."""
    if not is_id(note):
        raise AssertionError(f"{note!r} is no id")
    paths = sorted(pieces.folder_of(sender).glob(f"{note}.*.envelope"))
    return [one for path in paths if (one := _read(path)) is not None]


def of(sender: str) -> list[str]:
    """The ids of the notes that wait here."""
    return sorted({one.name[:22] for one in _all(pieces.folder_of(sender))})


def drop(sender: str, note: str, digest: str) -> None:
    """Forget a note that was taken in."""
    _path(sender, note, digest).unlink(missing_ok=True)


def every() -> Iterator[Waiting]:
    """Each note that waits, of all senders."""
    for folder in sorted(Path(settings.PIECES_ROOT).glob("*/")):
        for path in _all(folder):
            if (one := _read(path)) is not None:
                yield one


def is_old(one: Waiting, files: list[str]) -> bool:
    """Came neither it nor any of its ``files`` for some days?"""
    path = _path(one.sender, one.note, one.digest)
    try:
        old = pieces.is_old(path)
    # It was taken in at this moment.
    except FileNotFoundError:
        return False
    return old and pieces.age_of(one.sender, files) > pieces.KEPT.total_seconds()


def begin_anew(one: Waiting) -> None:
    """Let its days begin anew."""
    path = _path(one.sender, one.note, one.digest)
    if path.exists():
        os.utime(path)


def _read(path: Path) -> Waiting | None:
    named = _NAME.fullmatch(path.name)
    try:
        told = json.loads(path.read_bytes())
        assert named is not None
        return Waiting(path.parent.name, named[1], named[2], told["envelope"], told["skew"])
    except FileNotFoundError:
        return None


def _all(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob("*.envelope") if _NAME.fullmatch(one.name))


def _path(sender: str, note: str, digest: str) -> Path:
    name = f"{note}.{digest}.envelope"
    if not _NAME.fullmatch(name):
        raise AssertionError(f"{name!r} names no note")
    return pieces.folder_of(sender) / name
