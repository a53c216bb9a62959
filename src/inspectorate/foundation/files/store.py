"""The store on the file system, written so that a power cut loses nothing acknowledged.

Bytes go to a temporary file, are synced, renamed to their digest, and the folders are synced; only
then does :func:`put` return. A content that is already there is left as it is, but read and its
folders synced, because whoever put it there may have been killed before doing so.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from . import kinds
from .models import Blob


class Missing(Exception):
    """A file the records name is not in the store, or its bytes are others."""


def path_of(digest: str) -> Path:
    """Where a content lies: two levels of folders, so that none grows too large."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def put(content: bytes, *, name: str, at: datetime) -> Blob:
    """Store ``content`` and return its blob; ``name`` decides with the content what it is.

    Raises Refused naming the file when it is empty, too large, of a kind not taken, or not what its
    name says, and Missing when the store holds other bytes where this content should lie (it is
    never overwritten, so it cannot be acknowledged).
    """
    media_type = kinds.media_type(content, name)
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if target.exists():
        get(digest)
    else:
        _write(target, content)
    _sync_folders(target.parent)
    blob, _ = Blob.objects.get_or_create(
        digest=digest, defaults={"size": len(content), "media_type": media_type, "stored_at": at}
    )
    return blob


def keep(content: bytes, *, digest: str) -> None:
    """Put back ``content`` that another store held under ``digest``; its row comes from there.

    Raises Missing for other bytes.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise Missing(f"file {digest} came with other bytes")
    target = path_of(digest)
    if not target.exists():
        _write(target, content)


def get(digest: str) -> bytes:
    """Return the bytes of a content, checked against its digest; raises Missing naming it."""
    target = path_of(digest)
    if not target.exists():
        raise Missing(f"file {digest} is not in the store")
    content = target.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Missing(f"file {digest} was changed on disk")
    return content


def faults() -> Iterator[str]:
    """Read every stored content; yield one sentence for each that is missing or changed."""
    for digest in Blob.objects.order_by("digest").values_list("digest", flat=True).iterator():
        try:
            get(digest)
        except Missing as fault:
            yield str(fault)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: a rename is one step only within a file system.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".put-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # Not even the application writes into a stored content again.
        temporary.chmod(0o440)
        temporary.rename(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
