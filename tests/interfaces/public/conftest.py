"""The sample release, built once: tests read the site as any web server would serve it."""

from pathlib import Path

import pytest

from inspectorate.domain.publication.published import Published
from inspectorate.interfaces.public.builder import build_site
from tests.factories.out import sample
from tests.interfaces.public.corrected import before_and_after


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the folders of what is out lie."""
    return tmp_path_factory.mktemp("bundles")


@pytest.fixture(scope="session")
def out(root: Path) -> Published:
    """All that is out: the sample release and its register."""
    return sample(root)


@pytest.fixture(scope="session")
def site(root: Path, out: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built of it."""
    folder = tmp_path_factory.mktemp("public") / "site"
    build_site(out, root, folder)
    return folder


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site with one release, and the same with a correction and another inspection."""
    return before_and_after(tmp_path_factory.mktemp("grown"))


@pytest.fixture(scope="session")
def inspection(site: Path) -> Path:
    """The folder of the one inspection that is out."""
    return site / "prevent-2018-19"


@pytest.fixture(scope="session")
def folder(inspection: Path) -> Path:
    """The folder of the one release."""
    return inspection / "1"
