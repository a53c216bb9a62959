"""Each role does its part in a real browser: the pages open, pass axe, work from the keyboard, and
show nothing too early.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driving
from tests.browser.conftest import World
from tests.browser.driving import a_page, violations
from tests.browser.plain import Plain
from tests.browser.walking import in_chromium, kind_of, sign_in, walk
from tests.browser.world import CANARY, PASSWORD, SEEN

pytestmark = pytest.mark.browser
# What the desk offers to press beside words, at the end of a section, beside a source.
SIGNED = re.compile("^(Sign|I have read this section whole|The source says so)$")


def test_inspector_records_evidence_with_nothing_but_the_keyboard(
    page: Page, one_world: World
) -> None:
    sign_in(page, one_world.address, one_world.people["inspector"], PASSWORD)
    page.goto(f"{one_world.address}/i/small/evidence/record/")

    tab_to = partial(driving.tab_to, page)
    tab_to("[name=scope_body]")
    page.keyboard.type("Force 01")
    for choice in ("[name=kind]", "[name=method]"):
        tab_to(choice)
        page.keyboard.type("Interview")
    tab_to("[name=origin]")
    page.keyboard.type("A response sergeant")
    tab_to("[name=words]")
    page.keyboard.type("Three of four new constables could name the form.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to("[name=direction]")
    page.keyboard.press("Space")
    for _ in range(30):
        if page.evaluate(
            "document.activeElement.matches('main button, .govuk-button-group button')"
        ):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Saved. The item cannot be changed")).to_be_visible()
    expect(page.get_by_text("Three of four new constables could name the form.")).to_be_visible()


@pytest.mark.drill
def test_evidence_without_words_is_refused_with_a_summary_that_leads_to_the_field(
    page: Page, world: World
) -> None:
    sign_in(page, world.address, world.people["inspector"], PASSWORD)
    page.goto(f"{world.address}/i/small/evidence/record/")
    page.get_by_label("Body", exact=True).select_option(label="Force 01")
    page.get_by_role("button", name="Record evidence").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    assert violations(page) == []
    summary.get_by_role("link").first.click()
    expect(page.locator("input:focus, textarea:focus, select:focus")).to_have_count(1)


@pytest.mark.drill
def test_lead_asks_for_documents_and_the_contact_hands_them_in(
    browser: Browser, page: Page, world: World, tmp_path: Path
) -> None:
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/fieldwork/requests/ask/")
    page.get_by_label("Body", exact=True).select_option(label="Force 01")
    page.locator("[name=title]").fill("Shift rotas for November")
    page.locator("[name=text]").fill("Every shift of the month.")
    page.locator("[name=due_on]").fill("2026-12-24")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Shift rotas for November").first).to_be_visible()

    file = tmp_path / "rotas.csv"
    file.write_text("day,shift\n1,early\n", "utf-8")
    with a_page(browser) as contact:
        sign_in(contact, world.address, world.people["contact"], PASSWORD)
        contact.goto(f"{world.address}/portal/")
        assert violations(contact) == []
        contact.get_by_role("link", name="Shift rotas for November").first.click()
        contact.get_by_role("link", name="Send").or_(
            contact.get_by_role("button", name="Send")
        ).first.click()
        contact.locator("[name=note]").fill("The rotas, from the duty office.")
        contact.locator("input[type=file]").set_input_files(file)
        contact.get_by_role("button", name="Send").first.click()
        expect(contact.get_by_text("The rotas, from the duty office.").first).to_be_visible()

    page.goto(f"{world.address}/i/small/fieldwork/requests/")
    page.get_by_role("link", name="Shift rotas for November").first.click()
    expect(page.get_by_text("The rotas, from the duty office.").first).to_be_visible()


@pytest.mark.drill
def test_contact_sees_their_own_body_and_no_other(page: Page, world: World) -> None:
    pages = read_as("contact", world)
    assert any("Training records of Force 01" in one for one in pages.values())
    assert not any("Force 02" in one or "Force 03" in one for one in pages.values())
    sign_in(page, world.address, world.people["contact"], PASSWORD)
    for path in ("/i/small/", "/i/small/evidence/", "/people/", "/bodies/", "/i/small/judgments/"):
        response = page.goto(f"{world.address}{path}")
        assert response is not None
        assert response.status == 404


@pytest.mark.drill
def test_inspector_learns_nobodys_judgment_before_submitting_on_any_page(
    page: Page, world: World
) -> None:
    read = read_as("moderator", world)
    assert any(SEEN in one for one in read.values())
    assert not any(CANARY in one for one in read.values())

    opened = read_as("inspector", world)
    assert len(opened) > 30
    assert any(url.startswith("/i/small/judgments/judge/") for url in opened)
    assert [url for url, one in opened.items() if CANARY in one] == []

    # Scripts may add words: one page of each kind about judgments again, as a browser shows it.
    sign_in(page, world.address, world.people["inspector"], PASSWORD)
    kinds = {kind_of(url): url for url in opened if url.startswith("/i/small/judgments/")}
    assert len(kinds) > 3
    shown = {url: in_chromium(page)(f"{world.address}{url}") for url in kinds.values()}
    assert [url for url, one in shown.items() if CANARY in one.text or one.status != 200] == []


@pytest.mark.drill
def test_inspector_judges_alone_and_then_sees_that_both_are_in(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["inspector"], PASSWORD)
    page.goto(f"{world.address}/i/small/judgments/mine/")
    page.locator("a[href*='/judgments/judge/']").first.click()
    page.get_by_label("Good", exact=True).check()
    page.wait_for_load_state()
    for group in page.locator("fieldset").filter(has=page.get_by_label("Yes", exact=True)).all():
        group.get_by_label("Yes", exact=True).check()
    page.locator("[name=reasons]").fill("Read in the records, and heard twice.")
    page.locator("[name=cited]").first.check()
    page.locator("main form button:not([name=draft])").last.click()
    expect(page.get_by_text("Your judgment is submitted.")).to_be_visible()

    read = read_as("moderator", world)
    assert any(CANARY in one for one in read.values())


def test_referencer_signs_editor_writes_and_the_signing_inspector_freezes(
    browser: Browser, page: Page, world: World
) -> None:
    desk = f"{world.address}/i/small/documents/report/wording/"
    sign_in(page, world.address, world.people["referencer"], PASSWORD)
    page.goto(f"{world.address}/i/small/claims/claim/bodies-in-scope/reference/")
    page.get_by_label("The support carries the claim").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Your signature is recorded")).to_be_visible()

    with a_page(browser) as editor:
        sign_in(editor, world.address, world.people["editor"], PASSWORD)
        editor.goto(f"{world.address}/i/small/documents/report/edit/")
        text = editor.locator("textarea[name=text]")
        text.fill(
            text.input_value().replace(
                "We looked at training in forces.", "We looked at how officers are trained."
            )
        )
        editor.get_by_role("button", name="Save", exact=True).click()
        expect(editor.get_by_text("We looked at how officers are trained.").first).to_be_visible()
        editor.goto(f"{desk}declare/")
        editor.get_by_role("button", name="It is ready to be signed", exact=True).click()
        expect(editor.get_by_text("Ready to be signed", exact=True)).to_be_visible()

    with a_page(browser) as signing:
        sign_in(signing, world.address, world.people["signing"], PASSWORD)
        signing.goto(f"{world.address}/i/small/documents/report/")
        freeze = signing.get_by_role("button", name="Freeze", exact=True)
        expect(signing.get_by_text("are not signed").first).to_be_visible()

        # The referencer signs what the desk offers, each in its place, without another page.
        page.goto(desk)
        offered = page.get_by_role("button", name=SIGNED)
        assert offered.count() > 1
        for left in range(offered.count(), 0, -1):
            offered.first.click()
            expect(offered).to_have_count(left - 1)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.reload()
        expect(page.get_by_text("Every word is signed as it stands.")).to_be_visible()
        assert not violations(page)

        signing.reload()
        freeze.click()
        expect(signing.get_by_text("Frozen: a full and a public edition")).to_be_visible()


def read_as(word: str, world: World) -> dict[str, str]:
    """What the person called so reads on every page they can reach, by its address."""
    person = Plain(world.address)
    person.sign_in(world.people[word], PASSWORD)
    walked = walk(person.open, world.address, by=str)
    return {one.url.removeprefix(world.address): one.text for one in walked}
