"""Two worlds served to a browser: the demonstration as told, and a small inspection in the middle
of its walk.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.reach import Reach
from tests.browser.served import served
from tests.browser.telling import tell
from tests.journeys.told import Demo, copy, demo, once, shared_folder

__all__ = ["demo"]


@dataclass(frozen=True, slots=True)
class World:
    """Where it is served and lies, and the e-mail of each person by the word for them."""

    address: str
    people: dict[str, str]
    data: Path


@pytest.fixture(scope="module")
def told(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, in a copy of its own."""
    with served(copy(demo, tmp_path_factory.mktemp("told") / "data")) as address:
        yield address


@pytest.fixture(scope="module")
def reach(told: str, tmp_path_factory: pytest.TempPathFactory) -> Reach:
    """What each role can reach in it."""
    return Reach(told, shared_folder(tmp_path_factory) / "reach")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The data folder of a small inspection in the middle of its walk, and who is who: made once
    per run.
    """
    folder = shared_folder(tmp_path_factory) / "made"
    data = folder / "data"

    def make() -> dict[str, str]:
        return tell(
            # It is as large as the walk is long.
            "tests.browser.world",
            data,
            INSPECTORATE_WALKS=os.environ.get("INSPECTORATE_WALKS", ""),
        )

    return data, once(folder / "people.json", make)


@pytest.fixture
def world(
    made: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A copy of it that nobody has touched, served."""
    data = tmp_path_factory.mktemp("world") / "data"
    shutil.copytree(made[0], data)
    with served(data) as address:
        yield World(address, made[1], data)


@pytest.fixture(scope="session")
def _shared(
    made: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    data = tmp_path_factory.mktemp("one-world") / "data"
    shutil.copytree(made[0], data)
    with served(data) as address:
        yield World(address, made[1], data)


@pytest.fixture
def one_world(request: pytest.FixtureRequest) -> World:
    """A copy of it, served, that several tests of ``./run test`` share: each leaves alone what
    others look at. A drill does the same again without scripts, so that each has its own there.
    """
    apart = request.node.get_closest_marker("drill")
    shared: World = request.getfixturevalue("world" if apart else "_shared")
    return shared


@pytest.fixture(
    params=[True, pytest.param(False, marks=pytest.mark.drill)],
    ids=["with script", "without script"],
)
def person(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of one person, with script; in ``./run drill browser`` without, too."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()
