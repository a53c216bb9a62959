"""A season planned in a real browser from a paste: acts are clicks and fields, each counted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, looked_at
from tests.browser.narrow import narrow_faults
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser
MONDAY = date(2018, 10, 8)
BODIES, SESSIONS, MOST = 46, 344, 30
TIMES = ("09:00", "10:15", "11:30", "13:30", "14:45", "16:00", "09:00", "10:15")


def first_day(number: int) -> date:
    """Five teams set out each Monday."""
    return MONDAY + timedelta(weeks=(number - 1) // 5)


def visits(*, clashing: bool) -> str:
    """A visit to each body; where it clashes, the sixth is in the week of the first, same team."""
    rows = ["body\tteam\tfirst day\tlast day"]
    for number in range(1, BODIES + 1):
        first = MONDAY if clashing and number == 46 else first_day(number)
        team = "ABCDE"[(number - 1) % 5]
        rows.append(f"Force {number:02d}\t{team}\t{first}\t{first + timedelta(days=2)}")
    return "\n".join(rows)


def sessions(world: World) -> str:
    """Seven sessions a body, and one more at some of them, held by the visiting team."""
    rows = ["body\tday\tfrom\tto\tmethod\ttitle\twith\tinspectors"]
    more = SESSIONS - 7 * BODIES
    for number in range(1, BODIES + 1):
        who = world.people[f"team {'ABCDE'[(number - 1) % 5]}"]
        for place in range(8 if number <= more else 7):
            day = first_day(number) + timedelta(days=place // 6)
            ends = f"{TIMES[place][:2]}:59"
            ends = f"{int(TIMES[place][:2]) + 1}:00" if TIMES[place].endswith("00") else ends
            rows.append(
                f"Force {number:02d}\t{day}\t{TIMES[place]}\t{ends}\tInterview\t"
                f"Session {place + 1}\tHead of training\t{who}"
            )
    assert len(rows) == SESSIONS + 1
    return "\n".join(rows)


def test_season_is_planned_from_a_paste_with_a_clash_shown_and_mended(
    person: Page, one_world: World
) -> None:
    sign_in(person, one_world.address, one_world.people["visitor"], PASSWORD)
    person.goto(f"{one_world.address}/i/visited/fieldwork/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Plans from tables"))
    acts.click(person.get_by_role("button", name="Plan visits from a table"))
    table = person.get_by_label("Visits (optional)", exact=True)
    acts.fill(table, visits(clashing=True))
    acts.click(person.get_by_role("button", name="Look at it"))
    expect(
        person.get_by_text(re.compile("Visits, row 47: Team A would be at two bodies"))
    ).to_be_visible()
    acts.fill(table, visits(clashing=False))
    acts.fill(person.get_by_label("Sessions (optional)", exact=True), sessions(one_world))
    acts.click(person.get_by_role("button", name="Look at it"))
    expect(person.get_by_text(f"{BODIES} visits and")).to_contain_text("Nothing clashes.")
    acts.click(person.get_by_role("button", name="Keep the plan"))
    expect(
        person.get_by_text(f"{BODIES} visits and {SESSIONS} sessions are planned.")
    ).to_be_visible()
    assert acts.count <= MOST


@pytest.mark.drill
def test_pages_of_planning_stand_as_they_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["visitor"], PASSWORD)
    for name in ("plans", "plans/new", "plans/pattern", "board", "travel", "travel/say"):
        page.goto(f"{world.address}/i/visited/fieldwork/{name}/")
        looked_at(page, f"planning-{name.replace('/', '-')}")


@pytest.mark.drill
def test_board_of_a_season_scrolls_within_itself_at_320(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["visitor"], PASSWORD)
    board = f"{world.address}/i/visited/fieldwork/board/"
    page.goto(board)
    if page.get_by_text("No visits are planned yet.").is_visible():
        page.goto(f"{world.address}/i/visited/fieldwork/plans/new/")
        page.get_by_label("Visits (optional)", exact=True).fill(visits(clashing=False))
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("button", name="Keep the plan").click()
        expect(page.get_by_text(re.compile("visits and 0 sessions are planned"))).to_be_visible()
        page.goto(board)
    expect(page.get_by_role("columnheader", name="Team E")).to_be_visible()
    assert narrow_faults(page) == []
    # Printed, the list of it begins below its title and not on the next sheet.
    page.goto(f"{world.address}/i/visited/fieldwork/?out=print")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    first = document[0].get_textpage().get_text_bounded()
    assert "Taken out on" in first
    assert "Force 0" in first


@pytest.mark.drill
def test_visit_is_dragged_to_another_week_and_moved_with_its_reason(
    page: Page, world: World
) -> None:
    sign_in(page, world.address, world.people["sampler"], PASSWORD)
    page.goto(f"{world.address}/i/sampled/fieldwork/plans/new/")
    page.get_by_label("Visits (optional)", exact=True).fill(
        "body,team,first day,last day\nForce 02,,2018-11-05,2018-11-06\n"
        "Force 02,,2018-11-19,2018-11-20\n"
    )
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_text("2 visits and 0 sessions are planned.")).to_be_visible()
    page.goto(f"{world.address}/i/sampled/fieldwork/board/")
    cells = page.locator("[data-week='2018-11-05'], [data-week='2018-11-12']")
    visit = cells.locator("[data-move]").first
    place = visit.evaluate("one => one.closest('td').cellIndex")
    target = page.locator("tr:has([data-week='2018-11-12']) > *").nth(place)
    visit.drag_to(target)
    expect(page.get_by_label("First day")).to_have_value("2018-11-12")
    looked_at(page, "planning-move")
    page.get_by_label("Why it is moved", exact=True).fill("The chief is away.")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("The visit is moved.")).to_be_visible()
