"""A session that ends loses no words, in Chromium, with scripts and without; and its profile keeps
none.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import served
from tests.browser.driving import ARGUMENTS, looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser
SAID = "Nobody has asked the custody sergeant since March."
LATER = 40 * 60


@dataclass
class Small:
    """The small inspection, served by a server whose clock can be moved on."""

    data: Path
    address: str
    people: dict[str, str]

    def moves_on(self) -> None:
        """Let forty minutes pass; the server reads the number whole or not at all."""
        written = self.data / "moved-on-next"
        written.write_text(str(LATER), "utf-8")
        written.replace(self.data / "moved-on")

    def notes(self, said: str = SAID) -> int:
        """How many items hold the words."""
        return int(self._asked("SELECT count(*) FROM evidence_item WHERE words = ?", said))

    def holds_in_clear(self, said: str) -> bool:
        """Does any file of the database hold the words as they are?"""
        return any(said.encode() in held(file) for file in self.data.glob("inspectorate.sqlite3*"))

    def _asked(self, what: str, *given: str) -> int:
        with sqlite3.connect(self.data / "inspectorate.sqlite3") as stored:
            return int(stored.execute(what, given).fetchone()[0])


@pytest.fixture
def small(made: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Small]:
    data, port = tmp_path / "data", served.free_port()
    shutil.copytree(made[0], data)
    running = served.begun(data, port, application="tests.browser.later:application")
    try:
        yield Small(data, f"http://127.0.0.1:{port}", made[1])
    finally:
        running.end()


@contextmanager
def a_profile(browser: Browser, folder: Path, *, scripts: bool) -> Iterator[Page]:
    """A page of a browser that keeps its profile in ``folder``."""
    context: BrowserContext = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=ARGUMENTS,
        java_script_enabled=scripts,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


def held(file: Path) -> bytes:
    """What a file holds; nothing where whoever writes beside us has just taken it away."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        return b""


def kept_by(profile: Path, said: str) -> list[str]:
    """The files of a profile that hold the words, as the browser may write them."""
    spelt = (said.encode(), said.encode("utf-16-le"))
    found = []
    # A folder that goes meanwhile is passed over, as a file is.
    for folder, _, names in profile.walk():
        for file in (folder / name for name in names):
            content = held(file)
            if any(one in content for one in spelt):
                found.append(file.relative_to(profile).as_posix())
    return found


def writes_a_note(page: Page, small: Small, said: str = SAID) -> None:
    """Sign in as the first inspector, open the form for a note and write one, without sending."""
    sign_in(page, small.address, small.people["inspector"], PASSWORD)
    page.goto(f"{small.address}/i/small/evidence/record/")
    page.get_by_label("Body", exact=True).select_option(index=1)
    for asked in ("Kind of source", "Method"):
        page.get_by_label(asked).select_option(label="Interview")
    page.get_by_label("Who or what it comes from, by role").fill("Custody sergeant")
    page.get_by_label("What was seen, heard or read").fill(said)
    page.locator("[name=criteria]").first.check()
    page.locator("[name=direction]").first.check()


def signs_in_over(page: Page, who: str) -> None:
    over = page.get_by_role("dialog")
    expect(over.get_by_role("heading")).to_have_text("You are signed out")
    over.get_by_label("Email").fill(who)
    over.get_by_label("Password").fill(PASSWORD)
    over.get_by_role("button", name="Sign in", exact=True).click()


def test_words_typed_past_the_end_are_stored_once_when_one_has_signed_in_over_the_page(
    page: Page, small: Small
) -> None:
    writes_a_note(page, small)
    small.moves_on()
    page.get_by_role("button", name="Record evidence").click()
    over = page.get_by_role("dialog")
    expect(over.get_by_label("Email")).to_be_focused()
    looked_at(page, "signed-out-over")
    assert page.get_by_label("What was seen, heard or read").input_value() == SAID
    over.get_by_label("Email").fill(small.people["inspector"])
    over.get_by_label("Password").fill("not the one")
    over.get_by_role("button", name="Sign in", exact=True).click()
    expect(over.get_by_role("alert")).not_to_be_empty()
    assert small.notes() == 0
    signs_in_over(page, small.people["inspector"])
    expect(page.locator(".ins-message")).to_contain_text("Saved")
    assert small.notes() == 1


@pytest.mark.drill
def test_another_person_who_signs_in_over_the_page_sees_none_of_the_words(
    page: Page, small: Small
) -> None:
    writes_a_note(page, small)
    small.moves_on()
    page.get_by_role("button", name="Record evidence").click()
    signs_in_over(page, small.people["lead"])
    expect(page.get_by_role("heading", level=1)).to_have_text("What was written here is gone")
    assert SAID not in page.content()
    looked_at(page, "written-here-is-gone")
    page.go_back()
    assert SAID not in page.content()
    assert small.notes() == 0


