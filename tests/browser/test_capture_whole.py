"""Capture from end to end: the real server, really stopped and started again, and a device of an
inspector in Chromium.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import World
from tests.browser.device import (
    Device,
    a_device,
    choose,
    enrol,
    unlock,
    write,
)
from tests.browser.driving import Acts
from tests.browser.housed import Served, housed, online, ready
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser
RECEIVED = "All that was written here was received."
LIST = "/i/paused/evidence/"
# One white dot.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAH"
    "ggJ/PchI7wAAAABJRU5ErkJggg=="
)
A_PHOTO: FilePayload = {
    "name": "photo.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(PIXEL),
}


@pytest.fixture
def house(made: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[tuple[Served, World]]:
    with housed(made, tmp_path / "data") as one:
        yield one


@pytest.fixture
def device(house: tuple[Served, World], tmp_path: Path) -> Iterator[Device]:
    with a_device(tmp_path / "profile", house[0].address) as one:
        yield one


def handed_in(page: Page, world: World, name: str, content: bytes) -> None:
    """Ask the visited body for a document, and record that it came, as the inspector does."""
    page.goto(f"{world.address}/i/paused/fieldwork/requests/ask/")
    page.get_by_label("Body").select_option(index=1)
    page.get_by_label("What is asked for").fill("The policy")
    page.get_by_label("Due on").fill("2099-12-31")
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_role("link", name="The policy").first.click()
    page.get_by_role("link", name="Record").or_(page.get_by_role("button", name="Record")).click()
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content}
    page.get_by_label("File (optional)").set_input_files(file)
    page.get_by_role("button", name="Record receipt").click()
    expect(page.get_by_text("The receipt is recorded.")).to_be_visible()


def read_online(device: Device, world: World) -> str:
    """The list of evidence, as the inspector reads it."""
    page = online(device, world, LIST)
    told = page.locator("main").inner_text()
    page.close()
    return told


def test_day_without_a_network_reaches_the_record_with_its_photo(
    house: tuple[Served, World], device: Device
) -> None:
    server, world = house
    page = ready(device, world)
    choose(page, "1.1")
    write(page, "Seen before the network went.")
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    expect(page.locator("#written")).to_contain_text("Received, no. PAUSE-")
    server.stop()
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    unlock(page)
    # A file that is given to the field before the visit is open belongs to no note.
    expect(page.locator("#capture")).to_be_visible()
    page.get_by_label("Photo").set_input_files(A_PHOTO)
    expect(page.locator("#attached")).to_contain_text("photo.png")
    write(page, "Seen with a photo and no server.")
    device.kill()
    page = device.open()
    unlock(page)
    server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    told = read_online(device, world)
    assert "Seen before the network went." in told
    assert "Seen with a photo and no server." in told


@pytest.mark.drill
def test_document_of_the_visit_is_taken_along_and_read_without_the_server(
    house: tuple[Served, World], device: Device
) -> None:
    server, world = house
    page = device.open()
    sign_in(page, world.address, world.people["visiting"], PASSWORD)
    content = b"Sergeants keep the log.\n\n" + b"Every page of it. " * 100_000
    handed_in(page, world, "policy.txt", content)
    device.go(page)
    enrol(page)
    page.get_by_role("button", name="Take visits along").click()
    page.locator("#offered button").first.click()
    expect(page.locator("#taking-said")).to_contain_text("1 of 1 documents are on this device.")
    server.stop()
    device.kill()
    page = device.open()
    unlock(page)
    page.get_by_role("button", name="Read the text policy.txt").click()
    expect(page.locator("#reader-part")).to_contain_text("Sergeants keep the log.")
    page.get_by_text("Save a readable copy").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the copy").click()
    assert Path(saved.value.path()).read_bytes() == content


@pytest.mark.drill
def test_signing_out_wipes_nothing_that_is_unsent(
    house: tuple[Served, World], device: Device
) -> None:
    server, world = house
    page = ready(device, world)
    choose(page, "1.1")
    server.stop()
    write(page, "Not sent yet.")
    page.goto("about:blank")
    server.start()
    page.goto(f"{world.address}/accounts/logout/")
    if "/login/" in page.url or page.locator("h1").inner_text() == "Sign in":
        sign_in(page, world.address, world.people["visiting"], PASSWORD)
    page.goto(f"{world.address}/")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    server.stop()
    device.go(page)
    expect(page.locator("#counts")).to_contain_text("On this device: 1 note.")
    unlock(page)
    expect(page.locator("#written")).to_contain_text("Not sent yet.")
    server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text(RECEIVED)
    assert "Not sent yet." in read_online(device, world)


@pytest.mark.drill
@pytest.mark.parametrize("width", [1366, 390])
def test_twenty_notes_of_a_session_take_fifty_acts_and_three_loads(
    house: tuple[Served, World], tmp_path: Path, width: int
) -> None:
    _, world = house
    viewport = {"width": width, "height": 844}
    with a_device(tmp_path / "other", world.address, viewport=viewport) as device:
        ready(device, world)
        device.close()
        page = device.open()
        loads = [page.url]
        page.on("load", lambda one: loads.append(one.url))
        acts = Acts()
        acts.fill(page.get_by_label("Passphrase of this device"), "three words for capture")
        acts.press(page, "Enter")
        expect(page.locator("#capture")).to_be_visible()
        chips = page.locator("#criterion label")
        several = chips.count() > 1
        acts.click(chips.first)
        for n in range(20):
            if n in (3, 7, 11, 15, 18):
                acts.click(chips.nth(n % 2 if several else 0))
            if n in (5, 12):
                acts.count += 1
                page.get_by_label("Photo").set_input_files(A_PHOTO)
                expect(page.locator("#attached")).to_contain_text("photo.png")
            acts.fill(page.locator("#words"), f"Note {n} of the session.")
            if width == 390:
                acts.click(page.get_by_role("button", name="Save and next"))
            else:
                acts.press(page, "Control+Enter")
        expect(page.locator("#written li")).to_have_count(20)
        expect(page.locator("#counts")).to_have_text(RECEIVED)
        assert acts.count <= 50
        assert len(loads) <= 3
        assert "Note 19 of the session." in read_online(device, world)
