"""The store on the file system, written so that a power cut loses nothing acknowledged.

Bytes go to a temporary file, are synced, renamed to their digest, and the folder is synced; only then does :func:`put`
return. A content that is already there is left as it is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import puremagic
from django.conf import settings

from inspectorate.foundation.answers.answers import Reason, Refused

from .models import Blob

ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXT = {".txt", ".md", ".csv"}


class Missing(Exception):
    """A file the records name is not in the store, or its bytes are others."""


def path_of(digest: str) -> Path:
    """Where a content lies: two levels of folders, so that none grows too large."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def put(content: bytes, *, name: str, at: datetime) -> Blob:
    """Store ``content`` and return its blob; ``name`` decides with the content what it is.

    Raises Refused naming the file when it is empty, too large, of a kind not taken, or not what its name says.
    """
    media_type = _media_type(content, name)
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if not target.exists():
        _write(target, content)
    blob, _ = Blob.objects.get_or_create(digest=digest, defaults={"size": len(content), "media_type": media_type, "stored_at": at})
    return blob


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
    made = [folder for folder in (target.parent.parent, target.parent) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".put-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o440)
        os.rename(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync(target.parent)
    for folder in made:
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _media_type(content: bytes, name: str) -> str:
    suffix = Path(name).suffix.lower()
    if not content:
        raise Refused([Reason("file_empty", f"{name} is empty.", "Choose the file again.", "file")])
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise Refused([Reason("file_too_large", f"{name} is larger than {limit} MB.", "Split it or send a smaller copy.", "file")])
    if suffix not in ALLOWED:
        kinds = ", ".join(sorted(ALLOWED))
        raise Refused([Reason("file_kind", f"{name}: files of this kind are not taken.", f"Send one of {kinds}.", "file")])
    if suffix in _TEXT:
        if b"\x00" in content:
            raise Refused([Reason("file_not_text", f"{name} is named as text but is not.", "Check the file.", "file")])
        return ALLOWED[suffix]
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(content, name)}
    except puremagic.PureError:
        found = set()
    if suffix not in found and not (suffix in {".jpg", ".jpeg"} and found & {".jpg", ".jpeg", ".jfif"}):
        raise Refused([Reason("file_not_its_name", f"{name} is not what its name says.", "Save it again and resend.", "file")])
    return ALLOWED[suffix]
