"""What a device said and signed: the frame of a note, and the files it names.

What the note itself holds, ``item``, is left as it came: which fields there are is for whoever
takes it in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .coding import decoded, is_id
from .pieces import PIECE

KINDS = NOTE, TEST = ("note", "test")
# Of one note: files, and characters of a name.
FILES, NAME = 20, 200
_SHA256 = re.compile("[0-9a-f]{64}")


class NotAsDescribed(Exception):
    """What was opened is no note as the description says; the sentence says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFile:
    """A file of a note: what it is called, how long it is, and the key its pieces open by."""

    id: str
    name: str
    type: str
    size: int
    sha256: str
    key: bytes
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A note as the device said it. ``device_time`` is by its own clock, right or wrong."""

    id: str
    device: str
    about: str
    kind: str
    device_time: datetime | None
    item: Any
    files: tuple[SaidFile, ...]


def read(said: bytes) -> Said:
    """Read what was said. Raises NotAsDescribed where its frame is none; ``item`` is not looked at.

    A clock that says no time at all makes no note unreadable: then there is none.
    """
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as fault:
        raise NotAsDescribed("it is no JSON") from fault
    if not isinstance(found, dict) or found.get("v") != 1:
        raise NotAsDescribed("it is no note of version 1")
    kind = found.get("kind", NOTE)
    if kind not in KINDS:
        raise NotAsDescribed("it is of no kind that is known")
    if not is_id(found.get("id")) or not isinstance(found.get("inspection"), str):
        raise NotAsDescribed("it does not say its id and its inspection")
    files = found.get("files") or []
    if not isinstance(files, list) or len(files) > FILES:
        raise NotAsDescribed(f"its files are no list of at most {FILES}")
    read_files = tuple(_file(one) for one in files)
    if len({one.id for one in read_files}) < len(read_files):
        raise NotAsDescribed("two of its files have one id")
    return Said(
        id=found["id"],
        device=str(found.get("device", "")),
        about=found["inspection"],
        kind=kind,
        device_time=_moment(found.get("device_time")),
        item=found.get("item"),
        files=read_files,
    )


def _file(sent: object) -> SaidFile:
    if not isinstance(sent, Mapping):
        raise NotAsDescribed("a file of it is no object")
    name: Any = sent.get("name")
    size: Any = sent.get("size")
    pieces: Any = sent.get("pieces")
    if not is_id(sent.get("id")) or not isinstance(name, str) or not 0 < len(name) <= NAME:
        raise NotAsDescribed("a file of it has no id, or no name")
    if not _whole(size) or not _whole(pieces) or pieces != -(-size // PIECE):
        raise NotAsDescribed(f"{name!r} does not say how long it is, and in how many pieces")
    digest = sent.get("sha256")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise NotAsDescribed(f"{name!r} does not say its digest")
    try:
        key = decoded(sent.get("key"))
    except ValueError as fault:
        raise NotAsDescribed(f"{name!r} has no key") from fault
    if len(key) != 32:
        raise NotAsDescribed(f"{name!r} has no key of 32 bytes")
    return SaidFile(
        id=sent["id"],
        name=name,
        type=str(sent.get("type", ""))[:NAME],
        size=size,
        sha256=digest,
        key=key,
        pieces=pieces,
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**40


def _moment(sent: object) -> datetime | None:
    if not isinstance(sent, str):
        return None
    try:
        found = datetime.fromisoformat(sent)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
