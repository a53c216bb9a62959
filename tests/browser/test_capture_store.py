"""A store that fails, is damaged, or is held by another version of the page of capture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.device import enrol, judge, open_visit, take_along, turn_to, unlock
from tests.browser.pretending import Server, pretending

pytestmark = pytest.mark.browser
KEPT = "Draft kept on this device."
# No draft can be read any more; `undo()` ends it.
FAILS = """(kind) => {
  const get = IDBObjectStore.prototype.get;
  IDBObjectStore.prototype.get = function (key) {
    const grade = String(key).endsWith("/grade");
    if (this.name === "drafts" && grade === (kind === "grade"))
      throw new DOMException("failed", "UnknownError");
    return get.call(this, key);
  };
  window.undo = () => { IDBObjectStore.prototype.get = get; };
}"""


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    yield context
    context.close()


def at(device: BrowserContext, server: Server) -> Page:
    page = device.new_page()
    page.goto(f"{server.pretended.address}/capture/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


@pytest.fixture
def page(device: BrowserContext, server: Server) -> Page:
    """The page of an enrolled device, with a visit open."""
    page = at(device, server)
    enrol(page)
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    return page


@pytest.mark.parametrize("kind", ["note", "grade"])
def test_draft_that_could_not_be_read_is_not_taken_for_damaged_and_not_written_over(
    page: Page, kind: str
) -> None:
    field, said = ("#words", "#drafted") if kind == "note" else ("#grade-reasons", "#grade-drafted")
    if kind == "grade":
        judge(page, "1.1")
    page.locator(field).fill("Unfinished.")
    expect(page.locator(said)).to_have_text(KEPT)
    page.get_by_role("button", name="All visits").click()
    page.evaluate(FAILS, kind)
    page.get_by_role("button", name="Open Force 01").click()
    expect(page.locator("#wrong")).to_contain_text("This failed")
    expect(page.locator("#visits")).to_be_visible()
    page.evaluate("undo()")
    open_visit(page, "Force 01")
    expect(page.locator(field)).to_have_value("Unfinished.")
