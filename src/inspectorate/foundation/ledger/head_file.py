"""The file of heads as bytes: a line a head, appended whole, synced, rotated. Without Django.

A line is ``stream⇥number⇥digest⇥check``, ``check`` being CRC-32 over what stands before it,
eight hexadecimal digits. Lines written before there was a check have three fields and are read
still. What is no such line is *torn*: a full disk or a power cut ended it early.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

# Past this size (36,000 lines) a new file is begun: what a start of the server reads at most.
LIMIT = 4 * 1024 * 1024


class Head(NamedTuple):
    """The last number of a stream and its digest; ``checked`` when the line's check held."""

    stream: str
    number: int
    digest: str
    checked: bool = True


class Line(NamedTuple):
    """One line, counted from 1; ``head`` is None where it is torn."""

    file: Path
    number: int
    head: Head | None


def parsed(line: bytes) -> Head | None:
    """Return the head a line holds, or None when it is torn."""
    text = line.removesuffix(b"\n").decode("utf-8", "replace")
    fields, _, check = text.rpartition("\t")
    parts, checked = fields.split("\t"), True
    if len(parts) == 2:
        parts, checked = text.split("\t"), False
    elif check != _check(fields):
        return None
    # Fewer than 19 digits fit the database's 64 bits; a damaged line must not fail the query.
    if len(parts) == 3 and parts[1].isdecimal() and len(parts[1]) < 19 and len(parts[2]) == 64:
        return Head(parts[0], int(parts[1]), parts[2], checked)
    return None


def lines(file: Path) -> Iterator[Line]:
    """Read a file from its first line to the last that was whole when reading began."""
    if file.exists():
        with _alone(file):
            size = file.stat().st_size
        yield from _lines(file, size)


def newest(read: Iterable[Line], known: Mapping[str, Head] | None = None) -> dict[str, Head]:
    """Return the head with the highest number of each stream; torn lines are passed over.

    Those of ``known`` count too.
    """
    found = dict(known or {})
    for line in read:
        head = line.head
        if head and (head.stream not in found or head.number >= found[head.stream].number):
            found[head.stream] = head
    return found


def files(file: Path) -> list[Path]:
    """Return the older files that rotation left, oldest first, and the current one if it is there.

    Not those that were set aside.
    """
    older = sorted(file.parent.glob(f"{file.stem}-[0-9]*{file.suffix}"))
    return [*older, *([file] if file.exists() else [])]


def aside(file: Path) -> list[Path]:
    """Return the files that were set aside, oldest first."""
    return sorted(file.parent.glob(f"{file.stem}-set-aside-[0-9]*{file.suffix}"))


def digest(file: Path, size: int | None = None) -> str:
    """Return SHA-256 over the first ``size`` bytes of a file, or over all of it."""
    with file.open("rb") as opened:
        return hashlib.sha256(opened.read(size)).hexdigest()


def append(file: Path, heads: Iterable[Head], *, sync: bool = True) -> None:
    """Write the heads at the end, all or none of them, and sync.

    Raises OSError where the disk does not take them; the file is then as it was before.
    """
    text = b"".join(_line(head) for head in heads)
    with _alone(file):
        new = not file.exists()
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            end = os.fstat(handle).st_size
            # A line that was torn must not swallow this one.
            if end and os.pread(handle, 1, end - 1) != b"\n":
                text = b"\n" + text
            try:
                _write(handle, text)
                if sync:
                    os.fsync(handle)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(handle, end)
                raise
        finally:
            os.close(handle)
        if new:
            _sync_folder(file)


def rotate_if_long(file: Path) -> None:
    """Begin a new file once this one is past ``LIMIT``: it starts with the newest heads.

    The old one stays, under the next number, to be shipped.
    """
    if file.exists() and file.stat().st_size > LIMIT:
        with _alone(file):
            # Another process may have been first.
            size = file.stat().st_size
            if size > LIMIT:
                kept = _numbered(file, f"{file.stem}-", files(file)[:-1])
                _begin(file, newest(_lines(file, size)).values(), kept)


@contextmanager
def acceptance(file: Path) -> Iterator[None]:
    """Hold what one process at a time may do: find the file of heads at fault and set it aside.

    By a file of its own: others go on appending heads meanwhile.
    """
    handle = os.open(file.with_suffix(".accepting"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def set_aside(file: Path, heads: Iterable[Head]) -> list[Path]:
    """Put every file of heads aside, under a name that is no longer read, and begin with ``heads``.

    Returns where they lie now.
    """
    kept: list[Path] = []
    with _alone(file):
        for old in files(file):
            kept.append(_numbered(file, f"{file.stem}-set-aside-", [*aside(file), *kept]))
            if old != file:
                old.rename(kept[-1])
        _begin(file, heads, kept[-1] if file.exists() else None)
    return kept


def _lines(file: Path, size: int) -> Iterator[Line]:
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if size <= 0:
                return
            size -= len(line)
            yield Line(file, number, parsed(line))


def _check(fields: str) -> str:
    return f"{zlib.crc32(fields.encode()):08x}"


def _line(head: Head) -> bytes:
    fields = f"{head.stream}\t{head.number}\t{head.digest}"
    return f"{fields}\t{_check(fields)}\n".encode()


def _write(handle: int, text: bytes) -> None:
    """Write all of it: a full disk takes a part first, and says so only at the next try."""
    while text:
        text = text[os.write(handle, text) :]


def _begin(file: Path, heads: Iterable[Head], kept: Path | None) -> None:
    """Put a new file in the place of the current one, which is kept under another name."""
    fresh = file.with_suffix(f"{file.suffix}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _write(handle, b"".join(map(_line, heads)))
        os.fsync(handle)
    finally:
        os.close(handle)
    # A second name and then a replacement, so that at no moment there is no file of heads.
    if kept:
        os.link(file, kept)
    fresh.replace(file)
    _sync_folder(file)


def _numbered(file: Path, start: str, taken: list[Path]) -> Path:
    last = int(taken[-1].stem.removeprefix(start)) if taken else 0
    return file.with_name(f"{start}{last + 1:06d}{file.suffix}")


def _sync_folder(file: Path) -> None:
    handle = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the folder's lock: one process writes the file of heads at a time.

    The folder's and not the file's, since rotation puts another file in its place.
    """
    handle = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
