"""With nothing but the keyboard: the grid of judgments is one stop, and acts are done in the panel
and on pages.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import tab_to, violations
from tests.browser.test_acts import Judged, as_moderator, judged, told
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

__all__ = ["judged", "told"]

pytestmark = pytest.mark.browser
WHERE = """() => {
  const cell = document.activeElement.closest('table.ins-grid td');
  return cell && [cell.parentElement.sectionRowIndex, cell.cellIndex - 1];
}"""
IN_GRID = '.ins-gridwrap [tabindex="0"], .ins-gridwrap[tabindex]'


def test_grid_is_one_stop_and_its_cells_are_walked_by_arrows(page: Page, judged: Judged) -> None:
    as_moderator(page, judged)
    page.goto(judged.at(""))
    rows = page.locator("table.ins-grid tbody tr").count()
    columns = page.locator("table.ins-grid thead th").count() - 1
    assert (rows, columns) >= (6, 4)
    assert page.locator(IN_GRID).count() == 1
    assert violations(page) == []

    tab_to(page, "table.ins-grid td .ins-cell")

    def pressed(*keys: str) -> list[int]:
        for key in keys:
            page.keyboard.press(key)
        found: list[int] = page.evaluate(WHERE)
        return found

    assert pressed() == [0, 0]
    assert pressed("ArrowLeft") == [0, 0]
    assert pressed("ArrowUp") == [0, 0]
    assert pressed("ArrowRight", "ArrowRight", "ArrowDown") == [1, 2]
    assert pressed("ArrowLeft", "ArrowUp") == [0, 1]
    assert pressed("End") == [0, columns - 1]
    assert pressed("ArrowRight") == [0, columns - 1]
    assert pressed("Home") == [0, 0]
    assert pressed("Control+End") == [rows - 1, columns - 1]
    assert pressed("ArrowDown") == [rows - 1, columns - 1]
    assert pressed("Control+Home") == [0, 0]
    assert pressed("PageDown")[0] > 1
    assert pressed("PageUp") == [0, 0]
    # One Tab leaves it, and one comes back to where one was.
    assert pressed("ArrowRight", "Tab") is None
    assert pressed("Shift+Tab") == [0, 1]
    assert page.locator(IN_GRID).count() == 1
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_url(re.compile(r"/judgments/$"))
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert pressed() == [0, 1]


@pytest.mark.drill
def test_without_script_every_cell_that_opens_is_a_link_and_a_stop(
    browser: Browser, judged: Judged
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    as_moderator(plain, judged)
    plain.goto(judged.at(""))
    links = plain.locator("table.ins-grid td a")
    assert links.count() >= 24
    assert plain.locator("table.ins-grid [tabindex]").count() == 0
    expect(plain.locator(".ins-gridwrap")).to_have_attribute("tabindex", "0")
    context.close()


@pytest.mark.drill
def test_judgment_is_moderated_and_agreed_in_the_panel_with_keys_alone(
    page: Page, judged: Judged
) -> None:
    as_moderator(page, judged)
    page.goto(judged.at())
    row = page.get_by_role("row").filter(has_text="Grades differ")
    panel, link = page.locator("#panel"), row.get_by_role("link", name="Moderate")
    tab_to(page, f"#{link.get_attribute('id')}")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()

    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, "#panel [name=grade]")
    page.keyboard.press("ArrowDown")
    for name in [one.get_attribute("name") for one in panel.get_by_label("Yes", exact=True).all()]:
        tab_to(page, f"#panel [name='{name}']")
        page.keyboard.press("Space")
    tab_to(page, "#panel [name=reasons]")
    page.keyboard.type("The records weigh more.")
    tab_to(page, "#panel form button")
    page.keyboard.press("Enter")
    # One press does both, the row is gone with what waited, and one stands at the next.
    expect(page.get_by_text("The judgment is agreed.")).to_be_visible()
    expect(page.locator("h2[data-next]")).to_be_focused()
    expect(panel).to_be_hidden()
    expect(row).to_have_count(0)


@pytest.mark.drill
def test_documents_are_asked_for_on_a_page_with_keys_alone(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/fieldwork/requests/")
    tab_to(page, "a[href$='/requests/ask/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/ask/")
    tab_to(page, "[name=scope_body]")
    page.keyboard.type("Force 02")
    for field, typed in (
        ("title", "Shift rotas"),
        ("text", "Every shift of the month."),
        ("due_on", "12122026"),
    ):
        tab_to(page, f"[name={field}]")
        page.keyboard.type(typed)
    tab_to(page, "main form .govuk-button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_have_count(0)
    expect(page.get_by_text("Shift rotas").first).to_be_visible()
