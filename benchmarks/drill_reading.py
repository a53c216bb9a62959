"""Twenty passages signed at speed, one of them made false, by a reader who has not seen which:
``./run drill reading --seed N --out FOLDER`` takes the pictures of a round, ``./run drill reading
--answers FILE`` counts the hits.

A round is laid on the desk of the demonstration: an editor says twenty bound passages in a row in
other words, all of them true but one, which no rule stops. ``FOLDER`` then holds the twenty cards
as their signer sees them in Chromium, ``01.png`` to ``20.png``, and ``desk.png``; which was made
false stands in ``SEED.json`` of another folder alone, ``FOLDER-keys`` where ``--keys`` names none.
``--data`` names a folder in which the demonstration was told; else it is told.

The file of answers holds a line for each round, its seed and the numbers objected to: ``7: 3`` or
``7: 3, 12`` or ``7:`` where all were signed. A round is hit where the false one is among them.

Short: rounds are drawn on facts made from the plan, and no picture is taken.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contradictions.reading import SLUG
from benchmarks.contradictions.verdicts import Share
from benchmarks.rounds.drawing import PASSAGES
from playwright.sync_api import Page, ViewportSize, sync_playwright
from tests.browser.driving import ARGUMENTS
from tests.browser.served import served
from tests.browser.walking import sign_in
from tests.journeys.told import PASSWORD, ROOT, command

SHORT_SEEDS = 2
SIZE = ViewportSize(width=1366, height=900)
# Its items, and not the figures again as a table of every body.
OPENED = "one => one.querySelectorAll('details.govuk-details').forEach(each => each.open = true)"
_LINE = re.compile(r"(?P<seed>[\w-]+): *(?P<numbers>(?:\d+(?: *, *\d+)*)?)")


def main(
    *,
    short: bool = False,
    seed: str = "0",
    out: str = "",
    keys: str = "",
    data: str = "",
    answers: str = "",
) -> bool:
    """Take the pictures of a round, count the hits of answers, or, short, draw a few rounds."""
    if short:
        return _drawn(seed)
    if answers:
        if not keys:
            raise SystemExit("Name the folder of the keys: --keys FOLDER.")
        return _counted(Path(answers), Path(keys))
    if not out:
        raise SystemExit("Name an empty folder for the pictures: --out FOLDER.")
    folder = Path(out)
    return _pictured(seed, folder, Path(keys) if keys else _beside(folder), data)


def _beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-keys")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader objected to in one round, and what was false there."""

    seed: str
    objected: frozenset[int]
    sown: int

    @property
    def hit(self) -> bool:
        """Whether the false one is among them."""
        return self.sown in self.objected


def answered(lines: str, sown: dict[str, int]) -> list[Answer]:
    """Read answers, a round a line. Raises ValueError, naming the line, where one is no answer, of
    a round without a key, of one answered before, or names a number that no picture has.
    """
    found: dict[str, Answer] = {}
    for at, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"Line {at}: {line!r} is no answer. Write it as 7: 3 or 7: 3, 12.")
        name, numbers = match["seed"], {int(one) for one in re.findall(r"\d+", match["numbers"])}
        if name not in sown:
            raise ValueError(f"Line {at}: there is no key of round {name}.")
        if name in found:
            raise ValueError(f"Line {at}: round {name} was answered before.")
        if wrong := numbers - {*range(1, PASSAGES + 1)}:
            raise ValueError(f"Line {at}: {min(wrong)} is none of the pictures 1 to {PASSAGES}.")
        found[name] = Answer(name, frozenset(numbers), sown[name])
    return list(found.values())


def _counted(answers: Path, keys: Path) -> bool:
    """Print the hits of the answers, round by round; whether any round was answered."""
    told = {path.stem: json.loads(path.read_text("utf-8")) for path in keys.glob("*.json")}
    sown = {name: int(one["sown"]) for name, one in told.items()}
    try:
        found = answered(answers.read_text("utf-8"), sown)
    except ValueError as wrong:
        raise SystemExit(f"{answers}: {wrong}") from None
    for one in found:
        key, objected = told[one.seed], ", ".join(map(str, sorted(one.objected))) or "none"
        print(
            f"round {one.seed}: {'hit' if one.hit else 'missed'}, {one.sown} was false "
            f"({key['family']}, {key['form']}), objected to {objected}"
        )
    true = len(found) * (PASSAGES - 1)
    wrong = sum(len(one.objected - {one.sown}) for one in found)
    print(f"hits: {Share(sum(one.hit for one in found), len(found))}")
    print(f"true ones objected to: {Share(wrong, true)}")
    return bool(found)


def _pictured(seed: str, folder: Path, keys: Path, data: str) -> bool:
    """Lay a round, take its pictures, write its key; whether the folder holds pictures alone."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty. Name another folder with --out.")
    if keys.resolve().is_relative_to(folder.resolve()):
        raise SystemExit("The keys may not lie with the pictures. Name another folder with --keys.")
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        mine = Path(name) / "data"
        shutil.copytree(data or _told(Path(name)), mine)
        laid = _laid(mine, seed)
        folder.mkdir(parents=True, exist_ok=True)
        with served(mine) as address:
            _take(address, laid, folder)
    keys.mkdir(parents=True, exist_ok=True)
    told = {one: laid[one] for one in ("sown", "family", "form", "old", "new", "words")}
    (keys / f"{seed}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    wanted = {"desk.png", *(f"{number:02}.png" for number in range(1, PASSAGES + 1))}
    found = {path.name for path in folder.iterdir()}
    print(f"{len(found)} pictures in {folder}, {len(laid['said_again'])} of {PASSAGES} said again")
    print(f"the key is in {keys / f'{seed}.json'}")
    return found == wanted


def _told(folder: Path) -> Path:
    data = folder / "told"
    where = ("--site", str(folder / "site"), "--data", str(data))
    done = command("demo", "--no-serve", *where, timeout=600)
    if done.returncode:
        raise RuntimeError(f"the demonstration ended with {done.returncode}: {done.stderr[-3000:]}")
    return data


def _laid(data: Path, seed: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rounds.laying", str(data), seed],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(f"laying the round ended with {done.returncode}: {done.stderr[-3000:]}")
    laid: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return laid


def _take(address: str, laid: dict[str, Any], folder: Path) -> None:
    """Take a picture of the desk and of each card, its items of evidence laid open."""
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/London")
        page = context.new_page()
        sign_in(page, address, laid["reader"], PASSWORD)
        page.goto(f"{address}/i/{SLUG}/documents/{laid['document']}/wording/?show=all")
        page.evaluate("document.fonts.ready")
        for number, known in enumerate(laid["identities"], 1):
            _card(page, known, folder / f"{number:02}.png", desk=number == 1)
        browser.close()


def _card(page: Page, known: str, path: Path, *, desk: bool) -> None:
    card = page.locator(f"#p-{known[:12]}[data-signing]")
    card.evaluate(OPENED)
    if desk:
        card.evaluate("one => one.scrollIntoView()")
        page.screenshot(path=path.with_name("desk.png"))
    card.screenshot(path=path)


def _drawn(seed: str) -> bool:
    """Draw a few rounds on facts of the plan, in a process that has Django over an empty folder."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rounds.planned", seed, str(SHORT_SEEDS)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    print(done.stdout, end="")
    if done.returncode:
        print(done.stderr[-3000:])
    return done.returncode == 0
