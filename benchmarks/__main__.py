"""``./run bench [NAME …]`` measures and writes docs/figures.md; ``./run drill NAME`` runs one of
the long tests.
"""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import figures
from benchmarks.statistics import Row
from benchmarks.worlds import apart

DRILLS = {
    "binder": "a binder of 100,000 items out of SQLite, into SQLite and PostgreSQL, and out again",
    "both": "every test that touches the database, on PostgreSQL",
    "browser": "all roads in Chromium: without scripts, at each width, the server or disk failing",
    "calibration": "chances told of words beside how often they held, in worlds of two kinds",
    "capture": "the browser killed among notes: none kept is lost, doubled, or read on the disk",
    "cases": "every forgery, page and way to a refusal of which the tests ask one in so many",
    "controls": "the rules of the house broken in a copy of it, and new kinds added to one",
    "contradictions": "contradictions sown into the demo: 96 % stopped, true rewritings left alone",
    "coverage": "coverage of intervals and of stated errors, by simulation",
    "devices": "the server killed among sealed notes and files of devices: the API's part of kill",
    "disclosure": "secrets planted in releases: found with how, gone once suppressed; a control",
    "diskfull": "the disk full among posted evidence: said in words, nothing lost, goes on",
    "firefox": "the short form of capture in the system's Firefox: killed, reopened, sent",
    "flood": "10,000 wrong passwords: a person comes in from a known browser, a guesser does not",
    "fuzz": "our own readers under atheris: only refusals come out of them",
    "installation": "the guide's lines on both databases, roles, a server killed, taken over",
    "kill": "the server killed among posted evidence and files, on both databases, and a control",
    "ledger": "a million entries verified, and one changed byte found",
    "live": "an inspection from an empty folder to the public site, in Chromium, by people's doors",
    "limits": "all that is hostile to every form and command: 512 MB and 10 s, two controls",
    "morning": "a sentence found wrong before publication: 25 acts and 60 s to the same minute",
    "mutants": "the code that guards changed in one thing at a time: a test must notice",
    "pages": "every page 320 pixels wide: nothing scrolls sideways, no level skipped, axe 0",
    "powercut": "the power cut at 2,000 moments: nothing acknowledged lost, two controls that lose",
    "races": "every act done by several at one moment on PostgreSQL: answers, one winner",
    "reading": "twenty passages signed at speed, one of them made false: pictures, and hits",
    "search": "the search over 1,000,000 items on both databases; short: over 2,000 on one",
    "returns": "43 returns of 5,000 rows: checked, handed in, held against a later version",
    "release": "a release killed, skewed, squatted: nothing early, stopped or unsigned in public",
    "restore": "backup under load, all destroyed, restored as printed; every flipped bit named",
    "same": "the demonstration told twice from one seed: the same site, byte for byte",
    "simulations": "the simulations of the tests with all their runs: limits, deduction, files",
    "tamper": "every column, row, file and meaning forged in turn: all of it named",
    "upgrades": "every installation kept of before, upgraded and gone on with, on both databases",
    "variation": "bodies that are alike found to differ in 6 % at most, and a control",
    "walks": "the long walks of the tests the whole way, on both databases",
    "writing": "a sentence of the demo changed at 60 places: the page with every check in 200 ms",
    "word": "the report out as a Word file, edited in LibreOffice, and back as suggestions",
    "wheel": "the statistics built as a wheel and tested alone",
}


# Seconds that no drill may take at its small size.
LONGEST = 50
# Those that at their small size keep one core busy, wait for the other's answers or for a kill, and
# hold nothing to a bound by the clock: one runs beside another of them. All others have the machine
# to themselves.
BESIDE = (
    *("binder", "both", "browser", "cases", "contradictions", "controls", "coverage", "devices"),
    *("disclosure", "fuzz", "kill", "powercut", "reading", "returns", "same", "search"),
    *("simulations", "upgrades", "walks", "wheel"),
)


def demonstration(folder: Path) -> list[Row]:
    """Tell the demonstration through the command line; seconds by stage, as it prints them."""
    from tests.journeys.told import told

    found = told(folder / "demonstration")
    if found.code:
        raise RuntimeError(f"the demonstration ended with {found.code}:\n{found.errors[-3000:]}")
    table = found.output[found.output.index("How long it took") :]
    rows = [
        Row(name.strip(), f"{seconds} s", None, "")
        for name, seconds in re.findall(r"│ ([a-z ,-]+?) +│ ([\d.]+) +│", table)
    ]
    itself = next(
        float(row.figure.split()[0]) for row in rows if row.name == "the inspection itself"
    )
    rows.append(
        Row(
            "whole process, as a person waits",
            f"{found.seconds:.1f} s",
            None,
            "",
            "180 s",
            found.seconds <= 180,
        )
    )
    rows.append(
        Row(
            "the inspection itself against its bound",
            f"{itself:.1f} s",
            None,
            "",
            "60 s",
            itself <= 60,
        )
    )
    return rows


