"""Documents of a pack on a person's device: taken, read without a server, and never in clear."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canaries import LEARN, beyond, found_in, keys_of
from tests.browser.device import (
    Device,
    a_device,
    enrol,
    everything,
    open_visit,
    take_along,
    unlock,
    write,
)
from tests.browser.driving import looked_at, tab_to
from tests.browser.pretending import MEGABYTE, Paper, Server, pretending

pytestmark = pytest.mark.browser
# One white dot; what is searched for stands behind it.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAH"
    "ggJ/PchI7wAAAABJRU5ErkJggg=="
)
CONTENT, PICTURE = b"canarycontent-of-a-document-", b"canarypicture-of-a-room-"
NAME, PICTURE_NAME = "canarypolicy of the force.pdf", "canarypicture.png"
WORDS: dict[str, str | bytes] = {
    "name of a document": NAME,
    "words of its text": "canarytext that supervisors wrote",
    "content": CONTENT,
    "content in UTF-16": "canarywide content",
    "name of a picture": PICTURE_NAME,
    "picture": PICTURE,
}
PAGES = [
    {
        "title": "page 1",
        "layout": "page",
        "rows": [["1", [["", str(WORDS["words of its text"])], ["", "<b>not bold</b>"]]]],
    },
    {
        "title": "sheet Cases, rows 1 to 2",
        "layout": "table",
        "rows": [["1", [["A1", "Force"], ["B1", "Cases"]]], ["2", [["A2", "North"]]]],
    },
]
COUNT = """async ([shelf, many]) => {
  const store = await import("/static/inspectorate/capture/store.js");
  return (await store.all(shelf)).length === many;
}"""
WIDE = str(WORDS["content in UTF-16"]).encode("utf-16-le")
ALL = "Force 01: 3 of 3 documents are on this device."


def a_paper(size: int = 3 * MEGABYTE + 5) -> Paper:
    content = b"%PDF-1.7 " + CONTENT * 40 + WIDE * 40
    content += bytes(n % 251 for n in range(MEGABYTE)) * (size // MEGABYTE + 1)
    return Paper(NAME, "application/pdf", content[:size], PAGES)


def a_picture() -> Paper:
    picture = DOT + PICTURE * 30
    return Paper(PICTURE_NAME, "image/png", picture)


@pytest.fixture
def server() -> Iterator[Server]:
    with pretending() as one:
        one.pretended.papers = {
            "hand-in-1": a_paper(),
            "hand-in-2": a_picture(),
            "hand-in-3": Paper("note.txt", "text/plain", b"One.", PAGES[:1]),
        }
        yield one


@pytest.fixture
def device(server: Server, tmp_path: Path) -> Iterator[Device]:
    with a_device(tmp_path / "profile", server.pretended.address) as one:
        yield one


@pytest.fixture
def page(device: Device) -> Page:
    """The page of an enrolled device, unlocked, with nothing taken along yet."""
    page = device.open()
    page.evaluate(LEARN)
    enrol(page)
    return page


def said(page: Page, words: str) -> None:
    expect(page.locator("#taking-said")).to_contain_text(words)


def opened(page: Page) -> Page:
    """The visit taken along with its documents, and open."""
    take_along(page, "Force 01")
    said(page, ALL)
    open_visit(page, "Force 01")
    expect(page.locator("#papers-list li")).to_have_count(3)
    return page


def reopened(device: Device) -> Page:
    page = device.open()
    unlock(page)
    expect(page.locator("#papers-list li").first).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def lying(page: Page) -> list[int]:
    """How many pieces and documents lie on the device."""
    found: list[int] = page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      return [await store.all("chunks"), await store.all("documents")].map((one) => one.length);
    }""")
    return found


def lock(page: Page) -> None:
    press(page, "Lock this page")
    expect(page.locator("#locked")).to_be_visible()


