"""Puts the last signed checkpoint and its keys where the builder of the public site takes them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.conf import settings

from . import queries


def publish() -> None:
    """Write both files, each whole or not at all; one process at a time, so the last one stays."""
    root = Path(settings.CHECKPOINT_ROOT)
    root.mkdir(exist_ok=True)
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _write(root)
    finally:
        os.close(handle)


def _write(root: Path) -> None:
    for name, text in queries.published().items():
        fresh = root / f".{name}.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(root / name)
