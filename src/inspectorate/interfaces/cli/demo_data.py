"""Which data folder a command reads when none is named."""

from __future__ import annotations

import os
from pathlib import Path

DEMO = Path("var/demo")


def default_data(named: str | None) -> str | None:
    """Return the folder named, else the environment's, else the demonstration's if any."""
    if (
        named
        or os.environ.get("INSPECTORATE_DATA")
        or os.environ.get("INSPECTORATE_MODE") == "live"
    ):
        return named
    return str(DEMO) if (DEMO / "inspectorate.sqlite3").exists() else None
