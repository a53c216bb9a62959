"""The search in a real browser: the counts come beside the hits by themselves, the keyboard reaches
everything, nothing scrolls sideways, and without a script the same page stands.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import violations
from tests.browser.narrow import narrow_faults
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS", "")


def _lead(page: Page, world: World, address: str) -> None:
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}{address}")


@pytest.mark.drill
def test_counts_come_by_themselves_where_scripts_run(page: Page, world: World) -> None:
    _lead(page, world, "/i/small/search/")
    expect(page.get_by_role("heading", name="Body", exact=True)).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(
    "person", [True, False], ids=["with script", "without script"], indirect=True
)
def test_counts_narrow_by_keyboard_and_what_narrows_is_taken_away(
    person: Page, one_world: World
) -> None:
    _lead(person, one_world, "/i/small/search/?counts=on")
    person.locator("#counts a[href*='body=']").first.focus()
    person.keyboard.press("Enter")
    narrowed = person.get_by_role("list", name="Narrowed to")
    expect(narrowed).to_contain_text("Body:")
    narrowed.get_by_role("link", name="Remove").first.click()
    expect(narrowed).to_have_count(0)


@pytest.mark.drill
def test_thing_is_starred_found_among_the_starred_and_let_go(person: Page, world: World) -> None:
    _lead(person, world, "/i/small/search/?what=item")
    person.locator("button[value=star]").first.click()
    expect(person.locator("button[value=unstar]")).to_have_count(1)
    person.get_by_label("Starred by me").check()
    person.get_by_role("button", name="Search", exact=True).click()
    expect(person.locator("button[value=star]")).to_have_count(0)
    expect(person.locator("button[value=unstar]")).to_have_count(1)
    person.locator("button[value=unstar]").click()
    expect(person.get_by_text("Nothing fits.")).to_be_visible()


@pytest.mark.drill
def test_page_scrolls_nowhere_at_320_pixels(browser: Browser, world: World) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    _lead(page, world, "/i/small/search/?q=training")
    expect(page.get_by_role("heading", name="Narrow by")).to_be_visible()
    expect(page.get_by_role("heading", name="Body", exact=True)).to_be_visible()
    assert narrow_faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/search-320.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.screenshot(path=f"{SHOTS}/search-1280.png")
    context.close()
