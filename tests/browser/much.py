"""The inspection with much to judge, served: a fresh copy for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.served import served
from tests.browser.telling import tell
from tests.browser.to_judge import PASSWORD
from tests.browser.walking import sign_in
from tests.journeys.told import once, shared_folder


@dataclass(frozen=True, slots=True)
class Much:
    """Where it is served and lies, and the e-mail of each person by the word for them."""

    address: str
    people: dict[str, str]
    data: Path

    def at(self, path: str = "") -> str:
        """An address of the room."""
        return f"{self.address}/i/much/judgments/{path}"

    def enter(self, page: Page, who: str, path: str = "") -> None:
        """Sign in as somebody and open a page of the room."""
        sign_in(page, self.address, self.people[who], PASSWORD)
        page.goto(self.at(path))

    def asked(self, sql: str) -> list[tuple[object, ...]]:
        """What the database says."""
        with sqlite3.connect(self.data / "inspectorate.sqlite3") as stored:
            return stored.execute(sql).fetchall()


@pytest.fixture(scope="session")
def much_told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Its data folder, and who is who: made once per run."""
    folder = shared_folder(tmp_path_factory) / "much"
    data = folder / "data"

    return data, once(folder / "people.json", lambda: tell("tests.browser.to_judge", data))


@pytest.fixture
def much(much_told: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Much]:
    """A copy of it that nobody has touched, served."""
    data = tmp_path / "data"
    shutil.copytree(much_told[0], data)
    with served(data) as address:
        yield Much(address, much_told[1], data)
