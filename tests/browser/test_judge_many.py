"""Many judgments on one page, in Chromium: by keys alone, counted; and without scripts."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driving import looked_at, violations
from tests.browser.much import Much, much, much_told
from tests.browser.to_judge import BODIES, CRITERIA

__all__ = ["much", "much_told"]

pytestmark = pytest.mark.browser
CELLS = BODIES * CRITERIA
MOST_ACTS, MOST_LOADS = 120, 5
# Judgments with one finding that is met and one that is not.
MIXED = (3, 15)


class Keyboard:
    """Presses keys and writes into fields, and counts: a press is an act, so is a field."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def press(self, key: str) -> None:
        self.acts += 1
        self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.acts += 1
        self.page.keyboard.type(words)


def section(page: Page) -> Locator:
    """The judgment in which one stands."""
    return page.locator("[data-judging]:focus-within, [data-judging]:focus")


def test_inspector_judges_36_cells_by_keyboard_in_120_acts_and_5_loads(
    page: Page, much: Much
) -> None:
    much.enter(page, "inspector", "mine/")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    by = Keyboard(page)
    page.get_by_role("button", name="Judge many on one page").focus()
    by.press("Enter")
    expect(page.locator("[data-judging]").first).to_be_focused()
    for number in range(CELLS):
        here = section(page)
        item = here.locator("[data-number]").first.get_attribute("data-number")
        # The last two criteria of each body are met or not.
        of_two = number % CRITERIA >= CRITERIA - 2
        if number in MIXED:
            # Yes to the first finding, no to the second, and on to the reasons.
            for key in ("r", "Space", "Tab", "ArrowRight", "Tab"):
                by.press(key)
        else:
            by.press("Shift+M" if of_two else "Shift+G")
        expect(here.locator("textarea")).to_be_focused()
        by.write(f"E{item} says so.")
        by.press("Control+Enter")
        left = CELLS - number - 1
        said = f"{number + 1} of {CELLS} submitted." if left else "All on this page are submitted."
        expect(page.locator("[data-count]")).to_have_text(said)
    figures = f"{CELLS} judgments: {by.acts} acts, {len(loads)} loads"
    print(figures)  # noqa: T201 - the figures asked for
    assert by.acts <= MOST_ACTS
    assert len(loads) <= MOST_LOADS
    # Each is an act with a key and an entry of its own.
    signed = much.asked("SELECT key FROM ledger_entry WHERE verb = 'judgments.submit'")
    assert len(set(signed)) == len(signed) == CELLS + CRITERIA
    cited = much.asked("SELECT count(*) FROM judgments_submissioncitation GROUP BY submission_id")
    assert {number for (number,) in cited} == {1}
    mixed = much.asked(
        "SELECT count(*) FROM judgments_submission WHERE findings LIKE '%true%false%'"
    )
    assert mixed == [(len(MIXED),)]
    assert violations(page) == []


@pytest.mark.drill
def test_draft_saves_itself_and_is_there_again(page: Page, much: Much) -> None:
    much.enter(page, "inspector", "mine/judge/")
    first = page.locator("[data-judging]").first
    expect(first).to_be_focused()
    page.keyboard.press("Shift+G")
    page.keyboard.type("E1 says so")
    expect(first.locator("[data-saved]")).to_contain_text("Draft saved")
    page.keyboard.type(", and more.")
    # What the page says of it is gone while one writes, and stands there again a moment later.
    until = time.monotonic() + 60
    while not much.asked("SELECT id FROM judgments_draft WHERE reasons LIKE '%, and more.'"):
        assert time.monotonic() < until, "the draft did not save itself"
        page.wait_for_timeout(100)
    expect(first.locator("[data-saved]")).to_contain_text("Draft saved")
    page.reload()
    expect(first.locator("textarea")).to_have_value("E1 says so, and more.")
    expect(first.get_by_role("radio", name="Good", exact=True)).to_be_checked()
    expect(first.get_by_role("checkbox", name=re.compile("E0001"))).to_be_checked()
    assert much.asked("SELECT count(*) FROM judgments_draft") == [(1,)]
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-count]")).to_have_text(f"1 of {CELLS} submitted.")


@pytest.mark.drill
def test_refusal_is_told_beside_what_was_typed_and_nothing_is_sent_twice(
    page: Page, much: Much
) -> None:
    much.enter(page, "inspector", "mine/judge/")
    first = page.locator("[data-judging]").first
    expect(first).to_be_focused()
    page.keyboard.press("g")
    first.locator("textarea").fill("Without an item.")
    page.keyboard.press("Control+Enter")
    expect(first.get_by_role("alert")).to_contain_text("No evidence of Force 01 is cited.")
    expect(first.get_by_role("alert")).to_contain_text("is not answered")
    expect(first.locator("textarea")).to_have_value("Without an item.")
    assert violations(page) == []


