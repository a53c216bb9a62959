"""Sows contradictions and true rewritings into the demonstration's documents and counts what is
stopped: ``./run drill contradictions [short] [--seed N]``.

Every case is one change to one document, judged as a save would be: the checks run on the facts as
they stand, and the passages are read with everything of the clean document signed. *Caught*: a new
problem that blocks, stands at the changed sentence and names its phrase and the fact. *Unsigned*: a
passage is not among those signed, or its section holds others or in another order. The control
switches signing off and must fail.

Short: three cases of a family, on facts made from the plan, without telling the demonstration. They
are too few for a share, so that a bound is missed only where the whole interval lies beyond it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.contradictions.forms import FAMILIES
from benchmarks.contradictions.verdicts import Outcome, Share, counted, wilson
from benchmarks.statistics import Row

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
STOPPED, BY_RULES, ERRORS, UNREAD = 0.96, 0.95, 0.02, 0.05
HELD_BY_RULES = {one.name for one in FAMILIES if one.rules}
SHOWN = 12  # examples of each table's failures


def main(*, short: bool = False, seed: str = "", data: str = "", out: str = "") -> bool:
    """Run it; return whether every bound held and the control failed.

    ``seed``: any words; the commit's where empty. ``data``: a folder in which the demonstration was
    told before, so that it is not told again, or the word ``plan`` for facts of the plan. ``out``:
    a file for every outcome, as JSON.
    """
    seed = seed or ("short" if short else _commit())
    outcomes = _short(seed) if short else _whole(seed, data)
    print(f"seed {seed}: {len(outcomes)} cases")
    if out:
        Path(out).write_text(json.dumps([one.as_json() for one in outcomes], indent=1), "utf-8")
    sown = [one for one in outcomes if one.family != "clean"]
    clean = [one for one in outcomes if one.family == "clean"]
    rows = [
        *_stopped(sown, short=short),
        *_by_rules(sown, short=short),
        *_clean(clean, short=short),
    ]
    for row in rows:
        bound = "" if row.held is None else f"  {row.within}: {'held' if row.held else 'MISSED'}"
        print(f"{row.name:42}{row.figure}{bound}")
    _examples(sown, clean)
    if not short:
        where = f" --data {data if data == 'plan' else 'FOLDER'}" if data else ""
        command = f"./run drill contradictions --seed {seed}{where}"
        figures.write("Contradictions", command, rows, datetime.now(UTC))
    return all(row.held is not False for row in rows)


def _stopped(sown: Sequence[Outcome], *, short: bool) -> list[Row]:
    """The first table: everything of the clean document is signed."""
    rows = []
    for family in FAMILIES:
        mine = [one for one in sown if one.family == family.name]
        share = counted(one.stopped for one in mine)
        rows.append(_row(f"stopped: {family.name}", share, _kinds(mine)))
    whole = counted(one.stopped for one in sown)
    rows.append(_row("stopped, all families", whole, _kinds(sown), least=STOPPED, short=short))
    enough = short or min(_numbers(sown)) >= 30
    rows.append(Row("cases sown", f"{len(sown)}", None, "", "30 a family, 400", enough))
    alone = counted(bool(one.caught) for one in sown)
    failed = alone.share < STOPPED
    rows.append(Row("control, signing off", str(alone), None, "", "below 96 %", failed))
    return rows


def _by_rules(sown: Sequence[Outcome], *, short: bool) -> list[Row]:
    """The second table: first drafts, where nothing is signed and the rules stand alone."""
    rows = []
    for family in FAMILIES:
        mine = [one for one in sown if one.family == family.name]
        share = counted(bool(one.caught) for one in mine)
        unread = sum(bool(one.unread) and not one.caught for one in mine)
        least = BY_RULES if family.name in HELD_BY_RULES else None
        words = f"{unread} not read"
        rows.append(_row(f"rules alone: {family.name}", share, words, least=least, short=short))
    return rows


def _clean(clean: Sequence[Outcome], *, short: bool) -> list[Row]:
    """The third table: true rewritings."""
    errors = counted(one.error for one in clean)
    unread = counted(bool(one.unread) for one in clean)
    return [
        _row("clean, called an error", errors, "", most=ERRORS, short=short),
        _row("clean, not read", unread, "", most=UNREAD, short=short),
    ]


def _row(
    name: str,
    share: Share,
    words: str,
    *,
    least: float | None = None,
    most: float | None = None,
    short: bool = False,
) -> Row:
    figure = f"{share}; {words}" if words else str(share)
    low, high = wilson(share.hits, share.n) if short else (share.share, share.share)
    if least is not None:
        return Row(name, figure, None, "", f"at least {least:.0%}", high >= least)
    if most is not None:
        return Row(name, figure, None, "", f"at most {most:.0%}", low <= most)
    return Row(name, figure, None, "")


def _kinds(mine: Sequence[Outcome]) -> str:
    caught = sum(bool(one.caught) for one in mine)
    unsigned = sum(bool(one.unsigned) and not one.caught for one in mine)
    return f"{caught} by a rule, {unsigned} unsigned, {len(mine) - caught - unsigned} neither"


def _numbers(sown: Iterable[Outcome]) -> list[int]:
    found = dict.fromkeys((one.name for one in FAMILIES), 0)
    for outcome in sown:
        found[outcome.family] += 1
    return list(found.values())


def _examples(sown: Sequence[Outcome], clean: Sequence[Outcome]) -> None:
    """What got past: first of all tables, then of those that rules alone should have caught, then
    what was called an error and is none.
    """
    past = [one for one in sown if not one.stopped]
    missed = [one for one in sown if one.family in HELD_BY_RULES and not one.caught]
    wrong = [one for one in clean if one.error]
    for title, found in (
        ("Got past", past if any(one.unsigned is not None for one in sown) else []),
        ("Missed by rules", missed),
        ("Clean and called an error", wrong),
    ):
        if found:
            print(f"\n{title}: {len(found)}")
        for one in found[:SHOWN]:
            told = (one.caught + one.elsewhere)[:1] or one.unread[:1] or one.warned[:1]
            print(f"  {one.family}, {one.form}, {one.document}")
            print(f"    {one.old[:150]!r} -> {one.new[:150]!r}  {' '.join(told)[:150]}")


def _short(seed: str) -> list[Outcome]:
    done = _run("short", seed)
    return _outcomes(done)


def _whole(seed: str, data: str) -> list[Outcome]:
    """Tell the demonstration, and judge in as many processes as there are cores."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        told = data or _told(Path(name))
        workers = [_begun(told, seed, part) for part in range(WORKERS)]
        done = [worker.communicate() for worker in workers]
        for worker, (_, errors) in zip(workers, done, strict=True):
            if worker.returncode:
                raise RuntimeError(f"judging ended with {worker.returncode}:\n{errors[-3000:]}")
    return [one for output, _ in done for one in _outcomes(output)]


def _told(folder: Path) -> str:
    from tests.journeys.told import command

    data = folder / "data"
    where = ("--site", str(folder / "site"), "--data", str(data))
    done = command("demo", "--no-serve", *where, timeout=600)
    if done.returncode:
        raise RuntimeError(
            f"the demonstration ended with {done.returncode}:\n{done.stderr[-3000:]}"
        )
    return str(data)


def _begun(*arguments: str | int) -> subprocess.Popen[str]:
    module = "benchmarks.contradictions.reading"
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments), str(WORKERS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _run(*arguments: str) -> str:
    module = "benchmarks.contradictions.reading"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(f"judging ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout


def _outcomes(output: str) -> list[Outcome]:
    rows: list[dict[str, Any]] = json.loads(output.splitlines()[-1])
    return [Outcome(**row) for row in rows]


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.stdout.strip() or "no commit"
