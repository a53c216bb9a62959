"""G01, G03 to G07, G24: published agreement figures, from the shared files and typed in from the
publications.
"""

from __future__ import annotations

import csv
from functools import cache

import pytest
from tests.inspectstats.golden import Row, rows
from tests.shared import shared

from inspectstats import agreement as ag
from inspectstats.agreement.analytic import fleiss_share
from inspectstats.agreement.weights import weights_named
from inspectstats.records import Result

COVERED = {"G01", "G03", "G04", "G05", "G06", "G07", "G24"}

NA = None
# Krippendorff (2011), data C: twelve units, observers A to D.
KRIPPENDORFF_C = [
    [1, 1, NA, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [NA, 5, 5, 5],
    [NA, NA, 1, 1],
    [NA, 3, NA, NA],
]
# Gwet (2014), Table 2.10 as shipped with his program: unit 12 was rated by rater 3.
GWET_4_RATERS = [*KRIPPENDORFF_C[:11], [NA, NA, 3, NA]]
# Fleiss (1971), thirty patients, six psychiatrists; depression, personality disorder,
# schizophrenia, neurosis, other.
FLEISS_1971 = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1],
    [3, 0, 0, 1, 2],
    [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0],
    [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6],
    [0, 1, 0, 5, 0],
    [0, 2, 0, 1, 3],
    [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0],
    [4, 0, 0, 0, 2],
    [0, 2, 0, 4, 0],
    [1, 0, 5, 0, 0],
    [0, 0, 0, 0, 6],
]
# Shrout and Fleiss (1979), Table 2.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
# Gwet (2014), two abstractors: ectopic, abnormal and normal intrauterine pregnancy.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# Feinstein and Cicchetti (1990): the same 85 % agreement, kappa 0.70 and 0.32.
PARADOX = {"balanced": [[40, 9], [6, 45]], "prevalent": [[80, 10], [5, 5]]}
ANALYTIC = {"G04": "analytic_counts", "G05": "analytic_table"}
COEFFICIENTS = {
    "gwet_ac": ag.ac2,
    "fleiss_kappa": ag.fleiss,
    "scott_pi": ag.fleiss,
    "conger_kappa": ag.conger,
    "brennan_prediger": ag.brennan_prediger,
    "percent_agreement": ag.percent_agreement,
    "cohen_kappa": ag.cohen,
}


@cache
def _read(dataset: str, part: str) -> ag.Ratings:
    with shared(f"data/stats/{dataset}").open(newline="") as stream:
        lines = list(csv.reader(stream))
    head, body = lines[0], lines[1:]
    if dataset in ("gwet_distrib6raters.csv", "fleiss1971.csv"):
        return ag.from_counts([[int(cell) for cell in line[1:]] for line in body], scale=head[1:])
    if dataset == "gwet_abstractors3x3.csv":
        return ag.from_confusion(
            [[int(cell) for cell in line[1:]] for line in body], scale=head[1:]
        )
    if dataset == "kappa_paradox.csv":
        cells = next([int(cell) for cell in line[1:]] for line in body if line[0] == part)
        return ag.from_confusion([cells[:2], cells[2:]], scale=["yes", "no"])
    table = [dict(zip(head, line, strict=True)) for line in body]
    if "set" in head:
        table = [
            {name: cell for name, cell in line.items() if name != "set"}
            for line in table
            if line["set"] == part
        ]
    return ag.from_table(table, unit=head[0] if head[0] != "set" else head[1])


def _figure(row: Row, ratings: ag.Ratings) -> Result | float:
    name = row.statistic.removesuffix("_se")
    weights = {"ordinal": "gwet_ordinal"}.get(
        row.given.get("weights", "identity"), row.given.get("weights", "identity")
    )
    interval = ANALYTIC.get(row.case, "analytic")
    if name in COEFFICIENTS:
        return COEFFICIENTS[name](ratings, weights=weights, interval=interval)
    if name in ("krippendorff_alpha", "alpha_gwet_weights"):
        metric = row.given.get("metric") or {"unweighted": "nominal", "quadratic": "interval"}.get(
            weights, weights
        )
        return ag.alpha(ratings, metric, interval)
    if name == "fleiss_kappa_category":
        return ag.by_category(ratings)[row.given["category"]]
    if name.startswith("icc_"):
        return ag.icc(ratings, name.removeprefix("icc_").replace("_", ","))
    if name == "mean_observed_agreement":
        return ag.percent_agreement(ratings)
    assert name == "chance_agreement"
    return fleiss_share(ratings, weights_named("identity", ratings)[1])


@pytest.mark.parametrize("row", rows(COVERED), ids=str)
def test_shared_row_matches(row: Row) -> None:
    found = _figure(row, _read(row.dataset, row.given.get("set") or row.given.get("table") or ""))
    value = (
        (found.se if row.statistic.endswith("_se") else found.value)
        if isinstance(found, Result)
        else found
    )
    assert value == pytest.approx(float(row.expected), abs=row.tolerance)


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
    ids=lambda x: f"G01-{x}",
)
def test_alpha_of_krippendorff_2011_data_c(metric: str, published: float) -> None:
    assert ag.alpha(ag.from_matrix(KRIPPENDORFF_C), metric).value == pytest.approx(
        published, abs=0.0005
    )


