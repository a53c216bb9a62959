"""Whether "some inconsistency" is found where there is none: ./run drill variation.

Bodies that are alike on all criteria, or on some while they differ on the others, are read by
inspectors of three severities; the share of tests that find a difference must not pass 6 % at any
place of the scale. Then how often a difference that is there is found. Control: the same test with
best-fit values taken as known, as they once were, must find too many. At the end: of the
comparisons and rankings that are told, how many are true.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from benchmarks.calibrating.alike import PLACES, Alike, readings
from benchmarks.calibrating.ordering import told
from benchmarks.calibrating.scoring import clustered
from benchmarks.calibrating.worlds import World
from benchmarks.going_on import GoingOn

from inspectstats.joint import Effort, JointFit, differing, fit
from inspectstats.joint.keeping import Kept
from inspectstats.variation.ordinal import some_inconsistency

EFFORT = Effort(chains=8, warming=80, piece=60, most=60, enough=0)
DRAWS = 240
TESTS, SHORT = 5_000, 24
SIZE = 0.06
SEVERITIES = (0.0, 0.4, 0.8)
# Identical on all criteria, and on two of three: eight criteria hold each of four places twice.
KINDS = {
    "alike on all criteria": Alike(0.0),
    "alike on eight, differing on four": Alike(0.0, same=8),
    "alike on all, edges differing by criterion": Alike(0.0, loose=0.25),
}
SPREADS = (1.2, 0.8, 0.5)
ORDERED = {
    "the model's own": World(),
    "halo and bias": World(halo=0.5, bias=0.5),
    "three harsh, five timid": World(harsh=3, timid=5),
    "edges differ by criterion": World(loose_edges=0.3),
    "bodies skewed": World(skewed=True),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one inspection: p of each criterion with its place, and of all those of
    which the world is alike together; and whether the control found a difference.
    """

    p: tuple[float, ...]
    places: tuple[float, ...]
    together: float
    control: tuple[bool, ...]


def one(task: tuple[Alike, int, bool]) -> Found:
    """Test each criterion of one inspection, and all together; the control only where asked."""
    world, seed, control = task
    made = readings(world, seed)
    drawn = fit(made.data, effort=EFFORT)
    names = made.data.criterion.names
    tested = names[: world.same] if world.same else names
    p = [differing(drawn, [name], made.first, draws=DRAWS, least=0).p for name in tested]
    together = differing(drawn, tested, made.first, draws=DRAWS, least=0).p
    return Found(
        tuple(1.0 if value is None else value for value in p),
        made.places[: len(tested)],
        1.0 if together is None else together,
        tuple(_control(drawn, made.first, name) for name in tested) if control else (),
    )


def _control(drawn: JointFit, first: np.ndarray, criterion: str) -> bool:
    """The former test: the error of a reading at its best-fit value, every reader the average one,
    and the common truth one of the grades.
    """
    data, kept = drawn.data, drawn.kept
    if kept is None:
        return False
    place = drawn.criteria[criterion]
    rows = first & (data.criterion.codes == place)
    return some_inconsistency(
        data.grade[rows].tolist(), data.q, _error(kept, place), simulations=999
    ).supported


def _error(kept: Kept, place: int) -> np.ndarray:
    """The chance of each grade given each true one, at the middle of what the true one covers."""
    from scipy.special import ndtr

    edges = kept.edges[:, place].mean(axis=0).astype(np.float64)
    noise = float(np.sqrt(1 - kept.spreads["evidence_share"].mean()))
    step = float(np.diff(edges).mean())
    middles = np.concatenate(
        [[edges[0] - step / 2], edges[:-1] + np.diff(edges) / 2, [edges[-1] + step / 2]]
    )
    below = ndtr((edges[None] - middles[:, None]) / noise)
    whole = np.concatenate([np.zeros((len(middles), 1)), below, np.ones((len(middles), 1))], axis=1)
    return np.diff(whole, axis=1)


def _share(hits: Sequence[bool], inspections: Sequence[int]) -> tuple[float, float, float]:
    """The share of hits and its 95 % interval, clustered by inspection."""
    found = np.asarray(hits, dtype=np.float64)
    se = clustered(found, np.unique(np.asarray(inspections), return_inverse=True)[1])
    return (
        float(found.mean()),
        max(float(found.mean()) - 1.96 * se, 0.0),
        float(found.mean()) + 1.96 * se,
    )


