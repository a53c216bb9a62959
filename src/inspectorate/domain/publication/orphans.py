"""Folders under ``bundles`` that no row names: what a kill between folder and row left behind.

Nobody builds one. A folder that holds contents stays a day, because its row may still come; one of
another name is left to whoever keeps the server.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from inspectorate.foundation.files.strays import Stray, StrayKind

from . import folder
from .queries import folders_of, root

_DIGEST = re.compile("[0-9a-f]{64}")


def orphans() -> Iterator[Path]:
    """Yield each folder there that no row names, however young, in the order of their names."""
    # The names first: a row may be committed while they are read, and never the other way round.
    found = sorted(root().iterdir()) if root().is_dir() else []
    named = folders_of().keys()
    yield from (one for one in found if one.name not in named)


def strange(path: Path) -> bool:
    """Is it nothing that a row which is still to come may name?"""
    return _old(path) if _of_ours(path) else True


def removable() -> list[Path]:
    """Those that :func:`sweep` would remove."""
    return [one for one in orphans() if _of_ours(one) and _old(one)]


def sweep() -> list[Path]:
    """Remove folders of contents that no row names, once older than a day; return them."""
    return [one for one in removable() if _removed(one)]


def _removed(path: Path) -> bool:
    # Looked at again while nobody can keep the same contents anew: whoever did a moment ago began
    # the folder's day again, and may have committed the row.
    with folder.held(root()):
        if not _old(path) or path.name in folders_of():
            return False
        away = path.with_name(f"{folder.TEMPORARY}{path.name}-orphan")
        if path != away:
            path.rename(away)
        shutil.rmtree(away, ignore_errors=True)
        return True


def _of_ours(path: Path) -> bool:
    return bool(_DIGEST.fullmatch(path.name)) or path.name.startswith(folder.TEMPORARY)


def _old(path: Path) -> bool:
    try:
        return Stray(path, StrayKind.UNFINISHED, path.lstat().st_mtime).old
    except FileNotFoundError:
        return False
