"""A store that fails, is damaged, or is held by another version of the page of capture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.device import enrol, judge, open_visit, take_along, turn_to
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

# Another version of the page, which holds the store.
OPEN = """(version) => new Promise((done, failed) => {
  const asked = indexedDB.open("inspectorate-capture", version);
  asked.onsuccess = () => { window.kept = asked.result; done(); };
  asked.onerror = () => failed(asked.error);
})"""


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


@pytest.mark.drill
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
    expect(page.locator("#visits")).to_be_visible()
    page.evaluate(FAILS, kind)
    page.get_by_role("button", name="Open Force 01").click()
    expect(page.locator("#wrong")).to_contain_text("This failed")
    expect(page.locator("#visits")).to_be_visible()
    page.evaluate("undo()")
    open_visit(page, "Force 01")
    expect(page.locator(field)).to_have_value("Unfinished.")


@pytest.mark.drill
def test_damaged_text_of_a_form_that_is_not_shown_is_said_all_the_same(
    page: Page, device: BrowserContext, server: Server
) -> None:
    judge(page, "1.1")
    page.get_by_label("Your reasons").fill("Unfinished.")
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    turn_to(page, "Note")
    page.get_by_role("button", name="All visits").click()
    expect(page.locator("#visits")).to_be_visible()
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const draft = (await store.all("drafts")).find((one) => one.id.endsWith("/grade"));
      draft.data[0] ^= 1;
      await store.write(["drafts", "put", draft]);
    }""")
    open_visit(page, "Force 01")
    expect(page.locator("#wrong")).to_have_text(
        "Grade: What was unfinished here is damaged on this device, and cannot be read again."
    )
    turn_to(page, "Grade")
    # Nothing is chosen to be judged: what is said is no part of what that hides.
    expect(page.get_by_label("Your reasons")).to_be_hidden()
    expect(page.locator("#grade-drafted")).to_be_visible()


def test_page_says_to_reload_it_once_a_newer_one_has_the_store_and_to_close_the_others_after(
    page: Page, device: BrowserContext, server: Server
) -> None:
    other = device.new_page()
    other.goto(f"{server.pretended.address}/static/inspectorate/capture/moments.js")
    other.evaluate(OPEN, 99)
    expect(page.locator("#versions")).to_contain_text("Reload this page.")
    page.reload()
    expect(page.locator("#versions")).to_contain_text("Close the other tabs of this page.")
    expect(page.locator("#nothing")).to_be_hidden()


@pytest.mark.drill
def test_page_waits_for_an_older_tab_to_be_closed_and_goes_on_then(
    device: BrowserContext, server: Server
) -> None:
    other = device.new_page()
    other.goto(f"{server.pretended.address}/static/inspectorate/capture/moments.js")
    other.evaluate(OPEN, 1)
    page = device.new_page()
    page.goto(f"{server.pretended.address}/capture/")
    expect(page.locator("#versions")).to_contain_text("Close the other tabs of this page.")
    expect(page.locator("#nothing")).to_be_hidden()
    other.close()
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(page.locator("#versions")).to_be_hidden()
    enrol(page)