def saved(page: Page, name: str) -> bytes:
    row = page.locator("#papers-list li", has_text=name)
    row.get_by_text("Save a readable copy").click()
    expect(row).to_contain_text("not encrypted")
    with page.expect_download() as download:
        row.get_by_role("button", name="Save the copy").click()
    return Path(download.value.path()).read_bytes()


def test_documents_taken_along_are_read_and_shown_after_a_kill_without_a_server(
    page: Page, device: Device, server: Server
) -> None:
    opened(page)
    server.stop()
    device.kill()
    page = reopened(device)
    press(page, f"Read the text {NAME}")
    expect(page.locator("#reader-head")).to_be_focused()
    expect(page.locator("#reader-part")).to_contain_text(str(WORDS["words of its text"]))
    expect(page.locator("#reader-part")).to_contain_text("<b>not bold</b>")
    page.get_by_label("Part").select_option("1")
    expect(page.locator("#reader-part table")).to_contain_text("North")
    press(page, "Previous part")
    expect(page.locator("#reader-part")).to_contain_text(str(WORDS["words of its text"]))
    press(page, "Close the document")
    expect(page.get_by_role("button", name="Read the text canarypolicy")).to_be_focused()
    press(page, f"Show {PICTURE_NAME}")
    picture = page.locator("#reader-part img")
    expect(picture).to_have_js_property("naturalWidth", 1)
    assert saved(page, "canarypolicy") == server.pretended.papers["hand-in-1"].content


@pytest.mark.drill
def test_sound_that_was_handed_in_is_played_on_the_page(page: Page, server: Server) -> None:
    size = 8000
    head = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8) + b"data" + size.to_bytes(4, "little")
    sound = Paper("call.wav", "audio/wav", head + b"\x80" * size)
    drawing = Paper("drawing.svg", "image/svg+xml", b"<svg onload='window.obeyed = 1'/>")
    server.pretended.papers = {"hand-in-1": sound, "hand-in-2": drawing}
    take_along(page, "Force 01")
    said(page, "2 of 2")
    open_visit(page, "Force 01")
    press(page, "Play call.wav")
    expect(page.locator("#reader-part audio")).to_have_js_property("duration", 1)
    # What could hold a script is not shown.
    row = page.locator("#papers-list li", has_text="drawing.svg")
    expect(row.get_by_role("button")).to_have_count(0)


@pytest.mark.drill
def test_documents_of_a_second_visit_wait_for_those_of_the_first(
    page: Page, server: Server
) -> None:
    server.pretended.slow = 0.3
    take_along(page, "Force 01")
    said(page, "Taking documents of Force 01")
    take_along(page, "Force 02")
    said(page, "Force 02: 3 of 3 documents are on this device.")
    open_visit(page, "Force 01")
    expect(page.locator("#papers-said")).to_contain_text("3 of 3 on this device")


@pytest.mark.drill
def test_neither_name_nor_content_nor_text_lies_in_clear_on_the_disk(
    page: Page, device: Device, server: Server
) -> None:
    opened(page)
    press(page, f"Read the text {NAME}")
    expect(page.locator("#reader-part")).to_contain_text(str(WORDS["words of its text"]))
    press(page, f"Show {PICTURE_NAME}")
    expect(page.locator("#reader-part img")).to_be_visible()
    wanted = WORDS | keys_of(page)
    assert beyond(page) == []
    assert found_in(device.profile, wanted) == {}
    device.kill()
    assert found_in(device.profile, wanted) == {}
    page = reopened(device)
    press(page, f"Read the text {NAME}")
    expect(page.locator("#reader-part")).to_contain_text(str(WORDS["words of its text"]))
    device.close()
    assert found_in(device.profile, wanted) == {}


