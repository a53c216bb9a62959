"""What a reader found of capture: words that were lost or another's, and states that lied. One
browser for all of it; a person's device is a context of its own, and a page that crashes is a kill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Page, expect

from tests.browser.device import (
    PASSPHRASE,
    choose,
    enrol,
    everything,
    open_visit,
    take_along,
    unlock,
    write,
)
from tests.browser.pretending import Server, pretending

pytestmark = pytest.mark.browser
KEPT = "Draft kept on this device."
# Of every shelf named, no row is taken any more; `undo()` ends it.
FULL = """(shelves) => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (shelves.includes(this.name)) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, row);
  };
  window.undo = () => { IDBObjectStore.prototype.put = put; };
}"""
# A slow disk: each piece of a file takes its time.
SLOW = """() => {
  const { subtle } = crypto;
  const encrypt = subtle.encrypt.bind(subtle);
  subtle.encrypt = async (how, key, bytes) => {
    if (how.additionalData) await new Promise((go) => setTimeout(go, 400));
    return encrypt(how, key, bytes);
  };
}"""


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        yield one


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    yield context
    context.close()


def at(device: BrowserContext, server: Server) -> Page:
    page = device.new_page()
    page.goto(f"{server.pretended.address}/capture/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


@pytest.fixture
def page(device: BrowserContext, server: Server) -> Page:
    page = at(device, server)
    enrol(page)
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    choose(page, "1.1")
    return page


def killed(page: Page, device: BrowserContext, server: Server) -> Page:
    """End the page with no word to it, and open and unlock it again."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    again = at(device, server)
    unlock(again)
    return again


def photo(size: int = 5000, name: str = "p.jpg") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": b"x" * size}


def all_visits(page: Page) -> None:
    page.get_by_role("button", name="All visits").click()
    expect(page.locator("#visits")).to_be_visible()


def lock(page: Page) -> None:
    page.get_by_role("button", name="Lock this page").click()


@pytest.mark.drill
def test_note_saved_while_its_photo_is_read_is_in_the_form_again_after_a_kill(
    page: Page, device: BrowserContext, server: Server
) -> None:
    page.evaluate(SLOW)
    page.locator("#words").fill("Words that were kept as a draft.")
    expect(page.locator("#drafted")).to_have_text(KEPT)
    page.get_by_label("Photo").set_input_files(photo(12 * 1024 * 1024))
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#words")).to_have_value("")
    page.locator("#words").press_sequentially("next note begun")
    expect(page.locator("#drafted")).to_have_text(KEPT)
    page.wait_for_timeout(800)
    page = killed(page, device, server)
    expect(page.locator("#words")).to_have_value("Words that were kept as a draft.")
    expect(page.locator("#drafted")).to_contain_text("in the form again")
    assert server.pretended.words == []
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#words")).to_have_value("next note begun")


@pytest.mark.drill
def test_note_saved_while_its_photo_is_read_goes_with_it(page: Page, server: Server) -> None:
    page.evaluate(SLOW)
    page.locator("#words").fill("With its photo.")
    page.get_by_label("Photo").set_input_files(photo(3 * 1024 * 1024))
    page.locator("#words").press("Control+Enter")
    all_visits(page)
    lock(page)
    expect(page.locator("#locked")).to_be_visible(timeout=20_000)
    while not server.pretended.words:
        page.wait_for_timeout(100)
    (note,) = server.pretended.notes.values()
    assert [one["size"] for one in note["files"]] == [3 * 1024 * 1024]


@pytest.mark.drill
def test_what_one_tab_left_is_never_written_over_what_another_kept(
    page: Page, device: BrowserContext, server: Server
) -> None:
    page.locator("#words").fill("Half in tab one.")
    all_visits(page)
    other = at(device, server)
    unlock(other)
    expect(other.locator("#words")).to_have_value("Half in tab one.")
    write(other, "Half in tab one, and whole.")
    other.locator("#words").fill("Second, of tab two.")
    expect(other.locator("#drafted")).to_have_text(KEPT)
    all_visits(other)
    open_visit(page, "Force 01")
    expect(page.locator("#words")).to_have_value("Second, of tab two.")
    all_visits(page)
    page = killed(page, device, server)
    expect(page.locator("#words")).to_have_value("Second, of tab two.")


