"""What is written on a visit beside notes: it lives beside them, and lies in clear nowhere. The hot
debrief; on a device of its own against a server that pretends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import (
    Device,
    a_device,
    enrol,
    everything,
    judge,
    open_visit,
    save_grade,
    take_along,
    turn_to,
    unlock,
)
from tests.browser.driving import looked_at, tab_to
from tests.browser.pretending import Server, pretending, words_of

pytestmark = pytest.mark.browser
KEPT = "Draft kept on this device."
SAVED = "Saved on this device."
# The disk takes no more from now on.
FULL = """() => {
  window.whole = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (shelves, mode, how) {
    const tx = window.whole.call(this, shelves, mode, how);
    if (mode === "readwrite") tx.abort();
    return tx;
  };
}"""


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture
def device(server: Server, tmp_path: Path) -> Iterator[Device]:
    with a_device(tmp_path / "profile", server.pretended.address) as one:
        yield one


@pytest.fixture
def page(device: Device) -> Page:
    """The page of an enrolled device, with a visit open."""
    page = device.open()
    enrol(page)
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    return page


@pytest.mark.drill
def test_texts_of_two_criteria_a_note_and_a_debrief_live_beside_each_other_through_a_kill(
    device: Device, server: Server, page: Page
) -> None:
    server.stop()
    page.locator("#words").fill("Half a note")
    turn_to(page, "Debrief")
    page.get_by_label("What was said").fill("Half a debrief")
    expect(page.locator("#debrief-drafted")).to_have_text(KEPT)
    judge(page, "1.1")
    page.get_by_label("Your reasons").fill("Half of 1.1")
    judge(page, "1.2")
    page.get_by_label("Your reasons").fill("Half of 1.2")
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    device.kill()
    page = device.open()
    unlock(page)
    # Back where one was.
    expect(page.get_by_label("Your reasons")).to_have_value("Half of 1.2")
    judge(page, "1.1")
    expect(page.get_by_label("Your reasons")).to_have_value("Half of 1.1")
    turn_to(page, "Debrief")
    expect(page.get_by_label("What was said")).to_have_value("Half a debrief")
    turn_to(page, "Note")
    expect(page.locator("#words")).to_have_value("Half a note")


@pytest.mark.drill
def test_debrief_goes_as_what_was_said_and_says_what_it_waits_for(
    page: Page, server: Server
) -> None:
    server.pretended.outcome = "received"
    turn_to(page, "Debrief")
    page.get_by_label("Day on which it was said").fill("2026-10-05")
    page.get_by_label("Who of the body heard it").fill("Chief officer")
    page.get_by_label("What was said").fill("Callers wait too long.")
    page.get_by_label("What was said").press("Control+Enter")
    expect(page.locator("#debrief-drafted")).to_have_text(SAVED)
    row = page.locator("#written li")
    expect(row).to_contain_text("Said on 5 Oct 2026, heard by: Chief officer.")
    expect(row).to_contain_text("Debrief · ")
    expect(row).to_contain_text("It waits for whoever ends the visit.")
    page.get_by_role("button", name="Save this debrief").click()
    expect(page.locator("#debrief-drafted")).to_have_text("Nothing here is changed since.")
    assert server.pretended.items == [
        {
            "meant": "debrief",
            "body": "force-01",
            "visit": 1,
            "said_on": "2026-10-05",
            "heard_by": "Chief officer",
            "words": "Callers wait too long.",
            "marking": "OFFICIAL",
        }
    ]


@pytest.mark.drill
def test_rescue_file_of_a_locked_device_holds_the_grade_and_the_debrief_sealed(
    page: Page, device: Device, server: Server, tmp_path: Path
) -> None:
    server.stop()
    _both_saved(page)
    device.close()
    page = device.open()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a rescue file").click()
    path = tmp_path / "rescue.jsonl"
    saved.value.save_as(path)
    text = path.read_text("utf-8")
    envelopes = [json.loads(one)["envelope"] for one in text.splitlines()[1:]]
    items = [server.pretended.opener.note(one)["item"] for one in envelopes]
    assert [(one["meant"], words_of({"item": one})) for one in items] == [
        ("grade", "Canaryworth of a grade."),
        ("debrief", "Canaryworth of a debrief."),
    ]
    assert "Canaryworth" not in text
    assert "grade" not in text


@pytest.mark.drill
def test_second_person_at_the_browser_sees_neither_grade_nor_debrief_nor_that_there_are_any(
    page: Page, server: Server
) -> None:
    server.stop()
    _both_saved(page)
    page.get_by_label("What was said").fill("Canaryworth of a debrief, written on.")
    page.get_by_role("button", name="Lock this page").click()
    expect(page.get_by_role("heading", name="Unlock")).to_be_visible()
    for field in ("#grade-reasons", "#debrief-words"):
        expect(page.locator(field)).to_have_value("")
    server.start()
    server.pretended.person = "Another"
    enrol(page, "other words for another")
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    for meant in ("Grade", "Debrief", "Note"):
        turn_to(page, meant)
        assert "Canaryworth" not in everything(page)
    assert "Canaryworth" not in page.content()
    assert page.locator("#debrief-words").input_value() == ""
    page.get_by_role("button", name="Lock this page").click()
    unlock(page)
    expect(page.get_by_label("What was said")).to_have_value(
        "Canaryworth of a debrief, written on."
    )
    expect(page.locator("#written")).to_contain_text("Canaryworth of a grade.")


def _both_saved(page: Page) -> None:
    judge(page, "1.1")
    save_grade(page, "Canaryworth of a grade.")
    turn_to(page, "Debrief")
    page.get_by_label("What was said").fill("Canaryworth of a debrief.")
    page.get_by_role("button", name="Save this debrief").click()
    expect(page.locator("#debrief-drafted")).to_have_text(SAVED)
    expect(page.locator("#written li")).to_have_count(2)


@pytest.mark.drill
def test_grade_and_debrief_that_the_disk_does_not_take_stay_on_the_page_and_keep_it_open(
    page: Page,
) -> None:
    judge(page, "1.1")
    page.evaluate(FULL)
    page.get_by_label("Your reasons").fill("Nowhere but here.")
    expect(page.locator("#grade-drafted")).to_contain_text("this device takes no more")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.locator("#written li")).to_have_count(0)
    page.get_by_role("button", name="All visits").click()
    expect(page.locator("#wrong")).to_contain_text("This visit stays open")
    page.get_by_role("button", name="Lock this page").click()
    expect(page.locator("#wrong")).to_contain_text("Not locked: words of Force 01")
    expect(page.get_by_label("Your reasons")).to_have_value("Nowhere but here.")
    page.evaluate("() => { IDBDatabase.prototype.transaction = window.whole; }")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.locator("#written")).to_contain_text("Nowhere but here.")


def test_grade_and_debrief_are_written_with_the_keyboard_alone(page: Page, server: Server) -> None:
    for meant, first in (("grade", "#grade-criterion"), ("debrief", "#debrief-said_on")):
        tab_to(page, f"#write-{meant}")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{meant}")).to_be_visible()
        tab_to(page, first)
        if meant == "grade":
            page.keyboard.press("ArrowDown")
            expect(page.locator("#grade-fields")).to_be_visible()
            tab_to(page, "#grade-scale input")
            page.keyboard.press("ArrowDown")
        tab_to(page, f"#{meant} textarea")
        page.keyboard.type(f"Words of the {meant}.")
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"#{meant}-drafted")).to_have_text(SAVED)
        page.locator("body").click(position={"x": 1, "y": 1})
    expect(page.locator("#written li")).to_have_count(2)
    assert [one.get("grade") for one in server.pretended.items] == ["Inadequate", None]


@pytest.mark.drill
def test_forms_of_grade_and_debrief_can_be_used_by_everybody_at_each_width(page: Page) -> None:
    _both_saved(page)
    looked_at(page, "capture-debrief")
    turn_to(page, "Grade")
    looked_at(page, "capture-grade")
