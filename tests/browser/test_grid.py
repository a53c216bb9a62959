"""The grid in Chromium: narrowed by its address, opened beside, and read on grey paper."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import looked_at, violations
from tests.browser.much import Much, much, much_told
from tests.browser.narrow import narrow_faults

__all__ = ["much", "much_told"]

pytestmark = [pytest.mark.browser, pytest.mark.drill]
CELL = "table.ins-grid a.ins-cell"
# The paint of a letter on paper: its colour, what lies behind it, and the weight of its frame.
PAINT = """(letter) => {
  const cell = [...document.querySelectorAll('table.ins-grid a.ins-cell')]
    .find(one => one.firstChild.textContent === letter);
  const {color, backgroundColor, outlineWidth, outlineStyle, fontWeight} = getComputedStyle(cell);
  return [color, backgroundColor, `${outlineWidth} ${outlineStyle} ${fontWeight}`];
}"""


def test_grid_is_as_wide_as_the_page_and_reads_at_every_width(page: Page, much: Much) -> None:
    much.enter(page, "lead")
    wide = page.locator(".ins-main").evaluate(
        "one => one.clientWidth - 2 * parseFloat(getComputedStyle(one).paddingLeft)"
    )
    table = page.locator("table.ins-grid").evaluate("one => one.getBoundingClientRect().width")
    assert wide - 3 <= table <= wide
    # Nothing is cut off at the side.
    assert page.locator(".ins-gridwrap").evaluate("one => one.scrollWidth - one.clientWidth") == 0
    looked_at(page, "grid")


def test_filters_stand_in_the_address_and_work_by_keys(page: Page, much: Much) -> None:
    much.enter(page, "lead")
    page.get_by_text("Show some of the judgments only").click()
    page.get_by_label("Grade", exact=True).select_option(label="Inadequate")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Grade: Inadequate. 2 judgments found.")
    expect(page.locator("table.ins-grid tbody tr")).to_have_count(1)
    assert "grade=" in page.url
    assert violations(page) == []

    page.goto(much.at("?mark=nonsense"))
    expect(page.get_by_role("alert")).to_contain_text("is none of the choices")
    expect(page.locator("table.ins-grid tbody tr")).to_have_count(4)
    page.goto(much.at("?mark=moved"))
    expect(page.get_by_text("No judgment fits.")).to_be_visible()
    assert violations(page) == []


def test_judgment_is_judged_from_the_panel_and_one_is_in_the_grid_again(
    page: Page, much: Much
) -> None:
    much.enter(page, "inspector", "?criterion=" + _criterion(much, 2))
    cell = page.locator(CELL).first
    expect(cell).to_have_text("Y")
    cell.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    expect(cell).to_have_attribute("aria-current", "true")
    panel.get_by_role("link", name="Judge it").click()
    expect(panel.get_by_role("button", name="Submit judgment")).to_be_visible()
    panel.get_by_label("Good", exact=True).check()
    for yes in panel.get_by_label("Yes", exact=True).all():
        yes.check()
    panel.get_by_label("Reasons", exact=True).fill("Both say so.")
    panel.get_by_role("checkbox", name=re.compile("MUCH-E")).first.check()
    panel.get_by_role("button", name="Submit judgment").click()
    expect(page.get_by_text("Your judgment is submitted.")).to_be_visible()
    expect(panel).to_be_hidden()
    assert "criterion=" in page.url
    expect(page.locator(CELL).first).not_to_have_text("Y")
    expect(page.locator(f"{CELL}:focus")).to_have_count(1)


def test_letters_tell_the_grades_in_grey_and_the_lowest_is_not_the_palest(
    page: Page, much: Much
) -> None:
    much.enter(page, "lead")
    grey = [_grey(page.evaluate(PAINT, letter)[1]) for letter in ("O", "G", "RI", "I")]
    assert grey == sorted(grey, reverse=True)
    page.emulate_media(media="print")
    paints = [page.evaluate(PAINT, letter) for letter in ("O", "G", "RI", "I")]
    for ink, paper, _ in paints:
        assert _contrast(_grey(ink), _grey(paper)) >= 7
    # By its frame and weight alone, each is another.
    assert len({drawn for *_, drawn in paints}) == 4


def test_grid_is_printed_whole_with_its_head_on_every_page(page: Page, much: Much) -> None:
    much.enter(page, "lead")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = {document[number].get_size() for number in range(len(document))}
    assert all(width > height for width, height in sizes)
    text = document[0].get_textpage().get_text_bounded()
    heads = [str(number) for number in range(1, 13)]
    assert [one for one in heads if not re.search(rf"^{one}\b", text, re.M)] == []
    row = next(line for line in text.splitlines() if line.startswith("Force 04"))
    letters = re.findall(r"\b(?:O|G|RI|I|M|NM)\b", row)
    assert letters[:5] == ["O", "G", "RI", "I", "G"]
    assert "12/12" in row


def test_sheets_hold_every_criterion_and_lead_back(page: Page, much: Much) -> None:
    much.enter(page, "lead", "?sheets=yes")
    expect(page.locator("table.ins-grid thead th abbr")).to_have_count(12)
    page.get_by_role("link", name="As one table").click()
    expect(page).to_have_url(re.compile(r"/judgments/\??$"))


def test_without_script_cells_filters_and_sheets_are_links_and_a_form(
    browser: Browser, much: Much
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    much.enter(plain, "lead")
    plain.locator("summary").first.click()
    plain.get_by_label("Mark", exact=True).select_option(label="Evidence from one source only")
    plain.get_by_role("button", name="Show", exact=True).click()
    expect(plain.get_by_role("status")).to_contain_text("12 judgments found.")
    plain.locator(CELL).first.click()
    expect(plain).to_have_url(re.compile("/judgments/cell/"))
    context.close()


def test_totals_leave_out_what_is_yours_and_say_so(page: Page, much: Much) -> None:
    much.enter(page, "inspector")
    expect(page.get_by_role("status")).to_contain_text("36 that are yours to judge are left out")
    page.set_viewport_size({"width": 320, "height": 640})
    assert narrow_faults(page) == []


def _criterion(much: Much, ref: int) -> str:
    ((pk,),) = much.asked(f"SELECT id FROM programmes_criterion WHERE ref = '{ref}'")
    return str(pk)


def _grey(paint: str) -> float:
    """The relative luminance of a colour that the browser writes as rgb(r, g, b)."""
    red, green, blue = (
        one / 3294.6 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4
        for one in map(int, re.findall(r"\d+", paint)[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
