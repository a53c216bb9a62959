"""The sample bundle, built once: tests read the site as any web server would serve it."""

from pathlib import Path

import pytest

from inspectorate.interfaces.public.builder import build
from tests.factories.bundle import write_bundle


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample bundle."""
    return write_bundle(tmp_path_factory.mktemp("bundle") / "released")


@pytest.fixture(scope="session")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built from it."""
    out = tmp_path_factory.mktemp("public") / "site"
    build(folder, out)
    return out
