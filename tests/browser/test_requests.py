"""Requests in a real browser, with script and without: many bodies asked in one press."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser


def test_all_bodies_are_asked_in_seven_acts_and_one_request_is_moved_and_withdrawn(
    person: Page, one_world: World
) -> None:
    sign_in(person, one_world.address, one_world.people["lead"], PASSWORD)
    person.goto(f"{one_world.address}/i/small/fieldwork/requests/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Ask several bodies"))
    acts.click(person.get_by_role("link", name=re.compile("^Tick all")))
    expect(person.get_by_role("link", name="Tick none")).to_be_visible()
    title = "Duty rosters of the last year"
    acts.fill(person.get_by_label("What is asked for"), title)
    acts.click(person.get_by_text("Count the due day by a rule"))
    counted = person.get_by_label("Counted from the day it is sent")
    acts.choose(counted, "Counted: days, of which it is the first")
    acts.fill(person.get_by_label("How many days or months (optional)", exact=True), "56")
    acts.click(person.get_by_role("button", name="Ask those that are ticked"))
    expect(person.get_by_text(re.compile(r"\d+ requests sent\."))).to_be_visible()
    assert acts.count == 7

    person.get_by_role("link", name=title).first.click()
    expect(person.get_by_text("The last of 56 days beginning with")).to_be_visible()
    person.get_by_role("button", name="Move the due day").click()
    person.get_by_label("Due on").fill("2099-12-31")
    person.get_by_label("Why it is moved").fill("They asked for time.")
    person.get_by_role("button", name="Move", exact=True).click()
    expect(person.get_by_text("They asked for time.")).to_be_visible()
    person.get_by_role("button", name="Withdraw the request").click()
    person.get_by_label("Why it is withdrawn").fill("We have it from elsewhere.")
    person.get_by_role("button", name="Withdraw the request").last.click()
    expect(person.get_by_text("We have it from elsewhere.")).to_be_visible()


@pytest.mark.drill
def test_pages_of_requests_stand_as_they_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/fieldwork/requests/ask-many/?all=yes")
    page.get_by_text("Count the due day by a rule").click()
    expect(page.get_by_label("Calendar for working days")).to_be_visible()
    looked_at(page, "ask-many")
    page.get_by_role("button", name="Ask those that are ticked").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(page, "ask-many-refused")


def _a_file(folder: Path, megabytes: int) -> Path:
    """An archive by its first bytes, of which no two pieces are alike."""
    made = folder / f"every list of {megabytes}.zip"
    with made.open("wb") as file:
        file.write(b"PK\x03\x04")
        for number in range(megabytes):
            file.write(number.to_bytes(4, "big") * (1024 * 256))
    return made


ADDRESS = "portal/small/force-01/requests/1/hand-in/"
PIECE = 8 * 1024 * 1024


def _sends(page: Page, world: World, file: Path) -> set[int]:
    """Choose ``file`` and press Send; where each piece began that the server takes."""
    taken: set[int] = set()

    def answered(answer: Response) -> None:
        at = answer.request.headers.get("x-offset", "")
        if at and answer.status == 200:
            assert int(at) not in taken, "sent twice"
            taken.add(int(at))

    page.on("response", answered)
    page.goto(f"{world.address}/{ADDRESS}")
    page.get_by_label("File (optional)").set_input_files(file)
    page.get_by_role("button", name="Send").click()
    return taken


def _goes_on(page: Page, world: World, file: Path, before: set[int]) -> None:
    """Choose the same file again, as on another day: what is here is not sent a second time."""
    after = _sends(page, world, file)
    expect(page.get_by_text("We have received it.")).to_be_visible(timeout=240_000)
    every = set(range(0, file.stat().st_size, PIECE))
    assert before.isdisjoint(after)
    # Of a piece under way when the line broke the answer alone may have been lost.
    assert len(every - before - after) <= 1
    page.get_by_role("link", name=re.compile(r"^Receipt \d+$")).last.click()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    with file.open("rb") as stream:
        told = hashlib.file_digest(stream, "sha256").hexdigest()
    expect(page.get_by_text(told)).to_be_visible()


@pytest.mark.drill
def test_file_that_broke_off_goes_on_where_it_was(page: Page, world: World, tmp_path: Path) -> None:
    file = _a_file(tmp_path, 20)
    sign_in(page, world.address, world.people["contact"], PASSWORD)

    def broken(route: Route) -> None:
        if route.request.headers.get("x-offset", "0") == "0":
            route.continue_()
        else:
            route.abort()

    page.route("**/hand-in/pieces/", broken)
    before = _sends(page, world, file)
    expect(page.get_by_text("The line is broken.")).to_be_visible(timeout=60_000)
    looked_at(page, "hand-in-broken", elsewhere=True)
    page.unroute("**/hand-in/pieces/", broken)
    _goes_on(page, world, file, set(before))
    looked_at(page, "receipt")


@pytest.mark.drill
@pytest.mark.parametrize("status", [413, 502])
def test_file_that_the_server_does_not_take_is_not_sent_for_ever(
    page: Page, world: World, tmp_path: Path, status: int
) -> None:
    sign_in(page, world.address, world.people["contact"], PASSWORD)
    page.route("**/hand-in/pieces/", lambda route: route.fulfill(status=status, body="No."))
    _sends(page, world, _a_file(tmp_path, 1))
    expect(page.get_by_text("The server does not take the file")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Send")).to_be_enabled()


@pytest.mark.drill
def test_archive_of_200_mb_that_broke_off_in_the_middle_goes_on(
    page: Page, world: World, tmp_path: Path
) -> None:
    file = _a_file(tmp_path, 200)
    sign_in(page, world.address, world.people["contact"], PASSWORD)
    before = _sends(page, world, file)
    half = re.compile(r"^Sent (8\d|9\d|1\d\d) MB of 200 MB\.$")
    expect(page.get_by_text(half)).to_be_visible(timeout=240_000)
    page.context.set_offline(True)
    expect(page.get_by_text("The line is broken.")).to_be_visible(timeout=60_000)
    assert len(before) < 25
    page.goto("about:blank")
    page.context.set_offline(False)
    _goes_on(page, world, file, set(before))