@pytest.mark.drill
def test_page_is_not_locked_over_words_that_were_not_kept(page: Page, server: Server) -> None:
    page.evaluate(FULL, ["drafts", "outbox"])
    page.locator("#words").fill("Words nobody has but this screen.")
    expect(page.locator("#drafted")).to_contain_text("Not kept")
    lock(page)
    expect(page.locator("#wrong")).to_contain_text("Not locked")
    expect(page.locator("#words")).to_have_value("Words nobody has but this screen.")
    all_visits(page)
    expect(page.locator("#wrong")).to_be_hidden()
    lock(page)
    # What was said the first time stands there still, unseen.
    expect(page.locator("#wrong")).to_be_visible()
    expect(page.locator("#wrong")).to_contain_text("Not locked")
    page.evaluate("undo()")
    lock(page)
    expect(page.locator("#locked")).to_be_visible()
    unlock(page)
    expect(page.locator("#words")).to_have_value("Words nobody has but this screen.")


@pytest.mark.drill
def test_note_a_full_disk_did_not_take_is_in_the_form_again(page: Page, server: Server) -> None:
    page.evaluate(FULL, ["outbox"])
    page.locator("#words").fill("Not taken.")
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#drafted")).to_contain_text("Not kept")
    expect(page.locator("#words")).to_have_value("Not taken.")
    page.evaluate("undo()")
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#written")).to_contain_text("Not taken.")


@pytest.mark.drill
def test_browser_is_enrolled_only_while_nobody_has_unlocked_it(page: Page, server: Server) -> None:
    page.locator("#words").fill("First person's unfinished words.")
    expect(page.locator("#drafted")).to_have_text(KEPT)
    expect(page.locator("#enrolling")).to_be_hidden()
    lock(page)
    server.pretended.person = "Another"
    enrol(page, "other words for another")
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    expect(page.locator("#words")).to_have_value("")


@pytest.mark.drill
def test_passphrase_in_use_on_a_device_enrols_nobody_else(page: Page, server: Server) -> None:
    write(page, "Of the first person alone.")
    lock(page)
    server.pretended.person = "Another"
    page.get_by_text("Enrol this browser for yourself").click()
    page.get_by_label("Name of this device").fill("L2")
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Enrol this browser").click()
    expect(page.locator("#wrong")).to_contain_text("in use on this device already")
    assert "Of the first person alone." not in everything(page)
    assert server.pretended.asked.count("/me/devices/enrol/") == 1


@pytest.mark.drill
def test_visit_offered_to_one_is_not_taken_along_by_the_session_of_another(
    page: Page, server: Server
) -> None:
    all_visits(page)
    page.get_by_role("button", name="Take visits along").click()
    expect(page.get_by_role("button", name="Take along Force 02")).to_be_visible()
    server.pretended.person = "Another"
    page.get_by_role("button", name="Take along Force 02").click()
    expect(page.locator("#wrong")).to_contain_text("Whoever is signed in here")
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    unlock(page)
    all_visits(page)
    assert "Force 02" not in page.locator("#taken").inner_text()


@pytest.mark.drill
def test_file_that_could_not_be_kept_is_told_and_is_not_left_out_in_silence(
    page: Page, server: Server
) -> None:
    page.evaluate(FULL, ["pieces"])
    page.locator("#words").fill("With a photo.")
    page.get_by_label("Photo").set_input_files(photo())
    expect(page.locator("#attached")).to_contain_text("p.jpg: not kept.")
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#drafted")).to_contain_text("Not kept: p.jpg.")
    expect(page.locator("#files")).to_be_focused()
    assert server.pretended.notes == {}
    page.get_by_role("button", name="Take off p.jpg").click()
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#written")).to_contain_text("With a photo.")


@pytest.mark.drill
def test_reasons_of_a_receipt_are_shown_to_their_author(page: Page, server: Server) -> None:
    server.pretended.outcome = "received"
    text = "video.mp4 is larger than 500 MB."
    server.pretended.reasons = [
        {"code": "file_missing", "text": text, "mend": "Send a part of it.", "field": "files"}
    ]
    write(page, "With a video.")
    expect(page.locator("#written")).to_contain_text(text)
    page.get_by_role("button", name="Send now").click()
    page.wait_for_timeout(300)
    expect(page.locator("#written")).to_contain_text("Send a part of it.")


@pytest.mark.drill
def test_words_of_a_secret_are_said_not_to_be_kept(page: Page) -> None:
    page.get_by_text("Kind, method, source, marking, time").click()
    page.locator("#words").fill("long words typed")
    expect(page.locator("#drafted")).to_have_text(KEPT)
    page.get_by_label("Marking").select_option("SECRET")
    expect(page.locator("#drafted")).to_contain_text("Words of a secret are not kept here")


@pytest.mark.drill
def test_text_is_kept_while_somebody_types_on_without_a_pause(
    page: Page, device: BrowserContext, server: Server
) -> None:
    page.locator("#words").press_sequentially("one two three four five six seven", delay=90)
    page = killed(page, device, server)
    expect(page.locator("#words")).to_have_value(re.compile("^one two three"))


