"""A browser over a profile of its own, as a person's device: killed and opened again."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.driving import ARGUMENTS, driver

PASSPHRASE = "three words for capture"


def chromium() -> str | None:
    """Where the system's Chromium is; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for one in names if (found := shutil.which(one))), None)


class Device:
    """One browser over one profile. ``address`` is where the server is."""

    def __init__(self, playwright: Playwright, profile: Path, address: str, **context: Any) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.given = context
        self.context: BrowserContext | None = None

    def open(self, path: str = "") -> Page:
        """Open the browser at the page of capture, and wait until it can be used; or at another."""
        for one in self.profile.glob("Singleton*"):
            one.unlink()
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=chromium(),
            args=[one for one in ARGUMENTS if one != "--headless"],
            headless=True,
            locale="en-GB",
            timezone_id="Europe/London",
            **({"viewport": {"width": 1366, "height": 768}} | self.given),
        )
        page = self.context.pages[0]
        if path:
            page.goto(f"{self.address}{path}")
        else:
            self.go(page)
        return page

    def go(self, page: Page) -> None:
        """Open the page of capture, and wait until it can be used."""
        page.goto(f"{self.address}/capture/")
        expect(page.locator("body[data-ready]")).to_be_attached()

    @property
    def processes(self) -> list[int]:
        """Every process of this browser: those that name its profile, and their children."""
        parents: dict[int, int] = {}
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError, ValueError):
                pid = int(folder.name)
                parents[pid] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if str(self.profile).encode() in (folder / "cmdline").read_bytes():
                    found.add(pid)
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return sorted(found - {os.getpid()})

    def kill(self) -> None:
        """End all of it at once, as a flat battery would, and see it gone."""
        until = time.monotonic() + 20
        # Looked at anew: one that was begun while the first were killed is killed as well.
        while (alive := self.processes) and time.monotonic() < until:
            for pid in alive:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        with suppress(Error):
            assert self.context is not None
            self.context.close()
        self.context = None

    def close(self) -> None:
        """Close it as a person does."""
        if self.context is not None:
            with suppress(Error):
                self.context.close()
            self.context = None


@contextmanager
def a_device(profile: Path, address: str, **context: Any) -> Iterator[Device]:
    """A device with an empty profile; closed at the end. Skips where there is no Chromium."""
    if chromium() is None:
        pytest.skip("no chromium, chromium-browser or google-chrome on this machine")
    profile.mkdir(parents=True)
    with driver() as playwright:
        device = Device(playwright, profile, address, **context)
        try:
            yield device
        finally:
            device.close()


def enrol(page: Page, passphrase: str = PASSPHRASE) -> None:
    """Enrol this browser, on the page of capture; somebody is signed in."""
    if not page.locator("#enrolling").evaluate("one => one.open"):
        page.get_by_text("Enrol this browser for yourself").click()
    page.get_by_label("Name of this device").fill("Laptop")
    page.get_by_label("New passphrase").fill(passphrase)
    page.get_by_label("The same again").fill(passphrase)
    page.get_by_role("button", name="Enrol this browser").click()
    expect(page.get_by_role("heading", name="Visits")).to_be_visible()


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    """Unlock the page, from the keyboard."""
    # What is said above the button moves it: a press that misses it unlocks nothing.
    field = page.get_by_label("Passphrase of this device")
    field.fill(passphrase)
    field.press("Enter")
    expect(page.locator("#locked")).to_be_hidden()


def take_along(page: Page, name: str) -> None:
    """Take a visit along, and come back to the list."""
    page.get_by_role("button", name="Take visits along").click()
    page.get_by_role("button", name=f"Take along {name}").click()
    expect(page.get_by_role("button", name=f"Open {name}")).to_be_visible()


def open_visit(page: Page, name: str) -> None:
    """Open a visit that was taken along."""
    page.get_by_role("button", name=f"Open {name}").click()
    expect(page.locator("#capture-head")).to_contain_text(name)


def choose(page: Page, ref: str) -> None:
    """Choose the criterion a note is about."""
    page.locator("#criterion label", has_text=ref).click()


def write(page: Page, words: str) -> None:
    """Write a note and save it; it lies on the device then."""
    before = page.locator("#written li").count()
    page.locator("#words").fill(words)
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#written li")).to_have_count(before + 1)


def turn_to(page: Page, meant: str) -> None:
    """Write something else on the visit."""
    page.get_by_role("button", name=meant, exact=True).click()
    expect(page.get_by_role("button", name=meant, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def judge(page: Page, ref: str) -> None:
    """Choose the criterion that a grade is of; it is called as in :mod:`pretending`."""
    turn_to(page, "Grade")
    page.get_by_label("What you judge").select_option(label=f"{ref} Criterion {ref[-1]}")
    expect(page.get_by_label("Your reasons")).to_be_visible()


def save_grade(page: Page, reasons: str) -> None:
    """Write reasons and save; the grade lies on the device then."""
    before = page.locator("#written li").count()
    page.get_by_label("Your reasons").fill(reasons)
    page.get_by_label("Your reasons").press("Control+Enter")
    expect(page.locator("#written li")).to_have_count(before + 1)
    expect(page.locator("#grade-drafted")).to_have_text("Saved on this device.")


def taken_again(page: Page, name: str = "Force 01") -> None:
    """Take the visit along once more, and open it."""
    page.get_by_role("button", name="All visits").click()
    take_along(page, name)
    open_visit(page, name)


def everything(page: Page) -> str:
    """All text that the page shows."""
    return page.locator("body").inner_text()