@pytest.mark.drill
def test_one_signs_in_in_a_window_of_its_own_and_comes_back(page: Page, small: Small) -> None:
    writes_a_note(page, small)
    small.moves_on()
    page.get_by_role("button", name="Record evidence").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in in a window of its own").click()
    opened.value.wait_for_load_state()
    sign_in(opened.value, small.address, small.people["inspector"], PASSWORD)
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # nothing else has it here
    expect(page.locator(".ins-message")).to_contain_text("Saved")
    assert small.notes() == 1


@pytest.mark.drill
def test_what_is_not_sent_now_stays_on_the_page(page: Page, small: Small) -> None:
    writes_a_note(page, small)
    small.moves_on()
    page.get_by_role("button", name="Record evidence").click()
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.get_by_label("What was seen, heard or read").input_value() == SAID
    page.context.set_offline(True)
    page.get_by_role("button", name="Record evidence").click()
    expect(page.locator(".ins-held")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Record evidence").click()
    signs_in_over(page, small.people["inspector"])
    expect(page.locator(".ins-message")).to_contain_text("Saved")
    assert small.notes() == 1


@pytest.mark.drill
def test_act_in_the_panel_goes_when_one_has_signed_in_over_it(page: Page, small: Small) -> None:
    sign_in(page, small.address, small.people["referencer"], PASSWORD)
    page.goto(f"{small.address}/i/small/claims/")
    at = page.url
    page.locator("[data-act]").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading").first).to_be_visible()
    panel.get_by_label("The support carries the claim").check()
    small.moves_on()
    panel.get_by_role("button", name="Sign").click()
    signs_in_over(page, small.people["referencer"])
    expect(page.locator(".ins-message")).to_contain_text("Your signature is recorded")
    assert page.url == at


@pytest.mark.drill
def test_profile_and_database_hold_none_of_the_words_in_clear(
    browser: Browser, small: Small, tmp_path: Path
) -> None:
    with a_profile(browser, tmp_path / "scripts", scripts=True) as page:
        writes_a_note(page, small)
        small.moves_on()
        page.get_by_role("button", name="Record evidence").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_timeout(3_000)  # the browser writes what it remembers every few seconds
        assert not small.holds_in_clear(SAID)
        assert kept_by(tmp_path / "scripts", SAID) == []
    assert kept_by(tmp_path / "scripts", SAID) == []


@pytest.mark.drill
def test_without_scripts_words_are_shown_again_to_their_writer_and_kept_in_clear_nowhere(
    browser: Browser, small: Small, tmp_path: Path
) -> None:
    profile = tmp_path / "plain"
    with a_profile(browser, profile, scripts=False) as page:
        writes_a_note(page, small)
        small.moves_on()
        page.get_by_role("button", name="Record evidence").click()
        expect(page.locator(".ins-message")).to_contain_text("It is kept for an hour")
        assert not small.holds_in_clear(SAID)
        page.get_by_label("Email").fill(small.people["inspector"])
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_label("What was seen, heard or read")).to_have_value(SAID)
        page.get_by_label("Written down at").fill("2001-01-01T10:00")
        page.get_by_role("button", name="Record evidence").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        assert page.get_by_label("What was seen, heard or read").input_value() == SAID
        page.wait_for_timeout(3_000)
        assert not small.holds_in_clear(SAID)
    assert kept_by(profile, SAID) == []


def in_session(profile: Path) -> bool:
    """Do the words stand where a browser writes what was on its pages?"""
    return any("Session" in one for one in kept_by(profile, SAID))


@pytest.mark.drill
def test_profile_would_hold_the_words_of_a_form_that_is_answered_at_once(
    browser: Browser, small: Small, tmp_path: Path
) -> None:
    """That the tests above look where a browser writes: a form without its mark is such a one."""
    profile = tmp_path / "control"
    with a_profile(browser, profile, scripts=True) as page:
        writes_a_note(page, small)
        page.get_by_label("Written down at").fill("2001-01-01T10:00")
        page.evaluate("document.querySelectorAll('[name=whose]').forEach(one => one.remove())")
        page.get_by_role("button", name="Record evidence").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        until = time.monotonic() + 60
        while not in_session(profile) and time.monotonic() < until:
            page.wait_for_timeout(500)
    assert in_session(profile)


@pytest.mark.drill
def test_without_scripts_another_person_sees_none_and_is_told(
    browser: Browser, small: Small, tmp_path: Path
) -> None:
    with a_profile(browser, tmp_path / "profile", scripts=False) as page:
        writes_a_note(page, small)
        small.moves_on()
        page.get_by_role("button", name="Record evidence").click()
        page.get_by_label("Email").fill(small.people["lead"])
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".ins-main")).to_contain_text("What somebody else had written in this")
        assert SAID not in page.content()
    assert small.notes() == 0
