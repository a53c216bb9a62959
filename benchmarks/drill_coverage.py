"""Counts how often nominal 95 % intervals hold the truth, on simulated inspections: ./run drill
coverage.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import numpy as np
from benchmarks import covering, marked
from benchmarks.calibrating import severities

from inspectstats.agreement import Ratings, alpha
from inspectstats.agreement.coverage import Coverage, Design, coverage
from inspectstats.records import Result
from inspectstats.severity import fit
from inspectstats.severity.simulating import World, simulate

RUNS = 2_000
# Sixty truths drawn from the prior, where ``./run test`` draws 24.
SAMPLER = "tests/inspectstats/joint/test_sampler.py"
DESIGNS = {
    "46 x 20 x 3": Design(),
    "46 x 10 x 2": Design(criteria=10, raters=2),
    "46 x 20 x 3, skewed": Design(cuts=(0.03, 0.10, 0.30)),
    "12 x 20 x 2": Design(forces=12, raters=2),
}
INTERVALS: Mapping[str, Callable[[Ratings], Result]] = {
    "jackknife over forces": alpha,
    "force bootstrap": lambda ratings: alpha(ratings, interval="force_bootstrap", replicates=400),
    "unit bootstrap (control)": lambda ratings: alpha(
        ratings, interval="unit_bootstrap", replicates=400
    ),
}
WORLDS = {
    "model holds, 46 x 20 x 3": World(),
    "model holds, 30 x 20 x 2": World(forces=30, inspectors=9, per_force=2, missing=0.1),
    "cells share evidence, sd 0.5": World(sigma_cell=0.5),
    "cells share evidence, sd 1.0": World(sigma_cell=1.0),
}


def agreement_coverage(
    runs: int = RUNS, designs: Mapping[str, Design] = DESIGNS
) -> dict[str, dict[str, Coverage]]:
    """Coverage of each interval of ordinal alpha in each design."""
    return {
        name: coverage(design, INTERVALS, runs=runs, seed=f"drill {name}")
        for name, design in designs.items()
    }


def severity_errors(world: World, runs: int) -> tuple[float, float, float]:
    """Root mean square error of severity in logits, mean stated error, and coverage of 1.96 stated
    errors.
    """
    errors, stated = [], []
    for run in range(runs):
        made = simulate(world, seed=f"drill {run}")
        found = fit(made.data).severity
        names = made.data.inspector.names
        values = [(found[name].value, found[name].se) for name in names]
        truth = (made.inspector - made.inspector.mean()).tolist()
        for (value, se), true in zip(values, truth, strict=True):
            if value is not None and se is not None:
                errors.append(value - true)
                stated.append(se)
    error, claimed = np.array(errors), np.array(stated)
    covered = np.abs(error) <= 1.96 * claimed
    return float(np.sqrt((error**2).mean())), float(claimed.mean()), float(covered.mean())


def for_any_inspectors(runs: int, most: int | None) -> bool:
    """Print how often limits hold for any inspectors; is it enough in every design, and does the
    jackknife, which is for those who judged, fail where severity is strong?
    """
    print(f"Agreement for any bodies and inspectors like these, {runs} inspections a design")
    labels = ("alpha, jackknife", "alpha", "AC2", "percent")
    print(f"{'design':32}" + "".join(f"{label:>20}" for label in labels))
    good, control = True, 1.0
    bound = dict(list(covering.INSPECTED.items())[:most])
    for name, design in (bound | ({} if most else dict(covering.HARD))).items():
        found = covering.agreement_held(name, design, runs)
        print(f"{name:32}" + "".join(f"{found[label]!s:>20}" for label in labels), flush=True)
        good &= name not in bound or (found["alpha"].enough and found["AC2"].enough)
        control = min(control, found["alpha, jackknife"].share)
    print("(mean width in brackets; -n runs without limits, counted as misses)\n")
    print(f"Difference of alpha between two waves, {runs // 2} pairs of inspections")
    for name, held in covering.waves_held(runs // 2).items():
        print(f"{name:40}{held!s:>20}", flush=True)
        good &= held.enough
    print()
    return good and (most is not None or control < 0.90)


def of_samples(runs: int) -> bool:
    """Print estimates from draws by size and from small strata; do they hold what they state?"""
    print(f"Own draws by size of 60 cases, {runs} draws: error stated over made, and coverage")
    good = True
    for n in (10, 20, 30):
        for name, found in covering.by_size(n, runs).items():
            print(
                f"{n:>4} {name:32}{found.ratio:>8.2f}{found.held!s:>24}"
                f"{found.warned / runs:>8.0%} warned",
                flush=True,
            )
            if name != "total, unlike size, Brewer" and name != "share of yes":
                # Two standard errors of the simulation are allowed for.
                good &= 0.9 - 1.4 / runs**0.5 <= found.ratio <= 1.1 + 1.4 / runs**0.5
    print("\nFour cases of each of eight strata: former method, and now")
    for name, sizes in covering.SMALL.items():
        for middle, spread in ((0.5, 0.0), (0.2, 0.1), (0.5, 0.45)):
            held = covering.shares_held(sizes, middle, spread, runs)
            shown = "".join(f"{one!s:>20}" for one in held.values())
            print(f"share {middle} +/- {spread}, {name:20}{shown}", flush=True)
            good &= held["korn_graubard_kish"].enough
        held = covering.means_held(sizes, runs)
        print(f"mean, {name:31}" + "".join(f"{one!s:>20}" for one in held.values()), flush=True)
        good &= held["satterthwaite"].enough
    print()
    return good


def main(runs: int = RUNS, *, short: bool = False) -> bool:
    """Print the tables; return whether the jackknife covers at least 0.90 in every design and the
    control fails, and whether intervals for any inspectors, of samples and of severities hold what
    they state, and the sampler draws from its law. Short: a fifteenth of the inspections, of the
    first two designs and worlds, without the sampler.
    """
    runs, most = (runs // 15, 2) if short else (runs, None)
    fits = max(runs // 10, 20)
    good = for_any_inspectors(runs, most) & of_samples(runs)
    good &= severities.held(runs // 10 if short else fits, 1 if short else None)
    designs, worlds = (dict(list(all_of.items())[:most]) for all_of in (DESIGNS, WORLDS))
    print(
        f"Coverage of nominal 95 % intervals of ordinal alpha, {runs} simulated "
        f"inspections a design"
    )
    print(f"{'design':24}" + "".join(f"{name:>28}" for name in INTERVALS))
    for name, found in agreement_coverage(runs, designs).items():
        print(
            f"{name:24}"
            + "".join(f"{one.covered:>18.3f} ({one.width:.3f})" for one in found.values()),
            flush=True,
        )
        good &= found["jackknife over forces"].covered >= 0.90
        good &= found["unit bootstrap (control)"].covered < 0.90
    print("(mean width in brackets)\n")
    print(
        f"Severity of inspectors: error made and error stated, in logits, "
        f"{fits} inspections a world"
    )
    print(f"{'world':32}{'error made':>12}{'stated':>10}{'stated/made':>13}{'coverage':>10}")
    for name, world in worlds.items():
        made, said, covered = severity_errors(world, fits)
        print(
            f"{name:32}{made:>12.3f}{said:>10.3f}{said / made:>13.2f}{covered:>10.3f}", flush=True
        )
        good &= not name.startswith("model holds") or 0.75 < said / made < 1.25
    return good and (short or marked.held((SAMPLER,)))


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS) else 1)
