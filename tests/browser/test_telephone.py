"""On a telephone, and at a desk, every word of a page can be read and nothing lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import a_page, looked_at
from tests.browser.legible import illegible
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.drill]


def read_at_both_widths(page: Page, name: str) -> None:
    """Assert that the page stands as it should, and that no words lie over others."""
    looked_at(page, name)
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"{width}: {one}" for one in illegible(page)]
    page.set_viewport_size({"width": 1366, "height": 768})
    assert found == [], f"{name}: {page.url}"


def test_pages_of_people_and_of_fieldwork_can_be_read_on_a_telephone(
    browser: Browser, page: Page, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "a-training-record-with-a-name-that-is-long-and-has-no-space.csv"
    file.write_text("day,trained\n1,4\n", "utf-8")
    with a_page(browser) as contact:
        sign_in(contact, world.address, world.people["contact"], PASSWORD)
        contact.goto(f"{world.address}/portal/")
        contact.get_by_role("link", name="Training records of Force 01").first.click()
        contact.get_by_role("button", name="Send a note or a document").click()
        contact.get_by_label("Note (optional)").fill("The records, from the duty office.")
        contact.locator("input[type=file]").set_input_files(file)
        contact.get_by_role("button", name="Send", exact=True).click()
        expect(contact.get_by_text("The records, from the duty office.")).to_be_visible()
        read_at_both_widths(contact, "portal-request")

    with a_page(browser) as elsewhere:
        sign_in(elsewhere, world.address, world.people["lead"], PASSWORD)
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/fieldwork/requests/")
    page.get_by_role("link", name="Training records of Force 01").click()
    expect(page.get_by_text("The records, from the duty office.")).to_be_visible()
    read_at_both_widths(page, "request")
    page.goto(f"{world.address}/accounts/sessions/")
    assert page.get_by_role("heading", level=1).count() == 1
    read_at_both_widths(page, "sessions")
    page.goto(f"{world.address}/i/small/team/")
    read_at_both_widths(page, "team")
    # So narrow that the table is scrolled: by itself, and not the page with it.
    page.set_viewport_size({"width": 320, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{world.address}/people/")
    name, _, _ = page.locator(".ins-top__you span").inner_text().partition(" (")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_text("vouched for by").first).to_be_visible()
    read_at_both_widths(page, "person")
