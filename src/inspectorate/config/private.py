"""The data folder for the account of the service alone: what is made there, and what lies there.

Whoever may read the database or the store has read everything, whatever the application refuses.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Folders of ours at the top; everything else of ours there is a plain file. ``static`` holds what
# any browser is sent.
FOLDERS = ("files", "bundles", "uploads", "pieces", "cache", "checkpoint")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
# What this process makes is its account's alone; the publisher opens the public site by itself.
UMASK = OTHERS


def make_private() -> None:
    """Let every file and folder that this process makes be its account's alone."""
    os.umask(UMASK)


def refuse_open(data: Path) -> None:
    """Raise ImproperlyConfigured where group or others may do anything with ``data`` or what lies
    at its top: the folder, its plain files, the roots of the stores.

    No walk over a store, which may hold a million files: nobody reaches them through its root.
    """
    found = [path.name if path != data else "the folder itself" for path in _open(data)]
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise ImproperlyConfigured(
            f"Other accounts may read or write what lies in {data} ({', '.join(found[:3])}{more}). "
            f"Run: chmod -R go= {shlex.quote(str(data))}"
        )


def refuse_served(data: Path, site: Path) -> None:
    """Raise ImproperlyConfigured where the public site and the data lie in each other."""
    if site == data or site in data.parents or data in site.parents:
        raise ImproperlyConfigured(
            f"INSPECTORATE_SITE ({site}) and INSPECTORATE_DATA ({data}) lie in each other. A web "
            f"server reads the first and must never reach the second: set them apart."
        )


def refuse_inside(data: Path, keys: Path) -> None:
    """Raise ImproperlyConfigured where the opening keys lie in the data, or others may read them.

    A copy of the data would carry them along.
    """
    if keys == data or data in keys.parents or keys in data.parents:
        raise ImproperlyConfigured(
            f"INSPECTORATE_OPENING_KEYS ({keys}) and INSPECTORATE_DATA ({data}) lie in each other. "
            f"Whoever takes a copy of the data would have the keys with it: set them apart."
        )
    if keys.is_dir():
        refuse_open(keys)


def _open(data: Path) -> Iterator[Path]:
    # Names in order: the sentence is the same at each start.
    for path in (data, *sorted(data.iterdir())):
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:  # a link that leads nowhere, or gone meanwhile
            continue
        ours = path == data or path.name in FOLDERS or stat.S_ISREG(mode)
        if ours and mode & OTHERS:
            yield path
