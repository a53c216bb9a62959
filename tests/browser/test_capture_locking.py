"""What is left of a person when the page of capture is locked while something is under way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.device import enrol, everything, open_visit, take_along, write
from tests.browser.pretending import Server, pretending

pytestmark = pytest.mark.browser
# A slow machine: whatever is opened, and each piece of a file, takes its time.
SLOW = """(what) => {
  const { subtle } = crypto;
  const whole = subtle[what].bind(subtle);
  subtle[what] = async (how, key, bytes) => {
    if (what === "decrypt" || how.additionalData) await new Promise((go) => setTimeout(go, 700));
    return whole(how, key, bytes);
  };
}"""


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The page of an enrolled device, with a visit taken along."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    page.goto(f"{server.pretended.address}/capture/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    enrol(page)
    take_along(page, "Force 01")
    yield page
    context.close()


def lock(page: Page) -> None:
    page.get_by_role("button", name="Lock this page").click()


def test_visit_that_was_just_opening_is_not_shown_once_the_page_is_locked(page: Page) -> None:
    open_visit(page, "Force 01")
    page.locator("#words").fill("Unfinished.")
    expect(page.locator("#drafted")).to_have_text("Draft kept on this device.")
    page.get_by_role("button", name="All visits").click()
    expect(page.locator("#visits")).to_be_visible()
    page.evaluate(SLOW, "decrypt")
    page.get_by_role("button", name="Open Force 01").click()
    # What was taken along is open by then, and its draft is not.
    page.wait_for_timeout(1000)
    lock(page)
    expect(page.locator("#locked")).to_be_visible()
    page.wait_for_timeout(2500)
    expect(page.locator("#locked")).to_be_visible()
    expect(page.locator("#capture")).to_be_hidden()
    assert "Force 01" not in everything(page)
    assert "Force 01" not in page.content()
    expect(page.locator("#words")).to_have_value("")


@pytest.mark.drill
def test_what_was_read_is_off_the_screen_while_a_film_is_still_read_at_locking(page: Page) -> None:
    open_visit(page, "Force 01")
    page.locator("#criterion label", has_text="1.1").click()
    write(page, "Written before the film.")
    page.locator("#words").fill("With a film.")
    page.evaluate(SLOW, "encrypt")
    film = {"name": "f.mp4", "mimeType": "video/mp4", "buffer": b"x" * 3 * 1024 * 1024}
    page.locator("#files").set_input_files(film)  # type: ignore[arg-type]
    lock(page)
    expect(page.locator("#notes")).to_be_hidden(timeout=400)
    expect(page.locator("#along")).to_be_hidden(timeout=100)
    assert page.locator("#locked").is_hidden()
    expect(page.locator("#locked")).to_be_visible(timeout=20_000)
    assert "Written before" not in page.content()
