"""Fixtures of a world that stands for a whole module: made once, and each test leaves it as it was.

Import both into a conftest: ``from tests.factories.standing import made_once, world  # noqa:
F401``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.db import transaction

from tests.factories.world import World, a_world


@pytest.fixture(scope="module")
def made_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[World, Path]]:
    """The world, in a transaction of the module's own that is rolled back at its end, and the
    folder of its files.
    """
    folder = tmp_path_factory.mktemp("world")
    kept = {name: getattr(live, name) for name in ("FILES_ROOT", "BUNDLES_ROOT", "HEADS_FILE")}
    live.FILES_ROOT, live.BUNDLES_ROOT, live.HEADS_FILE = (
        folder / "files",
        folder / "bundles",
        folder / "heads.log",
    )
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            yield a_world(), folder
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            for name, value in kept.items():
                setattr(live, name, value)


@pytest.fixture
def world(made_once: tuple[World, Path], db: Any, settings: Any, _own_data_folder: None) -> World:
    """Two inspections with a thing of every kind in each; no second factor is asked."""
    made, folder = made_once
    settings.FILES_ROOT, settings.BUNDLES_ROOT, settings.HEADS_FILE = (
        folder / "files",
        folder / "bundles",
        folder / "heads.log",
    )
    settings.SECOND_FACTOR_REQUIRED = False
    return made
