"""Rounds on facts made from the plan, without a store.

``python -m benchmarks.rounds.planned SEED HOW_MANY`` draws some and prints what became of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.contradictions.reading import from_plan
from benchmarks.worlds import load

from .drawing import PASSAGES, Round, draw
from .laying import takes


def planned(seed: str) -> Round:
    """The round of a seed over the plan's report."""
    from tests.demo.facts import facts, manuscripts

    world, reader = from_plan()
    return draw(world, "report", reader, takes(facts("report", manuscripts())), seed)


def main(seed: str, many: str) -> None:
    """Draw so many, from a seed on. Ends with an error where two are alike."""
    with tempfile.TemporaryDirectory() as empty:
        load(Path(empty), fresh=False)
        rounds = [planned(str(one)) for one in range(int(seed), int(seed) + int(many))]
    for one in rounds:
        print(f"{len(one.said_again)} of {PASSAGES} said again, false: {one.family}, {one.form}")
    if len({one.text for one in rounds}) < len(rounds):
        raise SystemExit("two rounds are alike")


if __name__ == "__main__":
    main(*sys.argv[1:])
