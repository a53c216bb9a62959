"""Capture by keyboard alone, from the first page to a sent note: what has the focus is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import PASSPHRASE, a_device
from tests.browser.pretending import Server, pretending

pytestmark = pytest.mark.browser
MOST = 40
# What has the focus, by its label or text; whether a part of it is in sight with nothing over it
# (WCAG 2.4.11); and whether a ring tells that it has the focus (2.4.7).
FOCUSED = r"""() => {
  const one = document.activeElement;
  const box = (one.closest("label, .govuk-radios__item, .govuk-checkboxes__item") ?? one)
    .getBoundingClientRect();
  const at = (part) =>
    document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
  const name = (one.labels?.[0]?.innerText ?? one.innerText ?? "").replace(/\s+/g, " ").trim();
  const itself = (over) => over && over !== document.body && (one.contains(over)
    || one.labels?.[0]?.contains(over) || (over.contains(one) && over.matches("label, div")));
  const seen = [0.1, 0.5, 0.9].some((part) => itself(at(part)));
  const style = getComputedStyle(one);
  const beside = one.labels?.[0] ? getComputedStyle(one.labels[0]) : style;
  const ringed = [style, beside].some((how) =>
    (how.outlineStyle !== "none" && parseFloat(how.outlineWidth) > 0) || how.boxShadow !== "none");
  return { name, id: one.id, seen: Boolean(seen), ringed };
}"""


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture(
    params=[
        {"width": 1366, "height": 768},
        pytest.param({"width": 390, "height": 844}, marks=pytest.mark.drill),
    ]
)
def page(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    with a_device(tmp_path / "profile", server.pretended.address, viewport=request.param) as device:
        yield device.open()


def tab_to(page: Page, name: str, keys: str = "Tab") -> None:
    """Press Tab until what is so named has the focus; it is in sight then, and looks focused."""
    met = []
    for _ in range(MOST):
        page.keyboard.press(keys)
        found = page.evaluate(FOCUSED)
        met.append(found["name"] or found["id"])
        if any(re.fullmatch(name, one) for one in (found["name"], found["id"])):
            assert found["seen"], f"{name} has the focus and is hidden"
            assert found["ringed"], f"{name} has the focus and does not show it"
            return
    raise AssertionError(f"{name} is not reached by {MOST} presses of {keys}: {met}")


def _enrolled(page: Page) -> None:
    # Where nobody has enrolled it stands open.
    tab_to(page, "Enrol this browser for yourself")
    for name, words in (
        ("Name of this device", "Laptop"),
        ("New passphrase", PASSPHRASE),
        ("The same again", PASSPHRASE),
    ):
        tab_to(page, name)
        page.keyboard.type(words)
    tab_to(page, "Enrol this browser")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Visits")).to_be_visible()


def _at_a_visit(page: Page) -> None:
    tab_to(page, "more")
    page.keyboard.press("Enter")
    expect(page.locator("#offered button").first).to_be_visible()
    tab_to(page, "Take along Force 01.*")
    page.keyboard.press("Enter")
    expect(page.locator("#taken button").first).to_be_visible()
    tab_to(page, "Open Force 01.*", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#capture")).to_be_visible()


def test_note_is_written_sent_and_the_next_begun_by_keys_alone(server: Server, page: Page) -> None:
    _enrolled(page)
    _at_a_visit(page)
    page.locator("#capture-head").focus()
    tab_to(page, "session")
    # One choice among the criteria is one stop; arrows go from one to the next.
    tab_to(page, "1.1.*")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#criterion input").nth(1)).to_be_checked()
    tab_to(page, "words")
    page.keyboard.type("Officers knew the form.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#written li")).to_have_count(1)
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("The next note, and its button.")
    tab_to(page, "save")
    page.keyboard.press("Enter")
    expect(page.locator("#written li")).to_have_count(2)
    expect(page.locator("#counts")).to_have_text("All that was written here was received.")
    told = sorted(one["item"]["words"] for one in server.pretended.notes.values())
    assert told == ["Officers knew the form.", "The next note, and its button."]


def test_page_is_locked_and_unlocked_by_keys_alone_and_the_draft_is_there(page: Page) -> None:
    _enrolled(page)
    _at_a_visit(page)
    page.locator("#words").focus()
    page.keyboard.type("Half of a sentence")
    expect(page.locator("#drafted")).to_have_text("Draft kept on this device.")
    tab_to(page, "lock", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#locked")).to_be_visible()
    tab_to(page, "passphrase")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value("Half of a sentence")
