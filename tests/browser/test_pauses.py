"""A visit is paused and reopened by the keyboard, its body and its evidence tell it; a calendar
program reads hours at a secret address, in a real browser and against a real server.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at, tab_to
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.drill]
WELFARE = "01632 960123"
EVIDENCE = "Recorded after reopening"
MOMENT = "%Y-%m-%dT%H:%M"


def _press(page: Page, target: str) -> None:
    """Reach a control by the tab key alone, and press it."""
    tab_to(page, target)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def _type(page: Page, target: str, words: str) -> None:
    tab_to(page, target)
    page.keyboard.type(words)


def _visit(page: Page, world: World) -> None:
    page.goto(f"{world.address}/i/paused/fieldwork/")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", name=re.compile("^Visit to"), level=1)).to_be_visible()


def test_visit_is_paused_resumed_left_and_reopened_by_the_keyboard(
    page: Page, world: World
) -> None:
    sign_in(page, world.address, world.people["pauser"], PASSWORD)
    _visit(page, world)
    looked_at(page, "visit-under-way")
    address = page.url
    _press(page, "a:has-text('Pause the visit'), button:has-text('Pause the visit')")
    looked_at(page, "pause")
    _type(page, "[name=asked_by]", "The body")
    _type(page, "[name=office]", "Office of the chief")
    _type(page, "[name=ground]", "An operational")
    _type(page, "[name=words]", "A flood in the county")
    _type(page, "[name=welfare_office]", "Welfare desk")
    _type(page, "[name=welfare_reach]", WELFARE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The visit is paused.")).to_be_visible()
    # Tomorrow's is listed, yesterday's is not.
    listed = page.get_by_text("Move each to another time")
    expect(listed).to_be_visible()
    looked_at(page, "visit-paused")

    body = page.context.browser
    assert body is not None
    portal = body.new_page()
    sign_in(portal, world.address, world.people["visited"], PASSWORD)
    portal.get_by_role("link", name=re.compile(r"\d{4} to \d+")).click()
    expect(portal.get_by_text(f"Welfare desk: {WELFARE}")).to_be_visible()
    looked_at(portal, "portal-visit-paused")

    page.goto(f"{address}resume/")
    tab_to(page, "[name=reason]")
    tab_to(page, "main button.govuk-button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The visit goes on.")).to_be_visible()
    page.goto(f"{address}end/")
    _type(page, "[name=debrief]", "What was told on the day")
    _type(page, "[name=heard_by]", "Chief officer")
    tab_to(page, "main button.govuk-button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The visit is ended.")).to_be_visible()
    page.goto(f"{address}reopen/")
    _type(page, "[name=reason]", "One interview was left out")
    tab_to(page, "main button.govuk-button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The visit is open again.")).to_be_visible()
    looked_at(page, "visit-reopened")

    page.goto(f"{world.address}/i/paused/evidence/record/")
    page.get_by_label("Body", exact=True).select_option(index=1)
    page.get_by_label("Session", exact=False).select_option(index=1)
    for asked in ("Kind of source", "Method"):
        page.get_by_label(asked).select_option(label="Interview")
    page.get_by_label("Who or what it comes from, by role").fill("Custody sergeant")
    page.get_by_label("What was seen, heard or read").fill("Rosters are kept on paper")
    page.locator("[name=criteria]").first.check()
    page.locator("[name=direction]").first.check()
    heard = (timezone.localtime() - timedelta(days=1) + timedelta(minutes=10)).strftime(MOMENT)
    page.get_by_label("Observed at").fill(heard)
    page.get_by_label("Written down at").fill(heard)
    page.get_by_role("button", name="Record evidence").click()
    expect(page.get_by_text(EVIDENCE)).to_be_visible()
    looked_at(page, "evidence-after-reopening")
    _debriefed_by_the_keyboard(page, address)


def _debriefed_by_the_keyboard(page: Page, address: str) -> None:
    """The evidence is ticked, put into words and changed to what was said, without a pointer."""
    page.goto(f"{address}end/")
    tab_to(page, "[name=cited]")
    page.keyboard.press("Space")
    _press(page, "button:has-text('Put these into words')")
    expect(page.locator("[name=debrief]")).to_have_value(
        re.compile(r"^Strengths\n- \S+-E\d+: Rosters are kept on paper$")
    )
    expect(page.locator("[name=cited]").first).to_be_checked()
    looked_at(page, "debrief-in-words")
    tab_to(page, "[name=debrief]")
    page.keyboard.press("Control+End")
    page.keyboard.type(", and are kept well")
    _type(page, "[name=heard_by]", "Chief officer")
    _press(page, "button:has-text('End the visit')")
    expect(page.get_by_text("Rosters are kept on paper, and are kept well")).to_be_visible()
    expect(page.get_by_text("Chief officer", exact=True).last).to_be_visible()
    looked_at(page, "visit-debriefed")


def _read(path: str) -> dict[str, tuple[str, str]]:
    with urllib.request.urlopen(path, timeout=30) as answer:
        read = Calendar.from_ical(answer.read()).walk("VEVENT")
    return {
        str(one["uid"]): (one["dtstart"].dt.isoformat(), str(one["status"]))
        for one in read
        if hasattr(one["dtstart"].dt, "hour")
    }


def test_calendar_program_reads_hours_a_moved_session_moves_and_an_ended_address_is_gone(
    page: Page, world: World
) -> None:
    sign_in(page, world.address, world.people["visiting"], PASSWORD)
    page.goto(f"{world.address}/diary/")
    looked_at(page, "diary")
    page.get_by_role("button", name="An address for your calendar program").click()
    expect(page.get_by_role("button", name="Make the address")).to_be_visible()
    looked_at(page, "calendar-address")
    page.get_by_role("button", name="Make the address").click()
    shown = page.locator("#address")
    expect(shown).to_be_visible()
    looked_at(page, "calendar-address-shown")
    path = shown.inner_text().strip()
    before = _read(path)
    assert len(before) == 2

    _visit(page, world)
    page.get_by_role("link", name="Mend the times of The second interview").click()
    later = timezone.localtime() + timedelta(days=2)
    stated = later.strftime(MOMENT)
    page.get_by_label("From", exact=True).fill(stated)
    page.get_by_label("To", exact=True).fill((later + timedelta(minutes=5)).strftime(MOMENT))
    page.get_by_label("Why the times are mended").fill("The train was late")
    page.get_by_role("button", name="Mend the times").click()
    expect(page.get_by_text("The times are mended.")).to_be_visible()
    after = _read(path)
    assert before.keys() == after.keys()
    assert len([one for one in before if before[one] != after[one]]) == 1

    page.goto(f"{world.address}/diary/")
    page.get_by_role("button", name="End the address of your calendar").click()
    page.get_by_role("button", name="End the address").click()
    expect(page.get_by_text("The address is ended.")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError) as gone:
        _read(path)
    assert gone.value.code == 404
    assert gone.value.headers["Cache-Control"] == "no-store"
