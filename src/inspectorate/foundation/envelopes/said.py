"""What a device said and signed: the frame of a note, and the files it names.

What the note itself holds, ``item``, is left as it came: which fields there are is for whoever
takes it in. A frame that is amiss hides no words: what is wrong with it is told beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from .coding import decoded, is_id
from .pieces import PIECE

NOTE, TEST = "note", "test"
# Of one note: files, and characters of a name.
FILES, NAME = 20, 200
_SHA256 = re.compile("[0-9a-f]{64}")
# Folders of a name; and what no page, header or database carries, or turns what stands beside it.
_FOLDERS = re.compile(r"[/\\]")
_UNPRINTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Years in which a note can have been written, whatever its clock says.
_YEARS = range(1970, 2100)
# Of what the device says about its frame: all but these is of the words.
FRAME = ("v", "id", "device", "inspection", "device_time", "files", "kind", "replaces")


class NotAsDescribed(Exception):
    """What was opened is no note at all; the sentence says what is wrong."""


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
    """A note as the device said it. ``device_time`` is by its own clock, right or wrong.

    ``amiss`` holds a sentence for each file, or part of the frame, that is not as described: such a
    file cannot be opened, and is not among ``files``. ``more`` is what else was said beside
    ``item``.
    """

    id: str
    device: str
    about: str
    kind: str
    device_time: datetime | None
    item: Any
    files: tuple[SaidFile, ...]
    amiss: tuple[str, ...]
    more: Mapping[str, Any]


def read(said: bytes) -> Said:
    """Read what was said. Raises NotAsDescribed only where it is no object at all; ``item`` is not
    looked at.

    A clock that says no time at all makes no note unreadable: then there is none.
    """
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as fault:
        raise NotAsDescribed("it is no JSON") from fault
    if not isinstance(found, dict):
        raise NotAsDescribed("it is no object")
    files, amiss = _files(found.get("files") or [])
    if found.get("v") != 1:
        amiss = ["It is of a version that is not known here", *amiss]
    return Said(
        id=_text(found, "id"),
        device=_text(found, "device"),
        about=_text(found, "inspection"),
        kind=TEST if found.get("kind") == TEST else NOTE,
        device_time=_moment(found.get("device_time")),
        item=found.get("item"),
        files=files,
        amiss=tuple(amiss),
        more={name: value for name, value in found.items() if name not in (*FRAME, "item")},
    )


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _files(sent: object) -> tuple[tuple[SaidFile, ...], list[str]]:
    """The files that can be opened, and what is wrong with the others."""
    if not isinstance(sent, list):
        return (), ["Its files are no list"]
    found: dict[str, SaidFile] = {}
    amiss = []
    for one in sent[:FILES]:
        try:
            file = _file(one)
        except NotAsDescribed as fault:
            amiss.append(str(fault))
            continue
        if file.id in found:
            amiss.append(f"{file.name} bears the id of another file")
        found.setdefault(file.id, file)
    if len(sent) > FILES:
        amiss.append(f"It names {len(sent):,} files; the first {FILES} are taken")
    return tuple(found.values()), amiss


def _file(sent: object) -> SaidFile:
    if not isinstance(sent, Mapping):
        raise NotAsDescribed("A file of it is no object")
    name = _named(sent.get("name"))
    size: Any = sent.get("size")
    pieces: Any = sent.get("pieces")
    if not is_id(sent.get("id")):
        raise NotAsDescribed(f"{name} has no id")
    if not _whole(size) or not _whole(pieces) or pieces != -(-size // PIECE):
        raise NotAsDescribed(f"{name} does not say how long it is, and in how many pieces")
    digest = sent.get("sha256")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise NotAsDescribed(f"{name} does not say its digest")
    try:
        key = decoded(sent.get("key"))
    except ValueError as fault:
        raise NotAsDescribed(f"{name} has no key") from fault
    if len(key) != 32:
        raise NotAsDescribed(f"{name} has no key of 32 bytes")
    return SaidFile(
        id=sent["id"],
        name=name,
        type=_UNPRINTED.sub("_", str(sent.get("type", "")))[:NAME],
        size=size,
        sha256=digest,
        key=key,
        pieces=pieces,
    )


def _named(sent: object) -> str:
    """The name of a file as it may stand on a page and in a header; never a reason to lose it."""
    last = _FOLDERS.split(sent)[-1] if isinstance(sent, str) else ""
    plain = _UNPRINTED.sub("_", last).strip()
    if len(plain) > NAME:
        suffix = PurePath(plain).suffix[:20]
        plain = plain[: NAME - len(suffix)] + suffix
    return plain or "file"


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**40


def _moment(sent: object) -> datetime | None:
    if not isinstance(sent, str):
        return None
    try:
        found = datetime.fromisoformat(sent)
        return found if found.tzinfo and found.astimezone(UTC).year in _YEARS else None
    # A year 1 or 9999 that a zone takes beyond what Python counts.
    except (ValueError, OverflowError):
        return None
