"""Two bodies side by side in Chromium, compared by keyboard, by buttons and without scripts; how
sure an agreed judgment is, said beside it.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.disagreements import PASSWORD
from tests.browser.driving import looked_at
from tests.browser.test_desk import Desk, desk, told
from tests.browser.walking import sign_in

__all__ = ["desk", "told"]

pytestmark = pytest.mark.browser
RECORDED = "Your comparison is recorded."


def opened(page: Page, desk: Desk) -> None:
    """The first pair of the first criterion, from the page of judgments."""
    page.goto(f"{desk.address}/i/differ/judgments/")
    page.get_by_role("button", name="Compare bodies in pairs").click()
    expect(page.get_by_role("heading", name="Your comparisons")).to_be_visible()
    looked_at(page, "comparisons")
    page.get_by_role("link", name="Compare two").first.click()
    expect(page.get_by_role("button", name="Cannot tell apart")).to_be_visible()


def bodies(page: Page) -> list[str]:
    expect(page.locator("#side-1")).to_be_visible()
    return page.locator("#compare h2[id^=side]").all_inner_texts()


@pytest.mark.drill
def test_pairs_are_compared_by_keyboard_and_keys_in_a_field_are_its_own(
    page: Page, desk: Desk
) -> None:
    sign_in(page, desk.address, desk.people["moderator"], PASSWORD)
    opened(page, desk)
    looked_at(page, "compare")
    left, right = bodies(page)
    page.get_by_label("Why, in a sentence").press_sequentially("a=b")
    expect(page.get_by_label("Why, in a sentence")).to_have_value("a=b")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert {left, right} != {*bodies(page)}
    page.get_by_label("Turn these keys off").check()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Cannot tell apart").click()
    # The next pair, whose page begins with the keys on.
    expect(page.get_by_label("Turn these keys off")).not_to_be_checked()
    page.goto(f"{desk.address}/i/differ/judgments/compare/")
    expect(page.get_by_text(f"{right} is better")).to_be_visible()
    expect(page.get_by_role("link", name="Withdraw it")).to_have_count(2)
    page.get_by_role("link", name="Its order").first.click()
    expect(page.get_by_text("There is no order yet")).to_be_visible()
    looked_at(page, "order")


def test_pair_is_compared_without_scripts(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk.address, desk.people["third"], PASSWORD)
    page.goto(f"{desk.address}/i/differ/judgments/compare/")
    page.get_by_role("link", name="Compare two").first.click()
    left, _ = bodies(page)
    page.get_by_role("button", name=f"{left} is better").click()
    expect(page.get_by_text(RECORDED)).to_be_visible()
    context.close()


@pytest.mark.drill
def test_how_sure_is_said_in_place_on_the_desk(page: Page, desk: Desk) -> None:
    sign_in(page, desk.address, desk.people["moderator"], PASSWORD)
    page.goto(f"{desk.address}/i/differ/judgments/desk/?show=settled")
    page.get_by_role("link", name="Say how sure it is").click()
    expect(page.get_by_label("Low: More evidence is likely")).to_be_visible()
    page.get_by_label("Low: More evidence is likely").check()
    page.get_by_label("Few sources").check()
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("How sure: low")).to_be_visible()
    looked_at(page, "how-sure")
