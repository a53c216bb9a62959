"""A content that comes in pieces over a line that may break: begun, gone on with, whole.

It lies unfinished in the store under a name that only its owner's next piece can find again: who
sends it, what for, what it is called, how long it is and when it was changed. No row tells of it,
so that nothing is left but the file, which is swept after a day without a piece (``strays``).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.utils.crypto import salted_hmac

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from . import kinds, store
from .reasons import FileReason
from .store import StoredFile

PIECE = 8 * 1024 * 1024
# Of one person, unfinished at a time; and what stays free on the disk whatever is sent.
AT_ONCE, LEFT_FREE = 3, 1024 * 1024 * 1024
_BLOCK = 64 * 1024
_UNFINISHED = re.compile(f"{re.escape(store.TEMPORARY)}[0-9a-f]{{20}}-[0-9a-f]{{40}}-([0-9]+)")


class Body(Protocol):
    """A body that is read in pieces of at most so many bytes."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""


class Misplaced(Exception):
    """A piece does not begin where the content stands; ``offset``, in bytes, says where it does."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(f"the content stands at {offset}")


@dataclass(frozen=True, slots=True)
class ComingFile:
    """What is being sent: by whom, what for, its name, its size in bytes, when it was changed."""

    owner: str
    about: str
    name: str
    size: int
    changed: str

    @property
    def path(self) -> Path:
        """Where its bytes lie until it is whole."""
        named = "\x00".join((self.owner, self.about, self.name, str(self.size), self.changed))
        own = f"{_of(self.owner)}{_keyed(named)[:40]}-{self.size}"
        return Path(settings.FILES_ROOT) / own


def begin(coming: ComingFile) -> int:
    """Begin a content, or find it again; return up to where it is here, in bytes.

    Raises Refused where it is empty or too large, where too many of the owner's are unfinished, or
    where the disk has no room for it twice beside what other unfinished ones still lack.
    """
    path = coming.path
    # One after another, so that each counts what the others began.
    with store.held(fcntl.LOCK_EX):
        refuse_if(_reasons_against(coming))
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        # Its day begins anew, so that it is not swept under the sender.
        os.utime(path)
    with _held(coming) as file:
        return _stands(file, coming)


def add(coming: ComingFile, offset: int, digest: str, piece: Body) -> int:
    """Add a piece that begins at ``offset``; return up to where the content is here now.

    Raises Misplaced where it begins elsewhere, as one that is here already does, so that it may be
    sent twice and changes nothing; also where it came with other bytes than ``digest`` says: then
    none of it is kept. Raises Refused where the disk has no room for it any more.
    """
    with _held(coming) as file:
        end = _stands(file, coming)
        # Also where it was sent before and the answer was lost: the sender goes on from the end.
        if offset != end:
            raise Misplaced(end)
        told, length = hashlib.sha256(), 0
        most = min(PIECE, coming.size - end)
        # Something else may have filled the disk since it was begun.
        refuse_if(_without_room(coming, most))
        while length <= most and (block := piece.read(min(_BLOCK, most + 1 - length))):
            told.update(block)
            length += len(block)
            file.write(block)
        file.flush()
        if length > most or not length or told.hexdigest() != digest:
            file.truncate(end)
            raise Misplaced(end)
        os.fsync(file.fileno())
        return end + length


def whole(coming: ComingFile, digest: str) -> StoredFile:
    """Bring a content that is here to its end into the store.

    ``digest`` is the SHA-256, in hexadecimal, over the digests of its pieces in their order, 32
    bytes each: a browser can work that out for a file that is larger than its memory. Raises
    Refused where the content is not here whole, or is another, where the disk has no room for the
    copy, and as :func:`store.take` does.
    """
    with _held(coming) as file:
        if _stands(file, coming) != coming.size:
            raise _again(f"{coming.name} did not come to its end.")
        refuse_if(_without_room(coming, coming.size))
        if _total(file) != digest:
            coming.path.unlink(missing_ok=True)
            raise _again(f"{coming.name} came with other bytes than were sent.")
        file.seek(0)
        try:
            return store.take(file, name=coming.name, most=settings.PIECES_LIMIT, archives=True)
        except Refused:
            # It will never be taken, and keeps no place from another.
            drop(coming)
            raise


def repeated(coming: ComingFile, digest: str, stored: str) -> StoredFile | None:
    """The content that the store holds under ``stored``, where it is what is sent: for a form that
    is sent a second time, when its pieces are forgotten.

    ``digest`` is as of :func:`whole`. Raises Missing.
    """
    with store.opened(stored) as file:
        if file.seek(0, os.SEEK_END) != coming.size or _total(file) != digest:
            return None
        file.seek(0)
        most, name = settings.PIECES_LIMIT, coming.name
        kind = kinds.media_type(file, name, most=most, archives=True)
        return StoredFile(stored, coming.size, kind, name)


def drop(coming: ComingFile) -> None:
    """Forget a content, once it is in the store and named by a row."""
    coming.path.unlink(missing_ok=True)


def _reasons_against(coming: ComingFile) -> list[Reason]:
    most, name = settings.PIECES_LIMIT, coming.name
    if coming.size < 1:
        mend = Mend.words("Choose the file again.")
        return [Reason(FileReason.FILE_EMPTY, f"{name} is empty.", mend, "file")]
    if coming.size > most:
        text = f"{name} is larger than {most // (1024 * 1024)} MB."
        mend = Mend.words("Split it or send a smaller copy.")
        return [Reason(FileReason.FILE_TOO_LARGE, text, mend, "file")]
    root, path = Path(settings.FILES_ROOT), coming.path
    others = [one for one in root.glob(f"{_of(coming.owner)}*") if one != path]
    if len(others) >= AT_ONCE:
        text = f"{len(others)} files that you began to send are not here whole yet."
        mend = Mend.words("Send those to their end first, or wait a day: then they are forgotten.")
        return [Reason(FileReason.TOO_MANY_UNFINISHED, text, mend, "file")]
    lacking = sum(_lacks(one) for one in root.glob(f"{store.TEMPORARY}*") if one != path)
    return _without_room(coming, _lacks(path) + lacking)


def _without_room(coming: ComingFile, needed: int) -> list[Reason]:
    """Why so many bytes more may not be written; empty where enough stays free after them."""
    if shutil.disk_usage(settings.FILES_ROOT).free >= needed + LEFT_FREE:
        return []
    text = f"There is no room for {coming.name} just now."
    mend = Mend.outside("Tell the inspectorate, and send it later.")
    return [Reason(FileReason.NO_ROOM, text, mend, "file")]


def _lacks(path: Path) -> int:
    """Bytes that an unfinished content will still be given: its rest, and its copy in the store.

    A file of another name is being put into the store, and told by no size.
    """
    named = _UNFINISHED.fullmatch(path.name)
    if named is None:
        return 0
    try:
        here = path.stat().st_size
    except FileNotFoundError:
        here = 0
    return 2 * int(named[1]) - here


@contextmanager
def _held(coming: ComingFile) -> Iterator[IO[bytes]]:
    """Open what is here of a content, for one writer at a time."""
    try:
        file = coming.path.open("r+b")
    except FileNotFoundError as fault:
        raise _again(f"Nothing of {coming.name} is here any more.") from fault
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _stands(file: IO[bytes], coming: ComingFile) -> int:
    """Up to where a content is here; a piece cut off by a process that was killed is taken away."""
    end = file.seek(0, os.SEEK_END)
    if end < coming.size and end % PIECE:
        end -= end % PIECE
        file.truncate(end)
        file.seek(end)
    return end


def _total(file: IO[bytes]) -> str:
    """The digest over the digests of the pieces of a content."""
    file.seek(0)
    told = hashlib.sha256()
    for piece in iter(lambda: file.read(PIECE), b""):
        told.update(hashlib.sha256(piece).digest())
    return told.hexdigest()


def _again(text: str) -> Refused:
    mend = Mend.words("See whether it is on the page of the request; if not, send it again.")
    return Refused([Reason(FileReason.FILE_NOT_WHOLE, text, mend, "file")])


def _of(owner: str) -> str:
    """How the names of an owner's unfinished contents begin."""
    return f"{store.TEMPORARY}{_keyed(owner)[:20]}-"


def _keyed(text: str) -> str:
    return salted_hmac("inspectorate.foundation.files.pieces", text, algorithm="sha256").hexdigest()
