"""A sentence is found wrong on the morning of publication: ``./run drill morning``.

A release that two people signed waits for its minute. Two people, one holding press, the other
evidence checker and approving inspector, stop it, put the sentence right in the press release and
in the report, sign the new words, freeze, prepare and approve, for the same minute; all of it in
Chromium, second factor and step-up included: before freezing and before approving, so much time has
passed that it is asked for again. Played on a first release, and on a correction of the
demonstration's.

It fails above 25 acts or 60 seconds of machine time, and where the new words were not asked for.
The control switches signing off and must fail. ``--acts N`` puts another bound: one below what is
printed must fail.

Short: the first release alone, without the control.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from benchmarks import figures
from benchmarks.mornings.people import AtWork, Told
from benchmarks.mornings.telling import RIGHT, WRONG
from benchmarks.statistics import Row
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.driving import ARGUMENTS, a_page
from tests.browser.served import free_port, start, stop
from tests.journeys.told import ROOT, command

ACTS, SECONDS = 25, 60.0
SERVERS = {"": "tests.browser.later", "signing off": "benchmarks.mornings.unsigned"}
SECRET = "only-for-this-server-and-as-long-as-it-takes-0123456789"  # pragma: allowlist secret
# Beyond how long a proof of who one is holds, and within how long a session does.
WHILE = 16 * 60
SIGNED = re.compile("^(Sign|I have read this section whole|The source says so)$")
WHY = "As the reasons say that are printed."


def main(*, short: bool = False, acts: str = "", data: str = "") -> bool:
    """Play it and its control; print acts, loads and seconds; whether the bounds were kept.

    ``data`` names a folder in which the demonstration was told; else it is told.
    """
    bound, rows, held = int(acts or ACTS), [], []
    for which in ("small",) if short else ("small", "demo"):
        with tempfile.TemporaryDirectory(prefix="inspectorate-morning-") as name:
            told, faults = played(Path(name), which, data, "")
            rows += _rows(which, told, bound)
            held.append(not faults)
            _say(which, faults)
    if not short:
        with tempfile.TemporaryDirectory(prefix="inspectorate-morning-") as name:
            _, faults = played(Path(name), "small", data, "signing off")
            held.append(bool(faults))
            _say("control, signing switched off", faults)
    title = "A sentence found wrong on the morning of publication"
    figures.show(title, rows)
    if not short:
        figures.write(title, "./run drill morning", rows, datetime.now(UTC))
    return all(held) and all(row.held is not False for row in rows)


def _say(which: str, faults: list[str]) -> None:
    print(f"{which}: {'; '.join(faults) or 'as it should be'}")


def played(folder: Path, which: str, data: str, control: str) -> tuple[Told, list[str]]:
    """Play one morning in an empty folder; what was counted, and what is not as it should be."""
    told, mine = Told(), folder / "data"
    if which == "demo":
        shutil.copytree(data or _demonstration(folder), mine)
    else:
        mine.mkdir(mode=0o700)
    world = _world(mine, which)
    with serving(mine, control) as address, sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        faults = Morning(browser, address, world, told, mine).play()
        browser.close()
    return told, faults


def _demonstration(folder: Path) -> Path:
    data = folder / "told"
    where = ("--site", str(folder / "site"), "--data", str(data))
    done = command("demo", "--no-serve", *where, timeout=600)
    if done.returncode:
        raise RuntimeError(f"the demonstration ended with {done.returncode}: {done.stderr[-3000:]}")
    return data


def _world(data: Path, which: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.mornings.telling", str(data), which],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(f"telling it ended with {done.returncode}: {done.stderr[-3000:]}")
    world: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return world


@contextmanager
def serving(data: Path, control: str) -> Iterator[str]:
    """Serve it with second factors asked for, its clock to be moved on."""
    port = free_port()
    more = {"INSPECTORATE_MODE": "test", "SECRET_KEY": SECRET, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    running = start(data, port, application=f"{SERVERS[control]}:application", **more)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(running)


class Morning:
    """What two people do from the wrong sentence to the release that waits again."""

    def __init__(
        self, browser: Browser, address: str, world: dict[str, Any], told: Told, data: Path
    ) -> None:
        self.browser, self.address, self.world, self.told = browser, address, world, told
        self.moved_on, self.passed = data / "moved-on", 0
        self.slug: str = world["inspection"]
        self.faults: list[str] = []

    def play(self) -> list[str]:
        """Play it; what is not as it should be."""
        with a_page(self.browser) as one, a_page(self.browser) as other:
            given = (self.told, self.address)
            press = AtWork(one, *given, self.world["press"], self.world["password"])
            checker = AtWork(other, *given, self.world["checker"], self.world["password"])
            press.set_up()
            checker.set_up()
            self.told.counted = True
            try:
                self._walked(press, checker)
            except Exception:
                for one in (press, checker):
                    print(one.page.url, one.page.locator("body").inner_text()[:3000])
                raise
            self.told.counted = False
            self._seen(checker)
        return self.faults

    def _walked(self, press: AtWork, checker: AtWork) -> None:
        self.told.step = "signing in"
        press.come_in()
        checker.come_in()
        self.told.step = "stopping the release"
        self._stopped(press)
        self.told.step = "editing"
        for kind in ("release", "report"):
            self._edited(press, kind)
        self.told.step = "signing the words"
        for kind in ("release", "report"):
            self._signed(checker, kind)
        self._a_while_passes()
        self.told.step = "freezing"
        for kind in ("release", "report"):
            self._frozen(checker, kind)
        self.told.step = "preparing"
        self._prepared(press)
        self.told.step = "approving"
        self._approved(checker)

    def _stopped(self, press: AtWork) -> None:
        self._to(press, "Publication")
        press.go(f"Release {self.world['release']}", "Stop the release")
        press.fill("Why it is stopped", "A sentence says more than was found.")
        press.press("Stop the release")
        press.reads("The release is stopped.")

    def _to(self, one: AtWork, room: str) -> None:
        """From the first page to a room of the inspection."""
        one.page.goto(f"{self.address}/i/{self.slug}/")
        one.room(room)

    def _edited(self, press: AtWork, kind: str) -> None:
        """Put the sentence right wherever the document says it."""
        self._document(press, kind)
        press.go("Edit the text")
        text = press.field("Text").input_value()
        press.fill("Text", text.replace(WRONG, RIGHT))
        press.press("Save")

    def _document(self, one: AtWork, kind: str) -> None:
        self._to(one, "Documents")
        slug = self.world["slugs"][kind]
        one.click(one.page.locator(f"main a[href$='/documents/{slug}/']").first)

    def _signed(self, checker: AtWork, kind: str) -> None:
        """Sign what the desk asks, having seen that it cannot be frozen until then."""
        self._document(checker, kind)
        freezing = checker.page.get_by_role("button", name="Freeze")
        if freezing.count() and freezing.first.is_enabled():
            self.faults.append(f"the {kind} may be frozen though its new words are not signed")
        checker.go("Words signed")
        buttons = checker.here.get_by_role("button", name=SIGNED)
        asked = buttons.count()
        if not asked or RIGHT not in checker.page.locator("main").inner_text():
            self.faults.append(f"the desk does not ask for the new words of the {kind}")
        for left in range(asked, 0, -1):
            checker.click(buttons.first)
            expect(buttons).to_have_count(left - 1)

    def _a_while_passes(self) -> None:
        self.passed += WHILE
        # The server, which may be reading it, finds the number whole.
        written = self.moved_on.with_name("moved-on-next")
        written.write_text(str(self.passed), "utf-8")
        written.replace(self.moved_on)

    def _frozen(self, checker: AtWork, kind: str) -> None:
        self._document(checker, kind)
        self._all_the_same(checker)
        checker.press("Freeze")
        checker.prove_again()
        checker.reads("Frozen: a full and a public edition")

    def _all_the_same(self, one: AtWork) -> None:
        """Say why, where something warns."""
        reason = one.page.locator("main textarea[name=reason]")
        if reason.count():
            reason.first.fill(WHY)

    def _prepared(self, press: AtWork) -> None:
        self._to(press, "Publication")
        press.go("Prepare a release")
        for box in press.page.get_by_label(re.compile(r"\((report|press release), edition")).all():
            box.check()
        press.fill("Embargo ends at", self.world["until"])
        if self.world["corrects"]:
            press.field("Corrects").select_option(index=1)  # one is out
            press.fill("What was wrong", "A sentence said more than was found.")
        press.press("Prepare")
        press.reads("The release is prepared.")

    def _approved(self, checker: AtWork) -> None:
        self._to(checker, "Publication")
        checker.go(f"Release {self.world['release'] + 1}")
        self._all_the_same(checker)
        self._a_while_passes()
        checker.press("Sign what will go out")
        checker.prove_again()
        checker.reads("Signed. Exactly this goes out")

    def _seen(self, checker: AtWork) -> None:
        """It waits for the same minute, and says what is right and no more what is wrong."""
        page, number = checker.page, self.world["release"]
        waits = []
        for one in (number, number + 1):
            page.goto(f"{self.address}/i/{self.slug}/publication/{one}/")
            facts = page.locator("main dl.ins-facts").first.inner_text()
            waits.append(re.findall(r"Embargo ends\s+(.+)", facts))
        if waits[0] != waits[1]:
            self.faults.append(f"it waits for {waits[1]} and no more for {waits[0]}")
        if "Approved, under embargo" not in page.locator("main").inner_text():
            self.faults.append("it is not approved")
        pages = page.get_by_role("link", name="Look at the pages as the public will get them")
        index = pages.evaluate("one => one.href")
        for kind in ("release", "report"):
            page.goto(urljoin(index, f"{self.world['slugs'][kind]}.html"))
            said = page.locator("main").inner_text()
            if RIGHT not in said or WRONG in said:
                self.faults.append(f"the {kind} that waits does not say what is right")


def _rows(which: str, told: Told, bound: int) -> list[Row]:
    steps = dict.fromkeys((*told.acts, *told.loads))
    acts, seconds = sum(told.acts.values()), sum(told.seconds.values())
    where = {"small": "a first release", "demo": "a correction of the demonstration"}[which]
    held = acts <= bound and seconds <= SECONDS
    return [
        *(
            Row(
                f"{where}, {step}",
                f"{told.acts[step]} acts, {told.loads[step]} loads, {told.seconds[step]:.1f} s",
                None,
                "",
            )
            for step in steps
        ),
        Row(
            f"{where}, all of it",
            f"{acts} acts, {sum(told.loads.values())} loads, {seconds:.1f} s",
            None,
            "",
            f"{bound} acts, {SECONDS:.0f} s",
            held,
        ),
    ]
