"""Acts in place and for many things, in Chromium, with scripts and without."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.browser import served, warm
from tests.browser.driving import violations
from tests.browser.telling import tell
from tests.browser.undisputed import LOWEST, PASSWORD
from tests.browser.walking import sign_in
from tests.config.test_settings import KEY
from tests.journeys.told import once, shared_folder
from tests.sizes import WHOLE, sized

pytestmark = pytest.mark.browser
# Of each three graded criteria: 501 cells whose judges agree.
BODIES = sized(6, 168)
SECONDS = 5
PIECEMEAL = "tests.browser.piecemeal:application"


@dataclass
class Judged:
    """Where it is served and lies, who is who, and how many cells are alike."""

    data: Path
    port: int
    people: dict[str, str]
    running: warm.Running

    @property
    def alike(self) -> int:
        return int(self.people["alike"])

    def at(self, path: str = "desk/") -> str:
        return f"http://127.0.0.1:{self.port}/i/many/judgments/{path}"

    def agreed(self) -> list[str]:
        """The keys of the acts done so far."""
        with sqlite3.connect(self.data / "inspectorate.sqlite3") as stored:
            rows = stored.execute(
                "SELECT key FROM ledger_entry WHERE verb = 'judgments.agree_as_submitted'"
            ).fetchall()
        return [key for (key,) in rows]

    def kill(self) -> None:
        """Take the power from the server, as one does from a machine."""
        os.killpg(self.running.pid, signal.SIGKILL)
        served.stop(self.running)

    def start(self, **more: str) -> None:
        self.running = served.begun(
            self.data, self.port, application=PIECEMEAL, SECRET_KEY=KEY, **more
        )


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The data folder of the judged inspection, and who is who: made once per run."""
    folder = shared_folder(tmp_path_factory) / "judged"
    data = folder / "data"

    return data, once(
        folder / "people.json", lambda: tell("tests.browser.undisputed", data, str(BODIES))
    )


@pytest.fixture
def judged(told: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Judged]:
    """A copy of it that nobody has touched, served."""
    data, people = tmp_path / "data", told[1]
    shutil.copytree(told[0], data)
    port = served.free_port()
    # Whole, in as large pieces as people get; else so small that there are several.
    application = served.APPLICATION if WHOLE else PIECEMEAL
    one = Judged(
        data, port, people, served.begun(data, port, application=application, SECRET_KEY=KEY)
    )
    yield one
    one.running.end()


def _fulfil(status: int, route: Route) -> None:
    route.fulfill(status=status, body="<div id=page><h1>No page for a row</h1></div>")


def timed(page: Page) -> list[float]:
    """How many seconds each request from now on takes: by the clock where all is done as people get
    it, else of the server's own computing, which no other work of the machine makes longer.
    """
    took: list[float] = []
    if WHOLE:
        page.on("requestfinished", lambda one: took.append(one.timing["responseEnd"] / 1000))
    else:
        page.on("response", lambda one: took.append(float(one.headers.get("x-spent", "inf"))))
    return took


def as_moderator(page: Page, judged: Judged) -> None:
    sign_in(page, f"http://127.0.0.1:{judged.port}", judged.people["moderator"], PASSWORD)


@pytest.mark.drill
def test_act_stands_beside_its_row_and_one_is_where_one_was(page: Page, judged: Judged) -> None:
    as_moderator(page, judged)
    page.goto(judged.at())
    row = page.get_by_role("row").filter(has_text="Grades differ")
    row.get_by_role("link", name="Moderate").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    expect(panel.get_by_role("heading", level=1)).to_contain_text("Moderate")
    assert violations(page) == []

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(row.get_by_role("link", name="Moderate")).to_be_focused()

    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Record moderation").click()
    expect(panel.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    expect(panel).to_contain_text("no grade")
    assert page.url == judged.at()

    panel.get_by_label("Good", exact=True).check()
    for yes in panel.get_by_label("Yes", exact=True).all():
        yes.check()
    panel.locator("[name=reasons]").fill("The records weigh more.")
    panel.get_by_role("button", name="Record moderation").click()
    expect(page.get_by_text("The moderation is recorded.")).to_be_visible()
    expect(panel).to_be_hidden()
    assert page.url == judged.at()
    # The row stays, with what may be done next.
    expect(
        page.get_by_role("row").filter(has_text="Grades differ").get_by_role("link", name="Agree")
    ).to_be_focused()
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]


@pytest.mark.drill
def test_what_is_written_in_the_panel_is_not_lost_by_a_key_nor_a_tick_by_another_act(
    page: Page, judged: Judged
) -> None:
    as_moderator(page, judged)
    page.goto(judged.at("undisputed/"))
    page.get_by_role("checkbox").nth(3).uncheck()
    page.get_by_role("link", name="Agree it with its cause of concern").first.click()
    panel, asked = page.locator("#panel"), []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    panel.locator("[name=reasons]").fill("Nobody could show the plan.")
    with page.expect_event("dialog"):
        page.keyboard.press("Escape")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Agree it with its cause of concern").nth(1).click()
    expect(panel.locator("[name=reasons]")).to_have_value("Nobody could show the plan.")
    assert len(asked) == 2

    panel.get_by_label("Outcome").select_option(label="Cause of concern")
    panel.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("The judgment is agreed.")).to_be_visible()
    # The list comes with every box ticked, and then as it was.
    expect(page.get_by_role("checkbox").nth(3)).not_to_be_checked()
    assert [one.is_checked() for one in page.get_by_role("checkbox").all()].count(False) == 1


