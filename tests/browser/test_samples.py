"""A sample in a real browser, with script and without: a list with a bad row, mended and drawn,
three cases reviewed, and the share read.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.drill]


def test_list_is_mended_drawn_and_reviewed_and_its_share_read(person: Page, world: World) -> None:
    sign_in(person, world.address, world.people["sampler"], PASSWORD)
    person.goto(f"{world.address}/i/sampled/fieldwork/")
    person.get_by_role("link", name="Force 01").click()
    person.get_by_role("link", name="Samples of case files").click()
    person.get_by_role("button", name="Make a review form").click()
    person.get_by_label("Name of the review").fill("Review of case files")
    person.get_by_label("Case files").check()
    person.get_by_label("What several of them are called in print").fill("files")
    person.get_by_label("1.1: Training is mandatory").check()
    person.get_by_label("Questions of your own").fill("1.2: Does the file hold a plan?")
    person.get_by_role("button", name="Make the form").click()
    expect(person.get_by_text("The form is made.")).to_be_visible()

    person.get_by_role("button", name="Begin a sample").last.click()
    person.get_by_label("Body", exact=True).select_option(label="Force 01")
    person.get_by_role("button", name="Begin", exact=True).click()
    expect(person.get_by_text("The sample is begun.")).to_be_visible()
    expect(person.get_by_text("Its digest, told before the list was here")).to_be_visible()

    person.get_by_role("button", name="Paste the list").click()
    person.get_by_label("Every case with the same chance").check()
    person.get_by_label("How many are drawn").fill("3")
    references = person.get_by_label("References, one a row")
    references.fill("CF-0001\nCF-0002\nAnn Example\nCF-0004\nCF-0005")
    person.get_by_role("button", name="Close the list").click()
    expect(person.get_by_text("Row 3 holds a space, as names do.").first).to_be_visible()
    expect(references).to_have_value("CF-0001\nCF-0002\nAnn Example\nCF-0004\nCF-0005")
    references.fill("CF-0001\nCF-0002\nCF-0003\nCF-0004\nCF-0005")
    person.get_by_role("button", name="Close the list").click()
    expect(person.get_by_text("The list is closed.")).to_be_visible()

    person.get_by_role("button", name="Draw the cases").click()
    person.get_by_label("A number of the body's own").fill("481516")
    person.get_by_role("button", name="Draw", exact=True).click()
    expect(person.get_by_text("The cases are drawn, and the seed is told.")).to_be_visible()
    expect(person.get_by_text("0 of 3 reviewed")).to_be_visible()
    expect(person.get_by_text("3 cases are not reviewed yet").first).to_be_visible()

    person.get_by_role("button", name="Review the next case").click()
    for done, answer in enumerate(("Yes", "Yes", "No"), start=1):
        heading = person.get_by_role("heading", level=1)
        expect(heading).to_contain_text("Review CF-000")
        shown = heading.inner_text()
        for number in (1, 2):
            question = person.get_by_role("group", name=re.compile(rf"^{number}\. "))
            question.get_by_label(answer, exact=True).check()
        person.get_by_role("button", name="Save the review").click()
        expect(person.get_by_text(f"is reviewed: {done} of 3 reviewed.")).to_be_visible()
        expect(heading).not_to_have_text(shown)

    share = person.get_by_role("row", name=re.compile("^1. Training is mandatory"))
    expect(share).to_contain_text("67 %")
    expect(share).to_contain_text("40 to 80")
    expect(share).to_contain_text("2 of 3 read say yes.")
    expect(share).to_contain_text("Say “about” or “at least”")


def test_pages_of_samples_stand_as_they_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["sampler"], PASSWORD)
    for name in ("samples/form", "samples/form/1/begin", "samples"):
        page.goto(f"{world.address}/i/sampled/fieldwork/{name}/")
        looked_at(page, f"fieldwork-{name.replace('/', '-')}")
    page.get_by_role("link", name="Force 02").click()
    expect(page.get_by_role("heading", name="What the review says")).to_be_visible()
    looked_at(page, "fieldwork-sample-read")
    page.get_by_role("link", name=re.compile("^Take back")).first.click()
    page.get_by_label("Reason").fill("The wrong file was read.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The review is taken back")).to_be_visible()
    page.get_by_role("button", name="Review the next case").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Review CF-")
    looked_at(page, "fieldwork-case-review")