@pytest.mark.drill
def test_taking_is_stopped_and_goes_on_where_it_was(
    page: Page, device: Device, server: Server
) -> None:
    server.pretended.papers["hand-in-1"] = a_paper(8 * MEGABYTE)
    server.pretended.slow = 0.4
    take_along(page, "Force 01")
    said(page, "Taking documents of Force 01: 1 of 3, 8.0 MB.")
    expect(page.locator("#taking-bar")).to_have_js_property("value", 2 * MEGABYTE)
    press(page, "Stop taking documents")
    said(page, "Force 01: 0 of 3 documents are on this device. Stopped.")
    server.pretended.slow = 0
    device.kill()
    page = device.open()
    unlock(page)
    row = page.locator("#papers-list li", has_text="canarypolicy")
    expect(row).to_contain_text("of 8.0 MB on this device.")
    expect(row.get_by_role("button")).to_have_count(0)
    press(page, "Take documents along")
    said(page, ALL)
    (_, first), (_, second), *_ = server.pretended.given
    assert first == 0
    assert second >= MEGABYTE
    assert second % MEGABYTE == 0
    assert saved(page, "canarypolicy") == server.pretended.papers["hand-in-1"].content


@pytest.mark.drill
def test_connection_that_breaks_off_is_said_and_gone_on_with(page: Page, server: Server) -> None:
    # What a browser has not read yet when a connection breaks it throws away: it is given the time.
    server.pretended.breaks_after, server.pretended.slow = 2 * MEGABYTE + 17, 0.5
    take_along(page, "Force 01")
    said(page, "The connection broke off.")
    server.pretended.breaks_after = server.pretended.slow = 0
    open_visit(page, "Force 01")
    press(page, "Take documents along")
    said(page, ALL)
    first, second, *_ = server.pretended.given
    assert first == ("hand-in-1", 0)
    assert second in {("hand-in-1", MEGABYTE), ("hand-in-1", 2 * MEGABYTE)}
    assert saved(page, "canarypolicy") == server.pretended.papers["hand-in-1"].content


@pytest.mark.drill
def test_what_is_too_large_or_beyond_or_refused_is_named_and_not_taken(
    page: Page, server: Server
) -> None:
    papers = server.pretended.papers
    papers["hand-in-2"].said_size = 201 * MEGABYTE
    papers["hand-in-2"].name = "film.mp4"
    papers["hand-in-4"] = Paper("beyond.pdf", "application/pdf", b"x", said_size=199 * MEGABYTE)
    papers["hand-in-5"] = Paper("bad.pdf", "application/pdf", b"x", why="Waiting for the scanner.")
    take_along(page, "Force 01")
    said(page, "Force 01: 2 of 5 documents are on this device.")
    open_visit(page, "Force 01")
    rows = page.locator("#papers-list li")
    expect(rows).to_have_count(5)
    for name, words in (
        ("film.mp4", "201.0 MB, not taken: it is larger than 200 MB."),
        ("beyond.pdf", "199.0 MB, not taken: with the others it is beyond 200 MB."),
        ("bad.pdf", "1 kB, not taken: Waiting for the scanner."),
    ):
        expect(page.locator("#papers-list li", has_text=name)).to_contain_text(words)
    assert {key for key, _ in server.pretended.given} == {"hand-in-1", "hand-in-3"}
    expect(page.get_by_role("button", name="Take documents along")).to_be_hidden()


@pytest.mark.drill
def test_document_that_comes_otherwise_than_it_was_named_is_not_kept_and_stops_no_other(
    page: Page, server: Server
) -> None:
    paper = server.pretended.papers["hand-in-1"]
    take = server.pretended.pack_of

    def other(visit: int) -> dict[str, object]:
        told = take(visit)
        told["requests"][0]["documents"][0]["sha256"] = "0" * 64
        return told

    server.pretended.pack_of = other  # type: ignore[method-assign]
    take_along(page, "Force 01")
    said(page, "Force 01: 2 of 3 documents are on this device.")
    open_visit(page, "Force 01")
    row = page.locator("#papers-list li", has_text=paper.name)
    expect(row).to_contain_text("not taken: it came otherwise than it was named")
    # Of the other two, and the text of one.
    assert lying(page) == [3, 2]


