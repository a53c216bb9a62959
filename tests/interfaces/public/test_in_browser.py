"""The public pages in a real Chromium: axe finds nothing, nothing overflows a phone, the closed
part opens without script.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sizes import drilled

pytestmark = pytest.mark.browser
PAGES = [
    "index.html",
    "404.html",
    "prevent-2018-19/index.html",
    "prevent-2018-19/1/index.html",
    "prevent-2018-19/latest/report.html",
    "prevent-2018-19/latest/press-release.html",
    "prevent-2018-19/recommendations.html",
    "prevent-2018-19/recommendations/state-closed.html",
    "prevent-2018-19/recommendations/prev-2020-1.html",
    "prevent-2018-19/data/index.html",
    "prevent-2018-19/1/bodies.html",
    "prevent-2018-19/1/bodies/chiefs-council.html",
    "prevent-2018-19/1/method.html",
    "prevent-2018-19/1/data/index.html",
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a loopback port, in a sub-path, as a web server might put it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}"
    server.shutdown()


@pytest.mark.parametrize("path", drilled(PAGES, 3))
def test_page_passes_axe_with_all_parts_open_and_logs_no_error(
    page: Page,
    address: str,
    path: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page)
    assert said == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", drilled(PAGES, 3))
def test_page_does_not_scroll_sideways_on_a_phone(
    page: Page, address: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_number_beside_a_sentence_opens_what_we_know_without_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    quiet = context.new_page()
    quiet.goto(f"{address}/prevent-2018-19/1/report.html")
    expect(
        quiet.get_by_text("Forces in which training on Prevent is mandatory.").first
    ).to_be_hidden()
    quiet.locator("a.mark").first.click()
    expect(quiet.locator("[id^=known-mandatory-training-]").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "path", ["1/report.html", "latest/report.html", "latest/press-release.html"]
)
def test_page_with_words_put_in_passes_axe_and_fits_a_phone(
    page: Page,
    grown: tuple[Path, Path],
    path: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((grown[1] / "prevent-2018-19" / path).as_uri())
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_address_given_before_opens_from_a_plain_file_at_its_words(
    page: Page, grown: tuple[Path, Path]
) -> None:
    before, after = grown
    report = "prevent-2018-19/latest/report.html"
    page.goto((before / report).as_uri())
    names = page.evaluate("[...document.querySelectorAll('.bound')].map(one => one.id)")
    words = {name: page.locator(f"#{name}").inner_text() for name in names}
    assert len(words) == 7
    for name, said in words.items():
        page.goto(f"{(after / report).as_uri()}#{name}")
        expect(page.locator(f"#{name}")).to_contain_text(" ".join(said.split()))
        expect(page.locator(f"#{name}")).to_be_in_viewport()


def test_words_put_in_stand_in_print_only_where_they_warn(
    page: Page, grown: tuple[Path, Path]
) -> None:
    page.emulate_media(media="print")
    page.goto((grown[1] / "prevent-2018-19/1/report.html").as_uri())
    expect(page.locator(".standing")).to_be_visible()
    page.goto((grown[1] / "prevent-2018-19/latest/report.html").as_uri())
    expect(page.locator(".given")).to_be_hidden()


def test_printed_report_carries_every_note_and_the_notice(page: Page, address: str) -> None:
    page.goto(f"{address}/prevent-2018-19/1/report.html")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="How we know: notes to the statements")).to_be_visible()
    # Each bound sentence leads to a note, two of them to one: a claim has one note, however often
    # it is said (ADR 88).
    words = page.locator("a.mark").all_text_contents()
    leads = [one.rsplit(maxsplit=1)[-1] for one in words]
    assert len(leads) == 7
    notes = page.locator(".print-notes li").count()
    assert sorted({*leads}, key=int) == [str(n) for n in range(1, notes + 1)]
    assert notes == 6
    expect(page.locator(".band")).to_be_visible()
    expect(page.locator(".know").first).to_be_hidden()
