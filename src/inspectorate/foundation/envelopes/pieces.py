"""Files of a note, sealed piece by piece under a key that stands in its envelope.

Pieces lie here as they came, sealed, until the note that names them is taken in; without it nobody
can read them. Each has a file of its own, written so that a power cut leaves it whole or not at
all. Pieces of no note are swept after some days: their device has them still, and sends them again.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import os
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .coding import CannotOpen, is_id

PIECE = 1024 * 1024
# Bytes that a seal adds.
TAG = 16
KEPT = timedelta(days=14)
# What stays free on the disk whatever is sent.
LEFT_FREE = 1024 * 1024 * 1024
_NAME = re.compile(r"(\d+)-of-(\d+)")
_OF = re.compile(r"[a-z0-9-]{1,40}")


class OtherBytes(Exception):
    """Another piece came under this file and number before, or of another count."""


class NoRoom(Exception):
    """So much is not kept here for this sender, or the disk has no room for it."""


class Gone(Exception):
    """A piece is not here any more: its note was taken in meanwhile."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One sealed piece: the ``n``-th, from 0, of ``of`` pieces of ``file``."""

    file: str
    n: int
    of: int
    content: bytes


def nonce_of(n: int) -> bytes:
    """The nonce of the ``n``-th piece: each piece of a file has its own, each file its own key."""
    return b"\0\0\0\0" + n.to_bytes(8, "big")


def bound_to(file: str, n: int, of: int) -> bytes:
    """What the seal of a piece is bound to: none can stand in another's place."""
    return f"{file}/{n}/{of}".encode()


def sealed_piece(key: bytes, file: str, n: int, of: int, content: bytes) -> bytes:
    """Seal a piece, as a device does."""
    return AESGCM(key).encrypt(nonce_of(n), content, bound_to(file, n, of))


def open_piece(key: bytes, piece: Piece) -> bytes:
    """Open a piece. Raises CannotOpen where it is not what the device sealed."""
    try:
        told = bound_to(piece.file, piece.n, piece.of)
        return AESGCM(key).decrypt(nonce_of(piece.n), piece.content, told)
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen(f"piece {piece.n + 1} of a file does not open") from fault


def keep(sender: str, piece: Piece, *, most: int, since: datetime | None = None) -> list[int]:
    """Keep a piece of ``sender`` ("device-12"); return which pieces of its file are here.

    Sent twice it changes nothing. Raises OtherBytes, and NoRoom where ``most`` bytes of the sender,
    of those that came ``since`` then, lie here already, or the disk is nearly full.
    """
    folder = folder_of(sender) / piece.file
    # One after another, so that each sees what the others kept.
    with held(sender):
        here = _here(folder)
        if any(of != piece.of for of in here.values()):
            raise OtherBytes("pieces of this file came as of another count")
        target = folder / f"{piece.n}-of-{piece.of}"
        if piece.n in here:
            if target.read_bytes() != piece.content:
                raise OtherBytes("other bytes came under this piece before")
        else:
            _refuse_without_room(sender, len(piece.content), most, since)
            write(target, piece.content)
        # Its days begin anew.
        os.utime(folder)
        return sorted({*here, piece.n})


def have(sender: str, file: str) -> list[int]:
    """Which pieces of a file are here."""
    return sorted(_here(folder_of(sender) / file))


def contents(sender: str, file: str, of: int) -> Iterator[Piece]:
    """The pieces of a file in their order. Raises Gone where one is not here."""
    for n in range(of):
        path = folder_of(sender) / file / f"{n}-of-{of}"
        try:
            yield Piece(file, n, of, path.read_bytes())
        except FileNotFoundError as fault:
            raise Gone(f"piece {n} of {of} is not here") from fault


def drop(sender: str, files: Iterable[str]) -> None:
    """Forget the pieces of files whose note is taken in."""
    with held(sender):
        for file in files:
            shutil.rmtree(folder_of(sender) / file, ignore_errors=True)


def age_of(sender: str, files: Iterable[str]) -> float:
    """For how many seconds nothing came of any of these files; without end where none is here."""
    times = []
    for file in files:
        with suppress(FileNotFoundError):
            times.append((folder_of(sender) / file).stat().st_mtime)
    return time.time() - max(times) if times else math.inf


def is_old(path: Path) -> bool:
    """Has nothing come for it for some days?"""
    return time.time() - path.stat().st_mtime > KEPT.total_seconds()


def orphans(named: Collection[tuple[str, str]]) -> list[Path]:
    """Folders of pieces older than some days, but for ``named``: pairs of sender and file that a
    note here still waits with.
    """
    return [
        path
        for path in sorted(Path(settings.PIECES_ROOT).glob("*/*/"))
        if _OF.fullmatch(path.parent.name)
        and is_old(path)
        and (path.parent.name, path.name) not in named
    ]


def sweep(named: Collection[tuple[str, str]]) -> list[Path]:
    """Remove such folders; return them."""
    found = []
    for path in orphans(named):
        with held(path.parent.name):
            # A piece may have come while we waited.
            if path.exists() and is_old(path):
                shutil.rmtree(path, ignore_errors=True)
                found.append(path)
    return found


def digest_of(parts: Iterable[bytes]) -> str:
    """The SHA-256 of a content in parts, in hexadecimal."""
    told = hashlib.sha256()
    for part in parts:
        told.update(part)
    return told.hexdigest()


def folder_of(sender: str) -> Path:
    """Where what one sender sent lies."""
    if not _OF.fullmatch(sender):
        raise AssertionError(f"{sender!r} names no sender")
    return Path(settings.PIECES_ROOT) / sender


def _here(folder: Path) -> dict[int, int]:
    """The numbers of the pieces in a folder, and of how many each is said to be."""
    if not is_id(folder.name):
        return {}
    try:
        named = [_NAME.fullmatch(one.name) for one in folder.iterdir()]
    # None came, or its note was taken in at this moment.
    except FileNotFoundError:
        return {}
    return {int(one[1]): int(one[2]) for one in named if one}


def refuse_full_disk(size: int) -> None:
    """Raise NoRoom where ``size`` more bytes would leave the disk nearly full."""
    if shutil.disk_usage(settings.PIECES_ROOT).free < size + LEFT_FREE:
        raise NoRoom("the disk has no room for it just now")


def _refuse_without_room(sender: str, size: int, most: int, since: datetime | None) -> None:
    refuse_full_disk(size)
    begun = since.timestamp() if since else 0.0
    told = (one.stat() for one in folder_of(sender).glob("*/*") if one.is_file())
    there = sum(one.st_size for one in told if one.st_mtime >= begun)
    if there + size > most:
        raise NoRoom(f"more than {most // 1024 // 1024} MB of this device lie here unfinished")


def write(target: Path, content: bytes) -> None:
    """Write a file so that a power cut leaves it whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{secrets.token_hex(8)}"
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(target)
    for folder in (target.parent, *list(target.parents)[1:3]):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def held(sender: str) -> Iterator[Any]:
    """Hold the pieces of a sender, for one writer at a time."""
    folder = folder_of(sender)
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield None
    finally:
        os.close(handle)
