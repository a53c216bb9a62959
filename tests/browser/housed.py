"""The real server over a world of its own, stopped and started again at one address, and an
inspector who captures there.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import served
from tests.browser.conftest import World
from tests.browser.device import Device, enrol
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD


class Served:
    """The real server over a data folder, stopped and started again at the same address."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, served.free_port()
        self._running: served.Server | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._running = served.begun(self.data, self.port)

    def stop(self) -> None:
        if self._running is not None:
            served.stop(self._running)
            self._running = None


def _held_now(data: Path) -> None:
    """Let the first session of the visit be the one that is held now."""
    now = datetime.now(UTC)
    times = [f"{now + timedelta(hours=by):%Y-%m-%d %H:%M:%S}" for by in (-1, 3)]
    with closing(sqlite3.connect(data / "inspectorate.sqlite3")) as database, database:
        database.execute(
            "UPDATE fieldwork_session SET starts_at = ?, ends_at = ? WHERE title = ?",
            [*times, "The first interview"],
        )


@contextmanager
def housed(made: tuple[Path, dict[str, str]], data: Path) -> Iterator[tuple[Served, World]]:
    """A server over a copy of a world."""
    shutil.copytree(made[0], data)
    _held_now(data)
    one = Served(data)
    one.start()
    try:
        yield one, World(one.address, made[1], data)
    finally:
        one.stop()


def ready(device: Device, world: World) -> Page:
    """The page of capture of an inspector who has enrolled this device and opened the visit."""
    page = device.open()
    sign_in(page, world.address, world.people["visiting"], PASSWORD)
    device.go(page)
    enrol(page)
    page.get_by_role("button", name="Take visits along").click()
    page.locator("#offered button").first.click()
    page.locator("#taken button").first.click()
    expect(page.locator("#capture")).to_be_visible()
    return page


def online(device: Device, world: World, path: str) -> Page:
    """A page as the inspector sees it, who signs in where they are not."""
    context = device.context
    assert isinstance(context, BrowserContext)
    page = context.new_page()
    page.goto(f"{world.address}{path}")
    if page.url.split("?")[0].endswith("/login/"):
        sign_in(page, world.address, world.people["visiting"], PASSWORD)
        page.goto(f"{world.address}{path}")
    return page
