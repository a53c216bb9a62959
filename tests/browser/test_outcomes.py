"""Outcomes in words in Chromium: written, answered, signed, printed, and shown to the public."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import looked_at
from tests.browser.served import served
from tests.browser.to_be_worded import PASSWORD
from tests.browser.walking import sign_in
from tests.journeys.told import ROOT, environment

pytestmark = [pytest.mark.browser, pytest.mark.drill]
CAUSE = "Risk assessments are written late, and people wait unprotected."
OTHER = "New officers are not shown how a case is recorded."
DOCUMENT = "/i/worded/documents/report/"


def told(data: Path, *asked: str) -> str:
    return ran(data, "tests.browser.to_be_worded", *asked)


def ran(data: Path, module: str, *asked: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *asked],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An inspection that waits for its outcomes in words, served."""
    data = tmp_path_factory.mktemp("worded") / "data"
    people: dict[str, str] = json.loads(told(data).splitlines()[-1])
    with served(data) as address:
        yield World(address, people, data)


@pytest.fixture
def as_one(worded: World, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page of somebody who is signed in, each in a browser of their own."""
    opened = []

    def of(role: str) -> Page:
        context = browser.new_context()
        opened.append(context)
        page = context.new_page()
        sign_in(page, worded.address, worded.people[role], PASSWORD)
        return page

    yield of
    for context in opened:
        context.close()


def write(lead: Page, worded: World, kind: str, words: str) -> None:
    """One outcome of the judgment, on the evidence that it rests on."""
    lead.goto(f"{worded.address}/i/worded/judgments/cell/{worded.people['cell']}/write-outcome/")
    lead.get_by_label(kind, exact=True).check()
    lead.get_by_label("Words", exact=True).fill(words)
    lead.get_by_role("button", name="Record the outcome").click()
    expect(lead.get_by_text("The outcome is recorded.")).to_be_visible()
    expect(lead.get_by_text(words)).to_be_visible()


def print_and_answer(editor: Page, worded: World) -> None:
    """The report prints both, and its recommendation says that it answers one of them."""
    editor.goto(f"{worded.address}{DOCUMENT}edit/")
    box = editor.get_by_label("Text")
    text = box.input_value().replace("origin:", "answers: WORDED-O1\norigin:")
    box.fill(f"{text}\n# What we recorded\n\n```table\nkind: outcomes\n```\n")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("Saved. The checks have been run again.")).to_be_visible()
    editor.goto(f"{worded.address}{DOCUMENT}wording/")
    editor.locator("main a", has_text="It is ready to be signed").click()
    editor.locator("main form").get_by_role("button", name="It is ready to be signed").click()
    expect(editor.get_by_text("Ready to be signed", exact=True)).to_be_visible()


def sign_both(checker: Page, worded: World) -> None:
    """The evidence checker signs each outcome as it is printed, beside the evidence under it."""
    checker.goto(f"{worded.address}{DOCUMENT}wording/")
    looked_at(checker, "signing-outcomes")
    for words in (CAUSE, OTHER):
        card = checker.locator(".ins-card", has_text=words)
        expect(card.get_by_text("Outcome in words")).to_be_visible()
        card.get_by_text("Rests on", exact=False).first.click()
        expect(card.get_by_role("list").get_by_role("link").first).to_be_visible()
        card.get_by_role("button", name="Sign").click()
        expect(card.get_by_role("button", name="Sign")).to_have_count(0)


def test_two_outcomes_are_written_answered_signed_printed_and_public(
    worded: World, as_one: Callable[[str], Page], page: Page, tmp_path: Path
) -> None:
    lead = as_one("lead")
    write(lead, worded, "Cause of concern", CAUSE)
    write(lead, worded, "Area for improvement", OTHER)
    looked_at(lead, "cell-with-outcomes")
    print_and_answer(as_one("editor"), worded)
    lead.goto(f"{worded.address}/i/worded/judgments/outcomes/1/")
    expect(lead.get_by_text("Not issued yet")).to_be_visible()
    looked_at(lead, "outcome-in-a-draft")
    sign_both(as_one("referencer"), worded)
    told(worded.data, "out")
    site = tmp_path / "site"
    ran(worded.data, "inspectorate.interfaces.cli.main", "public-build", "--out", str(site))
    lead.reload()
    expect(lead.get_by_text("WORDED-R1").first).to_be_visible()
    expect(lead.get_by_text("Not issued yet")).to_have_count(0)
    looked_at(lead, "outcome-answered")
    page.goto((site / "worded/latest/report.html").as_uri())
    label = worded.people["label"]
    for number, words in ((1, CAUSE), (2, OTHER)):
        said = page.get_by_role("paragraph").filter(has_text=f"WORDED-O{number}:")
        expect(said).to_contain_text(words)
        expect(said).to_contain_text(label)
    expect(
        page.get_by_text("Recommendation 1 answers: cause of concern WORDED-O1.")
    ).to_be_visible()
    looked_at(page, "public-outcomes")
    data = (site / "worded/1/data/outcomes.csv").read_text("utf-8-sig")
    assert (CAUSE in data, OTHER in data) == (True, True)