@pytest.mark.drill
def test_pieces_that_changed_places_on_the_disk_are_damaged_and_no_document(page: Page) -> None:
    opened(page)
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const all = (await store.all("chunks")).filter((one) => !one.file.includes("/"));
      const many = all.filter((one) => all.filter((each) => each.file === one.file).length > 2);
      const [one, other] = many;
      await store.write(
        ["chunks", "put", { ...one, iv: other.iv, data: other.data }],
        ["chunks", "put", { ...other, iv: one.iv, data: one.data }],
      );
    }""")
    row = page.locator("#papers-list li", has_text="canarypolicy")
    row.get_by_text("Save a readable copy").click()
    row.get_by_role("button", name="Save the copy").click()
    expect(page.locator("#wrong")).to_contain_text("It is damaged on this device.")


@pytest.mark.drill
def test_disk_that_is_full_is_said_and_nothing_half_is_kept(page: Page, server: Server) -> None:
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      let many = 0;
      IDBObjectStore.prototype.put = function (row) {
        if (this.name === "chunks" && ++many > 2)
          throw new DOMException("full", "QuotaExceededError");
        return put.call(this, row);
      };
    }""")
    take_along(page, "Force 01")
    said(page, "This device takes no more: make room, then go on.")
    assert lying(page) == [0, 0]
    open_visit(page, "Force 01")
    expect(page.locator("#papers-list li").first).to_contain_text("not on this device yet")


@pytest.mark.drill
def test_documents_are_removed_by_a_button_and_with_what_the_pack_no_longer_names(
    page: Page, server: Server
) -> None:
    opened(page)
    del server.pretended.papers["hand-in-2"]
    press(page, "All visits")
    take_along(page, "Force 01")
    said(page, "Force 01: 2 of 2 documents are on this device.")
    # Four pieces of one and its text, one of the other and its text.
    assert lying(page) == [7, 2]
    open_visit(page, "Force 01")
    expect(page.locator("#papers-list li")).to_have_count(2)
    page.get_by_text("Remove the documents from this device").click()
    press(page, "Remove them now")
    expect(page.locator("#papers-said")).to_have_text("0 of 2 on this device, 0 kB.")
    assert lying(page) == [0, 0]


@pytest.mark.drill
def test_what_belongs_to_no_pack_or_to_no_document_is_swept_when_the_page_is_unlocked(
    page: Page, device: Device
) -> None:
    opened(page)
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const [one] = await store.all("chunks");
      await store.write(["chunks", "put", { ...one, file: "loose", document: "loose" }]);
    }""")
    before = lying(page)
    lock(page)
    unlock(page)
    page.wait_for_function(COUNT, arg=["chunks", before[0] - 1])
    assert lying(page) == [before[0] - 1, before[1]]
    # The visit opens once all is swept.
    expect(page.locator("#capture")).to_be_visible()
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const [pack] = await store.all("packs");
      await store.write(["packs", "delete", pack.id]);
    }""")
    lock(page)
    unlock(page)
    page.wait_for_function(COUNT, arg=["documents", 0])
    assert lying(page) == [0, 0]


@pytest.mark.drill
def test_another_person_of_the_device_sees_no_document_and_is_given_none(
    page: Page, server: Server
) -> None:
    opened(page)
    press(page, f"Read the text {NAME}")
    lock(page)
    assert "canary" not in page.content()
    server.pretended.person = "Another"
    enrol(page, "other words for another")
    assert "canary" not in everything(page)
    assert "canary" not in page.content()
    lock(page)
    unlock(page)
    expect(page.locator("#papers-list")).to_contain_text("canarypolicy")


@pytest.mark.drill
def test_locking_stops_what_is_being_taken_and_says_nothing_of_it(page: Page) -> None:
    # A slow disk: the piece that is just written comes after the lock.
    page.evaluate("""() => {
      const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
      crypto.subtle.encrypt = async (how, key, bytes) => {
        if (how.additionalData) await new Promise((go) => setTimeout(go, 700));
        return encrypt(how, key, bytes);
      };
    }""")
    take_along(page, "Force 01")
    said(page, "1 of 3")
    lock(page)
    expect(page.locator("#taking")).to_be_hidden()
    page.wait_for_timeout(1500)
    assert page.locator("#taking").is_hidden()
    assert "Force 01" not in everything(page)
    assert lying(page)[0] < 4


