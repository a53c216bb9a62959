"""One thing at a time is changed in the code that guards, and a test must notice: ``./run drill
mutants``.

Permissions, clearances, blindness, redaction, embargo, ledger, verdicts (``mutating/targets.py``).
Full size: a sample that is always the same. Short: a handful. The controls: the code as it is fails
no test, and with the tests that run a function taken away its mutants are not noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.mutating.sites import ROOT, Mutant, mutants
from benchmarks.mutating.targets import LEFT_OUT, SHORT, SRC, TARGETS, Target
from benchmarks.statistics import Row

EQUIVALENT = ROOT / "benchmarks" / "mutating" / "equivalent.toml"
# So many of each module, or all where it has fewer.
SAMPLE = 24
# What the lot is drawn with. After tests were written for what one sample let through, another is
# drawn with another: a figure of the tests, and not of the sample that they were written for.
SEED = "26 November 2026, 04:20"
BOUND = 0.95
NOTICED = ("killed", "timeout", "crashed")
Name = tuple[str, str, str, str, str, int]


def main(*, short: bool = False) -> bool:
    """Try them, print what came of each module, and return whether enough was noticed, the controls
    held and every equivalent named is still a mutant.
    """
    begun = time.monotonic()
    equal = equivalents()
    # Of the small size no more is read than it tries: making every mutant takes ten seconds.
    files = {name[0] for name in SHORT} if short else _asked_for()
    every = {
        one.name: one
        for target in TARGETS
        if target.file in files
        for one in mutants(target.file, target.only)
    }
    stale = [name for name in equal if name[0] in files and name not in every]
    chosen = _handful(every) if short else _sample(every.values())
    told = _tried([name for name in chosen if name not in equal], short=short)
    held = _printed(told, chosen, equal, stale, len(every), time.monotonic() - begun)
    if not short and len(files) == len(TARGETS):
        rows = _rows(told, chosen, equal, time.monotonic() - begun)
        figures.write("Mutants of the core", "./run drill mutants", rows, datetime.now(UTC))
    return held


def _asked_for() -> set[str]:
    """Every module, or those that ``INSPECTORATE_MODULES`` names by the beginnings of their paths;
    then no figure is written.
    """
    begun = tuple(os.environ.get("INSPECTORATE_MODULES", "").split())
    files = {target.file for target in TARGETS}
    return {one for one in files if not begun or one.removeprefix(SRC).startswith(begun)}


def equivalents() -> dict[Name, str]:
    """The mutants that change nothing anybody could notice, each with the reason."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("equivalent", [])
    return {
        (
            f"src/inspectorate/{one['file']}",
            one["function"],
            one["operator"],
            one["before"],
            one["after"],
            one.get("nth", 1),
        ): one["reason"]
        for one in rows
    }


def _sample(every: Iterable[Mutant]) -> list[Name]:
    """The same of each module as long as seed and names are the same, whatever else changes."""
    by_file: dict[str, list[Name]] = defaultdict(list)
    for one in every:
        by_file[one.file].append(one.name)
    size = int(os.environ.get("INSPECTORATE_MUTANTS") or SAMPLE)
    return [name for names in by_file.values() for name in sorted(names, key=_lot)[:size]]


def _lot(name: Name) -> str:
    return hashlib.sha256(f"{seed()} {name!r}".encode()).hexdigest()


def seed() -> str:
    """What the sample is drawn with: ``INSPECTORATE_SEED`` or the one kept here."""
    return os.environ.get("INSPECTORATE_SEED") or SEED


def _handful(every: dict[Name, Mutant]) -> list[Name]:
    found = [[name for name in every if name[: len(one)] == one] for one in SHORT]
    if not all(found):
        raise RuntimeError("a mutant of the small size is no longer one: mutating/targets.py")
    return [name for names in found for name in names]


