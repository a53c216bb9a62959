"""Grades and debriefs from end to end: written on a device in Chromium, received by the real
server, and used by whom they are for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.device import Device, a_device, save_grade, turn_to, unlock
from tests.browser.driving import looked_at
from tests.browser.housed import Served, housed, online, ready
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.drill]
RECEIVED = "All that was written here was received."


@pytest.fixture
def house(made: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[tuple[Served, World]]:
    with housed(made, tmp_path / "data") as one:
        yield one


@pytest.fixture
def device(house: tuple[Served, World], tmp_path: Path) -> Iterator[Device]:
    with a_device(tmp_path / "profile", house[0].address) as one:
        yield one


def evidence_of(device: Device, world: World) -> str:
    """The list of evidence, as the inspector reads it."""
    return online(device, world, "/i/paused/evidence/").locator("main").inner_text()


def draft_online(device: Device, world: World) -> Page:
    """The page on which the inspector judges, with the draft as it is by now."""
    page = online(device, world, "/i/paused/judgments/mine/")
    page.locator("main table a").first.click()
    expect(page.get_by_role("heading", name="Your judgment")).to_be_visible()
    return page


def test_grades_of_a_day_without_a_network_become_their_author_s_draft_one_upon_the_other(
    house: tuple[Served, World], device: Device
) -> None:
    server, world = house
    page = ready(device, world)
    server.stop()
    turn_to(page, "Grade")
    page.get_by_text("Requires improvement", exact=True).click()
    save_grade(page, "Seen in the morning.")
    device.kill()
    page = device.open()
    unlock(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Seen in the morning.")
    save_grade(page, "Seen in the morning, and in the afternoon.")
    server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    expect(page.locator("#written").get_by_text("It is your draft.")).to_have_count(2)
    desk = draft_online(device, world)
    expect(desk.locator("[name=reasons]")).to_have_value(
        "Seen in the morning, and in the afternoon."
    )
    expect(desk.get_by_label("Requires improvement")).to_be_checked()
    assert "Seen in the morning" not in evidence_of(device, world)


def test_grade_written_upon_an_older_draft_waits_for_its_author_and_is_taken_by_a_press(
    house: tuple[Served, World], device: Device
) -> None:
    _, world = house
    page = ready(device, world)
    desk = draft_online(device, world)
    desk.locator("[name=reasons]").fill("At a desk, meanwhile.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Draft saved").first).to_be_visible()
    turn_to(page, "Grade")
    save_grade(page, "On the visit, before that.")
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    expect(page.locator("#written")).to_contain_text("It is not your draft: it waits for you")
    expect(page.locator("#grade-since")).to_contain_text("it waits for you online")
    desk = draft_online(device, world)
    expect(desk.locator("[name=reasons]")).to_have_value("At a desk, meanwhile.")
    both = online(device, world, "/i/paused/evidence/received/")
    both.get_by_role("link", name="PAUSE-G0001").click()
    expect(both.get_by_text("At a desk, meanwhile.")).to_be_visible()
    expect(both.get_by_text("On the visit, before that.")).to_be_visible()
    looked_at(both, "received-grade")
    both.get_by_role("button", name="Take").click()
    desk = draft_online(device, world)
    expect(desk.locator("[name=reasons]")).to_have_value("On the visit, before that.")


def test_grades_of_a_day_put_nothing_in_the_place_of_what_was_saved_at_a_desk_meanwhile(
    house: tuple[Served, World], device: Device
) -> None:
    server, world = house
    page = ready(device, world)
    desk = draft_online(device, world)
    desk.locator("[name=reasons]").fill("At a desk, meanwhile.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Draft saved").first).to_be_visible()
    server.stop()
    turn_to(page, "Grade")
    save_grade(page, "In the morning.")
    # Its device foretells that this is written upon the very version that the desk made.
    save_grade(page, "In the afternoon.")
    server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    waits = page.locator("#written").get_by_text("It is not your draft: it waits for you")
    expect(waits).to_have_count(2)
    desk = draft_online(device, world)
    expect(desk.locator("[name=reasons]")).to_have_value("At a desk, meanwhile.")


def test_debrief_written_on_a_visit_is_offered_to_whoever_ends_it(
    house: tuple[Served, World], device: Device, tmp_path: Path
) -> None:
    _, world = house
    page = ready(device, world)
    turn_to(page, "Debrief")
    page.get_by_label("Who of the body heard it").fill("Chief officer")
    page.get_by_label("What was said").fill("Callers wait too long.")
    page.get_by_role("button", name="Save this debrief").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    expect(page.locator("#written")).to_contain_text("It waits for whoever ends the visit.")
    assert "Callers wait too long." not in evidence_of(device, world)
    with a_device(tmp_path / "of the lead", world.address) as other:
        lead = other.open()
        sign_in(lead, world.address, world.people["pauser"], PASSWORD)
        lead.goto(f"{world.address}/i/paused/fieldwork/")
        lead.get_by_role("row").nth(1).get_by_role("link").click()
        lead.get_by_text("End the visit", exact=True).first.click()
        lead.get_by_role("link", name="Begin with PAUSE-N0001").click()
        expect(lead.locator("[name=debrief]")).to_have_value("Callers wait too long.")
        expect(lead.locator("[name=heard_by]")).to_have_value("Chief officer")
        looked_at(lead, "end-with-a-note")
