"""An installation that is empty, for a binder of another to be read in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def fresh(settings: Any, tmp_path: Path) -> Callable[[], Path]:
    """Gives this installation empty folders, away from those of the one that exported."""

    def move() -> Path:
        home = tmp_path / "second"
        settings.FILES_ROOT, settings.BUNDLES_ROOT = home / "files", home / "bundles"
        settings.HEADS_FILE = home / "heads.log"
        home.mkdir()
        return home

    return move
