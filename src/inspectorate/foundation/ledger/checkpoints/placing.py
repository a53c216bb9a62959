"""Puts the last signed checkpoint and its keys where the builder of the public site takes them."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from . import queries


def publish() -> None:
    """Write both files, each whole or not at all."""
    root = Path(settings.CHECKPOINT_ROOT)
    root.mkdir(exist_ok=True)
    for name, text in queries.published().items():
        fresh = root / f".{name}.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(root / name)
