"""What is asked of a page that goes away meanwhile is asked of the one that came, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, Route

from tests.browser.driving import violations
from tests.browser.settled import TRIES, settled

pytestmark = pytest.mark.browser
HERE = "http://inspectorate.test"
# Goes there, and has nothing to say until it is gone.
GOES = "to => { location.assign(to); return new Promise(() => {}); }"
PAGES = {
    "/sound": "<!doctype html><html lang=en><title>Sound</title><main><h1>Sound</h1></main>",
    "/wrong": "<!doctype html><html lang=en><title>Wrong</title><main><h1>Wrong</h1>"
    "<img src=/none.png></main>",
}


@pytest.fixture(autouse=True)
def _pages(page: Page) -> None:
    def answer(route: Route) -> None:
        found = PAGES.get(route.request.url.removeprefix(HERE))
        route.fulfill(status=200 if found else 404, body=found or "", content_type="text/html")

    page.route(f"{HERE}/**", answer)
    page.goto(f"{HERE}/sound")


def test_page_that_comes_while_another_is_asked_is_asked_and_its_faults_are_told(
    page: Page,
) -> None:
    asked = []

    def ask() -> list[str]:
        asked.append(page.title())
        if page.url.endswith("/sound"):
            page.evaluate(GOES, "/wrong")
        return violations(page)

    (found,) = settled(page, ask)
    assert found.startswith("image-alt: ")
    assert asked == ["Sound", "Wrong"]


def test_answer_found_while_the_page_went_is_not_taken(page: Page) -> None:
    def ask() -> str:
        said = page.title()
        if said == "Sound":
            page.goto(f"{HERE}/wrong")
        return said

    assert settled(page, ask) == "Wrong"


def test_error_that_is_no_going_away_is_raised_at_once(page: Page) -> None:
    asked = []

    def ask() -> None:
        asked.append(page.url)
        page.evaluate("no_such_thing.at_all")

    with pytest.raises(Error, match="no_such_thing"):
        settled(page, ask)
    assert len(asked) == 1


def test_page_that_never_stays_is_told(page: Page) -> None:
    asked = []

    def ask() -> None:
        asked.append(page.url)
        page.reload()

    with pytest.raises(AssertionError, match="page after page"):
        settled(page, ask)
    assert len(asked) == TRIES
