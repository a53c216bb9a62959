"""An installation for tests that begin with one: migrated once a run, and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.config.test_health import run
from tests.journeys.told import once, shared_folder
from tests.migrated import laid


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the guide's line leaves it in live mode, with SQLite: to be copied. What the
    line makes of nothing is tried by itself (``test_private``).
    """
    folder = shared_folder(tmp_path_factory) / "migrated"

    def make() -> int:
        (folder / "data").mkdir(mode=0o700)
        laid(folder / "data")
        done = run(folder / "data", "manage", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        return done.returncode

    once(folder / "made.json", make)
    return folder / "data"


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    """A copy of it that nobody has touched."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))