@pytest.mark.drill
def test_session_of_another_day_dates_no_note_back(page: Page) -> None:
    found = page.evaluate("""async () => {
      const note = await import("/static/inspectorate/capture/note.js");
      const hour = 36e5, now = Date.now(), when = (by) => new Date(now + by * hour).toISOString();
      const pack = { body: "b", sessions: [
        { id: 1, starts: when(-30), ends: when(-29) },
        { id: 2, starts: when(-1), ends: when(1) },
      ] };
      const written = new Date(now);
      const of = (session, more) =>
        note.itemOf({ session, began: now, words: "x", criterion: 1, ...more }, pack, written);
      return {
        carried: of(1).observed_at === written.toISOString(),
        chosen: of(1, { chosen: "1" }).observed_at === when(-29),
        renewed: note.renewed({ session: 1, words: "", files: [] }, pack).session,
        begun: note.renewed({ session: 1, words: "x", files: [] }, pack).session,
      };
    }""")
    assert found == {"carried": True, "chosen": True, "renewed": 2, "begun": 1}


@pytest.mark.drill
def test_file_for_which_there_is_no_room_holds_up_no_other_file(
    page: Page, device: BrowserContext, server: Server
) -> None:
    device.set_offline(True)
    for n in range(4):
        page.get_by_label("Photo").set_input_files(photo(name=f"p{n}.jpg"))
        expect(page.locator("#attached")).to_contain_text(f"p{n}")
        write(page, f"photo note {n}")
    first = page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      return (await store.all("outbox"))[0].files[0].id;
    }""")
    server.pretended.full = {first}
    device.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_contain_text("On this device: 0 notes. Sent")
    expect(page.locator("#written")).to_contain_text("asks to wait")
    expect(page.locator("#counts")).to_contain_text("files on their way: 1 note.")
    assert len(server.pretended.words) == 3


@pytest.mark.drill
def test_one_damaged_row_locks_nothing_else(page: Page, server: Server) -> None:
    write(page, "A note that stands.")
    write(page, "A note that is damaged.")
    all_visits(page)
    take_along(page, "Force 02")
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const [draft] = await store.all("drafts");
      const pack = (await store.all("packs")).find((one) => one.id.endsWith("/2"));
      const kept = (await store.all("kept")).sort((one, other) => other.made - one.made)[0];
      for (const row of [draft, pack, kept]) row.data[0] ^= 1;
      await store.write(["drafts", "put", draft], ["packs", "put", pack], ["kept", "put", kept]);
    }""")
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    unlock(page)
    expect(page.locator("#written")).to_contain_text("A note that stands.")
    expect(page.locator("#written")).to_contain_text("is damaged on this device")
    expect(page.locator("#drafted")).to_contain_text("damaged on this device")
    all_visits(page)
    expect(page.locator("#wrong")).to_contain_text("Take it along again.")


@pytest.mark.drill
def test_receipt_lands_on_a_disk_that_takes_no_more_until_pieces_are_gone(
    page: Page, device: BrowserContext, server: Server
) -> None:
    device.set_offline(True)
    page.get_by_label("Photo").set_input_files(photo())
    expect(page.locator("#attached")).to_contain_text("p.jpg")
    write(page, "With a photo.")
    page.evaluate("""() => {
      const { put, delete: take } = IDBObjectStore.prototype;
      let full = true;
      IDBObjectStore.prototype.delete = function (key) {
        if (this.name === "pieces") setTimeout(() => { full = false; });
        return take.call(this, key);
      };
      IDBObjectStore.prototype.put = function (row) {
        if (full && this.name === "receipts") throw new DOMException("full", "QuotaExceededError");
        return put.call(this, row);
      };
    }""")
    device.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#counts")).to_have_text("All that was written here was received.")


