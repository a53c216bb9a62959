"""The moderation desk in Chromium: ten disagreements by keyboard, and nothing typed is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from tests.browser import served
from tests.browser.disagreements import DIFFERENT, PASSWORD
from tests.browser.driving import Acts, looked_at
from tests.browser.telling import tell
from tests.browser.walking import sign_in
from tests.config.test_settings import KEY
from tests.journeys.told import once, shared_folder

pytestmark = pytest.mark.browser
# More than 25, so that the agreement on their criterion is told as a figure.
BODIES = 27
MOST_ACTS, MOST_LOADS = 40, 3


@dataclass
class Desk:
    """Where it is served and lies, and who is who."""

    data: Path
    address: str
    people: dict[str, str]

    @property
    def url(self) -> str:
        return f"{self.address}/i/differ/judgments/desk/"

    def kept(self) -> int:
        """For how many decisions it is kept what the page showed."""
        with sqlite3.connect(self.data / "inspectorate.sqlite3") as stored:
            (found,) = stored.execute("SELECT count(*) FROM judgments_shownpapers").fetchone()
        stored.close()
        return int(found)

    def settled(self) -> int:
        """How many judgments the moderator moderated and agreed."""
        with sqlite3.connect(self.data / "inspectorate.sqlite3") as stored:
            (found,) = stored.execute(
                "SELECT count(*) FROM judgments_moderation one JOIN judgments_agreed other "
                "ON other.scope_body_id = one.scope_body_id AND other.by_id = one.by_id"
            ).fetchone()
        stored.close()
        return int(found)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The data folder of the inspection, and who is who: made once per run."""
    folder = shared_folder(tmp_path_factory) / "differ"
    data = folder / "data"

    return data, once(
        folder / "people.json", lambda: tell("tests.browser.disagreements", data, str(BODIES))
    )


@pytest.fixture
def desk(told: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Desk]:
    """A copy of it that nobody has touched, served."""
    data, people = tmp_path / "data", told[1]
    shutil.copytree(told[0], data)
    port = served.free_port()
    running = served.begun(data, port, SECRET_KEY=KEY)
    yield Desk(data, f"http://127.0.0.1:{port}", people)
    running.end()


def open_desk(page: Page, desk: Desk) -> None:
    sign_in(page, desk.address, desk.people["moderator"], PASSWORD)
    page.goto(desk.url)


def test_ten_disagreements_are_settled_by_keyboard_in_sight_of_the_evidence(
    page: Page, desk: Desk
) -> None:
    sign_in(page, desk.address, desk.people["moderator"], PASSWORD)
    loads: list[str] = []

    def count(request: Request) -> None:
        if request.is_navigation_request():
            loads.append(request.url)

    page.on("request", count)
    page.goto(desk.url)
    acts = Acts()
    chosen = page.locator("#chosen")
    chosen.focus()
    for _ in range(DIFFERENT):
        # After a decision one stands at the next, once the page is drawn.
        expect(chosen).to_be_focused()
        before = chosen.inner_text()
        body = before.split(":")[0]
        words = f"The training register of {body} was read in part."
        evidence = page.locator(".ins-desk__evidence").get_by_text(words)
        expect(evidence).to_be_in_viewport()
        acts.press(page, "r")
        acts.fill(page.locator("#decision-desk [name=reasons]"), "The register is the fuller.")
        expect(evidence).to_be_in_viewport()
        acts.press(page, "Control+Enter")
        expect(chosen).not_to_have_text(before)
        expect(
            page.get_by_text("The moderation is recorded. The judgment is agreed.")
        ).to_be_visible()
    expect(page.locator("#agenda")).to_be_visible()
    print(f"{DIFFERENT} settled in {acts.count} acts and {len(loads)} loads")  # noqa: T201
    assert desk.settled() == DIFFERENT
    # Of each both acts.
    assert desk.kept() == 2 * DIFFERENT
    assert acts.count <= MOST_ACTS
    assert len(loads) <= MOST_LOADS