@pytest.mark.drill
def test_notes_are_written_while_documents_are_taken(page: Page, server: Server) -> None:
    server.pretended.slow = 0.3
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    page.locator("#criterion label", has_text="1.1").click()
    write(page, "While documents came.")
    said(page, ALL)
    expect(page.locator("#papers-list li", has_text="note.txt")).to_contain_text("on this device.")
    assert server.pretended.words == ["While documents came."]


@pytest.mark.drill
def test_documents_can_be_used_by_everybody_at_each_width_and_by_keyboard(page: Page) -> None:
    opened(page)
    looked_at(page, "capture-documents")
    tab_to(page, "#papers-list button")
    page.keyboard.press("Enter")
    expect(page.locator("#reader-head")).to_be_focused()
    looked_at(page, "capture-document-text")
    page.get_by_label("Part").select_option("1")
    looked_at(page, "capture-document-table")
    tab_to(page, "#reader-close")
    page.keyboard.press("Enter")
    expect(page.locator("#papers-list button").first).to_be_focused()


@pytest.mark.drill
def test_document_that_stands_no_more_says_so_where_it_is_read(page: Page, server: Server) -> None:
    server.pretended.papers["hand-in-1"].gone = "replaced by a later one"
    opened(page)
    row = page.locator("#papers-list li").first
    expect(row).to_contain_text("on this device. It was replaced by a later one.")
    expect(page.locator("#papers-list li").nth(1)).not_to_contain_text("It was")
    expect(page.locator("#pack")).to_contain_text(f"{NAME}, 3.0 MB, replaced by a later one")


@pytest.mark.drill
def test_focus_is_where_it_was_once_the_last_document_has_come(page: Page, server: Server) -> None:
    server.pretended.papers["hand-in-3"] = a_paper()
    server.pretended.slow = 0.5
    take_along(page, "Force 01")
    open_visit(page, "Force 01")
    read = page.get_by_role("button", name=f"Read the text {NAME}").first
    read.focus()
    said(page, ALL)
    expect(page.locator("#papers-said")).to_contain_text("3 of 3 on this device")
    expect(read).to_be_focused()
    read.press("Enter")
    expect(page.locator("#reader-close")).to_be_visible()
    # The row from which it was opened is another since.
    page.locator("#papers-list li").first.evaluate("one => one.remove()")
    page.locator("#reader-close").press("Enter")
    expect(page.locator("#papers-head")).to_be_focused()


@pytest.mark.drill
def test_documents_whose_rows_changed_places_on_the_disk_are_damaged_and_not_here(
    page: Page,
) -> None:
    opened(page)
    page.evaluate("""async () => {
      const store = await import("/static/inspectorate/capture/store.js");
      const [one, other] = await store.all("documents");
      await store.write(
        ["documents", "put", { ...one, iv: other.iv, data: other.data }],
        ["documents", "put", { ...other, iv: one.iv, data: one.data }],
      );
    }""")
    press(page, "All visits")
    open_visit(page, "Force 01")
    expect(page.locator("#papers-said")).to_contain_text("1 of 3 on this device")


@pytest.mark.drill
def test_document_that_could_not_be_marked_whole_is_not_left_behind_as_whole(page: Page) -> None:
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      let many = 0;
      IDBObjectStore.prototype.put = function (row) {
        if (this.name === "documents" && ++many === 2)
          throw new DOMException("full", "QuotaExceededError");
        return put.call(this, row);
      };
    }""")
    take_along(page, "Force 01")
    said(page, "This device takes no more: make room, then go on.")
    assert lying(page) == [0, 0]
