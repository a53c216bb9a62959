"""Switches the public site to what committed rows say is out: built beside it, then exchanged.

One at a time for one site: who waits reads the rows only once it is its turn, so that the last to
build has the newest.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from inspectorate.domain.publication import queries
from inspectorate.interfaces.public.builder import (
    CHECKPOINT,
    BuiltSite,
    build_site,
    make_readable,
    state_at,
    state_of,
)

__all__ = ["BuiltSite", "alone", "switch"]


def switch(site: Path) -> BuiltSite | None:
    """Build ``site`` anew where it is not what is out; return what was built, or nothing.

    Raises ValueError naming the file where a folder is not what was signed, FileExistsError where
    something else lies at ``site``; the site then stays as it was.
    """
    with alone(site):
        published = queries.published()
        if not published.inspections:
            return None
        checkpoint = Path(settings.CHECKPOINT_ROOT)
        if state_at(site) == state_of(published) and _same_checkpoint(site, checkpoint):
            return None
        return build_site(published, queries.root(), site, checkpoint=checkpoint)


def _same_checkpoint(site: Path, checkpoint: Path) -> bool:
    """Does the site hold the last signed checkpoint? It is signed anew while nothing moves."""
    return all(_bytes(site / name) == _bytes(checkpoint / name) for name in CHECKPOINT)


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


@contextmanager
def alone(site: Path) -> Iterator[None]:
    """Hold ``site`` against other processes that would switch it; wait for one that does."""
    site = site.absolute()
    make_readable(site.parent)
    handle = os.open(site.with_name(f".{site.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
