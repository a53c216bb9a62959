"""Times and memory of the statistics against the public packages that install: ./run bench
statistics.

Each figure is the shortest of several runs, on fresh ratings without anything remembered; peers
that take minutes are run on fewer replicates and multiplied, and say so.
"""

from __future__ import annotations

import importlib
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from inspectstats.agreement import Grouping, Ratings, alpha, fleiss, from_codes, from_long
from inspectstats.agreement.coverage import Design, inspection
from inspectstats.design import plan
from inspectstats.severity import error_matrices_of, fit
from inspectstats.severity.simulating import World, simulate

SIZES = ((46, 20), (460, 20), (5_000, 30), (50_000, 30))
BIG = SIZES[-1]


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure: ``name``, ``figure`` with its unit, ``ratio`` to ``peer`` (peer's time
    over ours), and the limit.
    """

    name: str
    figure: str
    ratio: float | None
    peer: str
    within: str = ""
    held: bool | None = None


def shortest(
    work: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Seconds of the fastest of ``times`` runs, by the wall's clock unless told."""
    best = float("inf")
    for _ in range(times):
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best


def peak(work: Callable[[], object]) -> float:
    """Most megabytes held at once by Python and numpy during ``work``, beyond those before it."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        return (tracemalloc.get_traced_memory()[1] - before) / 1e6
    finally:
        tracemalloc.stop()


def said(seconds: float) -> str:
    """Seconds as people read them."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.3g} ms"


