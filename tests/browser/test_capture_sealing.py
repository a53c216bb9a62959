"""What the page signs, seals and cuts, opened by an opener that shares no code with it."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from playwright.sync_api import Browser, Page

from tests.browser.opener import Opener, file_of, key_of, read, verify, written
from tests.browser.pretending import pretending

pytestmark = pytest.mark.browser
MAKE = """async ({opening, note}) => {
  const base = "/static/inspectorate/capture/";
  const keys = await import(base + "keys.js");
  const { seal } = await import(base + "sealing.js");
  const made = await keys.make("three words for capture");
  return { jwk: made.jwk, envelope: await seal(note, made.held.signing, opening) };
}"""
CUT = """async (text) => {
  const { cut } = await import("/static/inspectorate/capture/sealing.js");
  const { toBytes, toText } = await import("/static/inspectorate/capture/bytes.js");
  const pieces = [];
  const file = new File([toBytes(text)], "photo.jpg", { type: "image/jpeg" });
  const said = await cut(file, async ({ n, bytes }) => pieces.push([n, toText(bytes)]));
  return { said, pieces };
}"""
NOTE = {
    "id": "AAAAAAAAAAAAAAAAAAAAAA",
    "device": "BBBBBBBBBBBBBBBBBBBBBB",
    "inspection": "small",
    "item": {"words": "Ünïcode, “quotes” and \u2028 lines."},
    "files": [],
}


@pytest.fixture
def here(browser: Browser) -> Iterator[Page]:
    with pretending() as server:
        page = browser.new_page()
        page.goto(f"{server.pretended.address}/capture/")
        yield page
        page.close()


def _made(page: Page, opener: Opener) -> dict[str, Any]:
    made: dict[str, Any] = page.evaluate(MAKE, {"opening": opener.public, "note": NOTE})
    opener.signing[NOTE["device"]] = key_of(made["jwk"])
    return made


def test_note_sealed_by_the_page_opens_with_its_words_and_its_signature(here: Page) -> None:
    opener = Opener()
    made = _made(here, opener)
    note = opener.note(made["envelope"])
    assert note["item"] == NOTE["item"]
    assert note["v"] == 1
    assert note["device_time"].endswith("Z")
    assert set(made["envelope"]) == {
        "v",
        "id",
        "device",
        "inspection",
        "opening_key",
        "enc",
        "sealed",
    }
    assert len(read(made["envelope"]["enc"])) == 65
    assert "quotes" not in base64.urlsafe_b64decode(made["envelope"]["sealed"] + "==").decode(
        "latin-1"
    )


@pytest.mark.parametrize("name", ["id", "device", "inspection"])
def test_note_moved_to_another_id_device_or_inspection_does_not_open(here: Page, name: str) -> None:
    opener = Opener()
    envelope = _made(here, opener)["envelope"] | {name: written(os.urandom(16))}
    with pytest.raises(InvalidTag):
        opener.unsealed(envelope)


def test_note_sealed_to_the_inspectorate_does_not_open_by_another_key(here: Page) -> None:
    with pytest.raises(InvalidTag):
        Opener().unsealed(_made(here, Opener())["envelope"])


@pytest.mark.drill
def test_signature_is_of_the_device_alone_and_of_these_words_alone(here: Page) -> None:
    opener = Opener()
    made, other = _made(here, opener), _made(here, Opener())
    said, signature = opener.unsealed(made["envelope"])
    verify(key_of(made["jwk"]), said, signature)
    with pytest.raises(InvalidSignature):
        verify(key_of(other["jwk"]), said, signature)
    with pytest.raises(InvalidSignature):
        verify(key_of(made["jwk"]), said + b" ", signature)


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(1, marks=pytest.mark.drill),
        1024 * 1024,
        pytest.param(2 * 1024 * 1024 + 7, marks=pytest.mark.drill),
    ],
)
def test_file_cut_by_the_page_comes_together_whole(here: Page, size: int) -> None:
    content = os.urandom(size)
    made = here.evaluate(CUT, written(content))
    pieces = {n: read(text) for n, text in made["pieces"]}
    assert made["said"]["pieces"] == len(pieces) == -(-size // (1024 * 1024))
    assert file_of(made["said"], pieces) == content


@pytest.mark.drill
def test_pieces_that_changed_places_do_not_open(here: Page) -> None:
    made = here.evaluate(CUT, written(bytes(1024 * 1024 + 5)))
    pieces = {n: read(text) for n, text in made["pieces"]}
    with pytest.raises(InvalidTag):
        file_of(made["said"], {0: pieces[1], 1: pieces[0]})
