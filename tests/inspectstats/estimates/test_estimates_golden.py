"""G12, G14, G15: R survey's stratified example, Krejcie and Morgan's table, discovery samples;
empty and singleton strata.
"""

from __future__ import annotations

import csv
from typing import Any

import pytest
from tests.inspectstats.golden import Row, rows
from tests.shared import shared

from inspectstats.estimates.sample_design import Design, design
from inspectstats.estimates.shares import Stratum, stratified_share, weighted_share
from inspectstats.estimates.sizes import discovery, krejcie_morgan
from inspectstats.estimates.survey import mean, total

COVERED = {"G12", "G14", "G15"}
EDGES = {"empty_stratum", "singleton_stratum"}


def _schools() -> tuple[dict[str, list[Any]], Design]:
    with shared("data/stats/apistrat.csv").open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    columns: dict[str, list[Any]] = {name: [line[name] for line in lines] for name in lines[0]}
    sizes = [float(size) for size in columns["stratum_size"]]
    weights = [float(weight) for weight in columns["weight"]]
    return columns, design(len(lines), weights=weights, strata=columns["stype"], sizes=sizes)


def _school_value(row: Row) -> float | None:
    columns, plan = _schools()
    if row.statistic.startswith("stratified_mean"):
        found = mean([float(value) for value in columns["api00"]], plan)
    elif row.statistic.startswith("stratified_total"):
        found = total([float(value) for value in columns["enroll"]], plan)
    else:
        method = next(
            (name for name in ("logit", "beta") if row.statistic.endswith(name)), "korn_graubard"
        )
        found = weighted_share([value == "Yes" for value in columns["sch_wide"]], plan, method)
    assert found.counts["df"] == 197
    part = (
        "se"
        if row.statistic.endswith("_se")
        else "low"
        if "_low_" in row.statistic
        else "high"
        if "_high_" in row.statistic
        else "value"
    )
    return getattr(found, part)


@pytest.mark.parametrize("row", rows({"G12"}), ids=str)
def test_apistrat_row_matches(row: Row) -> None:
    assert _school_value(row) == pytest.approx(float(row.expected), abs=row.tolerance)


@pytest.mark.parametrize("row", rows({"G14"}), ids=str)
def test_krejcie_morgan_row_matches(row: Row) -> None:
    given = row.given
    found = krejcie_morgan(
        row.number("N"), float(given["P"]), float(given["d"]), float(given["chi2"])
    )
    assert found.unrounded == pytest.approx(float(row.expected), abs=row.tolerance)
    assert found.n >= found.unrounded


@pytest.mark.parametrize("row", rows({"G15"}), ids=str)
def test_discovery_row_matches(row: Row) -> None:
    given = row.given
    population = int(given["N"]) if "N" in given else None
    found = discovery(
        float(given["tolerable"]),
        float(given["risk"]),
        int(given["allowed_deviations"]),
        population,
    )
    assert found.n == int(row.expected)


def test_krejcie_morgan_typed_values_are_rounded_up_G14() -> None:
    assert [krejcie_morgan(n).n for n in (10, 50, 100, 200, 500, 1000, 10_000)] == [
        10,
        45,
        80,
        132,
        218,
        278,
        370,
    ]


def test_discovery_typed_values_G15() -> None:
    zero = [
        discovery(t, r).n
        for t, r in [(0.02, 0.05), (0.03, 0.05), (0.05, 0.05), (0.1, 0.05), (0.05, 0.1), (0.1, 0.1)]
    ]
    assert zero == [149, 99, 59, 29, 45, 22]
    assert discovery(0.05, 0.05, allowed=1).n == 93
    assert [discovery(0.05, 0.05, population=n).n for n in (50, 100, 200, 500, 1000)] == [
        31,
        45,
        51,
        56,
        57,
    ]


def test_edge_empty_stratum_refused_with_bounds() -> None:
    found = stratified_share([Stratum("north", 40, 0, 0), Stratum("south", 60, 20, 5)])
    assert (found.value, found.reason) == (None, "empty_stratum")
    assert (found.low, found.high) == (pytest.approx(0.15), pytest.approx(0.55))
    assert "north" in found.warnings[0]


def test_edge_singleton_stratum_has_no_variance_unless_a_rule_is_declared() -> None:
    strata = [Stratum("north", 40, 1, 0), Stratum("south", 60, 20, 5)]
    refused = stratified_share(strata)
    assert (refused.value, refused.low, refused.interval_reason) == (
        pytest.approx(0.15),
        None,
        "singleton_stratum",
    )
    declared = stratified_share(strata, singletons="centre")
    assert declared.low is not None
    plan = design(3, strata=["a", "b", "b"], sizes=[10, 20, 20])
    assert mean([1.0, 2.0, 3.0], plan).interval_reason == "singleton_stratum"
