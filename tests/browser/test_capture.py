"""The page of capture as a person uses it, on a device of its own, against a server that pretends:
offline with the server stopped, killed, sent, locked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import (
    PASSPHRASE,
    Device,
    a_device,
    choose,
    enrol,
    everything,
    open_visit,
    take_along,
    unlock,
    write,
)
from tests.browser.driving import looked_at
from tests.browser.opener import file_of, read
from tests.browser.pretending import Server, pretending

pytestmark = pytest.mark.browser
RECEIVED = "All that was written here was received."


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
    """The page of an enrolled device, with two visits taken along."""
    page = device.open()
    enrol(page)
    for name in ("Force 01", "Force 02"):
        take_along(page, name)
    open_visit(page, "Force 01")
    choose(page, "1.1")
    return page


def all_sent(page: Page) -> None:
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)


def waiting(page: Page, many: int) -> None:
    said = f"On this device: {many} note"
    expect(page.locator("#counts")).to_contain_text(said)


def test_note_goes_from_the_keyboard_to_its_number(page: Page, server: Server) -> None:
    write(page, "The duty sergeant keeps the log on paper.")
    expect(page.locator("#words")).to_be_focused()
    expect(page.locator("#words")).to_have_value("")
    expect(page.locator("#written")).to_contain_text("Received, no. SMALL-E0001.")
    assert server.pretended.words == ["The duty sergeant keeps the log on paper."]
    (note,) = server.pretended.notes.values()
    assert note["item"]["body"] == "force-01"
    assert note["item"]["criteria"] == [1]
    assert note["item"]["observed_at"] <= note["item"]["written_at"]


@pytest.mark.drill
def test_notes_written_with_the_server_stopped_stay_reopened_offline_and_go_later(
    device: Device, server: Server, page: Page
) -> None:
    server.stop()
    write(page, "First without a network.")
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    unlock(page)
    expect(page.locator("#written")).to_contain_text("First without a network.")
    write(page, "Second, after a reload.")
    waiting(page, 2)
    expect(page.locator("#said")).to_contain_text("There is no connection.")
    server.start()
    all_sent(page)
    assert sorted(server.pretended.words) == ["First without a network.", "Second, after a reload."]


def test_browser_killed_offline_keeps_its_notes_and_the_text_of_the_last_pause(
    device: Device, server: Server, page: Page
) -> None:
    server.stop()
    write(page, "Before the battery was flat.")
    # At once: what is typed slowly is kept while it is typed, and said to be.
    page.locator("#words").fill("Half a sentence that")
    expect(page.locator("#drafted")).to_have_text("Draft kept on this device.")
    device.kill()
    page = device.open()
    waiting(page, 1)
    unlock(page)
    expect(page.locator("#words")).to_have_value("Half a sentence that")
    expect(page.locator("#written")).to_contain_text("Before the battery was flat.")
    server.start()
    all_sent(page)
    assert server.pretended.words == ["Before the battery was flat."]


@pytest.mark.drill
def test_unfinished_note_of_one_visit_is_untouched_by_another_visit(page: Page) -> None:
    page.locator("#words").fill("Of the first visit.")
    page.get_by_role("button", name="All visits").click()
    open_visit(page, "Force 02")
    expect(page.locator("#words")).to_have_value("")
    choose(page, "1.2")
    page.locator("#words").fill("Of the second.")
    page.get_by_role("button", name="All visits").click()
    open_visit(page, "Force 01")
    expect(page.locator("#words")).to_have_value("Of the first visit.")
    expect(page.locator("#criterion-said")).to_contain_text("1.1")


@pytest.mark.drill
def test_words_typed_on_right_after_save_are_the_next_note(page: Page, server: Server) -> None:
    for n in range(12):
        page.locator("#words").press_sequentially(f"n{n}")
        page.keyboard.press("Control+Enter")
    page.keyboard.type("unfinished")
    expect(page.locator("#written li")).to_have_count(12)
    expect(page.locator("#words")).to_have_value("unfinished")
    all_sent(page)
    assert sorted(server.pretended.words) == sorted(f"n{n}" for n in range(12))


@pytest.mark.drill
def test_file_that_cannot_be_sent_holds_up_no_other_note(page: Page, server: Server) -> None:
    server.pretended.bad_files = True
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": bytes(range(256)) * 9000}
    page.get_by_label("Photo").set_input_files(photo)
    expect(page.locator("#attached")).to_contain_text("photo.jpg")
    write(page, "With a photo.")
    for n in range(3):
        write(page, f"After it, {n}.")
    expect(page.locator("#written")).to_contain_text("too large")
    assert sorted(server.pretended.words) == [f"After it, {n}." for n in range(3)]
    server.pretended.bad_files = False
    all_sent(page)
    (note,) = (one for one in server.pretended.notes.values() if one["files"])
    (said,) = note["files"]
    assert file_of(said, server.pretended.pieces[said["id"]]) == photo["buffer"]


@pytest.mark.drill
def test_note_the_server_cannot_bear_stops_no_other(page: Page, server: Server) -> None:
    server.pretended.poisoned = {"poison"}
    server.stop()
    for words in ("one", "poison", "two"):
        write(page, words)
    server.start()
    page.get_by_role("button", name="Send now").click()
    waiting(page, 1)
    assert sorted(server.pretended.words) == ["one", "two"]
    expect(page.locator("#written")).to_contain_text("The server failed. Nothing is lost")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param(401, "may not send any more", marks=pytest.mark.drill),
        pytest.param(403, "may not send here", marks=pytest.mark.drill),
        pytest.param(413, "too large", marks=pytest.mark.drill),
        pytest.param(429, "asks to wait", marks=pytest.mark.drill),
        pytest.param(500, "The server failed", marks=pytest.mark.drill),
        (503, "The server failed"),
    ],
)
def test_refusal_by_the_server_is_told_in_words_and_keeps_the_note(
    page: Page, server: Server, status: int, said: str
) -> None:
    server.pretended.broken = status
    write(page, "Kept.")
    expect(page.locator("main")).to_contain_text(said)
    waiting(page, 1)
    server.pretended.broken = 0
    all_sent(page)
    assert server.pretended.words == ["Kept."]


def test_second_person_sees_nothing_of_the_first(page: Page, server: Server) -> None:
    server.stop()
    write(page, "Of the first person alone.")
    page.get_by_role("button", name="Lock this page").click()
    server.start()
    server.pretended.person = "Another"
    enrol(page, "other words for another")
    for shown in ("Of the first person alone", "Force 01", "Force 02"):
        assert shown not in everything(page)
    assert "Of the first person alone" not in page.content()
    page.get_by_role("button", name="Lock this page").click()
    unlock(page)
    expect(page.locator("#written")).to_contain_text("Of the first person alone.")


@pytest.mark.drill
def test_visits_are_not_taken_along_for_somebody_else_who_is_signed_in(
    page: Page, server: Server
) -> None:
    page.get_by_role("button", name="All visits").click()
    server.pretended.person = "Another"
    page.get_by_role("button", name="Take visits along").click()
    page.get_by_role("button", name="Take along Force 01").click()
    expect(page.locator("#wrong")).to_contain_text("Whoever is signed in here")


@pytest.mark.drill
def test_forgotten_passphrase_opens_nothing_and_finished_notes_still_go(
    page: Page, device: Device, server: Server
) -> None:
    server.stop()
    write(page, "Finished before it was forgotten.")
    device.close()
    page = device.open()
    page.get_by_label("Passphrase of this device").fill("words that are not it")
    page.get_by_role("button", name="Unlock", exact=True).click()
    expect(page.locator("#wrong")).to_contain_text("This passphrase opens nothing here.")
    waiting(page, 1)
    server.start()
    all_sent(page)
    assert server.pretended.words == ["Finished before it was forgotten."]


def test_rescue_file_from_a_locked_device_holds_every_note_and_piece(
    page: Page, device: Device, server: Server, tmp_path: Path
) -> None:
    server.stop()
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": bytes(1_500_000)}
    page.get_by_label("Photo").set_input_files(photo)
    expect(page.locator("#attached")).to_contain_text("p.jpg")
    write(page, "To be rescued.")
    device.close()
    page = device.open()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a rescue file").click()
    path = tmp_path / "rescue.jsonl"
    saved.value.save_as(path)
    text = path.read_text("utf-8")
    head, *lines = map(json.loads, text.splitlines())
    assert (head["v"], head["kind"]) == (1, "rescue")
    (envelope,) = (one["envelope"] for one in lines if "envelope" in one)
    note = server.pretended.opener.note(envelope)
    assert note["item"]["words"] == "To be rescued."
    (said,) = note["files"]
    pieces = [one["piece"] for one in lines if "piece" in one]
    found = {one["n"]: read(one["bytes"]) for one in pieces if one["file"] == said["id"]}
    assert file_of(said, found) == photo["buffer"]
    assert "rescued" not in text
    waiting(page, 1)


@pytest.mark.drill
def test_words_of_a_secret_are_neither_kept_nor_sent(page: Page, server: Server) -> None:
    page.get_by_text("Kind, method, source, marking, time").click()
    page.locator("#words").fill("what is secret")
    page.get_by_label("Marking").select_option("SECRET")
    page.get_by_label("Where the secret is held").fill("Ref 12, the registry.")
    page.get_by_label("Where the secret is held").press("Control+Enter")
    expect(page.locator("#written li")).to_have_count(1)
    all_sent(page)
    (note,) = server.pretended.notes.values()
    assert (note["item"]["words"], note["item"]["stub"]) == ("", "Ref 12, the registry.")
    expect(page.get_by_label("Marking")).to_have_value("OFFICIAL")


@pytest.mark.drill
def test_criterion_is_changed_by_one_press_and_carries_over(page: Page, server: Server) -> None:
    write(page, "On the first.")
    page.locator("#words").press("Alt+3")
    expect(page.locator("#criterion-said")).to_contain_text("1.3")
    write(page, "On the third.")
    write(page, "On the third again.")
    all_sent(page)
    found = {
        one["item"]["words"]: one["item"]["criteria"] for one in server.pretended.notes.values()
    }
    assert found == {"On the first.": [1], "On the third.": [3], "On the third again.": [3]}


@pytest.mark.drill
def test_visit_open_in_one_tab_is_not_written_on_in_another(page: Page, device: Device) -> None:
    assert device.context is not None
    other = device.context.new_page()
    device.go(other)
    unlock(other)
    other.get_by_role("button", name="Open Force 01").click()
    expect(other.locator("#wrong")).to_contain_text("open in another tab")
    other.close()


@pytest.mark.drill
def test_browser_that_keeps_nothing_says_so_and_leads_to_the_plain_form(
    page: Page, device: Device
) -> None:
    assert device.context is not None
    other = device.context.new_page()
    other.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    other.goto(f"{device.address}/capture/")
    expect(other.get_by_text("This browser keeps nothing here")).to_be_visible()
    link = other.get_by_role("link", name="Record online with the plain form.")
    expect(link).to_have_attribute("href", "/capture/plain/")
    assert other.locator("#enrolling").is_hidden()


def test_page_can_be_used_by_everybody_at_each_width(page: Page, device: Device) -> None:
    write(page, "A note to look at.")
    looked_at(page, "capture")
    page.get_by_role("button", name="All visits").click()
    expect(page.get_by_role("heading", name="Visits")).to_be_visible()
    looked_at(page, "capture-visits")
    page.get_by_role("button", name="Lock this page").click()
    expect(page.get_by_role("heading", name="Unlock")).to_be_visible()
    looked_at(page, "capture-locked")
    assert page.title() == "Capture – Inspectorate"
    assert re.fullmatch(r"http://[^/]+/capture/", page.url)
    assert PASSPHRASE not in page.content()
