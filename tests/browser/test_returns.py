"""A data return in a real browser, with script and without: a contact hands in a file with a bad
cell, sees the cell named, mends it and certifies the rows that the page shows.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD
from tests.factories.returns import COLUMNS, GOOD, ODD, RULES, a_csv, an_xlsx

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(browser: Browser, world: World, title: str) -> None:
    """The lead makes a template and asks Force 01 by it."""
    context = browser.new_context()
    lead = context.new_page()
    sign_in(lead, world.address, world.people["lead"], PASSWORD)
    lead.goto(f"{world.address}/i/small/fieldwork/returns/")
    lead.get_by_role("button", name="Make a template").click()
    lead.get_by_label("Title").fill(title)
    lead.get_by_label("Columns (optional)").fill(COLUMNS)
    lead.get_by_label("Rules (optional)").fill(RULES)
    lead.get_by_role("button", name="Make the template").click()
    expect(lead.get_by_role("heading", name=title, level=1)).to_be_visible()
    looked_at(lead, "return-template")
    lead.get_by_role("button", name="Ask bodies for returns").click()
    lead.get_by_role("checkbox", name="Force 01").check()
    lead.get_by_label("Due on").fill("2099-12-31")
    lead.get_by_role("button", name="Ask those that are ticked").click()
    expect(lead.get_by_text("1 request sent.")).to_be_visible()
    context.close()


def test_contact_sees_a_bad_cell_named_mends_it_and_certifies(
    browser: Browser, person: Page, one_world: World, request: pytest.FixtureRequest
) -> None:
    # What looks at a page is a script itself.
    scripted = request.node.callspec.params["person"]
    title = f"Cases of the last year, {'with' if scripted else 'without'} script"
    asked(browser, one_world, title)
    sign_in(person, one_world.address, one_world.people["contact"], PASSWORD)
    person.goto(f"{one_world.address}/portal/")
    person.get_by_role("link", name=title).first.click()
    person.get_by_role("button", name="Hand in a return").click()
    bad = an_xlsx(GOOD, ("A2", "2018-01-02", "", "three", *[""] * 4))
    chosen = person.locator("input[type=file]")
    chosen.set_input_files({"name": "cases.xlsx", "mimeType": XLSX, "buffer": bad})
    person.get_by_role("button", name="Check and hand in").click()
    row = person.get_by_role("row", name="sheet “Data” 3 Officers three")
    expect(row).to_contain_text("Is not a whole number.")
    if scripted:
        looked_at(person, "returning-refused")

    mended = {"name": "cases.csv", "mimeType": "text/csv", "buffer": a_csv(GOOD, ODD)}
    person.locator("input[type=file]").set_input_files(mended)
    person.get_by_role("button", name="Check and hand in").click()
    expect(person.get_by_text("The return is here: 2 rows.")).to_be_visible()
    person.get_by_role("link", name="Say why the rows are right").click()
    person.get_by_label("Why the rows are right").fill("Counted at another day.")
    person.get_by_role("button", name="Keep the rows as they are").click()
    person.get_by_role("button", name="Certify the return").click()
    expect(person.get_by_text("total 9.5, from 4.5 to 5")).to_be_visible()
    if scripted:
        looked_at(person, "certify")
    person.get_by_label("Office that certifies").fill("Head of Records")
    person.get_by_role("button", name="Certify these rows").click()
    expect(person.get_by_text("Certified by Head of Records").last).to_be_visible()
    person.get_by_role("button", name="Take the certificate back").click()
    person.get_by_label("Why it is taken back").fill("The wrong year.")
    person.get_by_role("button", name="Take it back").click()
    expect(person.get_by_text("Returned, not certified").first).to_be_visible()
