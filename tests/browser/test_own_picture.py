"""A picture of our own is added from a file and put into a section, in Chromium: by keys, and the
same without a script.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import violations
from tests.browser.test_binding import binding as binding
from tests.browser.test_binding import section as section
from tests.browser.test_binding import written
from tests.browser.test_typed import answered, field
from tests.browser.to_be_bound import PASSWORD, SUMMARY
from tests.browser.walking import sign_in
from tests.factories.picturing import ALT, CAPTION, FENCE, png

pytestmark = pytest.mark.browser
REPORT = "/i/bound/documents/report/"


def add(page: Page, file: Path, code: str) -> None:
    """Add a picture on its page by keys alone, but for the window of the system's own."""
    chosen = page.get_by_label("Picture", exact=True)
    chosen.focus()
    expect(chosen).to_be_focused()
    chosen.set_input_files(file)
    page.get_by_label("Short name").focus()
    page.keyboard.type(code)
    for choice in ("Made by the inspectorate", "Nobody can be recognised"):
        page.get_by_label(choice).focus()
        page.keyboard.press("Space")
    page.get_by_label("Short name").press("Enter")
    expect(page.get_by_role("heading", name=code)).to_be_visible()


def shows(page: Page) -> bool:
    """Is every picture of the page drawn?"""
    drawn: bool = page.evaluate(
        "[...document.images].every((one) => one.complete && one.naturalWidth > 0)"
    )
    return drawn


def test_picture_is_added_by_keys_and_put_in_with_words_for_who_does_not_see_it_or_not_at_all(
    section: Page, binding: World, browser: Browser, tmp_path: Path
) -> None:
    page, file = section, tmp_path / "room.png"
    file.write_bytes(png(320, 200))
    page.goto(f"{binding.address}{REPORT}pictures/add/")
    assert violations(page) == []
    add(page, file, "room")
    assert violations(page) == []
    assert shows(page)

    page.goto(f"{binding.address}{REPORT}")
    page.get_by_role("link", name="Write Summary", exact=True).click()
    answered(page)
    written(page, f"{SUMMARY}\nSaid before.\n")
    answered(page)
    page.get_by_role("button", name="Picture or table").click()
    panel = page.get_by_role("dialog", name="Picture or table")
    expect(panel.get_by_label("What to put in")).to_be_focused()
    panel.get_by_label("What to put in").select_option("picture:")
    panel.get_by_label("Our own picture").select_option("room")
    panel.get_by_label("Caption").fill(CAPTION)
    take = panel.get_by_role("button", name="Put it in the text")
    expect(panel.get_by_text("Say in words what the picture shows.")).to_be_visible()
    expect(take).to_be_hidden()
    panel.get_by_label("Alternative text").fill(ALT)
    expect(panel.get_by_role("img", name=ALT)).to_be_visible()
    assert violations(page) == []
    take.click()
    expect(field(page)).to_have_value(f"{SUMMARY}\nSaid before.\n\n{FENCE}")

    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        sign_in(plain, binding.address, binding.people["editor"], PASSWORD)
        plain.goto(f"{binding.address}{REPORT}pictures/add/")
        add(plain, file, "again")
        plain.goto(f"{binding.address}{REPORT}")
        plain.get_by_role("link", name="Write Summary", exact=True).click()
        plain.get_by_role("link", name="Put in a picture or table").click()
        plain.get_by_label("What to put in").select_option("picture:")
        plain.get_by_label("Our own picture").select_option("again")
        plain.get_by_role("button", name="Show how it looks").click()
        expect(plain.get_by_text("Say in words what the picture shows.").first).to_be_visible()
        plain.get_by_label("Alternative text").fill(ALT)
        plain.get_by_role("button", name="Show how it looks").click()
        expect(plain.get_by_role("img", name=ALT)).to_be_visible()
        plain.get_by_role("button", name="Save it in the section").click()
        expect(plain.get_by_text("Saved. The checks have been run again.")).to_be_visible()
