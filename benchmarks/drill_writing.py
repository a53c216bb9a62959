"""One sentence of the demonstration's report changed at a time, at places all over it: the save and
the page with every check after it: ``./run drill writing [short] [--seed N] [--data FOLDER]``.

Short: no demonstration is told. The checks alone run, on facts of the plan, after each change: they
find what they find in a process that has read nothing before, and in how long.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import figures
from benchmarks.statistics import Row, said
from benchmarks.worlds import apart, load, percentiles
from benchmarks.writing import changed

TIMES, SHORT_TIMES = 60, 20
MOST_CHECKING = 0.100  # seconds of computing at the 95th percentile


def main(*, short: bool = False, seed: str = "0", data: str = "") -> bool:
    """Run it; return whether the bound held. ``data``: a folder in which the demonstration was told
    before; it is copied.
    """
    rows = _short(seed) if short else _whole(seed, data)
    figures.show("One sentence changed", rows)
    if not short:
        command = f"./run drill writing --seed {seed}"
        figures.write("One sentence changed", command, rows, datetime.now(UTC))
    return all(row.held is not False for row in rows)


def _whole(seed: str, data: str) -> list[Row]:
    from tests.journeys.told import told

    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        copy = Path(name) / "copy"
        source = Path(data) if data else told(Path(name) / "demonstration").data
        shutil.copytree(source, copy)
        return apart("writing", copy, str(TIMES), seed)


def _short(seed: str) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        load(Path(name), fresh=False)
        return _on_the_plan(seed)


def _on_the_plan(seed: str) -> list[Row]:
    """Check the report as planned after each change, and again with nothing remembered."""
    from tests.demo.facts import DOCUMENTS, facts

    from inspectorate.domain.reports.checks import registry
    from inspectorate.domain.reports.checks.remembered import Memory
    from inspectorate.prose.reading.markdown import from_markdown

    memory, taken, anew, differing = registry.MEMORY, [], [], 0
    for text in changed(DOCUMENTS["report"], SHORT_TIMES, seed):
        manuscript = from_markdown(text)
        known = facts("report", {"report": manuscript})
        found = []
        for kept, seconds in ((memory, taken), (Memory(), anew)):
            registry.MEMORY = kept
            spent = time.process_time()
            found.append(registry.run(manuscript, known))
            seconds.append(time.process_time() - spent)
        differing += found[0] != found[1]
    registry.MEMORY = memory
    # The first has nothing to remember.
    half, most = percentiles(taken[1:])
    whole = percentiles(anew)[0]
    times = f"p50 {said(half)}, p95 {said(most)} of computing"
    within = f"p95 {said(MOST_CHECKING)}"
    return [
        Row("every check after a changed sentence", times, None, "", within, most <= MOST_CHECKING),
        Row("the same with nothing remembered", f"p50 {said(whole)}", whole / half, "as long"),
        Row(
            "found otherwise than that",
            f"{differing} of {len(taken)}",
            None,
            "",
            "0",
            not differing,
        ),
    ]
