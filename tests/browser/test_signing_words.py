"""Words are signed in Chromium: twenty in a row, by hand and by keys; one changed; one tidied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at, tab_to, violations
from tests.browser.served import served
from tests.browser.telling import tell
from tests.browser.to_be_signed import PASSWORD
from tests.browser.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.drill]
DOCUMENT = "/i/words/documents/report/"
CHANGED = "Most forces do not have mandatory training for officers in the town."


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A report that waits to be signed, served."""
    data = tmp_path_factory.mktemp("words") / "data"
    people = tell("tests.browser.to_be_signed", data)
    with served(data) as address:
        yield World(address, people, Path(data))


@pytest.fixture
def as_one(words: World, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of somebody who is signed in, each in a browser of their own."""
    opened = []

    def of(role: str, **given: bool) -> Page:
        context = browser.new_context(**given)
        opened.append(context)
        page = context.new_page()
        sign_in(page, words.address, words.people[role], PASSWORD)
        page.goto(words.address + DOCUMENT)
        return page

    yield of
    for context in opened:
        context.close()


def left(page: Page) -> int:
    return page.locator("[data-signing] form button").count()


def test_one_report_is_signed_changed_objected_to_and_tidied(
    words: World, as_one: Callable[..., Page]
) -> None:
    editor, checker = as_one("editor"), as_one("referencer")
    desk = words.address + DOCUMENT + "wording/"
    editor.goto(desk)
    editor.locator("main a", has_text="It is ready to be signed").click()
    editor.locator("main form").get_by_role("button", name="It is ready to be signed").click()
    expect(editor.get_by_text("Ready to be signed", exact=True)).to_be_visible()

    loads = []
    checker.on("framenavigated", lambda frame: loads.append(frame.url))
    checker.goto(desk)
    assert violations(checker) == []
    looked_at(checker, "signing-words")
    acts = 0
    for _ in range(20):
        count = left(checker)
        checker.locator("[data-signing] form button").first.click()
        acts += 1
        expect(checker.locator("[data-signing] form button")).to_have_count(count - 1)
    assert (acts, len(loads)) <= (45, 3)
    # One stands at the next words, which are read before their button.
    expect(checker.locator("[data-signing]").first).to_be_focused()
    # The rest comes where these are done: no more is drawn at once than one reads.
    for _ in range(3):
        while count := left(checker):
            tab_to(checker, "[data-signing] form button")
            checker.keyboard.press("Enter")
            expect(checker.locator("[data-signing] form button")).to_have_count(count - 1)
        if (more := checker.get_by_role("link", name="Go on with what is left")).count():
            more.click()
            expect(checker.locator("[data-signing] form button").first).to_be_visible()
            checker.wait_for_load_state()
    checker.goto(desk)
    expect(checker.get_by_text("Every word is signed as it stands.")).to_be_visible()

    changed(
        editor,
        words,
        "[Most forces have mandatory training for officers in the town]",
        "[Most forces do not have mandatory training for officers in the town]",
    )
    freezing(words, as_one, CHANGED)
    checker.goto(desk)
    expect(checker.locator("del")).to_contain_text(
        "Most forces have mandatory training for officers in the town."
    )
    expect(checker.locator(".ins-card").filter(has_text=CHANGED)).to_be_visible()
    assert left(checker) == 1
    checker.get_by_role("link", name="Object").click()
    checker.get_by_label("What is wrong with these words").fill("Nine of the twelve have it.")
    checker.locator("#panel").get_by_role("button", name="Object").click()
    expect(checker.get_by_text("Nine of the twelve have it.").first).to_be_visible()
    editor.goto(desk)
    expect(editor.get_by_text("Nine of the twelve have it.")).to_be_visible()

    changed(
        editor,
        words,
        "[Most forces do not have mandatory training for officers in the town]",
        "[Three forces do not have mandatory training for officers in the town]",
    )
    checker.goto(desk)
    assert left(checker) == 1
    checker.locator("[data-signing] form button").first.click()
    expect(checker.locator("[data-signing] form button")).to_have_count(0)

    changed(editor, words, "welcome, wherever", "welcome wherever")
    checker.goto(desk)
    expect(checker.get_by_text("Changed under a signature")).to_be_visible()
    assert left(checker) == 0
    checker.get_by_role("button", name="I have looked at it").click()
    expect(checker.get_by_text("It is recorded that you looked at it.")).to_be_visible()
    expect(checker.get_by_text("Every word is signed as it stands.")).to_be_visible()
    taken_back_beside_the_claim(checker, words)


def taken_back_beside_the_claim(checker: Page, words: World) -> None:
    """On the page of the claim a signature is taken back where the words stand, and one stays."""
    checker.goto(f"{words.address}/i/words/claims/claim/mandatory-training/")
    card = checker.locator(".ins-card", has_text="Three forces do not have mandatory training")
    expect(card).to_contain_text("Signed by")
    card.get_by_role("link", name="Take the signature back").click()
    checker.locator("#panel").get_by_label("Reason").fill(
        "Three of the twelve is for another town."
    )
    checker.locator("#panel").get_by_role("button", name="Take it back").click()
    expect(card).to_contain_text("Not signed")
    expect(checker).to_have_url(re.compile("/claims/claim/mandatory-training/$"))
    looked_at(checker, "claim-said")


def changed(editor: Page, words: World, old: str, new: str) -> None:
    editor.goto(words.address + DOCUMENT + "edit/")
    box = editor.get_by_label("Text")
    text = box.input_value()
    assert old in text
    box.fill(text.replace(old, new, 1))
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text(re.compile("Saved"))).to_be_visible()


def freezing(words: World, as_one: Callable[..., Page], said: str) -> None:
    """Freezing is refused, and names the words."""
    signing = as_one("signing")
    expect(signing.get_by_text(said[:60]).first).to_be_visible()
    expect(signing.get_by_text(re.compile("not signed")).first).to_be_visible()
    expect(signing.get_by_role("button", name="Freeze")).to_be_disabled()


def test_translation_is_opened_without_scripts_written_beside_its_original_and_signed_by_keys(
    words: World, as_one: Callable[..., Page]
) -> None:
    editor = as_one("editor", java_script_enabled=False)
    editor.locator("main a", has_text="Open a translation").click()
    editor.get_by_label("Welsh (Cymraeg)").check()
    editor.get_by_label("Title").fill("Pa mor dda y mae heddluoedd yn hyfforddi")
    editor.get_by_role("button", name="Open it").click()
    expect(editor.get_by_role("heading", name="Translation into Welsh")).to_be_visible()
    welsh = words.address + DOCUMENT.replace("report", "report-cy")
    editor.goto(welsh + "wording/declare/")
    editor.get_by_role("button", name="It is ready to be signed").click()
    writer, checker = as_one("editor"), as_one("referencer")
    writer.goto(welsh)
    assert violations(writer) == []
    section = writer.get_by_role("link", name=re.compile("^Write")).last
    writer.goto(words.address + str(section.get_attribute("href")))
    expect(writer.get_by_role("heading", name="The original")).to_be_visible()
    expect(writer.locator(".cm-content")).to_have_attribute("lang", "cy")
    expect(writer.locator(".ins-write-original")).to_have_attribute("lang", "en-GB")
    assert violations(writer) == []
    looked_at(writer, "translation-written")
    checker.goto(welsh + "wording/")
    expect(checker.locator(".ins-signing__original").first).to_be_visible()
    assert violations(checker) == []
    looked_at(checker, "translation-signed")
    count = left(checker)
    tab_to(checker, "[data-signing] form button")
    focused = checker.locator("[data-signing] form button").first
    expect(focused).to_have_text(re.compile("I read English and Welsh"))
    checker.keyboard.press("Enter")
    expect(checker.locator("[data-signing] form button")).to_have_count(count - 1)