@pytest.mark.drill
def test_wait_from_a_clock_that_was_put_back_holds_nothing_up(page: Page, server: Server) -> None:
    server.stop()
    write(page, "Held back.")
    expect(page.locator("#said")).to_contain_text("no connection")
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const rows = await store.all("outbox");
      const next = Date.now() + 1e9;
      for (const row of rows) await store.write(["outbox", "put", { ...row, next }]);
    }""")
    server.start()
    write(page, "The next.")
    expect(page.locator("#counts")).to_have_text("All that was written here was received.")


@pytest.mark.drill
def test_pauses_are_said_once_and_focus_is_never_lost(page: Page) -> None:
    page.evaluate("""() => {
      window.said = [];
      const place = document.getElementById("aloud");
      new MutationObserver(() => place.textContent && window.said.push(place.textContent))
        .observe(place, { childList: true });
    }""")
    for word in ("one ", "two ", "three "):
        page.locator("#words").press_sequentially(word)
        page.wait_for_timeout(800)
    expect(page.locator("#drafted")).to_have_text(KEPT)
    assert page.evaluate("window.said") == []
    page.get_by_label("Photo").set_input_files(photo())
    page.get_by_role("button", name="Take off p.jpg").click()
    expect(page.locator("#files")).to_be_focused()
    all_visits(page)
    expect(page.locator("#visits-head")).to_be_focused()


@pytest.mark.drill
def test_field_that_lacks_something_is_said_to(page: Page) -> None:
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#words")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#drafted")).to_have_text("Write what was seen, heard or read.")
    page.locator("#words").fill("Something.")
    assert page.locator("#words").get_attribute("aria-invalid") is None


@pytest.mark.drill
def test_what_was_taken_along_is_dropped_once_its_visit_is_long_over(
    page: Page, server: Server
) -> None:
    all_visits(page)
    server.pretended.ends = "2025-01-01"
    take_along(page, "Force 02")
    lock(page)
    unlock(page)
    all_visits(page)
    expect(page.locator("#taken")).to_contain_text("Force 01")
    lock(page)
    unlock(page)
    all_visits(page)
    assert "Force 02" not in page.locator("#taken").inner_text()


@pytest.mark.drill
def test_file_that_is_too_large_is_refused_when_it_is_chosen(page: Page, server: Server) -> None:
    page.locator("#words").fill("With a film.")
    page.evaluate("""() => {
      const { get } = Object.getOwnPropertyDescriptor(Blob.prototype, "size");
      Object.defineProperty(File.prototype, "size", {
        get() { return this.name === "film.mp4" ? 600 * 1024 * 1024 : get.call(this); },
      });
    }""")
    film: FilePayload = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * 100}
    page.locator("#files").set_input_files(film)
    expect(page.locator("#attached")).to_contain_text("larger than 500 MB")
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#drafted")).to_contain_text("Not kept: film.mp4.")
    assert server.pretended.notes == {}


@pytest.mark.drill
def test_digest_of_pieces_is_that_of_the_whole(page: Page) -> None:
    assert (
        page.evaluate("""async () => {
      const { sha256 } = await import("/static/inspectorate/capture/sha256.js");
      for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70001]) {
        const bytes = Uint8Array.from({ length: size }, (_, n) => n * 7);
        const found = sha256();
        found.add(bytes.subarray(0, size / 3));
        found.add(bytes.subarray(size / 3));
        const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        const text = [...whole].map((one) => one.toString(16).padStart(2, "0")).join("");
        if (found.end() !== text) return size;
      }
      return "all";
    }""")
        == "all"
    )


def test_page_left_alone_locks_itself_and_keeps_its_draft(page: Page) -> None:
    page.clock.install()
    page.locator("#words").fill("Left alone.")
    page.locator("#words").press("Shift")
    page.clock.fast_forward("20:01")
    expect(page.locator("#locked")).to_be_visible()
    page.clock.resume()
    unlock(page)
    expect(page.locator("#words")).to_have_value("Left alone.")


@pytest.mark.drill
def test_page_left_alone_stays_open_over_words_that_were_not_kept(page: Page) -> None:
    page.evaluate(FULL, ["drafts"])
    page.clock.install()
    page.locator("#words").fill("Nobody has these.")
    page.locator("#words").press("Shift")
    page.clock.fast_forward("20:01")
    expect(page.locator("#wrong")).to_contain_text("Not locked")
    expect(page.locator("#words")).to_have_value("Nobody has these.")


@pytest.mark.drill
def test_visit_left_while_a_photo_is_read_is_opened_again_where_it_was(
    page: Page, server: Server
) -> None:
    page.evaluate(SLOW)
    page.locator("#words").fill("With two photos.")
    page.get_by_label("Photo").set_input_files(photo(name="first.jpg"))
    expect(page.locator("#attached")).to_contain_text("first.jpg")
    page.get_by_label("Photo").set_input_files(photo(3 * 1024 * 1024, "second.jpg"))
    page.get_by_role("button", name="Take off first.jpg").click()
    all_visits(page)
    open_visit(page, "Force 01")
    expect(page.locator("#words")).to_have_value("With two photos.")
    expect(page.locator("#attached")).to_contain_text("second.jpg")
    page.locator("#words").press("Control+Enter")
    expect(page.locator("#written")).to_contain_text("Received, no.")
    (note,) = server.pretended.notes.values()
    assert [one["name"] for one in note["files"]] == ["second.jpg"]