@pytest.mark.drill
def test_page_that_is_gone_or_fails_is_told_and_comes_into_no_row(
    page: Page, judged: Judged
) -> None:
    as_moderator(page, judged)
    page.goto(judged.at())
    panel = page.locator("#panel")
    for status, said in ((404, "not here any more"), (500, "still here")):
        page.route("**/moderate/**", partial(_fulfil, status))
        page.get_by_role("link", name="Moderate").click()
        expect(panel.get_by_role("alert")).to_contain_text(said)
        expect(panel.locator("h1")).to_have_count(0)
        page.unroute("**/moderate/**")
    judged.kill()
    page.get_by_role("link", name="Moderate").click()
    expect(panel.get_by_role("alert")).to_contain_text("no connection")


def test_all_undisputed_are_agreed_in_one_press_each_by_an_act(page: Page, judged: Judged) -> None:
    as_moderator(page, judged)
    page.goto(judged.at())
    page.get_by_role("button", name="Agree the undisputed ones").click()
    expect(page.get_by_role("link", name="Agree it with its cause of concern")).to_have_count(
        LOWEST
    )
    assert violations(page) == []
    took = timed(page)
    page.get_by_role("button", name="Agree what is ticked").click()
    expect(page.get_by_text(f"{judged.alike} judgments agreed as submitted.")).to_be_visible(
        timeout=120_000
    )
    keys = judged.agreed()
    assert len(keys) == len(set(keys)) == judged.alike
    assert len({key.split("/")[2] for key in keys}) == 1, "of one press"
    assert took
    assert max(took) < SECONDS, took


@pytest.mark.drill
def test_one_that_was_agreed_meanwhile_is_named_and_reasons_are_those_of_its_inspectors(
    page: Page, judged: Judged
) -> None:
    as_moderator(page, judged)
    page.goto(judged.at("undisputed/"))
    with page.context.expect_page() as opened:
        page.evaluate("open(location.href)")
    other = opened.value
    boxes = other.get_by_role("checkbox")
    expect(boxes).to_have_count(page.get_by_role("checkbox").count())
    other.wait_for_load_state()
    for box in boxes.all()[1:]:
        box.uncheck()
    other.get_by_role("button", name="Agree what is ticked").click()
    expect(other.get_by_text("1 judgment agreed as submitted.")).to_be_visible()
    other.close()

    row = page.get_by_role("row").filter(has=page.locator("[name=chosen]")).last
    cell = row.get_by_role("link").evaluate("link => link.href")
    page.get_by_role("button", name="Agree what is ticked").click()
    expect(page.get_by_role("heading", name="Not done, and why")).to_be_visible(timeout=120_000)
    named = page.locator("#page .ins-reasons li")
    expect(named).to_have_count(1)
    expect(named).to_contain_text("Force 0")
    expect(page.locator("#page .ins-lede")).to_contain_text(
        f"{judged.alike - 1} of {judged.alike} done. 1 not done."
    )
    keys = judged.agreed()
    assert len(keys) == len(set(keys)) == judged.alike

    page.goto(cell)
    expect(page.locator("main")).to_contain_text("As submitted by")


@pytest.mark.drill
def test_press_is_stopped_and_goes_on_after_the_server_was_killed(
    page: Page, judged: Judged
) -> None:
    as_moderator(page, judged)
    page.goto(judged.at("undisputed/"))
    judged.kill()
    # The whole walk is long enough to be met in the middle of a piece. The small one would be done
    # before a busy machine comes to take the power away: its second piece waits for that.
    judged.start(PIECES=str(sized(1, 0)))
    with page.expect_request(lambda one: "hx-request" in one.headers):
        page.get_by_role("button", name="Agree what is ticked").click()
    expect(page.get_by_text(re.compile(r"\d+ of \d+ done"))).to_be_visible()
    judged.kill()
    before = judged.agreed()
    assert 0 < len(before) < judged.alike
    expect(page.get_by_text(re.compile("no connection|cannot be reached"))).to_be_visible()
    judged.start()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("agreed as submitted.")).to_be_visible(timeout=120_000)
    keys = judged.agreed()
    assert set(before) < set(keys)
    assert len(keys) == len(set(keys)) == judged.alike
    assert len({key.split("/")[2] for key in keys}) == 1, "of one press"


@pytest.mark.drill
@pytest.mark.parametrize("lost", ["all of them", "acts.js", "signed_in.js"])
def test_without_scripts_or_where_one_did_not_come_each_press_says_how_far_it_is(
    browser: Browser, judged: Judged, lost: str
) -> None:
    context = browser.new_context(java_script_enabled=lost.endswith(".js"))
    page = context.new_page()
    page.route(f"**/{lost}", lambda route: route.abort())
    as_moderator(page, judged)
    page.goto(judged.at("undisputed/"))
    with page.expect_navigation():
        page.get_by_role("button", name="Agree what is ticked").click()
    said = []
    until = time.monotonic() + 300
    while time.monotonic() < until and page.get_by_role("button", name="Go on").count():
        said.append(page.locator("#page .ins-lede").inner_text())
        with page.expect_navigation():
            page.get_by_role("button", name="Go on").click()
    assert said
    assert all(re.fullmatch(rf"\d+ of {judged.alike} done\.", one) for one in said)
    expect(page.get_by_text(f"{judged.alike} judgments agreed as submitted.")).to_be_visible()
    assert len(judged.agreed()) == judged.alike

    # And the act of a row is a page, from which one comes back to the row.
    page.goto(judged.at())
    page.get_by_role("link", name="Moderate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Moderate")
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(re.compile(f"^{re.escape(judged.at())}#"))
    context.close()