def test_alpha_of_krippendorff_2011_data_a_and_b_g01() -> None:
    a = ag.from_matrix(
        list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    )
    b = ag.from_matrix(list(zip("aabbdcccedda", "babbbcccedd" + "d", strict=True)))
    assert ag.alpha(a, "nominal").value == pytest.approx(0.095, abs=0.0005)
    assert ag.alpha(b, "nominal").value == pytest.approx(0.692, abs=0.0005)


def test_gwet_2014_four_raters_g03() -> None:
    ratings = ag.from_matrix(GWET_4_RATERS, scale=[1, 2, 3, 4, 5])
    first = ag.ac1(ratings, "analytic")
    assert (first.value, first.se) == pytest.approx((0.77544, 0.14295), abs=6e-6)
    assert ag.ac2(ratings).value == pytest.approx(0.91400, abs=6e-6)
    assert ag.conger(ratings).value == pytest.approx(0.76282, abs=6e-6)


def test_krippendorff_ordinal_metric_and_gwet_ordinal_weights_are_two_things() -> None:
    ratings = ag.from_matrix(GWET_4_RATERS)
    assert ag.alpha(ratings, "ordinal").value == pytest.approx(0.8154, abs=5e-5)
    assert ag.alpha(ratings, "gwet_ordinal").value == pytest.approx(0.8336, abs=5e-5)


def test_fleiss_1971_g06() -> None:
    ratings = ag.from_counts(
        FLEISS_1971, scale=["depression", "personality", "schizophrenia", "neurosis", "other"]
    )
    assert ag.fleiss(ratings).value == pytest.approx(0.430, abs=0.0005)
    published = [0.245, 0.245, 0.520, 0.471, 0.566]
    assert [result.value for result in ag.by_category(ratings).values()] == pytest.approx(
        published, abs=0.0005
    )


@pytest.mark.parametrize(
    ("kind", "published"),
    [("1,1", 0.17), ("2,1", 0.29), ("3,1", 0.71), ("1,k", 0.44), ("2,k", 0.62), ("3,k", 0.91)],
    ids=lambda x: f"G07-{x}",
)
def test_icc_of_shrout_and_fleiss_1979(kind: str, published: float) -> None:
    assert ag.icc(ag.from_matrix(SHROUT_FLEISS), kind).value == pytest.approx(published, abs=0.005)


def test_icc_f_limits_of_shrout_and_fleiss_1979() -> None:
    """Limits as R psych 2.x prints them for the same table."""
    ratings = ag.from_matrix(SHROUT_FLEISS)
    limits = {
        "1,1": (-0.133, 0.723),
        "2,1": (0.019, 0.761),
        "3,1": (0.342, 0.946),
        "2,k": (0.071, 0.927),
        "3,k": (0.676, 0.986),
    }
    for kind, expected in limits.items():
        found = ag.icc(ratings, kind, "f")
        assert (found.low, found.high) == pytest.approx(expected, abs=0.001)


def test_two_abstractors_g05() -> None:
    ratings = ag.from_confusion(ABSTRACTORS)
    found = ag.cohen(ratings, interval="analytic_table")
    assert (found.value, found.se) == pytest.approx((0.79641, 0.05891), abs=6e-6)
    assert ag.ac1(ratings).value == pytest.approx(0.84933, abs=6e-6)
    assert ag.cohen(ratings).value == pytest.approx(ag.conger(ratings).value)


@pytest.mark.parametrize(
    ("table", "kappa", "ac"),
    [("balanced", 0.70, 0.70), ("prevalent", 0.32, 0.81)],
    ids=lambda x: f"G24-{x}",
)
def test_same_agreement_two_kappas_of_feinstein_and_cicchetti(
    table: str, kappa: float, ac: float
) -> None:
    ratings = ag.from_confusion(PARADOX[table])
    assert ag.percent_agreement(ratings).value == pytest.approx(0.85, abs=1e-12)
    assert ag.cohen(ratings).value == pytest.approx(kappa, abs=0.005)
    assert ag.ac1(ratings).value == pytest.approx(ac, abs=0.005)


def test_alpha_of_three_coders_with_most_cells_missing() -> None:
    """The worked example of the encyclopaedia article on Krippendorff's alpha: nominal 0.691,
    interval 0.811.
    """
    coders = [
        "*****3412113 3*3".replace(" ", ""),
        "1*21334 3*******".replace(" ", ""),
        "**2134 4*21133*4".replace(" ", ""),
    ]
    matrix = [
        [None if cell == "*" else int(cell) for cell in unit] for unit in zip(*coders, strict=True)
    ]
    assert len(matrix) == 15
    ratings = ag.from_matrix(matrix, scale=[1, 2, 3, 4])
    assert ag.alpha(ratings, "nominal").value == pytest.approx(0.691, abs=0.0005)
    assert ag.alpha(ratings, "interval").value == pytest.approx(0.811, abs=0.0005)


def test_fleiss_of_fourteen_raters_on_ten_units() -> None:
    """A much copied worked example: kappa 0.210."""
    counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert ag.fleiss(ag.from_counts(counts)).value == pytest.approx(0.210, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)],
)
def test_cohen_of_two_readers(table: list[list[int]], kappa: float) -> None:
    assert ag.cohen(ag.from_confusion(table)).value == pytest.approx(kappa, abs=5e-5)