@pytest.mark.drill
def test_letters_are_keys_outside_of_fields_alone_and_can_be_turned_off(
    page: Page, much: Much
) -> None:
    much.enter(page, "inspector", "mine/judge/")
    first, second = (page.locator("[data-judging]").nth(at) for at in range(2))
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("good? j1")
    expect(first.locator("textarea")).to_have_value("good? j1")
    expect(first.locator("input:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    page.keyboard.press("1")
    expect(first.locator("[name=cited]").first).to_be_checked()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_label("Single letters are keys").uncheck()
    second.focus()
    page.keyboard.press("g")
    expect(second.locator("input:checked")).to_have_count(0)
    looked_at(page, "judge-many")


def test_without_script_each_form_is_sent_by_itself_and_leads_back(
    browser: Browser, much: Much
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    much.enter(plain, "inspector", "mine/judge/")
    first = plain.locator("[data-judging]").first
    expect(plain.get_by_label("Single letters are keys")).to_be_hidden()
    first.get_by_role("radio", name="Good", exact=True).check()
    first.locator("textarea").fill("Both say so.")
    first.get_by_role("button", name="Save draft").click()
    expect(plain.get_by_text("The draft is saved.")).to_be_visible()
    expect(plain).to_have_url(re.compile("/mine/judge/$"))
    plain.wait_for_load_state()
    for yes in first.get_by_label("Yes").all():
        yes.check()
    first.get_by_role("button", name="Submit judgment").click()
    expect(plain.get_by_role("alert")).to_contain_text("No evidence of Force 01 is cited.")
    plain.get_by_role("checkbox", name=re.compile("MUCH-E")).first.check()
    plain.get_by_role("button", name="Submit judgment").click()
    expect(plain.get_by_text("Your judgment is submitted.")).to_be_visible()
    expect(plain).to_have_url(re.compile("/mine/judge/$"))
    expect(plain.locator("[data-judging]")).to_have_count(CELLS - 1)
    context.close()


@pytest.mark.drill
def test_two_who_judge_one_cell_learn_nothing_of_each_other(
    page: Page, browser: Browser, much: Much
) -> None:
    much.enter(page, "inspector", "mine/judge/")
    before = _shown(page)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    other = context.new_page()
    much.enter(other, "other", "mine/judge/")
    expect(other.locator("[data-judging]")).to_have_count(1)
    other.keyboard.press("Shift+O")
    other.keyboard.type("E1: canary reasons.")
    other.keyboard.press("Control+Enter")
    expect(other.locator("[data-count]")).to_have_text("All on this page are submitted.")
    context.close()
    page.reload()
    assert _shown(page) == before
    page.goto(much.at())
    expect(page.locator("table.ins-grid a.ins-cell").first).to_have_text("Y")
    assert "canary" not in page.content().casefold()


def _shown(page: Page) -> str:
    return page.locator("#page").inner_text()


# Whether the page would ask before it is left.
HELD = "() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def begun(page: Page, much: Much) -> Locator:
    """The first judgment, in which one stands."""
    much.enter(page, "inspector", "mine/judge/")
    first = page.locator("[data-judging]").first
    expect(first).to_be_focused()
    return first


@pytest.mark.drill
def test_words_that_could_not_be_sent_are_said_to_be_there_and_kept(page: Page, much: Much) -> None:
    first = begun(page, much)
    standing = page.evaluate("document.getElementById('over').dataset.standing")
    page.route(f"**{standing.split('?')[0]}*", lambda route: route.abort())
    page.keyboard.press("Shift+G")
    page.keyboard.type("E1 says so")
    page.keyboard.press("Control+Enter")
    expect(first.locator("[data-said]")).to_contain_text("What you wrote is still here")
    assert page.evaluate(HELD)


@pytest.mark.drill
def test_draft_that_was_not_taken_is_still_to_be_saved(page: Page, much: Much) -> None:
    first = begun(page, much)
    page.context.clear_cookies()
    page.keyboard.press("Shift+G")
    page.keyboard.type("E1 says so")
    expect(first.locator("[data-saved]")).to_contain_text("Not saved")
    assert page.evaluate(HELD)


@pytest.mark.drill
def test_enter_on_a_finding_leads_to_the_reasons_and_submits_nothing(
    page: Page, much: Much
) -> None:
    first = begun(page, much)
    page.keyboard.press("Shift+G")
    page.keyboard.type("To be finished")
    first.locator(".ins-judge__finding input").first.focus()
    page.keyboard.press("Enter")
    expect(first.locator("textarea")).to_be_focused()
    expect(first).not_to_have_attribute("data-done", "yes")
    assert much.asked("SELECT count(*) FROM judgments_submission WHERE reasons LIKE 'To be%'") == [
        (0,)
    ]