@pytest.mark.drill
def test_keys_move_and_ask_before_what_is_written_is_lost(page: Page, desk: Desk) -> None:
    open_desk(page, desk)
    chosen = page.locator("#chosen")
    first = chosen.inner_text()
    page.keyboard.press("j")
    expect(chosen).not_to_have_text(first)
    expect(chosen).to_be_focused()
    second = chosen.inner_text()
    page.keyboard.press("k")
    expect(chosen).to_have_text(first)
    expect(chosen).to_be_focused()
    page.keyboard.press("Enter")
    reasons = page.locator("#decision-desk [name=reasons]")
    expect(reasons).to_be_focused()
    page.keyboard.type("jk?")
    expect(reasons).to_have_value("jk?")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    chosen.focus()
    with page.expect_event("dialog"):
        page.keyboard.press("j")
    expect(reasons).to_have_value("jk?")
    assert (len(asked), chosen.inner_text()) == (1, first)
    assert second != first
    page.keyboard.press("?")
    expect(page.get_by_text("send the decision")).to_be_visible()
    page.get_by_label("Turn these keys off").check()
    chosen.focus()
    page.keyboard.press("j")
    expect(reasons).to_have_value("jk?")
    assert len(asked) == 1


@pytest.mark.drill
def test_refusal_stands_beside_the_evidence_and_keeps_what_was_written(
    page: Page, desk: Desk
) -> None:
    open_desk(page, desk)
    before = page.locator("#chosen").inner_text()
    page.locator("#decision-desk [name=reasons]").fill("Half a decision.")
    page.get_by_role("button", name="Moderate and agree").click()
    decision = page.locator("#decision-desk")
    expect(decision.get_by_role("alert")).to_contain_text("no grade")
    expect(decision.locator("[name=reasons]")).to_have_value("Half a decision.")
    expect(page.locator("#chosen")).to_have_text(before)
    assert desk.settled() == 0


@pytest.mark.drill
def test_what_lay_before_a_decision_is_told_on_its_page_and_cannot_be_made_up(
    page: Page, desk: Desk
) -> None:
    open_desk(page, desk)
    body = page.locator("#chosen").inner_text().split(":")[0]
    decision = page.locator("#decision-desk")
    decision.get_by_label("Good", exact=True).check()
    decision.locator("[name=reasons]").fill("The register is the fuller.")
    decision.locator("[name=shown]").evaluate("one => { one.value = one.value + 'x' }")
    decision.get_by_role("button", name="Moderate and agree").click()
    expect(decision.get_by_role("alert")).to_contain_text("What this page showed cannot be read")
    assert (desk.settled(), desk.kept()) == (0, 0)

    decision.get_by_role("button", name="Moderate and agree").click()
    expect(page.locator("#chosen")).not_to_contain_text(body)
    number = body.split()[-1]
    page.goto(f"{desk.address}/i/differ/judgments/cell/force-{number}/1/")
    expect(page.get_by_role("heading", name="What lay before those who decided")).to_be_visible()
    page.locator("details", has_text="Judgments of").first.locator("summary").click()
    expect(page.get_by_text("Evidence that you may read:").first).to_be_visible()
    looked_at(page, "decided")


@pytest.mark.drill
def test_desk_stands_as_it_should_at_every_width(page: Page, desk: Desk) -> None:
    open_desk(page, desk)
    looked_at(page, "desk")
    expect(page.get_by_role("heading", name="How far inspectors agree")).to_be_visible()
    expect(page.get_by_role("heading", name="Severity of those who judged it")).to_be_visible()


# Whether the page would ask before it is left.
HELD = "() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"


@pytest.mark.drill
def test_enter_on_a_grade_leads_to_the_reasons_and_decides_nothing(page: Page, desk: Desk) -> None:
    open_desk(page, desk)
    reasons = page.locator("#decision-desk [name=reasons]")
    reasons.fill("Half a thought")
    page.locator("#decision-desk input[name=grade]").nth(1).check()
    page.keyboard.press("Enter")
    expect(reasons).to_be_focused()
    expect(reasons).to_have_value("Half a thought")
    assert desk.settled() == 0


@pytest.mark.drill
def test_page_asks_before_words_on_the_desk_are_lost_to_another_filter(
    page: Page, desk: Desk
) -> None:
    open_desk(page, desk)
    assert not page.evaluate(HELD)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    reasons = page.locator("#decision-desk [name=reasons]")
    reasons.fill("Half a thought")
    with page.expect_event("dialog"):
        page.locator(".ins-desk__filters button").click(no_wait_after=True)
    expect(reasons).to_have_value("Half a thought")
    assert asked == ["beforeunload"]
