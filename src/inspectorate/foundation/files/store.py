"""The store on the file system, written so that a power cut loses nothing acknowledged.

A door brings a content in (:func:`take`) before the act that names it: bytes go to a temporary
file, are synced, renamed to their digest, and the folders are synced. The act then makes the row
(:func:`put`), so that no lock is held while bytes travel. A content whose act was refused is named
by no row and swept after a day (``strays``).
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from . import kinds
from .models import Blob

TEMPORARY = ".put-"
# What a content is that nobody looked into: no page shows it, no reader opens it.
SHUT = "application/octet-stream"
_CHUNK = 1024 * 1024


class Missing(Exception):
    """A file the records name is not in the store, or its bytes are others."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A content that lies in the store, under the name it came with; what an act is given of it.

    ``digest`` is its SHA-256 in hexadecimal, ``size`` in bytes.
    """

    digest: str
    size: int
    media_type: str
    name: str


def path_of(digest: str) -> Path:
    """Where a content lies: two levels of folders, so that none grows too large."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def take(
    content: IO[bytes] | bytes, *, name: str, most: int | None = None, archives: bool = False
) -> StoredFile:
    """Bring ``content`` into the store before the act that will name it; ``name`` decides with the
    content what it is. ``most`` bytes are taken where it is not the usual limit;
    ``archives`` too, by whoever keeps them shut.

    Read in pieces, never whole into memory. A content that is already there is never overwritten,
    but read, and its day begins anew: whoever put it there may have been killed before syncing it.
    Raises Refused naming the file when it is empty, too large, of a kind not taken, or not what its
    name says, and Missing when the store holds other bytes where this content should lie.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    media_type = kinds.media_type(stream, name, most=most, archives=archives)
    digest, size = _place(stream)
    return StoredFile(digest, size, media_type, name)


def take_shut(content: IO[bytes], *, name: str) -> StoredFile:
    """Bring in a content of a kind that is not taken, which nobody else has any more: it is kept
    shut, and given back byte for byte, as a file of no kind. Raises Missing as :func:`take` does.
    """
    content.seek(0)
    digest, size = _place(content)
    return StoredFile(digest, size, SHUT, name)


def put(file: StoredFile, *, at: datetime) -> Blob:
    """Make the row of a content that :func:`take` brought in; inside an act only.

    Raises Missing when it does not lie there.
    """
    target = path_of(file.digest)
    if not target.is_file() or target.stat().st_size != file.size:
        raise Missing(f"file {file.digest} is not in the store")
    blob, _ = Blob.objects.get_or_create(
        digest=file.digest,
        defaults={"size": file.size, "media_type": file.media_type, "stored_at": at},
    )
    return blob


def keep(content: bytes | Iterable[bytes], *, digest: str) -> None:
    """Put back ``content``, whole or in pieces, that another store held under ``digest``; its row
    comes from there.

    Raises Missing for other bytes.
    """
    with tempfile.TemporaryFile() as stream:
        told = hashlib.sha256()
        for piece in [content] if isinstance(content, bytes) else content:
            told.update(piece)
            stream.write(piece)
        if told.hexdigest() != digest:
            raise Missing(f"file {digest} came with other bytes")
        stream.seek(0)
        _place(stream)


def get(digest: str) -> bytes:
    """Return the bytes of a content, checked against its digest; raises Missing naming it."""
    target = path_of(digest)
    if not target.exists():
        raise Missing(f"file {digest} is not in the store")
    content = target.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Missing(f"file {digest} was changed on disk")
    return content


def opened(digest: str) -> IO[bytes]:
    """Open a content to be read in pieces; raises Missing naming it where its bytes are others.

    All of it is compared before the first piece is given.
    """
    target = path_of(digest)
    try:
        stream = target.open("rb")
    except FileNotFoundError as fault:
        raise Missing(f"file {digest} is not in the store") from fault
    if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
        stream.close()
        raise Missing(f"file {digest} was changed on disk")
    stream.seek(0)
    return stream


def faults() -> Iterator[str]:
    """Read every stored content; yield one sentence for each that is missing or changed."""
    for digest in Blob.objects.order_by("digest").values_list("digest", flat=True).iterator():
        try:
            changed = _digest_of(path_of(digest)) != digest
        except FileNotFoundError:
            yield f"file {digest} is not in the store"
        # A folder in its place, or one that may not be read, hides no other.
        except OSError as fault:
            yield f"file {digest} cannot be read: {fault.strerror}"
        except (TypeError, ValueError):
            yield f"file {digest!r} is named by a record, and no file has such a name"
        else:
            if changed:
                yield f"file {digest} was changed on disk"


@contextmanager
def held(how: int) -> Iterator[None]:
    """Hold the store: shared to bring a content in, exclusive to take away one that no row names.

    Without it a content could be found there, and swept before its new day is noted.
    """
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _place(stream: IO[bytes]) -> tuple[str, int]:
    """Write ``stream`` under its digest; return the digest and its size in bytes."""
    temporary, digest, size = _written(stream)
    target = path_of(digest)
    try:
        with held(fcntl.LOCK_SH):
            if target.exists():
                if _digest_of(target) != digest:
                    raise Missing(f"file {digest} was changed on disk")
                os.utime(target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary.rename(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folders(target.parent)
    return digest, size


def _written(stream: IO[bytes]) -> tuple[Path, str, int]:
    """Write and sync a temporary file; return its path, the digest and the size in bytes."""
    root, told, size = Path(settings.FILES_ROOT), hashlib.sha256(), 0
    root.mkdir(parents=True, exist_ok=True)
    # Inside the store: a rename is one step only within a file system.
    handle, name = tempfile.mkstemp(dir=root, prefix=TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(_CHUNK):
                told.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            # Not even the application writes into a stored content again.
            os.fchmod(file.fileno(), 0o440)
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary, told.hexdigest(), size


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync_folders(folder: Path) -> None:
    """Sync ``folder`` and those above it as far as the one that holds the store.

    Always all of them: which this call made and which another process made a moment ago, not yet
    synced, cannot be told.
    """
    holder = Path(settings.FILES_ROOT).parent
    _sync(folder)
    while folder != holder:
        folder = folder.parent
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
