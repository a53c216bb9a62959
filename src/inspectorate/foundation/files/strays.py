"""What lies in the store though no row names it: listed at any time, swept after a day.

A content stays a day because its act may still come: a door brings bytes in first, and who got no
answer sends the same form again. Unfinished files of a process that was killed stay as long.
"""

from __future__ import annotations

import fcntl
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import batched
from pathlib import Path

from django.conf import settings

from . import store
from .models import Blob

KEPT = timedelta(days=1)
_LEVEL, _DIGEST = re.compile("[0-9a-f]{2}"), re.compile("[0-9a-f]{64}")


class StrayKind(StrEnum):
    """What lies there; each value ends the sentence that names it."""

    CONTENT = "is named by no record"
    UNFINISHED = "was left unfinished"
    NAME = "is nothing the store puts there"


@dataclass(frozen=True, slots=True)
class Stray:
    """One file or folder that no row names; ``changed`` in seconds since 1970, as the disk says."""

    path: Path
    kind: StrayKind
    changed: float

    @property
    def old(self) -> bool:
        """Has it lain there for more than a day?"""
        return time.time() - self.changed > KEPT.total_seconds()

    def __str__(self) -> str:
        name = self.path.name if self.kind is StrayKind.CONTENT else self.path
        return f"file {name} {self.kind}"


def strays() -> Iterator[Stray]:
    """Yield everything in the store that no row names, however young, in the order of its path."""
    for batch in batched(_files(), 500):
        digests = [path.name for path, kind in batch if kind is StrayKind.CONTENT]
        named = set(
            Blob.objects.filter(digest__in=digests).values_list("digest", flat=True)
            if digests
            else ()
        )
        for path, kind in batch:
            if kind is StrayKind.CONTENT and path.name in named:
                continue
            found = _stray(path, kind)
            if found:
                yield found


def faults() -> Iterator[str]:
    """Yield one sentence for each stray that should not be there: strange names at once, contents
    and unfinished files once they are older than a day.
    """
    yield from (str(one) for one in strays() if one.kind is StrayKind.NAME or one.old)


def sweep() -> list[Stray]:
    """Remove contents no row names and unfinished files, once older than a day; return them.

    A strange name is left to whoever keeps the server: nobody knows what it is.
    """
    return [one for one in strays() if one.kind is not StrayKind.NAME and one.old and _removed(one)]


def _removed(stray: Stray) -> bool:
    # Looked at again while nobody can bring the same content in: whoever did a moment ago began
    # its day anew, and may have committed the row.
    with store.held(fcntl.LOCK_EX):
        now = _stray(stray.path, stray.kind)
        if now is None or not now.old:
            return False
        if stray.kind is StrayKind.CONTENT and Blob.objects.filter(pk=stray.path.name).exists():
            return False
        stray.path.unlink()
        return True


def _stray(path: Path, kind: StrayKind) -> Stray | None:
    """The stray at ``path``; None when it has gone meanwhile."""
    try:
        return Stray(path, kind, path.lstat().st_mtime)
    except FileNotFoundError:
        return None


def _files() -> Iterator[tuple[Path, StrayKind]]:
    """Yield each file of the store, and each folder that it does not make."""
    uploads = Path(settings.FILE_UPLOAD_TEMP_DIR)
    yield from ((path, StrayKind.UNFINISHED) for path in _in(uploads))
    yield from _below(Path(settings.FILES_ROOT), ())


def _below(folder: Path, levels: tuple[str, ...]) -> Iterator[tuple[Path, StrayKind]]:
    for path in _in(folder):
        if path.is_symlink():
            yield path, StrayKind.NAME
        elif path.is_dir():
            if len(levels) < 2 and _LEVEL.fullmatch(path.name):
                yield from _below(path, (*levels, path.name))
            else:
                yield path, StrayKind.NAME
        elif path.name.startswith(store.TEMPORARY):
            yield path, StrayKind.UNFINISHED
        elif _DIGEST.fullmatch(path.name) and levels == (path.name[:2], path.name[2:4]):
            yield path, StrayKind.CONTENT
        else:
            yield path, StrayKind.NAME


def _in(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
