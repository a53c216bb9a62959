"""A house made once for a module of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.web.acting import House, standing_for_a_module


@pytest.fixture(scope="module")
def house_made_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[House, Path]]:
    """The house and the folder of its files."""
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), standing_for_a_module(folder) as made:
        yield made, folder


@pytest.fixture
def house(
    house_made_once: tuple[House, Path], db: Any, settings: Any, _own_data_folder: None
) -> House:
    """The house as it was made, whatever a test before did; no second factor is asked."""
    made, folder = house_made_once
    settings.FILES_ROOT, settings.BUNDLES_ROOT = folder / "files", folder / "bundles"
    settings.HEADS_FILE = folder / "heads.log"
    settings.SECOND_FACTOR_REQUIRED = False
    return made