def _tried(chosen: list[Name], *, short: bool) -> dict[str, Any]:
    """What came of each, of the code as it is, and of the controls."""
    files = {name[0] for name in chosen}
    targets = [one for one in TARGETS if one.file in files]
    if short:
        tests = {name[0]: test for name, test in SHORT.items()}
        targets = [Target(one.file, (tests[one.file],), one.only) for one in targets]
    with tempfile.TemporaryDirectory(prefix="inspectorate-mutants-") as folder:
        job = {
            "out": f"{folder}/out.jsonl",
            "processes": int(os.environ.get("INSPECTORATE_PROCESSES") or os.cpu_count() or 1),
            "left_out": LEFT_OUT,
            "chosen": chosen,
            "control_each": 1 if short else 10,
            "far": not short,
            "tests": _paths(targets),
            "few": short,
            "targets": [
                {"file": one.file, "only": one.only, "tests": one.tests} for one in targets
            ],
        }
        place = Path(folder) / "job.json"
        place.write_text(json.dumps(job), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.mutating.running", str(place)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=os.environ
            | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "INSPECTORATE_MODE": "test"}
            | {"DATABASE_URL": "", "OPENBLAS_NUM_THREADS": "1"},
        )
        out = Path(job["out"])
        if not out.exists():
            raise RuntimeError(f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
        lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    told: dict[str, Any] = {"outcomes": []}
    for line in lines:
        if "outcome" in line:
            line["name"] = tuple(line["name"]) if line["name"] else None
            told["outcomes"].append(line)
        else:
            told |= line
    return told


def _paths(targets: Iterable[Target]) -> list[str]:
    """What pytest is given: the files whose paths begin as a target says."""
    found: set[str] = set()
    for path in (path.partition("::")[0] for one in targets for path in one.tests):
        if (ROOT / path).exists():
            found.add(path)
        else:
            found |= {str(one.relative_to(ROOT)) for one in ROOT.glob(f"{path}*.py")}
    return sorted(found)


def _printed(
    told: dict[str, Any],
    chosen: list[Name],
    equal: dict[Name, str],
    stale: list[Name],
    every: int,
    seconds: float,
) -> bool:
    outcomes = told["outcomes"]
    tried = [one for one in outcomes if one["kind"] == "mutant"]
    control = [one for one in outcomes if one["kind"] == "control"]
    as_it_is = [one for one in outcomes if one["kind"] == "as it is"]
    passed_over = sum(name in equal for name in chosen)
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tried:
        by_file[one["name"][0]][one["outcome"]] += 1
    drawn = f"{len(chosen)} of {every} mutants of {len(by_file)} modules, drawn with {seed()!r}"
    print(f"{drawn}; {told.get('tests', 0)} tests that may notice")
    for file, counts in by_file.items():
        told_of = ", ".join(f"{many} {what}" for what, many in sorted(counts.items()))
        print(f"  {file.removeprefix('src/inspectorate/')}: {told_of}")
    for one in tried:
        if one["outcome"] not in NOTICED:
            print(f"{one['outcome'].upper()}: {_said(one)}")
    for one in as_it_is:
        if one["outcome"] != "survived":
            print(f"FAILS as it is: {one['by']}\n{one['why']}")
    noticed = sum(one["outcome"] in NOTICED for one in tried)
    missed_control = [one for one in control if one["outcome"] != "survived"]
    for one in missed_control:
        print(f"CONTROL, noticed by a test that never runs it ({one['by']}): {_said(one)}")
    for name in stale:
        print(f"STALE, an equivalent that is no longer a mutant: {name}")
    for name, words in told.get("failing", {}).items():
        print(f"FAILS without any mutant: {name}\n{words}")
    share = noticed / len(tried) if tried else 0.0
    print(
        f"{noticed} of {len(tried)} noticed ({share:.1%}), {passed_over} equivalent, "
        f"{sum(one['outcome'] == 'timeout' for one in tried)} of them by a test that did not end; "
        f"controls: {len(control) - len(missed_control)} of {len(control)} unnoticed, "
        f"the code as it is {'passes' if _passes(as_it_is) else 'FAILS'}; {seconds:.0f} s"
    )
    return (
        len(tried) == len(chosen) - passed_over
        and share >= BOUND
        and bool(control)
        and not missed_control
        and not stale
        and _passes(as_it_is)
        and not any(one["outcome"] == "not put" for one in tried)
    )


def _passes(as_it_is: list[dict[str, Any]]) -> bool:
    return [one["outcome"] for one in as_it_is] == ["survived"]


def _said(one: dict[str, Any]) -> str:
    file, function, operator, before, after, nth = one["name"]
    where = f"{file.removeprefix('src/inspectorate/')}:{one['line']} {function}"
    return f"{where} ({operator}{f', {nth}' if nth > 1 else ''}): {before} => {after}"


def _rows(
    told: dict[str, Any], chosen: list[Name], equal: dict[Name, str], seconds: float
) -> list[Row]:
    tried = [one for one in told["outcomes"] if one["kind"] == "mutant"]
    control = [one for one in told["outcomes"] if one["kind"] == "control"]
    noticed = sum(one["outcome"] in NOTICED for one in tried)
    unnoticed = sum(one["outcome"] == "survived" for one in control)
    share = noticed / len(tried)
    return [
        Row("mutants tried, equivalents left out", f"{len(tried)}", None, ""),
        Row("of them noticed by a test", f"{share:.1%}", None, "", f"{BOUND:.0%}", share >= BOUND),
        Row("equivalents among those drawn", f"{sum(one in equal for one in chosen)}", None, ""),
        Row(
            "noticed with the tests that run them taken away (control)",
            f"{len(control) - unnoticed} of {len(control)}",
            None,
            "",
            "0",
            unnoticed == len(control),
        ),
        Row("time", f"{seconds / 60:.0f} min", None, ""),
    ]


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv[1:]) else 1)
