"""A strategy of forty pages in a real browser, with script and without: handed in by a contact,
opened at page 12 by an inspector, cited; a claim rests on it, and its trace ends at that page.
"""

from __future__ import annotations

import hashlib

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD
from tests.factories import papers

pytestmark = [pytest.mark.browser, pytest.mark.drill]
WORDS = "Supervisors review every case file within 22 days"


def handed_in(browser: Browser, world: World, content: bytes) -> None:
    """The contact of Force 01 sends the document."""
    context = browser.new_context()
    contact = context.new_page()
    sign_in(contact, world.address, world.people["contact"], PASSWORD)
    contact.goto(f"{world.address}/portal/")
    contact.get_by_role("link", name="Training records of Force 01").first.click()
    send = contact.get_by_role("link", name="Send").or_(contact.get_by_role("button", name="Send"))
    send.first.click()
    contact.locator("input[type=file]").set_input_files(
        {"name": "strategy.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    contact.get_by_role("button", name="Send", exact=True).click()
    expect(contact.get_by_text("We have received it.")).to_be_visible()
    context.close()


def test_a_page_is_opened_and_cited_and_a_claims_trace_ends_there(
    browser: Browser, person: Page, page: Page, world: World
) -> None:
    content = papers.strategy(40)
    digest = hashlib.sha256(content).hexdigest()
    handed_in(browser, world, content)
    inspection = f"{world.address}/i/small"

    sign_in(person, world.address, world.people["lead"], PASSWORD)
    person.goto(f"{inspection}/fieldwork/requests/")
    person.get_by_role("link", name="Training records of Force 01").click()
    person.get_by_role("link", name="Read it here: strategy.pdf").click()
    expect(person.get_by_role("heading", name="Page 1", exact=True)).to_be_visible()
    person.get_by_label("Go to part, 1 to 40").fill("12")
    person.get_by_role("button", name="Go there").click()
    expect(person.get_by_role("heading", name="Page 12", exact=True)).to_be_visible()
    expect(person.locator("#page-12")).to_contain_text(WORDS)
    read_at = person.url.partition("?")[0]
    person.get_by_text("Show it as it looks").click()
    picture = person.get_by_role("img", name="Picture of page 12")
    expect(picture).to_be_visible()

    person.get_by_role("button", name="Cite words of this page").click()
    copied = person.get_by_label("Or copy the exact words")
    copied.fill(WORDS.replace("22", "99"))
    person.get_by_role("checkbox", name="1.1").first.check()
    person.get_by_label("Points to good practice").check()
    person.get_by_role("button", name="Record as evidence").click()
    expect(person.get_by_text("What stands there is most like").first).to_be_visible()
    expect(copied).to_have_value(WORDS.replace("22", "99"))
    copied.fill(WORDS)
    person.get_by_role("button", name="Record as evidence").click()
    expect(person.get_by_text("Saved: page 12 of strategy.pdf")).to_be_visible()
    item = person.get_by_role("heading", level=1).inner_text()
    number = int(item.partition("-E")[2])

    person.goto(f"{inspection}/claims/draft/?kind=example")
    person.get_by_label("Short name").fill("case-files")
    person.get_by_label("What is asserted").fill("One force reviews every case file.")
    person.get_by_role("checkbox", name="1.1").first.check()
    person.locator("button[name=look]").click()
    marked = person.locator(f"[name=item_{number}]")
    expect(marked).to_be_visible()
    marked.select_option(value="says-so")
    person.locator("form .govuk-button-group button:not([name])").first.click()
    expect(person).to_have_url(f"{inspection}/claims/claim/case-files/")
    expect(person.get_by_role("link", name="page 12 of strategy.pdf")).to_be_visible()
    person.goto(f"{inspection}/publication/trace/?id=case-files")
    last = person.get_by_role("row").filter(has_text="page 12 of strategy.pdf")
    expect(last.locator("abbr")).to_have_attribute("title", digest)
    person.get_by_role("link", name="page 12 of strategy.pdf").click()
    expect(person).to_have_url(f"{read_at}?page=12#page-12")
    expect(person.locator("#page-12")).to_contain_text(WORDS)
    nobody_else_finds_it(browser, world, read_at)
    # What looks at a page is itself a script.
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    for name, address in (
        ("document", f"{read_at}?page=12"),
        ("document-cite", f"{read_at.replace('/text/', '/cite/')}?page=12"),
        ("cited-item", f"{inspection}/evidence/{number}/"),
    ):
        page.goto(address)
        looked_at(page, name)


def nobody_else_finds_it(browser: Browser, world: World, read_at: str) -> None:
    """The contact of another body is answered as by an address that does not exist."""
    context = browser.new_context()
    contact = context.new_page()
    sign_in(contact, world.address, world.people["elsewhere"], PASSWORD)
    cite = read_at.replace("/text/", "/cite/")
    for address in (read_at, f"{read_at}?page=12&as=picture", f"{cite}?page=12"):
        answer = contact.goto(address)
        assert answer is not None
        assert answer.status == 404, address
    context.close()
