"""How long the joint fit takes, and what is said by it once it is there."""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.calibrating.worlds import Inspection, World, inspect
from benchmarks.statistics import Row, said, shortest

from inspectstats.joint import JointFit, chance, differing, fit, severities

# Criteria of an inspection of 46 bodies, 20 % read twice, and the seconds its fit may take.
SIZES = ((12, 2.0), (284, 30.0))


def rows() -> list[Row]:
    """The fit at both sizes with growth from one to the other, and what is asked of the smaller."""
    found, former = [], 0.0
    for criteria, most in SIZES:
        made = inspect(World(criteria=criteria), 1)
        began = time.perf_counter()
        drawn = fit(made.data)
        seconds = time.perf_counter() - began
        found.append(
            Row(
                f"joint fit, 46 x {criteria}",
                f"{seconds:.1f} s, {len(drawn.grades):,} draws",
                seconds / former if former else None,
                f"46 x {SIZES[0][0]}" if former else f"{len(made.data.grade):,} readings",
                f"{most:g} s",
                seconds <= most,
            )
        )
        if not former:
            former = seconds
            found += _asked(made, drawn)
    return found


def _asked(made: Inspection, drawn: JointFit) -> list[Row]:
    """What a desk asks of a fit that is there."""
    met = drawn.met("criterion 1", ["2", "3"])
    criteria = made.data.criterion.names[:3]
    work: dict[str, Callable[[], object]] = {
        "chance of a word from a fit": lambda: chance(drawn, met, 24, 34),
        "severities from a fit": lambda: severities(drawn),
        "do bodies differ, three criteria": lambda: differing(drawn, criteria, made.first),
    }
    return [Row(name, said(shortest(one, 3)), None, "") for name, one in work.items()]
