"""G08, G09, G25: error matrices, variance components and severities against published and simulated
truth.
"""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pytest
from tests.inspectstats.golden import Row, rows
from tests.shared import shared

from inspectstats import severity as sv

COVERED = {"G08", "G09", "G25"}

# Dawid and Skene (1979): observers 1 (three times) to 5 on 45 patients.
ANAESTHETISTS = """
1,1,1 1 1 1 1|3,3,3 4 3 3 4|1,1,2 2 1 2 2|2,2,2 3 1 2 1
2,2,2 3 2 2 2|2,2,2 3 3 2 2|1,2,2 2 1 1 1|3,3,3 3 4 3 3
2,2,2 2 2 2 3|2,3,2 2 2 2 3|4,4,4 4 4 4 4|2,2,2 3 3 4 3
1,1,1 1 1 1 1|2,2,2 3 2 1 2|1,2,1 1 1 1 1|1,1,1 2 1 1 1
1,1,1 1 1 1 1|1,1,1 1 1 1 1|2,2,2 2 2 2 1|2,2,2 1 3 2 2
2,2,2 2 2 2 2|2,2,2 2 2 2 1|2,2,2 3 2 2 2|2,2,1 2 2 2 2
1,1,1 1 1 1 1|1,1,1 1 1 1 1|2,3,2 2 2 2 2|1,1,1 1 1 1 1
1,1,1 1 1 1 1|1,1,2 1 1 2 1|1,1,1 1 1 1 1|3,3,3 3 2 3 3
1,1,1 1 1 1 1|2,2,2 2 2 2 2|2,2,2 3 2 3 2|4,3,3 4 3 4 3
2,2,1 2 2 3 2|2,3,2 3 2 3 3|3,3,3 3 4 3 2|1,1,1 1 1 1 1
1,1,1 1 1 1 1|1,2,1 2 1 1 1|2,3,2 2 2 2 2|1,2,1 1 1 1 1|2,2,2 2 2 2 2
"""


@cache
def _table(name: str) -> list[dict[str, str]]:
    with shared(f"data/stats/{name}").open(newline="") as stream:
        return list(csv.DictReader(stream))


def _columns(table: list[dict[str, str]], *names: str) -> list[list[str]]:
    return [[line[name] for line in table] for name in names]


@cache
def _anaesthetists() -> sv.ErrorMatrices:
    columns = _columns(_table("dawid_skene1979.csv"), "patient", "observer", "rating")
    return sv.error_matrices(
        columns[0], columns[1], columns[2], scale=[1, 2, 3, 4], prior=None, enough=0
    )


@cache
def _brennan() -> sv.GStudy:
    return sv.g_study(
        _table("brennan2001_p_x_r_in_t.csv"), object="person", facets=["task", "rater:task"]
    )


@cache
def _mfrm() -> tuple[sv.SeverityFit, dict[str, np.ndarray]]:
    truth = _table("mfrm46_severity.csv")
    columns = {
        name: np.array([float(line[name]) for line in truth])
        for name in truth[0]
        if name != "inspector"
    }
    found = sv.fit(sv.from_rows(_table("mfrm46_ratings.csv"), scale=[0, 1, 2, 3]))
    columns["found"] = np.array(
        [found.severity[line["inspector"]].value for line in truth], dtype=float
    )
    columns["se"] = np.array([found.severity[line["inspector"]].se for line in truth], dtype=float)
    return found, columns


def _dawid_skene(row: Row) -> float | None:
    found = _anaesthetists()
    if row.statistic == "ds_prevalence":
        return found.prevalence[row.given["class"]]
    if row.statistic == "ds_loglik":
        return found.loglik
    return found.rate(row.given["observer"], row.given["true"], row.given["observed"]).value


def _components(row: Row) -> float | None:
    found = _brennan()
    if "coefficient" in row.statistic:
        return found.decision(
            {"task": 3, "rater": 4}, absolute=row.statistic.startswith("phi")
        ).value
    effect = {
        "var_person": ("person",),
        "var_task": ("task",),
        "var_rater_in_task": ("rater",),
        "var_person_task": ("person", "task"),
        "var_residual": ("person", "rater"),
    }[row.statistic]
    return found.component(*effect).estimated


@pytest.mark.parametrize("row", rows({"G08", "G09"}), ids=str)
def test_shared_row_matches(row: Row) -> None:
    value = _dawid_skene(row) if row.case == "G08" else _components(row)
    assert value == pytest.approx(float(row.expected), abs=row.tolerance)


@pytest.mark.parametrize("row", rows({"G25"}), ids=str)
def test_severity_row_matches(row: Row) -> None:
    _, columns = _mfrm()
    if row.statistic == "severity_correlation_with_TAM":
        assert np.corrcoef(columns["found"], columns["tam_mml_centred"])[0, 1] == pytest.approx(
            float(row.expected), abs=row.tolerance
        )
    else:
        truth = columns["true_severity"] - columns["true_severity"].mean()
        assert np.sqrt(((columns["found"] - truth) ** 2).mean()) <= float(row.expected)


def test_severities_are_those_of_the_independent_prototype_g25() -> None:
    _, columns = _mfrm()
    assert np.abs(columns["found"] - columns["map_eb_centred"]).max() < 0.002


def test_dawid_skene_1979_typed_in_g08() -> None:
    """Published: prevalence 0.40, 0.42, 0.11, 0.07; observer 1 on true 1: 0.89 and 0.11."""
    unit, observer, grade = [], [], []
    for patient, line in enumerate(ANAESTHETISTS.replace("\n", "|").strip("|").split("|")):
        numbers = line.replace(",", " ").split()
        for place, number in enumerate(numbers):
            unit.append(patient)
            observer.append(max(1, place - 1))
            grade.append(int(number))
    found = sv.error_matrices(unit, observer, grade, scale=[1, 2, 3, 4], prior=None, enough=0)
    assert len(found.units) == 45
    assert list(found.prevalence.values()) == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=0.006)
    rates = found.rows["1", "1"].rates
    assert rates is not None
    assert rates[:2] == pytest.approx((0.89, 0.11), abs=0.006)


# Brennan (2001), synthetic data for p x (r:t): ten persons; four raters within each of three tasks.
BRENNAN = """
5655 5345 6733
9377 7555 7752
3433 5335 6516
7553 3143 5335
9297 7737 2753
3435 3363 4512
7377 7557 5554
5857 7554 3211
9988 6665 5811
4443 3565 5711
"""


def test_brennan_2001_components_typed_in_g09() -> None:
    table = [
        {"person": person, "task": task, "rater": rater, "score": score}
        for person, line in enumerate(BRENNAN.split("\n")[1:-1])
        for task, scores in enumerate(line.split())
        for rater, score in enumerate(scores)
    ]
    found = sv.g_study(table, object="person", facets=["task", "rater:task"])
    published = {
        "person": 0.4731,
        "task": 0.3252,
        "rater:task": 0.6475,
        "person x task": 0.5596,
        "person x rater:task": 2.3802,
    }
    assert {part.effect: part.estimated for part in found.components} == pytest.approx(
        published, abs=5e-5
    )
    assert found.balanced
