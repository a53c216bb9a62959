"""The five questions of a lead in a real browser, each from the page of the inspection in three
acts at most: following a link, sending a form, opening a fold. Typing is part of sending a form.
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driving import violations
from tests.browser.narrow import narrow_faults
from tests.browser.walking import sign_in
from tests.journeys.told import PASSWORD, SLUG

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS", "")
MOST = 3
PAGES = ("changed", "late", "not-submitted", "evidence")


class Acts:
    """The page of one person, and how often they acted since they stood on the inspection's."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.number = page, address, 0

    def begin(self) -> None:
        self.page.goto(f"{self.address}/i/{SLUG}/")
        self.number = 0

    def press(self, control: Locator) -> None:
        control.click()
        self.number += 1

    def follow(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)


@pytest.fixture
def lead(page: Page, told: str) -> Acts:
    sign_in(page, told, "lead@inspectorate.example", PASSWORD)
    return Acts(page, told)


def test_each_of_the_leads_five_questions_is_answered_in_three_acts(lead: Acts) -> None:
    page, acts = lead.page, []

    lead.begin()
    lead.follow("Where evidence is thin")
    thin = page.get_by_role("region", name="Map of evidence")
    lead.press(thin.get_by_role("link", name="2.3", exact=True))
    expect(page.get_by_role("status").filter(has_text="criterion 2.3")).to_be_visible()
    acts.append(lead.number)

    lead.begin()
    lead.follow("What changed since yesterday")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(page.get_by_label("Since")).to_be_visible()
    acts.append(lead.number)

    lead.begin()
    lead.follow("Who has not submitted")
    expect(page.get_by_role("heading", name="Who has not submitted")).to_be_visible()
    acts.append(lead.number)

    lead.begin()
    lead.press(page.get_by_role("link", name=re.compile("^Fieldwork")).first)
    lead.press(page.get_by_role("row").nth(1).get_by_role("link"))
    lead.press(page.get_by_role("link", name=re.compile("^What rests on it")).first)
    expect(page.get_by_role("heading", name="Sentences and claims")).to_be_visible()
    acts.append(lead.number)

    lead.begin()
    lead.follow("Search")
    page.get_by_label("Words").first.fill("training")
    lead.press(page.get_by_role("button", name="Search", exact=True))
    lead.press(page.locator("#counts").get_by_role("link", name=re.compile("^Force 12")))
    expect(page.get_by_role("list", name="Narrowed to")).to_contain_text("Force 12")
    expect(page.get_by_role("heading", name="Kind of source", exact=True)).to_be_visible()
    acts.append(lead.number)

    assert max(acts) <= MOST, acts


@pytest.mark.drill
def test_pages_of_steering_are_read_by_all_and_scroll_nowhere_at_320(
    browser: Browser, told: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    sign_in(page, told, "lead@inspectorate.example", PASSWORD)
    for one in PAGES:
        page.goto(f"{told}/i/{SLUG}/steering/{one}/?since=2018-01-01")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert narrow_faults(page) == [], one
        assert violations(page) == [], one
        for width in (390, 1280) if SHOTS else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SHOTS}/{one}-{width}.png", full_page=width == 1280)
        page.set_viewport_size({"width": 320, "height": 900})
    context.close()
