"""A report is written by sections in Chromium: two editors collide in one and both texts survive,
without a script; others do not collide; a paragraph of yesterday comes back, by keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at, tab_to
from tests.browser.served import served
from tests.browser.telling import tell
from tests.browser.to_be_written import PASSWORD, YESTERDAY
from tests.browser.walking import sign_in

pytestmark = pytest.mark.browser
DOCUMENT = "/i/written/documents/report/"
SPRING = "The plans were looked at in the spring."


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A report of three sections, served."""
    data = tmp_path_factory.mktemp("writing") / "data"
    people = tell("tests.browser.to_be_written", data)
    with served(data) as address:
        yield World(address, people, Path(data))


@pytest.fixture
def as_one(writing: World, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of somebody who is signed in, each in a browser of their own."""
    opened = []

    def of(role: str, **given: Any) -> Page:
        context = browser.new_context(**given)
        opened.append(context)
        page = context.new_page()
        sign_in(page, writing.address, writing.people[role], PASSWORD)
        page.goto(writing.address + DOCUMENT)
        return page

    yield of
    for context in opened:
        context.close()


def write(page: Page, heading: str) -> None:
    """Open the form of one section from the outline."""
    page.goto(page.url.partition("/documents/")[0] + "/documents/report/")
    page.get_by_role("link", name=f"Write {heading}", exact=True).click()
    expect(page.get_by_role("heading", name=f"Write “{heading}”")).to_be_visible()


def change(page: Page, old: str, new: str) -> None:
    """Put other words into the form that is open."""
    words = page.locator("textarea[name=text]").input_value()
    assert old in words
    # The editor where there is a script, else the field itself.
    page.get_by_role("textbox", name="Text of the section").fill(words.replace(old, new))
    expect(page.locator("textarea[name=text]")).to_have_value(words.replace(old, new))


def save(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name="Save", exact=True).click()


def saved(page: Page) -> None:
    """Wait until the page of the document says so."""
    expect(page.get_by_text("Saved. The checks have been run again.")).to_be_visible()


@pytest.mark.drill
def test_two_editors_who_write_different_sections_do_not_collide(
    as_one: Callable[..., Page],
) -> None:
    one, other = as_one("editor"), as_one("press")
    looked_at(one, "outline")
    write(one, "What we found")
    write(other, "Recruits")
    looked_at(one, "write-a-section")
    change(one, "Nine of the twelve", "Ten of the twelve")
    change(other, "their first weeks", "their first month")
    save(one)
    saved(one)
    save(other)
    saved(other)
    expect(other.get_by_text("Ten of the twelve forces train.")).to_be_visible()
    expect(other.get_by_text("They are taught in their first month.")).to_be_visible()


@pytest.mark.drill
def test_two_editors_collide_in_one_section_and_both_texts_survive(
    as_one: Callable[..., Page],
) -> None:
    one, other = as_one("editor"), as_one("lead", java_script_enabled=False)
    write(one, "Training")
    write(other, "Training")
    change(one, "Nobody objected", "One force objected")
    change(other, "in the spring", "in the summer")
    save(one)
    saved(one)
    save(other)
    expect(other.get_by_role("heading", name="Somebody changed this meanwhile")).to_be_visible()
    both = other.get_by_label("The text to save")
    merged = both.input_value()
    assert "One force objected" in merged
    assert "in the summer" in merged
    expect(other.locator("ins").first).to_be_visible()
    other.get_by_role("button", name="Save this text").click()
    saved(other)
    expect(other.get_by_text("One force objected to them.")).to_be_visible()
    expect(other.get_by_text("The plans were looked at in the summer.")).to_be_visible()
    # The words are put back for the test below.
    write(other, "Training")
    change(other, "in the summer", "in the spring")
    save(other)
    saved(other)


@pytest.mark.drill
def test_version_of_yesterday_is_compared_and_one_paragraph_brought_back_by_keys(
    as_one: Callable[..., Page],
) -> None:
    page = as_one("editor")
    history = page.get_by_role("link", name=": history of Training")
    history.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="History of “Training”")).to_be_visible()
    looked_at(page, "history-of-a-section")
    rows = page.get_by_role("row").filter(has=page.get_by_role("link"))
    oldest = rows.last.get_by_role("link")
    oldest.focus()
    page.keyboard.press("Enter")
    expect(page.locator("del").first).to_be_visible()
    looked_at(page, "revision-of-a-section")
    change_of_plans = page.locator("pre.ins-changed", has_text="In March").first
    expect(change_of_plans).to_contain_text("spring")
    tab_to(page, "a:has-text('Put this paragraph back as it was')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Text of the section")).to_be_visible()
    words = page.locator("textarea[name=text]").input_value()
    assert YESTERDAY in words
    assert SPRING not in words
    assert "One force objected" in words or "Nobody objected" in words
    tab_to(page, "form button.govuk-button:has-text('Save')")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.get_by_text(YESTERDAY)).to_be_visible()


@pytest.mark.drill
def test_section_is_given_to_a_writer_and_marked(as_one: Callable[..., Page]) -> None:
    page = as_one("lead")
    page.get_by_role("link", name=": assign Recruits").click()
    expect(page.get_by_label("Who writes it")).to_be_visible()
    looked_at(page, "assign-a-section")
    page.get_by_label("Who writes it").select_option(index=1)
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("The outline says who writes it.")).to_be_visible()
    page.get_by_role("link", name=": mark Recruits").click()
    expect(page.get_by_label("Ready to be read")).to_be_visible()
    looked_at(page, "mark-a-section")
    page.get_by_label("Ready to be read").check()
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("The outline says how far it is.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Recruits").first
    expect(row).to_contain_text("Ready to be read")
    expect(row).not_to_contain_text("Nobody")


def typed_into(page: Page, target: str, words: str) -> None:
    """Write words into a field that is reached by keys."""
    tab_to(page, target)
    page.keyboard.type(words)


def test_report_is_begun_from_its_template_written_at_its_desk_and_searched_by_keys(
    as_one: Callable[..., Page],
) -> None:
    page = as_one("editor", viewport={"width": 1366, "height": 768})
    page.goto(page.url.replace("/report/", "/new/open/"))
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    typed_into(page, "input[name=title]", "How well *forces* plan")
    typed_into(page, "input[name=slug]", "plans")
    expect(page.get_by_role("radio", name="From the template of its kind")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The document is open, with the text of its template.")).to_be_visible()
    expect(page.get_by_text("No check blocks freezing")).to_be_visible()
    # At the desk of a section: where one is, how long it is, what is not signed.
    tab_to(page, 'a:has-text("Write What we asked, and why")')
    page.keyboard.press("Enter")
    outline = page.get_by_role("navigation", name="Sections of the document")
    current = outline.locator("[aria-current=page]")
    expect(current).to_have_text("What we asked, and why")
    length = page.locator('[data-desk="here"]')
    expect(page.locator(".ins-ed-state")).to_have_attribute("data-state", "told")
    # It stands open beside the text, with how far each section is and who writes it.
    expect(outline).to_be_visible()
    expect(outline.get_by_text("Being written · nobody writes it").first).to_be_visible()
    text = page.get_by_role("textbox", name="Text of the section")
    beside, here = outline.bounding_box(), text.bounding_box()
    assert beside
    assert here
    assert beside["x"] + beside["width"] < here["x"]
    assert here["width"] > 500
    telephone = page.context.new_page()
    telephone.set_viewport_size({"width": 390, "height": 844})
    telephone.goto(page.url)
    expect(telephone.locator(".ins-ed-state")).to_have_attribute("data-state", "told")
    expect(telephone.get_by_role("navigation", name="Sections of the document")).to_be_hidden()
    telephone.close()
    before = int(length.inner_text().split()[0])
    page.get_by_role("textbox", name="Text of the section").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("Leaders wrote plans.\n\n")
    expect(length).to_have_text(f"{before + 3} words")
    expect(page.locator(".cm-content .ins-ed-unsigned").last).to_have_text("Leaders wrote plans.")
    looked_at(page, "section-desk")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved. The checks have been run again.")).to_be_visible()
    # Over the whole document: each place is seen, then what is ticked is replaced.
    tab_to(page, 'a:has-text("Find and replace")')
    page.keyboard.press("Enter")
    typed_into(page, "input[name=words]", "leaders")
    typed_into(page, "input[name=replacement]", "Chiefs")
    tab_to(page, "button[name=look]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 places", exact=True)).to_be_visible()
    expect(page.get_by_text("No signature falls")).to_be_visible()
    looked_at(page, "find-and-replace")
    # The other is in the name of a criterion.
    tab_to(page, "fieldset:nth-of-type(2) input[name=at]")
    page.keyboard.press("Space")
    tab_to(page, 'button:has-text("Replace what is ticked")')
    page.keyboard.press("Enter")
    expect(page.get_by_text("Replaced, as one change.")).to_be_visible()
    expect(page.get_by_text("Chiefs wrote plans.")).to_be_visible()
    expect(page.get_by_text("Do leaders understand the purpose?")).to_be_visible()
    tab_to(page, 'a:has-text("Previews side by side")')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Public edition")).to_be_visible()
    looked_at(page, "previews")


@pytest.mark.drill
def test_comment_survives_an_edit_beside_it_and_a_suggestion_is_accepted_by_keys(
    as_one: Callable[..., Page],
) -> None:
    page = as_one("editor")
    write(page, "Recruits")
    expect(page.locator(".cm-content")).to_be_visible()  # before it there is the field alone
    page.locator(".cm-content").focus()
    # The last line of words: "They are taught in their first …".
    for key in ("Control+End", "ArrowUp", "Home", "Shift+Control+ArrowRight"):
        page.keyboard.press(key)
    button = page.get_by_role("button", name="Comment on the selected words")
    for _ in range(8):  # the buttons stand before the text
        if button.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The words", exact=True)).to_have_value(re.compile("^They"))
    page.get_by_label("Your comment").focus()
    page.keyboard.type("Do we know who they are?")
    looked_at(page, "comment-on-words")
    tab_to(page, "form button.govuk-button:has-text('Comment')")
    page.keyboard.press("Enter")
    # Back where the words were selected: they are marked in the text, which is changed beside them.
    expect(page.locator(".ins-ed-remark")).to_have_text(re.compile("They"))
    change(page, "They are taught", "Before they start: They are taught")
    save(page)
    saved(page)
    other = as_one("lead", java_script_enabled=False)
    expect(other.get_by_role("link", name=": remarks on Recruits")).to_contain_text("1 open")
    other.get_by_role("link", name=": remarks on Recruits").click()
    expect(other.locator("mark")).to_have_text(re.compile("^They"))
    other.get_by_role("button", name="Suggest other words").click()
    other.get_by_label("The words", exact=True).fill("are taught")
    other.get_by_label("The words in their place").fill("are trained")
    other.get_by_role("button", name="Suggest", exact=True).click()
    expect(other.locator("del")).to_contain_text("are taught")
    page.get_by_role("link", name=": remarks on Recruits").click()
    expect(page.locator("del")).to_contain_text("are taught")
    looked_at(page, "remarks-on-a-section")
    tab_to(page, "button:has-text('Accept')")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The words are in the text, as its next version.")).to_be_visible()
    expect(page.locator("pre.ins-changed").first).to_contain_text(
        "start: Remark 1They are trained in"
    )
    # The comment stands where it stood, and its number leads back from it.
    expect(page.locator("mark")).to_have_text(re.compile("^They"))
