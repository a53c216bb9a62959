"""Notes that came before their files: each lies here sealed, until the last piece has come.

Files beside the pieces and no rows: its device keeps the note until it is told a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from . import pieces
from .coding import is_id

_ENDING = ".envelope"
# Of one sender: more than anybody writes with photos before they are sent.
MOST = 1_000


def keep(sender: str, note: str, envelope: dict[str, Any]) -> None:
    """Keep a sealed note of ``sender``; the newest that came under one id. Raises NoRoom."""
    with pieces.held(sender):
        path = _path(sender, note)
        others = sum(1 for one in pieces.folder_of(sender).glob(f"*{_ENDING}") if one != path)
        if others >= MOST:
            raise pieces.NoRoom(f"{MOST:,} notes of this device wait for their files")
        pieces.write(path, json.dumps(envelope).encode())


def found(sender: str, note: str) -> dict[str, Any] | None:
    """The sealed note that waits here under this id."""
    try:
        told: dict[str, Any] = json.loads(_path(sender, note).read_bytes())
    except FileNotFoundError:
        return None
    return told


def of(sender: str) -> list[str]:
    """The ids of the notes that wait here."""
    return sorted(one.name.removesuffix(_ENDING) for one in _all(pieces.folder_of(sender)))


def drop(sender: str, note: str) -> None:
    """Forget a note that was taken in."""
    _path(sender, note).unlink(missing_ok=True)


def every() -> Iterator[tuple[str, str, bool]]:
    """Each note that waits: its sender, its id, and whether nothing came for it for some days."""
    for folder in sorted(Path(settings.PIECES_ROOT).glob("*/")):
        for path in _all(folder):
            yield folder.name, path.name.removesuffix(_ENDING), pieces.is_old(path)


def _all(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob(f"*{_ENDING}"))


def _path(sender: str, note: str) -> Path:
    if not is_id(note):
        raise AssertionError(f"{note!r} is no id")
    return pieces.folder_of(sender) / f"{note}{_ENDING}"
