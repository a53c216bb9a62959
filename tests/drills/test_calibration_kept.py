"""What the drill of calibration keeps: only of the whole, and that it holds only where all did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from benchmarks import drill_calibration as drill
from benchmarks.calibrating.claims import Claim
from benchmarks.calibrating.worlds import FEWEST, HOSTILE, OWN, doubles

from inspectstats.joint import LEAST_PAIRS, METHOD
from inspectstats.joint.chance import METHOD as CHANCE

WORDS = ("most", "a few")


def claims(stated: float, held: float, count: int = 1200) -> drill.Told:
    """Claims of one stated chance of which a share held, and as many that never hold, stated 0."""
    found = []
    for place in range(count):
        so = place < held * count
        inspection, word = place % 60, WORDS[place % 2]
        found.append(Claim(inspection, word, stated, so, stated, so, 0.5))
        found.append(Claim(inspection, word, 0.01, False, 0.01, False, 0.5))
    return drill.Told(found, 60, 0)


@pytest.mark.parametrize(("held", "off"), [(0.75, 0), (0.5, 1)])
def test_a_design_holds_while_no_tenth_lies_off(held: float, off: int) -> None:
    found = drill.Found([], [])
    found.take("hostile: one", 0.5, claims(0.75, held))
    [one] = found.designs
    assert (one.name, one.scale, one.claims, one.off) == ("hostile: one", 0.5, 2400, off)
    assert one.held == (not found.faults) == (off == 0)


def test_one_fault_is_kept_as_not_holding() -> None:
    found = drill.Found([], ["x 0.5: 3 small tenths of 9 off, 1 far"])
    kept = drill._kept(found, date(2026, 11, 27))
    assert (kept.holds, kept.pairs, kept.fit, kept.chance) == (False, 0, METHOD, CHANCE)
    assert not kept.bears(METHOD, CHANCE)
    assert drill._kept(drill.Found([], [], 100), date(2026, 11, 27)).bears(METHOD, CHANCE)


@pytest.mark.parametrize(("words", "short"), [({}, True), ({"claims": "19999"}, False)])
def test_a_drill_that_is_not_whole_keeps_nothing(
    tmp_path: Path, words: dict[str, str], short: bool
) -> None:
    kept = tmp_path / "kept.toml"
    assert drill.main(short=short, keep=str(kept), **words) is False
    assert not kept.exists()


def test_no_design_is_tried_with_fewer_doubles_than_a_chance_is_told_from() -> None:
    found = [doubles(world) for world in {**OWN, **HOSTILE, **FEWEST}.values()]
    assert min(found) == LEAST_PAIRS
