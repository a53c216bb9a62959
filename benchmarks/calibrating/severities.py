"""How often the limits of an inspector's severity, from the joint fit, hold what it is."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import numpy as np
from benchmarks.calibrating.claims import EFFORT
from benchmarks.calibrating.scoring import clustered
from benchmarks.calibrating.worlds import World, inspect

from inspectstats.joint import fit, severities

# Each world with the least share of limits that must hold the truth. Halo and bias of the size of
# one inspector's noise are in the model, but few readings tell them from severity.
WORLDS: dict[str, tuple[World, float]] = {
    "from the model, spread 0.5": (World(evidence=0.0, noise=1.0, inspector=0.5), 0.93),
    "from the model, spread 0.3": (World(evidence=0.0, noise=1.0, inspector=0.3), 0.90),
    "body x criterion effect 0.8": (World(evidence=0.8, noise=1.0, inspector=0.5), 0.90),
    "three very harsh": (World(evidence=0.5, noise=1.0, inspector=0.2, harsh=3), 0.90),
    "halo as large as noise": (World(evidence=0.0, noise=1.0, inspector=0.5, halo=1.0), 0.88),
    "inspector x criterion as large as noise": (
        World(evidence=0.0, noise=1.0, inspector=0.5, bias=1.0),
        0.88,
    ),
}
RUNS = 200


def one(task: tuple[World, int]) -> list[tuple[float, float, bool]]:
    """Error, width of the limits and whether they hold, of each inspector of one inspection."""
    world, seed = task
    made = inspect(world, seed)
    found = severities(fit(made.data, effort=EFFORT))
    rows = []
    for name in made.data.inspector.names:
        told = found[name].shift
        true = float(made.severity[int(name.removeprefix("inspector ")) - 1])
        if told.value is None or told.low is None or told.high is None:
            raise RuntimeError(f"nothing was told of {name}: {told.reason}")
        rows.append((told.value - true, told.high - told.low, told.low <= true <= told.high))
    return rows


def held(runs: int = RUNS, most: int | None = None) -> bool:
    """Print the table; whether every share lies above its bound less two simulation errors."""
    print(f"\nSeverity from the joint fit, limits of 95 %, {runs} inspections a world")
    print(f"{'world':42}{'error made':>12}{'width':>8}{'held':>8}{'error':>8}{'asked':>8}")
    fine = True
    with ProcessPoolExecutor(max_workers=2) as pool:
        for name, (world, least) in list(WORLDS.items())[:most]:
            found = list(pool.map(one, [(world, seed) for seed in range(runs)], chunksize=4))
            table = np.array([row for rows in found for row in rows])
            of = np.repeat(np.arange(runs), [len(rows) for rows in found])
            share, se = float(table[:, 2].mean()), clustered(table[:, 2], of)
            error, width = float(np.sqrt((table[:, 0] ** 2).mean())), float(table[:, 1].mean())
            good = share >= least - 2 * se
            mark = "" if good else "  <-- off"
            print(
                f"{name:42}{error:>12.3f}{width:>8.2f}{share:>8.3f}{se:>8.3f}{least:>8.2f}{mark}",
                flush=True,
            )
            fine &= good
    return fine
