"""What of capture lies on the disk: nothing that can be read, and all of it for good."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canaries import LEARN, beyond, found_in, keys_of, plant
from tests.browser.device import (
    Device,
    a_device,
    choose,
    enrol,
    judge,
    open_visit,
    save_grade,
    take_along,
    turn_to,
    unlock,
    write,
)
from tests.browser.flushes import can_be_counted, counted, put
from tests.browser.pretending import Server, pretending, to_judge

pytestmark = pytest.mark.browser
PHOTO, SOUND = b"canary-of-a-photo-" * 40, b"canary-of-a-sound-" * 40
WORDS: dict[str, str | bytes] = {
    "words of a note": "canaryworths that were said",
    "words of a draft": "canarydrafted and unfinished",
    "reasons of a grade": "canaryreasons that nobody reads too early",
    "grade": "Requires improvement",
    "draft taken along": "canarytaken along from a desk",
    "words of a debrief": "canarydebrief of the day",
    "who heard a debrief": "Canaryheard chief officer",
    "unfinished debrief": "canaryunfinished debrief",
    "origin": "Canaryorigin sergeant",
    "name of a body": "Force 0",
    "session": "Session 2",
    "document of the pack": "canarydocument-of-the-pack.pdf",
    "name of a photo": "canaryphoto.jpg",
    "name of a sound": "canarysound.webm",
    "photo": PHOTO[:36],
    "sound": SOUND[:36],
    "passphrase": "three words for capture",
}


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture
def device(server: Server, tmp_path: Path) -> Iterator[Device]:
    with a_device(tmp_path / "profile", server.pretended.address) as one:
        yield one


def _opened(device: Device) -> Page:
    page = device.open()
    page.evaluate(LEARN)
    enrol(page)
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    choose(page, "1.1")
    return page


def _written_beside(page: Page) -> None:
    """Save a grade and a debrief, and begin another debrief."""
    judge(page, "1.1")
    expect(page.get_by_label("Your reasons")).to_have_value(str(WORDS["draft taken along"]))
    page.get_by_text(str(WORDS["grade"]), exact=True).click()
    save_grade(page, str(WORDS["reasons of a grade"]))
    turn_to(page, "Debrief")
    page.get_by_label("Who of the body heard it").fill(str(WORDS["who heard a debrief"]))
    page.get_by_label("What was said").fill(str(WORDS["words of a debrief"]))
    page.get_by_role("button", name="Save this debrief").click()
    expect(page.locator("#debrief-drafted")).to_have_text("Saved on this device.")
    page.get_by_label("What was said").fill(str(WORDS["unfinished debrief"]))
    expect(page.locator("#debrief-drafted")).to_have_text("Draft kept on this device.")
    turn_to(page, "Note")


def _written(page: Page) -> None:
    page.get_by_text("Kind, method, source, marking, time").click()
    page.get_by_label("Who or what it comes from").fill(str(WORDS["origin"]))
    for label, name, kind, content in (
        ("Photo", "name of a photo", "image/jpeg", PHOTO),
        ("Sound", "name of a sound", "audio/webm", SOUND),
    ):
        file = {"name": str(WORDS[name]), "mimeType": kind, "buffer": content}
        page.get_by_label(label, exact=True).set_input_files(file)
        expect(page.locator("#attached")).to_contain_text(str(WORDS[name]))
    write(page, str(WORDS["words of a note"]))
    page.locator("#words").press_sequentially(str(WORDS["words of a draft"]))
    expect(page.locator("#drafted")).to_have_text("Draft kept on this device.")


def test_nothing_written_or_taken_along_can_be_read_on_the_disk_while_unlocked_killed_or_reopened(
    device: Device, server: Server
) -> None:
    taken = to_judge(1, reasons=WORDS["draft taken along"], version=1)
    server.pretended.pack = {"mine": [taken, to_judge(2)]}
    page = _opened(device)
    server.stop()
    _written_beside(page)
    _written(page)
    wanted = WORDS | keys_of(page)
    # Of the device, and of each file.
    assert len(wanted) >= len(WORDS) + 4
    assert beyond(page) == []
    assert found_in(device.profile, wanted) == {}
    device.kill()
    assert found_in(device.profile, wanted) == {}
    page = device.open()
    unlock(page)
    expect(page.locator("#written")).to_contain_text(str(WORDS["words of a note"]))
    server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text("All that was written here was received.")
    assert beyond(page) == []
    device.close()
    assert found_in(device.profile, wanted) == {}


def test_search_of_the_disk_finds_what_was_planted_in_each_form(device: Device) -> None:
    page = _opened(device)
    words = str(WORDS["words of a note"])
    plant(page, f"{WORDS['words of a draft']} \u2014")
    assert "words of a draft" in found_in(device.profile, WORDS)
    keys = keys_of(page)
    plant(page, words)
    assert "words of a note" in found_in(device.profile, WORDS)
    assert found_in(device.profile, keys) == {}
    for name, key in keys.items():
        assert isinstance(key, bytes)
        plant(page, key.hex())
        assert name in found_in(device.profile, keys)
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const how = { name: "AES-GCM", length: 256 };
      const key = await crypto.subtle.generateKey(how, false, ["encrypt"]);
      await store.write(["receipts", "put", { id: "x", device: "x", key, leak: "words" }]);
    }""")
    found = beyond(page)
    assert "receipts.key KEY" in found
    assert "receipts.leak" in found


def test_search_finds_words_however_they_are_written_down(tmp_path: Path) -> None:
    words = str(WORDS["words of a note"])
    for text in (words.encode(), words.encode("utf-16-le")):
        for by in range(3):
            whole = b"x" * by + text
            for form in (whole, whole.hex().encode(), base64.b64encode(whole)):
                (tmp_path / "one").write_bytes(b"before " + form + b" after")
                assert found_in(tmp_path, WORDS) == {"words of a note": ["one"]}
    (tmp_path / "one").write_bytes(b"before and after")
    assert found_in(tmp_path, WORDS) == {}


@pytest.mark.drill
@pytest.mark.skipif(not can_be_counted(), reason="no strace that may look: durability not shown")
def test_each_note_kept_is_flushed_to_the_disk_where_a_relaxed_write_is_not(
    device: Device, server: Server, tmp_path: Path
) -> None:
    page = _opened(device)
    server.stop()

    def notes() -> None:
        for n in range(5):
            write(page, f"note {n}")

    assert counted(device, tmp_path, notes) >= 5
    # What a browser flushes of its own comes on top: of three tries the least is ours.
    relaxed = (counted(device, tmp_path, lambda: put(page, 50, "relaxed")) for _ in range(3))
    assert any(many <= 2 for many in relaxed)
    assert counted(device, tmp_path, lambda: put(page, 50, "strict")) >= 50
