"""A real Chromium for tests, and axe: ``browser``, ``page`` and ``assert_accessible``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.narrow import narrow_faults, outline_faults
from tests.browser.settled import settled
from tests.sizes import WHOLE

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is waited for is there at once, or as late as a busy machine brings it: it costs nothing.
expect.set_options(timeout=30_000)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RUN_AXE = (
    "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
)


# The driver that runs in this process, if one does: there may be no second.
_RUNNING: list[Playwright] = []


@contextmanager
def driver() -> Iterator[Playwright]:
    """The driver of browsers: the one that runs already, else one for as long as it is used."""
    if _RUNNING:
        yield _RUNNING[0]
        return
    with sync_playwright() as playwright:
        _RUNNING.append(playwright)
        try:
            yield playwright
        finally:
            _RUNNING.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; skips with a reason where there is none."""
    found = next(
        (
            path
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (path := shutil.which(name))
        ),
        None,
    )
    if found is None:
        pytest.skip(
            "no chromium, chromium-browser or google-chrome on this machine: browser tests not run"
        )
    with driver() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def a_page(browser: Browser) -> Iterator[Page]:
    """A fresh page in its own context, 1366 × 768, British English, London time: somebody at a
    machine of their own.
    """
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="en-GB", timezone_id="Europe/London"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page of one person."""
    with a_page(browser) as one:
        yield one


def violations(page: Page) -> list[str]:
    """Run axe on the page as it stands: one line per rule and node, empty when there is none."""

    def ask() -> list[dict[str, Any]]:
        page.evaluate(AXE)
        told: list[dict[str, Any]] = page.evaluate(RUN_AXE, TAGS)["violations"]
        return told

    found = settled(page, ask)
    return [
        f"{rule['id']}: {rule['help']} at {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def looked_at(page: Page, name: str, *, elsewhere: bool = False) -> None:
    """Assert that a page stands as it should: nothing against the rules of access, and on a
    telephone, or at 320 pixels, nothing that is cut off or must be scrolled to from side to side.

    Where ``INSPECTORATE_PICTURES`` names a folder, a picture of each width is left there.
    ``elsewhere`` says that the walk over every kind of page looks at this one too: outside the
    whole walk it is passed by.
    """
    pictures, wide = os.environ.get("INSPECTORATE_PICTURES"), page.viewport_size
    if elsewhere and not (pictures or WHOLE):
        return
    assert wide is not None
    try:
        found, over = settled(page, lambda: _seen(page, wide, pictures and f"{pictures}/{name}"))
    finally:
        page.set_viewport_size(wide)
    assert (found, over) == ([], 390), f"{name}: {page.url}\n" + "\n".join(found)


def _seen(page: Page, wide: ViewportSize, picture: str | None) -> tuple[list[str], int]:
    """What is wrong with a page at its usual width and at 320 pixels, and how wide it is on a
    telephone.
    """
    page.set_viewport_size({"width": 1280, "height": 900} if picture else wide)
    if picture:
        page.screenshot(path=f"{picture}-1280.png", full_page=True)
    found = violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    if picture:
        page.screenshot(path=f"{picture}-390.png", full_page=True)
    over: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(wide)
    return found + narrow_faults(page) + outline_faults(page), over


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the first that ``target`` selects has the focus; fails after 80 stops."""
    wanted = page.locator(target).first
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the Tab key")


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Assert that axe finds nothing against WCAG 2.0 to 2.2, levels A and AA, that no heading skips
    a level, and that nothing but a named table scrolls from side to side at 320 pixels.
    """

    def check(page: Page) -> None:
        found = settled(page, lambda: violations(page) + narrow_faults(page) + outline_faults(page))
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


class Acts:
    """Does what a person does on a page, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def click(self, where: Locator) -> None:
        """Press a button or a link, or tick a box."""
        self.count += 1
        where.click()

    def fill(self, where: Locator, words: str) -> None:
        """Write into a field."""
        self.count += 1
        where.fill(words)

    def press(self, page: Page, key: str) -> None:
        """Press a key, or several at once."""
        self.count += 1
        page.keyboard.press(key)

    def choose(self, where: Locator, label: str) -> None:
        """Choose from a list."""
        self.count += 1
        where.select_option(label=label)