def size(world: Alike, tests: int, pool: GoingOn, *, control: bool) -> tuple[bool, bool]:
    """Print how often a difference is found where there is none; whether that held, and whether the
    control failed (or was not run).
    """
    each = world.same // len(PLACES)
    several = -(-tests // each)
    found = list(pool.map(one, [(world, seed, control) for seed in range(several)], chunksize=4))
    held, failed = True, not control
    for place in PLACES:
        hits: list[bool] = []
        of: list[int] = []
        old: list[bool] = []
        for seed, inspection in enumerate(found):
            for at, p in enumerate(inspection.p):
                if inspection.places[at] == place:
                    hits.append(p < 0.05)
                    of.append(seed)
                    old += inspection.control[at : at + 1]
        share, low, high = _share(hits, of)
        former = f"   former test {np.mean(old):.3f}" if old else ""
        print(
            f"    at {place:.1f} from the middle edge: {len(hits):>6,} tests, found {share:.3f} "
            f"({low:.3f} to {high:.3f}){former}",
            flush=True,
        )
        held &= share <= SIZE
        failed |= bool(old) and float(np.mean(old)) > SIZE
    together, low, high = _share([one.together < 0.05 for one in found], range(several))
    print(f"    all together: {several:,} tests, found {together:.3f} ({low:.3f} to {high:.3f})")
    return held and together <= SIZE, failed


def power(spread: float, several: int, pool: GoingOn) -> None:
    """Print how often a difference of ``spread`` is found, by place."""
    world = Alike(severity=0.4, same=0, spread=spread)
    found = list(pool.map(one, [(world, seed, False) for seed in range(several)], chunksize=4))
    shown = []
    for place in PLACES:
        hits = [
            p < 0.05
            for inspection in found
            for at, p in enumerate(inspection.p)
            if inspection.places[at] == place
        ]
        shown.append(f"{place:.1f}: {np.mean(hits):.2f}")
    together = np.mean([inspection.together < 0.05 for inspection in found])
    print(
        f"    bodies differ by {spread} ({spread / 0.7:.1f} of one reading's noise): "
        f"{', '.join(shown)}; all twelve criteria {together:.2f}",
        flush=True,
    )


def ordering(several: int, pool: GoingOn) -> bool:
    """Print how many comparisons and rankings are told, and true; whether of all comparisons told
    in a world at least 95 in 100 are true, but for two standard errors.
    """
    good = True
    for name, world in ORDERED.items():
        found = list(pool.map(told, [(world, seed) for seed in range(several)], chunksize=2))
        shown = []
        for kind in ("by_lot", "picked", "ranked"):
            rows = [row for one in found for row in getattr(one, kind)]
            said = [true for holds, true in rows if holds]
            there = sum(true for _, true in rows)
            shown.append(f"{kind.replace('_', ' ')} {sum(said)} of {len(said)} ({there} there)")
            if kind != "ranked" and said:
                good &= np.mean(said) >= 0.95 - 2 * np.sqrt(0.95 * 0.05 / len(said))
        print(f"    {name}: true of those told: {'; '.join(shown)}", flush=True)
    return bool(good)


def main(tests: int = TESTS, *, short: bool = False, begun: str = "") -> bool:
    """Print size and power; whether the size held everywhere and the control failed somewhere.

    Short: a few tests at one severity; the size is held against the upper end of chance. ``begun``
    names a file from which a run that was broken off goes on.
    """
    good, control = True, False
    with ProcessPoolExecutor(max_workers=2) as workers:
        pool = GoingOn(workers, Path(begun) if begun else None)
        for kind, alike in list(KINDS.items())[: 2 if short else None]:
            for severity in SEVERITIES[1:2] if short else SEVERITIES:
                print(f"  {kind}, severity {severity}")
                world = replace(alike, severity=severity)
                held, failed = size(
                    world, SHORT if short else tests, pool, control=alike == Alike(0.0)
                )
                good &= held or short
                control |= failed and alike == Alike(0.0)
        print("  how often a difference that is there is found")
        for spread in SPREADS[:1] if short else SPREADS:
            power(spread, 3 if short else 200, pool)
        print("  comparisons and rankings that are told")
        good &= ordering(1 if short else 40, pool) or short
    print("  the control " + ("fails, as it must" if control else "PASSES"))
    return good and control


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else TESTS) else 1)
