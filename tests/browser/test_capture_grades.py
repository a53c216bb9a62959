"""Provisional grades written in capture, on a device, with a server that pretends: each is sent in
its turn, upon the version it was written upon.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import (
    Device,
    a_device,
    enrol,
    judge,
    open_visit,
    save_grade,
    take_along,
    taken_again,
    turn_to,
)
from tests.browser.pretending import Server, pretending, to_judge

pytestmark = pytest.mark.browser
RECEIVED = "All that was written here was received."
KEPT = "Draft kept on this device."
A_GRADE: dict[str, Any] = {
    "meant": "grade",
    "body": "force-01",
    "criterion": 1,
    "grade": None,
    "findings": {},
    "reasons": "",
    "borderline": False,
    "marking": "OFFICIAL",
    "version": 0,
}


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


def all_sent(page: Page) -> None:
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)


def test_grade_written_without_a_network_goes_whole_and_says_that_it_is_the_draft(
    page: Page, server: Server
) -> None:
    server.stop()
    judge(page, "1.1")
    page.get_by_text("Requires improvement", exact=True).click()
    page.locator("#grade-findings").get_by_text("Yes", exact=True).click()
    page.get_by_label("Borderline").check()
    page.get_by_label("These reasons are marked").select_option("OFFICIAL-SENSITIVE")
    save_grade(page, "Logs on paper.\nTwo of five had no reply.")
    row = page.locator("#written li")
    for told in ("Requires improvement, borderline.", "A cause of concern? Yes.", "Two of five"):
        expect(row).to_contain_text(told)
    expect(row).to_contain_text("Grade · ")
    server.start()
    all_sent(page)
    expect(row).to_contain_text("Received, no. SMALL-E0001. It is your draft.")
    expect(page.locator("#grade-since")).to_contain_text("was received and is your draft.")
    assert server.pretended.items == [
        A_GRADE
        | {
            "grade": "Requires improvement",
            "findings": {"cause": True},
            "reasons": "Logs on paper.\nTwo of five had no reply.",
            "borderline": True,
            "marking": "OFFICIAL-SENSITIVE",
        }
    ]


@pytest.mark.drill
def test_second_grade_on_a_criterion_is_written_upon_the_first_and_sent_after_it(
    page: Page, server: Server
) -> None:
    server.stop()
    judge(page, "1.1")
    for n in range(5):
        save_grade(page, f"Reasons {n}.")
    expect(page.locator("#grade-since")).to_contain_text("is not sent yet.")
    server.start()
    all_sent(page)
    save_grade(page, "Reasons 5.")
    all_sent(page)
    sent = [(one["reasons"], one["version"]) for one in server.pretended.items]
    assert sent == [(f"Reasons {n}.", n) for n in range(6)]
    # A version that was foretold goes with the id of what it was foretold by.
    ids = list(server.pretended.notes)
    assert [one.get("after") for one in server.pretended.items] == [None, *ids[:-1]]


@pytest.mark.drill
def test_grade_after_one_that_is_no_draft_is_written_upon_the_same_version(
    page: Page, server: Server
) -> None:
    server.pretended.outcome = "received"
    judge(page, "1.1")
    save_grade(page, "Refused.")
    expect(page.locator("#grade-since")).to_contain_text("it waits for you online")
    expect(page.locator("#written")).to_contain_text(
        "It is not your draft: it waits for you online"
    )
    save_grade(page, "Written again.")
    all_sent(page)
    assert [one["version"] for one in server.pretended.items] == [0, 0]


@pytest.mark.drill
def test_form_begins_with_the_draft_taken_along_and_names_its_version(
    page: Page, server: Server
) -> None:
    draft = {"grade": "Good", "reasons": "As at my desk.", "findings": {"cause": False}}
    server.pretended.pack = {"mine": [to_judge(1, **draft, version=7)]}
    taken_again(page)
    turn_to(page, "Grade")
    # There is nothing else to choose.
    expect(page.get_by_label("Your reasons")).to_have_value("As at my desk.")
    expect(page.locator("#grade-since")).to_contain_text("your draft as it was taken along")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.locator("#grade-drafted")).to_have_text("Nothing here is changed since.")
    page.get_by_text("No grade yet", exact=True).click()
    save_grade(page, "As seen on the visit.")
    all_sent(page)
    assert server.pretended.items == [
        A_GRADE | {"findings": {"cause": False}, "reasons": "As seen on the visit.", "version": 7}
    ]


@pytest.mark.drill
def test_newer_of_what_was_saved_here_and_what_was_taken_along_stands_in_the_form(
    page: Page, server: Server
) -> None:
    judge(page, "1.1")
    save_grade(page, "Saved here.")
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Saved here.")
    expect(page.locator("#grade-since")).to_contain_text("is newer than what was taken along")
    server.pretended.pack = {"mine": [to_judge(1, reasons="Changed at a desk.", version=2)]}
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Changed at a desk.")
    expect(page.locator("#grade-since")).to_contain_text("your draft as it was taken along")
    save_grade(page, "And on the visit.")
    all_sent(page)
    assert [one["version"] for one in server.pretended.items] == [0, 2]


@pytest.mark.drill
def test_what_was_saved_for_another_assignment_gives_way_to_the_draft_of_this_one(
    page: Page, server: Server
) -> None:
    server.pretended.pack = {"mine": [to_judge(1, reasons="Old.", version=5, assignment=7)]}
    taken_again(page)
    turn_to(page, "Grade")
    save_grade(page, "Saved for the old one.")
    page.get_by_label("Your reasons").fill("Begun for the old one.")
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    server.pretended.pack = {"mine": [to_judge(1, reasons="New.", version=1, assignment=8)]}
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Begun for the old one.")
    expect(page.locator("#grade-since")).to_contain_text("changed online since you began this")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.get_by_label("Your reasons")).to_have_value("New.")
    save_grade(page, "Saved for the new one.")
    all_sent(page)
    sent = [(one["assignment"], one["version"]) for one in server.pretended.items]
    assert sent == [(7, 5), (7, 6), (8, 1)]


@pytest.mark.drill
def test_unfinished_text_upon_an_older_draft_stays_and_says_so(page: Page, server: Server) -> None:
    judge(page, "1.1")
    page.get_by_label("Your reasons").fill("Begun before.")
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    server.pretended.pack = {"mine": [to_judge(1, reasons="Changed at a desk.", version=1)]}
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Begun before.")
    expect(page.locator("#grade-since")).to_contain_text("changed online since you began this")
    save_grade(page, "Begun before, and ended.")
    # Pressed again it goes upon no draft that it never saw.
    expect(page.get_by_label("Your reasons")).to_have_value("Changed at a desk.")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.locator("#grade-drafted")).to_have_text("Nothing here is changed since.")
    all_sent(page)
    assert [one["version"] for one in server.pretended.items] == [0]


@pytest.mark.drill
def test_what_is_submitted_is_said_and_not_offered_and_text_on_it_is_not_lost(
    page: Page, server: Server
) -> None:
    judge(page, "1.1")
    offered = page.locator("#grade-criterion option").all_inner_texts()
    assert offered == ["Choose what you judge", "1.1 Criterion 1", "1.2 Criterion 2"]
    expect(page.locator("#grade-submitted")).to_have_text("Submitted already: 1.3.")
    page.get_by_text("Good", exact=True).click()
    page.locator("#grade-findings").get_by_text("Yes", exact=True).click()
    page.get_by_label("Your reasons").fill("Begun, and then taken back.")
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    server.pretended.pack = {"mine": []}
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("Begun, and then taken back.")
    expect(page.get_by_role("radio", name="Good")).to_be_checked()
    expect(page.locator("#grade-since")).to_contain_text("not yours to judge any more")
    page.get_by_role("button", name="Save this grade").click()
    all_sent(page)
    assert server.pretended.words == ["Begun, and then taken back."]
    # What it was answered to is asked no more; the answer is its author's all the same.
    assert server.pretended.items[0]["findings"] == {"cause": True}


@pytest.mark.drill
def test_draft_of_several_lines_from_a_desk_is_not_changed_by_being_read(
    page: Page, server: Server
) -> None:
    draft = to_judge(1, reasons="At my desk.\r\nOn two lines.", version=3)
    server.pretended.pack = {"mine": [draft]}
    taken_again(page)
    turn_to(page, "Grade")
    expect(page.get_by_label("Your reasons")).to_have_value("At my desk.\nOn two lines.")
    page.get_by_role("button", name="Save this grade").click()
    expect(page.locator("#grade-drafted")).to_have_text("Nothing here is changed since.")


@pytest.mark.drill
def test_words_typed_right_after_the_press_are_kept_as_the_next_text(
    page: Page, server: Server
) -> None:
    judge(page, "1.1")
    page.get_by_label("Your reasons").press_sequentially("First.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" Second.")
    expect(page.locator("#written li")).to_have_count(1)
    expect(page.locator("#grade-drafted")).to_have_text(KEPT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#written li")).to_have_count(2)
    all_sent(page)
    sent = [(one["reasons"], one["version"]) for one in server.pretended.items]
    assert sent == [("First.", 0), ("First. Second.", 1)]