def printing(folder: Path) -> list[Row]:
    """Compile, check, PDF and public site, in the demonstration."""
    demonstration(folder)
    return apart("printing", folder / "demonstration" / "data")


def capture(folder: Path) -> list[Row]:
    """Evidence through the web and the API, by one, and by many at once."""
    from benchmarks.capture import measure
    from benchmarks.day_at_once import at_once

    room = folder / "capture"
    room.mkdir()
    return [*measure(room), *(at_once(room, kind) for kind in ("SQLite", "PostgreSQL"))]


def in_its_own(module: str) -> Callable[[Path], list[Row]]:
    """A bench that runs in a process and a folder of its own."""

    def measure(folder: Path) -> list[Row]:
        room = folder / module
        room.mkdir()
        return apart(module, room)

    return measure


def searching(folder: Path) -> list[Row]:
    """The search over everything, on both databases."""
    from benchmarks.searching import bench as measure

    return measure(folder)


BENCHES: dict[str, tuple[str, Callable[[Path], list[Row]]]] = {
    "demo": ("The demonstration, by stage", demonstration),
    "capture": ("Recording evidence through the web", capture),
    "evidence": ("Evidence at 100,000 items", in_its_own("evidence")),
    "grid": ("The grid of judgments", in_its_own("grid")),
    "returns": ("Data returns of 5,000 rows by 43 bodies", in_its_own("returning")),
    "search": ("Search over 1,000,000 items and 100,000 pages", searching),
    "printing": ("Compiling, checking and publishing", printing),
    "report": (
        "A report of 381 pages, 1,000 bound passages, 100 tables and 50 charts",
        in_its_own("long_report"),
    ),
}


def bench(names: list[str]) -> int:
    """Measure those named, or all; print and write each; 1 when a bound is missed."""
    unknown = [name for name in names if name not in {*BENCHES, "statistics"}]
    if unknown:
        print(
            f"There is no bench named {unknown[0]!r}. There are: "
            f"{', '.join([*BENCHES, 'statistics'])}.",
            file=sys.stderr,
        )
        return 2
    missed = 0
    with tempfile.TemporaryDirectory(prefix="inspectorate-bench-") as folder:
        for name in names or [*BENCHES]:
            begun = time.perf_counter()
            if name == "statistics":
                from benchmarks.statistics import main

                title, rows = "Statistics", main()
            else:
                title, measure = BENCHES[name]
                rows = measure(Path(folder))
                figures.show(f"{title} ({time.perf_counter() - begun:.0f} s)", rows)
            figures.write(title, f"./run bench {name}", rows, datetime.now(UTC))
            missed += sum(row.held is False for row in rows)
    print(f"Written to docs/figures.md; {missed} bounds missed.")
    return 1 if missed else 0


def drill(name: str, *words: str) -> int:
    """Run one drill at its full size or its short one, or every drill at its short one; 0 when all
    held. ``words``: ``short``, and ``--seed N`` or the like for a drill that takes it.
    """
    if name == "short":
        return short()
    size = "short" if words[:1] == ("short",) else ""
    options = words[bool(size) :]
    named = dict(zip(options[::2], options[1::2], strict=False))
    if name not in DRILLS or len(options) % 2 or not all(one[:2] == "--" for one in named):
        listed = "\n".join(f"  {one:10} {words}" for one, words in DRILLS.items())
        print(
            f"Name a drill:\n{listed}\n  short      each of them at its small size", file=sys.stderr
        )
        return 2
    begin = importlib.import_module(f"benchmarks.drill_{name}").main
    given = {one.removeprefix("--"): value for one, value in named.items()}
    unknown = given.keys() - inspect.signature(begin).parameters.keys()
    if unknown:
        print(f"The drill {name} takes no --{min(unknown)}.", file=sys.stderr)
        return 2
    found = begin(short=size == "short", **given)
    return (0 if found else 1) if isinstance(found, bool) else int(found or 0)


def short() -> int:
    """Run every drill at its small size, each in a process of its own; print what failed, and one
    line for all.
    """
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as pair:
        found = dict(zip(BESIDE, pair.map(_small, BESIDE), strict=True))
    found |= {name: _small(name) for name in DRILLS if name not in BESIDE}
    told = ", ".join(f"{name} {found[name][1]}" for name in DRILLS)
    held = sum(good for good, _ in found.values())
    print(f"{held} of {len(found)} drills hold, in {time.perf_counter() - begun:.0f} s: {told}")
    return 0 if held == len(found) else 1


def _small(name: str) -> tuple[bool, str]:
    """Run one drill at its small size: whether it held within its seconds, and how many they
    were.
    """
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks", "drill", name, "short"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    held = done.returncode == 0 and seconds <= LONGEST
    if not held:
        print(f"drill {name}, {seconds:.0f} s:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return held, f"{seconds:.0f} s{'' if held else ' FAILED'}"


def main(arguments: list[str]) -> int:
    """The word ``drill`` with a name and a size, or names of benches."""
    if arguments[:1] == ["drill"]:
        return drill(*(arguments[1:] or [""]))
    return bench(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