def ratings_of(forces: int, criteria: int) -> Ratings:
    """Simulated ratings of ``forces`` x ``criteria`` by three raters on four grades, a fifth
    missing.
    """
    parts = max(1, forces // 5_000)
    design = Design(forces=forces // parts, criteria=criteria)
    codes = np.concatenate(
        [inspection(design, seed=f"bench {part}").codes for part in range(parts)]
    )
    group = Grouping(np.repeat(np.arange(forces), criteria), tuple(f"F{i}" for i in range(forces)))
    return from_codes(codes, 4, force=group)


def fresh(ratings: Ratings, **options: Any) -> Callable[[], object]:
    """Ordinal alpha with nothing remembered from an earlier run."""

    def work() -> object:
        ratings.memo.clear()
        return alpha(ratings, **options)

    return work


def agreement_rows(ratings: Ratings) -> list[Row]:
    """Alpha and its intervals at 50,000 x 30 x 3."""
    present = np.asarray(ratings.codes.T)
    one_pass = shortest(lambda: np.count_nonzero(present >= 0), 20)
    adding = shortest(lambda: present.sum(dtype=np.int64), 10)
    point = shortest(fresh(ratings, interval=None), 20)
    jack = shortest(fresh(ratings), 3)
    force = shortest(fresh(ratings, interval="force_bootstrap", replicates=1000), 2)
    two = shortest(fresh(ratings, interval="force_bootstrap", replicates=1000, threads=2), 2)
    unit = shortest(fresh(ratings, interval="unit_bootstrap", replicates=1000), 3)
    n = int((ratings.codes >= 0).sum())
    memory = peak(fresh(ratings, interval="force_bootstrap", replicates=100))
    return [
        Row(
            "one pass counting the ratings",
            f"{said(one_pass)} ({n:,} ratings)",
            None,
            "numpy count_nonzero",
        ),
        Row(
            "alpha, one value",
            said(point),
            point / one_pass,
            "that pass (times it takes)",
            "10 x",
            point < 10 * one_pass,
        ),
        Row(
            "alpha, one value", said(point), point / adding, "adding up the codes (times it takes)"
        ),
        Row("alpha with jackknife", said(jack), None, ""),
        Row("alpha with 1,000 force bootstraps", said(force), None, "one thread", "1 s", force < 1),
        Row("alpha with 1,000 force bootstraps", said(two), force / two, "one thread, against two"),
        Row("alpha with 1,000 unit bootstraps", said(unit), None, ""),
        Row("memory of the ratings", f"{ratings.codes.nbytes / 1e6:.1f} MB", None, "int8 codes"),
        Row(
            "memory, alpha one value, peak",
            f"{peak(fresh(ratings, interval=None)):.1f} MB",
            None,
            "",
        ),
        Row("memory, force bootstrap, peak", f"{memory:.1f} MB", None, ""),
    ]


def door_rows(ratings: Ratings) -> list[Row]:
    """From what a caller holds to the figure: codes to alpha, and a table of ratings to codes."""
    codes, force = np.ascontiguousarray(ratings.codes), ratings.force
    # Both run on one thread: the processor's time is theirs, whatever else the machine does.
    busy = time.process_time
    adding = shortest(lambda: codes.sum(dtype=np.int64), 40, busy)
    whole = shortest(lambda: alpha(from_codes(codes, 4, force=force)), 25, busy)
    rows = [
        Row(
            "array to alpha, hash and jackknife included",
            said(whole),
            whole / adding,
            f"adding up the same int8 array, {said(adding)} (times it takes, processor time)",
            "25 x",
            whole < 25 * adding,
        )
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        long_table(4_600, 30).write_csv(path)
        reading = shortest(lambda: pl.read_csv(path), 9)
        frame = pl.read_csv(path)
    mappings = frame.to_dicts()
    crossed = shortest(lambda: from_long(frame, scale=[1, 2, 3, 4]), 9)
    by_row = shortest(lambda: from_long(mappings, scale=[1, 2, 3, 4]), 2)
    peer = f"polars reading them from CSV, {said(reading)} (times it takes)"
    name = f"from_long of {frame.height:,} rows"
    return [
        *rows,
        Row(name, said(crossed), crossed / reading, peer, "5 x", crossed < 5 * reading),
        Row(f"{name} given as mappings", said(by_row), by_row / reading, peer),
    ]


def long_table(forces: int, criteria: int) -> pl.DataFrame:
    """Ratings of every cell by three of twenty inspectors, one row a rating."""
    stream = np.random.default_rng(46)
    unit = np.repeat(np.arange(forces * criteria), 3)
    rater = np.argsort(stream.random((forces * criteria, 20)), axis=1)[:, :3].ravel()
    return pl.DataFrame(
        {
            "unit": [f"u{each}" for each in unit],
            "force": [f"F{each}" for each in unit // criteria],
            "criterion": [f"C{each}" for each in unit % criteria],
            "rater": [f"R{each}" for each in rater],
            "rating": stream.integers(1, 5, len(unit)),
        }
    )


def _peer(name: str) -> Any | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def peer_rows(ratings: Ratings) -> list[Row]:
    """The same figures by krippendorff and statsmodels, and whether they agree with ours."""
    rows = []
    krippendorff = _peer("krippendorff")
    if krippendorff is not None:
        rows += _krippendorff_rows(krippendorff, ratings)
    inter_rater = _peer("statsmodels.stats.inter_rater")
    if inter_rater is not None:
        rows.append(_statsmodels_row(inter_rater, ratings))
    return rows


def _krippendorff_rows(krippendorff: Any, ratings: Ratings) -> list[Row]:
    wide = np.where(ratings.codes >= 0, ratings.codes, np.nan).T.astype(float)

    def theirs() -> Any:
        return krippendorff.alpha(wide, level_of_measurement="ordinal", value_domain=list(range(4)))

    ours = shortest(fresh(ratings, interval=None), 10)
    same = abs(theirs() - (alpha(ratings, interval=None).value or 0)) < 1e-9
    once = shortest(theirs, 2)
    mine = shortest(fresh(ratings, interval="unit_bootstrap", replicates=1000), 2)
    loop = once * 1000
    peer = "krippendorff in a loop (one run x 1,000)"
    return [
        Row("alpha, one value", said(once), once / ours, "krippendorff", "same value", same),
        Row("memory, krippendorff, peak", f"{peak(theirs):.1f} MB", None, ""),
        Row("1,000 unit bootstraps", said(loop), loop / mine, peer),
    ]


def _statsmodels_row(inter_rater: Any, ratings: Ratings) -> Row:
    complete = ratings.select((ratings.codes >= 0).all(axis=1))
    begun = time.perf_counter()
    counts, _ = inter_rater.aggregate_raters(np.asarray(complete.codes), n_cat=4)
    value = inter_rater.fleiss_kappa(counts)
    once = time.perf_counter() - begun

    def ours() -> Any:
        complete.memo.clear()
        return fleiss(complete, interval=None)

    same = abs(value - (ours().value or 0)) < 1e-9
    ratio = once / shortest(ours)
    name = "Fleiss kappa, complete units"
    return Row(name, said(once), ratio, "statsmodels", "same value", same)


def growth_rows() -> list[Row]:
    """Alpha and severity as the inspection grows."""
    rows = []
    for forces, criteria in SIZES:
        ratings = ratings_of(forces, criteria)
        point, jack = shortest(fresh(ratings, interval=None), 10), shortest(fresh(ratings), 3)
        figure = f"{said(point)}; with jackknife {said(jack)}"
        rows.append(
            Row(
                f"alpha at {forces:,} x {criteria} x 3",
                figure,
                None,
                f"{int((ratings.codes >= 0).sum()):,} ratings",
            )
        )
    return rows


def severity_rows() -> list[Row]:
    """The severity fit from 46 x 20 to 5,000 x 30, and its memory."""
    rows = []
    sizes = ((46, 20, 15), (460, 20, 60), (460, 200, 60), (5_000, 30, 200))
    bounds = {(46, 20): 0.02, (460, 200): 2.0}
    for forces, criteria, inspectors in sizes:
        data = simulate(World(forces, criteria, inspectors), seed="bench").data
        seconds = shortest(partial(fit, data), 7 if forces < 100 else 1)
        passes = fit(data).posterior
        most = bounds.get((forces, criteria))
        limit, held = (said(most), seconds < most) if most else ("", None)
        note = f"{len(data.grade):,} ratings, {passes.passes if passes else 0} passes"
        rows.append(
            Row(
                f"severity at {forces:,} x {criteria}, {inspectors} inspectors",
                said(seconds),
                None,
                note,
                limit,
                held,
            )
        )
    memory = peak(partial(fit, simulate(World(5_000, 30, 200), seed="bench").data))
    rows.append(Row("memory, severity at 5,000 x 30, peak", f"{memory:.0f} MB", None, ""))
    return rows


def other_rows(ratings: Ratings) -> list[Row]:
    """Error matrices, a double-rating plan, and the chance of a claim where that part is there."""
    small = ratings_of(*SIZES[0])
    cells = [(f"F{f}", f"C{c}") for f in range(46) for c in range(20)]
    teams = {f"T{t}": [f"R{t}{i}" for i in range(3)] for t in range(5)}
    primary = {(f, c): teams[f"T{int(f[1:]) % 5}"][int(c[1:]) % 3] for f, c in cells}
    rows = [
        Row(
            "error matrices at 46 x 20 x 3",
            said(shortest(lambda: error_matrices_of(small))),
            None,
            "",
        ),
        Row(
            "error matrices at 50,000 x 30 x 3",
            said(shortest(lambda: error_matrices_of(ratings), 1)),
            None,
            "",
        ),
        Row(
            "double-rating plan, 46 x 20, 20 %",
            said(shortest(lambda: plan(cells, teams, primary, 0.2, "bench"))),
            None,
            "",
        ),
    ]
    quantity = _peer("inspectstats.quantity")
    if quantity is not None and hasattr(quantity, "probability"):
        p = [0.92] * 36 + [0.15] * 10
        seconds = shortest(lambda: quantity.probability("most", p), 20)
        rows.append(
            Row(
                "claim probability, 46 bodies",
                said(seconds),
                None,
                "Poisson-binomial",
                "5 ms",
                seconds < 0.005,
            )
        )
    return rows


def main() -> list[Row]:
    """Measure, print a table, and return its rows."""
    from benchmarks import jointly

    ratings = ratings_of(*BIG)
    rows = [Row(f"— agreement at {BIG[0]:,} x {BIG[1]} x 3 —", "", None, "")]
    rows += agreement_rows(ratings) + peer_rows(ratings)
    rows += [Row("— doors —", "", None, ""), *door_rows(ratings)]
    rows += [Row("— growth —", "", None, ""), *growth_rows(), *severity_rows()]
    rows += [Row("— joint fit —", "", None, ""), *jointly.rows()]
    rows += [Row("— other —", "", None, ""), *other_rows(ratings)]
    print(f"{'what':46} {'figure':44} {'ratio':>9}  against")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:,.1f}"
        limit = "" if row.held is None else f"  [{row.within}: {'held' if row.held else 'MISSED'}]"
        print(f"{row.name:46} {row.figure:44} {ratio:>9}  {row.peer}{limit}")
    return rows


if __name__ == "__main__":
    main()
