"""Requests in a real browser, with script and without: many bodies asked in one press."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser


def test_all_bodies_are_asked_in_seven_acts_and_one_request_is_moved_and_withdrawn(
    person: Page, world: World
) -> None:
    sign_in(person, world.address, world.people["lead"], PASSWORD)
    person.goto(f"{world.address}/i/small/fieldwork/requests/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Ask several bodies"))
    acts.click(person.get_by_role("link", name=re.compile("^Tick all")))
    expect(person.get_by_role("link", name="Tick none")).to_be_visible()
    title = "Duty rosters of the last year"
    acts.fill(person.get_by_label("What is asked for"), title)
    acts.click(person.get_by_text("Count the due day by a rule"))
    counted = person.get_by_label("Counted from the day it is sent")
    acts.choose(counted, "Counted: days, of which it is the first")
    acts.fill(person.get_by_label("How many days or months (optional)", exact=True), "56")
    acts.click(person.get_by_role("button", name="Ask those that are ticked"))
    expect(person.get_by_text(re.compile(r"\d+ requests sent\."))).to_be_visible()
    assert acts.count == 7

    person.get_by_role("link", name=title).first.click()
    expect(person.get_by_text("The last of 56 days beginning with")).to_be_visible()
    person.get_by_role("button", name="Move the due day").click()
    person.get_by_label("Due on").fill("2099-12-31")
    person.get_by_label("Why it is moved").fill("They asked for time.")
    person.get_by_role("button", name="Move", exact=True).click()
    expect(person.get_by_text("They asked for time.")).to_be_visible()
    person.get_by_role("button", name="Withdraw the request").click()
    person.get_by_label("Why it is withdrawn").fill("We have it from elsewhere.")
    person.get_by_role("button", name="Withdraw the request").last.click()
    expect(person.get_by_text("We have it from elsewhere.")).to_be_visible()


def test_pages_of_requests_stand_as_they_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/fieldwork/requests/ask-many/?all=yes")
    page.get_by_text("Count the due day by a rule").click()
    expect(page.get_by_label("Calendar for working days")).to_be_visible()
    looked_at(page, "ask-many")
    page.get_by_role("button", name="Ask those that are ticked").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(page, "ask-many-refused")
