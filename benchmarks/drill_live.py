"""A live-shaped inspection from an empty folder to the public site, by people's doors alone.

Everything is done in Chromium against the server, the publisher and the public site that
``./run serve`` starts; only the first administrator and the servers are commands, and the second
factor is waived as in the demonstration. Acts are counted by stage and by kind of page: a click, a
choice or a field filled is one, a tick too; signing in is counted apart.

Short: one force on one criterion, from the empty folder to the visit that has ended.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import figures
from benchmarks.living import (
    claiming,
    fieldwork,
    judging,
    planning,
    publishing,
    setting_up,
    writing,
)
from benchmarks.living.serving import command, empty, serving
from benchmarks.living.story import CRITERIA, SLUG, SMALL, WHOLE, Story
from benchmarks.living.walker import Count, Walk
from benchmarks.statistics import Row
from playwright.sync_api import sync_playwright
from tests.browser.driving import ARGUMENTS

MOST_ACTS = 1_000
# Acts from which on a kind of page has a line of its own.
OFTEN = 10
Stage = tuple[str, Callable[[Walk], None]]
FIRST: tuple[Stage, ...] = (
    ("people and their roles", setting_up.people),
    ("bodies and their contacts", setting_up.bodies),
    ("framework and vocabulary", setting_up.programme),
    ("opened, scope, terms, team, approval", planning.opened),
    ("visits and sessions", fieldwork.visits),
    ("notes", fieldwork.notes),
    ("judgments given by a paste", judging.assigned),
    ("judgments made", judging.judged),
    ("moderated and agreed", judging.settled),
)
REQUESTS: Stage = ("requests and what was handed in", fieldwork.requests)
LAST: tuple[Stage, ...] = (
    ("claims drafted", claiming.claimed),
    ("claims referenced", claiming.referenced),
    ("report and press release written", writing.written),
    ("facts checked by the bodies", writing.checked),
    ("words signed", writing.signed),
    ("frozen", writing.frozen),
    ("prepared, signed, out", publishing.released),
    ("answers and the register", publishing.answered),
)
STAGES = (*FIRST[:4], REQUESTS, *FIRST[4:], *LAST)


def main(*, short: bool = False) -> bool:
    """Walk it; print the acts, and say whether they are few enough and all that it made holds."""
    story = SMALL if short else WHOLE
    with tempfile.TemporaryDirectory(prefix="inspectorate-live-") as folder:
        held, rows = walked(Path(folder), story, FIRST[:-3] if short else STAGES)
    figures.show("A live inspection by people's doors alone", rows)
    if not short:
        figures.write("A live inspection", "./run drill live", rows, datetime.now(UTC))
    return held


def walked(folder: Path, story: Story, stages: tuple[Stage, ...]) -> tuple[bool, list[Row]]:
    """Walk the stages in a folder; whether all held, and the figures."""
    data, site = folder / "data", folder / "site"
    empty(data)
    began = time.monotonic()
    with (
        sync_playwright() as playwright,
        serving(data, site) as (address, public),
        playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS) as browser,
    ):
        walk = Walk(browser, address, public, folder, story)
        for name, stage in stages:
            walk.count.stage = name
            _told(walk, stage)
        faults = _public(walk) if story is WHOLE else []
        people = len(walk.walkers)
    seconds = time.monotonic() - began
    verified = command(data, "verify")
    print(verified.strip().splitlines()[-1])
    for fault in faults:
        print(fault)
    rows = _rows(walk.count, people, seconds)
    return not faults and all(row.held is not False for row in rows), rows


def _told(walk: Walk, stage: Callable[[Walk], None]) -> None:
    """Walk one stage; where a door does not open, say what stands on the page instead."""
    try:
        stage(walk)
    except Exception:
        for word, one in walk.walkers.items():
            print(f"{word}: {one.page.url}")
        if walk.last:
            print(walk[walk.last].page.locator("body").inner_text()[:4000])
        raise


def _public(walk: Walk) -> list[str]:
    """What is not as it should be on the public site."""
    faults = []
    for path, words in publishing.PUBLIC.items():
        said = walk.read(f"{SLUG}/{path}")
        faults += [f"{path} does not say {one!r}" for one in words if one not in said]
    if len(CRITERIA) * len(walk.story.forces) < 24 or len(walk.walkers) < 8:
        faults.append("the walk is smaller than it should be")
    return faults


def _rows(count: Count, people: int, seconds: float) -> list[Row]:
    """By stage, by kind of page where it took many acts, and the whole against its bound."""
    pages = count.by_page()
    often = {kind: of for kind, of in pages.items() if of[0] >= OFTEN}
    told = {
        **{
            f"{number}. {name}": of for number, (name, of) in enumerate(count.by_stage().items(), 1)
        },
        **{f"on {kind}": of for kind, of in often.items()},
        f"on {len(pages) - len(often)} other kinds of page": (
            sum(acts for acts, _ in pages.values() if acts < OFTEN),
            sum(loads for acts, loads in pages.values() if acts < OFTEN),
        ),
    }
    acts, loads = sum(count.acts.values()), sum(count.loads.values())
    whole = f"{acts:,} acts, {loads:,} pages, {people} people, {seconds:.0f} s"
    held = acts <= MOST_ACTS
    return [
        *(Row(name, f"{a:,} acts, {b:,} pages", None, "") for name, (a, b) in told.items()),
        Row("signing in, apart", f"{count.signing:,} acts", None, ""),
        Row("all of it", whole, None, "", f"{MOST_ACTS:,} acts", held),
    ]


def _chromium() -> str:
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next(found)
